/* What happens to a case of a generated workflow: the events that it has, and the engine's own. */
#include "generator.h"

#include <stdio.h>

/* "2026-01-06T11:00:00Z", from SINCE to NOW. */
static const char *any_time(struct arena *arena, const struct random *random, instant since, instant now)
{
    char text[INSTANT_TEXT_SIZE];
    uint64_t span = (uint64_t)(now - since) + 1;
    instant at = since + (instant)random_below(random, span < INT32_MAX ? span : INT32_MAX);
    return text_copy(arena, text_of(instant_write(at, text))).at;
}

/* Puts right an entry: made in error, at another time, with other answers, in another case; in half the cases
 * letting go what would not have been possible. */
static struct text correction(struct arena *arena, const struct random *random, const struct past *past)
{
    uint64_t entry = 1 + random_below(random, past->entries), how = random_below(random, 4);
    const char *override = random_below(random, 2) ? ",\"override\":\"so\"" : "";
    const char *said = "";
    if (how == 1 && entry > 1) {
        said = arena_printf(arena, ",\"at\":\"%s\"", any_time(arena, random, past->opened, past->now));
    } else if (how == 2) {
        said = ",\"data\":{\"item\":[{\"x\":3}]}";
    } else if (how == 3 && entry > 1 && random_below(random, 4) == 0) {
        said = ",\"to\":\"C-2\"";
    }
    return text_printf(arena, "{\"event\":\"correct\",\"data\":{\"entry\":%d,\"reason\":\"so\"%s}%s}",
                       (int)entry, said, override);
}

/* The engine's own events. */
static struct text generate_own(struct arena *arena, const struct random *random, const struct past *past)
{
    if (past->closed && random_below(random, 2)) {
        return TEXT("{\"event\":\"reopen\"}");
    }
    if (past->moving && random_below(random, 2)) {
        return TEXT("{\"event\":\"move.accepted\",\"actor\":\"bea\"}");
    }
    switch (random_below(random, 12)) {
    case 0:
    case 1:
    case 2:
        return correction(arena, random, past);
    case 3:
        return random_below(random, 2) ? TEXT("{\"event\":\"undo\"}")
                                       : TEXT("{\"event\":\"undo\",\"override\":\"so\"}");
    case 4:
        return TEXT("{\"event\":\"reopen\"}");
    case 5:
        return text_printf(arena, "{\"event\":\"%slink\",\"data\":{\"kind\":\"sibling\",\"to\":\"C-%d\"}}",
                           random_below(random, 3) ? "" : "un", 2 + (int)random_below(random, 2));
    case 6:
        return random_below(random, 2) ? TEXT("{\"event\":\"merge\",\"data\":{\"into\":\"C-2\"}}")
                                       : TEXT("{\"event\":\"unmerge\"}");
    case 7:
        return random_below(random, 2) ? TEXT("{\"event\":\"move.declined\"}")
                                       : TEXT("{\"event\":\"move.withdrawn\"}");
    case 8:
    case 9:
        return TEXT("{\"event\":\"move.accepted\",\"actor\":\"bea\"}");
    default:
        return text_printf(arena, "{\"event\":\"move\",\"data\":{\"to\":\"a%d\",\"reason\":\"so\"}}",
                           1 + (int)random_below(random, 3));
    }
}

/* What is done with tasks and deadlines, and what is answered. */
static struct text generate_work(struct arena *arena, const struct random *random, const struct past *past,
                                 const char *of, const char *who)
{
    static const char *const acts[] = {"done", "done", "skipped", "cancelled", "added", "assigned"};
    int number = (int)random_below(random, 5);
    const char *task = arena_printf(arena, "t%d", (int)random_below(random, GENERATED_TASKS));
    if (past->task && random_below(random, 2)) {
        task = arena_printf(arena, "%.2s", past->task);
    }
    switch (random_below(random, 8)) {
    case 0:
        return text_printf(arena, "{\"event\":\"visit\",\"data\":{\"x\":%d}%s%s}", number, of, who);
    case 1:
        return text_printf(arena, "{\"event\":\"count\",\"data\":{%s%d}%s}",
                           random_below(random, 3) ? "\"n1\":" : "\"n2\":", number, who);
    case 2:
        return text_printf(arena,
                           "{\"event\":\"deadline.d%d.overridden\",\"data\":{\"reason\":\"so\"%s}%s%s}",
                           (int)random_below(random, GENERATED_DEADLINES),
                           random_below(random, 3) ? ",\"due\":\"2026-01-12\"" : "", of, who);
    default:
        return text_printf(arena, "{\"event\":\"task.%s.%s\",\"data\":{\"reason\":\"so\"%s}%s%s}", task,
                           acts[random_below(random, 6)],
                           random_below(random, 3) ? "" : ",\"worker\":\"bea\"", of, who);
    }
}

/* Said by whoever goes on: what became of a task that is left. */
static const char *any_settling(struct arena *arena, const struct random *random, const struct past *past)
{
    static const char *const ways[] = {"done", "cancelled", "handed-on"};
    if (!past->task || random_below(random, 5)) {
        return "";
    }
    return arena_printf(arena, ",\"tasks\":{\"%s\":{\"how\":\"%s\",\"reason\":\"so\"}}", past->task,
                        ways[random_below(random, 3)]);
}

struct text generate_command(struct arena *arena, const struct random *random, const struct past *past)
{
    uint64_t draw = random_below(random, 100), items = past->items;
    const char *of = "", *who = "";
    if (random_below(random, 4) == 0) {
        return generate_own(arena, random, past);
    }
    if (items && random_below(random, 3) == 0) {
        of = arena_printf(arena, ",\"of\":\"item/%d\"", 1 + (int)random_below(random, items));
    }
    if (random_below(random, 4) == 0) {
        static const char *const roles[] = {",\"role\":\"worker\"", ",\"role\":\"lead\",\"override\":\"so\"",
                                            ",\"override\":{\"reason\":\"so\",\"until\":\"2026-01-08\"}"};
        who = roles[random_below(random, 3)];
    }
    if (draw < 20) {
        return (struct text){0};
    }
    if (draw < 65) {
        return text_printf(arena, "{\"event\":\"e%d\"%s%s%s}", (int)random_below(random, GENERATED_EVENTS),
                           of, who, any_settling(arena, random, past));
    }
    if (draw < 82) {
        return generate_work(arena, random, past, of, who);
    }
    if (draw < 88) {
        return text_printf(arena, "{\"event\":\"more\",\"data\":{\"item\":[{\"x\":%d},{}]}}", (int)draw % 5);
    }
    if (draw < 95) {
        return TEXT("{\"event\":\"reset\"}");
    }
    static const char *const rest[] = {"{\"event\":\"nobody.knows\"}", "{\"event\":\"x\"}",
                                       "{\"event\":\"note\",\"data\":{\"text\":\"so\"}}",
                                       "{\"event\":\"allocate\",\"data\":{\"worker\":\"bea\"}}",
                                       "{\"event\":\"end\"}"};
    return text_of(rest[draw - 95]);
}

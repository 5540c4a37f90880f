/* What a move to another area would change, as people read it. See print.h; it is made by
 * engine/moving_would.c. */
#include "cli/print.h"

static uint32_t count(const struct json *would, const char *part)
{
    const struct json *list = json_member_of(would, part);
    return list && list->type == JSON_ARRAY ? list->count : 0;
}

static const struct json *element(const struct json *would, const char *part, uint32_t index)
{
    return &json_member_of(would, part)->elements[index];
}

static void add_answer(struct buffer *out, const struct json *one, const char *plain, const char *words)
{
    const struct json *said = json_member_of(one, words);
    print_value(out, said ? said : json_member_of(one, plain));
}

/* "  Can this parent be helped here?: yes → no (Lives outside the borough.)"; "  Time between reviews: 3
 * months → 84 days". */
static void add_rules(struct buffer *out, const struct json *would)
{
    for (uint32_t i = 0; i < count(would, "rules"); i++) {
        const struct json *one = element(would, "rules", i);
        struct text why = json_get_text(one, "why");
        buffer_printf(out, "  %.*s: ", TEXT_ARGS(json_get_text(one, "title")));
        add_answer(out, one, "before", "before_words");
        buffer_string(out, " → ");
        add_answer(out, one, "after", "after_words");
        buffer_printf(out, why.size ? " (%.*s)\n" : "%.*s\n", TEXT_ARGS(why));
    }
}

static void add_events(struct cli *cli, struct buffer *out, const struct json *would)
{
    for (uint32_t i = 0; i < count(would, "events"); i++) {
        const struct json *one = element(would, "events", i);
        bool possible = text_is(json_get_text(one, "change"), "possible");
        buffer_printf(out, "  %s: %.*s — %.*s\n", possible ? "Possible there" : "Not possible there",
                      TEXT_ARGS(json_get_text(one, "event")), TEXT_ARGS(json_get_text(one, "title")));
        print_unmet(cli, out, one);
    }
}

void print_would(struct cli *cli, struct buffer *out, const struct json *would)
{
    static const char *const parts[] = {"deadlines", "tasks", "rules", "events"};
    struct text to = json_get_text(would, "to"), error = json_get_text(would, "error");
    uint32_t all = 0;
    if (!would || would->type != JSON_OBJECT) {
        return;
    }
    if (error.size || count(would, "unmet")) {
        buffer_printf(out, "%.*s could not take it over as things stand:%s%.*s\n", TEXT_ARGS(to),
                      error.size ? " " : "", TEXT_ARGS(error));
        print_unmet(cli, out, would);
        return;
    }
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        all += count(would, parts[i]);
    }
    buffer_printf(
        out, all ? "When %.*s takes it over:\n" : "When %.*s takes it over, nothing changes but the area.\n",
        TEXT_ARGS(to));
    print_deadlines(cli, out, json_member_of(would, "deadlines"));
    print_tasks(cli, out, json_member_of(would, "tasks"));
    add_rules(out, would);
    add_events(cli, out, would);
}

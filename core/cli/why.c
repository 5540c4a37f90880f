/* `caseway deadlines CASE --why DEADLINE`: how its date came to be what it is, oldest first. */
#include "cli/days.h"
#include "cli/deadlines.h"

struct story {
    bool begun;
};

static void add_dates(struct cli *cli, struct buffer *out, const struct json *line)
{
    struct text before = json_get_text(line, "before"), after = json_get_text(line, "after");
    struct text way = days_between(cli, before, after);
    buffer_printf(out, "%.*s → %.*s", TEXT_ARGS(before.size ? days_due(cli, before) : TEXT("no date")),
                  TEXT_ARGS(after.size ? days_due(cli, after) : TEXT("no date")));
    if (way.size) {
        buffer_printf(out, " (%.*s)", TEXT_ARGS(way));
    }
}

static bool ends(const struct json *line)
{
    return text_equal(json_get_text(line, "before"), json_get_text(line, "after"));
}

/* What became of it. */
static void add_change(struct cli *cli, struct buffer *out, const struct json *line)
{
    struct text change = json_get_text(line, "change");
    struct text after = json_get_text(line, "after"), before = json_get_text(line, "before");
    const char *due = text_copy(&cli->arena, days_due(cli, after.size ? after : before)).at;
    if (text_is(change, "opened")) {
        buffer_printf(out, "opened, due %s", due);
    } else if (text_is(change, "moved")) {
        buffer_string(out, "moved: ");
        add_dates(cli, out, line);
    } else if (text_is(change, "warned")) {
        buffer_printf(out, "due soon: %s", due);
    } else if (text_is(change, "overdue")) {
        buffer_printf(out, "OVERDUE: it was due %s; that it was missed stays on record", due);
    } else if (text_is(change, "late")) {
        buffer_printf(out, "OVERDUE, late: it was due %s", due);
    } else if (text_is(change, "met")) {
        buffer_printf(out, "met; it was due %s", due);
    } else if (text_is(change, "met-late")) {
        buffer_printf(out, "met late; it was due %s", due);
    } else if (text_is(change, "void")) {
        buffer_string(out, "no longer applies: what it was for has ended");
    } else if (text_is(change, "overridden") && ends(line)) {
        buffer_string(out, "set aside by hand");
    } else if (text_is(change, "overridden")) {
        buffer_string(out, "set by hand: ");
        add_dates(cli, out, line);
    } else {
        buffer_text(out, change);
    }
    buffer_byte(out, '\n');
}

static struct text why_of(struct cli *cli, const struct json *line)
{
    struct buffer why;
    struct text because = json_get_text(line, "because"), title = json_get_text(line, "because_title");
    struct text fact = json_get_text(line, "fact_title"), actor = json_get_text(line, "actor");
    struct text reason = json_get_text(line, "reason"), origin = json_get_text(line, "origin");
    buffer_init(&why, &cli->arena);
    if (text_is(because, "correct") || text_is(because, "undo")) {
        buffer_string(&why,
                      text_is(because, "undo") ? "because a step was taken back" : "because of a correction");
    } else if (!text_is(origin, "time")) {
        buffer_printf(&why, "because of %.*s", TEXT_ARGS(title.size ? title : because));
        if (title.size && !text_equal(title, because)) {
            buffer_printf(&why, " (%.*s)", TEXT_ARGS(because));
        }
    } else {
        buffer_string(&why, "by time");
    }
    if (fact.size) {
        buffer_printf(&why, ", which changed: %.*s", TEXT_ARGS(fact));
    }
    if (actor.size) {
        buffer_printf(&why, "; by %.*s", TEXT_ARGS(actor));
    }
    if (reason.size) {
        buffer_string(&why, "; reason: ");
        print_value(&why,
                    &(struct json){.type = JSON_STRING, .count = (uint32_t)reason.size, .string = reason.at});
    }
    return buffer_result(&why);
}

static void add_corrected(struct buffer *out, const struct json *line)
{
    const struct json *corrected = json_member_of(line, "corrected");
    struct text reason = json_get_text(corrected, "reason"), moved = json_get_text(corrected, "moved");
    if (!corrected) {
        return;
    }
    const char *what = moved.size                                  ? "it belongs to another case"
                       : json_get_boolean(corrected, "out", false) ? "made in error"
                                                                   : "put right";
    buffer_printf(out, "%18s(%s, see %lld", "", what, (long long)json_get_integer(corrected, "by", 0));
    if (reason.size) {
        buffer_printf(out, ": %.*s", TEXT_ARGS(reason));
    }
    buffer_string(out, ")\n");
}

static void say_line(struct cli *cli, const struct json *line, void *self)
{
    struct buffer out;
    struct story *story = self;
    struct text happened = json_get_text(line, "happened"), recorded = json_get_text(line, "recorded");
    buffer_init(&out, &cli->arena);
    if (!story->begun) {
        buffer_printf(&out, "%s %.*s — %.*s\n\n", cli->operands.at[0],
                      TEXT_ARGS(json_get_text(line, "deadline")), TEXT_ARGS(json_get_text(line, "title")));
        story->begun = true;
    }
    buffer_printf(&out, "%-16s  ", print_when(cli, &cli->arena, happened));
    add_change(cli, &out, line);
    buffer_printf(&out, "%18s%.*s", "", TEXT_ARGS(why_of(cli, line)));
    struct text typed = text_copy(&cli->arena, text_of(print_day(cli, &cli->arena, recorded)));
    if (recorded.size && !text_is(typed, print_day(cli, &cli->arena, happened))) {
        buffer_printf(&out, " (recorded %s)", print_when(cli, &cli->arena, recorded));
    }
    buffer_byte(&out, '\n');
    add_corrected(&out, line);
    cli_put(cli, buffer_result(&out));
}

int why_say(struct cli *cli)
{
    struct story story = {0};
    struct buffer query;
    int64_t count;
    bool more;
    buffer_init(&query, &cli->arena);
    query_add_option(cli, &query, "as-at");
    query_add(&query, "deadline", text_of(cli_option(cli, "why")));
    struct listing listing = {.path = case_path(cli, cli->operands.at[0], "/ledger"),
                              .query = buffer_result(&query),
                              .row = say_line,
                              .self = &story};
    return listing_run(cli, &listing, &count, &more);
}

/* `caseway history`: what happened to a case, as it was recorded or as it happened, and what was put right
 * since. */
#include "cli/past.h"
#include "cli/putting.h"
#include "cli/rows.h"

/* Entries as they will be said, newest first as they come. */
struct entries {
    bool json;
    VECTOR(struct text)
    list;
};

/* "2026-03-02 10:00", and when it was recorded on another day, that too: a late entry shows itself. */
static void add_times(struct cli *cli, struct buffer *out, const struct json *row)
{
    struct text happened = json_get_text(row, "happened"), recorded = json_get_text(row, "recorded");
    const char *day = print_day(cli, &cli->arena, happened), *typed = print_day(cli, &cli->arena, recorded);
    buffer_string(out, print_when(cli, &cli->arena, happened));
    if (recorded.size && !text_is(text_of(day), typed)) {
        buffer_printf(out, " (recorded %s)", print_when(cli, &cli->arena, recorded));
    }
}

static void add_who(struct buffer *out, const struct json *row)
{
    struct text actor = json_get_text(row, "actor"), origin = json_get_text(row, "origin");
    if (actor.size) {
        buffer_printf(out, ", %.*s", TEXT_ARGS(actor));
    } else if (text_is(origin, "time")) {
        buffer_string(out, ", by time");
    } else if (text_is(origin, "record")) {
        buffer_string(out, ", told by another record");
    } else if (text_is(origin, "import")) {
        buffer_string(out, ", imported");
    }
}

static void add_override(struct buffer *out, const struct json *row)
{
    const struct json *override = json_member_of(row, "override");
    struct text reason = json_text(override);
    if (override && reason.size == 0) {
        reason = json_get_text(override, "reason");
    }
    if (reason.size) {
        buffer_string(out, "      exception: ");
        print_value(out,
                    &(struct json){.type = JSON_STRING, .count = (uint32_t)reason.size, .string = reason.at});
        buffer_byte(out, '\n');
    }
}

/* What the entry notes of the exceptions that stood already, and of the work that it settled. */
static void add_notes(struct buffer *out, const struct json *row)
{
    const struct json *notes = json_member_of(row, "notes");
    const struct json *used = json_member_of(notes, "exceptions"),
                      *settled = json_member_of(notes, "settled"),
                      *stopped = json_member_of(notes, "stopped");
    for (uint32_t i = 0; used && used->type == JSON_ARRAY && i < used->count; i++) {
        const struct json *one = &used->elements[i];
        buffer_printf(out, "      exception that stands until %.*s: %.*s\n",
                      TEXT_ARGS(json_get_text(one, "until")), TEXT_ARGS(json_get_text(one, "reason")));
    }
    for (uint32_t i = 0; settled && settled->type == JSON_ARRAY && i < settled->count; i++) {
        const struct json *one = &settled->elements[i];
        struct text to = json_get_text(one, "to");
        buffer_printf(out, "      task %.*s: %.*s%s%.*s: %.*s\n", TEXT_ARGS(json_get_text(one, "task")),
                      TEXT_ARGS(json_get_text(one, "how")), to.size ? " to " : "", TEXT_ARGS(to),
                      TEXT_ARGS(json_get_text(one, "reason")));
    }
    for (uint32_t i = 0; stopped && stopped->type == JSON_ARRAY && i < stopped->count; i++) {
        buffer_printf(out, "      message stopped before it left: %.*s\n",
                      TEXT_ARGS(json_get_text(&stopped->elements[i], "message")));
    }
}

/* What plugins and `log:` wrote there, and which plugin was left out: one line each. */
static void add_log(struct buffer *out, const struct json *row)
{
    const struct json *log = json_member_of(json_member_of(row, "notes"), "log");
    for (uint32_t i = 0; log && log->type == JSON_ARRAY && i < log->count; i++) {
        struct text line = json_text(&log->elements[i]);
        buffer_string(out, "      log: ");
        for (size_t at = 0; at < line.size; at++) {
            buffer_byte(out, (unsigned char)line.at[at] < ' ' || line.at[at] == 0x7F ? ' ' : line.at[at]);
        }
        buffer_byte(out, '\n');
    }
}

/* Whether NAME is a member, or a step of a path, anywhere in VALUE. */
static bool is_told(const struct json *value, struct text name)
{
    bool told = value->type == JSON_STRING && text_equal(json_text(value), name);
    for (uint32_t i = 0; value->type == JSON_ARRAY && i < value->count && !told; i++) {
        told = is_told(&value->elements[i], name);
    }
    for (uint32_t i = 0; value->type == JSON_OBJECT && i < value->count && !told; i++) {
        told = text_equal(value->members[i].name, name) || is_told(&value->members[i].value, name);
    }
    return told;
}

/* What was answered and changed no field of the case: a note, what a visit was about. It stands in the
 * journal alone. */
static void add_answers(struct buffer *out, const struct json *row)
{
    const struct json *data = json_member_of(row, "data"), *changes = json_member_of(row, "changes");
    bool corrects = json_get_integer(json_member_of(row, "notes"), "corrects", 0) > 0;
    for (uint32_t i = 0; !corrects && data && data->type == JSON_OBJECT && i < data->count; i++) {
        if (!changes || !is_told(changes, data->members[i].name)) {
            buffer_printf(out, "      %.*s: ", TEXT_ARGS(data->members[i].name));
            print_value(out, &data->members[i].value);
            buffer_byte(out, '\n');
        }
    }
}

/* An entry that was told here because it was first told to another case. */
static void add_moved_from(struct buffer *out, const struct json *row)
{
    const struct json *from = json_member_of(row, "moved_from");
    struct text reference = json_get_text(from, "case");
    if (reference.size) {
        buffer_printf(out, "      moved here from %.*s, see %lld there\n", TEXT_ARGS(reference),
                      (long long)json_get_integer(from, "seq", 0));
    } else if (from) {
        buffer_string(out, "      moved here from another case\n");
    }
}

static struct text entry_text(struct cli *cli, const struct json *row)
{
    struct buffer out;
    struct text event = json_get_text(row, "event"), title = json_get_text(row, "title"),
                of = json_get_text(row, "of");
    buffer_init(&out, &cli->arena);
    buffer_printf(&out, "%4lld  ", (long long)json_get_integer(row, "seq", 0));
    add_times(cli, &out, row);
    if (json_get_boolean(row, "erased", false)) {
        buffer_string(&out, "  erased, lawfully");
        print_mark(&out, row);
        buffer_byte(&out, '\n');
        return buffer_result(&out);
    }
    buffer_printf(&out, "  %.*s", TEXT_ARGS(event));
    if (title.size && !text_equal(title, event)) {
        buffer_printf(&out, " — %.*s", TEXT_ARGS(title));
    }
    if (of.size) {
        buffer_printf(&out, " (%.*s)", TEXT_ARGS(of));
    }
    add_who(&out, row);
    print_mark(&out, row);
    buffer_byte(&out, '\n');
    add_moved_from(&out, row);
    add_override(&out, row);
    print_correction(&out, json_member_of(row, "notes"), json_member_of(row, "data"));
    print_corrected(cli, &out, row);
    add_notes(&out, row);
    add_log(&out, row);
    add_answers(&out, row);
    print_changes(&out, json_member_of(row, "changes"));
    return buffer_result(&out);
}

static struct text json_line(struct cli *cli, const struct json *row)
{
    struct buffer line;
    buffer_init(&line, &cli->arena);
    json_write(row, &line);
    buffer_byte(&line, '\n');
    return buffer_result(&line);
}

static void take_row(struct cli *cli, const struct json *row, void *self)
{
    struct entries *entries = self;
    struct text text = entries->json ? json_line(cli, row) : entry_text(cli, row);
    vector_push(&cli->arena, &entries->list, text);
}

static void say_row(struct cli *cli, const struct json *row, void *self)
{
    (void)self;
    cli_put(cli, entry_text(cli, row));
}

/* The api gives the newest first, so the oldest is known only when all are there. */
static int say_oldest_first(struct cli *cli, struct listing *listing)
{
    struct entries entries = {.json = cli_switch(cli, "json")};
    int64_t count, limit = listing->limit;
    bool more;
    listing->limit = 0;
    listing->takes_json = true;
    listing->row = take_row;
    listing->self = &entries;
    int status = listing_run(cli, listing, &count, &more);
    size_t rest = limit && (size_t)limit < entries.list.count ? entries.list.count - (size_t)limit : 0;
    for (size_t i = entries.list.count; i-- > rest;) {
        cli_put(cli, entries.list.at[i]);
    }
    if (rest && !entries.json) {
        cli_say(cli, "There are more; --all shows them.\n");
    }
    return status;
}

static int run(struct cli *cli)
{
    int64_t count;
    bool more;
    struct buffer query;
    struct listing listing = {
        .path = case_path(cli, cli->operands.at[0], "/history"), .cursor = "before", .row = say_row};
    if (cli_switch(cli, "as-recorded") && cli_switch(cli, "as-happened")) {
        return cli_wrong(cli, "--as-recorded and --as-happened are two orders; say one");
    }
    buffer_init(&query, &cli->arena);
    query_add(&query, "order", cli_switch(cli, "as-happened") ? TEXT("happened") : TEXT(""));
    query_add_option(cli, &query, "as-at");
    listing.query = buffer_result(&query);
    int status = listing_read_limit(cli, &listing);
    if (status != CLI_DONE) {
        return status;
    }
    if (cli_switch(cli, "oldest")) {
        return say_oldest_first(cli, &listing);
    }
    status = listing_run(cli, &listing, &count, &more);
    if (status == CLI_DONE && more && !cli_switch(cli, "json")) {
        cli_say(cli, "There are more; --all shows them.\n");
    }
    return status;
}

const struct cli_command history_command = {
    .name = "history",
    .summary = "tells what happened to a case",
    .usage = "CASE [--as-recorded | --as-happened] [--oldest] [--as-at DATE] [--json]",
    .about = "Each entry: when it happened, when it was recorded if that was another day, what it was and "
             "who did it, and what it changed. One that was put right since says so, and how.",
    .options =
        (const struct cli_option[]){
            {"as-recorded", NULL, "in the order of recording; without it, too"},
            {"as-happened", NULL, "in the order in which it took place, as is known now"},
            {"oldest", NULL, "the oldest first; the newest without it"},
            PAST_OPTION,
            LISTING_OPTIONS,
            {0}},
    .examples = (const char *const[]){"caseway history C-17", "caseway history C-17 --as-happened --oldest",
                                      "caseway history C-17 --as-at 2026-03-03", NULL},
    .least = 1,
    .most = 1,
    .run = run,
};

/* `caseway plugin moves`: what the present plugins would change for live cases that stand on older versions,
 * grouped by what would change; and `caseway plugin move`, which moves them.
 *
 * Each case is moved by a command of its own, planned on the version that was looked at: one to which
 * something has happened meanwhile is not moved, and that is said. */
#include "cli/act.h"
#include "cli/plugin.h"
#include "cli/rows.h"
#include "cli/suppose.h"

enum {
    PLUGIN_MOVE_LIMIT = 1000, /* cases that one command moves */
    SHOWN_IN_FULL = 3         /* cases of one group */
};

/* Cases for which the same would change. */
struct move_group {
    struct text sign; /* what they have in common */
    VECTOR(const struct json *)
    cases;
};

struct move_list {
    VECTOR(struct json)
    all;
    VECTOR(struct move_group)
    groups;
    int64_t looked;
};

/* --- asking --------------------------------------------------------------------------------- */

static int ask_page(struct cli *cli, struct move_list *list, struct text reference, struct text *cursor)
{
    struct buffer query;
    struct reply reply;
    buffer_init(&query, &cli->arena);
    query_add(&query, "case", reference);
    query_add(&query, "cursor", *cursor);
    query_add_option(cli, &query, "area");
    query_add_option(cli, &query, "plugin");
    int status = cli_ask_well(
        cli, &(struct ask){.method = "GET", .path = TEXT("/v1/plugin-moves"), .query = buffer_result(&query)},
        &reply);
    const struct json *rows = status == CLI_DONE ? reply_rows(&reply.body) : NULL;
    for (uint32_t i = 0; rows && i < rows->count; i++) {
        vector_push(&cli->arena, &list->all, rows->elements[i]);
    }
    list->looked += json_get_integer(&reply.body, "looked", 0);
    *cursor = json_get_text(&reply.body, "cursor");
    return status;
}

/* All of them, or up to LIMIT. */
static int ask_all(struct cli *cli, struct move_list *list, size_t limit)
{
    struct text cursor = {0};
    int status;
    do {
        status = ask_page(cli, list, (struct text){0}, &cursor);
    } while (status == CLI_DONE && cursor.size && list->all.count < limit);
    return status;
}

/* --- what would change ------------------------------------------------------------------------ */

static bool is_changed(const struct json *row)
{
    return json_get_boolean(row, "changes", false);
}

/* What stands in LIST of each row under NAMES, without the dates, which differ from case to case. */
static void add_signs(struct buffer *out, const struct json *list, const char *name)
{
    for (uint32_t i = 0; list && list->type == JSON_ARRAY && i < list->count; i++) {
        const struct json *one = &list->elements[i];
        buffer_printf(out, "%s %.*s %.*s %.*s\n", name, TEXT_ARGS(json_get_text(one, name)),
                      TEXT_ARGS(json_get_text(one, "change")), TEXT_ARGS(json_get_text(one, "is_hash")));
    }
}

static struct text sign_of(struct cli *cli, const struct json *row)
{
    static const char *const parts[][2] = {{"deadlines", "deadline"}, {"events", "event"},
                                           {"tasks", "task"},         {"fields", "field"},
                                           {"messages", "message"},   {"plugins", "plugin"}};
    struct buffer out;
    buffer_init(&out, &cli->arena);
    buffer_printf(&out, "%.*s %.*s\n", TEXT_ARGS(json_get_text(row, "outcome")),
                  TEXT_ARGS(json_get_text(row, "why")));
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        add_signs(&out, json_member_of(row, parts[i][0]), parts[i][1]);
    }
    return buffer_result(&out);
}

static void add_to_group(struct cli *cli, struct move_list *list, const struct json *row)
{
    struct text sign = sign_of(cli, row);
    struct move_group *group = NULL;
    for (size_t i = 0; i < list->groups.count && !group; i++) {
        group = text_equal(list->groups.at[i].sign, sign) ? &list->groups.at[i] : NULL;
    }
    if (!group) {
        vector_push(&cli->arena, &list->groups, ((struct move_group){.sign = sign}));
        group = &list->groups.at[list->groups.count - 1];
    }
    vector_push(&cli->arena, &group->cases, row);
}

/* "rbkc 1.1.0 → 2.0.0", with the hash where the version alone does not tell them apart. */
static void add_plugins(struct buffer *out, const struct json *plugins)
{
    for (uint32_t i = 0; plugins && i < plugins->count; i++) {
        const struct json *one = &plugins->elements[i];
        struct text was = json_get_text(one, "was"), is = json_get_text(one, "is");
        buffer_printf(out, "%s%.*s %.*s", i ? ", " : "", TEXT_ARGS(json_get_text(one, "plugin")),
                      TEXT_ARGS(was));
        if (text_equal(was, is)) {
            buffer_printf(out, " (%.*s → %.*s)", TEXT_ARGS(text_part(json_get_text(one, "was_hash"), 0, 8)),
                          TEXT_ARGS(text_part(json_get_text(one, "is_hash"), 0, 8)));
        } else {
            buffer_printf(out, " → %.*s", TEXT_ARGS(is));
        }
    }
}

static void add_case(struct cli *cli, struct buffer *out, const struct json *row)
{
    struct text area = json_get_text(row, "area"), why = json_get_text(row, "why");
    buffer_printf(out, "%.*s%s%.*s:\n", TEXT_ARGS(json_get_text(row, "case")), area.size ? ", " : "",
                  TEXT_ARGS(area));
    if (why.size) {
        buffer_printf(out, "  It cannot be moved: %.*s\n", TEXT_ARGS(why));
    }
    suppose_add(cli, out, row, json_get_text(row, "case"));
    print_messages(out, json_member_of(row, "messages"));
}

static void add_references(struct buffer *out, const struct move_group *group, size_t from)
{
    for (size_t i = from; i < group->cases.count; i++) {
        buffer_printf(out, "%s%.*s", i > from ? ", " : "",
                      TEXT_ARGS(json_get_text(group->cases.at[i], "case")));
    }
}

static void say_group(struct cli *cli, const struct move_group *group)
{
    struct buffer out;
    size_t full = group->cases.count;
    full = full > SHOWN_IN_FULL ? SHOWN_IN_FULL : full;
    buffer_init(&out, &cli->arena);
    buffer_printf(&out, "\n%zu case%s, ", group->cases.count, group->cases.count == 1 ? "" : "s");
    add_plugins(&out, json_member_of(group->cases.at[0], "plugins"));
    buffer_byte(&out, '\n');
    for (size_t i = 0; i < full; i++) {
        add_case(cli, &out, group->cases.at[i]);
    }
    if (group->cases.count > full) {
        buffer_string(&out, "And alike: ");
        add_references(&out, group, full);
        buffer_string(&out, ".\n");
    }
    cli_put(cli, buffer_result(&out));
}

static void say_unchanged(struct cli *cli, const struct move_group *unchanged)
{
    struct buffer out;
    buffer_init(&out, &cli->arena);
    if (unchanged->cases.count) {
        buffer_printf(&out, "\nNothing would change for %zu: ", unchanged->cases.count);
        add_references(&out, unchanged, 0);
        buffer_string(&out, ".\n");
        cli_put(cli, buffer_result(&out));
    }
}

static void say_moves(struct cli *cli, struct move_list *list)
{
    struct move_group unchanged = {0};
    vector_each(const struct json, row, &list->all)
    {
        if (is_changed(row)) {
            add_to_group(cli, list, row);
        } else {
            vector_push(&cli->arena, &unchanged.cases, row);
        }
    }
    if (list->all.count == 0) {
        cli_say(cli, "No live case stands on older plugins; %lld were looked at.\n", (long long)list->looked);
        return;
    }
    cli_say(cli, "%zu of %lld live cases stand on older plugins; the present ones would change %zu.\n",
            list->all.count, (long long)list->looked, list->all.count - unchanged.cases.count);
    vector_each(const struct move_group, group, &list->groups)
    {
        say_group(cli, group);
    }
    say_unchanged(cli, &unchanged);
}

int plugin_moves(struct cli *cli)
{
    struct move_list list = {0};
    int status = ask_all(cli, &list, SIZE_MAX);
    if (status != CLI_DONE) {
        return status;
    }
    if (!cli_switch(cli, "json")) {
        say_moves(cli, &list);
        return CLI_DONE;
    }
    vector_each(const struct json, row, &list.all)
    {
        cli_say_json(cli, row);
    }
    return CLI_DONE;
}

/* --- moving --------------------------------------------------------------------------------------- */

/* A repeat of what was looked at is harmless: the key names the case, its version and where it goes. */
static int move_one(struct cli *cli, const struct json *row, int *worst)
{
    struct reply reply;
    const struct json *answer = NULL;
    struct json command = json_object(), data = json_object();
    struct text reference = json_get_text(row, "case");
    const char *reason = cli_option(cli, "reason");
    int64_t version = json_get_integer(row, "version", 0);
    struct text key = text_printf(&cli->arena, "plugins.moved %.*s %lld %lld", TEXT_ARGS(reference),
                                  (long long)version, (long long)json_get_integer(row, "to", 0));
    json_set(&cli->arena, &command, TEXT("event"), json_string(TEXT("plugins.moved")));
    json_set(&cli->arena, &command, TEXT("key"), json_string(key));
    json_set(&cli->arena, &command, TEXT("if_match"), json_integer(version));
    if (reason) {
        json_set(&cli->arena, &data, TEXT("reason"), json_string(text_of(reason)));
        json_set(&cli->arena, &command, TEXT("data"), data);
    }
    struct text path = case_path(cli, text_copy(&cli->arena, reference).at, "/events");
    int status = act_send(cli, path, (struct text){0}, &command, &reply, &answer);
    status = status == CLI_DONE ? act_say(cli, answer) : status;
    *worst = status > *worst ? status : *worst;
    return status == CLI_DONE || status == CLI_REFUSED ? CLI_DONE : status;
}

static int find_named(struct cli *cli, struct move_list *list)
{
    int status = CLI_DONE;
    for (size_t i = 0; i < plugin_operands(cli) && status == CLI_DONE; i++) {
        struct text cursor = {0};
        size_t before = list->all.count;
        status = ask_page(cli, list, text_of(plugin_operand(cli, i)), &cursor);
        if (status == CLI_DONE && list->all.count == before) {
            cli_say(cli, "%s stands on the present plugins already, or is closed.\n", plugin_operand(cli, i));
        }
    }
    return status;
}

int plugin_move(struct cli *cli)
{
    struct move_list list = {0};
    int worst = CLI_DONE;
    const char *reason = cli_option(cli, "reason");
    bool all = cli_switch(cli, "all");
    if (all == (plugin_operands(cli) > 0)) {
        return cli_wrong(cli, "plugin move wants the cases by name, or --all");
    }
    if (reason && !text_is_utf8(text_of(reason))) {
        return cli_wrong(cli, "--reason is not UTF-8");
    }
    int status = all ? ask_all(cli, &list, PLUGIN_MOVE_LIMIT) : find_named(cli, &list);
    size_t count = list.all.count > PLUGIN_MOVE_LIMIT ? PLUGIN_MOVE_LIMIT : list.all.count;
    for (size_t i = 0; i < count && status == CLI_DONE; i++) {
        status = move_one(cli, &list.all.at[i], &worst);
    }
    if (status == CLI_DONE && count == PLUGIN_MOVE_LIMIT && !cli_switch(cli, "json")) {
        cli_say(cli, "%d were looked at; there may be more: say it again.\n", PLUGIN_MOVE_LIMIT);
    } else if (status == CLI_DONE && all && count == 0 && !cli_switch(cli, "json")) {
        cli_say(cli, "No live case stands on older plugins.\n");
    }
    return worst > status ? worst : status;
}

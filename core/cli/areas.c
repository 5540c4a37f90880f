/* `caseway areas`: who answers for which area; and `caseway areas diff`: the same state in several, and what
 * differs. Of the site, or where there is none of the files nearest to the current folder. */
#include "cli/sources.h"

#include "cli/print.h"
#include "workbench/areas.h"

/* --- asking ----------------------------------------------------------------------------- */

/* The nearest workflows/ and plugins/; plugins that are shipped where there are none. */
static int gather(struct cli *cli, struct json *body)
{
    struct sources sources;
    sources_init(cli, &sources);
    int status = sources_add_nearest(cli, &sources, ".", "workflows");
    uint32_t workflows = sources.files.count;
    if (status == CLI_DONE && workflows == 0) {
        cli_complain(cli,
                     "%s is no site, and there is no folder workflows/ here or above: go to one, or name "
                     "the site with --site",
                     cli->site);
        return CLI_FAILED;
    }
    status = status == CLI_DONE ? sources_add_nearest(cli, &sources, ".", "plugins") : status;
    if (status == CLI_DONE && sources.findings.errors) {
        cli_complain_text(cli, sources_findings_text(cli, &sources, false));
        return CLI_REFUSED;
    }
    *body = json_object();
    json_set(&cli->arena, body, TEXT("files"), sources.files);
    json_set(&cli->arena, body, TEXT("shipped"), json_boolean(sources.files.count == workflows));
    return status;
}

/* What is wrong in files is told as `check` tells it. */
static int say_problem(struct cli *cli, const struct reply *reply)
{
    struct sources sources;
    sources_init(cli, &sources);
    sources_take_findings(cli, &sources, reply);
    if (sources.findings.errors == 0) {
        return cli_say_problem(cli, reply);
    }
    cli_complain_text(cli, sources_findings_text(cli, &sources, false));
    return CLI_REFUSED;
}

static int ask(struct cli *cli, const char *path, struct text query, struct reply *reply)
{
    struct json body;
    struct ask question = {.method = "GET", .path = text_of(path), .query = query};
    if (!sources_has(cli, sources_below(cli, cli->site, TEXT("site.yaml")), false)) {
        int status = gather(cli, &body);
        if (status != CLI_DONE) {
            return status;
        }
        question.method = "POST";
        question.body = json_to_text(&cli->arena, &body);
    }
    int status = cli_ask(cli, &question, reply);
    return status == CLI_DONE && !reply_is_good(reply) ? say_problem(cli, reply) : status;
}

static const struct json *list_of(const struct json *object, const char *name)
{
    static const struct json none = {.type = JSON_ARRAY};
    const struct json *list = json_member_of(object, name);
    return list && list->type == JSON_ARRAY ? list : &none;
}

/* --- the list ------------------------------------------------------------------------------ */

/* "eligible, missed_contacts (action-for-change)": the rules that somebody answers, each once, with who it is
 * where that is not the area's own plugin. */
static struct text rules_words(struct cli *cli, const struct json *area)
{
    struct buffer out;
    struct map told = {0};
    const struct json *rules = list_of(area, "rules");
    buffer_init(&out, &cli->arena);
    for (uint32_t i = 0; i < rules->count; i++) {
        const struct json *one = &rules->elements[i];
        struct text plugin = json_get_text(one, "plugin"), rule = json_get_text(one, "rule");
        if (plugin.size == 0 || !map_add(&cli->arena, &told, rule, 1)) {
            continue;
        }
        bool own = text_equal(plugin, json_get_text(area, "plugin"));
        buffer_printf(&out, "%s%.*s", out.size ? ", " : "", TEXT_ARGS(rule));
        if (!own) {
            buffer_printf(&out, " (%.*s)", TEXT_ARGS(plugin));
        }
    }
    return buffer_result(&out);
}

static struct text plugin_words(struct cli *cli, const struct json *area)
{
    struct text plugin = json_get_text(area, "plugin");
    return plugin.size ? text_printf(&cli->arena, "%.*s %.*s", TEXT_ARGS(plugin),
                                     TEXT_ARGS(json_get_text(area, "version")))
                       : plugin;
}

static int say_list(struct cli *cli)
{
    static const char *const titles[] = {"AREA", "TITLE", "PLUGIN", "FROM", "UNTIL", "RULES"};
    struct table table;
    struct reply reply;
    struct buffer query;
    buffer_init(&query, &cli->arena);
    query_add_option(cli, &query, "at");
    int status = ask(cli, "/v1/areas", buffer_result(&query), &reply);
    if (status != CLI_DONE) {
        return status;
    }
    const struct json *items = list_of(&reply.body, "items");
    table_init(&table, cli, sizeof titles / sizeof *titles, titles);
    for (uint32_t i = 0; i < items->count; i++) {
        const struct json *one = &items->elements[i];
        if (cli_switch(cli, "json")) {
            cli_say_json(cli, one);
            continue;
        }
        table_add(&table, json_get_text(one, "area"));
        table_add(&table, json_get_text(one, "title"));
        table_add(&table, plugin_words(cli, one));
        table_add(&table, text_of(print_day(cli, &cli->arena, json_get_text(one, "from"))));
        table_add(&table, text_of(print_day(cli, &cli->arena, json_get_text(one, "until"))));
        table_add(&table, rules_words(cli, one));
        if (!json_get_boolean(one, "served", true)) {
            table_add_note(&table, TEXT("not served on this day"));
        }
    }
    table_say(&table);
    if (items->count == 0) {
        cli_complain(cli, "no plugin serves an area");
    }
    return CLI_DONE;
}

/* --- differences --------------------------------------------------------------------------- */

static struct text query_of_difference(struct cli *cli)
{
    struct buffer query, areas;
    const char *fact;
    size_t from = 0;
    buffer_init(&query, &cli->arena);
    buffer_init(&areas, &cli->arena);
    for (size_t i = 1; i < cli->operands.count; i++) {
        buffer_printf(&areas, "%s%s", areas.size ? "," : "", cli->operands.at[i]);
    }
    query_add(&query, "areas", buffer_result(&areas));
    query_add_option(cli, &query, "workflow");
    query_add_option(cli, &query, "state");
    query_add_option(cli, &query, "case");
    query_add_option(cli, &query, "at");
    while ((fact = cli_option_next(cli, "if", &from))) {
        query_add(&query, "if", text_of(fact));
    }
    return buffer_result(&query);
}

static const struct json *cell_of(const struct json *row, const struct json *area)
{
    return json_get(json_member_of(row, "cells"), json_get_text(area, "area"));
}

static bool has_text(const struct json *list, struct text text)
{
    for (uint32_t i = 0; i < list->count; i++) {
        if (text_equal(json_text(&list->elements[i]), text)) {
            return true;
        }
    }
    return false;
}

/* What stands against it in this area and not in all. */
static struct text own_reasons(struct cli *cli, const struct json *areas, const struct json *row,
                               const struct json *cell)
{
    struct buffer out;
    const struct json *unmet = list_of(cell, "unmet");
    buffer_init(&out, &cli->arena);
    for (uint32_t i = 0; i < unmet->count; i++) {
        struct text reason = json_text(&unmet->elements[i]);
        bool everywhere = true;
        for (uint32_t n = 0; n < areas->count; n++) {
            everywhere = everywhere && has_text(list_of(cell_of(row, &areas->elements[n]), "unmet"), reason);
        }
        if (!everywhere) {
            buffer_printf(&out, "%s%.*s", out.size ? " " : "", TEXT_ARGS(reason));
        }
    }
    return buffer_result(&out);
}

/* "lbhf: The parent does not live there. (plugins/lbhf/init.lua:4)" */
static void add_note(struct cli *cli, struct table *table, const struct json *areas, const struct json *row,
                     const struct json *area)
{
    const struct json *cell = cell_of(row, area);
    struct text why =
        json_member_of(cell, "unmet") ? own_reasons(cli, areas, row, cell) : json_get_text(cell, "why");
    struct text name = json_get_text(area, "area"), place = json_get_text(cell, "place");
    if (why.size && place.size) {
        table_add_note(table, text_printf(&cli->arena, "%.*s: %.*s (%.*s)", TEXT_ARGS(name), TEXT_ARGS(why),
                                          TEXT_ARGS(place)));
    } else if (why.size || place.size) {
        table_add_note(table, text_printf(&cli->arena, "%.*s: %s%.*s", TEXT_ARGS(name),
                                          why.size ? "" : "decided by ", TEXT_ARGS(why.size ? why : place)));
    }
}

static void add_row(struct cli *cli, struct table *table, const struct json *areas, const struct json *row)
{
    table_add(table, json_get_text(row, "kind"));
    table_add(table, json_get_text(row, "title"));
    for (uint32_t i = 0; i < areas->count; i++) {
        struct text words = json_get_text(cell_of(row, &areas->elements[i]), "words");
        table_add(table, words.size ? words : TEXT("—"));
    }
    for (uint32_t i = 0; i < areas->count; i++) {
        add_note(cli, table, areas, row, &areas->elements[i]);
    }
}

/* The names of areas, in capitals, behind two columns of what it is. */
static void set_titles(struct cli *cli, const struct json *areas, const char **titles)
{
    titles[0] = "KIND";
    titles[1] = "WHAT";
    for (uint32_t i = 0; i < areas->count && i < AREAS_COMPARED_LIMIT; i++) {
        struct text name = json_get_text(&areas->elements[i], "area");
        char *title = arena_copy(&cli->arena, name.at, name.size);
        for (size_t n = 0; n < name.size; n++) {
            title[n] = (char)(title[n] >= 'a' && title[n] <= 'z' ? title[n] - 'a' + 'A' : title[n]);
        }
        titles[2 + i] = title;
    }
}

static void say_heading(struct cli *cli, const struct json *body)
{
    struct text reference = json_get_text(body, "case"), workflow = json_get_text(body, "workflow");
    struct text of =
        reference.size ? reference : text_printf(&cli->arena, "A standard case of %.*s", TEXT_ARGS(workflow));
    cli_say(cli, "%.*s on %s, in each area:\n\n", TEXT_ARGS(of),
            print_day(cli, &cli->arena, json_get_text(body, "at")));
}

static void say_end(struct cli *cli, const struct json *areas, bool any, uint32_t same)
{
    cli_say(cli, any ? "\n" : "Nothing differs.\n");
    for (uint32_t i = 0; i < areas->count; i++) {
        const struct json *area = &areas->elements[i];
        if (!json_get_boolean(area, "served", true)) {
            cli_say(cli, "%.*s is not served on this day, and has nothing to compare.\n",
                    TEXT_ARGS(json_get_text(area, "area")));
        }
    }
    if (same) {
        cli_say(cli, "The same everywhere, and not shown without --all: %u.\n", same);
    }
}

static int say_difference(struct cli *cli)
{
    struct table table;
    struct reply reply;
    const char *titles[TABLE_COLUMNS];
    uint32_t same = 0;
    bool json = cli_switch(cli, "json");
    int status = ask(cli, "/v1/areas/differences", query_of_difference(cli), &reply);
    if (status != CLI_DONE) {
        return status;
    }
    const struct json *areas = list_of(&reply.body, "areas"), *rows = list_of(&reply.body, "rows");
    set_titles(cli, areas, titles);
    table_init(&table, cli, 2 + areas->count, titles);
    for (uint32_t i = 0; i < rows->count; i++) {
        const struct json *row = &rows->elements[i];
        if (!json_get_boolean(row, "differs", true) && !cli_switch(cli, "all")) {
            same++;
        } else if (json) {
            cli_say_json(cli, row);
        } else {
            add_row(cli, &table, areas, row);
        }
    }
    if (!json) {
        say_heading(cli, &reply.body);
        table_say(&table);
        say_end(cli, areas, table.cells.count != 0, same);
    }
    return CLI_DONE;
}

static int run(struct cli *cli)
{
    static const char *const of_diff[] = {"workflow", "state", "case", "if", "all"};
    if (cli->operands.count == 0) {
        for (size_t i = 0; i < sizeof of_diff / sizeof *of_diff; i++) {
            if (cli_switch(cli, of_diff[i])) {
                return cli_wrong(cli, "--%s goes with `caseway areas diff`", of_diff[i]);
            }
        }
        return say_list(cli);
    }
    if (!text_is(text_of(cli->operands.at[0]), "diff")) {
        return cli_wrong(cli, "write `caseway areas`, or `caseway areas diff` and the names of areas");
    }
    return say_difference(cli);
}

const struct cli_command areas_command = {
    .name = "areas",
    .summary = "lists the areas, and shows how the same state differs between them",
    .usage = "[--at DATE] [--json]\n"
             "diff [AREA …] [--workflow W] [--state PATH] [--case CASE] [--if FIELD=VALUE …] [--at DATE] "
             "[--all] [--json]",
    .about =
        "Alone: each area, the plugin that serves it, from when until when, and the rules that plugins "
        "answer "
        "for it; a rule that none of them answers keeps the workflow's default.\n"
        "With diff: up to six areas side by side (all that are served, without names), and in a table what "
        "differs: settings, calendar and office hours, what each rule gives, the dates of deadlines, tasks, "
        "and what can be done. A standard case is put into each state in which a case can rest, in every "
        "area alike: its fields have their defaults, dates that have none lie twenty weeks ahead, a borough "
        "that is asked for is the first area, and each list has one item. --if says otherwise. Below a row "
        "stands why, and the line of code that decides. Nothing is kept.\n"
        "Where the folder is no site, the nearest workflows/ and plugins/ are read.",
    .options =
        (const struct cli_option[]){{"workflow", "W", "cases of this workflow; the only one without it"},
                                    {"state", "PATH", "in this state alone"},
                                    {"case", "CASE", "that case as it stands, in place of a standard one"},
                                    {"if", "FIELD=VALUE", "a fact of the standard case; may be said again"},
                                    {"at", "DATE", "on this day, or at this time; now without it"},
                                    {"all", NULL, "what is the same everywhere, too"},
                                    {"json", NULL, "one row a line, as JSON"},
                                    {0}},
    .repeats = "if",
    .examples = (const char *const[]){"caseway areas", "caseway areas diff rbkc lbhf",
                                      "caseway areas diff --state referral --if lives_in=wcc",
                                      "caseway areas diff --case C-17", NULL},
    .most = 1 + AREAS_COMPARED_LIMIT,
    .run = run,
};

/* `caseway workflows`: the workflows of the site, and the versions that cases stand on. */
#include "cli/rows.h"

enum { SHORT_DIGEST = 8 };

static const char *const titles[] = {"WORKFLOW", "TITLE", "VERSION", "SINCE", "OPEN", "CLOSED", "PRESENT"};

static struct text number_of(struct cli *cli, const struct json *version, const char *name)
{
    return text_printf(&cli->arena, "%lld", (long long)json_get_integer(version, name, 0));
}

static void add_version(struct cli *cli, const struct json *workflow, const struct json *version,
                        struct table *table)
{
    table_add(table, json_get_text(workflow, "name"));
    table_add(table, json_get_text(workflow, "title"));
    table_add(table, text_part(json_get_text(version, "definition"), 0, SHORT_DIGEST));
    table_add(table, text_of(print_day(cli, &cli->arena, json_get_text(version, "since"))));
    table_add(table, number_of(cli, version, "open"));
    table_add(table, number_of(cli, version, "closed"));
    table_add(table, json_get_boolean(version, "present", false) ? TEXT("present") : TEXT(""));
}

static void say_version(struct cli *cli, const struct json *workflow, const struct json *version)
{
    struct json row = json_shallow(&cli->arena, *version);
    json_set(&cli->arena, &row, TEXT("workflow"), json_string(json_get_text(workflow, "name")));
    json_set(&cli->arena, &row, TEXT("title"), json_string(json_get_text(workflow, "title")));
    cli_say_json(cli, &row);
}

static void add_row(struct cli *cli, const struct json *row, void *self)
{
    const struct json *versions = json_member_of(row, "versions");
    for (uint32_t i = 0; versions && versions->type == JSON_ARRAY && i < versions->count; i++) {
        if (cli_switch(cli, "json")) {
            say_version(cli, row, &versions->elements[i]);
        } else {
            add_version(cli, row, &versions->elements[i], self);
        }
    }
}

static int run(struct cli *cli)
{
    struct table table;
    struct buffer query;
    table_init(&table, cli, sizeof titles / sizeof *titles, titles);
    buffer_init(&query, &cli->arena);
    query_add(&query, "versions", TEXT("1"));
    if (cli->operands.count) {
        query_add(&query, "workflow", text_of(cli->operands.at[0]));
    }
    struct listing listing = {.path = TEXT("/v1/workflows"),
                              .query = buffer_result(&query),
                              .row = add_row,
                              .self = &table,
                              .whole = true,
                              .takes_json = true};
    return listing_say(cli, &listing, &table, "The site has no workflow.");
}

const struct cli_command workflows_command = {
    .name = "workflows",
    .summary = "lists the workflows and the versions that cases stand on",
    .usage = "[WORKFLOW] [--json]",
    .about =
        "A case keeps the version of its workflow that it was opened on. OPEN and CLOSED count the cases "
        "that stand on each; new cases are opened on the present one.",
    .options = (const struct cli_option[]){{"json", NULL, "one version a line, as JSON"}, {0}},
    .examples =
        (const char *const[]){"caseway workflows", "caseway workflows action-for-change --json", NULL},
    .most = 1,
    .run = run,
};

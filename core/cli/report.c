/* `caseway report`: a report's numbers, as at a day. */
#include "cli/rows.h"

static const char *const titles[] = {"ROW", "VALUE", "OF", "UNIT"};

static void add_row(struct cli *cli, struct table *table, const struct json *row)
{
    table_add(table, row_text(cli, row, (const char *const[]){"title", "name", NULL}));
    table_add(table, row_text(cli, row, (const char *const[]){"value", NULL}));
    table_add(table, row_text(cli, row, (const char *const[]){"of", NULL}));
    table_add(table, row_text(cli, row, (const char *const[]){"unit", NULL}));
}

static void say_report(struct cli *cli, const struct json *report)
{
    struct table table;
    const struct json *rows = json_member_of(report, "rows"), *assumes = json_member_of(report, "assumes");
    cli_say(cli, "%.*s\n", TEXT_ARGS(row_text(cli, report, (const char *const[]){"title", "report", NULL})));
    cli_say(cli, "As at %.*s, as known at %.*s.\n\n", TEXT_ARGS(json_get_text(report, "as_at")),
            TEXT_ARGS(json_get_text(report, "known_at")));
    table_init(&table, cli, sizeof titles / sizeof *titles, titles);
    for (uint32_t i = 0; rows && rows->type == JSON_ARRAY && i < rows->count; i++) {
        add_row(cli, &table, &rows->elements[i]);
    }
    table_say(&table);
    for (uint32_t i = 0; assumes && assumes->type == JSON_ARRAY && i < assumes->count; i++) {
        const struct json *one = &assumes->elements[i];
        cli_say(cli, "%s%.*s: %.*s\n", i ? "" : "\nAssumed:\n",
                TEXT_ARGS(row_text(cli, one, (const char *const[]){"title", "name", NULL})),
                TEXT_ARGS(row_text(cli, one, (const char *const[]){"value", NULL})));
    }
}

static int run(struct cli *cli)
{
    struct reply reply;
    struct buffer query;
    buffer_init(&query, &cli->arena);
    query_add_option(cli, &query, "workflow");
    query_add_option(cli, &query, "as-at");
    query_add_option(cli, &query, "known-at");
    struct text path =
        text_printf(&cli->arena, "/v1/reports/%.*s", TEXT_ARGS(url_segment(cli, cli->operands.at[0])));
    int status = cli_ask_well(
        cli, &(struct ask){.method = "GET", .path = path, .query = buffer_result(&query)}, &reply);
    if (status != CLI_DONE) {
        return status;
    }
    const struct json *rows = json_member_of(&reply.body, "rows");
    if (!cli_switch(cli, "json")) {
        say_report(cli, &reply.body);
    }
    for (uint32_t i = 0; cli_switch(cli, "json") && rows && i < rows->count; i++) {
        cli_say_json(cli, &rows->elements[i]);
    }
    return CLI_DONE;
}

const struct cli_command report_command = {
    .name = "report",
    .summary = "tells a report's numbers, as at any day",
    .usage = "NAME [--as-at DATE] [--known-at DATE] [--workflow W] [--json]",
    .about = "Counts what happened by --as-at and was recorded by --known-at, so that tomorrow's answer "
             "about the same day is the same.",
    .options =
        (const struct cli_option[]){
            {"as-at", "DATE", "what had happened by the end of that day; today without it"},
            {"known-at", "DATE", "what had been recorded by then; --as-at without it"},
            {"workflow", "W", "whose report; may be left out where only one has it"},
            {"json", NULL, "one row a line, as JSON"},
            {0}},
    .examples = (const char *const[]){"caseway report performance",
                                      "caseway report performance --as-at 2026-03-31 --json", NULL},
    .least = 1,
    .most = 1,
    .run = run,
};

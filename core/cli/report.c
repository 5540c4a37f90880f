/* `caseway report`: a report's numbers, as at a day. */
#include "cli/rows.h"

static const char *const titles[] = {"REPORT", "TITLE", "WORKFLOW"};

static void add_row(struct cli *cli, const struct json *row, void *self)
{
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++) {
        static const char *const names[] = {"name", "title", "workflow"};
        table_add(self, row_text(cli, row, (const char *const[]){names[i], NULL}));
    }
}

static int list(struct cli *cli)
{
    struct table table;
    table_init(&table, cli, sizeof titles / sizeof *titles, titles);
    struct listing listing = {.path = TEXT("/v1/reports"), .whole = true, .row = add_row, .self = &table};
    return listing_say(cli, &listing, &table, "No workflow defines a report.");
}

static int run(struct cli *cli)
{
    struct reply reply;
    struct buffer query;
    if (cli->operands.count == 0) {
        return list(cli);
    }
    buffer_init(&query, &cli->arena);
    query_add_option(cli, &query, "workflow");
    query_add_option(cli, &query, "as-at");
    query_add_option(cli, &query, "known-at");
    query_add_option(cli, &query, "area");
    struct text path =
        text_printf(&cli->arena, "/v1/reports/%.*s", TEXT_ARGS(url_segment(cli, cli->operands.at[0])));
    bool json = cli_switch(cli, "json");
    int status = cli_ask_well(cli,
                              &(struct ask){.method = "GET",
                                            .path = path,
                                            .query = buffer_result(&query),
                                            .accept = json ? TEXT("") : TEXT("text/plain")},
                              &reply);
    if (status != CLI_DONE) {
        return status;
    }
    if (json) {
        cli_say_json(cli, &reply.body);
    } else {
        cli_put(cli, reply.text);
    }
    return CLI_DONE;
}

const struct cli_command report_command = {
    .name = "report",
    .summary = "tells a report's numbers, as at any day",
    .usage = "[NAME] [--as-at DATE] [--known-at DATE] [--area A] [--workflow W] [--json]",
    .about =
        "Without a NAME it lists the reports that there are. "
        "A report counts what happened by --as-at and was recorded by --known-at, so that tomorrow's answer "
        "about the same day is the same.",
    .options =
        (const struct cli_option[]){
            {"as-at", "DATE", "what had happened by the end of that day; today without it"},
            {"known-at", "DATE", "what had been recorded by then; --as-at without it"},
            {"area", "A", "only the cases of this area"},
            {"workflow", "W", "whose report; may be left out where only one has it"},
            {"json", NULL, "the report as one line of JSON; the list, one report a line"},
            {0}},
    .examples = (const char *const[]){"caseway report performance",
                                      "caseway report performance --as-at 2026-03-31 --json", NULL},
    .most = 1,
    .run = run,
};

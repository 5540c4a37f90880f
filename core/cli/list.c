/* `caseway list`: cases. */
#include "cli/rows.h"

static const char *const titles[] = {"CASE",   "STATE", "AREA",   "OFFERED",
                                     "WORKER", "NEXT",  "OPENED", "CLOSED"};

static void add_row(struct cli *cli, const struct json *row, void *self)
{
    struct table *table = self;
    table_add(table, row_text(cli, row, (const char *const[]){"case", "reference", NULL}));
    table_add(table, row_text(cli, row, (const char *const[]){"configuration", "state", NULL}));
    table_add(table, row_text(cli, row, (const char *const[]){"area", NULL}));
    table_add(table, row_text(cli, row, (const char *const[]){"offered", NULL}));
    table_add(table, row_text(cli, row, (const char *const[]){"worker", NULL}));
    struct text due = json_get_text(row, "due_date");
    due = due.size ? due : json_get_text(row, "due");
    table_add(table, text_of(print_when(cli, &cli->arena, due)));
    table_add(table, text_of(print_day(cli, &cli->arena, json_get_text(row, "opened"))));
    table_add(table, text_of(print_day(cli, &cli->arena, json_get_text(row, "closed"))));
}

static int run(struct cli *cli)
{
    static const char *const filters[] = {"workflow", "state", "area", "worker", "due", "offered"};
    struct table table;
    struct buffer query;
    table_init(&table, cli, sizeof titles / sizeof *titles, titles);
    struct listing listing = {.path = TEXT("/v1/cases"), .row = add_row, .self = &table};
    buffer_init(&query, &cli->arena);
    for (size_t i = 0; i < sizeof filters / sizeof *filters; i++) {
        query_add_option(cli, &query, filters[i]);
    }
    query_add(&query, "closed", cli_switch(cli, "closed") ? TEXT("1") : TEXT(""));
    if (cli->operands.count) {
        query_add(&query, "q", text_of(cli->operands.at[0]));
    }
    listing.query = buffer_result(&query);
    int status = listing_read_limit(cli, &listing);
    return status == CLI_DONE ? listing_say(cli, &listing, &table, "No case.") : status;
}

const struct cli_command list_command = {
    .name = "list",
    .summary = "lists cases",
    .usage = "[WORDS] [--state S] [--area A] [--worker W] [--due WHEN] [--workflow W] [--closed] [--json]",
    .about =
        "Open cases, oldest first; NEXT is when time brings something next. WORDS is a reference, or the "
        "name of a person who has a part in the case: its beginning, or its words.",
    .options =
        (const struct cli_option[]){
            {"state", "S", "only those in this state, or in one below it"},
            {"area", "A", "only those of this area"},
            {"worker", "W", "only those of this worker"},
            {"offered", "A", "only those that are offered to area A, wherever they are; `any`: to any"},
            {"due", "WHEN", "only those for which something is due by then: a date, or \"2 weeks\""},
            {"workflow", "W", "only those of this workflow; people with `person`"},
            {"closed", NULL, "closed ones too"},
            LISTING_OPTIONS,
            {0}},
    .examples = (const char *const[]){"caseway list --worker worker-1 --due \"1 week\"",
                                      "caseway list --state service.pre-birth --json", NULL},
    .most = 1,
    .run = run,
};

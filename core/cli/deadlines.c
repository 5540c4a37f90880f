/* `caseway deadlines`: of one case, or the open ones of all. */
#include "cli/rows.h"

static const char *const titles[] = {"DUE", "CASE", "DEADLINE", "TITLE", "STATUS", "BREACHED", "WORKER"};

static void add_row(struct cli *cli, const struct json *row, void *self)
{
    struct table *table = self;
    table_add(table, text_of(print_when(cli, &cli->arena, json_get_text(row, "due"))));
    table_add(table, row_text(cli, row, (const char *const[]){"case", "reference", NULL}));
    table_add(table, row_text(cli, row, (const char *const[]){"deadline", "name", NULL}));
    table_add(table, row_text(cli, row, (const char *const[]){"title", NULL}));
    table_add(table, row_text(cli, row, (const char *const[]){"status", NULL}));
    table_add(table, json_get_boolean(row, "breached", false) ? TEXT("breached") : TEXT(""));
    table_add(table, row_text(cli, row, (const char *const[]){"worker", NULL}));
}

static int read_query(struct cli *cli, struct buffer *query)
{
    static const char *const filters[] = {"workflow", "within", "area", "worker"};
    for (size_t i = 0; i < sizeof filters / sizeof *filters; i++) {
        if (cli->operands.count && cli_option(cli, filters[i])) {
            return cli_wrong(cli, "--%s is for the deadlines of all cases; leave the CASE out", filters[i]);
        }
        query_add_option(cli, query, filters[i]);
    }
    if (cli_switch(cli, "overdue")) {
        query_add(query, "overdue", TEXT("1"));
    }
    return cli->operands.count && cli_switch(cli, "overdue")
               ? cli_wrong(cli, "--overdue is for the deadlines of all cases; leave the CASE out")
               : CLI_DONE;
}

static int run(struct cli *cli)
{
    struct table table;
    struct buffer query;
    table_init(&table, cli, sizeof titles / sizeof *titles, titles);
    struct listing listing = {.path = TEXT("/v1/deadlines"), .row = add_row, .self = &table};
    buffer_init(&query, &cli->arena);
    int status = read_query(cli, &query);
    if (status != CLI_DONE) {
        return status;
    }
    listing.query = buffer_result(&query);
    if (cli->operands.count) {
        listing.whole = listing.by_due = true;
        listing.path = case_path(cli, cli->operands.at[0], "/deadlines");
    }
    status = listing_read_limit(cli, &listing);
    return status == CLI_DONE ? listing_say(cli, &listing, &table, "No deadline.") : status;
}

const struct cli_command deadlines_command = {
    .name = "deadlines",
    .summary = "lists deadlines, the nearest first",
    .usage = "[CASE] [--json]\n[--overdue] [--within TIME] [--area A] [--worker W] [--workflow W] [--json]",
    .about = "Of a CASE all of them, met ones too; without one, the open ones of all cases.",
    .options =
        (const struct cli_option[]){{"overdue", NULL, "only those that have passed"},
                                    {"within", "TIME", "only those that end by then: \"2 weeks\", or a date"},
                                    {"area", "A", "only those of this area"},
                                    {"worker", "W", "only those of this worker"},
                                    {"workflow", "W", "only those of this workflow"},
                                    LISTING_OPTIONS,
                                    {0}},
    .examples =
        (const char *const[]){"caseway deadlines C-17", "caseway deadlines --overdue --area wcc", NULL},
    .most = 1,
    .run = run,
};

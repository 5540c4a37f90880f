/* `caseway tasks`: open tasks, of one case or of all. */
#include "cli/past.h"
#include "cli/rows.h"

static const char *const titles[] = {"DUE", "CASE", "TASK", "TITLE", "ROLE", "WORKER", "REQUIRED"};

static void add_row(struct cli *cli, const struct json *row, void *self)
{
    struct table *table = self;
    table_add(table, text_of(print_when(cli, &cli->arena, json_get_text(row, "due"))));
    table_add(table, row_text(cli, row, (const char *const[]){"case", "reference", NULL}));
    table_add(table, row_text(cli, row, (const char *const[]){"task", "name", NULL}));
    table_add(table, row_text(cli, row, (const char *const[]){"title", NULL}));
    table_add(table, row_text(cli, row, (const char *const[]){"who", "roles", "role", NULL}));
    table_add(table, row_text(cli, row, (const char *const[]){"worker", NULL}));
    table_add(table, json_get_boolean(row, "required", false) ? TEXT("required") : TEXT(""));
}

static int run(struct cli *cli)
{
    static const char *const filters[] = {"workflow", "worker", "role", "area", "due"};
    struct table table;
    struct buffer query;
    table_init(&table, cli, sizeof titles / sizeof *titles, titles);
    struct listing listing = {.path = TEXT("/v1/tasks"), .row = add_row, .self = &table};
    buffer_init(&query, &cli->arena);
    for (size_t i = 0; i < sizeof filters / sizeof *filters; i++) {
        if (cli->operands.count && cli_option(cli, filters[i])) {
            return cli_wrong(cli, "--%s is for the tasks of all cases; leave the CASE out", filters[i]);
        }
        query_add_option(cli, &query, filters[i]);
    }
    listing.query = buffer_result(&query);
    if (cli->operands.count == 0 && cli_option(cli, "as-at")) {
        return cli_wrong(cli, "--as-at is for the tasks of one CASE");
    }
    if (cli->operands.count) {
        listing.query = past_query(cli);
        listing.whole = listing.by_due = true;
        listing.path = case_path(cli, cli->operands.at[0], "/tasks");
    }
    int status = listing_read_limit(cli, &listing);
    return status == CLI_DONE ? listing_say(cli, &listing, &table, "No open task.") : status;
}

const struct cli_command tasks_command = {
    .name = "tasks",
    .summary = "lists open tasks, the nearest due first",
    .usage = "CASE [--as-at DATE] [--json]\n[--worker W] [--role R] [--area A] [--due WHEN] [--workflow W] "
             "[--json]",
    .options = (const struct cli_option[]){{"worker", "W", "only those of this worker"},
                                           {"role", "R", "only those for this role"},
                                           {"area", "A", "only those of this area"},
                                           {"due", "WHEN", "only those due by then: a date, or \"2 weeks\""},
                                           {"workflow", "W", "only those of this workflow"},
                                           PAST_OPTION,
                                           LISTING_OPTIONS,
                                           {0}},
    .examples = (const char *const[]){"caseway tasks C-17",
                                      "caseway tasks --role lead --due \"3 days\" --json", NULL},
    .most = 1,
    .run = run,
};

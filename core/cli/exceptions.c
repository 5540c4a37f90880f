/* `caseway exceptions`: the register of what was let through. */
#include "cli/rows.h"

static const char *const titles[] = {"WHEN", "CASE", "AREA", "BY", "EVENT", "LET THROUGH", "WHY", "UNTIL"};

static void add_row(struct cli *cli, const struct json *row, void *self)
{
    static const char *const members[] = {"case", "area", "by", "event", "unmet", "reason", "until"};
    struct table *table = self;
    table_add(table, text_of(print_when(cli, &cli->arena, json_get_text(row, "at"))));
    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        table_add(table, json_get_text(row, members[i]));
    }
}

static int run(struct cli *cli)
{
    static const char *const filters[] = {"workflow", "area", "worker"};
    struct table table;
    struct buffer query;
    table_init(&table, cli, sizeof titles / sizeof *titles, titles);
    struct listing listing = {.path = TEXT("/v1/exceptions"), .row = add_row, .self = &table};
    buffer_init(&query, &cli->arena);
    for (size_t i = 0; i < sizeof filters / sizeof *filters; i++) {
        query_add_option(cli, &query, filters[i]);
    }
    query_add(&query, "all", cli_switch(cli, "all") ? TEXT("1") : TEXT(""));
    query_add(&query, "case", cli->operands.count ? text_of(cli->operands.at[0]) : TEXT(""));
    listing.query = buffer_result(&query);
    int status = listing_read_limit(cli, &listing);
    return status == CLI_DONE ? listing_say(cli, &listing, &table, "No exception.") : status;
}

const struct cli_command exceptions_command = {
    .name = "exceptions",
    .summary = "lists what was let through, newest first",
    .usage = "[CASE] [--all] [--area A] [--worker W] [--workflow W] [--json]",
    .about =
        "Each requirement that an exception was made of: when, by whom, what was not met, why, and until "
        "when the exception stands. Without a CASE, those of open cases that have not ended.",
    .options =
        (const struct cli_option[]){{"area", "A", "only those of this area"},
                                    {"worker", "W", "only those of this worker's cases"},
                                    {"workflow", "W", "only those of this workflow"},
                                    {"all", NULL, "ended ones and those of closed cases too; all rows"},
                                    {"limit", "N", "so many rows at most; 100 without it"},
                                    {"json", NULL, "one row a line, as JSON"},
                                    {0}},
    .examples = (const char *const[]){"caseway exceptions --area wcc", "caseway exceptions C-17", NULL},
    .most = 1,
    .run = run,
};

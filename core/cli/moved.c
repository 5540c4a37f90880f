/* `caseway deadlines --moved`: what the last change of calendars, rules or settings did to the dates of open
 * deadlines, in the order in which their cases followed it. */
#include "cli/days.h"
#include "cli/deadlines.h"

static const char *const titles[] = {"WHEN", "CASE", "DEADLINE", "TITLE", "WAS", "IS", "WHY"};

static struct text date_or_none(struct cli *cli, struct text day)
{
    return day.size ? days_due(cli, day) : TEXT("no date");
}

static void add_row(struct cli *cli, const struct json *row, void *self)
{
    struct table *table = self;
    table_add(table, text_of(print_when(cli, &cli->arena, json_get_text(row, "at"))));
    table_add(table, json_get_text(row, "case"));
    table_add(table, json_get_text(row, "deadline"));
    table_add(table, json_get_text(row, "title"));
    table_add(table, date_or_none(cli, json_get_text(row, "before")));
    table_add(table, date_or_none(cli, json_get_text(row, "after")));
    table_add(table, json_get_text(row, "because"));
}

int moved_say(struct cli *cli)
{
    static const char *const filters[] = {"workflow", "area", "worker"};
    static const char *const others[] = {"why", "as-at", "within"};
    struct table table;
    struct buffer query;
    bool alone = cli->operands.count == 0 && !cli_switch(cli, "overdue") && !cli_switch(cli, "ics");
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        alone = alone && !cli_option(cli, others[i]);
    }
    if (!alone) {
        return cli_wrong(cli, "--moved lists what has moved in all cases; leave the CASE out, and --overdue, "
                              "--within, --why, --as-at and --ics");
    }
    table_init(&table, cli, sizeof titles / sizeof *titles, titles);
    struct listing listing = {.path = TEXT("/v1/moves"), .row = add_row, .self = &table};
    buffer_init(&query, &cli->arena);
    for (size_t i = 0; i < sizeof filters / sizeof *filters; i++) {
        query_add_option(cli, &query, filters[i]);
    }
    listing.query = buffer_result(&query);
    int status = listing_read_limit(cli, &listing);
    return status == CLI_DONE ? listing_say(cli, &listing, &table, "No deadline has moved.") : status;
}

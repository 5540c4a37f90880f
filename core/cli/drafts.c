/* `caseway drafts`: all that you have half written. */
#include "cli/rows.h"

static const char *const titles[] = {"SAVED", "CASE", "EVENT", "ITEM", "TITLE", "NOTE"};

static void add_row(struct cli *cli, const struct json *row, void *self)
{
    struct table *table = self;
    table_add(table, text_of(print_when(cli, &cli->arena, json_get_text(row, "saved"))));
    table_add(table, json_get_text(row, "case"));
    table_add(table, json_get_text(row, "event"));
    table_add(table, json_get_text(row, "of"));
    table_add(table, json_get_text(row, "title"));
    table_add(table, json_get_text(row, "note"));
}

static int run(struct cli *cli)
{
    struct table table;
    table_init(&table, cli, sizeof titles / sizeof *titles, titles);
    struct listing listing = {.path = TEXT("/v1/drafts"), .row = add_row, .self = &table, .whole = true};
    return listing_say(cli, &listing, &table, "You have no draft.");
}

const struct cli_command drafts_command = {
    .name = "drafts",
    .summary = "lists what you have half written",
    .usage = "[--json]",
    .options = (const struct cli_option[]){{"json", NULL, "one draft a line, as JSON"}, {0}},
    .examples = (const char *const[]){"caseway drafts", NULL},
    .run = run,
};

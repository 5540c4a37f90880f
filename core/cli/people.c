/* `caseway people`: who has a record, and who is likely meant. */
#include "cli/rows.h"

static const char *const titles[] = {"PERSON", "NAME", "KNOWN AS", "BORN", "LIKELY", "WHY", "MERGED INTO"};

static void add_row(struct cli *cli, const struct json *row, void *self)
{
    struct table *table = self;
    struct buffer why;
    buffer_init(&why, &cli->arena);
    if (json_member_of(row, "why")) {
        print_joined(&why, json_member_of(row, "why"), ", ");
    }
    table_add(table, json_get_text(row, "person"));
    table_add(table, json_get_text(row, "name"));
    table_add(table, json_get_text(row, "known_as"));
    struct text expected = json_get_text(row, "expected_on");
    table_add(table, expected.size ? text_printf(&cli->arena, "expected %.*s", TEXT_ARGS(expected))
                                   : json_get_text(row, "born_on"));
    table_add(table, json_get_text(row, "likelihood"));
    table_add(table, buffer_result(&why));
    table_add(table, json_get_text(row, "merged_into"));
}

static int run(struct cli *cli)
{
    struct table table;
    struct buffer query;
    bool alike = cli_option(cli, "like") || cli_option(cli, "born");
    if (alike && cli->operands.count) {
        return cli_wrong(cli,
                         "give WORDS for a name as it is written, or --like and --born for who is meant");
    }
    table_init(&table, cli, sizeof titles / sizeof *titles, titles);
    struct listing listing = {.path = TEXT("/v1/people"), .row = add_row, .self = &table};
    buffer_init(&query, &cli->arena);
    query_add_option(cli, &query, "like");
    query_add_option(cli, &query, "born");
    query_add(&query, "closed", cli_switch(cli, "merged") ? TEXT("1") : TEXT(""));
    if (cli->operands.count) {
        query_add(&query, "q", text_of(cli->operands.at[0]));
    }
    listing.query = buffer_result(&query);
    int status = listing_read_limit(cli, &listing);
    return status == CLI_DONE ? listing_say(cli, &listing, &table, "Nobody.") : status;
}

const struct cli_command people_command = {
    .name = "people",
    .summary = "lists people, or who is likely meant",
    .usage = "[WORDS] [--merged] [--json]\n[--like NAME] [--born DATE] [--json]",
    .about =
        "WORDS is a reference, the beginning of a name, or its words in any order. --like and --born ask "
        "who is likely meant by a name that somebody said, or by a date of birth: spelt otherwise, "
        "known by another name, with day and month swapped. Each comes with the reasons.",
    .options = (const struct cli_option[]){{"like", "NAME", "who is likely meant by this name"},
                                           {"born", "DATE", "and by this date of birth"},
                                           {"merged", NULL, "records that were merged into another, too"},
                                           LISTING_OPTIONS,
                                           {0}},
    .examples = (const char *const[]){"caseway people lovelace",
                                      "caseway people --like \"Muhamed Hussein\" --born 1990-03-04", NULL},
    .most = 1,
    .run = run,
};

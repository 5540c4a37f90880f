/* `caseway deadlines`: of one case, or the open ones of all; in a table, as the story of one of them, as a
 * calendar. */
#include "cli/deadlines.h"

#include "cli/days.h"
#include "cli/past.h"

static const char *const titles[] = {"DUE", "WHEN", "CASE", "DEADLINE", "TITLE", "STATUS", "WORKER"};

/* Rows as they came, until all are there. */
struct gathered {
    VECTOR(struct json)
    rows;
};

static void take_row(struct cli *cli, const struct json *row, void *self)
{
    struct gathered *gathered = self;
    vector_push(&cli->arena, &gathered->rows, json_copy(&cli->arena, *row));
}

/* --- the table ------------------------------------------------------------------------- */

/* What is overdue stands first, what has ended last. */
static int rank_of(const struct json *row)
{
    struct text status = json_get_text(row, "status");
    bool overdue = text_is(status, "overdue") || text_is(status, "late");
    if (!json_get_boolean(row, "open", true)) {
        return 3;
    }
    return overdue ? 0 : json_get_text(row, "due").size ? 1 : 2;
}

static void add_row(struct cli *cli, const struct json *row, struct table *table)
{
    table_add(table, days_due(cli, json_get_text(row, "due")));
    table_add(table, days_away(cli, row));
    table_add(table, row_text(cli, row, (const char *const[]){"case", "reference", NULL}));
    table_add(table, row_text(cli, row, (const char *const[]){"deadline", "name", NULL}));
    table_add(table, row_text(cli, row, (const char *const[]){"title", NULL}));
    table_add(table, days_status(cli, row));
    table_add(table, row_text(cli, row, (const char *const[]){"worker", NULL}));
    table_add_note(table, days_note(cli, row));
}

static int say_table(struct cli *cli, struct listing *listing)
{
    enum { RANKS = 4 };
    struct table table;
    struct gathered gathered = {0};
    int64_t count;
    bool more;
    listing->row = take_row;
    listing->self = &gathered;
    table_init(&table, cli, sizeof titles / sizeof *titles, titles);
    int status = listing_run(cli, listing, &count, &more);
    if (status != CLI_DONE || cli_switch(cli, "json")) {
        return status;
    }
    for (int rank = 0; rank < RANKS; rank++) {
        for (size_t i = 0; i < gathered.rows.count; i++) {
            if (rank_of(&gathered.rows.at[i]) == rank) {
                add_row(cli, &gathered.rows.at[i], &table);
            }
        }
    }
    table_say(&table);
    if (count == 0) {
        cli_say(cli, "No deadline.\n");
    } else if (more) {
        cli_say(cli, "There are more; --all shows them.\n");
    }
    return CLI_DONE;
}

/* --- a calendar ------------------------------------------------------------------------------ */

/* Of one case: what has ended is called off in the calendar. */
static int write_case(struct cli *cli, struct text query)
{
    struct reply reply;
    struct buffer whole, out;
    buffer_init(&whole, &cli->arena);
    buffer_init(&out, &cli->arena);
    buffer_text(&whole, query);
    query_add(&whole, "closed", TEXT("1"));
    int status = cli_ask_well(cli,
                              &(struct ask){.method = "GET",
                                            .path = case_path(cli, cli->operands.at[0], "/deadlines"),
                                            .query = buffer_result(&whole)},
                              &reply);
    const struct json *rows = status == CLI_DONE ? reply_rows(&reply.body) : NULL;
    if (!rows) {
        return status;
    }
    ics_begin(&out);
    for (uint32_t i = 0; i < rows->count; i++) {
        struct json row = json_shallow(&cli->arena, rows->elements[i]);
        json_set(&cli->arena, &row, TEXT("case"), json_string(json_get_text(&reply.body, "case")));
        json_set(&cli->arena, &row, TEXT("version"),
                 json_integer(json_get_integer(&reply.body, "version", 0)));
        ics_add(&out, &row, clock_now(&cli->host->clock));
    }
    return ics_say(cli, &out);
}

static int write_all(struct cli *cli, struct listing *listing)
{
    struct buffer out;
    struct gathered gathered = {0};
    int64_t count;
    bool more;
    listing->row = take_row;
    listing->self = &gathered;
    listing->limit = 0;
    int status = listing_run(cli, listing, &count, &more);
    if (status != CLI_DONE) {
        return status;
    }
    buffer_init(&out, &cli->arena);
    ics_begin(&out);
    vector_each(const struct json, row, &gathered.rows)
    {
        ics_add(&out, row, clock_now(&cli->host->clock));
    }
    return ics_say(cli, &out);
}

/* --- the command ---------------------------------------------------------------------------------- */

static int read_query(struct cli *cli, struct buffer *query)
{
    static const char *const filters[] = {"workflow", "area", "worker"};
    bool of_case = cli->operands.count > 0;
    for (size_t i = 0; i < sizeof filters / sizeof *filters; i++) {
        if (of_case && cli_option(cli, filters[i])) {
            return cli_wrong(cli, "--%s is for the deadlines of all cases; leave the CASE out", filters[i]);
        }
        query_add_option(cli, query, filters[i]);
    }
    if (!of_case && (cli_option(cli, "why") || cli_option(cli, "as-at"))) {
        return cli_wrong(cli, "--%s is about one CASE; say which", cli_option(cli, "why") ? "why" : "as-at");
    }
    if ((cli_switch(cli, "json") || cli_option(cli, "why")) && cli_switch(cli, "ics")) {
        return cli_wrong(cli, "--ics writes a calendar of deadlines; leave --json and --why out");
    }
    query_add_option(cli, query, "within");
    query_add(query, "overdue", cli_switch(cli, "overdue") ? TEXT("1") : TEXT(""));
    query_add_option(cli, query, "as-at");
    return CLI_DONE;
}

static int run(struct cli *cli)
{
    struct buffer query;
    struct listing listing = {.path = TEXT("/v1/deadlines")};
    buffer_init(&query, &cli->arena);
    if (cli_switch(cli, "moved")) {
        return moved_say(cli);
    }
    int status = read_query(cli, &query);
    if (status != CLI_DONE) {
        return status;
    }
    if (cli_option(cli, "why")) {
        return why_say(cli);
    }
    listing.query = buffer_result(&query);
    if (cli->operands.count) {
        listing.whole = listing.by_due = true;
        listing.path = case_path(cli, cli->operands.at[0], "/deadlines");
    }
    status = listing_read_limit(cli, &listing);
    if (status != CLI_DONE) {
        return status;
    }
    if (cli_switch(cli, "ics")) {
        return cli->operands.count ? write_case(cli, listing.query) : write_all(cli, &listing);
    }
    return say_table(cli, &listing);
}

const struct cli_command deadlines_command = {
    .name = "deadlines",
    .summary = "lists deadlines, the nearest first",
    .usage = "CASE [--overdue] [--within TIME] [--as-at DATE] [--json | --ics]\n"
             "CASE --why DEADLINE [--as-at DATE] [--json]\n"
             "[--overdue] [--within TIME] [--area A] [--worker W] [--workflow W] [--json | --ics]\n"
             "--moved [--area A] [--worker W] [--workflow W] [--json]",
    .about =
        "Of a CASE all of them, met ones too; without one, the open ones of all cases. Overdue ones stand "
        "first. WHEN counts working days where the deadline does. --why tells the story of one: each "
        "date that it had, what moved it, and who. --moved lists what the last change of calendars, rules "
        "or settings has moved, in open cases. --ics writes a calendar (RFC 5545) that names cases "
        "by their references and nothing else; import it again, and what has moved moves there.",
    .options =
        (const struct cli_option[]){
            {"overdue", NULL, "only those that have passed"},
            {"within", "TIME", "only those that end by then: \"10 working days\", or a date"},
            {"why", "DEADLINE", "the story of this one, such as conference[1]"},
            {"moved", NULL, "those that a change of calendars, rules or settings has moved"},
            {"area", "A", "only those of this area"},
            {"worker", "W", "only those of this worker"},
            {"workflow", "W", "only those of this workflow"},
            PAST_OPTION,
            {"ics", NULL, "a calendar, for a calendar program"},
            LISTING_OPTIONS,
            {0}},
    .examples =
        (const char *const[]){"caseway deadlines C-17", "caseway deadlines C-17 --why 'conference[1]'",
                              "caseway deadlines --within \"10 working days\" --area wcc",
                              "caseway deadlines --moved --area wcc",
                              "caseway deadlines --worker worker-1 --ics >deadlines.ics", NULL},
    .most = 1,
    .run = run,
};

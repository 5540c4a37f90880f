/* `caseway verify`: walks every journal's chain, and makes its decisions again when it is asked to. */
#include "cli/print.h"

#include <inttypes.h>

static int64_t number(const struct json *body, const char *name)
{
    return json_get_integer(body, name, 0);
}

static struct text shown_words(struct cli *cli, const struct json *line, const char *name)
{
    const struct json *value = json_member_of(line, name);
    const struct json *gave = json_member_of(value, "gave");
    const struct json *failed = json_member_of(value, "failed");
    const struct json *shown = gave ? gave : failed ? failed : value;
    if (!shown || shown->type == JSON_NULL) {
        return TEXT("nothing");
    }
    struct text words = shown->type == JSON_STRING ? json_text(shown) : json_to_text(&cli->arena, shown);
    struct text plugin = json_get_text(value, "plugin");
    return plugin.size ? text_printf(&cli->arena, "%.*s (%.*s %.*s)", TEXT_ARGS(words), TEXT_ARGS(plugin),
                                     TEXT_ARGS(json_get_text(value, "version")))
                       : words;
}

static void say_line(struct cli *cli, const struct json *line)
{
    struct text rule = json_get_text(line, "rule");
    struct text what = rule.size ? rule : json_get_text(line, "path");
    cli_say(cli, "%.*s, entry %" PRId64 ", %.*s: %.*s: recorded %.*s, now %.*s\n",
            TEXT_ARGS(json_get_text(line, "case")), number(line, "entry"),
            TEXT_ARGS(json_get_text(line, "event")), TEXT_ARGS(what),
            TEXT_ARGS(shown_words(cli, line, "recorded")), TEXT_ARGS(shown_words(cli, line, "now")));
}

static void say_replayed(struct cli *cli, const struct json *replayed)
{
    const struct json *lines = json_member_of(replayed, "lines");
    int64_t faults = number(replayed, "faults"), passed = number(replayed, "passed_over");
    cli_say(cli, "%" PRId64 " entries replayed", number(replayed, "entries"));
    if (passed) {
        cli_say(cli, "; %" PRId64 " cannot be, and were passed over", passed);
    }
    cli_say(cli, ".\n");
    if (faults == 0) {
        cli_say(cli, "Every decision comes out the same.\n");
        return;
    }
    cli_say(cli, "%" PRId64 " decision%s come%s out otherwise:\n", faults, faults == 1 ? "" : "s",
            faults == 1 ? "s" : "");
    for (uint32_t i = 0; lines && i < lines->count; i++) {
        say_line(cli, &lines->elements[i]);
    }
}

static void say_chains(struct cli *cli, const struct json *body)
{
    int64_t faults = number(body, "faults");
    cli_say(cli, "%" PRId64 " records, %" PRId64 " entries, %" PRId64 " of them erased.\n",
            number(body, "subjects"), number(body, "entries"), number(body, "erased"));
    if (faults == 0) {
        cli_say(cli, "Every chain holds.\n");
    } else {
        cli_say(cli, "%" PRId64 " fault%s. The first: %.*s\n", faults, faults == 1 ? "" : "s",
                TEXT_ARGS(json_get_text(body, "first_fault")));
    }
}

static int run(struct cli *cli)
{
    struct reply reply;
    struct buffer query;
    buffer_init(&query, &cli->arena);
    if (cli->operands.count && !cli_switch(cli, "replay")) {
        return cli_wrong(cli, "a case is named with --replay alone: verify --replay %s", cli->operands.at[0]);
    }
    query_add(&query, "replay", cli_switch(cli, "replay") ? TEXT("1") : TEXT(""));
    query_add(&query, "case", cli->operands.count ? text_of(cli->operands.at[0]) : TEXT(""));
    struct ask ask = {.method = "GET", .path = TEXT("/v1/verify"), .query = buffer_result(&query)};
    int status = cli_ask_well(cli, &ask, &reply);
    if (status != CLI_DONE) {
        return status;
    }
    const struct json *replayed = json_member_of(&reply.body, "replayed");
    bool wrong = number(&reply.body, "faults") || number(replayed, "faults");
    if (cli_switch(cli, "json")) {
        cli_say_json(cli, &reply.body);
        return wrong ? CLI_REFUSED : CLI_DONE;
    }
    say_chains(cli, &reply.body);
    if (replayed) {
        say_replayed(cli, replayed);
    }
    return wrong ? CLI_REFUSED : CLI_DONE;
}

const struct cli_command verify_command = {
    .name = "verify",
    .summary = "proves that nothing was altered",
    .usage = "[--replay [CASE]] [--json]",
    .about =
        "Walks the chain of every journal, and folds the changes of every record against how it stands. With "
        "--replay it also makes each decision again, with the plugins, workflow, calendars and settings of "
        "its "
        "time, and names what comes out otherwise: case, entry, rule, what was recorded, what comes out now. "
        "The "
        "exit status is 1 when something does not hold.",
    .options = (const struct cli_option[]){{"replay", NULL, "make the decisions again too; of CASE alone"},
                                           {"json", NULL, "what was found, as JSON"},
                                           {0}},
    .examples = (const char *const[]){"caseway verify", "caseway verify --replay C-17",
                                      "caseway --site /srv/caseway verify --json", NULL},
    .most = 1,
    .run = run,
};

/* `caseway verify`: walks every journal's chain. */
#include "cli/print.h"

#include <inttypes.h>

static int run(struct cli *cli)
{
    struct reply reply;
    int status = cli_ask_well(cli, &(struct ask){.method = "GET", .path = TEXT("/v1/verify")}, &reply);
    if (status != CLI_DONE) {
        return status;
    }
    int64_t faults = json_get_integer(&reply.body, "faults", 0);
    if (cli_switch(cli, "json")) {
        cli_say_json(cli, &reply.body);
        return faults ? CLI_REFUSED : CLI_DONE;
    }
    cli_say(cli, "%" PRId64 " records, %" PRId64 " entries, %" PRId64 " of them erased.\n",
            json_get_integer(&reply.body, "subjects", 0), json_get_integer(&reply.body, "entries", 0),
            json_get_integer(&reply.body, "erased", 0));
    if (faults == 0) {
        cli_say(cli, "Every chain holds.\n");
        return CLI_DONE;
    }
    cli_say(cli, "%" PRId64 " fault%s. The first: %.*s\n", faults, faults == 1 ? "" : "s",
            TEXT_ARGS(json_get_text(&reply.body, "first_fault")));
    return CLI_REFUSED;
}

const struct cli_command verify_command = {
    .name = "verify",
    .summary = "proves that nothing was altered",
    .usage = "[--json]",
    .about = "Walks the chain of every journal, and folds the changes of every record against how it stands. "
             "The exit status is 1 when something "
             "does not hold.",
    .options = (const struct cli_option[]){{"json", NULL, "what was found, as JSON"}, {0}},
    .examples = (const char *const[]){"caseway verify", "caseway --site /srv/caseway verify --json", NULL},
    .run = run,
};

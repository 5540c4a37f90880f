/* `caseway version`. */
#include "cli/command.h"

static int run(struct cli *cli)
{
    cli_say(cli, "caseway %s\n", CASEWAY_VERSION);
    return CLI_DONE;
}

const struct cli_command version_command = {
    .name = "version",
    .summary = "tells which version this is",
    .usage = "",
    .examples = (const char *const[]){"caseway version", "caseway --version", NULL},
    .run = run,
};

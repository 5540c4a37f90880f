/* `caseway init`: a new site. Making it is app's. */
#include "cli/command.h"

static int run(struct cli *cli)
{
    struct buffer told;
    struct error error;
    buffer_init(&told, &cli->arena);
    if (cli->host->init(cli->host->self, cli->operands.at[0], &told, &error) != STATUS_OK) {
        return cli_failed(cli, &error);
    }
    cli_put(cli, buffer_result(&told));
    return CLI_DONE;
}

const struct cli_command init_command = {
    .name = "init",
    .summary = "makes a new site, with Action for Change in it",
    .usage = "DIR",
    .examples = (const char *const[]){"caseway init demo", "caseway init /srv/caseway", NULL},
    .least = 1,
    .most = 1,
    .run = run,
};

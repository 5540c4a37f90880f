/* `caseway serve`: the server. Serving is app's. */
#include "cli/command.h"

static int run(struct cli *cli)
{
    struct error error;
    if (cli->host->serve(cli->host->self, cli_option(cli, "listen"), cli_switch(cli, "watch"), &error) !=
        STATUS_OK) {
        return cli_failed(cli, &error);
    }
    return CLI_DONE;
}

const struct cli_command serve_command = {
    .name = "serve",
    .summary = "serves the site over HTTP until it is stopped",
    .usage = "[--listen ADDR:PORT] [--watch]",
    .about =
        "While it serves, the other commands on this site go through it.\n"
        "With --watch, a plugin, workflow or site.yaml that is saved is checked, and in force in under a "
        "second; what has errors is logged, and what was in force stays. Cases stay on the version of "
        "their workflow.",
    .options = (const struct cli_option[]){{"listen", "ADDR:PORT",
                                            "where to listen; what site.yaml says without it"},
                                           {"watch", NULL, "puts saved files into force"},
                                           {0}},
    .examples =
        (const char *const[]){"caseway serve", "caseway --site demo serve --listen 127.0.0.1:8080", NULL},
    .run = run,
};

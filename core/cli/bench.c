/* `caseway bench`: measuring is app's, which reads the arguments too. */
#include "cli/command.h"

static int run(struct cli *cli)
{
    int argc = (int)cli->operands.count;
    char **argv = arena_array(&cli->arena, char *, argc + 1);
    for (int i = 0; i < argc; i++) {
        argv[i] = arena_copy(&cli->arena, cli->operands.at[i], text_of(cli->operands.at[i]).size);
    }
    return cli->host->bench(cli->host->self, argc, argv);
}

const struct cli_command bench_command = {
    .name = "bench",
    .summary = "measures this machine and this build",
    .usage = "[--json] [OPTIONS]",
    .examples = (const char *const[]){"caseway bench", "caseway bench --json", NULL},
    .most = 64,
    .takes_all = true,
    .run = run,
};

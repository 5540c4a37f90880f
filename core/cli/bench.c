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
    .usage = "[--json] [--quick] [--no-http] [--cases N] [--among N] [--rounds N] [--due N]",
    .about = "Durable advances a second, 64 a commit: of the engine, over HTTP with 128\n"
             "connections, and of a hand-written loop that executes the same statements; by\n"
             "turns in one run, with both ratios. First with --cases active cases (10000),\n"
             "then with the same among --among (1000000). It works in a folder of its own\n"
             "below TMPDIR (/var/tmp) and removes it; a million cases take some minutes and\n"
             "5 GB. Then --due deadlines (20000) that fall due in the same second: how long\n"
             "until all are worked off, and how long commands wait meanwhile; and what a turn\n"
             "of time costs in which nothing is due. And what a rule's call costs beside a\n"
             "bare lua_pcall, and an event that asks none, one and five of them.",
    .examples = (const char *const[]){"caseway bench", "caseway bench --json", NULL},
    .most = 64,
    .takes_all = true,
    .run = run,
};

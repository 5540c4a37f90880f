/* A command line from its first word to its exit status. Begin to read here: cli_run(). */
#include "cli/command.h"

#include <errno.h>
#include <string.h>

int cli_unknown_command(struct cli *cli, const char *verb)
{
    struct text names[64];
    size_t count = 0;
    for (const struct cli_command *const *command = cli_commands; *command; command++) {
        names[count++] = text_of((*command)->name);
    }
    struct text near = text_nearest(text_of(verb), names, count);
    if (near.size) {
        return cli_wrong(cli, "there is no command “%s”; did you mean “%.*s”?", verb, TEXT_ARGS(near));
    }
    return cli_wrong(cli, "there is no command “%s”", verb);
}

/* What stands before the verb: --site, --help, --version. Gives how many arguments that was, or -1 when it is
 * wrong. */
static int read_front(struct cli *cli, int argc, char *const *argv, const char **verb)
{
    int at = 1;
    *verb = NULL;
    while (at < argc && !*verb) {
        struct text argument = text_of(argv[at]);
        if (text_is(argument, "--site") && at + 1 < argc) {
            cli->site = argv[at + 1];
            at++;
        } else if (text_starts(argument, TEXT("--site="))) {
            cli->site = argv[at] + strlen("--site=");
        } else if (text_is(argument, "--help") || text_is(argument, "-h")) {
            *verb = "help";
        } else if (text_is(argument, "--version")) {
            *verb = "version";
        } else if (argument.size > 1 && argument.at[0] == '-') {
            cli_wrong(cli, text_is(argument, "--site") ? "%s wants its DIR" : "%s stands before any command",
                      argv[at]);
            return -1;
        } else {
            *verb = argv[at];
        }
        at++;
    }
    return at;
}

/* A reader that went away (`| head`) is no failure; what could not be written is. */
static int flushed(struct cli *cli, int status)
{
    if (fflush(cli->host->out) == 0 && !ferror(cli->host->out)) {
        return status;
    }
    if (errno == EPIPE) {
        return status;
    }
    cli_complain(cli, "standard output can not be written: %s", strerror(errno));
    return CLI_FAILED;
}

static int run(struct cli *cli, int argc, char *const *argv)
{
    struct error error;
    int status = cli_read_arguments(cli, argc, argv);
    if (status != CLI_DONE) {
        return status;
    }
    if (cli_switch(cli, "help")) {
        cli_help(cli, cli->command);
        return CLI_DONE;
    }
    if (!cli->site) {
        cli->site = cli->host->site ? cli->host->site : ".";
    }
    if (cli->site[0] == '\0') {
        return cli_wrong(cli, "--site and CASEWAY_SITE name a folder, and this name is empty");
    }
    if (cli->host->use_site(cli->host->self, cli->site, &error) != STATUS_OK) {
        return cli_failed(cli, &error);
    }
    return cli->command->run(cli);
}

int cli_run(const struct cli_host *host, int argc, char *const *argv)
{
    struct cli cli = {.host = host};
    const char *verb;
    int status = CLI_USAGE;
    arena_init(&cli.arena);
    int at = read_front(&cli, argc, argv, &verb);
    if (at >= 0 && !verb) {
        cli_help_all(&cli);
        status = cli.site ? CLI_USAGE : CLI_DONE;
    } else if (at >= 0) {
        cli.command = cli_command_of(verb);
        status = cli.command ? run(&cli, argc - at, argv + at) : cli_unknown_command(&cli, verb);
    }
    status = flushed(&cli, status);
    arena_deinit(&cli.arena);
    return status;
}

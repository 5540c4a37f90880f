/* `caseway help` and the help of each command: made from the table of commands. */
#include "cli/print.h"

static size_t longest_name(void)
{
    size_t longest = 0;
    for (const struct cli_command *const *command = cli_commands; *command; command++) {
        size_t size = text_of((*command)->name).size;
        longest = size > longest ? size : longest;
    }
    return longest;
}

void cli_help_all(struct cli *cli)
{
    int width = (int)longest_name();
    cli_say(cli, "Caseway advances cases through workflows.\n\nUsage: caseway [--site DIR] COMMAND …\n\n");
    for (const struct cli_command *const *command = cli_commands; *command; command++) {
        cli_say(cli, "  %-*s  %s\n", width, (*command)->name, (*command)->summary);
    }
    cli_say(
        cli,
        "\nThe site is the folder DIR, else what CASEWAY_SITE names, else the current folder.\n"
        "`caseway help COMMAND` tells more. The exit status is 0 done, 1 refused or something found wrong,\n"
        "2 wrong usage, 3 an operating failure.\n");
}

static void say_usage(struct cli *cli, const struct cli_command *command)
{
    struct text rest = text_of(command->usage), line;
    const char *before = "Usage: ";
    while (text_split(&rest, '\n', &line)) {
        cli_say(cli, "%scaseway %s%s%.*s\n", before, command->name, line.size ? " " : "", TEXT_ARGS(line));
        before = "       ";
    }
}

static void say_options(struct cli *cli, const struct cli_command *command)
{
    size_t width = text_of("site DIR").size;
    for (const struct cli_option *option = command->options; option && option->name; option++) {
        size_t size = text_of(option->name).size + (option->value ? 1 + text_of(option->value).size : 0);
        width = size > width ? size : width;
    }
    cli_say(cli, "\nOptions:\n");
    for (const struct cli_option *option = command->options; option && option->name; option++) {
        const char *left = arena_printf(&cli->arena, "%s%s%s", option->name, option->value ? " " : "",
                                        option->value ? option->value : "");
        cli_say(cli, "  --%-*s  %s\n", (int)width, left, option->about);
    }
    cli_say(cli, "  --%-*s  the site's folder\n", (int)width, "site DIR");
}

void cli_help(struct cli *cli, const struct cli_command *command)
{
    cli_say(cli, "caseway %s: %s.\n\n", command->name, command->summary);
    say_usage(cli, command);
    if (command->about) {
        struct buffer about;
        buffer_init(&about, &cli->arena);
        print_wrapped(cli, &about, text_of(command->about), 0);
        cli_say(cli, "\n");
        cli_put(cli, buffer_result(&about));
    }
    say_options(cli, command);
    for (const char *const *example = command->examples; example && *example; example++) {
        cli_say(cli, "%s  %s\n", example == command->examples ? "\nExamples:\n" : "", *example);
    }
}

static int run(struct cli *cli)
{
    if (cli->operands.count == 0) {
        cli_help_all(cli);
        return CLI_DONE;
    }
    const struct cli_command *command = cli_command_of(cli->operands.at[0]);
    if (!command) {
        return cli_unknown_command(cli, cli->operands.at[0]);
    }
    cli_help(cli, command);
    return CLI_DONE;
}

const struct cli_command help_command = {
    .name = "help",
    .summary = "tells what there is, or more about one command",
    .usage = "[COMMAND]",
    .examples = (const char *const[]){"caseway help", "caseway help send", NULL},
    .most = 1,
    .run = run,
};

/* Arguments: options by name, the rest operands. `--name VALUE`, `--name=VALUE`; behind `--` all are
 * operands; a lone `-` is one. */
#include "cli/command.h"

/* Taken by every command. */
static const struct cli_option common[] = {
    {"site", "DIR", NULL},
    {"help", NULL, NULL},
    {0},
};

static const struct cli_option *find(const struct cli_option *options, struct text name)
{
    for (; options && options->name; options++) {
        if (text_is(name, options->name)) {
            return options;
        }
    }
    return NULL;
}

static int unknown(struct cli *cli, struct text name)
{
    struct text choices[32];
    size_t count = 0;
    for (const struct cli_option *option = cli->command->options; option && option->name; option++) {
        choices[count++] = text_of(option->name);
    }
    for (const struct cli_option *option = common; option->name; option++) {
        choices[count++] = text_of(option->name);
    }
    struct text near = text_nearest(name, choices, count);
    if (near.size) {
        return cli_wrong(cli, "%s takes no --%.*s; did you mean --%.*s?", cli->command->name, TEXT_ARGS(name),
                         TEXT_ARGS(near));
    }
    return cli_wrong(cli, "%s takes no --%.*s", cli->command->name, TEXT_ARGS(name));
}

static int take(struct cli *cli, const struct cli_option *option, const char *value)
{
    if (text_is(text_of(option->name), "site")) {
        cli->site = value;
        return CLI_DONE;
    }
    const char *repeats = cli->command->repeats;
    bool once = !repeats || !text_is(text_of(option->name), repeats);
    if (once && cli_option(cli, option->name)) {
        return cli_wrong(cli, "--%s stands twice", option->name);
    }
    vector_push(&cli->arena, &cli->options, (struct given_option){option, value});
    return CLI_DONE;
}

/* Reads the option at *AT, and its value, which may be the argument behind it. */
static int read_option(struct cli *cli, int argc, char *const *argv, int *at)
{
    struct text whole = text_of(argv[*at] + 2);
    struct text name = text_part(whole, 0, text_find(whole, '='));
    const struct cli_option *option = find(cli->command->options, name);
    const char *value = name.size < whole.size ? name.at + name.size + 1 : NULL;
    option = option ? option : find(common, name);
    if (!option) {
        return unknown(cli, name);
    }
    if (!option->value) {
        return value ? cli_wrong(cli, "--%s takes no value", option->name) : take(cli, option, "");
    }
    if (!value && *at + 1 == argc) {
        return cli_wrong(cli, "--%s wants its %s", option->name, option->value);
    }
    return take(cli, option, value ? value : argv[++*at]);
}

static bool is_option(const char *argument)
{
    return argument[0] == '-' && argument[1] == '-' && argument[2];
}

/* `-x`, but not a number nor a lone `-`. */
static bool is_short_option(const char *argument)
{
    return argument[0] == '-' && argument[1] && !(argument[1] >= '0' && argument[1] <= '9');
}

static int count_operands(struct cli *cli)
{
    const struct cli_command *command = cli->command;
    if (cli->operands.count < command->least) {
        return cli_wrong(cli, "%s wants more: caseway %s %s", command->name, command->name, command->usage);
    }
    if (cli->operands.count > command->most) {
        return cli_wrong(cli, "%s does not know what to do with “%s”", command->name,
                         cli->operands.at[command->most]);
    }
    return CLI_DONE;
}

/* A command that takes all reads its own options: of those with two dashes only the common ones are read
 * here. */
static bool is_ours(const struct cli *cli, const char *argument)
{
    struct text whole = text_of(argument + 2);
    return !cli->command->takes_all || find(common, text_part(whole, 0, text_find(whole, '=')));
}

int cli_read_arguments(struct cli *cli, int argc, char *const *argv)
{
    bool all_operands = false;
    for (int i = 0; i < argc; i++) {
        const char *argument = argv[i];
        int status = CLI_DONE;
        if (text_is(text_of(argument), "-h")) {
            status = take(cli, find(common, TEXT("help")), "");
        } else if (!all_operands && text_is(text_of(argument), "--")) {
            all_operands = true;
        } else if (!all_operands && is_option(argument) && is_ours(cli, argument)) {
            status = read_option(cli, argc, argv, &i);
        } else if (!all_operands && !cli->command->takes_all && is_short_option(argument)) {
            status = cli_wrong(cli, "%s takes no %s; options have two dashes", cli->command->name, argument);
        } else {
            vector_push(&cli->arena, &cli->operands, argument);
        }
        if (status != CLI_DONE) {
            return status;
        }
    }
    return cli_switch(cli, "help") ? CLI_DONE : count_operands(cli);
}

const char *cli_option_next(const struct cli *cli, const char *name, size_t *from)
{
    while (*from < cli->options.count) {
        const struct given_option *given = &cli->options.at[(*from)++];
        if (text_is(text_of(given->option->name), name)) {
            return given->value;
        }
    }
    return NULL;
}

const char *cli_option(const struct cli *cli, const char *name)
{
    vector_each(const struct given_option, given, &cli->options)
    {
        if (text_is(text_of(given->option->name), name)) {
            return given->value;
        }
    }
    return NULL;
}

bool cli_switch(const struct cli *cli, const char *name)
{
    return cli_option(cli, name) != NULL;
}

int cli_number(struct cli *cli, const char *name, int64_t least, int64_t most, int64_t *number)
{
    const char *given = cli_option(cli, name);
    if (!given) {
        return CLI_DONE;
    }
    if (!text_integer(text_of(given), number) || *number < least || *number > most) {
        return cli_wrong(cli, "--%s must be a whole number from %lld to %lld, and not “%s”", name,
                         (long long)least, (long long)most, given);
    }
    return CLI_DONE;
}

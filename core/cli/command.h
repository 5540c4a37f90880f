/* One command of the command line, what it was given, and the words it answers with. Private to this room.
 *
 * Each command is one file and one `struct cli_command`; commands.c has them all in one table, from which
 * help, options and "did you mean" are made. */
#ifndef CASEWAY_CLI_COMMAND_H
#define CASEWAY_CLI_COMMAND_H

#include "cli/cli.h"

/* The contract: 0 done; 1 refused, or something was found wrong; 2 wrong usage; 3 an operating failure. */
enum cli_exit { CLI_DONE = 0, CLI_REFUSED = 1, CLI_USAGE = 2, CLI_FAILED = 3 };

enum { CLI_WIDTH = 80 };

struct cli_option {
    const char *name;  /* without its dashes */
    const char *value; /* what it takes, as help says it; NULL: it takes nothing */
    const char *about;
};

struct cli;

struct cli_command {
    const char *name;
    const char *summary;              /* one line, for the list of commands */
    const char *usage;                /* what follows "caseway NAME"; lines with LF between */
    const char *about;                /* a paragraph or two; NULL */
    const struct cli_option *options; /* up to one without a name; NULL: none */
    const char *repeats;              /* the option that may be given several times; NULL */
    const char *const *examples;      /* command lines, up to NULL */
    size_t least, most;               /* operands */
    bool takes_all;                   /* every argument is an operand: the command reads them itself */
    int (*run)(struct cli *cli);
};

/* All of them, in the order of the help, up to NULL. */
extern const struct cli_command *const cli_commands[];
const struct cli_command *cli_command_of(const char *name);
/* Says that there is no such command, and which was perhaps meant. Gives CLI_USAGE. */
int cli_unknown_command(struct cli *cli, const char *verb);

struct given_option {
    const struct cli_option *option;
    const char *value;
};

/* A run of a command. */
struct cli {
    const struct cli_host *host;
    const struct cli_command *command;
    struct arena arena; /* as long as the run */
    VECTOR(const char *)
    operands;
    VECTOR(struct given_option)
    options;
    const char *site; /* never NULL while a command runs */
};

/* --- arguments (arguments.c) --- */
/* Reads ARGV behind the verb. CLI_USAGE, and it is said why, when they are wrong. */
int cli_read_arguments(struct cli *cli, int argc, char *const *argv);
/* What option NAME was given; NULL when it was not. And whether a switch was. */
const char *cli_option(const struct cli *cli, const char *name);
/* The next one of an option that repeats: *FROM begins at 0; NULL: there are no more. */
const char *cli_option_next(const struct cli *cli, const char *name, size_t *from);
bool cli_switch(const struct cli *cli, const char *name);
/* A whole number from LEAST to MOST; CLI_USAGE, and it is said, when it is none. Not given: *NUMBER stays. */
int cli_number(struct cli *cli, const char *name, int64_t least, int64_t most, int64_t *number);

/* --- saying (say.c) --- */
/* Writes to standard output. Control characters in TEXT, line ends and tabs aside, are shown as “?”: what a
 * case holds can not steer a terminal. */
void cli_put(const struct cli *cli, struct text text);
void cli_say(struct cli *cli, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* A line to standard error, after "caseway: ". Gives CLI_USAGE, with where to find help; CLI_FAILED; so that
 * `return` reads well. */
int cli_wrong(struct cli *cli, const char *format, ...) __attribute__((format(printf, 2, 3)));
int cli_failed(struct cli *cli, const struct error *error);
void cli_complain(struct cli *cli, const char *format, ...) __attribute__((format(printf, 2, 3)));
void cli_complain_text(struct cli *cli, struct text text);
/* A value of JSON on a line of its own. */
void cli_say_json(struct cli *cli, const struct json *value);
/* The help of one command, and of all. */
void cli_help(struct cli *cli, const struct cli_command *command);
void cli_help_all(struct cli *cli);

#endif

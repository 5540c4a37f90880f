/* The table of commands: all there are, in the order of the help. */
#include "cli/command.h"

#define COMMANDS(X)                                                                                          \
    X(init)                                                                                                  \
    X(check)                                                                                                 \
    X(simulate)                                                                                              \
    X(test)                                                                                                  \
    X(plugin)                                                                                                \
    X(serve)                                                                                                 \
    X(open)                                                                                                  \
    X(send)                                                                                                  \
    X(correct)                                                                                               \
    X(undo)                                                                                                  \
    X(draft)                                                                                                 \
    X(drafts)                                                                                                \
    X(allocate)                                                                                              \
    X(show)                                                                                                  \
    X(explain)                                                                                               \
    X(history)                                                                                               \
    X(list)                                                                                                  \
    X(people)                                                                                                \
    X(tasks)                                                                                                 \
    X(deadlines)                                                                                             \
    X(exceptions)                                                                                            \
    X(import)                                                                                                \
    X(report)                                                                                                \
    X(workflows)                                                                                             \
    X(areas)                                                                                                 \
    X(verify)                                                                                                \
    X(bench)                                                                                                 \
    X(help)                                                                                                  \
    X(version)

#define X(name) extern const struct cli_command name##_command;
COMMANDS(X)
#undef X

const struct cli_command *const cli_commands[] = {
#define X(name) &name##_command,
    COMMANDS(X)
#undef X
        NULL};

const struct cli_command *cli_command_of(const char *name)
{
    for (const struct cli_command *const *command = cli_commands; *command; command++) {
        if (text_is(text_of((*command)->name), name)) {
            return *command;
        }
    }
    return NULL;
}

/* Commands of `open`, `send` and `allocate`: made from arguments, sent, and their answers said. Private to
 * this room. */
#ifndef CASEWAY_CLI_ACT_H
#define CASEWAY_CLI_ACT_H

#include "cli/print.h"

/* Who does it, when and how: the options that they share. */
#define ACT_OPTIONS                                                                                          \
    {"at", "TIME", "when it happened; now without it"}, {"actor", "USER", "who did it; you, without it"},    \
        {"role", "R", "the one role to act in; all you have, without it"},                                   \
        {"key", "K", "makes a repeat harmless: the same key gives the first answer again"},                  \
    {                                                                                                        \
        "json", NULL, "the answer as JSON"                                                                   \
    }

/* Begins COMMAND with the options above. */
void act_begin(struct cli *cli, struct json *command);
/* Puts option NAME into COMMAND as MEMBER, a text, if it was given. */
void act_option(struct cli *cli, struct json *command, const char *name, const char *member);
/* Puts the operands from FIRST on, field=value or field:=JSON, into COMMAND's data. CLI_USAGE when one is
 * neither. */
int act_fields(struct cli *cli, size_t first, struct json *command);

/* Sends COMMAND to PATH. CLI_DONE: ANSWER is there, whatever it says; else it has been said why there is
 * none. */
int act_send(struct cli *cli, struct text path, struct text query, const struct json *command,
             struct reply *reply, const struct json **answer);
/* The same of a dry run: REPLY's details too, as a person reads them. */
int act_say_dry(struct cli *cli, const struct reply *reply, const struct json *answer);
/* Says ANSWER, as JSON with --json, and gives the exit status that its outcome means. */
int act_say(struct cli *cli, const struct json *answer);

#endif

/* `--as-at`, of the commands that show a case. Private to this room. */
#ifndef CASEWAY_CLI_PAST_H
#define CASEWAY_CLI_PAST_H

#include "cli/ask.h"

#define PAST_OPTION                                                                                          \
    {                                                                                                        \
        "as-at", "DATE", "as it was known at the end of that day, or at a time"                              \
    }

/* The query for it; empty without the option. */
struct text past_query(struct cli *cli);
/* "As it was known at the end of 3 March 2026.", when BODY says that it is of the past, and what is missing
 * in it. */
void past_say(struct cli *cli, const struct json *body);

#endif

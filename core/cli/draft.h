/* Drafts as commands take them up. Private to this room. */
#ifndef CASEWAY_CLI_DRAFT_H
#define CASEWAY_CLI_DRAFT_H

#include "cli/command.h"

/* Where the draft of the operands CASE EVENT stands, and its item (--of). */
struct text draft_path(struct cli *cli);
struct text draft_query(struct cli *cli);
/* Puts what the draft holds under COMMAND's data, which stays over it. SENDS: that there is none is a refusal,
 * and said; else an answer of null takes one out. */
int draft_begin(struct cli *cli, struct json *command, bool sends);

#endif

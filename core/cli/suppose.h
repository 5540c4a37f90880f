/* `caseway explain --if`: what would differ if. Private to this room. */
#ifndef CASEWAY_CLI_SUPPOSE_H
#define CASEWAY_CLI_SUPPOSE_H

#include "cli/print.h"

/* Adds CHANGES of the case REFERENCE, parts of what engine/difference.h makes, to OUT. */
void suppose_add(struct cli *cli, struct buffer *out, const struct json *changes, struct text reference);
/* Says the changes of BODY, a reply of …/actions?if=…. */
void suppose_say(struct cli *cli, const struct json *body);

#endif

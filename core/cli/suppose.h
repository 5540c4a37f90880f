/* `caseway explain --if`: what would differ if. Private to this room. */
#ifndef CASEWAY_CLI_SUPPOSE_H
#define CASEWAY_CLI_SUPPOSE_H

#include "cli/print.h"

/* Says the changes of BODY, a reply of …/actions?if=…. */
void suppose_say(struct cli *cli, const struct json *body);

#endif

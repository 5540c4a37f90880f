/* What `caseway show` says of a person beside the record itself, and `caseway open` of names that are known
 * already. Private to this room. */
#ifndef CASEWAY_CLI_SHOW_PERSON_H
#define CASEWAY_CLI_SHOW_PERSON_H

#include "cli/print.h"

/* How the person can be reached and whether that is safe, the cases, and who is perhaps the same. */
void show_person(struct cli *cli, struct buffer *out, const char *reference);
/* For each name of LIKELY (an answer's): who is known already under it, and how to merge. */
void say_likely(struct cli *cli, const struct json *likely);

#endif

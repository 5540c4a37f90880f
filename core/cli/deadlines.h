/* What `caseway deadlines` says besides its table: the story of one (why.c), what a change of the world
 * has moved (moved.c), a calendar (ics.c). Private to this room. */
#ifndef CASEWAY_CLI_DEADLINES_H
#define CASEWAY_CLI_DEADLINES_H

#include "cli/rows.h"

/* `--why NAME` of the CASE: its ledger, oldest first. The exit status. */
int why_say(struct cli *cli);
/* `--moved`: of all cases, what the last change of calendars, rules or settings moved. The exit status. */
int moved_say(struct cli *cli);

/* An iCalendar (RFC 5545), built in OUT: begun; an event for DEADLINE (a row of the api's with `case` and
 * `version`), unless it has no date; ended and said, unless nothing stands in it. NOW stamps the events. */
void ics_begin(struct buffer *out);
void ics_add(struct buffer *out, const struct json *deadline, instant now);
int ics_say(struct cli *cli, struct buffer *out);

#endif

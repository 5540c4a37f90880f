/* Dates and deadlines in the words of people. Private to this room. */
#ifndef CASEWAY_CLI_DAYS_H
#define CASEWAY_CLI_DAYS_H

#include "cli/rows.h"

/* "Mon 28 Dec 2026", and an instant with its time on the site's clock, "Mon 28 Dec 2026 10:00"; anything else
 * as it is. */
struct text days_due(struct cli *cli, struct text due);
/* "3 March 2026". */
struct text days_long(struct arena *arena, date day);
/* How far off a deadline of the api's is: "in 3 working days", "today", "5 days ago"; empty: it has ended, or
 * has no date. */
struct text days_away(struct cli *cli, const struct json *deadline);
/* "14 days later": the way from one date or instant to another; empty when there is none. */
struct text days_between(struct cli *cli, struct text before, struct text after);
/* How it stands: "OVERDUE", "met 2 Mar 2026". */
struct text days_status(struct cli *cli, const struct json *deadline);
/* What is to be said of its date: that nobody works then, that it is a guess, that it was set by hand; empty:
 * nothing. */
struct text days_note(struct cli *cli, const struct json *deadline);

#endif

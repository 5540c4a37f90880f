/* A calendar as data: `calendar title about known {from until} holidays {date: title}`. */
#ifndef CASEWAY_DEFINITION_CALENDAR_FILE_H
#define CASEWAY_DEFINITION_CALENDAR_FILE_H

#include "definition/node.h"
#include "time/calendar.h"

/* Reads the calendar that ROOT is; NULL when a finding is an error. A holiday outside of the known years is
 * an error: it would pretend that those are known. The calendar lives in ARENA. */
const struct calendar *calendar_read(struct arena *arena, const struct node *root,
                                     const struct source *source);

#endif

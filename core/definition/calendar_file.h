/* A calendar as data: `calendar title about known {from until} holidays {date: title}`; and one of some
 * areas: `extends` another, with `areas`, further `holidays`, and `hours` [{since opens closes}]. */
#ifndef CASEWAY_DEFINITION_CALENDAR_FILE_H
#define CASEWAY_DEFINITION_CALENDAR_FILE_H

#include "definition/node.h"
#include "time/calendar.h"

/* Reads the calendar that ROOT is; NULL when a finding is an error. A holiday outside of the known years is
 * an error: it would pretend that those are known. The calendar lives in ARENA. One that extends another has
 * only its own holidays, and may leave `known` out: calendar_extended() adds those of its BASE. */
const struct calendar *calendar_read(struct arena *arena, const struct node *root,
                                     const struct source *source);
const struct calendar *calendar_extended(struct arena *arena, const struct calendar *calendar,
                                         const struct calendar *base);

#endif

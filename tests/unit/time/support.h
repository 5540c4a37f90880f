/* What the tests of time share: dates and instants as text, zones of the system and zones made by hand. */
#ifndef CASEWAY_TESTS_TIME_SUPPORT_H
#define CASEWAY_TESTS_TIME_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "time/zone.h"

/* The date written so; the test fails when it is none. */
date day(const char *text);
/* The instant written so, in UTC if it does not say. */
instant at(const char *text);
struct local_time local(const char *day_text, int hour, int minute);

void assert_date(date found, const char *text);
void assert_instant(instant found, const char *text);

/* The zone from the system's files; skips the test, with a message, where they are not installed. */
const struct zone *system_zone(struct arena *arena, const char *name);
/* A TZif file without transitions but with FOOTER as its rule, and one kind of time, OFFSET seconds east. */
struct text made_zone(struct arena *arena, int32_t offset, const char *footer);
/* The same, with COUNT transitions at TIMES to offsets in turn: OFFSET + 1 hour, OFFSET, and so on. */
struct text made_zone_with(struct arena *arena, int32_t offset, const char *footer, const int64_t *times,
                           size_t count);
/* Reads it; the test fails when it cannot be read. */
const struct zone *zone_of(struct arena *arena, struct text bytes);

#endif

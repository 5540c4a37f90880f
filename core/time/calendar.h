/* A working-day calendar: Monday to Friday less the published holidays. Data, never computed: a holiday moves
 * by decree. Immutable once built; any thread. */
#ifndef CASEWAY_TIME_CALENDAR_H
#define CASEWAY_TIME_CALENDAR_H

#include "base/clock.h"
#include "time/civil.h"
#include "time/duration.h"
#include "time/zone.h"

/* From which day on an office is open from when to when, in minutes of its working days. */
struct office_hours {
    date since;
    int32_t opens, closes;
};

struct calendar {
    struct text name, title;
    const date *holidays; /* ascending, no date twice */
    size_t count;
    date known_from, known_until; /* the days for which holidays are published; outside them the calendar
                                     guesses: weekdays only */
    struct text extends;          /* the calendar whose holidays it has besides its own; empty: none */
    const struct text *areas;     /* where it stands for the one that it extends */
    size_t area_count;
    const struct office_hours *hours; /* ascending by `since` */
    size_t hour_count;
};

/* Weekdays alone. Static. */
const struct calendar *calendar_weekdays(void);

bool calendar_is_working(const struct calendar *calendar, date day);
/* The day DAYS working days after DAY (before it, when negative), not counting DAY itself; 0 is DAY, as it
 * is. DATE_NONE past the years. */
date calendar_add(const struct calendar *calendar, date day, int32_t days);
/* The number of working days on the way from A to B, without A and with B; negative when B comes first. So it
 * undoes calendar_add: calendar_count(c, a, calendar_add(c, a, n)) is n. Both are dates, not DATE_NONE. */
int32_t calendar_count(const struct calendar *calendar, date a, date b);
/* True when DAY is outside the published years. */
bool calendar_guesses(const struct calendar *calendar, date day);

/* Whether the office is open at AT: on a working day and within the hours that hold then; without hours, all
 * day. */
bool calendar_is_open(const struct calendar *calendar, const struct zone *zone, instant at);

/* DAY plus DURATION: months first (clamped), then days, then working days; hours and less are not counted.
 * DATE_NONE past the years. */
date date_add(const struct calendar *calendar, date day, struct duration duration);
/* INSTANT plus DURATION: months, days and working days on the local date, keeping the time of day in ZONE;
 * then the milliseconds, as elapsed time. INSTANT_NONE past the years. */
instant instant_add(const struct calendar *calendar, const struct zone *zone, instant at,
                    struct duration duration);

#endif

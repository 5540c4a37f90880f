/* Civil dates and times of day in the proleptic Gregorian calendar, years 1 to 9999, without any zone.
 *
 * A date is a count of days since 1970-01-01, so that comparing and adding is arithmetic; its year, month and
 * day are computed when asked. Pure; any thread. */
#ifndef CASEWAY_TIME_CIVIL_H
#define CASEWAY_TIME_CIVIL_H

#include "base/text.h"

typedef int32_t date;

#define DATE_NONE INT32_MIN
#define DATE_FIRST (-719162)  /* 0001-01-01 */
#define DATE_LAST 2932896     /* 9999-12-31 */
enum { DATE_TEXT_SIZE = 11 }; /* "2026-12-28" and a NUL */

struct civil {
    int32_t year;
    int32_t month, day; /* from 1 */
};

/* Monday is 0, Sunday 6, as ISO 8601 orders them. */
enum weekday { MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY };

/* DATE_NONE unless there is such a day in years 1 to 9999. */
date date_of(int32_t year, int32_t month, int32_t day);
struct civil date_civil(date day);
enum weekday date_weekday(date day);
/* The same day of the month MONTHS later (or earlier), clamped to the last day of a shorter month; DATE_NONE
 * past the years. */
date date_add_months(date day, int32_t months);
/* DATE_NONE past the years. */
date date_add_days(date day, int64_t days);
/* "2026-12-28" exactly (RFC 3339 full-date); DATE_NONE for anything else, and for a day that is not there. */
date date_read(struct text text);
/* Writes it into TEXT and gives TEXT back; the empty string for DATE_NONE. */
char *date_write(date day, char text[DATE_TEXT_SIZE]);
/* The last DIGITS digits of NUMBER (not negative), zeros before, without a NUL; gives the place behind them.
 * Dates are written with every event, and printf is slow. */
char *digits_write(char *at, int32_t number, int digits);
/* The first day of the financial year (1 April) that DAY is in; DATE_NONE where that is past the years. */
date date_financial_year(date day);

#endif

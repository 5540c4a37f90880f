/* A length of civil time: months, days, working days and a rest in milliseconds, each kept apart, since a
 * month is not a number of days and a day is not always 24 hours. Weeks are seven days, years twelve months.
 * A sum may mix signs ("a month less three days").
 *
 * Read from ISO 8601 ("P3M", "PT36H", "P1Y2M10DT2H30M", "P2W", fractions of a second) or from words: a whole
 * number and a unit, and more of these joined by "and" or a comma: "3 months", "10 working days", "250 ms",
 * "1 week and 2 days", "1.5 s" is not taken. Units: ms (millisecond), s (second, sec), min (minute), h
 * (hour), day, working day, week, month, year; singular or plural; "1" may be "a"/"one". Case does not matter
 * in words, a space alone joins too ("2 hours 30 minutes"), and a number may have a sign ("-3 days",
 * "P1M-3D", and
 * "-P1M3D" for both). Pure. */
#ifndef CASEWAY_TIME_DURATION_H
#define CASEWAY_TIME_DURATION_H

#include "base/clock.h"
#include "base/error.h"

struct duration {
    int32_t months;
    int32_t days;
    int32_t working_days;
    int64_t milliseconds;
    bool civil; /* counted in days or longer, even where it comes to none: duration_is_civil() */
};

/* Each part is bounded (1,200 months, 366,000 days and working days, the same in milliseconds): STATUS_LIMIT
 * beyond. ERROR's message is a sentence fit for a finding, with an example of what is taken. */
enum status duration_read(struct text text, struct duration *duration, struct error *error);
/* ISO 8601 where there are no working days ("P3M"; when empty "P0D" or "PT0S", by what it was counted in),
 * else words ("10 working days"): duration_read takes both. */
struct text duration_write(struct arena *arena, struct duration duration);
/* For people: "3 months", "1 week", "10 working days", "2 hours 30 minutes". */
struct text duration_words(struct arena *arena, struct duration duration);
/* These three keep to ±INT32_MAX and ±INT64_MAX: such a duration leads past the years and is no date. */
struct duration duration_negated(struct duration duration);
struct duration duration_added(struct duration a, struct duration b);
struct duration duration_times(struct duration duration, int32_t factor);
bool duration_is_zero(struct duration duration);
/* Whether it has been counted in days, weeks, months, years or working days, so that "0 days" from an instant
 * is a date. Sums and multiples of such a one are civil too. */
bool duration_is_civil(struct duration duration);
/* Of the same length; what a length of nothing was counted in does not count. */
bool duration_equal(struct duration a, struct duration b);

#endif

/* What a duration is worth and how it is written; duration_read.c reads. */
#include "time/duration.h"

enum { SECOND = 1000, MINUTE = 60 * SECOND, HOUR = 60 * MINUTE, YEAR_MONTHS = 12, WEEK_DAYS = 7 };

bool duration_is_zero(struct duration duration)
{
    return duration_equal(duration, (struct duration){0});
}

bool duration_is_civil(struct duration duration)
{
    return duration.civil || duration.months || duration.days || duration.working_days;
}

bool duration_equal(struct duration a, struct duration b)
{
    return a.months == b.months && a.days == b.days && a.working_days == b.working_days &&
           a.milliseconds == b.milliseconds;
}

static int32_t within_32(int64_t number)
{
    return number > INT32_MAX ? INT32_MAX : number < -INT32_MAX ? -INT32_MAX : (int32_t)number;
}

static int64_t added_64(int64_t a, int64_t b)
{
    int64_t sum;
    if (__builtin_add_overflow(a, b, &sum) || sum == INT64_MIN) {
        return a < 0 ? -INT64_MAX : INT64_MAX;
    }
    return sum;
}

static int64_t times_64(int64_t a, int32_t b)
{
    int64_t product;
    if (__builtin_mul_overflow(a, (int64_t)b, &product) || product == INT64_MIN) {
        return (a < 0) != (b < 0) ? -INT64_MAX : INT64_MAX;
    }
    return product;
}

struct duration duration_added(struct duration a, struct duration b)
{
    return (struct duration){
        .months = within_32((int64_t)a.months + b.months),
        .days = within_32((int64_t)a.days + b.days),
        .working_days = within_32((int64_t)a.working_days + b.working_days),
        .milliseconds = added_64(a.milliseconds, b.milliseconds),
        .civil = duration_is_civil(a) || duration_is_civil(b),
    };
}

struct duration duration_times(struct duration duration, int32_t factor)
{
    return (struct duration){
        .months = within_32((int64_t)duration.months * factor),
        .days = within_32((int64_t)duration.days * factor),
        .working_days = within_32((int64_t)duration.working_days * factor),
        .milliseconds = times_64(duration.milliseconds, factor),
        .civil = duration_is_civil(duration),
    };
}

struct duration duration_negated(struct duration duration)
{
    return duration_times(duration, -1);
}

/* --- writing --- */
static void add_number(struct buffer *out, int64_t number, const char *designator)
{
    if (number) {
        buffer_printf(out, "%lld%s", (long long)number, designator);
    }
}

static void add_seconds(struct buffer *out, int64_t milliseconds)
{
    int64_t size = milliseconds < 0 ? -milliseconds : milliseconds;
    if (size == 0) {
        return;
    }
    buffer_printf(out, "%s%lld", milliseconds < 0 ? "-" : "", (long long)(size / SECOND));
    if (size % SECOND) {
        buffer_printf(out, ".%03d", (int)(size % SECOND));
    }
    buffer_byte(out, 'S');
}

static struct text write_iso(struct arena *arena, struct duration duration)
{
    struct buffer out;
    buffer_init(&out, arena);
    buffer_byte(&out, 'P');
    add_number(&out, duration.months / YEAR_MONTHS, "Y");
    add_number(&out, duration.months % YEAR_MONTHS, "M");
    add_number(&out, duration.days, "D");
    if (duration.milliseconds) {
        buffer_byte(&out, 'T');
        add_number(&out, duration.milliseconds / HOUR, "H");
        add_number(&out, duration.milliseconds % HOUR / MINUTE, "M");
        add_seconds(&out, duration.milliseconds % MINUTE);
    }
    return out.size > 1 ? buffer_result(&out) : duration.civil ? TEXT("P0D") : TEXT("PT0S");
}

static void add_words(struct buffer *out, int64_t number, const char *unit)
{
    if (number) {
        buffer_printf(out, "%s%lld %s%s", out->size ? " " : "", (long long)number, unit,
                      number == 1 || number == -1 ? "" : "s");
    }
}

struct text duration_words(struct arena *arena, struct duration duration)
{
    struct buffer out;
    buffer_init(&out, arena);
    add_words(&out, duration.months / YEAR_MONTHS, "year");
    add_words(&out, duration.months % YEAR_MONTHS, "month");
    if (duration.days % WEEK_DAYS == 0) {
        add_words(&out, duration.days / WEEK_DAYS, "week");
    } else {
        add_words(&out, duration.days, "day");
    }
    add_words(&out, duration.working_days, "working day");
    add_words(&out, duration.milliseconds / HOUR, "hour");
    add_words(&out, duration.milliseconds % HOUR / MINUTE, "minute");
    add_words(&out, duration.milliseconds % MINUTE / SECOND, "second");
    add_words(&out, duration.milliseconds % SECOND, "millisecond");
    return out.size ? buffer_result(&out) : TEXT("0 days");
}

struct text duration_write(struct arena *arena, struct duration duration)
{
    return duration.working_days ? duration_words(arena, duration) : write_iso(arena, duration);
}

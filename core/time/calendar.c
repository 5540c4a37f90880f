#include "time/calendar.h"

enum { WEEK_DAYS = 7, WEEK_WORKING = 5 };

static const struct calendar weekdays = {
    .name = {"weekdays", 8},
    .title = {"Monday to Friday", 16},
    .known_from = DATE_FIRST,
    .known_until = DATE_LAST,
};

const struct calendar *calendar_weekdays(void)
{
    return &weekdays;
}

/* How many of CALENDAR's holidays come before DAY. */
static size_t holidays_before(const struct calendar *calendar, int64_t day)
{
    size_t low = 0, high = calendar->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (calendar->holidays[middle] < day) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

bool calendar_is_working(const struct calendar *calendar, date day)
{
    if (date_weekday(day) >= SATURDAY) {
        return false;
    }
    size_t index = holidays_before(calendar, day);
    return index == calendar->count || calendar->holidays[index] != day;
}

/* Days since a Monday well before the year 1. */
static int64_t since_monday(int64_t day)
{
    return day + THURSDAY + (int64_t)WEEK_DAYS * 200000;
}

/* Mondays to Fridays before DAY, from that Monday on. */
static int64_t weekdays_before(int64_t day)
{
    int64_t since = since_monday(day), rest = since % WEEK_DAYS;
    return since / WEEK_DAYS * WEEK_WORKING + (rest < WEEK_WORKING ? rest : WEEK_WORKING);
}

/* The Monday to Friday that has NUMBER of them before it; some day before the years when NUMBER is negative.
 */
static int64_t weekday_numbered(int64_t number)
{
    return number / WEEK_WORKING * WEEK_DAYS + number % WEEK_WORKING - since_monday(0);
}

/* Working days from FROM, with it, up to UNTIL, without it. */
static int64_t working_between(const struct calendar *calendar, int64_t from, int64_t until)
{
    int64_t working = weekdays_before(until) - weekdays_before(from);
    size_t end = holidays_before(calendar, until);
    for (size_t i = holidays_before(calendar, from); i < end; i++) {
        working -= date_weekday(calendar->holidays[i]) < SATURDAY;
    }
    return working;
}

/* Both walks go on by as many weekdays as working days are still missing. That never goes too far, and it
 * arrives when all the weekdays of a step were working days, its last too. */
static int64_t walk_forward(const struct calendar *calendar, int64_t day, int64_t days)
{
    int64_t next = day + 1;
    while (days > 0 && next <= DATE_LAST) {
        int64_t end = weekday_numbered(weekdays_before(next) + days - 1) + 1;
        days -= working_between(calendar, next, end);
        next = end;
    }
    return days > 0 ? DATE_LAST + INT64_C(1) : next - 1;
}

static int64_t walk_back(const struct calendar *calendar, int64_t day, int64_t days)
{
    while (days > 0 && day >= DATE_FIRST) {
        int64_t start = weekday_numbered(weekdays_before(day) - days);
        days -= working_between(calendar, start, day);
        day = start;
    }
    return day;
}

date calendar_add(const struct calendar *calendar, date day, int32_t days)
{
    if (date_add_days(day, 0) == DATE_NONE || days == 0) {
        return date_add_days(day, 0);
    }
    int64_t found = days > 0 ? walk_forward(calendar, day, days) : walk_back(calendar, day, -(int64_t)days);
    return found < DATE_FIRST || found > DATE_LAST ? DATE_NONE : (date)found;
}

int32_t calendar_count(const struct calendar *calendar, date a, date b)
{
    return a <= b ? (int32_t)working_between(calendar, a + INT64_C(1), b + INT64_C(1))
                  : -(int32_t)working_between(calendar, b, a);
}

bool calendar_guesses(const struct calendar *calendar, date day)
{
    return day < calendar->known_from || day > calendar->known_until;
}

bool calendar_is_open(const struct calendar *calendar, const struct zone *zone, instant at)
{
    struct local_time local = zone_local(zone, at);
    const struct office_hours *hours = NULL;
    for (size_t i = 0; i < calendar->hour_count && calendar->hours[i].since <= local.day; i++) {
        hours = &calendar->hours[i];
    }
    int64_t minute = local.milliseconds / 60000;
    bool within = !hours || (minute >= hours->opens && minute < hours->closes);
    return within && local.day != DATE_NONE && calendar_is_working(calendar, local.day);
}

date date_add(const struct calendar *calendar, date day, struct duration duration)
{
    day = date_add_days(date_add_months(day, duration.months), duration.days);
    return calendar_add(calendar, day, duration.working_days);
}

instant instant_add(const struct calendar *calendar, const struct zone *zone, instant at,
                    struct duration duration)
{
    if (at < INSTANT_FIRST || at > INSTANT_LAST) {
        return INSTANT_NONE;
    }
    /* Hours alone never pass through local time: in the hour that occurs twice they would fall back to the
     * first. */
    if (duration.months || duration.days || duration.working_days) {
        struct local_time local = zone_local(zone, at);
        local.day = date_add(calendar, local.day, duration);
        at = zone_instant(zone, local);
    }
    if (at == INSTANT_NONE || duration.milliseconds < INSTANT_FIRST - at ||
        duration.milliseconds > INSTANT_LAST - at) {
        return INSTANT_NONE;
    }
    return at + duration.milliseconds;
}

#include "time/zone_parts.h"

enum { SECOND = 1000 };
static const int64_t DAY_MILLISECONDS = INT64_C(1000) * DAY_SECONDS;

static int64_t floor_divide(int64_t number, int64_t by)
{
    return number / by - (number % by < 0);
}

static const struct zone utc = {
    .name = {"UTC", 3},
    .rule = {.is_present = true},
};

const struct zone *zone_utc(void)
{
    return &utc;
}

struct text zone_name(const struct zone *zone)
{
    return zone->name;
}

/* How many of ZONE's transitions are up to SECONDS. */
static size_t transitions_until(const struct zone *zone, int64_t seconds)
{
    size_t low = 0, high = zone->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (zone->at[middle] <= seconds) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* The rule serves the time after the last transition (RFC 8536 §3.3), all time where there is none. At the
 * last itself the table does. */
static bool rule_serves(const struct zone *zone, size_t until, int64_t seconds)
{
    return zone->rule.is_present && until == zone->count && (until == 0 || zone->at[until - 1] < seconds);
}

static int32_t offset_at(const struct zone *zone, int64_t seconds)
{
    size_t until = transitions_until(zone, seconds);
    if (rule_serves(zone, until, seconds)) {
        return zone_rule_offset(&zone->rule, seconds);
    }
    return zone->offsets[until ? zone->types[until - 1] : 0];
}

/* The first instant after SECONDS at which the offset may be another. */
static int64_t next_change(const struct zone *zone, int64_t seconds)
{
    size_t until = transitions_until(zone, seconds);
    if (until < zone->count) {
        return zone->at[until];
    }
    if (!zone->rule.is_present) {
        return INT64_MAX;
    }
    /* From the last transition to the rule is a change too, should they differ. */
    return rule_serves(zone, until, seconds) ? zone_rule_next(&zone->rule, seconds) : seconds + 1;
}

int32_t zone_offset(const struct zone *zone, instant at)
{
    return offset_at(zone, floor_divide(at, SECOND));
}

struct local_time zone_local(const struct zone *zone, instant at)
{
    if (at < INSTANT_FIRST || at > INSTANT_LAST) {
        return (struct local_time){.day = DATE_NONE};
    }
    int64_t local = at + (int64_t)zone_offset(zone, at) * SECOND;
    int64_t day = floor_divide(local, DAY_MILLISECONDS);
    if (day < DATE_FIRST || day > DATE_LAST) {
        return (struct local_time){.day = DATE_NONE};
    }
    return (struct local_time){.day = (date)day, .milliseconds = local - day * DAY_MILLISECONDS};
}

date zone_date(const struct zone *zone, instant at)
{
    return zone_local(zone, at).day;
}

struct found {
    int64_t seconds; /* the instant at which clocks first show the local time, or would have */
    int64_t gap_end; /* when a change skips it: the instant of that change; else the same */
};

/* Walks the stretches of one offset that come near LOCAL, in order: it is in the first whose local times hold
 * it, or was skipped between two. The walk begins so early that no offset reaches LOCAL before. */
static struct found find_local(const struct zone *zone, int64_t local)
{
    int64_t start = local - OFFSET_MOST - 1;
    int32_t offset = offset_at(zone, start);
    for (;;) {
        int64_t end = next_change(zone, start);
        if (local - offset < end) {
            return (struct found){local - offset, local - offset};
        }
        int32_t following = offset_at(zone, end);
        if (local < end + following) {
            return (struct found){local - offset, end};
        }
        start = end;
        offset = following;
    }
}

instant zone_instant(const struct zone *zone, struct local_time local)
{
    if (local.day < DATE_FIRST || local.day > DATE_LAST) {
        return INSTANT_NONE;
    }
    int64_t seconds = floor_divide(local.milliseconds, SECOND);
    int64_t rest = local.milliseconds - seconds * SECOND;
    instant at = find_local(zone, (int64_t)local.day * DAY_SECONDS + seconds).seconds * SECOND + rest;
    return at < INSTANT_FIRST || at > INSTANT_LAST ? INSTANT_NONE : at;
}

static instant day_start(const struct zone *zone, int64_t day)
{
    return find_local(zone, day * DAY_SECONDS).gap_end * SECOND;
}

instant zone_day_start(const struct zone *zone, date day)
{
    return day < DATE_FIRST || day > DATE_LAST ? INSTANT_NONE : day_start(zone, day);
}

instant zone_day_end(const struct zone *zone, date day)
{
    return day < DATE_FIRST || day > DATE_LAST ? INSTANT_NONE : day_start(zone, day + INT64_C(1));
}

/* The rule in a zone's footer: reading it, and asking it. Only here are years computed for a zone; a year
 * that civil.h has not has no changes. */
#include "time/zone_parts.h"

enum {
    HOURS_LIMIT = 167,
    OFFSET_HOURS_LIMIT = 24,
    NAME_LEAST = 3,
    LAST_WEEK = 5,
    WEEK_DAYS = 7,
    FEBRUARY_END = 59
};

/* --- reading --- */
struct reader {
    const char *at, *end;
};

static bool take(struct reader *reader, char byte)
{
    if (reader->at == reader->end || *reader->at != byte) {
        return false;
    }
    reader->at++;
    return true;
}

static bool is_letter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

/* A number of at most three digits, from LEAST to MOST. */
static bool take_number(struct reader *reader, int32_t least, int32_t most, int32_t *number)
{
    const char *start = reader->at;
    *number = 0;
    while (reader->at < reader->end && is_digit(*reader->at) && reader->at - start < 3) {
        *number = *number * 10 + (*reader->at++ - '0');
    }
    return reader->at > start && *number >= least && *number <= most;
}

/* "GMT", or between angle brackets with digits and signs too: "<-03>". */
static bool take_name(struct reader *reader)
{
    bool is_quoted = take(reader, '<');
    const char *start = reader->at;
    while (reader->at < reader->end &&
           (is_letter(*reader->at) ||
            (is_quoted && (is_digit(*reader->at) || *reader->at == '+' || *reader->at == '-')))) {
        reader->at++;
    }
    return reader->at - start >= NAME_LEAST && (!is_quoted || take(reader, '>'));
}

/* [+-]hh[:mm[:ss]] in seconds. */
static bool take_time(struct reader *reader, int32_t most_hours, int32_t *seconds)
{
    int32_t hours, minutes = 0, rest = 0;
    bool is_negative = take(reader, '-');
    if (!is_negative) {
        take(reader, '+');
    }
    if (!take_number(reader, 0, most_hours, &hours)) {
        return false;
    }
    if (take(reader, ':') && (!take_number(reader, 0, 59, &minutes) ||
                              (take(reader, ':') && !take_number(reader, 0, 59, &rest)))) {
        return false;
    }
    *seconds = (hours * 60 + minutes) * 60 + rest;
    *seconds = is_negative ? -*seconds : *seconds;
    return true;
}

static bool take_day(struct reader *reader, struct change *change)
{
    if (take(reader, 'M')) {
        change->kind = CHANGE_MONTH;
        return take_number(reader, 1, 12, &change->month) && take(reader, '.') &&
               take_number(reader, 1, LAST_WEEK, &change->week) && take(reader, '.') &&
               take_number(reader, 0, WEEK_DAYS - 1, &change->weekday);
    }
    if (take(reader, 'J')) {
        change->kind = CHANGE_JULIAN;
        return take_number(reader, 1, 365, &change->day);
    }
    change->kind = CHANGE_ZERO_BASED;
    return take_number(reader, 0, 365, &change->day);
}

static bool take_change(struct reader *reader, struct change *change)
{
    change->seconds = 2 * HOUR_SECONDS;
    return take(reader, ',') && take_day(reader, change) &&
           (!take(reader, '/') || take_time(reader, HOURS_LIMIT, &change->seconds));
}

const char *zone_rule_read(struct text text, struct zone_rule *rule)
{
    struct reader reader = {text.at, text.at + text.size};
    int32_t west;
    *rule = (struct zone_rule){.is_present = true};
    if (!take_name(&reader) || !take_time(&reader, OFFSET_HOURS_LIMIT, &west)) {
        return "does not begin with a name and an offset";
    }
    rule->standard = -west;
    if (reader.at == reader.end) {
        return NULL;
    }
    rule->has_summer = true;
    rule->summer = rule->standard + HOUR_SECONDS;
    if (!take_name(&reader)) {
        return "has no good name for summer time";
    }
    if (reader.at < reader.end && *reader.at != ',') {
        if (!take_time(&reader, OFFSET_HOURS_LIMIT, &west)) {
            return "has no good offset for summer time";
        }
        rule->summer = -west;
    }
    if (!take_change(&reader, &rule->start) || !take_change(&reader, &rule->end) || reader.at < reader.end) {
        return "does not tell when summer time starts and ends";
    }
    return NULL;
}

/* --- asking --- */
static int64_t month_day(const struct change *change, int32_t year)
{
    date first = date_of(year, change->month, 1);
    date following = change->month == 12 ? first + 31 : date_of(year, change->month + 1, 1);
    int32_t first_weekday = ((int32_t)date_weekday(first) + 1) % WEEK_DAYS; /* Sunday is 0 */
    date day =
        first + (change->weekday - first_weekday + WEEK_DAYS) % WEEK_DAYS + (change->week - 1) * WEEK_DAYS;
    return day < following ? day : day - WEEK_DAYS;
}

/* The instant of CHANGE in YEAR, which civil.h has, when the clock before it is OFFSET east. */
static int64_t change_at(const struct change *change, int32_t year, int32_t offset)
{
    int64_t day = 0;
    date new_year = date_of(year, 1, 1);
    switch (change->kind) {
    case CHANGE_MONTH:
        day = month_day(change, year);
        break;
    case CHANGE_JULIAN:
        day = new_year + change->day - 1 + (change->day > FEBRUARY_END && date_of(year, 2, 29) != DATE_NONE);
        break;
    case CHANGE_ZERO_BASED:
        day = new_year + change->day;
        break;
    }
    return day * DAY_SECONDS + change->seconds - offset;
}

struct neighbours {
    int64_t before,
        after; /* the last change up to then, the first after; INT64_MIN and INT64_MAX when there is none */
    bool is_summer; /* between them */
};

static void neighbours_see(struct neighbours *near, int64_t seconds, int64_t change, bool starts_summer)
{
    if (change > seconds) {
        /* Two changes at one instant: summer that ends as it starts goes on, so the start is the one that
         * counts. */
        if (change < near->after) {
            near->after = change;
            near->is_summer = near->before == INT64_MIN ? !starts_summer : near->is_summer;
        }
    } else if (change > near->before || (change == near->before && starts_summer)) {
        near->before = change;
        near->is_summer = starts_summer;
    }
}

static struct neighbours rule_neighbours(const struct zone_rule *rule, int64_t seconds)
{
    struct neighbours near = {.before = INT64_MIN, .after = INT64_MAX};
    int64_t day = seconds / DAY_SECONDS;
    day = day < DATE_FIRST ? DATE_FIRST : day > DATE_LAST ? DATE_LAST : day;
    int32_t year = date_civil((date)day).year;
    /* A change may lie a week outside its year. */
    for (int32_t y = year - 1; y <= year + 1; y++) {
        if (date_of(y, 1, 1) != DATE_NONE) {
            neighbours_see(&near, seconds, change_at(&rule->start, y, rule->standard), true);
            neighbours_see(&near, seconds, change_at(&rule->end, y, rule->summer), false);
        }
    }
    return near;
}

int32_t zone_rule_offset(const struct zone_rule *rule, int64_t seconds)
{
    return rule->has_summer && rule_neighbours(rule, seconds).is_summer ? rule->summer : rule->standard;
}

int64_t zone_rule_next(const struct zone_rule *rule, int64_t seconds)
{
    return rule->has_summer ? rule_neighbours(rule, seconds).after : INT64_MAX;
}

/* Instants as text, RFC 3339. */
#include "time/zone.h"

#include "base/insist.h"

#include <stdio.h>

enum { SECOND = 1000, MINUTE = 60 * SECOND, HOUR = 60 * MINUTE, DATE_SIZE = DATE_TEXT_SIZE - 1 };

char *instant_write(instant at, char text[INSTANT_TEXT_SIZE])
{
    struct local_time local = zone_local(zone_utc(), at);
    text[0] = '\0';
    if (local.day == DATE_NONE) {
        return text;
    }
    int32_t rest = (int32_t)local.milliseconds;
    char *end = date_write(local.day, text) + DATE_TEXT_SIZE - 1;
    *end++ = 'T';
    end = digits_write(end, rest / HOUR, 2);
    *end++ = ':';
    end = digits_write(end, rest % HOUR / MINUTE, 2);
    *end++ = ':';
    end = digits_write(end, rest % MINUTE / SECOND, 2);
    if (rest % SECOND) {
        *end++ = '.';
        end = digits_write(end, rest % SECOND, 3);
    }
    *end++ = 'Z';
    *end = '\0';
    return text;
}

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

static bool next_is_digit(const struct reader *reader)
{
    return reader->at < reader->end && *reader->at >= '0' && *reader->at <= '9';
}

/* Two digits below LIMIT, times UNIT, added to SUM. */
static bool take_pair(struct reader *reader, int limit, int unit, int64_t *sum)
{
    int number = 0;
    for (int i = 0; i < 2; i++) {
        if (!next_is_digit(reader)) {
            return false;
        }
        number = number * 10 + (*reader->at++ - '0');
    }
    *sum += (int64_t)number * unit;
    return number < limit;
}

/* The digits behind the point; those past the third are read and dropped. */
static bool take_fraction(struct reader *reader, int64_t *sum)
{
    int64_t unit = SECOND / 10;
    if (!next_is_digit(reader)) {
        return false;
    }
    while (next_is_digit(reader)) {
        *sum += (*reader->at++ - '0') * unit;
        unit /= 10;
    }
    return true;
}

/* hh:mm[:ss[.fraction]] */
static bool take_time_of_day(struct reader *reader, int64_t *milliseconds)
{
    return take_pair(reader, 24, HOUR, milliseconds) && take(reader, ':') &&
           take_pair(reader, 60, MINUTE, milliseconds) &&
           (!take(reader, ':') || (take_pair(reader, 60, SECOND, milliseconds) &&
                                   (!take(reader, '.') || take_fraction(reader, milliseconds))));
}

/* Z or ±hh:mm, and then the end. */
static bool take_offset(struct reader *reader, int64_t *milliseconds)
{
    if (take(reader, 'Z') || take(reader, 'z')) {
        return reader->at == reader->end;
    }
    bool is_negative = take(reader, '-');
    if ((!is_negative && !take(reader, '+')) || !take_pair(reader, 24, HOUR, milliseconds) ||
        !take(reader, ':') || !take_pair(reader, 60, MINUTE, milliseconds)) {
        return false;
    }
    *milliseconds = is_negative ? -*milliseconds : *milliseconds;
    return reader->at == reader->end;
}

static instant within_years(instant at)
{
    return at < INSTANT_FIRST || at > INSTANT_LAST ? INSTANT_NONE : at;
}

instant instant_read(const struct zone *zone, struct text text)
{
    struct local_time local = {.day = text.size < DATE_SIZE ? DATE_NONE
                                                            : date_read((struct text){text.at, DATE_SIZE})};
    if (local.day == DATE_NONE) {
        return INSTANT_NONE;
    }
    if (text.size == DATE_SIZE) {
        return within_years(zone_day_start(zone, local.day));
    }
    struct reader reader = {text.at + DATE_SIZE, text.at + text.size};
    if ((!take(&reader, 'T') && !take(&reader, 't') && !take(&reader, ' ')) ||
        !take_time_of_day(&reader, &local.milliseconds)) {
        return INSTANT_NONE;
    }
    if (reader.at == reader.end) {
        return zone_instant(zone, local);
    }
    int64_t offset = 0;
    if (!take_offset(&reader, &offset)) {
        return INSTANT_NONE;
    }
    return within_years((int64_t)local.day * 24 * HOUR + local.milliseconds - offset);
}

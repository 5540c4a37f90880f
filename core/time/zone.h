/* A time zone: from a TZif file (RFC 8536) read once, as bytes, by whoever has the file system; never libc's.
 *
 * Local time is civil: a date and milliseconds since its midnight as clocks show it. A local time that a
 * clock change skips means the instant as if the clock had not been moved yet (02:30 on the spring Sunday is
 * 03:30); one that occurs twice means the first. Immutable once read; any thread. */
#ifndef CASEWAY_TIME_ZONE_H
#define CASEWAY_TIME_ZONE_H

#include "base/clock.h"
#include "base/error.h"
#include "time/civil.h"

struct zone;

/* The instants that have a text: those of the years 1 to 9999 in UTC. */
#define INSTANT_FIRST (DATE_FIRST * INT64_C(86400000))
#define INSTANT_LAST ((DATE_LAST + 1) * INT64_C(86400000) - 1)

enum { ZONE_FILE_LIMIT = 256 * 1024 }; /* bytes; the largest zone there is has 4 KiB */

struct local_time {
    date day;
    int64_t milliseconds; /* since the day's midnight on the clock: 0 to 86,399,999 */
};

/* Version 2 or later and without leap seconds, with its footer (a POSIX TZ rule) for the time after the last
 * transition. NAME is for messages. STATUS_INVALID when BYTES are not such a file, STATUS_LIMIT when they are
 * too many. The zone lives in ARENA. */
enum status zone_read(struct arena *arena, struct text name, struct text bytes, const struct zone **zone,
                      struct error *error);
/* Coordinated Universal Time. Static. */
const struct zone *zone_utc(void);
struct text zone_name(const struct zone *zone);

/* Seconds east of Greenwich at INSTANT. */
int32_t zone_offset(const struct zone *zone, instant at);
/* Past the years, the day is DATE_NONE; so is zone_date, and zone_instant is INSTANT_NONE. */
struct local_time zone_local(const struct zone *zone, instant at);
instant zone_instant(const struct zone *zone, struct local_time local);
/* The date it is at INSTANT. */
date zone_date(const struct zone *zone, instant at);
/* The first instant of DAY, and the first after it (a date deadline is met until that): the end of a day is
 * always the start of the next, so a day that a zone left out is empty. INSTANT_NONE for DATE_NONE. */
instant zone_day_start(const struct zone *zone, date day);
instant zone_day_end(const struct zone *zone, date day);

/* --- instants as text --- */
enum { INSTANT_TEXT_SIZE = 32 };
/* RFC 3339 in UTC: "2026-01-05T09:00:00Z", with ".276" only when it is not a whole second; the empty string
 * past the years. */
char *instant_write(instant at, char text[INSTANT_TEXT_SIZE]);
/* RFC 3339 with an offset or Z; or without one ("2026-01-05T10:00", "2026-01-05 10:00:00.5"), which is then
 * in ZONE; or a date alone, which is the start of that day in ZONE. Seconds may be left out; a fraction is
 * cut to milliseconds; ":60" is not taken. INSTANT_NONE unless it is one of these. */
instant instant_read(const struct zone *zone, struct text text);

#endif

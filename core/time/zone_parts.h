/* What a zone is made of, shared by zone_read.c, which makes it, zone_rule.c and zone.c, which ask it; for
 * nobody else.
 *
 * Invariants. `at` ascends; every index in `types` has an offset; every offset is within OFFSET_LEAST and
 * OFFSET_MOST. Instants are in seconds here, as they are in the file, where any 64 bits may stand: nothing is
 * added to one before it is known to be near a date. */
#ifndef CASEWAY_TIME_ZONE_PARTS_H
#define CASEWAY_TIME_ZONE_PARTS_H

#include "time/zone.h"

enum { DAY_SECONDS = 86400, HOUR_SECONDS = 3600 };

/* RFC 8536 §3.2 asks for more than -25 and less than +26 hours. */
enum { OFFSET_LEAST = -25 * HOUR_SECONDS + 1, OFFSET_MOST = 26 * HOUR_SECONDS - 1 };

enum change_kind {
    CHANGE_MONTH,     /* Mm.w.d */
    CHANGE_JULIAN,    /* Jn: from 1, 29 February never counted */
    CHANGE_ZERO_BASED /* n: from 0, 29 February counted */
};

/* When in a year the clock changes, by the clock as it stands before. */
struct change {
    enum change_kind kind;
    int32_t month, week, weekday; /* week 5 is the last; Sunday is 0, as POSIX has it */
    int32_t day;
    int32_t seconds; /* after midnight, maybe negative or of a later day: ±167 hours */
};

/* A POSIX TZ string: the time after the last transition. */
struct zone_rule {
    bool is_present, has_summer;
    int32_t standard, summer; /* seconds east */
    struct change start, end; /* of summer time */
};

struct zone {
    struct text name;
    const int64_t *at;      /* when the clocks change, in seconds */
    const uint8_t *types;   /* and to which offset */
    const int32_t *offsets; /* seconds east, by type */
    size_t count;           /* of transitions */
    struct zone_rule rule;
};

/* Reads a POSIX TZ string (POSIX.1 §8.3 with RFC 8536 §3.3.1); NULL, or a sentence's end that tells what is
 * wrong. */
const char *zone_rule_read(struct text text, struct zone_rule *rule);
/* The offset by RULE alone, at SECONDS. */
int32_t zone_rule_offset(const struct zone_rule *rule, int64_t seconds);
/* The first change of the clock by RULE after SECONDS; INT64_MAX when there is none. */
int64_t zone_rule_next(const struct zone_rule *rule, int64_t seconds);

#endif

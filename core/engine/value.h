/* What an expression or a rule gives: a small tagged value. Plain data; texts and JSON are borrowed from the
 * plan's arena. */
#ifndef CASEWAY_ENGINE_VALUE_H
#define CASEWAY_ENGINE_VALUE_H

#include "base/clock.h"
#include "base/json.h"
#include "time/civil.h"
#include "time/duration.h"
#include "time/zone.h"

enum value_kind {
    VALUE_NOTHING, /* nil, and an empty date */
    VALUE_BOOLEAN,
    VALUE_NUMBER, /* in `json`: an integer or a real */
    VALUE_TEXT,
    VALUE_DATE,
    VALUE_INSTANT,
    VALUE_DURATION,
    VALUE_JSON /* a list or a group */
};

struct value {
    enum value_kind kind;
    union {
        bool boolean;
        struct text text;
        date day;
        instant at;
        struct duration duration;
        struct json json;
    };
};

/* A date or an instant, or neither yet: when something is due. */
enum moment_kind { MOMENT_NONE, MOMENT_DATE, MOMENT_INSTANT };

struct moment {
    enum moment_kind kind;
    date day;
    instant at;
};

enum { MOMENT_TEXT_SIZE = INSTANT_TEXT_SIZE };

bool moment_equal(struct moment a, struct moment b);
/* "2026-12-28" or an RFC 3339 instant; the empty text for none. And back; MOMENT_NONE unless it is one of the
 * two. */
char *moment_write(struct moment moment, char text[MOMENT_TEXT_SIZE]);
struct moment moment_read(const struct zone *zone, struct text text);
/* The first instant at which it has passed: a date is met until that day ends in ZONE. INSTANT_NONE for none.
 */
instant moment_end(struct moment moment, const struct zone *zone);

/* The same as JSON; null for none. */
struct json moment_json(struct arena *arena, struct moment moment);
/* As JSON has it: dates, instants and durations are text; VALUE_NOTHING is null. */
struct json value_json(struct arena *arena, const struct value *value);
/* As a sentence has it: "28 December 2026", "yes", "3", "3 months", "nothing". */
struct text value_words(struct arena *arena, const struct value *value);
const char *value_kind_words(enum value_kind kind);

/* A condition's answer: yes or no; a date or an instant is yes, nothing is no; anything else is STATUS_SCRIPT
 * with a sentence, since 0 and "" are true in Lua (LANGUAGE 23). */
enum status value_condition(const struct value *value, bool *holds, struct error *error);

#endif

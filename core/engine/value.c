/* Values and moments: their texts and words. See value.h. */
#include "engine/value.h"

#include "base/insist.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

bool moment_equal(struct moment a, struct moment b)
{
    if (a.kind != b.kind) {
        return false;
    }
    switch (a.kind) {
    case MOMENT_NONE:
        return true;
    case MOMENT_DATE:
        return a.day == b.day;
    case MOMENT_INSTANT:
        return a.at == b.at;
    }
    insist_never();
}

char *moment_write(struct moment moment, char text[MOMENT_TEXT_SIZE])
{
    switch (moment.kind) {
    case MOMENT_DATE:
        return date_write(moment.day, text);
    case MOMENT_INSTANT:
        return instant_write(moment.at, text);
    case MOMENT_NONE:
        break;
    }
    text[0] = '\0';
    return text;
}

struct moment moment_read(const struct zone *zone, struct text text)
{
    date day = date_read(text);
    if (day != DATE_NONE) {
        return (struct moment){.kind = MOMENT_DATE, .day = day};
    }
    instant at = instant_read(zone, text);
    if (at != INSTANT_NONE) {
        return (struct moment){.kind = MOMENT_INSTANT, .at = at};
    }
    return (struct moment){.kind = MOMENT_NONE};
}

instant moment_end(struct moment moment, const struct zone *zone)
{
    switch (moment.kind) {
    case MOMENT_DATE:
        return zone_day_end(zone, moment.day);
    case MOMENT_INSTANT:
        return moment.at;
    case MOMENT_NONE:
        break;
    }
    return INSTANT_NONE;
}

struct json moment_json(struct arena *arena, struct moment moment)
{
    char text[MOMENT_TEXT_SIZE];
    if (moment.kind == MOMENT_NONE) {
        return json_null();
    }
    return json_string(text_copy(arena, text_of(moment_write(moment, text))));
}

struct json value_json(struct arena *arena, const struct value *value)
{
    switch (value->kind) {
    case VALUE_NOTHING:
        return json_null();
    case VALUE_BOOLEAN:
        return json_boolean(value->boolean);
    case VALUE_NUMBER:
    case VALUE_JSON:
        return value->json;
    case VALUE_TEXT:
        return json_string(value->text);
    case VALUE_DATE: {
        char text[DATE_TEXT_SIZE];
        return json_string(text_copy(arena, text_of(date_write(value->day, text))));
    }
    case VALUE_INSTANT: {
        char text[INSTANT_TEXT_SIZE];
        return json_string(text_copy(arena, text_of(instant_write(value->at, text))));
    }
    case VALUE_DURATION:
        return json_string(duration_write(arena, value->duration));
    }
    insist_never();
}

static struct text date_words(struct arena *arena, date day)
{
    static const char *const months[] = {"January",   "February", "March",    "April",
                                         "May",       "June",     "July",     "August",
                                         "September", "October",  "November", "December"};
    struct civil civil = date_civil(day);
    return text_printf(arena, "%" PRId32 " %s %" PRId32, civil.day, months[civil.month - 1], civil.year);
}

struct text value_words(struct arena *arena, const struct value *value)
{
    switch (value->kind) {
    case VALUE_NOTHING:
        return TEXT("nothing");
    case VALUE_BOOLEAN:
        return value->boolean ? TEXT("yes") : TEXT("no");
    case VALUE_TEXT:
        return value->text;
    case VALUE_DATE:
        return date_words(arena, value->day);
    case VALUE_DURATION:
        return duration_words(arena, value->duration);
    case VALUE_INSTANT:
    case VALUE_NUMBER:
    case VALUE_JSON: {
        struct json json = value_json(arena, value);
        return json.type == JSON_STRING ? json_text(&json) : json_to_text(arena, &json);
    }
    }
    insist_never();
}

const char *value_kind_words(enum value_kind kind)
{
    static const char *const words[] = {"nothing", "a yes or no", "a number",   "a text",
                                        "a date",  "an instant",  "a duration", "a list or group"};
    insist((size_t)kind < sizeof words / sizeof *words);
    return words[kind];
}

enum status value_condition(const struct value *value, bool *holds, struct error *error)
{
    switch (value->kind) {
    case VALUE_NOTHING:
        *holds = false;
        return STATUS_OK;
    case VALUE_BOOLEAN:
        *holds = value->boolean;
        return STATUS_OK;
    case VALUE_DATE:
    case VALUE_INSTANT:
        *holds = true;
        return STATUS_OK;
    case VALUE_NUMBER:
    case VALUE_TEXT:
    case VALUE_DURATION:
    case VALUE_JSON:
        break;
    }
    *holds = false;
    return error_set(error, STATUS_SCRIPT, "a condition gives yes or no, a date or nothing; this one gave %s",
                     value_kind_words(value->kind));
}

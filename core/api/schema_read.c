/* The notation of schemas.h, read into JSON Schema by recursive descent. */
#include "api/schemas.h"

#include "base/insist.h"

#include <string.h>

struct reading {
    struct arena *arena;
    struct text rest;
    unsigned depth;
};

static struct json read_type(struct reading *reading);

static struct json with_one(struct arena *arena, const char *name, struct json value)
{
    struct json object = json_object();
    json_set(arena, &object, text_of(name), value);
    return object;
}

static struct json of_type(struct reading *reading, const char *type)
{
    return with_one(reading->arena, "type", json_string(text_of(type)));
}

static bool take(struct reading *reading, const char *what)
{
    struct text expected = text_of(what);
    if (!text_starts(reading->rest, expected)) {
        return false;
    }
    reading->rest = text_part(reading->rest, expected.size, reading->rest.size - expected.size);
    return true;
}

static void expect(struct reading *reading, const char *what)
{
    bool there = take(reading, what);
    insist(there);
}

static struct text read_word(struct reading *reading)
{
    size_t size = 0;
    while (size < reading->rest.size && !strchr(" ,:[]{}", reading->rest.at[size])) {
        size++;
    }
    insist(size > 0);
    struct text word = text_part(reading->rest, 0, size);
    reading->rest = text_part(reading->rest, size, reading->rest.size - size);
    return word;
}

/* --- words ---------------------------------------------------------------------------------- */

static struct json of_format(struct reading *reading, const char *format)
{
    struct json schema = of_type(reading, "string");
    json_set(reading->arena, &schema, TEXT("format"), json_string(text_of(format)));
    return schema;
}

static struct json of_due(struct reading *reading)
{
    struct json schema = of_type(reading, "string");
    json_set(reading->arena, &schema, TEXT("description"), json_string(TEXT("a date or an instant")));
    return schema;
}

static struct json of_choices(struct reading *reading, struct text choices)
{
    struct json list = json_array();
    struct text choice;
    while (text_split(&choices, '|', &choice)) {
        json_append(reading->arena, &list, json_string(choice));
    }
    return with_one(reading->arena, "enum", list);
}

static struct json of_word(struct reading *reading, struct text word)
{
    static const char *const plain[] = {"integer", "boolean", "null", "object"};
    static const char *const formats[][2] = {
        {"date", "date"}, {"time", "date-time"}, {"uri", "uri-reference"}};
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) {
        if (text_is(word, plain[i])) {
            return of_type(reading, plain[i]);
        }
    }
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        if (text_is(word, formats[i][0])) {
            return of_format(reading, formats[i][1]);
        }
    }
    if (text_is(word, "text")) {
        return of_type(reading, "string");
    }
    if (text_is(word, "due")) {
        return of_due(reading);
    }
    if (text_is(word, "any")) {
        return json_object();
    }
    if (word.at[0] >= 'A' && word.at[0] <= 'Z') {
        struct text place = text_printf(reading->arena, "#/components/schemas/%.*s", TEXT_ARGS(word));
        return with_one(reading->arena, "$ref", json_string(place));
    }
    insist(memchr(word.at, '|', word.size));
    return of_choices(reading, word);
}

/* --- what holds others ---------------------------------------------------------------------- */

static struct json read_list(struct reading *reading)
{
    struct json list = of_type(reading, "array");
    json_set(reading->arena, &list, TEXT("items"), read_type(reading));
    return list;
}

static struct json read_object(struct reading *reading)
{
    struct json object = of_type(reading, "object"), members = json_object();
    if (take(reading, "*: ")) {
        json_set(reading->arena, &object, TEXT("additionalProperties"), read_type(reading));
        expect(reading, "}");
        return object;
    }
    do {
        struct text name = read_word(reading);
        json_set(reading->arena, &members, name,
                 take(reading, ": ") ? read_type(reading) : of_type(reading, "string"));
    } while (take(reading, ", "));
    expect(reading, "}");
    json_set(reading->arena, &object, TEXT("properties"), members);
    return object;
}

static struct json read_page(struct reading *reading)
{
    struct json page = of_type(reading, "object"), members = json_object();
    json_set(reading->arena, &members, TEXT("items"), read_list(reading));
    json_set(reading->arena, &members, TEXT("cursor"), of_type(reading, "string"));
    json_set(reading->arena, &page, TEXT("properties"), members);
    return page;
}

static struct json read_one(struct reading *reading)
{
    struct json schema;
    insist(reading->depth < SCHEMA_DEPTH_LIMIT);
    reading->depth++;
    if (take(reading, "[")) {
        schema = read_list(reading);
        expect(reading, "]");
    } else if (take(reading, "{")) {
        schema = read_object(reading);
    } else if (take(reading, "page of ")) {
        schema = read_page(reading);
    } else {
        schema = of_word(reading, read_word(reading));
    }
    reading->depth--;
    return schema;
}

static struct json read_type(struct reading *reading)
{
    struct json one = read_one(reading), choices = json_array();
    if (!text_starts(reading->rest, TEXT(" or "))) {
        return one;
    }
    json_append(reading->arena, &choices, one);
    while (take(reading, " or ")) {
        json_append(reading->arena, &choices, read_one(reading));
    }
    return with_one(reading->arena, "oneOf", choices);
}

struct json schema_read(struct arena *arena, const char *notation)
{
    struct reading reading = {.arena = arena, .rest = text_of(notation)};
    struct json schema = read_type(&reading);
    insist(reading.rest.size == 0);
    return schema;
}

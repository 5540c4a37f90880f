/* A plugin's settings: declared with a type in the manifest, given by an admin in site.yaml. */
#include "script/manifest.h"

#include <math.h>

enum setting_type {
    SETTING_TEXT,
    SETTING_NUMBER,
    SETTING_YES_NO,
    SETTING_DATE,
    SETTING_DURATION,
    SETTING_MONEY,
    SETTING_LIST,
    SETTING_TYPES
};

static const char *const type_names[] = {"text", "number", "yes/no", "date", "duration", "money", "list"};
static const char *const type_words[] = {
    "a text",
    "a number",
    "yes or no",
    "a date",
    "a duration",
    "an amount of money with at most two decimals",
    "a list of texts or numbers",
};

/* An amount in pounds; whole pence, as fields of money have it. */
static bool is_money(const struct json *value)
{
    double pence = value->type == JSON_REAL ? value->real * 100 : 0;
    bool whole = pence - floor(pence + 0.5) < 1e-6 && floor(pence + 0.5) - pence < 1e-6;
    return value->type == JSON_INTEGER || (value->type == JSON_REAL && whole);
}

static bool is_list(const struct json *value)
{
    bool plain = value->type == JSON_ARRAY && value->count <= SCRIPT_SETTING_LIMIT;
    for (uint32_t i = 0; plain && i < value->count; i++) {
        enum json_type type = value->elements[i].type;
        plain = type == JSON_STRING || type == JSON_INTEGER || type == JSON_REAL;
    }
    return plain;
}

/* VALUE as a setting of TYPE has it; "yes" and "no" become booleans. False when it is none. */
static bool fit(enum setting_type type, struct json *value)
{
    struct text text = json_text(value);
    struct duration duration;
    switch (type) {
    case SETTING_TEXT:
        return value->type == JSON_STRING;
    case SETTING_NUMBER:
        return value->type == JSON_INTEGER || value->type == JSON_REAL;
    case SETTING_YES_NO:
        if (value->type == JSON_STRING && (text_is(text, "yes") || text_is(text, "no"))) {
            *value = json_boolean(text_is(text, "yes"));
        }
        return value->type == JSON_BOOLEAN;
    case SETTING_DATE:
        return value->type == JSON_STRING && date_read(text) != DATE_NONE;
    case SETTING_DURATION:
        return value->type == JSON_STRING && duration_read(text, &duration, NULL) == STATUS_OK;
    case SETTING_MONEY:
        return is_money(value);
    case SETTING_LIST:
        return is_list(value);
    case SETTING_TYPES:
        break;
    }
    return false;
}

static enum setting_type read_type(const struct reader *reader, const struct node *node)
{
    for (enum setting_type type = SETTING_TEXT; node->kind == NODE_SCALAR && type < SETTING_TYPES; type++) {
        if (text_is(node->scalar, type_names[type])) {
            return type;
        }
    }
    source_error(reader->source, node->place, "text, number, yes/no, date, duration, money or list",
                 "a setting has no such type");
    return SETTING_TYPES;
}

/* The default as JSON: a text stays as it is written (01 and no are texts where text is meant). */
static struct json read_default(const struct reader *reader, const struct node *node, enum setting_type type)
{
    bool as_written = node->kind == NODE_SCALAR && type != SETTING_NUMBER && type != SETTING_YES_NO &&
                      type != SETTING_MONEY;
    struct json value =
        as_written ? json_string(text_copy(reader->arena, node->scalar)) : node_to_json(reader->arena, node);
    if (type != SETTING_TYPES && !fit(type, &value)) {
        source_error(reader->source, node->place, NULL, "this default is not %s", type_words[type]);
    }
    return value;
}

static struct json read_setting(const struct reader *reader, const struct node_entry *entry,
                                const struct json *given)
{
    static const char *const known[] = {"type", "title", "about", "default"};
    const struct node *node = &entry->value;
    if (node->kind != NODE_MAP || !node_get(node, "type")) {
        source_error(reader->source, entry->place, "Write: {type: number, title: …, default: 3}",
                     "the setting %.*s must say its type", TEXT_ARGS(entry->key));
        return json_null();
    }
    manifest_known(reader, node, "a setting", known, 4);
    enum setting_type type = read_type(reader, node_get(node, "type"));
    const struct node *otherwise = node_get(node, "default");
    struct json value = otherwise ? read_default(reader, otherwise, type) : json_null();
    if (!json_is_null(given)) {
        value = json_copy(reader->arena, *given);
        if (type != SETTING_TYPES && !fit(type, &value)) {
            source_error(reader->source, entry->place, "Put it right in site.yaml",
                         "the setting %.*s must be %s, and the site gives %s", TEXT_ARGS(entry->key),
                         type_words[type], json_type_words(given->type));
        }
    }
    return value;
}

static void refuse_undeclared(const struct reader *reader, const struct node *declared,
                              const struct json *given)
{
    for (uint32_t i = 0; given->type == JSON_OBJECT && i < given->count; i++) {
        struct text name = given->members[i].name;
        if (!declared || declared->kind != NODE_MAP || !node_entry_of(declared, name)) {
            source_error(reader->source, (struct place){0}, "Take it out of site.yaml",
                         "the site gives a setting %.*s, which this manifest does not declare",
                         TEXT_ARGS(name));
        }
    }
}

struct json manifest_settings(const struct reader *reader, const struct node *declared, struct json given)
{
    struct json settings = json_object();
    refuse_undeclared(reader, declared, &given);
    if (declared && declared->kind != NODE_MAP) {
        source_error(reader->source, declared->place, NULL, "settings must be a map, and %s stands here",
                     node_kind_words(declared->kind));
        return settings;
    }
    for (uint32_t i = 0; declared && i < declared->count; i++) {
        const struct node_entry *entry = &declared->entries[i];
        json_set(reader->arena, &settings, text_copy(reader->arena, entry->key),
                 read_setting(reader, entry, json_get(&given, entry->key)));
    }
    return settings;
}

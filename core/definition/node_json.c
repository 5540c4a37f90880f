/* Looking into a tree, and a tree as JSON: scalars by the rules of YAML 1.2's core schema (section 10.3.2),
 * with two exceptions that people need: a number that begins with a zero is text (a telephone number), and so
 * are infinity and what is no number. */
#include "definition/node.h"

#include <math.h>
#include <stdlib.h>

const struct node_entry *node_entry_of(const struct node *map, struct text key)
{
    for (uint32_t i = 0; map && map->kind == NODE_MAP && i < map->count; i++) {
        if (text_equal(map->entries[i].key, key)) {
            return &map->entries[i];
        }
    }
    return NULL;
}

const struct node *node_get(const struct node *map, const char *key)
{
    const struct node_entry *entry = node_entry_of(map, text_of(key));
    return entry ? &entry->value : NULL;
}

static bool is_null(const struct node *node)
{
    return node->scalar.size == 0 || text_is(node->scalar, "~") || text_is(node->scalar, "null") ||
           text_is(node->scalar, "Null") || text_is(node->scalar, "NULL");
}

bool node_is_empty(const struct node *node)
{
    return node->kind == NODE_SCALAR && node->plain && is_null(node);
}

const char *node_kind_words(enum node_kind kind)
{
    switch (kind) {
    case NODE_LIST:
        return "a list";
    case NODE_MAP:
        return "a map";
    default:
        return "a text";
    }
}

static size_t skip_digits(struct text text, size_t at)
{
    while (at < text.size && text.at[at] >= '0' && text.at[at] <= '9') {
        at++;
    }
    return at;
}

/* [-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?, without a leading zero before a digit.
 */
static bool is_number(struct text text)
{
    size_t at = text.size && (text.at[0] == '-' || text.at[0] == '+');
    size_t whole = skip_digits(text, at);
    size_t digits = whole - at;
    if (digits > 1 && text.at[at] == '0') {
        return false;
    }
    at = whole;
    if (at < text.size && text.at[at] == '.') {
        size_t end = skip_digits(text, at + 1);
        digits += end - at - 1;
        at = end;
    }
    if (digits == 0) {
        return false;
    }
    if (at < text.size && (text.at[at] == 'e' || text.at[at] == 'E')) {
        at++;
        at += at < text.size && (text.at[at] == '-' || text.at[at] == '+');
        size_t end = skip_digits(text, at);
        if (end == at) {
            return false;
        }
        at = end;
    }
    return at == text.size;
}

static bool is_boolean(struct text text, bool *value)
{
    *value = text_is(text, "true") || text_is(text, "True") || text_is(text, "TRUE");
    return *value || text_is(text, "false") || text_is(text, "False") || text_is(text, "FALSE");
}

static struct json plain_to_json(struct arena *arena, const struct node *node)
{
    bool boolean;
    int64_t integer;
    if (is_null(node)) {
        return json_null();
    }
    if (is_boolean(node->scalar, &boolean)) {
        return json_boolean(boolean);
    }
    if (is_number(node->scalar)) {
        if (text_integer(node->scalar, &integer)) {
            return json_integer(integer);
        }
        double real = strtod(text_copy(arena, node->scalar).at, NULL);
        if (isfinite(real)) {
            return json_real(real);
        }
    }
    return json_string(node->scalar);
}

static int by_key(const void *a, const void *b)
{
    const struct node_entry *const *left = a, *const *right = b;
    return text_compare((*left)->key, (*right)->key);
}

/* In the order of the names, so that each goes to the end: members are kept sorted. */
static struct json map_to_json(struct arena *arena, const struct node *node)
{
    struct json object = json_object();
    const struct node_entry **sorted = arena_array(arena, const struct node_entry *, node->count);
    for (uint32_t i = 0; i < node->count; i++) {
        sorted[i] = &node->entries[i];
    }
    if (node->count) {
        qsort(sorted, node->count, sizeof *sorted, by_key);
    }
    for (uint32_t i = 0; i < node->count; i++) {
        json_set(arena, &object, sorted[i]->key, node_to_json(arena, &sorted[i]->value));
    }
    return object;
}

struct json node_to_json(struct arena *arena, const struct node *node)
{
    if (node->kind == NODE_MAP) {
        return map_to_json(arena, node);
    }
    if (node->kind == NODE_LIST) {
        struct json array = json_array();
        for (uint32_t i = 0; i < node->count; i++) {
            json_append(arena, &array, node_to_json(arena, &node->elements[i]));
        }
        return array;
    }
    return node->plain ? plain_to_json(arena, node) : json_string(node->scalar);
}

/* JSON values: making them and finding one's way in them. The invariants are in the header; json_set keeps
 * the order. */
#include "base/json.h"

#include "base/insist.h"

#include <math.h>
#include <string.h>

struct json json_null(void)
{
    return (struct json){.type = JSON_NULL};
}

struct json json_boolean(bool boolean)
{
    return (struct json){.type = JSON_BOOLEAN, .boolean = boolean};
}

struct json json_integer(int64_t integer)
{
    return (struct json){.type = JSON_INTEGER, .integer = integer};
}

struct json json_real(double real)
{
    insist(isfinite(real));
    if (real >= -0x1p63 && real < 0x1p63 && real == trunc(real)) {
        return json_integer((int64_t)real);
    }
    return (struct json){.type = JSON_REAL, .real = real};
}

struct json json_string(struct text text)
{
    insist(text.size <= UINT32_MAX);
    return (struct json){.type = JSON_STRING, .count = (uint32_t)text.size, .string = text.at};
}

struct json json_array(void)
{
    return (struct json){.type = JSON_ARRAY};
}

struct json json_object(void)
{
    return (struct json){.type = JSON_OBJECT};
}

/* AT, COUNT items of SIZE bytes of VALUE, with place for one more. */
static void *place_for_one(struct arena *arena, struct json *value, void *at, size_t size)
{
    uint64_t count = value->count;
    if (value->grown && count < UINT64_C(1) << value->grown) {
        return at;
    }
    unsigned grown = 2;
    while (UINT64_C(1) << grown <= count) {
        grown++;
    }
    insist(grown < 32);
    value->grown = grown & 0xFF;
    return arena_grow(arena, at, count * size, ((size_t)1 << grown) * size);
}

/* The place of NAME among the members: where it is, or where it would be put in. */
static uint32_t place_of(const struct json *object, struct text name, bool *there)
{
    uint32_t low = 0, high = object->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = text_compare(object->members[middle].name, name);
        if (order == 0) {
            *there = true;
            return middle;
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    *there = false;
    return low;
}

void json_set(struct arena *arena, struct json *object, struct text name, struct json value)
{
    insist(object->type == JSON_OBJECT);
    bool there;
    uint32_t place = place_of(object, name, &there);
    if (there) {
        object->members[place].value = value;
        return;
    }
    object->members = place_for_one(arena, object, object->members, sizeof *object->members);
    struct json_member *at = object->members + place;
    memmove(at + 1, at, (object->count - place) * sizeof *at);
    *at = (struct json_member){name, value};
    object->count++;
}

bool json_unset(struct json *object, struct text name)
{
    insist(object->type == JSON_OBJECT);
    bool there;
    uint32_t place = place_of(object, name, &there);
    if (there) {
        struct json_member *at = object->members + place;
        object->count--;
        memmove(at, at + 1, (object->count - place) * sizeof *at);
    }
    return there;
}

void json_append(struct arena *arena, struct json *array, struct json element)
{
    insist(array->type == JSON_ARRAY);
    array->elements = place_for_one(arena, array, array->elements, sizeof *array->elements);
    array->elements[array->count++] = element;
}

struct json json_shallow(struct arena *arena, struct json value)
{
    value.grown = 0;
    if (value.type == JSON_ARRAY && value.count) {
        size_t size = value.count * sizeof *value.elements;
        value.elements = memcpy(arena_alloc(arena, size), value.elements, size);
    } else if (value.type == JSON_OBJECT && value.count) {
        size_t size = value.count * sizeof *value.members;
        value.members = memcpy(arena_alloc(arena, size), value.members, size);
    }
    return value;
}

struct json json_copy(struct arena *arena, struct json value)
{
    struct json copy = json_shallow(arena, value);
    if (copy.type == JSON_STRING) {
        copy.string = arena_copy(arena, copy.string, copy.count);
    }
    for (uint32_t i = 0; copy.type == JSON_ARRAY && i < copy.count; i++) {
        copy.elements[i] = json_copy(arena, copy.elements[i]);
    }
    for (uint32_t i = 0; copy.type == JSON_OBJECT && i < copy.count; i++) {
        struct json_member *member = &copy.members[i];
        *member = (struct json_member){text_copy(arena, member->name), json_copy(arena, member->value)};
    }
    return copy;
}

struct json *json_get_mutable(struct json *object, struct text name)
{
    bool there = false;
    if (!object || object->type != JSON_OBJECT) {
        return NULL;
    }
    uint32_t place = place_of(object, name, &there);
    return there ? &object->members[place].value : NULL;
}

const struct json *json_get(const struct json *object, struct text name)
{
    bool there = false;
    if (!object || object->type != JSON_OBJECT) {
        return NULL;
    }
    uint32_t place = place_of(object, name, &there);
    return there ? &object->members[place].value : NULL;
}

const struct json *json_member_of(const struct json *object, const char *name)
{
    return json_get(object, text_of(name));
}

struct text json_get_text(const struct json *object, const char *name)
{
    const struct json *value = json_member_of(object, name);
    return value ? json_text(value) : (struct text){0};
}

int64_t json_get_integer(const struct json *object, const char *name, int64_t otherwise)
{
    const struct json *value = json_member_of(object, name);
    return value && value->type == JSON_INTEGER ? value->integer : otherwise;
}

bool json_get_boolean(const struct json *object, const char *name, bool otherwise)
{
    const struct json *value = json_member_of(object, name);
    return value && value->type == JSON_BOOLEAN ? value->boolean : otherwise;
}

struct text json_text(const struct json *string)
{
    return string && string->type == JSON_STRING ? (struct text){string->string, string->count}
                                                 : (struct text){0};
}

bool json_is_null(const struct json *value)
{
    return !value || value->type == JSON_NULL;
}

const char *json_type_words(enum json_type type)
{
    switch (type) {
    case JSON_NULL:
        return "null";
    case JSON_BOOLEAN:
        return "a yes or no";
    case JSON_INTEGER:
    case JSON_REAL:
        return "a number";
    case JSON_STRING:
        return "a text";
    case JSON_ARRAY:
        return "a list";
    case JSON_OBJECT:
        return "a group";
    }
    insist_never();
}

static bool elements_equal(const struct json *a, const struct json *b, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        if (!json_equal(&a[i], &b[i])) {
            return false;
        }
    }
    return true;
}

static bool members_equal(const struct json_member *a, const struct json_member *b, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        if (!text_equal(a[i].name, b[i].name) || !json_equal(&a[i].value, &b[i].value)) {
            return false;
        }
    }
    return true;
}

bool json_equal(const struct json *a, const struct json *b)
{
    if (a->type != b->type) {
        return false;
    }
    switch (a->type) {
    case JSON_NULL:
        return true;
    case JSON_BOOLEAN:
        return a->boolean == b->boolean;
    case JSON_INTEGER:
        return a->integer == b->integer;
    case JSON_REAL:
        return a->real == b->real;
    case JSON_STRING:
        return text_equal(json_text(a), json_text(b));
    case JSON_ARRAY:
        return a->count == b->count &&
               (a->elements == b->elements || elements_equal(a->elements, b->elements, a->count));
    case JSON_OBJECT:
        return a->count == b->count &&
               (a->members == b->members || members_equal(a->members, b->members, a->count));
    }
    insist_never();
}

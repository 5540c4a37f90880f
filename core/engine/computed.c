/* Data with what is computed. See computed.h. */
#include "engine/computed.h"

#include <math.h>

struct computing {
    struct arena *arena;
    const struct rules *rules;
    struct scope scope;
    struct json *notes;
};

static void note(struct computing *computing, const struct field *field, const struct error *error)
{
    struct arena *arena = computing->arena;
    struct json one = json_object();
    if (!computing->notes) {
        return;
    }
    struct text message = text_copy(arena, text_of(error->message));
    json_set(arena, &one, TEXT("line"), json_integer(field->computed->place.line));
    json_set(arena, &one, TEXT("message"), json_string(message));
    json_set(arena, &one, TEXT("what"), json_string(field->name));
    json_append(arena, computing->notes, one);
}

static bool is_empty(const struct json *value)
{
    return value->type == JSON_NULL || (value->type == JSON_STRING && value->count == 0) ||
           (value->type == JSON_ARRAY && value->count == 0);
}

static struct json in_pence(struct json amount)
{
    double pence = amount.type == JSON_REAL ? round(amount.real * 100) / 100 : 0;
    return amount.type == JSON_REAL && isfinite(pence) ? json_real(pence) : amount;
}

/* FIELD's value at present; JSON_NULL: it is empty, or failed. */
static struct json compute(struct computing *computing, const struct field *field)
{
    const struct rules *rules = computing->rules;
    struct value value = {.kind = VALUE_NOTHING};
    struct error error;
    if (rules->api->evaluate(rules->self, field->computed, &computing->scope, &value, &error) != STATUS_OK) {
        note(computing, field, &error);
        return json_null();
    }
    struct json json = value_json(computing->arena, &value);
    return field->type == FIELD_MONEY ? in_pence(json) : json;
}

struct json computed_value(struct arena *arena, const struct scope *scope, const struct rules *rules,
                           const struct field *field)
{
    struct computing computing = {arena, rules, *scope, NULL};
    return compute(&computing, field);
}

/* GROUP (the data, or an item of a list) with those of FIELDS that are computed. */
static struct json fill(struct computing *computing, const struct fields *fields, const struct json *group)
{
    struct json filled = json_shallow(computing->arena, *group);
    for (size_t i = 0; i < fields->count; i++) {
        const struct field *field = &fields->at[i];
        if (field->computed) {
            struct json value = compute(computing, field);
            json_unset(&filled, field->name);
            if (!is_empty(&value)) {
                json_set(computing->arena, &filled, field->name, value);
            }
        }
    }
    return filled;
}

static struct json fill_items(struct computing *computing, const struct field *list, const struct json *items)
{
    struct json filled = json_array();
    struct scope outer = computing->scope;
    computing->scope.list = list;
    for (uint32_t i = 0; i < items->count; i++) {
        computing->scope.item = (uint32_t)json_get_integer(&items->elements[i], "id", 0);
        json_append(computing->arena, &filled, fill(computing, &list->of, &items->elements[i]));
    }
    computing->scope = outer;
    return filled;
}

struct json computed_fields(struct arena *arena, const struct scope *scope, const struct rules *rules,
                            struct json *notes)
{
    const struct subject *subject = scope->subject;
    const struct fields *fields = &subject->definition->fields;
    if (!fields->computed || subject->data.type != JSON_OBJECT) {
        return subject->data;
    }
    struct computing computing = {arena, rules, *scope, notes};
    struct json data = fill(&computing, fields, &subject->data);
    for (size_t i = 0; i < fields->count; i++) {
        const struct field *list = &fields->at[i];
        const struct json *items = list->of.computed ? json_get(&data, list->name) : NULL;
        if (items && items->type == JSON_ARRAY) {
            json_set(arena, &data, list->name, fill_items(&computing, list, items));
        }
    }
    return data;
}

struct json computed_data(struct arena *arena, const struct world *world, const struct subject *subject,
                          instant now, const struct rules *rules)
{
    struct scope scope = {.world = world, .subject = subject, .now = now};
    if (!subject->definition->fields.computed) {
        return subject->data;
    }
    rules->api->begin(rules->self, arena, world, NULL);
    struct json data = computed_fields(arena, &scope, rules, NULL);
    rules->api->end(rules->self);
    return data;
}

/* Lists: what is given of their items, and where a field's value is kept: in the case's data, or in an item
 * of a list of it. */
#include "engine/planning.h"

static bool refuse(struct text *sentence, struct text words)
{
    *sentence = words;
    return false;
}

static void set(struct arena *arena, struct json *object, struct text name, struct json value)
{
    if (value.type == JSON_NULL) {
        json_unset(object, name);
    } else {
        json_set(arena, object, name, value);
    }
}

static struct json *item_of(struct json *items, int64_t id)
{
    for (uint32_t i = 0; i < items->count; i++) {
        if (json_get_integer(&items->elements[i], "id", 0) == id) {
            return &items->elements[i];
        }
    }
    return NULL;
}

static int64_t next_number(struct planning *planning, const struct field *list)
{
    struct json *numbers = &planning->subject->numbers;
    const struct json *last = json_get(numbers, list->name);
    int64_t next = (last && last->type == JSON_INTEGER ? last->integer : 0) + 1;
    json_set(planning->arena, numbers, list->name, json_integer(next));
    return next;
}

/* A new item begins with the defaults of its fields, as a case does. */
static bool begin_item(struct planning *planning, const struct field *list, struct json *item,
                       struct text *sentence)
{
    struct scope scope = planning_scope(planning, NODE_ROOT);
    for (size_t i = 0; i < list->of.count; i++) {
        const struct field *field = &list->of.at[i];
        struct error error;
        struct json given, value;
        struct text why;
        if (operand_value(planning, &field->initial, &scope, &given, &error) != STATUS_OK) {
            return refuse(sentence, text_copy(planning->arena, text_of(error.message)));
        }
        if (given.type == JSON_NULL) {
            continue;
        }
        if (!field_take(planning, field, &given, &value, &why)) {
            *sentence = text_printf(planning->arena, "the default of %.*s is not valid: %.*s",
                                    TEXT_ARGS(field->name), TEXT_ARGS(why));
            return false;
        }
        json_set(planning->arena, item, field->name, value);
    }
    return true;
}

static bool merge_item(struct planning *planning, const struct field *list, const struct json *given,
                       struct json *item, struct text *sentence)
{
    for (uint32_t i = 0; i < given->count; i++) {
        struct text name = given->members[i].name;
        int32_t index = map_get(&list->of.by_name, name);
        struct json value;
        struct text why;
        if (text_is(name, "id")) {
            continue;
        }
        if (index == MAP_NONE) {
            *sentence = text_printf(planning->arena, "%.*s is no part of %.*s.", TEXT_ARGS(name),
                                    TEXT_ARGS(list->title.size ? list->title : list->name));
            return false;
        }
        if (!field_take(planning, &list->of.at[index], &given->members[i].value, &value, &why)) {
            *sentence = text_printf(planning->arena, "%.*s: %.*s", TEXT_ARGS(name), TEXT_ARGS(why));
            return false;
        }
        set(planning->arena, item, name, value);
    }
    return true;
}

/* Items with an `id` are changed, those without are added; none is taken away, since a strand may live by it.
 */
bool field_take_list(struct planning *planning, const struct field *field, const struct json *given,
                     struct json *value, struct text *sentence)
{
    if (given->type != JSON_ARRAY) {
        return refuse(sentence, TEXT("This must be a list."));
    }
    const struct json *now = field_read(planning->subject, field, 0);
    struct json items = now && now->type == JSON_ARRAY ? json_shallow(planning->arena, *now) : json_array();
    for (uint32_t i = 0; i < given->count; i++) {
        const struct json *one = &given->elements[i];
        if (one->type != JSON_OBJECT) {
            return refuse(sentence, TEXT("Each part of this list must be a group of answers."));
        }
        const struct json *id = json_member_of(one, "id");
        struct json fresh = json_object();
        struct json *item = id ? item_of(&items, id->type == JSON_INTEGER ? id->integer : -1) : &fresh;
        if (!item) {
            return refuse(sentence, TEXT("There is no item with this id."));
        }
        if (id) {
            *item = json_shallow(planning->arena, *item);
        } else {
            json_set(planning->arena, &fresh, TEXT("id"), json_integer(next_number(planning, field)));
        }
        if (!id && !begin_item(planning, field, &fresh, sentence)) {
            return false;
        }
        if (!merge_item(planning, field, one, item, sentence)) {
            return false;
        }
        if (!id) {
            json_append(planning->arena, &items, fresh);
        }
    }
    if (items.count > SUBJECT_ITEM_LIMIT) {
        return refuse(sentence, TEXT("A list holds at most 200 items."));
    }
    *value = items;
    return true;
}

const struct json *field_read(const struct subject *subject, const struct field *field, uint32_t item)
{
    if (field->list) {
        const struct json *group = subject_item(subject, field->list, item);
        return group ? json_get(group, field->name) : NULL;
    }
    return json_get(&subject->data, field->name);
}

void field_write(struct planning *planning, const struct field *field, uint32_t item, struct json value)
{
    struct json *data = &planning->subject->data;
    const struct json *known = field_read(planning->subject, field, item);
    if (known ? json_equal(known, &value) : value.type == JSON_NULL) {
        return;
    }
    touch_field(planning, field);
    if (!field->list) {
        set(planning->arena, data, field->name, value);
        return;
    }
    const struct json *now = json_get(data, field->list->name);
    if (!now || now->type != JSON_ARRAY) {
        return;
    }
    struct json items = json_shallow(planning->arena, *now);
    struct json *group = item_of(&items, (int64_t)item);
    if (group) {
        *group = json_shallow(planning->arena, *group);
        set(planning->arena, group, field->name, value);
        json_set(planning->arena, data, field->list->name, items);
    }
}

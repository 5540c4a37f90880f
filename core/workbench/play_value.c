/* What a scenario writes, typed by the workflow, and what stands, in the same words. */
#include "workbench/playing.h"

static struct json typed_list(const struct play *play, const struct field *field, const struct node *node);

/* --- typed ----------------------------------------------------------------------------- */

static struct json yes_no(const struct node *node)
{
    if (text_is(node->scalar, "yes") || text_is(node->scalar, "true")) {
        return json_boolean(true);
    }
    if (text_is(node->scalar, "no") || text_is(node->scalar, "false")) {
        return json_boolean(false);
    }
    return json_string(node->scalar);
}

static struct json number(const struct play *play, const struct node *node)
{
    struct node plain = *node;
    plain.plain = true;
    return node_to_json(play->arena, &plain);
}

static struct json choices(const struct play *play, const struct node *node)
{
    struct json list = json_array();
    for (uint32_t i = 0; node->kind == NODE_LIST && i < node->count; i++) {
        const struct node *one = &node->elements[i];
        json_append(play->arena, &list,
                    one->kind == NODE_SCALAR ? json_string(text_trim(one->scalar))
                                             : node_to_json(play->arena, one));
    }
    if (node->kind == NODE_SCALAR) {
        json_append(play->arena, &list, json_string(text_trim(node->scalar)));
    }
    return list;
}

struct json play_value(const struct play *play, const struct field *field, const struct node *node)
{
    if (!field || node_is_empty(node)) {
        return node_to_json(play->arena, node);
    }
    if (field->type == FIELD_LIST && node->kind == NODE_LIST) {
        return typed_list(play, field, node);
    }
    if (field->type == FIELD_CHOICES && node->kind != NODE_MAP) {
        return choices(play, node);
    }
    if (node->kind != NODE_SCALAR) {
        return node_to_json(play->arena, node);
    }
    switch (field->type) {
    case FIELD_YES_NO:
        return yes_no(node);
    case FIELD_NUMBER:
    case FIELD_MONEY:
        return number(play, node);
    case FIELD_PERSON:
        return json_string(play_reference(play, text_trim(node->scalar)));
    case FIELD_LONG_TEXT:
        return json_string(node->scalar);
    default:
        return json_string(text_trim(node->scalar));
    }
}

/* The items of a list: groups with the list's fields, and perhaps an id. */
static struct json typed_list(const struct play *play, const struct field *field, const struct node *node)
{
    struct json list = json_array();
    for (uint32_t i = 0; i < node->count; i++) {
        const struct node *item = &node->elements[i];
        struct json group = json_object();
        if (item->kind != NODE_MAP) {
            json_append(play->arena, &list, node_to_json(play->arena, item));
            continue;
        }
        for (uint32_t k = 0; k < item->count; k++) {
            const struct node_entry *entry = &item->entries[k];
            int32_t index = map_get(&field->of.by_name, entry->key);
            json_set(play->arena, &group, entry->key,
                     play_value(play, index == MAP_NONE ? NULL : &field->of.at[index], &entry->value));
        }
        json_append(play->arena, &list, group);
    }
    return list;
}

static const struct field *form_field_of(const struct form *form, struct text name)
{
    for (size_t i = 0; form && i < form->count; i++) {
        if (text_equal(form->fields[i].field->name, name)) {
            return form->fields[i].field;
        }
    }
    return NULL;
}

/* Of the event's form, the task's forms, the transitions' forms: the first that has it. */
static const struct field *asked_field(const struct definition *definition, struct text event,
                                       struct text name)
{
    const struct event_declaration *declared = definition_event(definition, event);
    const struct field *field = declared ? form_field_of(declared->form, name) : NULL;
    if (!field && text_starts(event, TEXT("task."))) {
        size_t end = event.size;
        while (end > 5 && event.at[end - 1] != '.') {
            end--;
        }
        const struct task *task = definition_task(definition, text_part(event, 5, end > 5 ? end - 6 : 0));
        for (size_t i = 0; task && !field && i < task->form_count; i++) {
            field = form_field_of(task->forms[i], name);
        }
    }
    for (size_t i = 0; !field && i < definition->transition_count; i++) {
        const struct transition *transition = &definition->transitions[i];
        if (transition->trigger == TRIGGER_EVENT && event_matches(transition->event, event)) {
            field = form_field_of(transition->form, name);
        }
    }
    return field;
}

static const struct field *field_of(const struct definition *definition, struct text event, struct text name)
{
    const struct field *field = asked_field(definition, event, name);
    if (!field) {
        field = definition_field(definition, name);
    }
    for (size_t i = 0; !field && i < definition->fields.count; i++) {
        const struct field *list = &definition->fields.at[i];
        int32_t index = list->type == FIELD_LIST ? map_get(&list->of.by_name, name) : MAP_NONE;
        field = index == MAP_NONE ? NULL : &list->of.at[index];
    }
    return field;
}

struct json play_data(const struct play *play, const struct definition *definition, struct text event,
                      const struct node *data)
{
    struct json object = json_object();
    for (uint32_t i = 0; i < data->count; i++) {
        const struct node_entry *entry = &data->entries[i];
        const struct node *node = &entry->value;
        const struct field *field = definition ? field_of(definition, event, entry->key) : NULL;
        struct json value = play_value(play, field, node);
        bool names_a_record = text_is(entry->key, "into") || text_is(entry->key, "to");
        if (!field && names_a_record && node->kind == NODE_SCALAR) {
            value = json_string(play_reference(play, text_trim(node->scalar)));
        }
        json_set(play->arena, &object, entry->key, value);
    }
    return object;
}

/* --- in words ------------------------------------------------------------------------------ */

static void show(struct buffer *out, const struct json *value);

static void show_group(struct buffer *out, const struct json *value)
{
    buffer_byte(out, '{');
    for (uint32_t i = 0; i < value->count; i++) {
        buffer_printf(out, "%s%.*s: ", i ? ", " : "", TEXT_ARGS(value->members[i].name));
        show(out, &value->members[i].value);
    }
    buffer_byte(out, '}');
}

static void show(struct buffer *out, const struct json *value)
{
    switch (value->type) {
    case JSON_NULL:
        buffer_string(out, "none");
        return;
    case JSON_BOOLEAN:
        buffer_string(out, value->boolean ? "yes" : "no");
        return;
    case JSON_STRING:
        buffer_text(out, json_text(value));
        return;
    case JSON_ARRAY:
        for (uint32_t i = 0; i < value->count; i++) {
            buffer_string(out, i ? ", " : "");
            show(out, &value->elements[i]);
        }
        buffer_string(out, value->count ? "" : "none");
        return;
    case JSON_OBJECT:
        show_group(out, value);
        return;
    default:
        json_write(value, out);
    }
}

struct text value_shown(const struct play *play, const struct json *value)
{
    struct buffer out;
    struct json none = json_null();
    buffer_init(&out, play->arena);
    show(&out, value ? value : &none);
    return buffer_result(&out);
}

struct text node_shown(const struct play *play, const struct node *node)
{
    struct json json = node_to_json(play->arena, node);
    return node->kind == NODE_SCALAR ? text_trim(node->scalar) : value_shown(play, &json);
}

struct text instant_shown(const struct play *play, instant at)
{
    char day[DATE_TEXT_SIZE];
    if (at == INSTANT_NONE) {
        return TEXT("none");
    }
    struct local_time local = zone_local(play->options->world->zone, at);
    int minutes = (int)(local.milliseconds / 60000);
    return text_printf(play->arena, "%s %02d:%02d", date_write(local.day, day), minutes / 60, minutes % 60);
}

struct text moment_shown(const struct play *play, struct moment moment)
{
    char text[MOMENT_TEXT_SIZE];
    if (moment.kind == MOMENT_INSTANT) {
        return instant_shown(play, moment.at);
    }
    return moment.kind == MOMENT_NONE ? TEXT("no date yet")
                                      : text_copy(play->arena, text_of(moment_write(moment, text)));
}

bool moment_is(const struct play *play, struct moment moment, struct text said)
{
    date day = date_read(said);
    if (moment.kind == MOMENT_INSTANT) {
        return instant_is(play, moment.at, said);
    }
    return moment.kind == MOMENT_DATE && day != DATE_NONE && moment.day == day;
}

bool instant_is(const struct play *play, instant at, struct text said)
{
    const struct zone *zone = play->options->world->zone;
    date day = date_read(said);
    if (at == INSTANT_NONE) {
        return false;
    }
    return day != DATE_NONE ? zone_date(zone, at) == day : instant_read(zone, said) == at;
}

bool node_is_none(const struct node *node)
{
    return node_is_empty(node) || (node->kind == NODE_SCALAR && text_is(text_trim(node->scalar), "none")) ||
           (node->kind == NODE_LIST && node->count == 0);
}

/* The answers to an event's forms: checked as a whole, so that every mistake is told at once; then written
 * into the fields of the same name, before any guard is asked; and kept as a record (LANGUAGE 12). */
#include "engine/planning.h"

#include "base/insist.h"

struct answering {
    struct planning *planning;
    const struct form *form;
    struct json record; /* what this form was answered */
    bool valid;
};

static void refuse(struct answering *answering, struct text field, struct text title, struct text sentence)
{
    struct unmet *unmet = planning_unmet(answering->planning, "form", "%.*s: %.*s",
                                         TEXT_ARGS(title.size ? title : field), TEXT_ARGS(sentence));
    unmet->field = field;
    answering->valid = false;
}

/* Writes an answer to the field of its name: an item's field for each item that is meant. */
static void write_answer(struct answering *answering, const struct field *field, struct json value)
{
    struct planning *planning = answering->planning;
    if (!field->list) {
        field_write(planning, field, 0, value);
        return;
    }
    const struct json *items = json_get(&planning->subject->data, field->list->name);
    uint32_t told = planning_item(planning, field->list);
    uint16_t each = DEFINITION_NONE;
    for (uint16_t i = 0; i < planning->definition->state_count; i++) {
        if (planning->definition->states[i].each == field->list && subject_in(planning->subject, i, 0)) {
            each = i;
        }
    }
    bool some = false;
    for (int round = 0; round < 2 && !some;
         round++) { /* the items whose strands take the event; if none does, all */
        for (uint32_t i = 0; items && i < items->count; i++) {
            uint32_t id = (uint32_t)json_get_integer(&items->elements[i], "id", 0);
            bool meant = told ? id == told
                              : round == 1 || (each != DEFINITION_NONE &&
                                               select_strand_takes(planning, each, id, planning->event.name));
            if (meant) {
                field_write(planning, field, id, value);
                some = true;
            }
        }
    }
}

static bool is_shown(struct answering *answering, const struct form_field *place, const struct scope *scope)
{
    return !place->when || planning_holds(answering->planning, place->when, scope, "when");
}

static bool is_required(struct answering *answering, const struct form_field *place,
                        const struct scope *scope)
{
    return place->required || (place->field->required && !place->field->list) ||
           (place->required_if && planning_holds(answering->planning, place->required_if, scope, "required"));
}

/* Nothing, or a list of none. */
static bool is_empty(const struct json *value)
{
    return value->type == JSON_NULL || (value->type == JSON_ARRAY && value->count == 0);
}

bool answer_take(struct planning *planning, const struct field *field, const struct json *given,
                 struct json *value, struct text *sentence)
{
    planning->answering = true;
    bool valid = field_take(planning, field, given, value, sentence);
    planning->answering = false;
    return valid;
}

static void take_answer(struct answering *answering, const struct form_field *place)
{
    struct planning *planning = answering->planning;
    const struct field *field = place->field;
    struct scope scope = planning_scope_item(planning, field->list, planning_item(planning, field->list));
    const struct json *given = json_get(&planning->event.data, field->name);
    if (!is_shown(answering, place, &scope)) {
        if (!json_is_null(given)) {
            refuse(answering, field->name, field->title, TEXT("This is not asked here."));
        }
        return;
    }
    if (!given) {
        const struct json *known = place->own ? NULL : field_read(planning->subject, field, scope.item);
        if (!known && is_required(answering, place, &scope)) {
            refuse(answering, field->name, field->title, TEXT("An answer is needed."));
        }
        return;
    }
    struct json value;
    struct text sentence;
    if (!answer_take(planning, field, given, &value, &sentence)) {
        refuse(answering, field->name, field->title, sentence);
        return;
    }
    if (is_empty(&value) && is_required(answering, place, &scope)) {
        refuse(answering, field->name, field->title, TEXT("An answer is needed."));
        return;
    }
    json_set(planning->arena, &answering->record, field->name, field->type == FIELD_LIST ? *given : value);
    if (!place->own) {
        write_answer(answering, field, value);
    }
}

/* The field's own checks; an answer that is empty is not asked. */
static void check_field(struct answering *answering, const struct field *field, const struct json *value,
                        struct scope scope)
{
    for (size_t i = 0; !json_is_null(value) && i < field->check_count; i++) {
        if (!planning_holds(answering->planning, field->checks[i].condition, &scope, "check")) {
            refuse(answering, field->list ? field->list->name : field->name,
                   field->title.size ? field->title : field->name, field->checks[i].otherwise);
        }
    }
}

/* What was GIVEN of the item ID: of a new one all that is required is there, of another nothing of it was
 * emptied. */
static void check_item(struct answering *answering, const struct field *list, const struct json *given,
                       uint32_t id, bool fresh)
{
    struct planning *planning = answering->planning;
    struct scope scope = planning_scope_item(planning, list, id);
    for (size_t i = 0; i < list->of.count; i++) {
        const struct field *field = &list->of.at[i];
        const struct json *value = field_read(planning->subject, field, id);
        bool told = json_get(given, field->name) != NULL;
        if ((told || fresh) && field->required && json_is_null(value)) {
            refuse(answering, list->name, field->title, TEXT("An answer is needed."));
        } else if (told) {
            check_field(answering, field, value, scope);
        }
    }
}

/* New items stand at the end of the list, in the order in which they were given. */
static void check_items(struct answering *answering, const struct field *list, const struct json *given)
{
    const struct json *items = field_read(answering->planning->subject, list, 0);
    uint32_t fresh = 0, at = items ? items->count : 0;
    for (uint32_t i = 0; i < given->count; i++) {
        fresh += json_member_of(&given->elements[i], "id") == NULL;
    }
    insist(fresh <= at);
    at -= fresh;
    for (uint32_t i = 0; i < given->count; i++) {
        const struct json *one = &given->elements[i];
        bool is_fresh = items && !json_member_of(one, "id");
        const struct json *item = is_fresh ? &items->elements[at++] : one;
        check_item(answering, list, one, (uint32_t)json_get_integer(item, "id", 0), is_fresh);
    }
}

/* Once everything is written, since a check may read what was answered beside it. */
static void check_answer(struct answering *answering, const struct form_field *place)
{
    struct planning *planning = answering->planning;
    const struct field *field = place->field;
    const struct json *answer = json_get(&answering->record, field->name);
    if (!answer) {
        return;
    }
    if (field->type == FIELD_LIST && !place->own) {
        check_items(answering, field, answer);
    }
    check_field(answering, field, answer,
                planning_scope_item(planning, field->list, planning_item(planning, field->list)));
}

static void keep_record(struct answering *answering)
{
    struct planning *planning = answering->planning;
    struct subject *subject = planning->subject;
    struct arena *arena = planning->arena;
    struct json record = json_object();
    if (!answering->form->remembered) {
        return; /* the journal has it */
    }
    touch_form(planning, answering->form);
    json_set(arena, &record, TEXT("at"), json_integer(planning->now));
    json_set(arena, &record, TEXT("by"), json_string(planning->actor));
    json_set(arena, &record, TEXT("data"), answering->record);
    if (planning->event.of.size) {
        json_set(arena, &record, TEXT("of"), json_string(planning->event.of));
    }
    struct records *records = (struct records *)subject_records(subject, answering->form);
    if (!records) {
        records = vector_more(arena, &subject->records);
        *records = (struct records){.form = answering->form, .first = record, .all = json_null()};
        if (answering->form->kept_whole) {
            records->all = json_array();
        }
    }
    records->count++;
    records->last = record;
    if (records->all.type == JSON_ARRAY) {
        records->all = json_shallow(arena, records->all);
        if (records->all.count == SUBJECT_RECORD_LIMIT) { /* the oldest but the first makes room */
            memmove(&records->all.elements[1], &records->all.elements[2],
                    (records->all.count - 2) * sizeof *records->all.elements);
            records->all.count--;
        }
        json_append(arena, &records->all, record);
    }
}

static bool take_form(struct planning *planning, const struct form *form)
{
    struct answering answering = {planning, form, json_object(), true};
    for (size_t i = 0; i < form->count; i++) {
        take_answer(&answering, &form->fields[i]);
    }
    for (size_t i = 0; i < form->count && answering.valid; i++) {
        check_answer(&answering, &form->fields[i]);
    }
    if (answering.valid) {
        keep_record(&answering);
    }
    return answering.valid;
}

static bool asks(const struct event *event, struct text name)
{
    for (size_t f = 0; f < event->form_count; f++) {
        for (size_t i = 0; i < event->forms[f]->count; i++) {
            if (text_equal(event->forms[f]->fields[i].field->name, name)) {
                return true;
            }
        }
    }
    return false;
}

static bool is_extra(const char *const *extra, struct text name)
{
    for (; extra && *extra; extra++) {
        if (text_is(name, *extra)) {
            return true;
        }
    }
    return false;
}

static bool refuse_unknown(struct planning *planning, const char *const *extra)
{
    const struct event *event = &planning->event;
    bool valid = true;
    for (uint32_t i = 0; event->data.type == JSON_OBJECT && i < event->data.count; i++) {
        struct text name = event->data.members[i].name;
        if (asks(event, name) || is_extra(extra, name)) {
            continue;
        }
        struct unmet *unmet = planning_unmet(planning, "form", "%.*s is not asked here.", TEXT_ARGS(name));
        unmet->field = name;
        valid = false;
    }
    return valid;
}

bool answers_take(struct planning *planning, const char *const *extra)
{
    struct event *event = &planning->event;
    if (event->form_count == 0) {
        return true;
    }
    if (event->data.type == JSON_NULL) {
        event->data = json_object();
    }
    bool valid = refuse_unknown(planning, extra);
    for (size_t i = 0; i < event->form_count; i++) {
        valid = take_form(planning, event->forms[i]) && valid;
    }
    return valid && !planning->failed;
}

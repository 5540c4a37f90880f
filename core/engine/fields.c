/* One field's value: what is taken of what was given, and where it is written. Texts are taken for every
 * type, since a shell and a page have nothing else: "3", "yes", "2026-12-28". A sentence that refuses a value
 * can be shown to whoever typed it. */
#include "engine/names.h"
#include "engine/planning.h"

#include <inttypes.h>
#include <math.h>

enum { FIELD_TEXT_LIMIT = 1000, FIELD_LONG_TEXT_LIMIT = 32 * 1024 };

#define FIELD_MONEY_LIMIT 1e12

struct names {
    VECTOR(struct text)
    list;
};

static bool refuse(struct text *sentence, struct text words)
{
    *sentence = words;
    return false;
}

static bool take_text(const struct field *field, const struct json *given, struct json *value,
                      struct text *sentence)
{
    if (given->type != JSON_STRING) {
        return refuse(sentence, TEXT("This must be a text."));
    }
    if (field->type == FIELD_TEXT && given->count > FIELD_TEXT_LIMIT) {
        return refuse(sentence, TEXT("This is longer than 1,000 bytes."));
    }
    if (given->count > FIELD_LONG_TEXT_LIMIT) {
        return refuse(sentence, TEXT("This is longer than 32 KiB."));
    }
    *value = *given;
    return true;
}

static bool take_number(struct planning *planning, const struct field *field, const struct json *given,
                        struct json *value, struct text *sentence)
{
    struct json number = *given;
    if (given->type == JSON_STRING &&
        json_read(planning->arena, json_text(given), &number, NULL) != STATUS_OK) {
        return refuse(sentence, TEXT("This must be a number."));
    }
    if (number.type != JSON_INTEGER && number.type != JSON_REAL) {
        return refuse(sentence, TEXT("This must be a number."));
    }
    double amount = number.type == JSON_REAL ? number.real : (double)number.integer;
    if (field->type == FIELD_MONEY && fabs(amount) >= FIELD_MONEY_LIMIT) { /* pence are exact below it */
        return refuse(sentence, TEXT("An amount is less than a million million."));
    }
    if (field->type == FIELD_MONEY && number.type == JSON_REAL) {
        double pence = round(number.real * 100);
        if (fabs(pence - number.real * 100) > 1e-6) {
            return refuse(sentence, TEXT("An amount has at most two decimals."));
        }
        number = json_real(pence / 100);
    }
    *value = number;
    return true;
}

static bool take_yes_no(const struct json *given, struct json *value, struct text *sentence)
{
    struct text text = json_text(given);
    if (given->type == JSON_BOOLEAN) {
        *value = *given;
    } else if (text_is(text, "yes") || text_is(text, "true")) {
        *value = json_boolean(true);
    } else if (text_is(text, "no") || text_is(text, "false")) {
        *value = json_boolean(false);
    } else {
        return refuse(sentence, TEXT("Say yes or no."));
    }
    return true;
}

static bool take_date(struct planning *planning, const struct json *given, struct json *value,
                      struct text *sentence)
{
    date day = date_read(json_text(given));
    if (day == DATE_NONE) {
        return refuse(sentence, TEXT("This must be a date that exists, such as 2026-12-28."));
    }
    char text[DATE_TEXT_SIZE];
    *value = json_string(text_copy(planning->arena, text_of(date_write(day, text))));
    return true;
}

/* The names that may be chosen, in their order: the options, or the areas that are served on the day. */
static struct names options_of(struct planning *planning, const struct field *field)
{
    struct names names = {0};
    date today = zone_date(planning->world->zone, planning->now);
    for (size_t i = 0; i < field->option_count; i++) {
        vector_push(planning->arena, &names.list, field->options[i].name);
    }
    for (size_t i = 0; field->options_are_areas && i < planning->world->area_count; i++) {
        const struct area *area = &planning->world->areas[i];
        if (world_area(planning->world, area->name, today) == area) {
            vector_push(planning->arena, &names.list, area->name);
        }
    }
    if (field->options_are_areas) {
        vector_push(planning->arena, &names.list, TEXT("elsewhere"));
    }
    return names;
}

static bool is_option(const struct names *names, const struct json *given)
{
    vector_each(const struct text, name, &names->list)
    {
        if (given->type == JSON_STRING && text_equal(*name, json_text(given))) {
            return true;
        }
    }
    return false;
}

static struct text options_words(struct planning *planning, const struct names *names)
{
    struct buffer out;
    buffer_init(&out, planning->arena);
    buffer_string(&out, "This must be one of: ");
    for (size_t i = 0; i < names->list.count; i++) {
        buffer_string(&out, i ? ", " : "");
        buffer_text(&out, names->list.at[i]);
    }
    buffer_byte(&out, '.');
    return buffer_result(&out);
}

static bool take_choice(struct planning *planning, const struct field *field, const struct json *given,
                        struct json *value, struct text *sentence)
{
    struct names names = options_of(planning, field);
    if (!is_option(&names, given)) {
        return refuse(sentence, options_words(planning, &names));
    }
    *value = *given;
    return true;
}

/* In the order of the options, each once. */
static bool take_choices(struct planning *planning, const struct field *field, const struct json *given,
                         struct json *value, struct text *sentence)
{
    struct json list = *given;
    if (given->type == JSON_STRING) { /* "a,b", as a shell gives it */
        struct text rest = json_text(given), one;
        list = json_array();
        while (rest.size && text_split(&rest, ',', &one)) {
            json_append(planning->arena, &list, json_string(text_trim(one)));
        }
    }
    if (list.type != JSON_ARRAY) {
        return refuse(sentence, TEXT("This must be a list of choices."));
    }
    struct names names = options_of(planning, field);
    for (uint32_t i = 0; i < list.count; i++) {
        if (!is_option(&names, &list.elements[i])) {
            return refuse(sentence, options_words(planning, &names));
        }
    }
    *value = json_array();
    vector_each(const struct text, name, &names.list)
    {
        for (uint32_t i = 0; i < list.count; i++) {
            if (text_equal(*name, json_text(&list.elements[i]))) {
                json_append(planning->arena, value, list.elements[i]);
                break;
            }
        }
    }
    return true;
}

/* The store has that person, or this very plan makes it. */
static bool is_there(const struct planning *planning, struct text reference)
{
    const struct known_record *known = known_find(planning, reference);
    vector_each(const struct told, told, &planning->plan->told)
    {
        if (told->id && text_equal(told->reference, reference)) {
            return true;
        }
    }
    return known && known->kind == SUBJECT_PERSON;
}

/* A reference stays, and in an answer it must be there; a name makes a record of a person, which the plan
 * tells to open. */
static bool take_person(struct planning *planning, const struct json *given, struct json *value,
                        struct text *sentence)
{
    struct text text = text_trim(json_text(given));
    if (text.size == 0 || text.size > FIELD_TEXT_LIMIT) {
        return refuse(sentence, TEXT("This must be a person's name, or the reference of one, such as P-7."));
    }
    if (is_person_reference(text)) {
        if (planning->answering && !is_there(planning, text)) {
            return refuse(sentence,
                          text_printf(planning->arena, "There is no person %.*s.", TEXT_ARGS(text)));
        }
        *value = json_string(text);
        return true;
    }
    struct plan *plan = planning->plan;
    struct told told = {
        .id = plan->next_id++, .workflow = TEXT("person"), .event = TEXT("open"), .data = json_object()};
    told.reference = text_printf(planning->arena, "P-%" PRId64, told.id);
    json_set(planning->arena, &told.data, TEXT("name"), json_string(text));
    vector_push(planning->arena, &plan->told, told);
    *value = json_string(told.reference);
    return true;
}

/* --- lists ------------------------------------------------------------------ */

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
        if (given->members[i].value.type == JSON_NULL) {
            json_unset(item, name);
            continue;
        }
        if (!field_take(planning, &list->of.at[index], &given->members[i].value, &value, &why)) {
            *sentence = text_printf(planning->arena, "%.*s: %.*s", TEXT_ARGS(name), TEXT_ARGS(why));
            return false;
        }
        json_set(planning->arena, item, name, value);
    }
    return true;
}

/* Items with an `id` are changed, those without are added; none is taken away, since a strand may live by it.
 */
static bool take_list(struct planning *planning, const struct field *field, const struct json *given,
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

bool field_take(struct planning *planning, const struct field *field, const struct json *given,
                struct json *value, struct text *sentence)
{
    *value = json_null();
    if (given->type == JSON_NULL) {
        return field->type == FIELD_LIST ? refuse(sentence, TEXT("A list cannot be taken away.")) : true;
    }
    switch (field->type) {
    case FIELD_TEXT:
    case FIELD_LONG_TEXT:
        return take_text(field, given, value, sentence);
    case FIELD_NUMBER:
    case FIELD_MONEY:
        return take_number(planning, field, given, value, sentence);
    case FIELD_YES_NO:
        return take_yes_no(given, value, sentence);
    case FIELD_DATE:
        return take_date(planning, given, value, sentence);
    case FIELD_CHOICE:
        return take_choice(planning, field, given, value, sentence);
    case FIELD_CHOICES:
        return take_choices(planning, field, given, value, sentence);
    case FIELD_PERSON:
        return take_person(planning, given, value, sentence);
    case FIELD_LIST:
        return take_list(planning, field, given, value, sentence);
    }
    return false;
}

const struct json *field_read(const struct subject *subject, const struct field *field, uint32_t item)
{
    if (field->list) {
        const struct json *group = subject_item(subject, field->list, item);
        return group ? json_get(group, field->name) : NULL;
    }
    return json_get(&subject->data, field->name);
}

static void set(struct arena *arena, struct json *object, struct text name, struct json value)
{
    if (value.type == JSON_NULL) {
        json_unset(object, name);
    } else {
        json_set(arena, object, name, value);
    }
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

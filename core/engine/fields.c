/* One field's value: what is taken of what was given, and where it is written. Texts are taken for every
 * type, since a shell and a page have nothing else: "3", "yes", "2026-12-28". A sentence that refuses a value
 * can be shown to whoever typed it. */
#include "engine/names.h"
#include "engine/records.h"

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

/* Whoever was merged into another person is answered for by the one who stands. */
static struct text who_stands(const struct planning *planning, struct text reference)
{
    const struct known_record *known = planning->answering ? known_find(planning, reference) : NULL;
    return known && known->merged_into.size ? known->merged_into : reference;
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
        *value = json_string(who_stands(planning, text));
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

/* A place that was left empty: null, or what a page and a shell send for it. A list says so with []. */
static bool is_nothing(const struct field *field, const struct json *given)
{
    bool several = field->type == FIELD_LIST || field->type == FIELD_CHOICES;
    return given->type == JSON_NULL ||
           (given->type == JSON_STRING && !several && text_trim(json_text(given)).size == 0);
}

bool field_take(struct planning *planning, const struct field *field, const struct json *given,
                struct json *value, struct text *sentence)
{
    *value = json_null();
    if (is_nothing(field, given)) {
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
        return field_take_list(planning, field, given, value, sentence);
    }
    return false;
}

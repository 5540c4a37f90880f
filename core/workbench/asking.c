/* See asking.h. */
#include "workbench/asking.h"

/* SUBJECT with what is supposed. */
static enum status suppose(struct arena *arena, const struct json *supposed, struct subject *subject,
                           struct error *error)
{
    if (supposed->type != JSON_OBJECT || supposed->count == 0) {
        return STATUS_OK;
    }
    subject->data = json_shallow(arena, subject->data);
    for (uint32_t i = 0; i < supposed->count; i++) {
        struct text name = supposed->members[i].name;
        const struct field *field = definition_field(subject->definition, name);
        if (!field || field->computed) {
            return error_set(error, STATUS_INVALID,
                             "the workflow %.*s has no field %.*s that can be supposed",
                             TEXT_ARGS(subject->definition->name), TEXT_ARGS(name));
        }
        json_set(arena, &subject->data, name, supposed->members[i].value);
    }
    return STATUS_OK;
}

static const char *kind_name(enum inquiry_kind kind)
{
    static const char *const names[] = {"rule", "action", "hook"};
    return names[kind];
}

static struct json told(struct arena *arena, const struct asking *asking, const struct inquiry_answer *given,
                        struct json calls)
{
    struct json json = json_object();
    const struct inquiry *inquiry = &asking->inquiry;
    json_set(arena, &json, text_of(kind_name(inquiry->kind)), json_string(inquiry->name));
    if (inquiry->kind == INQUIRY_RULE) {
        struct text words = value_words(arena, &given->value);
        json_set(arena, &json, TEXT("answer"), value_json(arena, &given->value));
        json_set(arena, &json, TEXT("words"), json_string(words));
    } else {
        json_set(arena, &json, TEXT("effects"), given->effects_as_json);
    }
    if (given->sentence.size) {
        json_set(arena, &json, TEXT("sentence"), json_string(given->sentence));
    }
    if (given->plugin.size) {
        json_set(arena, &json, TEXT("plugin"), json_string(given->plugin));
    }
    json_set(arena, &json, TEXT("instructions"), json_integer((int64_t)given->instructions));
    json_set(arena, &json, TEXT("calls"), calls);
    return json_copy(arena, json);
}

enum status asking_answer(struct arena *arena, const struct world *world, const struct subject *subject,
                          const struct asking *asking, const struct rules *rules, struct json *answer,
                          struct error *error)
{
    struct subject asked = *subject;
    struct scope scope = {.world = world,
                          .subject = &asked,
                          .event = asking->event.name.size ? &asking->event : NULL,
                          .roles = ~(role_set)0,
                          .now = asking->now};
    struct inquiry_answer given;
    struct json calls = json_array();
    enum status status = suppose(arena, &asking->supposed, &asked, error);
    if (status != STATUS_OK) {
        return status;
    }
    rules->api->begin(rules->self, arena, world, &calls);
    status = rules->api->inquire(rules->self, &asking->inquiry, &scope, &given, error);
    if (status == STATUS_OK) {
        *answer = told(arena, asking, &given, calls);
    }
    rules->api->end(rules->self);
    return status;
}

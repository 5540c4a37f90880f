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
    static const char *const names[] = {"rule", "action", "hook", "measure", "nothing"};
    return names[kind];
}

/* What the calls to it gave, one after the other. */
static struct json effects_of(struct arena *arena, const struct inquiry *inquiry, const struct json *calls)
{
    struct json effects = json_array();
    struct text part = inquiry->kind == INQUIRY_ACTION ? TEXT("actions.") : TEXT("on.");
    for (uint32_t i = 0; i < calls->count; i++) {
        const struct json *gave = json_member_of(&calls->elements[i], "gave");
        struct text call = json_get_text(&calls->elements[i], "call");
        bool whole =
            text_starts(call, part) && text_equal(text_part(call, part.size, call.size), inquiry->name);
        for (uint32_t k = 0; whole && gave && gave->type == JSON_ARRAY && k < gave->count; k++) {
            json_append(arena, &effects, gave->elements[k]);
        }
    }
    return effects;
}

static struct json told(struct arena *arena, const struct asking *asking, const struct inquiry_answer *given,
                        struct json calls)
{
    struct json json = json_object();
    const struct inquiry *inquiry = &asking->inquiry;
    json_set(arena, &json, text_of(kind_name(inquiry->kind)), json_string(inquiry->name));
    if (inquiry->kind == INQUIRY_RULE || inquiry->kind == INQUIRY_MEASURE) {
        struct text words = value_words(arena, &given->value);
        json_set(arena, &json, TEXT("answer"), value_json(arena, &given->value));
        json_set(arena, &json, TEXT("words"), json_string(words));
    } else {
        json_set(arena, &json, TEXT("effects"), effects_of(arena, inquiry, &calls));
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

/* --- what it costs ---------------------------------------------------------------------- */

static enum status time_one(struct arena *arena, const struct asking_bench *bench, enum inquiry_kind kind,
                            struct text name, double *microseconds, struct text *plugin, struct error *error)
{
    struct inquiry inquiry = {.kind = kind, .name = name, .plugin = bench->plugin, .timed = true};
    struct scope scope = {
        .world = bench->world, .subject = bench->subject, .roles = ~(role_set)0, .now = bench->now};
    const struct rules *rules = bench->rules;
    struct inquiry_answer given = {0};
    enum status status = STATUS_OK;
    uint64_t began = clock_elapsed(&bench->clock);
    uint64_t spent = 0;
    int rounds = 0;
    while (rounds < ASKING_ROUNDS && spent < (uint64_t)ASKING_MILLISECONDS * 1000000 && status == STATUS_OK) {
        struct arena plan;
        arena_init(&plan);
        rules->api->begin(rules->self, &plan, bench->world, NULL);
        status = rules->api->inquire(rules->self, &inquiry, &scope, &given, error);
        *plugin = text_copy(arena, given.plugin);
        rules->api->end(rules->self);
        arena_deinit(&plan);
        spent = clock_elapsed(&bench->clock) - began;
        rounds++;
    }
    *microseconds = (double)spent / 1000 / rounds;
    return status;
}

/* To two places. */
static struct json rounded(double number)
{
    return json_real((double)(int64_t)(number * 100 + 0.5) / 100);
}

enum status asking_bench(struct arena *arena, const struct asking_bench *bench, struct json *answer,
                         struct error *error)
{
    const struct definition *definition = bench->subject->definition;
    struct json items = json_array();
    struct text plugin;
    double bare = 0, spent = 0;
    enum status status = time_one(arena, bench, INQUIRY_NOTHING, (struct text){0}, &bare, &plugin, error);
    for (size_t i = 0; i < definition->rule_count && status == STATUS_OK; i++) {
        struct json item = json_object();
        struct text name = definition->rules[i].name;
        struct error fault;
        enum status asked = time_one(arena, bench, INQUIRY_RULE, name, &spent, &plugin, &fault);
        json_set(arena, &item, TEXT("rule"), json_string(name));
        if (asked == STATUS_OK) {
            json_set(arena, &item, TEXT("microseconds"), rounded(spent));
            json_set(arena, &item, TEXT("ratio"), rounded(bare > 0 ? spent / bare : 0));
            json_set(arena, &item, TEXT("plugin"), json_string(plugin));
        } else {
            json_set(arena, &item, TEXT("failed"), json_string(text_copy(arena, text_of(fault.message))));
        }
        json_append(arena, &items, item);
    }
    *answer = json_object();
    json_set(arena, answer, TEXT("bare"), rounded(bare));
    json_set(arena, answer, TEXT("items"), items);
    return status;
}

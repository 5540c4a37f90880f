/* What a step states of the case's data, and of the case itself. */
#include "workbench/holding.h"

/* --- data --------------------------------------------------------------------------- */

/* What is compared: where it stands, as a message says it, and the node that states it. */
struct compared {
    struct holding *holding;
    const struct node *node;
    const struct field *field;
};

static void compare(const struct compared *at, struct text path, const struct json *expected,
                    const struct json *stood);

/* An amount of money with its pence, as both sides of a comparison have it. */
static struct text shown(const struct compared *at, const struct json *value)
{
    struct play *play = at->holding->play;
    bool is_number = value && (value->type == JSON_INTEGER || value->type == JSON_REAL);
    if (!is_number || at->field->type != FIELD_MONEY) {
        return value_shown(play, value);
    }
    return text_printf(play->arena, "%.2f", value->type == JSON_REAL ? value->real : (double)value->integer);
}

static const struct json *item_of(const struct json *items, int64_t id)
{
    for (uint32_t i = 0; i < items->count; i++) {
        if (json_get_integer(&items->elements[i], "id", 0) == id) {
            return &items->elements[i];
        }
    }
    return NULL;
}

/* Item by item: one that says its `id` is that item, any other the one in its place. */
static void compare_items(const struct compared *at, struct text path, const struct json *expected,
                          const struct json *stood)
{
    struct arena *arena = at->holding->play->arena;
    for (uint32_t i = 0; i < expected->count; i++) {
        const struct json *one = &expected->elements[i];
        int64_t id = json_get_integer(one, "id", 0);
        const struct json *item = id ? item_of(stood, id) : i < stood->count ? &stood->elements[i] : NULL;
        struct text inner = text_printf(arena, "%.*s[%lld]", TEXT_ARGS(path),
                                        (long long)(id     ? id
                                                    : item ? json_get_integer(item, "id", i + 1)
                                                           : i + 1));
        compare(at, inner, one, item);
    }
}

static bool holds_groups(const struct json *list)
{
    return list->type == JSON_ARRAY && list->count && list->elements[0].type == JSON_OBJECT;
}

static void compare(const struct compared *at, struct text path, const struct json *expected,
                    const struct json *stood)
{
    struct play *play = at->holding->play;
    if (stood && expected->type == JSON_OBJECT && stood->type == JSON_OBJECT) {
        for (uint32_t i = 0; i < expected->count; i++) {
            const struct json_member *member = &expected->members[i];
            compare(at, text_printf(play->arena, "%.*s.%.*s", TEXT_ARGS(path), TEXT_ARGS(member->name)),
                    &member->value, json_get(stood, member->name));
        }
        return;
    }
    if (stood && holds_groups(expected) && stood->type == JSON_ARRAY) {
        compare_items(at, path, expected, stood);
        return;
    }
    if (json_is_null(expected) ? !json_is_null(stood) : !stood || !json_equal(expected, stood)) {
        play_differs(play, at->node->place, path, shown(at, expected), shown(at, stood));
    }
}

/* What FIELD holds; a computed one is asked. NULL: nothing. */
static const struct json *value_of(struct holding *holding, const struct field *field)
{
    struct play *play = holding->play;
    const struct rules *rules = &play->options->rules;
    struct scope scope = {
        .world = play->options->world, .subject = &holding->stands.subject, .now = play->trial.clock.at};
    struct value value;
    struct error error;
    if (!field->computed) {
        return json_get(&holding->stands.subject.data, field->name);
    }
    rules->api->begin(rules->self, play->arena, play->options->world, NULL);
    enum status status = rules->api->evaluate(rules->self, field->computed, &scope, &value, &error);
    struct json *shown = arena_new(play->arena, struct json);
    *shown = status == STATUS_OK ? json_copy(play->arena, value_json(play->arena, &value))
                                 : json_string(text_copy(play->arena, text_of(error.message)));
    rules->api->end(rules->self);
    return shown;
}

static bool states_nothing(const struct field *field, const struct node *node)
{
    return node_is_none(node) && (node->kind != NODE_SCALAR || node_is_empty(node) ||
                                  !field_option(field, text_trim(node->scalar)));
}

void hold_data(struct holding *holding, const struct node *node)
{
    struct play *play = holding->play;
    const struct definition *definition = holding->stands.subject.definition;
    for (uint32_t i = 0; i < node->count; i++) {
        const struct node_entry *entry = &node->entries[i];
        const struct field *field = definition_field(definition, entry->key);
        struct compared at = {holding, &entry->value, field};
        struct text path = text_printf(play->arena, "data.%.*s", TEXT_ARGS(entry->key));
        struct json none = json_null();
        if (!field) {
            struct text *names = arena_array(play->arena, struct text, definition->fields.count);
            for (size_t k = 0; k < definition->fields.count; k++) {
                names[k] = definition->fields.at[k].name;
            }
            play_differs(play, entry->place, path, node_shown(play, &entry->value),
                         holding_unknown(holding, "field", entry->key, names, definition->fields.count));
            continue;
        }
        const struct json *stood = value_of(holding, field);
        bool empty = stood && (stood->type == JSON_ARRAY || stood->type == JSON_NULL) && stood->count == 0;
        struct json expected =
            states_nothing(field, &entry->value) ? none : play_value(play, field, &entry->value);
        compare(&at, path, &expected, empty ? NULL : stood);
    }
}

/* --- the case ------------------------------------------------------------------------------ */

/* A date on which, yes or no, or none: of an instant that may not be there. */
static bool instant_agrees(const struct play *play, instant at, struct text said)
{
    if (text_is(said, "yes") || text_is(said, "true")) {
        return at != INSTANT_NONE;
    }
    if (text_is(said, "no") || text_is(said, "false") || text_is(said, "none")) {
        return at == INSTANT_NONE;
    }
    return instant_is(play, at, said);
}

static bool text_agrees(struct text stands, struct text said)
{
    return text_equal(stands, said) || (stands.size == 0 && text_is(said, "none"));
}

static void hold_links(struct holding *holding, const struct node *node)
{
    struct play *play = holding->play;
    for (uint32_t i = 0; i < node->count; i++) {
        const struct node_entry *entry = &node->entries[i];
        struct text said = text_trim(entry->value.scalar);
        const struct json *link = json_get(&holding->stands.subject.links, entry->key);
        struct text stands = link && link->type == JSON_STRING ? json_text(link) : value_shown(play, link);
        if (!text_equal(stands, play_reference(play, said)) && !text_equal(stands, said)) {
            holding_differs(holding, &entry->value, "case.links", entry->key, said, stands);
        }
    }
}

/* Whether KEY of the case agrees with what is SAID; STOOD is then how it stands. */
static bool part_agrees(struct holding *holding, struct text key, struct text said, struct text *stood)
{
    struct play *play = holding->play;
    const struct subject *subject = &holding->stands.subject;
    int64_t number;
    if (text_is(key, "opened") || text_is(key, "closed")) {
        instant at = text_is(key, "opened") ? subject->opened : subject->closed;
        *stood = at == INSTANT_NONE ? TEXT("no") : instant_shown(play, at);
        return instant_agrees(play, at, said);
    }
    if (text_is(key, "version")) {
        *stood = text_printf(play->arena, "%llu", (unsigned long long)subject->version);
        return text_integer(said, &number) && number > 0 && (uint64_t)number == subject->version;
    }
    struct text value = text_is(key, "reference") ? subject->reference
                        : text_is(key, "area")    ? subject->area
                        : text_is(key, "worker")  ? subject->worker
                                                  : holding->stands.stored.workflow;
    *stood = value.size ? value : TEXT("none");
    return text_agrees(value, said) ||
           (text_is(key, "reference") && text_equal(value, play_reference(play, said)));
}

void hold_case(struct holding *holding, const struct node *node)
{
    for (uint32_t i = 0; i < node->count; i++) {
        const struct node_entry *entry = &node->entries[i];
        struct text stood = {0};
        if (text_is(entry->key, "links")) {
            hold_links(holding, &entry->value);
        } else if (!part_agrees(holding, entry->key, text_trim(entry->value.scalar), &stood)) {
            holding_differs(holding, &entry->value, "case", entry->key, text_trim(entry->value.scalar),
                            stood);
        }
    }
}

/* What a step states of the case's data, of the case itself, and of its register of exceptions. */
#include "workbench/holding.h"

#include "engine/computed.h"

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

static bool states_nothing(const struct field *field, const struct node *node)
{
    return node_is_none(node) && (node->kind != NODE_SCALAR || node_is_empty(node) ||
                                  !field_option(field, text_trim(node->scalar)));
}

void hold_data(struct holding *holding, const struct node *node)
{
    struct play *play = holding->play;
    const struct subject *subject = &holding->stands.subject;
    const struct definition *definition = subject->definition;
    struct json data = computed_data(play->arena, play->options->world, subject, play->trial.clock.at,
                                     &play->options->rules);
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
        const struct json *stood = json_get(&data, field->name);
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

/* --- the register of exceptions ------------------------------------------------------------ */

static const struct json *part_of(const struct json *exception, struct text key)
{
    return json_get(exception, text_is(key, "text") ? TEXT("unmet") : key);
}

static bool is_let_through(const struct json *exception, const struct node *wanted)
{
    if (wanted->kind == NODE_SCALAR) {
        return text_equal(json_get_text(exception, "event"), text_trim(wanted->scalar));
    }
    for (uint32_t i = 0; i < wanted->count; i++) {
        const struct node_entry *entry = &wanted->entries[i];
        struct text said = text_trim(entry->value.scalar), stands = json_text(part_of(exception, entry->key));
        if (!text_agrees(stands, said)) {
            return false;
        }
    }
    return true;
}

/* Those parts of the exceptions from FROM on that WANTED speaks of. */
static struct text exceptions_shown(const struct holding *holding, const struct json *list, uint32_t from,
                                    const struct node *wanted)
{
    struct play *play = holding->play;
    struct json shown = json_array();
    for (uint32_t i = from; i < list->count; i++) {
        struct json one = json_object();
        json_set(play->arena, &one, TEXT("event"), json_string(json_get_text(&list->elements[i], "event")));
        for (uint32_t k = 0; wanted->kind == NODE_MAP && k < wanted->count; k++) {
            const struct json *part = part_of(&list->elements[i], wanted->entries[k].key);
            json_set(play->arena, &one, wanted->entries[k].key, part ? *part : json_null());
        }
        json_append(play->arena, &shown, one);
    }
    return value_shown(play, &shown);
}

void hold_exceptions(struct holding *holding, const struct node *node)
{
    const struct json *list = &holding->stands.subject.exceptions;
    uint32_t at = 0;
    if (node_is_none(node)) {
        if (list->count) {
            holding_differs(holding, node, "exceptions", (struct text){0}, TEXT("none"),
                            exceptions_shown(holding, list, 0, node));
        }
        return;
    }
    for (size_t i = 0; i < (node->kind == NODE_MAP ? 1 : node_texts(node)); i++) {
        const struct node *wanted = node_text_at(node, i);
        uint32_t found = at;
        while (found < list->count && !is_let_through(&list->elements[found], wanted)) {
            found++;
        }
        if (found == list->count) {
            holding_differs(holding, wanted, "exceptions", (struct text){0},
                            node_shown(holding->play, wanted), exceptions_shown(holding, list, at, wanted));
        } else {
            at = found + 1;
        }
    }
}

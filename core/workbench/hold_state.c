/* What a step states of its event's outcome, of where the case stands, and of what is on its file. */
#include "workbench/holding.h"

/* --- outcome and refusals ---------------------------------------------------------------- */

static struct text sentences_of(struct holding *holding, const struct json *unmet)
{
    struct buffer out;
    buffer_init(&out, holding->play->arena);
    for (uint32_t i = 0; unmet && i < unmet->count; i++) {
        struct text who = json_get_text(&unmet->elements[i], "who");
        buffer_printf(&out, "%s%.*s", i ? " " : "", TEXT_ARGS(json_get_text(&unmet->elements[i], "text")));
        if (who.size) {
            buffer_printf(&out, " (%.*s)", TEXT_ARGS(who));
        }
    }
    return buffer_result(&out);
}

static struct text unknown_event(struct holding *holding)
{
    const struct definition *definition = holding->stands.subject.definition;
    struct text names[1] = {{0}};
    struct text *choices = names;
    size_t count = 0;
    if (holding->has_case) {
        choices = arena_array(holding->play->arena, struct text, definition->event_count);
        for (; count < definition->event_count; count++) {
            choices[count] = definition->events[count].name;
        }
    }
    return holding_unknown(holding, "event", holding->happened->event, choices, count);
}

struct text outcome_shown(struct holding *holding, const struct json *answer)
{
    struct arena *arena = holding->play->arena;
    struct text outcome = json_get_text(answer, "outcome"), why = {0};
    if (text_is(outcome, "refused")) {
        why = sentences_of(holding, json_member_of(answer, "unmet"));
    } else if (text_is(outcome, "unknown")) {
        why = unknown_event(holding);
    } else if (text_is(outcome, "failed")) {
        why = json_get_text(answer, "error");
    }
    return why.size ? text_printf(arena, "%.*s: %.*s", TEXT_ARGS(outcome), TEXT_ARGS(why)) : outcome;
}

void hold_outcome(struct holding *holding, const struct node *node)
{
    struct text expected = node ? text_trim(node->scalar) : TEXT("done");
    struct text outcome = json_get_text(&holding->happened->answer, "outcome");
    if (!node && node_get(holding->step->node, "unmet")) {
        return; /* whoever states what is unmet states that it is refused */
    }
    if (!text_equal(expected, outcome)) {
        holding_differs(holding, node, "outcome", (struct text){0}, expected,
                        outcome_shown(holding, &holding->happened->answer));
    }
}

static bool is_member(struct holding *holding, const struct json *told, struct text key, struct text wanted)
{
    struct play *play = holding->play;
    struct text stands = json_get_text(told, text_copy(play->arena, key).at);
    if (text_is(key, "when")) {
        struct moment when = moment_read(play->options->world->zone, stands);
        return moment_is(play, when, wanted) || (when.kind == MOMENT_NONE && text_is(wanted, "none"));
    }
    return text_equal(stands, wanted) || (stands.size == 0 && text_is(wanted, "none"));
}

/* A sentence, a code, or a map of what is told. */
static bool is_told(struct holding *holding, const struct json *told, const struct node *node)
{
    if (node->kind == NODE_SCALAR) {
        struct text wanted = text_trim(node->scalar);
        return text_equal(json_get_text(told, "text"), wanted) ||
               text_equal(json_get_text(told, "code"), wanted);
    }
    for (uint32_t i = 0; i < node->count; i++) {
        if (!is_member(holding, told, node->entries[i].key, text_trim(node->entries[i].value.scalar))) {
            return false;
        }
    }
    return true;
}

/* What is told, as a statement would have it: with those parts that NODE speaks of. */
static struct text unmet_shown(struct holding *holding, const struct node *node, const struct json *unmet)
{
    struct play *play = holding->play;
    struct json list = json_array();
    if (!unmet || unmet->count == 0) {
        return TEXT("nothing is unmet");
    }
    if (node->kind != NODE_MAP) {
        return sentences_of(holding, unmet);
    }
    for (uint32_t i = 0; i < unmet->count; i++) {
        struct json one = json_object();
        for (uint32_t k = 0; k < node->count; k++) {
            const struct json *part = json_get(&unmet->elements[i], node->entries[k].key);
            json_set(play->arena, &one, node->entries[k].key, part ? *part : json_null());
        }
        json_append(play->arena, &list, one);
    }
    return value_shown(play, &list);
}

void hold_unmet_list(struct holding *holding, const struct node *node, const char *part, struct text name,
                     const struct json *unmet)
{
    size_t count = node_is_none(node) ? 0 : node_texts(node);
    if (count == 0 && unmet && unmet->count) {
        holding_differs(holding, node, part, name, TEXT("none"), sentences_of(holding, unmet));
    }
    for (size_t i = 0; i < count; i++) {
        const struct node *wanted = node_text_at(node, i);
        bool found = false;
        for (uint32_t k = 0; unmet && k < unmet->count && !found; k++) {
            found = is_told(holding, &unmet->elements[k], wanted);
        }
        if (!found) {
            holding_differs(holding, wanted, part, name, node_shown(holding->play, wanted),
                            unmet_shown(holding, wanted, unmet));
        }
    }
}

void hold_unmet(struct holding *holding, const struct node *node)
{
    const struct json *answer = &holding->happened->answer;
    const struct json *unmet = json_member_of(answer, "unmet");
    struct text outcome = json_get_text(answer, "outcome");
    bool told = text_is(outcome, "refused") || text_is(outcome, "done");
    if (!told && !node_get(holding->step->node, "outcome")) {
        holding_differs(holding, node, "outcome", (struct text){0}, TEXT("refused"),
                        outcome_shown(holding, answer));
        return;
    }
    hold_unmet_list(holding, node, "unmet", (struct text){0}, unmet);
}

/* --- where it stands ------------------------------------------------------------------------ */

bool is_in(const struct holding *holding, struct text path)
{
    const struct subject *subject = &holding->stands.subject;
    vector_each(const struct active, active, &subject->configuration)
    {
        if (text_equal(node_path(holding->play->arena, subject->definition, active->node), path)) {
            return true;
        }
    }
    return false;
}

struct text configuration_shown(struct holding *holding)
{
    struct json paths = subject_configuration(holding->play->arena, &holding->stands.subject);
    return value_shown(holding->play, &paths);
}

/* PATH without the numbers of strands. */
static struct text without_items(struct holding *holding, struct text path)
{
    struct buffer out;
    bool inside = false;
    buffer_init(&out, holding->play->arena);
    for (size_t i = 0; i < path.size; i++) {
        inside = inside || path.at[i] == '[';
        if (!inside) {
            buffer_byte(&out, path.at[i]);
        }
        inside = inside && path.at[i] != ']';
    }
    return buffer_result(&out);
}

/* Where the case stands, or that the workflow has no such state. */
static struct text stands_shown(struct holding *holding, struct text path)
{
    const struct definition *definition = holding->stands.subject.definition;
    if (definition_state(definition, without_items(holding, path)) != DEFINITION_NONE) {
        return configuration_shown(holding);
    }
    struct text *paths = arena_array(holding->play->arena, struct text, definition->state_count);
    for (size_t i = 0; i < definition->state_count; i++) {
        paths[i] = definition->states[i].path;
    }
    return holding_unknown(holding, "state", path, paths, definition->state_count);
}

void hold_in(struct holding *holding, const struct node *node)
{
    for (size_t i = 0; i < node_texts(node); i++) {
        const struct node *one = node_text_at(node, i);
        struct text path = text_trim(one->scalar);
        if (!is_in(holding, path)) {
            holding_differs(holding, one, "in", (struct text){0}, path, stands_shown(holding, path));
        }
    }
}

void hold_configuration(struct holding *holding, const struct node *node)
{
    struct json paths = subject_configuration(holding->play->arena, &holding->stands.subject);
    bool same = paths.count == node_texts(node);
    for (size_t i = 0; same && i < paths.count; i++) {
        same = text_equal(json_text(&paths.elements[i]), text_trim(node_text_at(node, i)->scalar));
    }
    if (!same) {
        holding_differs(holding, node, "configuration", (struct text){0}, node_shown(holding->play, node),
                        value_shown(holding->play, &paths));
    }
}

/* The parts of a subject's document that name nodes: its configuration, what histories remember, when states
 * were entered, where strands ended. See reading.h. */
#include "engine/reading.h"

/* "service.pre-birth[2].expected" → state and item. */
bool reading_node(struct reading *reading, struct text path, struct node_id *node)
{
    size_t open = text_find(path, '[');
    node->item = 0;
    if (open == path.size) {
        node->state = definition_state(reading->definition, path);
        return node->state != DEFINITION_NONE && node->state != 0 &&
               reading->definition->states[node->state].strand == DEFINITION_NONE;
    }
    struct text tail = text_part(path, open, path.size - open);
    size_t close = text_find(tail, ']');
    int64_t number;
    if (close == tail.size || !text_integer(text_part(tail, 1, close - 1), &number) || number < 1 ||
        number > INT32_MAX) {
        return false;
    }
    struct text below = text_part(tail, close + 1, tail.size - close - 1);
    struct text whole = text_printf(reading->arena, "%.*s%.*s", (int)open, path.at, TEXT_ARGS(below));
    *node = (struct node_id){definition_state(reading->definition, whole), (uint32_t)number};
    if (node->state == DEFINITION_NONE) {
        return false;
    }
    const struct state *state = &reading->definition->states[node->state];
    if (below.size == 0) {
        return state->each != NULL;
    }
    return state->strand != DEFINITION_NONE && reading->definition->states[state->strand].path.size == open;
}

enum status reading_configuration(struct reading *reading)
{
    enum status status = STATUS_OK;
    const struct json *nodes = reading_part(reading, "configuration", JSON_OBJECT, &status);
    for (uint32_t i = 0; nodes && i < nodes->count; i++) {
        struct active active;
        const struct json_member *member = &nodes->members[i];
        if (!reading_node(reading, member->name, &active.node) || member->value.type != JSON_INTEGER ||
            node_state(reading->definition, active.node)->kind == STATE_HISTORY ||
            nodes_has(reading->subject, active.node)) {
            return reading_damaged(reading, "configuration", member->name);
        }
        active.entered = member->value.integer;
        nodes_insert(reading->arena, reading->subject, active);
    }
    if (status == STATUS_OK && !nodes_are_whole(reading->subject)) {
        return error_set(reading->error, STATUS_CORRUPT, "the document's configuration is not one of %.*s",
                         TEXT_ARGS(reading->definition->name));
    }
    return status;
}

/* A history remembers states inside of its parent. */
static bool read_remembered(struct reading *reading, const struct json *paths, struct remembered *remembered)
{
    const struct definition *definition = reading->definition;
    struct node_id parent = node_parent(definition, remembered->history);
    struct node_id *nodes = arena_array(reading->arena, struct node_id, paths->count);
    for (uint32_t i = 0; i < paths->count; i++) {
        if (!reading_node(reading, json_text(&paths->elements[i]), &nodes[i]) ||
            !node_is_descendant(definition, nodes[i], parent) ||
            node_state(definition, nodes[i])->kind == STATE_HISTORY) {
            return false;
        }
    }
    remembered->nodes = nodes;
    remembered->count = paths->count;
    return remembered->count > 0;
}

enum status reading_histories(struct reading *reading)
{
    enum status status = STATUS_OK;
    const struct json *histories = reading_part(reading, "histories", JSON_OBJECT, &status);
    for (uint32_t i = 0; histories && i < histories->count; i++) {
        const struct json_member *member = &histories->members[i];
        struct remembered remembered = {0};
        if (!reading_node(reading, member->name, &remembered.history) || member->value.type != JSON_ARRAY ||
            node_state(reading->definition, remembered.history)->kind != STATE_HISTORY ||
            !read_remembered(reading, &member->value, &remembered)) {
            return reading_damaged(reading, "histories", member->name);
        }
        vector_push(reading->arena, &reading->subject->histories, remembered);
    }
    return status;
}

static bool ends_strand(const struct reading *reading, struct node_id node)
{
    const struct state *state = node_state(reading->definition, node);
    return state->kind == STATE_FINAL && node.item != 0 && state->parent == state->strand;
}

enum status reading_entered(struct reading *reading)
{
    enum status status = STATUS_OK;
    const struct json *entered = reading_part(reading, "entered", JSON_OBJECT, &status);
    for (uint32_t i = 0; entered && i < entered->count; i++) {
        struct state_entry entry;
        if (!reading_node(reading, entered->members[i].name, &entry.node) ||
            entered->members[i].value.type != JSON_INTEGER) {
            return reading_damaged(reading, "entered", entered->members[i].name);
        }
        entry.at = entered->members[i].value.integer;
        vector_push(reading->arena, &reading->subject->entered, entry);
    }
    const struct json *ended = reading_part(reading, "ended", JSON_ARRAY, &status);
    for (uint32_t i = 0; ended && i < ended->count; i++) {
        struct node_id node;
        if (!reading_node(reading, json_text(&ended->elements[i]), &node) || !ends_strand(reading, node)) {
            return reading_damaged(reading, "ended", json_text(&ended->elements[i]));
        }
        vector_push(reading->arena, &reading->subject->ended, node);
    }
    return status;
}

/* With all that is above them they are a configuration, and not one of a case that is closed. */
static bool can_be_stood_in(const struct reading *reading, const struct subject *subject)
{
    struct subject trial = {.definition = subject->definition, .data = subject->data};
    vector_each(const struct node_id, stood, &subject->stood)
    {
        struct node_id node = *stood;
        for (; node.state != 0 && !nodes_has(&trial, node); node = node_parent(trial.definition, node)) {
            nodes_insert(reading->arena, &trial, (struct active){node, 0});
        }
        if (node_is_root_final(trial.definition, *stood)) {
            return false;
        }
    }
    return nodes_are_whole(&trial);
}

enum status reading_stood(struct reading *reading)
{
    enum status status = STATUS_OK;
    const struct json *stood = reading_part(reading, "stood", JSON_ARRAY, &status);
    for (uint32_t i = 0; stood && i < stood->count; i++) {
        struct node_id node;
        if (!reading_node(reading, json_text(&stood->elements[i]), &node) ||
            node_state(reading->definition, node)->kind == STATE_HISTORY) {
            return reading_damaged(reading, "stood", json_text(&stood->elements[i]));
        }
        vector_push(reading->arena, &reading->subject->stood, node);
    }
    if (status == STATUS_OK && !can_be_stood_in(reading, reading->subject)) {
        return error_set(reading->error, STATUS_CORRUPT, "the document's stood is no configuration of %.*s",
                         TEXT_ARGS(reading->definition->name));
    }
    return status;
}

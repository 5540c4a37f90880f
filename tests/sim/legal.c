/* A configuration that can be (SCXML 3.11). */
#include "trial.h"

static bool is_active(const struct subject *subject, uint16_t state, uint32_t item)
{
    vector_each(const struct active, active, &subject->configuration)
    {
        if (active->node.state == state && active->node.item == item) {
            return true;
        }
    }
    return false;
}

static size_t active_children(const struct subject *subject, const struct state *state, uint32_t item)
{
    size_t count = 0;
    for (size_t i = 0; i < state->child_count; i++) {
        count += is_active(subject, state->children[i], item);
    }
    return count;
}

static size_t strands_of(const struct subject *subject, const struct state *each)
{
    const struct json *items = json_get(&subject->data, each->each->name);
    size_t count = 0;
    for (uint32_t i = 0; items && i < items->count; i++) {
        uint32_t id = (uint32_t)json_get_integer(&items->elements[i], "id", 0);
        count += is_active(subject, each->index, id);
    }
    return items ? items->count - count : 0;
}

static const char *what_is_wrong(const struct subject *subject, const struct active *active)
{
    const struct state *state = &subject->definition->states[active->node.state];
    uint32_t item = active->node.item;
    bool strand = state->each && item;
    bool has_parent = strand ? is_active(subject, state->index, 0)
                             : state->parent == 0 || is_active(subject, state->parent, item) ||
                                   (state->strand == DEFINITION_NONE && is_active(subject, state->parent, 0));
    if (!has_parent) {
        return "a state is active whose parent is not";
    }
    if (state->kind == STATE_HISTORY) {
        return "a history is active";
    }
    if ((state->kind == STATE_COMPOUND || strand) && active_children(subject, state, item) != 1) {
        return "a compound state has not exactly one active child";
    }
    if (state->kind == STATE_PARALLEL && !state->each &&
        active_children(subject, state, item) != state->child_count) {
        return "a region of a parallel state is not active";
    }
    if (state->each && !strand && strands_of(subject, state) != 0) {
        return "an item has no strand";
    }
    return NULL;
}

size_t trial_is_legal(struct trial *trial, const struct subject *subject)
{
    size_t strands = 0;
    struct json configuration = subject_configuration(&trial->arena, subject);
    struct text shown = json_to_text(&trial->arena, &configuration);
    if (active_children(subject, &trial->definition->states[0], 0) != 1) {
        trial_wrong(trial, "the configuration", shown, TEXT("one with exactly one state of the root"));
    }
    for (size_t i = 0; i < subject->configuration.count; i++) {
        const char *fault = what_is_wrong(subject, &subject->configuration.at[i]);
        if (fault && subject->closed == INSTANT_NONE) {
            trial_wrong(trial, "the configuration", shown, text_of(fault));
        }
        strands += subject->configuration.at[i].node.item != 0;
    }
    return strands;
}

/* Which transitions are enabled, by SCXML's Appendix D: selectTransitions, selectEventlessTransitions,
 * removeConflictingTransitions. */
#include "engine/planning.h"

static bool is_triggered(const struct transition *transition, const struct event *event)
{
    if (!event) {
        return transition->trigger == TRIGGER_ALWAYS;
    }
    switch (transition->trigger) {
    case TRIGGER_EVENT:
        return event_matches(transition->event, event->name);
    case TRIGGER_AFTER:
    case TRIGGER_DONE:
        return text_equal(transition->event, event->name);
    case TRIGGER_ALWAYS:
        break;
    }
    return false;
}

/* Where an event begins to climb: at LEAF; but one told to one strand passes by the other strands of the same
 * list, and climbs on from what they are the strands of. */
static struct node_id heard_from(const struct planning *planning, struct node_id leaf)
{
    if (!planning->event_list || leaf.item == 0 || leaf.item == planning->event_item) {
        return leaf;
    }
    const struct state *state = node_state(planning->definition, leaf);
    uint16_t each = state->each ? state->index : state->strand;
    bool other = planning->definition->states[each].each == planning->event_list;
    return other ? (struct node_id){each, 0} : leaf;
}

/* SCXML 5.9.1: a condition that fails is an error, and an event. Once in a plan, since an eventless
 * transition is asked again after that event, and would raise it for ever. */
static void guard_failed(struct planning *planning, const struct transition *transition,
                         const struct error *error)
{
    if (planning->only_asks) {
        return;
    }
    if (!planning->guards_failed) {
        planning->guards_failed = arena_array(planning->arena, bool, planning->definition->transition_count);
    }
    if (!planning->guards_failed[transition->index]) {
        planning->guards_failed[transition->index] = true;
        (void)planning_raise_error(planning, transition->guard->place.line, error);
    }
}

static bool is_enabled(struct planning *planning, const struct transition *transition, struct node_id source)
{
    struct error error;
    bool holds = true;
    if (!transition->guard) {
        return true;
    }
    struct scope scope = planning_scope(planning, source);
    if (planning_ask(planning, transition->guard, &scope, "guard", &holds, &error) != STATUS_OK) {
        guard_failed(planning, transition, &error);
    }
    return holds;
}

static bool has(const struct enabled_set *set, const struct transition *transition, struct node_id source)
{
    vector_each(const struct enabled, one, &set->list)
    {
        if (one->transition == transition && node_equal(one->source, source)) {
            return true;
        }
    }
    return false;
}

/* The first transition in document order of LEAF or its nearest ancestor that has one. */
static void select_for(struct planning *planning, const struct event *event, struct node_id leaf,
                       struct enabled_set *set)
{
    for (struct node_id node = leaf;; node = node_parent(planning->definition, node)) {
        const struct state *state = node_state(planning->definition, node);
        bool own = !node_is_strand(planning->definition, node); /* `on` beside `each` is the whole state's */
        for (size_t i = 0; own && i < state->transition_count; i++) {
            const struct transition *transition = &state->transitions[i];
            if (!is_triggered(transition, event)) {
                continue;
            }
            if (has(set, transition, node)) {
                return;
            }
            if (is_enabled(planning, transition, node)) {
                vector_push(planning->arena, &set->list, (struct enabled){transition, node});
                return;
            }
        }
        if (node.state == 0) {
            return;
        }
    }
}

static bool intersect(const struct definition *definition, const struct node_set *a, const struct node_set *b)
{
    size_t i = 0, j = 0;
    while (i < a->list.count && j < b->list.count) {
        int order = node_compare(definition, a->list.at[i], b->list.at[j]);
        if (order == 0) {
            return true;
        }
        if (order < 0) {
            i++;
        } else {
            j++;
        }
    }
    return false;
}

/* removeConflictingTransitions: of two that would exit a state in common, the one whose source is deeper
 * wins, else the first. */
static void remove_conflicting(struct planning *planning, struct enabled_set *set)
{
    if (set->list.count < 2) {
        return;
    }
    size_t count = set->list.count, kept = 0;
    struct node_set *exits = arena_array(planning->arena, struct node_set, count);
    for (size_t i = 0; i < count; i++) {
        struct enabled one = set->list.at[i];
        struct node_set exit = {0};
        exit_nodes(planning, &one, &exit);
        bool preempted = false;
        bool *removed = arena_array(planning->arena, bool, kept);
        for (size_t k = 0; k < kept && !preempted; k++) {
            if (intersect(planning->definition, &exit, &exits[k])) {
                removed[k] = node_is_descendant(planning->definition, one.source, set->list.at[k].source);
                preempted = !removed[k];
            }
        }
        if (preempted) {
            continue;
        }
        size_t left = 0;
        for (size_t k = 0; k < kept; k++) {
            if (!removed[k]) {
                set->list.at[left] = set->list.at[k];
                exits[left++] = exits[k];
            }
        }
        set->list.at[left] = one;
        exits[left] = exit;
        kept = left + 1;
    }
    set->list.count = kept;
}

void select_transitions(struct planning *planning, const struct event *event, struct enabled_set *enabled)
{
    const struct subject *subject = planning->subject;
    for (size_t i = 0; i < subject->configuration.count; i++) {
        struct node_id node = subject->configuration.at[i].node;
        if (nodes_is_leaf(subject, i)) {
            select_for(planning, event, event ? heard_from(planning, node) : node, enabled);
        }
    }
    remove_conflicting(planning, enabled);
}

static bool state_takes(const struct state *state, struct text event)
{
    for (size_t i = 0; i < state->transition_count; i++) {
        const struct transition *transition = &state->transitions[i];
        if (transition->trigger == TRIGGER_EVENT && event_matches(transition->event, event)) {
            return true;
        }
    }
    return false;
}

/* Whether STATE is active where the present event is heard: of a list that it tells one item of, in that
 * item's strand. */
static bool is_heard_in(const struct planning *planning, uint16_t state)
{
    uint32_t item = planning_item(planning, strand_list(planning->definition, state));
    return state == 0 || subject_in(planning->subject, state, item);
}

enum taken select_taken(const struct planning *planning, struct text event)
{
    const struct definition *definition = planning->definition;
    enum taken taken = TAKEN_NOWHERE;
    for (size_t i = 0; i < definition->state_count; i++) {
        if (state_takes(&definition->states[i], event)) {
            if (is_heard_in(planning, (uint16_t)i)) {
                return TAKEN_BY_ACTIVE;
            }
            taken = TAKEN_BY_INACTIVE;
        }
    }
    return taken;
}

bool select_strand_takes(const struct planning *planning, uint16_t each, uint32_t item, struct text event)
{
    const struct subject *subject = planning->subject;
    for (size_t i = 0; i < subject->configuration.count; i++) {
        struct node_id node = subject->configuration.at[i].node;
        const struct state *state = node_state(planning->definition, node);
        if (state->strand == each && node.item == item && state_takes(state, event)) {
            return true;
        }
    }
    return false;
}

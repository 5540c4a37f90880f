/* Which states a transition leaves and enters, by SCXML's Appendix D: computeExitSet, computeEntrySet,
 * getTransitionDomain, findLCCA, getEffectiveTargetStates, addDescendantStatesToEnter,
 * addAncestorStatesToEnter.
 *
 * What is Caseway's: an `each` state with items is a parallel one whose children are its strands, and a
 * strand whose item has ended before goes back to the final state that it ended in. */
#include "engine/planning.h"

#include "base/insist.h"

static const struct remembered *find_history(const struct subject *subject, struct node_id history)
{
    vector_each(const struct remembered, remembered, &subject->histories)
    {
        if (node_equal(remembered->history, history)) {
            return remembered;
        }
    }
    return NULL;
}

/* getEffectiveTargetStates: a history stands for what it remembers, or for its default. */
static void effective_targets(const struct planning *planning, struct node_id target, struct node_set *set)
{
    const struct state *state = node_state(planning->definition, target);
    if (state->kind != STATE_HISTORY) {
        vector_push(planning->arena, &set->list, target);
        return;
    }
    const struct remembered *remembered = find_history(planning->subject, target);
    if (remembered) {
        for (size_t i = 0; i < remembered->count; i++) {
            vector_push(planning->arena, &set->list, remembered->nodes[i]);
        }
        return;
    }
    for (size_t i = 0; i < state->initial.count; i++) {
        effective_targets(planning, node_of(planning->definition, state->initial.targets[i], target), set);
    }
}

/* findLCCA: the least common compound ancestor of SOURCE and all of TARGETS. */
static struct node_id least_common_ancestor(const struct planning *planning, struct node_id source,
                                            const struct node_set *targets)
{
    const struct definition *definition = planning->definition;
    struct node_id above = source;
    while (above.state != 0) {
        above = node_parent(definition, above);
        bool common = node_is_compound(definition, above);
        for (size_t i = 0; common && i < targets->list.count; i++) {
            common = node_is_descendant(definition, targets->list.at[i], above);
        }
        if (common) {
            return above;
        }
    }
    return NODE_ROOT;
}

/* getTransitionDomain; TARGETS are the effective ones, and there are some. */
static struct node_id transition_domain(const struct planning *planning, const struct enabled *enabled,
                                        const struct node_set *targets)
{
    const struct definition *definition = planning->definition;
    bool internal = !enabled->transition->reenter && node_is_compound(definition, enabled->source);
    for (size_t i = 0; internal && i < targets->list.count; i++) {
        internal = node_is_descendant(definition, targets->list.at[i], enabled->source);
    }
    return internal ? enabled->source : least_common_ancestor(planning, enabled->source, targets);
}

static void all_targets(const struct planning *planning, const struct enabled *enabled, struct node_set *set)
{
    for (size_t i = 0; i < enabled->transition->target_count; i++) {
        struct node_id target =
            node_of(planning->definition, enabled->transition->targets[i], enabled->source);
        effective_targets(planning, target, set);
    }
}

void exit_nodes(const struct planning *planning, const struct enabled *enabled, struct node_set *set)
{
    if (enabled->transition->target_count == 0) {
        return;
    }
    struct node_set targets = {0};
    all_targets(planning, enabled, &targets);
    struct node_id domain = transition_domain(planning, enabled, &targets);
    vector_each(const struct active, active, &planning->subject->configuration)
    {
        if (node_is_descendant(planning->definition, active->node, domain)) {
            vector_push(planning->arena, &set->list, active->node);
        }
    }
}

static bool has(const struct node_set *set, struct node_id node)
{
    vector_each(const struct node_id, one, &set->list)
    {
        if (node_equal(*one, node)) {
            return true;
        }
    }
    return false;
}

static bool add(struct planning *planning, struct node_set *set, struct node_id node)
{
    if (has(set, node)) {
        return false;
    }
    vector_push(planning->arena, &set->list, node);
    return true;
}

static bool has_descendant_of(const struct planning *planning, const struct node_set *set,
                              struct node_id node)
{
    vector_each(const struct node_id, one, &set->list)
    {
        if (node_is_descendant(planning->definition, *one, node)) {
            return true;
        }
    }
    return false;
}

static void add_descendants(struct planning *planning, struct node_id node, struct entry_set *set);
static void add_ancestors(struct planning *planning, struct node_id node, struct node_id above,
                          struct entry_set *set);

/* Each of TARGETS (states as seen from NODE) with what is below it, then with what is between it and ABOVE.
 */
static void add_all(struct planning *planning, const struct initial *initial, struct node_id node,
                    struct node_id above, struct entry_set *set)
{
    for (size_t i = 0; i < initial->count; i++) {
        add_descendants(planning, node_of(planning->definition, initial->targets[i], node), set);
    }
    for (size_t i = 0; i < initial->count; i++) {
        add_ancestors(planning, node_of(planning->definition, initial->targets[i], node), above, set);
    }
}

/* defaultHistoryContent: one for each parent, the last. */
static void set_content(struct planning *planning, struct entry_set *set, struct node_id parent,
                        const struct block *actions)
{
    for (size_t i = 0; i < set->histories.count; i++) {
        if (node_equal(set->histories.at[i].parent, parent)) {
            set->histories.at[i].actions = actions;
            return;
        }
    }
    *vector_more(planning->arena, &set->histories) = (__typeof__(*set->histories.at)){parent, actions};
}

void enter_again(struct planning *planning, const struct node_id *nodes, size_t count, struct node_id above,
                 struct entry_set *set)
{
    for (size_t i = 0; i < count; i++) {
        add_descendants(planning, nodes[i], set);
    }
    for (size_t i = 0; i < count; i++) {
        add_ancestors(planning, nodes[i], above, set);
    }
}

static void add_history(struct planning *planning, struct node_id history, struct entry_set *set)
{
    struct node_id parent = node_parent(planning->definition, history);
    const struct remembered *remembered = find_history(planning->subject, history);
    if (!remembered) {
        const struct initial *otherwise = &node_state(planning->definition, history)->initial;
        set_content(planning, set, parent, &otherwise->actions);
        add_all(planning, otherwise, history, parent, set);
        return;
    }
    enter_again(planning, remembered->nodes, remembered->count, parent, set);
}

/* A strand begins at its initial state, unless its item has ended. */
static void add_strand(struct planning *planning, struct node_id strand, struct entry_set *set)
{
    const struct state *each = node_state(planning->definition, strand);
    vector_each(const struct node_id, final, &planning->subject->ended)
    {
        if (final->item == strand.item && node_state(planning->definition, *final)->strand == each->index) {
            add_descendants(planning, *final, set);
            add_ancestors(planning, *final, strand, set);
            return;
        }
    }
    add(planning, &set->by_default, strand);
    add_all(planning, &each->initial, strand, strand, set);
}

static void add_child(struct planning *planning, struct node_id child, struct entry_set *set)
{
    if (!has_descendant_of(planning, &set->enter, child)) {
        add_descendants(planning, child, set);
    }
}

/* Every child of a parallel state that nothing in the set is in yet. */
static void add_regions(struct planning *planning, struct node_id node, struct entry_set *set)
{
    const struct state *state = node_state(planning->definition, node);
    if (!state->each) {
        for (size_t i = 0; i < state->child_count; i++) {
            add_child(planning, (struct node_id){state->children[i], node.item}, set);
        }
        return;
    }
    for (uint32_t i = 0; i < each_count(planning->subject, state); i++) {
        add_child(planning, (struct node_id){node.state, each_item(planning->subject, state, i)}, set);
    }
}

/* addDescendantStatesToEnter */
static void add_descendants(struct planning *planning, struct node_id node, struct entry_set *set)
{
    const struct state *state = node_state(planning->definition, node);
    if (state->kind == STATE_HISTORY) {
        add_history(planning, node, set);
        return;
    }
    if (node.state != 0) {
        add(planning, &set->enter, node);
    }
    if (node_is_strand(planning->definition, node)) {
        add_strand(planning, node, set);
    } else if (node_is_compound(planning->definition, node)) {
        add(planning, &set->by_default, node);
        add_all(planning, &state->initial, node, node, set);
    } else if (node_is_parallel(planning->subject, node)) {
        add_regions(planning, node, set);
    }
}

/* addAncestorStatesToEnter: what is between NODE and ABOVE, neither of them, up to what has not been left.
 * Appendix D asks for the transition's domain once more here, and may find another, since leaving has made a
 * history remember something else; or climbs past it, to the parent of a history around the source. */
static void add_ancestors(struct planning *planning, struct node_id node, struct node_id above,
                          struct entry_set *set)
{
    while (node.state != 0) {
        node = node_parent(planning->definition, node);
        if (node_equal(node, above) || nodes_has(planning->subject, node)) {
            return;
        }
        add(planning, &set->enter, node);
        if (node_is_parallel(planning->subject, node)) {
            add_regions(planning, node, set);
        }
    }
}

/* computeEntrySet */
void enter_targets(struct planning *planning, const struct enabled_set *enabled, struct entry_set *set)
{
    vector_each(const struct enabled, one, &enabled->list)
    {
        const struct transition *transition = one->transition;
        if (transition->target_count == 0) {
            continue;
        }
        for (size_t i = 0; i < transition->target_count; i++) {
            add_descendants(planning, node_of(planning->definition, transition->targets[i], one->source),
                            set);
        }
        struct node_set targets = {0};
        all_targets(planning, one, &targets);
        for (size_t i = 0; i < targets.list.count; i++) {
            add_ancestors(planning, targets.list.at[i], NODE_ROOT, set);
        }
    }
}

void enter_node(struct planning *planning, struct node_id node, struct entry_set *set)
{
    add_descendants(planning, node, set);
}

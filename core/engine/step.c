/* The microstep and the macrostep, by SCXML's Appendix D: microstep, exitStates, enterStates, isInFinalState,
 * and the inner loop of mainEventLoop (eventless transitions first, then internal events, until neither is
 * left).
 *
 * What is Caseway's: tasks, deadlines and timers begin and end with their states; strands begin when their
 * items appear; entering a root `final` closes the case, whose configuration stays as it is to be read. */
#include "engine/planning.h"

#include "base/insist.h"

/* --- leaving ---------------------------------------------------------------- */

/* A deep history remembers the atomic states below its parent, a shallow one the parent's children. */
static bool is_remembered(const struct subject *subject, const struct state *history, struct node_id parent,
                          size_t index)
{
    struct node_id node = subject->configuration.at[index].node;
    if (history->deep) {
        return nodes_is_leaf(subject, index) && node_is_descendant(subject->definition, node, parent);
    }
    return node_equal(node_parent(subject->definition, node), parent) && !node_equal(node, parent);
}

static void remember(struct planning *planning, struct node_id parent, uint16_t history)
{
    struct subject *subject = planning->subject;
    VECTOR(struct node_id)
    nodes = {0};
    const struct state *state = &planning->definition->states[history];
    for (size_t i = 0; i < subject->configuration.count; i++) {
        if (is_remembered(subject, state, parent, i)) {
            vector_push(planning->arena, &nodes, subject->configuration.at[i].node);
        }
    }
    struct remembered remembered = {{history, parent.item}, nodes.at, nodes.count};
    vector_each(struct remembered, old, &subject->histories)
    {
        if (node_equal(old->history, remembered.history)) {
            *old = remembered;
            return;
        }
    }
    vector_push(planning->arena, &subject->histories, remembered);
}

/* Keeps when a state that is left was entered, if some expression asks. */
static void keep_entry(struct planning *planning, const struct active *active)
{
    struct subject *subject = planning->subject;
    if (!node_state(planning->definition, active->node)->remembered) {
        return;
    }
    vector_each(struct state_entry, entry, &subject->entered)
    {
        if (node_equal(entry->node, active->node)) {
            entry->at = active->entered;
            return;
        }
    }
    vector_push(planning->arena, &subject->entered, (struct state_entry){active->node, active->entered});
}

/* exitStates: histories first, then each state from the last to the first. */
void step_exit(struct planning *planning, const struct node_set *set)
{
    for (size_t i = 0; i < set->list.count; i++) {
        struct node_id node = set->list.at[i];
        const struct state *state = node_state(planning->definition, node);
        bool has_own = !(state->each && node.item == 0); /* an `each` state's histories are its strands' */
        for (size_t h = 0; has_own && h < state->history_count; h++) {
            remember(planning, node, state->histories[h]);
        }
    }
    for (size_t i = set->list.count; i-- > 0 && !planning->failed;) {
        struct node_id node = set->list.at[i];
        bool found;
        if (!node_is_strand(planning->definition, node)) {
            actions_run(planning, &node_state(planning->definition, node)->exit, node);
            tasks_close_for(planning, node);
            deadlines_void_for(planning, node);
            timers_stop_for(planning, node);
        }
        size_t index = nodes_find(planning->subject, node, &found);
        insist(found);
        keep_entry(planning, &planning->subject->configuration.at[index]);
        vector_remove(&planning->subject->configuration, index);
    }
}

/* --- entering --------------------------------------------------------------- */

/* isInFinalState */
static bool is_in_final(const struct planning *planning, struct node_id node)
{
    const struct subject *subject = planning->subject;
    const struct state *state = node_state(planning->definition, node);
    if (state->each && node.item == 0) {
        uint32_t count = each_count(subject, state);
        for (uint32_t i = 0; i < count; i++) {
            if (!is_in_final(planning, (struct node_id){node.state, each_item(subject, state, i)})) {
                return false;
            }
        }
        return count > 0;
    }
    bool all = node_is_parallel(subject, node);
    if (!all && !node_is_compound(planning->definition, node)) {
        return state->kind == STATE_FINAL && nodes_has(subject, node); /* a region that is a final state */
    }
    for (size_t i = 0; i < state->child_count; i++) {
        struct node_id child = {state->children[i], node.item};
        bool final =
            all ? is_in_final(planning, child)
                : planning->definition->states[child.state].kind == STATE_FINAL && nodes_has(subject, child);
        if (final != all) {
            return final;
        }
    }
    return all && state->child_count > 0;
}

static void raise_done(struct planning *planning, struct node_id node)
{
    const struct state *state = node_state(planning->definition, node);
    struct text name = text_printf(planning->arena, "done.state.%.*s", TEXT_ARGS(state->path));
    const struct field *list = node.item ? strand_list(planning->definition, node.state) : NULL;
    planning_raise(planning, name, json_null(), list, node.item);
}

static void remember_end(struct planning *planning, struct node_id final)
{
    vector_each(const struct node_id, known, &planning->subject->ended)
    {
        if (node_equal(*known, final)) {
            return;
        }
    }
    vector_push(planning->arena, &planning->subject->ended, final);
}

/* A final was entered: its parent is done, and perhaps the parallel states around that (SCXML 3.4, 3.7;
 * Appendix D forgets a parallel state that is a region of another). */
static void finish(struct planning *planning, struct node_id final)
{
    const struct definition *definition = planning->definition;
    struct node_id parent = node_parent(definition, final);
    if (parent.state == 0) {
        case_close(planning);
        return;
    }
    struct node_id above = node_is_compound(definition, parent) ? node_parent(definition, parent) : parent;
    if (node_is_strand(definition, parent)) {
        remember_end(planning, final);
    } else if (node_is_compound(definition, parent)) {
        raise_done(planning, parent);
    }
    while (above.state != 0 && node_is_parallel(planning->subject, above) && is_in_final(planning, above)) {
        raise_done(planning, above);
        above = node_parent(definition, above);
    }
}

static bool contains(const struct node_set *set, struct node_id node)
{
    vector_each(const struct node_id, one, &set->list)
    {
        if (node_equal(*one, node)) {
            return true;
        }
    }
    return false;
}

/* What a state does when it is entered, in SCXML's order: `entry`, then what its initial or a history's
 * default does. */
static void on_entry(struct planning *planning, const struct entry_set *set, struct node_id node)
{
    const struct state *state = node_state(planning->definition, node);
    bool strand = node_is_strand(planning->definition, node);
    if (!strand) {
        actions_run(planning, &state->entry, node);
    }
    if (contains(&set->by_default, node)) {
        actions_run(planning, &state->initial.actions, node);
    }
    for (size_t i = 0; i < set->histories.count; i++) {
        if (node_equal(set->histories.at[i].parent, node)) {
            actions_run(planning, set->histories.at[i].actions, node);
        }
    }
    if (!strand) {
        tasks_open_for(planning, node);
        deadlines_open_for(planning, node);
        timers_start_for(planning, node);
    }
    if (state->kind == STATE_FINAL) {
        finish(planning, node);
    }
    if (!strand && state->path.size) {
        actions_hook(planning, "state.entered", state->path, node);
    }
}

static void sort_nodes(const struct definition *definition, struct node_set *set)
{
    for (size_t i = 1; i < set->list.count; i++) {
        struct node_id node = set->list.at[i];
        size_t j = i;
        for (; j > 0 && node_compare(definition, set->list.at[j - 1], node) > 0; j--) {
            set->list.at[j] = set->list.at[j - 1];
        }
        set->list.at[j] = node;
    }
}

/* enterStates, in document order. */
void step_enter(struct planning *planning, struct entry_set *set)
{
    sort_nodes(planning->definition, &set->enter);
    planning->touched.states = true;
    if (contains(&set->by_default, NODE_ROOT)) {
        on_entry(planning, set, NODE_ROOT);
    }
    for (size_t i = 0; i < set->enter.list.count && !planning->failed; i++) {
        struct node_id node = set->enter.list.at[i];
        insist(!nodes_has(planning->subject, node));
        nodes_insert(planning->arena, planning->subject, (struct active){node, planning->now});
        on_entry(planning, set, node);
    }
}

/* Strands of items that have appeared begin. */
static void begin_strands(struct planning *planning)
{
    struct subject *subject = planning->subject;
    for (size_t i = 0; i < subject->configuration.count && !planning->failed; i++) {
        struct node_id node = subject->configuration.at[i].node;
        const struct state *state = node_state(planning->definition, node);
        if (!state->each || node.item != 0) {
            continue;
        }
        for (uint32_t n = 0; n < each_count(subject, state); n++) {
            struct node_id strand = {node.state, each_item(subject, state, n)};
            if (!nodes_has(subject, strand)) {
                struct entry_set set = {0};
                enter_node(planning, strand, &set);
                step_enter(planning, &set);
            }
        }
    }
}

/* --- steps ------------------------------------------------------------------ */

static void note_transition(struct planning *planning, const struct enabled *enabled)
{
    struct json note = json_object();
    struct arena *arena = planning->arena;
    struct text from = node_path(arena, planning->definition, enabled->source);
    json_set(arena, &note, TEXT("from"), json_string(from));
    json_set(arena, &note, TEXT("event"), json_string(enabled->transition->event));
    json_set(arena, &note, TEXT("line"), json_integer(enabled->transition->place.line));
    planning_note(planning, "transitions", note);
}

/* microstep: exit what is left, do what the transitions say, enter what is reached. */
static void step_micro(struct planning *planning, const struct enabled_set *enabled)
{
    struct node_set exited = {0};
    struct entry_set entry = {0};
    vector_each(const struct enabled, one, &enabled->list)
    {
        exit_nodes(planning, one, &exited); /* no two have a node in common: they would conflict */
    }
    sort_nodes(planning->definition, &exited);
    step_exit(planning, &exited);
    vector_each(const struct enabled, one, &enabled->list)
    {
        note_transition(planning, one);
        actions_run(planning, &one->transition->actions, one->source);
    }
    enter_targets(planning, enabled, &entry);
    step_enter(planning, &entry);
}

static bool loops(struct planning *planning, const struct enabled_set *enabled)
{
    if (++planning->steps <= PLAN_STEP_LIMIT) {
        return false;
    }
    struct error error;
    struct text state = node_path(planning->arena, planning->definition, enabled->list.at[0].source);
    struct text raiser = planning_raiser(planning);
    error_set(&error, STATUS_LIMIT,
              "the workflow goes round for ever: after %d steps the transition of %.*s on line %u is still "
              "taken%.*s",
              PLAN_STEP_LIMIT, TEXT_ARGS(state.size ? state : planning->definition->name),
              enabled->list.at[0].transition->place.line, TEXT_ARGS(raiser));
    planning_fail(planning, &error);
    return true;
}

/* Makes the oldest internal event the present one, or, when there is none, the oldest that was sent; false
 * when neither is left. */
static bool take_queued(struct planning *planning)
{
    struct queued queued;
    if (planning->queue_head < planning->queue.count) {
        queued = planning->queue.at[planning->queue_head++];
    } else if (planning->sent_head < planning->sent.count) {
        queued = planning->sent.at[planning->sent_head++];
    } else {
        return false;
    }
    planning->event.name = queued.name;
    planning->event.data = queued.data;
    planning->event.of = (struct text){0};
    planning->event.forms = NULL;
    planning->event.form_count = 0;
    planning->event_list = queued.list;
    planning->event_item = queued.item;
    deadlines_meet(planning, queued.name, queued.list, queued.item);
    return true;
}

/* An internal event whose requirements are unmet is dropped, and the entry says so (LANGUAGE 6). */
static bool is_dropped(struct planning *planning, const struct enabled_set *enabled)
{
    size_t before = planning->plan->unmet.count;
    if (require_all(planning, enabled)) {
        return false;
    }
    if (planning->failed) {
        return true;
    }
    struct json note = json_object();
    struct text why = planning->plan->unmet.at[before].text;
    json_set(planning->arena, &note, TEXT("event"), json_string(planning->event.name));
    json_set(planning->arena, &note, TEXT("why"), json_string(why));
    planning_note(planning, "dropped", note);
    planning->plan->unmet.count = before;
    return true;
}

void step_macro(struct planning *planning, const struct enabled_set *enabled)
{
    struct enabled_set next = *enabled;
    while (!planning->failed) {
        if (next.list.count) {
            if (loops(planning, &next)) {
                return;
            }
            step_micro(planning, &next);
        }
        if (planning->subject->closed != INSTANT_NONE) {
            planning->queue_head = planning->queue.count;
            planning->sent_head = planning->sent.count;
            return;
        }
        begin_strands(
            planning); /* an answer or an action may have brought an item, whether or not anything moved */
        next = (struct enabled_set){0};
        select_transitions(planning, NULL, &next);
        if (next.list.count) {
            continue;
        }
        if (!take_queued(planning)) {
            return;
        }
        select_transitions(planning, &planning->event, &next);
        if (next.list.count && is_dropped(planning, &next)) {
            next = (struct enabled_set){0};
        }
    }
}

void step_begin(struct planning *planning)
{
    struct entry_set entry = {0};
    enter_node(planning, NODE_ROOT, &entry);
    step_enter(planning, &entry);
    struct enabled_set none = {0};
    step_macro(planning, &none);
}

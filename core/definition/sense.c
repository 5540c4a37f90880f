/* What is allowed and probably not meant: told as warnings of a workflow that has no errors. */
#include "definition/events.h"
#include "definition/link_kinds.h"
#include "definition/reader.h"

static bool is_root_final(const struct definition *definition, uint16_t state)
{
    return definition->states[state].parent == 0 && definition->states[state].kind == STATE_FINAL;
}

/* --- people decide --- */

static const char *what_closes(const struct transition *transition)
{
    if (transition->trigger == TRIGGER_AFTER || text_starts(transition->event, TEXT("deadline."))) {
        return "a timer";
    }
    return transition->trigger == TRIGGER_ALWAYS ? "\"always\"" : NULL;
}

static void warn_of_closing(struct reader *reader, const struct transition *transition)
{
    const char *what = what_closes(transition);
    for (size_t i = 0; i < transition->target_count && what; i++) {
        if (is_root_final(reader->definition, transition->targets[i])) {
            source_warning(reader->source, transition->place,
                           "people decide: let an event of a person's do it", "%s closes the case here",
                           what);
        }
    }
}

/* --- regions --- */

/* The region of PARALLEL that STATE is in, itself or inside; DEFINITION_NONE when it is in none. */
static uint16_t region_of(const struct definition *definition, const struct state *parallel, uint16_t state)
{
    if (state == parallel->index || !state_contains(parallel, state)) {
        return DEFINITION_NONE;
    }
    while (definition->states[state].parent != parallel->index) {
        state = definition->states[state].parent;
    }
    return state;
}

/* True when taking it leaves PARALLEL, though source and target are both inside. */
static bool restarts(const struct definition *definition, const struct state *parallel,
                     const struct transition *transition)
{
    uint16_t from = region_of(definition, parallel, transition->source);
    for (size_t i = 0; i < transition->target_count && from != DEFINITION_NONE; i++) {
        uint16_t target = transition->targets[i];
        uint16_t to = region_of(definition, parallel, target);
        if (to == DEFINITION_NONE && target != parallel->index) {
            return false;
        }
        if (to != from || target == from) {
            return !parallel->each || target == parallel->index;
        }
    }
    return false;
}

static void warn_of_restart(struct reader *reader, const struct transition *transition)
{
    const struct definition *definition = reader->definition;
    for (uint16_t at = transition->source; at != 0; at = definition->states[at].parent) {
        const struct state *parallel = &definition->states[at];
        if (parallel->kind == STATE_PARALLEL && restarts(definition, parallel, transition)) {
            source_warning(reader->source, transition->place, "target a state inside the region",
                           "this restarts all that runs side by side in \"%.*s\"",
                           TEXT_ARGS(text_shown(parallel->path)));
            return;
        }
    }
}

/* --- states that nothing leads to --- */

struct walk {
    const struct definition *definition;
    bool *reached;
    uint16_t *stack;
    size_t depth;
};

static void reach(struct walk *walk, uint16_t state)
{
    if (!walk->reached[state]) {
        walk->reached[state] = true;
        walk->stack[walk->depth++] = state;
    }
}

/* STATE and what is above it are active; what else this makes active is found when each is taken from the
 * stack. */
static void reach_target(struct walk *walk, uint16_t state)
{
    for (uint16_t at = state; at != 0; at = walk->definition->states[at].parent) {
        reach(walk, at);
    }
}

static void reach_initial(struct walk *walk, const struct initial *initial)
{
    for (size_t i = 0; i < initial->count; i++) {
        reach_target(walk, initial->targets[i]);
    }
}

static void spread(struct walk *walk, const struct state *state)
{
    for (size_t i = 0; i < state->transition_count; i++) {
        for (size_t j = 0; j < state->transitions[i].target_count; j++) {
            reach_target(walk, state->transitions[i].targets[j]);
        }
    }
    for (size_t i = 0; i < state->child_count && state->kind == STATE_PARALLEL && !state->each; i++) {
        reach(walk, state->children[i]);
    }
    reach_initial(walk, &state->initial);
}

static void warn_of_unreachable(struct reader *reader)
{
    const struct definition *definition = reader->definition;
    struct walk walk = {.definition = definition,
                        .reached = arena_array(reader->arena, bool, definition->state_count),
                        .stack = arena_array(reader->arena, uint16_t, definition->state_count)};
    reach(&walk, 0);
    while (walk.depth > 0) {
        spread(&walk, &definition->states[walk.stack[--walk.depth]]);
    }
    for (size_t i = 1; i < definition->state_count; i++) {
        const struct state *state = &definition->states[i];
        if (!walk.reached[i] && walk.reached[state->parent]) {
            source_warning(reader->source, state->place, "name it as a target, or take it out",
                           "nothing leads to \"%.*s\"", TEXT_ARGS(text_shown(state->path)));
        }
    }
}

/* --- events that nothing takes --- */

bool event_is_taken(struct arena *arena, const struct map *patterns, struct text event)
{
    bool taken = map_get(patterns, event) != MAP_NONE || map_get(patterns, TEXT("*")) != MAP_NONE;
    for (size_t end = event.size; end > 0 && !taken; end--) {
        if (end == event.size || event.at[end] == '.') {
            taken = map_get(patterns, text_printf(arena, "%.*s.*", (int)end, event.at)) != MAP_NONE;
        }
    }
    return taken;
}

struct map event_patterns(struct reader *reader)
{
    const struct definition *definition = reader->definition;
    struct map patterns = {0};
    for (size_t i = 0; i < definition->transition_count; i++) {
        if (definition->transitions[i].trigger == TRIGGER_EVENT) {
            map_add(reader->arena, &patterns, definition->transitions[i].event, 0);
        }
    }
    return patterns;
}

static void warn_of_events(struct reader *reader)
{
    const struct definition *definition = reader->definition;
    struct map patterns = event_patterns(reader);
    for (size_t i = 0; i < definition->event_count; i++) {
        const struct event_declaration *event = &definition->events[i];
        bool asks = link_event_is(event->name) && event->form; /* then it is the workflow's own */
        if ((asks || !event_is_own(event->name)) && !event_is_taken(reader->arena, &patterns, event->name)) {
            source_warning(reader->source, event->place,
                           "name it in an \"on\"; {} records it and moves nothing",
                           "no state takes the event \"%.*s\"", TEXT_ARGS(text_shown(event->name)));
        }
    }
}

void warn_of_sense(struct reader *reader)
{
    vector_each(struct transition, transition, &reader->transitions)
    {
        warn_of_closing(reader, transition);
        warn_of_restart(reader, transition);
    }
    warn_of_unreachable(reader);
    warn_of_comparisons(reader);
    warn_of_reads(reader);
    warn_of_events(reader);
    warn_of_what_never_happens(reader);
}

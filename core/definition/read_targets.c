/* From words to states: targets of transitions, initial states, the defaults of histories.
 *
 * A word without a dot is a sibling of the source, else a state of the root; with dots it is a path from the
 * root. From outside an `each` only the whole can be meant, since a state within it stands in as many strands
 * as there are items. */
#include "definition/reader.h"

static uint16_t state_at(const struct reader *reader, struct text path)
{
    return definition_state(reader->definition, path);
}

static uint16_t child_of(struct reader *reader, uint16_t parent, struct text name)
{
    struct text above = reader->states.at[parent].path;
    return state_at(reader, above.size
                                ? text_printf(reader->arena, "%.*s.%.*s", TEXT_ARGS(above), TEXT_ARGS(name))
                                : name);
}

/* Only a word that is a name: a dot in it would reach further down. */
static bool is_word(struct text text)
{
    return text_find(text, '.') == text.size;
}

/* What was meant by a word that leads nowhere: a child's path, a state of that name elsewhere, or a near
 * word. */
static const char *hint_of_target(struct reader *reader, uint16_t source, struct text word)
{
    size_t count = reader->states.count;
    uint16_t child = is_word(word) ? child_of(reader, source, word) : DEFINITION_NONE;
    if (child != DEFINITION_NONE) {
        return arena_printf(reader->arena, "a state inside this one is named by its path: %.*s",
                            TEXT_ARGS(reader->states.at[child].path));
    }
    if (reader_is_full(reader)) {
        return NULL;
    }
    struct text *names = arena_array(reader->arena, struct text, 2 * count);
    for (size_t i = 1; i < count; i++) {
        const struct state *state = &reader->states.at[i];
        if (text_equal(state->name, word) || (!is_word(word) && text_ends(state->path, word))) {
            return arena_printf(reader->arena, "did you mean \"%.*s\"?", TEXT_ARGS(state->path));
        }
        bool near = state->parent == 0 || state->parent == reader->states.at[source].parent;
        names[i] = near ? state->name : state->path;
        names[count + i] = state->path;
    }
    const char *hint = did_you_mean(reader, word, names, 2 * count);
    return hint ? hint
                : "a word is a state beside this one or at the root; with dots it is a path from the root";
}

static uint16_t lost(struct reader *reader, uint16_t source, struct text word, struct place place)
{
    wrong(reader, place, hint_of_target(reader, source, word), "there is no state \"%.*s\" here",
          TEXT_ARGS(text_shown(word)));
    return DEFINITION_NONE;
}

uint16_t target_of_word(struct reader *reader, uint16_t source, struct text word, struct place place)
{
    uint16_t target =
        is_word(word) ? child_of(reader, reader->states.at[source].parent, word) : DEFINITION_NONE;
    if (target == DEFINITION_NONE) {
        target = state_at(reader, word);
    }
    if (target == DEFINITION_NONE || target == 0) {
        return lost(reader, source, word, place);
    }
    uint16_t strand = reader->states.at[target].strand;
    bool inside =
        strand != DEFINITION_NONE && strand != source && state_contains(&reader->states.at[strand], source);
    if (strand != DEFINITION_NONE && !inside) {
        wrong(reader, place, "enter the whole, or move from within the strand",
              "\"%.*s\" stands in a strand of \"%.*s\": from outside it is not known which",
              TEXT_ARGS(text_shown(word)), TEXT_ARGS(text_shown(reader->states.at[strand].path)));
        return DEFINITION_NONE;
    }
    return target;
}

/* The nearest state that contains both. */
static const struct state *common(const struct reader *reader, uint16_t a, uint16_t b)
{
    const struct state *state = &reader->states.at[a];
    while (!state_contains(state, b)) {
        state = &reader->states.at[state->parent];
    }
    return state;
}

/* Several targets stand in different regions of one parallel state. */
static bool side_by_side(const struct reader *reader, uint16_t a, uint16_t b)
{
    const struct state *both = common(reader, a, b);
    return both->index != a && both->index != b && both->kind == STATE_PARALLEL && !both->each;
}

static void check_regions(struct reader *reader, const uint16_t *targets, const struct place *places,
                          size_t count)
{
    for (size_t i = 1; i < count; i++) {
        for (size_t j = 0; j < i; j++) {
            if (!side_by_side(reader, targets[i], targets[j])) {
                wrong(reader, places[i], "several targets stand in different regions of one parallel state",
                      "\"%.*s\" and \"%.*s\" cannot be active at once",
                      TEXT_ARGS(text_shown(reader->states.at[targets[j]].path)),
                      TEXT_ARGS(text_shown(reader->states.at[targets[i]].path)));
                return;
            }
        }
    }
}

typedef uint16_t find_target(struct reader *reader, uint16_t source, struct text word, struct place place);

static void find_targets(struct reader *reader, uint16_t source, const struct node *node, find_target *find,
                         const uint16_t **targets, size_t *count)
{
    *count = 0;
    if (!read_is_few(reader, node, "\"target\"", DEFINITION_LIST_LIMIT)) {
        return;
    }
    struct text_list words = read_words(reader, node, "target");
    uint16_t *found = arena_array(reader->arena, uint16_t, words.count);
    struct place *places = arena_array(reader->arena, struct place, words.count);
    *targets = found;
    for (size_t i = 0; i < words.count; i++) {
        uint16_t target = find(reader, source, words.at[i], words.places[i]);
        if (target != DEFINITION_NONE) {
            places[*count] = words.places[i];
            found[(*count)++] = target;
        }
    }
    check_regions(reader, found, places, *count);
}

void read_targets(struct reader *reader, uint16_t source, const struct node *node, const uint16_t **targets,
                  size_t *count)
{
    find_targets(reader, source, node, target_of_word, targets, count);
}

/* --- where a compound state begins, and a history without memory --- */

/* A child of STATE, or a path from the root to something inside it. */
static uint16_t initial_of_word(struct reader *reader, uint16_t state, struct text word, struct place place)
{
    uint16_t target = is_word(word) ? child_of(reader, state, word) : state_at(reader, word);
    if (target == DEFINITION_NONE) {
        return lost(reader, state, word, place);
    }
    if (target == state || !state_contains(&reader->states.at[state], target)) {
        wrong(reader, place, "name one of its states, or a path from the root to one inside it",
              "\"%.*s\" is not inside \"%.*s\"", TEXT_ARGS(text_shown(word)),
              TEXT_ARGS(text_shown(reader->states.at[state].name)));
        return DEFINITION_NONE;
    }
    uint16_t strand = reader->states.at[target].strand;
    if (strand != DEFINITION_NONE && strand != state && !state_contains(&reader->states.at[strand], state)) {
        wrong(reader, place, NULL, "\"%.*s\" stands in a strand: it is not known which",
              TEXT_ARGS(text_shown(word)));
        return DEFINITION_NONE;
    }
    return target;
}

/* A history's: a state beside it, or a path; inside its parent. */
static uint16_t default_of_word(struct reader *reader, uint16_t history, struct text word, struct place place)
{
    return initial_of_word(reader, reader->states.at[history].parent, word, place);
}

/* A word, a list, or {target, actions}. */
static void read_initial(struct reader *reader, uint16_t state, const struct node *node, find_target *find,
                         struct initial *initial)
{
    static const char *const keys[] = {"target", "actions", NULL};
    struct scope scope = state_scope(reader, state);
    if (reader->states.at[state].each) {
        scope.each = reader->states.at[state].each;
    }
    if (node->kind != NODE_MAP) {
        find_targets(reader, state, node, find, &initial->targets, &initial->count);
        return;
    }
    const struct node *target = node_get(node, "target"), *actions = node_get(node, "actions");
    if (!read_keys(reader, node, "where it begins", keys)) {
        return;
    }
    if (target) {
        find_targets(reader, state, target, find, &initial->targets, &initial->count);
    } else {
        wrong(reader, node->place, "initial: {target: a state, actions: […]}", "\"target\" is missing");
    }
    if (actions) {
        initial->actions = read_block(reader, actions, &scope);
    }
}

static void begin_at_first(struct reader *reader, struct state *state)
{
    uint16_t *first = arena_new(reader->arena, uint16_t);
    if (state->child_count) {
        *first = state->children[0];
        state->initial.targets = first;
        state->initial.count = 1;
    }
}

static void read_state_initial(struct reader *reader, uint16_t index)
{
    struct state *state = &reader->states.at[index];
    const struct node *node =
        node_get(reader->nodes.at[index], state->kind == STATE_HISTORY ? "target" : "initial");
    if (state->kind == STATE_ATOMIC || state->kind == STATE_FINAL ||
        (state->kind == STATE_PARALLEL && !state->each)) {
        if (node) {
            wrong(reader, node->place, "leave it out",
                  "only a state with states of its own, one at a time, has \"initial\"");
        }
        return;
    }
    if (node) {
        read_initial(reader, index, node, state->kind == STATE_HISTORY ? default_of_word : initial_of_word,
                     &state->initial);
    } else if (state->kind != STATE_HISTORY) {
        begin_at_first(reader, state);
    }
}

/* A history that says nothing leads where its parent begins: in a parallel state, into it as a whole (no
 * targets but its regions). */
static void default_to_parent(struct reader *reader, struct state *history)
{
    const struct state *parent = &reader->states.at[history->parent];
    if (parent->kind == STATE_PARALLEL && !parent->each) {
        history->initial.targets = parent->children;
        history->initial.count = parent->child_count;
    } else {
        history->initial = parent->initial;
    }
}

static bool leads_to_settled(const struct reader *reader, const struct state *history, const bool *settled)
{
    for (size_t i = 0; i < history->initial.count; i++) {
        uint16_t target = history->initial.targets[i];
        if (reader->states.at[target].kind == STATE_HISTORY && !settled[target]) {
            return false;
        }
    }
    return true;
}

/* A default may be another history, whose default may be another; at the end stands a state that is none. */
static void check_histories(struct reader *reader)
{
    bool *settled = arena_array(reader->arena, bool, reader->states.count);
    for (bool more = true; more;) {
        more = false;
        for (size_t i = 0; i < reader->states.count; i++) {
            const struct state *state = &reader->states.at[i];
            if (state->kind == STATE_HISTORY && !settled[i] && leads_to_settled(reader, state, settled)) {
                settled[i] = more = true;
            }
        }
    }
    for (size_t i = 0; i < reader->states.count; i++) {
        const struct state *state = &reader->states.at[i];
        if (state->kind == STATE_HISTORY && !settled[i]) {
            wrong(reader, state->place, "target: the state to begin in while nothing is remembered",
                  "the history \"%.*s\" leads back to itself while it remembers nothing",
                  TEXT_ARGS(text_shown(state->path)));
        }
    }
}

void read_initials(struct reader *reader)
{
    for (size_t i = 0; i < reader->states.count; i++) {
        read_state_initial(reader, (uint16_t)i);
    }
    for (size_t i = 0; i < reader->states.count; i++) {
        struct state *state = &reader->states.at[i];
        if (state->kind == STATE_HISTORY && !node_get(reader->nodes.at[i], "target")) {
            default_to_parent(reader, state);
        }
    }
    check_histories(reader);
}

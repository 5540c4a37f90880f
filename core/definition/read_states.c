/* The tree of states: names, paths and kinds first, since everything else names states; then what is in each,
 * in document order. */
#include "definition/reader.h"

static const char *const state_keys[] = {"title",  "about",     "type",       "initial", "states", "history",
                                         "target", "on",        "always",     "after",   "entry",  "exit",
                                         "tasks",  "deadlines", "milestones", "each",    "onDone", NULL};

/* --- kinds --- */

static enum state_kind kind_of(struct reader *reader, const struct node *node, const struct node_entry *entry)
{
    static const char *const types[] = {"atomic", "compound", "parallel", "final", "history", NULL};
    const struct node *states = node_get(node, "states"), *history = node_get(node, "history");
    int type = read_choice(reader, node, "type", types);
    bool nested = states != NULL && !(states->kind == NODE_MAP && states->count == 0);
    enum state_kind told = nested ? STATE_COMPOUND : history ? STATE_HISTORY : STATE_ATOMIC;
    if (node_get(node, "each")) {
        told = STATE_PARALLEL;
    }
    if (type < 0) {
        return told;
    }
    enum state_kind kind =
        (enum state_kind[]){STATE_ATOMIC, STATE_COMPOUND, STATE_PARALLEL, STATE_FINAL, STATE_HISTORY}[type];
    if (node_get(node, "each") && kind != STATE_PARALLEL) {
        wrong(reader, entry->place, "leave the type out", "a state with \"each\" has no type of its own");
        return told;
    }
    if ((kind == STATE_COMPOUND || kind == STATE_PARALLEL) && !nested && !node_get(node, "each")) {
        wrong(reader, entry->place, "give it states, or leave the type out",
              "\"%.*s\" is %s and has no states", TEXT_ARGS(text_shown(entry->key)), types[type]);
        return STATE_ATOMIC;
    }
    if (kind != STATE_COMPOUND && kind != STATE_PARALLEL && nested) {
        wrong(reader, states->place, "leave the type out, or the states",
              "a state that is %s has no states in it", types[type]);
        return STATE_COMPOUND;
    }
    return kind;
}

static void check_keys_of_kind(struct reader *reader, const struct node *node, const struct state *state)
{
    static const char *const not_history[] = {"on",        "always",     "after", "entry",  "exit",   "tasks",
                                              "deadlines", "milestones", "each",  "onDone", "initial"};
    static const char *const not_final[] = {"on",      "always",  "after", "onDone",
                                            "initial", "history", "target"};
    static const char *const not_others[] = {"history", "target"};
    const char *const *keys = not_others;
    size_t count = sizeof not_others / sizeof *not_others;
    const char *what = "a state that is no history";
    if (state->kind == STATE_HISTORY) {
        keys = not_history;
        count = sizeof not_history / sizeof *not_history;
        what = "a history";
    } else if (state->kind == STATE_FINAL) {
        keys = not_final;
        count = sizeof not_final / sizeof *not_final;
        what = "a final state";
    }
    for (size_t i = 0; i < count; i++) {
        const struct node_entry *entry = node_entry_of(node, text_of(keys[i]));
        if (entry) {
            wrong(reader, entry->place, "leave it out", "%s has no \"%s\"", what, keys[i]);
        }
    }
}

/* --- each --- */

static void read_each(struct reader *reader, const struct node *node, struct state *state)
{
    const struct node *each = node_get(node, "each"), *states = node_get(node, "states");
    struct text name;
    if (!each || !read_scalar(reader, each, "each", &name)) {
        return;
    }
    const struct field *field = definition_field(reader->definition, name);
    if (state->strand != DEFINITION_NONE) {
        wrong(reader, each->place, "make the inner one a state of its own beside it",
              "an \"each\" inside an \"each\" is not taken: strands have no strands");
    } else if (!field || field->type != FIELD_LIST) {
        struct text_list names =
            NAMES_OF(reader, reader->definition->fields.at, reader->definition->fields.count);
        const char *hint =
            field ? "its type should be list" : did_you_mean(reader, name, names.at, names.count);
        wrong(reader, each->place, hint, "\"%.*s\" is not a list in \"fields\"", TEXT_ARGS(text_shown(name)));
    } else {
        state->each = field;
    }
    if (!states && !node->torn) {
        wrong(reader, each->place, "say how each begins: initial and states", "\"each\" needs \"states\"");
    }
}

/* --- the tree --- */

static void add_states(struct reader *reader, const struct node *states, uint16_t parent);

static struct text path_of(struct reader *reader, uint16_t parent, struct text name)
{
    struct text above = reader->states.at[parent].path;
    return above.size ? text_printf(reader->arena, "%.*s.%.*s", TEXT_ARGS(above), TEXT_ARGS(name)) : name;
}

static void add_state(struct reader *reader, const struct node_entry *entry, uint16_t parent)
{
    const struct node *node = &entry->value;
    uint16_t index = (uint16_t)reader->states.count;
    const struct state *above = &reader->states.at[parent];
    struct state state = {
        .name = entry->key,
        .title = entry->key,
        .path = path_of(reader, parent, entry->key),
        .index = index,
        .parent = parent,
        .last = index,
        .depth = (uint16_t)(above->depth + 1),
        .strand = above->each ? parent : above->strand,
        .place = entry->place,
    };
    check_word(reader, entry->key, entry->place, "a state");
    bool whole = read_keys(reader, node, "a state", state_keys);
    if (whole) {
        state.title = read_title(reader, node, entry->key);
        state.about = read_text(reader, node, "about");
        state.kind = kind_of(reader, node, entry);
        read_each(reader, node, &state);
        check_keys_of_kind(reader, node, &state);
        static const char *const depths[] = {"shallow", "deep", NULL};
        state.deep = read_choice(reader, node, "history", depths) == 1;
    }
    map_add(reader->arena, &reader->definition->states_by_path, state.path, index);
    vector_push(reader->arena, &reader->states, state);
    vector_push(reader->arena, &reader->nodes, node);
    const struct node *states = whole ? node_get(node, "states") : NULL;
    if (states && (state.kind == STATE_COMPOUND || state.kind == STATE_PARALLEL)) {
        add_states(reader, states, index);
    }
    reader->states.at[index].last = (uint16_t)(reader->states.count - 1);
}

static void add_states(struct reader *reader, const struct node *states, uint16_t parent)
{
    if (!read_is_map(reader, states, "\"states\"")) {
        return;
    }
    for (uint32_t i = 0; i < states->count; i++) {
        if (reader->states.count == DEFINITION_STATE_LIMIT) {
            wrong(reader, states->entries[i].place, NULL, "there are more than %d states",
                  DEFINITION_STATE_LIMIT);
            return;
        }
        if (reader->states.count < DEFINITION_STATE_LIMIT) {
            add_state(reader, &states->entries[i], parent);
        }
    }
}

/* Each state's children and histories, as slices of two arrays. */
static void link_children(struct reader *reader)
{
    for (size_t i = 0; i < reader->states.count; i++) {
        struct state *state = &reader->states.at[i];
        size_t room = 0;
        for (uint32_t child = state->index + 1U; child <= state->last;
             child = reader->states.at[child].last + 1U) {
            room++;
        }
        uint16_t *children = arena_array(reader->arena, uint16_t, room),
                 *histories = arena_array(reader->arena, uint16_t, room);
        for (uint32_t child = state->index + 1U; child <= state->last;
             child = reader->states.at[child].last + 1U) {
            if (reader->states.at[child].kind == STATE_HISTORY) {
                histories[state->history_count++] = (uint16_t)child;
            } else {
                children[state->child_count++] = (uint16_t)child;
            }
        }
        state->children = children;
        state->histories = histories;
        if (room && state->child_count == 0) {
            wrong(reader, state->place, NULL, "a state needs states in it besides a history");
        }
    }
}

void read_state_tree(struct reader *reader)
{
    struct definition *definition = reader->definition;
    const struct node *states = node_get(reader->root, "states");
    struct state root = {.name = definition->name,
                         .title = definition->title,
                         .kind = STATE_COMPOUND,
                         .strand = DEFINITION_NONE,
                         .place = reader->root->place};
    vector_push(reader->arena, &reader->states, root);
    vector_push(reader->arena, &reader->nodes, reader->root);
    if (read_misses(reader->root, "states") || (states && states->kind == NODE_MAP && states->count == 0)) {
        wrong(reader, states ? states->place : reader->root->place,
              "states: {open: {on: {close: closed}}, closed: {type: final}}", "the workflow has no states");
    }
    if (states) {
        add_states(reader, states, 0);
    }
    reader->states.at[0].last = (uint16_t)(reader->states.count - 1);
    link_children(reader);
    definition->states = reader->states.at;
    definition->state_count = reader->states.count;
}

/* --- what is in them --- */

struct scope state_scope(const struct reader *reader, uint16_t state)
{
    uint16_t strand = reader->states.at[state].strand;
    return (struct scope){.each = strand == DEFINITION_NONE ? NULL : reader->states.at[strand].each};
}

static void check_done(struct reader *reader, uint16_t state)
{
    const struct node_entry *done = node_entry_of(reader->nodes.at[state], TEXT("onDone"));
    if (done && reader->states.at[state].kind == STATE_ATOMIC) {
        wrong(reader, done->place, "put the states in it that can be done",
              "a state without states is never done");
    }
}

static void read_contents(struct reader *reader, uint16_t index)
{
    const struct node *node = reader->nodes.at[index], *part;
    struct state *state = &reader->states.at[index];
    struct scope scope = state_scope(reader, index);
    struct range tasks = {.start = reader->tasks.count}, deadlines = {.start = reader->deadlines.count};
    struct range transitions = {.start = reader->transitions.count};
    if (node->kind == NODE_MAP && state->kind != STATE_HISTORY) {
        check_done(reader, index);
        read_transitions_of(reader, index);
        state->entry =
            (part = node_get(node, "entry")) && index ? read_block(reader, part, &scope) : (struct block){0};
        state->exit =
            (part = node_get(node, "exit")) && index ? read_block(reader, part, &scope) : (struct block){0};
        read_tasks(reader, node_get(node, "tasks"), index);
        read_deadlines(reader, node_get(node, "deadlines"), index);
        read_milestones(reader, node_get(node, "milestones"), index, &scope);
    }
    tasks.count = reader->tasks.count - tasks.start;
    deadlines.count = reader->deadlines.count - deadlines.start;
    transitions.count = reader->transitions.count - transitions.start;
    vector_push(reader->arena, &reader->state_tasks, tasks);
    vector_push(reader->arena, &reader->state_deadlines, deadlines);
    vector_push(reader->arena, &reader->state_transitions, transitions);
}

void read_state_contents(struct reader *reader)
{
    for (size_t i = 0; i < reader->states.count; i++) {
        read_contents(reader, (uint16_t)i);
    }
}

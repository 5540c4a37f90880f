/* The reading of a workflow from end to end: its parts in their order, then what names what, then what makes
 * sense. */
#include "definition/reader.h"

static const char *const workflow_keys[] = {
    "workflow",   "title",   "about",  "calendar", "roles",     "fields", "forms",    "events",   "rules",
    "milestones", "initial", "states", "on",       "deadlines", "tasks",  "messages", "measures", NULL};

static void read_heading(struct reader *reader)
{
    struct definition *definition = reader->definition;
    const struct node_entry *entry = node_entry_of(reader->root, TEXT("workflow"));
    definition->name = read_text(reader, reader->root, "workflow");
    if (!entry) {
        wrong(reader, (struct place){1, 1}, "workflow: its-name", "the workflow has no name");
    } else if (definition->name.size) {
        check_word(reader, definition->name, entry->value.place, "a workflow");
    }
    definition->title = read_title(reader, reader->root, definition->name);
    definition->about = read_text(reader, reader->root, "about");
    definition->calendar = read_text(reader, reader->root, "calendar");
}

/* --- from the reader's vectors to the definition's arrays --- */

static void settle_tasks(struct reader *reader, struct state *state, struct range tasks,
                         struct range deadlines)
{
    const struct task **task_list = arena_array(reader->arena, const struct task *, tasks.count);
    const struct deadline **deadline_list =
        arena_array(reader->arena, const struct deadline *, deadlines.count);
    for (size_t i = 0; i < tasks.count; i++) {
        task_list[i] = &reader->tasks.at[tasks.start + i];
    }
    for (size_t i = 0; i < deadlines.count; i++) {
        deadline_list[i] = &reader->deadlines.at[deadlines.start + i];
    }
    state->tasks = task_list;
    state->task_count = tasks.count;
    state->deadlines = deadline_list;
    state->deadline_count = deadlines.count;
}

static void settle_states(struct reader *reader)
{
    for (size_t i = 0; i < reader->states.count; i++) {
        struct state *state = &reader->states.at[i];
        struct range transitions = reader->state_transitions.at[i];
        state->transitions = transitions.count ? &reader->transitions.at[transitions.start] : NULL;
        state->transition_count = transitions.count;
        settle_tasks(reader, state, reader->state_tasks.at[i], reader->state_deadlines.at[i]);
    }
}

static void settle_expressions(struct reader *reader)
{
    struct definition *definition = reader->definition;
    const struct expression **expressions =
        arena_array(reader->arena, const struct expression *, reader->expressions.count);
    for (size_t i = 0; i < reader->expressions.count; i++) {
        expressions[i] = reader->expressions.at[i].expression;
    }
    definition->expressions = expressions;
    definition->expression_count = reader->expressions.count;
}

static void settle(struct reader *reader)
{
    struct definition *definition = reader->definition;
    definition->states = reader->states.at;
    definition->state_count = reader->states.count;
    definition->transitions = reader->transitions.at;
    definition->transition_count = reader->transitions.count;
    definition->tasks = reader->tasks.at;
    definition->task_count = reader->tasks.count;
    definition->deadlines = reader->deadlines.at;
    definition->deadline_count = reader->deadlines.count;
    definition->milestones = reader->milestones.at;
    definition->milestone_count = reader->milestones.count;
    settle_states(reader);
    settle_expressions(reader);
}

/* --- the whole --- */

static void read_parts(struct reader *reader)
{
    read_heading(reader);
    read_role_declarations(reader);
    read_field_declarations(reader);
    read_form_declarations(reader);
    read_rule_declarations(reader);
    read_event_declarations(reader);
    read_state_tree(reader);
    read_messages(reader);
    read_initials(reader);
    read_state_contents(reader);
    read_measures(reader);
}

/* An error of this file, whoever found it: the tree's maker may have left something out. */
static bool has_errors(const struct source *source, size_t before)
{
    if (source->findings->errors > before) {
        return true;
    }
    vector_each(struct finding, finding, &source->findings->list)
    {
        if (finding->severity == SEVERITY_ERROR && text_equal(finding->file, source->file)) {
            return true;
        }
    }
    return false;
}

const struct definition *definition_read(struct arena *arena, const struct node *root,
                                         const struct source *source)
{
    size_t before = source->findings->errors;
    struct definition *definition = arena_new(arena, struct definition);
    struct reader reader = {.arena = arena, .source = source, .root = root, .definition = definition};
    definition->file = text_copy(arena, source->file);
    definition->source = text_copy(arena, source->bytes);
    definition->digest = digest_of(definition->source);
    lines_index(&reader.lines, arena, definition->source);
    if (read_keys(&reader, root, "the workflow", workflow_keys)) {
        read_parts(&reader);
        settle(&reader);
        resolve_events(&reader);
        resolve_tasks(&reader);
        resolve_expressions(&reader);
        resolve_computed(&reader);
        remember_what_is_asked(&reader);
    }
    bool wrong = has_errors(source, before);
    if (!wrong) {
        warn_of_sense(&reader);
    }
    findings_sort(source->findings);
    return wrong ? NULL : definition;
}

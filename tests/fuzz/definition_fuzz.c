/* Any bytes as a workflow: a definition in which every index leads somewhere; or errors, each with its place.
 */
#include "base/insist.h"
#include "definition/definition.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_targets(const struct definition *definition, const uint16_t *targets, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        insist(targets[i] > 0 && targets[i] < definition->state_count);
    }
}

static void check_block(const struct definition *definition, const struct block *block)
{
    for (size_t i = 0; i < block->count; i++) {
        const struct action *action = &block->actions[i];
        insist(action->kind != ACTION_NOTIFY || action->message);
        insist(action->kind != ACTION_IF || action->condition);
        for (size_t j = 0; j < action->assignment_count; j++) {
            const struct assignment *assignment = &action->assignments[j];
            insist(assignment->field && !assignment->value.expression == !!assignment->value.literal);
        }
        check_block(definition, &action->then);
        check_block(definition, &action->otherwise);
    }
}

static void check_transition(const struct definition *definition, const struct transition *transition)
{
    insist(transition == &definition->transitions[transition->index]);
    insist(transition->event.size > 0 && transition->source < definition->state_count);
    insist((transition->trigger == TRIGGER_AFTER) == transition->delay.given);
    check_targets(definition, transition->targets, transition->target_count);
    check_block(definition, &transition->actions);
    for (size_t i = 0; i < transition->requirement_count; i++) {
        const struct requirement *requirement = &transition->requirements[i];
        insist(requirement->condition || requirement->rule < definition->rule_count);
    }
}

static void check_state(const struct definition *definition, const struct state *state)
{
    const struct state *parent = &definition->states[state->parent];
    insist(state == &definition->states[state->index] && state_contains(parent, state->last));
    insist(definition_state(definition, state->path) == state->index);
    insist(state->index == 0 || state->depth == parent->depth + 1);
    insist(state->kind != STATE_COMPOUND || (state->child_count > 0 && state->initial.count > 0));
    insist(state->kind != STATE_HISTORY || state->initial.count > 0);
    insist(!state->each || state->each->type == FIELD_LIST);
    check_targets(definition, state->children, state->child_count);
    check_targets(definition, state->histories, state->history_count);
    check_targets(definition, state->initial.targets, state->initial.count);
    check_block(definition, &state->entry);
    check_block(definition, &state->exit);
    for (size_t i = 0; i < state->transition_count; i++) {
        insist(state->transitions[i].source == state->index);
        check_transition(definition, &state->transitions[i]);
    }
    for (size_t i = 0; i < state->task_count; i++) {
        insist(definition_task(definition, state->tasks[i]->name) == state->tasks[i]);
    }
    for (size_t i = 0; i < state->deadline_count; i++) {
        insist(state->deadlines[i]->due.given && state->deadlines[i]->state == state->index);
    }
}

static void check_definition(const struct definition *definition)
{
    insist(definition->name.size > 0 && definition->state_count > 1);
    for (size_t i = 0; i < definition->state_count; i++) {
        check_state(definition, &definition->states[i]);
    }
    for (size_t i = 0; i < definition->expression_count; i++) {
        insist(definition->expressions[i]->index == i && definition->expressions[i]->place.line > 0);
    }
    for (size_t i = 0; i < definition->form_count; i++) {
        for (size_t j = 0; j < definition->forms[i].count; j++) {
            insist(definition->forms[i].fields[j].field);
        }
    }
    for (size_t i = 0; i < definition->event_count; i++) {
        insist(definition_knows(definition, definition->events[i].name));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;
    struct findings findings;
    struct buffer printed;
    arena_init(&arena);
    findings_init(&findings, &arena);
    buffer_init(&printed, &arena);
    struct source source = {TEXT("fuzz.yaml"), {(const char *)data, size}, &findings};
    const struct node *root = node_read(&arena, &source);
    const struct definition *definition = root ? definition_read(&arena, root, &source) : NULL;
    insist(!definition == (findings.errors > 0));
    if (definition) {
        check_definition(definition);
    }
    findings_print(&findings, &printed);
    insist(text_is_utf8(buffer_result(&printed)));
    arena_deinit(&arena);
    return 0;
}

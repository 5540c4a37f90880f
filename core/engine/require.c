/* Whether what a guard has chosen may be done: roles, requirements, required open tasks; and the exceptions
 * that a role lets through. `guard` chooses, these refuse (LANGUAGE 2): every reason is told, not the first
 * alone. */
#include "engine/planning.h"

#include "engine/computed.h"

struct text roles_words(struct arena *arena, const struct definition *definition, role_set roles)
{
    struct buffer out;
    size_t left = 0;
    buffer_init(&out, arena);
    for (size_t i = 0; i < definition->role_count; i++) {
        left += (roles >> i) & 1;
    }
    for (size_t i = 0; i < definition->role_count; i++) {
        if (!((roles >> i) & 1)) {
            continue;
        }
        const struct role *role = &definition->roles[i];
        if (out.size) {
            buffer_string(&out, left == 1 ? " or " : ", ");
        }
        buffer_text(&out, role->title.size ? role->title : role->name);
        left--;
    }
    return buffer_result(&out);
}

bool require_roles(struct planning *planning, role_set allowed)
{
    if (allowed == 0 || (planning->roles & allowed)) {
        return true;
    }
    struct text words = roles_words(planning->arena, planning->definition, allowed);
    struct unmet *unmet = planning_unmet(planning, "role", "This is for: %.*s.", TEXT_ARGS(words));
    unmet->who = words;
    return false;
}

/* The values that a condition saw, so that a refusal can be understood: " (consent is not-asked)". Sensitive
 * ones are left out. */
static void add_seen(struct planning *planning, const struct expression *condition, struct json *seen)
{
    for (size_t i = 0; i < condition->read_count; i++) {
        const struct read *read = &condition->reads[i];
        if (read->kind != READ_DATA || read->name.size == 0) {
            continue;
        }
        const struct field *field = definition_field(planning->definition, read->name);
        if (field && !field->sensitive && !field->identifying) {
            struct scope scope = planning_scope(planning, NODE_ROOT);
            const struct json *value = field_read(planning->subject, field, 0);
            json_set(planning->arena, seen, field->name,
                     field->computed ? computed_value(planning->arena, &scope, planning->rules, field)
                     : value         ? *value
                                     : json_null());
        }
    }
}

static bool holds(struct planning *planning, const struct requirement *requirement, const struct scope *scope,
                  struct text *sentence)
{
    struct error error;
    *sentence = requirement->otherwise;
    if (requirement->condition) {
        return planning_holds(planning, requirement->condition, scope, "requires");
    }
    struct rule_answer answer = {0};
    const struct rule_declaration *rule = &planning->definition->rules[requirement->rule];
    enum status status = planning->rules->api->ask(planning->rules->self, rule, scope, &answer, &error);
    if (status != STATUS_OK) {
        planning_fail(planning, &error);
        return false;
    }
    if (answer.sentence.size) {
        *sentence = answer.sentence;
    } else if (sentence->size == 0) {
        *sentence =
            rule->title.size ? text_printf(planning->arena, "%.*s: no.", TEXT_ARGS(rule->title)) : rule->name;
    }
    return answer.holds;
}

/* Lets an unmet requirement through, if the command says why and its actor may; keeps it in the register. */
static bool let_through(struct planning *planning, struct text sentence, role_set override)
{
    const struct command *command = planning->command;
    if (command->override_reason.size == 0 || override == 0 || !(planning->roles & override)) {
        return false;
    }
    struct arena *arena = planning->arena;
    struct json exception = json_object();
    json_set(arena, &exception, TEXT("at"), json_integer(planning->now));
    json_set(arena, &exception, TEXT("by"), json_string(planning->actor));
    json_set(arena, &exception, TEXT("event"), json_string(planning->event.name));
    json_set(arena, &exception, TEXT("unmet"), json_string(sentence));
    json_set(arena, &exception, TEXT("reason"), json_string(command->override_reason));
    if (command->override_until != DATE_NONE) {
        char text[DATE_TEXT_SIZE];
        struct text until = text_copy(arena, text_of(date_write(command->override_until, text)));
        json_set(arena, &exception, TEXT("until"), json_string(until));
    }
    json_append(arena, &planning->subject->exceptions, exception);
    return true;
}

static bool require_one(struct planning *planning, const struct enabled *enabled,
                        const struct requirement *requirement)
{
    struct text sentence;
    struct scope scope = planning_scope(planning, enabled->source);
    if (holds(planning, requirement, &scope, &sentence)) {
        return true;
    }
    role_set override = requirement->override_given ? requirement->override : enabled->transition->override;
    if (requirement->never) {
        override = 0;
    }
    if (planning->failed || let_through(planning, sentence, override)) {
        return !planning->failed;
    }
    struct unmet *unmet =
        planning_unmet(planning, requirement->condition ? "requires" : "rule", "%.*s", TEXT_ARGS(sentence));
    unmet->requirement = requirement;
    unmet->source = enabled->source;
    unmet->who = roles_words(planning->arena, planning->definition, requirement->who);
    unmet->may_override = override != 0;
    unmet->override = override;
    if (requirement->condition) {
        unmet->seen = json_object();
        add_seen(planning, requirement->condition, &unmet->seen);
    }
    return false;
}

static bool require_tasks(struct planning *planning, const struct enabled *enabled)
{
    if (enabled->transition->open_tasks == OPEN_TASKS_CANCEL) {
        return true;
    }
    bool all = true;
    struct node_set exited = {0};
    exit_nodes(planning, enabled, &exited);
    size_t index = 0;
    const struct task_state *state;
    while ((state = tasks_hindering(planning, &exited, index, &index))) {
        struct text title = state->task->title.size ? state->task->title : state->task->name;
        struct text settled = tasks_settled(planning, state);
        if (enabled->transition->open_tasks == OPEN_TASKS_ASK && settled.size) {
            continue;
        }
        struct unmet *unmet =
            planning_unmet(planning, "task", "A task is still to be done: %.*s.", TEXT_ARGS(title));
        unmet->who = roles_words(planning->arena, planning->definition, state->task->role);
        unmet->may_override = enabled->transition->override != 0;
        unmet->override = enabled->transition->override;
        if (let_through(planning, unmet->text, unmet->override)) {
            planning->plan->unmet.count--;
            continue;
        }
        all = false;
    }
    return all;
}

bool require_all(struct planning *planning, const struct enabled_set *enabled)
{
    bool all = true;
    vector_each(const struct enabled, one, &enabled->list)
    {
        const struct transition *transition = one->transition;
        all = require_roles(planning, transition->roles) && all;
        for (size_t i = 0; i < transition->requirement_count; i++) {
            all = require_one(planning, one, &transition->requirements[i]) && all;
        }
        all = require_tasks(planning, one) && all;
    }
    return all && !planning->failed;
}

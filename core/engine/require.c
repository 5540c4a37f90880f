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

bool require_until(struct planning *planning)
{
    date until = planning->command->override_until;
    if (until == DATE_NONE || until >= zone_date(planning->world->zone, planning->now)) {
        return true;
    }
    char text[DATE_TEXT_SIZE];
    planning_unmet(planning, "form", "An exception until %s would be over before this happens.",
                   date_write(until, text))
        ->field = TEXT("override");
    return false;
}

/* An exception that was made of the same requirement of the same event, and lasts: its last day has not
 * passed, and it was there when this happened. */
static bool stands(const struct planning *planning, const struct json *exception, struct text sentence)
{
    date until = date_read(json_get_text(exception, "until"));
    return until != DATE_NONE && zone_date(planning->world->zone, planning->now) <= until &&
           json_get_integer(exception, "at", INT64_MAX) <= planning->now &&
           text_equal(json_get_text(exception, "event"), planning->event.name) &&
           text_equal(json_get_text(exception, "unmet"), sentence);
}

static bool is_let_through_already(struct planning *planning, struct text sentence)
{
    const struct json *exceptions = &planning->subject->exceptions;
    for (uint32_t i = exceptions->count; i-- > 0;) {
        if (stands(planning, &exceptions->elements[i], sentence)) {
            planning_note(planning, "exceptions", exceptions->elements[i]);
            return true;
        }
    }
    return false;
}

/* Lets an unmet requirement through, if an exception stands, or if the command says why and its actor may:
 * that one is kept in the register. */
static bool let_through(struct planning *planning, struct text sentence, role_set override)
{
    const struct command *command = planning->command;
    if (override != 0 && is_let_through_already(planning, sentence)) {
        return true;
    }
    if (command->override_reason.size == 0 || !(planning->roles & override)) {
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

/* What the transition leaves; what belongs to the root is left when the case closes. */
static void leaves(const struct planning *planning, const struct enabled *enabled, struct node_set *set)
{
    exit_nodes(planning, enabled, set);
    for (size_t i = 0; i < enabled->transition->target_count; i++) {
        if (node_is_root_final(planning->definition, (struct node_id){enabled->transition->targets[i], 0})) {
            vector_push(planning->arena, &set->list, NODE_ROOT);
            return;
        }
    }
}

static bool require_task(struct planning *planning, const struct enabled *enabled, const struct task *task)
{
    struct text title = task->title.size ? task->title : task->name;
    struct unmet *unmet =
        planning_unmet(planning, "task", "A task is still to be done: %.*s.", TEXT_ARGS(title));
    unmet->who = roles_words(planning->arena, planning->definition, task->role);
    unmet->may_override = enabled->transition->override != 0;
    unmet->override = enabled->transition->override;
    if (let_through(planning, unmet->text, unmet->override)) {
        planning->plan->unmet.count--;
        return true;
    }
    return false;
}

static bool is_among(const struct node_set *set, struct node_id node)
{
    vector_each(const struct node_id, one, &set->list)
    {
        if (node_equal(*one, node)) {
            return true;
        }
    }
    return false;
}

static bool require_tasks(struct planning *planning, const struct enabled *enabled)
{
    enum open_tasks open_tasks = enabled->transition->open_tasks;
    const struct definition *definition = planning->definition;
    struct node_set left = {0};
    bool all = true;
    if (open_tasks == OPEN_TASKS_CANCEL) {
        return true;
    }
    leaves(planning, enabled, &left);
    vector_each(const struct task_state, state, &planning->subject->tasks)
    {
        bool hinders = state->open && state->task->required &&
                       is_among(&left, task_node(definition, state->task, state->item));
        all = (!hinders || require_task(planning, enabled, state->task)) && all;
    }
    vector_each(const struct settled, settled, &planning->settled)
    {
        bool hinders = open_tasks == OPEN_TASKS_REFUSE && settled->task->required &&
                       is_among(&left, task_node(definition, settled->task, settled->item));
        all = (!hinders || require_task(planning, enabled, settled->task)) && all;
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

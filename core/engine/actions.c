/* Executable content. An action that fails ends its block and raises `error.execution` (SCXML 5.10, 5.9.3);
 * what it did before stays. */
#include "engine/computed.h"
#include "engine/planning.h"

#include "base/insist.h"

enum status operand_value(struct planning *planning, const struct operand *operand, const struct scope *scope,
                          struct json *value, struct error *error)
{
    if (operand->literal) {
        *value = *operand->literal;
        return STATUS_OK;
    }
    *value = json_null();
    if (!operand->expression) {
        return STATUS_OK;
    }
    struct value result;
    enum status status = planning_evaluate(planning, operand->expression, scope, &result, error);
    if (status == STATUS_OK) {
        *value = value_json(planning->arena, &result);
    }
    return status;
}

enum status due_value(struct planning *planning, const struct when_due *due, const struct scope *scope,
                      struct value *value, struct error *error)
{
    if (!due->expression) {
        *value = (struct value){.kind = VALUE_DURATION, .duration = due->duration};
        return STATUS_OK;
    }
    enum status status = planning_evaluate(planning, due->expression, scope, value, error);
    if (status == STATUS_OK && value->kind == VALUE_TEXT) {
        struct duration duration;
        status = duration_read(value->text, &duration, error);
        *value = (struct value){.kind = VALUE_DURATION, .duration = duration};
    }
    bool fits = value->kind == VALUE_NOTHING || value->kind == VALUE_DATE || value->kind == VALUE_INSTANT ||
                value->kind == VALUE_DURATION;
    if (status == STATUS_OK && !fits) {
        return error_set(error, STATUS_SCRIPT, "a time is a date, an instant or a duration; this gave %s",
                         value_kind_words(value->kind));
    }
    return status;
}

struct text template_fill(struct planning *planning, const struct template *template,
                          const struct scope *scope)
{
    struct buffer out;
    buffer_init(&out, planning->arena);
    for (size_t i = 0; i < template->count; i++) {
        const struct template_part *part = &template->parts[i];
        if (!part->expression) {
            buffer_text(&out, part->literal);
            continue;
        }
        struct value value;
        struct error error;
        if (planning_evaluate(planning, part->expression, scope, &value, &error) != STATUS_OK) {
            planning_note(planning, "guards",
                          json_string(text_copy(planning->arena, text_of(error.message))));
            continue;
        }
        buffer_text(&out, value_words(planning->arena, &value));
    }
    return buffer_result(&out);
}

/* --- one action each -------------------------------------------------------- */

static bool fail(struct planning *planning, const struct action *action, const struct error *error)
{
    if (planning->failed) {
        return false;
    }
    planning_note(planning, "errors", planning_raise_error(planning, action->place.line, error));
    return false;
}

static bool do_assign(struct planning *planning, const struct action *action, struct node_id node)
{
    for (size_t i = 0; i < action->assignment_count; i++) {
        const struct assignment *assignment = &action->assignments[i];
        const struct field *field = assignment->field;
        struct scope scope = planning_scope(planning, node);
        struct error error;
        struct json given, value;
        struct text sentence;
        if (operand_value(planning, &assignment->value, &scope, &given, &error) != STATUS_OK) {
            return fail(planning, action, &error);
        }
        if (field->list && (scope.list != field->list || scope.item == 0)) {
            error_set(&error, STATUS_INVALID, "%.*s belongs to an item of %.*s, and no item is meant here",
                      TEXT_ARGS(field->name), TEXT_ARGS(field->list->name));
            return fail(planning, action, &error);
        }
        given = computed_amount(field, given);
        if (!field_take(planning, field, &given, &value, &sentence)) {
            error_set(&error, STATUS_INVALID, "%.*s: %.*s", TEXT_ARGS(field->name), TEXT_ARGS(sentence));
            return fail(planning, action, &error);
        }
        field_write(planning, field, scope.item, value);
    }
    return true;
}

/* An event raised in a strand is told to its item alone, so that a strand's life is its own. */
static const struct field *own_list(const struct planning *planning, struct node_id node)
{
    return node.item ? strand_list(planning->definition, node.state) : NULL;
}

static bool event_data(struct planning *planning, const struct action *action, struct node_id node,
                       struct json *data)
{
    struct error error;
    struct scope scope = planning_scope(planning, node);
    if (operand_value(planning, &action->data, &scope, data, &error) != STATUS_OK) {
        return fail(planning, action, &error);
    }
    return true;
}

static bool do_raise(struct planning *planning, const struct action *action, struct node_id node)
{
    struct json data;
    if (!event_data(planning, action, node, &data)) {
        return false;
    }
    planning_raise(planning, action->name, data, own_list(planning, node), node.item);
    return true;
}

static bool do_send(struct planning *planning, const struct action *action, struct node_id node)
{
    struct error error;
    struct value delay = {.kind = VALUE_DURATION};
    struct scope scope = planning_scope(planning, node);
    struct timer timer = {.kind = TIMER_SEND, .name = action->name, .id = action->id, .node = node};
    if (!event_data(planning, action, node, &timer.data)) {
        return false;
    }
    if (action->in.given && due_value(planning, &action->in, &scope, &delay, &error) != STATUS_OK) {
        return fail(planning, action, &error);
    }
    const struct calendar *calendar = planning_calendar(planning);
    switch (delay.kind) {
    case VALUE_DURATION:
        timer.due = instant_add(calendar, planning->world->zone, planning->now, delay.duration);
        break;
    case VALUE_DATE:
        timer.due = zone_day_start(planning->world->zone, delay.day);
        break;
    case VALUE_INSTANT:
        timer.due = delay.at;
        break;
    default:
        return true; /* no date yet: nothing to wait for */
    }
    bool at_once = timer.due != INSTANT_NONE && timer.due <= planning->now;
    if (at_once) { /* after all internal events, and still of this command (SCXML 5.10.2) */
        vector_push(planning->arena, &planning->sent,
                    (struct queued){timer.name, timer.data, own_list(planning, node), node.item});
        return true;
    }
    timer_start(planning, timer);
    return !planning->failed;
}

static bool do_notify(struct planning *planning, const struct message *message, struct node_id node)
{
    struct scope scope = planning_scope(planning, node);
    vector_push(planning->arena, &planning->notifications,
                (struct notification){message, scope.list, scope.item, planning->event});
    return true;
}

static bool tell_one(struct planning *planning, struct told told, const struct json *to)
{
    struct error error;
    told.reference = json_text(to);
    if (told.reference.size == 0) {
        return true;
    }
    if (planning->plan->told.count >= PLAN_MESSAGE_LIMIT) {
        error_set(&error, STATUS_LIMIT, "one event would tell other records more than %d times",
                  PLAN_MESSAGE_LIMIT);
        return planning_fail(planning, &error);
    }
    vector_push(planning->arena, &planning->plan->told, told);
    return true;
}

/* To the person whom a field names, or to every record that a link leads to. */
static bool do_tell(struct planning *planning, const struct action *action, struct node_id node)
{
    struct told told = {.event = action->name};
    struct error error;
    if (!event_data(planning, action, node, &told.data)) {
        return false;
    }
    const struct field *field = definition_field(planning->definition, action->to);
    const struct json *to =
        field ? field_read(planning->subject, field, 0) : json_get(&planning->subject->links, action->to);
    if (to && json_to_text(planning->arena, &told.data).size > COMMAND_DATA_LIMIT) {
        error_set(&error, STATUS_LIMIT, "%.*s would tell more than %d bytes to another record",
                  TEXT_ARGS(told.event), COMMAND_DATA_LIMIT);
        return fail(planning, action, &error);
    }
    if (!to || to->type != JSON_ARRAY) {
        return tell_one(planning, told, to);
    }
    for (uint32_t i = 0; i < to->count; i++) {
        if (!tell_one(planning, told, &to->elements[i])) {
            return false;
        }
    }
    return true;
}

static bool do_call(struct planning *planning, const struct action *action, struct node_id node)
{
    struct error error;
    struct effects effects = {0};
    struct scope scope = planning_scope(planning, node);
    const struct rules *rules = planning->rules;
    if (!event_data(planning, action, node, &effects.given)) {
        return false;
    }
    enum status status = rules->api->act(rules->self, action->name, &scope, &effects, &error);
    if (status == STATUS_NOT_FOUND) {
        return fail(planning, action, &error);
    }
    if (status != STATUS_OK) {
        return planning_fail(planning, &error);
    }
    return effects_apply(planning, &effects, node);
}

void actions_hook(struct planning *planning, const char *point, struct text state, struct node_id node)
{
    struct error error;
    struct effects effects = {0};
    const struct rules *rules = planning->rules;
    if (planning->world->plugin_count == 0) {
        return;
    }
    struct scope scope = planning_scope(planning, node);
    struct text name = text_printf(planning->arena, "%s.%.*s", point, TEXT_ARGS(state));
    if (rules->api->hook(rules->self, name, &scope, &effects, &error) != STATUS_OK) {
        planning_fail(planning, &error);
        return;
    }
    (void)effects_apply(planning, &effects, node);
}

static bool run_block(struct planning *planning, const struct block *block, struct node_id node);

static bool do_if(struct planning *planning, const struct action *action, struct node_id node)
{
    struct error error;
    struct value value;
    bool holds = false;
    struct scope scope = planning_scope(planning, node);
    enum status status = planning_evaluate(planning, action->condition, &scope, &value, &error);
    if (status == STATUS_OK) {
        status = value_condition(&value, &holds, &error);
    }
    if (status != STATUS_OK) {
        return fail(planning, action, &error);
    }
    return run_block(planning, holds ? &action->then : &action->otherwise, node);
}

static bool do_action(struct planning *planning, const struct action *action, struct node_id node)
{
    switch (action->kind) {
    case ACTION_ASSIGN:
        return do_assign(planning, action, node);
    case ACTION_RAISE:
        return do_raise(planning, action, node);
    case ACTION_SEND:
        return do_send(planning, action, node);
    case ACTION_CANCEL:
        timers_cancel(planning, action->name);
        return true;
    case ACTION_NOTIFY:
        return do_notify(planning, action->message, node);
    case ACTION_TELL:
        return do_tell(planning, action, node);
    case ACTION_CALL:
        return do_call(planning, action, node);
    case ACTION_LOG: {
        struct scope scope = planning_scope(planning, node);
        planning_note(planning, "log", json_string(template_fill(planning, &action->text, &scope)));
        return true;
    }
    case ACTION_IF:
        return do_if(planning, action, node);
    }
    insist_never();
}

static bool run_block(struct planning *planning, const struct block *block, struct node_id node)
{
    for (size_t i = 0; i < block->count && !planning->failed; i++) {
        if (!do_action(planning, &block->actions[i], node)) {
            return false;
        }
    }
    return true;
}

void actions_run(struct planning *planning, const struct block *block, struct node_id node)
{
    (void)run_block(planning, block, node);
}

/* Effects: what a plugin's action or hook wants, checked like anything that comes from outside, and then
 * done: all that one call gave is checked before any of it is done. An error names the plugin and the line of
 * its code where the effect was made, never a value. */
#include "engine/planning.h"

#include "base/insist.h"

/* The beginning of a sentence about who wants it. */
static struct text who(const struct planning *planning, const struct effect *effect)
{
    return effect->plugin ? text_printf(planning->arena, "the plugin %.*s", TEXT_ARGS(effect->plugin->name))
                          : TEXT("a plugin");
}

static bool wrong(const struct planning *planning, const struct effect *effect, struct error *error,
                  const char *verb, const char *why)
{
    struct text asker = who(planning, effect);
    error_set(error, STATUS_SCRIPT, "%.*s would %s %.*s%s", TEXT_ARGS(asker), verb, TEXT_ARGS(effect->name),
              why);
    if (effect->plugin && effect->line) {
        error_place(error, "%.*s:%u", TEXT_ARGS(effect->plugin->file), effect->line);
    }
    return false;
}

/* A field of the case; or, in a strand, of its item. */
static bool assign(struct planning *planning, const struct effect *effect, struct node_id node, bool trial,
                   struct error *error)
{
    const struct field *list = node.item ? strand_list(planning->definition, node.state) : NULL;
    int32_t own = list ? map_get(&list->of.by_name, effect->name) : MAP_NONE;
    const struct field *field =
        own == MAP_NONE ? definition_field(planning->definition, effect->name) : &list->of.at[own];
    struct json value;
    struct text sentence;
    if (!field) {
        return wrong(planning, effect, error, "assign", ": the workflow has no such field");
    }
    if (field->computed) {
        return wrong(planning, effect, error, "assign", ", which is computed");
    }
    if (!field_take(planning, field, &effect->value, &value, &sentence)) {
        bool told = field->type != FIELD_PERSON && field->type != FIELD_LIST; /* these name what was given */
        struct text why = told ? sentence : TEXT("this value does not fit the field");
        return wrong(planning, effect, error, "assign",
                     arena_printf(planning->arena, ": %.*s", TEXT_ARGS(why)));
    }
    if (!trial) {
        field_write(planning, field, own == MAP_NONE ? 0 : node.item, value);
    }
    return true;
}

static bool raise_event(struct planning *planning, const struct effect *effect, struct node_id node,
                        bool trial, struct error *error)
{
    if (!definition_knows(planning->definition, effect->name)) {
        return wrong(planning, effect, error, "raise", ", which the workflow does not know");
    }
    const struct field *list = node.item ? strand_list(planning->definition, node.state) : NULL;
    if (!trial) {
        planning->raiser = effect->plugin;
        planning_raise(planning, effect->name, effect->value, list, node.item);
    }
    return true;
}

static bool notify(struct planning *planning, const struct effect *effect, struct node_id node, bool trial,
                   struct error *error)
{
    const struct definition *definition = planning->definition;
    int32_t index = map_get(&definition->messages_by_name, effect->name);
    if (index == MAP_NONE) {
        return wrong(planning, effect, error, "send", ", which is no message of the workflow");
    }
    if (!trial) {
        struct scope scope = planning_scope(planning, node);
        vector_push(
            planning->arena, &planning->notifications,
            (struct notification){&definition->messages[index], scope.list, scope.item, planning->event});
    }
    return true;
}

/* The item that NODE's strand has in common with STATE; 0: none. */
static uint32_t common_item(const struct planning *planning, struct node_id node, uint16_t state)
{
    const struct field *list = strand_list(planning->definition, state);
    return node.item && list == strand_list(planning->definition, node.state) ? node.item : 0;
}

static bool open_task(struct planning *planning, const struct effect *effect, struct node_id node, bool trial,
                      struct error *error)
{
    const struct task *task = definition_task(planning->definition, effect->name);
    if (!task) {
        return wrong(planning, effect, error, "open the task", ", which the workflow does not have");
    }
    struct node_id where = task_node(planning->definition, task, common_item(planning, node, task->state));
    if (!nodes_has(planning->subject, where)) {
        return wrong(planning, effect, error, "open the task", ", whose state the case is not in");
    }
    const struct task_state *known = subject_task(planning->subject, task, where.item);
    if (known && known->open) {
        return true; /* and stays as it is */
    }
    if (known && task->limit && known->times >= task->limit) {
        return wrong(planning, effect, error, "open the task", ", which was done as often as it may be");
    }
    if (!trial) {
        task_open(planning, task, where.item);
    }
    return true;
}

/* A legal limit is not to be moved by whoever likes: the workflow must give somebody the right to. */
static bool may_be_moved(const struct planning *planning, struct text name)
{
    struct text event = text_printf(planning->arena, "deadline.%.*s.overridden", TEXT_ARGS(name));
    const struct event_declaration *declared = definition_event(planning->definition, event);
    return declared && declared->roles;
}

static bool set_deadline(struct planning *planning, const struct effect *effect, struct node_id node,
                         bool trial, struct error *error)
{
    date due = date_read(json_text(&effect->value));
    bool some = false;
    if (due == DATE_NONE) {
        return wrong(planning, effect, error, "set the deadline", " to what is no date");
    }
    if (!may_be_moved(planning, effect->name)) {
        return wrong(planning, effect, error, "set the deadline",
                     ", and the workflow lets nobody override it (events: deadline.NAME.overridden)");
    }
    for (size_t i = 0; i < planning->subject->deadlines.count; i++) {
        struct deadline_state *state = &planning->subject->deadlines.at[i];
        struct text name = state->deadline ? state->deadline->name : state->task->name;
        bool meant = !node.item || !state->item || state->item == node.item;
        if (meant && deadline_is_open(state) && text_equal(name, effect->name)) {
            some = true;
            if (!trial) {
                deadline_override(planning, state, due);
            }
        }
    }
    return some || wrong(planning, effect, error, "set the deadline", ", which is not open");
}

/* Whether it can be done; it is when this is no trial. */
static bool apply(struct planning *planning, const struct effect *effect, struct node_id node, bool trial,
                  struct error *error)
{
    switch (effect->kind) {
    case EFFECT_ASSIGN:
        return assign(planning, effect, node, trial, error);
    case EFFECT_RAISE:
        return raise_event(planning, effect, node, trial, error);
    case EFFECT_NOTIFY:
        return notify(planning, effect, node, trial, error);
    case EFFECT_REFUSE:
        if (!trial) {
            planning_unmet(planning, "rule", "%.*s", TEXT_ARGS(effect->name));
        }
        return true;
    case EFFECT_LOG:
        if (!trial) {
            planning_note(planning, "log", json_string(effect->name));
        }
        return true;
    case EFFECT_TASK:
        return open_task(planning, effect, node, trial, error);
    case EFFECT_DEADLINE:
        return set_deadline(planning, effect, node, trial, error);
    }
    insist_never();
}

/* Whether all of COUNT effects can be done, as things stand before any is. Reading a value takes numbers for
 * what is new in it: these are given back. */
static bool all_fit(struct planning *planning, const struct effect *effects, size_t count,
                    struct node_id node, struct error *error)
{
    struct plan *plan = planning->plan;
    struct json numbers = planning->subject->numbers;
    int64_t next_id = plan->next_id;
    size_t told = plan->told.count;
    bool fit = true;
    planning->subject->numbers = json_shallow(planning->arena, numbers);
    for (size_t i = 0; i < count && fit; i++) {
        fit = apply(planning, &effects[i], node, true, error);
    }
    planning->subject->numbers = numbers;
    plan->next_id = next_id;
    plan->told.count = told;
    return fit;
}

/* What one plugin wants. Where the event goes on without a plugin that fails, nothing of it may stay. */
static bool apply_of_one(struct planning *planning, const struct effect *effects, size_t count,
                         struct node_id node)
{
    struct error error;
    bool goes_on = effects->plugin && effects->plugin->goes_on;
    if (goes_on && !all_fit(planning, effects, count, node, &error)) {
        struct text why = text_printf(planning->arena, "%s; it was left out.", error.message);
        planning_note(planning, "log", json_string(why));
        return true;
    }
    for (size_t i = 0; i < count && !planning->failed; i++) {
        if (!apply(planning, &effects[i], node, false, &error)) {
            planning_fail(planning, &error);
        }
    }
    return !planning->failed;
}

bool effects_apply(struct planning *planning, const struct effects *effects, struct node_id node)
{
    for (size_t from = 0, to; from < effects->list.count; from = to) {
        const struct effect *first = &effects->list.at[from];
        for (to = from + 1; to < effects->list.count && effects->list.at[to].plugin == first->plugin; to++) {
        }
        if (!apply_of_one(planning, first, to - from, node)) {
            return false;
        }
    }
    return true;
}

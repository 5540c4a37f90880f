/* The kinds of event, and what each does before the statechart hears of it: opening, the acts on tasks,
 * allocation, notes, and all that the workflow itself declares. */
#include "engine/moving.h"
#include "engine/records.h"

/* "unborn/2" told apart; false when there is no such item. */
static bool read_of(struct planning *planning, struct text of)
{
    planning->event_list = NULL;
    planning->event_item = 0;
    if (of.size == 0) {
        return true;
    }
    size_t slash = text_find(of, '/');
    const struct field *list = definition_field(planning->definition, text_part(of, 0, slash));
    int64_t item;
    bool found = list && list->type == FIELD_LIST && slash < of.size &&
                 text_integer(text_part(of, slash + 1, of.size - slash - 1), &item) && item > 0 &&
                 item <= INT32_MAX && subject_item(planning->subject, list, (uint32_t)item);
    if (!found) {
        planning_unmet(planning, "form", "There is no %.*s in this case.", TEXT_ARGS(of))->field = TEXT("of");
        return false;
    }
    planning->event_list = list;
    planning->event_item = (uint32_t)item;
    return true;
}

/* Who may, as the workflow declares it; empty: everybody. */
static role_set roles_of_event(const struct planning *planning, struct text event)
{
    const struct event_declaration *declared = definition_event(planning->definition, event);
    return declared ? declared->roles : 0;
}

static struct text title_of(const struct definition *definition, struct text event)
{
    const struct event_declaration *declared = definition_event(definition, event);
    return declared && declared->title.size ? declared->title : event;
}

static void set_forms(struct planning *planning, const struct form *const *forms, size_t count)
{
    planning->event.forms = forms;
    planning->event.form_count = count;
}

static void set_declared_form(struct planning *planning, struct text event)
{
    const struct event_declaration *declared = definition_event(planning->definition, event);
    if (declared && declared->form) {
        const struct form **form = arena_alloc(planning->arena, sizeof *form);
        *form = declared->form;
        set_forms(planning, form, 1);
    }
}

/* The form that the transition has which would be taken as things stand, over the event's: the one that
 * explain shows. */
static void set_own_form(struct planning *planning)
{
    const struct definition *definition = planning->definition;
    bool some = false;
    for (size_t i = 0; i < definition->transition_count; i++) {
        const struct transition *transition = &definition->transitions[i];
        some = some || (transition->form && event_matches(transition->event, planning->event.name));
    }
    if (!some) {
        return;
    }
    struct enabled_set enabled = {0};
    planning->only_asks = true;
    select_transitions(planning, &planning->event, &enabled);
    planning->only_asks = false;
    planning->plan->notes = json_object(); /* guards are asked again, of the answers */
    const struct form **forms = arena_array(planning->arena, const struct form *, enabled.list.count);
    size_t count = 0;
    vector_each(const struct enabled, one, &enabled.list)
    {
        if (one->transition->form) {
            forms[count++] = one->transition->form;
        }
    }
    if (count) {
        set_forms(planning, forms, count);
    }
}

void take_defaults(struct planning *planning)
{
    const struct definition *definition = planning->definition;
    for (size_t i = 0; i < definition->fields.count; i++) {
        const struct field *field = &definition->fields.at[i];
        struct error error;
        struct json given, value;
        struct text sentence = {0};
        struct scope scope = planning_scope(planning, NODE_ROOT);
        if (operand_value(planning, &field->initial, &scope, &given, &error) != STATUS_OK) {
            planning_fail(planning, &error);
            return;
        }
        if (given.type == JSON_NULL) {
            continue;
        }
        if (!field_take(planning, field, &given, &value, &sentence)) {
            error_set(&error, STATUS_INVALID, "the default of %.*s is not valid: %.*s",
                      TEXT_ARGS(field->name), TEXT_ARGS(sentence));
            planning_fail(planning, &error);
            return;
        }
        field_write(planning, field, 0, value);
    }
}

/* A workflow without a form for `open` takes what is a field into the field, and refuses nothing. */
static void take_free_data(struct planning *planning)
{
    const struct json *data = &planning->event.data;
    for (uint32_t i = 0; data->type == JSON_OBJECT && i < data->count; i++) {
        const struct field *field = definition_field(planning->definition, data->members[i].name);
        struct json value;
        struct text sentence;
        if (!field || field->computed) {
            continue;
        }
        if (answer_take(planning, field, &data->members[i].value, &value, &sentence)) {
            field_write(planning, field, 0, value);
        } else {
            planning_unmet(planning, "form", "%.*s: %.*s", TEXT_ARGS(field->name), TEXT_ARGS(sentence))
                ->field = field->name;
        }
    }
}

bool take_open(struct planning *planning)
{
    struct subject *subject = planning->subject;
    bool allowed = require_roles(planning, roles_of_event(planning, TEXT("open")));
    subject->opened = planning->now;
    subject->area = planning->command->area;
    subject->plugins = planning->world->plugin_set;
    if (!moving_is_served(planning, subject->area)) {
        planning_unmet(planning, "form", "There is no area “%.*s” here.", TEXT_ARGS(subject->area))->field =
            TEXT("area");
    }
    set_declared_form(planning, TEXT("open"));
    take_defaults(planning);
    if (planning->event.form_count) {
        answers_take(planning, NULL);
    } else {
        take_free_data(planning);
    }
    if (!allowed || planning->plan->unmet.count || planning->failed) {
        return false;
    }
    episodes_take(planning);
    step_begin(planning);
    return true;
}

static void no_transition(struct planning *planning)
{
    struct text event = planning->event.name;
    struct text title = title_of(planning->definition, event);
    if (select_taken(planning, event) == TAKEN_BY_ACTIVE) {
        planning_unmet(planning, "guard", "“%.*s” does not apply as things stand.", TEXT_ARGS(title));
    } else {
        planning_unmet(planning, "not-now", "“%.*s” is not possible at this point.", TEXT_ARGS(title));
    }
}

/* Chooses, checks and runs; with MOVES an event that nothing takes is done all the same and moves nothing. */
bool run_event(struct planning *planning, bool moves)
{
    struct enabled_set enabled = {0};
    if (planning->given_up) {
        return true;
    }
    if (!work_settle(planning)) {
        return false;
    }
    deadlines_meet(planning, planning->event.name, planning->event_list, planning->event_item);
    select_transitions(planning, &planning->event, &enabled);
    if (planning->failed) {
        return false;
    }
    if (enabled.list.count == 0 && !moves) {
        no_transition(planning);
        return false;
    }
    if (!require_all(planning, &enabled) || planning->plan->unmet.count) {
        return false;
    }
    step_macro(planning, &enabled);
    return !planning->failed && work_is_left(planning);
}

void task_ask_forms(struct planning *planning, const struct task *task, struct text verb)
{
    if (text_is(verb, "done") && task->form_count) {
        set_forms(planning, task->forms, task->form_count);
    } else {
        set_declared_form(planning, planning->event.name);
    }
}

static bool take_task_act(struct planning *planning, const struct task *task, struct text verb)
{
    static const char *const extra[] = {"reason", "worker", NULL};
    bool valid = task_act_check(planning, task, verb);
    task_ask_forms(planning, task, verb);
    if (!answers_take(planning, extra) || !valid) {
        return false;
    }
    task_act_do(planning, task, verb);
    return run_event(planning, true);
}

static bool take_allocate(struct planning *planning)
{
    const struct json *worker = json_member_of(&planning->event.data, "worker");
    bool allowed = require_roles(planning, roles_of_event(planning, TEXT("allocate")));
    if (!worker || (worker->type != JSON_STRING && worker->type != JSON_NULL)) {
        planning_unmet(planning, "form", "Say to which worker.")->field = TEXT("worker");
        return false;
    }
    if (!allowed) {
        return false;
    }
    planning->touched.owner = true;
    planning->subject->worker = json_text(worker);
    return run_event(planning, true);
}

/* The world is the present one, whatever the case was pinned to: all that leans on rules is settled anew. */
static bool take_plugins_moved(struct planning *planning)
{
    bool allowed = require_roles(planning, roles_of_event(planning, planning->event.name));
    if (!allowed) {
        return false;
    }
    planning->touched.everything = true;
    planning->subject->plugins = planning->world->plugin_set;
    return run_event(planning, true);
}

static bool take_ordinary(struct planning *planning)
{
    bool allowed = require_roles(planning, roles_of_event(planning, planning->event.name));
    if (select_taken(planning, planning->event.name) != TAKEN_BY_ACTIVE) {
        planning->plan->unmet.count = 0;
        no_transition(planning);
        return false;
    }
    set_declared_form(planning, planning->event.name);
    set_own_form(planning);
    if (!answers_take(planning, NULL)) {
        return false;
    }
    return run_event(planning, false) && allowed;
}

static bool is_own(struct text event, const char *name)
{
    return text_is(event, name);
}

/* The answers of REOPEN's form, which its transition may bring, then the way back. */
static bool take_reopen(struct planning *planning)
{
    bool allowed = require_roles(planning, roles_of_event(planning, planning->event.name));
    set_declared_form(planning, planning->event.name);
    set_own_form(planning);
    return answers_take(planning, NULL) && case_reopen(planning) && allowed;
}

/* A state that is no end may have an event of that name for its own ends: a ticket is reopened that was only
 * answered. */
static bool take_reopen_of_open(struct planning *planning)
{
    const struct subject *subject = planning->subject;
    vector_each(const struct active, active, &subject->configuration)
    {
        const struct state *state = node_state(planning->definition, active->node);
        for (size_t i = 0; i < state->transition_count; i++) {
            if (text_equal(state->transitions[i].event, planning->event.name)) {
                return take_ordinary(planning);
            }
        }
    }
    planning_unmet(planning, "not-now", "This case is not closed.");
    return false;
}

static bool take_link_event(struct planning *planning)
{
    bool allowed = require_roles(planning, roles_of_event(planning, planning->event.name));
    return links_take(planning) && allowed;
}

static bool take_move(struct planning *planning)
{
    static const char *const extra[] = {"to", "reason", "worker", NULL};
    bool allowed = require_roles(planning, roles_of_event(planning, planning->event.name));
    set_declared_form(planning, planning->event.name);
    return answers_take(planning, extra) && moving_take(planning) && allowed;
}

/* The events about other records and areas came to the language later: a workflow that has one of these names
 * for its own ends keeps it, where the event names no record and no area. `unmerge` never names one: it is
 * the workflow's where it has a form, since the engine's asks nothing. */
bool take_is_the_workflows(const struct planning *planning, struct text event)
{
    static const char *const names[] = {"link", "unlink", "merge", "move"};
    const struct event_declaration *declared = definition_event(planning->definition, event);
    const struct json *data = &planning->event.data;
    bool kept = is_own(event, "unmerge") && declared && declared->form;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        kept = kept || is_own(event, names[i]);
    }
    return kept && !json_member_of(data, "to") && !json_member_of(data, "into") &&
           select_taken(planning, event) == TAKEN_BY_ACTIVE;
}

/* One that was merged into another stands still until it is taken apart again; what other records tell it is
 * kept. */
static bool take_merged(struct planning *planning)
{
    struct text event = planning->event.name;
    if (link_event_is_told(event) || is_own(event, "unmerge")) {
        return take_link_event(planning);
    }
    merging_refuse(planning);
    return false;
}

/* A closed case takes only what puts it right (LANGUAGE 8). */
static bool take_closed(struct planning *planning)
{
    struct text event = planning->event.name;
    if (link_event_is_told(event)) {
        return take_link_event(planning);
    }
    if (is_own(event, "reopen")) {
        return take_reopen(planning);
    }
    if (is_own(event, "note")) {
        return require_roles(planning, roles_of_event(planning, event));
    }
    planning_unmet(planning, "closed", "This case is closed.");
    return false;
}

bool take(struct planning *planning)
{
    const struct task *task;
    struct text verb, name, event = planning->event.name;
    if (!read_of(planning, planning->command->of)) {
        return false;
    }
    if (link_merged_into(planning->subject).size) {
        return take_merged(planning);
    }
    if (planning->subject->closed != INSTANT_NONE) {
        return take_closed(planning);
    }
    if (take_is_the_workflows(planning, event)) {
        return take_ordinary(planning);
    }
    if (link_event_is(event)) {
        return take_link_event(planning);
    }
    if (moving_event_is(event)) {
        return take_move(planning);
    }
    if (task_act_read(planning->definition, event, &task, &verb)) {
        return take_task_act(planning, task, verb);
    }
    if (deadline_act_read(planning->definition, event, &name)) {
        return deadline_act(planning, name);
    }
    if (is_own(event, "allocate")) {
        return take_allocate(planning);
    }
    if (is_own(event, EVENT_PLUGINS_MOVED)) {
        return take_plugins_moved(planning);
    }
    if (is_own(event, "note")) {
        return require_roles(planning, roles_of_event(planning, event)) && run_event(planning, true);
    }
    if (is_own(event, "reopen")) {
        return take_reopen_of_open(planning);
    }
    return take_ordinary(planning);
}

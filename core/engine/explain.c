/* See explain.h. Each event is asked of the same select, guards and requirements that a plan asks, on a
 * subject that nothing is done to: no action is run, so nothing is written. A guard that reads what a form
 * will only say is asked with no answers. */
#include "engine/explaining.h"

#include "definition/events.h"
#include "engine/foresee.h"
#include "engine/moving.h"

static void begin_asking(struct explaining *explaining, const struct target *target, instant at)
{
    struct planning *planning = &explaining->planning;
    bool act = target->task && !text_is(target->verb, "done");
    struct json data = json_null();
    if (act) { /* what such an act is asked to say would be said */
        data = json_object();
        json_set(planning->arena, &data, TEXT("reason"), json_string(TEXT("-")));
        json_set(planning->arena, &data, TEXT("worker"), json_string(TEXT("-")));
    }
    explaining->plan = (struct plan){.event = target->event, .notes = json_object()};
    planning->now = at;
    planning->event = (struct event){
        .name = target->event, .data = data, .at = at, .recorded = at, .actor = planning->actor};
    planning->event_list = target->list;
    planning->event_item = target->item;
    planning->failed = false;
}

static void set_forms(struct explaining *explaining, struct explained *explained, const struct form *form)
{
    if (form) {
        const struct form **forms = arena_alloc(explaining->planning.arena, sizeof *forms);
        *forms = form;
        explained->forms = forms;
        explained->form_count = 1;
    }
}

/* Those who may where both A and B must allow it: of those, the least. */
static role_set roles_of_both(const struct definition *definition, role_set a, role_set b)
{
    role_set may = 0, least = 0;
    if (a == 0 || b == 0 || a == b) {
        return a | b;
    }
    for (size_t i = 0; i < definition->role_count; i++) {
        role_set all = definition->roles[i].includes;
        may |= (all & a) && (all & b) ? (role_set)1 << i : 0;
    }
    for (size_t i = 0; i < definition->role_count; i++) {
        role_set self = (role_set)1 << i;
        least |= (may & self) && !(definition->roles[i].includes & may & ~self) ? self : 0;
    }
    return least;
}

/* Who may, as the transitions have it that were chosen. */
static void take_roles(struct explaining *explaining, struct explained *explained,
                       const struct enabled_set *enabled)
{
    const struct definition *definition = explaining->planning.definition;
    vector_each(const struct enabled, one, &enabled->list)
    {
        explained->roles = roles_of_both(definition, explained->roles, one->transition->roles);
    }
}

/* … and what is asked. */
static void take_over(struct explaining *explaining, struct explained *explained,
                      const struct enabled_set *enabled)
{
    take_roles(explaining, explained, enabled);
    vector_each(const struct enabled, one, &enabled->list)
    {
        if (one->transition->form) {
            set_forms(explaining, explained, one->transition->form);
        }
    }
}

/* What the event would run into: chosen by its guards, refused by what is required. */
static void ask_transitions(struct explaining *explaining, struct explained *explained, bool moves)
{
    struct planning *planning = &explaining->planning;
    struct enabled_set enabled = {0};
    struct text title = explained->title;
    if (!moves && select_taken(planning, explained->event) != TAKEN_BY_ACTIVE) {
        planning_unmet(planning, "not-now", "“%.*s” is not possible at this point.", TEXT_ARGS(title));
        return;
    }
    select_transitions(planning, &planning->event, &enabled);
    if (enabled.list.count == 0 && !moves && explained->form_count == 0) {
        planning_unmet(planning, "guard", "“%.*s” does not apply as things stand.", TEXT_ARGS(title));
        return;
    }
    take_over(explaining, explained, &enabled);
    require_all(planning, &enabled);
}

static void ask_reopen(struct explaining *explaining, struct explained *explained)
{
    struct enabled_set enabled = {0};
    (void)case_may_reopen(&explaining->planning, &enabled);
    take_over(explaining, explained, &enabled);
}

static struct text title_of(const struct target *target)
{
    const struct event_declaration *declared = target->declared;
    if (declared && declared->title.size && !text_equal(declared->title, declared->name)) {
        return declared->title;
    }
    return target->task && target->task->title.size ? target->task->title
           : target->task                           ? target->task->name
           : moving_event_is(target->event)         ? moving_title(target->event)
                                                    : target->event;
}

static void ask_event(struct explaining *explaining, const struct target *target, struct explained *explained)
{
    struct planning *planning = &explaining->planning;
    if (target->declared) {
        explained->roles = target->declared->roles;
        set_forms(explaining, explained, target->declared->form);
        require_roles(planning, target->declared->roles);
    }
    switch (explain_own(planning, target->event)) {
    case OWN_ASKED:
        break;
    case OWN_REOPENS:
        ask_reopen(explaining, explained);
        break;
    case OWN_MOVES_ALONE:
        ask_transitions(explaining, explained, true);
        break;
    case OWN_NOT:
        ask_transitions(explaining, explained, false);
        break;
    }
    explain_drop_asked(&explaining->plan, explained, true);
}

static void ask_task(struct explaining *explaining, const struct target *target, struct explained *explained)
{
    const struct event_declaration *declared = target->declared;
    if (text_is(target->verb, "done")) {
        explained->forms = target->task->forms;
        explained->form_count = target->task->form_count;
    }
    if (explained->form_count == 0 && declared) {
        set_forms(explaining, explained, declared->form);
    }
    explained->roles = declared && declared->roles ? declared->roles : target->task->role;
    if (task_act_check(&explaining->planning, target->task, target->verb)) {
        struct enabled_set enabled = {0};
        explain_follows(explaining, target, explained, &enabled);
        take_roles(explaining, explained, &enabled);
    }
}

void explaining_ask(struct explaining *explaining, const struct target *target, instant at,
                    struct explained *explained)
{
    *explained = (struct explained){.event = target->event, .title = title_of(target)};
    begin_asking(explaining, target, at);
    if (target->item) {
        explained->of =
            text_printf(explaining->planning.arena, "%.*s/%u", TEXT_ARGS(target->list->name), target->item);
    }
    if (target->task) {
        ask_task(explaining, target, explained);
    } else {
        ask_event(explaining, target, explained);
    }
    const struct plan *plan = &explaining->plan;
    explained->outcome = explaining->planning.failed ? OUTCOME_FAILED
                         : plan->unmet.count         ? OUTCOME_REFUSED
                                                     : OUTCOME_DONE;
    explained->unmet.at = plan->unmet.at;
    explained->unmet.count = explained->unmet.room = plan->unmet.count;
}

void explaining_begin(struct explaining *explaining)
{
    const struct planning *planning = &explaining->planning;
    planning->rules->api->begin(planning->rules->self, planning->arena, planning->world, NULL);
}

void explaining_end(struct explaining *explaining)
{
    const struct rules *rules = explaining->planning.rules;
    rules->api->end(rules->self);
}

/* --- what there is to ask about ------------------------------------------------------- */

static void add(struct explaining *explaining, struct target target)
{
    vector_push(explaining->planning.arena, &explaining->targets, target);
}

static bool is_added(const struct explaining *explaining, struct text event)
{
    vector_each(const struct target, target, &explaining->targets)
    {
        if (text_equal(target->event, event)) {
            return true;
        }
    }
    return false;
}

static void add_events(struct explaining *explaining)
{
    const struct definition *definition = explaining->planning.definition;
    for (size_t i = 0; i < definition->event_count; i++) {
        const struct event_declaration *declared = &definition->events[i];
        if (!event_is_own(declared->name) ||
            explain_own_is_told(explaining->planning.subject, declared->name)) {
            add(explaining, (struct target){.event = declared->name, .declared = declared});
        }
    }
    /* Events that no `events:` declares are known by the transitions that take them. */
    for (size_t i = 0; i < definition->transition_count; i++) {
        const struct transition *transition = &definition->transitions[i];
        bool named = transition->trigger == TRIGGER_EVENT &&
                     text_find(transition->event, '*') == transition->event.size;
        if (named && !event_is_own(transition->event) && !is_added(explaining, transition->event)) {
            add(explaining, (struct target){.event = transition->event});
        }
    }
}

static void add_act(struct explaining *explaining, const struct task *task, uint32_t item, const char *verb,
                    bool if_declared)
{
    const struct definition *definition = explaining->planning.definition;
    struct target target = {.task = task, .verb = text_of(verb)};
    target.event = text_printf(explaining->planning.arena, "task.%.*s.%s", TEXT_ARGS(task->name), verb);
    target.declared = definition_event(definition, target.event);
    uint16_t each = definition->states[task->state].strand;
    if (item && each != DEFINITION_NONE) {
        target.list = definition->states[each].each;
        target.item = item;
    }
    if (target.declared || !if_declared) {
        add(explaining, target);
    }
}

static void add_optional(struct explaining *explaining, const struct task *task, uint32_t item)
{
    const struct task_state *state = subject_task(explaining->planning.subject, task, item);
    if (!state || state->item != item || !state->open) {
        add_act(explaining, task, item, "added", false);
    }
}

/* The acts that are possible: open tasks can be done (and skipped, cancelled, given away, where that is a
 * right of its own), optional ones that are not open can be added where they may be, in each strand. */
static void add_tasks(struct explaining *explaining)
{
    const struct subject *subject = explaining->planning.subject;
    const struct definition *definition = explaining->planning.definition;
    static const char *const others[] = {"skipped", "cancelled", "assigned"};
    for (size_t i = 0; i < subject->tasks.count; i++) {
        const struct task_state *state = &subject->tasks.at[i];
        for (size_t n = 0; state->open && n < 1 + sizeof others / sizeof *others; n++) {
            add_act(explaining, state->task, state->item, n ? others[n - 1] : "done", n > 0);
        }
    }
    for (size_t i = 0; i < definition->task_count; i++) {
        const struct task *task = &definition->tasks[i];
        if (task->optional && task->state == 0) {
            add_optional(explaining, task, 0);
        }
        for (size_t a = 0; task->optional && a < subject->configuration.count; a++) {
            struct node_id node = subject->configuration.at[a].node;
            if (task->state && node.state == task->state && !node_is_strand(definition, node)) {
                add_optional(explaining, task, node.item);
            }
        }
    }
}

/* What is open to a case as it stands, whether the workflow declares it or not. */
static void add_own(struct explaining *explaining)
{
    const struct definition *definition = explaining->planning.definition;
    const char *own;
    for (size_t i = 0; (own = explain_own_always(explaining->planning.subject, i)); i++) {
        struct text event = text_of(own);
        if (!is_added(explaining, event)) {
            add(explaining, (struct target){.event = event, .declared = definition_event(definition, event)});
        }
    }
}

/* --- the whole ------------------------------------------------------------------------------ */

void explaining_init(struct explaining *explaining, struct arena *arena, const struct world *world,
                     const struct subject *subject, const struct explain_request *request,
                     const struct rules *rules)
{
    struct subject *copy = arena_new(arena, struct subject);
    *copy = *subject;
    copy->tasks.at = arena_array(arena, struct task_state, subject->tasks.count);
    copy->tasks.room = subject->tasks.count;
    for (size_t i = 0; i < subject->tasks.count; i++) { /* one is ended to be asked about (explain_task.c) */
        copy->tasks.at[i] = subject->tasks.at[i];
    }
    *explaining = (struct explaining){.explanation = arena_new(arena, struct explanation)};
    explaining->command =
        (struct command){.actor = request->actor, .at = request->now, .override_until = DATE_NONE};
    explaining->given = (struct given){.now = request->now};
    explaining->planning =
        planning_of(arena, world, copy, &explaining->command, &explaining->given, rules, &explaining->plan);
    explaining->planning.only_asks = true;
    explaining->planning.roles = request->roles;
    explaining->planning.now = request->now;
}

static void explain_one(struct explaining *explaining, const struct target *target, instant now, size_t *left)
{
    struct explained explained;
    explaining_begin(explaining);
    explaining_ask(explaining, target, now, &explained);
    explaining_end(explaining);
    if (*left && explained.outcome == OUTCOME_REFUSED) {
        explaining_begin(explaining);
        foresee_unmet(&explaining->planning, left);
        explaining_end(explaining);
    }
    vector_push(explaining->planning.arena, &explaining->explanation->events, explained);
}

static void add_would(struct explaining *explaining, const struct subject *subject)
{
    const struct planning *planning = &explaining->planning;
    vector_each(struct explained, explained, &explaining->explanation->events)
    {
        if (text_is(explained->event, "move.accepted") && moving_to(subject).size) {
            explained->would = moving_would(planning->arena, planning->world, subject, planning->given->now,
                                            planning->rules);
        }
    }
}

struct explanation *explain_build(struct arena *arena, const struct world *world,
                                  const struct subject *subject, const struct explain_request *request,
                                  const struct rules *rules)
{
    struct explaining *explaining = arena_new(arena, struct explaining);
    size_t left = request->no_whens ? 0 : EXPLAIN_QUESTION_LIMIT;
    explaining_init(explaining, arena, world, subject, request, rules);
    add_events(explaining);
    if (subject->closed == INSTANT_NONE) {
        add_tasks(explaining);
    }
    add_own(explaining);
    for (size_t i = 0; i < explaining->targets.count; i++) {
        explain_one(explaining, &explaining->targets.at[i], request->now, &left);
    }
    if (left && subject->closed == INSTANT_NONE) {
        explain_whens(explaining, &left);
    }
    if (!request->no_whens) {
        add_would(explaining, subject);
    }
    return explaining->explanation;
}

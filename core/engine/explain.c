/* See explain.h. Each event is asked of the same select, guards and requirements that a plan asks, on a
 * subject that nothing is done to: no action is run, so nothing is written. A guard that reads what a form
 * will only say is asked with no answers. */
#include "engine/explain.h"

#include "engine/planning.h"

struct explaining {
    struct planning planning;
    struct command command;
    struct given given;
    struct plan plan;
    struct json transcript;
    struct explanation *explanation;
};

static void ask(struct explaining *explaining, struct text event)
{
    struct planning *planning = &explaining->planning;
    explaining->plan = (struct plan){.event = event, .notes = json_object()};
    planning->event = (struct event){.name = event,
                                     .data = json_null(),
                                     .at = planning->now,
                                     .recorded = planning->now,
                                     .actor = planning->actor};
    planning->event_list = NULL;
    planning->event_item = 0;
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

/* What the event would run into now: chosen by its guards, refused by what is required. */
static void explain_transitions(struct explaining *explaining, struct explained *explained, bool moves)
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
    vector_each(const struct enabled, one, &enabled.list)
    {
        explained->roles |= one->transition->roles;
        if (one->transition->form) {
            set_forms(explaining, explained, one->transition->form);
        }
    }
    require_all(planning, &enabled);
}

static void conclude(struct explaining *explaining, struct explained *explained)
{
    struct plan *plan = &explaining->plan;
    explained->outcome = explaining->planning.failed ? OUTCOME_FAILED
                         : plan->unmet.count         ? OUTCOME_REFUSED
                                                     : OUTCOME_DONE;
    explained->unmet.at = plan->unmet.at;
    explained->unmet.count = explained->unmet.room = plan->unmet.count;
    vector_push(explaining->planning.arena, &explaining->explanation->events, *explained);
}

static bool is_engines_own(struct text event)
{
    static const char *const own[] = {"open", "reopen", "undo", "correct", "note", "allocate"};
    for (size_t i = 0; i < sizeof own / sizeof *own; i++) {
        if (text_is(event, own[i])) {
            return true;
        }
    }
    return text_starts(event, TEXT("task.")) || text_starts(event, TEXT("deadline.")) ||
           text_starts(event, TEXT("done.state.")) || text_starts(event, TEXT("error."));
}

static void explain_event(struct explaining *explaining, struct text event,
                          const struct event_declaration *declared)
{
    struct planning *planning = &explaining->planning;
    struct explained explained = {.event = event, .title = event};
    ask(explaining, event);
    if (declared) {
        explained.title = declared->title.size ? declared->title : event;
        explained.roles = declared->roles;
        set_forms(explaining, &explained, declared->form);
        require_roles(planning, declared->roles);
    }
    if (planning->subject->closed != INSTANT_NONE) {
        planning_unmet(planning, "closed", "This case is closed.");
    } else {
        explain_transitions(explaining, &explained, text_is(event, "allocate"));
    }
    conclude(explaining, &explained);
}

static bool is_explained(const struct explanation *explanation, struct text event)
{
    vector_each(const struct explained, explained, &explanation->events)
    {
        if (text_equal(explained->event, event)) {
            return true;
        }
    }
    return false;
}

/* Events that no `events:` declares are known by the transitions that take them. */
static void explain_undeclared(struct explaining *explaining)
{
    const struct definition *definition = explaining->planning.definition;
    for (size_t i = 0; i < definition->transition_count; i++) {
        const struct transition *transition = &definition->transitions[i];
        bool named = transition->trigger == TRIGGER_EVENT &&
                     text_find(transition->event, '*') == transition->event.size;
        if (named && !is_engines_own(transition->event) &&
            !is_explained(explaining->explanation, transition->event)) {
            explain_event(explaining, transition->event, NULL);
        }
    }
}

static void explain_task(struct explaining *explaining, const struct task *task, uint32_t item,
                         const char *verb)
{
    struct planning *planning = &explaining->planning;
    struct arena *arena = planning->arena;
    struct explained explained = {
        .event = text_printf(arena, "task.%.*s.%s", TEXT_ARGS(task->name), verb),
        .title = task->title.size ? task->title : task->name,
        .forms = task->forms,
        .form_count = task->form_count,
        .roles = task->role,
    };
    ask(explaining, explained.event);
    planning->event_item = item;
    uint16_t each = planning->definition->states[task->state].strand;
    if (item && each != DEFINITION_NONE) {
        const struct field *list = planning->definition->states[each].each;
        planning->event_list = list;
        explained.of = text_printf(arena, "%.*s/%u", TEXT_ARGS(list->name), item);
    }
    task_act_check(planning, task, text_of(verb));
    conclude(explaining, &explained);
}

/* The acts that are possible: open tasks can be done, optional ones that are not open can be added where they
 * may be. */
static void explain_tasks(struct explaining *explaining)
{
    const struct subject *subject = explaining->planning.subject;
    const struct definition *definition = explaining->planning.definition;
    for (size_t i = 0; i < subject->tasks.count; i++) {
        const struct task_state *state = &subject->tasks.at[i];
        if (state->open) {
            explain_task(explaining, state->task, state->item, "done");
        }
    }
    for (size_t i = 0; i < definition->task_count; i++) {
        const struct task *task = &definition->tasks[i];
        if (task->optional && subject_in(subject, task->state, 0) &&
            definition->states[task->state].strand == DEFINITION_NONE) {
            const struct task_state *state = subject_task(subject, task, 0);
            if (!state || !state->open) {
                explain_task(explaining, task, 0, "added");
            }
        }
    }
}

struct explanation *explain_build(struct arena *arena, const struct world *world,
                                  const struct subject *subject, struct text actor, role_set roles,
                                  instant now, const struct rules *rules)
{
    struct subject copy = *subject;
    struct explaining *explaining = arena_new(arena, struct explaining);
    explaining->explanation = arena_new(arena, struct explanation);
    explaining->command = (struct command){.actor = actor, .at = now, .override_until = DATE_NONE};
    explaining->given = (struct given){.now = now};
    explaining->transcript = json_array();
    explaining->planning = (struct planning){.arena = arena,
                                             .only_asks = true,
                                             .world = world,
                                             .definition = subject->definition,
                                             .subject = &copy,
                                             .command = &explaining->command,
                                             .given = &explaining->given,
                                             .rules = rules,
                                             .plan = &explaining->plan,
                                             .actor = actor,
                                             .roles = roles,
                                             .now = now};
    rules->api->begin(rules->self, arena, world, &explaining->transcript);
    for (size_t i = 0; i < subject->definition->event_count; i++) {
        const struct event_declaration *declared = &subject->definition->events[i];
        bool own = is_engines_own(declared->name) && !text_is(declared->name, "allocate");
        if (!own) {
            explain_event(explaining, declared->name, declared);
        }
    }
    explain_undeclared(explaining);
    if (subject->closed == INSTANT_NONE) {
        explain_tasks(explaining);
    }
    rules->api->end(rules->self);
    return explaining->explanation;
}

static struct json forms_json(struct arena *arena, const struct explained *explained)
{
    struct json forms = json_array();
    for (size_t i = 0; i < explained->form_count; i++) {
        json_append(arena, &forms, json_string(explained->forms[i]->name));
    }
    return forms;
}

struct json explanation_json(struct arena *arena, const struct subject *subject,
                             const struct explanation *explanation)
{
    struct json list = json_array();
    vector_each(const struct explained, explained, &explanation->events)
    {
        struct json one = json_object();
        struct json unmet = json_array();
        vector_each(const struct unmet, reason, &explained->unmet)
        {
            json_append(arena, &unmet, unmet_json(arena, reason));
        }
        json_set(arena, &one, TEXT("event"), json_string(explained->event));
        json_set(arena, &one, TEXT("title"), json_string(explained->title));
        json_set(arena, &one, TEXT("outcome"), json_string(text_of(outcome_name(explained->outcome))));
        json_set(arena, &one, TEXT("unmet"), unmet);
        if (explained->of.size) {
            json_set(arena, &one, TEXT("of"), json_string(explained->of));
        }
        if (explained->form_count) {
            json_set(arena, &one, TEXT("forms"), forms_json(arena, explained));
        }
        if (explained->roles) {
            struct text who = roles_words(arena, subject->definition, explained->roles);
            json_set(arena, &one, TEXT("who"), json_string(who));
        }
        json_append(arena, &list, one);
    }
    return list;
}

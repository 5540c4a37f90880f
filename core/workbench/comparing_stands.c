/* What rules give, and what stands in a state: deadlines, tasks, events. A case is put into the state in each
 * area, and what is then there is written down, a row for each thing that some area has. See comparing.h. */
#include "engine/explain.h"
#include "engine/rule_told.h"
#include "engine/stand.h"
#include "workbench/comparing.h"

/* The cases of one standing, by area; NULL where the area is not served, or could not have such a case. */
struct cases {
    const struct subject *at[AREAS_COMPARED_LIMIT];
};

static struct text strand_name(struct arena *arena, struct text name, uint32_t item)
{
    return item > 1 ? text_printf(arena, "%.*s[%u]", TEXT_ARGS(name), item) : name;
}

static struct text due_words(struct comparing *comparing, struct moment due)
{
    struct value value = {.kind = VALUE_DATE, .day = due.day};
    if (due.kind == MOMENT_INSTANT) {
        value = (struct value){.kind = VALUE_INSTANT, .at = due.at};
    }
    return due.kind == MOMENT_NONE ? (struct text){0} : value_words(comparing->arena, &value);
}

/* --- rules ------------------------------------------------------------------------------- */

static void add_rule(struct comparing *comparing, const struct rule_declaration *rule,
                     const struct subject *subject, size_t area)
{
    const struct areas_comparison *comparison = comparing->comparison;
    struct rule_told told;
    struct cell *cell = comparing_cell(comparing, "rule", rule->name, rule->title, area);
    if (!cell) {
        return;
    }
    enum status status = rule_tell(comparing->arena, comparison->world, comparing->rules, rule, subject,
                                   "open", comparison->now, true, &told);
    cell->value = told.value;
    cell->words = status == STATUS_OK ? told.words : TEXT("decided by code");
    cell->why = told.why;
    cell->plugin = told.plugin;
    cell->place = told.place;
}

static void add_rules(struct comparing *comparing, const struct cases *cases)
{
    const struct definition *definition = comparing->comparison->definition;
    for (size_t i = 0; i < definition->rule_count; i++) {
        for (size_t n = 0; n < comparing->comparison->count; n++) {
            if (cases->at[n]) {
                add_rule(comparing, &definition->rules[i], cases->at[n], n);
            }
        }
    }
}

/* --- deadlines and tasks -------------------------------------------------------------------- */

static void add_deadlines(struct comparing *comparing, const struct subject *subject, size_t area)
{
    vector_each(const struct deadline_state, state, &subject->deadlines)
    {
        const struct deadline *deadline = state->deadline;
        if (!deadline || !deadline_is_open(state)) {
            continue;
        }
        struct text name = strand_name(comparing->arena, deadline->name, state->item);
        comparing->state = comparing->comparison->definition->states[deadline->state].path;
        struct cell *cell = comparing_cell(comparing, "deadline", name, deadline->title, area);
        if (cell) {
            struct text words = due_words(comparing, state->due);
            cell->words = words.size ? words : TEXT("no date yet");
            cell->value = moment_json(comparing->arena, state->due);
        }
    }
}

static void add_tasks(struct comparing *comparing, const struct subject *subject, size_t area)
{
    vector_each(const struct task_state, state, &subject->tasks)
    {
        const struct task *task = state->task;
        struct text name = strand_name(comparing->arena, task->name, state->item);
        comparing->state = comparing->comparison->definition->states[task->state].path;
        struct cell *cell = state->open ? comparing_cell(comparing, "task", name, task->title, area) : NULL;
        if (cell) {
            struct text due = due_words(comparing, state->due);
            cell->words = due.size ? text_printf(comparing->arena, "due %.*s", TEXT_ARGS(due)) : TEXT("open");
            cell->value = moment_json(comparing->arena, state->due);
        }
    }
}

/* --- what can be done ------------------------------------------------------------------------ */

/* Whether it has a place in this state at all, whatever stands against it. */
static bool is_at_hand(const struct explained *explained)
{
    vector_each(const struct unmet, unmet, &explained->unmet)
    {
        if (text_is(text_of(unmet->code), "not-now") || text_is(text_of(unmet->code), "guard")) {
            return false;
        }
    }
    return true;
}

/* Acts on tasks go without saying, but for the optional ones that could be added. */
static bool is_told(const struct explained *explained)
{
    return is_at_hand(explained) && !text_starts(explained->event, TEXT("move")) &&
           (!text_starts(explained->event, TEXT("task.")) || text_ends(explained->event, TEXT(".added")));
}

static void tell_unmet(struct arena *arena, const struct explained *explained, struct cell *cell)
{
    struct buffer out;
    buffer_init(&out, arena);
    cell->unmet = json_array();
    vector_each(const struct unmet, unmet, &explained->unmet)
    {
        buffer_printf(&out, "%s%.*s", out.size ? " " : "", TEXT_ARGS(unmet->text));
        json_append(arena, &cell->unmet, json_string(unmet->text));
    }
    cell->why = buffer_result(&out);
}

/* "possible (Needs, First meeting)", with the forms that are to be filled in. */
static struct text event_words(struct arena *arena, const struct explained *explained)
{
    struct buffer out;
    buffer_init(&out, arena);
    buffer_string(&out, explained->outcome == OUTCOME_DONE     ? "possible"
                        : explained->outcome == OUTCOME_FAILED ? "fails"
                                                               : "not possible");
    for (size_t i = 0; i < explained->form_count; i++) {
        buffer_printf(&out, "%s%.*s%s", i ? ", " : " (", TEXT_ARGS(explained->forms[i]->title),
                      i + 1 == explained->form_count ? ")" : "");
    }
    return buffer_result(&out);
}

static void add_events(struct comparing *comparing, const struct subject *subject, size_t area)
{
    struct arena *arena = comparing->arena;
    const struct areas_comparison *comparison = comparing->comparison;
    struct explain_request request = {.roles = ~(role_set)0, .now = comparison->now, .no_whens = true};
    struct explanation *explanation =
        explain_build(arena, comparison->world, subject, &request, comparing->rules);
    vector_each(const struct explained, explained, &explanation->events)
    {
        struct text of = explained->of;
        struct text name = of.size
                               ? text_printf(arena, "%.*s %.*s", TEXT_ARGS(explained->event), TEXT_ARGS(of))
                               : explained->event;
        struct cell *cell =
            is_told(explained) ? comparing_cell(comparing, "event", name, explained->title, area) : NULL;
        if (cell) {
            cell->words = event_words(arena, explained);
            if (explained->outcome != OUTCOME_DONE) {
                tell_unmet(arena, explained, cell);
            }
        }
    }
}

/* --- standings ---------------------------------------------------------------------------------- */

/* A deadline's row and a task's name the state that it belongs to, the others the one that was stood in. */
static void add_case(struct comparing *comparing, const struct subject *subject, size_t area)
{
    struct text state = comparing->state;
    add_deadlines(comparing, subject, area);
    add_tasks(comparing, subject, area);
    comparing->state = state;
    add_events(comparing, subject, area);
}

/* A case that cannot be there is a row of its own; a fact that is wrong ends the comparison. */
static enum status take_plan(struct comparing *comparing, const struct plan *plan, size_t area,
                             const struct subject **subject)
{
    *subject = plan->outcome == OUTCOME_DONE ? plan->after : NULL;
    if (*subject) {
        return STATUS_OK;
    }
    bool is_refused = plan->unmet.count != 0;
    if (is_refused && text_is(text_of(plan->unmet.at[0].code), "form")) {
        return error_set(comparing->error, STATUS_INVALID, "%.*s", TEXT_ARGS(plan->unmet.at[0].text));
    }
    struct cell *cell = comparing_cell(comparing, "state", comparing->state, comparing->state, area);
    if (cell) {
        cell->words = TEXT("cannot be reached");
        cell->why =
            is_refused ? plan->unmet.at[0].text : text_copy(comparing->arena, text_of(plan->failure.message));
    }
    return STATUS_OK;
}

static struct plan *plan_of(struct comparing *comparing, const struct state *state, size_t area)
{
    const struct areas_comparison *comparison = comparing->comparison;
    struct text name = comparison->areas[area]->name;
    if (comparison->subject) {
        return stand_moved(comparing->arena, comparison->world, comparison->subject, name, comparison->now,
                           comparing->rules);
    }
    struct stand stand = {.definition = comparison->definition,
                          .area = name,
                          .home = comparison->areas[0]->name,
                          .state = state->index,
                          .facts = comparison->facts,
                          .now = comparison->now};
    return stand_build(comparing->arena, comparison->world, &stand, comparing->rules);
}

/* A case in STATE in every area. */
static enum status stand_in(struct comparing *comparing, const struct state *state)
{
    struct cases cases = {{NULL}};
    size_t count = comparing->comparison->count;
    enum status status = STATUS_OK;
    comparing->standing++;
    comparing->state = state ? state->path : (struct text){0};
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        if (comparing_serves(comparing, i)) {
            status = take_plan(comparing, plan_of(comparing, state, i), i, &cases.at[i]);
        }
    }
    struct text named = comparing->state;
    comparing->state = (struct text){0};
    if (status == STATUS_OK) {
        add_rules(comparing, &cases);
    }
    comparing->state = named;
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        if (cases.at[i]) {
            add_case(comparing, cases.at[i], i);
        }
    }
    return status;
}

/* Where a case can rest: innermost, and no end. */
static bool is_rest(const struct state *state)
{
    return state->index != 0 && state->kind == STATE_ATOMIC;
}

enum status comparing_stands(struct comparing *comparing)
{
    const struct areas_comparison *comparison = comparing->comparison;
    const struct definition *definition = comparison->definition;
    size_t rests = 0;
    if (comparison->subject || comparison->state) {
        return stand_in(comparing, comparison->state);
    }
    for (size_t i = 0; i < definition->state_count; i++) {
        rests += is_rest(&definition->states[i]);
    }
    if (rests > AREAS_STATE_LIMIT) {
        return error_set(comparing->error, STATUS_INVALID,
                         "The workflow has more than %d states that a case can rest in; name one.",
                         AREAS_STATE_LIMIT);
    }
    enum status status = STATUS_OK;
    for (size_t i = 0; i < definition->state_count && status == STATUS_OK; i++) {
        if (is_rest(&definition->states[i])) {
            status = stand_in(comparing, &definition->states[i]);
        }
    }
    return status;
}

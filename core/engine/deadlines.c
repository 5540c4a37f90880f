/* Deadlines live: a formula over facts, computed anew at the end of every command; what is met stays met, and
 * a breach stays a breach. The ledger tells each change with what caused it.
 *
 * A date is met until that day ends in the site's zone. The points of a deadline (warned, overdue, late) are
 * instants that stand ready in its state, so that the nearest of a case is found without asking any formula.
 */
#include "engine/planning.h"

const struct calendar *planning_calendar(const struct planning *planning)
{
    return world_area_calendar(planning->world, planning->definition->calendar, planning->subject->area);
}

struct ledger_line *deadline_write_ledger(struct planning *planning, const struct deadline_state *state,
                                          const char *change, struct moment before, struct moment after)
{
    struct ledger_line *line = vector_more(planning->arena, &planning->plan->ledger);
    *line = (struct ledger_line){.deadline = deadline_label(planning->arena, state),
                                 .change = change,
                                 .before = before,
                                 .after = after,
                                 .because = planning->plan->event};
    return line;
}

/* The state that it belongs to. */
static uint16_t state_of(const struct deadline_state *state)
{
    return state->deadline ? state->deadline->state : state->task->state;
}

/* --- opening and ending ------------------------------------------------------- */

static struct deadline_state *find(struct subject *subject, const struct deadline *deadline,
                                   const struct task *task, uint32_t item)
{
    vector_each(struct deadline_state, state, &subject->deadlines)
    {
        if (state->deadline == deadline && state->task == task && state->item == item) {
            return state;
        }
    }
    return NULL;
}

static void open_again(struct deadline_state *state, instant from)
{
    state->status = DEADLINE_PENDING;
    state->from = from;
    state->due = (struct moment){.kind = MOMENT_NONE};
    state->warn_at = state->overdue_at = state->late_at = state->met_at = INSTANT_NONE;
    state->breached = state->fixed = false;
}

static void open_one(struct planning *planning, const struct deadline *deadline, const struct task *task,
                     uint32_t item)
{
    struct subject *subject = planning->subject;
    struct deadline_state *state = find(subject, deadline, task, item);
    if (!state) {
        struct deadline_state fresh = {.deadline = deadline, .task = task, .item = item};
        state = subject_add_deadline(planning->arena, subject, fresh);
    }
    open_again(state, planning->now);
}

void deadlines_open_for(struct planning *planning, struct node_id node)
{
    const struct state *state = node_state(planning->definition, node);
    for (size_t i = 0; i < state->deadline_count; i++) {
        open_one(planning, state->deadlines[i], NULL, node.item);
    }
}

void deadline_open_task(struct planning *planning, const struct task *task, uint32_t item)
{
    if (task->due.given) {
        open_one(planning, NULL, task, item);
    }
}

static void end_one(struct planning *planning, struct deadline_state *state, enum deadline_status how)
{
    if (how == DEADLINE_MET) {
        bool late = state->overdue_at != INSTANT_NONE ? planning->now >= state->overdue_at : state->breached;
        how = late ? DEADLINE_MET_LATE : DEADLINE_MET;
        state->met_at = planning->now;
        state->breached = state->breached || late;
    }
    state->status = how;
    state->warn_at = state->overdue_at = state->late_at = INSTANT_NONE;
    deadline_write_ledger(planning, state, deadline_status_name(how), state->due, state->due);
}

void deadlines_void_for(struct planning *planning, struct node_id node)
{
    vector_each(struct deadline_state, state, &planning->subject->deadlines)
    {
        bool own = state->deadline && state->deadline->state == node.state && state->item == node.item;
        if (own && deadline_is_open(state)) {
            end_one(planning, state, DEADLINE_VOID);
        }
    }
}

void deadline_end_task(struct planning *planning, const struct task *task, uint32_t item,
                       enum deadline_status how)
{
    struct deadline_state *state = find(planning->subject, NULL, task, item);
    if (state && deadline_is_open(state)) {
        end_one(planning, state, how);
    }
}

/* Its due date is another one now. */
static void take_due(struct planning *planning, struct deadline_state *state)
{
    deadline_set_points(planning, state);
    if (state->task) {
        const struct task_state *task = subject_task(planning->subject, state->task, state->item);
        ((struct task_state *)task)->due = state->due;
    }
}

/* One that is overdue from the start is so within the same command, which tells it once. */
static void pass_what_has_passed(struct planning *planning, struct deadline_state *state)
{
    instant passed[] = {state->overdue_at, state->late_at};
    const struct field *list = state->item ? strand_list(planning->definition, state_of(state)) : NULL;
    for (size_t i = 0; i < sizeof passed / sizeof *passed; i++) {
        if (passed[i] != INSTANT_NONE && passed[i] <= planning->now) {
            struct text event = deadline_pass(planning, state, passed[i]);
            planning_raise(planning, event, json_null(), list, state->item);
        }
    }
}

void deadline_override(struct planning *planning, struct deadline_state *state, date due)
{
    struct moment before = state->due;
    if (due == DATE_NONE) {
        end_one(planning, state, DEADLINE_OVERRIDDEN);
        return;
    }
    state->due = (struct moment){.kind = MOMENT_DATE, .day = due};
    state->fixed = true;
    take_due(planning, state);
    (void)deadline_write_ledger(planning, state, "overridden", before, state->due);
    pass_what_has_passed(planning, state);
}

static bool meets(const struct deadline *deadline, struct text event)
{
    for (size_t i = 0; i < deadline->met_by_count; i++) {
        if (text_equal(deadline->met_by[i], event)) {
            return true;
        }
    }
    return false;
}

static void raise_for(struct planning *planning, const struct deadline_state *state, const char *point)
{
    const struct field *list = state->item ? strand_list(planning->definition, state->deadline->state) : NULL;
    struct text name =
        text_printf(planning->arena, "deadline.%.*s.%s", TEXT_ARGS(state->deadline->name), point);
    planning_raise(planning, name, json_null(), list, state->item);
}

void deadlines_meet(struct planning *planning, struct text event, const struct field *list, uint32_t item)
{
    for (size_t i = 0; i < planning->subject->deadlines.count; i++) {
        struct deadline_state *state = &planning->subject->deadlines.at[i];
        if (!state->deadline || !deadline_is_open(state) || !meets(state->deadline, event) ||
            !strand_is_meant(planning->definition, list, item, state->deadline->state, state->item)) {
            continue;
        }
        end_one(planning, state, DEADLINE_MET);
        raise_for(planning, state, "met");
        if (state->deadline->repeats) {
            open_again(state, planning->now);
        }
    }
}

/* --- computing ---------------------------------------------------------------- */

static struct text name_of(const struct deadline_state *state)
{
    return state->deadline ? state->deadline->name : state->task->name;
}

/* FROM plus DURATION: a date, unless only hours and less are counted. When the first day counts, one day less
 * is added. */
static struct moment after_duration(const struct planning *planning, const struct deadline_state *state,
                                    struct duration duration)
{
    const struct zone *zone = planning->world->zone;
    bool whole_days = duration_is_civil(duration);
    if (!whole_days) {
        instant at = instant_add(planning_calendar(planning), zone, state->from, duration);
        return (struct moment){.kind = at == INSTANT_NONE ? MOMENT_NONE : MOMENT_INSTANT, .at = at};
    }
    date day = zone_date(zone, state->from);
    if (state->deadline && state->deadline->from_same_day && !duration_is_zero(duration)) {
        day = date_add_days(day, -1);
    }
    day = date_add(planning_calendar(planning), day, duration);
    return (struct moment){.kind = day == DATE_NONE ? MOMENT_NONE : MOMENT_DATE, .day = day};
}

static struct moment moment_of(const struct planning *planning, const struct deadline_state *state,
                               const struct value *value)
{
    switch (value->kind) {
    case VALUE_DATE:
        return (struct moment){.kind = MOMENT_DATE, .day = value->day};
    case VALUE_INSTANT:
        return (struct moment){.kind = MOMENT_INSTANT, .at = value->at};
    case VALUE_DURATION:
        return after_duration(planning, state, value->duration);
    default:
        return (struct moment){.kind = MOMENT_NONE};
    }
}

static void roll(const struct planning *planning, enum deadline_roll way, struct moment *due)
{
    int32_t step = way == ROLL_FORWARD ? 1 : way == ROLL_BACK ? -1 : 0;
    if (step == 0 || due->kind != MOMENT_DATE || calendar_is_working(planning_calendar(planning), due->day)) {
        return;
    }
    due->day = calendar_add(planning_calendar(planning), due->day, step);
}

static struct moment earliest_of(struct planning *planning, const struct deadline_state *state,
                                 const struct scope *scope)
{
    struct value value;
    struct error error;
    if (!state->deadline->not_before) {
        return (struct moment){.kind = MOMENT_NONE};
    }
    if (planning_evaluate(planning, state->deadline->not_before, scope, &value, &error) != STATUS_OK) {
        planning_fail(planning, &error);
        return (struct moment){.kind = MOMENT_NONE};
    }
    return moment_of(planning, state, &value);
}

/* True when DUE was earlier than EARLIEST, which it then is. */
static bool hold_back(const struct planning *planning, struct moment earliest, struct moment *due)
{
    const struct zone *zone = planning->world->zone;
    if (due->kind == MOMENT_NONE || earliest.kind == MOMENT_NONE ||
        moment_end(earliest, zone) <= moment_end(*due, zone)) {
        return false;
    }
    *due = earliest;
    return true;
}

/* Rolling back does not lead to before what it may not be before: then it is the next working day. */
static void hold_and_roll(struct planning *planning, const struct deadline_state *state,
                          const struct scope *scope, struct moment *due)
{
    struct moment earliest = earliest_of(planning, state, scope);
    hold_back(planning, earliest, due);
    roll(planning, state->deadline->roll, due);
    if (hold_back(planning, earliest, due)) {
        roll(planning, ROLL_FORWARD, due);
    }
}

static bool compute(struct planning *planning, const struct deadline_state *state, struct moment *due)
{
    const struct deadline *deadline = state->deadline;
    struct error error;
    struct value value;
    struct node_id node = deadline ? (struct node_id){deadline->state, state->item}
                                   : task_node(planning->definition, state->task, state->item);
    struct scope scope = planning_scope(planning, node);
    const struct when_due *formula = deadline ? &deadline->due : &state->task->due;
    if (due_value(planning, formula, &scope, &value, &error) != STATUS_OK) {
        error_place(&error, "%.*s: due of %.*s", TEXT_ARGS(planning->definition->file),
                    TEXT_ARGS(name_of(state)));
        return planning_fail(planning, &error);
    }
    *due = moment_of(planning, state, &value);
    if (deadline) {
        hold_and_roll(planning, state, &scope, due);
    }
    return !planning->failed;
}

/* Whether the formula may give another value than the one that stands. */
static bool may_move(const struct planning *planning, const struct deadline_state *state)
{
    const struct deadline *deadline = state->deadline;
    const struct when_due *due = deadline ? &deadline->due : &state->task->due;
    bool first = state->due.kind == MOMENT_NONE;
    if (state->fixed) {
        return false;
    }
    return first || planning->touched.area || is_touched(planning, due->expression) ||
           (deadline && is_touched(planning, deadline->not_before));
}

static void write_move(struct planning *planning, const struct deadline_state *state, struct moment before)
{
    const struct deadline *deadline = state->deadline;
    const struct field *list = state->item ? strand_list(planning->definition, state_of(state)) : NULL;
    const struct when_due *due = deadline ? &deadline->due : &state->task->due;
    bool opened = before.kind == MOMENT_NONE;
    struct ledger_line *line =
        deadline_write_ledger(planning, state, opened ? "opened" : "moved", before, state->due);
    struct text facts = touched_facts(planning, due->expression, list);
    if (!opened) {
        line->fact = facts.size || !deadline ? facts : touched_facts(planning, deadline->not_before, list);
    }
}

static void renew_points(struct planning *planning, struct deadline_state *state)
{
    if (planning->touched.area) {
        deadline_renew_points(planning, state);
        pass_what_has_passed(planning, state);
    }
}

void deadlines_settle(struct planning *planning)
{
    for (size_t i = 0; i < planning->subject->deadlines.count && !planning->failed; i++) {
        struct deadline_state *state = &planning->subject->deadlines.at[i];
        struct moment due = {.kind = MOMENT_NONE};
        if (!deadline_is_open(state) || !may_move(planning, state) || !compute(planning, state, &due)) {
            continue;
        }
        if (moment_equal(due, state->due)) {
            renew_points(planning, state);
            continue;
        }
        struct moment before = state->due;
        state->due = due;
        take_due(planning, state);
        write_move(planning, state, before);
        pass_what_has_passed(planning, state);
    }
}

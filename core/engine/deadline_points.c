/* The points of a deadline: when it is warned of, overdue and late; and what passing one of them does.
 *
 * A legal maximum never rolls later. Whatever prompts for it comes on a working day: a warning that would
 * fall on a free day comes on the working day before, and a date that itself falls on one is prompted for on
 * the working day before it, even where no `warn` asks for that. */
#include "engine/planning.h"

static struct text name_of(const struct deadline_state *state)
{
    return state->deadline ? state->deadline->name : state->task->name;
}

/* The beginning of DAY, or of the last working day before it. */
static instant prompt_on(const struct planning *planning, date day)
{
    const struct calendar *calendar = planning_calendar(planning);
    if (day != DATE_NONE && !calendar_is_working(calendar, day)) {
        day = calendar_add(calendar, day, -1);
    }
    return day == DATE_NONE ? INSTANT_NONE : zone_day_start(planning->world->zone, day);
}

/* DUE moved by what a `warn` or `late` says; INSTANT_NONE when it says nothing. */
static instant point(struct planning *planning, const struct deadline_state *state, const struct when_due *by,
                     bool before)
{
    struct value value;
    struct error error;
    const struct zone *zone = planning->world->zone;
    struct scope scope = planning_scope(planning, (struct node_id){state->deadline->state, state->item});
    if (!by->given) {
        return INSTANT_NONE;
    }
    error_set(&error, STATUS_SCRIPT, "a warning or lateness of %.*s is not a duration",
              TEXT_ARGS(name_of(state)));
    bool read = due_value(planning, by, &scope, &value, &error) == STATUS_OK;
    if (read && value.kind == VALUE_NOTHING) {
        return INSTANT_NONE;
    }
    if (!read || value.kind != VALUE_DURATION) {
        planning_fail(planning, &error);
        return INSTANT_NONE;
    }
    struct duration duration = before ? duration_negated(value.duration) : value.duration;
    if (state->due.kind == MOMENT_DATE && duration.milliseconds == 0) {
        date day = date_add(planning_calendar(planning), state->due.day, duration);
        if (before) {
            return prompt_on(planning, day);
        }
        return day == DATE_NONE ? INSTANT_NONE : zone_day_end(zone, day);
    }
    instant base = before && state->due.kind == MOMENT_DATE ? zone_day_start(zone, state->due.day)
                                                            : moment_end(state->due, zone);
    return instant_add(planning_calendar(planning), zone, base, duration);
}

/* The due date is new: all points lie ahead again. One that has passed already comes at once; a warning that
 * has, and is overtaken, does not. */
void deadline_set_points(struct planning *planning, struct deadline_state *state)
{
    state->status = DEADLINE_PENDING;
    state->warn_at = state->late_at = INSTANT_NONE;
    state->overdue_at = moment_end(state->due, planning->world->zone);
    if (!state->deadline || state->due.kind == MOMENT_NONE) {
        return;
    }
    state->warn_at = point(planning, state, &state->deadline->warn, true);
    state->late_at = point(planning, state, &state->deadline->late, false);
    if (state->warn_at != INSTANT_NONE && state->overdue_at <= planning->now) {
        state->warn_at = INSTANT_NONE;
    }
}

void deadline_renew_points(struct planning *planning, struct deadline_state *state)
{
    if (!state->deadline || state->due.kind == MOMENT_NONE) {
        return;
    }
    if (state->status == DEADLINE_PENDING && state->overdue_at > planning->now) {
        state->warn_at = point(planning, state, &state->deadline->warn, true);
    }
    if (state->status != DEADLINE_LATE) {
        state->late_at = point(planning, state, &state->deadline->late, false);
    }
}

struct text deadline_pass(struct planning *planning, struct deadline_state *state, instant at)
{
    const char *change;
    if (state->warn_at == at) {
        state->warn_at = INSTANT_NONE;
        state->status = DEADLINE_WARNED;
        change = "warned";
    } else if (state->overdue_at == at) {
        state->overdue_at = INSTANT_NONE;
        state->status = DEADLINE_OVERDUE;
        state->breached = true;
        change = "overdue";
    } else {
        state->late_at = INSTANT_NONE;
        state->status = DEADLINE_LATE;
        change = "late";
    }
    (void)deadline_write_ledger(planning, state, change, state->due, state->due);
    return text_printf(planning->arena, "deadline.%.*s.%s", TEXT_ARGS(name_of(state)), change);
}

struct text deadline_point(struct planning *planning, struct deadline_state *state, instant at)
{
    struct text event = deadline_pass(planning, state, at);
    planning->plan->event = event;
    struct ledger_line *line = &planning->plan->ledger.at[planning->plan->ledger.count - 1];
    line->because = event;
    return event;
}

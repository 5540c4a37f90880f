/* Timers: `after` of a state, `send` with a delay, the rhythm of a repeating task. */
#include "engine/planning.h"

void timer_start(struct planning *planning, struct timer timer)
{
    struct subject *subject = planning->subject;
    struct error error;
    if (timer.due == INSTANT_NONE) {
        error_set(&error, STATUS_LIMIT, "%.*s would come after the year 9999", TEXT_ARGS(timer.name));
        planning_fail(planning, &error);
        return;
    }
    if (subject->timers.count >= SUBJECT_TIMER_LIMIT) {
        error_set(&error, STATUS_LIMIT, "more than %d timers would run, the last of them %.*s",
                  SUBJECT_TIMER_LIMIT, TEXT_ARGS(timer.name));
        planning_fail(planning, &error);
        return;
    }
    timer.order = ++subject->timers_started;
    vector_push(planning->arena, &subject->timers, timer);
}

/* When something that waits as long as DELAY says from now comes; INSTANT_NONE while a fact for it is
 * missing. */
static instant comes(struct planning *planning, const struct when_due *delay, struct node_id node)
{
    struct value value;
    struct error error;
    struct scope scope = planning_scope(planning, node);
    if (due_value(planning, delay, &scope, &value, &error) != STATUS_OK) {
        planning_fail(planning, &error);
        return INSTANT_NONE;
    }
    const struct zone *zone = planning->world->zone;
    switch (value.kind) {
    case VALUE_DURATION:
        return instant_add(planning_calendar(planning), zone, planning->now, value.duration);
    case VALUE_DATE:
        return zone_day_start(zone, value.day);
    case VALUE_INSTANT:
        return value.at;
    default:
        return INSTANT_NONE;
    }
}

void timers_start_for(struct planning *planning, struct node_id node)
{
    const struct state *state = node_state(planning->definition, node);
    for (size_t i = 0; i < state->transition_count && !planning->failed; i++) {
        const struct transition *transition = &state->transitions[i];
        const struct transition *before = i > 0 ? transition - 1 : NULL;
        bool another =
            before && before->trigger == TRIGGER_AFTER && text_equal(transition->event, before->event);
        if (transition->trigger != TRIGGER_AFTER || another) { /* several of one time have one timer */
            continue;
        }
        instant due = comes(planning, &transition->delay, node);
        if (due != INSTANT_NONE) {
            timer_start(planning, (struct timer){.kind = TIMER_AFTER,
                                                 .name = transition->event,
                                                 .node = node,
                                                 .due = due < planning->now ? planning->now : due,
                                                 .data = json_null()});
        }
    }
}

void timers_stop_for(struct planning *planning, struct node_id node)
{
    struct subject *subject = planning->subject;
    size_t kept = 0;
    for (size_t i = 0; i < subject->timers.count; i++) {
        const struct timer *timer = &subject->timers.at[i];
        if (timer->kind != TIMER_AFTER || !node_equal(timer->node, node)) {
            subject->timers.at[kept++] = *timer;
        }
    }
    subject->timers.count = kept;
}

void timers_cancel(struct planning *planning, struct text id)
{
    struct subject *subject = planning->subject;
    size_t kept = 0;
    for (size_t i = 0; i < subject->timers.count; i++) {
        const struct timer *timer = &subject->timers.at[i];
        if (timer->kind != TIMER_SEND || !text_equal(timer->id, id)) {
            subject->timers.at[kept++] = *timer;
        }
    }
    subject->timers.count = kept;
}

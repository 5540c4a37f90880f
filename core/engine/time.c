/* What time alone brings: the nearest timer or point of a deadline, taken as an event of `system`. Time
 * cannot be refused, and must not fail for ever. See plan.h. */
#include "engine/planning.h"

#include "base/insist.h"

/* The timer that comes first: the nearest, and of those the one started first. */
static struct timer *first_timer(struct subject *subject, instant due)
{
    struct timer *first = NULL;
    vector_each(struct timer, timer, &subject->timers)
    {
        if (timer->due == due && (!first || timer->order < first->order)) {
            first = timer;
        }
    }
    return first;
}

static struct deadline_state *first_point(struct subject *subject, instant due)
{
    vector_each(struct deadline_state, state, &subject->deadlines)
    {
        bool comes = state->warn_at == due || state->overdue_at == due || state->late_at == due;
        if (deadline_is_open(state) && comes) {
            return state;
        }
    }
    return NULL;
}

/* What time brings to a strand concerns its item alone. */
static void tell_strand(struct planning *planning, struct node_id node)
{
    planning->event_item = node.item;
    planning->event_list = node.item ? strand_list(planning->definition, node.state) : NULL;
}

static bool run_timer(struct planning *planning, struct timer timer)
{
    struct subject *subject = planning->subject;
    planning->event.name = planning->plan->event = timer.name;
    planning->event.data = timer.data;
    if (timer.kind != TIMER_TASK) {
        tell_strand(planning, timer.node);
        return run_event(planning, true);
    }
    const struct task *task = definition_task(planning->definition, timer.name);
    insist(task && subject->closed == INSTANT_NONE);
    planning->plan->event = text_printf(planning->arena, "task.%.*s.added", TEXT_ARGS(timer.name));
    task_open(planning, task, timer.node.item);
    return true;
}

static bool take_point_or_timer(struct planning *planning)
{
    struct subject *subject = planning->subject;
    struct deadline_state *state = first_point(subject, planning->now);
    if (state) {
        planning->event.name = deadline_point(planning, state, planning->now);
        uint16_t whose = state->deadline ? state->deadline->state : state->task->state;
        tell_strand(planning, (struct node_id){whose, state->item});
        return run_event(planning, true);
    }
    struct timer *timer = first_timer(subject, planning->now);
    insist(timer);
    struct timer taken = *timer;
    vector_remove(&subject->timers, (size_t)(timer - subject->timers.at));
    return run_timer(planning, taken);
}

/* Time cannot be refused: where nobody may act, the point has passed all the same, and the entry says why
 * nothing came of it. */
static bool take_time(struct planning *planning)
{
    if (take_point_or_timer(planning)) {
        return true;
    }
    if (planning->failed) {
        return false;
    }
    vector_each(const struct unmet, unmet, &planning->plan->unmet)
    {
        planning_note(planning, "dropped", json_string(unmet->text));
    }
    planning->plan->unmet.count = 0;
    return true;
}

/* A timer whose plan fails must not come again for ever: it passes without effect, and the entry keeps the
 * failure. */
static bool give_up(struct planning *planning, const struct json *document)
{
    struct plan *plan = planning->plan;
    struct text why = text_copy(planning->arena, text_of(plan->failure.message));
    planning_put_back(planning, document);
    planning_unshare(planning->arena, planning->subject);
    planning->failed = false;
    planning->given_up = true;
    planning->queue.count = planning->queue_head = planning->sent.count = planning->sent_head = 0;
    planning->notifications.count = planning->repeats.count = 0;
    plan->outcome = OUTCOME_DONE;
    plan->messages.count = plan->told.count = plan->ledger.count = plan->unmet.count = 0;
    plan->next_id = planning->given->next_id;
    plan->notes = json_object();
    planning_note(planning, "failed", json_string(why));
    return take_point_or_timer(planning) && !planning->failed;
}

struct plan *plan_time(struct arena *arena, const struct world *world, struct subject *subject,
                       const struct json *document, const struct given *given, const struct rules *rules)
{
    instant due = subject_next_due(subject);
    insist(due != INSTANT_NONE && due <= given->now);
    struct planning planning =
        planning_of(arena, world, subject, &command_of_system, given, rules, arena_new(arena, struct plan));
    planning_begin(&planning, (struct text){0}, due);
    bool done = planning_settle(&planning, take_time(&planning));
    if (planning.failed) {
        done = give_up(&planning, document);
    }
    return planning_finish(&planning, document, done);
}

struct plan *plan_world(struct arena *arena, const struct world *world, struct subject *subject,
                        const struct json *document, const struct given *given, const struct rules *rules)
{
    struct planning planning =
        planning_of(arena, world, subject, &command_of_system, given, rules, arena_new(arena, struct plan));
    planning_begin(&planning, TEXT("world.changed"), given->now);
    return planning_finish(&planning, document, planning_settle(&planning, true));
}

bool plan_is_idle(const struct plan *plan)
{
    for (uint32_t i = 0; i < plan->changes.count; i++) {
        const struct json *path = json_member_of(&plan->changes.elements[i], "path");
        if (!text_is(json_text(&path->elements[0]), "world")) {
            return false;
        }
    }
    return plan->messages.count == 0 && plan->told.count == 0;
}

/* Closing and reopening. A root final closes a case: what is open ends, and the document keeps where the case
 * stood, which is where it rested before the event that closed it, not what it passed through on its way out:
 * else it would go the same way again as soon as it is reopened.
 *
 * `reopen` is the one event that a closed case hears. The workflow may say on the root's `on:` where it leads
 * (target), under which conditions and with which actions; without a target the case goes back to where it
 * stood, as a deep history of the root would lead there. Tasks, deadlines and timers begin anew; milestones,
 * records and breaches stay, and so do strands that have ended. */
#include "engine/planning.h"

/* --- closing ------------------------------------------------------------------ */

void case_remember(struct planning *planning)
{
    const struct subject *subject = planning->subject;
    planning->stood.at = NULL;
    planning->stood.count = planning->stood.room = 0;
    for (size_t i = 0; i < subject->configuration.count && subject->closed == INSTANT_NONE; i++) {
        if (nodes_is_leaf(subject, i)) {
            vector_push(planning->arena, &planning->stood, subject->configuration.at[i].node);
        }
    }
}

/* A case that closes as it opens has not stood anywhere; one that goes from end to end stays where it was. */
static void keep_stood(struct planning *planning)
{
    if (planning->stood.count) {
        planning->subject->stood.at = planning->stood.at;
        planning->subject->stood.count = planning->subject->stood.room = planning->stood.count;
    }
}

void case_close(struct planning *planning)
{
    struct subject *subject = planning->subject;
    subject->closed = planning->now;
    subject->timers.count = 0;
    keep_stood(planning);
    for (size_t i = 0; i < subject->tasks.count; i++) {
        if (subject->tasks.at[i].open) {
            task_end(planning, &subject->tasks.at[i], TASK_CANCELLED);
        }
    }
    vector_each(const struct active, active, &subject->configuration)
    {
        deadlines_void_for(planning, active->node);
    }
    deadlines_void_for(planning, NODE_ROOT);
    work_left(planning, NODE_ROOT);
}

/* --- reopening ---------------------------------------------------------------- */

/* What belongs to the root lasts as long as the case is open, so it begins with it. */
static void begin_root(struct planning *planning)
{
    tasks_open_for(planning, NODE_ROOT);
    deadlines_open_for(planning, NODE_ROOT);
    timers_start_for(planning, NODE_ROOT);
}

static bool has_target(const struct enabled_set *enabled)
{
    vector_each(const struct enabled, one, &enabled->list)
    {
        if (one->transition->target_count) {
            return true;
        }
    }
    return false;
}

/* One microstep that no transition describes: the final is left, what the workflow wants of a reopening is
 * done, the states are entered. */
static void go_back(struct planning *planning, const struct enabled_set *enabled)
{
    struct subject *subject = planning->subject;
    struct node_set exited = {0};
    struct entry_set entry = {0};
    vector_each(const struct active, active, &subject->configuration)
    {
        vector_push(planning->arena, &exited.list, active->node);
    }
    step_exit(planning, &exited);
    vector_each(const struct enabled, one, &enabled->list)
    {
        actions_run(planning, &one->transition->actions, one->source);
    }
    enter_again(planning, subject->stood.at, subject->stood.count, NODE_ROOT, &entry);
    step_enter(planning, &entry);
    struct enabled_set none = {0};
    step_macro(planning, &none);
}

static bool knows_where(struct planning *planning, const struct enabled_set *enabled)
{
    if (planning->subject->stood.count || has_target(enabled)) {
        return true;
    }
    planning_unmet(
        planning, "not-now",
        "It is not known where this case stood before it was closed, and the workflow does not say "
        "where to go on.");
    return false;
}

bool case_reopen(struct planning *planning)
{
    struct subject *subject = planning->subject;
    struct enabled_set enabled = {0};
    select_transitions(planning, &planning->event, &enabled);
    if (planning->failed || !knows_where(planning, &enabled) || !require_all(planning, &enabled)) {
        return false;
    }
    subject->closed = INSTANT_NONE;
    begin_root(planning);
    if (has_target(&enabled)) {
        step_macro(planning, &enabled);
    } else {
        go_back(planning, &enabled);
    }
    if (subject->closed == INSTANT_NONE) {
        subject->stood.count = 0;
    }
    return !planning->failed;
}

/* What follows from an act on a task, explained: the transitions that it triggers may refuse it. They are
 * asked as a plan asks them, of a case in which the task has ended; where nothing takes the act it is done
 * and moves nothing. What the task's own forms will say is not known yet, and stands against nothing. */
#include "engine/explaining.h"

static void end_it(const struct planning *planning, struct task_state *state, struct text verb)
{
    state->open = false;
    state->ended = text_is(verb, "done")      ? TASK_DONE
                   : text_is(verb, "skipped") ? TASK_SKIPPED
                                              : TASK_CANCELLED;
    state->ended_at = planning->now;
    state->ended_by = planning->actor;
    if (state->ended == TASK_DONE) {
        state->done_at = planning->now;
        state->done_by = planning->actor;
        state->times++;
    }
}

void explain_follows(struct explaining *explaining, const struct target *target,
                     const struct explained *explained, struct enabled_set *enabled)
{
    struct planning *planning = &explaining->planning;
    bool ends = !text_is(target->verb, "added") && !text_is(target->verb, "assigned");
    const struct task_state *open = subject_task(planning->subject, target->task, target->item);
    struct task_state stands = {0}, *state = NULL;
    if (select_taken(planning, target->event) != TAKEN_BY_ACTIVE) {
        return;
    }
    if (ends && open && open->item == target->item) {
        state = (struct task_state *)open; /* of the copy that the explaining has */
        stands = *state;
        end_it(planning, state, target->verb);
    }
    select_transitions(planning, &planning->event, enabled);
    require_all(planning, enabled);
    if (state) {
        *state = stands;
    }
    if (text_is(target->verb, "done")) {
        explain_drop_asked(&explaining->plan, explained, false);
    }
}

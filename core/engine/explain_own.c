/* The engine's own events, explained: which of them a case as it stands is asked about, and what stands
 * against each beside roles. What puts right (`correct`, `undo`) and what concerns other records is told of
 * only where the workflow declares it: it is no step of the work. */
#include "engine/explaining.h"
#include "engine/moving.h"
#include "engine/records.h"

enum standing { STANDS_OPEN, STANDS_CLOSED, STANDS_MERGED };

static enum standing standing(const struct subject *subject)
{
    return link_merged_into(subject).size    ? STANDS_MERGED
           : subject->closed != INSTANT_NONE ? STANDS_CLOSED
                                             : STANDS_OPEN;
}

static bool is_one_of(struct text event, const char *const *names)
{
    while (*names && !text_is(event, *names)) {
        names++;
    }
    return *names != NULL;
}

static const char *const corrections[] = {"correct", "undo", NULL};

/* A form says that the workflow has an event of this name for its own ends (take_is_the_workflows()). */
static bool has_form(const struct definition *definition, struct text event)
{
    const struct event_declaration *declared = definition_event(definition, event);
    return declared && declared->form;
}

bool explain_own_is_told(const struct subject *subject, struct text event)
{
    static const char *const of_open[] = {"allocate", "link", "unlink", "merge", "move", NULL};
    bool open = standing(subject) == STANDS_OPEN;
    return is_one_of(event, corrections) || (open && is_one_of(event, of_open)) ||
           (open && text_is(event, "unmerge") && has_form(subject->definition, event));
}

const char *explain_own_always(const struct subject *subject, size_t index)
{
    static const char *const of_closed[] = {"reopen", "note", NULL};
    static const char *const of_merged[] = {"unmerge", NULL};
    static const char *const of_open[] = {NULL};
    static const char *const of_moving[] = {"move.accepted", "move.declined", "move.withdrawn", NULL};
    const char *const *const lists[] = {moving_to(subject).size ? of_moving : of_open, of_closed, of_merged};
    return lists[standing(subject)][index];
}

enum own explain_own(struct planning *planning, struct text event)
{
    static const char *const moving_alone[] = {"allocate", "link", "unlink", NULL};
    static const char *const roles_alone[] = {"correct", "undo", "merge", "unmerge", NULL};
    enum standing stands = standing(planning->subject);
    if (stands == STANDS_OPEN && link_event_is(event) && has_form(planning->definition, event) &&
        take_is_the_workflows(planning, event)) {
        return OWN_NOT;
    }
    if (is_one_of(event, roles_alone)) {
        return OWN_ASKED;
    }
    if (stands == STANDS_MERGED) {
        merging_refuse(planning);
        return OWN_ASKED;
    }
    if (stands == STANDS_CLOSED && text_is(event, "reopen")) {
        return OWN_REOPENS;
    }
    if (stands == STANDS_CLOSED) {
        if (!text_is(event, "note")) {
            planning_unmet(planning, "closed", "This case is closed.");
        }
        return OWN_ASKED;
    }
    if (moving_event_is(event)) {
        moving_may(planning, event);
        return OWN_MOVES_ALONE;
    }
    return is_one_of(event, moving_alone) ? OWN_MOVES_ALONE : OWN_NOT;
}

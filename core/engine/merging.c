/* Merging: two records are one. The one that gives way keeps everything as it stands — its configuration,
 * tasks, deadlines and timers stay in its document — but is closed: nothing of it is due, and work goes on in
 * the other. So it can be taken apart again: it is then open as it stood, and what came due meanwhile comes
 * at once.
 *
 *   merge    on the one that gives way   → link merged_into, closed     → the other is told `merged`
 *   unmerge  on it                       → no link, open                → the other is told `unmerged`
 *   merged, unmerged   on the other      → link merged_from, or none; the workflow may react */
#include "engine/links.h"
#include "engine/records.h"

static void tell(struct planning *planning, const char *event, struct text reference, struct json data)
{
    json_set(planning->arena, &data, TEXT("from"), json_string(planning->subject->reference));
    vector_push(planning->arena, &planning->plan->told,
                (struct told){.reference = reference, .event = text_of(event), .data = data});
}

/* When it was opened and what its fields hold, as far as a command can carry. */
static struct json what_it_was(struct planning *planning)
{
    const struct subject *subject = planning->subject;
    struct arena *arena = planning->arena;
    struct json data = json_object();
    char opened[INSTANT_TEXT_SIZE];
    json_set(arena, &data, TEXT("opened"),
             json_string(text_copy(arena, text_of(instant_write(subject->opened, opened)))));
    if (json_to_text(arena, &subject->data).size <= COMMAND_DATA_LIMIT - 2 * COMMAND_KEY_LIMIT) {
        json_set(arena, &data, TEXT("data"), subject->data);
    } else {
        planning_note(planning, "log", json_string(TEXT("What the fields hold is too long to be told.")));
    }
    return data;
}

static bool is_alike(struct planning *planning, const struct known_record *other)
{
    const struct subject *subject = planning->subject;
    if (other->kind == subject->kind && text_equal(other->workflow, subject->definition->name)) {
        return true;
    }
    planning_unmet(planning, "form",
                   "%.*s is of another kind: a record is merged into one of the same workflow.",
                   TEXT_ARGS(other->reference))
        ->field = TEXT("into");
    return false;
}

static bool take_merge(struct planning *planning)
{
    const struct known_record *other =
        known_other(planning, "into", "A record cannot be merged into itself.");
    if (!other || !is_alike(planning, other) || !link_add(planning, LINK_MERGED_INTO, other->reference)) {
        return false;
    }
    planning->subject->closed = planning->now;
    tell(planning, "merged", other->reference, what_it_was(planning));
    return true;
}

static bool take_unmerge(struct planning *planning)
{
    struct text into = link_merged_into(planning->subject);
    if (into.size == 0) {
        planning_unmet(planning, "not-now", "This record was not merged into another.");
        return false;
    }
    link_remove(planning, LINK_MERGED_INTO, into);
    planning->subject->closed = INSTANT_NONE;
    tell(planning, "unmerged", into, json_object());
    return run_event(planning, true);
}

void merging_refuse(struct planning *planning)
{
    const struct subject *subject = planning->subject;
    struct text into = link_merged_into(subject);
    planning_unmet(planning, "closed", "This %s was merged into %.*s; work goes on there.",
                   subject->kind == SUBJECT_CASE ? "case" : "record", TEXT_ARGS(into));
}

static bool take_told(struct planning *planning, bool there)
{
    struct text from = json_get_text(&planning->event.data, "from");
    if (!link_is_told(planning)) {
        return false;
    }
    if (from.size == 0) {
        planning_unmet(planning, "form", "Say which record it is: “from” is its reference.")->field =
            TEXT("from");
        return false;
    }
    if (link_is_there(planning->subject, LINK_MERGED_FROM, from) == there) {
        return true;
    }
    if (!there) {
        link_remove(planning, LINK_MERGED_FROM, from);
    } else if (!link_add(planning, LINK_MERGED_FROM, from)) {
        return false;
    }
    return link_hear(planning);
}

bool merging_take(struct planning *planning)
{
    struct text event = planning->event.name;
    if (text_is(event, "merge")) {
        return take_merge(planning);
    }
    if (text_is(event, "unmerge")) {
        return take_unmerge(planning);
    }
    return take_told(planning, text_is(event, "merged"));
}

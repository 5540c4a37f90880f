/* What follows from a correction, said so that a person can read it before and after: the case as it stands
 * held against the case as the story, told rightly, leaves it. */
#include "engine/story.h"

static void add(struct correcting *correcting, struct json *follows, const char *list, struct json one)
{
    struct arena *arena = correcting->planning.arena;
    struct json *entries = json_get_mutable(follows, text_of(list));
    if (!entries) {
        json_set(arena, follows, text_of(list), json_array());
        entries = json_get_mutable(follows, text_of(list));
    }
    json_append(arena, entries, one);
}

/* --- states and fields --------------------------------------------------------------------- */

static bool holds(const struct json *list, struct text name)
{
    for (uint32_t i = 0; i < list->count; i++) {
        if (text_equal(json_text(&list->elements[i]), name)) {
            return true;
        }
    }
    return false;
}

static void note_states(struct correcting *correcting, struct json *follows, const struct subject *present)
{
    struct arena *arena = correcting->planning.arena;
    struct json before = subject_configuration(arena, present);
    struct json after = subject_configuration(arena, correcting->subject);
    for (uint32_t i = 0; i < before.count; i++) {
        if (!holds(&after, json_text(&before.elements[i]))) {
            add(correcting, follows, "left", before.elements[i]);
        }
    }
    for (uint32_t i = 0; i < after.count; i++) {
        if (!holds(&before, json_text(&after.elements[i]))) {
            add(correcting, follows, "entered", after.elements[i]);
        }
    }
}

static void note_fields(struct correcting *correcting, struct json *follows, const struct subject *present)
{
    struct arena *arena = correcting->planning.arena;
    struct json changes = json_array();
    json_diff(arena, &present->data, &correcting->subject->data, &changes);
    for (uint32_t i = 0; i < changes.count; i++) {
        const struct json *path = json_member_of(&changes.elements[i], "path");
        const struct json *before = json_member_of(&changes.elements[i], "before");
        const struct json *after = json_member_of(&changes.elements[i], "after");
        struct json field = json_object();
        json_set(arena, &field, TEXT("field"), path->elements[0]);
        if (before) {
            json_set(arena, &field, TEXT("before"), *before);
        }
        if (after) {
            json_set(arena, &field, TEXT("after"), *after);
        }
        add(correcting, follows, "fields", field);
    }
}

/* --- messages -------------------------------------------------------------------------------- */

static size_t times_in(const struct correcting *correcting, struct text name)
{
    size_t times = 0;
    vector_each(const struct text, one, &correcting->messages)
    {
        times += text_equal(*one, name);
    }
    return times;
}

/* Messages that have left and that the story, told rightly, would not have written. */
static void note_messages(struct correcting *correcting, struct json *follows)
{
    const struct story *story = correcting->story;
    struct json seen = json_object();
    struct arena *arena = correcting->planning.arena;
    for (size_t i = correcting->from; i < story->count; i++) {
        const struct json *messages = &story->entries[i].messages;
        for (uint32_t m = 0; messages->type == JSON_ARRAY && m < messages->count; m++) {
            struct text name = json_text(&messages->elements[m]);
            const struct json *counted = json_get(&seen, name);
            int64_t times = (counted ? counted->integer : 0) + 1;
            json_set(arena, &seen, text_copy(arena, name), json_integer(times));
            size_t over = (size_t)times - times_in(correcting, name);
            if ((size_t)times > times_in(correcting, name) && !waiting_is_stopped(correcting, name, over)) {
                add(correcting, follows, "messages", messages->elements[m]);
            }
        }
    }
}

/* --- deadlines -------------------------------------------------------------------------------- */

static const struct deadline_state *find_deadline(const struct subject *subject,
                                                  const struct deadline_state *like)
{
    vector_each(const struct deadline_state, state, &subject->deadlines)
    {
        if (state->deadline == like->deadline && state->task == like->task && state->item == like->item) {
            return state;
        }
    }
    return NULL;
}

static void write_line(struct correcting *correcting, const struct deadline_state *state, const char *change,
                       struct moment before, struct moment after)
{
    struct planning *planning = &correcting->planning;
    vector_push(planning->arena, &planning->plan->ledger,
                (struct ledger_line){.deadline = deadline_label(planning->arena, state),
                                     .change = change,
                                     .before = before,
                                     .after = after,
                                     .because = planning->plan->event});
}

/* Those that are over are no part of a document, so whether memory still has them must not matter. */
static void note_deadlines(struct correcting *correcting, const struct subject *present)
{
    struct moment none = {.kind = MOMENT_NONE};
    vector_each(const struct deadline_state, before, &present->deadlines)
    {
        const struct deadline_state *after = find_deadline(correcting->subject, before);
        if (!deadline_is_open(before)) {
            continue;
        }
        if (!after || !deadline_is_open(after)) {
            const char *how = after ? deadline_status_name(after->status) : "void";
            write_line(correcting, before, how, before->due, after ? after->due : none);
        } else if (!moment_equal(before->due, after->due)) {
            write_line(correcting, after, "moved", before->due, after->due);
        } else if (before->status != after->status) {
            write_line(correcting, after, deadline_status_name(after->status), before->due, after->due);
        }
    }
    vector_each(const struct deadline_state, after, &correcting->subject->deadlines)
    {
        const struct deadline_state *before = find_deadline(present, after);
        if (deadline_is_open(after) && (!before || !deadline_is_open(before))) {
            write_line(correcting, after, "opened", none, after->due);
        }
    }
}

void follows_note(struct correcting *correcting, const struct subject *present)
{
    struct json follows = json_object();
    note_states(correcting, &follows, present);
    note_fields(correcting, &follows, present);
    note_messages(correcting, &follows);
    note_deadlines(correcting, present);
    if (follows.count) {
        json_set(correcting->planning.arena, &correcting->planning.plan->notes, TEXT("follows"), follows);
    }
}

/* --- rows ----------------------------------------------------------------------------------- */

static bool has_task(const struct subject *subject, const struct task_state *like)
{
    vector_each(const struct task_state, state, &subject->tasks)
    {
        if (state->task == like->task && state->item == like->item) {
            return true;
        }
    }
    return false;
}

void follows_end_rows(struct correcting *correcting, const struct subject *present, struct subject *after)
{
    struct arena *arena = correcting->planning.arena;
    vector_each(const struct task_state, task, &present->tasks)
    {
        if (task->open && !has_task(after, task)) {
            struct task_state gone = *task;
            gone.open = false;
            gone.ended = TASK_CANCELLED;
            subject_add_task(arena, after, gone);
        }
    }
    vector_each(const struct deadline_state, deadline, &present->deadlines)
    {
        if (!find_deadline(after, deadline)) {
            struct deadline_state gone = *deadline;
            gone.status = DEADLINE_VOID;
            subject_add_deadline(arena, after, gone);
        }
    }
}

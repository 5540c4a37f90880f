/* Settling open work (LANGUAGE 13): what a command says of the tasks that its transition leaves,
 * `tasks: {NAME or NAME[item]: {how, reason[, to][, data]}}`.
 *
 * It is settled before anything is chosen: what is done is done, with its answers, as if by an event of its
 * own, so that guards and requirements see it. A task that is settled must then be left, or the command is
 * refused: work does not end in passing. A required one may be settled only where the transition asks. */
#include "engine/planning.h"
#include "engine/reading.h"

#include <inttypes.h>

struct settling {
    struct planning *planning;
    struct text label;       /* as the command names it */
    const struct json *told; /* what it says of it */
    const struct task *task;
    uint32_t item; /* 0: every one of that name */
    enum task_end how;
    bool valid;
};

static struct text title_of(const struct task *task)
{
    return task->title.size ? task->title : task->name;
}

static void refuse(struct settling *settling, struct text sentence)
{
    struct planning *planning = settling->planning;
    planning_unmet(planning, "form", "%.*s", TEXT_ARGS(sentence))->field =
        text_printf(planning->arena, "tasks.%.*s", TEXT_ARGS(settling->label));
    settling->valid = false;
}

/* SENTENCE has one %.*s, for what the task is called. */
#define REFUSE(settling, sentence)                                                                           \
    refuse((settling),                                                                                       \
           text_printf((settling)->planning->arena, sentence, TEXT_ARGS(title_of((settling)->task))))

/* --- what the command says ------------------------------------------------------ */

static bool find_task(struct settling *settling)
{
    struct planning *planning = settling->planning;
    const struct definition *definition = planning->definition;
    struct text name;
    if (reading_label(settling->label, &name, &settling->item)) {
        settling->task = definition_task(definition, name);
    }
    if (settling->task) {
        return true;
    }
    struct text *names = arena_array(planning->arena, struct text, definition->task_count);
    for (size_t i = 0; i < definition->task_count; i++) {
        names[i] = definition->tasks[i].name;
    }
    struct text near = text_nearest(name, names, definition->task_count);
    refuse(settling,
           near.size ? text_printf(planning->arena, "There is no task “%.*s”; did you mean “%.*s”?",
                                   TEXT_ARGS(settling->label), TEXT_ARGS(near))
                     : text_printf(planning->arena, "There is no task “%.*s”.", TEXT_ARGS(settling->label)));
    return false;
}

static bool read_how(struct text how, enum task_end *end)
{
    *end = text_is(how, "done")        ? TASK_DONE
           : text_is(how, "cancelled") ? TASK_CANCELLED
           : text_is(how, "handed-on") ? TASK_HANDED_ON
                                       : TASK_NOT_ENDED;
    return *end != TASK_NOT_ENDED;
}

static void check_members(struct settling *settling)
{
    static const char *const known[] = {"how", "reason", "to", "data"};
    for (uint32_t i = 0; i < settling->told->count; i++) {
        struct text name = settling->told->members[i].name;
        bool found = false;
        for (size_t k = 0; k < sizeof known / sizeof *known; k++) {
            found = found || text_is(name, known[k]);
        }
        if (!found) {
            refuse(settling,
                   text_printf(settling->planning->arena,
                               "A task is settled by “how” and “reason”, and perhaps “to” and “data”; “%.*s” "
                               "is none of them.",
                               TEXT_ARGS(name)));
        }
    }
}

static bool check_told(struct settling *settling)
{
    const struct json *told = settling->told;
    if (told->type != JSON_OBJECT || !read_how(json_get_text(told, "how"), &settling->how)) {
        REFUSE(settling, "Say how “%.*s” is settled: done, cancelled or handed-on.");
        return false;
    }
    const struct json *to = json_member_of(told, "to"), *data = json_member_of(told, "data");
    if (text_trim(json_get_text(told, "reason")).size == 0) {
        REFUSE(settling, "Say why “%.*s” is settled like this: a reason is needed.");
    }
    if (to && (settling->how != TASK_HANDED_ON || text_trim(json_text(to)).size == 0)) {
        REFUSE(settling, "“to” names whom “%.*s” was handed to, and goes with handed-on.");
    }
    if (data && (settling->how != TASK_DONE || data->type != JSON_OBJECT)) {
        REFUSE(settling, "“data” is what “%.*s” was answered, a group of answers, and goes with done.");
    }
    check_members(settling);
    return settling->valid;
}

/* --- the tasks that are meant ----------------------------------------------------- */

/* Named by an entry of its own, beside one that means all of its name. */
static bool is_named_alone(const struct settling *settling, const struct task_state *state)
{
    struct arena *arena = settling->planning->arena;
    struct text label = text_printf(arena, "%.*s[%" PRIu32 "]", TEXT_ARGS(state->task->name), state->item);
    return state->item != 0 && json_get(&settling->planning->command->tasks, label);
}

static bool is_meant(const struct settling *settling, const struct task_state *state)
{
    const struct planning *planning = settling->planning;
    if (!state->open || state->task != settling->task) {
        return false;
    }
    if (settling->item) {
        return state->item == settling->item;
    }
    return !is_named_alone(settling, state) &&
           strand_is_meant(planning->definition, planning->event_list, planning->event_item,
                           state->task->state, state->item);
}

/* --- settling ----------------------------------------------------------------------- */

/* The answers of the task's form, taken as if it were done; the present event is put back. */
static void take_answers(struct settling *settling, const struct task_state *state)
{
    struct planning *planning = settling->planning;
    const struct event before = planning->event;
    const struct field *list_before = planning->event_list,
                       *list = strand_list(planning->definition, state->task->state);
    uint32_t item_before = planning->event_item;
    size_t unmet = planning->plan->unmet.count;
    const struct json *data = json_member_of(settling->told, "data");
    planning->event.name = text_printf(planning->arena, "task.%.*s.done", TEXT_ARGS(state->task->name));
    planning->event.data = data ? json_shallow(planning->arena, *data) : json_null();
    planning->event.of = (struct text){0};
    planning->event.forms = NULL;
    planning->event.form_count = 0;
    if (state->item) {
        planning->event.of =
            text_printf(planning->arena, "%.*s/%" PRIu32, TEXT_ARGS(list->name), state->item);
        planning->event_list = list;
        planning->event_item = state->item;
    }
    task_ask_forms(planning, state->task, TEXT("done"));
    answers_take(planning, NULL);
    deadlines_meet(planning, planning->event.name, state->item ? list : NULL, state->item);
    for (size_t i = unmet; i < planning->plan->unmet.count; i++) {
        struct unmet *one = &planning->plan->unmet.at[i];
        one->field = text_printf(planning->arena, "tasks.%.*s.%.*s", TEXT_ARGS(settling->label),
                                 TEXT_ARGS(one->field));
    }
    planning->event = before;
    planning->event_list = list_before;
    planning->event_item = item_before;
}

static void note(const struct settling *settling, const struct task_state *state)
{
    struct arena *arena = settling->planning->arena;
    struct json json = json_object();
    static const char *const kept[] = {"how", "reason", "to"};
    struct text label =
        state->item ? text_printf(arena, "%.*s[%" PRIu32 "]", TEXT_ARGS(state->task->name), state->item)
                    : state->task->name;
    json_set(arena, &json, TEXT("task"), json_string(label));
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
        struct text value = text_trim(json_get_text(settling->told, kept[i]));
        if (value.size) {
            json_set(arena, &json, text_of(kept[i]), json_string(value));
        }
    }
    planning_note(settling->planning, "settled", json);
}

static void settle_one(struct settling *settling, struct task_state *state)
{
    struct planning *planning = settling->planning;
    if (settling->how == TASK_DONE) {
        (void)task_may_be_done(planning, state->task, state->item);
        take_answers(settling, state);
    }
    task_end(planning, state, settling->how);
    note(settling, state);
    vector_push(planning->arena, &planning->settled, (struct settled){state->task, state->item, false});
}

static void settle_named(struct settling *settling)
{
    struct subject *subject = settling->planning->subject;
    bool some = false;
    if (!find_task(settling) || !check_told(settling)) {
        return;
    }
    for (size_t i = 0; i < subject->tasks.count; i++) {
        if (is_meant(settling, &subject->tasks.at[i])) {
            settle_one(settling, &subject->tasks.at[i]);
            some = true;
        }
    }
    if (!some) {
        REFUSE(settling, "“%.*s” is not open, so there is nothing to settle: leave it out.");
    }
}

bool work_settle(struct planning *planning)
{
    const struct json *tasks = &planning->command->tasks;
    size_t unmet = planning->plan->unmet.count;
    for (uint32_t i = 0; tasks->type == JSON_OBJECT && i < tasks->count; i++) {
        struct settling settling = {.planning = planning,
                                    .label = tasks->members[i].name,
                                    .told = &tasks->members[i].value,
                                    .valid = true};
        settle_named(&settling);
    }
    return planning->plan->unmet.count == unmet && !planning->failed;
}

/* --- leaving -------------------------------------------------------------------------- */

void work_left(struct planning *planning, struct node_id node)
{
    vector_each(struct settled, settled, &planning->settled)
    {
        if (node_equal(task_node(planning->definition, settled->task, settled->item), node)) {
            settled->left = true;
        }
    }
}

bool work_is_left(struct planning *planning)
{
    bool all = true;
    vector_each(const struct settled, settled, &planning->settled)
    {
        if (!settled->left) {
            struct unmet *unmet = planning_unmet(
                planning, "form",
                "“%.*s” is not left by this event: settle it by one of its own, such as task.%.*s.done.",
                TEXT_ARGS(title_of(settled->task)), TEXT_ARGS(settled->task->name));
            unmet->field = text_printf(planning->arena, "tasks.%.*s", TEXT_ARGS(settled->task->name));
            all = false;
        }
    }
    return all;
}

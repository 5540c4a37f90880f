/* Tasks: opened with their state (or when a worker adds an optional one), worked on by acts that are events,
 * closed with their state. */
#include "engine/planning.h"

#include "base/insist.h"

struct node_id task_node(const struct definition *definition, const struct task *task, uint32_t item)
{
    bool within = definition->states[task->state].strand != DEFINITION_NONE;
    return (struct node_id){task->state, within ? item : 0};
}

static struct task_state *find(struct subject *subject, const struct task *task, uint32_t item)
{
    vector_each(struct task_state, state, &subject->tasks)
    {
        if (state->task == task && state->item == item) {
            return state;
        }
    }
    return NULL;
}

/* It is open, or its state is left: the wait for its next time is over. */
static void stop_waiting(struct subject *subject, const struct task *task, uint32_t item)
{
    size_t kept = 0;
    for (size_t i = 0; i < subject->timers.count; i++) {
        const struct timer *timer = &subject->timers.at[i];
        if (timer->kind != TIMER_TASK || timer->node.item != item || !text_equal(timer->name, task->name)) {
            subject->timers.at[kept++] = *timer;
        }
    }
    subject->timers.count = kept;
}

void task_open(struct planning *planning, const struct task *task, uint32_t item)
{
    struct subject *subject = planning->subject;
    struct task_state *state = find(subject, task, item);
    if (!state) {
        struct task_state fresh = {
            .task = task, .item = item, .ended_at = INSTANT_NONE, .done_at = INSTANT_NONE};
        state = subject_add_task(planning->arena, subject, fresh);
    }
    planning->touched.tasks = true;
    state->open = true;
    state->opened = planning->now;
    state->due = (struct moment){.kind = MOMENT_NONE};
    state->worker = (struct text){0};
    state->ended = TASK_NOT_ENDED;
    state->ended_at = INSTANT_NONE;
    state->ended_by = (struct text){0};
    if (task->repeats) {
        stop_waiting(subject, task, item);
    }
    deadline_open_task(planning, task, item);
}

void task_end(struct planning *planning, struct task_state *state, enum task_end end)
{
    insist(state->open);
    planning->touched.tasks = true;
    state->open = false;
    state->ended = end;
    state->ended_at = planning->now;
    state->ended_by = planning->actor;
    if (end == TASK_DONE) {
        state->done_at = planning->now;
        state->done_by = planning->actor;
        state->times++;
    }
    deadline_end_task(planning, state->task, state->item, end == TASK_DONE ? DEADLINE_MET : DEADLINE_VOID);
}

static bool allows(struct planning *planning, const struct task *task, struct node_id node)
{
    struct scope scope = planning_scope(planning, node);
    return !task->when || planning_holds(planning, task->when, &scope, "when");
}

void tasks_open_for(struct planning *planning, struct node_id node)
{
    const struct state *state = node_state(planning->definition, node);
    for (size_t i = 0; i < state->task_count; i++) {
        const struct task *task = state->tasks[i];
        struct task_state *known = find(planning->subject, task, node.item);
        if (known && known->open) {
            continue;
        }
        if (known) {
            known->times = 0; /* it begins again with its state */
            known->opened = INSTANT_NONE;
        }
        if (!task->optional && allows(planning, task, node)) {
            task_open(planning, task, node.item);
        }
    }
}

void tasks_close_for(struct planning *planning, struct node_id node)
{
    const struct state *state = node_state(planning->definition, node);
    for (size_t i = 0; i < state->task_count; i++) {
        struct task_state *known = find(planning->subject, state->tasks[i], node.item);
        stop_waiting(planning->subject, state->tasks[i], node.item);
        if (known && known->open) {
            task_end(planning, known, TASK_CANCELLED);
        }
    }
    work_left(planning, node);
}

/* A task whose `when` did not hold at first opens once it does; one that was opened in this stay of its state
 * does not open again. */
static void settle_one(struct planning *planning, const struct task *task, struct node_id node)
{
    const struct task_state *known = find(planning->subject, task, node.item);
    bool opened = known && known->opened != INSTANT_NONE;
    if (!opened && allows(planning, task, node)) {
        task_open(planning, task, node.item);
    }
}

void tasks_settle(struct planning *planning)
{
    const struct definition *definition = planning->definition;
    for (size_t i = 0; i < definition->task_count && !planning->failed; i++) {
        const struct task *task = &definition->tasks[i];
        if (!task->when || task->optional) {
            continue;
        }
        if (task->state == 0) {
            settle_one(planning, task, NODE_ROOT);
            continue;
        }
        for (size_t a = 0; a < planning->subject->configuration.count; a++) {
            struct node_id node = planning->subject->configuration.at[a].node;
            if (node.state == task->state && !node_is_strand(definition, node)) {
                settle_one(planning, task, node);
            }
        }
    }
}

/* --- acts ------------------------------------------------------------------- */

bool task_act_read(const struct definition *definition, struct text event, const struct task **task,
                   struct text *verb)
{
    if (!text_starts(event, TEXT("task."))) {
        return false;
    }
    struct text rest = text_part(event, 5, event.size - 5);
    size_t dot = rest.size;
    while (dot > 0 && rest.at[dot - 1] != '.') {
        dot--;
    }
    if (dot == 0) {
        return false;
    }
    *verb = text_part(rest, dot, rest.size - dot);
    *task = definition_task(definition, text_part(rest, 0, dot - 1));
    bool known = text_is(*verb, "done") || text_is(*verb, "skipped") || text_is(*verb, "cancelled") ||
                 text_is(*verb, "added") || text_is(*verb, "assigned");
    return *task && known;
}

static struct text title_of(const struct task *task)
{
    return task->title.size ? task->title : task->name;
}

static bool is_meant(const struct planning *planning, const struct task_state *state, const struct task *task)
{
    return state->task == task && strand_is_meant(planning->definition, planning->event_list,
                                                  planning->event_item, task->state, state->item);
}

/* Where the task would be that the present event is told to add. */
static struct node_id task_told(const struct planning *planning, const struct task *task)
{
    uint32_t item = planning_item(planning, strand_list(planning->definition, task->state));
    return task_node(planning->definition, task, item);
}

static bool check_add(struct planning *planning, const struct task *task)
{
    struct node_id node = task_told(planning, task);
    struct task_state *known = find(planning->subject, task, node.item);
    struct text title = title_of(task);
    if (!nodes_has(planning->subject, node)) {
        planning_unmet(planning, "task", "%.*s cannot be added now.", TEXT_ARGS(title));
        return false;
    }
    if (known && known->open) {
        planning_unmet(planning, "task", "%.*s is open already.", TEXT_ARGS(title));
        return false;
    }
    if (!task->optional || !allows(planning, task, node)) {
        planning_unmet(planning, "task", "%.*s cannot be added now.", TEXT_ARGS(title));
        return false;
    }
    return true;
}

/* Who did OTHER last, in the strand of ITEM; the empty text while nobody has. */
static struct text last_done_by(const struct planning *planning, const struct task *other, uint32_t item)
{
    const struct task_state *done = other ? subject_task(planning->subject, other, item) : NULL;
    return done && done->done_at != INSTANT_NONE ? done->done_by : (struct text){0};
}

/* Four eyes: who did the task that `not_by` names may not do this one; `same_as` asks for the same. */
static bool check_eyes(struct planning *planning, const struct task *task, uint32_t item)
{
    const struct task *first = definition_task(planning->definition, task->not_by);
    const struct task *before = definition_task(planning->definition, task->same_as);
    struct text not_by = last_done_by(planning, first, item);
    struct text same_as = last_done_by(planning, before, item);
    bool valid = true;
    if (not_by.size && text_equal(not_by, planning->actor)) {
        planning_unmet(planning, "task", "Somebody else than who did “%.*s” must do this.",
                       TEXT_ARGS(title_of(first)));
        valid = false;
    }
    if (same_as.size && !text_equal(same_as, planning->actor)) {
        planning_unmet(planning, "task", "Whoever did “%.*s” must do this.", TEXT_ARGS(title_of(before)));
        valid = false;
    }
    return valid;
}

/* An act is a right of its own where one is declared. */
static bool check_right(struct planning *planning, const struct task *task, struct text event)
{
    const struct event_declaration *declared = definition_event(planning->definition, event);
    return require_roles(planning, declared && declared->roles ? declared->roles : task->role);
}

bool task_may_be_done(struct planning *planning, const struct task *task, uint32_t item)
{
    struct text event = text_printf(planning->arena, "task.%.*s.done", TEXT_ARGS(task->name));
    bool allowed = check_right(planning, task, event);
    return check_eyes(planning, task, item) && allowed;
}

bool task_act_check(struct planning *planning, const struct task *task, struct text verb)
{
    bool allowed = check_right(planning, task, planning->event.name);
    if (text_is(verb, "added")) {
        return check_add(planning, task) && allowed;
    }
    bool open = false, eyes = true;
    vector_each(const struct task_state, state, &planning->subject->tasks)
    {
        if (state->open && is_meant(planning, state, task)) {
            open = true;
            eyes = eyes && (!text_is(verb, "done") || check_eyes(planning, task, state->item));
        }
    }
    if (!open) {
        planning_unmet(planning, "task", "There is no open task “%.*s”.", TEXT_ARGS(title_of(task)));
        return false;
    }
    bool ends_it = text_is(verb, "skipped") || text_is(verb, "cancelled");
    if (ends_it && json_get_text(&planning->event.data, "reason").size == 0) {
        planning_unmet(planning, "form", "Say why.")->field = TEXT("reason");
        return false;
    }
    if (text_is(verb, "assigned") && json_get_text(&planning->event.data, "worker").size == 0) {
        planning_unmet(planning, "form", "Say to whom.")->field = TEXT("worker");
        return false;
    }
    return eyes && allowed;
}

/* Opens a repeating task again, or starts the wait for its next time. */
static void repeat(struct planning *planning, const struct task_state *state)
{
    const struct task *task = state->task;
    struct node_id node = task_node(planning->definition, task, state->item);
    if (state->open || !nodes_has(planning->subject, node) || (task->limit && state->times >= task->limit)) {
        return;
    }
    if (!task->rhythm.given) {
        task_open(planning, task, state->item);
        return;
    }
    struct error error;
    struct value value;
    struct scope scope = planning_scope(planning, node);
    error_set(&error, STATUS_SCRIPT, "the rhythm of %.*s is not a duration", TEXT_ARGS(task->name));
    if (due_value(planning, &task->rhythm, &scope, &value, &error) != STATUS_OK ||
        value.kind != VALUE_DURATION) {
        planning_fail(planning, &error);
        return;
    }
    const struct calendar *calendar = planning_calendar(planning);
    struct timer timer = {
        .kind = TIMER_TASK, .name = task->name, .node = {0, state->item}, .data = json_null()};
    timer.due = instant_add(calendar, planning->world->zone, planning->now, value.duration);
    timer_start(planning, timer);
}

void tasks_repeat(struct planning *planning)
{
    for (size_t i = 0; i < planning->repeats.count && !planning->failed; i++) {
        repeat(planning, find(planning->subject, planning->repeats.at[i].task, planning->repeats.at[i].item));
    }
    planning->repeats.count = 0;
}

void task_act_do(struct planning *planning, const struct task *task, struct text verb)
{
    if (text_is(verb, "added")) {
        struct node_id node = task_told(planning, task);
        task_open(planning, task, node.item);
        return;
    }
    for (size_t i = 0; i < planning->subject->tasks.count; i++) {
        struct task_state *state = &planning->subject->tasks.at[i];
        if (!state->open || !is_meant(planning, state, task)) {
            continue;
        }
        if (text_is(verb, "assigned")) {
            state->worker = json_get_text(&planning->event.data, "worker");
            continue;
        }
        enum task_end end = text_is(verb, "done")      ? TASK_DONE
                            : text_is(verb, "skipped") ? TASK_SKIPPED
                                                       : TASK_CANCELLED;
        task_end(planning, state, end);
        if (end != TASK_CANCELLED && task->repeats) {
            vector_push(planning->arena, &planning->repeats, (struct repeating){task, state->item});
        }
    }
}

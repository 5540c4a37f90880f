/* A subject's document, written lean: what is empty is left out. The shape stands in subject_read.c. */
#include "engine/subject.h"

#include "engine/nodes.h"

#include <inttypes.h>

static void set(struct arena *arena, struct json *object, struct text name, struct json value)
{
    json_set(arena, object, name, value);
}

static void set_text(struct arena *arena, struct json *object, struct text name, struct text value)
{
    if (value.size) {
        set(arena, object, name, json_string(value));
    }
}

static void set_instant(struct arena *arena, struct json *object, struct text name, instant value)
{
    if (value != INSTANT_NONE) {
        set(arena, object, name, json_integer(value));
    }
}

static void set_moment(struct arena *arena, struct json *object, struct text name, struct moment moment)
{
    if (moment.kind != MOMENT_NONE) {
        char text[MOMENT_TEXT_SIZE];
        set(arena, object, name, json_string(text_copy(arena, text_of(moment_write(moment, text)))));
    }
}

/* A part of the document, unless there is nothing in it. */
static void set_part(struct arena *arena, struct json *document, struct text name, struct json part)
{
    if (part.count) {
        set(arena, document, name, part);
    }
}

static struct text label(struct arena *arena, struct text name, uint32_t item)
{
    return item == 0 ? name : text_printf(arena, "%.*s[%" PRIu32 "]", TEXT_ARGS(name), item);
}

static struct json write_configuration(struct arena *arena, const struct subject *subject)
{
    struct json nodes = json_object();
    vector_each(const struct active, active, &subject->configuration)
    {
        struct text path = node_path(arena, subject->definition, active->node);
        set(arena, &nodes, path, json_integer(active->entered));
    }
    return nodes;
}

static struct json write_task(struct arena *arena, const struct task_state *state)
{
    struct json task = json_object();
    if (state->open) {
        set(arena, &task, TEXT("open"), json_boolean(true));
    }
    set_instant(arena, &task, TEXT("opened"), state->opened);
    set_moment(arena, &task, TEXT("due"), state->due);
    set_text(arena, &task, TEXT("worker"), state->worker);
    if (!state->task->remembered) {
        return task; /* nobody asks for its past, so it is not kept, even while it is in memory */
    }
    if (state->ended != TASK_NOT_ENDED) {
        set(arena, &task, TEXT("ended"), json_string(text_of(task_end_name(state->ended))));
    }
    set_instant(arena, &task, TEXT("ended_at"), state->ended_at);
    set_text(arena, &task, TEXT("ended_by"), state->ended_by);
    set_instant(arena, &task, TEXT("done_at"), state->done_at);
    set_text(arena, &task, TEXT("done_by"), state->done_by);
    if (state->times) {
        set(arena, &task, TEXT("times"), json_integer(state->times));
    }
    return task;
}

static struct json write_tasks(struct arena *arena, const struct subject *subject)
{
    struct json tasks = json_object();
    vector_each(const struct task_state, state, &subject->tasks)
    {
        if (!state->open && !state->task->remembered) {
            continue; /* the journal has it, and nobody asks */
        }
        set(arena, &tasks, label(arena, state->task->name, state->item), write_task(arena, state));
    }
    return tasks;
}

static struct json write_deadline(struct arena *arena, const struct deadline_state *state)
{
    struct json deadline = json_object();
    set(arena, &deadline, TEXT("status"), json_string(text_of(deadline_status_name(state->status))));
    set_instant(arena, &deadline, TEXT("from"), state->from);
    set_moment(arena, &deadline, TEXT("due"), state->due);
    set_instant(arena, &deadline, TEXT("warn_at"), state->warn_at);
    set_instant(arena, &deadline, TEXT("overdue_at"), state->overdue_at);
    set_instant(arena, &deadline, TEXT("late_at"), state->late_at);
    set_instant(arena, &deadline, TEXT("met_at"), state->met_at);
    if (state->breached) {
        set(arena, &deadline, TEXT("breached"), json_boolean(true));
    }
    if (state->fixed) {
        set(arena, &deadline, TEXT("fixed"), json_boolean(true));
    }
    return deadline;
}

static struct json write_deadlines(struct arena *arena, const struct subject *subject)
{
    struct json deadlines = json_object();
    vector_each(const struct deadline_state, state, &subject->deadlines)
    {
        if (!deadline_is_open(state)) {
            continue; /* the ledger has it */
        }
        set(arena, &deadlines, deadline_label(arena, state), write_deadline(arena, state));
    }
    return deadlines;
}

static struct json write_timers(struct arena *arena, const struct subject *subject)
{
    static const char *const kinds[] = {"after", "send", "task"};
    struct json timers = json_array();
    vector_each(const struct timer, timer, &subject->timers)
    {
        struct json value = json_object();
        set(arena, &value, TEXT("kind"), json_string(text_of(kinds[timer->kind])));
        set_text(arena, &value, TEXT("name"), timer->name);
        set_text(arena, &value, TEXT("id"), timer->id);
        if (timer->node.state) {
            set_text(arena, &value, TEXT("state"), node_path(arena, subject->definition, timer->node));
        } else if (timer->node.item) {
            set(arena, &value, TEXT("item"), json_integer(timer->node.item));
        }
        set_instant(arena, &value, TEXT("due"), timer->due);
        if (timer->data.type != JSON_NULL) {
            set(arena, &value, TEXT("data"), timer->data);
        }
        set(arena, &value, TEXT("order"), json_integer((int64_t)timer->order));
        json_append(arena, &timers, value);
    }
    return timers;
}

static struct json write_milestones(struct arena *arena, const struct subject *subject)
{
    struct json milestones = json_object();
    vector_each(const struct milestone_state, state, &subject->milestones)
    {
        set(arena, &milestones, label(arena, state->milestone->name, state->item), json_integer(state->at));
    }
    return milestones;
}

static struct json write_records(struct arena *arena, const struct subject *subject)
{
    struct json all = json_object();
    vector_each(const struct records, records, &subject->records)
    {
        struct json value = json_object();
        set(arena, &value, TEXT("count"), json_integer(records->count));
        set(arena, &value, TEXT("first"), records->first);
        if (records->count > 1) {
            set(arena, &value, TEXT("last"), records->last);
        }
        if (records->all.type == JSON_ARRAY) {
            set(arena, &value, TEXT("all"), records->all);
        }
        set(arena, &all, records->form->name, value);
    }
    return all;
}

static struct json write_nodes(struct arena *arena, const struct subject *subject,
                               const struct node_id *nodes, size_t count)
{
    struct json paths = json_array();
    for (size_t i = 0; i < count; i++) {
        json_append(arena, &paths, json_string(node_path(arena, subject->definition, nodes[i])));
    }
    return paths;
}

static struct json write_histories(struct arena *arena, const struct subject *subject)
{
    struct json histories = json_object();
    vector_each(const struct remembered, remembered, &subject->histories)
    {
        set(arena, &histories, node_path(arena, subject->definition, remembered->history),
            write_nodes(arena, subject, remembered->nodes, remembered->count));
    }
    return histories;
}

static struct json write_entered(struct arena *arena, const struct subject *subject)
{
    struct json entered = json_object();
    vector_each(const struct state_entry, entry, &subject->entered)
    {
        set(arena, &entered, node_path(arena, subject->definition, entry->node), json_integer(entry->at));
    }
    return entered;
}

struct json subject_write(struct arena *arena, const struct subject *subject)
{
    struct json document = json_object();
    set_text(arena, &document, TEXT("area"), subject->area);
    set_instant(arena, &document, TEXT("closed"), subject->closed);
    set_part(arena, &document, TEXT("configuration"), write_configuration(arena, subject));
    set_part(arena, &document, TEXT("data"), subject->data);
    set_part(arena, &document, TEXT("deadlines"), write_deadlines(arena, subject));
    set_part(arena, &document, TEXT("ended"),
             write_nodes(arena, subject, subject->ended.at, subject->ended.count));
    set_part(arena, &document, TEXT("entered"), write_entered(arena, subject));
    set_part(arena, &document, TEXT("exceptions"), subject->exceptions);
    set_part(arena, &document, TEXT("histories"), write_histories(arena, subject));
    set_part(arena, &document, TEXT("links"), subject->links);
    set_part(arena, &document, TEXT("milestones"), write_milestones(arena, subject));
    set_part(arena, &document, TEXT("moving"), subject->moving);
    set_part(arena, &document, TEXT("numbers"), subject->numbers);
    set_instant(arena, &document, TEXT("opened"), subject->opened);
    if (subject->plugins) {
        set(arena, &document, TEXT("plugins"), json_integer(subject->plugins));
    }
    set_part(arena, &document, TEXT("records"), write_records(arena, subject));
    if (subject->timers_started) {
        set(arena, &document, TEXT("started"), json_integer((int64_t)subject->timers_started));
    }
    set_part(arena, &document, TEXT("stood"),
             write_nodes(arena, subject, subject->stood.at, subject->stood.count));
    set_part(arena, &document, TEXT("tasks"), write_tasks(arena, subject));
    set_part(arena, &document, TEXT("timers"), write_timers(arena, subject));
    set_part(arena, &document, TEXT("waiting"), subject->waiting);
    set_text(arena, &document, TEXT("worker"), subject->worker);
    if (subject->world) {
        set(arena, &document, TEXT("world"), json_integer(subject->world));
    }
    return document;
}

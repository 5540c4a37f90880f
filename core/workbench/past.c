/* The past of a case, out of its journal: what its document keeps no more, since the case itself does not ask
 * for it. See holding.h. */
#include "workbench/holding.h"

#include "engine/correct.h"

struct reading_past {
    struct play *play;
    struct past *past;
    enum status status;
    struct error *error;
};

/* Entries come newest first. */
static bool take_entry(void *self, const struct stored_entry *row)
{
    struct reading_past *reading = self;
    struct past_entry entry = {.happened = row->happened, .recorded = row->recorded};
    reading->status = json_read(reading->play->arena, row->content, &entry.content, reading->error);
    if (reading->status != STATUS_OK) {
        return false;
    }
    vector_push(reading->play->arena, &reading->past->entries, entry);
    return true;
}

static enum status fold(struct play *play, struct past *past, struct error *error)
{
    size_t count = past->entries.count;
    struct json document = json_object(), none = json_array();
    for (size_t i = 0; i < count / 2; i++) {
        struct past_entry entry = past->entries.at[i];
        past->entries.at[i] = past->entries.at[count - 1 - i];
        past->entries.at[count - 1 - i] = entry;
    }
    vector_each(struct past_entry, entry, &past->entries)
    {
        const struct json *changes = json_member_of(&entry->content, "changes");
        entry->before = document;
        enum status status = json_redo(play->arena, &document, changes ? changes : &none, error);
        if (status != STATUS_OK) {
            return status;
        }
        entry->after = document;
    }
    return STATUS_OK;
}

/* What was made in error did not happen, and what was given another time happened then. */
static void mark(struct play *play, struct past *past)
{
    size_t count = past->entries.count;
    struct story_entry *entries = arena_array(play->arena, struct story_entry, count);
    for (size_t i = 0; i < count; i++) {
        const struct json *content = &past->entries.at[i].content;
        const struct json *command = json_member_of(content, "command"),
                          *notes = json_member_of(content, "notes");
        const struct json *data = json_member_of(command, "data");
        bool of_time = text_is(json_get_text(content, "origin"), "time");
        entries[i] = (struct story_entry){.seq = i + 1,
                                          .origin = of_time ? ORIGIN_TIME : ORIGIN_PERSON,
                                          .command.event = json_get_text(command, "event"),
                                          .command.data = data ? *data : json_null(),
                                          .happened = past->entries.at[i].happened,
                                          .notes = notes ? *notes : json_null()};
    }
    struct story story = {entries, count};
    struct story_mark *marks = story_marks(play->arena, play->options->world->zone, &story);
    for (size_t i = 0; i < count; i++) {
        past->entries.at[i].stands = !marks[i].out;
        past->entries.at[i].took_place = marks[i].happened;
    }
}

/* --- deadlines ------------------------------------------------------------------------ */

const struct past_deadline *past_deadline(const struct past *past, struct text label)
{
    vector_each(const struct past_deadline, deadline, &past->deadlines)
    {
        if (text_equal(deadline->label, label)) {
            return deadline;
        }
    }
    return NULL;
}

static struct past_deadline *deadline_of(struct play *play, struct past *past, struct text label)
{
    vector_each(struct past_deadline, deadline, &past->deadlines)
    {
        if (text_equal(deadline->label, label)) {
            return deadline;
        }
    }
    vector_push(play->arena, &past->deadlines, (struct past_deadline){.label = label});
    return &past->deadlines.at[past->deadlines.count - 1];
}

/* The line of the ledger says how the deadline stands after it. */
static void take_line(struct play *play, struct past *past, const struct json *line)
{
    struct text change = json_get_text(line, "change"), after = json_get_text(line, "after");
    struct past_deadline *deadline = deadline_of(play, past, json_get_text(line, "deadline"));
    bool opened = text_is(change, "opened"), moved = text_is(change, "moved");
    bool broken = text_is(change, "overdue") || text_is(change, "late") || text_is(change, "met-late");
    deadline->breached = (deadline->breached && !opened) || broken;
    deadline->status = opened || moved ? TEXT("pending") : change;
    deadline->due = moment_read(play->options->world->zone, after);
}

static void read_deadlines(struct play *play, const struct subject *subject, struct past *past)
{
    vector_each(const struct past_entry, entry, &past->entries)
    {
        const struct json *ledger = json_member_of(&entry->content, "ledger");
        for (uint32_t i = 0; ledger && i < ledger->count; i++) {
            take_line(play, past, &ledger->elements[i]);
        }
    }
    vector_each(const struct deadline_state, state, &subject->deadlines)
    {
        struct past_deadline *deadline = deadline_of(play, past, deadline_label(play->arena, state));
        deadline->status = text_of(deadline_status_name(state->status));
        deadline->due = state->due;
        deadline->open = deadline_is_open(state);
        deadline->breached = state->breached;
    }
}

/* --- tasks ------------------------------------------------------------------------------ */

const struct past_task *past_task(const struct past *past, struct text label)
{
    vector_each(const struct past_task, task, &past->tasks)
    {
        if (text_equal(task->label, label)) {
            return task;
        }
    }
    return NULL;
}

static struct past_task *task_of(struct play *play, struct past *past, struct text label)
{
    vector_each(struct past_task, task, &past->tasks)
    {
        if (text_equal(task->label, label)) {
            return task;
        }
    }
    vector_push(play->arena, &past->tasks,
                (struct past_task){.label = label, .ended = INSTANT_NONE, .done = INSTANT_NONE});
    return &past->tasks.at[past->tasks.count - 1];
}

static bool has_met(const struct past_entry *entry, struct text label)
{
    const struct json *ledger = json_member_of(&entry->content, "ledger");
    for (uint32_t i = 0; ledger && i < ledger->count; i++) {
        struct text change = json_get_text(&ledger->elements[i], "change");
        if (text_equal(json_get_text(&ledger->elements[i], "deadline"), label) &&
            (text_is(change, "met") || text_is(change, "met-late"))) {
            return true;
        }
    }
    return false;
}

/* How the task ended in ENTRY: by its own act, settled by the command, or with its state. */
static struct text end_of(struct play *play, const struct past_entry *entry, struct text label)
{
    const struct json *command = json_member_of(&entry->content, "command");
    struct text event = json_get_text(command, "event"), name = text_part(label, 0, text_find(label, '['));
    struct text prefix = text_printf(play->arena, "task.%.*s.", TEXT_ARGS(name));
    if (text_starts(event, prefix)) {
        return text_part(event, prefix.size, SIZE_MAX);
    }
    const struct json *settled = json_get(json_member_of(command, "tasks"), name);
    struct text how = json_get_text(settled, "how");
    return how.size ? how : has_met(entry, label) ? TEXT("done") : TEXT("cancelled");
}

static bool was_open(const struct json *document, struct text label, instant *opened)
{
    const struct json *task = json_get(json_member_of(document, "tasks"), label);
    *opened = json_get_integer(task, "opened", INSTANT_NONE);
    return json_get_boolean(task, "open", false);
}

/* A task that was open before, and is not after, or is open anew. */
static void take_end(struct play *play, struct past *past, const struct past_entry *entry, struct text label)
{
    instant opened, opened_anew;
    struct past_task *task = task_of(play, past, label);
    struct text event = json_get_text(json_member_of(&entry->content, "command"), "event");
    bool before = was_open(&entry->before, label, &opened);
    bool after = was_open(&entry->after, label, &opened_anew);
    bool repeated = before && after && text_starts(event, TEXT("task.")) && opened != opened_anew;
    if (!before || (after && !repeated)) {
        return;
    }
    task->status = end_of(play, entry, label);
    task->by = json_get_text(json_member_of(&entry->content, "command"), "actor");
    task->ended = entry->took_place;
    if (text_is(task->status, "done")) {
        task->done = entry->took_place;
        task->times++;
    }
}

static void read_tasks(struct play *play, const struct subject *subject, struct past *past)
{
    vector_each(const struct past_entry, entry, &past->entries)
    {
        const struct json *tasks = json_member_of(&entry->before, "tasks");
        for (uint32_t i = 0; entry->stands && tasks && i < tasks->count; i++) {
            take_end(play, past, entry, tasks->members[i].name);
        }
    }
    vector_each(const struct task_state, state, &subject->tasks)
    {
        struct text label = state->task->name;
        if (state->item) {
            label = text_printf(play->arena, "%.*s[%u]", TEXT_ARGS(label), state->item);
        }
        if (state->open) {
            struct past_task *task = task_of(play, past, label);
            task->status = TEXT("open");
            task->due = state->due;
            task->worker = state->worker;
        }
    }
    vector_each(struct past_task, task, &past->tasks)
    {
        const struct past_deadline *deadline = past_deadline(past, task->label);
        if (deadline && task->due.kind == MOMENT_NONE) {
            task->due = deadline->due;
        }
    }
}

enum status past_read(struct play *play, const struct standing *stands, struct past *past,
                      struct error *error)
{
    struct store *store = play->options->store;
    struct reading_past reading = {play, past, STATUS_OK, error};
    enum status status = store->api->read_begin(store, error);
    if (status != STATUS_OK) {
        return status;
    }
    status = store->api->entries(store, play->arena, stands->stored.id, 0, take_entry, &reading, error);
    store->api->read_end(store);
    status = status == STATUS_OK ? reading.status : status;
    status = status == STATUS_OK ? fold(play, past, error) : status;
    if (status == STATUS_OK) {
        mark(play, past);
        read_deadlines(play, &stands->subject, past);
        read_tasks(play, &stands->subject, past);
    }
    return status;
}

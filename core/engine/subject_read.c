/* A subject's document, read with suspicion (subject_write.c writes it). What is empty is left out; instants
 * are milliseconds; names are the workflow's.
 *
 *   {"area","worker","opened","closed","configuration":{PATH:
 * entered},"data":{…},"tasks":{LABEL:{…}},"deadlines":{LABEL:{…}}, "timers":[…],"milestones":{LABEL:
 * at},"records":{FORM:{count,first,last[,all]}},"histories":{PATH:[PATH]},"entered":{PATH: at},
 *    "ended":[PATH],"stood":[PATH],"numbers":{…},"exceptions":[…],"links":{KIND:[REFERENCE]},"moving":{to,at,by,reason},"waiting":{KEY:{message,item,list,at}},"plugins","started","world"}
 */
#include "engine/links.h"
#include "engine/moving.h"
#include "engine/reading.h"

enum status reading_damaged(struct reading *reading, const char *part, struct text name)
{
    return error_set(reading->error, STATUS_CORRUPT, "the document's %s holds %.*s, which %.*s does not have",
                     part, TEXT_ARGS(name), TEXT_ARGS(reading->definition->name));
}

const struct json *reading_part(struct reading *reading, const char *name, enum json_type type,
                                enum status *status)
{
    const struct json *value = json_member_of(reading->document, name);
    if (value && value->type != type) {
        *status = error_set(reading->error, STATUS_CORRUPT, "the document's %s is not %s", name,
                            json_type_words(type));
        return NULL;
    }
    return value;
}

bool reading_label(struct text label, struct text *name, uint32_t *item)
{
    size_t open = text_find(label, '[');
    *name = text_part(label, 0, open);
    *item = 0;
    if (open == label.size) {
        return true;
    }
    int64_t number;
    bool closed = label.at[label.size - 1] == ']' && label.size > open + 2;
    if (!closed || !text_integer(text_part(label, open + 1, label.size - open - 2), &number)) {
        return false;
    }
    *item = (uint32_t)number;
    return number > 0 && number <= INT32_MAX;
}

/* What belongs to STATE stands in a strand if, and only if, STATE does. */
static bool item_fits(const struct reading *reading, uint16_t state, uint32_t item)
{
    return (item != 0) == (reading->definition->states[state].strand != DEFINITION_NONE);
}

static instant get_instant(const struct json *object, const char *name)
{
    return json_get_integer(object, name, INSTANT_NONE);
}

static bool read_task_end(struct text name, enum task_end *end)
{
    for (*end = TASK_DONE; *end <= TASK_HANDED_ON; (*end)++) {
        if (text_is(name, task_end_name(*end))) {
            return true;
        }
    }
    *end = TASK_NOT_ENDED;
    return name.size == 0;
}

static enum status read_tasks(struct reading *reading)
{
    enum status status = STATUS_OK;
    const struct json *tasks = reading_part(reading, "tasks", JSON_OBJECT, &status);
    for (uint32_t i = 0; tasks && i < tasks->count; i++) {
        const struct json_member *member = &tasks->members[i];
        struct text name;
        struct task_state state = {0};
        const struct json *value = &member->value;
        int64_t times = json_get_integer(value, "times", 0);
        if (!reading_label(member->name, &name, &state.item) || value->type != JSON_OBJECT ||
            !(state.task = definition_task(reading->definition, name)) ||
            !item_fits(reading, state.task->state, state.item) || times < 0 || times > UINT32_MAX ||
            !read_task_end(json_get_text(value, "ended"), &state.ended)) {
            return reading_damaged(reading, "tasks", member->name);
        }
        state.open = json_get_boolean(value, "open", false);
        state.opened = get_instant(value, "opened");
        state.due = moment_read(zone_utc(), json_get_text(value, "due"));
        state.worker = json_get_text(value, "worker");
        state.ended_at = get_instant(value, "ended_at");
        state.ended_by = json_get_text(value, "ended_by");
        state.done_at = get_instant(value, "done_at");
        state.done_by = json_get_text(value, "done_by");
        state.times = (uint32_t)times;
        subject_add_task(reading->arena, reading->subject, state);
    }
    return status;
}

static bool read_deadline_status(struct text name, enum deadline_status *status)
{
    for (*status = DEADLINE_PENDING; *status <= DEADLINE_OVERRIDDEN; (*status)++) {
        if (text_is(name, deadline_status_name(*status))) {
            return true;
        }
    }
    return false;
}

/* Whose it is: a deadline's own, or a task's, which is open for as long. */
static bool read_deadline(struct reading *reading, const struct json_member *member,
                          struct deadline_state *state)
{
    struct text name;
    if (!reading_label(member->name, &name, &state->item) ||
        !read_deadline_status(json_get_text(&member->value, "status"), &state->status)) {
        return false;
    }
    state->deadline = definition_deadline(reading->definition, name);
    if (state->deadline) {
        return item_fits(reading, state->deadline->state, state->item);
    }
    state->task = definition_task(reading->definition, name);
    if (!state->task || !item_fits(reading, state->task->state, state->item)) {
        return false;
    }
    const struct task_state *task = subject_task(reading->subject, state->task, state->item);
    return !deadline_is_open(state) || (task && task->open);
}

static enum status read_deadlines(struct reading *reading)
{
    enum status status = STATUS_OK;
    const struct json *deadlines = reading_part(reading, "deadlines", JSON_OBJECT, &status);
    for (uint32_t i = 0; deadlines && i < deadlines->count; i++) {
        const struct json_member *member = &deadlines->members[i];
        const struct json *value = &member->value;
        struct deadline_state state = {0};
        if (!read_deadline(reading, member, &state)) {
            return reading_damaged(reading, "deadlines", member->name);
        }
        state.from = get_instant(value, "from");
        state.due = moment_read(zone_utc(), json_get_text(value, "due"));
        state.warn_at = get_instant(value, "warn_at");
        state.overdue_at = get_instant(value, "overdue_at");
        state.late_at = get_instant(value, "late_at");
        state.met_at = get_instant(value, "met_at");
        state.breached = json_get_boolean(value, "breached", false);
        state.fixed = json_get_boolean(value, "fixed", false);
        subject_add_deadline(reading->arena, reading->subject, state);
    }
    return status;
}

static bool read_timer_kind(struct text name, enum timer_kind *kind)
{
    *kind = text_is(name, "after") ? TIMER_AFTER : text_is(name, "task") ? TIMER_TASK : TIMER_SEND;
    return *kind != TIMER_SEND || text_is(name, "send");
}

/* Its state, or of a task its item alone. */
static bool read_timer_node(struct reading *reading, const struct json *value, struct timer *timer)
{
    struct text path = json_get_text(value, "state");
    int64_t item = json_get_integer(value, "item", 0);
    if (path.size) {
        return timer->kind != TIMER_TASK && reading_node(reading, path, &timer->node);
    }
    const struct task *task = definition_task(reading->definition, timer->name);
    timer->node = (struct node_id){0, (uint32_t)item};
    if (timer->kind != TIMER_TASK) {
        return timer->kind == TIMER_SEND && item == 0;
    }
    return task && item >= 0 && item <= INT32_MAX && item_fits(reading, task->state, timer->node.item);
}

static enum status read_timers(struct reading *reading)
{
    enum status status = STATUS_OK;
    const struct json *timers = reading_part(reading, "timers", JSON_ARRAY, &status);
    for (uint32_t i = 0; timers && i < timers->count; i++) {
        const struct json *value = &timers->elements[i];
        const struct json *data = json_member_of(value, "data");
        struct timer timer = {.name = json_get_text(value, "name"),
                              .id = json_get_text(value, "id"),
                              .due = get_instant(value, "due"),
                              .data = data ? *data : json_null(),
                              .order = (uint64_t)json_get_integer(value, "order", 0)};
        if (!read_timer_kind(json_get_text(value, "kind"), &timer.kind) || timer.name.size == 0 ||
            timer.due == INSTANT_NONE || !read_timer_node(reading, value, &timer)) {
            return reading_damaged(reading, "timers", timer.name);
        }
        vector_push(reading->arena, &reading->subject->timers, timer);
    }
    return status;
}

static enum status read_milestones(struct reading *reading)
{
    enum status status = STATUS_OK;
    const struct json *milestones = reading_part(reading, "milestones", JSON_OBJECT, &status);
    for (uint32_t i = 0; milestones && i < milestones->count; i++) {
        const struct json_member *member = &milestones->members[i];
        struct text name;
        struct milestone_state state = {0};
        int32_t index = MAP_NONE;
        if (reading_label(member->name, &name, &state.item)) {
            index = map_get(&reading->definition->milestones_by_name, name);
        }
        if (index == MAP_NONE || member->value.type != JSON_INTEGER ||
            !item_fits(reading, reading->definition->milestones[index].state, state.item)) {
            return reading_damaged(reading, "milestones", member->name);
        }
        state.milestone = &reading->definition->milestones[index];
        state.at = member->value.integer;
        vector_push(reading->arena, &reading->subject->milestones, state);
    }
    return status;
}

static enum status read_records(struct reading *reading)
{
    enum status status = STATUS_OK;
    const struct json *records = reading_part(reading, "records", JSON_OBJECT, &status);
    for (uint32_t i = 0; records && i < records->count; i++) {
        const struct json_member *member = &records->members[i];
        const struct form *form = definition_form(reading->definition, member->name);
        const struct json *first = json_member_of(&member->value, "first");
        const struct json *last = json_member_of(&member->value, "last");
        const struct json *all = json_member_of(&member->value, "all");
        if (!form || !first || (all && all->type != JSON_ARRAY)) {
            return reading_damaged(reading, "records", member->name);
        }
        struct records state = {.form = form,
                                .count = (uint32_t)json_get_integer(&member->value, "count", 0),
                                .first = *first,
                                .last = last ? *last : *first,
                                .all = all ? *all : json_null()};
        vector_push(reading->arena, &reading->subject->records, state);
    }
    return status;
}

/* The items of a list are groups, each with an `id`, counted upwards from 1: strands live by them. */
static enum status check_lists(struct reading *reading)
{
    const struct fields *fields = &reading->definition->fields;
    for (size_t i = 0; i < fields->count; i++) {
        const struct field *field = &fields->at[i];
        const struct json *items =
            field->type == FIELD_LIST ? json_get(&reading->subject->data, field->name) : NULL;
        int64_t last = 0;
        bool whole = !items || items->type == JSON_ARRAY;
        for (uint32_t n = 0; items && whole && n < items->count; n++) {
            int64_t id = json_get_integer(&items->elements[n], "id", 0);
            whole = id > last && id <= INT32_MAX;
            last = id;
        }
        if (!whole) {
            return error_set(reading->error, STATUS_CORRUPT,
                             "the document's data holds %.*s, whose items are not numbered upwards from 1",
                             TEXT_ARGS(field->name));
        }
    }
    return STATUS_OK;
}

static enum status read_scalars(struct reading *reading)
{
    struct subject *subject = reading->subject;
    const struct json *document = reading->document;
    enum status status = STATUS_OK;
    subject->area = json_get_text(document, "area");
    subject->worker = json_get_text(document, "worker");
    subject->opened = get_instant(document, "opened");
    subject->closed = get_instant(document, "closed");
    subject->world = json_get_integer(document, "world", 0);
    subject->plugins = json_get_integer(document, "plugins", 0);
    subject->timers_started = (uint64_t)json_get_integer(document, "started", 0);
    const struct json *data = reading_part(reading, "data", JSON_OBJECT, &status);
    const struct json *numbers = reading_part(reading, "numbers", JSON_OBJECT, &status);
    const struct json *exceptions = reading_part(reading, "exceptions", JSON_ARRAY, &status);
    const struct json *links = reading_part(reading, "links", JSON_OBJECT, &status);
    const struct json *moving = reading_part(reading, "moving", JSON_OBJECT, &status);
    const struct json *waiting = reading_part(reading, "waiting", JSON_OBJECT, &status);
    subject->data = data ? *data : json_object();
    subject->numbers = numbers ? *numbers : json_object();
    subject->exceptions = exceptions ? *exceptions : json_array();
    subject->links = links ? *links : json_object();
    subject->moving = moving ? *moving : json_object();
    subject->waiting = waiting ? *waiting : json_object();
    if (status == STATUS_OK && !links_are_whole(&subject->links)) {
        return error_set(reading->error, STATUS_CORRUPT, "the document's links are none that there can be");
    }
    if (status == STATUS_OK && !moving_is_whole(&subject->moving)) {
        return error_set(reading->error, STATUS_CORRUPT, "the document's moving is none that there can be");
    }
    if (status == STATUS_OK && !waiting_is_whole(&subject->waiting)) {
        return error_set(reading->error, STATUS_CORRUPT, "the document's waiting is none that there can be");
    }
    return status == STATUS_OK ? check_lists(reading) : status;
}

enum status subject_read(struct arena *arena, const struct definition *definition,
                         const struct json *document, struct subject *subject, struct error *error)
{
    static enum status (*const parts[])(struct reading *) = {
        read_scalars,    reading_configuration, read_tasks,        read_deadlines,  read_timers,
        read_milestones, read_records,          reading_histories, reading_entered, reading_stood,
    };
    subject_init(subject, definition);
    if (document->type != JSON_OBJECT) {
        return error_set(error, STATUS_CORRUPT, "a subject's document is not a group");
    }
    struct reading reading = {arena, definition, document, subject, error};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        enum status status = parts[i](&reading);
        if (status != STATUS_OK) {
            return status;
        }
    }
    return STATUS_OK;
}

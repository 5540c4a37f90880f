/* A subject's document, read with suspicion (subject_write.c writes it). What is empty is left out; instants
 * are milliseconds; names are the workflow's.
 *
 *   {"area","worker","opened","closed","configuration":{PATH:
 * entered},"data":{…},"tasks":{LABEL:{…}},"deadlines":{LABEL:{…}}, "timers":[…],"milestones":{LABEL:
 * at},"records":{FORM:{count,first,last[,all]}},"histories":{PATH:[PATH]},"entered":{PATH: at},
 *    "ended":[PATH],"numbers":{…},"exceptions":[…],"links":{…},"started","world"}
 */
#include "engine/subject.h"

#include "engine/nodes.h"

#include <inttypes.h>

struct reading {
    struct arena *arena;
    const struct definition *definition;
    const struct json *document;
    struct subject *subject;
    struct error *error;
};

static enum status damaged(struct reading *reading, const char *part, struct text name)
{
    return error_set(reading->error, STATUS_CORRUPT, "the document's %s holds %.*s, which %.*s does not have",
                     part, TEXT_ARGS(name), TEXT_ARGS(reading->definition->name));
}

/* Takes "name[12]" apart; without brackets the item is 0. False when the brackets are not such. */
static bool split_label(struct text label, struct text *name, uint32_t *item)
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

/* "service.pre-birth[2].expected" → state and item. */
static bool read_node(struct reading *reading, struct text path, struct node_id *node)
{
    size_t open = text_find(path, '[');
    node->item = 0;
    if (open == path.size) {
        node->state = definition_state(reading->definition, path);
        return node->state != DEFINITION_NONE && node->state != 0 &&
               reading->definition->states[node->state].strand == DEFINITION_NONE;
    }
    struct text tail = text_part(path, open, path.size - open);
    size_t close = text_find(tail, ']');
    int64_t number;
    if (close == tail.size || !text_integer(text_part(tail, 1, close - 1), &number) || number < 1 ||
        number > INT32_MAX) {
        return false;
    }
    struct text below = text_part(tail, close + 1, tail.size - close - 1);
    struct text whole = text_printf(reading->arena, "%.*s%.*s", (int)open, path.at, TEXT_ARGS(below));
    *node = (struct node_id){definition_state(reading->definition, whole), (uint32_t)number};
    if (node->state == DEFINITION_NONE) {
        return false;
    }
    const struct state *state = &reading->definition->states[node->state];
    return below.size == 0 ? state->each != NULL : state->strand != DEFINITION_NONE;
}

static const struct json *part(struct reading *reading, const char *name, enum json_type type,
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

static instant get_instant(const struct json *object, const char *name)
{
    return json_get_integer(object, name, INSTANT_NONE);
}

static enum status read_configuration(struct reading *reading)
{
    enum status status = STATUS_OK;
    const struct json *nodes = part(reading, "configuration", JSON_OBJECT, &status);
    for (uint32_t i = 0; nodes && i < nodes->count; i++) {
        struct active active;
        const struct json_member *member = &nodes->members[i];
        if (!read_node(reading, member->name, &active.node) || member->value.type != JSON_INTEGER ||
            nodes_has(reading->subject, active.node)) {
            return damaged(reading, "configuration", member->name);
        }
        active.entered = member->value.integer;
        nodes_insert(reading->arena, reading->subject, active);
    }
    return status;
}

static enum task_end read_task_end(struct text name)
{
    for (enum task_end end = TASK_DONE; end <= TASK_HANDED_ON; end++) {
        if (text_is(name, task_end_name(end))) {
            return end;
        }
    }
    return TASK_NOT_ENDED;
}

static enum status read_tasks(struct reading *reading)
{
    enum status status = STATUS_OK;
    const struct json *tasks = part(reading, "tasks", JSON_OBJECT, &status);
    for (uint32_t i = 0; tasks && i < tasks->count; i++) {
        const struct json_member *member = &tasks->members[i];
        struct text name;
        struct task_state state = {0};
        if (!split_label(member->name, &name, &state.item) ||
            !(state.task = definition_task(reading->definition, name))) {
            return damaged(reading, "tasks", member->name);
        }
        const struct json *value = &member->value;
        state.open = json_get_boolean(value, "open", false);
        state.opened = get_instant(value, "opened");
        state.due = moment_read(zone_utc(), json_get_text(value, "due"));
        state.worker = json_get_text(value, "worker");
        state.ended = read_task_end(json_get_text(value, "ended"));
        state.ended_at = get_instant(value, "ended_at");
        state.ended_by = json_get_text(value, "ended_by");
        state.done_at = get_instant(value, "done_at");
        state.done_by = json_get_text(value, "done_by");
        state.times = (uint32_t)json_get_integer(value, "times", 0);
        vector_push(reading->arena, &reading->subject->tasks, state);
    }
    return status;
}

static enum deadline_status read_deadline_status(struct text name)
{
    for (enum deadline_status status = DEADLINE_PENDING; status < DEADLINE_VOID; status++) {
        if (text_is(name, deadline_status_name(status))) {
            return status;
        }
    }
    return DEADLINE_VOID;
}

static enum status read_deadlines(struct reading *reading)
{
    enum status status = STATUS_OK;
    const struct json *deadlines = part(reading, "deadlines", JSON_OBJECT, &status);
    for (uint32_t i = 0; deadlines && i < deadlines->count; i++) {
        const struct json_member *member = &deadlines->members[i];
        const struct json *value = &member->value;
        struct text name;
        struct deadline_state state = {0};
        if (!split_label(member->name, &name, &state.item)) {
            return damaged(reading, "deadlines", member->name);
        }
        state.deadline = definition_deadline(reading->definition, name);
        state.task = state.deadline ? NULL : definition_task(reading->definition, name);
        if (!state.deadline && !state.task) {
            return damaged(reading, "deadlines", member->name);
        }
        state.status = read_deadline_status(json_get_text(value, "status"));
        state.from = get_instant(value, "from");
        state.due = moment_read(zone_utc(), json_get_text(value, "due"));
        state.warn_at = get_instant(value, "warn_at");
        state.overdue_at = get_instant(value, "overdue_at");
        state.late_at = get_instant(value, "late_at");
        state.met_at = get_instant(value, "met_at");
        state.breached = json_get_boolean(value, "breached", false);
        vector_push(reading->arena, &reading->subject->deadlines, state);
    }
    return status;
}

static enum status read_timers(struct reading *reading)
{
    enum status status = STATUS_OK;
    const struct json *timers = part(reading, "timers", JSON_ARRAY, &status);
    for (uint32_t i = 0; timers && i < timers->count; i++) {
        const struct json *value = &timers->elements[i];
        struct timer timer = {.name = json_get_text(value, "name"), .id = json_get_text(value, "id")};
        struct text path = json_get_text(value, "state");
        struct text kind = json_get_text(value, "kind");
        timer.kind = text_is(kind, "after") ? TIMER_AFTER : text_is(kind, "task") ? TIMER_TASK : TIMER_SEND;
        if (path.size && !read_node(reading, path, &timer.node)) {
            return damaged(reading, "timers", path);
        }
        if (!path.size) {
            timer.node.item = (uint32_t)json_get_integer(value, "item", 0);
        }
        timer.due = get_instant(value, "due");
        const struct json *data = json_member_of(value, "data");
        timer.data = data ? *data : json_null();
        timer.order = (uint64_t)json_get_integer(value, "order", 0);
        if (timer.kind == TIMER_TASK && !definition_task(reading->definition, timer.name)) {
            return damaged(reading, "timers", timer.name);
        }
        vector_push(reading->arena, &reading->subject->timers, timer);
    }
    return status;
}

static enum status read_milestones(struct reading *reading)
{
    enum status status = STATUS_OK;
    const struct json *milestones = part(reading, "milestones", JSON_OBJECT, &status);
    for (uint32_t i = 0; milestones && i < milestones->count; i++) {
        const struct json_member *member = &milestones->members[i];
        struct text name;
        struct milestone_state state = {0};
        int32_t index = MAP_NONE;
        if (split_label(member->name, &name, &state.item)) {
            index = map_get(&reading->definition->milestones_by_name, name);
        }
        if (index == MAP_NONE || member->value.type != JSON_INTEGER) {
            return damaged(reading, "milestones", member->name);
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
    const struct json *records = part(reading, "records", JSON_OBJECT, &status);
    for (uint32_t i = 0; records && i < records->count; i++) {
        const struct json_member *member = &records->members[i];
        const struct form *form = definition_form(reading->definition, member->name);
        const struct json *first = json_member_of(&member->value, "first");
        const struct json *last = json_member_of(&member->value, "last");
        const struct json *all = json_member_of(&member->value, "all");
        if (!form || !first) {
            return damaged(reading, "records", member->name);
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

static enum status read_histories(struct reading *reading)
{
    enum status status = STATUS_OK;
    const struct json *histories = part(reading, "histories", JSON_OBJECT, &status);
    for (uint32_t i = 0; histories && i < histories->count; i++) {
        const struct json_member *member = &histories->members[i];
        struct remembered remembered = {.count = member->value.count};
        if (!read_node(reading, member->name, &remembered.history) || member->value.type != JSON_ARRAY) {
            return damaged(reading, "histories", member->name);
        }
        struct node_id *nodes = arena_array(reading->arena, struct node_id, remembered.count);
        for (size_t n = 0; n < remembered.count; n++) {
            if (!read_node(reading, json_text(&member->value.elements[n]), &nodes[n])) {
                return damaged(reading, "histories", member->name);
            }
        }
        remembered.nodes = nodes;
        vector_push(reading->arena, &reading->subject->histories, remembered);
    }
    return status;
}

static enum status read_entered(struct reading *reading)
{
    enum status status = STATUS_OK;
    const struct json *entered = part(reading, "entered", JSON_OBJECT, &status);
    for (uint32_t i = 0; entered && i < entered->count; i++) {
        struct state_entry entry;
        if (!read_node(reading, entered->members[i].name, &entry.node) ||
            entered->members[i].value.type != JSON_INTEGER) {
            return damaged(reading, "entered", entered->members[i].name);
        }
        entry.at = entered->members[i].value.integer;
        vector_push(reading->arena, &reading->subject->entered, entry);
    }
    const struct json *ended = part(reading, "ended", JSON_ARRAY, &status);
    for (uint32_t i = 0; ended && i < ended->count; i++) {
        struct node_id node;
        if (!read_node(reading, json_text(&ended->elements[i]), &node)) {
            return damaged(reading, "ended", json_text(&ended->elements[i]));
        }
        vector_push(reading->arena, &reading->subject->ended, node);
    }
    return status;
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
    subject->timers_started = (uint64_t)json_get_integer(document, "started", 0);
    const struct json *data = part(reading, "data", JSON_OBJECT, &status);
    const struct json *numbers = part(reading, "numbers", JSON_OBJECT, &status);
    const struct json *exceptions = part(reading, "exceptions", JSON_ARRAY, &status);
    const struct json *links = part(reading, "links", JSON_OBJECT, &status);
    subject->data = data ? *data : json_object();
    subject->numbers = numbers ? *numbers : json_object();
    subject->exceptions = exceptions ? *exceptions : json_array();
    subject->links = links ? *links : json_object();
    return status;
}

enum status subject_read(struct arena *arena, const struct definition *definition,
                         const struct json *document, struct subject *subject, struct error *error)
{
    static enum status (*const parts[])(struct reading *) = {
        read_scalars,    read_configuration, read_tasks,     read_deadlines, read_timers,
        read_milestones, read_records,       read_histories, read_entered,
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

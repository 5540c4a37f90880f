/* See change.h. Which rows of the work lists a plan touches is read from its changes, so that an advance
 * writes only what differs. */
#include "flow/change.h"
#include "engine/links.h"
#include "engine/moving.h"
#include "engine/names.h"
#include "flow/change_people.h"

#include <inttypes.h>

static struct text instant_text(struct arena *arena, instant at)
{
    char text[INSTANT_TEXT_SIZE];
    return text_copy(arena, text_of(instant_write(at, text)));
}

static struct text moment_text(struct arena *arena, struct moment moment)
{
    char text[MOMENT_TEXT_SIZE];
    return text_copy(arena, text_of(moment_write(moment, text)));
}

/* --- the entry's content ---------------------------------------------------------- */

static struct json ledger_json(struct arena *arena, const struct plan *plan)
{
    struct json lines = json_array();
    vector_each(const struct ledger_line, line, &plan->ledger)
    {
        struct json json = json_object();
        json_set(arena, &json, TEXT("deadline"), json_string(line->deadline));
        json_set(arena, &json, TEXT("change"), json_string(text_of(line->change)));
        if (line->before.kind != MOMENT_NONE) {
            json_set(arena, &json, TEXT("before"), json_string(moment_text(arena, line->before)));
        }
        if (line->after.kind != MOMENT_NONE) {
            json_set(arena, &json, TEXT("after"), json_string(moment_text(arena, line->after)));
        }
        json_set(arena, &json, TEXT("because"), json_string(line->because));
        if (line->fact.size) {
            json_set(arena, &json, TEXT("fact"), json_string(line->fact));
        }
        json_append(arena, &lines, json);
    }
    return lines;
}

static void set_if_any(struct arena *arena, struct json *object, struct text name, struct json value)
{
    if (value.count) {
        json_set(arena, object, name, value);
    }
}

static struct text origin_name(enum command_origin origin)
{
    static const struct text names[] = {{"person", 6}, {"time", 4}, {"record", 6}, {"import", 6}};
    return names[origin];
}

/* Names of the messages that are written with the entry, so that a correction can say which are gone. */
static struct json message_names(struct arena *arena, const struct plan *plan)
{
    struct json names = json_array();
    vector_each(const struct outgoing, outgoing, &plan->messages)
    {
        json_append(arena, &names, json_string(outgoing->message->name));
    }
    return names;
}

/* What the plan was given; the numbers of the records that it made began with one that was free then. */
static struct json given_of(struct arena *arena, const struct plan *plan)
{
    struct json given = given_json(arena, plan->given);
    if (plan->next_id != plan->given->next_id) {
        json_set(arena, &given, TEXT("next_id"), json_integer(plan->given->next_id));
    }
    if (plan->given->quiet) {
        json_set(arena, &given, TEXT("quiet"), json_boolean(true));
    }
    return given;
}

static struct text content_of(struct arena *arena, const struct plan *plan, const struct command *command)
{
    struct json content = json_object();
    struct json written = command_write(arena, command);
    json_set(arena, &written, TEXT("event"), json_string(plan->event));
    json_set(arena, &content, TEXT("changes"), plan->changes);
    json_set(arena, &content, TEXT("command"), written);
    set_if_any(arena, &content, TEXT("given"), given_of(arena, plan));
    set_if_any(arena, &content, TEXT("ledger"), ledger_json(arena, plan));
    set_if_any(arena, &content, TEXT("messages"), message_names(arena, plan));
    set_if_any(arena, &content, TEXT("notes"), plan->notes);
    json_set(arena, &content, TEXT("origin"), json_string(origin_name(command->origin)));
    set_if_any(arena, &content, TEXT("transcript"), plan->transcript);
    return json_to_text(arena, &content);
}

/* --- work lists ---------------------------------------------------------------------- */

static struct text label(struct arena *arena, struct text name, uint32_t item)
{
    return item == 0 ? name : text_printf(arena, "%.*s[%" PRIu32 "]", TEXT_ARGS(name), item);
}

/* Whether the plan changed PART (of the document) at LABEL. */
static bool is_changed(const struct plan *plan, const char *part, struct text at)
{
    for (uint32_t i = 0; i < plan->changes.count; i++) {
        const struct json *path = json_member_of(&plan->changes.elements[i], "path");
        if (!path || path->count == 0 || !text_is(json_text(&path->elements[0]), part)) {
            continue;
        }
        if (path->count == 1 || text_equal(json_text(&path->elements[1]), at)) {
            return true;
        }
    }
    return false;
}

static bool was_open(const struct plan *plan, struct text at)
{
    const struct json *tasks = json_member_of(&plan->before, "tasks");
    return json_get_boolean(json_get(tasks, at), "open", false);
}

static bool was_merged(const struct plan *plan)
{
    return json_member_of(json_member_of(&plan->before, "links"), "merged_into") != NULL;
}

static bool is_merged(const struct plan *plan)
{
    return link_merged_into(plan->after).size > 0;
}

/* Nothing of a record that was merged into another stands in the work lists, though its document keeps it. */
static bool is_moved(const struct plan *plan, const char *part, struct text at)
{
    return was_merged(plan) != is_merged(plan) || is_changed(plan, part, at);
}

static void set_tasks(struct arena *arena, const struct plan *plan, struct store_change *change)
{
    const struct subject *subject = plan->after;
    VECTOR(struct task_row)
    rows = {0};
    VECTOR(struct text)
    gone = {0};
    vector_each(const struct task_state, state, &subject->tasks)
    {
        struct text name = label(arena, state->task->name, state->item);
        if (!is_moved(plan, "tasks", name)) {
            continue;
        }
        if (!state->open || is_merged(plan)) {
            if (was_open(plan, name)) {
                vector_push(arena, &gone, name);
            }
            continue;
        }
        vector_push(arena, &rows,
                    (struct task_row){
                        .subject = subject->id,
                        .name = name,
                        .title = state->task->title.size ? state->task->title : state->task->name,
                        .role = definition_role_names(arena, subject->definition, state->task->role),
                        .worker = state->worker,
                        .due = state->due,
                        .opened = state->opened,
                        .required = state->task->required,
                    });
    }
    change->tasks = rows.at;
    change->task_count = rows.count;
    change->tasks_gone = gone.at;
    change->task_gone_count = gone.count;
}

static void set_deadlines(struct arena *arena, const struct world *world, const struct plan *plan,
                          struct store_change *change)
{
    VECTOR(struct deadline_row)
    rows = {0};
    vector_each(const struct deadline_state, state, &plan->after->deadlines)
    {
        struct text name = deadline_label(arena, state);
        if (!is_moved(plan, "deadlines", name)) {
            continue;
        }
        struct text title = state->deadline ? state->deadline->title : state->task->title;
        vector_push(arena, &rows,
                    (struct deadline_row){
                        .subject = plan->after->id,
                        .name = name,
                        .title = title.size ? title : name,
                        .status = text_of(deadline_status_name(state->status)),
                        .due = state->due,
                        .ends = moment_end(state->due, world->zone),
                        .open = deadline_is_open(state) && !is_merged(plan),
                        .breached = state->breached,
                    });
    }
    change->deadlines = rows.at;
    change->deadline_count = rows.count;
}

/* --- what leaves the subject ----------------------------------------------------------- */

struct command told_command(struct arena *arena, const struct plan *plan, const struct told *told)
{
    size_t index = (size_t)(told - plan->told.at);
    struct command command = {.subject = told->reference,
                              .workflow = told->workflow,
                              .event = told->event,
                              .data = told->data,
                              .at = plan->happened,
                              .recorded = plan->recorded,
                              .override_until = DATE_NONE};
    if (told->moved) {
        command.of = told->of;
        command.actor = told->actor;
        command.at = told->happened;
    }
    if (told->takes_back) {
        command.actor = told->actor;
        command.at = plan->recorded;
        command.override_reason = told->lets_go;
    }
    command.key =
        text_printf(arena, "told/%" PRId64 "/%" PRIu64 "/%zu", plan->after->id, plan->after->version, index);
    return command;
}

static void set_agenda(struct arena *arena, const struct plan *plan, struct store_change *change)
{
    struct agenda_row *rows = arena_array(arena, struct agenda_row, plan->told.count);
    for (size_t i = 0; i < plan->told.count; i++) {
        const struct told *told = &plan->told.at[i];
        struct command command = told_command(arena, plan, told);
        struct json json = command_write(arena, &command);
        rows[i] = (struct agenda_row){.subject = told->id, .command = json_to_text(arena, &json)};
    }
    change->agenda = rows;
    change->agenda_count = plan->told.count;
}

static struct json message_json(struct arena *arena, const struct plan *plan, const struct outgoing *outgoing)
{
    const struct message *message = outgoing->message;
    struct json json = json_object();
    json_set(arena, &json, TEXT("message"), json_string(message->name));
    json_set(arena, &json, TEXT("case"), json_string(plan->after->reference));
    if (outgoing->person.size) {
        json_set(arena, &json, TEXT("person"), json_string(outgoing->person));
    } else {
        struct text roles = definition_role_names(arena, plan->after->definition, message->to);
        json_set(arena, &json, TEXT("roles"), json_string(roles));
    }
    json_set(arena, &json, TEXT("client"), json_boolean(message->client));
    json_set(arena, &json, TEXT("urgent"), json_boolean(message->urgent));
    json_set(arena, &json, TEXT("subject"), json_string(outgoing->subject_line));
    json_set(arena, &json, TEXT("text"), json_string(outgoing->text));
    if (message->channel.size) {
        json_set(arena, &json, TEXT("channel"), json_string(message->channel));
    }
    if (outgoing->item) {
        json_set(arena, &json, TEXT("item"), json_integer(outgoing->item));
    }
    return json;
}

static void set_outbox(struct arena *arena, const struct plan *plan, struct store_change *change)
{
    struct outbox_row *rows = arena_array(arena, struct outbox_row, plan->messages.count);
    for (size_t i = 0; i < plan->messages.count; i++) {
        const struct outgoing *outgoing = &plan->messages.at[i];
        struct json json = message_json(arena, plan, outgoing);
        rows[i] = (struct outbox_row){
            .subject = plan->after->id,
            .key =
                text_printf(arena, "%" PRId64 "/%" PRIu64 "/%zu", plan->after->id, plan->after->version, i),
            .content = json_to_text(arena, &json),
            .at = outgoing->at == INSTANT_NONE ? plan->recorded : outgoing->at,
            .waits = outgoing->at != INSTANT_NONE && outgoing->at > plan->given->now,
        };
    }
    change->outbox = rows;
    change->outbox_count = plan->messages.count;
}

/* Messages that wait and that this entry stops. */
static void set_stopped(struct arena *arena, const struct plan *plan, struct store_change *change)
{
    const struct json *stopped = json_member_of(&plan->notes, "stopped");
    size_t count = stopped ? stopped->count : 0;
    struct text *keys = arena_array(arena, struct text, count);
    for (size_t i = 0; i < count; i++) {
        struct text key = json_get_text(&stopped->elements[i], "key");
        keys[i] = text_printf(arena, "%" PRId64 "/%.*s", plan->after->id, TEXT_ARGS(key));
    }
    change->outbox_stopped = keys;
    change->outbox_stopped_count = count;
}

/* --- the whole --------------------------------------------------------------------------- */

static struct text state_text(struct arena *arena, const struct subject *subject)
{
    struct buffer text;
    struct json configuration = subject_configuration(arena, subject);
    buffer_init(&text, arena);
    for (uint32_t i = 0; i < configuration.count; i++) {
        buffer_string(&text, i ? " " : "");
        buffer_text(&text, json_text(&configuration.elements[i]));
    }
    return buffer_result(&text);
}

void change_of_plan(struct arena *arena, const struct world *world, const struct plan *plan,
                    const struct command *command, const struct stored_subject *stored,
                    struct store_change *change)
{
    const struct subject *after = plan->after;
    struct text name = after->kind == SUBJECT_PERSON ? json_get_text(&after->data, "name") : (struct text){0};
    struct text offered =
        after->closed == INSTANT_NONE && !is_merged(plan) ? moving_to(after) : (struct text){0};
    *change = (struct store_change){
        .subject = *stored,
        .is_new = stored->version == 0,
        .expected_version = stored->version,
        .area_changed = !text_equal(stored->area, after->area),
        .worker_changed = !text_equal(stored->worker, after->worker),
        .name_changed = !text_equal(stored->name, name),
        .offered_changed = !text_equal(stored->offered, offered),
        .happened = plan->happened,
        .recorded = plan->recorded,
        .world = world->number,
        .key = command->key,
    };
    struct stored_subject *subject = &change->subject;
    subject->area = after->area;
    subject->worker = after->worker;
    subject->offered = offered;
    subject->name = name;
    subject->state = state_text(arena, after);
    subject->opened = after->opened;
    subject->closed = after->closed;
    subject->version = after->version;
    subject->due = subject_next_due(after);
    subject->document = json_to_text(arena, &plan->document);
    change->content = content_of(arena, plan, command);
    set_tasks(arena, plan, change);
    set_deadlines(arena, world, plan, change);
    set_agenda(arena, plan, change);
    set_outbox(arena, plan, change);
    set_stopped(arena, plan, change);
    change_people(arena, plan, change);
}

struct json change_details(struct arena *arena, const struct plan *plan)
{
    struct json details = json_object();
    struct json messages = json_array();
    vector_each(const struct outgoing, outgoing, &plan->messages)
    {
        json_append(arena, &messages, message_json(arena, plan, outgoing));
    }
    json_set(arena, &details, TEXT("at"), json_string(instant_text(arena, plan->happened)));
    json_set(arena, &details, TEXT("changes"), plan->changes);
    json_set(arena, &details, TEXT("deadlines"), ledger_json(arena, plan));
    json_set(arena, &details, TEXT("messages"), messages);
    json_set(arena, &details, TEXT("notes"), plan->notes);
    return details;
}

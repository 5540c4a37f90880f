/* /v1/cases/{case}/drafts/{event} and GET /v1/drafts: what somebody has half written (flow/draft.h).
 * Everybody has their own alone, and of cases alone that they may write to. */
#include "api/parts.h"

#include "engine/asked.h"
#include "flow/draft.h"

enum { MEANWHILE_LIMIT = 500 /* entries that are looked through for who did it meanwhile */ };

/* A draft and the case that it is about. */
struct drafted {
    struct call *call;
    struct case_read found;
    struct draft draft;
    struct job job; /* of one that is saved or thrown away */
};

static const struct principal *principal_of(const struct call *call)
{
    return &call->exchange->request.principal;
}

static bool may_write(const struct call *call, const struct stored_subject *stored)
{
    return access_allows(principal_of(call), ACT_WRITE, stored->area);
}

/* --- what happened meanwhile ----------------------------------------------------------- */

/* Who did the event, or did it for the item, since the draft was begun. */
struct meanwhile {
    const struct draft *draft;
    struct arena *arena;
    size_t seen;
    struct text by;
    instant at;
};

static bool look(void *self, const struct stored_entry *entry)
{
    struct meanwhile *meanwhile = self;
    const struct draft *draft = meanwhile->draft;
    struct json content;
    if (entry->seq <= draft->version || meanwhile->seen++ == MEANWHILE_LIMIT) {
        return false;
    }
    if (entry->erased || json_read(meanwhile->arena, entry->content, &content, NULL) != STATUS_OK) {
        return true;
    }
    const struct json *command = json_member_of(&content, "command");
    struct text of = json_get_text(command, "of");
    bool same = text_equal(json_get_text(command, "event"), draft->event) &&
                (of.size == 0 || draft->of.size == 0 || text_equal(of, draft->of));
    if (same) {
        meanwhile->by = text_copy(meanwhile->arena, json_get_text(command, "actor"));
        meanwhile->at = entry->happened;
    }
    return !same;
}

static bool is_open(const struct subject *subject, const struct task *task, uint32_t item)
{
    vector_each(const struct task_state, state, &subject->tasks)
    {
        if (state->task == task && state->open && (item == 0 || state->item == item)) {
            return true;
        }
    }
    return false;
}

/* Why the draft can perhaps not be sent any more; empty when nothing is known against it. */
static struct text note_of(const struct drafted *drafted, const struct meanwhile *meanwhile)
{
    char day[DATE_TEXT_SIZE];
    struct arena *arena = drafted->call->arena;
    const struct subject *subject = &drafted->found.subject;
    struct text event = drafted->draft.event, of = drafted->draft.of;
    const struct task *task = event_task(subject->definition, event);
    uint32_t item;
    if (meanwhile->at != INSTANT_NONE) {
        (void)date_write(zone_date(drafted->call->world->zone, meanwhile->at), day);
        return text_printf(arena, "Meanwhile this was done by %.*s, on %s.",
                           TEXT_ARGS(meanwhile->by.size ? meanwhile->by : TEXT("somebody")), day);
    }
    if (drafted->found.stored.closed != INSTANT_NONE) {
        return TEXT("The case is closed.");
    }
    if (!event_item(arena, subject, &of, &item)) {
        return text_printf(arena, "There is no %.*s in this case.", TEXT_ARGS(of));
    }
    bool adds = text_ends(event, TEXT(".added"));
    return task && !adds && !is_open(subject, task, item) ? TEXT("The task is not open.") : (struct text){0};
}

/* --- as it is told ------------------------------------------------------------------------ */

static struct json unknown_answers(const struct drafted *drafted)
{
    struct json unknown = json_array();
    const struct json *data = &drafted->draft.data;
    const struct definition *definition = drafted->found.subject.definition;
    for (uint32_t i = 0; data->type == JSON_OBJECT && i < data->count; i++) {
        if (!event_asks(definition, drafted->draft.event, data->members[i].name)) {
            json_append(drafted->call->arena, &unknown, json_string(data->members[i].name));
        }
    }
    return unknown;
}

static struct json show_draft(const struct drafted *drafted, const struct meanwhile *meanwhile)
{
    struct arena *arena = drafted->call->arena;
    const struct draft *draft = &drafted->draft;
    const struct case_read *found = &drafted->found;
    struct json json = json_object(), unknown = unknown_answers(drafted);
    show_text(arena, &json, "case", found->stored.reference);
    show_text(arena, &json, "event", draft->event);
    show_text(arena, &json, "of", draft->of);
    show_text(arena, &json, "title", show_event_title(found->subject.definition, draft->event));
    show_instant(arena, &json, "saved", draft->saved);
    json_set(arena, &json, TEXT("begun_on"), json_integer((int64_t)draft->version));
    json_set(arena, &json, TEXT("version"), json_integer((int64_t)found->stored.version));
    if (draft->data.type == JSON_OBJECT) {
        json_set(arena, &json, TEXT("data"), draft->data);
    }
    if (unknown.count) {
        json_set(arena, &json, TEXT("unknown"), unknown);
    }
    if (meanwhile) {
        show_text(arena, &json, "note", note_of(drafted, meanwhile));
        show_text(arena, &json, "done_by", meanwhile->by);
        show_instant(arena, &json, "done_at", meanwhile->at);
    }
    return json;
}

/* The draft with what happened since; JSON_NULL, and *STATUS, when the journal cannot be read. */
static struct json tell(const struct drafted *drafted, enum status *status, struct error *error)
{
    struct store *store = drafted->call->store;
    struct meanwhile meanwhile = {
        .draft = &drafted->draft, .arena = drafted->call->arena, .at = INSTANT_NONE};
    *status = drafted->found.stored.version == drafted->draft.version
                  ? STATUS_OK
                  : store->api->entries(store, drafted->call->arena, drafted->draft.subject, 0, look,
                                        &meanwhile, error);
    return *status == STATUS_OK ? show_draft(drafted, &meanwhile) : json_null();
}

/* --- one of them ---------------------------------------------------------------------------- */

/* The case of the path, in a read. False: the response is a problem. */
static bool draft_find(struct call *call, struct drafted *drafted)
{
    drafted->call = call;
    if (!case_find(call, &drafted->found)) {
        return false;
    }
    if (!may_write(call, &drafted->found.stored)) {
        return !answer_no_case(call, call->parameters[0]);
    }
    drafted->draft = (struct draft){.subject = drafted->found.stored.id,
                                    .event = call->parameters[1],
                                    .of = call_text(call, "of"),
                                    .user = principal_of(call)->user,
                                    .version = drafted->found.stored.version,
                                    .data = json_null()};
    return true;
}

bool draft_get(struct call *call)
{
    struct error error;
    struct drafted drafted;
    if (!draft_find(call, &drafted)) {
        return true;
    }
    struct json json = json_null();
    enum status status = draft_load(call->store, call->arena, &drafted.draft, &error);
    if (status == STATUS_OK) {
        json = tell(&drafted, &status, &error);
    }
    return status == STATUS_OK ? answer_json(call, 200, &json) : answer_failure(call, status, &error);
}

static void draft_done(struct job *job)
{
    struct drafted *drafted = job->owner;
    struct call *call = drafted->call;
    call_job_ended(call);
    if (job->status != STATUS_OK) {
        answer_failure(call, job->status, &job->error);
    } else if (drafted->draft.data.type == JSON_NULL) {
        answer_text(call, 204, "", (struct text){0});
    } else {
        drafted->draft.saved = json_get_integer(&job->answer, "saved", 0);
        drafted->draft.version = (uint64_t)json_get_integer(&job->answer, "version", 0);
        struct json json = show_draft(drafted, NULL);
        answer_json(call, 200, &json);
    }
    call_finish(call);
}

static bool submit(struct drafted *drafted)
{
    struct call *call = drafted->call;
    drafted->job = (struct job){.kind = JOB_DRAFT,
                                .command = {.subject = drafted->found.stored.reference,
                                            .event = drafted->draft.event,
                                            .of = drafted->draft.of,
                                            .actor = drafted->draft.user,
                                            .data = drafted->draft.data},
                                .arena = call->arena,
                                .done = draft_done,
                                .owner = drafted};
    enum status status = call_submit(call, &drafted->job);
    return status != STATUS_OK &&
           answer_problem(call, PROBLEM_BUSY, "%s",
                          status == STATUS_STOPPED ? "The server is stopping."
                                                   : "Too many commands wait; try again in a moment.");
}

static bool can_be_drafted(struct drafted *drafted)
{
    struct call *call = drafted->call;
    struct draft *draft = &drafted->draft;
    const struct subject *subject = &drafted->found.subject;
    uint32_t item;
    if (!definition_knows(subject->definition, draft->event) || text_is(draft->event, "open")) {
        return !answer_problem(call, PROBLEM_UNKNOWN_EVENT, "The workflow knows no event “%.*s”.",
                               TEXT_ARGS(draft->event));
    }
    return event_item(call->arena, subject, &draft->of, &item) ||
           !answer_problem(call, PROBLEM_FORM, "There is no %.*s in this case.", TEXT_ARGS(draft->of));
}

/* In a read of its own, since a call that is handed on may not hold one. */
static bool prepare(struct call *call, struct drafted *drafted, bool keeps)
{
    struct error error;
    enum status status = call->store->api->read_begin(call->store, &error);
    if (status != STATUS_OK) {
        return !answer_failure(call, status, &error);
    }
    bool ready = draft_find(call, drafted) && (!keeps || can_be_drafted(drafted));
    call->store->api->read_end(call->store);
    return ready;
}

bool draft_save(struct call *call)
{
    struct json body;
    struct drafted *drafted = arena_new(call->arena, struct drafted);
    if (!call_body(call, &body)) {
        return true;
    }
    const struct json *data = json_member_of(&body, "data");
    if (!data || data->type != JSON_OBJECT || body.count != 1) {
        return answer_problem(call, PROBLEM_BAD_REQUEST,
                              "A draft is {\"data\": {…}}, the answers as far as they are typed.");
    }
    if (!prepare(call, drafted, true)) {
        return true;
    }
    drafted->draft.data = *data;
    return submit(drafted);
}

bool draft_discard(struct call *call)
{
    struct drafted *drafted = arena_new(call->arena, struct drafted);
    return !prepare(call, drafted, false) || submit(drafted);
}

/* --- all of them ------------------------------------------------------------------------------- */

static enum status add_draft(struct call *call, const struct draft *draft, struct json *items,
                             struct error *error)
{
    struct text asked = call_text(call, "case");
    struct drafted drafted = {.call = call, .draft = *draft};
    struct store *store = call->store;
    enum status status =
        store->api->load_id(store, call->arena, draft->subject, &drafted.found.stored, error);
    if (status == STATUS_NOT_FOUND || (status == STATUS_OK && !may_write(call, &drafted.found.stored))) {
        return STATUS_OK;
    }
    if (status == STATUS_OK && asked.size && !text_equal(asked, drafted.found.stored.reference)) {
        return STATUS_OK;
    }
    if (status == STATUS_OK) {
        status = case_read_stored(call, &drafted.found, error);
    }
    if (status == STATUS_OK) {
        struct json json = tell(&drafted, &status, error);
        json_append(call->arena, items, json);
    }
    return status;
}

bool draft_list(struct call *call)
{
    struct error error;
    struct drafts drafts;
    struct json items = json_array();
    enum status status = drafts_load(call->store, call->arena, principal_of(call)->user, &drafts, &error);
    for (size_t i = 0; status == STATUS_OK && i < drafts.list.count; i++) {
        status = add_draft(call, &drafts.list.at[i], &items, &error);
    }
    return status == STATUS_OK ? answer_list(call, items, (struct text){0})
                               : answer_failure(call, status, &error);
}

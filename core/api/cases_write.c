/* Commands over the door: POST /v1/cases and POST /v1/cases/{case}/events. The body is a command; the path,
 * the headers and the principal say the rest, and may not be contradicted by it.
 *
 * A principal who is held to areas is first shown to a worker, who looks where the case is: one that is
 * elsewhere reads as one that is not there. */
#include "api/parts.h"

#include "base/insist.h"

struct writing {
    struct call *call;
    struct job job;
    bool opens;
};

static const struct principal *principal_of(const struct call *call)
{
    return &call->exchange->request.principal;
}

/* --- the answer ------------------------------------------------------------------------ */

static bool is_form_alone(const struct json *unmet)
{
    for (uint32_t i = 0; unmet && i < unmet->count; i++) {
        if (!text_is(json_get_text(&unmet->elements[i], "code"), "form")) {
            return false;
        }
    }
    return unmet && unmet->count > 0;
}

static bool answer_not_done(struct call *call, struct job *job)
{
    const struct json *unmet = json_member_of(&job->answer, "unmet");
    struct text sentence =
        unmet && unmet->count ? json_get_text(&unmet->elements[0], "text") : (struct text){0};
    struct json members = json_shallow(call->arena, job->answer);
    switch (job->outcome) {
    case OUTCOME_REFUSED:
        return answer_problem_with(call, is_form_alone(unmet) ? PROBLEM_FORM : PROBLEM_REFUSED, sentence,
                                   members);
    case OUTCOME_UNKNOWN:
        if (sentence.size == 0) {
            sentence = text_printf(call->arena, "The workflow knows no event “%.*s”.",
                                   TEXT_ARGS(job->command.event));
        }
        return answer_problem_with(call, PROBLEM_UNKNOWN_EVENT, sentence, members);
    default:
        return answer_problem_with(call, PROBLEM_FAILED, json_get_text(&job->answer, "error"), members);
    }
}

static bool answer_done(struct call *call, struct writing *writing)
{
    struct job *job = &writing->job;
    struct response *response = &call->exchange->response;
    if (job->kind == JOB_DRY) {
        struct json answer = json_shallow(call->arena, job->answer);
        struct json details = json_shallow(call->arena, job->details);
        json_set(call->arena, &details, TEXT("changes"),
                 show_changes(call->arena, json_member_of(&details, "changes")));
        json_set(call->arena, &answer, TEXT("details"), details);
        return answer_json(call, 200, &answer);
    }
    if (job->repeated) {
        json_set(call->arena, &job->answer, TEXT("repeated"), json_boolean(true));
    }
    answer_etag(call, job->version);
    if (writing->opens) {
        response->location =
            text_printf(call->arena, "/v1/cases/%.*s", TEXT_ARGS(url_encode(call->arena, job->reference_of)));
    }
    return answer_json(call, writing->opens ? 201 : 200, &job->answer);
}

static bool answer_job(struct call *call, struct writing *writing)
{
    struct job *job = &writing->job;
    if (job->status == STATUS_NOT_FOUND && !writing->opens) {
        return answer_no_case(call, job->command.subject);
    }
    if (job->status == STATUS_CONFLICT) {
        struct json members = json_object();
        json_set(call->arena, &members, TEXT("version"), json_integer((int64_t)job->version));
        answer_etag(call, job->version);
        return answer_problem_with(call, PROBLEM_STALE, text_copy(call->arena, text_of(job->error.message)),
                                   members);
    }
    if (job->status != STATUS_OK) {
        return answer_failure(call, job->status, &job->error);
    }
    return job->outcome == OUTCOME_DONE ? answer_done(call, writing) : answer_not_done(call, job);
}

static void job_done(struct job *job)
{
    struct writing *writing = job->owner;
    struct call *call = writing->call;
    call_job_ended(call);
    answer_job(call, writing);
    call_finish(call);
}

/* --- what the request says ------------------------------------------------------------------ */

/* Takes the quotes off: If-Match has them (RFC 9110 §8.8.3), and Idempotency-Key may. */
static bool unquote(struct text *text)
{
    struct text trimmed = text_trim(*text);
    bool quoted = trimmed.size >= 2 && trimmed.at[0] == '"' && trimmed.at[trimmed.size - 1] == '"';
    *text = quoted ? text_part(trimmed, 1, trimmed.size - 2) : trimmed;
    return quoted;
}

static bool read_if_match(struct call *call, struct command *command, bool opens)
{
    struct text given = call->exchange->request.if_match;
    int64_t version;
    if (given.size == 0 || text_is(text_trim(given), "*")) {
        return true;
    }
    if (opens || !unquote(&given) || !text_integer(given, &version) || version < 1) {
        return !answer_problem(call, PROBLEM_BAD_REQUEST,
                               opens ? "A case that is not open yet has no version for If-Match."
                                     : "If-Match is one version in quotes, such as \"7\".");
    }
    if (command->if_match != COMMAND_VERSION_ANY && command->if_match != (uint64_t)version) {
        return !answer_problem(call, PROBLEM_BAD_REQUEST, "If-Match and “if_match” are two versions.");
    }
    command->if_match = (uint64_t)version;
    return true;
}

static bool read_key(struct call *call, struct command *command)
{
    struct text key = call->exchange->request.idempotency_key;
    (void)unquote(&key);
    if (key.size > COMMAND_KEY_LIMIT || !text_is_utf8(key)) {
        return !answer_problem(call, PROBLEM_BAD_REQUEST, "Idempotency-Key is text of at most %d bytes.",
                               COMMAND_KEY_LIMIT);
    }
    if (key.size && command->key.size && !text_equal(key, command->key)) {
        return !answer_problem(call, PROBLEM_BAD_REQUEST, "Idempotency-Key and “key” are two keys.");
    }
    command->key = key.size ? key : command->key;
    return true;
}

static bool read_path(struct call *call, struct command *command, bool opens)
{
    struct text reference = call->parameters[0];
    if (opens) {
        return text_is(command->event, "open") ||
               !answer_problem(call, PROBLEM_BAD_REQUEST,
                               "Here a case is opened; “%.*s” is sent to /v1/cases/{case}/events.",
                               TEXT_ARGS(command->event));
    }
    if (text_is(command->event, "open")) {
        return !answer_problem(call, PROBLEM_BAD_REQUEST, "A case is opened at /v1/cases.");
    }
    if (command->subject.size && !text_equal(command->subject, reference)) {
        return !answer_problem(call, PROBLEM_BAD_REQUEST, "The path and “case” are two cases.");
    }
    command->subject = reference;
    return true;
}

/* Who acts, and as what. Only whoever holds the site may name another, or say when it was typed. */
static bool read_actor(struct call *call, struct command *command)
{
    const struct principal *principal = principal_of(call);
    struct text role = command->role;
    if (!principal->operator_) {
        if (command->actor.size && !text_equal(command->actor, principal->user)) {
            return !answer_problem(call, PROBLEM_NOT_ALLOWED, "%.*s may not act as %.*s.",
                                   TEXT_ARGS(principal->user), TEXT_ARGS(command->actor));
        }
        if (command->recorded != INSTANT_NONE) {
            return !answer_problem(call, PROBLEM_NOT_ALLOWED,
                                   "“recorded” is when this was typed, and not for %.*s to say.",
                                   TEXT_ARGS(principal->user));
        }
    }
    command->actor = command->actor.size ? command->actor : principal->user;
    if (!access_roles(principal, role, &command->role, &command->all_roles)) {
        return !answer_problem(call, PROBLEM_NOT_ALLOWED, "%.*s does not have the role “%.*s”.",
                               TEXT_ARGS(principal->user), TEXT_ARGS(role));
    }
    return true;
}

static bool read_command(struct call *call, struct writing *writing)
{
    struct json body;
    struct error error;
    struct command *command = &writing->job.command;
    if (!call_body(call, &body)) {
        return false;
    }
    if (writing->opens && !json_member_of(&body, "event")) {
        json_set(call->arena, &body, TEXT("event"), json_string(TEXT("open")));
    }
    enum status status = command_read(call->arena, call->world->zone, &body, command, &error);
    if (status != STATUS_OK) {
        return !answer_problem(call, status == STATUS_LIMIT ? PROBLEM_TOO_LARGE : PROBLEM_BAD_REQUEST, "%s",
                               error.message);
    }
    if (writing->opens && command->workflow.size == 0) {
        command->workflow = only_workflow(call->world);
        if (command->workflow.size == 0) {
            return !answer_problem(
                call, PROBLEM_BAD_REQUEST,
                "There is more than one workflow here, or none; say in “workflow” which is meant.");
        }
    }
    return read_path(call, command, writing->opens) && read_if_match(call, command, writing->opens) &&
           read_key(call, command) && read_actor(call, command);
}

/* --- on its way --------------------------------------------------------------------------------- */

static bool submit(struct call *call, struct writing *writing)
{
    writing->job.kind = call_flag(call, "dry-run") ? JOB_DRY : JOB_COMMAND;
    writing->job.arena = call->arena;
    writing->job.done = job_done;
    writing->job.owner = writing;
    writing->job.user = principal_of(call)->user;
    enum status status = call_submit(call, &writing->job);
    if (status == STATUS_OK) {
        return false;
    }
    return answer_problem(call, PROBLEM_BUSY, "%s",
                          status == STATUS_STOPPED ? "The server is stopping."
                                                   : "Too many commands wait; try again in a moment.");
}

static struct writing *writing_new(struct call *call, bool opens)
{
    struct writing *writing = arena_new(call->arena, struct writing);
    writing->call = call;
    writing->opens = opens;
    return writing;
}

static bool answer_no_role(struct call *call)
{
    return answer_problem(call, PROBLEM_NOT_ALLOWED, "%.*s has no role here.",
                          TEXT_ARGS(principal_of(call)->user));
}

static bool may_open(struct call *call, struct text area)
{
    const struct principal *principal = principal_of(call);
    if (access_allows(principal, ACT_OPEN, area)) {
        return true;
    }
    if (principal->areas.size == 0) {
        return !answer_no_role(call);
    }
    return area.size
               ? !answer_problem(call, PROBLEM_NOT_ALLOWED, "%.*s may not open a case in %.*s.",
                                 TEXT_ARGS(principal->user), TEXT_ARGS(area))
               : !answer_problem(call, PROBLEM_NOT_ALLOWED, "%.*s opens cases in areas; say which in “area”.",
                                 TEXT_ARGS(principal->user));
}

bool case_open(struct call *call)
{
    struct writing *writing = writing_new(call, true);
    if (!read_command(call, writing)) {
        return true;
    }
    return may_open(call, writing->job.command.area) ? submit(call, writing) : true;
}

static bool send_event(struct call *call)
{
    struct writing *writing = writing_new(call, false);
    return !read_command(call, writing) || submit(call, writing);
}

/* By a worker: the case's area first. */
static bool send_event_in_area(struct call *call)
{
    struct error error;
    struct stored_subject stored;
    struct store *store = call->store;
    insist(store);
    enum status status = store->api->read_begin(store, &error);
    if (status == STATUS_OK) {
        status = store->api->load(store, call->arena, call->parameters[0], &stored, &error);
        store->api->read_end(store);
    }
    if (status == STATUS_NOT_FOUND ||
        (status == STATUS_OK && !access_allows(principal_of(call), ACT_WRITE, stored.area))) {
        return answer_no_case(call, call->parameters[0]);
    }
    return status == STATUS_OK ? send_event(call) : answer_failure(call, status, &error);
}

bool case_event(struct call *call)
{
    const struct principal *principal = principal_of(call);
    if (access_allows(principal, ACT_WRITE, (struct text){0})) {
        return send_event(call);
    }
    if (principal->areas.size == 0) {
        return answer_no_role(call);
    }
    enum status status = readers_add(call->api->readers, call, send_event_in_area);
    return status != STATUS_OK &&
           answer_problem(call, PROBLEM_BUSY, "Too many requests wait; try again in a moment.");
}

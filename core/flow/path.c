/* See path.h. */
#include "flow/path.h"

#include "base/insist.h"
#include "base/log.h"
#include "engine/difference.h"
#include "flow/change.h"
#include "flow/draft.h"
#include "flow/look_up.h"
#include "flow/shadow.h"

#include <inttypes.h>

/* A problem of this job alone: it is answered with it, and the turn goes on. */
#define JOB_FAILS(job, ...) ((job)->status = error_set(&(job)->error, __VA_ARGS__), STATUS_OK)

/* --- applying ------------------------------------------------------------------ */

static enum status apply(struct flow *flow, struct job *job, struct loaded *loaded, const struct plan *plan,
                         const struct command *command, const struct given *given, struct error *error)
{
    struct store *store = store_of(flow);
    struct store_change change;
    change_of_plan(&flow->arena, loaded->world, plan, command, &loaded->stored, &change);
    change.subject.held = change.subject.held || job->held;
    random_fill(&flow->options.random, change.salt, sizeof change.salt);
    if (command->origin != ORIGIN_TIME) {
        struct json written = command_write(&flow->arena, command);
        change.agenda_done = job->agenda;
        change.alias = change.is_new && job->kind != JOB_AGENDA ? command->subject : (struct text){0};
        change.body = digest_of(json_to_text(&flow->arena, &written));
    }
    size_t made = (size_t)(plan->next_id - given->next_id);
    insist(made == 0 || store->api->take_ids(store, made) == given->next_id);
    if (change.subject.document.size > SUBJECT_DOCUMENT_LIMIT) {
        return error_set(error, STATUS_LIMIT, "%.*s would hold more than %d bytes",
                         TEXT_ARGS(loaded->stored.reference), SUBJECT_DOCUMENT_LIMIT);
    }
    enum status status = store->api->apply(store, &change, error);
    if (status == STATUS_OK && command->origin == ORIGIN_PERSON) {
        status = draft_end(flow, job, loaded->stored.id, error);
    }
    if (status == STATUS_OK) {
        loaded->stored = change.subject;
        loaded->document = plan->document;
        loaded->subject = plan->after;
    }
    return status;
}

struct given path_given(struct flow *flow, const struct job *job, instant replayed)
{
    struct store *store = store_of(flow);
    return (struct given){
        .now = job->held ? replayed : clock_now(&flow->options.clock),
        .next_id = store->api->take_ids(store, 0) + (job->kind == JOB_DRY), /* after its own */
        .quiet = job->held || job->command.origin == ORIGIN_IMPORT,
    };
}

static bool is_due(const struct subject *subject, instant until)
{
    instant due = subject_next_due(subject);
    return due != INSTANT_NONE && due <= until;
}

/* A dry run goes on from what would be. */
static void imagine(struct loaded *loaded, const struct plan *plan)
{
    loaded->document = plan->document;
    loaded->subject = plan->after;
    loaded->stored.version = plan->after->version;
}

/* All that time brings to the subject up to UNTIL, each an entry of its own. In a replay it is recorded when
 * it happened. */
static enum status catch_up(struct flow *flow, struct job *job, struct loaded *loaded, instant until,
                            struct error *error)
{
    for (int i = 0; i < FLOW_CATCH_UP_LIMIT; i++) {
        if (!is_due(loaded->subject, until)) {
            return STATUS_OK;
        }
        struct given given = path_given(flow, job, subject_next_due(loaded->subject));
        struct plan *plan = plan_time(&flow->arena, loaded->world, loaded->subject, &loaded->document, &given,
                                      &flow->options.rules);
        if (plan->outcome != OUTCOME_DONE) {
            return error_set(error, STATUS_SCRIPT, "%.*s: time brings what cannot be planned: %s",
                             TEXT_ARGS(loaded->stored.reference), plan->failure.message);
        }
        if (job->kind == JOB_DRY) {
            imagine(loaded, plan);
            continue;
        }
        if (flow->shadows && !job->held) {
            shadow_note(flow, loaded, NULL, &given, plan);
        }
        enum status status = apply(flow, job, loaded, plan, &command_of_system, &given, error);
        if (status != STATUS_OK) {
            return status;
        }
    }
    return STATUS_OK;
}

/* --- answering ------------------------------------------------------------------- */

static void answer(struct flow *flow, struct job *job, const struct world *world, const struct plan *plan)
{
    struct json shown = plan_answer(job->arena, plan);
    job->answer = json_copy(job->arena, shown);
    job->outcome = plan->outcome;
    job->reference_of = text_copy(job->arena, plan->after->reference);
    job->subject_of = plan->after->id;
    job->version = plan->after->version;
    if (job->kind == JOB_DRY) {
        struct json details = change_details(job->arena, plan);
        if (plan->outcome == OUTCOME_DONE) {
            plan_details(job->arena, world, plan, &flow->options.rules, &details);
        }
        job->details = json_copy(job->arena, details);
    }
}

static enum status agenda_refused(struct flow *flow, const struct job *job, struct text why,
                                  struct error *error)
{
    struct store *store = store_of(flow);
    return store->api->agenda_fail(store, job->agenda, why, error);
}

/* A told command that cannot be done is kept where an operator sees it, and does not come again. */
static enum status conclude_agenda(struct flow *flow, const struct job *job, const struct plan *plan,
                                   struct error *error)
{
    if (job->kind != JOB_AGENDA || plan->outcome == OUTCOME_DONE) {
        return STATUS_OK;
    }
    struct text why = plan->unmet.count ? plan->unmet.at[0].text : text_of(outcome_name(plan->outcome));
    return agenda_refused(flow, job, why, error);
}

/* --- the way ------------------------------------------------------------------------ */

static bool is_spent(struct flow *flow, struct job *job, struct stored_key *key, enum status *status,
                     struct error *error)
{
    struct store *store = store_of(flow);
    if (job->command.key.size == 0 || job->kind == JOB_TIME || job->kind == JOB_DRY) {
        return false;
    }
    *status = store->api->key(store, job->command.key, key, error);
    if (*status == STATUS_NOT_FOUND) {
        *status = STATUS_OK;
        return false;
    }
    return true;
}

static enum status run_spent(struct flow *flow, struct job *job, const struct stored_key *key,
                             struct error *error)
{
    struct json written = command_write(&flow->arena, &job->command);
    struct digest body = digest_of(json_to_text(&flow->arena, &written));
    if (!digest_equal(&body, &key->body)) {
        return JOB_FAILS(job, STATUS_EXISTS, "the key “%.*s” stands for another command",
                         TEXT_ARGS(job->command.key));
    }
    return path_answer_again(flow, job, key, error);
}

/* The store's own failures roll the turn back; what is wrong with this job alone does not. */
static enum status sort_failure(struct flow *flow, struct job *job, struct error *error)
{
    switch (job->status) {
    case STATUS_IO:
    case STATUS_FULL:
    case STATUS_CORRUPT:
    case STATUS_BUSY:
        *error = job->error;
        return job->status;
    default:
        return job->kind == JOB_AGENDA ? agenda_refused(flow, job, text_of(job->error.message), error)
                                       : STATUS_OK;
    }
}

/* What time cannot move on must not come round for ever: it is held, and the log names it. */
static enum status park(struct flow *flow, struct job *job, int64_t subject, struct error *error)
{
    struct store *store = store_of(flow);
    log_write(LOG_ERROR, "flow", "subject %" PRId64 " is held: %s", subject, job->error.message);
    return store->api->hold(store, subject, true, INSTANT_NONE, error);
}

/* A subject that is not there, or cannot be read. */
static enum status conclude_unloaded(struct flow *flow, struct job *job, const struct loaded *loaded,
                                     struct error *error)
{
    bool own = loaded->damaged || job->status == STATUS_NOT_FOUND;
    if (own && job->kind == JOB_TIME && job->subject) {
        return park(flow, job, job->subject, error);
    }
    if (own && job->kind == JOB_AGENDA) {
        return agenda_refused(flow, job, text_of(job->error.message), error);
    }
    return own ? STATUS_OK : sort_failure(flow, job, error);
}

static enum status run_time(struct flow *flow, struct job *job, struct loaded *loaded, struct error *error)
{
    struct store *store = store_of(flow);
    enum status status = catch_up(flow, job, loaded, job->until, error);
    if (status == STATUS_SCRIPT || status == STATUS_LIMIT) {
        job->status = status;
        job->error = *error;
        return park(flow, job, loaded->stored.id, error);
    }
    if (status == STATUS_OK && job->release) {
        status = store->api->hold(store, loaded->stored.id, false, subject_next_due(loaded->subject), error);
    }
    if (status == STATUS_OK) {
        struct json shown = subject_answer(job->arena, loaded->subject);
        path_show_data(flow, loaded->world, loaded->subject, &shown);
        job->answer = json_copy(job->arena, shown);
        job->reference_of = text_copy(job->arena, loaded->stored.reference);
        job->version = loaded->stored.version;
    }
    return status;
}

/* One that is held has its own time, and follows when it is released. */
static enum status run_world(struct flow *flow, struct job *job, struct loaded *loaded, struct error *error)
{
    if (loaded->stored.held || loaded->stored.closed != INSTANT_NONE) {
        return STATUS_OK;
    }
    struct given given = path_given(flow, job, INSTANT_NONE);
    struct plan *plan = plan_world(&flow->arena, loaded->world, loaded->subject, &loaded->document, &given,
                                   &flow->options.rules);
    if (plan->outcome != OUTCOME_DONE) {
        log_write(LOG_WARNING, "flow", "%.*s cannot follow the changed world: %s",
                  TEXT_ARGS(loaded->stored.reference), plan->failure.message);
        return STATUS_OK;
    }
    if (plan_is_idle(plan)) {
        return STATUS_OK;
    }
    job->details = json_copy(job->arena, change_details(job->arena, plan));
    job->reference_of = text_copy(job->arena, loaded->stored.reference);
    return apply(flow, job, loaded, plan, &command_of_system, &given, error);
}

/* What happens to a case now, once: a shadow sees it too. */
static bool is_live(const struct job *job)
{
    return job->kind != JOB_DRY && !job->held && job->command.origin != ORIGIN_IMPORT &&
           !is_correction(job->command.event);
}

static enum status run_command(struct flow *flow, struct job *job, struct loaded *loaded, struct error *error)
{
    const struct command *command = &job->command;
    bool fresh = loaded->stored.version == 0;
    instant now = clock_now(&flow->options.clock);
    instant at = command->at == INSTANT_NONE ? now : command->at;
    if (at > now) {
        return JOB_FAILS(job, STATUS_INVALID, "“at” is in the future");
    }
    if (job->offered.size && !text_equal(job->offered, loaded->stored.offered)) {
        return JOB_FAILS(job, STATUS_NOT_FOUND, "the case is not offered any more");
    }
    if (!fresh) {
        enum status status = catch_up(flow, job, loaded, at, error);
        if (status != STATUS_OK) {
            return status;
        }
        if (is_due(loaded->subject, at)) { /* what time has brought so far is kept */
            job->version = loaded->stored.version;
            return JOB_FAILS(job, STATUS_BUSY,
                             "%.*s is still catching up with the time that has passed; try again",
                             TEXT_ARGS(loaded->stored.reference));
        }
        if (command->if_match != COMMAND_VERSION_ANY && command->if_match != loaded->stored.version) {
            job->version = loaded->stored.version;
            return JOB_FAILS(job, STATUS_CONFLICT, "the case is at version %" PRIu64 ", not %" PRIu64,
                             loaded->stored.version, command->if_match);
        }
    }
    if (text_is(command->event, EVENT_PLUGINS_MOVED)) {
        loaded->world = flow->world;
    }
    struct given given = path_given(flow, job, at);
    enum status status = look_up(flow, loaded->subject->definition, command, &given, error);
    if (status != STATUS_OK) {
        return status;
    }
    struct plan *plan;
    status = path_plan(flow, job, loaded, &given, &plan);
    if (status != STATUS_OK) {
        return sort_failure(flow, job, error);
    }
    if (flow->shadows && is_live(job)) {
        shadow_note(flow, loaded, command, &given, plan);
    }
    answer(flow, job, loaded->world, plan);
    if (plan->outcome != OUTCOME_DONE || job->kind == JOB_DRY) {
        return conclude_agenda(flow, job, plan, error);
    }
    return apply(flow, job, loaded, plan, command, &given, error);
}

enum status path_run(struct flow *flow, struct job *job, struct error *error)
{
    struct loaded loaded = {0};
    struct stored_key key = {0};
    enum status status = STATUS_OK;
    bool opens = job->kind != JOB_TIME && text_is(job->command.event, "open");
    job->status = STATUS_OK;
    if (job->kind == JOB_DRAFT || job->kind == JOB_SHADOW) {
        return job->kind == JOB_DRAFT ? draft_run(flow, job, error) : shadow_run(flow, job, error);
    }
    if (job->kind == JOB_AGENDA && job->command.event.size == 0) {
        return agenda_refused(flow, job, text_of(job->error.message), error);
    }
    if (is_spent(flow, job, &key, &status, error)) {
        return status == STATUS_OK ? run_spent(flow, job, &key, error) : status;
    }
    if (status != STATUS_OK) {
        return status;
    }
    job->status = opens ? path_load_new(flow, job, &loaded) : path_load(flow, job, &loaded);
    if (job->status != STATUS_OK) {
        return conclude_unloaded(flow, job, &loaded, error);
    }
    status = job->kind == JOB_TIME    ? run_time(flow, job, &loaded, error)
             : job->kind == JOB_WORLD ? run_world(flow, job, &loaded, error)
                                      : run_command(flow, job, &loaded, error);
    if (status == STATUS_EXISTS ||
        status == STATUS_INVALID) { /* the reference that was chosen is taken, or is not one */
        job->error = *error;
        job->status = status;
        return sort_failure(flow, job, error);
    }
    return status;
}

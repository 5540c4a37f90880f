/* Loading the subject of a job, as the store has it, or a new one. See path.h. */
#include "flow/path.h"

#include <inttypes.h>

/* What the row says of it beside its document. */
static void take_identity(struct subject *subject, const struct stored_subject *stored)
{
    subject->id = stored->id;
    subject->kind = stored->kind;
    subject->reference = stored->reference;
    subject->version = stored->version;
}

enum status path_read(struct flow *flow, const struct stored_subject *stored, struct json *document,
                      struct subject *subject, struct error *error)
{
    const struct definition *definition;
    enum status status =
        pinned_definition(&flow->shelf, flow->world, store_of(flow), stored->definition, &definition, error);
    if (status != STATUS_OK) {
        error_place(error, "%.*s", TEXT_ARGS(stored->reference));
        return status == STATUS_NOT_FOUND ? STATUS_UNSUPPORTED : status;
    }
    status = json_read(&flow->arena, stored->document, document, error);
    if (status == STATUS_OK) {
        status = subject_read(&flow->arena, definition, document, subject, error);
    }
    if (status != STATUS_OK) {
        error_place(error, "%.*s", TEXT_ARGS(stored->reference));
        return STATUS_CORRUPT;
    }
    take_identity(subject, stored);
    return STATUS_OK;
}

struct subject *path_subject(struct arena *arena, const struct definition *definition,
                             const struct stored_subject *stored, const struct json *document)
{
    struct subject *subject = arena_new(arena, struct subject);
    if (document->type == JSON_NULL) {
        subject_init(subject, definition);
    } else if (subject_read(arena, definition, document, subject, NULL) != STATUS_OK) {
        return NULL;
    }
    take_identity(subject, stored);
    return subject;
}

enum status path_world(struct flow *flow, const struct subject *subject, const struct world **world,
                       struct error *error)
{
    enum status status =
        pinned_world(&flow->shelf, flow->world, store_of(flow), subject->plugins, world, error);
    if (status != STATUS_OK) {
        error_place(error, "%.*s", TEXT_ARGS(subject->reference));
    }
    return status == STATUS_NOT_FOUND ? STATUS_UNSUPPORTED : status;
}

static enum status read_loaded(struct flow *flow, struct loaded *loaded, struct error *error)
{
    loaded->subject = arena_new(&flow->arena, struct subject);
    enum status status = path_read(flow, &loaded->stored, &loaded->document, loaded->subject, error);
    if (status == STATUS_OK) {
        status = path_world(flow, loaded->subject, &loaded->world, error);
    }
    loaded->damaged = status == STATUS_CORRUPT || status == STATUS_UNSUPPORTED;
    return status;
}

enum status path_load(struct flow *flow, struct job *job, struct loaded *loaded)
{
    struct store *store = store_of(flow);
    struct text reference = job->kind == JOB_TIME ? job->reference : job->command.subject;
    enum status status =
        job->subject ? store->api->load_id(store, &flow->arena, job->subject, &loaded->stored, &job->error)
                     : store->api->load(store, &flow->arena, reference, &loaded->stored, &job->error);
    if (status == STATUS_NOT_FOUND) {
        return error_set(&job->error, status, "there is no case “%.*s”", TEXT_ARGS(reference));
    }
    return status == STATUS_OK ? read_loaded(flow, loaded, &job->error) : status;
}

enum status path_load_new(struct flow *flow, struct job *job, struct loaded *loaded)
{
    const struct command *command = &job->command;
    const struct definition *definition = world_current(flow->world, command->workflow);
    if (!definition) {
        return error_set(&job->error, STATUS_INVALID, "there is no workflow “%.*s” here",
                         TEXT_ARGS(command->workflow));
    }
    bool person = text_is(command->workflow, "person");
    struct store *store = store_of(flow);
    size_t taken = job->kind == JOB_DRY ? 0 : 1;
    int64_t id = job->subject ? job->subject : store->api->take_ids(store, taken);
    struct text reference = command->subject;
    if (reference.size == 0 || job->kind == JOB_AGENDA) {
        reference = text_printf(&flow->arena, "%c-%" PRId64, person ? 'P' : 'C', id);
    }
    loaded->stored = (struct stored_subject){.id = id,
                                             .kind = person ? SUBJECT_PERSON : SUBJECT_CASE,
                                             .reference = reference,
                                             .workflow = definition->name,
                                             .definition = digest_hex(&flow->arena, &definition->digest),
                                             .opened = INSTANT_NONE,
                                             .closed = INSTANT_NONE,
                                             .due = INSTANT_NONE};
    loaded->document = json_null();
    loaded->world = flow->world;
    loaded->subject = arena_new(&flow->arena, struct subject);
    subject_init(loaded->subject, definition);
    loaded->subject->id = id;
    loaded->subject->kind = loaded->stored.kind;
    loaded->subject->reference = reference;
    return STATUS_OK;
}

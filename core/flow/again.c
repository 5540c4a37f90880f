/* The first answer again, for a command whose key is spent: the subject is folded back to the entry that the
 * key stands for. */
#include "flow/path.h"

#include "engine/computed.h"

struct folding {
    struct flow *flow;
    struct json document;
    int64_t until; /* the entry whose state is wanted */
    uint64_t version;
    struct text event;
    enum status status;
    struct error *error;
};

static bool fold_back(void *self, const struct stored_entry *entry)
{
    struct folding *folding = self;
    struct json content;
    struct arena *arena = &folding->flow->arena;
    if (entry->erased) {
        folding->status =
            error_set(folding->error, STATUS_NOT_FOUND, "what was answered then has been erased");
        return false;
    }
    folding->status = json_read(arena, entry->content, &content, folding->error);
    if (folding->status != STATUS_OK) {
        return false;
    }
    if (entry->number == folding->until) {
        const struct json *command = json_member_of(&content, "command");
        folding->version = entry->seq;
        folding->event = json_get_text(command, "event");
        return false;
    }
    const struct json *changes = json_member_of(&content, "changes");
    struct json none = json_array();
    folding->status = json_undo(arena, &folding->document, changes ? changes : &none, folding->error);
    return folding->status == STATUS_OK;
}

void path_show_data(struct flow *flow, const struct world *world, const struct subject *subject,
                    struct json *answer)
{
    struct json data =
        computed_data(&flow->arena, world, subject, clock_now(&flow->options.clock), &flow->options.rules);
    json_set(&flow->arena, answer, TEXT("data"), data);
}

enum status path_answer_again(struct flow *flow, struct job *job, const struct stored_key *key,
                              struct error *error)
{
    struct store *store = flow->options.store;
    struct stored_subject stored;
    struct subject subject;
    const struct world *world = NULL;
    struct folding folding = {.flow = flow, .until = key->entry, .error = error};
    enum status status = store->api->load_id(store, &flow->arena, key->subject, &stored, error);
    if (status == STATUS_OK) {
        status = path_read(flow, &stored, &folding.document, &subject, error);
    }
    if (status == STATUS_OK) {
        status = path_world(flow, &subject, &world, error);
    }
    if (status == STATUS_OK) {
        status = store->api->entries(store, &flow->arena, key->subject, 0, fold_back, &folding, error);
    }
    if (status == STATUS_OK) {
        status = folding.status;
    }
    if (status == STATUS_OK) {
        status = subject_read(&flow->arena, subject.definition, &folding.document, &subject, error);
    }
    if (status != STATUS_OK) {
        return status;
    }
    subject.id = stored.id;
    subject.reference = stored.reference;
    subject.version = folding.version;
    struct json answer = subject_answer(job->arena, &subject);
    path_show_data(flow, world, &subject, &answer);
    json_set(job->arena, &answer, TEXT("event"), json_string(folding.event));
    job->answer = json_copy(job->arena, answer);
    job->outcome = OUTCOME_DONE;
    job->repeated = true;
    job->reference_of = text_copy(job->arena, stored.reference);
    job->subject_of = stored.id;
    job->version = folding.version;
    return STATUS_OK;
}

/* See past.h. A first look along the journal tells whether anything has to be undone; a second takes only
 * what that needs. */
#include "report/past.h"

#include "base/vector.h"

struct looking {
    struct arena *arena;
    const struct fold_bounds *bounds;
    struct past *past;
    uint64_t seen, oldest; /* entries; up to which one something is to be undone, 0: nothing is */
    VECTOR(struct fold_entry)
    entries;
    enum status status;
    struct error *error;
};

static bool look(void *self, const struct stored_entry *entry)
{
    struct looking *looking = self;
    struct past *past = looking->past;
    const struct fold_bounds *bounds = looking->bounds;
    looking->seen++;
    if (!fold_counts(bounds, entry->happened, entry->recorded)) {
        looking->oldest = looking->seen;
        past->erased += entry->erased;
    } else if (past->version == 0) {
        past->version = entry->seq;
    }
    if (entry->seq == 1) {
        past->opened = true;
        past->known_since = entry->recorded;
        past->opened_by_then = entry->happened < bounds->happened;
        past->recorded_by_then = entry->recorded < bounds->recorded;
    }
    return true;
}

static bool take(void *self, const struct stored_entry *entry)
{
    struct looking *looking = self;
    struct json content = json_null();
    struct fold_entry taken = {entry->happened, entry->recorded, json_null()};
    if (!entry->erased) {
        looking->status = json_read(looking->arena, entry->content, &content, looking->error);
        const struct json *changes = json_member_of(&content, "changes");
        taken.changes = changes ? *changes : json_array();
    }
    vector_push(looking->arena, &looking->entries, taken);
    return looking->status == STATUS_OK && looking->entries.count < looking->oldest;
}

enum status past_fold(struct arena *arena, struct store *store, int64_t subject,
                      const struct fold_bounds *bounds, struct json *document, struct past *past,
                      struct error *error)
{
    struct looking looking = {
        .arena = arena, .bounds = bounds, .past = past, .status = STATUS_OK, .error = error};
    const struct store_api *api = store->api;
    *past = (struct past){.known_since = INSTANT_NONE};
    enum status status = api->entries(store, arena, subject, 0, look, &looking, error);
    bool there = past->opened && past->opened_by_then && past->recorded_by_then;
    if (status != STATUS_OK || !there || looking.oldest == 0) {
        return status;
    }
    status = api->entries(store, arena, subject, 0, take, &looking, error);
    status = status == STATUS_OK ? looking.status : status;
    if (status == STATUS_OK) {
        status = fold_back(arena, document, looking.entries.at, looking.entries.count, bounds, error);
    }
    return status;
}

/* See fold.h. */
#include "report/fold.h"

#include "base/vector.h"

struct folding {
    struct arena *arena;
    VECTOR(const struct json *)
    kept; /* the paths that entries which count have written */
};

bool fold_counts(const struct fold_bounds *bounds, instant happened, instant recorded)
{
    return happened < bounds->happened && recorded < bounds->recorded;
}

/* The same path, or one above or below the other. */
static bool touch(const struct json *a, const struct json *b)
{
    uint32_t common = a->count < b->count ? a->count : b->count;
    for (uint32_t i = 0; i < common; i++) {
        if (!json_equal(&a->elements[i], &b->elements[i])) {
            return false;
        }
    }
    return true;
}

static bool stands(const struct folding *folding, const struct json *path)
{
    for (size_t i = 0; i < folding->kept.count; i++) {
        if (touch(folding->kept.at[i], path)) {
            return true;
        }
    }
    return false;
}

static const struct json *path_of(const struct json *change)
{
    const struct json *path = json_member_of(change, "path");
    return path && path->type == JSON_ARRAY ? path : NULL;
}

static void keep(struct folding *folding, const struct json *changes)
{
    for (uint32_t i = 0; changes->type == JSON_ARRAY && i < changes->count; i++) {
        const struct json *path = path_of(&changes->elements[i]);
        if (path) {
            vector_push(folding->arena, &folding->kept, path);
        }
    }
}

static enum status undo(struct folding *folding, const struct json *changes, struct json *document,
                        struct error *error)
{
    struct json undone = json_array();
    if (folding->kept.count == 0 || changes->type != JSON_ARRAY) {
        return json_undo(folding->arena, document, changes, error);
    }
    for (uint32_t i = 0; i < changes->count; i++) {
        const struct json *path = path_of(&changes->elements[i]);
        if (!path || !stands(folding, path)) {
            json_append(folding->arena, &undone, changes->elements[i]);
        }
    }
    return json_undo(folding->arena, document, &undone, error);
}

enum status fold_back(struct arena *arena, struct json *document, const struct fold_entry *entries,
                      size_t count, const struct fold_bounds *bounds, struct error *error)
{
    struct folding folding = {.arena = arena};
    struct json folded = *document;
    for (size_t i = 0; i < count; i++) {
        const struct fold_entry *entry = &entries[i];
        if (entry->changes.type == JSON_NULL) {
            continue;
        }
        if (fold_counts(bounds, entry->happened, entry->recorded)) {
            keep(&folding, &entry->changes);
            continue;
        }
        enum status status = undo(&folding, &entry->changes, &folded, error);
        if (status != STATUS_OK) {
            return status;
        }
    }
    *document = folded;
    return STATUS_OK;
}

/* See pinned.h. */
#include "store/pinned.h"

enum { SHORT_DIGEST = 12 };

static struct text short_of(struct text digest_hex)
{
    return text_part(digest_hex, 0, SHORT_DIGEST);
}

enum status pinned_read(struct arena *arena, struct text digest_hex, struct text source,
                        const struct definition **definition, struct error *error)
{
    struct findings findings;
    findings_init(&findings, arena);
    struct text file = text_printf(arena, "version %.*s", TEXT_ARGS(short_of(digest_hex)));
    struct source from = {file, source, &findings};
    const struct node *root = node_read(arena, &from);
    *definition = root ? definition_read(arena, root, &from) : NULL;
    if (*definition) {
        return STATUS_OK;
    }
    error_set(error, STATUS_UNSUPPORTED, "The %.*s of a workflow cannot be read by this program",
              TEXT_ARGS(file));
    for (size_t i = 0; i < findings.list.count; i++) {
        const struct finding *finding = &findings.list.at[i];
        if (finding->severity == SEVERITY_ERROR) {
            error_set(error, STATUS_UNSUPPORTED,
                      "The %.*s of a workflow cannot be read by this program: line %u: %.*s", TEXT_ARGS(file),
                      finding->place.line, TEXT_ARGS(finding->message));
            break;
        }
    }
    return STATUS_UNSUPPORTED;
}

enum status pinned_definition(struct shelf *shelf, const struct world *world, struct store *store,
                              struct text digest_hex, const struct definition **definition,
                              struct error *error)
{
    struct text source;
    int32_t place = map_get(&shelf->by_digest, digest_hex);
    *definition = world ? world_definition(world, digest_hex) : NULL;
    if (!*definition && place != MAP_NONE) {
        *definition = shelf->definitions.at[place];
    }
    if (*definition) {
        return STATUS_OK;
    }
    enum status status = store->api->part(store, shelf->arena, digest_hex, &source, error);
    if (status == STATUS_NOT_FOUND || status == STATUS_INVALID) {
        return error_set(error, STATUS_NOT_FOUND, "The store does not keep the version %.*s of a workflow",
                         TEXT_ARGS(short_of(digest_hex)));
    }
    if (status == STATUS_OK) {
        status = pinned_read(shelf->arena, digest_hex, source, definition, error);
    }
    if (status == STATUS_OK) {
        map_add(shelf->arena, &shelf->by_digest, text_copy(shelf->arena, digest_hex),
                (int32_t)shelf->definitions.count);
        vector_push(shelf->arena, &shelf->definitions, *definition);
    }
    return status;
}

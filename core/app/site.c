/* See site.h. */
#include "app/site.h"

#include "access/access.h"

#include <inttypes.h>

/* --- files -------------------------------------------------------------------------- */

struct gathering {
    struct arena *arena;
    const struct files *files;
    const char *folder;
    struct json *found;
    struct error *error;
};

static bool is_wanted(struct text name)
{
    return text_ends(name, TEXT(".yaml")) || text_ends(name, TEXT(".yml")) || text_ends(name, TEXT(".lua"));
}

static enum status gather_file(struct gathering *gathering, struct text path)
{
    struct text content;
    const struct files *files = gathering->files;
    const char *whole = arena_printf(gathering->arena, "%s/%.*s", gathering->folder, TEXT_ARGS(path));
    if (gathering->found->count >= SITE_FILES_LIMIT) {
        return error_set(gathering->error, STATUS_LIMIT, "the site has more than %d files", SITE_FILES_LIMIT);
    }
    enum status status =
        files->read(files->self, gathering->arena, whole, SITE_FILE_LIMIT, &content, gathering->error);
    if (status == STATUS_OK && !text_is_utf8(content)) {
        return error_set(gathering->error, STATUS_INVALID, "%s is not UTF-8 text", whole);
    }
    if (status == STATUS_OK) {
        json_set(gathering->arena, gathering->found, path, json_string(content));
    }
    return status;
}

static enum status gather(struct gathering *gathering, struct text path, unsigned depth)
{
    struct files_list list = {0};
    const struct files *files = gathering->files;
    const char *whole = arena_printf(gathering->arena, "%s/%.*s", gathering->folder, TEXT_ARGS(path));
    enum status status = files->list(files->self, gathering->arena, whole, &list, gathering->error);
    if (status == STATUS_NOT_FOUND) {
        return STATUS_OK;
    }
    for (size_t i = 0; status == STATUS_OK && i < list.list.count; i++) {
        const struct files_entry *entry = &list.list.at[i];
        struct text below =
            text_printf(gathering->arena, "%.*s/%.*s", TEXT_ARGS(path), TEXT_ARGS(entry->name));
        if (entry->name.at[0] == '.') {
            continue;
        }
        if (entry->is_folder) {
            status = depth < SITE_DEPTH_LIMIT ? gather(gathering, below, depth + 1) : STATUS_OK;
        } else if (is_wanted(entry->name)) {
            status = gather_file(gathering, below);
        }
    }
    return status;
}

enum status site_files(struct arena *arena, const struct files *files, const char *folder, struct json *found,
                       struct error *error)
{
    static const char *const parts[] = {"workflows", "plugins", "calendars"};
    struct gathering gathering = {arena, files, folder, found, error};
    const char *settings = arena_printf(arena, "%s/site.yaml", folder);
    *found = json_object();
    if (!files->exists(files->self, settings, NULL)) {
        return error_set(error, STATUS_NOT_FOUND,
                         "%s is not a site: it has no site.yaml; make one with: caseway init %s", folder,
                         folder);
    }
    enum status status = gather_file(&gathering, TEXT("site.yaml"));
    for (size_t i = 0; status == STATUS_OK && i < sizeof parts / sizeof *parts; i++) {
        status = gather(&gathering, text_of(parts[i]), 0);
    }
    return status;
}

/* --- the world ------------------------------------------------------------------------ */

enum { PINNED_LIMIT = 256 };

static bool is_in(struct arena *arena, const struct json *files, struct text digest)
{
    for (uint32_t i = 0; i < files->count; i++) {
        struct digest of_file = digest_of(json_text(&files->members[i].value));
        if (text_equal(digest_hex(arena, &of_file), digest)) {
            return true;
        }
    }
    return false;
}

/* Versions that open cases are on and the folder no longer has. What is left out here, beyond the limit, is
 * read when a case needs it (store/pinned.h). */
static enum status add_pinned(struct arena *arena, struct store *store, const struct json *files,
                              struct json *older, struct error *error)
{
    size_t count = 0;
    struct text *digests = arena_array(arena, struct text, PINNED_LIMIT);
    enum status status = store->api->pinned(store, arena, digests, PINNED_LIMIT, &count, error);
    *older = json_object();
    status = status == STATUS_LIMIT ? STATUS_OK : status;
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        struct text content;
        if (is_in(arena, files, digests[i])) {
            continue;
        }
        status = store->api->part(store, arena, digests[i], &content, error);
        if (status == STATUS_OK) {
            json_set(arena, older, digests[i], json_string(content));
        }
        status = status == STATUS_NOT_FOUND ? STATUS_OK : status; /* a case that needs it says so */
    }
    return status;
}

struct keeping {
    struct store *store;
    struct error *error;
    enum status status;
};

static bool keep_part(void *self, struct text kind, struct text name, const struct digest *digest,
                      struct text content)
{
    struct keeping *keeping = self;
    keeping->status =
        keeping->store->api->keep_part(keeping->store, kind, name, digest, content, keeping->error);
    return keeping->status == STATUS_OK;
}

static enum status keep_world(struct arena *arena, struct store *store, instant now, struct world *world,
                              struct error *error)
{
    struct text content;
    struct keeping keeping = {store, error, STATUS_OK};
    enum status status = store->api->begin(store, error);
    if (status != STATUS_OK) {
        return status;
    }
    world_parts(arena, world, keep_part, &keeping, &content);
    status = keeping.status;
    if (status == STATUS_OK) {
        status = store->api->keep_world(store, &world->digest, content, now, &world->number, error);
    }
    if (status == STATUS_OK) {
        status = world_plugin_set(arena, store, world, true, &world->plugin_set, error);
    }
    if (status != STATUS_OK) {
        store->api->rollback(store);
        return status;
    }
    return store->api->commit(store, error);
}

enum status site_world(struct arena *arena, const struct files *files, const char *folder,
                       struct store *store, struct clock clock, struct site_settings *settings,
                       const struct world **world, struct findings *findings, struct error *error)
{
    struct json found, older;
    enum status status = site_files(arena, files, folder, &found, error);
    if (status == STATUS_OK) {
        status = add_pinned(arena, store, &found, &older, error);
    }
    if (status != STATUS_OK) {
        return status;
    }
    struct text yaml = json_text(json_get(&found, TEXT("site.yaml")));
    bool read = site_settings_read(arena, TEXT("site.yaml"), yaml, settings, findings);
    const struct zone *zone = zone_load(arena, files, settings->zone_name, findings);
    const struct world *built = read ? world_build(arena, &found, &older, settings, zone, findings) : NULL;
    if (!built) {
        return error_set(error, STATUS_INVALID, "the site has mistakes; see them with: caseway check");
    }
    *world = built;
    return keep_world(arena, store, clock_now(&clock), (struct world *)built, error);
}

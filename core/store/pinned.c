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

/* --- plugins ---------------------------------------------------------------------------- */

/* What DIGESTS, a set, has of PLUGIN, which is left as it is where it has nothing else. */
static enum status pin_plugin(struct shelf *shelf, const struct world *world, struct store *store,
                              const struct json *digests, struct plugin *plugin, struct error *error)
{
    struct text files, then = json_text(json_get(digests, plugin->name));
    if (then.size == 0 || text_equal(then, digest_hex(shelf->arena, &plugin->digest))) {
        return STATUS_OK;
    }
    enum status status = store->api->part(store, shelf->arena, then, &files, error);
    if (status != STATUS_OK) {
        return error_set(error, status == STATUS_INVALID ? STATUS_NOT_FOUND : status,
                         "The store does not keep the version %.*s of the plugin %.*s",
                         TEXT_ARGS(short_of(then)), TEXT_ARGS(plugin->name));
    }
    return world->read_plugin(shelf->arena, world, plugin->name, files, plugin, error);
}

static enum status make_world(struct shelf *shelf, const struct world *world, struct store *store,
                              int64_t set, struct world *pinned, struct error *error)
{
    struct text value;
    struct json digests;
    struct arena *arena = shelf->arena;
    struct text name = text_printf(arena, "%lld", (long long)set);
    enum status status = store->api->get_value(store, arena, PINNED_PLUGINS, name, &value, error);
    if (status == STATUS_OK) {
        status = json_read(arena, value, &digests, error);
    } else if (status == STATUS_NOT_FOUND) {
        status = error_set(error, status, "The store does not keep the set %lld of plugins", (long long)set);
    }
    struct plugin *plugins = arena_array(arena, struct plugin, world->plugin_count);
    for (size_t i = 0; status == STATUS_OK && i < world->plugin_count; i++) {
        plugins[i] = world->plugins[i];
        status = pin_plugin(shelf, world, store, &digests, &plugins[i], error);
    }
    *pinned = *world;
    pinned->plugins = plugins;
    pinned->plugin_set = set;
    return status;
}

enum status pinned_world(struct shelf *shelf, const struct world *world, struct store *store, int64_t set,
                         const struct world **pinned, struct error *error)
{
    *pinned = world;
    if (set == 0 || set == world->plugin_set || !world->read_plugin) {
        return STATUS_OK;
    }
    vector_each(const struct shelf_world, made, &shelf->worlds)
    {
        if (made->present == world && made->pinned->plugin_set == set) {
            *pinned = made->pinned;
            return STATUS_OK;
        }
    }
    struct world *made = arena_new(shelf->arena, struct world);
    enum status status = make_world(shelf, world, store, set, made, error);
    if (status == STATUS_OK) {
        *pinned = made;
        vector_push(shelf->arena, &shelf->worlds, ((struct shelf_world){world, made}));
    }
    return status;
}

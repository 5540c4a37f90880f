/* The versions of a world's plugins: the set of them that the store numbers, and older ones read again. See
 * world.h and docs/decisions/plugin-versions.md. */
#include "app/world.h"

#include "script/script.h"
#include "store/pinned.h"

#include <inttypes.h>

/* Of what the site gives the plugin NAME, the settings that this version declares. */
static struct json settings_of(struct arena *arena, const struct world *world, struct text name,
                               const struct node *root)
{
    struct json settings = json_object();
    const struct node *declared = root && root->kind == NODE_MAP ? node_get(root, "settings") : NULL;
    const struct json *all = json_member_of(&world->site, "plugins");
    const struct json *given = all ? json_get(all, name) : NULL;
    for (uint32_t i = 0; declared && given && given->type == JSON_OBJECT && i < given->count; i++) {
        if (declared->kind == NODE_MAP && node_entry_of(declared, given->members[i].name)) {
            json_set(arena, &settings, given->members[i].name, given->members[i].value);
        }
    }
    return settings;
}

enum status world_read_plugin(struct arena *arena, const struct world *world, struct text name,
                              struct text files, struct plugin *plugin, struct error *error)
{
    struct json own, unasked, none = json_null();
    struct findings findings;
    struct manifest manifest;
    enum status status = json_read(arena, files, &own, error);
    if (status != STATUS_OK) {
        return STATUS_UNSUPPORTED;
    }
    struct text code = json_text(json_get(&own, TEXT("init.lua")));
    struct source source = {TEXT("manifest.yaml"), json_text(json_get(&own, TEXT("manifest.yaml"))),
                            &findings};
    findings_init(&findings, arena);
    struct json settings = settings_of(arena, world, name, node_read(arena, &source));
    bool read = manifest_read(arena, &source, plugin->file, code, settings, &manifest);
    if (!read) { /* what the site gives now does not fit: its own defaults */
        findings_init(&findings, arena);
        read = manifest_read(arena, &source, plugin->file, code, none, &manifest);
    }
    if (!read) {
        return error_set(error, STATUS_UNSUPPORTED,
                         "A version of the plugin %.*s cannot be read any more: %.*s", TEXT_ARGS(name),
                         TEXT_ARGS(findings.list.at[0].message));
    }
    const struct json *all = json_member_of(&world->site, "grants");
    const struct json *grants = all ? json_get(all, name) : NULL;
    *plugin = manifest.plugin;
    plugin->files = files;
    plugin->digest = digest_of(files);
    plugin_grant(arena, plugin, grants ? grants : &none, &unasked);
    return STATUS_OK;
}

static struct text set_text(struct arena *arena, const struct world *world)
{
    struct json set = json_object();
    for (size_t i = 0; i < world->plugin_count; i++) {
        const struct plugin *plugin = &world->plugins[i];
        json_set(arena, &set, plugin->name, json_string(digest_hex(arena, &plugin->digest)));
    }
    return json_to_text(arena, &set);
}

enum status world_plugin_set(struct arena *arena, struct store *store, const struct world *world, bool keep,
                             int64_t *set, struct error *error)
{
    struct json kept;
    struct text text = set_text(arena, world);
    enum status status = store->api->values(store, arena, PINNED_PLUGINS, &kept, error);
    *set = 0;
    for (uint32_t i = 0; status == STATUS_OK && i < kept.count && *set == 0; i++) {
        if (text_equal(json_text(&kept.members[i].value), text)) {
            (void)text_integer(kept.members[i].name, set);
        }
    }
    if (status != STATUS_OK || *set || !keep) {
        return status;
    }
    *set = (int64_t)kept.count + 1;
    struct text name = text_printf(arena, "%" PRId64, *set);
    return store->api->set_value(store, PINNED_PLUGINS, name, text, error);
}

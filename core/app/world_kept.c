/* A world as the store keeps it: its parts by digest, and what names them; and the way back. See world.h.
 *
 * Content: {"parts":[{kind,name,digest[,older]}],"site":{grants,link,plugins},"zone"}. A part is a workflow's
 * source, a plugin's files (canonical JSON), or a calendar's file, whose name is its path. The zone's own
 * data is the machine's, and is not kept. */
#include "app/world.h"

#include <inttypes.h>

struct naming {
    struct arena *arena;
    struct json parts;
    world_keep keep;
    void *self;
    bool kept;
};

static void name_part(struct naming *naming, const char *kind, struct text name, bool older,
                      const struct digest *digest, struct text content)
{
    struct json part = json_object();
    struct text hex = digest_hex(naming->arena, digest);
    json_set(naming->arena, &part, TEXT("kind"), json_string(text_of(kind)));
    json_set(naming->arena, &part, TEXT("name"), json_string(name));
    json_set(naming->arena, &part, TEXT("digest"), json_string(hex));
    if (older) {
        json_set(naming->arena, &part, TEXT("older"), json_boolean(true));
    }
    json_append(naming->arena, &naming->parts, part);
    naming->kept = naming->kept && naming->keep(naming->self, text_of(kind), name, digest, content);
}

bool world_parts(struct arena *arena, const struct world *world, world_keep keep, void *self,
                 struct text *content)
{
    struct naming naming = {arena, json_array(), keep, self, true};
    for (size_t i = 0; i < world->definition_count; i++) {
        const struct definition *definition = world->definitions[i];
        bool older = world_current(world, definition->name) != definition;
        name_part(&naming, "workflow", definition->name, older, &definition->digest, definition->source);
    }
    for (size_t i = 0; i < world->plugin_count; i++) {
        const struct plugin *plugin = &world->plugins[i];
        name_part(&naming, "plugin", plugin->name, false, &plugin->digest, plugin->files);
    }
    for (uint32_t i = 0; i < world->calendar_files.count; i++) {
        struct text file = json_text(&world->calendar_files.members[i].value);
        struct digest digest = digest_of(file);
        name_part(&naming, "calendar", world->calendar_files.members[i].name, false, &digest, file);
    }
    struct json whole = json_object();
    json_set(arena, &whole, TEXT("parts"), naming.parts);
    json_set(arena, &whole, TEXT("site"), world->site);
    json_set(arena, &whole, TEXT("zone"), json_string(zone_name(world->zone)));
    *content = json_to_text(arena, &whole);
    return naming.kept;
}

/* --- the way back -------------------------------------------------------------------- */

struct again {
    struct arena *arena;
    struct store *store;
    struct json files, older;
};

/* A plugin's files, below a folder of its name. */
static enum status add_plugin(struct again *again, struct text name, struct text content, struct error *error)
{
    struct json own;
    enum status status = json_read(again->arena, content, &own, error);
    for (uint32_t i = 0; status == STATUS_OK && own.type == JSON_OBJECT && i < own.count; i++) {
        struct text path =
            text_printf(again->arena, "plugins/%.*s/%.*s", TEXT_ARGS(name), TEXT_ARGS(own.members[i].name));
        json_set(again->arena, &again->files, path, own.members[i].value);
    }
    return status;
}

static enum status add_part(struct again *again, const struct json *part, struct error *error)
{
    struct text content, path;
    struct text kind = json_get_text(part, "kind"), name = json_get_text(part, "name");
    struct text digest = json_get_text(part, "digest");
    enum status status = again->store->api->part(again->store, again->arena, digest, &content, error);
    if (status != STATUS_OK) {
        return status;
    }
    if (text_is(kind, "plugin")) {
        return add_plugin(again, name, content, error);
    }
    if (json_get_boolean(part, "older", false)) {
        json_set(again->arena, &again->older, digest, json_string(content));
        return STATUS_OK;
    }
    path =
        text_is(kind, "calendar") ? name : text_printf(again->arena, "workflows/%.*s.yaml", TEXT_ARGS(name));
    json_set(again->arena, &again->files, path, json_string(content));
    return STATUS_OK;
}

static struct json object_of(const struct json *json, const char *name)
{
    const struct json *found = json_member_of(json, name);
    return found && found->type == JSON_OBJECT ? *found : json_object();
}

static enum status build(struct again *again, const struct files *files, const struct json *whole,
                         int64_t number, const struct world **world, struct error *error)
{
    struct findings findings;
    const struct json *site = json_member_of(whole, "site");
    struct site_settings settings = site_settings_default();
    findings_init(&findings, again->arena);
    settings.link = json_get_text(site, "link");
    settings.plugins = object_of(site, "plugins");
    settings.grants = object_of(site, "grants");
    const struct zone *zone = zone_load(again->arena, files, json_get_text(whole, "zone"), &findings);
    struct world *built =
        (struct world *)world_build(again->arena, &again->files, &again->older, &settings, zone, &findings);
    if (!built) {
        const struct finding *first = &findings.list.at[0];
        return error_set(error, STATUS_UNSUPPORTED, "World %" PRId64 " cannot be made again: %.*s: %.*s",
                         number, TEXT_ARGS(first->file), TEXT_ARGS(first->message));
    }
    built->number = number;
    *world = built;
    return world_plugin_set(again->arena, again->store, built, false, &built->plugin_set, error);
}

enum status world_again(struct arena *arena, const struct files *files, struct store *store, int64_t number,
                        const struct world **world, struct error *error)
{
    struct text content;
    struct json whole;
    struct again again = {arena, store, json_object(), json_object()};
    enum status status = store->api->world(store, arena, number, &content, error);
    if (status == STATUS_OK) {
        status = json_read(arena, content, &whole, error);
    }
    if (status == STATUS_OK && !json_member_of(&whole, "site")) {
        return error_set(error, STATUS_NOT_FOUND,
                         "World %" PRId64 " is of an older program, which did not keep all of it", number);
    }
    const struct json *parts = status == STATUS_OK ? json_member_of(&whole, "parts") : NULL;
    for (uint32_t i = 0; status == STATUS_OK && parts && i < parts->count; i++) {
        status = add_part(&again, &parts->elements[i], error);
    }
    return status == STATUS_OK ? build(&again, files, &whole, number, world, error) : status;
}

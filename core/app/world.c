/* See world.h. */
#include "app/world.h"

#include "base/log.h"
#include "definition/calendar_file.h"
#include "script/script.h"
#include "store/pinned.h"

struct building {
    struct arena *arena;
    const struct json *files;
    const struct site_settings *settings;
    struct findings *findings;
    VECTOR(const struct definition *)
    definitions;
    VECTOR(const struct calendar *)
    calendars;
    VECTOR(struct plugin)
    plugins;
    VECTOR(struct area)
    areas;
    struct map names; /* "workflow NAME", … → seen */
    struct json calendar_files;
};

static bool is_new_name(struct building *building, const char *kind, struct text name,
                        const struct source *source, struct place place)
{
    struct text key = text_printf(building->arena, "%s %.*s", kind, TEXT_ARGS(name));
    if (map_add(building->arena, &building->names, key, 1)) {
        return true;
    }
    source_error(source, place, NULL, "there is another %s “%.*s”", kind, TEXT_ARGS(name));
    return false;
}

static void add_workflow(struct building *building, const struct node *root, const struct source *source)
{
    const struct definition *definition = definition_read(building->arena, root, source);
    if (definition && is_new_name(building, "workflow", definition->name, source, root->place)) {
        vector_push(building->arena, &building->definitions, definition);
    }
}

static void add_calendar(struct building *building, const struct node *root, const struct source *source)
{
    const struct calendar *calendar = calendar_read(building->arena, root, source);
    if (calendar && is_new_name(building, "calendar", calendar->name, source, root->place)) {
        vector_push(building->arena, &building->calendars, calendar);
        json_set(building->arena, &building->calendar_files, source->file, json_string(source->bytes));
    }
}

/* The file NAME beside PATH. */
static struct text beside(struct arena *arena, struct text path, const char *name)
{
    size_t folder = path.size;
    while (folder > 0 && path.at[folder - 1] != '/') {
        folder--;
    }
    return text_printf(arena, "%.*s%s", (int)folder, path.at, name);
}

/* What lies in the plugin's folder and counts, besides manifest and code: an object of path → content. Its
 * tests and stories change nothing that is decided. */
static struct json plugin_data(struct building *building, struct text manifest)
{
    struct json data = json_object();
    struct text folder = beside(building->arena, manifest, "");
    for (uint32_t i = 0; folder.size && i < building->files->count; i++) {
        struct text path = building->files->members[i].name;
        struct text own = text_part(path, folder.size, path.size);
        bool counts = text_starts(path, folder) && !text_starts(own, TEXT("tests/")) &&
                      !text_starts(own, TEXT("scenarios/"));
        if (counts && !text_is(own, "manifest.yaml") && !text_is(own, "init.lua")) {
            json_set(building->arena, &data, own, building->files->members[i].value);
        }
    }
    return data;
}

struct text site_file(const struct json *files)
{
    for (uint32_t i = 0; i < files->count; i++) {
        struct text path = files->members[i].name;
        if (text_is(path, "site.yaml") || text_ends(path, TEXT("/site.yaml"))) {
            return path;
        }
    }
    return (struct text){0};
}

/* What a plugin asks for and is not granted is told, and so is a grant that nobody asks for: where there is a
 * site to grant. */
static void grant(struct building *building, const struct source *source, struct plugin *plugin)
{
    struct arena *arena = building->arena;
    struct json unasked, none = json_null();
    const struct json *grants = json_get(&building->settings->grants, plugin->name);
    plugin_grant(arena, plugin, grants ? grants : &none, &unasked);
    struct text site_path = site_file(building->files);
    if (site_path.size == 0) {
        return;
    }
    for (uint32_t i = 0; i < unasked.count; i++) {
        struct source site = {site_path, (struct text){0}, building->findings};
        source_warning(&site, (struct place){0}, "take it out of `grant`",
                       "the plugin “%.*s” is granted `%.*s`, which it does not ask for",
                       TEXT_ARGS(plugin->name), TEXT_ARGS(json_text(&unasked.elements[i])));
    }
    for (size_t i = 0; i < plugin->permission_count; i++) {
        if (!plugin->permissions[i].granted) {
            struct text words = permission_words(arena, &plugin->permissions[i]);
            source_warning(source, (struct place){0},
                           arena_printf(arena, "grant it in site.yaml: plugins: {%.*s: {grant: [%.*s]}}",
                                        TEXT_ARGS(plugin->name), TEXT_ARGS(words)),
                           "the plugin “%.*s” asks for `%.*s`, which is not granted: it goes without",
                           TEXT_ARGS(plugin->name), TEXT_ARGS(words));
        }
    }
}

static void add_plugin(struct building *building, const struct source *source, const struct node *root)
{
    struct manifest manifest;
    struct text code_file = beside(building->arena, source->file, "init.lua");
    struct text code = json_text(json_get(building->files, code_file));
    const struct node *name = node_get(root, "name");
    const struct json *settings = name ? json_get(&building->settings->plugins, name->scalar) : NULL;
    bool read = manifest_read(building->arena, source, code_file, code, settings ? *settings : json_null(),
                              &manifest);
    if (!read || !is_new_name(building, "plugin", manifest.plugin.name, source, root->place)) {
        return;
    }
    struct json data = plugin_data(building, source->file);
    plugin_seal(building->arena, &manifest.plugin, source->bytes, &data);
    grant(building, source, &manifest.plugin);
    for (size_t i = 0; i < manifest.area_count; i++) {
        struct area area = manifest.areas[i];
        area.plugin = (uint16_t)building->plugins.count;
        if (is_new_name(building, "area", area.name, source, root->place)) {
            vector_push(building->arena, &building->areas, area);
        }
    }
    vector_push(building->arena, &building->plugins, manifest.plugin);
}

/* What a YAML file is stands in its first keys. Scenarios and site.yaml are for others. */
static void add_file(struct building *building, struct text path, struct text content)
{
    struct source source = {path, content, building->findings};
    if (!text_ends(path, TEXT(".yaml")) && !text_ends(path, TEXT(".yml"))) {
        return;
    }
    const struct node *root = node_read(building->arena, &source);
    if (!root) {
        return;
    }
    if (root->kind != NODE_MAP) {
        source_error(&source, root->place, "begin with `workflow: NAME`",
                     "this file is %s, not a map of keys", node_kind_words(root->kind));
    } else if (text_ends(path, TEXT("manifest.yaml"))) {
        add_plugin(building, &source, root);
    } else if (node_get(root, "scenario") || node_get(root, "story")) {
        return;
    } else if (node_get(root, "holidays") || node_get(root, "extends")) {
        add_calendar(building, root, &source);
    } else if (!text_ends(path, TEXT("site.yaml"))) {
        add_workflow(building, root, &source);
    }
}

static const struct calendar *find_calendar(const struct building *building, struct text name)
{
    for (size_t i = 0; i < building->calendars.count; i++) {
        if (text_equal(building->calendars.at[i]->name, name)) {
            return building->calendars.at[i];
        }
    }
    return NULL;
}

/* A calendar of some areas has the holidays of the one that it extends, too. */
static void extend_calendars(struct building *building)
{
    for (size_t i = 0; i < building->calendars.count; i++) {
        const struct calendar *calendar = building->calendars.at[i];
        if (calendar->extends.size == 0) {
            continue;
        }
        const struct calendar *base = find_calendar(building, calendar->extends);
        if (!base || base->extends.size) {
            struct source source = {calendar->name, (struct text){0}, building->findings};
            source_error(&source, (struct place){0}, "extend one that is there and extends none itself",
                         "the calendar “%.*s” cannot extend “%.*s”", TEXT_ARGS(calendar->name),
                         TEXT_ARGS(calendar->extends));
            continue;
        }
        building->calendars.at[i] = calendar_extended(building->arena, calendar, base);
    }
}

/* One that cannot be read holds up its own cases, and nobody else's. */
static void add_older(struct building *building, const struct json *older)
{
    for (uint32_t i = 0; older->type == JSON_OBJECT && i < older->count; i++) {
        struct error error;
        const struct definition *definition;
        if (pinned_read(building->arena, older->members[i].name, json_text(&older->members[i].value),
                        &definition, &error) == STATUS_OK) {
            vector_push(building->arena, &building->definitions, definition);
        } else {
            log_write(LOG_ERROR, "app", "%s; the cases on it stay as they are", error.message);
        }
    }
}

/* The files of calendars that lie in no plugin's folder: those of plugins are kept with them. */
static struct json loose_calendars(const struct building *building)
{
    struct json loose = json_object();
    for (uint32_t i = 0; i < building->calendar_files.count; i++) {
        const struct json_member *file = &building->calendar_files.members[i];
        bool owned = false;
        vector_each(const struct plugin, plugin, &building->plugins)
        {
            owned = owned || text_starts(file->name, beside(building->arena, plugin->file, ""));
        }
        if (!owned) {
            json_set(building->arena, &loose, file->name, file->value);
        }
    }
    return loose;
}

/* What a world that is made again later needs of the site. */
static struct json site_of(struct arena *arena, const struct site_settings *settings)
{
    struct json site = json_object();
    json_set(arena, &site, TEXT("grants"), settings->grants);
    json_set(arena, &site, TEXT("link"), json_string(settings->link));
    json_set(arena, &site, TEXT("plugins"), settings->plugins);
    return site;
}

static bool keep_nothing(void *self, struct text kind, struct text name, const struct digest *digest,
                         struct text content)
{
    (void)self, (void)kind, (void)name, (void)digest, (void)content;
    return true;
}

const struct world *world_build(struct arena *arena, const struct json *files, const struct json *older,
                                const struct site_settings *settings, const struct zone *zone,
                                struct findings *findings)
{
    struct building building = {.arena = arena,
                                .files = files,
                                .settings = settings,
                                .findings = findings,
                                .calendar_files = json_object()};
    for (uint32_t i = 0; i < files->count; i++) {
        add_file(&building, files->members[i].name, json_text(&files->members[i].value));
    }
    size_t present = building.definitions.count;
    extend_calendars(&building);
    add_older(&building, older);
    if (findings->errors) {
        return NULL;
    }
    struct world *world = arena_new(arena, struct world);
    *world = (struct world){.zone = zone,
                            .definitions = building.definitions.at,
                            .definition_count = building.definitions.count,
                            .calendars = building.calendars.at,
                            .calendar_count = building.calendars.count,
                            .areas = building.areas.at,
                            .area_count = building.areas.count,
                            .plugins = building.plugins.at,
                            .plugin_count = building.plugins.count,
                            .read_plugin = world_read_plugin,
                            .link = settings->link,
                            .calendar_files = loose_calendars(&building),
                            .site = site_of(arena, settings)};
    for (size_t i = 0; i < world->definition_count; i++) {
        const struct definition *definition = world->definitions[i];
        map_add(arena, &world->by_digest, digest_hex(arena, &definition->digest), (int32_t)i);
        if (i < present) {
            map_add(arena, &world->current, definition->name, (int32_t)i);
        }
    }
    struct text content;
    world_parts(arena, world, keep_nothing, NULL, &content);
    world->digest = digest_of(content);
    return world;
}

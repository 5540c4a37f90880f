/* manifest.yaml, read: who a plugin is, whom it serves, what it takes and what it asks for. Every mistake is
 * found in one reading. */
#include "script/manifest.h"

#include <inttypes.h>

static const char *const keys[] = {"name",      "version",  "api",          "title",      "about",    "areas",
                                   "workflows", "settings", "capabilities", "on_failure", "calendars"};
enum { KEY_COUNT = sizeof keys / sizeof *keys };

bool manifest_is_name(struct text name)
{
    if (!name.size || name.size > 64 || name.at[0] < 'a' || name.at[0] > 'z') {
        return false;
    }
    for (size_t i = 0; i < name.size; i++) {
        char c = name.at[i];
        if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '-' && c != '_') {
            return false;
        }
    }
    return true;
}

void manifest_known(const struct reader *reader, const struct node *map, const char *what,
                    const char *const *known, size_t count)
{
    struct text names[KEY_COUNT];
    for (size_t i = 0; i < count; i++) {
        names[i] = text_of(known[i]);
    }
    for (uint32_t i = 0; i < map->count; i++) {
        struct text key = map->entries[i].key;
        bool found = false;
        for (size_t j = 0; j < count; j++) {
            found = found || text_equal(names[j], key);
        }
        struct text nearest = text_nearest(key, names, count);
        if (!found) {
            source_error(reader->source, map->entries[i].place,
                         nearest.size ? arena_printf(reader->arena, "Did you mean %.*s?", TEXT_ARGS(nearest))
                                      : NULL,
                         "%s has no key %.*s", what, TEXT_ARGS(key));
        }
    }
}

struct text manifest_text(const struct reader *reader, const struct node *node, const char *what)
{
    if (node->kind != NODE_SCALAR || !node->scalar.size) {
        source_error(reader->source, node->place, NULL, "%s must be a text, and %s stands here", what,
                     node_kind_words(node->kind));
        return (struct text){0};
    }
    return text_copy(reader->arena, node->scalar);
}

const struct text *manifest_texts(const struct reader *reader, const struct node *node, const char *what,
                                  size_t *count)
{
    *count = 0;
    if (node->kind != NODE_LIST) {
        source_error(reader->source, node->place, "Write: [one, another]",
                     "%s must be a list, and %s stands here", what, node_kind_words(node->kind));
        return NULL;
    }
    struct text *texts = arena_array(reader->arena, struct text, node->count);
    for (uint32_t i = 0; i < node->count; i++) {
        texts[i] = manifest_text(reader, &node->elements[i], what);
    }
    *count = node->count;
    return texts;
}

static date read_day(const struct reader *reader, const struct node *map, const char *key)
{
    const struct node *node = node_get(map, key);
    if (!node) {
        return DATE_NONE;
    }
    date day = node->kind == NODE_SCALAR ? date_read(node->scalar) : DATE_NONE;
    if (day == DATE_NONE) {
        source_error(reader->source, node->place, "Write it so: 2018-04-01", "%s must be a date", key);
    }
    return day;
}

static void read_area(const struct reader *reader, const struct node_entry *entry, struct area *area)
{
    static const char *const known[] = {"title", "from", "until"};
    *area = (struct area){.name = text_copy(reader->arena, entry->key),
                          .from = DATE_NONE,
                          .until = DATE_NONE,
                          .plugin = DEFINITION_NONE};
    if (!manifest_is_name(entry->key) || text_is(entry->key, "elsewhere")) {
        source_error(reader->source, entry->place,
                     "Lower-case letters, digits and hyphens; `elsewhere` is taken",
                     "%.*s cannot be the name of an area", TEXT_ARGS(entry->key));
    }
    const struct node *value = &entry->value;
    if (value->kind != NODE_MAP) {
        area->title = manifest_text(reader, value, "an area's title");
        return;
    }
    manifest_known(reader, value, "an area", known, 3);
    const struct node *title = node_get(value, "title");
    area->title = title ? manifest_text(reader, title, "an area's title") : area->name;
    area->from = read_day(reader, value, "from");
    area->until = read_day(reader, value, "until");
    if (area->from != DATE_NONE && area->until != DATE_NONE && area->until < area->from) {
        source_error(reader->source, value->place, NULL, "the area %.*s ends before it begins",
                     TEXT_ARGS(area->name));
    }
}

static void read_areas(const struct reader *reader, const struct node *node, struct manifest *manifest)
{
    if (node->kind != NODE_MAP) {
        source_error(reader->source, node->place, "Write: areas: {rbkc: Kensington and Chelsea}",
                     "areas must be a map of names to titles, and %s stands here",
                     node_kind_words(node->kind));
        return;
    }
    struct area *areas = arena_array(reader->arena, struct area, node->count);
    struct text *names = arena_array(reader->arena, struct text, node->count);
    for (uint32_t i = 0; i < node->count; i++) {
        read_area(reader, &node->entries[i], &areas[i]);
        names[i] = areas[i].name;
    }
    manifest->areas = areas;
    manifest->plugin.areas = names;
    manifest->area_count = manifest->plugin.area_count = node->count;
}

static void read_failure(const struct reader *reader, const struct node *node, struct plugin *plugin)
{
    struct text how = node->kind == NODE_SCALAR ? node->scalar : (struct text){0};
    plugin->goes_on = text_is(how, "go on");
    if (!plugin->goes_on && !text_is(how, "refuse")) {
        source_error(reader->source, node->place, NULL, "on_failure is `refuse` or `go on`");
    }
}

static void read_api(const struct reader *reader, const struct node *api)
{
    int64_t number = 0;
    if (api->kind != NODE_SCALAR || !text_integer(api->scalar, &number) || number < 1) {
        source_error(reader->source, api->place, "Write: api: 1", "api must be a whole number from 1");
    } else if (number > SCRIPT_API) {
        source_error(reader->source, api->place, "Take a newer Caseway, or an older version of the plugin",
                     "this plugin is written for API %" PRId64 ", and this Caseway takes up to API %d",
                     number, SCRIPT_API);
    }
}

/* The keys that must be there. */
static void read_head(const struct reader *reader, const struct node *root, struct plugin *plugin)
{
    const struct node *name = node_get(root, "name"), *version = node_get(root, "version");
    const struct node *api = node_get(root, "api"), *title = node_get(root, "title");
    if (!name || !version || !api) {
        source_error(reader->source, root->place, "Write: name: my-plugin, version: 1.0.0, api: 1",
                     "a manifest says its %s",
                     !name      ? "name"
                     : !version ? "version"
                                : "api");
    }
    if (name) {
        plugin->name = manifest_text(reader, name, "name");
        if (plugin->name.size && !manifest_is_name(plugin->name)) {
            source_error(reader->source, name->place,
                         "Lower-case letters, digits and hyphens, a letter first",
                         "%.*s cannot be the name of a plugin", TEXT_ARGS(plugin->name));
        }
    }
    plugin->version = version ? manifest_text(reader, version, "version") : (struct text){0};
    plugin->title = title ? manifest_text(reader, title, "title") : plugin->name;
    if (api) {
        read_api(reader, api);
    }
}

static void read_rest(const struct reader *reader, const struct node *root, struct json given,
                      struct manifest *manifest)
{
    const struct node *areas = node_get(root, "areas"), *workflows = node_get(root, "workflows");
    const struct node *calendars = node_get(root, "calendars");
    const struct node *capabilities = node_get(root, "capabilities"), *failure = node_get(root, "on_failure");
    if (areas) {
        read_areas(reader, areas, manifest);
    }
    if (workflows) {
        manifest->plugin.workflows =
            manifest_texts(reader, workflows, "workflows", &manifest->plugin.workflow_count);
    }
    if (calendars) {
        manifest->calendars = manifest_texts(reader, calendars, "calendars", &manifest->calendar_count);
    }
    if (capabilities) {
        manifest_capabilities(reader, capabilities, &manifest->plugin);
    }
    if (failure) {
        read_failure(reader, failure, &manifest->plugin);
    }
    manifest->plugin.settings = manifest_settings(reader, node_get(root, "settings"), given);
}

void plugin_seal(struct arena *arena, struct plugin *plugin, struct text manifest, const struct json *data)
{
    struct json files = json_object();
    for (uint32_t i = 0; data->type == JSON_OBJECT && i < data->count; i++) {
        json_set(arena, &files, data->members[i].name, data->members[i].value);
    }
    json_set(arena, &files, TEXT("manifest.yaml"), json_string(manifest));
    if (plugin->code.size) {
        json_set(arena, &files, TEXT("init.lua"), json_string(plugin->code));
    }
    plugin->files = json_to_text(arena, &files);
    plugin->digest = digest_of(plugin->files);
}

bool manifest_read(struct arena *arena, const struct source *source, struct text code_file, struct text code,
                   struct json settings, struct manifest *manifest)
{
    size_t errors = source->findings->errors;
    struct reader reader = {.arena = arena, .source = source};
    *manifest = (struct manifest){0};
    const struct node *root = node_read(arena, source);
    if (!root) {
        return false;
    }
    if (root->kind != NODE_MAP) {
        source_error(source, root->place, NULL, "a manifest is a map of keys, and %s stands here",
                     node_kind_words(root->kind));
        return false;
    }
    manifest_known(&reader, root, "a manifest", keys, KEY_COUNT);
    read_head(&reader, root, &manifest->plugin);
    read_rest(&reader, root, settings, manifest);
    if (code.size > SCRIPT_CODE_LIMIT) {
        source_error(source, (struct place){0}, NULL, "the plugin's code has more than %d bytes",
                     SCRIPT_CODE_LIMIT);
    }
    manifest->plugin.file = text_copy(arena, code_file);
    manifest->plugin.code = text_copy(arena, code);
    struct json no_data = json_null();
    plugin_seal(arena, &manifest->plugin, source->bytes, &no_data);
    return source->findings->errors == errors;
}

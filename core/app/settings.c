/* site.yaml, and the zone that it names. See world.h. */
#include "app/world.h"

#include "definition/node.h"

#define ZONE_FOLDER "/usr/share/zoneinfo"
enum { ZONE_FILE_SIZE_LIMIT = 256 * 1024 };

struct site_settings site_settings_default(void)
{
    return (struct site_settings){.title = TEXT("A site"),
                                  .zone_name = TEXT("Europe/London"),
                                  .listen = TEXT("127.0.0.1:8080"),
                                  .plugins = json_object(),
                                  .grants = json_object()};
}

static void read_text(const struct source *source, const struct node *node, struct text *text)
{
    if (node->kind != NODE_SCALAR) {
        source_error(source, node->place, NULL, "this must be a text, not %s", node_kind_words(node->kind));
        return;
    }
    *text = node->scalar;
}

static bool is_grant(struct text words)
{
    bool named = text_starts(words, TEXT("http ")) || text_starts(words, TEXT("secret "));
    return text_is(words, "mail") || text_is(words, "pages") ||
           (named && text_find(words, ' ') + 1 < words.size);
}

static void read_grants(struct arena *arena, const struct source *source, struct text plugin,
                        const struct node *node, struct site_settings *settings)
{
    static const char hint[] = "grant: [mail, pages, http example.org, secret NAME]";
    struct json grants = json_array();
    if (node->kind != NODE_LIST) {
        source_error(source, node->place, hint, "what a plugin is granted is a list, not %s",
                     node_kind_words(node->kind));
        return;
    }
    for (uint32_t i = 0; i < node->count; i++) {
        const struct node *grant = &node->elements[i];
        if (grant->kind != NODE_SCALAR || !is_grant(grant->scalar)) {
            source_error(source, grant->place, hint, "this cannot be granted");
        } else {
            json_append(arena, &grants, json_string(grant->scalar));
        }
    }
    json_set(arena, &settings->grants, plugin, grants);
}

static void read_plugin(struct arena *arena, const struct source *source, const struct node_entry *plugin,
                        struct site_settings *settings)
{
    if (plugin->value.kind != NODE_MAP) {
        source_error(source, plugin->value.place, "a plugin has: settings, grant",
                     "what the site says of a plugin is a map, not %s", node_kind_words(plugin->value.kind));
        return;
    }
    for (uint32_t i = 0; i < plugin->value.count; i++) {
        const struct node_entry *entry = &plugin->value.entries[i];
        if (text_is(entry->key, "settings")) {
            json_set(arena, &settings->plugins, plugin->key, node_to_json(arena, &entry->value));
        } else if (text_is(entry->key, "grant") || text_is(entry->key, "grants")) {
            read_grants(arena, source, plugin->key, &entry->value, settings);
        } else {
            source_error(source, entry->place, "a plugin has: settings, grant", "a plugin has no “%.*s” here",
                         TEXT_ARGS(entry->key));
        }
    }
}

/* plugins: {NAME: {settings: {…}, grant: […]}} */
static void read_plugins(struct arena *arena, const struct source *source, const struct node *node,
                         struct site_settings *settings)
{
    if (node->kind != NODE_MAP) {
        source_error(source, node->place, "plugins: {rbkc: {settings: {review_every: 3 months}}}",
                     "plugins are listed by name");
        return;
    }
    for (uint32_t i = 0; i < node->count; i++) {
        read_plugin(arena, source, &node->entries[i], settings);
    }
}

bool site_settings_read(struct arena *arena, struct text file, struct text bytes,
                        struct site_settings *settings, struct findings *findings)
{
    struct source source = {file, bytes, findings};
    size_t errors = findings->errors;
    *settings = site_settings_default();
    const struct node *root = node_read(arena, &source);
    if (!root || root->kind != NODE_MAP) {
        return findings->errors == errors;
    }
    for (uint32_t i = 0; i < root->count; i++) {
        const struct node_entry *entry = &root->entries[i];
        if (text_is(entry->key, "title")) {
            read_text(&source, &entry->value, &settings->title);
        } else if (text_is(entry->key, "zone")) {
            read_text(&source, &entry->value, &settings->zone_name);
        } else if (text_is(entry->key, "link")) {
            read_text(&source, &entry->value, &settings->link);
        } else if (text_is(entry->key, "listen")) {
            read_text(&source, &entry->value, &settings->listen);
        } else if (text_is(entry->key, "plugins")) {
            read_plugins(arena, &source, &entry->value, settings);
        } else {
            source_error(&source, entry->place, "a site has: title, zone, link, listen, plugins",
                         "a site has no “%.*s”", TEXT_ARGS(entry->key));
        }
    }
    return findings->errors == errors;
}

/* A zone's name is a path below the zone folder, and no way out of it. */
static bool is_zone_name(struct text name)
{
    for (size_t i = 0; i < name.size; i++) {
        char c = name.at[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!letter && c != '/' && c != '_' && c != '-' && c != '+') {
            return false;
        }
    }
    return name.size > 0 && name.size < 64 && name.at[0] != '/';
}

const struct zone *zone_load(struct arena *arena, const struct files *files, struct text name,
                             struct findings *findings)
{
    struct text bytes;
    struct error error;
    const struct zone *zone = NULL;
    if (text_is(name, "UTC")) {
        return zone_utc();
    }
    enum status status = error_set(&error, STATUS_INVALID, "it is not the name of a zone");
    if (is_zone_name(name)) {
        const char *path = arena_printf(arena, ZONE_FOLDER "/%.*s", TEXT_ARGS(name));
        status = files->read(files->self, arena, path, ZONE_FILE_SIZE_LIMIT, &bytes, &error);
        if (status == STATUS_OK) {
            status = zone_read(arena, name, bytes, &zone, &error);
        }
    }
    if (status == STATUS_OK) {
        return zone;
    }
    struct finding finding = {.severity = SEVERITY_WARNING, .file = TEXT("site.yaml")};
    finding.message = text_printf(arena, "the zone “%.*s” cannot be read (%s); times are in UTC",
                                  TEXT_ARGS(name), error.message);
    finding.hint = TEXT("install the package tzdata, or name another zone: `zone: Europe/London`");
    findings_add(findings, &finding);
    return zone_utc();
}

/* What a plugin asks for in its manifest (`capabilities`), and what an admin grants of it in site.yaml. */
#include "script/manifest.h"

/* How often each capability can be asked for, and the word for one of it. */
static const struct {
    const char *name, *one;
    bool listed; /* for named hosts or secrets; else with `true` */
} known[] = {
    {"http", "http", true}, {"mail", "mail", false}, {"pages", "pages", false}, {"secrets", "secret", true}};
enum { KNOWN_COUNT = sizeof known / sizeof *known };

static void add(const struct reader *reader, struct plugin *plugin, size_t kind, struct text for_what)
{
    struct permission *permissions =
        arena_array(reader->arena, struct permission, plugin->permission_count + 1);
    for (size_t i = 0; i < plugin->permission_count; i++) {
        permissions[i] = plugin->permissions[i];
    }
    permissions[plugin->permission_count++] =
        (struct permission){.capability = text_of(known[kind].name), .for_what = for_what};
    plugin->permissions = permissions;
}

static void read_capability(const struct reader *reader, const struct node_entry *entry, size_t kind,
                            struct plugin *plugin)
{
    const struct node *value = &entry->value;
    size_t count = 0;
    if (!known[kind].listed) {
        if (value->kind != NODE_SCALAR || !text_is(value->scalar, "true")) {
            source_error(reader->source, value->place, NULL, "the capability %.*s is asked for with `true`",
                         TEXT_ARGS(entry->key));
        }
        add(reader, plugin, kind, (struct text){0});
        return;
    }
    const struct text *texts = manifest_texts(reader, value, "this capability", &count);
    for (size_t i = 0; i < count; i++) {
        add(reader, plugin, kind, texts[i]);
    }
}

void manifest_capabilities(const struct reader *reader, const struct node *node, struct plugin *plugin)
{
    const char *names[KNOWN_COUNT];
    if (node->kind != NODE_MAP) {
        source_error(reader->source, node->place, "Write: capabilities: {http: [example.org], mail: true}",
                     "capabilities must be a map, and %s stands here", node_kind_words(node->kind));
        return;
    }
    for (size_t kind = 0; kind < KNOWN_COUNT; kind++) {
        names[kind] = known[kind].name;
    }
    manifest_known(reader, node, "capabilities", names, KNOWN_COUNT);
    for (uint32_t i = 0; i < node->count; i++) {
        for (size_t kind = 0; kind < KNOWN_COUNT; kind++) {
            if (text_is(node->entries[i].key, known[kind].name)) {
                read_capability(reader, &node->entries[i], kind, plugin);
            }
        }
    }
}

struct text permission_words(struct arena *arena, const struct permission *permission)
{
    const char *one = "";
    for (size_t kind = 0; kind < KNOWN_COUNT; kind++) {
        one = text_is(permission->capability, known[kind].name) ? known[kind].one : one;
    }
    return permission->for_what.size ? text_printf(arena, "%s %.*s", one, TEXT_ARGS(permission->for_what))
                                     : text_of(one);
}

void plugin_grant(struct arena *arena, struct plugin *plugin, const struct json *grants, struct json *unasked)
{
    struct permission *permissions = arena_array(arena, struct permission, plugin->permission_count);
    *unasked = json_array();
    for (size_t i = 0; i < plugin->permission_count; i++) {
        permissions[i] = plugin->permissions[i];
    }
    for (uint32_t g = 0; grants->type == JSON_ARRAY && g < grants->count; g++) {
        bool asked = false;
        for (size_t i = 0; i < plugin->permission_count; i++) {
            bool same = text_equal(permission_words(arena, &permissions[i]), json_text(&grants->elements[g]));
            permissions[i].granted = permissions[i].granted || same;
            asked = asked || same;
        }
        if (!asked) {
            json_append(arena, unasked, grants->elements[g]);
        }
    }
    plugin->permissions = permissions;
}

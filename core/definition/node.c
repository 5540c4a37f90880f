/* The tree of a YAML file, made from libyaml's events.
 *
 * Each node is read when its event stands in loader->event, and leaves its last event there. Once `stopped`,
 * everything returns at once and what is read so far is not a tree. libyaml gives its event memory out with
 * malloc; it is deleted before the next one is asked for and at the end, so nothing leaks however the reading
 * ends. */
#include "definition/node_loader.h"

#include "base/map.h"

/* Entries of a map are compared one by one up to so many, and looked up beyond. */
enum { FEW_ENTRIES = 8 };

struct entries {
    VECTOR(struct node_entry)
    list;
    struct map names;
};

static void read_node(struct node_loader *loader, unsigned depth, struct node *node);

struct place place_of_mark(yaml_mark_t mark)
{
    return (struct place){(uint32_t)mark.line + 1, (uint32_t)mark.column + 1};
}

static void next_event(struct node_loader *loader)
{
    yaml_event_delete(&loader->event);
    if (!loader->stopped && !yaml_parser_parse(&loader->parser, &loader->event)) {
        loader->event = (yaml_event_t){0};
        loader->stopped = true;
        node_fault_syntax(loader);
    }
}

static void stop(struct node_loader *loader, const char *message)
{
    if (!loader->stopped) {
        source_error(loader->source, place_of_mark(loader->event.start_mark), NULL, "%s", message);
        loader->stopped = true;
    }
}

static void check_properties(struct node_loader *loader, const yaml_char_t *anchor, const yaml_char_t *tag)
{
    if (anchor) {
        node_fault_anchor(loader, anchor);
    }
    if (tag) {
        node_fault_tag(loader, tag);
    }
}

static void read_scalar(struct node_loader *loader, struct node *node)
{
    check_properties(loader, loader->event.data.scalar.anchor, loader->event.data.scalar.tag);
    struct text value = {(const char *)loader->event.data.scalar.value, loader->event.data.scalar.length};
    node->scalar = text_copy(loader->arena, value);
    node->plain = loader->event.data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
}

static void read_list(struct node_loader *loader, unsigned depth, struct node *node)
{
    check_properties(loader, loader->event.data.sequence_start.anchor, loader->event.data.sequence_start.tag);
    struct place outer = loader->bracket;
    if (loader->event.data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE) {
        loader->bracket = node->place;
    }
    VECTOR(struct node)
    elements = {0};
    for (next_event(loader); !loader->stopped && loader->event.type != YAML_SEQUENCE_END_EVENT;
         next_event(loader)) {
        struct node element = {0};
        read_node(loader, depth + 1, &element);
        if (element.kind == NODE_MAP || !element.torn) {
            vector_push(loader->arena, &elements, element);
        }
    }
    loader->bracket = outer;
    node->kind = NODE_LIST;
    node->count = (uint32_t)elements.count;
    node->elements = elements.at;
}

/* The entry that has KEY already, or NULL; KEY is then known. */
static const struct node_entry *seen(struct node_loader *loader, struct entries *entries, struct text key)
{
    if (entries->list.count < FEW_ENTRIES) {
        vector_each(struct node_entry, entry, &entries->list)
        {
            if (text_equal(entry->key, key)) {
                return entry;
            }
        }
        return NULL;
    }
    for (size_t i = entries->names.count; i < entries->list.count; i++) {
        map_add(loader->arena, &entries->names, entries->list.at[i].key, (int32_t)i);
    }
    int32_t found = map_get(&entries->names, key);
    return found == MAP_NONE ? NULL : &entries->list.at[found];
}

/* The key that stands in the event; false when there is none to speak of. */
static bool read_key(struct node_loader *loader, unsigned depth, struct node_entry *entry)
{
    struct node key = {0};
    struct place place = place_of_mark(loader->event.start_mark);
    read_node(loader, depth + 1, &key);
    if (loader->stopped) {
        return false;
    }
    entry->key = key.scalar;
    entry->place = place;
    if (key.kind != NODE_SCALAR) {
        source_error(loader->source, place, HINT_OWN_LINE, "a key must be a plain word, and this is %s",
                     node_kind_words(key.kind));
    } else if (key.scalar.size == 0) {
        source_error(loader->source, place, HINT_OWN_LINE, "a key is missing before \":\"");
    } else if (text_is(key.scalar, "<<") && key.plain) {
        source_error(loader->source, place, "write the keys out", "maps cannot be merged with \"<<\"");
    } else {
        return true;
    }
    return false;
}

/* Keeps ENTRY unless its key stands already or it is the second half of a torn text (and then its first half
 * goes too). */
static void keep_entry(struct node_loader *loader, struct entries *entries, const struct node_entry *entry,
                       bool torn)
{
    if (torn) {
        if (entries->list.count && entries->list.at[entries->list.count - 1].value.plain &&
            entries->names.count < entries->list.count) {
            entries->list.count--;
        }
        return;
    }
    const struct node_entry *other = seen(loader, entries, entry->key);
    if (other) {
        source_error(loader->source, entry->place, "keep one of the two",
                     "\"%.*s\" stands here twice, first on line %u", TEXT_ARGS(text_shown(entry->key)),
                     other->place.line);
        return;
    }
    vector_push(loader->arena, &entries->list, *entry);
}

static bool is_nothing(const struct node *node)
{
    return node->kind == NODE_SCALAR && node->plain && node->scalar.size == 0;
}

static void read_map(struct node_loader *loader, unsigned depth, struct node *node)
{
    check_properties(loader, loader->event.data.mapping_start.anchor, loader->event.data.mapping_start.tag);
    bool flow = loader->event.data.mapping_start.style == YAML_FLOW_MAPPING_STYLE;
    struct place outer = loader->bracket;
    if (flow) {
        loader->bracket = node->place;
    }
    struct entries entries = {0};
    for (next_event(loader); !loader->stopped && loader->event.type != YAML_MAPPING_END_EVENT;
         next_event(loader)) {
        struct node_entry entry = {0};
        bool named = read_key(loader, depth, &entry);
        yaml_mark_t key_end = loader->event.end_mark;
        next_event(loader);
        yaml_mark_t value_start = loader->event.start_mark;
        read_node(loader, depth + 1, &entry.value);
        if (loader->stopped) {
            return;
        }
        bool alias = entry.value.kind == NODE_SCALAR && entry.value.torn;
        bool torn = named && !alias && is_nothing(&entry.value) &&
                    node_fault_torn(loader, &entry, flow, key_end, value_start);
        node->torn |= alias || torn;
        if (named && !alias) {
            keep_entry(loader, &entries, &entry, torn);
        }
    }
    loader->bracket = outer;
    node->kind = NODE_MAP;
    node->count = (uint32_t)entries.list.count;
    node->entries = entries.list.at;
}

/* The node whose first event stands in the loader; its last one stands there afterwards. */
static void read_node(struct node_loader *loader, unsigned depth, struct node *node)
{
    if (loader->stopped) {
        return;
    }
    node->place = place_of_mark(loader->event.start_mark);
    if (depth > NODE_DEPTH_LIMIT) {
        stop(loader, "lists and maps are nested more than 64 deep here");
        return;
    }
    if (++loader->count > NODE_COUNT_LIMIT) {
        stop(loader, "the file holds more than 200,000 texts, lists and maps; the rest is not read");
        return;
    }
    switch (loader->event.type) {
    case YAML_SCALAR_EVENT:
        read_scalar(loader, node);
        break;
    case YAML_SEQUENCE_START_EVENT:
        read_list(loader, depth, node);
        break;
    case YAML_MAPPING_START_EVENT:
        read_map(loader, depth, node);
        break;
    case YAML_ALIAS_EVENT:
        node_fault_alias(loader);
        node->torn = true;
        break;
    default:
        stop(loader, "something is missing here");
        break;
    }
}

static void read_document(struct node_loader *loader, struct node *root)
{
    next_event(loader);
    next_event(loader);
    if (loader->stopped) {
        return;
    }
    if (loader->event.type != YAML_DOCUMENT_START_EVENT) {
        source_error(loader->source, (struct place){0}, NULL, "the file is empty");
        loader->stopped = true;
        return;
    }
    next_event(loader);
    read_node(loader, 1, root);
    next_event(loader);
    next_event(loader);
    if (!loader->stopped && loader->event.type != YAML_STREAM_END_EVENT) {
        stop(loader, "a second document begins here; a file holds one");
    }
    if (!loader->stopped && is_nothing(root)) {
        source_error(loader->source, (struct place){0}, NULL, "the file says nothing");
        loader->stopped = true;
    }
}

const struct node *node_read(struct arena *arena, const struct source *source)
{
    if (source->bytes.size > NODE_FILE_LIMIT) {
        source_error(source, (struct place){0}, NULL, "the file is larger than 1 MiB");
        return NULL;
    }
    struct node_loader loader = {.arena = arena, .source = source};
    lines_index(&loader.lines, arena, source->bytes);
    if (node_fault_encoding(&loader)) {
        return NULL;
    }
    if (!yaml_parser_initialize(&loader.parser)) {
        source_error(source, (struct place){0}, NULL, "there is no memory to read the file with");
        return NULL;
    }
    struct text bytes = text_part(source->bytes, loader.lines.starts[0], source->bytes.size);
    yaml_parser_set_encoding(&loader.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&loader.parser, (const unsigned char *)(bytes.at ? bytes.at : ""),
                                 bytes.size);
    struct node *root = arena_new(arena, struct node);
    read_document(&loader, root);
    yaml_event_delete(&loader.event);
    yaml_parser_delete(&loader.parser);
    return loader.stopped ? NULL : root;
}

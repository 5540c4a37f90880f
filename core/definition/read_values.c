/* The small change of reading: maps with known keys, texts, yes and no, numbers, words, sets of roles.
 * Scalars are typed by their key, so `no` and `01` are texts where a text is meant. Whatever is wrong is said
 * here, and the reading goes on with what is left out. */
#include "definition/reader.h"

#include "definition/expression_lexer.h"

#include <string.h>

struct text_list names_of(struct reader *reader, const void *at, size_t count, size_t size)
{
    if (reader_is_full(reader)) {
        return (struct text_list){0};
    }
    struct text *names = arena_array(reader->arena, struct text, count);
    for (size_t i = 0; i < count; i++) {
        memcpy(&names[i], (const char *)at + i * size, sizeof names[i]);
    }
    return (struct text_list){.at = names, .count = count};
}

const char *did_you_mean(struct reader *reader, struct text word, const struct text *choices, size_t count)
{
    if (reader_is_full(reader)) {
        return NULL;
    }
    struct text nearest = text_nearest(word, choices, count);
    return nearest.size ? arena_printf(reader->arena, "did you mean \"%.*s\"?", TEXT_ARGS(nearest)) : NULL;
}

bool read_is_map(struct reader *reader, const struct node *node, const char *what)
{
    if (node->kind == NODE_MAP) {
        return true;
    }
    if (node_is_empty(node)) {
        wrong(reader, node->place, "write {} where there is nothing to say", "%s says nothing", what);
    } else {
        wrong(reader, node->place, "write keys, each with \": \" and its value",
              "%s is %s, and should be a map", what, node_kind_words(node->kind));
    }
    return false;
}

bool read_is_few(struct reader *reader, const struct node *node, const char *what, uint32_t limit)
{
    uint32_t count = node->kind == NODE_SCALAR ? 1 : node->count;
    if (count > limit) {
        wrong(reader, node->place, NULL, "%s holds more than %u", what, limit);
    }
    return count <= limit;
}

/* "title about role", the keys that there are. */
static const char *all_keys(struct reader *reader, const char *what, const struct text *choices, size_t count)
{
    struct buffer out;
    if (reader_is_full(reader)) {
        return NULL;
    }
    buffer_init(&out, reader->arena);
    buffer_printf(&out, "%s takes", what);
    for (size_t i = 0; i < count; i++) {
        buffer_printf(&out, " %.*s", TEXT_ARGS(choices[i]));
    }
    return arena_copy(reader->arena, out.at, out.size);
}

static void unknown_key(struct reader *reader, const struct node_entry *entry, const char *what,
                        const char *const *keys)
{
    struct text choices[32];
    size_t count = 0;
    for (; keys[count] && count < 32; count++) {
        choices[count] = text_of(keys[count]);
    }
    const char *hint = did_you_mean(reader, entry->key, choices, count);
    for (size_t i = 0; i < entry->key.size && !hint; i++) {
        if (!is_name_part(entry->key.at[i]) && entry->key.at[i] != '-') {
            hint = HINT_OWN_LINE;
        }
    }
    wrong(reader, entry->place, hint ? hint : all_keys(reader, what, choices, count),
          "%s has no key \"%.*s\"", what, TEXT_ARGS(text_shown(entry->key)));
}

bool read_keys(struct reader *reader, const struct node *node, const char *what, const char *const *keys)
{
    if (!read_is_map(reader, node, what)) {
        return false;
    }
    for (uint32_t i = 0; i < node->count; i++) {
        size_t k = 0;
        while (keys[k] && !text_is(node->entries[i].key, keys[k])) {
            k++;
        }
        if (!keys[k]) {
            unknown_key(reader, &node->entries[i], what, keys);
        }
    }
    return true;
}

bool read_scalar(struct reader *reader, const struct node *node, const char *what, struct text *text)
{
    if (node->kind != NODE_SCALAR) {
        wrong(reader, node->place, HINT_OWN_LINE, "\"%s\" is %s, and should be a text", what,
              node_kind_words(node->kind));
        return false;
    }
    *text = text_trim(node->scalar);
    if (text->size == 0) {
        wrong(reader, node->place, HINT_OWN_LINE, "\"%s\" says nothing", what);
        return false;
    }
    return true;
}

bool read_misses(const struct node *map, const char *key)
{
    return !map->torn && !node_get(map, key);
}

struct text read_text(struct reader *reader, const struct node *map, const char *key)
{
    const struct node *node = node_get(map, key);
    struct text text = {0};
    if (node && !read_scalar(reader, node, key, &text)) {
        return (struct text){0};
    }
    return text;
}

struct text read_title(struct reader *reader, const struct node *map, struct text name)
{
    struct text title = read_text(reader, map, "title");
    return title.size ? title : name;
}

bool node_flag(const struct node *node, bool *flag)
{
    *flag = node->kind == NODE_SCALAR && (text_is(node->scalar, "true") || text_is(node->scalar, "yes"));
    return *flag ||
           (node->kind == NODE_SCALAR && (text_is(node->scalar, "false") || text_is(node->scalar, "no")));
}

bool read_flag(struct reader *reader, const struct node *map, const char *key, bool otherwise)
{
    const struct node *node = node_get(map, key);
    bool flag = otherwise;
    if (node && !node_flag(node, &flag)) {
        wrong(reader, node->place, "write yes or no", "\"%s\" is neither yes nor no", key);
        return otherwise;
    }
    return flag;
}

uint32_t read_count(struct reader *reader, const struct node *map, const char *key, uint32_t least,
                    uint32_t otherwise)
{
    const struct node *node = node_get(map, key);
    int64_t count = 0;
    if (!node) {
        return otherwise;
    }
    if (node->kind != NODE_SCALAR || !text_integer(node->scalar, &count) || count < (int64_t)least ||
        count > 1000000) {
        wrong(reader, node->place, NULL, "\"%s\" should be a whole number from %u to 1000000", key, least);
        return otherwise;
    }
    return (uint32_t)count;
}

struct text_list read_words(struct reader *reader, const struct node *node, const char *what)
{
    uint32_t room = node->kind == NODE_LIST ? node->count : 1;
    struct text *at = arena_array(reader->arena, struct text, room);
    struct place *places = arena_array(reader->arena, struct place, room);
    size_t count = 0;
    if (node->kind == NODE_MAP) {
        wrong(reader, node->place, NULL, "\"%s\" is a map, and should be a word or a list of words", what);
        room = 0;
    }
    for (uint32_t i = 0; i < room; i++) {
        const struct node *element = node->kind == NODE_LIST ? &node->elements[i] : node;
        places[count] = element->place;
        count += read_scalar(reader, element, what, &at[count]);
    }
    return (struct text_list){at, places, count};
}

int read_choice(struct reader *reader, const struct node *map, const char *key, const char *const *choices)
{
    const struct node *node = node_get(map, key);
    struct text text = {0}, known[8];
    if (!node || !read_scalar(reader, node, key, &text)) {
        return -1;
    }
    struct buffer all;
    buffer_init(&all, reader->arena);
    int count = 0;
    for (; choices[count] && count < 8; count++) {
        if (text_is(text, choices[count])) {
            return count;
        }
        known[count] = text_of(choices[count]);
        buffer_printf(&all, "%s%s", count ? ", " : "it is one of: ", choices[count]);
    }
    const char *hint = did_you_mean(reader, text, known, (size_t)count);
    wrong(reader, node->place, hint ? hint : arena_copy(reader->arena, all.at, all.size),
          "\"%s\" cannot be \"%.*s\"", key, TEXT_ARGS(text_shown(text)));
    return -1;
}

static void unknown_role(struct reader *reader, struct text name, struct place place)
{
    const struct definition *definition = reader->definition;
    struct text names[DEFINITION_ROLE_LIMIT];
    for (size_t i = 0; i < definition->role_count; i++) {
        names[i] = definition->roles[i].name;
    }
    const char *hint = did_you_mean(reader, name, names, definition->role_count);
    wrong(reader, place, hint ? hint : "declare it at the top: roles: {worker: Worker}",
          "there is no role \"%.*s\"", TEXT_ARGS(text_shown(name)));
}

role_set roles_of_node(struct reader *reader, const struct node *node, const char *key)
{
    role_set set = 0;
    struct text_list words = read_words(reader, node, key);
    for (size_t i = 0; i < words.count; i++) {
        int32_t index = map_get(&reader->definition->roles_by_name, words.at[i]);
        if (index == MAP_NONE) {
            unknown_role(reader, words.at[i], words.places[i]);
        } else {
            set |= (role_set)1 << index;
        }
    }
    return set;
}

role_set read_roles(struct reader *reader, const struct node *map, const char *key)
{
    const struct node *node = node_get(map, key);
    return node ? roles_of_node(reader, node, key) : 0;
}

bool check_word(struct reader *reader, struct text name, struct place place, const char *what)
{
    bool good = name.size > 0;
    for (size_t i = 0; i < name.size; i++) {
        good = good && (is_name_part(name.at[i]) || name.at[i] == '-');
    }
    if (!good) {
        wrong(reader, place, "use letters, digits, \"-\" and \"_\", and say the rest in its title",
              "\"%.*s\" cannot be the name of %s", TEXT_ARGS(text_shown(name)), what);
    }
    return good;
}

bool check_lua_name(struct reader *reader, struct text name, struct place place, const char *what)
{
    if (text_is_lua_name(name)) {
        return true;
    }
    bool hyphen = text_find(name, '-') < name.size;
    wrong(reader, place,
          hyphen ? "in an expression \"-\" is a minus sign: write \"_\""
                 : "use letters, digits and \"_\", beginning with a letter, and none of Lua's own words",
          "\"%.*s\" cannot be the name of %s", TEXT_ARGS(text_shown(name)), what);
    return false;
}

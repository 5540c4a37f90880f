/* The fields of a case's file, and the groups of its lists. */
#include "definition/reader.h"

static const char *const type_words[] = {"text", "long text", "number",  "money",  "yes/no",
                                         "date", "choice",    "choices", "person", "list"};
enum { TYPE_COUNT = sizeof type_words / sizeof *type_words };

static bool type_of(struct reader *reader, const struct node *node, enum field_type *type)
{
    struct text word = {0}, choices[TYPE_COUNT];
    if (!read_scalar(reader, node, "type", &word)) {
        return false;
    }
    for (size_t i = 0; i < TYPE_COUNT; i++) {
        choices[i] = text_of(type_words[i]);
        if (text_equal(word, choices[i])) {
            *type = (enum field_type)i;
            return true;
        }
    }
    const char *hint = did_you_mean(reader, word, choices, TYPE_COUNT);
    wrong(reader, node->place,
          hint ? hint : "it is text, long text, number, money, yes/no, date, choice, choices, person or list",
          "there is no type \"%.*s\"", TEXT_ARGS(text_shown(word)));
    return false;
}

/* --- options --- */

static void read_option(struct reader *reader, const struct node *node, struct text name,
                        struct option *option)
{
    *option = (struct option){.name = name, .title = name};
    read_scalar(reader, node, "an option", &option->title);
}

static void read_options(struct reader *reader, const struct node *node, struct field *field)
{
    if (node->kind == NODE_SCALAR) {
        field->options_are_areas = text_is(node->scalar, "areas");
        if (!field->options_are_areas) {
            wrong(reader, node->place, "options: {given: Given, refused: Refused}, or options: areas",
                  "\"options\" should be a map of names and titles");
        }
        return;
    }
    if (!read_is_few(reader, node, "\"options\"", DEFINITION_LIST_LIMIT)) {
        return;
    }
    struct option *options = arena_array(reader->arena, struct option, node->count);
    struct map seen = {0};
    for (uint32_t i = 0; i < node->count; i++) {
        const struct node *value = node->kind == NODE_MAP ? &node->entries[i].value : &node->elements[i];
        struct text name = node->kind == NODE_MAP ? node->entries[i].key : text_trim(value->scalar);
        read_option(reader, value, name, &options[i]);
        if (name.size && !map_add(reader->arena, &seen, name, 0)) {
            wrong(reader, value->place, NULL, "the option \"%.*s\" stands here twice",
                  TEXT_ARGS(text_shown(name)));
        }
    }
    field->options = options;
    field->option_count = node->count;
    if (node->count == 0) {
        wrong(reader, node->place, "options: {given: Given, refused: Refused}", "\"options\" offers nothing");
    }
}

static void read_field_options(struct reader *reader, const struct node_entry *entry, struct field *field)
{
    bool chooses = field->type == FIELD_CHOICE || field->type == FIELD_CHOICES;
    const struct node *node = node_get(&entry->value, "options");
    if (chooses && read_misses(&entry->value, "options")) {
        wrong(reader, entry->place, "options: {given: Given, refused: Refused}",
              "the choice \"%.*s\" has no options", TEXT_ARGS(text_shown(entry->key)));
    } else if (node && !chooses) {
        wrong(reader, node->place, "make its type choice or choices", "only a choice has options");
    } else if (node) {
        read_options(reader, node, field);
    }
}

/* --- checks --- */

static void read_check(struct reader *reader, const struct node *node, const struct scope *scope,
                       struct check *check)
{
    static const char *const keys[] = {"if", "else", NULL};
    if (!read_keys(reader, node, "a check", keys)) {
        return;
    }
    check->condition = read_expression(reader, node, "if", scope);
    check->otherwise = read_text(reader, node, "else");
    if (read_misses(node, "if") || read_misses(node, "else")) {
        wrong(reader, node->place, "check: [{if: an expression, else: a sentence}]",
              "a check needs \"if\" and \"else\"");
    }
}

static void read_checks(struct reader *reader, const struct node *node, const struct scope *scope,
                        struct field *field)
{
    if (!node) {
        return;
    }
    uint32_t count = node->kind == NODE_LIST ? node->count : 1;
    struct check *checks = arena_array(reader->arena, struct check, count);
    for (uint32_t i = 0; i < count; i++) {
        read_check(reader, node->kind == NODE_LIST ? &node->elements[i] : node, scope, &checks[i]);
    }
    field->checks = checks;
    field->check_count = count;
}

/* --- fields --- */

static void read_fields(struct reader *reader, const struct node *node, const struct field *list,
                        struct fields *fields)
{
    struct field *at = arena_array(reader->arena, struct field, node->count);
    *fields = (struct fields){.at = at, .count = node->count};
    if (node->count >= DEFINITION_NONE) {
        wrong(reader, node->place, NULL, "there are too many fields");
        fields->count = 0;
        return;
    }
    for (uint32_t i = 0; i < node->count; i++) {
        const struct node_entry *entry = &node->entries[i];
        at[i].index = (uint16_t)i;
        check_lua_name(reader, entry->key, entry->place, "a field");
        if (list && text_is(entry->key, "id")) {
            wrong(reader, entry->place, "give it another name",
                  "every item of a list has an \"id\" of its own");
        }
        map_add(reader->arena, &fields->by_name, entry->key, (int32_t)i);
    }
    for (uint32_t i = 0; i < node->count; i++) {
        read_field(reader, &node->entries[i], list, false, &at[i]);
        fields->computed = fields->computed || at[i].computed || at[i].of.computed;
    }
}

static void read_groups(struct reader *reader, const struct node_entry *entry, struct field *field)
{
    const struct node *of = node_get(&entry->value, "of");
    if (of && field->type != FIELD_LIST) {
        wrong(reader, of->place, "make its type list", "only a list has \"of\"");
    } else if (of && field->list) {
        wrong(reader, of->place, "make it a list of the workflow's own", "a list inside a list is not taken");
    } else if (of && read_is_map(reader, of, "\"of\"")) {
        read_fields(reader, of, field, &field->of);
    } else if (read_misses(&entry->value, "of") && field->type == FIELD_LIST) {
        wrong(reader, entry->place, "of: {goal: text, reached: yes/no}",
              "the list \"%.*s\" does not say what it is of", TEXT_ARGS(text_shown(entry->key)));
    }
}

static void read_flags(struct reader *reader, const struct node *node, struct field *field)
{
    field->sensitive = read_flag(reader, node, "sensitive", false);
    field->identifying = read_flag(reader, node, "identifying", false);
    field->banner = read_flag(reader, node, "banner", false);
}

static void read_values(struct reader *reader, const struct node *node, struct field *field)
{
    struct scope scope = {.each = field->list};
    const struct node *initial = node_get(node, "default"), *value = node_get(node, "value");
    size_t offset;
    if (initial) {
        field->initial = read_operand(reader, field, initial, &scope);
    }
    if (value && !node_is_formula(value, &offset)) {
        wrong(reader, value->place, "value: = data.visits + 1",
              "\"value\" should be an expression that begins with \"=\"");
    } else if (value) {
        field->computed = read_expression(reader, node, "value", &scope);
    }
    if (value && initial) {
        wrong(reader, initial->place, "keep one of the two",
              "a field with a \"value\" is always that, and has no \"default\"");
    }
    read_checks(reader, node_get(node, "check"), &scope, field);
}

void read_field(struct reader *reader, const struct node_entry *entry, const struct field *list, bool of_form,
                struct field *field)
{
    static const char *const keys[] = {"type",    "title",    "about", "options",   "of",
                                       "default", "value",    "check", "sensitive", "identifying",
                                       "banner",  "required", NULL};
    static const char *const form_keys[] = {"type",    "title",    "about", "options",   "of",
                                            "default", "value",    "check", "sensitive", "identifying",
                                            "banner",  "required", "when",  "help",      NULL};
    const struct node *node = &entry->value;
    field->name = field->title = entry->key;
    field->place = entry->place;
    field->list = list;
    if (node->kind == NODE_SCALAR) {
        if (type_of(reader, node, &field->type)) {
            struct node_entry short_entry = {
                .key = entry->key, .place = entry->place, .value = {.kind = NODE_MAP}};
            read_field_options(reader, &short_entry, field);
            read_groups(reader, &short_entry, field);
        }
        return;
    }
    if (!read_keys(reader, node, "a field", of_form ? form_keys : keys)) {
        return;
    }
    field->title = read_title(reader, node, entry->key);
    field->about = read_text(reader, node, "about");
    const struct node *type = node_get(node, "type");
    if (read_misses(node, "type")) {
        wrong(reader, entry->place, "type: text", "the field \"%.*s\" has no type",
              TEXT_ARGS(text_shown(entry->key)));
    }
    if (!type || !type_of(reader, type, &field->type)) {
        return;
    }
    read_field_options(reader, entry, field);
    read_groups(reader, entry, field);
    read_flags(reader, node, field);
    if (!of_form) {
        field->required = read_flag(reader, node, "required", false);
    }
    read_values(reader, node, field);
}

void read_field_declarations(struct reader *reader)
{
    const struct node *node = node_get(reader->root, "fields");
    if (node && read_is_map(reader, node, "\"fields\"")) {
        read_fields(reader, node, NULL, &reader->definition->fields);
    }
}

/* Forms: what an event or a task asks for. A place in a form is a field of the workflow, a field of a list's
 * items (`unborn.expected_date`), or a field of the form's own, which has a type. */
#include "definition/reader.h"

/* The field that NAME means in a form, or NULL: the workflow's, or LIST.NAME. */
static const struct field *known_field(const struct reader *reader, struct text name)
{
    return definition_field_path(reader->definition, name);
}

static void unknown_field(struct reader *reader, struct text name, struct place place)
{
    const struct fields *fields = &reader->definition->fields;
    size_t dot = text_find(name, '.');
    int32_t list = dot < name.size ? map_get(&fields->by_name, text_part(name, 0, dot)) : MAP_NONE;
    const struct fields *among = list == MAP_NONE ? fields : &fields->at[list].of;
    struct text word = list == MAP_NONE ? name : text_part(name, dot + 1, name.size);
    struct text_list names = NAMES_OF(reader, among->at, among->count);
    const char *hint = did_you_mean(reader, word, names.at, names.count);
    wrong(reader, place, hint ? hint : "declare it in \"fields\", or give it a type here",
          "there is no field \"%.*s\"", TEXT_ARGS(text_shown(name)));
}

/* `required` is yes, no, or where it is: an expression. */
static void read_required(struct reader *reader, const struct node *node, const struct scope *scope,
                          struct form_field *place)
{
    const struct node *required = node_get(node, "required");
    if (required && !node_flag(required, &place->required)) {
        place->required_if = read_expression(reader, node, "required", scope);
    }
}

static void read_own(struct reader *reader, const struct node_entry *entry, struct form_field *place)
{
    struct field *own = arena_new(reader->arena, struct field);
    if (map_get(&reader->definition->fields.by_name, entry->key) != MAP_NONE) {
        wrong(reader, entry->place, "leave the type out, or take another name",
              "\"%.*s\" is a field of the workflow and has its type there",
              TEXT_ARGS(text_shown(entry->key)));
    }
    check_lua_name(reader, entry->key, entry->place, "a field");
    read_field(reader, entry, NULL, true, own);
    place->field = own;
    place->own = true;
}

static bool read_named(struct reader *reader, struct text name, struct place at, struct form_field *place)
{
    place->place = at;
    place->field = known_field(reader, name);
    if (!place->field) {
        unknown_field(reader, name, at);
        return false;
    }
    if (place->field->computed) {
        wrong(reader, at, "leave it out", "\"%.*s\" is computed, so nobody fills it in",
              TEXT_ARGS(text_shown(name)));
    }
    place->required = place->field->required;
    return true;
}

static bool read_place(struct reader *reader, const struct node *node, struct form_field *place)
{
    static const char *const keys[] = {"required", "when", "help", NULL};
    struct scope scope = {0};
    struct text name;
    if (node->kind == NODE_SCALAR) {
        return read_scalar(reader, node, "a field", &name) && read_named(reader, name, node->place, place);
    }
    if (node->kind != NODE_MAP || node->count != 1) {
        wrong(reader, node->place, "- notes: {type: long text, when: …}, indented below the name",
              "a place in a form is a name, or one name with its keys");
        return false;
    }
    const struct node_entry *entry = &node->entries[0];
    if (!read_is_map(reader, &entry->value, "a form's field")) {
        return false;
    }
    place->place = entry->place;
    if (node_get(&entry->value, "type")) {
        read_own(reader, entry, place);
    } else if (!read_named(reader, entry->key, entry->place, place) ||
               !read_keys(reader, &entry->value, "a form's field", keys)) {
        return false;
    }
    read_required(reader, &entry->value, &scope, place);
    place->when = read_expression(reader, &entry->value, "when", &scope);
    place->help = read_text(reader, &entry->value, "help");
    return true;
}

static void read_places(struct reader *reader, const struct node *node, struct form *form)
{
    uint32_t room = node->kind == NODE_LIST ? node->count : 1;
    struct form_field *places = arena_array(reader->arena, struct form_field, room);
    struct map seen = {0};
    if (node->kind == NODE_MAP) {
        wrong(reader, node->place, "fields: [consent, story]", "the \"fields\" of a form are a list");
        return;
    }
    if (!read_is_few(reader, node, "\"fields\" of a form", DEFINITION_LIST_LIMIT)) {
        return;
    }
    for (uint32_t i = 0; i < room; i++) {
        struct form_field *place = &places[form->count];
        if (!read_place(reader, node->kind == NODE_LIST ? &node->elements[i] : node, place)) {
            *place = (struct form_field){0};
        } else if (!map_add(reader->arena, &seen, place->field->name, 0)) {
            wrong(reader, place->place, "take one of the two out", "\"%.*s\" is in the form already",
                  TEXT_ARGS(text_shown(place->field->name)));
        } else {
            form->count++;
        }
    }
    form->fields = places;
}

static void read_form(struct reader *reader, const struct node_entry *entry, struct form *form)
{
    static const char *const keys[] = {"title", "about", "fields", NULL};
    const struct node *node = &entry->value, *fields;
    *form = (struct form){.name = entry->key, .title = entry->key, .place = entry->place};
    check_word(reader, entry->key, entry->place, "a form");
    if (!read_keys(reader, node, "a form", keys)) {
        return;
    }
    form->title = read_title(reader, node, entry->key);
    form->about = read_text(reader, node, "about");
    if ((fields = node_get(node, "fields"))) {
        read_places(reader, fields, form);
    } else {
        wrong(reader, entry->place, "fields: [consent, story]", "the form \"%.*s\" has no fields",
              TEXT_ARGS(text_shown(entry->key)));
    }
}

void read_form_declarations(struct reader *reader)
{
    struct definition *definition = reader->definition;
    const struct node *node = node_get(reader->root, "forms");
    if (!node || !read_is_map(reader, node, "\"forms\"")) {
        return;
    }
    reader->forms = arena_array(reader->arena, struct form, node->count);
    for (uint32_t i = 0; i < node->count; i++) {
        read_form(reader, &node->entries[i], &reader->forms[i]);
        map_add(reader->arena, &definition->forms_by_name, node->entries[i].key, (int32_t)i);
    }
    definition->forms = reader->forms;
    definition->form_count = node->count;
}

const struct form *form_of_node(struct reader *reader, const struct node *node)
{
    const struct definition *definition = reader->definition;
    struct text name;
    if (!read_scalar(reader, node, "form", &name)) {
        return NULL;
    }
    const struct form *form = definition_form(definition, name);
    if (!form) {
        struct text_list names = NAMES_OF(reader, definition->forms, definition->form_count);
        const char *hint = did_you_mean(reader, name, names.at, names.count);
        wrong(reader, node->place, hint ? hint : "declare it in \"forms\"", "there is no form \"%.*s\"",
              TEXT_ARGS(text_shown(name)));
    }
    return form;
}

const struct field *field_of_name(struct reader *reader, struct text name, struct place place,
                                  const struct scope *scope)
{
    int32_t index = scope->each ? map_get(&scope->each->of.by_name, name) : MAP_NONE;
    const struct field *field = index == MAP_NONE ? known_field(reader, name) : &scope->each->of.at[index];
    if (field && field->list && field->list != scope->each) {
        wrong(reader, place, "assign the whole list, or do it in a state inside its \"each\"",
              "\"%.*s\" belongs to one item of a list, and no item is meant here",
              TEXT_ARGS(text_shown(name)));
        return NULL;
    }
    if (!field) {
        unknown_field(reader, name, place);
    }
    return field;
}

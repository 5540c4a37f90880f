/* What a workflow says as a value of a field (a default, what is assigned), held to the field's type and
 * written as the store keeps it. */
#include "definition/reader.h"

static bool not_a(struct reader *reader, const struct field *field, const struct node *node, const char *what)
{
    wrong(reader, node->place, "an expression begins with \"=\"", "\"%.*s\" should be %s",
          TEXT_ARGS(text_shown(field->name)), what);
    return false;
}

static const struct option *option_of(const struct field *field, struct text name)
{
    for (size_t i = 0; i < field->option_count; i++) {
        if (text_equal(field->options[i].name, name)) {
            return &field->options[i];
        }
    }
    return NULL;
}

static bool read_option_name(struct reader *reader, const struct field *field, const struct node *node,
                             struct json *value)
{
    struct text name = {0};
    if (!read_scalar(reader, node, "an option", &name)) {
        return false;
    }
    *value = json_string(name);
    if (field->options_are_areas || option_of(field, name)) {
        return true;
    }
    struct text_list names = NAMES_OF(reader, field->options, field->option_count);
    wrong(reader, node->place, did_you_mean(reader, name, names.at, names.count),
          "\"%.*s\" has no option \"%.*s\"", TEXT_ARGS(text_shown(field->name)), TEXT_ARGS(text_shown(name)));
    return false;
}

/* In the order of the options. */
static bool read_option_names(struct reader *reader, const struct field *field, const struct node *node,
                              struct json *value)
{
    *value = json_array();
    uint32_t count = node->kind == NODE_LIST ? node->count : 1;
    struct json *names = arena_array(reader->arena, struct json, count);
    for (uint32_t i = 0; i < count; i++) {
        if (!read_option_name(reader, field, node->kind == NODE_LIST ? &node->elements[i] : node,
                              &names[i])) {
            return false;
        }
    }
    for (uint32_t i = 0; field->options_are_areas && i < count; i++) {
        json_append(reader->arena, value, names[i]);
    }
    for (size_t o = 0; o < field->option_count; o++) {
        for (uint32_t i = 0; i < count; i++) {
            if (text_equal(json_text(&names[i]), field->options[o].name)) {
                json_append(reader->arena, value, names[i]);
                break;
            }
        }
    }
    return true;
}

static bool read_number(struct reader *reader, const struct field *field, const struct node *node,
                        struct json *value)
{
    struct node plain = *node;
    plain.plain = true;
    *value = node_to_json(reader->arena, &plain);
    if (value->type != JSON_INTEGER && value->type != JSON_REAL) {
        return not_a(reader, field, node, "a number");
    }
    size_t point = text_find(node->scalar, '.');
    if (field->type == FIELD_MONEY &&
        (node->scalar.size - point > 3 ||
         text_find(node->scalar, 'e') + text_find(node->scalar, 'E') < 2 * node->scalar.size)) {
        return not_a(reader, field, node, "an amount with at most two decimals");
    }
    return true;
}

/* Without ids: items are numbered where they join a case's list. */
static bool read_groups(struct reader *reader, const struct field *field, const struct node *node,
                        struct json *value)
{
    *value = json_array();
    if (node->kind != NODE_LIST) {
        return not_a(reader, field, node, "a list of maps");
    }
    for (uint32_t i = 0; i < node->count; i++) {
        const struct node *group = &node->elements[i];
        struct json object = json_object(), member;
        if (!read_is_map(reader, group, "an item")) {
            return false;
        }
        for (uint32_t j = 0; j < group->count; j++) {
            int32_t index = map_get(&field->of.by_name, group->entries[j].key);
            if (index == MAP_NONE) {
                struct text_list names = NAMES_OF(reader, field->of.at, field->of.count);
                wrong(reader, group->entries[j].place,
                      did_you_mean(reader, group->entries[j].key, names.at, names.count),
                      "\"%.*s\" has no field \"%.*s\"", TEXT_ARGS(text_shown(field->name)),
                      TEXT_ARGS(text_shown(group->entries[j].key)));
            } else if (read_literal(reader, &field->of.at[index], &group->entries[j].value, &member)) {
                json_set(reader->arena, &object, group->entries[j].key, member);
            }
        }
        json_append(reader->arena, value, object);
    }
    return true;
}

static bool read_line(struct reader *reader, const struct field *field, const struct node *node,
                      struct json *value)
{
    if (node->kind != NODE_SCALAR) {
        return not_a(reader, field, node, "a text");
    }
    *value = json_string(field->type == FIELD_LONG_TEXT ? node->scalar : text_trim(node->scalar));
    return true;
}

bool read_literal(struct reader *reader, const struct field *field, const struct node *node,
                  struct json *value)
{
    bool flag;
    *value = json_null();
    if (node_is_empty(node)) {
        if (node->scalar.size == 0) {
            return not_a(reader, field, node, "something; null empties it");
        }
        return true;
    }
    switch (field->type) {
    case FIELD_NUMBER:
    case FIELD_MONEY:
        return node->kind == NODE_SCALAR ? read_number(reader, field, node, value)
                                         : not_a(reader, field, node, "a number");
    case FIELD_YES_NO:
        *value = json_boolean(node_flag(node, &flag) && flag);
        return node_flag(node, &flag) || not_a(reader, field, node, "yes or no");
    case FIELD_DATE:
        *value = json_string(node->scalar);
        return (node->kind == NODE_SCALAR && date_read(node->scalar) != DATE_NONE) ||
               not_a(reader, field, node, "a date like 2026-12-28");
    case FIELD_CHOICE:
        return read_option_name(reader, field, node, value);
    case FIELD_CHOICES:
        return read_option_names(reader, field, node, value);
    case FIELD_LIST:
        return read_groups(reader, field, node, value);
    default:
        return read_line(reader, field, node, value);
    }
}

struct operand read_operand(struct reader *reader, const struct field *field, const struct node *node,
                            const struct scope *scope)
{
    struct operand operand = {0};
    size_t offset;
    struct json *value = arena_new(reader->arena, struct json);
    if (node_is_formula(node, &offset)) {
        operand.expression = expression_of_node(reader, node, offset, SIZE_MAX, scope);
    } else if (read_literal(reader, field, node, value)) {
        operand.literal = value;
    }
    return operand;
}

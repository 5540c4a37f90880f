/* Expressions, durations and templates where they stand in a workflow, with the places of what they read.
 *
 * A scalar of YAML is folded, quoted or indented; its text in the file and the text that it says hold the
 * same characters in the same order but for blanks and escapes. So the place of a byte is found by walking
 * both side by side. */
#include "definition/reader.h"

#include "definition/expression_parser.h"

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

/* One character on, in the file. */
static void step(struct text_walk *walk, struct text bytes)
{
    size_t size = line_break_size(bytes, walk->at);
    if (size) {
        walk->place = (struct place){walk->place.line + 1, 1};
    } else {
        walk->place.column += !utf8_continues(bytes.at[walk->at]);
    }
    walk->at += size ? size : 1;
}

/* To where the text of NODE begins: behind a quote, or behind the line of ">" or "|". */
static void begin_walk(struct reader *reader, const struct node *node)
{
    struct text_walk *walk = &reader->walk;
    struct text bytes = reader->lines.bytes;
    *walk = (struct text_walk){
        .node = node, .place = node->place, .at = lines_offset(&reader->lines, node->place)};
    walk->quote = !node->plain && walk->at < bytes.size ? bytes.at[walk->at] : '\0';
    if (walk->quote == '>' || walk->quote == '|') {
        while (walk->at < bytes.size && line_break_size(bytes, walk->at) == 0) {
            step(walk, bytes);
        }
    } else if (walk->quote) {
        step(walk, bytes);
    }
}

/* True when the walk has come to byte OFFSET; false when the two texts have parted. */
static bool walk_to(struct text_walk *walk, struct text bytes, struct text scalar, size_t offset)
{
    while (walk->at < bytes.size && walk->i < scalar.size) {
        char said = scalar.at[walk->i], written = bytes.at[walk->at];
        bool unsaid = is_blank(written) && !is_blank(said);
        bool escape = written == '\\' && walk->quote == '"' && said != written && walk->i < offset;
        if (is_blank(said) && walk->i < offset) {
            walk->i++;
        } else if (unsaid || escape) {
            step(walk, bytes);
        } else if (walk->i >= offset) {
            return true;
        } else if (said == written) {
            step(walk, bytes);
            walk->i++;
            if (said == '\'' && walk->quote == '\'' && walk->at < bytes.size) {
                step(walk, bytes);
            }
        } else {
            return false;
        }
    }
    return walk->i >= offset;
}

struct place place_in_node(struct reader *reader, const struct node *node, size_t offset)
{
    struct text_walk *walk = &reader->walk;
    if (walk->node != node || walk->i > offset) {
        begin_walk(reader, node);
    }
    if (!walk_to(walk, reader->lines.bytes, node->scalar, offset)) {
        walk->node = NULL;
        return node->place;
    }
    return walk->place;
}

/* A field or a word of the language for a name that nobody knows. */
static const char *hint_of_fault(struct reader *reader, const struct expression_fault *fault,
                                 const struct scope *scope)
{
    const struct definition *definition = reader->definition;
    if (fault->unknown.size && map_get(&definition->fields.by_name, fault->unknown) != MAP_NONE) {
        return arena_printf(reader->arena, "a field is read as data.%.*s", TEXT_ARGS(fault->unknown));
    }
    if (fault->unknown.size && scope->each && map_get(&scope->each->of.by_name, fault->unknown) != MAP_NONE) {
        return arena_printf(reader->arena, "a field of the item is read as item.%.*s",
                            TEXT_ARGS(fault->unknown));
    }
    if (fault->unknown.size && !reader_is_full(reader)) {
        struct text nearest =
            language_name_nearest(reader->arena, fault->unknown, scope->further, scope->further_count);
        return nearest.size ? arena_printf(reader->arena, "did you mean \"%.*s\"?", TEXT_ARGS(nearest))
                            : "a text stands in quotes: \"held\"";
    }
    return fault->hint.size ? arena_copy(reader->arena, fault->hint.at, fault->hint.size) : NULL;
}

static void keep(struct reader *reader, const struct pending_expression *pending)
{
    if (reader->expressions.count >= DEFINITION_EXPRESSION_LIMIT) {
        if (!reader->too_many_expressions) {
            wrong(reader, pending->expression->place, NULL,
                  "there are more than %d expressions in the workflow", DEFINITION_EXPRESSION_LIMIT);
        }
        reader->too_many_expressions = true;
        return;
    }
    pending->expression->index = (uint16_t)reader->expressions.count;
    vector_push(reader->arena, &reader->expressions, *pending);
}

/* The places of its reads and of the texts that they are compared with. */
static void place_parts(struct reader *reader, const struct node *node, size_t offset,
                        struct pending_expression *pending)
{
    struct expression *expression = pending->expression;
    expression->place = place_in_node(reader, node, offset);
    struct read *reads = arena_array(reader->arena, struct read, expression->read_count);
    for (size_t i = 0; i < expression->read_count; i++) {
        reads[i] = expression->reads[i];
        reads[i].place = place_in_node(reader, node, offset + reads[i].start);
    }
    expression->reads = reads;
    struct place *places = arena_array(reader->arena, struct place, pending->comparisons.count);
    for (size_t i = 0; i < pending->comparisons.count; i++) {
        places[i] = place_in_node(reader, node, offset + pending->comparisons.at[i].offset);
    }
    pending->places = places;
}

const struct expression *expression_of_node(struct reader *reader, const struct node *node, size_t offset,
                                            size_t size, const struct scope *scope)
{
    struct text source = text_part(node->scalar, offset, size);
    struct text trimmed = text_trim(source);
    offset += trimmed.size ? (size_t)(trimmed.at - source.at) : 0;
    struct pending_expression pending = {.expression = arena_new(reader->arena, struct expression),
                                         .scope = *scope};
    struct expression_fault fault;
    if (expression_parse(reader->arena, trimmed, scope->further, scope->further_count, pending.expression,
                         &pending.comparisons, &fault) != STATUS_OK) {
        wrong(reader, place_in_node(reader, node, offset + fault.offset),
              hint_of_fault(reader, &fault, scope), "%.*s", TEXT_ARGS(fault.message));
        return NULL;
    }
    place_parts(reader, node, offset, &pending);
    keep(reader, &pending);
    return pending.expression;
}

bool node_is_formula(const struct node *node, size_t *offset)
{
    *offset = 1;
    return node->kind == NODE_SCALAR && node->scalar.size && node->scalar.at[0] == '=';
}

static bool asks_yes_or_no(const char *key)
{
    static const char *const keys[] = {"guard", "if", "when", "while", "required", "count", "of"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        if (strcmp(key, keys[i]) == 0) {
            return true;
        }
    }
    return false;
}

const struct expression *read_expression(struct reader *reader, const struct node *map, const char *key,
                                         const struct scope *scope)
{
    const struct node *node = node_get(map, key);
    struct text text;
    size_t offset;
    if (!node || !read_scalar(reader, node, key, &text)) {
        return NULL;
    }
    const struct expression *expression =
        expression_of_node(reader, node, node_is_formula(node, &offset) ? offset : 0, SIZE_MAX, scope);
    if (expression && reader->expressions.count &&
        reader->expressions.at[reader->expressions.count - 1].expression == expression) {
        reader->expressions.at[reader->expressions.count - 1].condition = asks_yes_or_no(key);
    }
    return expression;
}

/* --- values that may hold formulas --- */

static bool holds_formula(const struct node *node)
{
    size_t offset;
    bool holds = node_is_formula(node, &offset);
    for (uint32_t i = 0; i < node->count && !holds; i++) {
        holds = holds_formula(node->kind == NODE_MAP ? &node->entries[i].value : &node->elements[i]);
    }
    return holds;
}

/* JSON as Lua writes it: strings are written alike but for \u and \/, which the writer uses for control
 * characters alone. */
static void lua_string(struct buffer *out, struct text text)
{
    buffer_byte(out, '"');
    for (size_t i = 0; i < text.size; i++) {
        unsigned char byte = (unsigned char)text.at[i];
        if (byte < 0x20 || byte == '"' || byte == '\\' || byte == 0x7F) {
            buffer_printf(out, "\\%03u", byte);
        } else {
            buffer_byte(out, (char)byte);
        }
    }
    buffer_byte(out, '"');
}

/* A map or list with formulas in it becomes one expression, a table of Lua; each formula is looked at where
 * it stands. */
static bool write_lua(struct reader *reader, const struct node *node, const struct scope *scope,
                      struct buffer *out)
{
    size_t offset;
    bool good = true;
    if (node_is_formula(node, &offset)) {
        const struct expression *part = expression_of_node(reader, node, offset, SIZE_MAX, scope);
        buffer_printf(out, "(%.*s)", part ? (int)part->source.size : 0, part ? part->source.at : "");
        return part != NULL;
    }
    if (node->kind == NODE_SCALAR) {
        struct json value = node_to_json(reader->arena, node);
        if (value.type == JSON_STRING) {
            lua_string(out, json_text(&value));
        } else if (value.type == JSON_NULL) {
            buffer_string(out, "nil");
        } else {
            json_write(&value, out);
        }
        return true;
    }
    buffer_byte(out, '{');
    for (uint32_t i = 0; i < node->count; i++) {
        if (node->kind == NODE_MAP) {
            buffer_byte(out, '[');
            lua_string(out, node->entries[i].key);
            buffer_string(out, "] = ");
        }
        good &= write_lua(reader, node->kind == NODE_MAP ? &node->entries[i].value : &node->elements[i],
                          scope, out);
        buffer_string(out, i + 1 < node->count ? ", " : "");
    }
    buffer_byte(out, '}');
    return good;
}

static struct operand table_of_formulas(struct reader *reader, const struct node *node,
                                        const struct scope *scope)
{
    struct buffer out;
    buffer_init(&out, reader->arena);
    struct operand operand = {0};
    if (!write_lua(reader, node, scope, &out)) {
        return operand;
    }
    struct expression *expression = arena_new(reader->arena, struct expression);
    struct expression_fault fault;
    if (expression_parse(reader->arena, buffer_result(&out), scope->further, scope->further_count, expression,
                         NULL, &fault) != STATUS_OK) {
        wrong(reader, node->place, "make it smaller", "%.*s", TEXT_ARGS(fault.message));
        return operand;
    }
    struct read *reads = arena_array(reader->arena, struct read, expression->read_count);
    for (size_t i = 0; i < expression->read_count; i++) {
        reads[i] = expression->reads[i];
        reads[i].place = node->place;
    }
    expression->reads = reads;
    expression->place = node->place;
    keep(reader, &(struct pending_expression){.expression = expression, .scope = *scope, .silent = true});
    operand.expression = expression;
    return operand;
}

struct operand read_free(struct reader *reader, const struct node *node, const struct scope *scope)
{
    struct operand operand = {0};
    size_t offset;
    if (node_is_formula(node, &offset)) {
        operand.expression = expression_of_node(reader, node, offset, SIZE_MAX, scope);
    } else if (holds_formula(node)) {
        operand = table_of_formulas(reader, node, scope);
    } else {
        struct json *value = arena_new(reader->arena, struct json);
        *value = node_to_json(reader->arena, node);
        operand.literal = value;
    }
    return operand;
}

/* --- durations --- */

/* "3 months", "P3M": meant as a duration, however it is written. */
static bool looks_like_duration(struct text text)
{
    size_t at = text.size > 1 && text.at[0] == 'P' ? 1 : 0;
    if (text_starts(text, TEXT("PT"))) {
        return true;
    }
    return at < text.size && text.at[at] >= '0' && text.at[at] <= '9';
}

struct when_due read_when_due(struct reader *reader, const struct node *node, const struct scope *scope)
{
    struct when_due due = {0};
    struct text text;
    struct error error;
    size_t offset;
    if (!read_scalar(reader, node, "a time", &text)) {
        return due;
    }
    due.given = true;
    if (node_is_formula(node, &offset)) {
        due.expression = expression_of_node(reader, node, offset, SIZE_MAX, scope);
    } else if (duration_read(text, &due.duration, &error) == STATUS_OK) {
        return due;
    } else if (looks_like_duration(text)) {
        wrong(reader, node->place, NULL, "%s", error.message);
    } else {
        due.expression = expression_of_node(reader, node, 0, SIZE_MAX, scope);
    }
    due.given = due.expression != NULL;
    return due;
}

/* Computed fields that hang on themselves, by way of others or at once: they would never have a value.
 *
 * A field hangs on the fields that its `value` reads. What is computed of a list's items does not count for
 * who reads the list: it may count them, or read something else of them. */
#include "definition/reader.h"

enum colour { NEW, OPEN, DONE };

struct visit {
    const struct field *field;
    size_t next; /* of its reads */
};

struct walk {
    struct reader *reader;
    enum colour *colours;
    size_t *begin; /* of each list's item fields in `colours` */
    VECTOR(struct visit)
    stack;
};

static enum colour *colour_of(const struct walk *walk, const struct field *field)
{
    size_t begin = field->list ? walk->begin[field->list->index] : 0;
    return &walk->colours[begin + field->index];
}

static const struct field *next_of(const struct walk *walk, struct visit *visit)
{
    const struct expression *value = visit->field->computed;
    struct scope scope = {.each = visit->field->list};
    while (visit->next < value->read_count) {
        const struct read *read = &value->reads[visit->next++];
        const struct field *field =
            read->kind == READ_ANSWERS ? NULL : field_of_read(walk->reader, read, &scope);
        if (field && field->computed) {
            return field;
        }
    }
    return NULL;
}

static void say_circle(struct walk *walk, const struct field *field)
{
    wrong(walk->reader, field->place, "let one of the fields that it reads be written, not computed",
          "\"%.*s\" is computed from itself", TEXT_ARGS(text_shown(field->name)));
}

static void visit(struct walk *walk, const struct field *field)
{
    *colour_of(walk, field) = OPEN;
    vector_push(walk->reader->arena, &walk->stack, ((struct visit){.field = field}));
}

static void walk_from(struct walk *walk, const struct field *field)
{
    if (!field->computed || *colour_of(walk, field) != NEW) {
        return;
    }
    visit(walk, field);
    while (walk->stack.count) {
        struct visit *top = &walk->stack.at[walk->stack.count - 1];
        const struct field *next = next_of(walk, top);
        if (!next) {
            *colour_of(walk, top->field) = DONE;
            walk->stack.count--;
        } else if (*colour_of(walk, next) == NEW) {
            visit(walk, next);
        } else if (*colour_of(walk, next) == OPEN) {
            say_circle(walk, next);
        }
    }
}

void resolve_computed(struct reader *reader)
{
    const struct fields *fields = &reader->definition->fields;
    struct walk walk = {.reader = reader, .begin = arena_array(reader->arena, size_t, fields->count)};
    size_t count = fields->count;
    for (size_t i = 0; i < fields->count; i++) {
        walk.begin[i] = count;
        count += fields->at[i].of.count;
    }
    walk.colours = arena_array(reader->arena, enum colour, count);
    for (size_t i = 0; i < fields->count; i++) {
        walk_from(&walk, &fields->at[i]);
        for (size_t j = 0; j < fields->at[i].of.count; j++) {
            walk_from(&walk, &fields->at[i].of.at[j]);
        }
    }
}

/* An expression that stands alone, outside a workflow: its places are counted along its own text. */
#include "definition/expression_parser.h"
#include "definition/source.h"

static struct place place_in(struct text source, struct place place, size_t offset)
{
    for (size_t i = 0; i < offset && i < source.size; i++) {
        place.column += !utf8_continues(source.at[i]);
    }
    return place;
}

enum status expression_read(struct arena *arena, struct text source_text, struct place place,
                            const struct text *further, size_t count, struct expression *expression,
                            struct place *at, struct error *error)
{
    struct expression_fault fault;
    enum status status =
        expression_parse(arena, text_copy(arena, source_text), further, count, expression, NULL, &fault);
    if (fault.unknown.size) {
        struct text nearest = language_name_nearest(arena, fault.unknown, further, count);
        fault.hint =
            nearest.size ? text_printf(arena, "did you mean \"%.*s\"?", TEXT_ARGS(nearest)) : nearest;
    }
    if (status != STATUS_OK) {
        *at = place_in(source_text, place, fault.offset);
        return error_set(error, status, "%.*s%s%.*s", TEXT_ARGS(fault.message), fault.hint.size ? ": " : "",
                         TEXT_ARGS(fault.hint));
    }
    expression->place = place;
    struct read *reads = arena_array(arena, struct read, expression->read_count);
    for (size_t i = 0; i < expression->read_count; i++) {
        reads[i] = expression->reads[i];
        reads[i].place = place_in(expression->source, place, reads[i].start);
    }
    expression->reads = reads;
    return STATUS_OK;
}

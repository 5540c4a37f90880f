/* Any bytes as an expression: read, with reads that lie in it and are expressions themselves (their values
 * are shown); or an error with a sentence and a place on its line. */
#include "base/insist.h"
#include "definition/expression.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct text further[] = {{"saved", 5}, {"count", 5}};
static const struct place start = {3, 9};

static void check_reads(struct arena *arena, const struct expression *expression)
{
    struct place at;
    for (size_t i = 0; i < expression->read_count; i++) {
        const struct read *read = &expression->reads[i];
        struct expression part;
        insist(read->size > 0 && (size_t)read->start + read->size <= expression->source.size);
        insist(read->place.line == start.line && read->place.column >= start.column);
        insist(read->member.size == 0 || read->name.size > 0 || read->function.size > 0);
        struct text bytes = text_part(expression->source, read->start, read->size);
        insist(expression_read(arena, bytes, start, further, 2, &part, &at, NULL) == STATUS_OK);
        insist(part.read_count > 0 && part.reads[0].kind == read->kind && part.reads[0].size == bytes.size);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;
    struct expression expression;
    struct error error = {0};
    struct place at = {0};
    arena_init(&arena);
    struct text source = {(const char *)data, size};
    if (expression_read(&arena, source, start, further, 2, &expression, &at, &error) == STATUS_OK) {
        insist(text_equal(expression.source, source));
        check_reads(&arena, &expression);
    } else {
        insist(error.message[0] && at.line == start.line && at.column >= start.column);
        insist(error.status == STATUS_INVALID || error.status == STATUS_LIMIT);
    }
    arena_deinit(&arena);
    return 0;
}

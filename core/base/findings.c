/* Findings: collected, ordered and printed. What is printed of a line of input can not steer a terminal:
 * control characters and broken UTF-8 are shown as one mark each, so that the caret still stands under its
 * column. */
#include "base/error.h"

void findings_init(struct findings *findings, struct arena *arena)
{
    *findings = (struct findings){.arena = arena};
}

void findings_add(struct findings *findings, const struct finding *finding)
{
    findings->errors += finding->severity == SEVERITY_ERROR;
    findings->warnings += finding->severity == SEVERITY_WARNING;
    if (findings->list.count == FINDINGS_LIMIT) {
        findings->dropped++;
        return;
    }
    struct arena *arena = findings->arena;
    struct finding copy = {
        .severity = finding->severity,
        .file = text_copy(arena, finding->file),
        .place = finding->place,
        .message = text_copy(arena, finding->message),
        .hint = text_copy(arena, finding->hint),
        .source = text_copy(arena, finding->source),
    };
    vector_push(arena, &findings->list, copy);
}

static bool comes_after(const struct finding *a, const struct finding *b)
{
    int order = text_compare(a->file, b->file);
    if (order) {
        return order > 0;
    }
    return a->place.line != b->place.line ? a->place.line > b->place.line : a->place.column > b->place.column;
}

/* By insertion: stable, and there are FINDINGS_LIMIT of them at most. */
void findings_sort(struct findings *findings)
{
    struct finding *at = findings->list.at;
    for (size_t i = 1; i < findings->list.count; i++) {
        struct finding moved = at[i];
        size_t j = i;
        for (; j > 0 && comes_after(&at[j - 1], &moved); j--) {
            at[j] = at[j - 1];
        }
        at[j] = moved;
    }
}

static void print_source(struct text source, struct buffer *out)
{
    for (size_t i = 0; i < source.size;) {
        size_t size = text_character(text_part(source, i, SIZE_MAX));
        unsigned char byte = (unsigned char)source.at[i];
        if (size == 0 || (byte < 0x20 && byte != '\t') || byte == 0x7F) {
            buffer_byte(out, '?');
            i++;
        } else {
            buffer_add(out, source.at + i, size);
            i += size;
        }
    }
    buffer_byte(out, '\n');
}

/* The caret under COLUMN, or just behind the line when it ends before that; a tab stays a tab, to be as wide
 * as above. */
static void print_caret(struct text source, uint32_t column, struct buffer *out)
{
    size_t i = 0;
    for (uint32_t at = 1; at < column && i < source.size; at++) {
        size_t size = text_character(text_part(source, i, SIZE_MAX));
        buffer_byte(out, source.at[i] == '\t' ? '\t' : ' ');
        i += size ? size : 1;
    }
    buffer_string(out, "^\n");
}

static void print_one(const struct finding *finding, struct buffer *out)
{
    const struct place *place = &finding->place;
    if (finding->file.size) {
        buffer_text(out, finding->file);
        buffer_byte(out, ':');
    }
    if (place->line) {
        buffer_printf(out, "%u:%u:", place->line, place->column);
    }
    if (finding->file.size || place->line) {
        buffer_byte(out, ' ');
    }
    buffer_string(out, finding->severity == SEVERITY_ERROR ? "error: " : "warning: ");
    buffer_text(out, finding->message);
    buffer_byte(out, '\n');
    if (finding->source.size && place->line) {
        buffer_string(out, "  | ");
        print_source(finding->source, out);
        buffer_string(out, "  | ");
        print_caret(finding->source, place->column, out);
    }
    if (finding->hint.size) {
        buffer_string(out, "  hint: ");
        buffer_text(out, finding->hint);
        buffer_byte(out, '\n');
    }
}

void findings_print(const struct findings *findings, struct buffer *out)
{
    for (size_t i = 0; i < findings->list.count; i++) {
        print_one(&findings->list.at[i], out);
    }
    if (findings->dropped) {
        buffer_printf(out, "%zu more not shown\n", findings->dropped);
    }
}

/* Findings with their line, and the way from a place to its bytes. */
#include "definition/source.h"

#include <stdio.h>

size_t line_break_size(struct text bytes, size_t at)
{
    const unsigned char *byte = (const unsigned char *)bytes.at + at;
    size_t left = bytes.size - at;
    if (left == 0) {
        return 0;
    }
    switch (byte[0]) {
    case '\n':
        return 1;
    case '\r':
        return left > 1 && byte[1] == '\n' ? 2 : 1;
    case 0xC2:
        return left > 1 && byte[1] == 0x85 ? 2 : 0;
    case 0xE2:
        return left > 2 && byte[1] == 0x80 && (byte[2] == 0xA8 || byte[2] == 0xA9) ? 3 : 0;
    default:
        return 0;
    }
}

static size_t line_end(struct text bytes, size_t at)
{
    while (at < bytes.size && line_break_size(bytes, at) == 0) {
        at++;
    }
    return at;
}

static size_t first_byte(struct text bytes)
{
    return text_starts(bytes, TEXT("\xEF\xBB\xBF")) ? 3 : 0;
}

void lines_index(struct lines *lines, struct arena *arena, struct text bytes)
{
    VECTOR(uint32_t)
    starts = {0};
    size_t at = first_byte(bytes);
    vector_push(arena, &starts, (uint32_t)at);
    for (at = line_end(bytes, at); at < bytes.size; at = line_end(bytes, at)) {
        at += line_break_size(bytes, at);
        vector_push(arena, &starts, (uint32_t)at);
    }
    *lines = (struct lines){.bytes = bytes, .starts = starts.at, .count = (uint32_t)starts.count};
}

struct text lines_line(const struct lines *lines, uint32_t line)
{
    if (line == 0 || line > lines->count) {
        return (struct text){0};
    }
    size_t start = lines->starts[line - 1];
    return text_part(lines->bytes, start, line_end(lines->bytes, start) - start);
}

size_t lines_offset(struct lines *lines, struct place place)
{
    if (place.line == 0 || place.line > lines->count) {
        return place.line == 0 ? 0 : lines->bytes.size;
    }
    uint32_t column = 1;
    size_t at = lines->starts[place.line - 1];
    if (lines->near.line == place.line && lines->near.column / 2 <= place.column) {
        column = lines->near.column;
        at = lines->near_at;
    }
    while (column > place.column) {
        do {
            at--;
        } while (utf8_continues(lines->bytes.at[at]));
        column--;
    }
    while (column < place.column && at < lines->bytes.size && line_break_size(lines->bytes, at) == 0) {
        do {
            at++;
        } while (at < lines->bytes.size && utf8_continues(lines->bytes.at[at]));
        column++;
    }
    lines->near = (struct place){place.line, column};
    lines->near_at = at;
    return at;
}

struct place lines_place(const struct lines *lines, struct place place, size_t at, size_t further)
{
    size_t end = at + further < lines->bytes.size ? at + further : lines->bytes.size;
    while (at < end) {
        size_t size = line_break_size(lines->bytes, at);
        if (size) {
            place = (struct place){place.line + 1, 1};
            at += size;
        } else {
            place.column += !utf8_continues(lines->bytes.at[at]);
            at++;
        }
    }
    return place;
}

struct text text_shown(struct text text)
{
    size_t size = 0;
    while (size < text.size && line_break_size(text, size) == 0) {
        size++;
        if (size > WORD_SHOWN_LIMIT) {
            break;
        }
    }
    if (size < text.size) {
        while (size > 0 && (size > WORD_SHOWN_LIMIT || utf8_continues(text.at[size]))) {
            size--;
        }
    }
    return text_part(text, 0, size);
}

/* The line at PLACE, looked for from the start: findings are few. */
static struct text line_of(struct text bytes, struct place place)
{
    size_t at = first_byte(bytes);
    for (uint32_t line = 1; line < place.line && at < bytes.size; line++) {
        at = line_end(bytes, at);
        at += at < bytes.size ? line_break_size(bytes, at) : 0;
    }
    size_t end = place.line ? line_end(bytes, at) : at;
    return end - at <= SOURCE_LINE_LIMIT ? text_part(bytes, at, end - at) : (struct text){0};
}

static void add(const struct source *source, enum severity severity, struct place place, const char *hint,
                const char *format, va_list arguments) __attribute__((format(printf, 5, 0)));

static void add(const struct source *source, enum severity severity, struct place place, const char *hint,
                const char *format, va_list arguments)
{
    char message[ERROR_MESSAGE_SIZE];
    int size = vsnprintf(message, sizeof message, format, arguments);
    size_t kept = size < 0 ? 0 : (size_t)size < sizeof message ? (size_t)size : sizeof message - 1;
    if (size > 0 && (size_t)size > kept) {
        while (kept > 0 && utf8_continues(message[kept])) {
            kept--;
        }
    }
    bool full = source->findings->list.count >= FINDINGS_LIMIT;
    findings_add(source->findings, &(struct finding){
                                       .severity = severity,
                                       .file = source->file,
                                       .place = place,
                                       .message = {message, kept},
                                       .hint = text_of(hint),
                                       .source = full ? (struct text){0} : line_of(source->bytes, place),
                                   });
}

void source_error(const struct source *source, struct place place, const char *hint, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    add(source, SEVERITY_ERROR, place, hint, format, arguments);
    va_end(arguments);
}

void source_warning(const struct source *source, struct place place, const char *hint, const char *format,
                    ...)
{
    va_list arguments;
    va_start(arguments, format);
    add(source, SEVERITY_WARNING, place, hint, format, arguments);
    va_end(arguments);
}

#include "base/text.h"

#include "base/insist.h"

#include <stdio.h>
#include <string.h>

struct text text_of(const char *string)
{
    return string ? (struct text){string, strlen(string)} : (struct text){0};
}

bool text_equal(struct text a, struct text b)
{
    return a.size == b.size && (a.size == 0 || a.at == b.at || memcmp(a.at, b.at, a.size) == 0);
}

bool text_is(struct text text, const char *string)
{
    return text_equal(text, text_of(string));
}

bool text_starts(struct text text, struct text prefix)
{
    return text.size >= prefix.size && text_equal((struct text){text.at, prefix.size}, prefix);
}

bool text_ends(struct text text, struct text suffix)
{
    return text.size >= suffix.size &&
           text_equal(text_part(text, text.size - suffix.size, suffix.size), suffix);
}

int text_compare(struct text a, struct text b)
{
    size_t shared = a.size < b.size ? a.size : b.size;
    int order = shared ? memcmp(a.at, b.at, shared) : 0;
    return order ? order : (a.size > b.size) - (a.size < b.size);
}

struct text text_part(struct text text, size_t start, size_t size)
{
    if (start > text.size) {
        start = text.size;
    }
    if (size > text.size - start) {
        size = text.size - start;
    }
    return (struct text){text.size ? text.at + start : text.at, size};
}

static bool is_space(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

struct text text_trim(struct text text)
{
    while (text.size && is_space(text.at[0])) {
        text.at++;
        text.size--;
    }
    while (text.size && is_space(text.at[text.size - 1])) {
        text.size--;
    }
    return text;
}

size_t text_find(struct text text, char byte)
{
    const char *found = text.size ? memchr(text.at, byte, text.size) : NULL;
    return found ? (size_t)(found - text.at) : text.size;
}

bool text_split(struct text *rest, char separator, struct text *part)
{
    if (!rest->at) {
        return false;
    }
    size_t size = text_find(*rest, separator);
    *part = (struct text){rest->at, size};
    *rest = size < rest->size ? (struct text){rest->at + size + 1, rest->size - size - 1} : (struct text){0};
    return true;
}

struct text text_copy(struct arena *arena, struct text text)
{
    return (struct text){arena_copy(arena, text.at, text.size), text.size};
}

struct text text_printf(struct arena *arena, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    struct text text = text_of(arena_vprintf(arena, format, arguments));
    va_end(arguments);
    return text;
}

bool text_integer(struct text text, int64_t *value)
{
    bool negative = text.size && text.at[0] == '-';
    size_t i = negative || (text.size && text.at[0] == '+');
    if (i == text.size) {
        return false;
    }
    uint64_t limit = negative ? (uint64_t)INT64_MAX + 1 : INT64_MAX, sum = 0;
    for (; i < text.size; i++) {
        uint64_t digit = (uint64_t)(unsigned char)text.at[i] - '0';
        if (digit > 9 || sum > (limit - digit) / 10) {
            return false;
        }
        sum = sum * 10 + digit;
    }
    *value = negative ? (int64_t)(0 - sum) : (int64_t)sum;
    return true;
}

void buffer_init(struct buffer *buffer, struct arena *arena)
{
    *buffer = (struct buffer){.arena = arena};
}

char *buffer_reserve(struct buffer *buffer, size_t size)
{
    if (buffer->room - buffer->size < size) {
        enum { FIRST_ROOM = 128 };
        insist(size <= SIZE_MAX / 4 && buffer->room <= SIZE_MAX / 4);
        size_t room = buffer->room ? buffer->room * 2 : FIRST_ROOM;
        if (room < buffer->size + size) {
            room = buffer->size + size;
        }
        buffer->at = arena_grow(buffer->arena, buffer->at, buffer->room, room);
        buffer->room = room;
    }
    return buffer->size ? buffer->at + buffer->size : buffer->at;
}

void buffer_add(struct buffer *buffer, const char *bytes, size_t size)
{
    if (size) {
        memcpy(buffer_reserve(buffer, size), bytes, size);
        buffer->size += size;
    }
}

void buffer_text(struct buffer *buffer, struct text text)
{
    buffer_add(buffer, text.at, text.size);
}

void buffer_string(struct buffer *buffer, const char *string)
{
    buffer_add(buffer, string, strlen(string));
}

void buffer_byte(struct buffer *buffer, char byte)
{
    *buffer_reserve(buffer, 1) = byte;
    buffer->size++;
}

void buffer_printf(struct buffer *buffer, const char *format, ...)
{
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int size = vsnprintf(NULL, 0, format, arguments);
    insist(size >= 0);
    char *at = buffer_reserve(buffer, (size_t)size + 1);
    vsnprintf(at, (size_t)size + 1, format, again);
    buffer->size += (size_t)size;
    va_end(again);
    va_end(arguments);
}

struct text buffer_result(const struct buffer *buffer)
{
    return (struct text){buffer->at, buffer->size};
}

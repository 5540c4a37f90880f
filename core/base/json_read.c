/* Reading JSON: recursive descent, one pass over the bytes; what closes moves its items into an array of just
 * their number. Members are sorted only if they were not written in order. */
#include "base/insist.h"
#include "base/json_reader.h"

#include <stdlib.h>
#include <string.h>

/* Below this, sorting by insertion is quicker than a call. */
enum { PIECES_AT_FIRST = 48, FEW = 16 };

static bool read_value(struct reader *reader, struct json *value);

static void skip_space(struct reader *reader)
{
    const char *at = reader->at;
    while (at < reader->end && (*at == ' ' || *at == '\n' || *at == '\t' || *at == '\r')) {
        at++;
    }
    reader->at = at;
}

/* The next byte that is no white space, or 0 at the end (and a 0 in the text is never right either). */
static char peek(struct reader *reader)
{
    if (reader->at < reader->end && (unsigned char)*reader->at > ' ') {
        return *reader->at;
    }
    skip_space(reader);
    if (reader->at < reader->end) {
        return *reader->at;
    }
    return '\0';
}

static void push(struct reader *reader, struct piece piece)
{
    if (reader->count == reader->room) {
        reader->room *= 2;
        bool grown = reader->pieces != reader->first;
        reader->pieces = memory_grow(grown ? reader->pieces : NULL, reader->room * sizeof piece);
        if (!grown) {
            memcpy(reader->pieces, reader->first, reader->count * sizeof piece);
        }
    }
    reader->pieces[reader->count++] = piece;
}

/* --- lists and objects --- */

static bool enter(struct reader *reader)
{
    if (reader->depth == JSON_DEPTH_LIMIT) {
        return json_fail(reader, reader->at, STATUS_LIMIT,
                         "There are more than %d levels of lists and objects", JSON_DEPTH_LIMIT);
    }
    reader->depth++;
    reader->at++;
    return true;
}

/* After an item: past the comma, or past CLOSING (and DONE). */
static bool read_separator(struct reader *reader, char closing, bool *done)
{
    char byte = peek(reader);
    if (byte != ',' && byte != closing) {
        return reader->at == reader->end
                   ? json_fail_ended(reader)
                   : json_fail(reader, reader->at, STATUS_INVALID, "A comma or %c is missing here", closing);
    }
    reader->at++;
    *done = byte == closing;
    return true;
}

static bool read_array(struct reader *reader, struct json *value)
{
    size_t base = reader->count;
    if (!enter(reader)) {
        return false;
    }
    bool done = peek(reader) == ']';
    reader->at += done;
    while (!done) {
        struct piece piece = {0};
        if (!read_value(reader, &piece.value) || !read_separator(reader, ']', &done)) {
            return false;
        }
        push(reader, piece);
    }
    *value = json_array();
    value->count = (uint32_t)(reader->count - base);
    if (value->count) {
        value->elements = arena_alloc(reader->arena, value->count * sizeof *value->elements);
    }
    for (uint32_t i = 0; i < value->count; i++) {
        value->elements[i] = reader->pieces[base + i].value;
    }
    reader->count = base;
    reader->depth--;
    return true;
}

static int compare_pieces(const void *left, const void *right)
{
    const struct piece *a = left, *b = right;
    int order = text_compare(a->name, b->name);
    return order ? order : (a->at > b->at) - (a->at < b->at);
}

static void sort(struct piece *pieces, size_t count)
{
    if (count > FEW) {
        qsort(pieces, count, sizeof *pieces, compare_pieces);
        return;
    }
    for (size_t i = 1; i < count; i++) {
        struct piece moved = pieces[i];
        size_t j = i;
        for (; j > 0 && text_compare(pieces[j - 1].name, moved.name) > 0; j--) {
            pieces[j] = pieces[j - 1];
        }
        pieces[j] = moved;
    }
}

static bool fail_twice(struct reader *reader, const struct piece *piece)
{
    return json_fail(reader, piece->at, STATUS_INVALID, "The name \"%.*s\" occurs twice in one object",
                     TEXT_ARGS(piece->name));
}

/* Sorts the pieces from BASE on and looks for names that occur twice. */
static bool put_in_order(struct reader *reader, size_t base)
{
    sort(reader->pieces + base, reader->count - base);
    for (size_t i = base + 1; i < reader->count; i++) {
        if (text_equal(reader->pieces[i - 1].name, reader->pieces[i].name)) {
            return fail_twice(reader, &reader->pieces[i]);
        }
    }
    return true;
}

static bool read_member(struct reader *reader, struct piece *piece)
{
    if (peek(reader) != '"') {
        return reader->at == reader->end
                   ? json_fail_ended(reader)
                   : json_fail(reader, reader->at, STATUS_INVALID, "A name in double quotes is missing here");
    }
    piece->at = reader->at;
    if (!json_read_string(reader, &piece->name)) {
        return false;
    }
    if (peek(reader) != ':') {
        return reader->at == reader->end
                   ? json_fail_ended(reader)
                   : json_fail(reader, reader->at, STATUS_INVALID,
                               "A colon is missing behind the name \"%.*s\"", TEXT_ARGS(piece->name));
    }
    reader->at++;
    return read_value(reader, &piece->value);
}

static void take_members(struct reader *reader, size_t base, struct json *value)
{
    *value = json_object();
    value->count = (uint32_t)(reader->count - base);
    if (value->count) {
        value->members = arena_alloc(reader->arena, value->count * sizeof *value->members);
    }
    for (uint32_t i = 0; i < value->count; i++) {
        const struct piece *piece = &reader->pieces[base + i];
        value->members[i] = (struct json_member){piece->name, piece->value};
    }
    reader->count = base;
}

static bool read_object(struct reader *reader, struct json *value)
{
    size_t base = reader->count;
    bool in_order = true;
    if (!enter(reader)) {
        return false;
    }
    bool done = peek(reader) == '}';
    reader->at += done;
    while (!done) {
        struct piece piece = {0};
        if (!read_member(reader, &piece) || !read_separator(reader, '}', &done)) {
            return false;
        }
        int order =
            reader->count == base ? -1 : text_compare(reader->pieces[reader->count - 1].name, piece.name);
        if (order == 0) {
            return fail_twice(reader, &piece);
        }
        in_order = in_order && order < 0;
        push(reader, piece);
    }
    if (!in_order && !put_in_order(reader, base)) {
        return false;
    }
    take_members(reader, base, value);
    reader->depth--;
    return true;
}

/* --- values --- */

static bool read_word(struct reader *reader, struct text word, struct json is, struct json *value)
{
    if (!text_starts((struct text){reader->at, (size_t)(reader->end - reader->at)}, word)) {
        return json_fail(reader, reader->at, STATUS_INVALID,
                         "A value is missing here; a text stands in double quotes");
    }
    reader->at += word.size;
    *value = is;
    return true;
}

static bool read_text(struct reader *reader, struct json *value)
{
    struct text string;
    if (!json_read_string(reader, &string)) {
        return false;
    }
    *value = json_string(string);
    return true;
}

static bool read_value(struct reader *reader, struct json *value)
{
    switch (peek(reader)) {
    case '"':
        return read_text(reader, value);
    case '{':
        return read_object(reader, value);
    case '[':
        return read_array(reader, value);
    case 't':
        return read_word(reader, TEXT("true"), json_boolean(true), value);
    case 'f':
        return read_word(reader, TEXT("false"), json_boolean(false), value);
    case '-':
    case '0':
    case '1':
    case '2':
    case '3':
    case '4':
    case '5':
    case '6':
    case '7':
    case '8':
    case '9':
        return json_read_number(reader, value);
    default:
        if (reader->at == reader->end) {
            return json_fail_ended(reader);
        }
        return read_word(reader, TEXT("null"), json_null(), value);
    }
}

static bool read_whole(struct reader *reader, struct json *value)
{
    struct text all = {reader->start, (size_t)(reader->end - reader->start)};
    if (all.size > JSON_TEXT_LIMIT) {
        return json_fail(reader, reader->start, STATUS_LIMIT, "The text is longer than %d bytes",
                         JSON_TEXT_LIMIT);
    }
    if (text_starts(all, TEXT("\xEF\xBB\xBF"))) {
        return json_fail(reader, reader->start, STATUS_INVALID,
                         "The text begins with a byte order mark; save it without one");
    }
    /* Eight more, for what copy_plain moves at once. */
    reader->heap = arena_alloc(reader->arena, all.size + sizeof(uint64_t));
    if (!read_value(reader, value)) {
        return false;
    }
    skip_space(reader);
    if (reader->at < reader->end) {
        return json_fail(reader, reader->at, STATUS_INVALID,
                         "Something follows the JSON value, which ends before this");
    }
    return true;
}

enum status json_read(struct arena *arena, struct text text, struct json *value, struct error *error)
{
    struct piece first[PIECES_AT_FIRST];
    const char *start = text.at ? text.at : "";
    struct reader reader = {
        .arena = arena,
        .start = start,
        .at = start,
        .end = start + text.size,
        .pieces = first,
        .first = first,
        .room = PIECES_AT_FIRST,
        .error = error,
    };
    struct json read;
    bool done = read_whole(&reader, &read);
    if (reader.pieces != first) {
        free(reader.pieces);
    }
    if (!done) {
        return reader.status;
    }
    *value = read;
    return STATUS_OK;
}

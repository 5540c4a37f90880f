/* A piece of UTF-8 text: where it is and how long it is. It owns nothing and need not end with a NUL.
 * `buffer` is text that grows, in an arena. */
#ifndef CASEWAY_BASE_TEXT_H
#define CASEWAY_BASE_TEXT_H

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct text {
    const char *at; /* may be NULL when size is 0 */
    size_t size;
};

/* A text of a string literal, and of a C string (NULL gives the empty text). */
#define TEXT(literal) ((struct text){"" literal, sizeof(literal) - 1})
struct text text_of(const char *string);

/* For printf: "%.*s", TEXT_ARGS(text). Longer than 2 GiB never occurs: every input is bounded. */
#define TEXT_ARGS(text) (int)(text).size, (text).at ? (text).at : ""

bool text_equal(struct text a, struct text b);
bool text_is(struct text a, const char *string);
bool text_starts(struct text text, struct text prefix);
bool text_ends(struct text text, struct text suffix);
/* Negative, 0 or positive, as memcmp, by bytes; a prefix comes first. */
int text_compare(struct text a, struct text b);

/* The part from START (at most the end) of at most SIZE bytes. */
struct text text_part(struct text text, size_t start, size_t size);
/* Without white space (space, tab, CR, LF) at both ends. */
struct text text_trim(struct text text);
/* The first place of BYTE, or size when it is not there. */
size_t text_find(struct text text, char byte);
/* Takes what stands before the first SEPARATOR off the front of REST, and the separator; false once REST is
 * used up (an empty last part counts: "a," has two). Start with *REST = the whole and REST->at not NULL. */
bool text_split(struct text *rest, char separator, struct text *part);

/* A copy in ARENA, with a NUL behind it that does not count. */
struct text text_copy(struct arena *arena, struct text text);
struct text text_printf(struct arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* True when every byte is part of well-formed UTF-8 (RFC 3629: no overlong forms, no surrogates, at most
 * U+10FFFF). */
bool text_is_utf8(struct text text);
/* How many bytes the first character of TEXT takes; 0 when it is empty or does not start with well-formed
 * UTF-8. */
size_t text_character(struct text text);
/* How many bytes from the start are well-formed UTF-8. */
size_t text_utf8_size(struct text text);
/* How many characters; a byte that is part of none counts as one. */
size_t text_characters(struct text text);
/* How many edits (insert, delete, replace, swap of neighbours) lead from A to B; at most LIMIT + 1 is told.
 * For "did you mean": counted in bytes, and two different texts of which one is longer than
 * TEXT_DISTANCE_LONGEST are too far apart. */
enum { TEXT_DISTANCE_LONGEST = 128 };
unsigned text_distance(struct text a, struct text b, unsigned limit);
/* The one of CHOICES nearest to WORD (the first of several), if near enough to be a slip of the hand: one
 * edit for a word of up to 4 bytes, two for up to 8, else three. Else the empty text. */
struct text text_nearest(struct text word, const struct text *choices, size_t count);

/* A decimal integer, whole, with an optional sign; false when it is anything else or does not fit. */
bool text_integer(struct text text, int64_t *value);

struct buffer {
    struct arena *arena;
    char *at;
    size_t size, room;
};

void buffer_init(struct buffer *buffer, struct arena *arena);
void buffer_add(struct buffer *buffer, const char *bytes, size_t size);
void buffer_text(struct buffer *buffer, struct text text);
void buffer_string(struct buffer *buffer, const char *string);
void buffer_byte(struct buffer *buffer, char byte);
void buffer_printf(struct buffer *buffer, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Room for SIZE more bytes, and where they would go; buffer->size is moved by the caller. */
char *buffer_reserve(struct buffer *buffer, size_t size);
struct text buffer_result(const struct buffer *buffer);

#endif

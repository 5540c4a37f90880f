/* The state of one reading of JSON, and what its two files share: json_read.c has the shape of values,
 * json_scalar.c strings, numbers and errors. Within base only.
 *
 * Invariants. START ≤ AT ≤ END, and a byte is looked at only while AT < END. All strings go into one piece of
 * memory, HEAP, as large as the text: a string with its NUL is never longer than it was written with its
 * quotes. The items of the lists and objects that are still open lie on one stack, PIECES; what closes moves
 * its own from the top of it. */
#ifndef CASEWAY_BASE_JSON_READER_H
#define CASEWAY_BASE_JSON_READER_H

#include "base/json.h"

/* An item of an open list or object. */
struct piece {
    struct text name;
    struct json value;
    const char *at; /* where its name is written */
};

struct reader {
    struct arena *arena;
    const char *start, *at, *end;
    char *heap;
    struct piece *pieces, *first; /* FIRST: those of the caller's stack, until they are too few */
    size_t count, room;
    unsigned depth;
    struct error *error;
    enum status status;
};

/* Notes what is wrong AT a point of the text; gives false. */
bool json_fail(struct reader *reader, const char *at, enum status status, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
bool json_fail_ended(struct reader *reader);

/* AT stands on the opening quote, and behind the closing one after it. */
bool json_read_string(struct reader *reader, struct text *string);
/* AT stands on a digit or a minus sign, and behind the number after it. */
bool json_read_number(struct reader *reader, struct json *value);

#endif

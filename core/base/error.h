/* What went wrong, where, and what to do about it.
 *
 * `error` carries one operating failure up to whoever answers it. It holds its own words, so it can be copied
 * and outlives every arena. `findings` collects all that a reader of a file has to say, in order, in an
 * arena: errors and warnings. */
#ifndef CASEWAY_BASE_ERROR_H
#define CASEWAY_BASE_ERROR_H

#include "base/status.h"
#include "base/text.h"
#include "base/vector.h"

enum { ERROR_MESSAGE_SIZE = 512, ERROR_PLACE_SIZE = 256, ERROR_TRACE_SIZE = 384 };

struct error {
    enum status status;
    char message[ERROR_MESSAGE_SIZE]; /* one sentence; NUL-terminated, cut at a character where it is too long
                                       */
    char place[ERROR_PLACE_SIZE];     /* "file:line:column", a table, a request: where; empty when nowhere */
    /* The calls that led there, innermost first, a line each, of code that a plugin brought; mostly empty. */
    char trace[ERROR_TRACE_SIZE];
};

/* Fills ERROR (which may be NULL: nobody asks) and gives STATUS back, so that `return error_set(…)` reads
 * well. Its place is nowhere then. The words may be made from those that are in ERROR. */
enum status error_set(struct error *error, enum status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
enum status error_vset(struct error *error, enum status status, const char *format, va_list arguments)
    __attribute__((format(printf, 3, 0)));
/* Says where, unless that is said already. */
void error_place(struct error *error, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* By which calls. */
void error_trace(struct error *error, const char *trace);

enum severity { SEVERITY_ERROR, SEVERITY_WARNING };

/* Lines and columns count from 1; columns count characters, not bytes. Line 0: the file as a whole. */
struct place {
    uint32_t line, column;
};

struct finding {
    enum severity severity;
    struct text file;
    struct place place;
    struct text message; /* a sentence without its full stop */
    struct text hint;    /* what to do; may be empty */
    struct text source;  /* the line itself, for the caret; may be empty */
};

/* At most FINDINGS_LIMIT are kept; the rest are counted. */
enum { FINDINGS_LIMIT = 200 };

struct findings {
    struct arena *arena;
    VECTOR(struct finding)
    list;
    size_t errors, warnings, dropped;
};

void findings_init(struct findings *findings, struct arena *arena);
/* Adds one; its texts are copied. The line, if any, is without its end. */
void findings_add(struct findings *findings, const struct finding *finding);
/* Orders them by file, line, column. */
void findings_sort(struct findings *findings);
/* As people read it:
 *   FILE:LINE:COLUMN: error: MESSAGE
 *     | the line
 *     |     ^
 *     hint: HINT */
void findings_print(const struct findings *findings, struct buffer *out);

#endif

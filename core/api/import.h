/* An import under way: lines become jobs, a window at a time, and jobs become lines. Private to api/. */
#ifndef CASEWAY_API_IMPORT_H
#define CASEWAY_API_IMPORT_H

#include "api/parts.h"

enum { IMPORT_WINDOW = 256, IMPORT_LINE_LIMIT = 128 * 1024 };

/* What the request says about all of its lines. */
struct import_options {
    bool replays;  /* clock=replay */
    bool finishes; /* finish=1: lines name cases to bring to `until` */
    instant until;
};

/* A line that is not empty, and what becomes of it. */
struct import_line {
    int64_t number;    /* in the body, from 1 */
    struct text event; /* as the line says it; may be empty */
    bool submitted;    /* the job says how it went; else `error` does */
    struct error error;
    struct job job;
};

/* Reads LINE's TEXT into a job whose answer will live in ARENA. False: it is set aside, with its error. */
bool import_line_read(struct arena *arena, const struct world *world, const struct import_options *options,
                      struct text text, struct import_line *line);
/* Its answer, a line of JSON with its LF; ARENA is for the work alone. */
void import_line_write(struct arena *arena, const struct import_line *line, struct buffer *out);

#endif

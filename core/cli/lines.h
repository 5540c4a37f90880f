/* Lines of a stream, of any length, in a bounded piece of memory. Private to this room. */
#ifndef CASEWAY_CLI_LINES_H
#define CASEWAY_CLI_LINES_H

#include "base/text.h"

#include <stdio.h>

/* The longest line that is taken, without its end: what one request's body may be. */
enum { LINE_LIMIT = 1024 * 1024 };

struct line_reader {
    FILE *in;
    char *at;      /* LINE_LIMIT bytes and one */
    size_t number; /* of the line that was read last, from 1 */
};

void lines_begin(struct line_reader *reader, FILE *in);
void lines_end(struct line_reader *reader);
/* The next line that is not blank, without its LF (or CR LF); it lives until the next call. *TOO_LONG: it is
 * cut at LINE_LIMIT. False at the end, and when reading fails (ferror). */
bool lines_next(struct line_reader *reader, struct text *line, bool *too_long);

#endif

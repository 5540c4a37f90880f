/* Corrections in words. Private to this room. */
#ifndef CASEWAY_CLI_PUTTING_H
#define CASEWAY_CLI_PUTTING_H

#include "cli/print.h"

/* Of a `correct` or `undo`, by its NOTES and its DATA: which entry it puts right and why, what it lets go,
 * and which messages are gone; a line each. Nothing when it is none. */
void print_correction(struct buffer *out, const struct json *notes, const struct json *data);
/* Behind an entry of the history that was put right: " (made in error, see 12: REASON)"; and below it a line
 * for each answer, and for its time, that is another now. */
void print_mark(struct buffer *out, const struct json *row);
void print_corrected(struct cli *cli, struct buffer *out, const struct json *row);

#endif

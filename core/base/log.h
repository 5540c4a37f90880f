/* Lines for the operator: one line an event, "2026-01-05T09:00:00.000Z level room: message". A line names
 * references, never what a case holds. Written whole, under a lock, so lines of several threads do not mix.
 * Any thread. */
#ifndef CASEWAY_BASE_LOG_H
#define CASEWAY_BASE_LOG_H

#include "base/clock.h"

#include <stdarg.h>
#include <stdio.h>

enum log_level { LOG_ERROR, LOG_WARNING, LOG_INFO, LOG_DEBUG };

/* The bytes of a line without its end; what is longer is cut. Control characters in a message are written as
 * spaces. */
enum { LOG_LINE_LIMIT = 2000 };

/* Set once by app before threads start. Until then nothing is written. */
void log_start(FILE *out, enum log_level level, struct clock clock);
void log_write(enum log_level level, const char *room, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif

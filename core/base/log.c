#include "base/log.h"

#include "base/thread.h"

#include <time.h>

/* Set by log_start before threads start; LOCK keeps lines whole after that. */
static struct {
    FILE *out;
    enum log_level level;
    struct clock clock;
    lock lock;
} log_state = {.lock = PTHREAD_MUTEX_INITIALIZER};

void log_start(FILE *out, enum log_level level, struct clock clock)
{
    log_state.out = out;
    log_state.level = level;
    log_state.clock = clock;
}

/* "2026-01-05T09:00:00.000Z" of AT. */
static void format_instant(instant at, char *out, size_t room)
{
    int64_t milliseconds = at % 1000, whole_seconds = at / 1000;
    if (milliseconds < 0) {
        milliseconds += 1000;
        whole_seconds--;
    }
    time_t seconds = (time_t)whole_seconds;
    struct tm parts;
    char whole[64];
    if (!gmtime_r(&seconds, &parts) || strftime(whole, sizeof whole, "%Y-%m-%dT%H:%M:%S", &parts) == 0) {
        whole[0] = '\0';
    }
    snprintf(out, room, "%s.%03dZ", whole, (int)milliseconds);
}

/* One event is one line, whatever its message holds. */
static void flatten(char *line, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        if ((unsigned char)line[i] < 0x20 || line[i] == 0x7F) {
            line[i] = ' ';
        }
    }
}

static size_t add_size(size_t size, int printed)
{
    size += printed > 0 ? (size_t)printed : 0;
    return size < LOG_LINE_LIMIT ? size : LOG_LINE_LIMIT;
}

void log_write(enum log_level level, const char *room, const char *format, ...)
{
    static const char *const words[] = {"error", "warning", "info", "debug"};
    if (!log_state.out || level > log_state.level) {
        return;
    }
    char when[96], line[LOG_LINE_LIMIT + 2];
    format_instant(clock_now(&log_state.clock), when, sizeof when);
    size_t size = add_size(0, snprintf(line, LOG_LINE_LIMIT + 1, "%s %s %s: ", when, words[level], room));
    va_list arguments;
    va_start(arguments, format);
    size = add_size(size, vsnprintf(line + size, LOG_LINE_LIMIT + 1 - size, format, arguments));
    va_end(arguments);
    flatten(line, size);
    line[size++] = '\n';
    lock_take(&log_state.lock);
    fwrite(line, 1, size, log_state.out);
    fflush(log_state.out);
    lock_give(&log_state.lock);
}

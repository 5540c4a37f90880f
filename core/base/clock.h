/* Time as an instant: milliseconds since 1970-01-01T00:00:00Z, leap seconds not counted. No room reads a
 * clock of its own: it is handed one. */
#ifndef CASEWAY_BASE_CLOCK_H
#define CASEWAY_BASE_CLOCK_H

#include <stdint.h>

typedef int64_t instant;

/* "No instant": nothing happened, or not yet. Earlier than every other. */
#define INSTANT_NONE INT64_MIN

struct clock {
    instant (*now)(void *self);      /* the wall clock */
    uint64_t (*elapsed)(void *self); /* nanoseconds from some fixed point, never backwards */
    void *self;
};

static inline instant clock_now(const struct clock *clock)
{
    return clock->now(clock->self);
}

static inline uint64_t clock_elapsed(const struct clock *clock)
{
    return clock->elapsed(clock->self);
}

/* The machine's clocks. Any thread. */
struct clock clock_system(void);

/* A clock that stands still until it is set: AT and ELAPSED are its owner's. */
struct clock_virtual {
    instant at;
    uint64_t elapsed;
};
struct clock clock_of_virtual(struct clock_virtual *state);

#endif

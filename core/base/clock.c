#include "base/clock.h"

#include "base/insist.h"

#include <stddef.h>
#include <time.h>

static instant system_now(void *self)
{
    (void)self;
    struct timespec time;
    insist(clock_gettime(CLOCK_REALTIME, &time) == 0);
    return (instant)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

static uint64_t system_elapsed(void *self)
{
    (void)self;
    struct timespec time;
    insist(clock_gettime(CLOCK_MONOTONIC, &time) == 0);
    return (uint64_t)time.tv_sec * 1000000000U + (uint64_t)time.tv_nsec;
}

struct clock clock_system(void)
{
    return (struct clock){system_now, system_elapsed, NULL};
}

static instant virtual_now(void *self)
{
    return ((const struct clock_virtual *)self)->at;
}

static uint64_t virtual_elapsed(void *self)
{
    return ((const struct clock_virtual *)self)->elapsed;
}

struct clock clock_of_virtual(struct clock_virtual *state)
{
    return (struct clock){virtual_now, virtual_elapsed, state};
}

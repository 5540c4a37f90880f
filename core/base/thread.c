#include "base/thread.h"

#include "base/insist.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

/* The longest name Linux keeps for a thread, with its NUL; longer ones are cut. */
enum { NAME_SIZE = 16 };

struct start {
    char name[NAME_SIZE];
    void (*run)(void *self);
    void *self;
};

static void *run_started(void *argument)
{
    struct start start = *(struct start *)argument;
    free(argument);
    (void)pthread_setname_np(pthread_self(), start.name);
    start.run(start.self);
    return NULL;
}

enum status thread_start(thread *started, const char *name, void (*run)(void *self), void *self,
                         struct error *error)
{
    struct start *start = memory_new(sizeof *start);
    *start = (struct start){.run = run, .self = self};
    snprintf(start->name, sizeof start->name, "%s", name);
    int code = pthread_create(started, NULL, run_started, start);
    if (code) {
        free(start);
        return error_set(error, status_of_errno(code), "The thread %s cannot be started: %s", name,
                         strerror(code));
    }
    return STATUS_OK;
}

void thread_join(thread joined)
{
    insist(pthread_join(joined, NULL) == 0);
}

void lock_init(lock *mutex)
{
    insist(pthread_mutex_init(mutex, NULL) == 0);
}

void lock_deinit(lock *mutex)
{
    insist(pthread_mutex_destroy(mutex) == 0);
}

void lock_take(lock *mutex)
{
    insist(pthread_mutex_lock(mutex) == 0);
}

void lock_give(lock *mutex)
{
    insist(pthread_mutex_unlock(mutex) == 0);
}

void condition_init(condition *waited)
{
    pthread_condattr_t attributes;
    insist(pthread_condattr_init(&attributes) == 0);
    insist(pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC) == 0);
    insist(pthread_cond_init(waited, &attributes) == 0);
    insist(pthread_condattr_destroy(&attributes) == 0);
}

void condition_deinit(condition *waited)
{
    insist(pthread_cond_destroy(waited) == 0);
}

void condition_wait(condition *waited, lock *mutex)
{
    insist(pthread_cond_wait(waited, mutex) == 0);
}

_Static_assert(sizeof(time_t) == 8, "the longest wait must not run over");

bool condition_wait_for(condition *waited, lock *mutex, uint64_t milliseconds)
{
    struct timespec until;
    insist(clock_gettime(CLOCK_MONOTONIC, &until) == 0);
    until.tv_sec += (time_t)(milliseconds / 1000);
    until.tv_nsec += (long)(milliseconds % 1000) * 1000000;
    if (until.tv_nsec >= 1000000000) {
        until.tv_nsec -= 1000000000;
        until.tv_sec++;
    }
    int code = pthread_cond_timedwait(waited, mutex, &until);
    insist(code == 0 || code == ETIMEDOUT);
    return code == 0;
}

void condition_wake(condition *waited)
{
    insist(pthread_cond_signal(waited) == 0);
}

void condition_wake_all(condition *waited)
{
    insist(pthread_cond_broadcast(waited) == 0);
}

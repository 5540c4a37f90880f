/* Threads, locks and conditions, over POSIX. Threads are shells: what they run is a plain function that a test calls itself. */
#ifndef CASEWAY_BASE_THREAD_H
#define CASEWAY_BASE_THREAD_H

#include "base/error.h"

#include <pthread.h>

typedef pthread_t thread;
typedef pthread_mutex_t lock;
typedef pthread_cond_t condition;

enum status thread_start(thread *thread, const char *name, void (*run)(void *self), void *self, struct error *error);
void thread_join(thread thread);

void lock_init(lock *lock);
void lock_deinit(lock *lock);
void lock_take(lock *lock);
void lock_give(lock *lock);

void condition_init(condition *condition);
void condition_deinit(condition *condition);
void condition_wait(condition *condition, lock *lock);
/* At most MILLISECONDS; false when they passed. By a clock that is not set back. */
bool condition_wait_for(condition *condition, lock *lock, uint64_t milliseconds);
void condition_wake(condition *condition);
void condition_wake_all(condition *condition);

#endif

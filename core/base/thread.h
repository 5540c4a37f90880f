/* Threads, locks and conditions, over POSIX. Threads are shells: what they run is a plain function that a
 * test calls itself. */
#ifndef CASEWAY_BASE_THREAD_H
#define CASEWAY_BASE_THREAD_H

#include "base/error.h"

#include <pthread.h>

typedef pthread_t thread;
typedef pthread_mutex_t lock;
typedef pthread_cond_t condition;

enum status thread_start(thread *started, const char *name, void (*run)(void *self), void *self,
                         struct error *error);
void thread_join(thread joined);

void lock_init(lock *mutex);
void lock_deinit(lock *mutex);
void lock_take(lock *mutex);
void lock_give(lock *mutex);

void condition_init(condition *waited);
void condition_deinit(condition *waited);
void condition_wait(condition *waited, lock *mutex);
/* At most MILLISECONDS; false when they passed. By a clock that is not set back. */
bool condition_wait_for(condition *waited, lock *mutex, uint64_t milliseconds);
void condition_wake(condition *waited);
void condition_wake_all(condition *waited);

#endif

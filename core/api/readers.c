/* Read workers: threads that each own a reading connection and a host for rules, and one bounded queue of
 * calls. Without threads (options.readers is 0) work is done at once, where it is asked for, through the
 * writer.
 *
 * Invariant: a call is in the queue, or with one worker, never both; a worker lets go of a call whose work
 * was handed on. The lock guards the list and the flag, never work. */
#include "api/parts.h"

#include "base/thread.h"

#include <stdlib.h>

struct worker {
    struct readers *readers;
    struct store *store;
    struct rules rules;
    thread thread;
    bool has_rules, started;
};

struct readers {
    struct api *api;
    struct worker *workers; /* one more than there are threads: where there are none, it is the caller's */
    size_t count;
    lock lock;
    condition wake;
    struct call *first, **last;
    size_t waiting;
    bool stopping;
};

/* --- one piece of work -------------------------------------------------------------- */

static void do_work(struct worker *worker, struct call *call)
{
    call->store = worker->store;
    call->rules = worker->rules;
    if (call->work(call)) {
        call_finish(call);
    }
}

static struct call *take(struct readers *readers)
{
    lock_take(&readers->lock);
    while (!readers->first && !readers->stopping) {
        condition_wait(&readers->wake, &readers->lock);
    }
    struct call *call = readers->first;
    if (call) {
        readers->first = call->next;
        readers->last = readers->first ? readers->last : &readers->first;
        readers->waiting--;
    }
    lock_give(&readers->lock);
    return call;
}

static void run(void *self)
{
    struct worker *worker = self;
    struct call *call;
    while ((call = take(worker->readers))) {
        do_work(worker, call);
    }
}

/* --- taking work --------------------------------------------------------------------- */

static enum status put(struct readers *readers, struct call *call, size_t limit)
{
    enum status status = STATUS_OK;
    call->next = NULL;
    lock_take(&readers->lock);
    if (readers->waiting >= limit) {
        status = STATUS_BUSY;
    } else {
        *readers->last = call;
        readers->last = &call->next;
        readers->waiting++;
        condition_wake(&readers->wake);
    }
    lock_give(&readers->lock);
    return status;
}

enum status readers_add(struct readers *readers, struct call *call, bool (*work)(struct call *call))
{
    call->work = work;
    if (readers->count) {
        return put(readers, call, READERS_QUEUE_LIMIT);
    }
    do_work(&readers->workers[0], call);
    return STATUS_OK;
}

void readers_again(struct readers *readers, struct call *call, bool (*work)(struct call *call))
{
    call->work = work;
    if (readers->count) {
        (void)put(readers, call, SIZE_MAX);
    } else {
        do_work(&readers->workers[0], call);
    }
}

size_t readers_waiting(struct readers *readers)
{
    lock_take(&readers->lock);
    size_t waiting = readers->waiting;
    lock_give(&readers->lock);
    return waiting;
}

/* --- beginning and end ----------------------------------------------------------------- */

static enum status worker_init(struct worker *worker, struct readers *readers, struct error *error)
{
    const struct api_options *options = &readers->api->options;
    enum status status = STATUS_OK;
    worker->readers = readers;
    worker->store = readers->count ? NULL : options->store;
    if (readers->count && options->store) {
        status = store_reader(options->store, &worker->store, error);
    }
    if (status == STATUS_OK) {
        status = options->workshop->rules_new(options->workshop->self, &worker->rules, error);
        worker->has_rules = status == STATUS_OK;
    }
    if (status == STATUS_OK && readers->count) {
        status = thread_start(&worker->thread, "reader", run, worker, error);
        worker->started = status == STATUS_OK;
    }
    return status;
}

static void worker_deinit(struct worker *worker)
{
    const struct workshop *workshop = worker->readers->api->options.workshop;
    if (worker->has_rules) {
        workshop->rules_free(workshop->self, &worker->rules);
    }
    if (worker->readers->count && worker->store) {
        store_close(worker->store);
    }
}

enum status readers_new(struct api *api, struct readers **made, struct error *error)
{
    struct readers *readers = memory_new(sizeof *readers);
    enum status status = STATUS_OK;
    *readers = (struct readers){.api = api, .count = api->options.readers};
    readers->last = &readers->first;
    lock_init(&readers->lock);
    condition_init(&readers->wake);
    size_t workers = readers->count ? readers->count : 1;
    readers->workers = memory_new(workers * sizeof *readers->workers);
    memset(readers->workers, 0, workers * sizeof *readers->workers);
    for (size_t i = 0; i < workers; i++) {
        readers->workers[i].readers = readers;
    }
    for (size_t i = 0; status == STATUS_OK && i < workers; i++) {
        status = worker_init(&readers->workers[i], readers, error);
    }
    if (status != STATUS_OK) {
        readers_free(readers);
        return status;
    }
    *made = readers;
    return STATUS_OK;
}

void readers_free(struct readers *readers)
{
    size_t workers = readers->count ? readers->count : 1;
    lock_take(&readers->lock);
    readers->stopping = true;
    condition_wake_all(&readers->wake);
    lock_give(&readers->lock);
    for (size_t i = 0; i < workers; i++) {
        if (readers->workers[i].started) {
            thread_join(readers->workers[i].thread);
        }
    }
    for (size_t i = 0; i < workers; i++) {
        worker_deinit(&readers->workers[i]);
    }
    free(readers->workers);
    condition_deinit(&readers->wake);
    lock_deinit(&readers->lock);
    free(readers);
}

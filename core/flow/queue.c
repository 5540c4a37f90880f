/* See queue.h. The lock guards the list and the flags, never a turn. */
#include "flow/queue.h"

#include "base/thread.h"

#include <stdlib.h>

enum { LONGEST_WAIT_MILLISECONDS = 60000, IDLE_AFTER_MILLISECONDS = 200 };

struct queue {
    struct flow *flow;
    void (*stopped)(void *self, const struct error *error);
    void *self;
    thread thread;
    lock lock;
    condition wake;
    struct job *first, **last;
    size_t count;
    void (*between)(void *self); /* what shall be run between two turns; NULL */
    void *between_self;
    bool started, stopping;
};

struct queue *queue_new(struct flow *flow, void (*stopped)(void *self, const struct error *error), void *self)
{
    struct queue *queue = memory_new(sizeof *queue);
    *queue = (struct queue){.flow = flow, .stopped = stopped, .self = self};
    queue->last = &queue->first;
    lock_init(&queue->lock);
    condition_init(&queue->wake);
    return queue;
}

static size_t take(struct queue *queue, struct job **jobs)
{
    size_t count = 0;
    lock_take(&queue->lock);
    while (queue->first && count < FLOW_BATCH_LIMIT) {
        jobs[count++] = queue->first;
        queue->first = queue->first->next;
    }
    if (!queue->first) {
        queue->last = &queue->first;
    }
    queue->count -= count;
    lock_give(&queue->lock);
    return count;
}

static uint64_t wait_milliseconds(struct queue *queue)
{
    struct error error;
    instant due;
    if (flow_next_due(queue->flow, &due, &error) != STATUS_OK || due == INSTANT_NONE) {
        return LONGEST_WAIT_MILLISECONDS;
    }
    instant left = due - flow_now(queue->flow);
    return left <= 0 ? 1 : left > LONGEST_WAIT_MILLISECONDS ? LONGEST_WAIT_MILLISECONDS : (uint64_t)left;
}

/* Waits for a job, the next due time, or the end; false at the end, once the queue is empty. */
static bool wait_for_work(struct queue *queue)
{
    uint64_t left = wait_milliseconds(queue);
    bool idle = false;
    lock_take(&queue->lock);
    while (!queue->first && !queue->between && !queue->stopping && left > 0) {
        uint64_t step = !idle && left > IDLE_AFTER_MILLISECONDS ? IDLE_AFTER_MILLISECONDS : left;
        if (condition_wait_for(&queue->wake, &queue->lock, step)) {
            continue;
        }
        left -= step;
        if (!idle) {
            idle = true;
            lock_give(&queue->lock);
            flow_idle(queue->flow);
            lock_take(&queue->lock);
        }
    }
    bool more = queue->first || !queue->stopping;
    lock_give(&queue->lock);
    return more;
}

static void run_between(struct queue *queue)
{
    lock_take(&queue->lock);
    void (*between)(void *self) = queue->stopping ? NULL : queue->between;
    void *self = queue->between_self;
    queue->between = NULL;
    lock_give(&queue->lock);
    if (between) {
        between(self);
    }
}

/* One round: what was asked, then what time brings: half a batch at most where somebody asks, so that the
 * next who asks waits for no more than that. False when the store failed for good. */
static bool round_of_work(struct queue *queue, size_t *did)
{
    struct job *jobs[FLOW_BATCH_LIMIT];
    struct error error;
    size_t by_time = 0, followed = 0, count = take(queue, jobs);
    enum status status = count ? flow_turn(queue->flow, jobs, count, &error) : STATUS_OK;
    if (status == STATUS_OK) {
        size_t share = count ? FLOW_BATCH_LIMIT / FLOW_TIME_SHARE : FLOW_BATCH_LIMIT;
        status = flow_turn_of_time(queue->flow, share, &by_time, &error);
    }
    if (status == STATUS_OK && count + by_time == 0) {
        status = flow_turn_of_world(queue->flow, FLOW_BATCH_LIMIT, &followed, &error);
    }
    *did = count + by_time + followed;
    if (status == STATUS_IO || status == STATUS_CORRUPT) {
        queue->stopped(queue->self, &error);
        return false;
    }
    return true;
}

static void run(void *self)
{
    struct queue *queue = self;
    size_t did;
    for (run_between(queue); round_of_work(queue, &did); run_between(queue)) {
        if (did == 0 && !wait_for_work(queue)) {
            return;
        }
    }
    lock_take(&queue->lock);
    queue->stopping = true;
    lock_give(&queue->lock);
}

enum status queue_start(struct queue *queue, struct error *error)
{
    enum status status = thread_start(&queue->thread, "engine", run, queue, error);
    queue->started = status == STATUS_OK;
    return status;
}

enum status queue_submit(struct queue *queue, struct job *job)
{
    enum status status = STATUS_OK;
    job->next = NULL;
    lock_take(&queue->lock);
    if (queue->stopping) {
        status = STATUS_STOPPED;
    } else if (queue->count >= QUEUE_LIMIT) {
        status = STATUS_BUSY;
    } else {
        *queue->last = job;
        queue->last = &job->next;
        queue->count++;
        condition_wake(&queue->wake);
    }
    lock_give(&queue->lock);
    return status;
}

void queue_between(struct queue *queue, void (*between)(void *self), void *self)
{
    lock_take(&queue->lock);
    queue->between = between;
    queue->between_self = self;
    condition_wake(&queue->wake);
    lock_give(&queue->lock);
}

void queue_stop(struct queue *queue)
{
    lock_take(&queue->lock);
    queue->stopping = true;
    condition_wake_all(&queue->wake);
    lock_give(&queue->lock);
    if (queue->started) {
        thread_join(queue->thread);
        queue->started = false;
    }
}

void queue_free(struct queue *queue)
{
    condition_deinit(&queue->wake);
    lock_deinit(&queue->lock);
    free(queue);
}

static enum status submit_to_queue(void *self, struct job *job)
{
    return queue_submit(self, job);
}

struct flow_port queue_port(struct queue *queue)
{
    return (struct flow_port){submit_to_queue, queue};
}

/* A caller who waits gets its answer from `done` too. A store that has failed for good answers him with its
 * status. */
static enum status submit_direct(void *self, struct job *job)
{
    struct error error;
    enum status status = flow_turn(self, &job, 1, &error);
    if (status != STATUS_OK) {
        job->status = status;
        job->error = error;
        if (job->done) {
            job->done(job);
        }
    }
    return STATUS_OK;
}

struct flow_port flow_direct_port(struct flow *flow)
{
    return (struct flow_port){submit_direct, flow};
}

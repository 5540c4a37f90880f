/* The engine thread: a bounded queue of jobs, and the loop that takes turns. A shell around flow.h: it
 * decides when, never what.
 *
 * Any thread may submit; `done` of each job is called on the engine thread, after its commit. */
#ifndef CASEWAY_FLOW_QUEUE_H
#define CASEWAY_FLOW_QUEUE_H

#include "flow/flow.h"

enum { QUEUE_LIMIT = 4096 };

struct queue;

/* STOPPED is called, on the engine thread, when a turn ends in STATUS_IO or STATUS_CORRUPT: nobody is
 * answered any more. */
struct queue *queue_new(struct flow *flow, void (*stopped)(void *self, const struct error *error),
                        void *self);
enum status queue_start(struct queue *queue, struct error *error);
/* STATUS_BUSY when it is full, STATUS_STOPPED when it is stopping: `done` is then not called. */
enum status queue_submit(struct queue *queue, struct job *job);
/* Any thread: BETWEEN(SELF) is called once on the engine thread, between two turns; in place of what was
 * asked for so and has not been called yet. Not called any more once the queue is stopping. */
void queue_between(struct queue *queue, void (*between)(void *self), void *self);
/* Takes no more, finishes what was taken, joins the thread. */
void queue_stop(struct queue *queue);
void queue_free(struct queue *queue);

/* --- for whoever submits: a port, so that api does not care whether a thread is behind it --- */
struct flow_port {
    /* OK: done will be called, perhaps before this returns. */
    enum status (*submit)(void *self, struct job *job);
    void *self;
};
struct flow_port queue_port(struct queue *queue);
/* Runs the job's turn at once, on the caller's thread. */
struct flow_port flow_direct_port(struct flow *flow);

#endif

/* THE PATH: a command is loaded, planned, applied, committed, answered. Begin with flow_turn().
 *
 * A flow owns nothing but its working memory; store, world and rules are handed to it. It is a plain object
 * for one thread: the engine thread's shell (queue.h) calls it in a server, the command line and the
 * simulator call it themselves.
 *
 * A turn takes jobs in order and puts them into one transaction. Each sees what those before it did. A
 * refusal or a plan that fails touches nobody else; an apply that fails rolls all back, and the jobs are run
 * one by one. A job's answer is given (its `done` is called) after the commit is on disk, never before. */
#ifndef CASEWAY_FLOW_FLOW_H
#define CASEWAY_FLOW_FLOW_H

#include "base/random.h"
#include "engine/plan.h"
#include "store/store.h"

enum {
    FLOW_BATCH_LIMIT = 64,               /* commands of one turn */
    FLOW_PLANNING_NANOSECONDS = 5000000, /* … or so much planning */
    FLOW_TIME_SHARE = 2,        /* time and agenda take at most one in so many, while somebody asks */
    FLOW_CATCH_UP_LIMIT = 1000, /* timers of one subject that fire before one command */
    FLOW_MOVES_LIMIT = 500      /* moved deadlines that are listed after the world has changed */
};

enum job_kind {
    JOB_COMMAND,
    JOB_TIME,   /* brings one subject to `until`: all that time brings up to then */
    JOB_WORLD,  /* lets one subject follow the present world, which may have other calendars and rules */
    JOB_AGENDA, /* a command that another record told */
    JOB_DRY,    /* a command that is planned and thrown away; the answer says what would be */
    JOB_DRAFT,  /* what somebody has half written of a command: kept, or thrown away (draft.h) */
    JOB_SHADOW  /* a plugin gets a shadow, or loses it (shadow.h) */
};

/* A piece of work, its owner's; answered in place. */
struct job {
    enum job_kind kind;
    struct command command;
    int64_t subject;       /* JOB_TIME, JOB_AGENDA: whose; else it is the command's reference */
    struct text reference; /* JOB_TIME by reference, when `subject` is 0 */
    int64_t agenda;        /* JOB_AGENDA: its row */
    instant until;         /* JOB_TIME */
    bool held;             /* a replay: time does not touch the subject until a JOB_TIME with `release` */
    bool release;
    struct text offered; /* JOB_COMMAND, JOB_DRY: who asks may as long as the case is offered to this area */
    struct text user;    /* JOB_COMMAND: who asks, where that is not the actor; may be empty */
    struct arena *arena; /* the answer lives here; the owner's */

    /* --- the answer --- */
    /* OK: the outcome says the rest. NOT_FOUND, CONFLICT (stale if_match), EXISTS (the key was spent on
     * another body, or the reference is taken), INVALID, BUSY, FULL, IO, … */
    enum status status;
    struct error error;
    enum outcome outcome;
    bool repeated;            /* the key was spent on this very command: the first answer again */
    struct json answer;       /* plan_answer() */
    struct json details;      /* JOB_DRY: changes, tasks, deadlines, messages as data */
    struct text reference_of; /* of the subject */
    int64_t subject_of;
    uint64_t version;

    void (*done)(
        struct job *job); /* called once it is answered, after the commit; NULL for a caller who waits */
    void *owner;
    struct job *next; /* the queue's */
};

struct flow_options {
    struct store *store;
    const struct world *world;
    struct rules rules;
    struct clock clock;
    struct random random;
};

struct flow;

struct flow *flow_new(const struct flow_options *options);
void flow_free(struct flow *flow);
/* The world that plans lean on from the next turn on; it must outlive the flow. */
void flow_set_world(struct flow *flow, const struct world *world);
const struct world *flow_world(const struct flow *flow);

/* One turn, or more when COUNT jobs are too many for one. JOBS is a list of pointers. STATUS_OK even when
 * jobs failed: each says so itself. STATUS_IO or STATUS_CORRUPT: nobody may be answered and the process must
 * stop; keys resolve the doubt. */
enum status flow_turn(struct flow *flow, struct job *const *jobs, size_t count, struct error *error);
/* A turn for what time and the agenda bring by now, at most LIMIT of each; *DONE tells how many there were.
 */
enum status flow_turn_of_time(struct flow *flow, size_t limit, size_t *done, struct error *error);
/* After the world has changed: lets at most LIMIT further open cases follow it, nearest to the last ones;
 * *DONE is 0 once all have. How far it came is kept in the store, so that a restart goes on, and so is what
 * moved (flow_moves()). For an idle moment. */
enum status flow_turn_of_world(struct flow *flow, size_t limit, size_t *done, struct error *error);
/* What the last change of the world moved, from any connection: {"world","moved","done","lines":[{case,
 * deadline, before, after, because, at}]} (`because`: the fact; `at`: milliseconds), FLOW_MOVES_LIMIT lines
 * at most; `moved` counts them all. */
enum status flow_moves(struct store *store, struct arena *arena, struct json *moves, struct error *error);
/* The flow's clock. */
instant flow_now(const struct flow *flow);
/* When time brings something next; INSTANT_NONE. */
enum status flow_next_due(struct flow *flow, instant *due, struct error *error);
/* When there is nothing to do: lets the store put its house in order. */
void flow_idle(struct flow *flow);

#endif

/* A trial: a flow over an empty store and a clock of its own, on which simulations and scenarios run. What
 * it does is what a site would do.
 *
 * It owns the flow and its clock; store, world and rules are handed to it and outlive it. The same commands
 * have the same consequences, for ever: nothing is random and no other clock is read. One thread at a time.
 *
 * Invariant: after trial_pass_time() nothing is due at or before the clock. */
#ifndef CASEWAY_WORKBENCH_TRIAL_H
#define CASEWAY_WORKBENCH_TRIAL_H

#include "flow/flow.h"

/* So many turns of time may pass at one go, and at one moment of the clock: more is a timer that never comes
 * to rest, and an error that says so. */
enum { TRIAL_TURN_LIMIT = 100000, TRIAL_MOMENT_LIMIT = 100 };

struct trial {
    const struct world *world;
    struct store *store;
    struct flow *flow;
    struct clock_virtual clock; /* its owner may set `at` while nothing runs */
    struct random_seeded seeded;
};

/* TRIAL must stay where it is: its flow keeps its clock's address. */
void trial_begin(struct trial *trial, const struct world *world, struct store *store, struct rules rules,
                 instant at);
void trial_end(struct trial *trial);

/* Moves the clock to TARGET, or leaves it where that is behind it, step by step, so that each timer fires at
 * its own time; adds to *RAN what time and the agenda brought. STATUS_LIMIT leaves the clock where time did
 * not come to rest. */
enum status trial_pass_time(struct trial *trial, instant target, size_t *ran, struct error *error);
/* WORLD from now on, numbered otherwise than the one before; open cases follow it at once. */
enum status trial_change_world(struct trial *trial, const struct world *world, struct error *error);
/* Runs COMMAND; JOB is the answer, in ARENA. STATUS_OK whatever was answered. */
enum status trial_run(struct trial *trial, struct arena *arena, const struct command *command,
                      struct job *job, struct error *error);

/* A case as it stands. */
struct standing {
    struct stored_subject stored;
    struct json document;
    struct subject subject;
};

/* STATUS_NOT_FOUND when there is no case of that REFERENCE. */
enum status trial_read(struct trial *trial, struct arena *arena, struct text reference,
                       struct standing *standing, struct error *error);

#endif

/* A simulation: a workflow run in memory under a clock of its own, one line of JSON at a time (the contract
 * of `caseway simulate`).
 *
 * It is a flow (flow/flow.h) over an empty store and a virtual clock, so what it tells is what a site would
 * do. It owns the flow and its clock; store, world and rules are handed to it and outlive it. The same lines
 * give the same answers, for ever: nothing is random and no other clock is read. One thread at a time. */
#ifndef CASEWAY_WORKBENCH_SIMULATE_H
#define CASEWAY_WORKBENCH_SIMULATE_H

#include "flow/flow.h"

struct simulation_options {
    const struct world *world;
    struct text workflow; /* its name in the world: what an `open` that names none opens */
    struct text area;     /* of cases whose `open` names none; may be empty */
    instant at;           /* where its clock begins */
    struct store *store;  /* empty, in memory */
    struct rules rules;   /* for this thread */
};

struct simulation;

/* STATUS_NOT_FOUND when the world has no such workflow. */
enum status simulation_new(const struct simulation_options *options, struct simulation **simulation,
                           struct error *error);
void simulation_free(struct simulation *simulation);

/* Takes one LINE and appends one answer to OUT, a line of canonical JSON with its LF. A line is a command
 * (engine/command.h) or {"wait": DURATION}.
 *
 * Before the answer to the first line stands one for the start, "event":null, unless that line is an `open`:
 * the case is then opened by itself, with no data (a workflow whose form wants some answers `refused`, and
 * the case is not there). An empty line starts the simulation if nothing has, and else says nothing. A
 * command without `case` is for the case that was opened last. No `role` means every role. An `at` (or
 * `recorded`) that is still to come first moves the clock there, firing what is due on the way, each at its
 * own time. A line that is no such thing answers "failed" with an `error`, and the simulation goes on. Each
 * answer has `now`, the simulation's clock.
 *
 * STATUS_OK whatever was answered; else the simulation is at its end. */
enum status simulation_line(struct simulation *simulation, struct text line, struct buffer *out,
                            struct error *error);

#endif

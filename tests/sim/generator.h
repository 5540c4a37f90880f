/* Workflows by chance: statecharts with nesting, regions, strands, histories, finals, timers, families of
 * events, what refuses, tasks, deadlines, milestones, messages. What could go on for ever is guarded by
 * counters, so every event comes to an end. The same seed writes the same file. */
#ifndef CASEWAY_TESTS_SIM_GENERATOR_H
#define CASEWAY_TESTS_SIM_GENERATOR_H

#include "base/random.h"
#include "time/zone.h"

enum { GENERATED_EVENTS = 5, GENERATED_TASKS = 6, GENERATED_DEADLINES = 8, GENERATED_STATES = 18 };

/* A workflow's YAML, in ARENA. Its events are e0 … e4, `more` (adds items), `visit` (answers for them),
 * `count`, `reset` (the counters), `end`, `x` (nowhere); its tasks t0, t1 …, its deadlines d0, d1 … */
struct text generate_workflow(struct arena *arena, const struct random *random);
/* What a case has been through. */
struct past {
    uint64_t items, entries; /* of its list; of its journal */
    instant opened, now;
    const char *task;    /* one that is open, "t3", or "t3[2]"; NULL: none */
    bool closed, moving; /* offered to another area */
};

/* A command for it, one of the workflow's or of the engine's own, as JSON, or the empty text: to let time
 * pass.
 */
struct text generate_command(struct arena *arena, const struct random *random, const struct past *past);

#endif

/* Workflows by chance: statecharts with nesting, regions, strands, histories, finals, timers, tasks and
 * deadlines. What could go on for ever is guarded by counters, so every event comes to an end. The same seed
 * writes the same file. */
#ifndef CASEWAY_TESTS_SIM_GENERATOR_H
#define CASEWAY_TESTS_SIM_GENERATOR_H

#include "base/random.h"
#include "base/text.h"

enum { GENERATED_EVENTS = 5, GENERATED_TASKS = 6, GENERATED_STATES = 18 };

/* A workflow's YAML, in ARENA. Its events are e0 … e4, `more` (adds items), `reset` (the counters), `end`;
 * its tasks t0, t1 … */
struct text generate_workflow(struct arena *arena, const struct random *random);
/* A command for it, as JSON, or the empty text: to let time pass. ITEMS is how many there are. */
struct text generate_command(struct arena *arena, const struct random *random, uint32_t items);

#endif

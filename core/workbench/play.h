/* A scenario told: its cases are opened, its steps happen one after the other on a trial (trial.h), and what
 * each states is held against what stands. Begin to read at scenario_play() in play.c.
 *
 * A story stops at its first step that does not hold, after all of that step's differences are told. */
#ifndef CASEWAY_WORKBENCH_PLAY_H
#define CASEWAY_WORKBENCH_PLAY_H

#include "engine/rules.h"
#include "store/store.h"
#include "workbench/scenario.h"

/* A question to a report. */
struct play_report {
    struct text name, workflow, area; /* the last two may be empty */
    date as_at, known_at;             /* DATE_NONE: today, and as_at */
    instant now;
};

struct play_options;

/* Who counts: this room may not know. REPORT is as `GET /v1/reports/{name}` has it; a status but IO and
 * CORRUPT is told as what stood. */
struct play_reports {
    enum status (*run)(struct arena *arena, const struct play_options *options,
                       const struct play_report *question, struct json *report, struct error *error);
};

struct play_options {
    const struct world *world;
    struct store *store;                /* empty, in memory */
    struct rules rules;                 /* for this thread */
    const struct play_reports *reports; /* NULL: a story cannot state any */
    bool verbose;                       /* the answer has `told`: each step of the scenario's own story */
};

/* Tells SCENARIO, which must not be wrong. ANSWER, in ARENA, is {scenario, file, ok, steps, failures:
 * [{line, sentence, what, expected, stood}]}. STATUS_OK whether it holds or not. */
enum status scenario_play(struct arena *arena, const struct play_options *options,
                          const struct scenario *scenario, struct json *answer, struct error *error);
/* The answer about a scenario that cannot be told, or a file that cannot be read: `error` says why. */
struct json scenario_untold(struct arena *arena, struct text file, struct text title, struct text why);

#endif

/* One rule, action or hook asked of a case as it stands: nothing is changed, nobody is told. For a plugin's
 * author, on a site's case and in a test. */
#ifndef CASEWAY_WORKBENCH_ASKING_H
#define CASEWAY_WORKBENCH_ASKING_H

#include "engine/rules.h"

struct asking {
    struct inquiry inquiry;
    struct json supposed; /* an object: fields that are taken as these; else JSON_NULL */
    struct event event;   /* that is taken to happen; without a name: none */
    instant now;
};

/* Asks RULES, which must not be within a plan, about SUBJECT. ANSWER, in ARENA, is {rule|action|hook,
 * answer|effects, words, sentence, plugin, instructions, calls}; calls are what each plugin gave
 * (engine/rules.h), `words` the answer as a sentence has it. What the code did wrong is the status: SCRIPT,
 * CUT_OFF, NOT_FOUND. STATUS_INVALID: a fact is supposed that is no field. */
enum status asking_answer(struct arena *arena, const struct world *world, const struct subject *subject,
                          const struct asking *asking, const struct rules *rules, struct json *answer,
                          struct error *error);

enum {
    ASKING_ROUNDS = 200,      /* of each rule that is measured */
    ASKING_MILLISECONDS = 250 /* for one rule: it has fewer rounds then, and one at least */
};

struct asking_bench {
    const struct world *world;
    const struct subject *subject;
    const struct rules *rules;
    struct text plugin; /* in the place of the area's own; empty: whoever answers */
    struct clock clock;
    instant now;
};

/* What each rule of the case's workflow costs, each call in a plan of its own, beside a call of nothing:
 * ANSWER is {bare, items: [{rule, microseconds, ratio, plugin | failed}]}. */
enum status asking_bench(struct arena *arena, const struct asking_bench *bench, struct json *answer,
                         struct error *error);

#endif

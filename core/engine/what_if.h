/* What if: facts are set on a copy of a case, as a form's answers would be, and it is told what would differ.
 * Nothing is written. Pure, as plan.h. */
#ifndef CASEWAY_ENGINE_WHAT_IF_H
#define CASEWAY_ENGINE_WHAT_IF_H

#include "engine/explain.h"

enum { WHAT_IF_LIMIT = 50 /* facts of one question */ };

/* A fact: "consent", "unborn[1].expected_date" of one item, or `worker` or `area` of the case itself; and its
 * value, of which the empty text is none. */
struct fact {
    struct text path, value;
};

struct what_if {
    /* Facts that cannot be set: code `form`, each with its path in `field`. Then there is nothing below. */
    VECTOR(struct unmet)
    refused;
    /* {events, fields, tasks, deadlines, states}: as difference.h has them; an event that differs is {event,
     * title[, of], change, met, unmet}, its change `possible`, `impossible` or `reasons`, with the reasons
     * that would fall and arise. */
    struct json changes;
    const struct explanation *explanation; /* what could be done then; without looking ahead */
    const struct subject *subject;         /* the copy, as it would stand */
};

/* Everything lives in ARENA; SUBJECT is read only. RULES are outside of any begin and end. */
struct what_if *what_if_build(struct arena *arena, const struct world *world, const struct subject *subject,
                              const struct explain_request *request, const struct fact *facts, size_t count,
                              const struct rules *rules);

#endif

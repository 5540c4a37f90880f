/* A case as it would stand, although nothing led it there: a standard one put into a state, or one that is
 * there taken to another area. By the code that plans, so tasks, deadlines and their dates are what they
 * would be; nothing of it is kept. Pure, as plan.h. */
#ifndef CASEWAY_ENGINE_STAND_H
#define CASEWAY_ENGINE_STAND_H

#include "engine/plan.h"

enum { STAND_DAYS = 140 /* a standard date lies so far ahead: twenty weeks */ };

struct stand {
    const struct definition *definition;
    struct text area;
    struct text home;  /* the answer where a field's options are areas */
    uint16_t state;    /* 0: where a case begins */
    struct json facts; /* an object: a field's path → what somebody would answer; JSON_NULL: it is empty */
    instant now;
};

/* A case that is opened at NOW and stands in STATE at once. Its fields have their defaults; dates that have
 * none lie STAND_DAYS ahead, a field of areas is `home`, each list has one item, the rest is empty; over it
 * come the facts. Every form that is remembered was answered at NOW, with nothing. The plan is refused when a
 * fact is not one that its field takes; it says so. */
struct plan *stand_build(struct arena *arena, const struct world *world, const struct stand *stand,
                         const struct rules *rules);

/* SUBJECT, which is open, as it would stand in AREA; the plan of its move there (as it stands, where it is in
 * AREA already). It is read only. */
struct plan *stand_moved(struct arena *arena, const struct world *world, const struct subject *subject,
                         struct text area, instant now, const struct rules *rules);

#endif

/* What can be done now, by whom, and why the rest cannot: made by the code that decides, asked without
 * deciding. Pure, as plan.h. */
#ifndef CASEWAY_ENGINE_EXPLAIN_H
#define CASEWAY_ENGINE_EXPLAIN_H

#include "engine/plan.h"

struct explained {
    struct text event, title, of;
    const struct form *const *forms; /* to fill in */
    size_t form_count;
    enum outcome outcome; /* DONE: it can be done now, as far as is known before its form is filled in */
    role_set roles;       /* who may; empty: anyone who may write to the case */
    VECTOR(struct unmet)
    unmet;
};

struct explanation {
    VECTOR(struct explained)
    events; /* every event that the workflow knows, then the acts on open tasks, in the order of the file */
};

/* For an actor with ROLES at NOW. Everything lives in ARENA; SUBJECT is read only. */
struct explanation *explain_build(struct arena *arena, const struct world *world,
                                  const struct subject *subject, struct text actor, role_set roles,
                                  instant now, const struct rules *rules);
struct json explanation_json(struct arena *arena, const struct subject *subject,
                             const struct explanation *explanation);

#endif

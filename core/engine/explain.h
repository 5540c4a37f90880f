/* What can be done, by whom, and why the rest cannot and when it will: made by the code that decides, asked
 * without deciding. Pure, as plan.h. */
#ifndef CASEWAY_ENGINE_EXPLAIN_H
#define CASEWAY_ENGINE_EXPLAIN_H

#include "engine/plan.h"

/* Looking ahead (docs/decisions/looking-ahead.md). Beyond these nothing is said about when. */
enum {
    EXPLAIN_HORIZON_DAYS = 800,     /* so far is looked */
    EXPLAIN_TIMER_STEPS = 50,       /* timers and points of deadlines that are let pass */
    EXPLAIN_QUESTION_LIMIT = 10000, /* questions about later moments, for one explanation */
    EXPLAIN_REFUSAL_LIMIT = 2000,   /* for one command that is refused … */
    EXPLAIN_REFUSAL_STEPS = 10      /* … and timers */
};

struct explained {
    struct text event, title, of;
    const struct form *const *forms; /* to fill in */
    size_t form_count;
    enum outcome outcome; /* DONE: it can be done now, as far as is known before its form is filled in */
    role_set roles;       /* who may; empty: anyone who may write to the case */
    struct json would;  /* of `move.accepted`: what it would change (moving.h); JSON_NULL: nothing is said */
    struct moment when; /* of a refused one: the first moment at which, by time alone, it can be done */
    VECTOR(struct unmet)
    unmet;
};

struct explanation {
    VECTOR(struct explained)
    events; /* every event that the workflow knows, then the acts on tasks, in the order of the file; of a
               closed case also `reopen` and `note`, of one that is offered to another area the answers */
};

struct explain_request {
    struct text actor;
    role_set roles; /* the actor's */
    instant now;
    bool no_whens; /* no looking ahead */
};

/* Everything lives in ARENA; SUBJECT is read only. */
struct explanation *explain_build(struct arena *arena, const struct world *world,
                                  const struct subject *subject, const struct explain_request *request,
                                  const struct rules *rules);
struct json explanation_json(struct arena *arena, const struct subject *subject,
                             const struct explanation *explanation);
/* {event, title[, of]}: which one it is. */
struct json explained_name(struct arena *arena, const struct explained *explained);

#endif

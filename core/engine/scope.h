/* What an expression or a rule may read while it is asked: the case at this point of the plan. Everything in
 * it is borrowed for the call. */
#ifndef CASEWAY_ENGINE_SCOPE_H
#define CASEWAY_ENGINE_SCOPE_H

#include "engine/subject.h"

struct event {
    struct text name;
    struct json data; /* JSON_NULL: none */
    struct text of;   /* "unborn/2" */
    instant at, recorded;
    struct text actor;
    const struct form *const *forms; /* that its data answers: they give the data its types */
    size_t form_count;
};

struct named_value {
    struct text name;
    struct value value;
};

struct scope {
    const struct world *world;
    const struct subject *subject;
    const struct event *event; /* NULL when nothing is happening (a report, a reading) */
    const struct field *list;  /* `item` is LIST's item ITEM; NULL outside of strands */
    uint32_t item;
    role_set roles;                    /* the actor's */
    instant now;                       /* when it happens; `today` is its date in the world's zone */
    const struct named_value *further; /* a measure's rows and assumptions */
    size_t further_count;
};

#endif

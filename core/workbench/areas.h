/* Areas held against one another: the same state in each, and what differs. Made by the code that plans, on
 * cases that are nobody's or on one that is there; nothing is kept. Pure.
 *
 * The rows, in this order: the days that an area is served, settings, the calendar and its office hours, what
 * each rule gives, then state by state the dates of deadlines, tasks, and what can be done. */
#ifndef CASEWAY_WORKBENCH_AREAS_H
#define CASEWAY_WORKBENCH_AREAS_H

#include "engine/rules.h"

enum {
    AREAS_COMPARED_LIMIT = 6, /* areas side by side */
    AREAS_STATE_LIMIT = 100   /* states in which cases are put, when nobody names one */
};

struct areas_comparison {
    const struct world *world;
    const struct definition *definition;
    const struct area *const *areas;
    size_t count;                  /* at most AREAS_COMPARED_LIMIT */
    const struct state *state;     /* in this one; NULL: in each that a case can rest in */
    struct json facts;             /* of the standard case (engine/stand.h) */
    const struct subject *subject; /* a case as it stands, in place of the standard one; NULL */
    instant now;
};

/* {workflow, at, areas: [{area, title, plugin, version, from, until, served}], rows: [{kind, name, title,
 * state, differs, cells: {AREA: {value, words, why, unmet, plugin, place}}}]}; what is empty is left out.
 * `kind` is area, setting, calendar, hours, rule, deadline, task, event or state; `place` is the file and
 * line of the code that decides a rule. An area that is not served on the day has no cells but the first.
 * STATUS_INVALID: a fact cannot be, or there are more states than can be looked at; the sentence says which.
 * RULES are outside of any begin and end. */
enum status areas_compare(struct arena *arena, const struct areas_comparison *comparison,
                          const struct rules *rules, struct json *told, struct error *error);

/* AREA as both the list and a comparison show it. */
struct json areas_show(struct arena *arena, const struct world *world, const struct area *area, instant now);

#endif

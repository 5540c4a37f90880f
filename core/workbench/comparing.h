/* A comparison of areas on its way: rows of cells, one for each area. Private to workbench/.
 *
 * A row is found again by its kind and name; a cell that nobody has filled is empty, and differs from one
 * that somebody has. */
#ifndef CASEWAY_WORKBENCH_COMPARING_H
#define CASEWAY_WORKBENCH_COMPARING_H

#include "workbench/areas.h"

struct cell {
    bool there;
    struct json value;
    struct text words;  /* as people read it */
    struct text why;    /* a rule's sentence, what stands against an event: all of it */
    struct json unmet;  /* an array: what stands against it, one by one; JSON_NULL: nothing */
    struct text plugin; /* who said so; empty: the workflow */
    struct text place;  /* of the code that decides: "plugins/rbkc/init.lua:7" */
};

struct row {
    const char *kind;
    struct text name, title;
    struct text state;  /* that it belongs to, or that its cases are in; empty: it holds in all */
    uint32_t standing;  /* in which of the standings it was found */
    struct cell *cells; /* one for each area */
};

struct comparing {
    struct arena *arena;
    const struct areas_comparison *comparison;
    const struct rules *rules;
    VECTOR(struct row)
    rows;
    struct map by_key;   /* kind and name → its index */
    struct text state;   /* of the present standing */
    uint32_t standing;   /* its number, from 1; 0: none */
    struct error *error; /* why the comparison cannot be made */
};

/* The cell of AREA (its index) in the row of KIND and NAME, which is begun if need be; NULL when an earlier
 * standing has that row already. */
struct cell *comparing_cell(struct comparing *comparing, const char *kind, struct text name,
                            struct text title, size_t area);
bool comparing_serves(const struct comparing *comparing, size_t area);

/* comparing_stands.c: deadlines, tasks and events, state by state; and rules. */
enum status comparing_stands(struct comparing *comparing);

#endif

/* A scenario: a story of one or more cases in YAML, read here and told by scenario_play() (play.h), so that
 * an admin sees what her workflow does before a parent does. The grammar is docs/reference/scenario.md.
 *
 * Reading holds the shape of a file against the grammar: every mistake has its place. What a step states is
 * kept as nodes, since only the workflow gives its values their types. Immutable once read; everything lives
 * in the arena that it was read in, and borrows the files' bytes. */
#ifndef CASEWAY_WORKBENCH_SCENARIO_H
#define CASEWAY_WORKBENCH_SCENARIO_H

#include "definition/node.h"
#include "engine/world.h"

enum {
    SCENARIO_STEP_LIMIT = 1000,    /* steps of one story */
    SCENARIO_NAME_LIMIT = 100,     /* people of a scenario, and its cases */
    SCENARIO_BEGINS_LIMIT = 16,    /* scenarios that begin with one another */
    SCENARIO_PLAYED_LIMIT = 10000, /* steps told for one scenario, with those that it begins with */
    SCENARIO_ROW_LIMIT = 100       /* differences of one step that are told */
};

/* Where the clock begins when no scenario says. */
#define SCENARIO_CLOCK "2026-01-05T09:00"

struct step {
    struct place place;
    struct text word, sentence; /* "given" and what is said; empty */
    const struct node *node;    /* the map that it is */
};

/* A user, with roles, or a person of whom there is a record, with answers. */
struct scenario_person {
    struct text name;
    struct place place;
    const struct text *roles;
    size_t role_count;
    struct text area;
    const struct node *answers; /* NULL: a user */
};

struct scenario_case {
    struct text name;
    struct place place;
    struct text workflow, area, begins;
    struct place begins_place;
    struct scenario *before; /* that `begins` names */
    const struct node *data; /* NULL: it is not opened by itself, unless it begins with a story */
};

struct scenario {
    struct source source; /* its file */
    struct text title, workflow, area, clock, begins;
    struct place workflow_place, begins_place, clock_place;
    struct scenario *before;
    VECTOR(struct scenario_person)
    people;
    VECTOR(struct scenario_case)
    cases;
    VECTOR(struct step)
    steps;
    unsigned depth; /* how many begin with one another below it */
    bool is_needed; /* scenario_need() */
    bool is_wrong;  /* an error was found in it, or in one that it begins with */
};

struct scenarios {
    VECTOR(struct scenario *)
    list; /* in the order of their paths */
};

/* Whether a YAML file, read as ROOT, is a scenario; ROOT may be NULL. */
bool scenario_is(const struct node *root);

/* Whether the `tasks` of a step with an event settle what is open (a value has `how`), and do not state what
 * stands. */
bool scenario_settles_tasks(const struct node *tasks);

/* FILES without those that are scenarios: what a world is made of. */
struct json scenarios_left_out(struct arena *arena, const struct json *files);

/* Reads those of FILES ({path: content}) that are scenarios, and leaves the others alone, those too that
 * cannot be read at all. `begins` looks in the file's own folder. Instants without an offset are in ZONE. */
void scenarios_read(struct arena *arena, const struct json *files, const struct zone *zone,
                    struct findings *findings, struct scenarios *scenarios);
/* The scenario of that file, NULL when there is none. */
struct scenario *scenarios_of_file(const struct scenarios *scenarios, struct text file);

/* Marks SCENARIO, and those that it begins with, as needed. */
void scenario_need(struct scenario *scenario);

/* What SCENARIO says, or one that it begins with; empty when none does. */
struct text scenario_workflow(const struct scenario *scenario);
struct text scenario_area(const struct scenario *scenario);

/* Holds the names that SCENARIO uses (its workflow, events, roles …) against WORLD; an error makes it wrong.
 */
void scenario_check(struct arena *arena, const struct world *world, struct scenario *scenario);

#endif

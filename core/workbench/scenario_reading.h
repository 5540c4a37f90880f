/* The reading of one scenario: what the readers of its parts share. Private to this room. */
#ifndef CASEWAY_WORKBENCH_SCENARIO_READING_H
#define CASEWAY_WORKBENCH_SCENARIO_READING_H

#include "workbench/scenario.h"

struct scenario_reading {
    struct arena *arena;
    const struct zone *zone;
    struct scenario *scenario;
};

/* Each says what is wrong, and gives false then. WHAT is "a step"; KEYS ends with NULL. */
bool scenario_keys(struct scenario_reading *reading, const struct node *node, const char *what,
                   const char *const *keys);
/* NODE is a text with something in it; KEY is what it stands under. */
bool scenario_scalar(struct scenario_reading *reading, const struct node *node, struct text key);
void scenario_wrong(struct scenario_reading *reading, struct place place, const char *hint,
                    const char *format, ...) __attribute__((format(printf, 4, 5)));
/* "did you mean “X”?", or OTHERWISE. */
const char *scenario_near(struct arena *arena, struct text word, const struct text *choices, size_t count,
                          const char *otherwise);

/* A step with what it states (scenario_step.c). */
void scenario_read_step(struct scenario_reading *reading, const struct node *node, struct step *step);

/* Finds what each begins with (scenario_link.c). */
void scenarios_link(struct scenario_reading *reading, struct scenarios *scenarios);

#endif

/* The kinds of values that a step's keys take: each function says what is wrong with NODE, which stands under
 * KEY, and is silent otherwise. Lists of words and keys end with NULL. Private to this room. */
#ifndef CASEWAY_WORKBENCH_SCENARIO_SHAPE_H
#define CASEWAY_WORKBENCH_SCENARIO_SHAPE_H

#include "workbench/scenario_reading.h"

/* How a deadline may be said to stand. */
extern const char *const shape_deadline_words[];

bool shape_is_one_of(struct text text, const char *const *words);
/* One of CHOICES. */
void shape_want_word(struct scenario_reading *reading, const struct node *node, struct text key,
                     const char *const *choices);
/* One of WORDS, or a date. */
void shape_want_word_or_date(struct scenario_reading *reading, const struct node *node, struct text key,
                             const char *const *words);
/* A map with KEYS. Dates, numbers and words within it have their form. */
void shape_want_group(struct scenario_reading *reading, const struct node *node, struct text key,
                      const char *const *keys);
/* A text or a list of texts; with KEYS, a list of texts and maps that have them. `[]` is nothing. */
void shape_want_list(struct scenario_reading *reading, const struct node *node, struct text key,
                     const char *const *keys);
/* Names; or a map from names to a word, a date, or a map with KEYS. */
void shape_want_named(struct scenario_reading *reading, const struct node *node, struct text key,
                      const char *const *words, const char *const *keys);
void shape_want_instant(struct scenario_reading *reading, const struct node *node, struct text key);
void shape_want_duration(struct scenario_reading *reading, const struct node *node, struct text key);
void shape_want_date(struct scenario_reading *reading, const struct node *node, struct text key);
/* A text under each key of NODE, which is a map. */
void shape_want_texts(struct scenario_reading *reading, const struct node *node);
/* A map at all; EXAMPLE shows one. False: it is none. */
bool shape_want_map(struct scenario_reading *reading, const struct node *node, struct text key,
                    const char *example);

#endif

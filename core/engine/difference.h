/* How two standings of one case differ, with the workflow's titles: what a dry run and a “what if” tell.
 * Pure; everything lives in the arena that is given. */
#ifndef CASEWAY_ENGINE_DIFFERENCE_H
#define CASEWAY_ENGINE_DIFFERENCE_H

#include "engine/plan.h"

/* VALUE of FIELD as a sentence has it: an option's or area's title, "yes", "28 December 2026", "12.50". The
 * empty text for nothing. */
struct text field_words(struct arena *arena, const struct world *world, const struct field *field,
                        const struct json *value);

/* {"left": […], "entered": […]}, {state, title[, of]} each: the innermost states that are left and entered. A
 * state that is left and entered again is both. */
struct json difference_states(struct arena *arena, const struct subject *was, const struct subject *is);
/* {field, title[, of][, before, before_words][, after, after_words][, computed]} each, in the order of the
 * file, items' fields with their list's; then `worker` and `area`. WAS_DATA and IS_DATA are the data of both,
 * as they are shown. */
struct json difference_fields(struct arena *arena, const struct world *world, const struct subject *was,
                              const struct json *was_data, const struct subject *is,
                              const struct json *is_data);
/* {task, title[, of], change[, due][, worker]} each; `change` is opened, done, skipped, cancelled, handed-on
 * or assigned. */
struct json difference_tasks(struct arena *arena, const struct subject *was, const struct subject *is);
/* {deadline, title[, of], change[, before][, after], because} for each line of PLAN's ledger; SUBJECT is as
 * it is after it. */
struct json difference_deadlines(struct arena *arena, const struct subject *subject, const struct plan *plan);
/* Adds to DETAILS, which has the plan's messages, what PLAN, which is done, would do: states, fields, tasks,
 * deadlines and told, as above, and to whom the messages go. Asks RULES for computed fields, so it stands
 * outside of any begin and end. */
void plan_details(struct arena *arena, const struct world *world, const struct plan *plan,
                  const struct rules *rules, struct json *details);

#endif

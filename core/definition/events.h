/* The engine's own events, taken apart: what a name like task.goals.done is made of. Private to this room. */
#ifndef CASEWAY_DEFINITION_EVENTS_H
#define CASEWAY_DEFINITION_EVENTS_H

#include "definition/definition.h"

/* End with NULL. */
extern const char *const event_task_acts[], *const event_deadline_acts[];

/* True when NAME is of a family of the engine's (task., deadline., done.state., error.) or one of its words;
 * whether there is such a one is not asked. */
bool event_is_own(struct text name);
/* True when it is, and there is such a task, deadline or state in DEFINITION. */
bool event_own_known(const struct definition *definition, struct text name);
/* FAMILY.MIDDLE.ACT; false when NAME is not of FAMILY ("task.") or has no ACT. */
bool event_take_apart(struct text name, const char *family, struct text *middle, struct text *act);
bool event_word_is(struct text word, const char *const *words);
/* True when deadline.NAME.* can happen: a deadline, or a task with a due. */
bool event_has_deadline(const struct definition *definition, struct text name);

#endif

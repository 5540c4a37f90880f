/* What an event may be answered with, whatever state its subject is in. For those who keep what is typed
 * before it is sent: a plan asks the forms themselves. Pure. */
#ifndef CASEWAY_ENGINE_ASKED_H
#define CASEWAY_ENGINE_ASKED_H

#include "engine/subject.h"

/* True when a form that EVENT may have (its own, its task's, a transition's) asks for NAME, and when it has
 * none: its data is free then. */
bool event_asks(const struct definition *definition, struct text event, struct text name);
/* The task that EVENT is an act on, NULL for any other event. */
const struct task *event_task(const struct definition *definition, struct text event);
/* Reads "unborn/2" as an item of SUBJECT, and writes it to OF as every front end does. True for an empty OF.
 */
bool event_item(struct arena *arena, const struct subject *subject, struct text *of, uint32_t *item);

#endif

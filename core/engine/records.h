/* The part of a plan that concerns other records and other areas: links, merging, episodes of the same
 * person, moving. Private to engine/; what others may know of it stands in links.h and moving.h. */
#ifndef CASEWAY_ENGINE_RECORDS_H
#define CASEWAY_ENGINE_RECORDS_H

#include "engine/planning.h"

/* --- links.c, merging.c --- */
/* An event about links; false when it is refused. Roles are not asked. */
bool links_take(struct planning *planning);
bool merging_take(struct planning *planning);
/* What a merged record hears is unmet: work goes on elsewhere. */
void merging_refuse(struct planning *planning);
/* Changes the document's links, which do not have (or have) this one; false when there are too many. */
bool link_add(struct planning *planning, enum link_kind kind, struct text reference);
void link_remove(struct planning *planning, enum link_kind kind, struct text reference);
/* Tells the other record of it: EVENT {kind: the back of KIND, from: this one}. */
void link_tell(struct planning *planning, const char *event, enum link_kind kind, struct text reference);
/* Only another record says this, or it is unmet. */
bool link_is_told(struct planning *planning);
/* The workflow hears of it, unless the case is closed. */
bool link_hear(struct planning *planning);
/* The record that the command calls ASKED; NULL when there is none. */
const struct known_record *known_find(const struct planning *planning, struct text asked);
/* The other record that FIELD of the event names; NULL, and unmet, when it is none to be linked or merged
 * with. ITSELF is the sentence for this very record. */
const struct known_record *known_other(struct planning *planning, const char *field, const char *itself);

/* --- moving.c --- */
/* An event of a move between areas; false when it is refused. */
bool moving_take(struct planning *planning);
/* Adds what stands against EVENT, one of these, beside roles. */
void moving_may(struct planning *planning, struct text event);
/* Whether cases can be in AREA on the day of the event; an empty one always. */
bool moving_is_served(const struct planning *planning, struct text area);
/* Notes what a move that was offered would change, within the begin and end of the plan, which does not hear
 * of it. */
void moving_foresee(struct planning *planning);

/* --- episodes.c --- */
/* On `open`, once the answers are written: links the case to the one before it of the same person. */
void episodes_take(struct planning *planning);

#endif

/* A move of a case from one area to another, which both sides accept: `move` offers it, and until it is
 * `move.accepted`, `move.declined` or `move.withdrawn` the case's document keeps {to, at, by, reason} as
 * `moving`. Nothing else changes before it is accepted; then the rules and the calendar of the other area
 * hold, and every open deadline is computed anew from its own beginning. Pure; any thread. */
#ifndef CASEWAY_ENGINE_MOVING_H
#define CASEWAY_ENGINE_MOVING_H

#include "engine/plan.h"

/* The area that SUBJECT is offered to; empty when it is offered to none. */
struct text moving_to(const struct subject *subject);
/* Whether MOVING, a document's, is an offer, or none. */
bool moving_is_whole(const struct json *moving);
/* move, move.accepted, move.declined, move.withdrawn. */
bool moving_event_is(struct text event);
/* Who may send EVENT to a case that is offered: those of the area where it is, those of the one that it is
 * offered to, or both. */
enum moving_side { MOVING_HERE, MOVING_THERE, MOVING_BOTH };
enum moving_side moving_side(struct text event);
/* The words on the button of such an event, where the workflow has none. */
struct text moving_title(struct text event);

/* What would change if the area that SUBJECT is offered to accepted it at NOW:
 *   {to, deadlines, tasks, rules, events[, unmet][, error]}
 * deadlines and events are as in difference.h; tasks too, with optional ones as `offered` or `withheld`;
 * rules are {rule, title, before, after[, why]}, those whose yes or no is another there. `unmet`: the
 * workflow would refuse it. Everything lives in ARENA; SUBJECT is read only. RULES are outside of any begin
 * and end. */
struct json moving_would(struct arena *arena, const struct world *world, const struct subject *subject,
                         instant now, const struct rules *rules);

/* The plan that SUBJECT, which is offered, is taken over; made on a copy. The same conditions. */
struct plan *moving_accept(struct arena *arena, const struct world *world, const struct subject *subject,
                           instant now, const struct rules *rules);

#endif

/* A plan as what the store writes: the document, the entry's content, the rows of the work lists. Private to
 * flow/. */
#ifndef CASEWAY_FLOW_CHANGE_H
#define CASEWAY_FLOW_CHANGE_H

#include "engine/plan.h"
#include "store/store.h"

/* Fills CHANGE from PLAN (whose outcome is done) for the subject that was stored as STORED (a new one:
 * version 0, its id and kind set). Digest, hash and head are the store's. Everything lives in ARENA. */
void change_of_plan(struct arena *arena, const struct world *world, const struct plan *plan,
                    const struct command *command, const struct stored_subject *stored,
                    struct store_change *change);

/* The command that TOLD, one of PLAN's, becomes for the other record. */
struct command told_command(struct arena *arena, const struct plan *plan, const struct told *told);

/* What a plan would do, as data for a reader: {"changes","tasks","deadlines","messages","notes"}. */
struct json change_details(struct arena *arena, const struct plan *plan);

#endif

/* What a plan changes of who has a part in a case, of merges, and of the register of exceptions: the rows of
 * a change that follow the document. Engine thread; pure. */
#ifndef CASEWAY_FLOW_CHANGE_PEOPLE_H
#define CASEWAY_FLOW_CHANGE_PEOPLE_H

#include "engine/plan.h"
#include "store/store.h"

/* Sets parts, merges and exceptions of CHANGE from PLAN; its texts are the plan's and ARENA's. */
void change_people(struct arena *arena, const struct plan *plan, struct store_change *change);

#endif

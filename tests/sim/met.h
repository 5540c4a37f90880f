/* What the trials have met: each outcome, each reason of a refusal, each thing that the language can bring.
 * A property that is only tried on what never happens holds of nothing. */
#ifndef CASEWAY_TESTS_SIM_MET_H
#define CASEWAY_TESTS_SIM_MET_H

#include "engine/plan.h"

/* Counts what PLAN shows; COMMAND is NULL when time or the world brought it. */
void met_note(const struct plan *plan, const struct command *command);
/* Prints how often each was met; gives how many never were. */
size_t met_report(void);

#endif

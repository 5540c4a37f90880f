/* Looking ahead: the earliest moment at which time alone makes true what is not true now. Private to engine/.
 *
 * What is promised, and what is not, stands in docs/decisions/looking-ahead.md. Day by day at its beginning,
 * in the site's zone, for EXPLAIN_HORIZON_DAYS; where the clock is read, to the minute within the first day
 * that holds. Pure: the subject is asked as it stands and nothing is done to it. */
#ifndef CASEWAY_ENGINE_FORESEE_H
#define CASEWAY_ENGINE_FORESEE_H

#include "engine/planning.h"

enum foreseen { FORESEEN_NO, FORESEEN_YES, FORESEEN_CUT };

/* A question that can be asked of a later moment. Every time costs one of *LEFT; with none left, and at
 * FORESEEN_CUT, it is not asked any more. */
struct foresight {
    enum foreseen (*holds)(void *self, instant at);
    void *self;
    const struct zone *zone;
    bool by_minute; /* it may turn within a day */
    size_t *left;
};

/* The first moment after FROM, at which it does not hold; MOMENT_NONE when there is none that is known. A day
 * when it is the beginning of one. */
struct moment foresee(const struct foresight *foresight, instant from);
/* AT as a moment: the day, when it begins then. And back. */
struct moment moment_from(const struct zone *zone, instant at);
instant moment_begin(struct moment moment, const struct zone *zone);

/* Whether what EXPRESSION gives may change with time alone: READS_DAY, once a day at most. */
enum reads_time { READS_NO_TIME, READS_DAY, READS_NOW };
enum reads_time time_read_by(const struct definition *definition, const struct expression *expression);

/* Tells `when` of what is unmet in the plan: of conditions first, which cost the least, then of rules and
 * guards. Within the begin and end of the rules. */
void foresee_unmet(struct planning *planning, size_t *left);
/* The same for a command that is about to be refused, which has its answers written already: within the begin
 * and end of its plan, which do not hear of it. */
void foresee_refused(struct planning *planning);

#endif

/* Counting: what each row of a measure gathers from one case after another, and what it tells in the end.
 * Private to this room. */
#ifndef CASEWAY_REPORT_COUNT_H
#define CASEWAY_REPORT_COUNT_H

#include "report/report.h"

/* What a row has gathered. */
struct tally {
    uint64_t base;    /* cases that are counted among */
    uint64_t counted; /* of them, those for whom it holds, or that told a number */
    double sum;
    VECTOR(double)
    numbers;      /* of a median */
    bool in_days; /* durations were told */
};

struct counting {
    struct arena *arena; /* of the result */
    const struct world *world;
    const struct rules *rules;
    struct report *report;
    struct tally *tallies; /* one for each row of the report's measure */
    instant now;           /* as the expressions see it */
};

void counting_init(struct counting *counting);
/* Asks one case every row of MEASURE, which belongs to the subject's definition; SCRATCH is for the
 * questions. Rows are told apart by name, so that an older version's measure serves too. */
void count_case(struct counting *counting, struct arena *scratch, const struct measure *measure,
                const struct subject *subject);
/* The rows of the report, those over other rows last. STATUS_SCRIPT when one of these fails. */
enum status count_rows(struct counting *counting, struct error *error);

#endif

/* Reports: what the `measures` of a workflow count, as at any date.
 *
 * Two dates rule a report: it counts what had happened by the end of `as_at` and was recorded by the end of
 * `known_at`. Each case is taken as it stood then, folded back from how it stands now along its journal
 * (fold.h), so tomorrow's answer about the same day is the same. One question is asked of all cases: the rows
 * of the workflow's present version. Only a case whose document that version cannot read answers with the
 * rows, of the same name, of the version that it is pinned to.
 *
 * Reading happens in one read of the store, by whoever owns the connection; nothing is written. */
#ifndef CASEWAY_REPORT_REPORT_H
#define CASEWAY_REPORT_REPORT_H

#include "engine/rules.h"
#include "store/store.h"

enum { REPORT_PAGE = 100 /* cases that are held in memory at a time */ };

struct report_query {
    struct text name;
    struct text workflow; /* empty: the only one that has such a report */
    struct text area;     /* only cases that belonged to it then; empty: all */
    date as_at;           /* DATE_NONE: today, by `now` */
    date known_at;        /* DATE_NONE: as_at */
    instant now;          /* the clock; INSTANT_NONE: not known, and then as_at must be given */
};

struct report_row {
    const struct measure_row *row;
    struct json value;    /* a number; JSON_NULL: nothing to tell (a median of no case) */
    bool has_denominator; /* it counts among some of the cases */
    uint64_t denominator; /* how many these are */
    struct text unit;     /* "GBP"; "days" where durations were told; may be empty */
};

struct report {
    const struct definition *definition;
    const struct measure *measure;
    date as_at, known_at;
    struct text area;
    uint64_t cases;                /* that were there, and are counted among */
    uint64_t recorded_later;       /* opened by as_at, but recorded only after known_at: not counted */
    uint64_t unread;               /* that neither version can read: not counted */
    uint64_t erased;               /* whose past is gone in part, lawfully: counted as far as it is there */
    uint64_t faults;               /* answers that an expression failed to give: taken as no */
    struct text first_fault;       /* where and why; empty when there is none */
    const struct report_row *rows; /* of measure, in its order */
};

/* Runs a report. RULES must not be in use. Everything in REPORT lives in ARENA or belongs to WORLD.
 * STATUS_NOT_FOUND when there is no such report, STATUS_INVALID when several workflows have it or a date is
 * missing, STATUS_SCRIPT when a row over other rows fails. */
enum status report_run(struct arena *arena, struct store *store, const struct world *world,
                       const struct rules *rules, const struct report_query *query, struct report *report,
                       struct error *error);

/* {"name","workflow","title","about","area","since","as_at","known_at","cases","rows":[{"name","title","value","denominator","unit",
 * "about"}],"assumptions":[{"name","title","value","about"}],"recorded_later","unread","erased","faults","first_fault"};
 * what is empty is left out. */
struct json report_json(struct arena *arena, const struct report *report);
/* A table for a terminal: each figure, of how many, the dates, the assumptions. Ends with a line end. */
struct text report_text(struct arena *arena, const struct report *report);

/* All reports of the present workflows: [{"name","workflow","title","about"}]. */
struct json report_list(struct arena *arena, const struct world *world);

#endif

/* What the flow's tests share: a store in memory behind a vtable that can be made to fail, a clock that
 * stands still, and two workflows: `w`, given by the test, and `person`. */
#ifndef CASEWAY_TESTS_FLOW_SUPPORT_H
#define CASEWAY_TESTS_FLOW_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../engine/support_rules.h"
#include "flow/flow.h"

/* What the store is made to do. */
struct faults {
    const struct store_api *real;
    size_t applies, commits, rollbacks;
    size_t fail_apply;      /* the how many-th apply from now fails, once; 0: none */
    size_t fail_commit;     /* … commit */
    const char *fail_alias; /* every opening under this reference fails */
    const char *damage;     /* stands for the document of this reference … */
    const char *document;   /* … */
    size_t fail_load;
    enum status status;        /* how */
    struct text agenda_failed; /* why, of the last row that was set aside */
    size_t agenda_failures;
    const char *agenda_instead; /* what stands in the first agenda row; NULL: what is there */
};
extern struct faults faults;

struct site {
    struct arena arena;
    struct store *store;
    struct world world;
    struct fake fake;
    struct clock_virtual clock;
    struct random_seeded seeded;
    struct flow *flow;
};

void site_begin(struct site *site, const char *yaml);
void site_end(struct site *site);

instant at(const char *text);
void set_clock(struct site *site, const char *text);
/* A job of a command, as JSON with ' for ". All roles, unless it says which. */
struct job *job_of(struct site *site, const char *command);
/* Runs the jobs in one call; the status that flow_turn gives. */
enum status turn(struct site *site, struct job *const *jobs, size_t count);
/* One command, alone; it must be done. */
struct job *must(struct site *site, const char *command);
struct job *does(struct site *site, const char *command);
/* Brings what is due now, and the agenda, until there is nothing left; gives how much there was. */
size_t let_time_pass(struct site *site);

struct stored_subject loaded(struct site *site, const char *reference);
struct store_counts counts(struct site *site);
/* The chains are whole, and every document is what its changes add up to. */
void assert_verified(struct site *site);
/* The entries of a case, oldest first, as "event" joined by a blank. */
void assert_entries(struct site *site, const char *reference, const char *events);
void assert_text(struct text text, const char *expected);
void assert_json(struct site *site, struct json json, const char *expected);
/* status and outcome of a job, "ok done". */
#define assert_job(job, expected) assert_job_at((job), (expected), __FILE__, __LINE__)
void assert_job_at(const struct job *job, const char *expected, const char *file, int line);
void assert_instant(instant found, const char *expected);

#endif

/* What the tests of report share: a small world of workflows written in place, cases kept in a store in
 * memory, and rules that answer plain fields without Lua. */
#ifndef CASEWAY_TESTS_REPORT_SUPPORT_H
#define CASEWAY_TESTS_REPORT_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "report/report.h"

struct site {
    struct arena arena;
    struct world world;
    struct store *store;
    struct rules rules;
    const struct definition *definitions[4];
    int64_t opened_begins; /* begins and ends must be as many */
};

struct site *site_new(void);
void site_free(struct site *site);
/* Adds a workflow; the last of a name is the present one. It must be without fault. */
const struct definition *site_workflow(struct site *site, const char *yaml);

/* A day's noon, and the day. */
instant noon(const char *day);
date day(const char *text);
/* Keeps an entry of CASE (from 1 on, made when it is new), which now stands as DOCUMENT (JSON) says; pinned
 * to DEFINITION. Gives the entry's number. */
int64_t site_entry(struct site *site, const struct definition *definition, int64_t number, instant happened,
                   instant recorded, const char *document);

/* A report, or the failure as a text. */
enum status site_report(struct site *site, const struct report_query *query, struct report *report,
                        struct error *error);
/* The report NAME as at DAY; the test fails when it cannot be run. */
struct report site_report_as_at(struct site *site, const char *name, const char *as_at);
/* "total=3/4 mean=- …": value, and denominator where there is one. */
const char *report_figures(struct site *site, const struct report *report);

#endif

/* `caseway bench`: durable advances per second of the engine, of the hand-written loop that executes the same
 * statements, and over HTTP, by turns in one run, so that a noisy machine weighs on all alike. Private to
 * app/. */
#ifndef CASEWAY_APP_BENCH_H
#define CASEWAY_APP_BENCH_H

#include "app/app.h"

enum {
    BENCH_CASES = 10000,
    BENCH_MANY = 1000000,
    BENCH_ROUNDS = 5,
    BENCH_ADVANCES = 6400, /* of each in a round */
    BENCH_CONNECTIONS = 128,
    BENCH_DUE = 20000, /* deadlines that fall due in the same second */
    BENCH_QUICK_DUE = 2000,
    BENCH_QUICK_CASES = 1000,
    BENCH_QUICK_ROUNDS = 3,
    BENCH_QUICK_ADVANCES = 1280
};

struct bench {
    struct app *app;
    struct arena arena;
    const char *folder; /* a site of its own, thrown away */
    size_t cases, many, rounds, advances, due;
    bool json, over_http;
    int64_t *engine; /* the cases that the engine advances, and over HTTP */
    int64_t *bare;   /* those of the hand-written loop */
    size_t next_engine, next_bare;
    uint64_t keys;                        /* given out */
    struct text document, content, state; /* as large as an advanced case's */
};

/* One scale: all its rounds. Seconds per advance, each the median of the rounds; ratios are medians of the
 * rounds' own. */
struct bench_result {
    size_t cases;
    double engine, bare, http;       /* advances per second */
    double engine_ratio, http_ratio; /* to the bare loop's */
    double idle;                     /* µs of a turn of time with nothing due */
    double plan;                     /* µs of an advance that are not the store's: planned and thrown away */
};

/* How long somebody's commands waited, one after the other; seconds. */
struct bench_waits {
    double all, median, worst;
};

struct bench_due_result {
    struct bench_waits alone, meanwhile; /* with nothing due; until nothing was due any more */
};

double bench_median(double *values, size_t count);

/* --- bench_due.c --- */
/* Makes `due` cases whose deadline falls due in the same second, and lets it come. */
enum status bench_due(struct bench *bench, struct bench_due_result *result, struct error *error);
/* The median of some turns of time with nothing due. */
enum status bench_idle(struct bench *bench, double *seconds, struct error *error);

/* --- bench_rules.c --- */
/* Measures and tells what rules cost. */
enum status bench_rules(struct bench *bench, struct error *error);

/* --- bench_fill.c --- */
/* Opens COUNT cases at OPENED, numbered in SUBJECTS, that time does not touch. */
enum status bench_fill_held(struct bench *bench, instant opened, int64_t *subjects, size_t count,
                            struct error *error);
/* Makes the cases: `cases` for the engine and as many for the bare loop, in the service and with a worker. */
enum status bench_fill(struct bench *bench, struct error *error);
/* Adds cases that rest until there are MANY. */
enum status bench_fill_up(struct bench *bench, size_t many, struct error *error);
/* The next command of an active case, with a key of its own. */
void bench_next_command(struct bench *bench, struct arena *arena, struct job *job);

/* --- bench_http.c --- */
/* Seconds that COUNT advances take over CONNECTIONS kept-alive connections to a server of this process. */
enum status bench_http(struct bench *bench, size_t count, double *seconds, struct error *error);

#endif

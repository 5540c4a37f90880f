/* What the engine's tests share: a workflow on a bench, with one case on it. The case is read from its
 * document before every plan, as a store would have it. */
#ifndef CASEWAY_TESTS_ENGINE_SUPPORT_H
#define CASEWAY_TESTS_ENGINE_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "engine/plan.h"
#include "support_rules.h"

struct bench {
    struct arena arena;
    struct world world;
    struct fake fake;
    struct rules rules;
    const struct definition *definition;
    instant now;
    struct text document; /* empty: not opened */
    uint64_t version;
    struct plan *plan;      /* the last */
    struct command command; /* what a command begins with: role, origin … */
    bool quiet;
    enum subject_kind kind;
    struct known_record known[8]; /* what is looked up; P-7 is there from the beginning */
    size_t known_count;
    struct known_episode episodes[8];
    size_t episode_count;
    struct area areas[4]; /* of the world: set area_count too */
};

/* The world is in UTC, with the weekdays as its calendar; it is 2026-01-05T09:00Z, a Monday. The fields,
 * forms, states of YAML follow "workflow: w". The test fails where the workflow has an error. */
void bench_begin(struct bench *bench, const char *yaml);
void bench_end(struct bench *bench);

/* JSON with ' for ", so that it reads well in C. */
struct json json_of(struct arena *arena, const char *text);

/* Plans a command {event, data, …}, as JSON with '; what is done is kept. Gives the outcome. */
enum outcome does(struct bench *bench, const char *command);
/* The same, and it must be done. */
void must(struct bench *bench, const char *command);
/* Opens the case with DATA (NULL: none). */
void opens(struct bench *bench, const char *data);
/* Moves the clock to AT, and lets happen what time brings until then; gives how many plans that were. */
size_t until(struct bench *bench, const char *at);
/* The next that time brings, alone, on the clock as it is. */
struct plan *next_in_time(struct bench *bench);

/* The case as it stands. */
struct subject *subject_of(struct bench *bench);

/* The whole as text: a JSON value, written. */
const char *written(struct bench *bench, struct json json);
#define assert_json(bench, json, expected)                                                                   \
    assert_string_equal(written((bench), (json)), written((bench), json_of(&(bench)->arena, (expected))))
void assert_text(struct text text, const char *expected);
/* The configuration, as its paths joined by a blank. */
void assert_in(struct bench *bench, const char *states);
/* A member of the document or one below it: "tasks.call.open" as JSON; "nothing" when it is not there. */
void assert_document(struct bench *bench, const char *path, const char *expected);
/* The last plan refused, and the unmet are "code: text" each, joined by " | ". */
void assert_unmet(struct bench *bench, const char *expected);
/* The ledger of the last plan: "label change[ before→after]" each, joined by " | ". */
void assert_ledger(struct bench *bench, const char *expected);
/* The notes of the last plan under LIST, as JSON. */
void assert_notes(struct bench *bench, const char *list, const char *expected);

instant at(const char *text);
date day(const char *text);
void assert_instant(instant found, const char *expected);

#endif

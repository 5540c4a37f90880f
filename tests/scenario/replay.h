/* The shipped workflows and plugins, run in memory over a store in memory: cases live in the time that their
 * commands say, and what time brings comes in its place between them. For tests that tell a whole history;
 * nothing of a site, a server or the path is needed. */
#ifndef CASEWAY_TESTS_SCENARIO_REPLAY_H
#define CASEWAY_TESTS_SCENARIO_REPLAY_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "engine/plan.h"
#include "script/script.h"
#include "store/store.h"

struct replayed {
    int64_t id;
    struct text reference, workflow, area;
    uint64_t version;
    struct text document;
};

struct replay {
    struct arena arena; /* as long as the replay */
    struct arena turn;  /* one command */
    struct world world;
    struct script *script;
    struct rules rules;
    struct store *store;
    int64_t next_id;
    VECTOR(struct replayed)
    cases;
    struct map by_reference;
};

/* WORKFLOW is a folder of workflows/; the boroughs' plugins and the calendar come with it. The test fails
 * where a file has a fault. */
struct replay *replay_new(const char *workflow);
void replay_free(struct replay *replay);

/* A command as its JSON line. First what time brings to its case up to its `at` happens. Gives the outcome;
 * ANSWER (may be NULL) lives until the next call. */
enum outcome replay_line(struct replay *replay, struct text line, struct json *answer);
/* What time brings to all cases until then. */
void replay_until(struct replay *replay, instant until);

/* The whole of a file of the repository; empty when it is not there. */
struct text replay_file(struct arena *arena, const char *path);

#endif

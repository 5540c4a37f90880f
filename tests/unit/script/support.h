/* A ground to ask on: a small workflow, a case of it, a world, a host. */
#ifndef CASEWAY_TESTS_SCRIPT_SUPPORT_H
#define CASEWAY_TESTS_SCRIPT_SUPPORT_H

#include "script/script.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { GROUND_PLUGINS = 4 };

struct ground {
    struct arena arena, plan;
    const struct definition *definition;
    struct plugin plugins[GROUND_PLUGINS];
    struct area areas[GROUND_PLUGINS];
    struct world world;
    struct subject subject;
    struct event event;
    struct scope scope;
    struct clock_virtual ticks;
    struct clock clock;
    struct script *script;
    struct rules rules;
    struct json transcript;
    uint16_t asked; /* expressions made so far */
    struct error error;
};

/* The workflow that most tests use, and a case in the middle of it. */
extern const char ground_workflow[], ground_case[];

/* Stops the test when YAML or DOCUMENT cannot be read. The clock stands at 2026-01-05T09:00Z; the zone is
 * London's winter, UTC. */
void ground_init(struct ground *ground, const char *yaml, const char *document);
void ground_deinit(struct ground *ground);
/* A plugin NAME of CODE that serves the area of its name, version 1.0.0. Before the first begin. */
struct plugin *ground_plugin(struct ground *ground, const char *name, const char *code);
void ground_begin(struct ground *ground);
void ground_end(struct ground *ground);

/* Evaluates SOURCE within the plan that has begun. */
enum status ground_evaluate(struct ground *ground, const char *source, struct value *value);
/* What it gives, as "a date: 28 December 2026"; or "script: " and the message. A plan of its own. */
const char *ground_say(struct ground *ground, const char *source);
/* Stops the test unless SOURCE says EXPECTED. */
void ground_expect_at(struct ground *ground, const char *source, const char *expected, const char *file,
                      int line);
#define ground_expect(ground, source, expected) ground_expect_at(ground, source, expected, __FILE__, __LINE__)
/* Asks rule NAME in a plan of its own: "yes", "no: SENTENCE", or "script: …". */
const char *ground_ask(struct ground *ground, const char *name);
/* The last plan's transcript as text. Stops the test unless each line has its plugin's hash, which is left
 * out. */
const char *ground_transcript(struct ground *ground);

#endif

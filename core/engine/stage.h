/* The stage: what a plugin's test asks for, a case of its own under a clock of its own. The workbench sets it
 * up, script plays on it; neither knows the other, and app brings them together.
 *
 * A test is one function of a file in Lua. It asks the stage by a verb and data, and gets data back, so that
 * nothing of one Lua state reaches another. */
#ifndef CASEWAY_ENGINE_STAGE_H
#define CASEWAY_ENGINE_STAGE_H

#include "engine/world.h"

struct stage {
    /* ASKED by VERB, "send", "look", "rule", "action", "hook", "at" or "wait"; ANSWER in ARENA. What a plugin
     * did wrong is in the answer; STATUS_INVALID and its sentence are about the test itself, anything else is
     * an operating failure. */
    enum status (*ask)(void *self, struct arena *arena, struct text verb, const struct json *asked,
                       struct json *answer, struct error *error);
    void *self;
};

enum { TESTS_LIMIT = 200 /* tests of one file */ };

/* In place of a test's number: asks which there are. */
#define TEST_LIST SIZE_MAX

/* Runs test number INDEX of FILE (its name, code and digest are used; the rest is empty) on STAGE, or lists
 * its tests: TOLD, in ARENA, is {"tests": [{title, line}]}, or {"failures": [{line, what, expected, got}]},
 * none when it holds. STATUS_SCRIPT or STATUS_CUT_OFF, with the place: the code raised, or was cut off. */
struct test_runner {
    enum status (*run)(void *self, struct arena *arena, const struct world *world, const struct plugin *file,
                       size_t index, const struct stage *stage, struct json *told, struct error *error);
    void *self;
};

#endif

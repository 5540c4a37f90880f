/* One test of a plugin, played on a trial (trial.h): the stage that it asks (engine/stage.h) is set up here,
 * empty, and gone afterwards. */
#ifndef CASEWAY_WORKBENCH_PLUGIN_TEST_H
#define CASEWAY_WORKBENCH_PLUGIN_TEST_H

#include "engine/rules.h"
#include "engine/stage.h"
#include "store/store.h"

struct plugin_test_options {
    const struct world *world;
    struct store *store; /* empty, in memory */
    struct rules rules;  /* for this thread */
    const struct test_runner *runner;
};

/* Runs test number INDEX of FILE. TOLD, in ARENA, is {ok, failures, error, place}: the latter two when the
 * code raised or was cut off. Anything but STATUS_OK is an operating failure. */
enum status plugin_test_run(struct arena *arena, const struct plugin_test_options *options,
                            const struct plugin *file, size_t index, struct json *told, struct error *error);

#endif

/* Worlds of workflows that are written in a test, and rules that know only `true`, `false` and a number. */
#ifndef TEST_WORKBENCH_SUPPORT_H
#define TEST_WORKBENCH_SUPPORT_H

#include "engine/rules.h"
#include "engine/world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#define count_of(array) (sizeof(array) / sizeof *(array))

/* The workflow in YAML, as "w.yaml"; the test fails when it has errors. */
const struct definition *support_definition(struct arena *arena, const char *yaml);
/* A world of COUNT workflows in YAML, in UTC. */
struct world *support_world(struct arena *arena, const char *const *yaml, size_t count);
struct rules support_rules(void);

#endif

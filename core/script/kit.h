/* Tests of plugins, in the sandbox that plugins run in. Begin to read at script_test() in kit.c. */
#ifndef CASEWAY_SCRIPT_KIT_H
#define CASEWAY_SCRIPT_KIT_H

#include "engine/stage.h"
#include "script/script.h"

enum {
    KIT_ASK_WORK = 1000 /* instructions that a question to the stage is charged */
};

/* See struct test_runner (engine/stage.h). The code is run afresh for each test, so that nothing which one
 * leaves reaches the next. Not between begin and end. */
enum status script_test(struct script *script, struct arena *arena, const struct world *world,
                        const struct plugin *file, size_t index, const struct stage *stage, struct json *told,
                        struct error *error);

/* The names that a plugin's code may read besides its own, an array of texts. Not between begin and end. */
struct json script_names(struct script *script, struct arena *arena, const struct world *world);

/* Lua, line by line up to NULL (kit_words.c): gives wait, at, a_case, expect, in the order of its return. */
extern const char *const kit_words[];

#endif

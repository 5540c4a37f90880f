/* Programs of Lua made from bytes, so that a fuzzer gets deeper than a parser lets chance. */
#ifndef CASEWAY_TESTS_FUZZ_LUA_GRAMMAR_H
#define CASEWAY_TESTS_FUZZ_LUA_GRAMMAR_H

#include "base/text.h"

/* The code of a plugin whose rule, action and hook run the same statements. The same bytes give the same
 * code; nearly all of it compiles. */
struct text lua_from_bytes(struct arena *arena, const uint8_t *data, size_t size);

#endif

/* What a plan's scripts may use: instructions, bytes, and as a watchdog time. See budget.c. */
#ifndef CASEWAY_SCRIPT_BUDGET_H
#define CASEWAY_SCRIPT_BUDGET_H

#include "base/clock.h"
#include "base/text.h"

#include <lua.h>

enum { BUDGET_STEP = 1000 }; /* instructions from one look at the budget to the next */

enum budget_cut { CUT_NOT, CUT_INSTRUCTIONS, CUT_MEMORY, CUT_TIME };

/* What has been used, apart from the limits: it can be put aside and set back. */
struct budget_use {
    uint64_t instructions;
    size_t memory;
    uint64_t started; /* by clock_elapsed */
    enum budget_cut cut;
    uint32_t line; /* of the code that ran when it was cut off; 0: not known */
};

struct budget {
    const struct clock *clock;
    uint64_t instruction_limit;
    size_t memory_limit;
    uint64_t nanoseconds_limit;
    bool holds;      /* between begin and end */
    unsigned paused; /* the host's own work (compiling) is not counted */
    struct budget_use use;
};

void budget_begin(struct budget *budget);
void budget_end(struct budget *budget);
/* lua_Alloc; SELF is the budget. */
void *budget_allocate(void *self, void *old, size_t old_size, size_t size);
/* Sets the hook that counts. */
void budget_watch(lua_State *lua);
/* WORK that a C function is about to do in Lua's stead, in instructions; raises when it is too much. */
void budget_charge(lua_State *lua, size_t work);
/* "more than 1000000 instructions" */
struct text budget_words(struct arena *arena, const struct budget *budget);

#endif

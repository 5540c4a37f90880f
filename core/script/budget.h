/* What a plan's scripts may use: instructions, bytes, texts given back, and as a watchdog time. See budget.c.
 */
#ifndef CASEWAY_SCRIPT_BUDGET_H
#define CASEWAY_SCRIPT_BUDGET_H

#include "base/clock.h"
#include "base/text.h"

#include <lua.h>

enum {
    BUDGET_STEP = 250,         /* instructions from one look at the budget to the next */
    BUDGET_BYTES_AT_ONCE = 16, /* bytes that C passes over in the time of one instruction */
    BUDGET_TEXT_SHARE = 4      /* the texts given back may be this part of the memory */
};

enum budget_cut { CUT_NOT, CUT_INSTRUCTIONS, CUT_MEMORY, CUT_TIME, CUT_OUTPUT };

/* What has been used, apart from the limits: it can be put aside and set back. */
struct budget_use {
    uint64_t instructions;
    size_t memory;
    size_t output;    /* bytes of the texts that were given back */
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
/* The same for a C function that passes over SIZE bytes. */
void budget_charge_bytes(lua_State *lua, size_t size);
/* SIZE bytes that the host is about to keep in the plan's arena for a script: they count as memory. TEXT of
 * them are a text that is given back, which counts as output too. Raises when it is too much. */
void budget_keep(lua_State *lua, size_t size, size_t text);
/* COST is spent as it was when it was measured, from one budget_restart() to the next; raises when it is too
 * much. And given back, as far as it still is there. */
void budget_repeat(lua_State *lua, const struct budget_use *cost);
void budget_give_back(struct budget *budget, const struct budget_use *cost);
/* The next instruction is the first that counts towards a step. */
void budget_restart(lua_State *lua);
/* Raises when the watchdog's time is over, or anything was cut off before; counts nothing. */
void budget_look(lua_State *lua);
/* "more than 1000000 instructions" */
struct text budget_words(struct arena *arena, const struct budget *budget);

#endif

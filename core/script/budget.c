/* Budgets. Four bounds hold from begin to end and, once one is passed, stay passed: the hook raises again
 * wherever Lua goes on.
 *
 * Bytes are counted as they are asked for and never given back, so that the count does not depend on when the
 * collector runs. An allocation beyond the bound fails, which Lua answers with its own "not enough memory";
 * raising needs no memory. What the host keeps in the plan's arena for a script counts as well, since the
 * collector could not take it back. Real want of memory stops the process (base/arena.h). Work done inside of
 * one C function is not seen by the hook, so such functions charge for it. */
#include "script/budget.h"

#include "script/host.h"

#include <stdlib.h>

_Static_assert(SCRIPT_OUTPUT_LIMIT == SCRIPT_MEMORY_LIMIT / BUDGET_TEXT_SHARE,
               "a host with other limits has them in the same proportion");

void budget_begin(struct budget *budget)
{
    budget->use = (struct budget_use){.started = budget->clock ? clock_elapsed(budget->clock) : 0};
    budget->holds = true;
}

void budget_end(struct budget *budget)
{
    budget->use = (struct budget_use){0};
    budget->holds = false;
}

void *budget_allocate(void *self, void *old, size_t old_size, size_t size)
{
    struct budget *budget = self;
    size_t before = old ? old_size : 0; /* without OLD Lua passes a kind of object here */
    if (!size) {
        free(old);
        return NULL;
    }
    if (size > before && budget->holds && !budget->paused) {
        if (size - before > budget->memory_limit - budget->use.memory) {
            budget->use.cut = budget->use.cut ? budget->use.cut : CUT_MEMORY;
            return NULL;
        }
        budget->use.memory += size - before;
    }
    return memory_grow(old, size);
}

/* Raises without asking for memory, which may be what ran out. */
_Noreturn static void raise_cut(lua_State *lua)
{
    lua_pushlightuserdata(lua, &host_of(lua)->budget);
    lua_error(lua);
    abort();
}

/* The line of the innermost Lua function. */
static uint32_t running_line(lua_State *lua)
{
    lua_Debug record;
    for (int level = 0; lua_getstack(lua, level, &record); level++) {
        lua_getinfo(lua, "Sl", &record);
        if (record.currentline > 0) {
            return (uint32_t)record.currentline;
        }
    }
    return 0;
}

static void spend(lua_State *lua, uint64_t instructions)
{
    struct budget *budget = &host_of(lua)->budget;
    if (!budget->holds) {
        return;
    }
    budget->use.instructions += instructions;
    if (!budget->use.cut && budget->use.instructions > budget->instruction_limit) {
        budget->use.cut = CUT_INSTRUCTIONS;
    }
    if (!budget->use.cut && budget->clock &&
        clock_elapsed(budget->clock) - budget->use.started > budget->nanoseconds_limit) {
        budget->use.cut = CUT_TIME;
    }
    if (budget->use.cut) {
        budget->use.line = budget->use.line ? budget->use.line : running_line(lua);
        raise_cut(lua);
    }
}

static void count_hook(lua_State *lua, lua_Debug *record)
{
    (void)record;
    spend(lua, BUDGET_STEP);
}

void budget_watch(lua_State *lua)
{
    lua_sethook(lua, count_hook, LUA_MASKCOUNT, BUDGET_STEP);
}

void budget_charge(lua_State *lua, size_t work)
{
    if (work) {
        spend(lua, work);
    }
}

void budget_charge_bytes(lua_State *lua, size_t size)
{
    budget_charge(lua, size / BUDGET_BYTES_AT_ONCE);
}

void budget_look(lua_State *lua)
{
    spend(lua, 0);
}

void budget_keep(lua_State *lua, size_t size, size_t text)
{
    struct budget *budget = &host_of(lua)->budget;
    if (!budget->holds) {
        return;
    }
    if (!budget->use.cut && size > budget->memory_limit - budget->use.memory) {
        budget->use.cut = CUT_MEMORY;
    }
    if (!budget->use.cut && text > budget->memory_limit / BUDGET_TEXT_SHARE - budget->use.output) {
        budget->use.cut = CUT_OUTPUT;
    }
    if (!budget->use.cut) {
        budget->use.memory += size;
        budget->use.output += text;
    }
    spend(lua, size / BUDGET_BYTES_AT_ONCE);
}

void budget_restart(lua_State *lua)
{
    lua_sethook(lua, lua_gethook(lua), lua_gethookmask(lua), lua_gethookcount(lua));
}

void budget_repeat(lua_State *lua, const struct budget_use *cost)
{
    struct budget *budget = &host_of(lua)->budget;
    budget_restart(lua);
    if (!budget->use.cut && cost->memory > budget->memory_limit - budget->use.memory) {
        budget->use.cut = CUT_MEMORY;
    }
    budget->use.memory += budget->use.cut ? 0 : cost->memory;
    spend(lua, cost->instructions);
}

void budget_give_back(struct budget *budget, const struct budget_use *cost)
{
    struct budget_use *use = &budget->use;
    use->instructions -= use->instructions < cost->instructions ? use->instructions : cost->instructions;
    use->memory -= use->memory < cost->memory ? use->memory : cost->memory;
}

struct text budget_words(struct arena *arena, const struct budget *budget)
{
    switch (budget->use.cut) {
    case CUT_INSTRUCTIONS:
        return text_printf(arena, "more than %llu instructions",
                           (unsigned long long)budget->instruction_limit);
    case CUT_MEMORY:
        return text_printf(arena, "more than %zu bytes of memory", budget->memory_limit);
    case CUT_TIME:
        return text_printf(arena, "more than %llu milliseconds",
                           (unsigned long long)(budget->nanoseconds_limit / 1000000));
    case CUT_OUTPUT:
        return text_printf(arena, "more than %zu bytes of texts to give back",
                           budget->memory_limit / BUDGET_TEXT_SHARE);
    case CUT_NOT:
        break;
    }
    return TEXT("nothing");
}

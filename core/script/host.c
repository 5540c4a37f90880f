/* The host: one Lua state, and one question at a time.
 *
 * The engine asks through the vtable; each question runs under one lua_pcall (host_protect). Inner questions
 * (a computed field, a rule) run in the same state and put the context aside; when they raise, it stays as it
 * was at the fault, so that fault.c can tell where. */
#include "script/host.h"

#include "base/insist.h"

#include <stdlib.h>
#include <string.h>

enum { HEAVY_PLAN = 1024 * 1024 /* bytes asked for, from which on a plan is cleared up after at once */ };

static int panic(lua_State *lua)
{
    (void)lua;
    insist_never();
    return 0;
}

struct script *script_new(const struct script_options *options)
{
    struct script *host = memory_new(sizeof *host);
    *host = (struct script){0};
    struct script_options given = options ? *options : (struct script_options){0};
    host->budget = (struct budget){
        .clock = given.clock,
        .instruction_limit = given.instruction_limit ? given.instruction_limit : SCRIPT_INSTRUCTION_LIMIT,
        .memory_limit = given.memory_limit ? given.memory_limit : SCRIPT_MEMORY_LIMIT,
        .nanoseconds_limit = given.nanoseconds_limit ? given.nanoseconds_limit : SCRIPT_NANOSECONDS_LIMIT,
    };
    host->meter = given.clock ? given.meter : NULL;
    host->lua = lua_newstate(budget_allocate, &host->budget);
    insist(host->lua);
    lua_atpanic(host->lua, panic);
    *(struct script **)lua_getextraspace(host->lua) = host;
    sandbox_open(host->lua);
    return host;
}

void script_free(struct script *script)
{
    if (script) {
        lua_close(script->lua);
        free(script);
    }
}

size_t script_memory(struct script *script)
{
    insist(!script->begun);
    for (int i = 0; i < 16; i++) { /* the room for calls is halved by each */
        lua_gc(script->lua, LUA_GCCOLLECT);
    }
    return (size_t)lua_gc(script->lua, LUA_GCCOUNT) * 1024 + (size_t)lua_gc(script->lua, LUA_GCCOUNTB);
}

enum status script_bare_calls(struct script *script, const char *function, size_t count, struct error *error)
{
    lua_State *lua = script->lua;
    insist(!script->begun);
    lua_pushfstring(lua, "return %s", function);
    int result = luaL_loadbufferx(lua, lua_tostring(lua, 1), lua_rawlen(lua, 1), "=bare", "t");
    result = result == LUA_OK ? lua_pcall(lua, 0, 1, 0) : result;
    for (size_t i = 0; result == LUA_OK && i < count; i++) {
        lua_pushvalue(lua, 2);
        lua_pushnil(lua);
        lua_pushnil(lua);
        result = lua_pcall(lua, 2, 2, 0);
        lua_settop(lua, 2);
    }
    lua_settop(lua, 0);
    return result == LUA_OK ? STATUS_OK
                            : error_set(error, STATUS_SCRIPT, "a function that is measured does not run");
}

static void begin(void *self, struct arena *arena, const struct world *world, struct json *transcript)
{
    struct script *host = self;
    insist(!host->begun && arena && world);
    host->begun = true;
    host->arena = arena;
    host->world = world;
    host->transcript = transcript;
    host->context = (struct context){0};
    host->plugins_cut = arena_array(arena, bool, world->plugin_count);
    host->plugins_charged = arena_array(arena, bool, world->plugin_count);
    budget_begin(&host->budget);
    budget_watch(host->lua);
}

static void end(void *self)
{
    struct script *host = self;
    insist(host->begun);
    bool heavy = host->budget.use.memory > HEAVY_PLAN;
    budget_end(&host->budget);
    lua_settop(host->lua, 0);
    if (host->made) { /* the plugins that this plan made are gone with their table */
        lua_newtable(host->lua);
        lua_rawseti(host->lua, LUA_REGISTRYINDEX, host->instances);
        host->made = false;
    }
    if (heavy) {
        lua_gc(host->lua, LUA_GCCOLLECT);
    }
    host->begun = false;
    host->arena = NULL;
    host->world = NULL;
    host->transcript = NULL;
    host->plugins_cut = NULL;
    host->plugins_charged = NULL;
    host->generation++;
}

enum status host_protect(struct script *host, const struct scope *scope, lua_CFunction run, void *request,
                         struct error *error)
{
    insist(host->begun);
    if (host->budget.use.cut) {
        return fault_cut(host, error);
    }
    lua_State *lua = host->lua;
    struct context before = host->context;
    host->generation++;
    host->context = (struct context){.scope = scope};
    lua_pushcfunction(lua, run);
    lua_pushlightuserdata(lua, request);
    int result = lua_pcall(lua, 1, 0, 0);
    host->plugin_failed = result != LUA_OK && lua_touserdata(lua, -1) == &host->fault;
    enum status status = result != LUA_OK       ? fault_take(host, result, error)
                         : host->budget.use.cut ? fault_cut(host, error)
                                                : STATUS_OK;
    host->context = before;
    lua_settop(lua, 0);
    return status;
}

const struct scope *host_scope(lua_State *lua)
{
    const struct scope *scope = host_of(lua)->context.scope;
    if (!scope) {
        fault_raise(lua, "there is no case here: ask within a rule, an action or a hook");
    }
    return scope;
}

void host_descend(lua_State *lua)
{
    struct context *context = &host_of(lua)->context;
    if (context->depth >= SCRIPT_DEPTH_LIMIT) {
        fault_raise(lua, "computed fields and rules ask for one another more than %d deep",
                    SCRIPT_DEPTH_LIMIT);
    }
    context->depth++;
    luaL_checkstack(lua, LUA_MINSTACK, NULL);
}

void host_evaluate(lua_State *lua, const struct expression *expression, const struct scope *scope)
{
    struct script *host = host_of(lua);
    struct context before = host->context;
    host_descend(lua);
    host->context.scope = scope;
    host->context.expression = expression;
    host->context.plugin = NULL;
    chunk_push(lua, scope->subject->definition, expression);
    lua_call(lua, 0, 1);
    host->context = before;
}

struct evaluation {
    const struct expression *expression;
    struct value *value;
};

static int run_evaluation(lua_State *lua)
{
    const struct evaluation *evaluation = lua_touserdata(lua, 1);
    struct script *host = host_of(lua);
    host->context.expression = evaluation->expression;
    chunk_push(lua, host->context.scope->subject->definition, evaluation->expression);
    lua_call(lua, 0, 1);
    *evaluation->value = value_at(lua, -1);
    return 0;
}

static enum status evaluate(void *self, const struct expression *expression, const struct scope *scope,
                            struct value *value, struct error *error)
{
    struct evaluation evaluation = {.expression = expression, .value = value};
    return host_protect(self, scope, run_evaluation, &evaluation, error);
}

static bool plugin_failed(void *self)
{
    const struct script *host = self;
    return host->plugin_failed;
}

struct rules script_rules(struct script *script)
{
    static const struct rules_api api = {
        .begin = begin,
        .end = end,
        .evaluate = evaluate,
        .ask = rules_ask,
        .act = rules_act,
        .hook = rules_hook,
        .inquire = rules_inquire,
        .message = rules_message,
        .measure = rules_measure,
        .plugin_failed = plugin_failed,
    };
    return (struct rules){.api = &api, .self = script};
}

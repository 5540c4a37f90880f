/* Metatables, raw access, next and pcall, as far as a script has them.
 *
 * A metatable is copied when it is set, and only names that do no harm are taken: __gc runs where no budget
 * holds, __mode and __close set late are what corrupts memory in Lua 5.4, __metatable hides, and __name would
 * carry what a case holds into a message. __call must be a function: a table that is its own __call makes
 * Lua turn in C without an end. What the copy was made of is kept in it, for getmetatable().
 *
 * The host's own tables (the libraries, which all plugins share, and the names of an environment) are never
 * written to and keep their metatables. pcall() does not catch the end of a budget, nor the failure of
 * another call that was told already. */
#include "script/host.h"
#include "script/library.h"

#include <string.h>

enum { PCALL_WORK = 50 /* instructions that a pcall is charged: raising and catching takes that long */ };

/* Its address is a key of metatables: what they were copied from; a front's has itself. */
static const char origin_key;

void table_seal(lua_State *lua)
{
    lua_pushvalue(lua, -1);
    lua_rawsetp(lua, -2, &origin_key);
}

/* Leaves what the metatable of the table at INDEX was made of, or nothing; false when it has none of the
 * script's making. */
static bool push_origin(lua_State *lua, int index)
{
    if (!lua_getmetatable(lua, index)) {
        return false;
    }
    lua_rawgetp(lua, -1, &origin_key);
    bool is_script = lua_istable(lua, -1) && !lua_rawequal(lua, -1, -2);
    lua_remove(lua, -2);
    if (!is_script) {
        lua_pop(lua, 1);
    }
    return is_script;
}

static bool is_sealed(lua_State *lua, int index)
{
    if (!lua_getmetatable(lua, index)) {
        return false;
    }
    lua_rawgetp(lua, -1, &origin_key);
    bool sealed = lua_rawequal(lua, -1, -2);
    lua_pop(lua, 2);
    return sealed;
}

void table_must_be_own(lua_State *lua, int index)
{
    if (lua_type(lua, index) != LUA_TTABLE) {
        fault_raise(lua, "a table is needed, and %s stands there", words_at(lua, index));
    }
    if (is_sealed(lua, index)) {
        fault_raise(lua, "this table is only read");
    }
}

static bool may_have(const char *name)
{
    static const char *const allowed[] = {"__index", "__newindex", "__call", "__concat", "__len",     "__eq",
                                          "__lt",    "__le",       "__add",  "__sub",    "__mul",     "__div",
                                          "__mod",   "__pow",      "__unm",  "__idiv",   "__band",    "__bor",
                                          "__bxor",  "__shl",      "__shr",  "__bnot",   "__tostring"};
    for (size_t i = 0; i < sizeof allowed / sizeof *allowed; i++) {
        if (strcmp(name, allowed[i]) == 0) {
            return true;
        }
    }
    return false;
}

/* Copies the members of the table at 2 that have to do with metatables to the one on top. */
static void copy_metatable(lua_State *lua)
{
    size_t members = 0;
    lua_pushnil(lua);
    while (lua_next(lua, 2)) {
        members++;
        const char *name = lua_type(lua, -2) == LUA_TSTRING ? lua_tostring(lua, -2) : "";
        if (strncmp(name, "__", 2) == 0) {
            if (!may_have(name)) {
                struct text quoted = fault_quote(lua, text_of(name));
                fault_raise(lua, "a metatable may not have %.*s here", TEXT_ARGS(quoted));
            }
            if (strcmp(name, "__call") == 0 && !lua_isfunction(lua, -1)) {
                fault_raise(lua, "__call of a metatable must be a function");
            }
            lua_pushvalue(lua, -2);
            lua_pushvalue(lua, -2);
            lua_rawset(lua, -5);
        }
        lua_pop(lua, 1);
    }
    budget_charge(lua, members);
    lua_pushvalue(lua, 2);
    lua_rawsetp(lua, -2, &origin_key);
}

static int set_metatable(lua_State *lua)
{
    lua_settop(lua, 2);
    table_must_be_own(lua, 1);
    if (!lua_isnil(lua, 2) && !lua_istable(lua, 2)) {
        fault_raise(lua, "setmetatable() takes a table and its metatable, and %s stands there",
                    words_at(lua, 2));
    }
    if (lua_getmetatable(lua, 1) && !push_origin(lua, 1)) {
        fault_raise(lua, "this table keeps its metatable");
    }
    lua_settop(lua, 2);
    if (lua_istable(lua, 2)) {
        lua_newtable(lua);
        copy_metatable(lua);
    }
    lua_setmetatable(lua, 1);
    lua_settop(lua, 1);
    return 1;
}

/* Nothing for what is no table, or has none that a script gave it. */
static int get_metatable(lua_State *lua)
{
    luaL_checkany(lua, 1);
    if (lua_type(lua, 1) != LUA_TTABLE || !push_origin(lua, 1)) {
        lua_pushnil(lua);
    }
    return 1;
}

static int raw_set(lua_State *lua)
{
    lua_settop(lua, 3);
    table_must_be_own(lua, 1);
    if (lua_isnil(lua, 2) || (lua_type(lua, 2) == LUA_TNUMBER && !lua_rawequal(lua, 2, 2))) {
        fault_raise(lua, "a table has no place for that key");
    }
    lua_rawset(lua, 1);
    return 1;
}

/* True when the key at -2 lies behind the one at AFTER (nil: any does) and before the one at BEST (nil: none
 * was found yet). */
static bool comes_next(lua_State *lua, int after, int best)
{
    int key = lua_gettop(lua) - 1;
    return (lua_isnil(lua, after) || table_key_before(lua, after, key)) &&
           (lua_isnil(lua, best) || table_key_before(lua, key, best));
}

/* next(table, key): in the order of pairs(). It looks through the whole table at each call. */
static int next_member(lua_State *lua)
{
    lua_settop(lua, 2);
    if (lua_type(lua, 1) != LUA_TTABLE) {
        fault_raise(lua, "next() takes a table, and %s stands there", words_at(lua, 1));
    }
    lua_pushnil(lua); /* the best at 3 */
    lua_pushnil(lua);
    while (lua_next(lua, 1)) {
        budget_charge(lua, 1);
        if (lua_type(lua, -2) != LUA_TNUMBER && lua_type(lua, -2) != LUA_TSTRING) {
            fault_raise(lua, "next() needs keys that are numbers or texts, and one is %s", words_at(lua, -2));
        }
        if (comes_next(lua, 2, 3)) {
            lua_pushvalue(lua, -2);
            lua_replace(lua, 3);
        }
        lua_pop(lua, 1);
    }
    if (lua_isnil(lua, 3)) {
        return 1;
    }
    lua_pushvalue(lua, 3);
    lua_rawget(lua, 1);
    return 2;
}

/* pcall(f, …): what went wrong comes back as a text. */
static int call_protected(lua_State *lua)
{
    struct script *host = host_of(lua);
    struct context before = host->context;
    luaL_checkany(lua, 1);
    budget_charge(lua, PCALL_WORK);
    int result = lua_pcall(lua, lua_gettop(lua) - 1, LUA_MULTRET, 0);
    if (result == LUA_OK) {
        lua_pushboolean(lua, true);
        lua_insert(lua, 1);
        return lua_gettop(lua);
    }
    if (host->budget.use.cut || result == LUA_ERRMEM || lua_type(lua, -1) != LUA_TSTRING) {
        return lua_error(lua); /* the context stays as it was at the fault */
    }
    host->context = before;
    lua_pushboolean(lua, false);
    lua_insert(lua, -2);
    return 2;
}

const luaL_Reg meta_functions[] = {
    {"setmetatable", set_metatable}, {"getmetatable", get_metatable}, {"rawset", raw_set},
    {"next", next_member},           {"pcall", call_protected},       {NULL, NULL},
};

/* The sandbox: every name there is. What is not put into one of these two tables does not exist for a script.
 *
 * An expression sees the language's names (LANGUAGE, "Names in an expression"). A plugin sees those functions
 * too (its rules are handed case and event), Lua's harmless ones, words(), and the builders of effects. No
 * script reaches a table that another one reads: the shared ones stand behind read-only fronts, and
 * metatables are out of reach. */
#include "script/declared.h"

/* now, today, item and a measure's names differ from question to question. */
static int index_names(lua_State *lua)
{
    const struct scope *scope = host_of(lua)->context.scope;
    if (!scope || lua_type(lua, 2) != LUA_TSTRING) {
        lua_pushnil(lua);
        return 1;
    }
    struct text name = text_at(lua, 2, "a name");
    if (text_is(name, "today")) {
        push_date(lua, today_of(scope));
        return 1;
    }
    if (text_is(name, "now")) {
        push_instant(lua, scope->now);
        return 1;
    }
    if (text_is(name, "item") && scope->list) {
        push_root(lua, BOX_ITEM);
        return 1;
    }
    for (size_t i = 0; i < scope->further_count; i++) {
        if (text_equal(scope->further[i].name, name)) {
            push_value(lua, &scope->further[i].value);
            return 1;
        }
    }
    lua_pushnil(lua);
    return 1;
}

static int refuse_naming(lua_State *lua)
{
    fault_raise(lua, "nothing can be given a name here");
}

static void put_root(lua_State *lua, const char *name, enum box_kind kind)
{
    push_root(lua, kind);
    lua_setfield(lua, -2, name);
}

/* Gives the table on top a metatable by which the names that change are found. */
static void set_names_metatable(lua_State *lua)
{
    lua_newtable(lua);
    lua_pushcfunction(lua, index_names);
    lua_setfield(lua, -2, "__index");
    lua_pushcfunction(lua, refuse_naming);
    lua_setfield(lua, -2, "__newindex");
    lua_setmetatable(lua, -2);
}

static void open_plugin_names(lua_State *lua)
{
    struct script *host = host_of(lua);
    lua_newtable(lua);
    declared_register(lua, values_functions);
    declared_register(lua, order_functions);
    declared_register(lua, question_functions);
    declared_register(lua, between_functions);
    declared_register(lua, effects_functions);
    luaL_setfuncs(lua, library_functions, 0);
    library_open(lua);
    put_root(lua, "actor", BOX_ACTOR);
    put_root(lua, "rules", BOX_RULES);
    set_names_metatable(lua);
    host->plugin_names = luaL_ref(lua, LUA_REGISTRYINDEX);
    lua_newtable(lua);
    lua_rawgeti(lua, LUA_REGISTRYINDEX, host->plugin_names);
    lua_setfield(lua, -2, "__index");
    host->plugin_metatable = luaL_ref(lua, LUA_REGISTRYINDEX);
}

static void open_expression_names(lua_State *lua)
{
    lua_newtable(lua);
    luaL_setfuncs(lua, values_functions, 0);
    luaL_setfuncs(lua, order_functions, 0);
    luaL_setfuncs(lua, question_functions, 0);
    static const char *const shared[] = {"math", "string", "tostring", "tonumber"};
    lua_rawgeti(lua, LUA_REGISTRYINDEX, host_of(lua)->plugin_names);
    for (size_t i = 0; i < sizeof shared / sizeof *shared; i++) {
        lua_getfield(lua, -1, shared[i]);
        lua_setfield(lua, -3, shared[i]);
    }
    lua_pop(lua, 1);
    put_root(lua, "data", BOX_DATA);
    put_root(lua, "case", BOX_CASE);
    put_root(lua, "event", BOX_EVENT);
    put_root(lua, "actor", BOX_ACTOR);
    put_root(lua, "rules", BOX_RULES);
    set_names_metatable(lua);
    host_of(lua)->expression_names = luaL_ref(lua, LUA_REGISTRYINDEX);
}

void sandbox_open(lua_State *lua)
{
    proxy_open(lua);
    values_open(lua);
    order_open(lua);
    open_plugin_names(lua);
    open_expression_names(lua);
    lua_newtable(lua);
    host_of(lua)->instances = luaL_ref(lua, LUA_REGISTRYINDEX);
    lua_settop(lua, 0);
}

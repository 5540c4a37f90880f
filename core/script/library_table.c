/* insert, remove, concat, sort and unpack of tables; each charges for the elements that it touches.
 *
 * The sort is ours: Lua's looks at the clock to choose where it begins, and so may order equals differently
 * every time. This one merges, from the bottom up, and keeps equals in their order. */
#include "script/library.h"

#include "script/host.h"

static size_t list_at(lua_State *lua, int index)
{
    if (lua_type(lua, index) != LUA_TTABLE) {
        fault_raise(lua, "a table is needed, and %s stands there", words_at(lua, index));
    }
    return (size_t)lua_rawlen(lua, index);
}

/* True when the value on top comes before the one below it. */
static bool comes_before(lua_State *lua, int before)
{
    if (!before) {
        return lua_compare(lua, -1, -2, LUA_OPLT);
    }
    lua_pushvalue(lua, before);
    lua_pushvalue(lua, -2);
    lua_pushvalue(lua, -4);
    lua_call(lua, 2, 1);
    bool result = lua_toboolean(lua, -1);
    lua_pop(lua, 1);
    return result;
}

/* FROM[left, middle) and FROM[middle, right) into TO[left, right). */
static void merge(lua_State *lua, int from, int to, size_t left, size_t middle, size_t right, int before)
{
    size_t a = left, b = middle;
    for (size_t out = left; out < right; out++) {
        bool second = a >= middle;
        if (a < middle && b < right) {
            lua_rawgeti(lua, from, (lua_Integer)a + 1);
            lua_rawgeti(lua, from, (lua_Integer)b + 1);
            second = comes_before(lua, before);
            lua_pop(lua, 2);
        }
        lua_rawgeti(lua, from, (lua_Integer)(second ? b++ : a++) + 1);
        lua_rawseti(lua, to, (lua_Integer)out + 1);
    }
    budget_charge(lua, right - left);
}

void table_sort(lua_State *lua, int table, int before)
{
    size_t count = list_at(lua, table);
    luaL_checkstack(lua, 8, NULL);
    lua_createtable(lua, count < 1000000 ? (int)count : 1000000, 0);
    int from = table, to = lua_gettop(lua);
    for (size_t width = 1; width < count; width *= 2) {
        for (size_t left = 0; left < count; left += 2 * width) {
            size_t middle = left + width < count ? left + width : count;
            size_t right = middle + width < count ? middle + width : count;
            merge(lua, from, to, left, middle, right, before);
        }
        int other = from;
        from = to;
        to = other;
    }
    for (size_t i = 1; from != table && i <= count; i++) {
        lua_rawgeti(lua, from, (lua_Integer)i);
        lua_rawseti(lua, table, (lua_Integer)i);
    }
    lua_remove(lua, from != table ? from : to);
}

static int sort(lua_State *lua)
{
    lua_settop(lua, 2);
    bool given = !lua_isnil(lua, 2);
    if (given && lua_type(lua, 2) != LUA_TFUNCTION) {
        fault_raise(lua, "sort() takes a function that compares, and %s stands there", words_at(lua, 2));
    }
    table_sort(lua, 1, given ? 2 : 0);
    return 0;
}

static int insert(lua_State *lua)
{
    lua_Integer count = (lua_Integer)list_at(lua, 1), at = count + 1;
    if (lua_gettop(lua) == 3) {
        at = luaL_checkinteger(lua, 2);
        if (at < 1 || at > count + 1) {
            fault_raise(lua, "insert() was given a position outside of the list");
        }
        budget_charge(lua, (size_t)(count + 1 - at));
        for (lua_Integer i = count + 1; i > at; i--) {
            lua_rawgeti(lua, 1, i - 1);
            lua_rawseti(lua, 1, i);
        }
    } else if (lua_gettop(lua) != 2) {
        fault_raise(lua, "insert() takes a list, a position if wanted, and a value");
    }
    lua_rawseti(lua, 1, at);
    return 0;
}

static int remove_at(lua_State *lua)
{
    lua_Integer count = (lua_Integer)list_at(lua, 1), at = luaL_optinteger(lua, 2, count);
    if (count == 0 && at == 0) {
        lua_pushnil(lua);
        return 1;
    }
    if (at < 1 || at > count) {
        fault_raise(lua, "remove() was given a position outside of the list");
    }
    budget_charge(lua, (size_t)(count - at));
    lua_rawgeti(lua, 1, at);
    for (lua_Integer i = at; i < count; i++) {
        lua_rawgeti(lua, 1, i + 1);
        lua_rawseti(lua, 1, i);
    }
    lua_pushnil(lua);
    lua_rawseti(lua, 1, count);
    return 1;
}

static int concat(lua_State *lua)
{
    size_t count = list_at(lua, 1);
    struct text between =
        lua_isnoneornil(lua, 2) ? (struct text){0} : text_at(lua, 2, "what concat() puts between");
    budget_charge(lua, count);
    luaL_Buffer buffer;
    luaL_buffinit(lua, &buffer);
    for (size_t i = 1; i <= count; i++) {
        int type = lua_rawgeti(lua, 1, (lua_Integer)i);
        if (type != LUA_TSTRING && type != LUA_TNUMBER) {
            fault_raise(lua, "concat() joins texts and numbers, and the list holds %s", words_at(lua, -1));
        }
        luaL_addvalue(&buffer);
        if (i < count && between.size) {
            luaL_addlstring(&buffer, between.at, between.size);
        }
    }
    luaL_pushresult(&buffer);
    return 1;
}

static int unpack(lua_State *lua)
{
    size_t count = list_at(lua, 1);
    if (count > 200) {
        fault_raise(lua, "unpack() takes a list of at most 200");
    }
    luaL_checkstack(lua, (int)count, NULL);
    for (size_t i = 1; i <= count; i++) {
        lua_rawgeti(lua, 1, (lua_Integer)i);
    }
    return (int)count;
}

const luaL_Reg table_functions[] = {
    {"concat", concat}, {"insert", insert}, {"remove", remove_at},
    {"sort", sort},     {"unpack", unpack}, {NULL, NULL},
};

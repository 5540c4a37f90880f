/* insert, remove, move, concat, sort, pack and unpack of tables; each charges for the elements that it
 * touches.
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
    for (int i = -2; i < 0; i++) { /* two texts are compared within C, byte by byte */
        budget_charge_bytes(lua, lua_type(lua, i) == LUA_TSTRING ? lua_rawlen(lua, i) : 0);
    }
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
    table_must_be_own(lua, 1);
    bool given = !lua_isnil(lua, 2);
    if (given && lua_type(lua, 2) != LUA_TFUNCTION) {
        fault_raise(lua, "sort() takes a function that compares, and %s stands there", words_at(lua, 2));
    }
    table_sort(lua, 1, given ? 2 : 0);
    return 0;
}

static int insert(lua_State *lua)
{
    table_must_be_own(lua, 1);
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
    table_must_be_own(lua, 1);
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

/* unpack(list, first, last) */
static int unpack(lua_State *lua)
{
    lua_Integer count = (lua_Integer)list_at(lua, 1);
    lua_Integer first = luaL_optinteger(lua, 2, 1), last = luaL_optinteger(lua, 3, count);
    if (first > last) {
        return 0;
    }
    lua_Unsigned size = (lua_Unsigned)last - (lua_Unsigned)first;
    if (size >= SCRIPT_UNPACK_LIMIT) {
        fault_raise(lua, "unpack() takes a list of at most %d", SCRIPT_UNPACK_LIMIT);
    }
    luaL_checkstack(lua, (int)size + 1, NULL);
    for (lua_Unsigned i = 0; i <= size; i++) {
        lua_rawgeti(lua, 1, (lua_Integer)((lua_Unsigned)first + i));
    }
    budget_charge(lua, size / 4);
    return (int)size + 1;
}

static int pack(lua_State *lua)
{
    int count = lua_gettop(lua);
    budget_charge(lua, (size_t)count);
    lua_createtable(lua, count, 1);
    lua_insert(lua, 1);
    for (int i = count; i >= 1; i--) {
        lua_rawseti(lua, 1, i);
    }
    lua_pushinteger(lua, count);
    lua_setfield(lua, 1, "n");
    return 1;
}

/* move(from, first, last, at, to): TO is FROM where it is not given; the parts may overlap. */
static int move(lua_State *lua)
{
    lua_settop(lua, 5);
    int to = lua_isnil(lua, 5) ? 1 : 5;
    list_at(lua, 1);
    table_must_be_own(lua, to);
    lua_Integer first = luaL_checkinteger(lua, 2), last = luaL_checkinteger(lua, 3);
    lua_Integer at = luaL_checkinteger(lua, 4);
    lua_pushvalue(lua, to);
    if (last < first) {
        return 1;
    }
    lua_Unsigned count = (lua_Unsigned)last - (lua_Unsigned)first + 1;
    budget_charge(lua, count && count < INT64_MAX ? (size_t)count : INT64_MAX);
    if (at > LUA_MAXINTEGER - (lua_Integer)(count - 1)) {
        fault_raise(lua, "move() was given a position outside of what a list can have");
    }
    bool backwards = to == 1 && at > first && at <= last;
    for (lua_Unsigned i = 0; i < count; i++) {
        lua_Integer step = (lua_Integer)(backwards ? count - 1 - i : i);
        lua_rawgeti(lua, 1, first + step);
        lua_rawseti(lua, to, at + step);
    }
    return 1;
}

const luaL_Reg table_functions[] = {
    {"concat", concat}, {"insert", insert}, {"remove", remove_at}, {"sort", sort},
    {"unpack", unpack}, {"move", move},     {"pack", pack},        {NULL, NULL},
};

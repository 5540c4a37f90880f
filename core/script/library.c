/* Lua's own functions, as far as a script has them: bounded, without addresses, in one order every time.
 *
 * pairs() goes by sorted keys, since Lua's order changes from run to run. A function that works long within C
 * charges for it; those that can run away are made anew (pattern.c, library_table.c). */
#include "script/library.h"
#include "script/host.h"

#include <lualib.h>
#include <string.h>

static int name_type(lua_State *lua)
{
    luaL_checkany(lua, 1);
    if (lua_type(lua, 1) == LUA_TUSERDATA && luaL_getmetafield(lua, 1, "__name") != LUA_TNIL) {
        return 1;
    }
    lua_pushstring(lua, luaL_typename(lua, 1));
    return 1;
}

/* The ISO text of a date, an instant or a duration; what Lua says of numbers. A table has no text: it would
 * be an address. */
static int to_text(lua_State *lua)
{
    luaL_checkany(lua, 1);
    const struct box *box = box_at(lua, 1);
    if (lua_type(lua, 1) == LUA_TTABLE && luaL_callmeta(lua, 1, "__tostring")) {
        text_at(lua, -1, "what __tostring gives");
        return 1;
    }
    if (lua_type(lua, 1) == LUA_TTABLE || lua_type(lua, 1) == LUA_TFUNCTION ||
        (box && box->kind > BOX_DURATION)) {
        fault_raise(lua, "%s has no text", words_at(lua, 1));
    }
    if (box) {
        struct value value = value_at(lua, 1);
        budget_charge(lua, 8);
        struct json json = value_json(host_of(lua)->arena, &value);
        push_text(lua, json_text(&json));
        return 1;
    }
    if (lua_type(lua, 1) == LUA_TNUMBER && !lua_rawequal(lua, 1, 1)) {
        lua_pushliteral(lua, "nan"); /* its sign differs from machine to machine */
    } else {
        luaL_tolstring(lua, 1, NULL);
    }
    return 1;
}

/* duration("12 weeks"): what a setting holds as text. */
static int make_duration(lua_State *lua)
{
    struct duration duration;
    if (!box_of_kind(lua, 1, BOX_DURATION)) {
        if (duration_read(text_at(lua, 1, "what duration() is given"), &duration, NULL) != STATUS_OK) {
            fault_raise(lua, "duration() was not given a length of time such as \"12 weeks\" or \"P3M\"");
        }
        push_duration(lua, duration);
    }
    return 1;
}

/* "28 December 2026": as a sentence has it. */
static int words(lua_State *lua)
{
    luaL_checkany(lua, 1);
    struct value value = value_at(lua, 1);
    budget_charge(lua, 8);
    push_text(lua, value_words(host_of(lua)->arena, &value));
    return 1;
}

/* A plugin's own words are passed on only if they stand in its code: they could be made of what a case holds.
 */
static int raise_error(lua_State *lua)
{
    const struct plugin *plugin = host_of(lua)->context.plugin;
    struct text message = {0};
    if (lua_type(lua, 1) == LUA_TSTRING) {
        message.at = lua_tolstring(lua, 1, &message.size);
    }
    budget_charge_bytes(lua, plugin ? plugin->code.size : 0);
    bool known =
        plugin && message.size && memmem(plugin->code.at, plugin->code.size, message.at, message.size);
    luaL_where(lua, 1);
    if (known) {
        push_text(lua, message);
    } else {
        lua_pushliteral(
            lua, "it raised an error, whose words are kept back since they may hold what a case holds");
    }
    lua_concat(lua, 2);
    return lua_error(lua);
}

static int insist_on(lua_State *lua)
{
    luaL_checkany(lua, 1);
    if (lua_toboolean(lua, 1)) {
        return lua_gettop(lua);
    }
    lua_remove(lua, 1);
    if (lua_type(lua, 1) == LUA_TSTRING) {
        return raise_error(lua);
    }
    fault_raise(lua, "an assertion does not hold");
}

/* --- pairs --- */

bool table_key_before(lua_State *lua, int a, int b)
{
    bool a_number = lua_type(lua, a) == LUA_TNUMBER, b_number = lua_type(lua, b) == LUA_TNUMBER;
    if (a_number != b_number) {
        return a_number;
    }
    if (a_number) {
        return lua_compare(lua, a, b, LUA_OPLT);
    }
    struct text one = text_at(lua, a, "a key"), other = text_at(lua, b, "a key");
    budget_charge_bytes(lua, one.size < other.size ? one.size : other.size);
    return text_compare(one, other) < 0;
}

static int key_before(lua_State *lua)
{
    lua_pushboolean(lua, table_key_before(lua, 1, 2));
    return 1;
}

void table_keys(lua_State *lua, int table)
{
    luaL_checkstack(lua, 8, NULL);
    lua_newtable(lua);
    lua_Integer count = 0;
    lua_pushnil(lua);
    while (lua_next(lua, table)) {
        lua_pop(lua, 1);
        if (lua_type(lua, -1) != LUA_TNUMBER && lua_type(lua, -1) != LUA_TSTRING) {
            fault_raise(lua, "pairs() needs keys that are numbers or texts, and one is %s",
                        words_at(lua, -1));
        }
        lua_pushvalue(lua, -1);
        lua_rawseti(lua, -3, ++count);
    }
    budget_charge(lua, (size_t)count);
    lua_pushcfunction(lua, key_before);
    table_sort(lua, lua_gettop(lua) - 1, lua_gettop(lua));
    lua_pop(lua, 1);
}

/* Upvalues: the keys, and how many have been given. Keys whose value is gone meanwhile are left out. */
static int next_pair(lua_State *lua)
{
    lua_settop(lua, 1);
    lua_Integer at = lua_tointeger(lua, lua_upvalueindex(2));
    for (;;) {
        if (lua_rawgeti(lua, lua_upvalueindex(1), ++at) == LUA_TNIL) {
            return 1;
        }
        lua_pushvalue(lua, -1);
        if (lua_gettable(lua, 1) != LUA_TNIL) {
            break;
        }
        lua_pop(lua, 2);
        budget_charge(lua, 1);
    }
    lua_pushinteger(lua, at);
    lua_replace(lua, lua_upvalueindex(2));
    return 2;
}

static int ordered_pairs(lua_State *lua)
{
    const struct box *box = box_at(lua, 1);
    lua_settop(lua, 1);
    if (box) {
        proxy_keys(lua, box);
    } else if (lua_type(lua, 1) == LUA_TTABLE) {
        table_keys(lua, 1);
    } else {
        fault_raise(lua, "pairs() cannot go through %s", words_at(lua, 1));
    }
    lua_pushinteger(lua, 0);
    lua_pushcclosure(lua, next_pair, 2);
    lua_pushvalue(lua, 1);
    lua_pushnil(lua);
    return 3;
}

const luaL_Reg library_functions[] = {
    {"type", name_type},    {"tostring", to_text}, {"words", words},         {"duration", make_duration},
    {"error", raise_error}, {"assert", insist_on}, {"pairs", ordered_pairs}, {NULL, NULL},
};

/* --- string --- */

/* rep(text, times, between): what it will write is charged for before it is made. */
static int repeat(lua_State *lua)
{
    struct text text = text_at(lua, 1, "what rep() repeats");
    struct text between =
        lua_isnoneornil(lua, 3) ? (struct text){0} : text_at(lua, 3, "what rep() puts between");
    lua_Integer times = luaL_checkinteger(lua, 2);
    times = times < 0 ? 0 : times;
    if (times > 1000000 || (uint64_t)times * (text.size + between.size) > SCRIPT_MEMORY_LIMIT) {
        fault_raise(lua, "rep() would make too long a text");
    }
    budget_charge(lua, (size_t)times);
    luaL_Buffer buffer;
    luaL_buffinit(lua, &buffer);
    for (lua_Integer i = 0; i < times; i++) {
        luaL_addlstring(&buffer, text.at, text.size);
        if (i + 1 < times && between.size) {
            luaL_addlstring(&buffer, between.at, between.size);
        }
    }
    luaL_pushresult(&buffer);
    return 1;
}

/* --- opening --- */

static int refuse_change(lua_State *lua)
{
    fault_raise(lua, "this table is only read");
}

/* A front that reads the table on top and cannot be changed takes its place. */
static void front(lua_State *lua)
{
    lua_newtable(lua);
    lua_newtable(lua);
    lua_pushvalue(lua, -3);
    lua_setfield(lua, -2, "__index");
    lua_pushcfunction(lua, refuse_change);
    lua_setfield(lua, -2, "__newindex");
    table_seal(lua);
    lua_setmetatable(lua, -2);
    lua_remove(lua, -2);
}

/* Upvalue: a function of Lua's own. What it passes over is charged for, before and after. */
static int counted(lua_State *lua)
{
    int count = lua_gettop(lua);
    for (int i = 1; i <= count; i++) {
        if (lua_type(lua, i) == LUA_TSTRING) {
            budget_charge_bytes(lua, lua_rawlen(lua, i));
        }
    }
    budget_charge(lua, (size_t)count / 4);
    int results = lua_tocfunction(lua, lua_upvalueindex(1))(lua);
    budget_charge(lua, (size_t)results / 4);
    return results;
}

/* Copies the NAMES of the table at FROM to the table on top; functions are counted. */
static void copy(lua_State *lua, int from, const char *const *names)
{
    for (; *names; names++) {
        if (lua_getfield(lua, from, *names) == LUA_TFUNCTION) {
            lua_pushcclosure(lua, counted, 1);
        }
        lua_setfield(lua, -2, *names);
    }
}

static void open_string(lua_State *lua, int names)
{
    static const char *const kept[] = {"len", "sub", "upper", "lower", "byte", "char", "reverse", NULL};
    luaL_requiref(lua, LUA_STRLIBNAME, luaopen_string, 0);
    int whole = lua_gettop(lua);
    lua_newtable(lua);
    copy(lua, whole, kept);
    luaL_setfuncs(lua, pattern_functions, 0);
    lua_pushcfunction(lua, repeat);
    lua_setfield(lua, -2, "rep");
    lua_getfield(lua, whole, "format");
    lua_pushcclosure(lua, library_format, 1);
    lua_setfield(lua, -2, "format");
    lua_pushliteral(lua, ""); /* the methods of texts; and no arithmetic on them */
    lua_newtable(lua);
    lua_pushvalue(lua, -3);
    lua_setfield(lua, -2, "__index");
    lua_setmetatable(lua, -2);
    lua_pop(lua, 1);
    front(lua);
    lua_setfield(lua, names, "string");
    lua_settop(lua, names);
}

static void open_math(lua_State *lua, int names)
{
    static const char *const kept[] = {"abs",        "ceil",       "floor", "fmod", "max",  "modf",
                                       "min",        "tointeger",  "type",  "ult",  "sqrt", "pi",
                                       "maxinteger", "mininteger", "huge",  NULL};
    luaL_requiref(lua, LUA_MATHLIBNAME, luaopen_math, 0);
    lua_newtable(lua);
    copy(lua, lua_gettop(lua) - 1, kept);
    front(lua);
    lua_setfield(lua, names, "math");
    lua_settop(lua, names);
}

void library_open(lua_State *lua)
{
    static const char *const kept[] = {"ipairs", "select", "tonumber", "rawequal", "rawget", "rawlen", NULL};
    int names = lua_gettop(lua);
    luaL_requiref(lua, LUA_GNAME, luaopen_base, 0);
    lua_pushvalue(lua, names);
    copy(lua, names + 1, kept);
    luaL_setfuncs(lua, meta_functions, 0);
    lua_settop(lua, names);
    open_string(lua, names);
    open_math(lua, names);
    lua_newtable(lua);
    luaL_setfuncs(lua, table_functions, 0);
    front(lua);
    lua_setfield(lua, names, "table");
}

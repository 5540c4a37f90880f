/* find, match, gmatch and gsub of strings, over pattern.c, as Lua's manual has them (6.4). */
#include "script/host.h"
#include "script/library.h"
#include "script/pattern.h"

#include <string.h>

static struct matcher matcher_of(lua_State *lua)
{
    return (struct matcher){.lua = lua,
                            .subject = text_at(lua, 1, "the text to look in"),
                            .pattern = text_at(lua, 2, "the pattern")};
}

/* Where argument 3 says to begin; NULL behind the end. */
static const char *start_of(lua_State *lua, struct text subject)
{
    lua_Integer size = (lua_Integer)subject.size, from = luaL_optinteger(lua, 3, 1);
    from = from >= 0 ? from : from < -size ? 1 : size + from + 1;
    from = from < 1 ? 1 : from;
    return from > size + 1 ? NULL : subject.at + from - 1;
}

/* Capture INDEX (from 0); the whole match, AT to END, where the pattern has none. */
static void push_capture(struct matcher *matcher, int index, const char *at, const char *end)
{
    if (index >= matcher->count) {
        if (index > 0) {
            fault_raise(matcher->lua, "there is no capture %%%d in the pattern", index + 1);
        }
        lua_pushlstring(matcher->lua, at, (size_t)(end - at));
        return;
    }
    const struct capture *capture = &matcher->captures[index];
    if (capture->size == OPEN) {
        fault_raise(matcher->lua, "a capture in a pattern is not closed");
    }
    if (capture->size == POSITION) {
        lua_pushinteger(matcher->lua, capture->at - matcher->subject.at + 1);
    } else {
        lua_pushlstring(matcher->lua, capture->at, (size_t)capture->size);
    }
}

/* The captures, or the whole match where the pattern has none and WHOLE is set. */
static int push_captures(struct matcher *matcher, const char *at, const char *end, bool whole)
{
    int count = !matcher->count && whole ? 1 : matcher->count;
    luaL_checkstack(matcher->lua, CAPTURE_LIMIT + 2, NULL);
    for (int i = 0; i < count; i++) {
        push_capture(matcher, i, at, end);
    }
    return count;
}

static int find_plain(lua_State *lua, struct text subject, const char *at, struct text what)
{
    budget_charge_bytes(lua, subject.size + what.size);
    const char *found = memmem(at, subject.size - (size_t)(at - subject.at), what.at, what.size);
    if (!found) {
        lua_pushnil(lua);
        return 1;
    }
    lua_pushinteger(lua, found - subject.at + 1);
    lua_pushinteger(lua, found - subject.at + (lua_Integer)what.size);
    return 2;
}

static int find(lua_State *lua)
{
    struct matcher matcher = matcher_of(lua);
    const char *at = start_of(lua, matcher.subject);
    if (at && lua_toboolean(lua, 4)) {
        return find_plain(lua, matcher.subject, at, matcher.pattern);
    }
    const char *end = at ? pattern_search(&matcher, &at) : NULL;
    if (!end) {
        lua_pushnil(lua);
        return 1;
    }
    lua_pushinteger(lua, at - matcher.subject.at + 1);
    lua_pushinteger(lua, end - matcher.subject.at);
    return 2 + push_captures(&matcher, at, end, false);
}

static int match_text(lua_State *lua)
{
    struct matcher matcher = matcher_of(lua);
    const char *at = start_of(lua, matcher.subject);
    const char *end = at ? pattern_search(&matcher, &at) : NULL;
    if (!end) {
        lua_pushnil(lua);
        return 1;
    }
    return push_captures(&matcher, at, end, true);
}

/* --- gmatch --- */

/* Upvalues: text, pattern, where to go on, the end of the last match. An empty match just behind the last one
 * is passed over. */
static int next_match(lua_State *lua)
{
    struct matcher matcher = {.lua = lua};
    matcher.subject = text_at(lua, lua_upvalueindex(1), "the text to look in");
    matcher.pattern = text_at(lua, lua_upvalueindex(2), "the pattern");
    const char *at = matcher.subject.at + lua_tointeger(lua, lua_upvalueindex(3));
    const char *last = matcher.subject.at + lua_tointeger(lua, lua_upvalueindex(4));
    for (; at <= subject_end(&matcher); at++) {
        const char *end = pattern_match(&matcher, at, matcher.pattern.at);
        if (end && end != last) {
            lua_pushinteger(lua, end - matcher.subject.at);
            lua_copy(lua, -1, lua_upvalueindex(3));
            lua_replace(lua, lua_upvalueindex(4));
            return push_captures(&matcher, at, end, true);
        }
    }
    return 0;
}

static int each_match(lua_State *lua)
{
    struct matcher matcher = matcher_of(lua);
    const char *at = start_of(lua, matcher.subject);
    lua_settop(lua, 2);
    lua_pushinteger(lua, at ? at - matcher.subject.at : (lua_Integer)matcher.subject.size + 1);
    lua_pushinteger(lua, -1);
    lua_pushcclosure(lua, next_match, 4);
    return 1;
}

/* --- gsub --- */

/* Argument 3, a text, with %0 to %9 for what was caught. */
static void add_text(struct matcher *matcher, luaL_Buffer *buffer, const char *at, const char *end)
{
    lua_State *lua = matcher->lua;
    struct text by;
    by.at = lua_tolstring(lua, 3, &by.size);
    budget_charge_bytes(lua, by.size);
    for (size_t i = 0; i < by.size; i++) {
        if (by.at[i] != '%') {
            luaL_addchar(buffer, by.at[i]);
            continue;
        }
        char what = ++i < by.size ? by.at[i] : 'x';
        if (what == '%') {
            luaL_addchar(buffer, what);
        } else if (what == '0') {
            luaL_addlstring(buffer, at, (size_t)(end - at));
        } else if (what >= '1' && what <= '9') {
            push_capture(matcher, what - '1', at, end);
            luaL_tolstring(lua, -1, NULL);
            lua_remove(lua, -2);
            luaL_addvalue(buffer);
        } else {
            fault_raise(lua, "gsub() was given %% before neither a digit nor %% in what it puts in");
        }
    }
}

/* What stands for the match AT to END: argument 3's text, or what its table or function has for it; where
 * that is nothing or false, the match stays. */
static void add_replacement(struct matcher *matcher, luaL_Buffer *buffer, const char *at, const char *end)
{
    lua_State *lua = matcher->lua;
    int type = lua_type(lua, 3);
    if (type == LUA_TFUNCTION) {
        lua_pushvalue(lua, 3);
        lua_call(lua, push_captures(matcher, at, end, true), 1);
    } else if (type == LUA_TTABLE) {
        push_capture(matcher, 0, at, end);
        lua_gettable(lua, 3);
    } else {
        add_text(matcher, buffer, at, end);
        return;
    }
    if (!lua_toboolean(lua, -1)) {
        lua_pop(lua, 1);
        luaL_addlstring(buffer, at, (size_t)(end - at));
        return;
    }
    if (!lua_isstring(lua, -1)) {
        fault_raise(lua, "gsub() puts in texts and numbers, and was given %s", words_at(lua, -1));
    }
    luaL_addvalue(buffer);
}

/* gsub(text, pattern, by, most) */
static int replace(lua_State *lua)
{
    struct matcher matcher = matcher_of(lua);
    int type = lua_type(lua, 3);
    if (type != LUA_TSTRING && type != LUA_TNUMBER && type != LUA_TTABLE && type != LUA_TFUNCTION) {
        fault_raise(lua, "gsub() puts in a text, or what a table or a function has, and was given %s",
                    words_at(lua, 3));
    }
    const char *at = matcher.subject.at, *last = NULL;
    bool anchored = pattern_is_anchored(&matcher), more = true;
    lua_Integer times = 0, most = luaL_optinteger(lua, 4, (lua_Integer)matcher.subject.size + 1);
    luaL_Buffer buffer;
    luaL_buffinit(lua, &buffer);
    while (more && times < most) {
        const char *end = pattern_match(&matcher, at, matcher.pattern.at + anchored);
        if (end && end != last) {
            times++;
            add_replacement(&matcher, &buffer, at, end);
            at = last = end;
        } else if (at < subject_end(&matcher)) {
            luaL_addchar(&buffer, *at++);
        } else {
            more = false;
        }
        more = more && !anchored;
    }
    luaL_addlstring(&buffer, at, (size_t)(subject_end(&matcher) - at));
    luaL_pushresult(&buffer);
    lua_pushinteger(lua, times);
    return 2;
}

const luaL_Reg pattern_functions[] = {
    {"find", find}, {"match", match_text}, {"gmatch", each_match}, {"gsub", replace}, {NULL, NULL}};

/* find, match and gsub of strings, over pattern.c. */
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

/* The captures, or the whole match where the pattern has none. */
static int push_captures(struct matcher *matcher, const char *at, const char *end)
{
    luaL_checkstack(matcher->lua, CAPTURE_LIMIT + 2, NULL);
    for (int i = 0; i < matcher->count; i++) {
        if (matcher->captures[i].size == OPEN) {
            fault_raise(matcher->lua, "a capture in a pattern is not closed");
        }
        lua_pushlstring(matcher->lua, matcher->captures[i].at, (size_t)matcher->captures[i].size);
    }
    if (!matcher->count && at) {
        lua_pushlstring(matcher->lua, at, (size_t)(end - at));
        return 1;
    }
    return matcher->count;
}

static int find_plain(lua_State *lua, struct text subject, const char *at, struct text what)
{
    budget_charge(lua, subject.size / 16);
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
    return 2 + push_captures(&matcher, NULL, NULL);
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
    return push_captures(&matcher, at, end);
}

/* gsub(text, pattern, by): every match replaced by the text BY, as it stands (% has no meaning in it). */
static int replace(lua_State *lua)
{
    struct matcher matcher = matcher_of(lua);
    struct text by = text_at(lua, 3, "what gsub() puts in");
    const char *at = matcher.subject.at, *stop = subject_end(&matcher);
    lua_Integer times = 0;
    luaL_Buffer buffer;
    luaL_buffinit(lua, &buffer);
    while (at <= stop) {
        const char *found = at, *end = pattern_search(&matcher, &found);
        if (!end) {
            break;
        }
        times++;
        luaL_addlstring(&buffer, at, (size_t)(found - at));
        luaL_addlstring(&buffer, by.at, by.size);
        at = end;
        if (end == found) { /* an empty match: one character is passed over */
            if (at < stop) {
                luaL_addchar(&buffer, *at);
            }
            at++;
        }
        if (matcher.pattern.size && matcher.pattern.at[0] == '^') {
            break;
        }
    }
    if (at < stop) {
        luaL_addlstring(&buffer, at, (size_t)(stop - at));
    }
    luaL_pushresult(&buffer);
    lua_pushinteger(lua, times);
    return 2;
}

const luaL_Reg pattern_functions[] = {{"find", find}, {"match", match_text}, {"gsub", replace}, {NULL, NULL}};

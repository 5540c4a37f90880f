/* Which names a plugin sees: for tools that look at its code. */
#include "script/host.h"
#include "script/kit.h"
#include "script/library.h"

struct listing {
    struct arena *arena;
    struct json names;
};

static int list(lua_State *lua)
{
    struct listing *listing = lua_touserdata(lua, 1);
    lua_rawgeti(lua, LUA_REGISTRYINDEX, host_of(lua)->plugin_names);
    table_keys(lua, 2);
    for (lua_Integer i = 1; lua_rawgeti(lua, 3, i) != LUA_TNIL; i++) {
        struct text name = text_copy(listing->arena, text_at(lua, -1, "a name"));
        json_append(listing->arena, &listing->names, json_string(name));
        lua_settop(lua, 3);
    }
    return 0;
}

struct json script_names(struct script *script, struct arena *arena, const struct world *world)
{
    static const char *const others[] = {"settings", "now", "today"};
    struct listing listing = {arena, json_array()};
    struct error error;
    struct rules rules = script_rules(script);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        json_append(arena, &listing.names, json_string(text_of(others[i])));
    }
    rules.api->begin(rules.self, arena, world, NULL);
    host_protect(script, NULL, list, &listing, &error);
    rules.api->end(rules.self);
    return listing.names;
}

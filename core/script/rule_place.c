/* Where the answer to a rule comes from: the plugin, and the line of its code. For those who hold one area
 * against another. */
#include "script/host.h"

bool rule_place(lua_State *lua, const struct plugin *plugin, struct text rule, struct inquiry_answer *answer)
{
    lua_Debug debug;
    if (plugin_member(lua, plugin, "rules", rule) != MEMBER_THERE) {
        return false;
    }
    answer->plugin = plugin->name;
    answer->file = plugin->file;
    answer->line = 0;
    if (lua_type(lua, -1) == LUA_TFUNCTION) { /* lua_getinfo takes it off */
        bool known = lua_getinfo(lua, ">S", &debug) && debug.linedefined > 0;
        answer->line = known ? (uint32_t)debug.linedefined : 1;
    } else {
        lua_pop(lua, 1);
    }
    return true;
}

void rule_place_first(lua_State *lua, struct text rule, struct inquiry_answer *answer)
{
    struct plugin_walk walk = {0};
    bool found = false;
    while (!found && plugin_next(host_scope(lua), &walk)) {
        found = rule_place(lua, walk.plugin, rule, answer);
    }
}

/* What a rule gives, whatever kind that is, with the place in the code that decides it: for those who hold
 * one area against another. */
#include "script/host.h"

struct request {
    const struct rule_declaration *rule;
    struct rule_given *given;
};

/* Tells of what PLUGIN keeps for the rule; false when it keeps nothing. */
static bool tell_place(lua_State *lua, const struct plugin *plugin, struct text rule,
                       struct rule_given *given)
{
    lua_Debug debug;
    if (plugin_member(lua, plugin, "rules", rule) != MEMBER_THERE) {
        return false;
    }
    given->plugin = plugin->name;
    given->file = plugin->file;
    given->line = 0;
    if (lua_type(lua, -1) == LUA_TFUNCTION) { /* lua_getinfo takes it off */
        given->line =
            lua_getinfo(lua, ">S", &debug) && debug.linedefined > 0 ? (uint32_t)debug.linedefined : 1;
    } else {
        lua_pop(lua, 1);
    }
    return true;
}

/* Whom the question comes to first is told before it is put: the answer may never come. */
static int run_give(lua_State *lua)
{
    const struct request *request = lua_touserdata(lua, 1);
    const struct scope *scope = host_scope(lua);
    struct rule_given *given = request->given;
    struct rule_result result;
    struct plugin_walk walk = {0};
    while (plugin_next(scope, &walk) && !tell_place(lua, walk.plugin, request->rule->name, given)) {
    }
    rule_ask(lua, request->rule, 0, &result);
    const struct plugin *plugin = result.plugin.size ? world_plugin(scope->world, result.plugin) : NULL;
    *given = (struct rule_given){.value = result.value, .sentence = result.sentence};
    if (plugin) {
        tell_place(lua, plugin, request->rule->name, given);
    }
    return 0;
}

enum status rules_give(void *self, const struct rule_declaration *rule, const struct scope *scope,
                       struct rule_given *given, struct error *error)
{
    struct request request = {.rule = rule, .given = given};
    *given = (struct rule_given){0};
    return host_protect(self, scope, run_give, &request, error);
}

/* Calls of a plugin's actions and hooks, and what becomes of those that fail. */
#include "script/host.h"

struct run {
    struct text name;
    struct effects *effects;
    bool found;
};

static const char part_actions[] = "actions", part_hooks[] = "on";

static struct json effects_json(struct arena *arena, const struct effects *effects, size_t from)
{
    struct json list = json_array();
    for (size_t i = from; i < effects->list.count; i++) {
        const struct effect *effect = &effects->list.at[i];
        struct json one = json_object();
        json_set(arena, &one, TEXT("effect"), json_string(text_of(effect_kind_name(effect->kind))));
        json_set(arena, &one, TEXT("name"), json_string(effect->name));
        if (effect->value.type != JSON_NULL) {
            json_set(arena, &one, TEXT("value"), effect->value);
        }
        json_append(arena, &list, one);
    }
    return list;
}

/* Calls the function on top and adds its effects. False when it failed, and no effect of it was added. */
static bool run_function(lua_State *lua, const struct plugin *plugin, const char *part, struct run *run)
{
    struct script *host = host_of(lua);
    size_t before = run->effects->list.count;
    uint32_t line = function_line(lua, -1);
    push_root(lua, BOX_CASE);
    push_root(lua, BOX_EVENT);
    push_plain(lua, &run->effects->given);
    if (!plugin_call(lua, plugin, part, run->name, 3, 1)) {
        return false;
    }
    lua_pushcfunction(lua, effects_read);
    lua_insert(lua, -2);
    lua_pushlightuserdata(lua, run->effects);
    if (!plugin_read(lua, plugin, part, run->name, line, 2)) {
        run->effects->list.count = before;
        return false;
    }
    plugin_gave(host, plugin, part, run->name, effects_json(host->arena, run->effects, before),
                (struct text){0});
    return true;
}

void plugin_forgive(lua_State *lua, const struct budget_use *before)
{
    struct script *host = host_of(lua);
    if (!host->faulty->goes_on) {
        fault_again(lua);
    }
    if (host->budget.use.cut) {
        host->budget.use = *before;
        host->budget.use.started = host->budget.clock ? clock_elapsed(host->budget.clock) : 0;
        host->plugins_cut[host->faulty - host->world->plugins] = true;
    }
}

bool plugin_is_out(const struct script *host, const struct plugin *plugin)
{
    return host->plugins_cut[plugin - host->world->plugins];
}

static void leave_out(lua_State *lua, const struct plugin *plugin, struct run *run,
                      const struct budget_use *before)
{
    struct script *host = host_of(lua);
    plugin_forgive(lua, before);
    if (run->effects->list.count < SCRIPT_EFFECT_LIMIT) {
        struct effect line = {.kind = EFFECT_LOG, .value = json_null(), .plugin = plugin};
        line.name = text_copy(host->arena, text_of(host->fault.message));
        vector_push(host->arena, &run->effects->list, line);
    }
}

/* What PLUGIN has of RUN's name in PART; one that is left out has had its say. */
static bool run_member(lua_State *lua, const struct plugin *plugin, const char *part, struct run *run)
{
    struct script *host = host_of(lua);
    struct budget_use before = host->budget.use;
    if (plugin_is_out(host, plugin)) {
        return true;
    }
    lua_settop(lua, 1);
    enum member member = plugin_member(lua, plugin, part, run->name);
    if (member == MEMBER_FAILED || (member == MEMBER_THERE && !run_function(lua, plugin, part, run))) {
        leave_out(lua, plugin, run, &before);
    }
    return member != MEMBER_NONE;
}

static int run_action(lua_State *lua)
{
    struct run *run = lua_touserdata(lua, 1);
    struct plugin_walk walk = {0};
    while (!run->found && plugin_next(host_scope(lua), &walk)) {
        run->found = run_member(lua, walk.plugin, part_actions, run);
    }
    return 0;
}

static int run_hooks(lua_State *lua)
{
    struct run *run = lua_touserdata(lua, 1);
    struct plugin_walk walk = {0};
    while (plugin_next(host_scope(lua), &walk)) {
        (void)run_member(lua, walk.plugin, part_hooks, run);
    }
    return 0;
}

enum status rules_act(void *self, struct text action, const struct scope *scope, struct effects *effects,
                      struct error *error)
{
    struct run run = {.name = action, .effects = effects};
    enum status status = host_protect(self, scope, run_action, &run, error);
    if (status == STATUS_OK && !run.found) {
        return error_set(error, STATUS_NOT_FOUND, "No plugin of this case has the action %.*s.",
                         TEXT_ARGS(action));
    }
    return status;
}

enum status rules_hook(void *self, struct text point, const struct scope *scope, struct effects *effects,
                       struct error *error)
{
    struct run run = {.name = point, .effects = effects};
    return host_protect(self, scope, run_hooks, &run, error);
}

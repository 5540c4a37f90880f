/* Effects: what a plugin's action or hook wants to happen, as data. It gives one effect, a list of them, or
 * nothing; the engine does them, or refuses.
 *
 * The builders (assign, raise, notify, refuse, log) make plain tables, {effect = "raise", …}; they are read
 * when the call gives them. */
#include "script/host.h"

static const char *const kind_names[] = {
    [EFFECT_ASSIGN] = "assign", [EFFECT_RAISE] = "raise", [EFFECT_NOTIFY] = "notify",
    [EFFECT_REFUSE] = "refuse", [EFFECT_LOG] = "log",
};

static int build(lua_State *lua, enum effect_kind kind)
{
    lua_settop(lua, 2);
    lua_createtable(lua, 0, 3);
    lua_pushstring(lua, kind_names[kind]);
    lua_setfield(lua, -2, "effect");
    lua_pushvalue(lua, 1);
    lua_setfield(lua, -2, kind == EFFECT_ASSIGN ? "value" : "name");
    if (kind == EFFECT_RAISE) {
        lua_pushvalue(lua, 2);
        lua_setfield(lua, -2, "value");
    }
    return 1;
}

static int build_assign(lua_State *lua)
{
    return build(lua, EFFECT_ASSIGN);
}

static int build_raise(lua_State *lua)
{
    return build(lua, EFFECT_RAISE);
}

static int build_notify(lua_State *lua)
{
    return build(lua, EFFECT_NOTIFY);
}

static int build_refuse(lua_State *lua)
{
    return build(lua, EFFECT_REFUSE);
}

static int build_log(lua_State *lua)
{
    return build(lua, EFFECT_LOG);
}

const luaL_Reg effects_functions[] = {
    {"assign", build_assign}, {"raise", build_raise}, {"notify", build_notify},
    {"refuse", build_refuse}, {"log", build_log},     {NULL, NULL},
};

/* --- reading them --- */

static void add_effect(lua_State *lua, struct effects *effects, struct effect effect)
{
    if (effects->list.count >= SCRIPT_EFFECT_LIMIT) {
        fault_raise(lua, "it gave more than %d effects", SCRIPT_EFFECT_LIMIT);
    }
    vector_push(host_of(lua)->arena, &effects->list, effect);
}

static void add_assignments(lua_State *lua, struct effects *effects, struct json value)
{
    const struct scope *scope = host_scope(lua);
    if (value.type != JSON_OBJECT) {
        fault_raise(lua, "assign takes names and values: assign { visits = 1 }");
    }
    for (uint32_t i = 0; i < value.count; i++) {
        struct text name = value.members[i].name;
        bool of_item = scope->list && map_get(&scope->list->of.by_name, name) != MAP_NONE;
        if (!of_item && !definition_field(scope->subject->definition, name)) {
            struct text quoted = fault_quote(lua, name);
            fault_raise(lua, "it assigns %.*s, which is no field of the workflow", TEXT_ARGS(quoted));
        }
        add_effect(lua, effects,
                   (struct effect){.kind = EFFECT_ASSIGN, .name = name, .value = value.members[i].value});
    }
}

static struct text effect_name(lua_State *lua, int table, enum effect_kind kind)
{
    lua_getfield(lua, table, "name");
    bool is_text = lua_type(lua, -1) == LUA_TSTRING;
    struct text name = is_text ? value_at(lua, -1).text : (struct text){0};
    if (!name.size || name.size > SCRIPT_SENTENCE_LIMIT) {
        fault_raise(lua, "%s takes a text of at most %d bytes", kind_names[kind], SCRIPT_SENTENCE_LIMIT);
    }
    lua_pop(lua, 1);
    return name;
}

static struct json effect_value(lua_State *lua, int table)
{
    lua_getfield(lua, table, "value");
    struct json value = json_at(lua, -1);
    lua_pop(lua, 1);
    bool empty = value.type == JSON_ARRAY && !value.count; /* {} has neither names nor positions */
    return empty ? json_object() : value;
}

static void add_one(lua_State *lua, int table, struct effects *effects)
{
    if (lua_type(lua, table) != LUA_TTABLE || lua_getfield(lua, table, "effect") != LUA_TSTRING) {
        fault_raise(lua, "it must give effects (assign, raise, notify, refuse, log), and gave %s",
                    words_at(lua, table));
    }
    struct text named = text_at(lua, -1, "an effect");
    for (enum effect_kind kind = EFFECT_ASSIGN; kind <= EFFECT_LOG; kind++) {
        if (!text_is(named, kind_names[kind])) {
            continue;
        }
        lua_pop(lua, 1);
        if (kind == EFFECT_ASSIGN) {
            add_assignments(lua, effects, effect_value(lua, table));
            return;
        }
        struct effect effect = {.kind = kind, .name = effect_name(lua, table, kind), .value = json_null()};
        if (kind == EFFECT_RAISE) {
            effect.value = effect_value(lua, table);
            if (effect.value.type != JSON_NULL && effect.value.type != JSON_OBJECT) {
                fault_raise(lua,
                            "raise takes an event and its data: raise(\"checked\", { result = \"clear\" })");
            }
        }
        add_effect(lua, effects, effect);
        return;
    }
    fault_raise(lua, "there is no such effect: assign, raise, notify, refuse and log are there");
}

struct run {
    struct text name;
    struct effects *effects;
    bool found;
};

static const char part_actions[] = "actions", part_hooks[] = "on";

/* The stack: what the plugin gave, effects as a light pointer. */
static int read_effects(lua_State *lua)
{
    struct effects *effects = lua_touserdata(lua, 2);
    lua_settop(lua, 1);
    if (lua_isnil(lua, 1)) {
        return 0;
    }
    if (lua_type(lua, 1) != LUA_TTABLE || lua_getfield(lua, 1, "effect") != LUA_TNIL) {
        add_one(lua, 1, effects);
        return 0;
    }
    lua_Integer count = (lua_Integer)lua_rawlen(lua, 1);
    for (lua_Integer i = 1; i <= count; i++) {
        lua_settop(lua, 1);
        lua_rawgeti(lua, 1, i);
        add_one(lua, 2, effects);
    }
    return 0;
}

static struct json effects_json(struct arena *arena, const struct effects *effects, size_t from)
{
    struct json list = json_array();
    for (size_t i = from; i < effects->list.count; i++) {
        const struct effect *effect = &effects->list.at[i];
        struct json one = json_object();
        json_set(arena, &one, TEXT("effect"), json_string(text_of(kind_names[effect->kind])));
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
    push_root(lua, BOX_CASE);
    push_root(lua, BOX_EVENT);
    if (!plugin_call(lua, plugin, part, run->name, 2, 1)) {
        return false;
    }
    lua_pushcfunction(lua, read_effects);
    lua_insert(lua, -2);
    lua_pushlightuserdata(lua, run->effects);
    if (!plugin_call(lua, plugin, part, run->name, 2, 0)) {
        run->effects->list.count = before;
        return false;
    }
    plugin_gave(host, plugin, part, run->name, effects_json(host->arena, run->effects, before),
                (struct text){0});
    return true;
}

static int run_action(lua_State *lua)
{
    struct run *run = lua_touserdata(lua, 1);
    struct plugin_walk walk = {0};
    while (!run->found && plugin_next(host_scope(lua), &walk)) {
        enum member member = plugin_member(lua, walk.plugin, part_actions, run->name);
        run->found = member == MEMBER_THERE;
        if (member == MEMBER_FAILED || (run->found && !run_function(lua, walk.plugin, part_actions, run))) {
            fault_again(lua);
        }
    }
    return 0;
}

/* A plugin whose manifest says `on_failure: go on` is left out where it fails. What it spent when it was cut
 * off is forgiven: once, since its hooks are not called again in this plan. */
static void leave_out(lua_State *lua, const struct plugin *plugin, struct run *run,
                      const struct budget_use *before)
{
    struct script *host = host_of(lua);
    if (!plugin->goes_on) {
        fault_again(lua);
    }
    if (host->budget.use.cut) {
        host->budget.use = *before;
        host->budget.use.started = host->budget.clock ? clock_elapsed(host->budget.clock) : 0;
        host->plugins_cut[plugin - host->world->plugins] = true;
    }
    struct text line = text_copy(host->arena, text_of(host->fault.message));
    add_effect(lua, run->effects, (struct effect){.kind = EFFECT_LOG, .name = line, .value = json_null()});
}

static int run_hooks(lua_State *lua)
{
    struct run *run = lua_touserdata(lua, 1);
    struct script *host = host_of(lua);
    struct plugin_walk walk = {0};
    while (plugin_next(host_scope(lua), &walk)) {
        if (host->plugins_cut[walk.plugin - host->world->plugins]) {
            continue;
        }
        lua_settop(lua, 1);
        struct budget_use before = host->budget.use;
        enum member member = plugin_member(lua, walk.plugin, part_hooks, run->name);
        if (member == MEMBER_FAILED ||
            (member == MEMBER_THERE && !run_function(lua, walk.plugin, part_hooks, run))) {
            leave_out(lua, walk.plugin, run, &before);
        }
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

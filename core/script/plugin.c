/* Plugins: which of them answer for a case, their fresh tables, and every call into their code.
 *
 * A plan makes a plugin's table at its first call, by running its code over a new environment; the table goes
 * with the plan. A call runs under a lua_pcall of its own, so that a failure is named and written to the
 * transcript before it goes on upwards. */
#include "script/host.h"
#include "script/meter.h"

#include "base/insist.h"

enum {
    CALL_WORK = 100 /* instructions that a call is charged, so that its lines in the transcript are bounded */
};

static bool answers_for(const struct plugin *plugin, const struct scope *scope)
{
    for (size_t i = 0; i < plugin->workflow_count; i++) {
        if (text_equal(plugin->workflows[i], scope->subject->definition->name)) {
            return true;
        }
    }
    return false;
}

bool plugin_next(const struct scope *scope, struct plugin_walk *walk)
{
    const struct world *world = scope->world;
    if (walk->step++ == 0) {
        const struct area *area = world_area(world, scope->subject->area, today_of(scope));
        if (area && area->plugin < world->plugin_count) {
            walk->plugin = walk->first = &world->plugins[area->plugin];
            return true;
        }
        walk->step++;
    }
    for (; walk->step - 2 < world->plugin_count; walk->step++) {
        const struct plugin *plugin = &world->plugins[walk->step - 2];
        if (plugin != walk->first && answers_for(plugin, scope)) {
            walk->plugin = plugin;
            return true;
        }
    }
    return false;
}

static size_t place_of(const struct script *host, const struct plugin *plugin)
{
    size_t place = (size_t)(plugin - host->world->plugins);
    insist(place < host->world->plugin_count);
    return place;
}

/* --- the transcript --- */

static struct json line_of(struct script *host, const struct plugin *plugin, const char *part,
                           struct text name)
{
    struct json line = json_object();
    struct text call = name.size ? text_printf(host->arena, "%s.%.*s", part, TEXT_ARGS(name)) : text_of(part);
    json_set(host->arena, &line, TEXT("call"), json_string(call));
    json_set(host->arena, &line, TEXT("hash"), json_string(plugin_hash(host->arena, plugin)));
    json_set(host->arena, &line, TEXT("plugin"), json_string(plugin->name));
    json_set(host->arena, &line, TEXT("version"), json_string(plugin->version));
    return line;
}

void plugin_gave(struct script *host, const struct plugin *plugin, const char *part, struct text name,
                 struct json gave, struct text sentence)
{
    if (!host->transcript) {
        return;
    }
    struct json line = line_of(host, plugin, part, name);
    json_set(host->arena, &line, TEXT("gave"), gave);
    if (sentence.size) {
        json_set(host->arena, &line, TEXT("sentence"), json_string(sentence));
    }
    json_append(host->arena, host->transcript, line);
}

static void write_failure(struct script *host, const struct plugin *plugin, const char *part,
                          struct text name, bool cut)
{
    if (!host->transcript) {
        return;
    }
    struct json line = line_of(host, plugin, part, name);
    json_set(host->arena, &line, TEXT("failed"), json_string(cut ? TEXT("cut off") : TEXT("raised")));
    json_append(host->arena, host->transcript, line);
}

void plugin_left_out(struct script *host, const char *part, struct text name)
{
    if (host->transcript) {
        struct json line = line_of(host, host->faulty, part, name);
        struct text why = text_copy(host->arena, text_of(host->fault.message));
        json_set(host->arena, &line, TEXT("left_out"), json_string(why));
        json_append(host->arena, host->transcript, line);
    }
}

/* --- calls --- */

/* The fault of an inner call that was told already stays as it is; any other is put into a sentence that
 * names the plugin. */
static void tell_fault(struct script *host, const struct plugin *plugin, const char *part, struct text name,
                       int result)
{
    bool told = lua_touserdata(host->lua, -1) == &host->fault;
    struct error error;
    enum status status = fault_take(host, result, &error);
    if (told) {
        return;
    }
    struct text call = name.size ? text_printf(host->arena, "%s.%.*s", part, TEXT_ARGS(name)) : text_of(part);
    host->fault = (struct error){0};
    host->faulty = plugin;
    if (status == STATUS_CUT_OFF) {
        struct text words = budget_words(host->arena, &host->budget);
        error_set(&host->fault, status, "The plugin %.*s was cut off in %.*s: it took %.*s.",
                  TEXT_ARGS(plugin->name), TEXT_ARGS(call), TEXT_ARGS(words));
    } else {
        struct text why = text_of(error.message);
        why.size -= text_ends(why, TEXT("."));
        error_set(&host->fault, status, "The plugin %.*s failed in %.*s: %.*s.", TEXT_ARGS(plugin->name),
                  TEXT_ARGS(call), TEXT_ARGS(why));
    }
    error_place(&host->fault, "%s", error.place);
    error_trace(&host->fault, host->trace);
}

bool plugin_call(lua_State *lua, const struct plugin *plugin, const char *part, struct text name, int count,
                 int results)
{
    struct script *host = host_of(lua);
    struct context before = host->context;
    budget_charge(lua, CALL_WORK);
    host_descend(lua);
    host->context.plugin = plugin;
    host->context.expression = NULL;
    uint64_t began = host->meter ? clock_elapsed(host->budget.clock) : 0;
    int result = trace_call(lua, count, results);
    if (host->meter) {
        script_meter_note(host->meter, plugin->name, clock_elapsed(host->budget.clock) - began,
                          result != LUA_OK);
    }
    if (result != LUA_OK) {
        tell_fault(host, plugin, part, name, result);
        write_failure(host, plugin, part, name, host->fault.status == STATUS_CUT_OFF);
    }
    host->context = before;
    return result == LUA_OK;
}

bool plugin_read(lua_State *lua, const struct plugin *plugin, const char *part, struct text name,
                 uint32_t line, int count)
{
    struct script *host = host_of(lua);
    host->context.line = line;
    bool read = plugin_call(lua, plugin, part, name, count, 0);
    host->context.line = 0;
    return read;
}

uint32_t function_line(lua_State *lua, int index)
{
    lua_Debug about;
    if (lua_type(lua, index) != LUA_TFUNCTION) {
        return 0;
    }
    lua_pushvalue(lua, index);
    bool known = lua_getinfo(lua, ">S", &about) && about.linedefined > 0;
    return known ? (uint32_t)about.linedefined : 0;
}

/* Runs the code over a new environment and leaves the table that it returns. */
static int make_instance(lua_State *lua)
{
    const struct plugin *plugin = lua_touserdata(lua, 1);
    struct script *host = host_of(lua);
    host->context.scope = NULL; /* what it found in a case now would be old at the next call */
    chunk_push_plugin(lua, plugin);
    lua_newtable(lua);
    lua_rawgeti(lua, LUA_REGISTRYINDEX, host->plugin_metatable);
    lua_setmetatable(lua, -2);
    struct box *settings = box_new(lua, BOX_SETTINGS);
    settings->json = plugin->settings;
    settings->generation = 0;
    lua_setfield(lua, -2, "settings");
    lua_call(lua, 1, 1);
    if (lua_type(lua, -1) != LUA_TTABLE) {
        fault_raise(lua, "its code must end with `return { … }`, and gave %s", words_at(lua, -1));
    }
    return 1;
}

static void note_members(lua_State *lua, const struct plugin *plugin, const struct budget_use *before)
{
    const struct budget_use *after = &host_of(lua)->budget.use;
    struct budget_use cost = {.instructions = after->instructions - before->instructions,
                              .memory = after->memory - before->memory};
    members_note(lua, plugin, &cost);
}

bool plugin_push(lua_State *lua, const struct plugin *plugin)
{
    struct script *host = host_of(lua);
    size_t place = place_of(host, plugin);
    lua_rawgeti(lua, LUA_REGISTRYINDEX, host->instances);
    if (lua_rawgeti(lua, -1, (lua_Integer)place + 1) == LUA_TNIL) {
        lua_pop(lua, 1);
        host->made = true;
        members_uncharge(lua, plugin);
        budget_restart(lua);
        struct budget_use before = host->budget.use;
        lua_pushcfunction(lua, make_instance);
        lua_pushlightuserdata(lua, (void *)plugin);
        if (!plugin_call(lua, plugin, "init.lua", (struct text){0}, 1, 1)) {
            lua_pop(lua, 1);
            return false;
        }
        budget_restart(lua);
        note_members(lua, plugin, &before);
        lua_pushvalue(lua, -1);
        lua_rawseti(lua, -3, (lua_Integer)place + 1);
    }
    lua_remove(lua, -2);
    return true;
}

enum member plugin_member(lua_State *lua, const struct plugin *plugin, const char *part, struct text name)
{
    if (!plugin->code.size) {
        return MEMBER_NONE;
    }
    enum member known = members_recall(lua, plugin, part, name);
    if (known != MEMBER_UNKNOWN) {
        return known;
    }
    if (!plugin_push(lua, plugin)) {
        return MEMBER_FAILED;
    }
    int top = lua_gettop(lua);
    lua_pushstring(lua, part);
    if (lua_rawget(lua, -2) == LUA_TTABLE) {
        push_text(lua, name);
        if (lua_rawget(lua, -2) != LUA_TNIL) {
            lua_replace(lua, top);
            lua_settop(lua, top);
            return MEMBER_THERE;
        }
    }
    lua_settop(lua, top - 1);
    return MEMBER_NONE;
}

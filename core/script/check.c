/* Checking before anything runs: expressions compile, plugins load and return what is known. For `check` and
 * for deployments. */
#include "script/checking.h"
#include "script/declared.h"
#include "script/library.h"

#include <string.h>

void script_check_definition(struct script *script, const struct definition *definition,
                             struct findings *findings)
{
    struct source source = {.file = definition->file, .bytes = definition->source, .findings = findings};
    for (size_t i = 0; i < definition->expression_count; i++) {
        const struct expression *expression = definition->expressions[i];
        struct error error;
        if (chunk_compile(script, expression, &error) != STATUS_OK) {
            source_error(&source, expression->place, NULL, "Lua does not take this expression: %s",
                         error.message);
        }
    }
}

static int check_table(lua_State *lua)
{
    const struct probe *probe = lua_touserdata(lua, 1);
    if (!plugin_push(lua, probe->plugin)) {
        fault_again(lua);
    }
    int table = lua_gettop(lua);
    table_keys(lua, table);
    for (lua_Integer i = 1; lua_rawgeti(lua, table + 1, i) != LUA_TNIL; i++) {
        struct text part = text_at(lua, -1, "the name of a part");
        lua_pushvalue(lua, -1);
        lua_rawget(lua, table);
        check_part(lua, probe, part);
        lua_settop(lua, table + 1);
    }
    return 0;
}

static int find_rule(lua_State *lua)
{
    struct probe *probe = lua_touserdata(lua, 1);
    probe->answers = plugin_member(lua, probe->plugin, "rules", probe->rule) == MEMBER_THERE;
    return 0;
}

/* Asks in a world of which PLUGIN alone is left. */
static enum status probe_plugin(struct script *script, struct arena *arena, const struct world *world,
                                lua_CFunction run, struct probe *probe, struct error *error)
{
    struct world alone = *world;
    alone.plugins = probe->plugin;
    alone.plugin_count = 1;
    struct rules rules = script_rules(script);
    rules.api->begin(rules.self, arena, &alone, NULL);
    enum status status = host_protect(script, NULL, run, probe, error);
    rules.api->end(rules.self);
    return status;
}

/* The line at the end of "plugins/rbkc/init.lua:12". */
static struct place place_of_error(const struct error *error)
{
    const char *colon = strrchr(error->place, ':');
    int64_t line = 0;
    if (!colon || !text_integer(text_of(colon + 1), &line) || line < 1 || line > UINT32_MAX) {
        return (struct place){0};
    }
    return (struct place){.line = (uint32_t)line, .column = 1};
}

void script_check_plugin(struct script *script, struct arena *arena, const struct world *world,
                         const struct plugin *plugin, struct findings *findings)
{
    if (!plugin->code.size) {
        return;
    }
    struct probe probe = {
        .world = world,
        .plugin = plugin,
        .source = {.file = plugin->file, .bytes = plugin->code, .findings = findings},
    };
    struct error error;
    if (probe_plugin(script, arena, world, check_table, &probe, &error) != STATUS_OK) {
        size_t size = strlen(error.message);
        bool stop = size && error.message[size - 1] == '.'; /* a finding has none */
        source_error(&probe.source, place_of_error(&error), NULL, "%.*s", (int)(stop ? size - 1 : size),
                     error.message);
    }
    if (chunk_compiles(script, plugin)) {
        code_check(arena, &probe.source, declared_all);
    }
}

bool script_plugin_answers(struct script *script, const struct world *world, const struct plugin *plugin,
                           struct text rule)
{
    struct arena arena;
    arena_init(&arena);
    struct probe probe = {.world = world, .plugin = plugin, .rule = rule};
    struct error error;
    bool answers =
        probe_plugin(script, &arena, world, find_rule, &probe, &error) == STATUS_OK && probe.answers;
    arena_deinit(&arena);
    return answers;
}

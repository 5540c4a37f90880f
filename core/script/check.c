/* Checking before anything runs: expressions compile, plugins load and return what is known. For `check` and
 * for deployments. */
#include "script/host.h"
#include "script/library.h"

#include <ctype.h>
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

struct probe {
    const struct world *world;
    const struct plugin *plugin;
    struct source source;
    struct text rule;
    bool answers;
};

/* Where in LINE the word KEY is given a value: its character, counted from 1; 0: nowhere. */
static uint32_t column_of_key(struct text line, struct text key)
{
    uint32_t column = 0;
    for (size_t i = 0; key.size && i + key.size <= line.size; i++) {
        column += ((unsigned char)line.at[i] & 0xC0) != 0x80; /* not within a character */
        bool begins = i == 0 || (!isalnum((unsigned char)line.at[i - 1]) && line.at[i - 1] != '_');
        struct text behind = text_trim(text_part(line, i + key.size, line.size));
        if (begins && behind.size && memchr("=]\"'", behind.at[0], 4) &&
            text_equal(text_part(line, i, key.size), key)) {
            return column;
        }
    }
    return 0;
}

/* The first such place in CODE; line 0 when none is found. */
static struct place place_of_key(struct text code, struct text key)
{
    struct text rest = code, line;
    for (uint32_t number = 1; code.at && text_split(&rest, '\n', &line); number++) {
        uint32_t column = column_of_key(line, key);
        if (column) {
            return (struct place){.line = number, .column = column};
        }
    }
    return (struct place){0};
}

static bool is_declared(const struct world *world, struct text rule)
{
    for (size_t i = 0; i < world->definition_count; i++) {
        if (map_get(&world->definitions[i]->rules_by_name, rule) != MAP_NONE) {
            return true;
        }
    }
    return !world->definition_count;
}

/* One member of rules, actions or on: its value on top, its key below. */
static void check_member(lua_State *lua, const struct probe *probe, struct text part)
{
    bool rules = text_is(part, "rules");
    if (lua_type(lua, -2) != LUA_TSTRING) {
        source_error(&probe->source, place_of_key(probe->plugin->code, part), NULL, "%.*s must have names",
                     TEXT_ARGS(part));
        return;
    }
    struct text name = text_at(lua, -2, "a name");
    struct place place = place_of_key(probe->plugin->code, name);
    if (lua_type(lua, -1) != LUA_TFUNCTION && (!rules || lua_type(lua, -1) == LUA_TTABLE)) {
        source_error(&probe->source, place, "Write: function(case, event) … end",
                     "%.*s.%.*s is %s, not a function", TEXT_ARGS(part), TEXT_ARGS(name), words_at(lua, -1));
    } else if (rules && !is_declared(probe->world, name)) {
        source_warning(&probe->source, place, "See `rules:` of the workflow",
                       "No workflow asks for the rule %.*s", TEXT_ARGS(name));
    }
}

static void check_part(lua_State *lua, const struct probe *probe, struct text part)
{
    static const char *const parts[] = {"rules",    "actions",   "on",       "forms", "messages",
                                        "channels", "calendars", "measures", "pages"};
    enum { COUNT = sizeof parts / sizeof *parts };
    struct place place = place_of_key(probe->plugin->code, part);
    struct text names[COUNT];
    bool known = false;
    for (size_t i = 0; i < COUNT; i++) {
        names[i] = text_of(parts[i]);
        known = known || text_equal(names[i], part);
    }
    if (!known) {
        struct text nearest = text_nearest(part, names, COUNT);
        source_error(
            &probe->source, place,
            nearest.size ? arena_printf(host_of(lua)->arena, "Did you mean %.*s?", TEXT_ARGS(nearest)) : NULL,
            "A plugin has no part %.*s", TEXT_ARGS(part));
        return;
    }
    if (lua_type(lua, -1) != LUA_TTABLE) {
        source_error(&probe->source, place, NULL, "%.*s is %s, not a table", TEXT_ARGS(part),
                     words_at(lua, -1));
        return;
    }
    int table = lua_gettop(lua);
    bool members = text_is(part, "rules") || text_is(part, "actions") || text_is(part, "on");
    table_keys(lua, table);
    for (lua_Integer i = 1; members && lua_rawgeti(lua, table + 1, i) != LUA_TNIL; i++) {
        lua_pushvalue(lua, -1);
        lua_rawget(lua, table);
        check_member(lua, probe, part);
        lua_settop(lua, table + 1);
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

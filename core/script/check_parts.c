/* What a plugin's table may hold: its parts, and what each of their members must be. */
#include "script/checking.h"
#include "script/library.h"

#include <ctype.h>
#include <string.h>

/* Where in LINE the word KEY is given a value: its character, counted from 1; 0: nowhere. */
static uint32_t column_of_key(struct text line, struct text key)
{
    uint32_t column = 0;
    for (size_t i = 0; key.size && i + key.size <= line.size; i++) {
        column += ((unsigned char)line.at[i] & 0xC0) != 0x80; /* not within a character */
        bool begins = i == 0 || (!isalnum((unsigned char)line.at[i - 1]) && !strchr("_.", line.at[i - 1]));
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

/* --- what the names of members stand for --- */

typedef bool (*meaning)(const struct definition *definition, struct text name);

static bool is_rule(const struct definition *definition, struct text name)
{
    return map_get(&definition->rules_by_name, name) != MAP_NONE;
}

static bool is_message(const struct definition *definition, struct text name)
{
    return map_get(&definition->messages_by_name, name) != MAP_NONE;
}

/* "state.entered.service.review" */
static bool is_point(const struct definition *definition, struct text name)
{
    static const struct text head = {"state.entered.", 14};
    return text_starts(name, head) &&
           definition_state(definition, text_part(name, head.size, SIZE_MAX)) != DEFINITION_NONE;
}

/* "outcomes.engaged" */
static bool is_row(const struct definition *definition, struct text name)
{
    size_t dot = text_find(name, '.');
    int32_t index = map_get(&definition->measures_by_name, text_part(name, 0, dot));
    const struct measure *measure = index == MAP_NONE ? NULL : &definition->measures[index];
    for (size_t i = 0; measure && dot < name.size && i < measure->row_count; i++) {
        if (text_equal(measure->rows[i].name, text_part(name, dot + 1, SIZE_MAX))) {
            return measure->rows[i].kind != ROW_VALUE;
        }
    }
    return false;
}

/* The parts of a plugin, and what their members must be. */
static const struct part {
    const char *name;
    bool values;     /* what is no function may stand there too */
    bool tables;     /* … a table, too */
    meaning meaning; /* what some workflow must have by that name; NULL: it does not matter */
    const char *nobody, *hint;
} parts[] = {
    {"rules", true, false, is_rule, "No workflow asks for the rule", "See `rules:` of the workflow"},
    {"actions", false, false, NULL, NULL, NULL},
    {"on", false, false, is_point, "No workflow comes to the point",
     "Write: [\"state.entered.PATH\"] = function(case, event) … end"},
    {"messages", true, true, is_message, "No workflow sends the message", "See `messages:` of the workflow"},
    {"measures", false, false, is_row, "No workflow counts the row",
     "Write: [\"REPORT.ROW\"], as `measures:` of the workflow has them; a row of `value` counts no cases"},
};

/* Parts that have no meaning in init.lua, and where what they would say stands. */
static const struct {
    const char *name, *why, *hint;
} elsewhere[] = {
    {"calendars", "Calendars are no code", "Write each as a file calendars/NAME.yaml in the plugin's folder"},
    {"forms", "A plugin has no forms: they stand in the workflow",
     "What differs in them is a rule: `when: = rules.NAME()` at a field of the form"},
    {"pages", "A plugin has no pages yet", "Leave it out"},
};

static bool is_meant(const struct world *world, const struct part *part, struct text name)
{
    bool meant = !part->meaning || !world->definition_count;
    for (size_t i = 0; !meant && i < world->definition_count; i++) {
        meant = part->meaning(world->definitions[i], name);
    }
    return meant;
}

/* Where the member NAME stands: its function's line, or else where its name is given a value. */
static struct place place_of_member(lua_State *lua, const struct probe *probe, struct text name)
{
    struct place place = place_of_key(probe->plugin->code, name);
    uint32_t line = place.line ? 0 : function_line(lua, -1);
    return line ? (struct place){.line = line, .column = 1} : place;
}

/* The texts of a message: {subject = …, text = …}; its value on top. */
static void check_words(lua_State *lua, const struct probe *probe, struct text name, struct place place)
{
    int table = lua_gettop(lua);
    table_keys(lua, table);
    for (lua_Integer i = 1; lua_rawgeti(lua, table + 1, i) != LUA_TNIL; i++) {
        struct text key = lua_type(lua, -1) == LUA_TSTRING ? text_at(lua, -1, "a name") : TEXT("a number");
        lua_pushvalue(lua, -1);
        lua_rawget(lua, table);
        if (!text_is(key, "subject") && !text_is(key, "text")) {
            source_error(&probe->source, place, "A message has subject and text", "messages.%.*s has no %.*s",
                         TEXT_ARGS(name), TEXT_ARGS(key));
        } else if (lua_type(lua, -1) != LUA_TSTRING) {
            source_error(&probe->source, place, NULL, "messages.%.*s.%.*s is %s, not a text", TEXT_ARGS(name),
                         TEXT_ARGS(key), words_at(lua, -1));
        }
        lua_settop(lua, table + 1);
    }
    lua_settop(lua, table);
}

/* One member of PART: its value on top, its key below. */
static void check_member(lua_State *lua, const struct probe *probe, const struct part *part)
{
    int type = lua_type(lua, -1);
    if (lua_type(lua, -2) != LUA_TSTRING) {
        source_error(&probe->source, place_of_key(probe->plugin->code, text_of(part->name)), NULL,
                     "%s must have names", part->name);
        return;
    }
    struct text name = text_at(lua, -2, "a name");
    struct place place = place_of_member(lua, probe, name);
    if (type != LUA_TFUNCTION && (!part->values || (type == LUA_TTABLE && !part->tables))) {
        source_error(&probe->source, place, "Write: function(case, event) … end",
                     "%s.%.*s is %s, not a function", part->name, TEXT_ARGS(name), words_at(lua, -1));
        return;
    }
    if (part->tables && type != LUA_TFUNCTION && type != LUA_TSTRING && type != LUA_TTABLE) {
        source_error(&probe->source, place, NULL, "%s.%.*s is %s, not a text", part->name, TEXT_ARGS(name),
                     words_at(lua, -1));
        return;
    }
    if (!is_meant(probe->world, part, name)) {
        source_warning(&probe->source, place, part->hint, "%s %.*s", part->nobody, TEXT_ARGS(name));
    }
    if (part->tables && type == LUA_TTABLE) {
        check_words(lua, probe, name, place);
    }
}

/* Channels are taken as the outbox will want them: NAME = {send = function}. */
static void check_channel(lua_State *lua, const struct probe *probe)
{
    struct text name = lua_type(lua, -2) == LUA_TSTRING ? text_at(lua, -2, "a name") : TEXT("a channel");
    bool sends = lua_type(lua, -1) == LUA_TTABLE && lua_getfield(lua, -1, "send") == LUA_TFUNCTION;
    if (!sends) {
        source_error(&probe->source, place_of_key(probe->plugin->code, name),
                     "Write: NAME = { send = function(message) … end }",
                     "channels.%.*s is no table with a function send", TEXT_ARGS(name));
    }
}

static void check_members(lua_State *lua, const struct probe *probe, const struct part *part)
{
    int table = lua_gettop(lua);
    table_keys(lua, table);
    for (lua_Integer i = 1; lua_rawgeti(lua, table + 1, i) != LUA_TNIL; i++) {
        lua_pushvalue(lua, -1);
        lua_rawget(lua, table);
        if (part) {
            check_member(lua, probe, part);
        } else {
            check_channel(lua, probe);
        }
        lua_settop(lua, table + 1);
    }
}

static void no_part(lua_State *lua, const struct probe *probe, struct text part)
{
    enum { COUNT = sizeof parts / sizeof *parts };
    struct text names[COUNT];
    for (size_t i = 0; i < COUNT; i++) {
        names[i] = text_of(parts[i].name);
    }
    struct text nearest = text_nearest(part, names, COUNT);
    source_error(&probe->source, place_of_key(probe->plugin->code, part),
                 nearest.size ? arena_printf(host_of(lua)->arena, "Did you mean %.*s?", TEXT_ARGS(nearest))
                              : NULL,
                 "A plugin has no part %.*s", TEXT_ARGS(part));
}

/* True when PART says nothing in init.lua; an empty one is let pass. */
static bool is_elsewhere(lua_State *lua, const struct probe *probe, struct text part)
{
    for (size_t i = 0; i < sizeof elsewhere / sizeof *elsewhere; i++) {
        if (!text_is(part, elsewhere[i].name)) {
            continue;
        }
        table_keys(lua, lua_gettop(lua));
        bool empty = lua_rawlen(lua, -1) == 0;
        lua_pop(lua, 1);
        if (!empty) {
            source_error(&probe->source, place_of_key(probe->plugin->code, part), elsewhere[i].hint, "%s",
                         elsewhere[i].why);
        }
        return true;
    }
    return false;
}

/* A part: its value on top. */
void check_part(lua_State *lua, const struct probe *probe, struct text name)
{
    const struct part *part = NULL;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        part = text_is(name, parts[i].name) ? &parts[i] : part;
    }
    bool table = lua_type(lua, -1) == LUA_TTABLE, channels = text_is(name, "channels");
    if (table && !part && !channels && is_elsewhere(lua, probe, name)) {
        return;
    }
    if (!part && !channels) {
        no_part(lua, probe, name);
    } else if (!table) {
        source_error(&probe->source, place_of_key(probe->plugin->code, name), NULL, "%.*s is %s, not a table",
                     TEXT_ARGS(name), words_at(lua, -1));
    } else {
        check_members(lua, probe, part);
    }
}

/* Effects: what a plugin's action or hook wants to happen, as data. It gives one effect, a list of them, or
 * nothing; the engine does them, or refuses.
 *
 * The builders (assign, raise, open_task, …) make plain tables, {effect = "raise", …}; they are read when the
 * call gives them. Each notes the line of the plugin that called it, so that a mistake has its place. */
#include "script/host.h"

#include <stdio.h>

static const char *const kind_names[] = {
    [EFFECT_ASSIGN] = "assign",         [EFFECT_RAISE] = "raise", [EFFECT_NOTIFY] = "notify",
    [EFFECT_REFUSE] = "refuse",         [EFFECT_LOG] = "log",     [EFFECT_TASK] = "open_task",
    [EFFECT_DEADLINE] = "set_deadline",
};

const char *effect_kind_name(enum effect_kind kind)
{
    return kind_names[kind];
}

static const char all_kinds[] = "assign, raise, open_task, set_deadline, notify, refuse, log";

static bool has_value(enum effect_kind kind)
{
    return kind == EFFECT_RAISE || kind == EFFECT_DEADLINE;
}

static int build(lua_State *lua, enum effect_kind kind)
{
    lua_settop(lua, 2);
    lua_createtable(lua, 0, 4);
    lua_pushstring(lua, kind_names[kind]);
    lua_setfield(lua, -2, "effect");
    lua_pushvalue(lua, 1);
    lua_setfield(lua, -2, kind == EFFECT_ASSIGN ? "value" : "name");
    if (has_value(kind)) {
        lua_pushvalue(lua, 2);
        lua_setfield(lua, -2, "value");
    }
    lua_Debug caller;
    if (lua_getstack(lua, 1, &caller) && lua_getinfo(lua, "l", &caller) && caller.currentline > 0) {
        lua_pushinteger(lua, caller.currentline);
        lua_setfield(lua, -2, "line");
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

static int build_task(lua_State *lua)
{
    return build(lua, EFFECT_TASK);
}

static int build_deadline(lua_State *lua)
{
    return build(lua, EFFECT_DEADLINE);
}

const luaL_Reg effects_functions[] = {
    {"assign", build_assign},         {"raise", build_raise}, {"notify", build_notify},
    {"refuse", build_refuse},         {"log", build_log},     {"open_task", build_task},
    {"set_deadline", build_deadline}, {NULL, NULL},
};

/* --- reading them --- */

static void add_effect(lua_State *lua, struct effects *effects, struct effect effect)
{
    if (effects->list.count >= SCRIPT_EFFECT_LIMIT) {
        fault_raise(lua, "it gave more than %d effects", SCRIPT_EFFECT_LIMIT);
    }
    effect.plugin = host_of(lua)->context.plugin;
    effect.line = host_of(lua)->context.line;
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
    if (!text_is_plain(name, false)) {
        fault_raise(lua, "what %s is given holds a control character", kind_names[kind]);
    }
    lua_pop(lua, 1);
    return name;
}

/* What EFFECT names as of the workflow's, but which is not there; NULL when all is well. */
static const char *unknown(const struct definition *definition, const struct effect *effect)
{
    switch (effect->kind) {
    case EFFECT_RAISE:
        return definition_knows(definition, effect->name)
                   ? NULL
                   : "it raises an event that the workflow does not know";
    case EFFECT_NOTIFY:
        return map_get(&definition->messages_by_name, effect->name) != MAP_NONE
                   ? NULL
                   : "it sends a message that the workflow does not have";
    case EFFECT_TASK:
        return definition_task(definition, effect->name) ? NULL
                                                         : "it opens a task that the workflow does not have";
    case EFFECT_DEADLINE:
        return definition_deadline(definition, effect->name)
                   ? NULL
                   : "it sets a deadline that the workflow does not have";
    default:
        return NULL;
    }
}

/* The engine quotes a name that the workflow does not have. One that was put together at run time could be
 * what a case holds, so it ends here, unquoted. */
static void must_be_known(lua_State *lua, const struct effect *effect)
{
    const char *wrong = unknown(host_scope(lua)->subject->definition, effect);
    if (wrong && !text_equal(fault_quote(lua, effect->name), effect->name)) {
        fault_raise(lua, "%s", wrong);
    }
}

static struct json effect_value(lua_State *lua, int table)
{
    lua_getfield(lua, table, "value");
    struct json value = json_at(lua, -1);
    lua_pop(lua, 1);
    bool empty = value.type == JSON_ARRAY && !value.count; /* {} has neither names nor positions */
    return empty ? json_object() : value;
}

/* The day that a deadline is given, as text; raises when it is none. */
static struct json due_value(lua_State *lua, int table)
{
    lua_getfield(lua, table, "value");
    struct value value = value_at(lua, -1);
    lua_pop(lua, 1);
    date day = value.kind == VALUE_DATE      ? value.day
               : value.kind == VALUE_INSTANT ? zone_date(host_scope(lua)->world->zone, value.at)
               : value.kind == VALUE_TEXT    ? date_read(value.text)
                                             : DATE_NONE;
    if (day == DATE_NONE) {
        fault_raise(lua,
                    "set_deadline takes a deadline and its date: set_deadline(\"report\", today + days(5)); "
                    "%s stands for the date",
                    value_kind_words(value.kind));
    }
    char text[DATE_TEXT_SIZE];
    return json_string(text_copy(host_of(lua)->arena, text_of(date_write(day, text))));
}

static struct json value_of_kind(lua_State *lua, int table, enum effect_kind kind)
{
    if (kind == EFFECT_DEADLINE) {
        return due_value(lua, table);
    }
    if (kind != EFFECT_RAISE) {
        return json_null();
    }
    struct json value = effect_value(lua, table);
    if (value.type != JSON_NULL && value.type != JSON_OBJECT) {
        fault_raise(lua, "raise takes an event and its data: raise(\"checked\", { result = \"clear\" })");
    }
    return value;
}

/* The kind that the table is an effect of; raises when it is none. */
static enum effect_kind kind_at(lua_State *lua, int table)
{
    lua_getfield(lua, table, "effect");
    struct text named = text_at(lua, -1, "what an effect is");
    lua_pop(lua, 1);
    for (size_t i = 0; i < sizeof kind_names / sizeof *kind_names; i++) {
        if (text_is(named, kind_names[i])) {
            return (enum effect_kind)i;
        }
    }
    fault_raise(lua, "there is no such effect; there are %s", all_kinds);
}

/* POSITION in the list that was given; 0: it was given alone. */
static void add_one(lua_State *lua, int table, lua_Integer position, struct effects *effects)
{
    struct script *host = host_of(lua);
    uint32_t line = host->context.line;
    if (lua_type(lua, table) != LUA_TTABLE || lua_getfield(lua, table, "effect") != LUA_TSTRING) {
        char where[48] = "";
        if (position) {
            snprintf(where, sizeof where, " as number %lld of its list", (long long)position);
        }
        fault_raise(lua, "it must give effects (%s), and gave %s%s", all_kinds, words_at(lua, table), where);
    }
    if (lua_getfield(lua, table, "line") == LUA_TNUMBER) {
        host->context.line = (uint32_t)lua_tointeger(lua, -1);
    }
    lua_pop(lua, 2);
    enum effect_kind kind = kind_at(lua, table);
    if (kind == EFFECT_ASSIGN) {
        add_assignments(lua, effects, effect_value(lua, table));
    } else {
        struct text name = effect_name(lua, table, kind);
        struct json value = value_of_kind(lua, table, kind);
        struct effect effect = {.kind = kind, .name = name, .value = value};
        must_be_known(lua, &effect);
        add_effect(lua, effects, effect);
    }
    host->context.line = line;
}

/* Raises unless every key of the table is a position without gaps. */
static void insist_on_list(lua_State *lua, int table)
{
    lua_Integer members = 0;
    lua_pushnil(lua);
    while (lua_next(lua, table)) {
        members++;
        lua_pop(lua, 1);
    }
    budget_charge(lua, (size_t)members);
    if (members != (lua_Integer)lua_rawlen(lua, table)) {
        fault_raise(lua,
                    "it must give one effect or a list of them, and gave a table with other names or gaps");
    }
}

int effects_read(lua_State *lua)
{
    struct effects *effects = lua_touserdata(lua, 2);
    lua_settop(lua, 1);
    if (lua_isnil(lua, 1)) {
        return 0;
    }
    if (lua_type(lua, 1) != LUA_TTABLE || lua_getfield(lua, 1, "effect") != LUA_TNIL) {
        add_one(lua, 1, 0, effects);
        return 0;
    }
    insist_on_list(lua, 1);
    lua_Integer count = (lua_Integer)lua_rawlen(lua, 1);
    for (lua_Integer i = 1; i <= count; i++) {
        lua_settop(lua, 1);
        lua_rawgeti(lua, 1, i);
        add_one(lua, 2, i, effects);
    }
    return 0;
}

/* From Lua back to plain data: what an expression, a rule or an effect gave, checked before it is believed.
 */
#include "script/host.h"

#include <math.h>

enum { CONVERT_NODE_LIMIT = 4000 /* values within one value */ };

const char *words_at(lua_State *lua, int index)
{
    switch (lua_type(lua, index)) {
    case LUA_TNIL:
    case LUA_TNONE:
        return "an empty value";
    case LUA_TBOOLEAN:
        return "a yes or no";
    case LUA_TNUMBER:
        return "a number";
    case LUA_TSTRING:
        return "a text";
    case LUA_TTABLE:
        return "a table";
    case LUA_TFUNCTION:
        return "a function";
    default:
        break;
    }
    static const char *const words[BOX_COUNT] = {
        [BOX_DATE] = "a date",      [BOX_INSTANT] = "an instant", [BOX_DURATION] = "a duration",
        [BOX_LIST] = "a list",      [BOX_GROUP] = "a group",      [BOX_RECORD] = "a record",
        [BOX_SETTINGS] = "a group", [BOX_TASK] = "a task",        [BOX_DEADLINE] = "a deadline",
        [BOX_TASKS] = "a list",     [BOX_DEADLINES] = "a list",   [BOX_DATA] = "the case's data",
        [BOX_ITEM] = "an item",     [BOX_EVENT] = "the event",    [BOX_EVENT_DATA] = "the event's data",
        [BOX_CASE] = "the case",    [BOX_ACTOR] = "the actor",    [BOX_ROLES] = "a list",
        [BOX_LINKS] = "the links",  [BOX_PEOPLE] = "the people",  [BOX_RULES] = "the rules",
    };
    const struct box *box = lua_type(lua, index) == LUA_TUSERDATA ? lua_touserdata(lua, index) : NULL;
    return box ? words[box->kind] : "something else";
}

static struct text text_value(lua_State *lua, int index)
{
    struct text text;
    text.at = lua_tolstring(lua, index, &text.size);
    if (!text_is_utf8(text)) {
        fault_raise(lua, "a text was cut within a character");
    }
    return text_copy(host_of(lua)->arena, text);
}

static struct json number_value(lua_State *lua, int index)
{
    if (lua_isinteger(lua, index)) {
        return json_integer(lua_tointeger(lua, index));
    }
    double real = lua_tonumber(lua, index);
    if (!isfinite(real)) {
        fault_raise(lua, "a computation gave no finite number (was something divided by zero?)");
    }
    return json_real(real);
}

static struct json box_json(lua_State *lua, int index)
{
    const struct box *box = box_at(lua, index);
    const struct scope *scope = host_of(lua)->context.scope;
    switch (box->kind) {
    case BOX_LIST:
    case BOX_GROUP:
    case BOX_SETTINGS:
        return box->json;
    case BOX_RECORD: {
        const struct json *data = json_member_of(&box->json, "data");
        return data ? *data : json_null();
    }
    case BOX_DATA:
        return scope ? scope->subject->data : json_null();
    case BOX_EVENT_DATA:
        return scope && scope->event ? scope->event->data : json_null();
    case BOX_ITEM: {
        const struct json *item =
            scope && scope->list ? subject_item(scope->subject, scope->list, scope->item) : NULL;
        return item ? *item : json_null();
    }
    default:
        fault_raise(lua, "%s is no value that can be kept", words_at(lua, index));
    }
}

struct value value_at(lua_State *lua, int index)
{
    const struct box *box = box_at(lua, index);
    switch (lua_type(lua, index)) {
    case LUA_TNIL:
    case LUA_TNONE:
        return (struct value){.kind = VALUE_NOTHING};
    case LUA_TBOOLEAN:
        return (struct value){.kind = VALUE_BOOLEAN, .boolean = lua_toboolean(lua, index)};
    case LUA_TNUMBER:
        return (struct value){.kind = VALUE_NUMBER, .json = number_value(lua, index)};
    case LUA_TSTRING:
        return (struct value){.kind = VALUE_TEXT, .text = text_value(lua, index)};
    default:
        break;
    }
    if (box && box->kind == BOX_DATE) {
        return (struct value){.kind = VALUE_DATE, .day = box->day};
    }
    if (box && box->kind == BOX_INSTANT) {
        return (struct value){.kind = VALUE_INSTANT, .at = box->at};
    }
    if (box && box->kind == BOX_DURATION) {
        return (struct value){.kind = VALUE_DURATION, .duration = box->duration};
    }
    struct json json = json_at(lua, index);
    return (struct value){.kind = json.type == JSON_NULL ? VALUE_NOTHING : VALUE_JSON, .json = json};
}

static struct json convert(lua_State *lua, int index, int depth, unsigned *left);

static struct json convert_array(lua_State *lua, int index, int depth, unsigned *left)
{
    struct json array = json_array();
    lua_Integer count = (lua_Integer)lua_rawlen(lua, index);
    for (lua_Integer i = 1; i <= count; i++) {
        lua_rawgeti(lua, index, i);
        json_append(host_of(lua)->arena, &array, convert(lua, lua_gettop(lua), depth + 1, left));
        lua_pop(lua, 1);
    }
    return array;
}

/* A table with positions is a list, one with names a group; one with both is neither. */
static struct json convert_table(lua_State *lua, int index, int depth, unsigned *left)
{
    if (depth >= JSON_DEPTH_LIMIT - 8) {
        fault_raise(lua, "a table is too deep");
    }
    luaL_checkstack(lua, 8, NULL);
    bool list = lua_rawlen(lua, index) > 0;
    struct json group = json_object();
    lua_Integer members = 0;
    lua_pushnil(lua);
    while (lua_next(lua, index)) {
        members++;
        if (!list && lua_type(lua, -2) == LUA_TSTRING) {
            budget_charge(lua, group.count / 8); /* the members that make room */
            json_set(host_of(lua)->arena, &group, text_value(lua, lua_gettop(lua) - 1),
                     convert(lua, lua_gettop(lua), depth + 1, left));
        } else if (!list || !lua_isinteger(lua, -2)) {
            fault_raise(lua, "a table must have either names or positions from 1 on");
        }
        lua_pop(lua, 1);
    }
    if (!list) {
        return members ? group : json_array();
    }
    if (members != (lua_Integer)lua_rawlen(lua, index)) {
        fault_raise(lua, "a table must have either names or positions from 1 on, without gaps");
    }
    return convert_array(lua, index, depth, left);
}

static struct json convert(lua_State *lua, int index, int depth, unsigned *left)
{
    if ((*left)-- == 0) {
        fault_raise(lua, "a table holds more than %d values", CONVERT_NODE_LIMIT);
    }
    if (lua_type(lua, index) == LUA_TTABLE) {
        return convert_table(lua, index, depth, left);
    }
    const struct box *box = box_at(lua, index);
    if (box && box->kind > BOX_DURATION) {
        return box_json(lua, index);
    }
    if (lua_type(lua, index) == LUA_TFUNCTION) {
        fault_raise(lua, "a function is no value that can be kept");
    }
    struct value value = value_at(lua, index);
    return value_json(host_of(lua)->arena, &value);
}

struct json json_at(lua_State *lua, int index)
{
    unsigned left = CONVERT_NODE_LIMIT;
    return convert(lua, lua_absindex(lua, index), 0, &left);
}

void push_value(lua_State *lua, const struct value *value)
{
    switch (value->kind) {
    case VALUE_NOTHING:
        lua_pushnil(lua);
        break;
    case VALUE_BOOLEAN:
        lua_pushboolean(lua, value->boolean);
        break;
    case VALUE_TEXT:
        push_text(lua, value->text);
        break;
    case VALUE_DATE:
        push_date(lua, value->day);
        break;
    case VALUE_INSTANT:
        push_instant(lua, value->at);
        break;
    case VALUE_DURATION:
        push_duration(lua, value->duration);
        break;
    case VALUE_NUMBER:
    case VALUE_JSON:
        push_plain(lua, &value->json);
        break;
    }
}

/* Which keys pairs() sees in what a case holds, and in which order. */
#include "script/host.h"

static void add_key(lua_State *lua, struct text name)
{
    push_text(lua, name);
    lua_rawseti(lua, -2, (lua_Integer)lua_rawlen(lua, -2) + 1);
}

static void add_fields(lua_State *lua, const struct fields *fields)
{
    for (size_t i = 0; i < fields->count; i++) {
        add_key(lua, fields->at[i].name);
    }
}

static void add_people(lua_State *lua, const struct fields *fields)
{
    for (size_t i = 0; i < fields->count; i++) {
        if (fields->at[i].type == FIELD_PERSON) {
            add_key(lua, fields->at[i].name);
        }
    }
}

static void add_members(lua_State *lua, const struct json *object)
{
    for (uint32_t i = 0; object && object->type == JSON_OBJECT && i < object->count; i++) {
        add_key(lua, object->members[i].name);
    }
}

static void add_positions(lua_State *lua)
{
    luaL_checkstack(lua, 3, NULL);
    lua_Integer count = luaL_len(lua, 1);
    for (lua_Integer i = 1; i <= count; i++) {
        lua_pushinteger(lua, i);
        lua_rawseti(lua, -2, i);
    }
}

/* The box stands at index 1. Fields come in the order of the file, free members by name. */
void proxy_keys(lua_State *lua, const struct box *box)
{
    const struct scope *scope = box->kind == BOX_SETTINGS ? NULL : host_scope(lua);
    lua_newtable(lua);
    switch (box->kind) {
    case BOX_LIST:
    case BOX_TASKS:
    case BOX_DEADLINES:
    case BOX_ROLES:
        add_positions(lua);
        break;
    case BOX_LINKS:
        add_members(lua, &scope->subject->links);
        break;
    case BOX_PEOPLE:
        add_people(lua, &scope->subject->definition->fields);
        break;
    case BOX_DATA:
        add_fields(lua, &scope->subject->definition->fields);
        break;
    case BOX_GROUP:
        if (box->field) {
            add_key(lua, TEXT("id"));
            add_fields(lua, &box->field->of);
            break;
        }
        add_members(lua, &box->json);
        break;
    case BOX_ITEM:
        add_key(lua, TEXT("id"));
        add_fields(lua, scope->list ? &scope->list->of : &(struct fields){0});
        break;
    case BOX_SETTINGS:
        add_members(lua, &box->json);
        break;
    case BOX_EVENT_DATA:
        add_members(lua, scope->event ? &scope->event->data : NULL);
        break;
    case BOX_RECORD:
        add_members(lua, json_member_of(&box->json, "data"));
        break;
    default:
        fault_raise(lua, "pairs() cannot go through %s", words_at(lua, 1));
    }
}

/* Looking things up among the declarations. */
#include "script/declared.h"

#include "base/insist.h"

const struct declared_table *const declared_all[] = {
    &declared_parts, &declared_names,  &declared_case,          &declared_event, &declared_actor,
    &declared_task,  &declared_record, &declared_deadline,      &declared_date,  &declared_instant,
    &declared_lua,   &declared_string, &declared_table_library, &declared_math,  NULL,
};

const struct declared *declared_find(const struct declared_table *table, struct text name)
{
    for (size_t i = 0; i < table->count; i++) {
        if (text_is(name, table->at[i].name)) {
            return &table->at[i];
        }
    }
    return NULL;
}

int declared_read(lua_State *lua, const struct declared_table *table, const char *what)
{
    struct text name = text_at(lua, 2, "the name of a member");
    const struct declared *member = declared_find(table, name);
    if (!member || !member->read) {
        struct text quoted = fault_quote(lua, name);
        fault_raise(lua, "%s has no member %.*s", what, TEXT_ARGS(quoted));
    }
    return member->read(lua);
}

void declared_register(lua_State *lua, const luaL_Reg *functions)
{
    for (; functions->name; functions++) {
        insist(declared_find(&declared_names, text_of(functions->name)));
        lua_pushcfunction(lua, functions->func);
        lua_setfield(lua, -2, functions->name);
    }
}

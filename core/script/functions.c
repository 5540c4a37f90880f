/* What may be asked about the case's course: states, milestones, tasks, records. */
#include "script/host.h"

static uint16_t state_at(lua_State *lua, const char *function)
{
    const struct definition *definition = host_scope(lua)->subject->definition;
    struct text path = text_at(lua, 1, "a state's path");
    uint16_t state = definition_state(definition, path);
    if (state == DEFINITION_NONE) {
        struct text quoted = fault_quote(lua, path);
        fault_raise(lua, "%s() was given %.*s, and the workflow has no such state", function,
                    TEXT_ARGS(quoted));
    }
    return state;
}

static int in(lua_State *lua)
{
    uint16_t state = state_at(lua, "In");
    const struct scope *scope = host_scope(lua);
    lua_pushboolean(lua, subject_in(scope->subject, state, scope_item(scope, state)));
    return 1;
}

static int entered(lua_State *lua)
{
    uint16_t state = state_at(lua, "entered");
    const struct scope *scope = host_scope(lua);
    push_instant(lua, subject_entered(scope->subject, state, scope_item(scope, state)));
    return 1;
}

static int reached(lua_State *lua)
{
    const struct subject *subject = host_scope(lua)->subject;
    struct text name = text_at(lua, 1, "a milestone's name");
    if (map_get(&subject->definition->milestones_by_name, name) == MAP_NONE) {
        struct text quoted = fault_quote(lua, name);
        fault_raise(lua, "the workflow has no milestone %.*s", TEXT_ARGS(quoted));
    }
    push_instant(lua, subject_reached(subject, name));
    return 1;
}

static int task(lua_State *lua)
{
    const struct scope *scope = host_scope(lua);
    struct text name = text_at(lua, 1, "a task's name");
    const struct task *found = definition_task(scope->subject->definition, name);
    if (!found) {
        struct text quoted = fault_quote(lua, name);
        fault_raise(lua, "the workflow has no task %.*s", TEXT_ARGS(quoted));
    }
    push_task(lua, found, subject_task(scope->subject, found, scope_item(scope, found->state)));
    return 1;
}

static const struct form *form_at(lua_State *lua)
{
    struct text name = text_at(lua, 1, "a form's name");
    const struct form *form = definition_form(host_scope(lua)->subject->definition, name);
    if (!form) {
        struct text quoted = fault_quote(lua, name);
        fault_raise(lua, "the workflow has no form %.*s", TEXT_ARGS(quoted));
    }
    return form;
}

static int first(lua_State *lua)
{
    const struct form *form = form_at(lua);
    const struct records *records = subject_records(host_scope(lua)->subject, form);
    push_record(lua, form, records && records->count ? &records->first : NULL);
    return 1;
}

static int last(lua_State *lua)
{
    const struct form *form = form_at(lua);
    const struct records *records = subject_records(host_scope(lua)->subject, form);
    push_record(lua, form, records && records->count ? &records->last : NULL);
    return 1;
}

static int answers(lua_State *lua)
{
    const struct form *form = form_at(lua);
    const struct records *records = subject_records(host_scope(lua)->subject, form);
    if (records && records->count && records->all.type != JSON_ARRAY) {
        fault_raise(
            lua,
            "the records of %.*s are not kept whole with the case: an expression of the workflow must ask "
            "for answers() of it by name",
            TEXT_ARGS(form->name));
    }
    struct box *box = box_new(lua, BOX_LIST);
    box->json = records && records->count ? records->all : json_array();
    box->field = NULL;
    box->form = form;
    return 1;
}

static int count(lua_State *lua)
{
    const struct records *records = subject_records(host_scope(lua)->subject, form_at(lua));
    lua_pushinteger(lua, records ? (lua_Integer)records->count : 0);
    return 1;
}

const luaL_Reg question_functions[] = {
    {"In", in},     {"entered", entered}, {"reached", reached}, {"task", task}, {"first", first},
    {"last", last}, {"answers", answers}, {"count", count},     {NULL, NULL},
};

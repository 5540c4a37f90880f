/* The case, the event, the actor; tasks and deadlines; and which keys pairs() sees in each. */
#include "script/host.h"

#include "engine/links.h"

_Noreturn static void no_member(lua_State *lua, const char *what, struct text name)
{
    struct text quoted = fault_quote(lua, name);
    fault_raise(lua, "%s has no member %.*s", what, TEXT_ARGS(quoted));
}

uint32_t scope_item(const struct scope *scope, uint16_t state)
{
    const struct state *states = scope->subject->definition->states;
    uint16_t strand = states[state].strand;
    return scope->list && strand != DEFINITION_NONE && states[strand].each == scope->list ? scope->item : 0;
}

/* What only plugins read: false when NAME is none of it. */
static bool push_further(lua_State *lua, const struct subject *subject, struct text name)
{
    if (text_is(name, "data")) {
        push_root(lua, BOX_DATA);
    } else if (text_is(name, "workflow")) {
        push_text(lua, subject->definition->name);
    } else if (text_is(name, "tasks")) {
        push_root(lua, BOX_TASKS);
    } else if (text_is(name, "deadlines")) {
        push_root(lua, BOX_DEADLINES);
    } else {
        return false;
    }
    return true;
}

int index_case(lua_State *lua)
{
    const struct scope *scope = host_scope(lua);
    const struct subject *subject = scope->subject;
    struct text name = text_at(lua, 2, "a member of case");
    if (text_is(name, "worker")) {
        push_optional(lua, subject->worker);
    } else if (text_is(name, "area")) {
        push_optional(lua, subject->area);
    } else if (text_is(name, "reference")) {
        push_text(lua, subject->reference);
    } else if (text_is(name, "opened")) {
        push_instant(lua, subject->opened);
    } else if (text_is(name, "closed")) {
        push_instant(lua, subject->closed);
    } else if (text_is(name, "link")) {
        push_text(lua, scope->world->link);
        push_text(lua, subject->reference);
        lua_concat(lua, 2);
    } else if (text_is(name, "links")) {
        push_root(lua, BOX_LINKS);
    } else if (text_is(name, "id")) {
        lua_pushinteger(lua, subject->id);
    } else if (text_is(name, "version")) {
        lua_pushinteger(lua, (lua_Integer)subject->version);
    } else if (!push_further(lua, subject, name)) {
        no_member(lua, "case", name);
    }
    return 1;
}

int index_event(lua_State *lua)
{
    const struct event *event = host_scope(lua)->event;
    struct text name = text_at(lua, 2, "a member of event");
    if (text_is(name, "data")) {
        push_root(lua, BOX_EVENT_DATA);
    } else if (!event) {
        lua_pushnil(lua); /* nothing happens: a reading */
    } else if (text_is(name, "name")) {
        push_text(lua, event->name);
    } else if (text_is(name, "at")) {
        push_instant(lua, event->at);
    } else if (text_is(name, "recorded")) {
        push_instant(lua, event->recorded);
    } else if (text_is(name, "actor")) {
        push_optional(lua, event->actor);
    } else if (text_is(name, "of")) {
        push_optional(lua, event->of);
    } else {
        no_member(lua, "event", name);
    }
    return 1;
}

int index_actor(lua_State *lua)
{
    const struct scope *scope = host_scope(lua);
    struct text name = text_at(lua, 2, "a member of actor");
    if (text_is(name, "id")) {
        push_optional(lua, scope->event ? scope->event->actor : (struct text){0});
    } else if (text_is(name, "roles")) {
        push_root(lua, BOX_ROLES);
    } else {
        no_member(lua, "actor", name);
    }
    return 1;
}

/* actor.roles[1] is a name; actor.roles.lead is true where the actor has that role. */
int index_roles(lua_State *lua)
{
    const struct scope *scope = host_scope(lua);
    const struct definition *definition = scope->subject->definition;
    bool by_name = lua_type(lua, 2) == LUA_TSTRING;
    struct text name = by_name ? text_at(lua, 2, "") : (struct text){0};
    lua_Integer left = lua_isinteger(lua, 2) ? lua_tointeger(lua, 2) : 0;
    for (size_t i = 0; i < definition->role_count; i++) {
        bool has = scope->roles >> i & 1;
        if (by_name && text_equal(definition->roles[i].name, name)) {
            lua_pushboolean(lua, has);
            return 1;
        }
        if (!by_name && has && --left == 0) {
            push_text(lua, definition->roles[i].name);
            return 1;
        }
    }
    if (by_name) {
        no_member(lua, "actor.roles", name);
    }
    lua_pushnil(lua);
    return 1;
}

/* case.links.earlier: a list of references; nil when there is none. */
int index_links(lua_State *lua)
{
    const struct subject *subject = host_scope(lua)->subject;
    struct text name = text_at(lua, 2, "a kind of link");
    enum link_kind kind;
    if (!link_kind_read(name, &kind)) {
        no_member(lua, "case.links", name);
    }
    push_plain(lua, link_list(subject, kind));
    return 1;
}

int length_roles(lua_State *lua)
{
    lua_pushinteger(lua, __builtin_popcountll(host_scope(lua)->roles));
    return 1;
}

void push_task(lua_State *lua, const struct task *task, const struct task_state *state)
{
    const struct subject *subject = host_scope(lua)->subject;
    struct box *box = box_new(lua, BOX_TASK);
    box->task = task;
    box->index = state ? state - subject->tasks.at : -1;
}

int index_task(lua_State *lua)
{
    const struct box *box = box_at(lua, 1);
    const struct subject *subject = host_scope(lua)->subject;
    struct text name = text_at(lua, 2, "a member of a task");
    bool there = box->index >= 0 && (size_t)box->index < subject->tasks.count;
    struct task_state none = {.opened = INSTANT_NONE, .done_at = INSTANT_NONE};
    const struct task_state *state = there ? &subject->tasks.at[box->index] : &none;
    if (text_is(name, "open")) {
        lua_pushboolean(lua, state->open);
    } else if (text_is(name, "done")) {
        push_instant(lua, state->done_at);
    } else if (text_is(name, "at")) {
        push_instant(lua, state->opened);
    } else if (text_is(name, "by")) {
        push_optional(lua, state->done_by);
    } else if (text_is(name, "due")) {
        push_moment(lua, state->due);
    } else if (text_is(name, "worker")) {
        push_optional(lua, state->worker);
    } else if (text_is(name, "times")) {
        lua_pushinteger(lua, state->times);
    } else if (text_is(name, "name")) {
        push_text(lua, box->task->name);
    } else {
        no_member(lua, "a task", name);
    }
    return 1;
}

int index_deadline(lua_State *lua)
{
    const struct box *box = box_at(lua, 1);
    const struct subject *subject = host_scope(lua)->subject;
    struct text name = text_at(lua, 2, "a member of a deadline");
    if ((size_t)box->index >= subject->deadlines.count) {
        fault_raise(lua, "that deadline is gone");
    }
    const struct deadline_state *state = &subject->deadlines.at[box->index];
    if (text_is(name, "name")) {
        push_text(lua, state->deadline ? state->deadline->name : state->task->name);
    } else if (text_is(name, "due")) {
        push_moment(lua, state->due);
    } else if (text_is(name, "status")) {
        push_text(lua, text_of(deadline_status_name(state->status)));
    } else if (text_is(name, "open")) {
        lua_pushboolean(lua, deadline_is_open(state));
    } else if (text_is(name, "met")) {
        push_instant(lua, state->met_at);
    } else if (text_is(name, "breached")) {
        lua_pushboolean(lua, state->breached);
    } else if (text_is(name, "item")) {
        lua_pushinteger(lua, state->item);
    } else {
        no_member(lua, "a deadline", name);
    }
    return 1;
}

/* --- pairs() --- */

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

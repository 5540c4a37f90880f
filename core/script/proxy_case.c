/* The case, the event, the actor: what can be read of each, declared. */
#include "script/declared.h"

#include "engine/links.h"

_Noreturn static void no_member(lua_State *lua, const char *what, struct text name)
{
    struct text quoted = fault_quote(lua, name);
    fault_raise(lua, "%s has no member %.*s", what, TEXT_ARGS(quoted));
}

static const struct subject *subject_of(lua_State *lua)
{
    return host_scope(lua)->subject;
}

static int case_worker(lua_State *lua)
{
    push_optional(lua, subject_of(lua)->worker);
    return 1;
}

static int case_area(lua_State *lua)
{
    push_optional(lua, subject_of(lua)->area);
    return 1;
}

static int case_reference(lua_State *lua)
{
    push_text(lua, subject_of(lua)->reference);
    return 1;
}

static int case_opened(lua_State *lua)
{
    push_instant(lua, subject_of(lua)->opened);
    return 1;
}

static int case_closed(lua_State *lua)
{
    push_instant(lua, subject_of(lua)->closed);
    return 1;
}

static int case_link(lua_State *lua)
{
    push_text(lua, host_scope(lua)->world->link);
    push_text(lua, subject_of(lua)->reference);
    lua_concat(lua, 2);
    return 1;
}

static int case_links(lua_State *lua)
{
    push_root(lua, BOX_LINKS);
    return 1;
}

static int case_people(lua_State *lua)
{
    push_root(lua, BOX_PEOPLE);
    return 1;
}

static int case_id(lua_State *lua)
{
    lua_pushinteger(lua, subject_of(lua)->id);
    return 1;
}

static int case_version(lua_State *lua)
{
    lua_pushinteger(lua, (lua_Integer)subject_of(lua)->version);
    return 1;
}

static int case_data(lua_State *lua)
{
    push_root(lua, BOX_DATA);
    return 1;
}

static int case_workflow(lua_State *lua)
{
    push_text(lua, subject_of(lua)->definition->name);
    return 1;
}

static int case_states(lua_State *lua)
{
    struct json states = subject_configuration(host_of(lua)->arena, subject_of(lua));
    budget_charge(lua, states.count);
    push_plain(lua, &states);
    return 1;
}

static int case_tasks(lua_State *lua)
{
    push_root(lua, BOX_TASKS);
    return 1;
}

static int case_deadlines(lua_State *lua)
{
    push_root(lua, BOX_DEADLINES);
    return 1;
}

static const struct declared of_case[] = {
    {.name = "worker", .gives = "string?", .about = "The account of its worker.", .read = case_worker},
    {.name = "area", .gives = "string?", .about = "Its area.", .read = case_area},
    {.name = "reference", .gives = "string", .about = "What people call it: `C-17`.", .read = case_reference},
    {.name = "opened", .gives = "Instant", .about = "When it was opened.", .read = case_opened},
    {.name = "closed", .gives = "Instant?", .about = "When it was closed.", .read = case_closed},
    {.name = "link", .gives = "string", .about = "Its page.", .read = case_link},
    {.name = "links",
     .gives = "table<string, string[]>",
     .about = "References of the cases that it is linked with, by kind: `case.links.earlier`.",
     .read = case_links},
    {.name = "id", .gives = "integer", .about = "Its number.", .read = case_id},
    {.name = "version",
     .gives = "integer",
     .about = "Its version: it grows with every entry of its journal.",
     .read = case_version},
    {.name = "workflow", .gives = "string", .about = "Its workflow's name.", .read = case_workflow},
    {.name = "data",
     .gives = "table<string, any>",
     .about = "Its fields, computed ones too, each by its type; one that is not declared is an error.",
     .read = case_data},
    {.name = "people",
     .gives = "table<string, string?>",
     .about = "Who has which part, by the name of a field of `type: person`: the person's reference, never a "
              "name.",
     .read = case_people},
    {.name = "states",
     .gives = "string[]",
     .about = "The paths of the states that it is in.",
     .read = case_states},
    {.name = "tasks", .gives = "Task[]", .about = "Its tasks that were ever opened.", .read = case_tasks},
    {.name = "deadlines",
     .gives = "Deadline[]",
     .about = "Its deadlines, open ones and those that are over.",
     .read = case_deadlines},
};

const struct declared_table declared_case = {
    .kind = DECLARED_MEMBERS,
    .name = "Case",
    .named = "case",
    .about = "The first thing that a rule, an action or a hook is handed. It is only read.",
    DECLARED_ROWS(of_case),
};

int index_case(lua_State *lua)
{
    return declared_read(lua, &declared_case, "case");
}

/* case.people.parent: a reference. */
int index_people(lua_State *lua)
{
    const struct subject *subject = subject_of(lua);
    struct text name = text_at(lua, 2, "a part");
    const struct field *field = definition_field(subject->definition, name);
    if (!field || field->type != FIELD_PERSON) {
        no_member(lua, "case.people", name);
    }
    push_field(lua, field, json_get(&subject->data, name), 0);
    return 1;
}

/* --- the event --- */

static int event_data(lua_State *lua)
{
    push_root(lua, BOX_EVENT_DATA);
    return 1;
}

static int event_name(lua_State *lua)
{
    push_text(lua, host_scope(lua)->event->name);
    return 1;
}

static int event_at(lua_State *lua)
{
    push_instant(lua, host_scope(lua)->event->at);
    return 1;
}

static int event_recorded(lua_State *lua)
{
    push_instant(lua, host_scope(lua)->event->recorded);
    return 1;
}

static int event_actor(lua_State *lua)
{
    push_optional(lua, host_scope(lua)->event->actor);
    return 1;
}

static int event_of(lua_State *lua)
{
    push_optional(lua, host_scope(lua)->event->of);
    return 1;
}

static const struct declared of_event[] = {
    {.name = "data",
     .gives = "table<string, any>",
     .about = "What came with it; the answers of its form by their types. What is not there is nil.",
     .read = event_data},
    {.name = "name", .gives = "string", .about = "Its name.", .read = event_name},
    {.name = "at", .gives = "Instant", .about = "When it happened.", .read = event_at},
    {.name = "recorded", .gives = "Instant", .about = "When it was typed.", .read = event_recorded},
    {.name = "actor",
     .gives = "string?",
     .about = "The account that sent it; `system` for a timer.",
     .read = event_actor},
    {.name = "of", .gives = "string?", .about = "The item that it is about: `unborn/2`.", .read = event_of},
};

const struct declared_table declared_event = {
    .kind = DECLARED_MEMBERS,
    .name = "Event",
    .named = "event",
    .about = "The second thing that is handed. Where nothing happens (a report) its members are nil.",
    DECLARED_ROWS(of_event),
};

int index_event(lua_State *lua)
{
    bool data = text_is(text_at(lua, 2, "a member of event"), "data");
    if (!data && !host_scope(lua)->event) { /* nothing happens: a reading */
        lua_pushnil(lua);
        return 1;
    }
    return declared_read(lua, &declared_event, "event");
}

/* --- the actor --- */

static int actor_id(lua_State *lua)
{
    const struct event *event = host_scope(lua)->event;
    push_optional(lua, event ? event->actor : (struct text){0});
    return 1;
}

static int actor_roles(lua_State *lua)
{
    push_root(lua, BOX_ROLES);
    return 1;
}

static const struct declared of_actor[] = {
    {.name = "id", .gives = "string?", .about = "The account.", .read = actor_id},
    {.name = "roles",
     .gives = "table<string|integer, any>",
     .about = "`actor.roles.lead` is true where the actor has that role; `[1]` and `#` go through the names.",
     .read = actor_roles},
};

const struct declared_table declared_actor = {
    .kind = DECLARED_MEMBERS,
    .name = "Actor",
    .named = "actor",
    .about = "Who acts.",
    DECLARED_ROWS(of_actor),
};

int index_actor(lua_State *lua)
{
    return declared_read(lua, &declared_actor, "actor");
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

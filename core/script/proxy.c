/* Lazy proxies over JSON: nothing of a case is copied into Lua before it is asked for.
 *
 * A value takes its form from the field that it belongs to: a date's text becomes a date, a list gives groups
 * of the list's own fields. What no field describes (free event data, settings) comes as JSON has it. A name
 * that is not declared raises, rather than read as empty: a slip of the hand would otherwise pass for a
 * missing answer. */
#include "script/host.h"

static void push_json(lua_State *lua, enum box_kind kind, const struct json *json, const struct field *field,
                      const struct form *form)
{
    struct box *box = box_new(lua, kind);
    box->json = json ? *json : json_null();
    box->field = field;
    box->form = form;
}

void push_plain(lua_State *lua, const struct json *value)
{
    if (!value || json_is_null(value)) {
        lua_pushnil(lua);
        return;
    }
    switch (value->type) {
    case JSON_BOOLEAN:
        lua_pushboolean(lua, value->boolean);
        break;
    case JSON_INTEGER:
        lua_pushinteger(lua, value->integer);
        break;
    case JSON_REAL:
        lua_pushnumber(lua, value->real);
        break;
    case JSON_STRING:
        push_text(lua, json_text(value));
        break;
    default:
        push_json(lua, value->type == JSON_ARRAY ? BOX_LIST : BOX_GROUP, value, NULL, NULL);
        break;
    }
}

/* How JSON has a value of a field, for each type. */
static const struct {
    enum json_type type;
    const char *words;
} forms_of_fields[] = {
    [FIELD_TEXT] = {JSON_STRING, "a text"},       [FIELD_LONG_TEXT] = {JSON_STRING, "a text"},
    [FIELD_NUMBER] = {JSON_INTEGER, "a number"},  [FIELD_MONEY] = {JSON_INTEGER, "a number"},
    [FIELD_YES_NO] = {JSON_BOOLEAN, "yes or no"}, [FIELD_DATE] = {JSON_STRING, "a date"},
    [FIELD_CHOICE] = {JSON_STRING, "a choice"},   [FIELD_CHOICES] = {JSON_ARRAY, "a list of choices"},
    [FIELD_PERSON] = {JSON_STRING, "a person"},   [FIELD_LIST] = {JSON_ARRAY, "a list"},
};

static bool fits(const struct field *field, const struct json *value)
{
    enum json_type given = value->type == JSON_REAL ? JSON_INTEGER : value->type;
    return given == forms_of_fields[field->type].type &&
           (field->type != FIELD_DATE || date_read(json_text(value)) != DATE_NONE);
}

static void push_fitting(lua_State *lua, const struct field *field, const struct json *value)
{
    if (field->type == FIELD_DATE) {
        push_date(lua, date_read(json_text(value)));
    } else if (forms_of_fields[field->type].type == JSON_ARRAY) {
        push_json(lua, BOX_LIST, value, field->type == FIELD_LIST ? field : NULL, NULL);
    } else {
        push_plain(lua, value);
    }
}

static void push_typed(lua_State *lua, const struct field *field, const struct json *value)
{
    if (!fits(field, value)) {
        fault_raise(lua, "the field %.*s does not hold %s", TEXT_ARGS(field->name),
                    forms_of_fields[field->type].words);
    }
    push_fitting(lua, field, value);
}

/* An answer as it came with the event, before it was checked: a shell and a page have texts alone, so "yes"
 * and "3" are taken as what they mean. What does not fit stays as it is: the form refuses it. */
static void push_answer(lua_State *lua, const struct field *field, const struct json *value)
{
    struct json answer = *value;
    struct text text = json_text(value);
    enum json_type wanted = forms_of_fields[field->type].type;
    if (wanted == JSON_BOOLEAN && (text_is(text, "yes") || text_is(text, "no"))) {
        answer = json_boolean(text_is(text, "yes"));
    } else if (wanted == JSON_INTEGER && text.size && text.size < 32) {
        json_read(host_of(lua)->arena, text, &answer, NULL);
    }
    if (fits(field, &answer)) {
        push_fitting(lua, field, &answer);
    } else {
        push_plain(lua, value);
    }
}

void push_field(lua_State *lua, const struct field *field, const struct json *value, uint32_t item)
{
    if (!field->computed) {
        if (json_is_null(value)) {
            lua_pushnil(lua);
        } else {
            push_typed(lua, field, value);
        }
        return;
    }
    const struct scope *scope = host_scope(lua);
    if (field->list) { /* in the arena: where this raises, the fault is told by the scope that it was in */
        budget_charge(lua, 8);
        struct scope *inner = arena_new(host_of(lua)->arena, struct scope);
        *inner = *scope;
        inner->list = field->list;
        inner->item = item;
        scope = inner;
    }
    host_evaluate(lua, field->computed, scope);
}

void push_record(lua_State *lua, const struct form *form, const struct json *record)
{
    push_json(lua, BOX_RECORD, record, NULL, form);
}

void push_root(lua_State *lua, enum box_kind kind)
{
    lua_rawgeti(lua, LUA_REGISTRYINDEX, host_of(lua)->roots[kind]);
}

/* The key of an index: a text, or it raises. */
static struct text key_of(lua_State *lua)
{
    return text_at(lua, 2, "a name in brackets or behind a dot");
}

_Noreturn static void undeclared(lua_State *lua, const char *what, struct text owner, struct text name)
{
    struct text quoted = fault_quote(lua, name);
    fault_raise(lua, "%s%s%.*s has no field %.*s", what, owner.size ? " " : "", TEXT_ARGS(owner),
                TEXT_ARGS(quoted));
}

static const struct field *field_of(const struct fields *fields, struct text name)
{
    int32_t index = map_get(&fields->by_name, name);
    return index == MAP_NONE ? NULL : &fields->at[index];
}

static int index_data(lua_State *lua)
{
    const struct subject *subject = host_scope(lua)->subject;
    struct text name = key_of(lua);
    const struct field *field = field_of(&subject->definition->fields, name);
    if (!field) {
        undeclared(lua, "the workflow", subject->definition->name, name);
    }
    push_field(lua, field, field->computed ? NULL : json_get(&subject->data, name), 0);
    return 1;
}

static int index_group_of(lua_State *lua, const struct field *list, const struct json *group)
{
    struct text name = key_of(lua);
    if (text_is(name, "id")) {
        push_plain(lua, json_get(group, name));
        return 1;
    }
    const struct field *field = field_of(&list->of, name);
    if (!field) {
        undeclared(lua, "the list", list->name, name);
    }
    push_field(lua, field, json_get(group, name), (uint32_t)json_get_integer(group, "id", 0));
    return 1;
}

static int index_item(lua_State *lua)
{
    const struct scope *scope = host_scope(lua);
    if (!scope->list) {
        fault_raise(lua, "there is no item here: only the strands of an `each` have one");
    }
    return index_group_of(lua, scope->list, subject_item(scope->subject, scope->list, scope->item));
}

static int index_group(lua_State *lua)
{
    const struct box *box = box_at(lua, 1);
    if (box->field) {
        return index_group_of(lua, box->field, &box->json);
    }
    push_plain(lua, json_get(&box->json, key_of(lua)));
    return 1;
}

static int index_settings(lua_State *lua)
{
    struct text name = key_of(lua);
    const struct json *value = json_get(&box_at(lua, 1)->json, name);
    if (!value) {
        struct text quoted = fault_quote(lua, name);
        fault_raise(lua, "the manifest declares no setting %.*s", TEXT_ARGS(quoted));
    }
    push_plain(lua, value);
    return 1;
}

static int index_list(lua_State *lua)
{
    const struct box *box = box_at(lua, 1);
    if (!lua_isinteger(lua, 2)) {
        fault_raise(lua, "a list is read by position, [1], and its length is told by #");
    }
    lua_Integer index = lua_tointeger(lua, 2);
    if (index < 1 || index > (lua_Integer)box->json.count) {
        lua_pushnil(lua);
        return 1;
    }
    const struct json *element = &box->json.elements[index - 1];
    if (box->form) {
        push_record(lua, box->form, element);
    } else if (box->field) {
        push_json(lua, BOX_GROUP, element, box->field, NULL);
    } else {
        push_plain(lua, element);
    }
    return 1;
}

static int length_list(lua_State *lua)
{
    lua_pushinteger(lua, (lua_Integer)box_at(lua, 1)->json.count);
    return 1;
}

static int index_record(lua_State *lua)
{
    const struct box *box = box_at(lua, 1);
    struct text name = key_of(lua);
    if (index_record_own(lua)) {
        return 1;
    }
    for (size_t i = 0; i < box->form->count; i++) {
        const struct field *field = box->form->fields[i].field;
        if (text_equal(field->name, name)) {
            const struct json *value = json_get(json_member_of(&box->json, "data"), name);
            if (json_is_null(value)) {
                lua_pushnil(lua);
            } else {
                push_typed(lua, field, value);
            }
            return 1;
        }
    }
    undeclared(lua, "the form", box->form->name, name);
}

static int index_event_data(lua_State *lua)
{
    const struct event *event = host_scope(lua)->event;
    struct text name = key_of(lua);
    const struct json *value = event ? json_get(&event->data, name) : NULL;
    for (size_t i = 0; event && !json_is_null(value) && i < event->form_count; i++) {
        for (size_t j = 0; j < event->forms[i]->count; j++) {
            const struct field *field = event->forms[i]->fields[j].field;
            if (text_equal(field->name, name)) {
                push_answer(lua, field, value);
                return 1;
            }
        }
    }
    push_plain(lua, value);
    return 1;
}

static int index_tasks(lua_State *lua)
{
    const struct box *box = box_at(lua, 1);
    const struct subject *subject = host_scope(lua)->subject;
    size_t count = box->kind == BOX_TASKS ? subject->tasks.count : subject->deadlines.count;
    lua_Integer index = lua_isinteger(lua, 2) ? lua_tointeger(lua, 2) : 0;
    if (index < 1 || (uint64_t)index > count) {
        lua_pushnil(lua);
    } else if (box->kind == BOX_TASKS) {
        const struct task_state *state = &subject->tasks.at[index - 1];
        push_task(lua, state->task, state);
    } else {
        box_new(lua, BOX_DEADLINE)->index = index - 1;
    }
    return 1;
}

static int length_tasks(lua_State *lua)
{
    const struct box *box = box_at(lua, 1);
    const struct subject *subject = host_scope(lua)->subject;
    lua_pushinteger(lua,
                    (lua_Integer)(box->kind == BOX_TASKS ? subject->tasks.count : subject->deadlines.count));
    return 1;
}

static int refuse_writing(lua_State *lua)
{
    fault_raise(lua, "what a case holds is only read here: give back assign { … } to change it");
}

static const struct {
    const char *name;
    lua_CFunction index, length;
} kinds[BOX_COUNT] = {
    [BOX_DATE] = {"date", index_date, NULL},
    [BOX_INSTANT] = {"instant", index_instant, NULL},
    [BOX_DURATION] = {"duration", NULL, NULL},
    [BOX_LIST] = {"list", index_list, length_list},
    [BOX_GROUP] = {"group", index_group, NULL},
    [BOX_RECORD] = {"record", index_record, NULL},
    [BOX_SETTINGS] = {"settings", index_settings, NULL},
    [BOX_TASK] = {"task", index_task, NULL},
    [BOX_DEADLINE] = {"deadline", index_deadline, NULL},
    [BOX_TASKS] = {"list", index_tasks, length_tasks},
    [BOX_DEADLINES] = {"list", index_tasks, length_tasks},
    [BOX_DATA] = {"data", index_data, NULL},
    [BOX_ITEM] = {"item", index_item, NULL},
    [BOX_EVENT] = {"event", index_event, NULL},
    [BOX_EVENT_DATA] = {"data", index_event_data, NULL},
    [BOX_CASE] = {"case", index_case, NULL},
    [BOX_ACTOR] = {"actor", index_actor, NULL},
    [BOX_ROLES] = {"roles", index_roles, length_roles},
    [BOX_LINKS] = {"links", index_links, NULL},
    [BOX_PEOPLE] = {"people", index_people, NULL},
    [BOX_RULES] = {"rules", index_rules, NULL},
};

static void set_function(lua_State *lua, const char *name, lua_CFunction function)
{
    if (function) {
        lua_pushcfunction(lua, function);
        lua_setfield(lua, -2, name);
    }
}

void proxy_open(lua_State *lua)
{
    struct script *host = host_of(lua);
    for (enum box_kind kind = 0; kind < BOX_COUNT; kind++) {
        lua_newtable(lua);
        lua_pushstring(lua, kinds[kind].name);
        lua_setfield(lua, -2, "__name");
        set_function(lua, "__index", kinds[kind].index);
        set_function(lua, "__len", kinds[kind].length);
        set_function(lua, "__newindex", refuse_writing);
        host->metatables[kind] = luaL_ref(lua, LUA_REGISTRYINDEX);
    }
    for (enum box_kind kind = BOX_TASKS; kind < BOX_COUNT; kind++) {
        box_new(lua, kind)->generation = 0;
        host->roots[kind] = luaL_ref(lua, LUA_REGISTRYINDEX);
    }
}

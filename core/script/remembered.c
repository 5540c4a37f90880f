/* What a plugin's table has, remembered from one plan to the next, so that a plan that only wants to know
 * that a plugin has no such rule, or has a constant for it, need not make the table.
 *
 * A table is made of the plugin's code and its settings, without a case: the code's digest and the world's
 * name it, and it is the same each time. A function is never kept, since what it closes over must be fresh:
 * it is remembered that there is one. The making is charged to a plan at the first question, whether it takes
 * place or not, so that a budget ends at the same point whatever was remembered. */
#include "script/host.h"

/* In the table that keeps the plugin's chunk, beside it. */
enum { PLACE_WORLD = 2, PLACE_MEMBERS, PLACE_INSTRUCTIONS, PLACE_MEMORY };

/* Stands where a function, or a table, must be taken from a table made anew. */
static char to_be_made;

/* A world that was put together by hand has no name, and nothing is remembered of it. */
static bool is_named(const struct world *world)
{
    static const struct digest none;
    return !digest_equal(&world->digest, &none);
}

static void push_world(lua_State *lua)
{
    const struct digest *digest = &host_of(lua)->world->digest;
    lua_pushlstring(lua, (const char *)digest->bytes, sizeof digest->bytes);
}

/* Pushes the members, and gives what their table cost to make; false, and nothing, when they are not known.
 */
static bool push_members(lua_State *lua, const struct plugin *plugin, struct budget_use *cost)
{
    if (!is_named(host_of(lua)->world) || !chunk_push_kept(lua, plugin)) {
        return false;
    }
    push_world(lua);
    lua_rawgeti(lua, -2, PLACE_WORLD);
    bool known = lua_rawequal(lua, -1, -2);
    lua_pop(lua, 2);
    if (!known) {
        lua_pop(lua, 1);
        return false;
    }
    lua_rawgeti(lua, -1, PLACE_INSTRUCTIONS);
    lua_rawgeti(lua, -2, PLACE_MEMORY);
    *cost = (struct budget_use){.instructions = (uint64_t)lua_tointeger(lua, -2),
                                .memory = (size_t)lua_tointeger(lua, -1)};
    lua_pop(lua, 2);
    lua_rawgeti(lua, -1, PLACE_MEMBERS);
    lua_remove(lua, -2);
    return true;
}

/* Pushes what is kept of the value at the top. */
static void push_kept(lua_State *lua)
{
    const struct box *box = lua_touserdata(lua, -1);
    int type = lua_type(lua, -1);
    bool plain = type == LUA_TBOOLEAN || type == LUA_TNUMBER || type == LUA_TSTRING;
    if (plain || (type == LUA_TUSERDATA && box->kind <= BOX_DURATION)) {
        lua_pushvalue(lua, -1);
    } else {
        lua_pushlightuserdata(lua, &to_be_made);
    }
}

/* Leaves NAME → what is kept, of the part at the top. */
static void push_part(lua_State *lua)
{
    lua_newtable(lua);
    lua_pushnil(lua);
    while (lua_next(lua, -3)) {
        push_kept(lua);
        lua_remove(lua, -2);
        lua_pushvalue(lua, -2);
        lua_insert(lua, -2);
        lua_rawset(lua, -4);
    }
}

void members_note(lua_State *lua, const struct plugin *plugin, const struct budget_use *cost)
{
    struct budget *budget = &host_of(lua)->budget;
    budget->paused++;
    int instance = lua_gettop(lua);
    if (is_named(host_of(lua)->world) && chunk_push_kept(lua, plugin)) {
        lua_newtable(lua);
        lua_pushnil(lua);
        while (lua_next(lua, instance)) {
            if (lua_type(lua, -1) == LUA_TTABLE) {
                push_part(lua);
                lua_pushvalue(lua, -3);
                lua_insert(lua, -2);
                lua_rawset(lua, -5);
            }
            lua_pop(lua, 1);
        }
        lua_rawseti(lua, -2, PLACE_MEMBERS);
        push_world(lua);
        lua_rawseti(lua, -2, PLACE_WORLD);
        lua_pushinteger(lua, (lua_Integer)cost->instructions);
        lua_rawseti(lua, -2, PLACE_INSTRUCTIONS);
        lua_pushinteger(lua, (lua_Integer)cost->memory);
        lua_rawseti(lua, -2, PLACE_MEMORY);
    }
    lua_settop(lua, instance);
    budget->paused--;
}

enum member members_recall(lua_State *lua, const struct plugin *plugin, const char *part, struct text name)
{
    struct script *host = host_of(lua);
    struct budget_use cost;
    int top = lua_gettop(lua);
    /* An inquiry counts every instruction itself, so for it all is made. */
    if (lua_gethookcount(lua) != BUDGET_STEP || !push_members(lua, plugin, &cost)) {
        return MEMBER_UNKNOWN;
    }
    bool *charged = &host->plugins_charged[plugin - host->world->plugins];
    if (!*charged) {
        *charged = true;
        budget_repeat(lua, &cost);
    }
    enum member member = MEMBER_NONE;
    lua_pushstring(lua, part);
    if (lua_rawget(lua, -2) == LUA_TTABLE) {
        push_text(lua, name);
        int type = lua_rawget(lua, -2);
        member = type == LUA_TNIL                                 ? MEMBER_NONE
                 : lua_touserdata(lua, -1) == (void *)&to_be_made ? MEMBER_UNKNOWN
                                                                  : MEMBER_THERE;
    }
    if (member == MEMBER_THERE) {
        lua_replace(lua, top + 1);
    }
    lua_settop(lua, member == MEMBER_THERE ? top + 1 : top);
    return member;
}

void members_uncharge(lua_State *lua, const struct plugin *plugin)
{
    struct script *host = host_of(lua);
    struct budget_use cost;
    bool *charged = &host->plugins_charged[plugin - host->world->plugins];
    if (*charged && push_members(lua, plugin, &cost)) {
        lua_pop(lua, 1);
        budget_give_back(&host->budget, &cost);
    }
    *charged = true;
}

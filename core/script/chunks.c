/* Compiled code, kept: an expression's by its definition's digest and its index, a plugin's by the plugin's
 * digest. The oldest of SCRIPT_CACHE definitions (and of so many plugins) gives way. Compiling is the host's
 * work and not counted, but the watchdog sees it: some code takes long to read (thousands of labels).
 *
 * An expression becomes `return (EXPRESSION)` over the host's own names. A plugin's code takes its
 * environment as an argument, so that each fresh instance has its own; the words for it stand before its
 * first line, and lines keep their numbers. */
#include "script/host.h"

#include <string.h>

enum { PIECE_SIZE = 1024 /* bytes that are compiled from one look at the watchdog to the next */ };

struct pieces {
    struct text piece[3];
    size_t next;
};

static const char *next_piece(lua_State *lua, void *data, size_t *size)
{
    struct pieces *pieces = data;
    while (pieces->next < 3 && !pieces->piece[pieces->next].size) {
        pieces->next++;
    }
    if (pieces->next == 3) {
        return NULL;
    }
    struct text *piece = &pieces->piece[pieces->next], whole = *piece;
    *size = whole.size < PIECE_SIZE ? whole.size : PIECE_SIZE;
    *piece = text_part(whole, *size, whole.size);
    budget_look(lua);
    return whole.at;
}

/* Leaves the function or the message. */
static int compile(lua_State *lua, struct text before, struct text code, struct text after, const char *name)
{
    struct pieces pieces = {.piece = {before, code, after}};
    host_of(lua)->budget.paused++;
    int result = lua_load(lua, next_piece, &pieces, name, "t");
    host_of(lua)->budget.paused--;
    return result;
}

static int compile_expression(lua_State *lua, const struct expression *expression)
{
    int result = compile(lua, TEXT("return ("), expression->source, TEXT("\n)"), "=expression");
    if (result == LUA_OK) {
        lua_rawgeti(lua, LUA_REGISTRYINDEX, host_of(lua)->expression_names);
        if (!lua_setupvalue(lua, -2, 1)) {
            lua_pop(lua, 1); /* it reads no name at all */
        }
    }
    return result;
}

enum status chunk_compile(struct script *host, const struct expression *expression, struct error *error)
{
    enum status status = STATUS_OK;
    if (compile_expression(host->lua, expression) != LUA_OK) {
        struct text message = {0};
        message.at = lua_tolstring(host->lua, -1, &message.size);
        fault_line(message, &message);
        status = error_set(error, STATUS_INVALID, "%.*s", TEXT_ARGS(message));
    }
    lua_pop(host->lua, 1);
    return status;
}

static struct chunks *find_slot(struct chunks slots[SCRIPT_CACHE], const struct digest *digest)
{
    for (size_t i = 0; i < SCRIPT_CACHE; i++) {
        if (slots[i].used && digest_equal(&slots[i].digest, digest)) {
            return &slots[i];
        }
    }
    return NULL;
}

/* The slot of DIGEST among SLOTS: found, or made over the one that was not used for longest, with a new
 * table. */
static struct chunks *slot_of(lua_State *lua, struct chunks slots[SCRIPT_CACHE], const struct digest *digest)
{
    struct script *host = host_of(lua);
    struct chunks *oldest = &slots[0], *found = find_slot(slots, digest);
    if (found) {
        found->used = ++host->rounds;
        return found;
    }
    for (size_t i = 1; i < SCRIPT_CACHE; i++) {
        oldest = slots[i].used < oldest->used ? &slots[i] : oldest;
    }
    if (oldest->used) {
        luaL_unref(lua, LUA_REGISTRYINDEX, oldest->table);
        oldest->used = 0;
    }
    host->budget.paused++;
    lua_newtable(lua);
    oldest->table = luaL_ref(lua, LUA_REGISTRYINDEX);
    host->budget.paused--;
    oldest->digest = *digest;
    oldest->used = ++host->rounds;
    return oldest;
}

static struct chunks *definition_slot(lua_State *lua, const struct definition *definition)
{
    struct script *host = host_of(lua);
    struct chunks *last = &host->definitions[host->last];
    if (last->used && digest_equal(&last->digest, &definition->digest)) {
        return last;
    }
    last = slot_of(lua, host->definitions, &definition->digest);
    host->last = (size_t)(last - host->definitions);
    return last;
}

/* Keeps the function on top of the stack as number INDEX of the table at -2. */
static void keep(lua_State *lua, lua_Integer index)
{
    host_of(lua)->budget.paused++;
    lua_pushvalue(lua, -1);
    lua_rawseti(lua, -3, index);
    host_of(lua)->budget.paused--;
}

void chunk_push(lua_State *lua, const struct definition *definition, const struct expression *expression)
{
    struct chunks *chunks = definition_slot(lua, definition);
    lua_rawgeti(lua, LUA_REGISTRYINDEX, chunks->table);
    if (lua_rawgeti(lua, -1, (lua_Integer)expression->index + 1) == LUA_TNIL) {
        lua_pop(lua, 1);
        if (compile_expression(lua, expression) != LUA_OK) {
            lua_error(lua);
        }
        keep(lua, (lua_Integer)expression->index + 1);
    }
    lua_remove(lua, -2);
}

void chunk_push_plugin(lua_State *lua, const struct plugin *plugin)
{
    struct chunks *chunks = slot_of(lua, host_of(lua)->plugins, &plugin->digest);
    lua_rawgeti(lua, LUA_REGISTRYINDEX, chunks->table);
    if (lua_rawgeti(lua, -1, 1) == LUA_TNIL) {
        lua_pop(lua, 1);
        if (compile(lua, TEXT("local _ENV = ...; "), plugin->code, (struct text){0}, "=plugin") != LUA_OK) {
            lua_error(lua);
        }
        keep(lua, 1);
    }
    lua_remove(lua, -2);
}

bool chunk_push_kept(lua_State *lua, const struct plugin *plugin)
{
    const struct chunks *slot = find_slot(host_of(lua)->plugins, &plugin->digest);
    if (slot) {
        lua_rawgeti(lua, LUA_REGISTRYINDEX, slot->table);
    }
    return slot;
}

bool chunk_compiles(struct script *host, const struct plugin *plugin)
{
    bool compiles = compile(host->lua, (struct text){0}, plugin->code, (struct text){0}, "=plugin") == LUA_OK;
    lua_pop(host->lua, 1);
    return compiles;
}

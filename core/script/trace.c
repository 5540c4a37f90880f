/* Where in a plugin it went wrong: the frames of its own code, never those of the host, of another plugin or
 * of what a case holds. */
#include "script/host.h"

#include <stdio.h>
#include <string.h>

enum {
    TRACE_LEVELS = 200, /* of the stack that are looked at */
    TRACE_FRAMES = 8    /* that are told, from the innermost */
};

static bool is_plugins(const lua_Debug *record)
{
    return record->currentline > 0 && strcmp(record->source, "=plugin") == 0;
}

uint32_t trace_line(lua_State *lua)
{
    lua_Debug record;
    for (int level = 0; level < TRACE_LEVELS && lua_getstack(lua, level, &record); level++) {
        lua_getinfo(lua, "Sl", &record);
        if (is_plugins(&record)) {
            return (uint32_t)record.currentline;
        }
    }
    return 0;
}

/* "plugins/rbkc/init.lua:12 in is_near"; what does not fit is left out. */
static size_t add_frame(struct script *host, size_t size, const lua_Debug *record)
{
    struct text file = host->context.plugin ? host->context.plugin->file : TEXT("plugin");
    char line[ERROR_TRACE_SIZE];
    int length = snprintf(line, sizeof line, "%s%.*s:%d%s%s", size ? "\n" : "", TEXT_ARGS(file),
                          record->currentline, record->name ? " in " : "", record->name ? record->name : "");
    if (length < 0 || size + (size_t)length >= sizeof host->trace) {
        return size;
    }
    memcpy(host->trace + size, line, (size_t)length + 1);
    return size + (size_t)length;
}

/* How many calls stand on the stack; it may be as deep as a stack that has overflown, so it is halved. */
static int height(lua_State *lua)
{
    lua_Debug record;
    int low = 0, high = 1;
    while (lua_getstack(lua, high, &record)) {
        low = high;
        high *= 2;
    }
    while (low + 1 < high) {
        int middle = low + (high - low) / 2;
        if (lua_getstack(lua, middle, &record)) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return low + 1;
}

/* A message handler: from here to the call that was protected. The error stays as it is. */
static int note(lua_State *lua)
{
    struct script *host = host_of(lua);
    lua_Debug record;
    size_t size = 0, frames = 0;
    int own = height(lua) - host->traced;
    host->trace[0] = '\0';
    host->traced_line = 0;
    for (int level = 0; level < own && level < TRACE_LEVELS && lua_getstack(lua, level, &record); level++) {
        lua_getinfo(lua, "nSl", &record);
        if (is_plugins(&record) && frames < TRACE_FRAMES) {
            host->traced_line = frames ? host->traced_line : (uint32_t)record.currentline;
            size = add_frame(host, size, &record);
            frames++;
        }
    }
    if (frames < 2) {
        host->trace[0] = '\0';
    }
    return 1;
}

int trace_call(lua_State *lua, int count, int results)
{
    struct script *host = host_of(lua);
    int before = host->traced, base = lua_gettop(lua) - count;
    host->traced = height(lua);
    host->trace[0] = '\0';
    host->traced_line = 0;
    lua_pushcfunction(lua, note);
    lua_insert(lua, base);
    int result = lua_pcall(lua, count, results, base);
    lua_remove(lua, base);
    host->traced = before;
    return result;
}

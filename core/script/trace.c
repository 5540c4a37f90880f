/* Where in a plugin it went wrong: the frames of its own code, never those of the host, of another plugin or
 * of what a case holds. */
#include "script/host.h"

#include <string.h>

enum { TRACE_LEVELS = 200 /* of the stack that are looked at */ };

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

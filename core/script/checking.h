/* Inside of check: what is being looked at. Private to this room. */
#ifndef CASEWAY_SCRIPT_CHECKING_H
#define CASEWAY_SCRIPT_CHECKING_H

#include "definition/node.h"
#include "script/host.h"

struct probe {
    const struct world *world;
    const struct plugin *plugin;
    struct source source;
    struct text rule;
    bool answers;
};

/* Checks the part NAME of a plugin's table, whose value is on top of the stack. */
void check_part(lua_State *lua, const struct probe *probe, struct text name);

#endif

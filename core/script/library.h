/* Between library.c, library_table.c and library_pattern.c, and for check.c. */
#ifndef CASEWAY_SCRIPT_LIBRARY_H
#define CASEWAY_SCRIPT_LIBRARY_H

#include <lauxlib.h>

extern const luaL_Reg table_functions[], pattern_functions[];
/* Sorts the list at index TABLE, stably, by the function at index BEFORE (0: by <). */
void table_sort(lua_State *lua, int table, int before);

/* Pushes a table of the keys of the table at index TABLE, sorted; raises when one is neither number nor text.
 */
void table_keys(lua_State *lua, int table);

#endif

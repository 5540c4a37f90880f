/* Between library.c, library_meta.c, library_table.c and library_pattern.c, and for check.c. */
#ifndef CASEWAY_SCRIPT_LIBRARY_H
#define CASEWAY_SCRIPT_LIBRARY_H

#include <lauxlib.h>
#include <stdbool.h>

extern const luaL_Reg table_functions[], pattern_functions[], meta_functions[];

/* Marks the metatable on top as the host's: a table that has it is never written to. */
void table_seal(lua_State *lua);
/* Raises unless a script may write to what stands at INDEX, past any metatable: a table that is not sealed.
 */
void table_must_be_own(lua_State *lua, int index);
/* True when the key at A comes before the one at B: numbers before texts, each ascending. */
bool table_key_before(lua_State *lua, int a, int b);
/* Sorts the list at index TABLE, stably, by the function at index BEFORE (0: by <). */
void table_sort(lua_State *lua, int table, int before);

/* format() of plain values alone. Upvalue: Lua's. */
int library_format(lua_State *lua);
/* Pushes a table of the keys of the table at index TABLE, sorted; raises when one is neither number nor text.
 */
void table_keys(lua_State *lua, int table);

#endif

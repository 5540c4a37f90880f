/* The plugin API, declared: every name that a plugin finds, with its type and one sentence. Private to this
 * room.
 *
 * The reference page and the stubs for editors are made from these tables (declared_write.c), `check` knows a
 * plugin's names from them (code_check.c), members of the case and its parts are looked up in them
 * (declared_read), and a function of ours is registered only if it stands here (declared_register). The API
 * changes only by adding: what goes out of use stays, and says what to write instead.
 *
 * Types are in the words of the Lua language server: `integer`, `Date?` (may be nil), `Date|Instant`. */
#ifndef CASEWAY_SCRIPT_DECLARED_H
#define CASEWAY_SCRIPT_DECLARED_H

#include "definition/node.h"
#include "script/host.h"

struct declared {
    const char *name;
    const char *takes;   /* a function's parameters, "text: string, day?: Date"; NULL: it is no function */
    const char *gives;   /* its type, or what the function gives; NULL: nothing */
    const char *about;   /* a sentence */
    lua_CFunction read;  /* of a member: pushes its value; its holder stands at index 1 */
    const char *instead; /* not NULL: it is deprecated, and this is to be written */
    unsigned since;      /* the API from which it is there; 0 is 1 */
};

enum declared_kind {
    DECLARED_NAMES,   /* global names */
    DECLARED_LIBRARY, /* functions in a table of Lua's, which editors know */
    DECLARED_MEMBERS, /* what can be read of a value */
    DECLARED_PARTS    /* what init.lua returns */
};

struct declared_table {
    enum declared_kind kind;
    const char *name;  /* "string"; the type that has these members: "Case" */
    const char *named; /* what holds such a value wherever it stands, "case"; NULL: nothing */
    const char *about;
    const struct declared *at;
    size_t count;
};

/* Sets an ARRAY as a table's rows. */
#define DECLARED_ROWS(array) .at = (array), .count = sizeof(array) / sizeof *(array)

extern const struct declared_table declared_names, declared_lua, declared_string, declared_table_library,
    declared_math, declared_parts, declared_case, declared_event, declared_actor, declared_task,
    declared_deadline, declared_record, declared_date, declared_instant;
/* All of them, in the order of the reference; ends with NULL. */
extern const struct declared_table *const declared_all[];

/* The row of that name, or NULL. */
const struct declared *declared_find(const struct declared_table *table, struct text name);
/* Pushes the member of TABLE that index 2 names, of the value at index 1; raises when there is none. WHAT is
 * the value's name in the message: "case", "a task". */
int declared_read(lua_State *lua, const struct declared_table *table, const char *what);
/* Puts FUNCTIONS into the table on top of the stack; one that is not declared is a bug. */
void declared_register(lua_State *lua, const luaL_Reg *functions);

/* Warns of each name in SOURCE's code that neither the code gives a value to nor TABLES (up to NULL) declare,
 * and of each that is deprecated. */
void code_check(struct arena *arena, const struct source *source, const struct declared_table *const *tables);

#endif

/* Lua's own libraries, as far as a plugin has them. */
#include "script/declared.h"

static const struct declared string_functions[] = {
    {.name = "byte",
     .takes = "text: string, from?: integer, to?: integer",
     .gives = "integer",
     .about = "As Lua's."},
    {.name = "char", .takes = "...: integer", .gives = "string", .about = "As Lua's."},
    {.name = "find",
     .takes = "text: string, pattern: string, from?: integer, plain?: boolean",
     .gives = "integer?, integer?",
     .about = "As Lua's; its steps are counted."},
    {.name = "format",
     .takes = "pattern: string, ...: string|number",
     .gives = "string",
     .about = "As Lua's, of texts and numbers, without `%p`."},
    {.name = "gsub",
     .takes = "text: string, pattern: string, by: any, most?: integer",
     .gives = "string, integer",
     .about = "As Lua's; its steps are counted."},
    {.name = "len", .takes = "text: string", .gives = "integer", .about = "As Lua's: bytes."},
    {.name = "lower", .takes = "text: string", .gives = "string", .about = "As Lua's."},
    {.name = "match",
     .takes = "text: string, pattern: string, from?: integer",
     .gives = "string?",
     .about = "As Lua's; its steps are counted."},
    {.name = "rep",
     .takes = "text: string, times: integer, between?: string",
     .gives = "string",
     .about = "As Lua's; bounded."},
    {.name = "reverse", .takes = "text: string", .gives = "string", .about = "As Lua's."},
    {.name = "sub",
     .takes = "text: string, from: integer, to?: integer",
     .gives = "string",
     .about = "As Lua's."},
    {.name = "upper", .takes = "text: string", .gives = "string", .about = "As Lua's."},
};

const struct declared_table declared_string = {
    .kind = DECLARED_LIBRARY,
    .name = "string",
    .about = "Texts have these as methods too: `text:upper()`.",
    DECLARED_ROWS(string_functions),
};

static const struct declared of_tables[] = {
    {.name = "concat",
     .takes = "list: table, between?: string, from?: integer, to?: integer",
     .gives = "string",
     .about = "As Lua's; bounded."},
    {.name = "insert", .takes = "list: table, at: any, value?: any", .about = "As Lua's; bounded."},
    {.name = "remove", .takes = "list: table, at?: integer", .gives = "any", .about = "As Lua's; bounded."},
    {.name = "sort",
     .takes = "list: table, before?: fun(a: any, b: any): boolean",
     .about = "As Lua's; equal ones keep their order."},
    {.name = "unpack",
     .takes = "list: table, from?: integer, to?: integer",
     .gives = "any",
     .about = "As Lua's; bounded."},
};

const struct declared_table declared_table_library = {
    .kind = DECLARED_LIBRARY,
    .name = "table",
    .about = "They work on a plugin's own tables; what a case holds is only read.",
    DECLARED_ROWS(of_tables),
};

static const struct declared of_math[] = {
    {.name = "abs", .takes = "x: number", .gives = "number", .about = "As Lua's."},
    {.name = "ceil", .takes = "x: number", .gives = "integer", .about = "As Lua's."},
    {.name = "floor", .takes = "x: number", .gives = "integer", .about = "As Lua's."},
    {.name = "fmod", .takes = "x: number, y: number", .gives = "number", .about = "As Lua's."},
    {.name = "huge", .gives = "number", .about = "As Lua's."},
    {.name = "max", .takes = "x: number, ...: number", .gives = "number", .about = "As Lua's."},
    {.name = "maxinteger", .gives = "integer", .about = "As Lua's."},
    {.name = "min", .takes = "x: number, ...: number", .gives = "number", .about = "As Lua's."},
    {.name = "mininteger", .gives = "integer", .about = "As Lua's."},
    {.name = "modf", .takes = "x: number", .gives = "number, number", .about = "As Lua's."},
    {.name = "pi", .gives = "number", .about = "As Lua's."},
    {.name = "sqrt", .takes = "x: number", .gives = "number", .about = "As Lua's."},
    {.name = "tointeger", .takes = "x: number", .gives = "integer?", .about = "As Lua's."},
    {.name = "type", .takes = "x: any", .gives = "string?", .about = "As Lua's."},
    {.name = "ult", .takes = "a: integer, b: integer", .gives = "boolean", .about = "As Lua's."},
};

const struct declared_table declared_math = {
    .kind = DECLARED_LIBRARY,
    .name = "math",
    .about = "What gives the same answer on every machine.",
    DECLARED_ROWS(of_math),
};

/* See lua_grammar.h. Each choice takes a byte; when the bytes run out, every choice is the first, which ends.
 */
#include "lua_grammar.h"

enum { DEPTH = 6, STATEMENTS = 40 };

struct maker {
    struct buffer out;
    const uint8_t *at, *end;
    unsigned depth, statements;
};

static unsigned choice(struct maker *maker, unsigned among)
{
    return maker->at < maker->end ? *maker->at++ % among : 0;
}

static void say(struct maker *maker, const char *words)
{
    buffer_string(&maker->out, words);
}

#define SAY_ONE(maker, list) say((maker), (list)[choice((maker), sizeof(list) / sizeof *(list))])

/* What stands in an expression by itself. */
static const char *const atoms[] = {"nil",
                                    "0",
                                    "1",
                                    "a",
                                    "b",
                                    "t",
                                    "f",
                                    "''",
                                    "'abc'",
                                    "true",
                                    "-1",
                                    "2^53",
                                    "0/0",
                                    "1e308*10",
                                    "math.maxinteger",
                                    "math.mininteger",
                                    "{}",
                                    "{1,2,3}",
                                    "{x=1,y=2}",
                                    "case",
                                    "event",
                                    "case.data",
                                    "case.data.name",
                                    "case.data.kinds",
                                    "case.data.day",
                                    "case.data.children",
                                    "case.tasks",
                                    "case.deadlines",
                                    "case.links",
                                    "event.data",
                                    "actor.roles",
                                    "settings",
                                    "today",
                                    "now",
                                    "days(1)",
                                    "working_days(-3)",
                                    "months(13)",
                                    "date(2026,2,29)",
                                    "string",
                                    "table",
                                    "math",
                                    "_ENV",
                                    "string.rep('a',99)",
                                    "'%d+(.-)%1'",
                                    "'[^%s]*$'",
                                    "'%b()%f[%w]'",
                                    "'\\0\\xff\\u{20AC}'",
                                    "getmetatable(t)"};
static const char *const operators[] = {"+",  "-", "*",  "/",   "//", "%", "^", "..", "==", "~=", "<",
                                        "<=", ">", ">=", "and", "or", "&", "|", "~",  "<<", ">>"};
static const char *const functions[] = {"type",
                                        "tostring",
                                        "tonumber",
                                        "words",
                                        "pcall",
                                        "error",
                                        "assert",
                                        "pairs",
                                        "ipairs",
                                        "next",
                                        "select",
                                        "rawget",
                                        "rawset",
                                        "rawlen",
                                        "rawequal",
                                        "setmetatable",
                                        "getmetatable",
                                        "string.rep",
                                        "string.format",
                                        "string.find",
                                        "string.match",
                                        "string.gmatch",
                                        "string.gsub",
                                        "string.byte",
                                        "string.char",
                                        "string.sub",
                                        "table.insert",
                                        "table.remove",
                                        "table.sort",
                                        "table.concat",
                                        "table.unpack",
                                        "table.pack",
                                        "table.move",
                                        "math.floor",
                                        "math.max",
                                        "math.fmod",
                                        "math.tointeger",
                                        "date",
                                        "duration",
                                        "earliest",
                                        "not_before",
                                        "days",
                                        "In",
                                        "entered",
                                        "reached",
                                        "task",
                                        "answers",
                                        "count",
                                        "assign",
                                        "raise",
                                        "notify",
                                        "refuse",
                                        "log",
                                        "rules.attack",
                                        "rules.often",
                                        "f",
                                        "t",
                                        "string.upper",
                                        "string.reverse",
                                        "string.len"};
static const char *const events[] = {"__index", "__newindex", "__call", "__add",  "__concat",   "__len",
                                     "__eq",    "__lt",       "__le",   "__unm",  "__tostring", "__gc",
                                     "__mode",  "__close",    "__name", "__pairs"};

static void expression(struct maker *maker);
static void block(struct maker *maker);

static void arguments(struct maker *maker)
{
    unsigned count = choice(maker, 5);
    say(maker, "(");
    for (unsigned i = 0; i < count; i++) {
        say(maker, i ? "," : "");
        expression(maker);
    }
    say(maker, ")");
}

static void function(struct maker *maker)
{
    say(maker, "function(a,b,...) ");
    block(maker);
    say(maker, " return ");
    expression(maker);
    say(maker, " end");
}

static void metatable(struct maker *maker)
{
    say(maker, "setmetatable({},{");
    SAY_ONE(maker, events);
    say(maker, "=");
    expression(maker);
    say(maker, "})");
}

static void deep_expression(struct maker *maker)
{
    switch (choice(maker, 7)) {
    case 0:
        say(maker, "(");
        expression(maker);
        say(maker, " ");
        SAY_ONE(maker, operators);
        say(maker, " ");
        expression(maker);
        say(maker, ")");
        break;
    case 1:
    case 2:
        SAY_ONE(maker, functions);
        arguments(maker);
        break;
    case 3:
        say(maker, "(");
        function(maker);
        say(maker, ")");
        break;
    case 4:
        metatable(maker);
        break;
    case 5:
        say(maker, "{");
        expression(maker);
        say(maker, ",x=");
        expression(maker);
        say(maker, ",[1]=");
        expression(maker);
        say(maker, "}");
        break;
    default:
        say(maker, choice(maker, 2) ? "#(" : "-(");
        expression(maker);
        say(maker, ")");
        break;
    }
}

static void expression(struct maker *maker)
{
    if (maker->depth >= DEPTH || choice(maker, 3) == 0) {
        SAY_ONE(maker, atoms);
        return;
    }
    maker->depth++;
    deep_expression(maker);
    maker->depth--;
}

static void loop(struct maker *maker)
{
    static const char *const heads[] = {"for a=1,3 do ", "while a do ", "for a,b in pairs(t) do ",
                                        "for a in string.gmatch('a b','%w') do ", "for a=1,1e9 do "};
    SAY_ONE(maker, heads);
    block(maker);
    say(maker, choice(maker, 2) ? " break end " : " end ");
}

static void statement(struct maker *maker)
{
    static const char *const targets[] = {
        "a=", "b=", "t=", "t[1]=", "t.x=", "f=", "leak=", "string.x=", "case.x="};
    switch (choice(maker, 6)) {
    case 0:
    case 1:
        SAY_ONE(maker, targets);
        expression(maker);
        break;
    case 2:
        say(maker, "f(");
        expression(maker);
        say(maker, ")");
        break;
    case 3:
        say(maker, "if ");
        expression(maker);
        say(maker, " then ");
        block(maker);
        say(maker, " end");
        break;
    case 4:
        loop(maker);
        break;
    default:
        say(maker, "local c=");
        expression(maker);
        break;
    }
    say(maker, "\n");
}

static void block(struct maker *maker)
{
    unsigned count = choice(maker, 4);
    if (maker->depth >= DEPTH) {
        return;
    }
    maker->depth++;
    for (unsigned i = 0; i < count && maker->statements < STATEMENTS; i++) {
        maker->statements++;
        statement(maker);
    }
    maker->depth--;
}

struct text lua_from_bytes(struct arena *arena, const uint8_t *data, size_t size)
{
    struct maker maker = {.at = data, .end = data + size};
    buffer_init(&maker.out, arena);
    say(&maker, "local t, f = {}, pcall\n");
    block(&maker);
    say(&maker, "local function attack(case, event)\n  local a, b\n");
    for (int i = 0; i < 4; i++) {
        block(&maker);
    }
    say(&maker, "  return ");
    expression(&maker);
    say(&maker, ", ");
    expression(&maker);
    say(&maker, "\nend\nreturn { rules = { attack = attack, often = attack }, actions = { attack = attack },"
                " on = { ['state.entered.open'] = attack } }\n");
    return buffer_result(&maker.out);
}

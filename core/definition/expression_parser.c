/* One Lua expression, read by recursive descent with precedence climbing, as Lua's own parser does it
 * (lparser.c's order and limits of precedence: manual §3.4.8).
 *
 *   subexpression → (unary subexpression | simple) { binary subexpression }
 *   simple        → number | string | constant | table | suffixed
 *   suffixed      → (NAME | "(" expression ")") { "." NAME | "[" expression "]" | ":" NAME arguments |
 * arguments }
 *
 * No tree is kept: what is kept are the reads, in the order in which they begin. After a fault every token is
 * TOKEN_END, so that everything returns soon; the first fault is the one that is told. Depth is counted at
 * each level of nesting, so no input exhausts the stack. */
#include "definition/expression_parser.h"

#include "definition/source.h"

struct parser {
    struct arena *arena;
    struct lexer lexer;
    struct token token; /* the next one */
    size_t end;         /* of the last one taken */
    unsigned depth;
    const struct text *further;
    size_t further_count;
    VECTOR(struct read)
    reads;
};

static void expression(struct parser *parser, unsigned limit);

static void advance(struct parser *parser)
{
    parser->end = parser->token.start + parser->token.size;
    parser->token = lexer_next(&parser->lexer);
}

static struct text spelt(const struct parser *parser)
{
    return text_part(parser->lexer.source, parser->token.start, parser->token.size);
}

static bool is_sign(const struct parser *parser, const char *sign)
{
    return parser->token.kind == TOKEN_SIGN && text_is(spelt(parser), sign);
}

static bool take_sign(struct parser *parser, const char *sign)
{
    if (!is_sign(parser, sign)) {
        return false;
    }
    advance(parser);
    return true;
}

#define fail(parser, at, hint, ...) expression_fail(&(parser)->lexer, STATUS_INVALID, at, hint, __VA_ARGS__)

static void unexpected(struct parser *parser, const char *wanted)
{
    if (parser->token.kind == TOKEN_END) {
        fail(parser, parser->token.start, NULL, "the expression ends where %s should stand", wanted);
    } else if (is_sign(parser, "=")) {
        fail(parser, parser->token.start, "a comparison is written ==", "\"=\" cannot stand here");
    } else {
        fail(parser, parser->token.start, NULL, "\"%.*s\" stands where %s should",
             TEXT_ARGS(text_shown(spelt(parser))), wanted);
    }
}

static void expect(struct parser *parser, const char *sign, const char *words)
{
    if (!take_sign(parser, sign)) {
        unexpected(parser, words);
    }
}

static bool enter(struct parser *parser)
{
    if (++parser->depth > EXPRESSION_DEPTH_LIMIT) {
        expression_fail(&parser->lexer, STATUS_LIMIT, parser->token.start, "split it, or ask a plugin's rule",
                        "the expression is nested more than %d deep", EXPRESSION_DEPTH_LIMIT);
        parser->token = (struct token){.kind = TOKEN_END, .start = parser->token.start};
        return false;
    }
    return true;
}

/* --- tables and arguments --- */

/* True when the token is a name and the next one a single "=". */
static bool at_named_field(const struct parser *parser)
{
    struct expression_fault fault = {0};
    struct lexer ahead = parser->lexer;
    ahead.fault = &fault;
    struct token next = lexer_next(&ahead);
    return parser->token.kind == TOKEN_NAME && next.kind == TOKEN_SIGN &&
           text_is(text_part(parser->lexer.source, next.start, next.size), "=");
}

static void table_field(struct parser *parser)
{
    if (take_sign(parser, "[")) {
        expression(parser, 0);
        expect(parser, "]", "\"]\"");
        expect(parser, "=", "\"=\"");
    } else if (at_named_field(parser)) {
        advance(parser);
        advance(parser);
    }
    expression(parser, 0);
}

static void table(struct parser *parser)
{
    advance(parser);
    while (!is_sign(parser, "}") && parser->token.kind != TOKEN_END) {
        table_field(parser);
        if (!take_sign(parser, ",")) {
            break;
        }
    }
    expect(parser, "}", "\"}\"");
}

static bool at_arguments(const struct parser *parser)
{
    return is_sign(parser, "(") || is_sign(parser, "{") || parser->token.kind == TOKEN_STRING;
}

static void arguments(struct parser *parser)
{
    if (parser->token.kind == TOKEN_STRING) {
        advance(parser);
    } else if (is_sign(parser, "{")) {
        table(parser);
    } else if (take_sign(parser, "(") && !take_sign(parser, ")")) {
        do {
            expression(parser, 0);
        } while (take_sign(parser, ","));
        expect(parser, ")", "\")\"");
    }
}

/* --- names --- */

static struct text take_name(struct parser *parser)
{
    struct text name = spelt(parser);
    if (parser->token.kind != TOKEN_NAME) {
        unexpected(parser, "a name");
        return (struct text){0};
    }
    advance(parser);
    return name;
}

/* The member that a "." or ["…"] names, taken; false, with nothing taken, when there is none. */
static bool take_member(struct parser *parser, struct text *member)
{
    if (take_sign(parser, ".")) {
        *member = take_name(parser);
        return true;
    }
    if (!is_sign(parser, "[")) {
        return false;
    }
    struct parser before = *parser;
    advance(parser);
    *member = parser->token.string;
    if (parser->token.kind == TOKEN_STRING) {
        advance(parser);
        if (take_sign(parser, "]")) {
            return true;
        }
    }
    *parser = before;
    return false;
}

/* The literal text that is the first argument of the call that begins here; the empty text when it is
 * computed. */
static struct text literal_argument(const struct parser *parser)
{
    if (parser->token.kind == TOKEN_STRING) {
        return parser->token.string;
    }
    struct expression_fault fault = {0};
    struct lexer ahead = parser->lexer;
    ahead.fault = &fault;
    if (!is_sign(parser, "(")) {
        return (struct text){0};
    }
    struct token argument = lexer_next(&ahead), next = lexer_next(&ahead);
    struct text sign = text_part(parser->lexer.source, next.start, next.size);
    bool alone = next.kind == TOKEN_SIGN && (text_is(sign, ")") || text_is(sign, ","));
    return argument.kind == TOKEN_STRING && alone ? argument.string : (struct text){0};
}

/* True when the call that begins here has no argument. */
static bool is_bare_call(const struct parser *parser)
{
    struct expression_fault fault = {0};
    struct lexer ahead = parser->lexer;
    ahead.fault = &fault;
    struct token next = lexer_next(&ahead);
    return is_sign(parser, "(") && text_is(text_part(parser->lexer.source, next.start, next.size), ")");
}

static size_t begin_read(struct parser *parser, int kind, size_t start)
{
    vector_push(parser->arena, &parser->reads,
                (struct read){.kind = (enum read_kind)kind, .start = (uint32_t)start});
    return parser->reads.count - 1;
}

static void end_read(struct parser *parser, size_t index)
{
    struct read *read = &parser->reads.at[index];
    read->size = (uint32_t)(parser->end - read->start);
}

/* data.NAME, event.data.NAME, rules.NAME(…): the group's name is taken already. */
static void group(struct parser *parser, const struct language_name *known, size_t start)
{
    size_t index = begin_read(parser, known->reads, start);
    struct text name = {0}, member = {0};
    if (take_member(parser, &name) && known->reads == READ_EVENT && text_is(name, "data")) {
        take_member(parser, &member);
    }
    if (known->reads == READ_RULE && name.size == 0) {
        fail(parser, start, "rules.NAME() asks one of them", "\"rules\" stands alone");
    } else if (known->reads == READ_RULE && !at_arguments(parser)) {
        fail(parser, parser->end, "it is asked with brackets: rules.NAME()", "\"rules.%.*s\" is not asked",
             TEXT_ARGS(text_shown(name)));
    } else if (known->reads == READ_RULE) {
        arguments(parser);
    } else if (name.size == 0 && take_sign(parser, "[")) {
        expression(parser, 0);
        expect(parser, "]", "\"]\"");
    }
    parser->reads.at[index].name = name;
    parser->reads.at[index].member = member;
    end_read(parser, index);
}

/* first("needs").at: the function's name is taken already. */
static void function(struct parser *parser, const struct language_name *known, size_t start)
{
    if (!at_arguments(parser)) {
        fail(parser, start, "a function is called with brackets", "\"%s\" is not called", known->name);
        return;
    }
    struct text argument = literal_argument(parser);
    /* The financial year of a date that is given reads no clock. */
    if (known->reads == READS_NOTHING || (known->reads == READ_NOW && !is_bare_call(parser))) {
        arguments(parser);
        return;
    }
    size_t index = begin_read(parser, known->reads, start);
    arguments(parser);
    bool whole = text_is(text_of(known->name), "answers") || text_is(text_of(known->name), "count");
    struct text member = {0};
    if (known->reads == READ_TASK || (known->reads == READ_ANSWERS && !whole)) {
        take_member(parser, &member);
    }
    struct read *read = &parser->reads.at[index];
    read->function = text_of(known->name);
    read->name = argument;
    read->member = member;
    end_read(parser, index);
}

static void library(struct parser *parser, const struct language_name *known)
{
    size_t start = parser->token.start + 1, count = 0;
    struct text member = {0};
    if (!take_member(parser, &member)) {
        unexpected(parser, "\".\" and a name");
        return;
    }
    struct text choices[32];
    for (; known->members[count]; count++) {
        choices[count] = text_of(known->members[count]);
        if (text_equal(choices[count], member)) {
            return;
        }
    }
    struct text nearest = text_nearest(member, choices, count);
    const char *hint =
        nearest.size ? arena_printf(parser->arena, "did you mean %s.%.*s?", known->name, TEXT_ARGS(nearest))
                     : NULL;
    fail(parser, start, hint, "\"%s\" has no \"%.*s\"", known->name, TEXT_ARGS(text_shown(member)));
}

static bool is_further(const struct parser *parser, struct text name)
{
    for (size_t i = 0; i < parser->further_count; i++) {
        if (text_equal(parser->further[i], name)) {
            return true;
        }
    }
    return false;
}

static void unknown(struct parser *parser, struct text name, size_t start)
{
    struct expression_fault *fault = parser->lexer.fault;
    bool first = fault->status == STATUS_OK;
    struct text nearest = language_name_nearest(parser->arena, name, parser->further, parser->further_count);
    const char *hint =
        nearest.size ? arena_printf(parser->arena, "did you mean \"%.*s\"?", TEXT_ARGS(nearest)) : NULL;
    fail(parser, start, hint, "there is no \"%.*s\"", TEXT_ARGS(text_shown(name)));
    if (first) {
        fault->unknown = name;
    }
}

static void name(struct parser *parser)
{
    size_t start = parser->token.start;
    struct text text = take_name(parser);
    const struct language_name *known = language_name_of(text);
    if (is_further(parser, text)) {
        size_t index = begin_read(parser, READ_NAME, start);
        parser->reads.at[index].name = text;
        end_read(parser, index);
    } else if (!known) {
        unknown(parser, text, start);
    } else if (known->class == NAME_GROUP) {
        group(parser, known, start);
    } else if (known->class == NAME_FUNCTION) {
        function(parser, known, start);
    } else if (known->class == NAME_LIBRARY) {
        library(parser, known);
    } else {
        size_t index = begin_read(parser, known->reads, start);
        parser->reads.at[index].function = (struct text){0};
        parser->reads.at[index].name = text;
        end_read(parser, index);
        if (at_arguments(parser)) {
            fail(parser, parser->token.start, "leave the brackets out", "\"%s\" is a value, not a function",
                 known->name);
        }
    }
}

/* --- expressions --- */

static void suffixed(struct parser *parser)
{
    if (take_sign(parser, "(")) {
        expression(parser, 0);
        expect(parser, ")", "\")\"");
    } else if (parser->token.kind == TOKEN_NAME) {
        name(parser);
    } else {
        unexpected(parser, "a value");
        return;
    }
    while (parser->token.kind != TOKEN_END) {
        if (take_sign(parser, ".")) {
            take_name(parser);
        } else if (take_sign(parser, "[")) {
            expression(parser, 0);
            expect(parser, "]", "\"]\"");
        } else if (take_sign(parser, ":")) {
            take_name(parser);
            if (!at_arguments(parser)) {
                unexpected(parser, "\"(\"");
            }
            arguments(parser);
        } else if (at_arguments(parser)) {
            arguments(parser);
        } else {
            break;
        }
    }
}

static void simple(struct parser *parser)
{
    switch (parser->token.kind) {
    case TOKEN_NUMBER:
    case TOKEN_STRING:
    case TOKEN_CONSTANT:
        advance(parser);
        break;
    default:
        if (is_sign(parser, "{")) {
            table(parser);
        } else {
            suffixed(parser);
        }
        break;
    }
}

struct precedence {
    const char *sign;
    unsigned char left, right;
};

enum { PRECEDENCE_UNARY = 12 };

static const struct precedence precedences[] = {
    {"+", 10, 10}, {"-", 10, 10}, {"*", 11, 11}, {"%", 11, 11}, {"^", 14, 13}, {"/", 11, 11}, {"//", 11, 11},
    {"&", 6, 6},   {"|", 4, 4},   {"~", 5, 5},   {"<<", 7, 7},  {">>", 7, 7},  {"..", 9, 8},  {"==", 3, 3},
    {"<", 3, 3},   {"<=", 3, 3},  {"~=", 3, 3},  {">", 3, 3},   {">=", 3, 3},
};

/* The binary operator that stands here, or NULL. */
static const struct precedence *operator_here(const struct parser *parser)
{
    static const struct precedence and = {"and", 2, 2}, or = {"or", 1, 1};
    if (parser->token.kind == TOKEN_AND || parser->token.kind == TOKEN_OR) {
        return parser->token.kind == TOKEN_AND ? &and : & or ;
    }
    for (size_t i = 0; parser->token.kind == TOKEN_SIGN && i < sizeof precedences / sizeof *precedences;
         i++) {
        if (text_is(spelt(parser), precedences[i].sign)) {
            return &precedences[i];
        }
    }
    return NULL;
}

static bool at_unary(const struct parser *parser)
{
    return parser->token.kind == TOKEN_NOT || is_sign(parser, "-") || is_sign(parser, "#") ||
           is_sign(parser, "~");
}

/* An expression of operators that bind tighter than LIMIT. */
static void expression(struct parser *parser, unsigned limit)
{
    if (!enter(parser)) {
        return;
    }
    if (at_unary(parser)) {
        advance(parser);
        expression(parser, PRECEDENCE_UNARY);
    } else {
        simple(parser);
    }
    for (const struct precedence *found = operator_here(parser); found && found->left > limit;
         found = operator_here(parser)) {
        advance(parser);
        expression(parser, found->right);
    }
    parser->depth--;
}

enum status expression_parse(struct arena *arena, struct text source, const struct text *further,
                             size_t count, struct expression *result, struct expression_fault *fault)
{
    *fault = (struct expression_fault){0};
    struct parser parser = {.arena = arena,
                            .lexer = {.arena = arena, .source = source, .fault = fault},
                            .further = further,
                            .further_count = count};
    if (source.size > EXPRESSION_SIZE_LIMIT) {
        expression_fail(&parser.lexer, STATUS_LIMIT, 0, "split it, or ask a plugin's rule",
                        "the expression is longer than %d bytes", EXPRESSION_SIZE_LIMIT);
        return fault->status;
    }
    advance(&parser);
    if (parser.token.kind == TOKEN_END) {
        fail(&parser, 0, NULL, "an expression is missing");
    }
    expression(&parser, 0);
    if (parser.token.kind != TOKEN_END) {
        unexpected(&parser, "the end of the expression");
    }
    *result =
        (struct expression){.source = source, .reads = parser.reads.at, .read_count = parser.reads.count};
    return fault->status;
}

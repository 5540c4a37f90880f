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
#include "definition/expression_parsing.h"

#include "definition/source.h"

void parser_advance(struct parser *parser)
{
    parser->end = parser->token.start + parser->token.size;
    parser->token = lexer_next(&parser->lexer);
}

struct text parser_spelt(const struct parser *parser)
{
    return text_part(parser->lexer.source, parser->token.start, parser->token.size);
}

bool parser_at(const struct parser *parser, const char *sign)
{
    return parser->token.kind == TOKEN_SIGN && text_is(parser_spelt(parser), sign);
}

bool parser_take(struct parser *parser, const char *sign)
{
    if (!parser_at(parser, sign)) {
        return false;
    }
    parser_advance(parser);
    return true;
}

void parser_unexpected(struct parser *parser, const char *wanted)
{
    if (parser->token.kind == TOKEN_END) {
        parser_fail(parser, parser->token.start, NULL, "the expression ends where %s should stand", wanted);
    } else if (parser_at(parser, "=")) {
        parser_fail(parser, parser->token.start, "a comparison is written ==", "\"=\" cannot stand here");
    } else {
        parser_fail(parser, parser->token.start, NULL, "\"%.*s\" stands where %s should",
                    TEXT_ARGS(text_shown(parser_spelt(parser))), wanted);
    }
}

void parser_expect(struct parser *parser, const char *sign, const char *words)
{
    if (!parser_take(parser, sign)) {
        parser_unexpected(parser, words);
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
    if (parser_take(parser, "[")) {
        parser_expression(parser, 0);
        parser_expect(parser, "]", "\"]\"");
        parser_expect(parser, "=", "\"=\"");
    } else if (at_named_field(parser)) {
        parser_advance(parser);
        parser_advance(parser);
    }
    parser_expression(parser, 0);
}

static void table(struct parser *parser)
{
    parser_advance(parser);
    while (!parser_at(parser, "}") && parser->token.kind != TOKEN_END) {
        table_field(parser);
        if (!parser_take(parser, ",")) {
            break;
        }
    }
    parser_expect(parser, "}", "\"}\"");
}

bool parser_at_arguments(const struct parser *parser)
{
    return parser_at(parser, "(") || parser_at(parser, "{") || parser->token.kind == TOKEN_STRING;
}

void parser_arguments(struct parser *parser)
{
    if (parser->token.kind == TOKEN_STRING) {
        parser_advance(parser);
    } else if (parser_at(parser, "{")) {
        table(parser);
    } else if (parser_take(parser, "(") && !parser_take(parser, ")")) {
        do {
            parser_expression(parser, 0);
        } while (parser_take(parser, ","));
        parser_expect(parser, ")", "\")\"");
    }
}

/* --- operators and values --- */

static void suffixed(struct parser *parser)
{
    if (parser_take(parser, "(")) {
        parser_expression(parser, 0);
        parser_expect(parser, ")", "\")\"");
    } else if (parser->token.kind == TOKEN_NAME) {
        parser_name(parser);
    } else {
        parser_unexpected(parser, "a value");
        return;
    }
    while (parser->token.kind != TOKEN_END) {
        if (parser_take(parser, ".")) {
            parser_take_name(parser);
        } else if (parser_take(parser, "[")) {
            parser_expression(parser, 0);
            parser_expect(parser, "]", "\"]\"");
        } else if (parser_take(parser, ":")) {
            parser_take_name(parser);
            if (!parser_at_arguments(parser)) {
                parser_unexpected(parser, "\"(\"");
            }
            parser_arguments(parser);
        } else if (parser_at_arguments(parser)) {
            parser_arguments(parser);
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
        parser_advance(parser);
        break;
    default:
        if (parser_at(parser, "{")) {
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
        if (text_is(parser_spelt(parser), precedences[i].sign)) {
            return &precedences[i];
        }
    }
    return NULL;
}

static bool at_unary(const struct parser *parser)
{
    return parser->token.kind == TOKEN_NOT || parser_at(parser, "-") || parser_at(parser, "#") ||
           parser_at(parser, "~");
}

/* An expression of operators that bind tighter than LIMIT. */
/* The read that stands alone from START on, READS reads having come before it; SIZE_MAX when it is none. */
static size_t lone_read(const struct parser *parser, size_t start, size_t reads)
{
    if (parser->reads.count != reads + 1) {
        return SIZE_MAX;
    }
    const struct read *read = &parser->reads.at[reads];
    return read->start == start && read->start + read->size == parser->end ? reads : SIZE_MAX;
}

/* A binary operator and what stands to its right; to its left stands the read LEFT, or SIZE_MAX. */
static void binary(struct parser *parser, const struct precedence *operator, size_t left)
{
    bool compares = parser_at(parser, "==") || parser_at(parser, "~=");
    parser_advance(parser);
    struct token right = parser->token;
    parser_expression(parser, operator->right);
    if (compares && left != SIZE_MAX && right.kind == TOKEN_STRING &&
        parser->end == right.start + right.size) {
        vector_push(parser->arena, &parser->comparisons,
                    (struct comparison){.read = left, .offset = right.start, .text = right.string});
    }
}

void parser_expression(struct parser *parser, unsigned limit)
{
    if (!enter(parser)) {
        return;
    }
    size_t start = parser->token.start, reads = parser->reads.count;
    if (at_unary(parser)) {
        parser_advance(parser);
        parser_expression(parser, PRECEDENCE_UNARY);
    } else {
        simple(parser);
    }
    size_t left = lone_read(parser, start, reads);
    for (const struct precedence *found = operator_here(parser); found && found->left > limit;
         found = operator_here(parser)) {
        binary(parser, found, left);
        left = SIZE_MAX;
    }
    parser->depth--;
}

enum status expression_parse(struct arena *arena, struct text source, const struct text *further,
                             size_t count, struct expression *result, struct comparisons *comparisons,
                             struct expression_fault *fault)
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
    parser_advance(&parser);
    if (parser.token.kind == TOKEN_END) {
        parser_fail(&parser, 0, NULL, "an expression is missing");
    }
    parser_expression(&parser, 0);
    if (parser.token.kind != TOKEN_END) {
        parser_unexpected(&parser, "the end of the expression");
    }
    *result =
        (struct expression){.source = source, .reads = parser.reads.at, .read_count = parser.reads.count};
    if (comparisons) {
        *comparisons = (struct comparisons){parser.comparisons.at, parser.comparisons.count};
    }
    return fault->status;
}

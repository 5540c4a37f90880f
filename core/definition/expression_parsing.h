/* The parser of expressions at work: what its two files share, its grammar (expression_parser.c) and its
 * names (expression_reads.c). Private to this room. */
#ifndef CASEWAY_DEFINITION_EXPRESSION_PARSING_H
#define CASEWAY_DEFINITION_EXPRESSION_PARSING_H

#include "definition/expression_parser.h"

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
    VECTOR(struct comparison)
    comparisons;
};

#define parser_fail(parser, at, hint, ...)                                                                   \
    expression_fail(&(parser)->lexer, STATUS_INVALID, at, hint, __VA_ARGS__)

/* The token's bytes. */
struct text parser_spelt(const struct parser *parser);
void parser_advance(struct parser *parser);
/* True when the token is SIGN; the second takes it. */
bool parser_at(const struct parser *parser, const char *sign);
bool parser_take(struct parser *parser, const char *sign);
/* Takes SIGN, which WORDS name in the message when it is not there. */
void parser_expect(struct parser *parser, const char *sign, const char *words);
void parser_unexpected(struct parser *parser, const char *wanted);
/* (…), {…} or a string: what is called with. */
bool parser_at_arguments(const struct parser *parser);
void parser_arguments(struct parser *parser);
/* An expression of operators that bind tighter than LIMIT. */
void parser_expression(struct parser *parser, unsigned limit);
/* A name of the language or a further one, with what is read by it. */
void parser_name(struct parser *parser);
/* Any name; said when there is none. */
struct text parser_take_name(struct parser *parser);

#endif

/* The words of an expression, by the lexical rules of Lua 5.4 (manual §3.1), less comments and the words of
 * statements. Private to this room. */
#ifndef CASEWAY_DEFINITION_EXPRESSION_LEXER_H
#define CASEWAY_DEFINITION_EXPRESSION_LEXER_H

#include "definition/expression.h"

enum token_kind {
    TOKEN_END,
    TOKEN_NAME,
    TOKEN_NUMBER,
    TOKEN_STRING,
    TOKEN_AND,
    TOKEN_OR,
    TOKEN_NOT,
    TOKEN_CONSTANT, /* nil, true, false */
    TOKEN_SIGN      /* an operator or a bracket: its bytes tell which */
};

struct token {
    enum token_kind kind;
    size_t start, size; /* its bytes in the source */
    struct text string; /* what a TOKEN_STRING says */
};

/* What was wrong, first come. */
struct expression_fault {
    enum status status; /* STATUS_OK: nothing */
    size_t offset;      /* the byte of the source */
    struct text message, hint;
    struct text unknown; /* the global that nobody knows, if that is it: the caller then makes the hint */
};

struct lexer {
    struct arena *arena;
    struct text source;
    size_t at;
    struct expression_fault *fault;
};

/* The next token; TOKEN_END at the end and after a fault. */
struct token lexer_next(struct lexer *lexer);
/* Notes a fault unless there is one. */
void expression_fail(struct lexer *lexer, enum status status, size_t offset, const char *hint,
                     const char *format, ...) __attribute__((format(printf, 5, 6)));

bool is_name_start(char byte);
bool is_name_part(char byte);
/* True when TEXT is a name of Lua, and not one of its words. */
bool text_is_lua_name(struct text text);

/* The string that begins at lexer->at, decoded; short in quotes, long in brackets of LEVEL equals signs. */
struct text lexer_short_string(struct lexer *lexer);
struct text lexer_long_string(struct lexer *lexer, size_t level);

#endif

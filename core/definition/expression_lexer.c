/* From the text of an expression to its words. The source ends where its size says; byte_at() gives a NUL
 * past it, which no word holds. */
#include "definition/expression_lexer.h"

#include "definition/source.h"

static char byte_at(const struct lexer *lexer, size_t at)
{
    return at < lexer->source.size ? lexer->source.at[at] : '\0';
}

void expression_fail(struct lexer *lexer, enum status status, size_t offset, const char *hint,
                     const char *format, ...)
{
    if (lexer->fault->status != STATUS_OK) {
        return;
    }
    va_list arguments;
    va_start(arguments, format);
    struct text message = text_of(arena_vprintf(lexer->arena, format, arguments));
    va_end(arguments);
    *lexer->fault = (struct expression_fault){.status = status,
                                              .offset = offset,
                                              .message = message,
                                              .hint = text_copy(lexer->arena, text_of(hint))};
}

bool is_name_start(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_';
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static bool is_hex(char byte)
{
    return is_digit(byte) || (byte >= 'a' && byte <= 'f') || (byte >= 'A' && byte <= 'F');
}

bool is_name_part(char byte)
{
    return is_name_start(byte) || is_digit(byte);
}

static const char *const statement_words[] = {"break",    "do",   "else",  "elseif", "end",   "for",
                                              "function", "goto", "if",    "in",     "local", "repeat",
                                              "return",   "then", "until", "while"};

static bool is_statement_word(struct text word)
{
    for (size_t i = 0; i < sizeof statement_words / sizeof *statement_words; i++) {
        if (text_is(word, statement_words[i])) {
            return true;
        }
    }
    return false;
}

static enum token_kind kind_of_word(struct text word)
{
    if (text_is(word, "and")) {
        return TOKEN_AND;
    }
    if (text_is(word, "or")) {
        return TOKEN_OR;
    }
    if (text_is(word, "not")) {
        return TOKEN_NOT;
    }
    if (text_is(word, "nil") || text_is(word, "true") || text_is(word, "false")) {
        return TOKEN_CONSTANT;
    }
    return TOKEN_NAME;
}

bool text_is_lua_name(struct text text)
{
    for (size_t i = 0; i < text.size; i++) {
        if (!is_name_part(text.at[i])) {
            return false;
        }
    }
    return text.size && is_name_start(text.at[0]) && kind_of_word(text) == TOKEN_NAME &&
           !is_statement_word(text);
}

static struct token word(struct lexer *lexer)
{
    size_t start = lexer->at;
    while (is_name_part(byte_at(lexer, lexer->at))) {
        lexer->at++;
    }
    struct text text = text_part(lexer->source, start, lexer->at - start);
    if (is_statement_word(text)) {
        const char *hint = text_is(text, "if") || text_is(text, "then") || text_is(text, "else")
                               ? "\"A and B or C\" chooses between two values"
                               : "an expression is one value; what takes steps belongs in a plugin's rule";
        expression_fail(lexer, STATUS_INVALID, start, hint, "\"%.*s\" cannot stand in an expression",
                        TEXT_ARGS(text));
    }
    return (struct token){.kind = kind_of_word(text), .start = start, .size = text.size};
}

/* "2026-12-28" without quotes is a subtraction. */
static bool is_bare_date(const struct lexer *lexer, size_t start, size_t end)
{
    static const char shape[] = "0000-00-00";
    for (size_t i = 0; shape[i]; i++) {
        char byte = byte_at(lexer, start + i);
        if (shape[i] == '0' ? !is_digit(byte) : byte != '-') {
            return false;
        }
    }
    return end == start + 4 && !is_name_part(byte_at(lexer, start + sizeof shape - 1));
}

static void digits(struct lexer *lexer, bool hex)
{
    while (hex ? is_hex(byte_at(lexer, lexer->at)) : is_digit(byte_at(lexer, lexer->at))) {
        lexer->at++;
    }
}

static struct token number(struct lexer *lexer)
{
    size_t start = lexer->at;
    bool hex = byte_at(lexer, start) == '0' && (byte_at(lexer, start + 1) | 0x20) == 'x';
    lexer->at += hex ? 2 : 0;
    size_t first = lexer->at;
    digits(lexer, hex);
    size_t count = lexer->at - first;
    if (byte_at(lexer, lexer->at) == '.') {
        size_t point = lexer->at++;
        digits(lexer, hex);
        count += lexer->at - point - 1;
    }
    bool good = count > 0;
    if (good && (byte_at(lexer, lexer->at) | 0x20) == (hex ? 'p' : 'e')) {
        lexer->at++;
        lexer->at += byte_at(lexer, lexer->at) == '+' || byte_at(lexer, lexer->at) == '-';
        size_t exponent = lexer->at;
        digits(lexer, false);
        good = lexer->at > exponent;
    }
    if (!good || is_name_part(byte_at(lexer, lexer->at)) || byte_at(lexer, lexer->at) == '.') {
        expression_fail(lexer, STATUS_INVALID, start, "a name begins with a letter; a text stands in quotes",
                        "a number is not written like this");
    } else if (is_bare_date(lexer, start, lexer->at)) {
        expression_fail(lexer, STATUS_INVALID, start, "a date is written date(\"2026-12-28\")",
                        "a date without quotes is a subtraction");
    }
    return (struct token){.kind = TOKEN_NUMBER, .start = start, .size = lexer->at - start};
}

/* What people write from other languages. */
static bool foreign_sign(struct lexer *lexer)
{
    static const struct {
        const char *sign, *hint;
    } foreign[] = {
        {"--", "put a blank between two minus signs; a comment has no place in an expression"},
        {"!=", "\"is not equal to\" is written ~="},
        {"<>", "\"is not equal to\" is written ~="},
        {"&&", "write \"and\""},
        {"||", "write \"or\""},
        {"!", "write \"not\""},
        {"?", "write \"A and B or C\""},
        {"::", "there are no statements in an expression"},
        {"...", "there are no arguments here"},
        {";", "an expression is one value"},
        {"\xE2\x80\x98", "a text stands in straight quotes"},
        {"\xE2\x80\x99", "a text stands in straight quotes"},
        {"\xE2\x80\x9C", "a text stands in straight quotes"},
        {"\xE2\x80\x9D", "a text stands in straight quotes"},
        {"\xE2\x89\xA0", "\"is not equal to\" is written ~="},
        {"\xE2\x89\xA4", "write <="},
        {"\xE2\x89\xA5", "write >="},
        {"\xE2\x80\x93", "write a plain minus sign"},
    };
    struct text rest = text_part(lexer->source, lexer->at, lexer->source.size);
    for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++) {
        if (text_starts(rest, text_of(foreign[i].sign))) {
            expression_fail(lexer, STATUS_INVALID, lexer->at, foreign[i].hint,
                            "\"%s\" cannot stand in an expression", foreign[i].sign);
            return true;
        }
    }
    return false;
}

static struct token sign(struct lexer *lexer)
{
    static const char *const signs[] = {"//", "==", "~=", "<=", ">=", "..", "<<", ">>"};
    struct token token = {.kind = TOKEN_SIGN, .start = lexer->at, .size = 1};
    if (foreign_sign(lexer)) {
        return (struct token){.kind = TOKEN_END, .start = lexer->at};
    }
    struct text rest = text_part(lexer->source, lexer->at, lexer->source.size);
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        if (text_starts(rest, text_of(signs[i]))) {
            token.size = 2;
        }
    }
    if (text_find(TEXT("+-*/%^#&~|<>=(){}[]:,."), rest.at[0]) == sizeof "+-*/%^#&~|<>=(){}[]:,." - 1) {
        struct text shown = text_part(rest, 0, text_character(rest));
        expression_fail(lexer, STATUS_INVALID, lexer->at, NULL, "\"%.*s\" cannot stand in an expression",
                        TEXT_ARGS(shown));
    }
    lexer->at += token.size;
    return token;
}

static struct token string(struct lexer *lexer, bool brackets, size_t level)
{
    struct token token = {.kind = TOKEN_STRING, .start = lexer->at};
    token.string = brackets ? lexer_long_string(lexer, level) : lexer_short_string(lexer);
    token.size = lexer->at - token.start;
    return token;
}

/* True when a long bracket opens here: [[, [=[, … */
static bool long_bracket(const struct lexer *lexer, size_t *level)
{
    size_t at = lexer->at + 1;
    while (byte_at(lexer, at) == '=') {
        at++;
    }
    *level = at - lexer->at - 1;
    return byte_at(lexer, lexer->at) == '[' && byte_at(lexer, at) == '[';
}

struct token lexer_next(struct lexer *lexer)
{
    size_t level = 0;
    while (lexer->at < lexer->source.size &&
           text_find(TEXT(" \t\r\n\v\f"), lexer->source.at[lexer->at]) < 6) {
        lexer->at++;
    }
    if (lexer->at >= lexer->source.size || lexer->fault->status != STATUS_OK) {
        return (struct token){.kind = TOKEN_END, .start = lexer->at};
    }
    char byte = byte_at(lexer, lexer->at);
    if (is_name_start(byte)) {
        return word(lexer);
    }
    if (is_digit(byte) || (byte == '.' && is_digit(byte_at(lexer, lexer->at + 1)))) {
        return number(lexer);
    }
    if (byte == '"' || byte == '\'') {
        return string(lexer, false, 0);
    }
    if (long_bracket(lexer, &level)) {
        return string(lexer, true, level);
    }
    return sign(lexer);
}

/* The strings of an expression, decoded as Lua 5.4 does (manual §3.1). */
#include "definition/expression_lexer.h"

static bool at_end(const struct lexer *lexer)
{
    return lexer->at >= lexer->source.size;
}

static char here(const struct lexer *lexer)
{
    return at_end(lexer) ? '\0' : lexer->source.at[lexer->at];
}

static int hex_digit(char byte)
{
    if (byte >= '0' && byte <= '9') {
        return byte - '0';
    }
    byte |= 0x20;
    return byte >= 'a' && byte <= 'f' ? byte - 'a' + 10 : -1;
}

static void bad_escape(struct lexer *lexer)
{
    expression_fail(lexer, STATUS_INVALID, lexer->at, "write \\\\ for a backslash",
                    "a backslash in a text that stands for nothing");
}

/* \xXX: exactly two. */
static void hex_escape(struct lexer *lexer, struct buffer *out)
{
    int value = 0;
    for (int i = 0; i < 2; i++) {
        int digit = hex_digit(here(lexer));
        if (digit < 0) {
            bad_escape(lexer);
            return;
        }
        value = value * 16 + digit;
        lexer->at++;
    }
    buffer_byte(out, (char)value);
}

/* \ddd: up to three, at most 255. */
static void decimal_escape(struct lexer *lexer, struct buffer *out)
{
    int value = 0;
    for (int i = 0; i < 3 && here(lexer) >= '0' && here(lexer) <= '9'; i++) {
        value = value * 10 + (here(lexer) - '0');
        lexer->at++;
    }
    if (value > 255) {
        bad_escape(lexer);
        return;
    }
    buffer_byte(out, (char)value);
}

static void add_character(struct buffer *out, uint32_t value)
{
    if (value < 0x80) {
        buffer_byte(out, (char)value);
        return;
    }
    int further = value < 0x800 ? 1 : value < 0x10000 ? 2 : 3;
    static const unsigned lead[] = {0, 0xC0, 0xE0, 0xF0};
    buffer_byte(out, (char)(lead[further] | (value >> (6 * further))));
    while (further-- > 0) {
        buffer_byte(out, (char)(0x80 | ((value >> (6 * further)) & 0x3F)));
    }
}

/* \u{…}: a character of Unicode; Lua takes more, but more is not UTF-8. */
static void unicode_escape(struct lexer *lexer, struct buffer *out)
{
    uint32_t value = 0;
    int digits = 0;
    if (here(lexer) == '{') {
        for (lexer->at++; hex_digit(here(lexer)) >= 0 && value <= 0x10FFFF; lexer->at++, digits++) {
            value = value * 16 + (uint32_t)hex_digit(here(lexer));
        }
    }
    if (digits == 0 || here(lexer) != '}' || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) {
        bad_escape(lexer);
        return;
    }
    lexer->at++;
    add_character(out, value);
}

static void skip_white(struct lexer *lexer)
{
    while (!at_end(lexer) && text_find(TEXT(" \t\r\n\v\f"), here(lexer)) < 6) {
        lexer->at++;
    }
}

/* What stands behind a backslash. */
static void escape(struct lexer *lexer, struct buffer *out)
{
    static const char letters[] = "abfnrtv\\\"'\n", meanings[] = "\a\b\f\n\r\t\v\\\"'\n";
    char byte = here(lexer);
    size_t found = text_find((struct text){letters, sizeof letters - 1}, byte);
    if (byte >= '0' && byte <= '9') {
        decimal_escape(lexer, out);
        return;
    }
    if (byte != 'x' && byte != 'u' && byte != 'z' && (at_end(lexer) || found == sizeof letters - 1)) {
        bad_escape(lexer);
        return;
    }
    lexer->at++;
    if (byte == 'x') {
        hex_escape(lexer, out);
    } else if (byte == 'u') {
        unicode_escape(lexer, out);
    } else if (byte == 'z') {
        skip_white(lexer);
    } else {
        buffer_byte(out, meanings[found]);
    }
}

struct text lexer_short_string(struct lexer *lexer)
{
    struct buffer out;
    buffer_init(&out, lexer->arena);
    size_t start = lexer->at;
    char quote = here(lexer);
    for (lexer->at++; here(lexer) != quote;) {
        if (at_end(lexer) || here(lexer) == '\n') {
            expression_fail(lexer, STATUS_INVALID, start, "quotes come in pairs",
                            "a text in quotes is not closed");
            return (struct text){0};
        }
        if (here(lexer) == '\\') {
            lexer->at++;
            escape(lexer, &out);
            if (lexer->fault->status != STATUS_OK) {
                return (struct text){0};
            }
        } else {
            buffer_byte(&out, here(lexer));
            lexer->at++;
        }
    }
    lexer->at++;
    return buffer_result(&out);
}

struct text lexer_long_string(struct lexer *lexer, size_t level)
{
    size_t start = lexer->at + level + 2;
    size_t body = start;
    if (body < lexer->source.size && lexer->source.at[body] == '\n') {
        body++;
    }
    for (size_t at = body; at < lexer->source.size; at++) {
        if (lexer->source.at[at] != ']') {
            continue;
        }
        size_t end = at + 1;
        while (end < lexer->source.size && lexer->source.at[end] == '=') {
            end++;
        }
        if (end - at - 1 == level && end < lexer->source.size && lexer->source.at[end] == ']') {
            lexer->at = end + 1;
            return text_copy(lexer->arena, text_part(lexer->source, body, at - body));
        }
    }
    expression_fail(lexer, STATUS_INVALID, lexer->at,
                    "it is closed by as many equals signs between two brackets",
                    "a text in long brackets is not closed");
    return (struct text){0};
}

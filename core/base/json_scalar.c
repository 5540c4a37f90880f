/* Reading the strings and numbers of JSON, and saying where a text is wrong. */
#include "base/json_reader.h"
#include "base/json_scan.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

bool json_fail(struct reader *reader, const char *at, enum status status, const char *format, ...)
{
    size_t line = 1;
    const char *line_start = reader->start;
    for (const char *byte = reader->start; byte < at; byte++) {
        if (*byte == '\n') {
            line++;
            line_start = byte + 1;
        }
    }
    struct text before = {line_start, (size_t)(at - line_start)};
    va_list arguments;
    va_start(arguments, format);
    reader->status = error_vset(reader->error, status, format, arguments);
    va_end(arguments);
    error_place(reader->error, "%zu:%zu", line, text_characters(before) + 1);
    return false;
}

bool json_fail_ended(struct reader *reader)
{
    return json_fail(reader, reader->end, STATUS_INVALID, "The text ends before the JSON value is whole");
}

/* --- strings --- */

/* Four hexadecimal digits at AT; false if there are not four. */
static bool read_hex(const struct reader *reader, const char *at, uint32_t *unit)
{
    if (reader->end - at < 4) {
        return false;
    }
    uint32_t sum = 0;
    for (int i = 0; i < 4; i++) {
        unsigned char byte = (unsigned char)at[i], letter = byte | 0x20;
        uint32_t digit = (uint32_t)byte - '0';
        if (letter >= 'a' && letter <= 'f') {
            digit = (uint32_t)letter - 'a' + 10;
        } else if (digit > 9) {
            return false;
        }
        sum = sum << 4 | digit;
    }
    *unit = sum;
    return true;
}

static char *put_character(char *to, uint32_t character)
{
    if (character < 0x80) {
        *to++ = (char)character;
        return to;
    }
    unsigned more = character < 0x800 ? 1 : character < 0x10000 ? 2 : 3;
    static const unsigned char leads[] = {0, 0xC0, 0xE0, 0xF0};
    *to++ = (char)(leads[more] | character >> 6 * more);
    while (more--) {
        *to++ = (char)(0x80 | (character >> 6 * more & 0x3F));
    }
    return to;
}

/* What follows "\u"; AT is the backslash. Two surrogates make one character; one alone is none (RFC 8259
 * §8.2). */
static bool read_unicode(struct reader *reader, const char **at, char **to)
{
    const char *next = *at + 2;
    uint32_t unit, low;
    if (!read_hex(reader, next, &unit)) {
        return json_fail(reader, *at, STATUS_INVALID, "\\u is not followed by four hexadecimal digits");
    }
    next += 4;
    if (unit >= 0xD800 && unit < 0xE000) {
        if (unit >= 0xDC00 || reader->end - next < 6 || next[0] != '\\' || next[1] != 'u' ||
            !read_hex(reader, next + 2, &low) || low < 0xDC00 || low >= 0xE000) {
            return json_fail(reader, *at, STATUS_INVALID,
                             "Half a surrogate pair stands alone; both halves make a character");
        }
        unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
        next += 6;
    }
    *to = put_character(*to, unit);
    *at = next;
    return true;
}

static bool read_escape(struct reader *reader, const char **at, char **to)
{
    static const char from[] = "\"\\/bfnrt", into[] = "\"\\/\b\f\n\r\t";
    if (reader->end - *at < 2) {
        return json_fail_ended(reader);
    }
    char byte = (*at)[1];
    if (byte == 'u') {
        return read_unicode(reader, at, to);
    }
    const char *found = byte ? strchr(from, byte) : NULL;
    if (!found) {
        return json_fail(reader, *at, STATUS_INVALID,
                         "\\ must be followed by one of \" \\ / b f n r t u; write \\\\ for itself");
    }
    *(*to)++ = into[found - from];
    *at += 2;
    return true;
}

/* Copies what is plain; AT stops at the end, at a special byte or at one that is not ASCII. */
static void copy_plain(const struct reader *reader, const char **at, char **to)
{
    const char *from = *at;
    char *into = *to;
    uint64_t eight;
    while (reader->end - from >= (ptrdiff_t)sizeof eight) {
        memcpy(&eight, from, sizeof eight);
        if ((eight & JSON_EACH(0x80)) || json_has_special(eight)) {
            break;
        }
        memcpy(into, &eight, sizeof eight);
        from += sizeof eight;
        into += sizeof eight;
    }
    while (from < reader->end && (unsigned char)*from < 0x80 && !json_is_special((unsigned char)*from)) {
        *into++ = *from++;
    }
    *at = from;
    *to = into;
}

/* One character that is not plain. */
static bool read_character(struct reader *reader, const char **at, char **to)
{
    if (**at == '\\') {
        return read_escape(reader, at, to);
    }
    if ((unsigned char)**at < 0x20) {
        return json_fail(reader, *at, STATUS_INVALID,
                         "A control character in a string must be written as an escape, such as \\n");
    }
    size_t size = text_character((struct text){*at, (size_t)(reader->end - *at)});
    if (size == 0) {
        return json_fail(reader, *at, STATUS_INVALID, "This is not UTF-8; save the text in UTF-8");
    }
    memcpy(*to, *at, size);
    *at += size;
    *to += size;
    return true;
}

bool json_read_string(struct reader *reader, struct text *string)
{
    const char *at = reader->at + 1;
    char *start = reader->heap, *to = start;
    for (;;) {
        copy_plain(reader, &at, &to);
        if (at == reader->end) {
            return json_fail(reader, reader->at, STATUS_INVALID, "The string that begins here does not end");
        }
        if (*at == '"') {
            break;
        }
        if (!read_character(reader, &at, &to)) {
            return false;
        }
    }
    *string = (struct text){start, (size_t)(to - start)};
    *to = '\0';
    reader->heap = to + 1;
    reader->at = at + 1;
    return true;
}

/* --- numbers --- */

static const char *skip_digits(const struct reader *reader, const char *at)
{
    while (at < reader->end && *at >= '0' && *at <= '9') {
        at++;
    }
    return at;
}

/* The double nearest to a number that is well-formed. Up to fifteen digits are a whole double, and so is the
 * power of ten of as many decimals; dividing them rounds once, to just that double. The rest is strtod's. */
static double real_of(struct text number)
{
    static const double powers[] = {1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                    1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
    bool negative = number.at[0] == '-';
    size_t i = negative, decimals = 0;
    uint64_t sum = 0;
    bool point = false;
    for (; i < number.size && number.size <= DBL_DIG; i++) {
        if (number.at[i] == '.') {
            point = true;
        } else if (number.at[i] >= '0' && number.at[i] <= '9') {
            sum = sum * 10 + (uint64_t)(number.at[i] - '0');
            decimals += point;
        } else {
            break;
        }
    }
    if (i == number.size) {
        double real = (double)sum / powers[decimals];
        return negative ? -real : real;
    }
    char copy[JSON_NUMBER_LIMIT + 1];
    memcpy(copy, number.at, number.size);
    copy[number.size] = '\0';
    return strtod(copy, NULL);
}

/* Fraction and exponent from AT on, then the number from reader->at as a double. */
static bool read_real(struct reader *reader, const char *at, struct json *value)
{
    const char *digits = at;
    if (at < reader->end && *at == '.') {
        digits = at + 1;
        at = skip_digits(reader, digits);
        if (at == digits) {
            return json_fail(reader, at, STATUS_INVALID, "Digits are missing behind the decimal point");
        }
    }
    if (at < reader->end && (*at == 'e' || *at == 'E')) {
        digits = at + 1;
        digits += digits < reader->end && (*digits == '+' || *digits == '-');
        at = skip_digits(reader, digits);
        if (at == digits) {
            return json_fail(reader, at, STATUS_INVALID, "Digits are missing in the exponent");
        }
    }
    size_t size = (size_t)(at - reader->at);
    if (size > JSON_NUMBER_LIMIT) {
        return json_fail(reader, reader->at, STATUS_LIMIT, "A number takes at most %d bytes",
                         JSON_NUMBER_LIMIT);
    }
    double real = real_of((struct text){reader->at, size});
    if (!isfinite(real)) {
        return json_fail(reader, reader->at, STATUS_INVALID, "This number is too large");
    }
    *value = json_real(real);
    reader->at = at;
    return true;
}

bool json_read_number(struct reader *reader, struct json *value)
{
    bool negative = *reader->at == '-';
    const char *first = reader->at + negative, *at = first;
    uint64_t sum = 0;
    for (; at < reader->end && *at >= '0' && *at <= '9'; at++) {
        sum = sum * 10 + (uint64_t)(*at - '0');
    }
    if (at == first) {
        return json_fail(reader, at, STATUS_INVALID, "Digits are missing behind the minus sign");
    }
    if (*first == '0' && at - first > 1) {
        return json_fail(reader, first, STATUS_INVALID, "A number does not begin with a needless 0");
    }
    /* Nineteen digits fit 64 bits without a sign; SUM is not looked at if there are more. */
    bool whole = at == reader->end || (*at != '.' && *at != 'e' && *at != 'E');
    if (!whole || at - first > 19 || sum > (uint64_t)INT64_MAX + negative) {
        return read_real(reader, at, value);
    }
    *value = json_integer(negative ? (int64_t)(0 - sum) : (int64_t)sum);
    reader->at = at;
    return true;
}

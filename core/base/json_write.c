/* Writing JSON: RFC 8785, with names by UTF-8 bytes and integers exact. Members are in order already, so this
 * is one walk. */
#include "base/json.h"

#include "base/insist.h"
#include "base/json_scan.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- strings --- */

/* How many bytes from FROM on can be written as they are. */
static size_t plain_size(struct text text, size_t from)
{
    size_t i = from;
    uint64_t eight;
    while (text.size - i >= sizeof eight) {
        memcpy(&eight, text.at + i, sizeof eight);
        if (json_has_special(eight)) {
            break;
        }
        i += sizeof eight;
    }
    while (i < text.size && !json_is_special((unsigned char)text.at[i])) {
        i++;
    }
    return i - from;
}

/* The least escape there is (RFC 8785 §3.2.2.2). */
static void write_escape(unsigned char byte, struct buffer *out)
{
    static const char from[] = "\b\t\n\f\r\"\\", into[] = "btnfr\"\\", digits[] = "0123456789abcdef";
    const char *found = byte ? strchr(from, byte) : NULL;
    buffer_byte(out, '\\');
    if (found) {
        buffer_byte(out, into[found - from]);
    } else {
        buffer_string(out, "u00");
        buffer_byte(out, digits[byte >> 4]);
        buffer_byte(out, digits[byte & 15]);
    }
}

void json_write_string(struct text text, struct buffer *out)
{
    /* Most have nothing to escape: one reservation serves. */
    size_t size = plain_size(text, 0);
    char *to = buffer_reserve(out, size + 2);
    *to = '"';
    if (size) {
        memcpy(to + 1, text.at, size);
    }
    out->size += size + 1;
    for (size_t i = size; i < text.size;) {
        write_escape((unsigned char)text.at[i++], out);
        size = plain_size(text, i);
        buffer_add(out, text.at + i, size);
        i += size;
    }
    buffer_byte(out, '"');
}

/* --- numbers --- */

static void write_integer(int64_t integer, struct buffer *out)
{
    char digits[20];
    size_t first = sizeof digits;
    uint64_t rest = integer < 0 ? 0 - (uint64_t)integer : (uint64_t)integer;
    do {
        digits[--first] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest);
    if (integer < 0) {
        digits[--first] = '-';
    }
    buffer_add(out, digits + first, sizeof digits - first);
}

/* A real as 0.DIGITS times ten to the power of POINT. */
_Static_assert(FLT_EVAL_METHOD == 0,
               "a double must be computed as a double, or what is written would not read back");
struct decimal {
    char digits[DBL_DECIMAL_DIG + 1];
    size_t count;
    int point;
};

static double decimal_value(const struct decimal *decimal)
{
    char text[sizeof decimal->digits + 16];
    snprintf(text, sizeof text, "0.%se%d", decimal->digits, decimal->point);
    return strtod(text, NULL);
}

/* REAL, which is positive, to COUNT digits; true when they read back as it. */
static bool decimal_of(double real, int count, struct decimal *decimal)
{
    char text[64]; /* d.ddde±xxx */
    snprintf(text, sizeof text, "%.*e", count - 1, real);
    char *exponent = strchr(text, 'e');
    insist(exponent);
    *decimal = (struct decimal){.point = atoi(exponent + 1) + 1};
    for (const char *at = text; at < exponent; at++) {
        if (*at != '.') {
            decimal->digits[decimal->count++] = *at;
        }
    }
    return strtod(text, NULL) == real;
}

/* Below a power of two doubles lie twice as close as above it. So the nearest decimal may lie below and read
 * back as the double there, while the next one up, though farther, still reads back as REAL. */
static bool next_up_reads_back(double real, struct decimal *decimal)
{
    int exponent;
    if (frexp(real, &exponent) != 0.5 || decimal->digits[decimal->count - 1] == '9') {
        return false;
    }
    decimal->digits[decimal->count - 1]++;
    return decimal_value(decimal) == real;
}

/* The fewest digits that read back as REAL, and of those the nearest (ECMAScript Number::toString, step 5).
 * Fifteen hold any decimal that has no more, but where a double has lost precision near zero. */
static struct decimal shortest(double real)
{
    struct decimal decimal;
    int count = real < DBL_MIN ? 1 : DBL_DIG;
    while (!decimal_of(real, count, &decimal) && !next_up_reads_back(real, &decimal) &&
           count < DBL_DECIMAL_DIG) {
        count++;
    }
    while (decimal.count > 1 && decimal.digits[decimal.count - 1] == '0') {
        decimal.digits[--decimal.count] = '\0';
    }
    return decimal;
}

static void write_zeros(int count, struct buffer *out)
{
    for (int i = 0; i < count; i++) {
        buffer_byte(out, '0');
    }
}

/* What most reals are, quickly: up to six decimals and fifteen digits in all, which makes them the shortest
 * there are. Dividing two whole doubles rounds once, as reading does. False when REAL, which is positive, is
 * none of these. */
static bool write_few_decimals(double real, struct buffer *out)
{
    enum { DECIMALS = 6 };
    static const double too_long = 1e15;
    uint64_t power = 10;
    if (real == trunc(real)) {
        return false;
    }
    for (int decimals = 1; decimals <= DECIMALS && real * (double)power < too_long; decimals++, power *= 10) {
        uint64_t scaled = (uint64_t)(real * (double)power + 0.5);
        if ((double)scaled / (double)power == real) {
            write_integer((int64_t)(scaled / power), out);
            buffer_byte(out, '.');
            uint64_t rest = scaled % power;
            for (uint64_t digit = power / 10; digit; digit /= 10) {
                buffer_byte(out, (char)('0' + rest / digit % 10));
            }
            return true;
        }
    }
    return false;
}

/* As ECMAScript writes it: plain from 1e-6 to below 1e21, else with an exponent. */
static void write_real(double real, struct buffer *out)
{
    insist(isfinite(real));
    if (real == 0) {
        buffer_byte(out, '0');
        return;
    }
    if (real < 0) {
        buffer_byte(out, '-');
        real = -real;
    }
    if (write_few_decimals(real, out)) {
        return;
    }
    struct decimal decimal = shortest(real);
    int count = (int)decimal.count, point = decimal.point;
    if (point >= count && point <= 21) {
        buffer_string(out, decimal.digits);
        write_zeros(point - count, out);
    } else if (point > 0 && point <= 21) {
        buffer_printf(out, "%.*s.%s", point, decimal.digits, decimal.digits + point);
    } else if (point > -6 && point <= 0) {
        buffer_string(out, "0.");
        write_zeros(-point, out);
        buffer_string(out, decimal.digits);
    } else {
        buffer_printf(out, "%c%s%se%+d", decimal.digits[0], count > 1 ? "." : "", decimal.digits + 1,
                      point - 1);
    }
}

/* --- values --- */

/* What has nothing below it; an array or object is empty. */
static void write_leaf(const struct json *value, struct buffer *out)
{
    switch (value->type) {
    case JSON_NULL:
        buffer_add(out, "null", 4);
        break;
    case JSON_BOOLEAN:
        buffer_string(out, value->boolean ? "true" : "false");
        break;
    case JSON_INTEGER:
        write_integer(value->integer, out);
        break;
    case JSON_REAL:
        write_real(value->real, out);
        break;
    case JSON_STRING:
        json_write_string(json_text(value), out);
        break;
    case JSON_ARRAY:
        buffer_add(out, "[]", 2);
        break;
    case JSON_OBJECT:
        buffer_add(out, "{}", 2);
        break;
    }
}

static bool has_items(const struct json *value)
{
    return (value->type == JSON_ARRAY || value->type == JSON_OBJECT) && value->count;
}

/* What stands before item INDEX. */
static void write_opening(uint32_t index, bool object, struct buffer *out)
{
    char bracket = object ? '{' : '[';
    buffer_byte(out, (char)(index ? ',' : bracket));
}

void json_write(const struct json *value, struct buffer *out)
{
    if (!has_items(value)) {
        write_leaf(value, out);
        return;
    }
    bool object = value->type == JSON_OBJECT;
    for (uint32_t i = 0; i < value->count; i++) {
        write_opening(i, object, out);
        if (object) {
            json_write_string(value->members[i].name, out);
            buffer_byte(out, ':');
        }
        json_write(object ? &value->members[i].value : &value->elements[i], out);
    }
    buffer_byte(out, object ? '}' : ']');
}

struct text json_to_text(struct arena *arena, const struct json *value)
{
    struct buffer buffer;
    buffer_init(&buffer, arena);
    json_write(value, &buffer);
    return buffer_result(&buffer);
}

static void write_line(unsigned level, struct buffer *out)
{
    buffer_byte(out, '\n');
    for (unsigned i = 0; i < level; i++) {
        buffer_add(out, "  ", 2);
    }
}

static void write_pretty(const struct json *value, unsigned level, struct buffer *out)
{
    if (!has_items(value)) {
        write_leaf(value, out);
        return;
    }
    bool object = value->type == JSON_OBJECT;
    for (uint32_t i = 0; i < value->count; i++) {
        write_opening(i, object, out);
        write_line(level + 1, out);
        if (object) {
            json_write_string(value->members[i].name, out);
            buffer_add(out, ": ", 2);
        }
        write_pretty(object ? &value->members[i].value : &value->elements[i], level + 1, out);
    }
    write_line(level, out);
    buffer_byte(out, object ? '}' : ']');
}

void json_write_pretty(const struct json *value, struct buffer *out)
{
    write_pretty(value, 0, out);
}

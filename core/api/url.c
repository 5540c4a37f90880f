/* What stands in a request's target: escapes, segments, parameters (RFC 3986; parameters as forms write
 * them). */
#include "api/parts.h"

static int hex_digit(char byte)
{
    if (byte >= '0' && byte <= '9') {
        return byte - '0';
    }
    if (byte >= 'a' && byte <= 'f') {
        return byte - 'a' + 10;
    }
    return byte >= 'A' && byte <= 'F' ? byte - 'A' + 10 : -1;
}

static bool is_control(char byte)
{
    return (unsigned char)byte < ' ' || byte == 0x7f;
}

bool url_decode(struct arena *arena, struct text encoded, bool form, struct text *decoded)
{
    char *bytes = arena_alloc(arena, encoded.size + 1);
    size_t size = 0;
    for (size_t i = 0; i < encoded.size; i++) {
        char byte = encoded.at[i];
        if (byte == '%') {
            int high = i + 2 < encoded.size ? hex_digit(encoded.at[i + 1]) : -1;
            int low = i + 2 < encoded.size ? hex_digit(encoded.at[i + 2]) : -1;
            if (high < 0 || low < 0) {
                return false;
            }
            byte = (char)(unsigned char)(high * 16 + low);
            i += 2;
        } else if (form && byte == '+') {
            byte = ' ';
        }
        if (is_control(byte)) {
            return false;
        }
        bytes[size++] = byte;
    }
    bytes[size] = '\0';
    *decoded = (struct text){bytes, size};
    return text_is_utf8(*decoded);
}

static bool is_unreserved(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') ||
           byte == '-' || byte == '.' || byte == '_' || byte == '~';
}

struct text url_encode(struct arena *arena, struct text plain)
{
    struct buffer out;
    buffer_init(&out, arena);
    for (size_t i = 0; i < plain.size; i++) {
        if (is_unreserved(plain.at[i])) {
            buffer_byte(&out, plain.at[i]);
        } else {
            buffer_printf(&out, "%%%02X", (unsigned)(unsigned char)plain.at[i]);
        }
    }
    return buffer_result(&out);
}

static bool take_pair(struct arena *arena, struct text pair, struct json *values, struct error *error)
{
    size_t equals = text_find(pair, '=');
    struct text name, value;
    struct text after = equals < pair.size ? text_part(pair, equals + 1, pair.size) : (struct text){"", 0};
    if (!url_decode(arena, text_part(pair, 0, equals), true, &name) ||
        !url_decode(arena, after, true, &value)) {
        (void)error_set(error, STATUS_INVALID,
                        "The query is not well written: a %% is followed by two digits "
                        "from 0 to F, and all of it is UTF-8.");
        return false;
    }
    struct json *several = json_get_mutable(values, name);
    if (several && several->type == JSON_ARRAY) {
        json_append(arena, several, json_string(value));
        return true;
    }
    if (several) {
        (void)error_set(error, STATUS_INVALID, "The query says “%.*s” twice.", TEXT_ARGS(name));
        return false;
    }
    struct json one = json_string(value);
    if (text_is(name, "if")) { /* the one that may be said several times */
        one = json_array();
        json_append(arena, &one, json_string(value));
    }
    json_set(arena, values, name, one);
    return true;
}

bool url_query(struct arena *arena, struct text query, struct json *values, struct error *error)
{
    struct text rest = query, pair;
    *values = json_object();
    while (query.size && text_split(&rest, '&', &pair)) {
        if (pair.size && !take_pair(arena, pair, values, error)) {
            return false;
        }
    }
    return true;
}

#include "support_jansson.h"

#include <jansson.h>
#include <stdlib.h>

enum jansson_outcome jansson_echo(const char *text, size_t size, unsigned style, char **echo,
                                  size_t *echo_size)
{
    static const size_t styles[] = {
        JSON_COMPACT, JSON_INDENT(3), JSON_ENSURE_ASCII, JSON_ESCAPE_SLASH | JSON_SORT_KEYS, 0,
    };
    json_error_t error;
    json_t *value = json_loadb(text, size, JSON_DECODE_ANY | JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &error);
    if (!value) {
        enum json_error_code code = json_error_code(&error);
        return code == json_error_numeric_overflow || code == json_error_null_byte_in_key
                   ? JANSSON_CANNOT_HOLD
                   : JANSSON_REFUSED;
    }
    size_t flags = JSON_ENCODE_ANY | styles[style % (sizeof styles / sizeof *styles)];
    size_t room = json_dumpb(value, NULL, 0, flags);
    *echo = malloc(room);
    *echo_size = *echo ? json_dumpb(value, *echo, room, flags) : 0;
    json_decref(value);
    return JANSSON_TAKEN;
}

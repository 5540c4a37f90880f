/* A cursor is the hexadecimal text of "list order subject name". */
#include "store/sqlite/cursor.h"

#include <string.h>

enum { CURSOR_LIMIT = 4096 };

static const char digits[] = "0123456789abcdef";

struct text cursor_write(struct arena *arena, const struct cursor *cursor)
{
    struct text plain = text_printf(arena, "%c %lld %lld %.*s", cursor->list, (long long)cursor->order,
                                    (long long)cursor->subject, TEXT_ARGS(cursor->name));
    char *hex = arena_alloc(arena, 2 * plain.size + 1);
    for (size_t i = 0; i < plain.size; i++) {
        unsigned char byte = (unsigned char)plain.at[i];
        hex[2 * i] = digits[byte >> 4];
        hex[2 * i + 1] = digits[byte & 15];
    }
    hex[2 * plain.size] = '\0';
    return (struct text){hex, 2 * plain.size};
}

static bool unhex(struct arena *arena, struct text hex, struct text *plain)
{
    if (hex.size % 2 != 0 || hex.size > CURSOR_LIMIT) {
        return false;
    }
    char *bytes = arena_alloc(arena, hex.size / 2 + 1);
    for (size_t i = 0; i < hex.size; i += 2) {
        const char *high = memchr(digits, hex.at[i], 16), *low = memchr(digits, hex.at[i + 1], 16);
        if (!high || !low) {
            return false;
        }
        bytes[i / 2] = (char)((high - digits) << 4 | (low - digits));
    }
    *plain = (struct text){bytes, hex.size / 2};
    return true;
}

static bool take(struct text plain, struct cursor *cursor)
{
    struct text list, order, subject, rest = plain;
    if (!text_split(&rest, ' ', &list) || !text_split(&rest, ' ', &order) ||
        !text_split(&rest, ' ', &subject)) {
        return false;
    }
    cursor->name = rest;
    return list.size == 1 && list.at[0] == cursor->list && text_integer(order, &cursor->order) &&
           text_integer(subject, &cursor->subject);
}

enum status cursor_read(struct arena *arena, struct text text, char list, struct cursor *cursor,
                        struct error *error)
{
    struct text plain = {0};
    *cursor = (struct cursor){.list = list, .order = INT64_MIN};
    if (text.size == 0 || (unhex(arena, text, &plain) && take(plain, cursor))) {
        return STATUS_OK;
    }
    return error_set(error, STATUS_INVALID, "The cursor is not one that this list gave; begin without one");
}

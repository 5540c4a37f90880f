/* What the reader and the writer of JSON strings share: to look at eight bytes at once. Within base only. */
#ifndef CASEWAY_BASE_JSON_SCAN_H
#define CASEWAY_BASE_JSON_SCAN_H

#include <stdbool.h>
#include <stdint.h>

#define JSON_EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

/* Whether one of EIGHT bytes is below 0x20, a quote or a backslash: what cannot stand in a string as it is.
 * (For each of the three: a byte that is too low borrows from its top bit, which it did not have. A borrow
 * that goes on to the next byte comes from one that counts already.) */
static inline bool json_has_special(uint64_t eight)
{
    uint64_t quote = eight ^ JSON_EACH(0x22), backslash = eight ^ JSON_EACH(0x5C);
    uint64_t found = ((eight - JSON_EACH(0x20)) & ~eight) | ((quote - JSON_EACH(1)) & ~quote) |
                     ((backslash - JSON_EACH(1)) & ~backslash);
    return (found & JSON_EACH(0x80)) != 0;
}

static inline bool json_is_special(unsigned char byte)
{
    return byte < 0x20 || byte == '"' || byte == '\\';
}

#endif

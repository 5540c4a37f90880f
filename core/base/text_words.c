/* Texts as characters and as words: what is well-formed UTF-8, and which word was meant.
 *
 * Characters are Unicode scalar values in the forms of RFC 3629; distances are counted in bytes, since the
 * words of a workflow are ASCII nearly always. */
#include "base/text.h"

#include <string.h>

/* Whether each of the bytes 2 to COUNT continues a character. */
static bool continues(const unsigned char *at, size_t count)
{
    for (size_t i = 2; i < count; i++) {
        if ((at[i] & 0xC0) != 0x80) {
            return false;
        }
    }
    return true;
}

size_t text_character(struct text text)
{
    const unsigned char *at = (const unsigned char *)text.at;
    if (text.size == 0) {
        return 0;
    }
    unsigned char lead = at[0];
    if (lead < 0x80) {
        return 1;
    }
    size_t size = lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
    if (size == 0 || text.size < size) {
        return 0;
    }
    /* The second byte alone tells overlong forms, surrogates and what is beyond U+10FFFF (RFC 3629 §4). */
    unsigned char low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    unsigned char high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    return at[1] >= low && at[1] <= high && continues(at, size) ? size : 0;
}

size_t text_utf8_size(struct text text)
{
    size_t i = 0;
    while (i < text.size) {
        uint64_t eight;
        while (text.size - i >= sizeof eight) {
            memcpy(&eight, text.at + i, sizeof eight);
            if (eight & 0x8080808080808080U) {
                break;
            }
            i += sizeof eight;
        }
        size_t size = text_character(text_part(text, i, SIZE_MAX));
        if (size == 0) {
            break;
        }
        i += size;
    }
    return i;
}

bool text_is_utf8(struct text text)
{
    return text_utf8_size(text) == text.size;
}

size_t text_characters(struct text text)
{
    size_t count = 0;
    for (size_t i = 0; i < text.size; count++) {
        size_t size = text_character(text_part(text, i, SIZE_MAX));
        i += size ? size : 1;
    }
    return count;
}

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/* One row of the table of optimal string alignment: NOW from BEFORE and, for a swap of neighbours,
 * BEFORE_LAST. The least number in it, below which no later row goes. */
static unsigned distance_row(struct text a, struct text b, size_t i, const unsigned *before_last,
                             const unsigned *before, unsigned *now)
{
    now[0] = (unsigned)i;
    unsigned smallest = now[0];
    for (size_t j = 1; j <= b.size; j++) {
        unsigned replaced = before[j - 1] + (a.at[i - 1] != b.at[j - 1]);
        now[j] = least(replaced, least(before[j], now[j - 1]) + 1);
        if (i > 1 && j > 1 && a.at[i - 1] == b.at[j - 2] && a.at[i - 2] == b.at[j - 1]) {
            now[j] = least(now[j], before_last[j - 2] + 1);
        }
        smallest = least(smallest, now[j]);
    }
    return smallest;
}

unsigned text_distance(struct text a, struct text b, unsigned limit)
{
    if (text_equal(a, b)) {
        return 0;
    }
    size_t longer = a.size > b.size ? a.size : b.size, shorter = a.size + b.size - longer;
    if (longer > TEXT_DISTANCE_LONGEST || longer - shorter > limit) {
        return limit + 1;
    }
    unsigned rows[3][TEXT_DISTANCE_LONGEST + 1];
    for (size_t j = 0; j <= b.size; j++) {
        rows[0][j] = (unsigned)j;
    }
    for (size_t i = 1; i <= a.size; i++) {
        if (distance_row(a, b, i, rows[(i + 1) % 3], rows[(i - 1) % 3], rows[i % 3]) > limit) {
            return limit + 1;
        }
    }
    return least(rows[a.size % 3][b.size], limit + 1);
}

struct text text_nearest(struct text word, const struct text *choices, size_t count)
{
    unsigned limit = word.size <= 4 ? 1 : word.size <= 8 ? 2 : 3;
    unsigned nearest = limit + 1;
    struct text found = {0};
    for (size_t i = 0; i < count && nearest > 0; i++) {
        unsigned distance = text_distance(word, choices[i], nearest - 1);
        if (distance < nearest) {
            nearest = distance;
            found = choices[i];
        }
    }
    return found;
}

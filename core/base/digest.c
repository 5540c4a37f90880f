#include "base/digest.h"

#include "base/insist.h"
#include "base/sodium_ready.h"

#include <sodium.h>
#include <string.h>

struct digest digest_of(struct text text)
{
    return digest_of_parts(&text, 1);
}

struct digest digest_of_parts(const struct text *parts, size_t count)
{
    sodium_ready();
    struct digest digest;
    crypto_generichash_state state;
    insist(crypto_generichash_init(&state, NULL, 0, DIGEST_SIZE) == 0);
    for (size_t i = 0; i < count; i++) {
        if (parts[i].size) {
            crypto_generichash_update(&state, (const unsigned char *)parts[i].at, parts[i].size);
        }
    }
    insist(crypto_generichash_final(&state, digest.bytes, DIGEST_SIZE) == 0);
    return digest;
}

bool digest_equal(const struct digest *a, const struct digest *b)
{
    return memcmp(a->bytes, b->bytes, DIGEST_SIZE) == 0;
}

struct text digest_hex(struct arena *arena, const struct digest *digest)
{
    char *hex = arena_alloc(arena, DIGEST_HEX_SIZE + 1);
    sodium_bin2hex(hex, DIGEST_HEX_SIZE + 1, digest->bytes, DIGEST_SIZE);
    return (struct text){hex, DIGEST_HEX_SIZE};
}

struct text digest_start(struct arena *arena, const struct digest *digest, size_t digits)
{
    insist(digits % 2 == 0 && digits <= DIGEST_HEX_SIZE);
    char *hex = arena_alloc(arena, digits + 1);
    sodium_bin2hex(hex, digits + 1, digest->bytes, digits / 2);
    return (struct text){hex, digits};
}

static int hex_digit(char byte)
{
    return byte >= '0' && byte <= '9' ? byte - '0' : byte >= 'a' && byte <= 'f' ? byte - 'a' + 10 : -1;
}

bool digest_from_hex(struct text text, struct digest *digest)
{
    if (text.size != DIGEST_HEX_SIZE) {
        return false;
    }
    struct digest read;
    for (size_t i = 0; i < DIGEST_SIZE; i++) {
        int high = hex_digit(text.at[2 * i]), low = hex_digit(text.at[2 * i + 1]);
        if (high < 0 || low < 0) {
            return false;
        }
        read.bytes[i] = (unsigned char)(high << 4 | low);
    }
    *digest = read;
    return true;
}

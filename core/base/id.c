#include "base/id.h"

#include "base/insist.h"

#include <sodium.h>
#include <string.h>

struct text id_secret(struct arena *arena, const struct random *random, const char *prefix, size_t bytes)
{
    insist(bytes <= ID_SECRET_LONGEST);
    unsigned char secret[ID_SECRET_LONGEST];
    random_fill(random, secret, bytes);
    size_t before = strlen(prefix);
    size_t room = sodium_base64_encoded_len(bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    char *at = arena_alloc(arena, before + room);
    memcpy(at, prefix, before);
    sodium_bin2base64(at + before, room, secret, bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    sodium_memzero(secret, sizeof secret);
    return text_of(at);
}

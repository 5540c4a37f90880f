#include "base/id.h"

#include "base/insist.h"

#include <sodium.h>

enum { VARIANT = sodium_base64_VARIANT_URLSAFE_NO_PADDING };

struct text id_secret(struct arena *arena, const struct random *random, const char *prefix, size_t bytes)
{
    insist(bytes <= ID_SECRET_LONGEST);
    unsigned char secret[ID_SECRET_LONGEST];
    random_fill(random, secret, bytes);
    char encoded[sodium_base64_ENCODED_LEN(ID_SECRET_LONGEST, VARIANT)];
    sodium_bin2base64(encoded, sizeof encoded, secret, bytes, VARIANT);
    struct text text = text_printf(arena, "%s%s", prefix, encoded);
    sodium_memzero(secret, sizeof secret);
    sodium_memzero(encoded, sizeof encoded);
    return text;
}

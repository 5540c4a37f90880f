/* BLAKE2b-256 (RFC 7693), by libsodium: names what is stored by its content, and chains the journal. */
#ifndef CASEWAY_BASE_DIGEST_H
#define CASEWAY_BASE_DIGEST_H

#include "base/text.h"

enum { DIGEST_SIZE = 32, DIGEST_HEX_SIZE = 64 };

struct digest {
    unsigned char bytes[DIGEST_SIZE];
};

/* Of one piece, and of several, one after the other. */
struct digest digest_of(struct text text);
struct digest digest_of_parts(const struct text *parts, size_t count);
bool digest_equal(const struct digest *a, const struct digest *b);
/* Lower-case hexadecimal, in ARENA, and back; false unless TEXT is just that. */
struct text digest_hex(struct arena *arena, const struct digest *digest);
/* The first of its DIGITS alone: an even number. */
struct text digest_start(struct arena *arena, const struct digest *digest, size_t digits);
bool digest_from_hex(struct text text, struct digest *digest);

#endif

/* The chain's two digests. The order and width of what is hashed is the contract of chain.h: an auditor
 * recomputes it from an export. */
#include "store/chain.h"

enum { NUMBER_SIZE = 8 };

static struct text number_bytes(unsigned char bytes[NUMBER_SIZE], uint64_t number)
{
    for (int i = NUMBER_SIZE - 1; i >= 0; i--) {
        bytes[i] = (unsigned char)number;
        number >>= 8;
    }
    return (struct text){(const char *)bytes, NUMBER_SIZE};
}

static struct text digest_bytes(const struct digest *digest)
{
    return (struct text){(const char *)digest->bytes, DIGEST_SIZE};
}

struct digest chain_digest(const unsigned char salt[16], struct text content)
{
    struct text parts[] = {{(const char *)salt, 16}, content};
    return digest_of_parts(parts, sizeof parts / sizeof *parts);
}

struct digest chain_hash(const struct digest *previous, int64_t subject, uint64_t seq, instant recorded,
                         const struct digest *digest)
{
    unsigned char numbers[3][NUMBER_SIZE];
    struct text parts[] = {digest_bytes(previous), number_bytes(numbers[0], (uint64_t)subject),
                           number_bytes(numbers[1], seq), number_bytes(numbers[2], (uint64_t)recorded),
                           digest_bytes(digest)};
    return digest_of_parts(parts, sizeof parts / sizeof *parts);
}

#include "base/random.h"

#include "base/insist.h"
#include "base/sodium_ready.h"

#include <sodium.h>

static void system_fill(void *self, void *bytes, size_t size)
{
    (void)self;
    randombytes_buf(bytes, size);
}

struct random random_system(void)
{
    sodium_ready();
    return (struct random){system_fill, NULL};
}

static void store_little_endian(unsigned char *at, uint64_t number)
{
    for (unsigned i = 0; i < 8; i++) {
        at[i] = (unsigned char)(number >> 8 * i);
    }
}

/* Each call is a stream of its own: ChaCha20 under the key made of the seed and the number of the call. */
static void seeded_fill(void *self, void *bytes, size_t size)
{
    struct random_seeded *state = self;
    unsigned char key[randombytes_SEEDBYTES] = {0};
    store_little_endian(key, state->seed);
    store_little_endian(key + 8, state->block++);
    randombytes_buf_deterministic(bytes, size, key);
}

struct random random_of_seed(struct random_seeded *state, uint64_t seed)
{
    sodium_ready();
    *state = (struct random_seeded){.seed = seed};
    return (struct random){seeded_fill, state};
}

uint64_t random_below(const struct random *random, uint64_t limit)
{
    insist(limit > 0);
    /* The lowest numbers, as many as do not fill a whole round of LIMIT, are thrown away. */
    uint64_t surplus = (0 - limit) % limit, number;
    do {
        unsigned char bytes[8];
        random_fill(random, bytes, sizeof bytes);
        number = 0;
        for (unsigned i = 0; i < 8; i++) {
            number |= (uint64_t)bytes[i] << 8 * i;
        }
    } while (number < surplus);
    return number % limit;
}

/* Randomness, injected: the system's for salts and tokens, a seeded one for simulation and tests. */
#ifndef CASEWAY_BASE_RANDOM_H
#define CASEWAY_BASE_RANDOM_H

#include <stddef.h>
#include <stdint.h>

struct random {
    void (*fill)(void *self, void *bytes, size_t size);
    void *self;
};

static inline void random_fill(const struct random *random, void *bytes, size_t size)
{
    random->fill(random->self, bytes, size);
}

/* libsodium's generator. Any thread. */
struct random random_system(void);

/* The same bytes for the same seed, on every machine. STATE is its owner's; one thread at a time. */
struct random_seeded {
    uint64_t seed, block;
};
struct random random_of_seed(struct random_seeded *state, uint64_t seed);
/* A number below LIMIT (not 0), each as likely. */
uint64_t random_below(const struct random *random, uint64_t limit);

#endif

/* The chain of a subject's entries: what makes a change of the past show.
 *
 *   digest = BLAKE2b(salt ‖ canonical content)
 *   hash   = BLAKE2b(previous hash ‖ subject ‖ seq ‖ recorded ‖ digest)
 *
 * Numbers are 8 bytes, big-endian; the previous hash of the first entry is 32 zero bytes. Erasing empties
 * content and salt and leaves the digest, so the chain still verifies. Pure. */
#ifndef CASEWAY_STORE_CHAIN_H
#define CASEWAY_STORE_CHAIN_H

#include "store/store.h"

struct digest chain_digest(const unsigned char salt[16], struct text content);
struct digest chain_hash(const struct digest *previous, int64_t subject, uint64_t seq, instant recorded,
                         const struct digest *digest);

#endif

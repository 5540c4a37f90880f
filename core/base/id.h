/* Secrets and names that are made up: tokens, boundaries, request ids. Numbers of cases are not: those count
 * (store). */
#ifndef CASEWAY_BASE_ID_H
#define CASEWAY_BASE_ID_H

#include "base/random.h"
#include "base/text.h"

/* The most random bytes that one secret is made of. */
enum { ID_SECRET_LONGEST = 64 };

/* PREFIX followed by BYTES (at most ID_SECRET_LONGEST) random bytes in URL-safe base64 without padding (RFC
 * 4648 §5). */
struct text id_secret(struct arena *arena, const struct random *random, const char *prefix, size_t bytes);

#endif

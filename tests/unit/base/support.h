/* What the tests of base share: texts compared, places that must die, and values made up from a seed. */
#ifndef CASEWAY_TESTS_BASE_SUPPORT_H
#define CASEWAY_TESTS_BASE_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/json.h"
#include "base/random.h"

#define count_of(array) (sizeof(array) / sizeof *(array))

/* TEXT is the literal EXPECTED, byte for byte. */
#define assert_text(text, expected) assert_text_at((text), TEXT(expected), __FILE__, __LINE__)
void assert_text_at(struct text text, struct text expected, const char *file, int line);

/* RUN(SELF), in a process of its own with its words thrown away, ends by abort. */
void assert_aborts(void (*run)(void *self), void *self);

/* A random value of at most DEPTH levels below. TAME leaves out what jansson cannot hold: a NUL in a name,
 * and reals that are written as integers of more than 64 bits. */
struct json support_value(struct arena *arena, const struct random *random, unsigned depth, bool tame);
/* A text of up to LONGEST characters of every kind; WITH_NUL: of U+0000 too. */
struct text support_text(struct arena *arena, const struct random *random, unsigned longest, bool with_nul);
/* What TEXT means; the test fails if it is not JSON. */
struct json support_read(struct arena *arena, const char *text);
/* json_read of a copy of TEXT that ends where its memory does and is gone afterwards, so that a sanitizer
 * sees a step too far and whoever keeps hold of it. */
enum status support_read_exactly(struct arena *arena, struct text text, struct json *value,
                                 struct error *error);

#endif

/* jansson, another codec of JSON, to hold ours against. It has functions of the same names as base, so it is
 * kept in a file of its own, and the tests are linked so that each keeps its own (tests/CMakeLists.txt). */
#ifndef CASEWAY_TESTS_BASE_SUPPORT_JANSSON_H
#define CASEWAY_TESTS_BASE_SUPPORT_JANSSON_H

#include <stddef.h>

enum jansson_outcome {
    JANSSON_TAKEN,
    JANSSON_REFUSED,
    JANSSON_CANNOT_HOLD, /* JSON, but with a number or a name that is beyond it; or it is refused as well */
};

/* What jansson writes of what it read from TEXT, in one of a few STYLES (any number); to be freed. */
enum jansson_outcome jansson_echo(const char *text, size_t size, unsigned style, char **echo,
                                  size_t *echo_size);

#endif

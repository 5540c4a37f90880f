/* Assertions that stay on in release: a bug stops the process where it is found, before it can be written
 * down.
 *
 * insist(condition) is for what can be false only through a mistake of ours. What input, disk or a script can
 * make false is never insisted on. */
#ifndef CASEWAY_BASE_INSIST_H
#define CASEWAY_BASE_INSIST_H

#define insist(condition)                                                                                    \
    do {                                                                                                     \
        if (__builtin_expect(!(condition), 0)) {                                                             \
            insist_failed(#condition, __FILE__, __LINE__);                                                   \
        }                                                                                                    \
    } while (0)

/* A point that cannot be reached. */
#define insist_never() insist_failed("this point is never reached", __FILE__, __LINE__)

/* Writes what was wrong and where to standard error and aborts. */
_Noreturn void insist_failed(const char *condition, const char *file, int line);

#endif

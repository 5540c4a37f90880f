/* A host without a site: it answers requests from a table, writes them down, and keeps files, input and
 * output in memory. */
#ifndef TEST_CLI_SUPPORT_H
#define TEST_CLI_SUPPORT_H

#include "cli/cli.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#define count_of(array) (sizeof(array) / sizeof *(array))

/* What is answered to a request whose method, path and query begin so; the first that fits, each as often as
 * it is asked. */
struct canned {
    const char *request; /* "GET /v1/cases" */
    int status;
    const char *body;
    const char *location;
};

struct fake_file {
    const char *path, *content; /* no content: a folder */
};

struct fake {
    struct cli_host host;
    struct arena arena;
    const struct canned *canned;
    size_t canned_count;
    const struct fake_file *files;
    size_t file_count;
    struct buffer requests; /* "METHOD PATH?QUERY BODY" a line each */
    const char *site;       /* that use_site was told */
    const char *called;     /* "init DIR", "serve LISTEN", "bench A B" */
    struct clock_virtual clock;
    FILE *written; /* what was opened for writing */
    char *written_text;
    size_t written_size;
    char *out_text, *err_text;
    size_t out_size, err_size;
};

void fake_init(struct fake *fake);
void fake_deinit(struct fake *fake);
/* Runs `caseway` with these words, NULL at the end; INPUT stands on standard input. */
int fake_run_input(struct fake *fake, const char *input, ...);
#define fake_run(fake, ...) fake_run_input(fake, "", __VA_ARGS__, NULL)
const char *fake_requests(struct fake *fake);

#define fake_can(fake, ...)                                                                                  \
    do {                                                                                                     \
        static const struct canned table[] = {__VA_ARGS__};                                                  \
        (fake)->canned = table;                                                                              \
        (fake)->canned_count = count_of(table);                                                              \
    } while (0)
#define fake_has(fake, ...)                                                                                  \
    do {                                                                                                     \
        static const struct fake_file table[] = {__VA_ARGS__};                                               \
        (fake)->files = table;                                                                               \
        (fake)->file_count = count_of(table);                                                                \
    } while (0)

#define assert_holds(text, part)                                                                             \
    do {                                                                                                     \
        if (!strstr(text, part)) {                                                                           \
            print_error("“%s” is not in:\n%s\n", part, text);                                                \
            fail();                                                                                          \
        }                                                                                                    \
    } while (0)

#endif

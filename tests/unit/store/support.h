/* What the store's tests share: a store in memory or in a folder that is removed after, and changes that
 * verify would let pass. */
#ifndef CASEWAY_TESTS_STORE_SUPPORT_H
#define CASEWAY_TESTS_STORE_SUPPORT_H

#include "store/store.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

struct fixture {
    struct arena arena;
    struct error error;
    struct store *store;
    char folder[64];
};

void fixture_memory(struct fixture *fixture);
void fixture_disk(struct fixture *fixture);
void fixture_close(struct fixture *fixture);
/* Closes the store and opens it again. */
void fixture_reopen(struct fixture *fixture);
void folder_make(char folder[64]);
void folder_remove(const char *folder);
char *fixture_path(struct fixture *fixture, const char *name);

/* Fails the test with the error's sentence unless STATUS is OK. */
#define expect_ok(fixture, status) expect_ok_at((fixture), (status), __FILE__, __LINE__)
void expect_ok_at(struct fixture *fixture, enum status status, const char *file, int line);

/* A change that opens subject ID as a case, and one that moves it on: its document counts its changes.
 * Neither is applied. */
struct store_change opening(struct fixture *fixture, int64_t id);
struct store_change advance(struct fixture *fixture, int64_t id);
/* begin, apply, commit. */
void apply_alone(struct fixture *fixture, struct store_change *change);
/* Opens COUNT cases, numbered from 1, each a batch of its own. */
void open_cases(struct fixture *fixture, size_t count);

struct stored_subject loaded(struct fixture *fixture, const char *reference);
struct store_query query_all(void);
struct store_verified verified(struct fixture *fixture);

#define assert_text(actual, expected) assert_text_at((actual), (expected), __FILE__, __LINE__)
void assert_text_at(struct text actual, const char *expected, const char *file, int line);
struct moment on_day(int32_t year, int32_t month, int32_t day);
struct moment at_instant(instant at);

#endif

/* Another program as a bounded child: what it prints, how long it may take, and that it is gone afterwards.
 */
#include "app/app.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct app app;
static struct text out;
static struct error error;

static int begin(void **state)
{
    (void)state;
    app = (struct app){.clock = clock_system()};
    arena_init(&app.arena);
    return 0;
}

static int end(void **state)
{
    (void)state;
    arena_deinit(&app.arena);
    return 0;
}

static enum status sh(const char *script, unsigned milliseconds, size_t limit)
{
    const char *const argv[] = {"sh", "-c", script, NULL};
    return app_run_tool(&app, &app.arena, argv, milliseconds, limit, &out, &error);
}

static void what_it_prints_is_read(void **state)
{
    (void)state;
    assert_int_equal(sh("printf out; printf lost >&2; cat; exit 3", 60000, 100), STATUS_OK);
    assert_true(text_is(out, "out"));
    assert_int_equal(sh("exit 0", 60000, 100), STATUS_OK);
    assert_int_equal(out.size, 0);
    assert_int_equal(sh("printf 12345", 60000, 5), STATUS_OK);
}

static void one_that_is_not_there(void **state)
{
    (void)state;
    const char *const argv[] = {"no-such-program-here", NULL};
    assert_int_equal(app_run_tool(&app, &app.arena, argv, 60000, 100, &out, &error), STATUS_NOT_FOUND);
    assert_non_null(strstr(error.message, "no-such-program-here"));
}

static void one_that_prints_too_much(void **state)
{
    (void)state;
    assert_int_equal(sh("printf 123456", 60000, 5), STATUS_CUT_OFF);
    assert_int_equal(sh("while :; do echo more; done", 60000, 1000), STATUS_CUT_OFF);
    assert_true(out.size <= 1000);
    assert_non_null(strstr(error.message, "sh was ended"));
}

/* Whether it holds on to its output or has let go of it. */
static void one_that_takes_too_long(void **state)
{
    (void)state;
    uint64_t began = clock_elapsed(&app.clock);
    assert_int_equal(sh("exec sleep 60", 50, 100), STATUS_CUT_OFF);
    assert_int_equal(sh("exec sleep 60 >&-", 50, 100), STATUS_OK);
    assert_int_equal(out.size, 0);
    assert_true(clock_elapsed(&app.clock) - began < (uint64_t)30 * 1000000000);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_it_prints_is_read),
        TEST(one_that_is_not_there),
        TEST(one_that_prints_too_much),
        TEST(one_that_takes_too_long),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

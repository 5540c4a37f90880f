#include "support.h"

#include "base/clock.h"

#include <time.h>

static void the_systems(void **state)
{
    (void)state;
    struct clock clock = clock_system();
    instant before = (instant)time(NULL) * 1000;
    instant now = clock_now(&clock);
    assert_true(now >= before - 1000 && now < before + 60000);
    uint64_t started = clock_elapsed(&clock);
    nanosleep(&(struct timespec){.tv_nsec = 2000000}, NULL);
    uint64_t passed = clock_elapsed(&clock) - started;
    assert_true(passed >= 2000000 && passed < UINT64_C(60000000000));
}

static void one_that_stands_still(void **state)
{
    (void)state;
    struct clock_virtual stood = {.at = -5, .elapsed = 7};
    struct clock clock = clock_of_virtual(&stood);
    assert_int_equal(clock_now(&clock), -5);
    assert_int_equal(clock_elapsed(&clock), 7);
    stood.at = 1767603600000;
    stood.elapsed++;
    assert_int_equal(clock_now(&clock), 1767603600000);
    assert_int_equal(clock_elapsed(&clock), 8);
    assert_true(INSTANT_NONE < -INT64_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_systems),
        cmocka_unit_test(one_that_stands_still),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "support.h"

#include "base/random.h"

#include <string.h>

static void the_systems_differs(void **state)
{
    (void)state;
    struct random random = random_system();
    unsigned char a[32] = {0}, b[32] = {0}, none[32] = {0};
    random_fill(&random, a, sizeof a);
    random_fill(&random, b, sizeof b);
    assert_memory_not_equal(a, b, sizeof a);
    assert_memory_not_equal(a, none, sizeof a);
}

/* Pinned: a simulation's seed must mean the same on every machine and in every version. */
static void a_seed_means_the_same_for_ever(void **state)
{
    (void)state;
    struct random_seeded seeded;
    struct random random = random_of_seed(&seeded, 42);
    unsigned char bytes[8];
    random_fill(&random, bytes, sizeof bytes);
    assert_memory_equal(bytes, "\x5D\xAF\x1D\x44\xEF\x06\x20\x79", 8);
    random_fill(&random, bytes, sizeof bytes);
    assert_memory_equal(bytes, "\x6E\x9B\xFE\xD8\x38\x00\x24\xB8", 8);
    random = random_of_seed(&seeded, 43);
    random_fill(&random, bytes, sizeof bytes);
    assert_memory_not_equal(bytes, "\x5D\xAF\x1D\x44\xEF\x06\x20\x79", 8);
}

static void below_and_each_as_likely(void **state)
{
    (void)state;
    struct random_seeded seeded;
    struct random random = random_of_seed(&seeded, 5);
    unsigned counts[6] = {0};
    for (int i = 0; i < 60000; i++) {
        uint64_t number = random_below(&random, 6);
        assert_true(number < 6);
        counts[number]++;
    }
    for (int i = 0; i < 6; i++) {
        assert_in_range(counts[i], 9600, 10400);
    }
    assert_int_equal(random_below(&random, 1), 0);
    uint64_t limit = (UINT64_C(1) << 63) + 1;
    for (int i = 0; i < 1000; i++) {
        assert_true(random_below(&random, limit) < limit);
    }
}

/* Gives the numbers 0, 1, 2 and so on, each in eight bytes from the least. */
static void count_up(void *self, void *bytes, size_t size)
{
    uint64_t *next = self;
    assert_int_equal(size, 8);
    for (size_t i = 0; i < size; i++) {
        ((unsigned char *)bytes)[i] = (unsigned char)(*next >> 8 * i);
    }
    ++*next;
}

/* 2^64 is 1 more than a multiple of 3: one number is thrown away, or 0 would be likelier. */
static void the_surplus_is_thrown_away(void **state)
{
    (void)state;
    uint64_t next = 0;
    struct random counting = {count_up, &next};
    assert_int_equal(random_below(&counting, 3), 1);
    assert_int_equal(next, 2);
    assert_int_equal(random_below(&counting, 3), 2);
    assert_int_equal(random_below(&counting, 4), 3);
    next = 0;
    assert_int_equal(random_below(&counting, 4), 0);
    assert_int_equal(next, 1);
}

static void below_nothing(void *self)
{
    random_below(self, 0);
}

static void nothing_is_below_zero(void **state)
{
    (void)state;
    struct random random = random_system();
    assert_aborts(below_nothing, &random);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_systems_differs),      cmocka_unit_test(a_seed_means_the_same_for_ever),
        cmocka_unit_test(below_and_each_as_likely), cmocka_unit_test(the_surplus_is_thrown_away),
        cmocka_unit_test(nothing_is_below_zero),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "support.h"

#include "base/vector.h"

struct pair {
    int a, b;
};

static void pushes_keep_their_order(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    VECTOR(struct pair)
    pairs = {0};
    for (int i = 0; i < 1000; i++) {
        vector_push(&arena, &pairs, (struct pair){i, -i});
    }
    assert_int_equal(pairs.count, 1000);
    assert_true(pairs.room >= 1000);
    int expected = 0;
    vector_each(struct pair, pair, &pairs)
    {
        assert_int_equal(pair->a, expected);
        assert_int_equal(pair->b, -expected);
        expected++;
    }
    assert_int_equal(expected, 1000);
    arena_deinit(&arena);
}

static void more_gives_the_last(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    VECTOR(int)
    numbers = {0};
    for (int i = 0; i < 5; i++) {
        int *last = vector_more(&arena, &numbers);
        *last = i;
        assert_ptr_equal(last, &numbers.at[i]);
    }
    assert_int_equal(numbers.count, 5);
    assert_int_equal(numbers.room, 8);
    arena_deinit(&arena);
}

static void removing_moves_the_rest(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    VECTOR(int)
    numbers = {0};
    for (int i = 0; i < 4; i++) {
        vector_push(&arena, &numbers, i);
    }
    vector_remove(&numbers, 1);
    assert_int_equal(numbers.count, 3);
    assert_int_equal(numbers.at[0], 0);
    assert_int_equal(numbers.at[1], 2);
    assert_int_equal(numbers.at[2], 3);
    vector_remove(&numbers, 2);
    vector_remove(&numbers, 0);
    assert_int_equal(numbers.count, 1);
    assert_int_equal(numbers.at[0], 2);
    vector_remove(&numbers, 0);
    assert_int_equal(numbers.count, 0);
    arena_deinit(&arena);
}

static void an_empty_one_has_no_turn(void **state)
{
    (void)state;
    VECTOR(int)
    numbers = {0};
    int turns = 0;
    vector_each(int, number, &numbers)
    {
        turns += *number + 1;
    }
    assert_int_equal(turns, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pushes_keep_their_order),
        cmocka_unit_test(more_gives_the_last),
        cmocka_unit_test(removing_moves_the_rest),
        cmocka_unit_test(an_empty_one_has_no_turn),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

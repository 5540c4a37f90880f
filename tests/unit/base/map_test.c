#include "support.h"

#include "base/map.h"

static void what_was_put_in_is_found(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct map map = {0};
    assert_int_equal(map_get(&map, TEXT("a")), MAP_NONE);
    assert_true(map_add(&arena, &map, TEXT("a"), 0));
    assert_true(map_add(&arena, &map, TEXT(""), INT32_MAX));
    assert_true(map_add(&arena, &map, TEXT("a\0b"), 7));
    assert_false(map_add(&arena, &map, TEXT("a"), 5));
    assert_int_equal(map.count, 3);
    assert_int_equal(map_get(&map, TEXT("a")), 0);
    assert_int_equal(map_get(&map, (struct text){0}), INT32_MAX);
    assert_int_equal(map_get(&map, TEXT("a\0b")), 7);
    assert_int_equal(map_get(&map, TEXT("a\0c")), MAP_NONE);
    assert_int_equal(map_get(&map, TEXT("b")), MAP_NONE);
    arena_deinit(&arena);
}

static void many(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct map map = {0};
    for (int i = 0; i < 20000; i++) {
        assert_true(map_add(&arena, &map, text_printf(&arena, "name-%d", i), i));
        assert_true(map.count * 2 <= map.room);
    }
    for (int i = 0; i < 20000; i++) {
        assert_int_equal(map_get(&map, text_printf(&arena, "name-%d", i)), i);
        assert_int_equal(map_get(&map, text_printf(&arena, "nome-%d", i)), MAP_NONE);
    }
    assert_int_equal(map.count, 20000);
    arena_deinit(&arena);
}

static void add_a_negative(void *self)
{
    struct map map = {0};
    map_add(self, &map, TEXT("a"), -2);
}

static void a_negative_value_is_a_bug(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    assert_aborts(add_a_negative, &arena);
    arena_deinit(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_put_in_is_found),
        cmocka_unit_test(many),
        cmocka_unit_test(a_negative_value_is_a_bug),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "support.h"

#include "base/id.h"

#include <string.h>

static void fill_high(void *self, void *bytes, size_t size)
{
    (void)self;
    memset(bytes, 0xFB, size);
}

static void secrets_are_url_safe(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct random high = {fill_high, NULL};
    assert_text(id_secret(&arena, &high, "cw_", 3), "cw_-_v7");
    assert_text(id_secret(&arena, &high, "", 1), "-w");
    assert_text(id_secret(&arena, &high, "x", 0), "x");
    assert_int_equal(id_secret(&arena, &high, "", ID_SECRET_LONGEST).size, 86);
    arena_deinit(&arena);
}

static void no_two_are_alike(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct random random = random_system();
    struct text a = id_secret(&arena, &random, "", 32), b = id_secret(&arena, &random, "", 32);
    assert_int_equal(a.size, 43);
    assert_false(text_equal(a, b));
    arena_deinit(&arena);
}

static void ask_too_much(void *self)
{
    struct random high = {fill_high, NULL};
    id_secret(self, &high, "", ID_SECRET_LONGEST + 1);
}

static void too_long_a_secret_is_a_bug(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    assert_aborts(ask_too_much, &arena);
    arena_deinit(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(secrets_are_url_safe),
        cmocka_unit_test(no_two_are_alike),
        cmocka_unit_test(too_long_a_secret_is_a_bug),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "support.h"

#include "base/digest.h"

#include <string.h>

static struct arena arena;

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_deinit(&arena);
    return 0;
}

/* As b2sum -l 256 has them. */
static void known_digests(void **state)
{
    (void)state;
    struct digest none = digest_of((struct text){0}), abc = digest_of(TEXT("abc"));
    assert_text(digest_hex(&arena, &none),
                "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
    assert_text(digest_hex(&arena, &abc), "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
}

static void of_parts(void **state)
{
    (void)state;
    struct text parts[] = {TEXT("a"), {0}, TEXT("bc")};
    struct digest whole = digest_of(TEXT("abc")), joined = digest_of_parts(parts, 3),
                  fewer = digest_of_parts(parts, 2);
    struct digest nothing = digest_of((struct text){0}), none = digest_of_parts(NULL, 0);
    assert_true(digest_equal(&whole, &joined));
    assert_false(digest_equal(&whole, &fewer));
    assert_true(digest_equal(&nothing, &none));
}

static void the_last_byte_counts(void **state)
{
    (void)state;
    struct digest a = digest_of(TEXT("abc")), b = a;
    b.bytes[DIGEST_SIZE - 1] ^= 1;
    assert_false(digest_equal(&a, &b));
}

static void hexadecimal_and_back(void **state)
{
    (void)state;
    struct digest digest = digest_of(TEXT("abc")), read;
    struct text hex = digest_hex(&arena, &digest);
    assert_int_equal(hex.size, DIGEST_HEX_SIZE);
    assert_true(digest_from_hex(hex, &read));
    assert_true(digest_equal(&digest, &read));
}

static void nothing_else_is_read(void **state)
{
    (void)state;
    struct digest digest = digest_of(TEXT("abc")), read = {{42}};
    struct text hex = digest_hex(&arena, &digest);
    assert_false(digest_from_hex(text_part(hex, 0, DIGEST_HEX_SIZE - 1), &read));
    assert_false(digest_from_hex(text_printf(&arena, "%.*s0", TEXT_ARGS(hex)), &read));
    assert_false(digest_from_hex((struct text){0}, &read));
    static const char wrong[] = "gG`/:@ A\n";
    for (size_t i = 0; i < sizeof wrong; i++) {
        for (size_t place = 0; place < DIGEST_HEX_SIZE; place += 21) {
            struct text copy = text_copy(&arena, hex);
            char *bytes = arena_copy(&arena, copy.at, copy.size);
            bytes[place] = wrong[i];
            assert_false(digest_from_hex((struct text){bytes, copy.size}, &read));
        }
    }
    assert_int_equal(read.bytes[0], 42);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_digests),        cmocka_unit_test(of_parts),
        cmocka_unit_test(the_last_byte_counts), cmocka_unit_test(hexadecimal_and_back),
        cmocka_unit_test(nothing_else_is_read),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

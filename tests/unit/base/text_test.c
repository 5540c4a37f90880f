#include "support.h"

#include "base/text.h"

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

static void comparing(void **state)
{
    (void)state;
    struct text none = {0};
    assert_true(text_equal(none, TEXT("")));
    assert_true(text_is(none, ""));
    assert_true(text_is(text_of(NULL), ""));
    assert_true(text_is(TEXT("ab"), "ab"));
    assert_false(text_is(TEXT("ab"), "abc"));
    assert_false(text_is(TEXT("ab"), "ac"));
    assert_true(text_compare(none, TEXT("")) == 0);
    assert_true(text_compare(none, TEXT("a")) < 0);
    assert_true(text_compare(TEXT("ab"), TEXT("a")) > 0);
    assert_true(text_compare(TEXT("a"), TEXT("b")) < 0);
    assert_true(text_compare(TEXT("\xC3\xA9"), TEXT("z")) > 0);
    assert_true(text_compare(TEXT("a\0b"), TEXT("a\0c")) < 0);
}

static void beginnings_and_ends(void **state)
{
    (void)state;
    assert_true(text_starts(TEXT("case"), TEXT("ca")));
    assert_true(text_starts(TEXT("case"), TEXT("")));
    assert_true(text_starts((struct text){0}, (struct text){0}));
    assert_false(text_starts(TEXT("ca"), TEXT("case")));
    assert_false(text_starts(TEXT("case"), TEXT("as")));
    assert_true(text_ends(TEXT("a.yaml"), TEXT(".yaml")));
    assert_true(text_ends(TEXT("a"), TEXT("")));
    assert_false(text_ends(TEXT("yaml"), TEXT(".yaml")));
    assert_false(text_ends(TEXT("a.yaml"), TEXT(".yml")));
}

static void parts(void **state)
{
    (void)state;
    assert_text(text_part(TEXT("abcdef"), 2, 3), "cde");
    assert_text(text_part(TEXT("abcdef"), 4, SIZE_MAX), "ef");
    assert_text(text_part(TEXT("abcdef"), 9, 1), "");
    assert_text(text_part((struct text){0}, 0, 4), "");
    assert_text(text_trim(TEXT(" \t\r\na b\n ")), "a b");
    assert_text(text_trim(TEXT(" \n ")), "");
    assert_text(text_trim((struct text){0}), "");
    assert_text(text_trim(TEXT("\va\f")), "\va\f");
    assert_int_equal(text_find(TEXT("a=b=c"), '='), 1);
    assert_int_equal(text_find(TEXT("abc"), '='), 3);
    assert_int_equal(text_find((struct text){0}, '='), 0);
}

static void assert_split(struct text whole, const char *expected)
{
    struct text rest = whole, part;
    struct buffer seen;
    buffer_init(&seen, &arena);
    while (text_split(&rest, ',', &part)) {
        buffer_byte(&seen, '<');
        buffer_text(&seen, part);
        buffer_byte(&seen, '>');
    }
    assert_false(text_split(&rest, ',', &part));
    assert_true(text_is(buffer_result(&seen), expected));
}

static void splitting(void **state)
{
    (void)state;
    assert_split(TEXT("a,b,,c"), "<a><b><><c>");
    assert_split(TEXT("a,"), "<a><>");
    assert_split(TEXT(","), "<><>");
    assert_split(TEXT("a"), "<a>");
    assert_split(TEXT(""), "<>");
    assert_split((struct text){0}, "");
}

static void copies(void **state)
{
    (void)state;
    struct text copy = text_copy(&arena, (struct text){"abcdef", 3});
    assert_text(copy, "abc");
    assert_int_equal(copy.at[3], '\0');
    assert_string_equal(text_copy(&arena, (struct text){0}).at, "");
    assert_text(text_printf(&arena, "%s-%d", "a", 5), "a-5");
}

static void integers(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool valid;
        int64_t value;
    } cases[] = {
        {"0", true, 0},
        {"-0", true, 0},
        {"+7", true, 7},
        {"007", true, 7},
        {"-12", true, -12},
        {"9223372036854775807", true, INT64_MAX},
        {"-9223372036854775808", true, INT64_MIN},
        {"9223372036854775808", false, 0},
        {"-9223372036854775809", false, 0},
        {"99999999999999999999999", false, 0},
        {"", false, 0},
        {"-", false, 0},
        {"+", false, 0},
        {"--1", false, 0},
        {" 1", false, 0},
        {"1 ", false, 0},
        {"1.0", false, 0},
        {"0x1", false, 0},
        {"1/", false, 0},
        {"1:", false, 0},
    };
    for (size_t i = 0; i < count_of(cases); i++) {
        int64_t value = 42;
        assert_int_equal(text_integer(text_of(cases[i].text), &value), cases[i].valid);
        assert_int_equal(value, cases[i].valid ? cases[i].value : 42);
    }
}

static void buffers_grow(void **state)
{
    (void)state;
    struct buffer buffer;
    buffer_init(&buffer, &arena);
    assert_int_equal(buffer_result(&buffer).size, 0);
    buffer_add(&buffer, NULL, 0);
    buffer_text(&buffer, TEXT("ab"));
    buffer_string(&buffer, "cd");
    buffer_byte(&buffer, 'e');
    buffer_printf(&buffer, "%03d", 7);
    assert_text(buffer_result(&buffer), "abcde007");
    memcpy(buffer_reserve(&buffer, 2), "xy", 2);
    buffer.size += 2;
    assert_text(buffer_result(&buffer), "abcde007xy");
    for (int i = 0; i < 5000; i++) {
        buffer_printf(&buffer, "%04d", i);
        arena_alloc(&arena, 1);
    }
    assert_int_equal(buffer.size, 10 + 20000);
    assert_memory_equal(&buffer.at[10 + 4 * 4999], "4999", 4);
    assert_memory_equal(buffer.at, "abcde007xy0000", 14);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(comparing),    cmocka_unit_test(beginnings_and_ends),
        cmocka_unit_test(parts),        cmocka_unit_test(splitting),
        cmocka_unit_test(copies),       cmocka_unit_test(integers),
        cmocka_unit_test(buffers_grow),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

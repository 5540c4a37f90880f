/* What the reader says of what it refuses, and its limits; json_suite_test.c has the rules of the grammar. */
#include "support.h"

#include "base/json.h"

#include <stdio.h>
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

static void errors_are_located(void **state)
{
    (void)state;
    static const struct {
        const char *text, *place, *part_of_message;
    } cases[] = {
        {"", "1:1", "ends before"},
        {"[1,\n 2,\n", "3:1", "ends before"},
        {"[1,]", "1:4", "A value is missing"},
        {"[1 2]", "1:4", "A comma or ] is missing"},
        {"{\n  \"a\": 1\n  \"b\": 2\n}", "3:3", "A comma or } is missing"},
        {"{\"a\":1,}", "1:8", "A name in double quotes"},
        {"{\"one\" 1}", "1:8", "behind the name \"one\""},
        {"{\"a\":1,\n\"b\":2,\n \"a\":3}", "3:2", "The name \"a\" occurs twice"},
        {"{\"a\":1,\"a\":3}", "1:8", "The name \"a\" occurs twice"},
        {"\"\xC3\xA9\xF0\x9F\x98\x80\\x\"", "1:4", "\\ must be followed"},
        {"\"ab\tc\"", "1:4", "control character"},
        {"\"ab\xFF\"", "1:4", "UTF-8"},
        {"[\"abc]", "1:2", "does not end"},
        {"\"ab\\ud800\"", "1:4", "surrogate"},
        {"\"ab\\u00g0\"", "1:4", "hexadecimal"},
        {"[-]", "1:3", "minus"},
        {"[01]", "1:2", "needless 0"},
        {"[1.]", "1:4", "decimal point"},
        {"[1e]", "1:4", "exponent"},
        {"[1e999]", "1:2", "too large"},
        {"[1] x", "1:5", "follows"},
        {"\xEF\xBB\xBF[]", "1:1", "byte order mark"},
    };
    for (size_t i = 0; i < count_of(cases); i++) {
        struct json value;
        struct error error = {0};
        assert_int_equal(support_read_exactly(&arena, text_of(cases[i].text), &value, &error),
                         STATUS_INVALID);
        assert_string_equal(error.place, cases[i].place);
        if (!strstr(error.message, cases[i].part_of_message)) {
            fail_msg("%s: %s", cases[i].text, error.message);
        }
    }
}

static struct text nested(size_t depth, const char *open, const char *inner, const char *close)
{
    struct buffer buffer;
    buffer_init(&buffer, &arena);
    for (size_t i = 0; i < depth; i++) {
        buffer_string(&buffer, open);
    }
    buffer_string(&buffer, inner);
    for (size_t i = 0; i < depth; i++) {
        buffer_string(&buffer, close);
    }
    return buffer_result(&buffer);
}

static void depth_is_bounded(void **state)
{
    (void)state;
    struct json value;
    struct error error = {0};
    assert_int_equal(support_read_exactly(&arena, nested(JSON_DEPTH_LIMIT, "[", "", "]"), &value, &error),
                     STATUS_OK);
    assert_int_equal(
        support_read_exactly(&arena, nested(JSON_DEPTH_LIMIT, "{\"a\":", "1", "}"), &value, &error),
        STATUS_OK);
    assert_int_equal(support_read_exactly(&arena, nested(JSON_DEPTH_LIMIT + 1, "[", "", "]"), &value, &error),
                     STATUS_LIMIT);
    assert_string_equal(error.place, "1:65");
    assert_int_equal(
        support_read_exactly(&arena, nested(JSON_DEPTH_LIMIT + 1, "{\"a\":", "1", "}"), &value, &error),
        STATUS_LIMIT);
    assert_int_equal(support_read_exactly(&arena, nested(100000, "[", "", ""), &value, &error), STATUS_LIMIT);
    assert_int_equal(support_read_exactly(&arena, nested(100000, "[{\"\":", "", ""), &value, &error),
                     STATUS_LIMIT);
    /* Side by side is not deep. */
    assert_int_equal(
        support_read_exactly(&arena, nested(1, "[", "[[]],[[]],[{}],{\"a\":[]},[[]]", "]"), &value, &error),
        STATUS_OK);
    assert_int_equal(value.count, 5);
    struct buffer many;
    buffer_init(&many, &arena);
    for (int i = 0; i < 200; i++) {
        buffer_string(&many, i ? ",[[]],{}" : "[[]");
    }
    buffer_byte(&many, ']');
    assert_int_equal(support_read_exactly(&arena, buffer_result(&many), &value, &error), STATUS_OK);
    assert_int_equal(value.count, 399);
}

static void numbers_are_bounded(void **state)
{
    (void)state;
    struct json value;
    struct error error = {0};
    char digits[JSON_NUMBER_LIMIT + 2] = "0.";
    memset(digits + 2, '3', JSON_NUMBER_LIMIT - 2);
    assert_int_equal(support_read_exactly(&arena, text_of(digits), &value, &error), STATUS_OK);
    assert_true(value.real == 1.0 / 3);
    digits[JSON_NUMBER_LIMIT] = '3';
    assert_int_equal(support_read_exactly(&arena, text_of(digits), &value, &error), STATUS_LIMIT);
    assert_string_equal(error.place, "1:1");
    memset(digits, '9', 310);
    digits[310] = '\0';
    assert_int_equal(support_read_exactly(&arena, text_of(digits), &value, &error), STATUS_INVALID);
}

static void texts_are_bounded(void **state)
{
    (void)state;
    struct json value;
    struct error error = {0};
    assert_int_equal(json_read(&arena, (struct text){"", (size_t)JSON_TEXT_LIMIT + 1}, &value, &error),
                     STATUS_LIMIT);
    assert_int_equal(json_read(&arena, (struct text){0}, &value, &error), STATUS_INVALID);
}

/* Lists and objects of every size, in order and not, past what is kept on the stack and sorted by insertion.
 */
static void every_size(void **state)
{
    (void)state;
    for (unsigned count = 0; count < 300; count = count < 70 ? count + 1 : count * 2) {
        struct buffer list, rising, mixed;
        buffer_init(&list, &arena);
        buffer_init(&rising, &arena);
        buffer_init(&mixed, &arena);
        for (unsigned i = 0; i < count; i++) {
            const char *comma = i ? "," : "";
            buffer_printf(&list, "%s%u", comma, i);
            buffer_printf(&rising, "%s\"%04u\":%u", comma, i, i);
            unsigned j = i * 7 % count;
            if (count % 7) {
                buffer_printf(&mixed, "%s\"%04u\":%u", comma, j, j);
            }
        }
        struct text list_text = text_printf(&arena, "[%.*s]", TEXT_ARGS(buffer_result(&list)));
        struct text rising_text = text_printf(&arena, "{%.*s}", TEXT_ARGS(buffer_result(&rising)));
        struct text mixed_text = text_printf(&arena, "{%.*s}", TEXT_ARGS(buffer_result(&mixed)));
        struct json value;
        assert_int_equal(json_read(&arena, list_text, &value, NULL), STATUS_OK);
        assert_int_equal(value.count, count);
        assert_text_at(json_to_text(&arena, &value), list_text, __FILE__, __LINE__);
        assert_int_equal(json_read(&arena, rising_text, &value, NULL), STATUS_OK);
        assert_text_at(json_to_text(&arena, &value), rising_text, __FILE__, __LINE__);
        if (count % 7) {
            assert_int_equal(json_read(&arena, mixed_text, &value, NULL), STATUS_OK);
            assert_text_at(json_to_text(&arena, &value), rising_text, __FILE__, __LINE__);
        }
    }
}

/* The second is named, in few members and in many. */
static void a_name_twice_among_many(void **state)
{
    (void)state;
    for (unsigned count = 3; count < 60; count++) {
        struct buffer buffer;
        buffer_init(&buffer, &arena);
        for (unsigned i = count; i > 0; i--) {
            buffer_printf(&buffer, "%s\"%04u\":1\n", i == count ? "{" : ",", i);
        }
        buffer_string(&buffer, ",\"0002\":1}");
        struct json value;
        struct error error = {0};
        assert_int_equal(json_read(&arena, buffer_result(&buffer), &value, &error), STATUS_INVALID);
        assert_non_null(strstr(error.message, "\"0002\""));
        char place[16];
        snprintf(place, sizeof place, "%u:2", count + 1);
        assert_string_equal(error.place, place);
    }
}

static void strings_are_whole_and_end_with_nul(void **state)
{
    (void)state;
    struct json value = support_read(&arena, "[\"abc\",\"\",\"d\\u0000e\"]");
    assert_text(json_text(&value.elements[0]), "abc");
    assert_string_equal(value.elements[0].string, "abc");
    assert_string_equal(value.elements[1].string, "");
    assert_text(json_text(&value.elements[2]), "d\0e");
    assert_int_equal(value.elements[2].string[3], '\0');
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(errors_are_located),
        cmocka_unit_test(depth_is_bounded),
        cmocka_unit_test(numbers_are_bounded),
        cmocka_unit_test(texts_are_bounded),
        cmocka_unit_test(every_size),
        cmocka_unit_test(a_name_twice_among_many),
        cmocka_unit_test(strings_are_whole_and_end_with_nul),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

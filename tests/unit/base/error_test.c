#include "support.h"

#include "base/error.h"

#include <string.h>

static void an_error_says_what_and_where(void **state)
{
    (void)state;
    struct error error = {0};
    assert_int_equal(error_set(&error, STATUS_FULL, "%s is %d", "it", 5), STATUS_FULL);
    assert_int_equal(error.status, STATUS_FULL);
    assert_string_equal(error.message, "it is 5");
    assert_string_equal(error.place, "");
    error_place(&error, "%d:%d", 1, 2);
    error_place(&error, "elsewhere");
    assert_string_equal(error.place, "1:2");
    error_set(&error, STATUS_IO, "another");
    assert_string_equal(error.place, "");
}

static void nobody_need_ask(void **state)
{
    (void)state;
    assert_int_equal(error_set(NULL, STATUS_IO, "unheard"), STATUS_IO);
    error_place(NULL, "nowhere");
}

static void an_error_may_quote_itself(void **state)
{
    (void)state;
    struct error error = {0};
    error_set(&error, STATUS_IO, "inside");
    error_place(&error, "1:2");
    error_set(&error, STATUS_INVALID, "outside, at %s: %s", error.place, error.message);
    assert_string_equal(error.message, "outside, at 1:2: inside");
}

/* Whatever character is at the edge, it is whole or not there. */
static void what_is_too_long_is_cut_at_a_character(void **state)
{
    (void)state;
    static const char *const characters[] = {"a", "\xC3\xA9", "\xE2\x82\xAC", "\xF0\x9F\x98\x80"};
    for (size_t i = 0; i < count_of(characters); i++) {
        size_t size = strlen(characters[i]);
        for (size_t shift = 0; shift < 4; shift++) {
            char long_text[1024] = {0};
            memset(long_text, 'x', shift);
            for (size_t at = shift; at < 900; at += size) {
                memcpy(long_text + at, characters[i], size);
            }
            struct error error = {0};
            error_set(&error, STATUS_IO, "%s", long_text);
            error_place(&error, "%s", long_text);
            assert_int_equal(strlen(error.message),
                             ERROR_MESSAGE_SIZE - 1 - (ERROR_MESSAGE_SIZE - 1 - shift) % size);
            assert_int_equal(strlen(error.place),
                             ERROR_PLACE_SIZE - 1 - (ERROR_PLACE_SIZE - 1 - shift) % size);
            assert_true(text_is_utf8(text_of(error.message)));
            assert_memory_equal(error.message, long_text, strlen(error.message));
        }
    }
}

static void what_just_fits_is_whole(void **state)
{
    (void)state;
    struct error error = {0};
    error_set(&error, STATUS_IO, "%0*d", ERROR_MESSAGE_SIZE - 1, 7);
    assert_int_equal(strlen(error.message), ERROR_MESSAGE_SIZE - 1);
    assert_int_equal(error.message[ERROR_MESSAGE_SIZE - 2], '7');
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_error_says_what_and_where),
        cmocka_unit_test(nobody_need_ask),
        cmocka_unit_test(an_error_may_quote_itself),
        cmocka_unit_test(what_is_too_long_is_cut_at_a_character),
        cmocka_unit_test(what_just_fits_is_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "support.h"

#include "base/text.h"

#include <string.h>

static void characters_of_every_size(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t size;
    } cases[] = {
        {"", 0},
        {"a", 1},
        {"\x7F", 1},
        {"\xC2\x80", 2},
        {"\xDF\xBF", 2},
        {"\xE0\xA0\x80", 3},
        {"\xED\x9F\xBF", 3},
        {"\xEE\x80\x80", 3},
        {"\xEF\xBF\xBF", 3},
        {"\xF0\x90\x80\x80", 4},
        {"\xF4\x8F\xBF\xBF", 4},
        /* not UTF-8 */
        {"\x80", 0},
        {"\xBF", 0},
        {"\xC0\x80", 0},
        {"\xC1\xBF", 0},
        {"\xC2", 0},
        {"\xC2\x41", 0},
        {"\xC2\xC2", 0},
        {"\xE0\x9F\xBF", 0},
        {"\xE1\x80", 0},
        {"\xE1\x80\x41", 0},
        {"\xED\xA0\x80", 0},
        {"\xED\xBF\xBF", 0},
        {"\xF0\x8F\xBF\xBF", 0},
        {"\xF1\x80\x80", 0},
        {"\xF1\x80\x80\xC0", 0},
        {"\xF4\x90\x80\x80", 0},
        {"\xF5\x80\x80\x80", 0},
        {"\xF8\x88\x80\x80\x80", 0},
        {"\xFE", 0},
        {"\xFF", 0},
    };
    for (size_t i = 0; i < count_of(cases); i++) {
        struct text text = text_of(cases[i].bytes);
        assert_int_equal(text_character(text), cases[i].size);
        assert_int_equal(text_is_utf8(text), cases[i].size == text.size);
    }
}

/* Wherever it stands, also across the eight bytes that are looked at together. */
static void a_broken_byte_is_found_anywhere(void **state)
{
    (void)state;
    char bytes[40];
    for (size_t at = 0; at < sizeof bytes; at++) {
        memset(bytes, 'a', sizeof bytes);
        struct text text = {bytes, sizeof bytes};
        assert_true(text_is_utf8(text));
        bytes[at] = '\x80';
        assert_false(text_is_utf8(text));
        assert_int_equal(text_utf8_size(text), at);
    }
}

static void counting_characters(void **state)
{
    (void)state;
    assert_int_equal(text_characters((struct text){0}), 0);
    assert_int_equal(text_characters(TEXT("abc")), 3);
    assert_int_equal(text_characters(TEXT("\xC3\xA9t\xC3\xA9 \xF0\x9F\x98\x80")), 5);
    assert_int_equal(text_characters(TEXT("a\xFF\xC3")), 3);
}

static void distances(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b;
        unsigned limit, distance;
    } cases[] = {
        {"", "", 3, 0},
        {"", "abc", 3, 3},
        {"abc", "", 2, 3},
        {"state", "state", 0, 0},
        {"state", "stat", 3, 1},
        {"state", "sttae", 3, 1},
        {"state", "stxte", 3, 1},
        {"state", "xstate", 3, 1},
        {"ab", "ba", 1, 1},
        {"abcd", "badc", 2, 2},
        {"ca", "abc", 3, 3}, /* optimal string alignment: what was swapped is not edited again */
        {"kitten", "sitting", 3, 3},
        {"kitten", "sitting", 2, 3},
        {"kitten", "sitting", 1, 2},
        {"kitten", "sitting", 0, 1},
        {"abcdefgh", "zzzzzzzz", 3, 4},
        {"aaaaabcaaaa", "aaaaacbaaaa", 0, 1},
        {"xxxxxabcd", "xxxxxbadc", 2, 2},
    };
    for (size_t i = 0; i < count_of(cases); i++) {
        struct text a = text_of(cases[i].a), b = text_of(cases[i].b);
        assert_int_equal(text_distance(a, b, cases[i].limit), cases[i].distance);
        assert_int_equal(text_distance(b, a, cases[i].limit), cases[i].distance);
    }
}

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/* The definition, as it stands in books. */
static unsigned distance_by_definition(const char *a, size_t i, const char *b, size_t j)
{
    if (i == 0 || j == 0) {
        return (unsigned)(i + j);
    }
    unsigned found = distance_by_definition(a, i - 1, b, j - 1) + (a[i - 1] != b[j - 1]);
    found = least(found, distance_by_definition(a, i - 1, b, j) + 1);
    found = least(found, distance_by_definition(a, i, b, j - 1) + 1);
    if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        found = least(found, distance_by_definition(a, i - 2, b, j - 2) + 1);
    }
    return found;
}

static void distances_are_those_of_the_definition(void **state)
{
    (void)state;
    struct random_seeded seeded;
    struct random random = random_of_seed(&seeded, 4);
    for (int round = 0; round < 2000; round++) {
        char words[2][6];
        size_t sizes[2];
        for (int word = 0; word < 2; word++) {
            sizes[word] = random_below(&random, 6);
            for (size_t i = 0; i < sizes[word]; i++) {
                words[word][i] = (char)('a' + random_below(&random, 3));
            }
        }
        unsigned expected = distance_by_definition(words[0], sizes[0], words[1], sizes[1]);
        for (unsigned limit = 0; limit < 6; limit++) {
            assert_int_equal(
                text_distance((struct text){words[0], sizes[0]}, (struct text){words[1], sizes[1]}, limit),
                least(expected, limit + 1));
        }
    }
}

static void long_words_are_bounded(void **state)
{
    (void)state;
    char a[TEXT_DISTANCE_LONGEST + 1], b[TEXT_DISTANCE_LONGEST + 1];
    memset(a, 'a', sizeof a);
    memset(b, 'a', sizeof b);
    struct text whole = {a, sizeof a}, other = {b, sizeof b};
    assert_int_equal(text_distance(whole, other, 3), 0);
    b[5] = 'b';
    assert_int_equal(text_distance(whole, other, 3), 4);
    assert_int_equal(
        text_distance((struct text){a, TEXT_DISTANCE_LONGEST}, (struct text){b, TEXT_DISTANCE_LONGEST}, 3),
        1);
}

static void the_nearest(void **state)
{
    (void)state;
    static const struct text choices[] = {
        {"states", 6}, {"state", 5}, {"on", 2}, {"initial", 7}, {"requirements", 12}, {"of", 2},
    };
    size_t count = count_of(choices);
    assert_text(text_nearest(TEXT("state"), choices, count), "state");
    assert_text(text_nearest(TEXT("sate"), choices, count), "state");
    assert_text(text_nearest(TEXT("statess"), choices, count), "states");
    assert_text(text_nearest(TEXT("intial"), choices, count), "initial");
    assert_text(text_nearest(TEXT("requrmnts"), choices, count), "requirements");
    assert_text(text_nearest(TEXT("rqurmnts"), choices, count), "");
    assert_text(text_nearest(TEXT("onnn"), choices, count), "");
    /* Two as near: the first. */
    assert_text(text_nearest(TEXT("o"), choices, count), "on");
    assert_text(text_nearest(TEXT("wholly"), choices, count), "");
    assert_text(text_nearest(TEXT("on"), choices, 0), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(characters_of_every_size),
        cmocka_unit_test(a_broken_byte_is_found_anywhere),
        cmocka_unit_test(counting_characters),
        cmocka_unit_test(distances),
        cmocka_unit_test(distances_are_those_of_the_definition),
        cmocka_unit_test(long_words_are_bounded),
        cmocka_unit_test(the_nearest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* NYSIIS: keys as others compute them, and any bytes. */
#include "base/phonetic.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void gives_the_known_keys(void **state)
{
    static const char *const rows[][2] = {
        {"mohammed", "MAHANAD"},
        {"muhammad", "MAHANAD"},
        {"mohamed", "MAHANAD"},
        {"catherine", "CATARAN"},
        {"katherine", "CATARAN"},
        {"kathryn", "CATRYN"},
        {"ayesha", "AYAS"},
        {"stephen", "STAFAN"},
        {"steven", "STAFAN"},
        {"philip", "FALAP"},
        {"filip", "FALAP"},
        {"okafor", "OCAFAR"},
        {"adeyemi", "ADAYAN"},
        {"nguyen", "NGAYAN"},
        {"oconnor", "OCANAR"},
        {"macdonald", "MCDANALD"},
        {"knight", "NAGT"},
        {"night", "NAGT"},
        {"schmidt", "SNAD"},
        {"smith", "SNAT"},
        {"siobhan", "SABAN"},
        {"hussain", "HASAN"},
        {"hussein", "HASAN"},
        {"fatimah", "FATAN"},
        {"yusuf", "YASAF"},
        {"yousef", "YASAF"},
        {"khadija", "CADAJ"},
        {"khadijah", "CADAJ"},
        {"wojciech", "WAJCAC"},
        {"lukasz", "LAC"},
        {"zoe", "Z"},
        {"jones", "JAN"},
        {"lee", "LY"},
        {"brandt", "BRAND"},
        {"kaur", "CAR"},
        {"singh", "SANG"},
        {"evans", "EVAN"},
        {"phoebe", "FAB"},
        {"pfister", "FASTAR"},
        {"mary", "MARY"},
        {"marie", "MARY"},
        {"a", "A"},
        {"ss", "S"},
        {"ay", "Y"},
        {"brown", "BRAN"},
        {"fitzgerald", "FATSGARALD"},
        {"quresh", "QAR"},
        {"ee", "Y"},
    };
    struct arena arena;
    (void)state;
    arena_init(&arena);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct text key = phonetic_key(&arena, text_of(rows[i][0]));
        if (!text_is(key, rows[i][1])) {
            fail_msg("%s: %.*s, not %s", rows[i][0], TEXT_ARGS(key), rows[i][1]);
        }
    }
    arena_deinit(&arena);
}

static void has_no_key_for_the_rest(void **state)
{
    static const char *const words[] = {"",   "Ada",  "zo\xc3\xab", "\xd0\xb8\xd0\xb2\xd0\xb0\xd0\xbd",
                                        "a1", "\xff", "o'c"};
    struct arena arena;
    char longest[200];
    (void)state;
    arena_init(&arena);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        assert_int_equal(0, phonetic_key(&arena, text_of(words[i])).size);
    }
    for (size_t i = 0; i < sizeof longest; i++) {
        longest[i] = i % 2 ? 'a' : 'b';
    }
    assert_int_equal(PHONETIC_WORD_LIMIT - 1,
                     phonetic_key(&arena, (struct text){longest, sizeof longest}).size);
    arena_deinit(&arena);
}

/* Every word of up to four letters out of those that rules speak of: within its bounds, capitals alone. */
static void takes_any_word(void **state)
{
    static const char letters[] = "aehkmnprsvwz";
    enum { COUNT = sizeof letters - 1 };
    struct arena arena;
    char word[5];
    (void)state;
    arena_init(&arena);
    for (size_t n = 0; n < (size_t)COUNT * COUNT * COUNT * COUNT; n++) {
        word[0] = letters[n % COUNT];
        word[1] = letters[n / COUNT % COUNT];
        word[2] = letters[n / COUNT / COUNT % COUNT];
        word[3] = letters[n / COUNT / COUNT / COUNT];
        struct text key = phonetic_key(&arena, (struct text){word, 1 + n % 4});
        assert_true(key.size >= 1 && key.size <= 1 + n % 4);
        for (size_t i = 0; i < key.size; i++) {
            assert_true(key.at[i] >= 'A' && key.at[i] <= 'Z');
        }
        arena_reset(&arena);
    }
    arena_deinit(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_the_known_keys),
        cmocka_unit_test(has_no_key_for_the_rest),
        cmocka_unit_test(takes_any_word),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

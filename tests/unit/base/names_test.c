/* Names made alike, and how near two of them are. */
#include "base/names.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const char *words_of(struct arena *arena, struct text name)
{
    struct name_words words = name_words(arena, name);
    struct buffer out;
    buffer_init(&out, arena);
    for (size_t i = 0; i < words.count; i++) {
        buffer_string(&out, i ? " " : "");
        buffer_text(&out, words.at[i]);
    }
    buffer_byte(&out, '\0');
    return buffer_result(&out).at;
}

static void makes_names_alike(void **state)
{
    static const char *const rows[][2] = {
        {"Mrs. Zoë O’Connor-Łukasz", "lukasz oconnor zoe"},
        {"ADA  LOVELACE", "ada lovelace"},
        {"Lovelace, Ada", "ada lovelace"},
        {"José Núñez", "jose nunez"},
        {"Jose\xcc\x81 Nun\xcc\x83"
         "ez",
         "jose nunez"},
        {"Müller", "muller"},
        {"Weiß", "weiss"},
        {"Søren Kierkegård", "kierkegard soren"},
        {"Nguyễn Thị Ánh", "anh nguyen thi"},
        {"Ọlá Adéyẹmí", "adeyemi ola"},
        {"D'Souza", "dsouza"},
        {"Al-Hassan bin Ali", "al ali bin hassan"},
        {"Иван Ёлкин", "елкин иван"},
        {"محمد", "محمد"},
        {"ﬁona", "fiona"},
        {"Mr", "mr"},
        {"Dr. A. Parent", "a parent"},
        {"Ada Ada", "ada"},
        {"Zo\xe2\x80\x8b\xc3\xab", "zoe"}, /* a blank of no width */
        {"", ""},
        {" - ' . ", ""},
        {"Ada \xff Byron", "ada"},
        {"Elizabeth 2", "2 elizabeth"},
        {"a b c d e f g h i j k l m n", "a b c d e f g h i j k l"},
    };
    struct arena arena;
    (void)state;
    arena_init(&arena);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *found = words_of(&arena, text_of(rows[i][0]));
        if (strcmp(found, rows[i][1]) != 0) {
            fail_msg("%s: \"%s\", not \"%s\"", rows[i][0], found, rows[i][1]);
        }
    }
    arena_deinit(&arena);
}

/* A character that unfolds into eighteen, as often as there is room for it. */
static void bounds_what_unfolds(void **state)
{
    struct arena arena;
    char name[3 * 400];
    (void)state;
    arena_init(&arena);
    for (size_t i = 0; i < sizeof name; i += 3) {
        memcpy(name + i, "\xef\xb7\xba", 3);
    }
    struct name_words words = name_words(&arena, (struct text){name, sizeof name});
    assert_true(words.count <= NAMES_WORDS_LIMIT);
    memset(name, 'a', sizeof name);
    words = name_words(&arena, (struct text){name, sizeof name});
    assert_int_equal(1, words.count);
    assert_int_equal(NAMES_TEXT_LIMIT, words.at[0].size);
    arena_deinit(&arena);
}

static void tells_how_near(void **state)
{
    static const struct {
        const char *a, *b;
        enum name_match match;
        const char *shared;
    } rows[] = {
        {"Ada Lovelace", "Lovelace, Ada", NAME_SAME, NULL},
        {"Zoë Müller", "zoe muller", NAME_SAME, NULL},
        {"Ada", "Ada", NAME_SAME, NULL},
        {"Ada Lovelace", "Ada King Lovelace", NAME_WITHIN, NULL},
        {"A. Lovelace", "Ada Lovelace", NAME_WITHIN, NULL},
        {"Mohammed Hussain", "Muhamed Hussein", NAME_SOUNDS, NULL},
        {"Catherine Okafor", "Okafor Katherine Ann", NAME_SOUNDS, NULL},
        {"Sara Thompson", "Sara Thomson", NAME_SOUNDS, NULL},
        {"Jon Chowdhury", "John Choudhury", NAME_SOUNDS, NULL},
        {"Ada Lovelace", "Ada Byron", NAME_SHARES, "ada"},
        {"Ada", "Ada Byron", NAME_SHARES, "ada"},
        {"Maria Okafor", "Marta Okafor", NAME_SOUNDS, NULL}, /* a slip, or another name: who reads decides */
        {"Omar Khan", "Amir Khan", NAME_SHARES, "khan"},
        {"Ali Khan", "Alan Khan", NAME_SHARES, "khan"},
        {"A. B.", "Ada Byron", NAME_OTHER, ""},
        {"Ada", "Grace", NAME_OTHER, ""},
        {"", "", NAME_OTHER, ""},
        {"", "Ada", NAME_OTHER, ""},
        {"محمد خان", "خان محمد", NAME_SAME, NULL},
    };
    struct arena arena;
    (void)state;
    arena_init(&arena);
    for (size_t i = 0; i < 2 * (sizeof rows / sizeof *rows); i++) {
        const char *a = i % 2 ? rows[i / 2].b : rows[i / 2].a, *b = i % 2 ? rows[i / 2].a : rows[i / 2].b;
        struct name_words first = name_words(&arena, text_of(a)), second = name_words(&arena, text_of(b));
        struct text shared;
        enum name_match match = name_compare(&arena, &first, &second, &shared);
        if (match != rows[i / 2].match) {
            fail_msg("%s and %s: %d, not %d", a, b, (int)match, (int)rows[i / 2].match);
        }
        if (rows[i / 2].shared) {
            assert_true(text_is(shared, rows[i / 2].shared));
        }
    }
    arena_deinit(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(makes_names_alike),
        cmocka_unit_test(bounds_what_unfolds),
        cmocka_unit_test(tells_how_near),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

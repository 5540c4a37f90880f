/* People: what they are found by, and how likely two records are one, with the reasons in words. */
#include "engine/person.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct arena arena;

static int begin(void **state)
{
    (void)state;
    arena_init(&arena);
    return 0;
}

static int end(void **state)
{
    (void)state;
    arena_deinit(&arena);
    return 0;
}

/* JSON with ' for ". */
static struct person *person_of(const char *json)
{
    struct person *person = arena_new(&arena, struct person);
    struct json data;
    char *text = arena_printf(&arena, "%s", json);
    for (char *at = text; *at; at++) {
        *at = *at == '\'' ? '"' : *at;
    }
    assert_int_equal(STATUS_OK, json_read(&arena, text_of(text), &data, NULL));
    person_read(&arena, &data, person);
    return person;
}

static const char *joined(const struct text *texts, size_t count, const char *between)
{
    struct buffer out;
    buffer_init(&out, &arena);
    for (size_t i = 0; i < count; i++) {
        buffer_string(&out, i ? between : "");
        buffer_text(&out, texts[i]);
    }
    buffer_byte(&out, '\0');
    return buffer_result(&out).at;
}

static void has_keys(void **state)
{
    struct text keys[PERSON_KEYS_LIMIT];
    (void)state;
    struct person *person = person_of("{'name':'Zoë O’Connor','known_as':'Zed','born_on':'1990-03-04',"
                                      "'names':[{'name':'Zoe Łuk'},7,{'kind':'birth'}]}");
    size_t count = person_keys(&arena, person, keys);
    assert_string_equal("b1990-03-04 noconnor sOCANAR nzoe nzed sZAD nluk sLAC", joined(keys, count, " "));
    count = person_search_keys(&arena, person, keys);
    assert_string_equal("b1990-04-03", joined(keys + count - 1, 1, " "));
    count = person_search_keys(&arena, person_of("{'born_on':'1990-03-14'}"), keys);
    assert_string_equal("b1990-03-14", joined(keys, count, " ")); /* there is no month 14 */
    assert_int_equal(0, person_keys(&arena, person_of("{'name':7,'names':'x','born_on':'soon'}"), keys));
    assert_int_equal(0, person_keys(&arena, person_of("[]"), keys));
}

static void keys_are_bounded(void **state)
{
    struct text keys[PERSON_KEYS_LIMIT];
    struct buffer json;
    (void)state;
    buffer_init(&json, &arena);
    buffer_string(&json, "{'names':[");
    for (int i = 0; i < 60; i++) {
        buffer_printf(&json, "%s{'name':'a%d b%d c%d d%d e%d f%d g%d h%d'}", i ? "," : "", i, i, i, i, i, i,
                      i, i);
    }
    buffer_string(&json, "]}");
    buffer_byte(&json, '\0');
    struct person *person = person_of(buffer_result(&json).at);
    assert_int_equal(PERSON_NAMES_LIMIT, person->name_count);
    assert_int_equal(PERSON_KEYS_LIMIT, person_keys(&arena, person, keys));
}

static void says_how_likely(void **state)
{
    static const struct {
        const char *asked, *known, *likely, *why;
    } rows[] = {
        {"{'name':'Ada Byron'}", "{'name':'Byron, Ada'}", "possible", "the same name"},
        {"{'name':'Ada Byron','born_on':'1990-03-04'}", "{'name':'Ada Byron','born_on':'1990-03-04'}",
         "likely", "the same name; born the same day"},
        {"{'name':'Ada Byron','born_on':'1990-03-04'}", "{'name':'Ada Byron','born_on':'1990-04-03'}",
         "likely", "the same name; born the same day if day and month were swapped"},
        {"{'name':'Ada Byron','born_on':'1990-03-04'}", "{'name':'Ada Byron','born_on':'1996-03-04'}",
         "likely", "the same name; the date of birth is one digit off"},
        {"{'name':'Ada Byron','born_on':'1990-03-04'}", "{'name':'Ada Byron','born_on':'1990-11-25'}",
         "likely", "the same name; born the same year"},
        {"{'name':'Ada Byron','born_on':'1990-03-04'}", "{'name':'Ada Byron','born_on':'1971-11-25'}", "no",
         "the same name; born on another day"},
        {"{'name':'Muhamed Hussein'}", "{'name':'Mohammed Hussain'}", "possible",
         "sounds like Mohammed Hussain"},
        {"{'name':'Muhamed Hussein','born_on':'1990-03-04'}",
         "{'name':'Mohammed Hussain','born_on':'1990-03-04'}", "likely",
         "sounds like Mohammed Hussain; born the same day"},
        {"{'name':'Ada King','born_on':'1990-03-04'}", "{'name':'Ada Byron','born_on':'1990-03-04'}",
         "possible", "“ada” is in both names; born the same day"},
        {"{'name':'Ada King'}", "{'name':'Ada Byron'}", "no", "“ada” is in both names"},
        {"{'name':'Ada King'}", "{'name':'Ada Byron','names':[{'name':'Ada King'}]}", "possible",
         "also called Ada King"},
        {"{'name':'Al Parent'}", "{'name':'Adam Parent','known_as':'Al'}", "possible", "known as Al Parent"},
        {"{'name':'Ada Byron'}", "{'name':'Augusta Ada Byron'}", "possible",
         "the same name, longer or shorter: Augusta Ada Byron"},
        {"{'born_on':'1990-03-04'}", "{'name':'Ada','born_on':'1990-03-04'}", "possible",
         "born the same day"},
        {"{'born_on':'1990-03-04'}", "{'name':'Ada','born_on':'1990-03-05'}", "possible",
         "the date of birth is one digit off"},
        {"{'name':'Ada Byron','born_on':'1990-03-04'}", "{'name':'Bo Li','born_on':'1990-03-04'}", "no",
         "born the same day"},
        {"{}", "{}", "no", ""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct likeness likeness = person_compare(&arena, person_of(rows[i].asked), person_of(rows[i].known));
        const char *why = joined(likeness.why, likeness.why_count, "; ");
        if (strcmp(likelihood_name(likeness.likelihood), rows[i].likely) != 0 ||
            strcmp(why, rows[i].why) != 0) {
            fail_msg("%s and %s: %s, %s", rows[i].asked, rows[i].known, likelihood_name(likeness.likelihood),
                     why);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(has_keys, begin, end),
        cmocka_unit_test_setup_teardown(keys_are_bounded, begin, end),
        cmocka_unit_test_setup_teardown(says_how_likely, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

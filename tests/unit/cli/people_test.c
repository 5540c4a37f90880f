/* `people`, `exceptions`, and what `show` and `open` say of people. */
#include "support.h"

static int set_up(void **state)
{
    static struct fake fake;
    fake_init(&fake);
    *state = &fake;
    return 0;
}

static int tear_down(void **state)
{
    fake_deinit(*state);
    return 0;
}

static void words_become_queries(void **state)
{
    static const struct {
        const char *words[8];
        const char *request;
    } all[] = {
        {{"people"}, "GET /v1/people?limit=100\n"},
        {{"people", "Ada B", "--merged"}, "GET /v1/people?closed=1&q=Ada%20B&limit=100\n"},
        {{"people", "--like", "Ada", "--born", "1990-03-04"},
         "GET /v1/people?like=Ada&born=1990-03-04&limit=100\n"},
        {{"exceptions"}, "GET /v1/exceptions?limit=100\n"},
        {{"exceptions", "C-1", "--all"}, "GET /v1/exceptions?all=1&case=C-1&limit=500\n"},
        {{"exceptions", "--area", "wcc", "--worker", "w", "--json"},
         "GET /v1/exceptions?area=wcc&worker=w&limit=500\n"},
    };
    struct fake *fake = *state;
    fake_can(fake, {"GET /", 200, "{\"items\":[]}", NULL});
    for (size_t i = 0; i < count_of(all); i++) {
        const char *const *w = all[i].words;
        assert_int_equal(fake_run(fake, w[0], w[1], w[2], w[3], w[4], w[5], w[6], w[7]), 0);
        assert_string_equal(fake_requests(fake), all[i].request);
    }
    assert_int_equal(fake_run(fake, "people", "Ada", "--like", "Ada"), 2);
    assert_holds(fake->err_text, "WORDS");
}

static void people_are_a_table(void **state)
{
    struct fake *fake = *state;
    fake_can(fake,
             {"GET /v1/people?like", 200,
              "{\"items\":[{\"person\":\"P-2\",\"name\":\"Ada\",\"born_on\":\"1990-03-04\",\"likelihood\":"
              "\"likely\",\"why\":[\"the same name\",\"born the same day\"]}]}",
              NULL},
             {"GET /v1/people", 200,
              "{\"items\":[{\"person\":\"P-2\",\"name\":\"Ada\"},{\"person\":\"P-3\",\"name\":\"Baby\","
              "\"expected_on\":\"2026-05-01\",\"merged_into\":\"P-2\"}]}",
              NULL});
    assert_int_equal(fake_run(fake, "people", "--like", "ada"), 0);
    assert_string_equal(fake->out_text,
                        "PERSON  NAME  BORN        LIKELY  WHY\n"
                        "P-2     Ada   1990-03-04  likely  the same name, born the same day\n");
    assert_int_equal(fake_run(fake, "people"), 0);
    assert_string_equal(fake->out_text, "PERSON  NAME  BORN                 MERGED INTO\n"
                                        "P-2     Ada\n"
                                        "P-3     Baby  expected 2026-05-01  P-2\n");
}

static void exceptions_are_a_table(void **state)
{
    struct fake *fake = *state;
    fake_can(fake, {"GET /v1/exceptions", 200,
                    "{\"items\":[{\"at\":\"2026-03-02T09:00:00Z\",\"case\":\"C-1\",\"by\":\"mo\",\"event\":"
                    "\"engage\",\"unmet\":\"Not agreed.\",\"reason\":\"told\",\"until\":\"2026-04-01\"}]}",
                    NULL});
    assert_int_equal(fake_run(fake, "exceptions"), 0);
    assert_string_equal(fake->out_text,
                        "WHEN               CASE  BY  EVENT   LET THROUGH  WHY   UNTIL\n"
                        "2026-03-02 09:00Z  C-1   mo  engage  Not agreed.  told  2026-04-01\n");
}

#define ALIKE                                                                                                \
    "{\"person\":\"P-3\",\"name\":\"Ada Byron\",\"born_on\":\"1990-03-04\",\"likelihood\":\"likely\","       \
    "\"why\":[\"the same name\",\"P-5 was merged into it\"],\"merged_from\":\"P-5\"}"

static void a_person_is_shown(void **state)
{
    struct fake *fake = *state;
    fake_can(
        fake, {"GET /v1/people/P-7/likely", 200, "{\"items\":[" ALIKE "]}", NULL},
        {"GET /v1/people/P-7", 200,
         "{\"contacts\":[{\"id\":1,\"kind\":\"phone\",\"value\":\"020\",\"safe\":\"yes\",\"usable\":true,"
         "\"when\":\"weekdays\",\"confirmed_on\":\"2026-03-01\"},"
         "{\"id\":2,\"kind\":\"text\",\"value\":\"07\",\"safe\":\"no\",\"usable\":false,\"about\":\"read by "
         "another\"},{\"id\":3,\"kind\":\"post\",\"safe\":\"not-asked\",\"usable\":false},"
         "{\"id\":4,\"kind\":\"phone\",\"value\":\"1\",\"safe\":\"yes\",\"usable\":false,\"ended_on\":"
         "\"2026-02-01\"}],"
         "\"cases\":[{\"case\":\"C-1\",\"part\":\"parent\",\"part_title\":\"Parent\",\"workflow\":\"help\","
         "\"title\":\"Help\",\"area\":\"wcc\",\"state_titles\":[\"Review\",\"Birth\"],\"opened\":"
         "\"2026-03-02T09:00:00Z\"},{\"case\":\"C-2\",\"part\":\"partner\",\"workflow\":\"help\","
         "\"state_titles\":[],\"opened\":\"2025-03-02T09:00:00Z\",\"closed\":\"2025-04-02T09:00:00Z\","
         "\"merged\":true}]}",
         NULL},
        {"GET /v1/workflows", 404, "{}", NULL}, {"GET /v1/drafts", 200, "{\"items\":[]}", NULL},
        {"GET /v1/cases/P-7", 200,
         "{\"case\":\"P-7\",\"workflow\":\"person\",\"name\":\"Ada\",\"version\":1,\"data\":{\"name\":"
         "\"Ada\"}}",
         NULL});
    assert_int_equal(fake_run(fake, "show", "P-7"), 0);
    assert_holds(fake->out_text,
                 "\nHow to reach them\n"
                 "  contacts/1  phone 020: safe; weekdays; confirmed 2026-03-01\n"
                 "  contacts/2  text 07: NOT SAFE; read by another\n"
                 "  contacts/3  post : nobody asked whether it is safe\n"
                 "  contacts/4  phone 1: NOT SAFE, not in use; ended 2026-02-01\n"
                 "\nCases\n"
                 "  C-1  Parent in Help, wcc: Review, Birth (2026-03-02)\n"
                 "  C-2  partner in help:  (2025-03-02 to 2025-04-02, merged into another)\n"
                 "\nPerhaps the same as\n"
                 "  P-3 Ada Byron, born 1990-03-04 (likely: the same name, P-5 was merged into it)\n"
                 "  If it is the same person: caseway send P-7 merge into=P-3\n");
}

static void an_opening_says_who_is_known(void **state)
{
    struct fake *fake = *state;
    fake_can(fake,
             {"POST /v1/cases", 201,
              "{\"case\":\"C-8\",\"outcome\":\"done\",\"configuration\":[\"a\"],\"likely\":[{\"name\":\"Ada "
              "B.\",\"field\":\"parent\",\"person\":\"P-9\",\"people\":[" ALIKE "]},{\"name\":\"Bo\"}]}",
              NULL},
             {"GET /", 200, "{\"items\":[]}", NULL});
    assert_int_equal(fake_run(fake, "open", "parent=Ada B."), 0);
    assert_string_equal(fake->out_text,
                        "done: C-8 is now in a.\nAda B. may be known already:\n"
                        "  P-3 Ada Byron, born 1990-03-04 (likely: the same name, P-5 was merged into it)\n"
                        "  If it is the same person: caseway send P-9 merge into=P-3\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(words_become_queries, set_up, tear_down),
        cmocka_unit_test_setup_teardown(people_are_a_table, set_up, tear_down),
        cmocka_unit_test_setup_teardown(exceptions_are_a_table, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_person_is_shown, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_opening_says_who_is_known, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

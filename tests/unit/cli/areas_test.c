/* Areas as people read them: who answers for each, and how the same state differs between them. */
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

#define SITE                                                                                                 \
    {"./site.yaml", "title: x"},                                                                             \
    {                                                                                                        \
        "site.yaml", "title: x"                                                                              \
    }

static void who_answers_for_which(void **state)
{
    struct fake *fake = *state;
    fake_has(fake, SITE);
    fake_can(
        fake,
        {"GET /v1/areas?at=2026-03-02", 200,
         "{\"items\":[{\"area\":\"rbkc\",\"title\":\"Kensington\",\"plugin\":\"rbkc\",\"version\":\"1.0.0\","
         "\"from\":\"2014-02-01\",\"served\":true,\"rules\":["
         "{\"workflow\":\"w\",\"rule\":\"eligible\",\"plugin\":\"rbkc\"},"
         "{\"workflow\":\"v\",\"rule\":\"eligible\",\"plugin\":\"rbkc\"},"
         "{\"workflow\":\"w\",\"rule\":\"partner\",\"plugin\":\"base\"},"
         "{\"workflow\":\"w\",\"rule\":\"other\"}]},"
         "{\"area\":\"old\",\"title\":\"Old\",\"served\":false,\"rules\":[]}]}",
         NULL});
    assert_int_equal(fake_run(fake, "areas", "--at", "2026-03-02"), 0);
    assert_string_equal(fake->out_text, "AREA  TITLE       PLUGIN      FROM        RULES\n"
                                        "rbkc  Kensington  rbkc 1.0.0  2014-02-01  eligible, partner (base)\n"
                                        "old   Old\n"
                                        "    not served on this day\n");
}

#define ROWS                                                                                                 \
    "{\"workflow\":\"w\",\"at\":\"2026-03-02\",\"areas\":[{\"area\":\"wcc\",\"served\":true},"               \
    "{\"area\":\"lbhf\",\"served\":true},{\"area\":\"old\",\"served\":false}],\"rows\":["                    \
    "{\"kind\":\"rule\",\"name\":\"eligible\",\"title\":\"Helped\",\"differs\":true,\"cells\":{"             \
    "\"wcc\":{\"words\":\"no\",\"why\":\"Not listed.\",\"place\":\"plugins/wcc/init.lua:7\"},"               \
    "\"lbhf\":{\"words\":\"yes\",\"place\":\"plugins/lbhf/init.lua:5\"}}},"                                  \
    "{\"kind\":\"event\",\"name\":\"engage\",\"title\":\"Begin\",\"differs\":true,\"cells\":{"               \
    "\"wcc\":{\"words\":\"not possible\",\"why\":\"A. B.\",\"unmet\":[\"A.\",\"B.\"]},"                      \
    "\"lbhf\":{\"words\":\"not possible\",\"why\":\"A.\",\"unmet\":[\"A.\"]},"                               \
    "\"old\":{\"words\":\"not possible\",\"why\":\"A.\",\"unmet\":[\"A.\"]}}},"                              \
    "{\"kind\":\"task\",\"name\":\"t\",\"title\":\"Same\",\"differs\":false,\"cells\":{}}]}"

static void what_differs(void **state)
{
    struct fake *fake = *state;
    fake_has(fake, SITE);
    fake_can(fake, {"GET /v1/areas/differences?areas=wcc%2Clbhf%2Cold&workflow=w&if=a%3D1&if=b%3D2", 200,
                    ROWS, NULL});
    assert_int_equal(fake_run(fake, "areas", "diff", "wcc", "lbhf", "old", "--workflow", "w", "--if", "a=1",
                              "--if", "b=2"),
                     0);
    assert_string_equal(fake->out_text, "A standard case of w on 2026-03-02, in each area:\n\n"
                                        "KIND   WHAT    WCC           LBHF          OLD\n"
                                        "rule   Helped  no            yes           —\n"
                                        "    wcc: Not listed. (plugins/wcc/init.lua:7)\n"
                                        "    lbhf: decided by plugins/lbhf/init.lua:5\n"
                                        "event  Begin   not possible  not possible  not possible\n"
                                        "    wcc: B.\n"
                                        "\n"
                                        "old is not served on this day, and has nothing to compare.\n"
                                        "The same everywhere, and not shown without --all: 1.\n");
}

static void all_rows_and_rows_as_json(void **state)
{
    struct fake *fake = *state;
    fake_has(fake, SITE);
    fake_can(fake, {"GET /v1/areas/differences", 200, ROWS, NULL});
    assert_int_equal(fake_run(fake, "areas", "diff", "--all"), 0);
    assert_holds(fake->out_text, "task   Same");
    assert_null(strstr(fake->out_text, "without --all"));
    assert_int_equal(fake_run(fake, "areas", "diff", "--json"), 0);
    assert_holds(fake->out_text, "{\"cells\":{\"lbhf\"");
    assert_null(strstr(fake->out_text, "\"name\":\"t\""));
}

static void without_a_site_the_nearest_files_are_sent(void **state)
{
    struct fake *fake = *state;
    fake_has(fake, {".", NULL}, {"workflows", NULL}, {"workflows/w.yaml", "W"});
    fake_can(fake, {"POST /v1/areas", 422,
                    "{\"detail\":\"The files have errors.\",\"findings\":[{\"file\":\"workflows/w.yaml\","
                    "\"line\":3,\"column\":1,\"severity\":\"error\",\"message\":\"wrong\"}]}",
                    NULL});
    assert_int_equal(fake_run(fake, "areas"), 1);
    assert_holds(fake->err_text, "workflows/w.yaml:3:1: error: wrong");
    assert_holds(fake_requests(fake),
                 "POST /v1/areas {\"files\":{\"workflows/w.yaml\":\"W\"},\"shipped\":true}");
    fake_has(fake, {"other", NULL});
    assert_int_equal(fake_run(fake, "areas"), 3);
    assert_holds(fake->err_text, "there is no folder workflows/ here or above");
}

static void what_does_not_go_together(void **state)
{
    struct fake *fake = *state;
    assert_int_equal(fake_run(fake, "areas", "wcc"), 2);
    assert_holds(fake->err_text, "write `caseway areas`, or `caseway areas diff`");
    assert_int_equal(fake_run(fake, "areas", "--all"), 2);
    assert_holds(fake->err_text, "--all goes with `caseway areas diff`");
    assert_int_equal(fake_run(fake, "areas", "diff", "1", "2", "3", "4", "5", "6", "7"), 2);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(who_answers_for_which, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_differs, set_up, tear_down),
        cmocka_unit_test_setup_teardown(all_rows_and_rows_as_json, set_up, tear_down),
        cmocka_unit_test_setup_teardown(without_a_site_the_nearest_files_are_sent, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_does_not_go_together, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

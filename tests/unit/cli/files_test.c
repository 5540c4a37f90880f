/* check and simulate: what is gathered from the disk, what is sent, and what is told of the findings and
 * answers. */
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

#define NO_FINDINGS "{\"findings\":[]}"

static void a_workflow_is_sent_with_the_nearest_plugins(void **state)
{
    struct fake *fake = *state;
    fake_has(fake, {"s/workflows/w/workflow.yaml", "W"}, {"s/workflows/w", NULL}, {"s/workflows", NULL},
             {"s", NULL}, {"s/plugins", NULL}, {"s/plugins/rbkc", NULL},
             {"s/plugins/rbkc/manifest.yaml", "M"}, {"s/plugins/rbkc/init.lua", "L"},
             {"s/plugins/rbkc/tests", NULL}, {"s/plugins/rbkc/tests/x.yaml", "no"},
             {"s/plugins/rbkc/other.yaml", "no"}, {"s/plugins/rbkc/calendars", NULL},
             {"s/plugins/rbkc/calendars/c.yaml", "C"}, {"s/calendars", NULL}, {"s/calendars/d.yaml", "D"},
             {"plugins", NULL}, {"plugins/far.yaml", "no"});
    fake_can(fake, {"POST /v1/checks", 200, NO_FINDINGS, NULL});
    assert_int_equal(fake_run(fake, "check", "s/workflows/w/workflow.yaml"), 0);
    assert_string_equal(fake_requests(fake), "POST /v1/checks {\"files\":{"
                                             "\"s/calendars/d.yaml\":\"D\","
                                             "\"s/plugins/rbkc/calendars/c.yaml\":\"C\","
                                             "\"s/plugins/rbkc/init.lua\":\"L\","
                                             "\"s/plugins/rbkc/manifest.yaml\":\"M\","
                                             "\"s/workflows/w/workflow.yaml\":\"W\"}}\n");
    assert_string_equal(fake->out_text, "1 file, nothing wrong.\n");
}

static void plugins_are_looked_for_above_the_current_folder_too(void **state)
{
    struct fake *fake = *state;
    fake_has(fake, {"w.yaml", "W"}, {"../../plugins", NULL}, {"../../plugins/p", NULL},
             {"../../plugins/p/manifest.yaml", "M"});
    fake_can(fake, {"POST /v1/checks", 200, NO_FINDINGS, NULL});
    assert_int_equal(fake_run(fake, "check", "w.yaml"), 0);
    assert_string_equal(
        fake_requests(fake),
        "POST /v1/checks {\"files\":{\"../../plugins/p/manifest.yaml\":\"M\",\"w.yaml\":\"W\"}}\n");
}

static void a_plugin_is_sent_with_the_workflows(void **state)
{
    struct fake *fake = *state;
    fake_has(fake, {"plugins", NULL}, {"plugins/p", NULL}, {"plugins/p/manifest.yaml", "M"},
             {"plugins/p/init.lua", "L"}, {"workflows", NULL}, {"workflows/w", NULL},
             {"workflows/w/workflow.yaml", "W"}, {"workflows/w/scenarios", NULL},
             {"workflows/w/scenarios/s.yaml", "no"});
    fake_can(fake, {"POST /v1/checks", 200, NO_FINDINGS, NULL});
    const char *request =
        "POST /v1/checks {\"files\":{\"plugins/p/init.lua\":\"L\",\"plugins/p/manifest.yaml\":\"M\","
        "\"workflows/w/workflow.yaml\":\"W\"}}\n";
    assert_int_equal(fake_run(fake, "check", "plugins/p"), 0);
    assert_string_equal(fake_requests(fake), request);
    assert_int_equal(fake_run(fake, "check", "plugins/p/init.lua"), 0);
    assert_string_equal(fake_requests(fake), request);
    assert_string_equal(fake->out_text, "2 files, nothing wrong.\n");
}

static void without_a_path_the_site_is_checked(void **state)
{
    struct fake *fake = *state;
    fake_has(fake, {"d/site.yaml", "S"}, {"d/workflows", NULL}, {"d/workflows/w.yaml", "W"},
             {"d/workflows/.x.yaml", "no"});
    fake_can(fake, {"POST /v1/checks", 200, NO_FINDINGS, NULL});
    assert_int_equal(fake_run(fake, "check", "--site", "d"), 0);
    assert_string_equal(fake_requests(fake),
                        "POST /v1/checks {\"files\":{\"d/site.yaml\":\"S\",\"d/workflows/w.yaml\":\"W\"}}\n");
    assert_int_equal(fake_run(fake, "check", "--site", "elsewhere"), 2);
    assert_holds(fake->err_text, "there is nothing to check here");
}

static void findings_are_told_with_their_line(void **state)
{
    struct fake *fake = *state;
    fake_has(fake, {"w.yaml", "W"}, {"plugins", NULL}, {"plugins/p", NULL}, {"plugins/p/manifest.yaml", "M"});
    fake_can(
        fake,
        {"POST /v1/checks", 200,
         "{\"findings\":["
         "{\"file\":\"w.yaml\",\"line\":9,\"column\":1,\"severity\":\"warning\",\"message\":\"never "
         "reached\"},"
         "{\"file\":\"plugins/p/"
         "manifest.yaml\",\"line\":2,\"column\":1,\"severity\":\"warning\",\"message\":\"not asked about\"},"
         "{\"file\":\"w.yaml\",\"line\":3,\"column\":5,\"severity\":\"error\",\"message\":\"no such state "
         "“b”\",\"hint\":\"did you mean “a”?\",\"source\":\"    b\"}]}",
         NULL});
    assert_int_equal(fake_run(fake, "check", "w.yaml"), 1);
    assert_string_equal(fake->out_text, "w.yaml:3:5: error: no such state “b”\n"
                                        "  |     b\n"
                                        "  |     ^\n"
                                        "  hint: did you mean “a”?\n"
                                        "w.yaml:9:1: warning: never reached\n"
                                        "1 file: 1 error, 1 warning.\n");
    assert_int_equal(fake_run(fake, "check", "--json", "w.yaml"), 1);
    assert_string_equal(
        fake->out_text,
        "{\"column\":5,\"file\":\"w.yaml\",\"hint\":\"did you mean “a”?\",\"line\":3,\"message\":\"no such "
        "state “b”\",\"severity\":\"error\",\"source\":\"    b\"}\n"
        "{\"column\":1,\"file\":\"w.yaml\",\"line\":9,\"message\":\"never "
        "reached\",\"severity\":\"warning\"}\n");
    fake_can(fake, {"POST /v1/checks", 200,
                    "{\"findings\":[{\"file\":\"w.yaml\",\"line\":1,\"column\":1,\"severity\":\"warning\","
                    "\"message\":\"m\"}]}",
                    NULL});
    assert_int_equal(fake_run(fake, "check", "w.yaml"), 0);
}

static void bytes_that_are_not_utf8_have_a_place(void **state)
{
    struct fake *fake = *state;
    fake_has(fake, {"w.yaml", "a: é\nb: é\xFFx"});
    assert_int_equal(fake_run(fake, "check", "w.yaml"), 1);
    assert_holds(fake->out_text, "w.yaml:2:5: error: this byte is not UTF-8\n");
    assert_string_equal(fake_requests(fake), "");
    assert_int_equal(fake_run(fake, "simulate", "w.yaml"), 1);
    assert_holds(fake->err_text, "w.yaml:2:5: error: this byte is not UTF-8\n");
}

static void a_file_that_is_not_there_is_a_failure(void **state)
{
    struct fake *fake = *state;
    fake_has(fake, {"w.yaml", "W"});
    assert_int_equal(fake_run(fake, "check", "x.yaml"), 3);
    assert_holds(fake->err_text, "caseway: x.yaml cannot be read");
    assert_int_equal(fake_run(fake, "simulate", "x.yaml"), 3);
    assert_int_equal(fake_run(fake, "simulate", "w.yaml", "--events", "none.jsonl"), 3);
    assert_holds(fake->err_text, "caseway: none.jsonl cannot be read: No such file or directory\n");
}

/* --- simulate -------------------------------------------------------------------------------- */

#define START                                                                                                \
    "{\"configuration\":[\"a\"],\"data\":{},\"event\":null,\"now\":\"2026-01-05T09:00:00Z\",\"outcome\":"    \
    "\"done\",\"unmet\":[],\"version\":1}\n"
#define REFUSED                                                                                              \
    "{\"configuration\":[\"a\"],\"data\":{},\"event\":\"e\",\"now\":\"2026-01-05T09:00:00.250Z\","           \
    "\"outcome\":\"refused\",\"unmet\":[{\"text\":\"No.\"}],\"version\":1}\n"

static void lines_are_sent_one_by_one(void **state)
{
    struct fake *fake = *state;
    fake_has(fake, {"w.yaml", "W"}, {"e.jsonl", "{\"event\":\"f\"}"});
    fake_can(fake, {"POST /v1/simulations/7", 200, START REFUSED, NULL},
             {"POST /v1/simulations", 201, "{\"simulation\":\"7\"}", "/v1/simulations/7"},
             {"DELETE /v1/simulations/7", 204, "", NULL});
    assert_int_equal(fake_run_input(fake, "{\"event\":\"e\"}\r\n\n  \n[1]", "simulate", "w.yaml", "--area",
                                    "wcc", "--at", "2026-01-05", "--json", NULL),
                     0);
    assert_string_equal(
        fake_requests(fake),
        "POST /v1/simulations "
        "{\"area\":\"wcc\",\"at\":\"2026-01-05\",\"files\":{\"w.yaml\":\"W\"},\"workflow\":\"w.yaml\"}\n"
        "POST /v1/simulations/7 {\"event\":\"e\"}\n"
        "POST /v1/simulations/7 [1]\n"
        "DELETE /v1/simulations/7\n");
    assert_string_equal(fake->out_text, START REFUSED START REFUSED);
    assert_int_equal(fake_run(fake, "simulate", "w.yaml", "--events", "e.jsonl"), 0);
    assert_holds(fake_requests(fake), "POST /v1/simulations/7 {\"event\":\"f\"}\n");
    assert_string_equal(fake->out_text, "2026-01-05T09:00:00Z  start: done, in a\n"
                                        "2026-01-05T09:00:00.250Z  e: refused, in a\n"
                                        "  • No.\n");
}

static void without_a_line_the_start_is_told(void **state)
{
    struct fake *fake = *state;
    fake_has(fake, {"w.yaml", "W"});
    fake_can(fake, {"POST /v1/simulations/7", 200, START, NULL},
             {"POST /v1/simulations", 201, "{\"simulation\":\"7\"}", NULL}, {"DELETE", 204, "", NULL});
    assert_int_equal(fake_run(fake, "simulate", "w.yaml", "--json"), 0);
    assert_string_equal(fake->out_text, START);
    assert_holds(fake_requests(fake), "\nPOST /v1/simulations/7\nDELETE /v1/simulations/7\n");
}

static void a_line_that_is_too_long_is_answered_here(void **state)
{
    enum { SIZE = 1024 * 1024 + 10 };
    struct fake *fake = *state;
    char *input = arena_alloc(&fake->arena, SIZE + 20);
    memset(input, 'x', SIZE);
    memcpy(input + SIZE, "\n{\"event\":\"e\"}\n", 16);
    fake_has(fake, {"w.yaml", "W"});
    fake_can(fake, {"POST /v1/simulations/7", 200, REFUSED, NULL},
             {"POST /v1/simulations", 201, "{\"simulation\":\"7\"}", NULL}, {"DELETE", 204, "", NULL});
    assert_int_equal(fake_run_input(fake, input, "simulate", "w.yaml", "--json", NULL), 0);
    assert_string_equal(fake->out_text, "{\"error\":\"the line is longer than 1048576 "
                                        "bytes\",\"event\":null,\"outcome\":\"failed\"}\n" REFUSED);
}

static void errors_of_the_workflow_are_told_as_check_tells_them(void **state)
{
    struct fake *fake = *state;
    fake_has(fake, {"w.yaml", "W"});
    fake_can(fake, {"POST /v1/simulations", 422,
                    "{\"detail\":\"The files have "
                    "errors.\",\"findings\":[{\"file\":\"w.yaml\",\"line\":1,\"column\":2,\"severity\":"
                    "\"error\",\"message\":\"m\"}]}",
                    NULL});
    assert_int_equal(fake_run_input(fake, "{}\n", "simulate", "w.yaml", "--json", NULL), 1);
    assert_string_equal(fake->err_text, "w.yaml:1:2: error: m\n");
    assert_string_equal(fake->out_text, "");
    fake_can(fake, {"POST /v1/simulations", 422, "{\"detail\":\"“at” is a time.\"}", NULL});
    assert_int_equal(fake_run(fake, "simulate", "w.yaml", "--at", "x"), 1);
    assert_string_equal(fake->err_text, "caseway: “at” is a time.\n");
}

static void findings_of_sense_never_stop_it(void **state)
{
    struct fake *fake = *state;
    fake_has(fake, {"w.yaml", "W"});
    fake_can(fake, {"POST /v1/simulations/7", 200, START, NULL},
             {"POST /v1/simulations", 201,
              "{\"simulation\":\"7\",\"findings\":[{\"file\":\"w.yaml\",\"line\":1,\"column\":2,\"severity\":"
              "\"error\",\"message\":\"no plugin answers\"}]}",
              NULL},
             {"DELETE", 204, "", NULL});
    assert_int_equal(fake_run(fake, "simulate", "w.yaml", "--json"), 0);
    assert_string_equal(fake->err_text, "w.yaml:1:2: error: no plugin answers\n");
    assert_string_equal(fake->out_text, START);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_workflow_is_sent_with_the_nearest_plugins, set_up, tear_down),
        cmocka_unit_test_setup_teardown(plugins_are_looked_for_above_the_current_folder_too, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_plugin_is_sent_with_the_workflows, set_up, tear_down),
        cmocka_unit_test_setup_teardown(without_a_path_the_site_is_checked, set_up, tear_down),
        cmocka_unit_test_setup_teardown(findings_are_told_with_their_line, set_up, tear_down),
        cmocka_unit_test_setup_teardown(bytes_that_are_not_utf8_have_a_place, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_file_that_is_not_there_is_a_failure, set_up, tear_down),
        cmocka_unit_test_setup_teardown(lines_are_sent_one_by_one, set_up, tear_down),
        cmocka_unit_test_setup_teardown(without_a_line_the_start_is_told, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_line_that_is_too_long_is_answered_here, set_up, tear_down),
        cmocka_unit_test_setup_teardown(errors_of_the_workflow_are_told_as_check_tells_them, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(findings_of_sense_never_stop_it, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

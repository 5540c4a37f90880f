/* test: which scenarios are found, what is sent with them, and how a story that does not hold is told. */
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
    {"s", NULL}, {"s/site.yaml", "zone: UTC\n"}, {"s/workflows", NULL}, {"s/workflows/w", NULL},             \
        {"s/workflows/w/workflow.yaml", "workflow: w\n"}, {"s/workflows/w/scenarios", NULL},                 \
        {"s/workflows/w/scenarios/one.yaml", "scenario: One\nworkflow: w\nbegins: two\nstory: []\n"},        \
        {"s/workflows/w/scenarios/two.yaml", "scenario: Two\nstory: []\n"},                                  \
        {"s/workflows/w/scenarios/broken.yaml", "["}, {"s/workflows/w/scenarios/notes.txt", "no"},           \
        {"s/workflows/v", NULL}, {"s/workflows/v/workflow.yaml", "workflow: v\n"}, {"s/plugins", NULL},      \
        {"s/plugins/p", NULL},                                                                               \
    {                                                                                                        \
        "s/plugins/p/manifest.yaml", "M"                                                                     \
    }

#define HOLDS                                                                                                \
    "{\"findings\":[],\"scenarios\":[{\"scenario\":\"One\",\"file\":\"f\",\"ok\":true,\"steps\":1,"          \
    "\"failures\":[]}]}"

static void a_scenario_is_sent_with_what_it_leans_on(void **state)
{
    struct fake *fake = *state;
    fake_has(fake, SITE);
    fake_can(fake, {"POST /v1/scenarios", 200, HOLDS, NULL});
    assert_int_equal(fake_run(fake, "test", "s/workflows/w/scenarios/one.yaml"), 0);
    assert_string_equal(
        fake_requests(fake),
        "POST /v1/scenarios {\"files\":{\"s/plugins/p/manifest.yaml\":\"M\","
        "\"s/workflows/v/workflow.yaml\":\"workflow: v\\n\","
        "\"s/workflows/w/scenarios/one.yaml\":\"scenario: One\\nworkflow: w\\nbegins: two\\nstory: []\\n\","
        "\"s/workflows/w/scenarios/two.yaml\":\"scenario: Two\\nstory: []\\n\","
        "\"s/workflows/w/workflow.yaml\":\"workflow: w\\n\",\"site.yaml\":\"zone: UTC\\n\"},"
        "\"scenarios\":[\"s/workflows/w/scenarios/one.yaml\"],\"shipped\":false,\"verbose\":false}\n");
    assert_string_equal(fake->out_text, "ok  One  (f, 1 step)\n1 scenario, all hold.\n");
}

static void a_folder_is_searched(void **state)
{
    struct fake *fake = *state;
    static const char wanted[] =
        "\"scenarios\":[\"s/workflows/w/scenarios/one.yaml\","
        "\"s/workflows/w/scenarios/two.yaml\",\"s/workflows/w/scenarios/broken.yaml\"]";
    fake_has(fake, SITE);
    fake_can(fake, {"POST /v1/scenarios", 200, HOLDS, NULL});
    assert_int_equal(fake_run(fake, "test", "s/workflows/w/scenarios/"), 0);
    assert_holds(fake_requests(fake), wanted);
    assert_int_equal(fake_run(fake, "test", "s/workflows/w"), 0);
    assert_holds(fake_requests(fake), wanted);
    assert_int_equal(fake_run(fake, "test", "./s"), 0);
    assert_holds(fake_requests(fake), wanted);
    assert_int_equal(fake_run(fake, "test", "--site", "s"), 0);
    assert_holds(fake_requests(fake), wanted);
}

static void the_site_lends_what_is_not_near(void **state)
{
    struct fake *fake = *state;
    fake_has(fake, SITE, {"x", NULL}, {"x/scenarios", NULL}, {"x/w.yaml", "workflow: w\n"},
             {"x/scenarios/a.yaml", "scenario: A\nworkflow: w\nstory: []\n"});
    fake_can(fake, {"POST /v1/scenarios", 200, HOLDS, NULL});
    assert_int_equal(fake_run(fake, "--site", "s", "test", "x"), 0);
    assert_string_equal(
        fake_requests(fake),
        "POST /v1/scenarios {\"files\":{\"s/plugins/p/manifest.yaml\":\"M\","
        "\"s/workflows/v/workflow.yaml\":\"workflow: v\\n\","
        "\"site.yaml\":\"zone: UTC\\n\",\"x/scenarios/a.yaml\":\"scenario: A\\nworkflow: "
        "w\\nstory: []\\n\",\"x/w.yaml\":\"workflow: w\\n\"},\"scenarios\":[\"x/scenarios/a.yaml\"],"
        "\"shipped\":false,\"verbose\":false}\n");
    assert_int_equal(fake_run(fake, "test", "x"), 0);
    assert_holds(fake_requests(fake), "\"shipped\":true");
}

static void nothing_is_found(void **state)
{
    struct fake *fake = *state;
    fake_has(fake, {"x", NULL}, {"x/w.yaml", "workflow: w\n"}, {"y", NULL});
    assert_int_equal(fake_run(fake, "test", "x", "y"), 1);
    assert_holds(fake->err_text, "there are no scenarios in x, y: files that begin with “scenario: …”");
    assert_int_equal(fake_run(fake, "test", "z"), 3);
    assert_holds(fake->err_text, "z is not there");
    assert_int_equal(fake_run(fake, "test", "--loud"), 2);
}

static void what_does_not_hold_is_told(void **state)
{
    struct fake *fake = *state;
    fake_has(fake, {"a.yaml", "scenario: A\nstory: []\n"});
    fake_can(
        fake,
        {"POST /v1/scenarios", 200,
         "{\"findings\":[{\"file\":\"b.yaml\",\"line\":1,\"column\":2,\"severity\":\"error\",\"message\":"
         "\"M\"}],"
         "\"scenarios\":[{\"scenario\":\"A\",\"file\":\"a.yaml\",\"ok\":false,\"steps\":2,\"failures\":["
         "{\"line\":7,\"sentence\":\"then All\",\"what\":\"in\",\"expected\":\"a\",\"stood\":"
         "\"one.two, three.four, five.six, seven.eight, nine.ten, eleven.twelve\"},"
         "{\"line\":8,\"sentence\":\"then All\",\"what\":\"data.x\",\"expected\":null,\"stood\":\"5\"}]},"
         "{\"scenario\":\"B\",\"file\":\"b.yaml\",\"ok\":false,\"steps\":0,\"failures\":[],\"error\":\"it "
         "has "
         "errors\"}]}",
         NULL});
    assert_int_equal(fake_run(fake, "test", "a.yaml"), 1);
    assert_string_equal(fake->out_text,
                        "failed  A  (a.yaml, 2 steps)\n"
                        "  a.yaml:7: then All\n"
                        "    what    expected  stood\n"
                        "    in      a         one.two, three.four, five.six, seven.eight, nine.ten,\n"
                        "                      eleven.twelve\n"
                        "    data.x  none      5\n"
                        "failed  B  (b.yaml)\n"
                        "  b.yaml: it has errors\n"
                        "2 scenarios, 2 failed.\n");
    assert_holds(fake->err_text, "b.yaml:1:2: error: M\n");
    assert_int_equal(fake_run(fake, "test", "a.yaml", "--json"), 1);
    assert_holds(fake->out_text, "\"scenario\":\"A\"");
    assert_null(strstr(fake->out_text, "2 failed"));
}

static void each_step_is_told_when_asked(void **state)
{
    struct fake *fake = *state;
    fake_has(fake, {"a.yaml", "scenario: A\nstory: []\n"});
    fake_can(
        fake,
        {"POST /v1/scenarios", 200,
         "{\"findings\":[],\"scenarios\":[{\"scenario\":\"A\",\"file\":\"a.yaml\",\"ok\":true,\"steps\":2,"
         "\"failures\":[],\"told\":[{\"now\":\"2026-01-05 09:00\",\"sentence\":\"when X\",\"event\":\"go\","
         "\"outcome\":\"done\"},{\"now\":\"2026-01-06 09:00\"}]}]}",
         NULL});
    assert_int_equal(fake_run(fake, "test", "a.yaml", "--verbose"), 0);
    assert_holds(fake_requests(fake), "\"verbose\":true");
    assert_string_equal(fake->out_text, "ok  A  (a.yaml, 2 steps)\n"
                                        "  2026-01-05 09:00  when X  (go: done)\n"
                                        "  2026-01-06 09:00\n"
                                        "1 scenario, all hold.\n");
}

int main(void)
{
#define with(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        with(a_scenario_is_sent_with_what_it_leans_on),
        with(a_folder_is_searched),
        with(the_site_lends_what_is_not_near),
        with(nothing_is_found),
        with(what_does_not_hold_is_told),
        with(each_step_is_told_when_asked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

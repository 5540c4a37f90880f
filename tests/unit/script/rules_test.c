/* Rules: who is asked, in which order, what counts as an answer, and what is written to the transcript
 * (LANGUAGE 17). */
#include "support.h"

#include <string.h>

static struct ground ground;

static int set_up(void **state)
{
    (void)state;
    ground_init(&ground, ground_workflow, ground_case);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    ground_deinit(&ground);
    return 0;
}

static void test_area_answers(void **state)
{
    (void)state;
    ground_plugin(
        &ground, "rbkc",
        "return { rules = {\n"
        "  eligible = function(case) return case.data.lives_in == case.area, 'Lives elsewhere.' end,\n"
        "  review_every = function() return weeks(12) end,\n"
        "  missed_contacts = 2,\n"
        "  kind_words = function(case, event) return case.data.kind end,\n"
        "  begins = function(case) return case.data.order end,\n"
        "} }");
    assert_string_equal(ground_ask(&ground, "eligible"), "yes");
    assert_string_equal(
        ground_transcript(&ground),
        "[{\"call\":\"rules.eligible\",\"gave\":true,\"plugin\":\"rbkc\",\"sentence\":\"Lives "
        "elsewhere.\",\"version\":\"1.0.0\"}]");
    ground_expect(&ground, "rules.review_every()", "a duration: 12 weeks");
    ground_expect(&ground, "last(\"needs\").at + rules.review_every()", "a date: 31 March 2026");
    ground_expect(&ground, "data.missed >= rules.missed_contacts()", "a yes or no: yes");
    ground_expect(&ground, "rules.kind_words()", "a text: one");
    ground_expect(&ground, "rules.begins()", "a date: 31 January 2026");
    assert_string_equal(ground_transcript(&ground),
                        "[{\"call\":\"rules.begins\",\"gave\":\"2026-01-31\",\"plugin\":"
                        "\"rbkc\",\"version\":\"1.0.0\"}]");
    ground.subject.area = TEXT("lbhf");
    ground_expect(&ground, "rules.review_every()", "a duration: 3 months");
    assert_string_equal(ground_transcript(&ground), "[]");
}

static void test_refusal_has_a_sentence(void **state)
{
    (void)state;
    ground_plugin(&ground, "rbkc",
                  "return { rules = { eligible = function(case) return false, 'Not on ' .. words(today) .. "
                  "'.' end } }");
    assert_string_equal(ground_ask(&ground, "eligible"), "no: Not on 5 January 2026.");
    ground_expect(&ground, "rules.eligible()", "a yes or no: no");
    ground_expect(&ground, "rules.eligible() and 1 or 2", "a number: 2");
}

static void test_workflow_answers_after_area(void **state)
{
    (void)state;
    static const struct text workflows[] = {{"small", 5}};
    ground_plugin(&ground, "rbkc", "return { rules = { eligible = function() return nil end } }");
    struct plugin *other = ground_plugin(
        &ground, "other",
        "return { rules = { eligible = function() return false, 'Other.' end, missed_contacts = 9 } }");
    other->workflows = workflows;
    other->workflow_count = 1;
    assert_string_equal(ground_ask(&ground, "eligible"), "no: Other.");
    assert_non_null(strstr(ground_transcript(&ground), "\"gave\":null,\"plugin\":\"rbkc\""));
    ground_expect(&ground, "rules.missed_contacts()", "a number: 9");
    ground_expect(&ground, "rules.review_every()", "a duration: 3 months");
    other->workflow_count = 0;
    ground_expect(&ground, "rules.missed_contacts()", "a number: 3");
}

static void test_defaults(void **state)
{
    (void)state;
    ground_expect(&ground, "rules.review_every()", "a duration: 3 months");
    ground_expect(&ground, "rules.missed_contacts()", "a number: 3");
    ground_expect(&ground, "rules.kind_words()", "a text: none");
    ground_expect(&ground, "rules.begins()", "a date: 1 April 2026");
    assert_string_equal(
        ground_ask(&ground, "eligible"),
        "script: no plugin answers rules.eligible for the area rbkc, and the workflow gives no default");
    ground_expect(&ground, "rules.escalate_after()", "nothing: nothing");
    assert_string_equal(ground_ask(&ground, "welcome"),
                        "script: the default of rules.welcome is nothing, and it gives a yes or no");
    ground_expect(&ground, "rules.nothing()", "script: the workflow declares no rule nothing");
    assert_string_equal(ground_ask(&ground, "missed_contacts"),
                        "script: rules.missed_contacts gives a number, and a requirement needs a yes or no");
}

static void test_area_is_dated(void **state)
{
    (void)state;
    ground_plugin(&ground, "rbkc", "return { rules = { missed_contacts = 2 } }");
    ground.areas[0].until = date_of(2026, 1, 5);
    ground_expect(&ground, "rules.missed_contacts()", "a number: 2");
    ground.scope.now += 86400000;
    ground_expect(&ground, "rules.missed_contacts()", "a number: 3");
}

static void test_wrong_kinds(void **state)
{
    (void)state;
    ground_plugin(&ground, "rbkc",
                  "return { rules = {\n"
                  "  eligible = function() return 'yes' end,\n"
                  "  review_every = function() return 12 end,\n"
                  "  missed_contacts = function() return '3' end,\n"
                  "  kind_words = function() return {} end,\n"
                  "  begins = function() return now end,\n"
                  "} }");
    assert_string_equal(ground_ask(&ground, "eligible"),
                        "script: The plugin rbkc gave a text to rules.eligible, which gives a yes or no.");
    assert_string_equal(ground.error.place, "plugins/rbkc/init.lua:2");
    ground_expect(&ground, "rules.review_every()",
                  "script: The plugin rbkc gave a number to rules.review_every, which gives a duration.");
    ground_expect(&ground, "rules.missed_contacts()",
                  "script: The plugin rbkc gave a text to rules.missed_contacts, which gives a number.");
    ground_expect(&ground, "rules.kind_words()",
                  "script: The plugin rbkc gave a list or group to rules.kind_words, which gives a text.");
    ground_expect(&ground, "rules.begins()",
                  "script: The plugin rbkc gave an instant to rules.begins, which gives a date.");
}

static void test_durations_and_dates_as_text(void **state)
{
    (void)state;
    ground_plugin(
        &ground, "rbkc",
        "return { rules = { review_every = function() return '10 weeks' end, begins = '2026-02-01' } }");
    ground_expect(&ground, "rules.review_every()", "a duration: 10 weeks");
    ground_expect(&ground, "rules.begins()", "a date: 1 February 2026");
}

static void test_sentence_is_checked(void **state)
{
    (void)state;
    ground_plugin(&ground, "rbkc", "return { rules = { eligible = function() return false, 7 end } }");
    assert_string_equal(ground_ask(&ground, "eligible"),
                        "script: The plugin rbkc failed in rules.eligible: the second thing that a rule "
                        "gives is a sentence of at most 500 bytes.");
    assert_string_equal(ground.error.place, "plugins/rbkc/init.lua:1");
}

static void test_further_arguments(void **state)
{
    (void)state;
    ground_plugin(
        &ground, "rbkc",
        "return { rules = { missed_contacts = function(case, event, base, list) return base + #list end } }");
    ground_expect(&ground, "rules.missed_contacts(40, data.unborn)", "a number: 42");
}

static void test_rules_ask_rules(void **state)
{
    (void)state;
    ground_plugin(&ground, "rbkc",
                  "return { rules = {\n"
                  "  missed_contacts = function() return rules.missed_contacts() end,\n"
                  "  eligible = function() local ok, why = rules.eligible() return ok, why end,\n"
                  "  review_every = function() return months(rules.kind_words() == 'b' and 2 or 1) end,\n"
                  "  kind_words = 'b',\n"
                  "} }");
    ground_expect(&ground, "rules.review_every()", "a duration: 2 months");
    ground_expect(
        &ground, "rules.missed_contacts()",
        "script: The plugin rbkc failed in rules.missed_contacts: computed fields and rules ask for one "
        "another more than 16 deep.");
}

static void test_errors_name_file_and_line(void **state)
{
    (void)state;
    ground_plugin(&ground, "rbkc",
                  "return { rules = {\n"
                  "  eligible = function(case)\n"
                  "    return case.data.story + 1\n"
                  "  end,\n"
                  "  kind_words = function(case) error('told: ' .. case.data.story) end,\n"
                  "  missed_contacts = function(case) error('Set the number.') end,\n"
                  "  begins = function(case) return case.data.nothing end,\n"
                  "  review_every = function(case) return case.data[case.data.story] end,\n"
                  "} }");
    assert_string_equal(
        ground_ask(&ground, "eligible"),
        "script: The plugin rbkc failed in rules.eligible: attempt to perform arithmetic on a string "
        "value (field 'story').");
    assert_string_equal(ground.error.place, "plugins/rbkc/init.lua:3");
    assert_string_equal(ground_transcript(&ground),
                        "[{\"call\":\"rules.eligible\",\"failed\":\"raised\",\"plugin\":"
                        "\"rbkc\",\"version\":\"1.0.0\"}]");
    ground_expect(
        &ground, "rules.kind_words()",
        "script: The plugin rbkc failed in rules.kind_words: it raised an error, whose words are kept back "
        "since they may hold what a case holds.");
    assert_string_equal(ground.error.place, "plugins/rbkc/init.lua:5");
    ground_expect(&ground, "rules.missed_contacts()",
                  "script: The plugin rbkc failed in rules.missed_contacts: Set the number.");
    ground_expect(&ground, "rules.begins()",
                  "script: The plugin rbkc failed in rules.begins: the workflow small has no field nothing.");
    ground_expect(&ground, "rules.review_every()",
                  "script: The plugin rbkc failed in rules.review_every: the workflow small has no field ….");
}

static void test_broken_code(void **state)
{
    (void)state;
    struct plugin *plugin = ground_plugin(&ground, "rbkc", "return {\n rules = {\n a = 1\n");
    ground_expect(
        &ground, "rules.missed_contacts()",
        "script: The plugin rbkc failed in init.lua: '}' expected (to close '{' at line 2) near <eof>.");
    assert_string_equal(ground.error.place, "plugins/rbkc/init.lua:4");
    *plugin = (struct plugin){
        .name = TEXT("rbkc"), .version = TEXT("1"), .file = TEXT("a.lua"), .code = TEXT("return 1")};
    ground_expect(&ground, "rules.missed_contacts()",
                  "script: The plugin rbkc failed in init.lua: its code must end with `return { … }`, and "
                  "gave a number.");
    plugin->digest.bytes[0] = 1;
    plugin->code = TEXT("\x1bLua\x54");
    ground_expect(&ground, "rules.missed_contacts()",
                  "script: The plugin rbkc failed in init.lua: unexpected symbol near '<\\27>'.");
    plugin->code = (struct text){0};
    ground_expect(&ground, "rules.missed_contacts()", "a number: 3");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_area_answers, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_refusal_has_a_sentence, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_workflow_answers_after_area, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_defaults, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_area_is_dated, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_wrong_kinds, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_durations_and_dates_as_text, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_sentence_is_checked, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_further_arguments, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_rules_ask_rules, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_errors_name_file_and_line, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_broken_code, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

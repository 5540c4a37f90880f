/* What is remembered of a plugin's table: constants and gaps are answered without making it, functions never
 * are, and a budget ends where it would end anyway. */
#include "support.h"

static struct ground ground;

/* A world with a name, since nothing is remembered of one without. */
static int set_up(void **state)
{
    (void)state;
    ground_init(&ground, ground_workflow, ground_case);
    ground.world.digest = digest_of(TEXT("the first"));
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    ground_deinit(&ground);
    return 0;
}

static void constants_are_the_same_again(void **state)
{
    (void)state;
    ground_plugin(&ground, "rbkc", "return { rules = { missed_contacts = 7, review_every = weeks(2) } }");
    for (int i = 0; i < 3; i++) {
        ground_expect(&ground, "rules.missed_contacts()", "a number: 7");
        assert_string_equal(ground_transcript(&ground), "[{\"call\":\"rules.missed_contacts\",\"gave\":7,"
                                                        "\"plugin\":\"rbkc\",\"version\":\"1.0.0\"}]");
    }
}

static void what_a_function_keeps_is_fresh(void **state)
{
    (void)state;
    ground_plugin(&ground, "rbkc",
                  "local asked = 0\nreturn { rules = { missed_contacts = function()\n"
                  "asked = asked + 1 return asked end } }");
    for (int i = 0; i < 3; i++) {
        ground_expect(&ground, "rules.missed_contacts()", "a number: 1");
    }
}

/* A table that changes itself gives in its first plan what it gives in the next. */
static void a_table_that_changes_itself(void **state)
{
    (void)state;
    ground_plugin(&ground, "rbkc",
                  "local t = { missed_contacts = 7 }\n"
                  "t.eligible = function() t.missed_contacts = 8 return true end\nreturn { rules = t }");
    const char *first = ground_say(&ground, "rules.eligible() and rules.missed_contacts()");
    const char *second = ground_say(&ground, "rules.eligible() and rules.missed_contacts()");
    assert_string_equal(first, second);
}

static void another_world_is_asked_anew(void **state)
{
    (void)state;
    struct plugin *plugin =
        ground_plugin(&ground, "rbkc", "return { rules = { missed_contacts = settings.most } }");
    for (int64_t most = 1; most <= 2; most++) {
        plugin->settings = json_object();
        json_set(&ground.arena, &plugin->settings, TEXT("most"), json_integer(most));
        ground.world.digest = digest_of(text_part(TEXT("ab"), (size_t)most - 1, 1));
        ground_expect(&ground, "rules.missed_contacts()", most == 1 ? "a number: 1" : "a number: 2");
    }
}

/* Whether a plan that asks both plugins is cut off at so few instructions, on a host that has made the table
 * of the first before, or not. */
static bool is_cut(uint64_t limit, bool made_before)
{
    struct value value;
    struct rules rules = ground.rules;
    struct script *script =
        script_new(&(struct script_options){.clock = &ground.clock, .instruction_limit = limit});
    ground.rules = script_rules(script);
    if (made_before) {
        ground_begin(&ground);
        assert_int_equal(ground_evaluate(&ground, "rules.missed_contacts()", &value), STATUS_OK);
        ground_end(&ground);
    }
    ground_begin(&ground);
    enum status status = ground_evaluate(&ground, "rules.missed_contacts() and rules.eligible()", &value);
    ground_end(&ground);
    ground.rules = rules;
    script_free(script);
    assert_true(status == STATUS_OK || status == STATUS_CUT_OFF);
    return status == STATUS_CUT_OFF;
}

static void the_making_is_charged_all_the_same(void **state)
{
    (void)state;
    size_t cuts = 0, steps = 0;
    ground_plugin(&ground, "rbkc", "for i = 1, 5000 do end return { rules = { missed_contacts = 7 } }");
    struct plugin *base =
        ground_plugin(&ground, "base",
                      "return { rules = { eligible = function() for i = 1, 20000 do end return true end } }");
    base->workflows = &ground.definition->name;
    base->workflow_count = 1;
    for (uint64_t limit = 10000; limit <= 50000; limit += 500, steps++) {
        bool cut = is_cut(limit, false);
        assert_int_equal(cut, is_cut(limit, true));
        cuts += cut;
    }
    assert_in_range(cuts, 1, steps - 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(constants_are_the_same_again, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_a_function_keeps_is_fresh, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_table_that_changes_itself, set_up, tear_down),
        cmocka_unit_test_setup_teardown(another_world_is_asked_anew, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_making_is_charged_all_the_same, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

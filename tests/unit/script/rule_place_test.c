/* Where the answer to a rule comes from: the plugin, its file, the line of its function. */
#include "support.h"

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

static enum status inquire(const char *rule, struct inquiry_answer *answer)
{
    struct inquiry inquiry = {.kind = INQUIRY_RULE, .name = text_of(rule)};
    ground_begin(&ground);
    enum status status =
        ground.rules.api->inquire(ground.rules.self, &inquiry, &ground.scope, answer, &ground.error);
    ground_end(&ground);
    return status;
}

static void expect(const char *rule, enum status status, const char *plugin, uint32_t line)
{
    struct inquiry_answer answer;
    assert_int_equal(inquire(rule, &answer), status);
    assert_true(text_is(answer.plugin, plugin));
    assert_int_equal(answer.line, line);
    assert_int_equal(answer.file.size != 0, *plugin != '\0');
}

static void the_place_is_told(void **state)
{
    (void)state;
    ground_plugin(&ground, "rbkc",
                  "local function eligible() return true end\n"
                  "return { rules = {\n"
                  "  eligible = eligible,\n"
                  "  missed_contacts = 2,\n"
                  "  review_every = function()\n"
                  "    return nil\n"
                  "  end,\n"
                  "  kind_words = function() error('x') end,\n"
                  "} }");
    expect("eligible", STATUS_OK, "rbkc", 1);
    expect("missed_contacts", STATUS_OK, "rbkc", 0);
    expect("review_every", STATUS_OK, "", 0); /* it left the answer to the default */
    expect("kind_words", STATUS_SCRIPT, "rbkc", 8);
}

static void the_base_is_told_where_it_answers(void **state)
{
    static const struct text of_small[] = {{"small", 5}};
    (void)state;
    ground_plugin(&ground, "rbkc", "return { rules = {\n  eligible = function() return nil end } }");
    struct plugin *base = ground_plugin(&ground, "base", "return { rules = { eligible = true } }");
    base->workflows = of_small;
    base->workflow_count = 1;
    expect("eligible", STATUS_OK, "base", 0);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_place_is_told, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_base_is_told_where_it_answers, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* What a plugin reads of a case: every member that is declared, from a rule, an action and a hook alike. */
#include "script/declared.h"
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

/* What EXPRESSION says within a rule that gives a text. */
static const char *rule_says(const char *expression)
{
    ground.world.plugin_count = ground.world.area_count = 0;
    ground_plugin(
        &ground, "rbkc",
        arena_printf(&ground.arena,
                     "return { rules = { kind_words = function(case, event) return words(%s) end } }",
                     expression));
    const char *said = ground_say(&ground, "rules.kind_words()");
    return strncmp(said, "a text: ", 8) == 0 ? said + 8 : said;
}

static const char *effects_say(const struct effects *effects)
{
    assert_int_equal(effects->list.count, 1);
    return arena_printf(&ground.arena, "%.*s", TEXT_ARGS(effects->list.at[0].name));
}

/* The same within an action, and within a hook: as the line of a log. */
static void action_and_hook_say(const char *expression, const char *expected)
{
    struct effects acted = {0}, hooked = {0};
    ground.world.plugin_count = ground.world.area_count = 0;
    ground_plugin(&ground, "rbkc",
                  arena_printf(&ground.arena,
                               "local function say(case, event) return log(words(%s)) end\n"
                               "return { actions = { say = say }, on = { point = say } }",
                               expression));
    ground_begin(&ground);
    assert_int_equal(
        ground.rules.api->act(ground.rules.self, TEXT("say"), &ground.scope, &acted, &ground.error),
        STATUS_OK);
    assert_int_equal(
        ground.rules.api->hook(ground.rules.self, TEXT("point"), &ground.scope, &hooked, &ground.error),
        STATUS_OK);
    ground_end(&ground);
    assert_string_equal(effects_say(&acted), expected);
    assert_string_equal(effects_say(&hooked), expected);
}

static void test_what_is_read(void **state)
{
    (void)state;
    static const struct {
        const char *expression, *says;
    } all[] = {
        {"case.data.name", "Zebedee"},
        {"case.people.parent", "P-7"},
        {"case.states[1]", "service.work"},
        {"case.reference .. case.workflow", "C-17small"},
        {"task('decide').done.date", "6 January 2026"},
        {"task('decide').by", "lead-1"},
        {"task('decide').ended", "done"},
        {"task('plan').ended or 'never'", "never"},
        {"#case.tasks", "2"},
        {"last('needs').order", "31 January 2026"},
        {"last('needs').by", "worker-1"},
        {"count('session')", "2"},
        {"answers('session')[2].missed", "5"},
        {"entered('service')", "2026-01-06T09:00:00Z"},
        {"case.data.order.year * 100 + case.data.order.month", "202601"},
        {"case.data.order.day", "31"},
        {"date('2026-01-05').weekday", "1"},
        {"date(now)", "5 January 2026"},
        {"days_between(today, case.data.order)", "26"},
        {"days_between(case.data.order, now)", "-26"},
        {"working_days_between(today, today + weeks(1))", "5"},
        {"is_working_day(date('2026-01-10'))", "no"},
        {"is_working_day(now)", "yes"},
        {"days_between(nil, today) == nil", "yes"},
        {"is_working_day(case.data.never) == nil", "yes"},
        {"today + working_days(2)", "7 January 2026"},
        {"duration('10 working days')", "10 working days"},
        {"office_open()", "yes"},
        {"actor.roles.lead", "no"},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        if (strcmp(rule_says(all[i].expression), all[i].says) != 0) {
            print_error("%s\n", all[i].expression);
        }
        assert_string_equal(rule_says(all[i].expression), all[i].says);
        action_and_hook_say(all[i].expression, all[i].says);
    }
}

static void test_what_is_not_there(void **state)
{
    (void)state;
    assert_string_equal(rule_says("case.wroker"),
                        "script: The plugin rbkc failed in rules.kind_words: case has no member wroker.");
    assert_string_equal(rule_says("case.people.name"), "script: The plugin rbkc failed in rules.kind_words: "
                                                       "case.people has no member name.");
    assert_string_equal(rule_says("task('decide').state"),
                        "script: The plugin rbkc failed in rules.kind_words: a task has no member state.");
    assert_string_equal(rule_says("today.hour"),
                        "script: The plugin rbkc failed in rules.kind_words: a date has no member hour.");
    assert_string_equal(rule_says("days_between(1, today)"),
                        "script: The plugin rbkc failed in rules.kind_words: days_between() takes dates and "
                        "instants, and a number stands there.");
    assert_string_equal(rule_says("case[case.data.name]"),
                        "script: The plugin rbkc failed in rules.kind_words: case has no member ….");
}

/* Each declared member of the case and of a task can be read of any case: none raises. */
static void test_every_member(void **state)
{
    (void)state;
    static const struct {
        const struct declared_table *table;
        const char *value;
    } all[] = {
        {&declared_case, "case"},
        {&declared_event, "event"},
        {&declared_actor, "actor"},
        {&declared_task, "task('plan')"},
        {&declared_record, "first('quiet')"},
        {&declared_deadline, "case.deadlines[1]"},
        {&declared_date, "today"},
        {&declared_instant, "now"},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        for (size_t j = 0; j < all[i].table->count; j++) {
            const char *read =
                arena_printf(&ground.arena, "type(%s.%s) ~= ''", all[i].value, all[i].table->at[j].name);
            bool none = all[i].table == &declared_deadline && !ground.subject.deadlines.count;
            if (!none) {
                assert_string_equal(rule_says(read), "yes");
            }
        }
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_what_is_read, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_what_is_not_there, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_every_member, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Budgets: what runs away is cut off, stays cut off to the end of its plan, and harms no later one. */
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

/* A plugin whose only rule has this body. */
static void plugin_of(const char *body)
{
    ground_plugin(&ground, "rbkc",
                  arena_printf(&ground.arena,
                               "return { rules = { missed_contacts = function(case)\n%s\nend } }", body));
}

static void expect_cut(const char *body, const char *why)
{
    plugin_of(body);
    const char *expected = arena_printf(
        &ground.arena, "cut_off: The plugin rbkc was cut off in rules.missed_contacts: it took more than %s.",
        why);
    ground_expect(&ground, "rules.missed_contacts()", expected);
    assert_string_equal(ground_transcript(&ground),
                        "[{\"call\":\"rules.missed_contacts\",\"failed\":\"cut off\","
                        "\"plugin\":\"rbkc\",\"version\":\"1.0.0\"}]");
    ground_expect(&ground, "data.missed", "a number: 3"); /* the next plan is whole */
}

static void test_endless_loop(void **state)
{
    (void)state;
    expect_cut("while true do end", "1000000 instructions");
    assert_string_equal(ground.error.place, "");
}

static void test_place_of_a_loop(void **state)
{
    (void)state;
    plugin_of("local n = 0\nwhile true do n = n + 1 end");
    ground_say(&ground, "rules.missed_contacts()");
    assert_string_equal(ground.error.place, "plugins/rbkc/init.lua:3");
}

static void test_endless_tail_calls(void **state)
{
    (void)state;
    expect_cut("local function f() return f() end return f()", "1000000 instructions");
}

static void test_growing_table(void **state)
{
    (void)state;
    expect_cut("local t = {} for i = 1, 1e9 do t[i] = i end", "8388608 bytes of memory");
}

static void test_growing_text(void **state)
{
    (void)state;
    expect_cut("local s = 'x' while true do s = s .. s end", "8388608 bytes of memory");
}

static void test_garbage_counts(void **state)
{
    (void)state;
    expect_cut("while true do local t = { 1, 2, 3, 4, 5, 6, 7, 8 } end", "8388608 bytes of memory");
}

static void test_deep_recursion(void **state)
{
    (void)state;
    expect_cut("local function f() return 1 + f() end return f()", "8388608 bytes of memory");
}

static void test_many_dates(void **state)
{
    (void)state;
    expect_cut("local d = today while true do d = d + days(1) - days(1) end", "8388608 bytes of memory");
}

static void test_work_inside_of_c(void **state)
{
    (void)state;
    expect_cut("local s = string.rep('a', 4000) while true do string.find(s, '.-.-.-.-b') end",
               "1000000 instructions");
}

static void test_sort_is_counted(void **state)
{
    (void)state;
    expect_cut("local t = {} for i = 1, 20000 do t[i] = -i end while true do table.sort(t) end",
               "1000000 instructions");
}

static void test_inserting_is_counted(void **state)
{
    (void)state;
    expect_cut("local t = {} for i = 1, 100000 do table.insert(t, 1, i) end", "1000000 instructions");
}

/* Every further question of the plan is refused, expressions too, without running any of it. */
static void test_stays_cut_off(void **state)
{
    (void)state;
    plugin_of("while true do end");
    struct value value;
    struct rule_answer answer;
    struct effects effects = {0};
    ground_begin(&ground);
    assert_int_equal(ground_evaluate(&ground, "rules.missed_contacts()", &value), STATUS_CUT_OFF);
    assert_int_equal(ground_evaluate(&ground, "data.missed", &value), STATUS_CUT_OFF);
    assert_string_equal(
        ground.error.message,
        "The scripts of this command were cut off: they took more than 1000000 instructions.");
    assert_int_equal(ground.rules.api->ask(ground.rules.self, &ground.definition->rules[0], &ground.scope,
                                           &answer, &ground.error),
                     STATUS_CUT_OFF);
    assert_int_equal(
        ground.rules.api->hook(ground.rules.self, TEXT("x"), &ground.scope, &effects, &ground.error),
        STATUS_CUT_OFF);
    ground_end(&ground);
    ground_expect(&ground, "data.missed", "a number: 3");
}

/* The questions of one plan share its budget. */
static void test_shared_by_the_plan(void **state)
{
    (void)state;
    plugin_of("local n = 0 for i = 1, 100000 do n = n + 1 end return n");
    struct value value;
    int done = 0;
    ground_begin(&ground);
    while (ground_evaluate(&ground, "rules.missed_contacts()", &value) == STATUS_OK) {
        done++;
    }
    ground_end(&ground);
    assert_in_range(done, 2, 9);
    for (int i = 0; i < 20; i++) {
        ground_expect(&ground, "rules.missed_contacts()", "a number: 100000");
    }
}

static uint64_t slow(void *self)
{
    return *(uint64_t *)self += 1000000; /* a millisecond at each look */
}

static void test_watchdog(void **state)
{
    (void)state;
    uint64_t elapsed = 0;
    struct clock clock = {.elapsed = slow, .self = &elapsed};
    script_free(ground.script);
    ground.script = script_new(&(struct script_options){.clock = &clock, .nanoseconds_limit = 50000000});
    ground.rules = script_rules(ground.script);
    expect_cut("while true do end", "50 milliseconds");
}

static void test_limits_can_be_set(void **state)
{
    (void)state;
    script_free(ground.script);
    ground.script = script_new(&(struct script_options){.instruction_limit = 5000, .memory_limit = 100000});
    ground.rules = script_rules(ground.script);
    plugin_of("for i = 1, 10000 do end return 1");
    ground_expect(&ground, "rules.missed_contacts()",
                  "cut_off: The plugin rbkc was cut off in rules.missed_contacts: it "
                  "took more than 5000 instructions.");
    ground_expect(
        &ground, "#string.rep(string.rep(\"x\", 400), 400)",
        "cut_off: The scripts of this command were cut off: they took more than 100000 bytes of memory.");
    assert_string_equal(ground.error.place, "small.yaml:12:5");
}

/* An expression alone can take too much as well. */
static void test_expressions_too(void **state)
{
    (void)state;
    ground_expect(
        &ground, "#string.rep(string.rep(\"x\", 4000), 2001)",
        "cut_off: The scripts of this command were cut off: they took more than 8388608 bytes of memory.");
    ground_expect(&ground, "string.rep(\"\", 2000000000)", "script: rep() would make too long a text");
}

/* A host that was cut off a hundred times holds no more than one that was not. */
static void test_nothing_is_kept(void **state)
{
    (void)state;
    plugin_of("local t = {} while true do t[#t + 1] = {} end");
    for (int i = 0; i < 100; i++) {
        ground_expect(&ground, "rules.missed_contacts()",
                      "cut_off: The plugin rbkc was cut off in rules.missed_contacts: it took more than "
                      "8388608 bytes of "
                      "memory.");
    }
    ground_expect(&ground, "data.missed", "a number: 3");
}

/* The same inputs give the same transcript, in another host too. */
static void test_same_every_time(void **state)
{
    (void)state;
    static const char body[] =
        "local out = {}\n"
        "local t = { zeta = 1, alpha = 2, [3] = 'x', [1.5] = 'y', beta = 3, gamma = 4, delta = 5 }\n"
        "for k, v in pairs(t) do out[#out + 1] = k .. '=' .. v end\n"
        "return #table.concat(out, ',') + (table.concat(out) == "
        "'1.5=y3=xalpha=2beta=3delta=5gamma=4zeta=1' and 1000 or 0)";
    plugin_of(body);
    ground_expect(&ground, "rules.missed_contacts()", "a number: 1047");
    const char *first = ground_transcript(&ground);
    for (int i = 0; i < 20; i++) {
        script_free(ground.script);
        ground.script = script_new(NULL);
        ground.rules = script_rules(ground.script);
        ground_expect(&ground, "rules.missed_contacts()", "a number: 1047");
        assert_string_equal(ground_transcript(&ground), first);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_endless_loop, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_place_of_a_loop, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_endless_tail_calls, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_growing_table, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_growing_text, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_garbage_counts, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_deep_recursion, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_many_dates, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_work_inside_of_c, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_sort_is_counted, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_inserting_is_counted, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_stays_cut_off, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_shared_by_the_plan, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_watchdog, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_limits_can_be_set, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_expressions_too, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_nothing_is_kept, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_same_every_time, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

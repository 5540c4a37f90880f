/* Exceptions that last: the same requirement of the same event is let through until their last day has
 * passed.
 */
#include "support.h"

static struct bench bench;

static const char yaml[] =
    "roles: {worker: Worker, lead: Lead}\n"
    "fields: {n: {type: number, default: 0}}\n"
    "events: {open: {}, go: {}, run: {}, set: {}, end: {}}\n"
    "states:\n"
    "  a:\n"
    "    tasks: {call: {title: Call them, required: true}}\n"
    "    on:\n"
    "      go: {requires: [{if: data.n == 1, else: Too far., override: lead}]}\n"
    "      run: {requires: [{if: data.n == 1, else: Too far., override: lead}, {if: data.n == 2, else: Too "
    "late., override: lead}]}\n"
    "      set: {requires: [{if: data.n == 1, else: Too far., override: never}]}\n"
    "      end: {target: b, override: lead}\n"
    "  b: {on: {go: a}}\n";

static int begin(void **state)
{
    (void)state;
    bench_begin(&bench, yaml);
    opens(&bench, NULL);
    return 0;
}

static int end(void **state)
{
    (void)state;
    bench_end(&bench);
    return 0;
}

static void refuses(const char *command, const char *unmet)
{
    assert_int_equal(does(&bench, command), OUTCOME_REFUSED);
    assert_unmet(&bench, unmet);
}

static void it_stands_until_its_last_day_has_passed(void **state)
{
    (void)state;
    must(&bench, "{'event':'go','role':'lead','override':{'reason':'ill','until':'2026-01-20'}}");
    assert_notes(&bench, "exceptions", "nothing"); /* it was made, not used */
    bench.now = at("2026-01-20T23:59:59Z");
    must(&bench, "{'event':'go','role':'worker'}");
    assert_notes(&bench, "exceptions",
                 "[{'at':1767603600000,'by':'ann','event':'go','reason':'ill','unmet':'Too "
                 "far.','until':'2026-01-20'}]");
    assert_int_equal(subject_of(&bench)->exceptions.count, 1); /* the register is as it was */
    bench.now = at("2026-01-21T00:00:00Z");
    refuses("{'event':'go','role':'lead'}", "requires: Too far.");
}

static void one_without_a_day_is_for_once(void **state)
{
    (void)state;
    must(&bench, "{'event':'go','override':'ill'}");
    refuses("{'event':'go'}", "requires: Too far.");
}

static void it_is_of_one_requirement_of_one_event(void **state)
{
    (void)state;
    must(&bench, "{'event':'go','override':{'reason':'ill','until':'2026-01-20'}}");
    refuses("{'event':'run'}", "requires: Too far. | requires: Too late.");
    must(&bench, "{'event':'run','override':{'reason':'ill','until':'2026-01-20'}}");
    assert_int_equal(subject_of(&bench)->exceptions.count, 3);
    must(&bench, "{'event':'run'}");
    refuses("{'event':'set','override':{'reason':'ill','until':'2026-01-20'}}", "requires: Too far.");
}

static void of_work_that_is_open_too(void **state)
{
    (void)state;
    refuses("{'event':'end'}", "task: A task is still to be done: Call them.");
    must(&bench, "{'event':'end','override':{'reason':'ill','until':'2026-01-20'}}");
    must(&bench, "{'event':'go'}");
    must(&bench, "{'event':'end'}");
    assert_in(&bench, "b");
}

/* What was let through on Thursday was not let through on Monday. */
static void it_does_not_reach_back(void **state)
{
    (void)state;
    bench.now = at("2026-01-08T09:00:00Z");
    must(&bench, "{'event':'go','override':{'reason':'ill','until':'2026-01-20'}}");
    refuses("{'event':'go','at':'2026-01-06T09:00Z'}", "requires: Too far.");
    must(&bench, "{'event':'go','at':'2026-01-08T09:00Z'}");
}

static void it_ends_no_earlier_than_it_begins(void **state)
{
    (void)state;
    refuses("{'event':'go','override':{'reason':'ill','until':'2026-01-04'}}",
            "form: An exception until 2026-01-04 would be over before this happens.");
    assert_text(bench.plan->unmet.at[0].field, "override");
    must(&bench, "{'event':'go','override':{'reason':'ill','until':'2026-01-05'}}");
    must(&bench, "{'event':'go'}");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(it_stands_until_its_last_day_has_passed, begin, end),
        cmocka_unit_test_setup_teardown(one_without_a_day_is_for_once, begin, end),
        cmocka_unit_test_setup_teardown(it_is_of_one_requirement_of_one_event, begin, end),
        cmocka_unit_test_setup_teardown(of_work_that_is_open_too, begin, end),
        cmocka_unit_test_setup_teardown(it_does_not_reach_back, begin, end),
        cmocka_unit_test_setup_teardown(it_ends_no_earlier_than_it_begins, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

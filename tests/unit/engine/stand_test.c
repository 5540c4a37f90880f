/* A standard case put into a state, and a case that is there taken to another area. */
#include "support.h"

#include "engine/stand.h"

static struct bench bench;

static const char yaml[] =
    "fields:\n"
    "  home: {type: choice, title: Home, options: areas}\n"
    "  seen: {type: date, title: Seen}\n"
    "  kind: {type: choice, title: Kind, default: one, options: {one: One, two: Two}}\n"
    "  told: {type: text, title: Told}\n"
    "  twice: {type: number, title: Twice, value: = 1 + 1}\n"
    "  babies: {type: list, title: Babies, of: {born: {type: date, title: Born}}}\n"
    "initial: a\n"
    "tasks: {whole: {title: Whole}}\n"
    "states:\n"
    "  a: {on: {go: b}}\n"
    "  b:\n"
    "    type: parallel\n"
    "    states:\n"
    "      left:\n"
    "        initial: first\n"
    "        states:\n"
    "          first: {on: {next: second}}\n"
    "          second:\n"
    "            tasks: {call: {title: Call, due: 2 days}}\n"
    "            deadlines: {look: {title: Look, due: data.seen + days(1)}}\n"
    "      right:\n"
    "        each: babies\n"
    "        initial: here\n"
    "        states:\n"
    "          here: {on: {gone: away}}\n"
    "          away: {deadlines: {baby: {title: Baby, due: item.born + days(2)}}}\n"
    "  stop: {type: final}\n";

static int begin(void **state)
{
    (void)state;
    bench_begin(&bench, yaml);
    bench.areas[0] = (struct area){.name = TEXT("wcc"), .from = DATE_NONE, .until = DATE_NONE};
    bench.areas[1] = (struct area){.name = TEXT("lbhf"), .from = DATE_NONE, .until = DATE_NONE};
    bench.world.area_count = 2;
    return 0;
}

static int end(void **state)
{
    (void)state;
    bench_end(&bench);
    return 0;
}

static struct plan *stands(const char *path, const char *facts)
{
    struct stand stand = {.definition = bench.definition,
                          .area = TEXT("lbhf"),
                          .home = TEXT("wcc"),
                          .state = path ? definition_state(bench.definition, text_of(path)) : 0,
                          .facts = json_of(&bench.arena, facts),
                          .now = bench.now};
    return stand_build(&bench.arena, &bench.world, &stand, &bench.rules);
}

static void expect_in(const struct plan *plan, const char *configuration)
{
    assert_int_equal(plan->outcome, OUTCOME_DONE);
    assert_json(&bench, subject_configuration(&bench.arena, plan->after), configuration);
}

static void it_stands_in_the_state_and_beside_it(void **state)
{
    (void)state;
    expect_in(stands(NULL, "{}"), "['a']");
    expect_in(stands("a", "{}"), "['a']");
    expect_in(stands("b", "{}"), "['b.left.first','b.right[1].here']");
    expect_in(stands("b.left.second", "{}"), "['b.left.second','b.right[1].here']");
    expect_in(stands("b.right.away", "{}"), "['b.left.first','b.right[1].away']");
}

static void its_facts_are_standard(void **state)
{
    (void)state;
    struct plan *plan = stands("a", "{}");
    assert_json(&bench, plan->after->data,
                "{'babies':[{'born':'2026-05-25','id':1}],'home':'wcc','kind':'one','seen':'2026-05-25'}");
    assert_text(plan->after->area, "lbhf");
}

static void what_is_said_comes_over_them(void **state)
{
    (void)state;
    struct plan *plan =
        stands("a", "{'babies.born':'2026-02-02','home':'elsewhere','kind':'two','seen':null,'told':'x'}");
    assert_json(&bench, plan->after->data,
                "{'babies':[{'born':'2026-02-02','id':1}],'home':'elsewhere','kind':'two','told':'x'}");
    plan = stands("a", "{'babies':null}");
    assert_null(json_get(&plan->after->data, TEXT("babies")));
}

static void dates_are_those_that_a_plan_makes(void **state)
{
    (void)state;
    char text[MOMENT_TEXT_SIZE];
    struct plan *plan = stands("b.left.second", "{'seen':'2026-03-01'}");
    const struct task *call = definition_task(bench.definition, TEXT("call"));
    assert_true(subject_task(plan->after, call, 0)->open);
    assert_true(subject_task(plan->after, definition_task(bench.definition, TEXT("whole")), 0)->open);
    assert_string_equal(moment_write(subject_task(plan->after, call, 0)->due, text), "2026-01-07");
    assert_text(deadline_label(&bench.arena, &plan->after->deadlines.at[0]), "look");
    assert_string_equal(moment_write(plan->after->deadlines.at[0].due, text), "2026-03-02");
    plan = stands("b.right.away", "{'babies.born':'2026-02-02'}");
    assert_text(deadline_label(&bench.arena, &plan->after->deadlines.at[0]), "baby[1]");
    assert_string_equal(moment_write(plan->after->deadlines.at[0].due, text), "2026-02-04");
}

static void expect_refused(const struct plan *plan, const char *code, const char *sentence)
{
    assert_int_equal(plan->outcome, OUTCOME_REFUSED);
    assert_string_equal(plan->unmet.at[0].code, code);
    assert_text(plan->unmet.at[0].text, sentence);
}

static void what_cannot_be_is_refused(void **state)
{
    (void)state;
    expect_refused(stands("a", "{'seen':'soon'}"), "form",
                   "seen: This must be a date that exists, such as 2026-12-28.");
    expect_refused(stands("a", "{'sene':'2026-03-01'}"), "form", "“sene” is no field that can be answered.");
    expect_refused(stands("a", "{'twice':'3'}"), "form", "“twice” is no field that can be answered.");
    expect_refused(stands("b.right.away", "{'babies':null}"), "not-now",
                   "There is no item that could be in “b.right.away”.");
}

static void a_case_is_taken_to_another_area(void **state)
{
    (void)state;
    must(&bench, "{'event':'open','area':'wcc'}");
    struct subject *subject = subject_of(&bench);
    struct plan *here =
        stand_moved(&bench.arena, &bench.world, subject, TEXT("wcc"), bench.now, &bench.rules);
    struct plan *there =
        stand_moved(&bench.arena, &bench.world, subject, TEXT("lbhf"), bench.now, &bench.rules);
    assert_int_equal(here->outcome, OUTCOME_DONE);
    assert_text(here->after->area, "wcc");
    assert_int_equal(there->outcome, OUTCOME_DONE);
    assert_text(there->after->area, "lbhf");
    assert_text(subject->area, "wcc");
    assert_int_equal(subject->moving.count, 0);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(it_stands_in_the_state_and_beside_it, begin, end),
        cmocka_unit_test_setup_teardown(its_facts_are_standard, begin, end),
        cmocka_unit_test_setup_teardown(what_is_said_comes_over_them, begin, end),
        cmocka_unit_test_setup_teardown(dates_are_those_that_a_plan_makes, begin, end),
        cmocka_unit_test_setup_teardown(what_cannot_be_is_refused, begin, end),
        cmocka_unit_test_setup_teardown(a_case_is_taken_to_another_area, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

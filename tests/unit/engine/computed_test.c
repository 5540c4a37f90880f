/* Fields that are always their expression: shown in answers with their present value, and kept nowhere. */
#include "support.h"

#include "engine/computed.h"

static struct bench bench;

static int begin(void **state)
{
    bench_begin(&bench, *state);
    return 0;
}

static int end(void **state)
{
    (void)state;
    bench_end(&bench);
    return 0;
}

static const char whole[] =
    "fields:\n"
    "  n: number\n"
    "  more: {type: number, value: = data.n + 1}\n"
    "  cost: {type: money, value: = data.n + 0.126}\n"
    "  day: {type: date, value: = today}\n"
    "  none: {type: number, value: = nil}\n"
    "  bad: {type: number, value: = rules.broken()}\n"
    "  child: {type: list, of: {w: number, next: {type: number, value: = item.w + 1}}}\n"
    "rules: {broken: {gives: number}}\n"
    "forms: {f: {fields: [n, child]}}\n"
    "events: {open: {form: f}, go: {}, no: {}}\n"
    "initial: a\n"
    "states: {a: {on: {go: {}, no: {requires: [{if: false, else: No.}]}}}}\n";

static struct json shown(void)
{
    struct json answer = plan_answer(&bench.arena, bench.plan);
    return *json_member_of(&answer, "data");
}

static void an_answer_shows_what_is_computed(void **state)
{
    (void)state;
    opens(&bench, "{'n':2,'child':[{'w':5},{'w':8}]}");
    static const char expected[] = "{'child':[{'id':1,'next':6,'w':5},{'id':2,'next':9,'w':8}],'cost':2.13,"
                                   "'day':'2026-01-05','more':3,'n':2}";
    assert_json(&bench, shown(), expected);
    assert_notes(&bench, "errors",
                 "[{'line':8,'message':'plugins/x/init.lua:1: it is broken','what':'bad'}]");
    assert_document(&bench, "data", "{\"child\":[{\"id\":1,\"w\":5},{\"id\":2,\"w\":8}],\"n\":2}");
    assert_int_equal(bench.plan->changes.elements[0].type, JSON_OBJECT);
    assert_int_equal(does(&bench, "{'event':'no'}"), OUTCOME_REFUSED);
    assert_json(&bench, shown(), expected);
}

static void a_reading_shows_the_same_at_its_own_time(void **state)
{
    (void)state;
    opens(&bench, "{'n':2}");
    struct json data =
        computed_data(&bench.arena, &bench.world, subject_of(&bench), at("2026-02-03T09:00Z"), &bench.rules);
    assert_json(&bench, data, "{'cost':2.13,'day':'2026-02-03','more':3,'n':2}");
    assert_int_equal(bench.fake.begun, bench.fake.ended);
}

static void without_a_computed_field_nobody_is_asked(void **state)
{
    (void)state;
    opens(&bench, "{'n':2}");
    size_t begun = bench.fake.begun, asked = bench.fake.asked;
    struct subject *subject = subject_of(&bench);
    struct json data = computed_data(&bench.arena, &bench.world, subject, bench.now, &bench.rules);
    assert_ptr_equal(data.members, subject->data.members);
    must(&bench, "{'event':'go'}");
    assert_int_equal(bench.fake.begun, begun + 2); /* the bench plans twice */
    assert_int_equal(bench.fake.asked, asked);
}

#define TEST(name, yaml) cmocka_unit_test_prestate_setup_teardown(name, begin, end, (void *)(yaml))

int main(void)
{
    static const char none[] = "fields: {n: number}\n"
                               "forms: {f: {fields: [n]}}\n"
                               "events: {open: {form: f}, go: {}}\n"
                               "initial: a\n"
                               "states: {a: {on: {go: {}}}}\n";
    const struct CMUnitTest tests[] = {
        TEST(an_answer_shows_what_is_computed, whole),
        TEST(a_reading_shows_the_same_at_its_own_time, whole),
        TEST(without_a_computed_field_nobody_is_asked, none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

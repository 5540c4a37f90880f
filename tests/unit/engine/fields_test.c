/* One field's value: what each type takes of what is given, and the sentence of what it does not. */
#include "support.h"

#include <string.h>

static const char yaml[] =
    "fields:\n"
    "  line: {type: text}\n"
    "  story: {type: long text}\n"
    "  count: {type: number}\n"
    "  cost: {type: money}\n"
    "  agreed: {type: yes/no}\n"
    "  born: {type: date}\n"
    "  how: {type: choice, options: {call: Call, visit: Visit}}\n"
    "  why: {type: choices, options: {a: A, b: B, c: C}}\n"
    "  where: {type: choice, options: areas}\n"
    "  places: {type: choices, options: areas}\n"
    "  who: {type: person}\n"
    "  goals: {type: list, title: Goals, of: {goal: text, reached: yes/no, by: {type: person}}}\n"
    "states: {s: {on: {set: {actions: [{assign: {line: = event.data.line}}]}}}}\n";

static struct bench bench;

static int begin(void **state)
{
    (void)state;
    bench_begin(&bench, yaml);
    bench.areas[0] = (struct area){.name = TEXT("east"), .from = DATE_NONE, .until = day("2025-12-31")};
    bench.areas[1] = (struct area){.name = TEXT("west"), .from = day("2026-01-01"), .until = DATE_NONE};
    bench.areas[2] = (struct area){.name = TEXT("north"), .from = DATE_NONE, .until = DATE_NONE};
    bench.world.area_count = 3;
    return 0;
}

static int end(void **state)
{
    (void)state;
    bench_end(&bench);
    return 0;
}

/* Opens a new case with {FIELD: GIVEN}. */
static enum outcome give(const char *field, const char *given)
{
    bench.document = (struct text){0};
    bench.version = 0;
    return does(&bench, arena_printf(&bench.arena, "{'event':'open','data':{'%s':%s}}", field, given));
}

static void takes(const char *field, const char *given, const char *kept)
{
    if (give(field, given) != OUTCOME_DONE) {
        fail_msg("%s %s: %s", field, given, written(&bench, plan_answer(&bench.arena, bench.plan)));
    }
    assert_document(&bench, arena_printf(&bench.arena, "data.%s", field), kept);
}

static void refuses(const char *field, const char *given, const char *sentence)
{
    if (give(field, given) != OUTCOME_REFUSED) {
        fail_msg("%s %s is taken", field, given);
    }
    assert_unmet(&bench, arena_printf(&bench.arena, "form: %s: %s", field, sentence));
    assert_text(bench.plan->unmet.at[0].field, field);
}

static const char *text_of_size(size_t size)
{
    char *text = arena_alloc(&bench.arena, size + 3);
    memset(text, 'x', size + 2);
    text[0] = text[size + 1] = '\'';
    text[size + 2] = '\0';
    return text;
}

static void texts(void **state)
{
    (void)state;
    takes("line", "'so'", "'so'");
    takes("line", "''", "nothing");
    takes("line", "' '", "nothing");
    takes("line", "null", "nothing");
    refuses("line", "3", "This must be a text.");
    refuses("line", "['so']", "This must be a text.");
    takes("line", text_of_size(1000), text_of_size(1000));
    refuses("line", text_of_size(1001), "This is longer than 1,000 bytes.");
    takes("story", text_of_size(32 * 1024), text_of_size(32 * 1024));
    refuses("story", text_of_size(32 * 1024 + 1), "This is longer than 32 KiB.");
    takes("story", "'two\\nlines'", "'two\\nlines'");
}

static void numbers(void **state)
{
    (void)state;
    takes("count", "3", "3");
    takes("count", "-2.5", "-2.5");
    takes("count", "'3'", "3");
    takes("count", "' 4.50 '", "4.5");
    takes("count", "1e300", "1e300");
    refuses("count", "'three'", "This must be a number.");
    takes("count", "''", "nothing");
    refuses("count", "'3 or 4'", "This must be a number.");
    refuses("count", "'true'", "This must be a number.");
    refuses("count", "'[1]'", "This must be a number.");
    refuses("count", "true", "This must be a number.");
    refuses("count", "{}", "This must be a number.");
}

static void money(void **state)
{
    (void)state;
    takes("cost", "12", "12");
    takes("cost", "12.5", "12.5");
    takes("cost", "0.07", "0.07");
    takes("cost", "1.15", "1.15"); /* 114.99999999999999 pence in binary */
    takes("cost", "'19.99'", "19.99");
    takes("cost", "-4.1", "-4.1");
    takes("cost", "12.00", "12");
    refuses("cost", "12.345", "An amount has at most two decimals.");
    refuses("cost", "0.001", "An amount has at most two decimals.");
    refuses("cost", "'a lot'", "This must be a number.");
    refuses("cost", "1.5e307", "An amount is less than a million million.");
    refuses("cost", "-1e12", "An amount is less than a million million.");
    takes("cost", "999999999999.99", "999999999999.99");
}

static void yes_and_no(void **state)
{
    (void)state;
    takes("agreed", "true", "true");
    takes("agreed", "false", "false");
    takes("agreed", "'yes'", "true");
    takes("agreed", "'true'", "true");
    takes("agreed", "'no'", "false");
    takes("agreed", "'false'", "false");
    refuses("agreed", "'maybe'", "Say yes or no.");
    refuses("agreed", "'Yes'", "Say yes or no.");
    refuses("agreed", "1", "Say yes or no.");
    takes("agreed", "''", "nothing");
}

static void dates(void **state)
{
    (void)state;
    takes("born", "'2026-12-28'", "'2026-12-28'");
    takes("born", "'2024-02-29'", "'2024-02-29'");
    refuses("born", "'2026-02-29'", "This must be a date that exists, such as 2026-12-28.");
    refuses("born", "'28/12/2026'", "This must be a date that exists, such as 2026-12-28.");
    refuses("born", "'2026-12-28T09:00Z'", "This must be a date that exists, such as 2026-12-28.");
    refuses("born", "20261228", "This must be a date that exists, such as 2026-12-28.");
    takes("born", "''", "nothing");
}

static void choices(void **state)
{
    (void)state;
    takes("how", "'visit'", "'visit'");
    refuses("how", "'Visit'", "This must be one of: call, visit.");
    takes("how", "''", "nothing");
    refuses("how", "['visit']", "This must be one of: call, visit.");
    takes("why", "['c','a','c']", "['a','c']");
    takes("why", "'b, a'", "['a','b']");
    takes("why", "[]", "[]");
    takes("why", "''", "[]");
    refuses("why", "['a','d']", "This must be one of: a, b, c.");
    refuses("why", "'a,,b'", "This must be one of: a, b, c.");
    refuses("why", "['a',1]", "This must be one of: a, b, c.");
    refuses("why", "{'a':true}", "This must be a list of choices.");
    refuses("why", "true", "This must be a list of choices.");
}

/* What plugins serve on the day that it happened, and `elsewhere`. */
static void areas_are_choices_on_their_days(void **state)
{
    (void)state;
    takes("where", "'west'", "'west'");
    takes("where", "'elsewhere'", "'elsewhere'");
    refuses("where", "'east'", "This must be one of: west, north, elsewhere.");
    refuses("where", "'south'", "This must be one of: west, north, elsewhere.");
    takes("places", "['west','elsewhere','west']", "['west','elsewhere']");
    takes("places", "['elsewhere','north']", "['north','elsewhere']");
    refuses("places", "['east']", "This must be one of: west, north, elsewhere.");
    bench.now = at("2025-06-01T09:00Z");
    takes("where", "'east'", "'east'");
    refuses("where", "'west'", "This must be one of: east, north, elsewhere.");
}

static void a_name_makes_a_person(void **state)
{
    (void)state;
    takes("who", "'P-7'", "'P-7'");
    assert_int_equal(bench.plan->told.count, 0);
    assert_int_equal(bench.plan->next_id, 100);
    takes("who", "' Ann Lee '", "'P-100'");
    assert_int_equal(bench.plan->told.count, 1);
    assert_int_equal(bench.plan->next_id, 101);
    const struct told *told = &bench.plan->told.at[0];
    assert_int_equal(told->id, 100);
    assert_text(told->reference, "P-100");
    assert_text(told->workflow, "person");
    assert_text(told->event, "open");
    assert_json(&bench, told->data, "{'name':'Ann Lee'}");
    takes("who", "'P-seven'", "'P-100'"); /* a name that looks like one */
    takes("who", "'P--7'", "'P-100'");
    takes("who", "'P-0'", "'P-100'");
    takes("who", "' '", "nothing");
    refuses("who", "7", "This must be a person's name, or the reference of one, such as P-7.");
    refuses("who", text_of_size(1001), "This must be a person's name, or the reference of one, such as P-7.");
    assert_int_equal(bench.plan->next_id, 100);
}

static void give_goals(const char *goals)
{
    must(&bench, arena_printf(&bench.arena, "{'event':'open','data':{'goals':%s}}", goals));
}

static void items_are_numbered(void **state)
{
    (void)state;
    takes("goals", "[]", "[]");
    takes("goals", "[{'goal':'work'},{'reached':'yes'}]", "[{'goal':'work','id':1},{'id':2,'reached':true}]");
    assert_document(&bench, "numbers.goals", "2");
    takes("goals", "[{'by':'Ann'},{'by':'Bea'}]", "[{'by':'P-100','id':1},{'by':'P-101','id':2}]");
    assert_int_equal(bench.plan->next_id, 102);
    refuses("goals", "{}", "This must be a list.");
    refuses("goals", "'work'", "This must be a list.");
    refuses("goals", "null", "A list cannot be taken away.");
    refuses("goals", "['work']", "Each part of this list must be a group of answers.");
    refuses("goals", "[{'gaol':'x'}]", "gaol is no part of Goals.");
    refuses("goals", "[{'reached':'perhaps'}]", "reached: Say yes or no.");
    refuses("goals", "[{'id':1}]", "There is no item with this id.");
    refuses("goals", "[{'id':'1'}]", "There is no item with this id.");
    assert_int_equal(bench.plan->next_id, 100);
}

static void a_list_holds_so_many(void **state)
{
    (void)state;
    struct buffer list;
    buffer_init(&list, &bench.arena);
    for (int i = 0; i < SUBJECT_ITEM_LIMIT; i++) {
        buffer_string(&list, i ? ",{}" : "[{}");
    }
    struct text most = buffer_result(&list);
    assert_int_equal(give("goals", arena_printf(&bench.arena, "%.*s]", TEXT_ARGS(most))), OUTCOME_DONE);
    assert_document(&bench, "numbers.goals", "200");
    refuses("goals", arena_printf(&bench.arena, "%.*s,{}]", TEXT_ARGS(most)),
            "A list holds at most 200 items.");
}

/* What a form gives a list is merged into it: by `id` a change, without one an addition; nothing goes. */
static void a_list_is_merged(void **state)
{
    (void)state;
    static const char merging[] = "fields: {goals: {type: list, of: {goal: text, reached: yes/no}}}\n"
                                  "forms: {f: {fields: [goals]}}\n"
                                  "events: {open: {}, set: {form: f}}\n"
                                  "states: {s: {on: {set: {}}}}\n";
    bench_end(&bench);
    bench_begin(&bench, merging);
    give_goals("[{'goal':'a'},{'goal':'b'}]");
    must(&bench, "{'event':'set','data':{'goals':[{'id':2,'reached':true},{'goal':'c'}]}}");
    assert_document(&bench, "data.goals",
                    "[{'goal':'a','id':1},{'goal':'b','id':2,'reached':true},{'goal':'c','id':3}]");
    must(&bench, "{'event':'set','data':{'goals':[{'id':2,'reached':null,'goal':'d'}]}}");
    assert_document(&bench, "data.goals", "[{'goal':'a','id':1},{'goal':'d','id':2},{'goal':'c','id':3}]");
    assert_int_equal(does(&bench, "{'event':'set','data':{'goals':[{'id':4}]}}"), OUTCOME_REFUSED);
    assert_unmet(&bench, "form: goals: There is no item with this id.");
}

/* A new item begins with the defaults of its fields; what is given stands in their place, nothing included.
 */
static void an_item_begins_with_its_defaults(void **state)
{
    (void)state;
    bench_end(&bench);
    bench_begin(&bench, "fields: {goals: {type: list, of: {goal: text, step: {type: number, default: 1}, by: "
                        "{type: date, default: = today}}}}\n"
                        "forms: {f: {fields: [goals]}}\n"
                        "events: {open: {}, set: {form: f}}\n"
                        "states: {s: {on: {set: {}}}}\n");
    opens(&bench, NULL);
    must(&bench, "{'event':'set','data':{'goals':[{'goal':'a'},{'step':2,'by':''}]}}");
    assert_document(&bench, "data.goals",
                    "[{'by':'2026-01-05','goal':'a','id':1,'step':1},{'id':2,'step':2}]");
    must(&bench, "{'event':'set','data':{'goals':[{'id':2,'goal':'b'}]}}");
    assert_document(&bench, "data.goals",
                    "[{'by':'2026-01-05','goal':'a','id':1,'step':1},{'goal':'b','id':2,'step':2}]");
}

/* --- what an action assigns ------------------------------------------------------- */

static void what_is_assigned_is_taken_alike(void **state)
{
    (void)state;
    static const char assigning[] =
        "fields:\n"
        "  n: {type: number, default: 1}\n"
        "  d: {type: date}\n"
        "  t: {type: text}\n"
        "  list: {type: list, of: {x: text}}\n"
        "states:\n"
        "  s:\n"
        "    on:\n"
        "      good: {actions: [{assign: {n: = data.n + 1, d: = date(\"2026-03-01\") + days(1)}}]}\n"
        "      away: {actions: [{assign: {n: = nil}}]}\n"
        "      wrong: {actions: [{assign: {t: said, n: = \"many\"}}, {assign: {t: not}}]}\n"
        "      broken: {actions: [{assign: {t: = nil + 1}}, {assign: {t: not}}]}\n"
        "      add: {actions: [{assign: {list: [{x: a}]}}]}\n"
        "      error.execution: {actions: [{assign: {d: 2026-01-01}}]}\n";
    bench_end(&bench);
    bench_begin(&bench, assigning);
    opens(&bench, NULL);
    assert_document(&bench, "data", "{'n':1}");
    must(&bench, "{'event':'good'}");
    assert_document(&bench, "data", "{'d':'2026-03-02','n':2}");
    must(&bench, "{'event':'away'}");
    assert_document(&bench, "data", "{'d':'2026-03-02'}");
    must(&bench, "{'event':'wrong'}"); /* what it did before stays; error.execution comes */
    assert_document(&bench, "data", "{'d':'2026-01-01','t':'said'}");
    assert_notes(&bench, "errors", "[{'line':12,'message':'n: This must be a number.'}]");
    struct json answer = plan_answer(&bench.arena, bench.plan); /* and who sent it is told */
    assert_string_equal(written(&bench, *json_member_of(&answer, "errors")),
                        "[{\"line\":12,\"message\":\"n: This must be a number.\"}]");
    must(&bench, "{'event':'broken'}");
    assert_notes(&bench, "errors", "[{'line':13,'message':'attempt to perform arithmetic on a nil value'}]");
    must(&bench, "{'event':'add'}");
    assert_notes(&bench, "errors", "nothing");
    must(&bench, "{'event':'add'}");
    assert_notes(&bench, "errors", "nothing");
    assert_document(&bench, "data.list", "[{'id':1,'x':'a'},{'id':2,'x':'a'}]");
}

/* What is computed is told to the penny; more than an amount can hold is an error. */
static void money_that_is_computed_is_rounded(void **state)
{
    (void)state;
    bench_end(&bench);
    bench_begin(&bench, "fields: {m: {type: money, default: 10}, n: {type: number, default: 10}}\n"
                        "states:\n"
                        "  s:\n"
                        "    on:\n"
                        "      third: {actions: [{assign: {m: = data.m + 0.126, n: = data.n + 0.126}}]}\n"
                        "      more: {actions: [{assign: {m: = 1e15}}]}\n");
    opens(&bench, NULL);
    must(&bench, "{'event':'third'}");
    assert_document(&bench, "data", "{'m':10.13,'n':10.126}");
    must(&bench, "{'event':'more'}");
    assert_notes(&bench, "errors", "[{'line':7,'message':'m: An amount is less than a million million.'}]");
    assert_document(&bench, "data.m", "10.13");
}

static void a_list_may_have_a_default(void **state)
{
    (void)state;
    bench_end(&bench);
    bench_begin(&bench,
                "fields: {list: {type: list, of: {x: text}, default: [{x: a}, {x: b}]}}\nstates: {s: {}}\n");
    opens(&bench, NULL);
    assert_document(&bench, "data.list", "[{'id':1,'x':'a'},{'id':2,'x':'b'}]");
    assert_document(&bench, "numbers.list", "2");
}

static void a_default_that_is_no_value_fails_the_opening(void **state)
{
    (void)state;
    bench_end(&bench);
    bench_begin(&bench, "fields: {n: {type: number, default: = \"many\"}}\nstates: {s: {}}\n");
    assert_int_equal(does(&bench, "{'event':'open'}"), OUTCOME_FAILED);
    assert_string_equal(bench.plan->failure.message, "the default of n is not valid: This must be a number.");
    assert_int_equal(bench.plan->failure.status, STATUS_INVALID);
}

/* Without a form, `open` takes what is a field, and no field that is always computed. */
static void opening_without_a_form_takes_fields_alone(void **state)
{
    (void)state;
    bench_end(&bench);
    bench_begin(&bench, "fields: {n: {type: number}, twice: {type: number, value: = data.n + data.n}}\n"
                        "states: {s: {}}\n");
    opens(&bench, "{'n':'2','m':3,'twice':7}");
    assert_document(&bench, "data", "{'n':2}");
}

static void every_mistake_is_told_at_once(void **state)
{
    (void)state;
    assert_int_equal(does(&bench, "{'event':'open','data':{'agreed':'x','count':'y','line':'fine'}}"),
                     OUTCOME_REFUSED);
    assert_unmet(&bench, "form: agreed: Say yes or no. | form: count: This must be a number.");
    /* and no person is made of what is refused */
    assert_int_equal(does(&bench, "{'event':'open','data':{'who':'Ann','why':true}}"), OUTCOME_REFUSED);
    assert_int_equal(bench.plan->next_id, 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(texts, begin, end),
        cmocka_unit_test_setup_teardown(numbers, begin, end),
        cmocka_unit_test_setup_teardown(money, begin, end),
        cmocka_unit_test_setup_teardown(yes_and_no, begin, end),
        cmocka_unit_test_setup_teardown(dates, begin, end),
        cmocka_unit_test_setup_teardown(choices, begin, end),
        cmocka_unit_test_setup_teardown(areas_are_choices_on_their_days, begin, end),
        cmocka_unit_test_setup_teardown(a_name_makes_a_person, begin, end),
        cmocka_unit_test_setup_teardown(items_are_numbered, begin, end),
        cmocka_unit_test_setup_teardown(a_list_holds_so_many, begin, end),
        cmocka_unit_test_setup_teardown(a_list_is_merged, begin, end),
        cmocka_unit_test_setup_teardown(what_is_assigned_is_taken_alike, begin, end),
        cmocka_unit_test_setup_teardown(an_item_begins_with_its_defaults, begin, end),
        cmocka_unit_test_setup_teardown(money_that_is_computed_is_rounded, begin, end),
        cmocka_unit_test_setup_teardown(a_list_may_have_a_default, begin, end),
        cmocka_unit_test_setup_teardown(a_default_that_is_no_value_fails_the_opening, begin, end),
        cmocka_unit_test_setup_teardown(opening_without_a_form_takes_fields_alone, begin, end),
        cmocka_unit_test_setup_teardown(every_mistake_is_told_at_once, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

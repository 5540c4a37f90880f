/* A form's answers: checked as a whole, written before any guard is asked, kept as a record where one is
 * asked for. */
#include "support.h"

static const char yaml[] =
    "roles: {worker: Worker}\n"
    "fields:\n"
    "  name: {type: text, title: Name, required: true}\n"
    "  age:\n"
    "    type: number\n"
    "    check:\n"
    "      - {if: data.age > 0, else: Nobody is younger than that.}\n"
    "      - {if: data.age < 150, else: Nobody is older than that.}\n"
    "  consent: {type: choice, options: {yes: Yes, not: No}}\n"
    "  why: {type: text}\n"
    "  child: {type: list, of: {weight: number, born: date}}\n"
    "  pet: {type: list, of: {weight: number}}\n"
    "forms:\n"
    "  person: {fields: [name, age, consent, {why: {required: data.consent == \"not\"}}]}\n"
    "  strict: {fields: [{consent: {required: true}}]}\n"
    "  visit:\n"
    "    fields:\n"
    "      - held: {type: yes/no, required: true}\n"
    "      - notes: {type: long text, when: event.data.held}\n"
    "  scale: {fields: [child.weight]}\n"
    "  birth: {fields: [{child.born: {required: true}}]}\n"
    "  family: {fields: [child]}\n"
    "  own: {fields: [age]}\n"
    "events:\n"
    "  open: {form: person}\n"
    "  again: {form: person}\n"
    "  visit: {form: visit}\n"
    "  consent.asked: {form: strict}\n"
    "  weighed: {form: scale}\n"
    "  born: {form: birth}\n"
    "  family: {form: family}\n"
    "  grown: {}\n"
    "  aged: {form: strict}\n"
    "  free: {}\n"
    "initial: s\n"
    "states:\n"
    "  s:\n"
    "    type: parallel\n"
    "    states:\n"
    "      main:\n"
    "        on: {again: {}, visit: {}, consent.asked: [{guard: data.consent == \"yes\", target: s.main}, "
    "{}], family: {},\n"
    "             free: {}, aged: {form: own, guard: data.age > 17}}\n"
    "      children:\n"
    "        each: child\n"
    "        states: {young: {on: {weighed: {}, born: {}, grown: old}}, old: {}}\n"
    "      pets: {each: pet, states: {here: {}}}\n"
    "on: {allocate: {guard: count(\"visit\") and answers(\"visit\") and last(\"person\").by}}\n";

static struct bench bench;

static int begin(void **state)
{
    (void)state;
    bench_begin(&bench, yaml);
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
    if (does(&bench, command) != OUTCOME_REFUSED) {
        fail_msg("%s: %s", command, written(&bench, plan_answer(&bench.arena, bench.plan)));
    }
    assert_unmet(&bench, unmet);
}

static void every_mistake_is_told_in_the_order_of_the_form(void **state)
{
    (void)state;
    refuses(
        "{'event':'open','data':{'zoo':1,'age':'old','consent':'perhaps','alpha':2}}",
        "form: alpha is not asked here. | form: zoo is not asked here. | form: Name: An answer is needed. | "
        "form: age: This must be a number. | form: consent: This must be one of: yes, not.");
    assert_text(bench.plan->unmet.at[0].field, "alpha");
    assert_text(bench.plan->unmet.at[2].field, "name");
    assert_true(bench.document.size == 0);
}

/* What a page sends for a field left empty is no answer; nor is a list of no choices. */
static void an_empty_answer_is_none(void **state)
{
    (void)state;
    refuses("{'event':'open','data':{'name':''}}", "form: Name: An answer is needed.");
    refuses("{'event':'open','data':{'name':'  '}}", "form: Name: An answer is needed.");
    refuses("{'event':'open','data':{'name':null}}", "form: Name: An answer is needed.");
    refuses("{'event':'open'}", "form: Name: An answer is needed.");
    must(&bench, "{'event':'open','data':{'name':'Ann'}}");
    must(&bench, "{'event':'again','data':{}}"); /* it is known */
    refuses("{'event':'again','data':{'name':null}}", "form: Name: An answer is needed.");
    assert_document(&bench, "data.name", "'Ann'");
}

static void required_may_hang_on_an_answer(void **state)
{
    (void)state;
    refuses("{'event':'open','data':{'name':'Ann','consent':'not'}}", "form: why: An answer is needed.");
    must(&bench, "{'event':'open','data':{'name':'Ann','consent':'yes'}}");
    refuses("{'event':'again','data':{'consent':'not'}}", "form: why: An answer is needed.");
    must(&bench, "{'event':'again','data':{'consent':'not','why':'too far'}}");
    must(&bench, "{'event':'again','data':{'age':30}}");
    refuses("{'event':'again','data':{'why':null}}", "form: why: An answer is needed.");
    must(&bench, "{'event':'again','data':{'consent':'yes','why':null}}");
    assert_document(&bench, "data.why", "nothing");
}

static void a_field_is_checked_once_it_is_written(void **state)
{
    (void)state;
    refuses("{'event':'open','data':{'name':'Ann','age':0}}", "form: age: Nobody is younger than that.");
    refuses("{'event':'open','data':{'name':'Ann','age':200}}", "form: age: Nobody is older than that.");
    /* with another mistake, checks wait */
    refuses("{'event':'open','data':{'age':200}}", "form: Name: An answer is needed.");
    must(&bench, "{'event':'open','data':{'name':'Ann','age':149}}");
}

static void a_place_is_shown_where_its_condition_holds(void **state)
{
    (void)state;
    opens(&bench, "{'name':'Ann'}");
    refuses("{'event':'visit','data':{'held':false,'notes':'x'}}", "form: notes: This is not asked here.");
    must(&bench, "{'event':'visit','data':{'held':false,'notes':null}}");
    must(&bench, "{'event':'visit','data':{'held':true,'notes':'x'}}");
    refuses("{'event':'visit','data':{'notes':'x'}}",
            "form: held: An answer is needed. | form: notes: This is not asked here.");
}

static void guards_see_what_was_answered(void **state)
{
    (void)state;
    opens(&bench, "{'name':'Ann'}");
    must(&bench, "{'event':'consent.asked','data':{'consent':'not'}}");
    assert_notes(&bench, "transitions", "[{'event':'consent.asked','from':'s.main','line':42}]");
    must(&bench, "{'event':'consent.asked','data':{'consent':'yes'}}");
    assert_int_equal(bench.plan->notes.count, 1);
    assert_document(&bench, "data.consent", "'yes'");
}

/* A transition's own form stands in for its event's (LANGUAGE, keys of a transition). */
static void a_transition_may_have_a_form_of_its_own(void **state)
{
    (void)state;
    opens(&bench, "{'name':'Ann','age':18}");
    refuses("{'event':'aged','data':{'consent':'yes'}}", "form: consent is not asked here.");
    refuses("{'event':'aged','data':{'age':'x'}}", "form: age: This must be a number.");
    must(&bench, "{'event':'aged','data':{'age':19}}");
    assert_document(&bench, "data.age", "19");
}

/* The form's own fields are in its record alone; which is kept as the workflow asks for it. */
static void records_keep_the_first_the_last_and_all(void **state)
{
    (void)state;
    opens(&bench, "{'name':'Ann'}");
    assert_document(&bench, "records.person",
                    "{'count':1,'first':{'at':1767603600000,'by':'ann','data':{'name':'Ann'}}}");
    must(&bench, "{'event':'visit','data':{'held':true,'notes':'one'}}");
    must(&bench, "{'event':'visit','data':{'held':false},'actor':'bea','at':'2026-01-04T00:00Z'}");
    must(&bench, "{'event':'visit','data':{'held':true}}");
    assert_document(&bench, "data", "{'name':'Ann'}");
    assert_document(&bench, "records.visit.count", "3");
    assert_document(&bench, "records.visit.first.data", "{'held':true,'notes':'one'}");
    assert_document(&bench, "records.visit.last.data", "{'held':true}");
    assert_document(&bench, "records.visit.all",
                    "[{'at':1767603600000,'by':'ann','data':{'held':true,'notes':'one'}},"
                    "{'at':1767484800000,'by':'bea','data':{'held':false}},"
                    "{'at':1767603600000,'by':'ann','data':{'held':true}}]");
    must(&bench, "{'event':'again','data':{'age':30}}");
    assert_document(&bench, "records.person.all", "nothing"); /* nobody asks for all of them */
    assert_document(&bench, "records.person.last.data", "{'age':30}");
    must(&bench, "{'event':'consent.asked','data':{'consent':'yes'}}");
    assert_document(&bench, "records.strict", "nothing"); /* nobody asks for it */
}

static void records_that_are_kept_whole_have_a_limit(void **state)
{
    (void)state;
    opens(&bench, "{'name':'Ann'}");
    must(&bench, "{'event':'visit','data':{'held':true,'notes':'first'}}");
    struct json document;
    struct error error;
    for (int i = 1; i < SUBJECT_RECORD_LIMIT + 3; i++) {
        must(&bench, arena_printf(&bench.arena, "{'event':'visit','data':{'held':true,'notes':'%d'}}", i));
    }
    assert_int_equal(json_read(&bench.arena, bench.document, &document, &error), STATUS_OK);
    const struct json *visit = json_member_of(json_member_of(&document, "records"), "visit");
    const struct json *all = json_member_of(visit, "all");
    assert_int_equal(json_get_integer(visit, "count", 0), SUBJECT_RECORD_LIMIT + 3);
    assert_int_equal(all->count, SUBJECT_RECORD_LIMIT);
    assert_text(json_get_text(json_member_of(&all->elements[0], "data"), "notes"), "first");
    assert_text(json_get_text(json_member_of(&all->elements[1], "data"), "notes"), "4");
    assert_text(json_get_text(json_member_of(&all->elements[SUBJECT_RECORD_LIMIT - 1], "data"), "notes"),
                "502");
}

/* --- items ------------------------------------------------------------------------ */

/* An item's own checks and what it must have hold for whole items too, and every mistake is told. */
static void whole_items_are_checked(void **state)
{
    (void)state;
    bench_end(&bench);
    bench_begin(&bench, "fields:\n"
                        "  work:\n"
                        "    type: list\n"
                        "    of:\n"
                        "      what: {type: text, title: What, required: true}\n"
                        "      cost: {type: money, check: {if: item.cost > 0, else: Nothing is free.}}\n"
                        "forms: {work: {fields: [work]}}\n"
                        "events: {open: {}, set: {form: work}}\n"
                        "states: {s: {on: {set: {}}}}\n");
    opens(&bench, NULL);
    refuses(
        "{'event':'set','data':{'work':[{'what':'a','cost':0},{'what':' '},{'cost':1}]}}",
        "form: cost: Nothing is free. | form: What: An answer is needed. | form: What: An answer is needed.");
    assert_text(bench.plan->unmet.at[0].field, "work");
    must(&bench, "{'event':'set','data':{'work':[{'what':'a','cost':5},{'what':'b'}]}}");
    refuses("{'event':'set','data':{'work':[{'id':1,'what':''}]}}", "form: What: An answer is needed.");
    refuses("{'event':'set','data':{'work':[{'what':'c'},{'id':2,'cost':-1}]}}",
            "form: cost: Nothing is free.");
    must(&bench, "{'event':'set','data':{'work':[{'id':1,'cost':''},{'what':'c','cost':1}]}}");
    assert_document(&bench, "data.work",
                    "[{'id':1,'what':'a'},{'id':2,'what':'b'},{'cost':1,'id':3,'what':'c'}]");
}

/* Taking an answer back is not an answer to be checked. */
static void an_answer_may_be_taken_back(void **state)
{
    (void)state;
    opens(&bench, "{'name':'Ann','age':30}");
    must(&bench, "{'event':'again','data':{'age':''}}");
    assert_document(&bench, "data.age", "nothing");
}

static void an_item_is_named_by_of(void **state)
{
    (void)state;
    opens(&bench, "{'name':'Ann'}");
    must(&bench, "{'event':'family','data':{'child':[{},{}]}}");
    assert_in(&bench, "s.main s.children[1].young s.children[2].young s.pets");
    must(&bench, "{'event':'weighed','of':'child/2','data':{'weight':3}}");
    assert_document(&bench, "data.child", "[{'id':1},{'id':2,'weight':3}]");
    refuses("{'event':'weighed','of':'child/3','data':{'weight':3}}",
            "form: There is no child/3 in this case.");
    refuses("{'event':'weighed','of':'child','data':{'weight':3}}", "form: There is no child in this case.");
    refuses("{'event':'weighed','of':'name/1','data':{'weight':3}}",
            "form: There is no name/1 in this case.");
    refuses("{'event':'weighed','of':'child/0','data':{'weight':3}}",
            "form: There is no child/0 in this case.");
    refuses("{'event':'weighed','of':'child/1x','data':{'weight':3}}",
            "form: There is no child/1x in this case.");
    assert_text(bench.plan->unmet.at[0].field, "of");
    refuses("{'event':'born','of':'child/1'}", "form: born: An answer is needed.");
    must(&bench, "{'event':'born','of':'child/1','data':{'born':'2026-01-01'}}");
}

/* Without `of` it is said of every strand that takes the event. */
static void without_of_all_are_meant_that_take_the_event(void **state)
{
    (void)state;
    opens(&bench, "{'name':'Ann'}");
    must(&bench, "{'event':'family','data':{'child':[{},{},{}]}}");
    must(&bench, "{'event':'grown','of':'child/2'}");
    must(&bench, "{'event':'weighed','data':{'weight':4}}");
    assert_document(&bench, "data.child", "[{'id':1,'weight':4},{'id':2},{'id':3,'weight':4}]");
}

/* An event told to one item, whose strand has no such transition now, while another's has. */
static void a_strand_where_it_is_not_possible_says_not_now(void **state)
{
    (void)state;
    opens(&bench, "{'name':'Ann'}");
    must(&bench, "{'event':'family','data':{'child':[{},{}]}}");
    must(&bench, "{'event':'grown','of':'child/2'}");
    refuses("{'event':'weighed','of':'child/2','data':{'weight':4}}",
            "not-now: “weighed” is not possible at this point.");
    must(&bench, "{'event':'weighed','of':'child/1','data':{'weight':4}}");
}

static void without_a_form_data_is_free(void **state)
{
    (void)state;
    opens(&bench, "{'name':'Ann'}");
    must(&bench, "{'event':'free','data':{'anything':[1,{'a':null}]}}");
    assert_document(&bench, "data", "{'name':'Ann'}");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_mistake_is_told_in_the_order_of_the_form, begin, end),
        cmocka_unit_test_setup_teardown(an_empty_answer_is_none, begin, end),
        cmocka_unit_test_setup_teardown(required_may_hang_on_an_answer, begin, end),
        cmocka_unit_test_setup_teardown(a_field_is_checked_once_it_is_written, begin, end),
        cmocka_unit_test_setup_teardown(a_place_is_shown_where_its_condition_holds, begin, end),
        cmocka_unit_test_setup_teardown(guards_see_what_was_answered, begin, end),
        cmocka_unit_test_setup_teardown(a_transition_may_have_a_form_of_its_own, begin, end),
        cmocka_unit_test_setup_teardown(records_keep_the_first_the_last_and_all, begin, end),
        cmocka_unit_test_setup_teardown(records_that_are_kept_whole_have_a_limit, begin, end),
        cmocka_unit_test_setup_teardown(whole_items_are_checked, begin, end),
        cmocka_unit_test_setup_teardown(an_answer_may_be_taken_back, begin, end),
        cmocka_unit_test_setup_teardown(an_item_is_named_by_of, begin, end),
        cmocka_unit_test_setup_teardown(without_of_all_are_meant_that_take_the_event, begin, end),
        cmocka_unit_test_setup_teardown(a_strand_where_it_is_not_possible_says_not_now, begin, end),
        cmocka_unit_test_setup_teardown(without_a_form_data_is_free, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

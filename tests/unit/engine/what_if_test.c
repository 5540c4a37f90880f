/* What if a fact were another: what would differ is told, and nothing is done. */
#include "support.h"

#include "engine/what_if.h"

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
    "roles: {worker: Worker, lead: Lead}\n"
    "fields:\n"
    "  n: {type: number, title: Number, default: 1, check: [{if: data.n < 100, else: Less than a "
    "hundred.}]}\n"
    "  kind: {type: choice, title: Kind, options: {a: The first, b: The second}}\n"
    "  when: date\n"
    "  next: {type: number, title: Next, value: = data.n + 1}\n"
    "  child: {type: list, title: Children, of: {w: {type: number, title: Weight}, born: date}}\n"
    "forms: {f: {fields: [child]}}\n"
    "events: {open: {form: f}, go: {title: Go on}, stop: {}, far: {title: Far}, ends: {}}\n"
    "initial: s\n"
    "states:\n"
    "  s:\n"
    "    initial: a\n"
    "    states:\n"
    "      a:\n"
    "        on:\n"
    "          go: {requires: [{if: data.n > 1, else: Too few., who: lead}]}\n"
    "          stop: {requires: [{if: data.next < 5, else: Too many.}]}\n"
    "          far: {requires: [{if: data.n > 1, else: Too few.}, {if: data.n > 50, else: Far too few.}]}\n"
    "        tasks: {call: {title: Call, when: data.n > 2, due: 3 days}}\n"
    "        deadlines: {visit: {title: Visit, due: data.when + days(2)}}\n"
    "        always: [{guard: data.n > 90, target: b}]\n"
    "      b: {title: Beyond, on: {ends: {}}}\n"
    "  c: {}\n";

static const struct what_if *supposed(const struct fact *facts, size_t count)
{
    struct subject *subject = subject_of(&bench);
    struct json before = subject_write(&bench.arena, subject);
    struct explain_request request = {.actor = TEXT("ann"), .roles = ~(role_set)0, .now = bench.now};
    struct what_if *what =
        what_if_build(&bench.arena, &bench.world, subject, &request, facts, count, &bench.rules);
    assert_string_equal(written(&bench, subject_write(&bench.arena, subject)), written(&bench, before));
    assert_int_equal(bench.fake.begun, bench.fake.ended);
    return what;
}

static void assert_changes(const struct fact *facts, size_t count, const char *part, const char *expected)
{
    const struct what_if *what = supposed(facts, count);
    if (what->refused.count) {
        fail_msg("%s", what->refused.at[0].text.at);
    }
    assert_json(&bench, *json_member_of(&what->changes, part), expected);
}

static void assert_refused(const char *path, const char *value, const char *expected)
{
    struct fact fact = {text_of(path), text_of(value)};
    const struct what_if *what = supposed(&fact, 1);
    assert_int_equal(what->refused.count, 1);
    assert_text(what->refused.at[0].field, path);
    assert_text(what->refused.at[0].text, expected);
}

#define FACT(path, value) (&(struct fact){TEXT(path), TEXT(value)}), 1

static void events_become_possible_and_impossible(void **state)
{
    (void)state;
    opens(&bench, NULL);
    assert_changes(FACT("n", "7"), "events",
                   "[{'change':'possible','event':'go','met':[{'code':'requires','seen':{'n':1},'text':'Too "
                   "few.','who':'Lead'}],'title':'Go on','unmet':[]},"
                   "{'change':'impossible','event':'stop','met':[],'title':'stop','unmet':[{'code':"
                   "'requires','seen':{'next':8},'text':'Too many.'}]},"
                   "{'change':'reasons','event':'far','met':[{'code':'requires','seen':{'n':1},'text':'Too "
                   "few.'}],'title':'Far','unmet':[]},"
                   "{'change':'possible','event':'task.call.done','met':[],'title':'Call','unmet':[]}]");
    assert_changes(FACT("n", "1"), "events", "[]");
}

static void what_depends_on_it_follows(void **state)
{
    (void)state;
    opens(&bench, "{'child':[{'w':3}]}");
    assert_changes(
        FACT("n", "7"), "fields",
        "[{'after':7,'after_words':'7','before':1,'before_words':'1','field':'n','title':'Number'},"
        "{'after':8,'after_words':'8','before':2,'before_words':'2','computed':true,'field':'next',"
        "'title':'Next'}]");
    assert_changes(FACT("n", "7"), "tasks",
                   "[{'change':'opened','due':'2026-01-08','task':'call','title':'Call'}]");
    assert_changes(FACT("when", "2026-03-01"), "deadlines",
                   "[{'after':'2026-03-03','because':'correct','change':'opened','deadline':'visit','title':"
                   "'Visit'}]");
    assert_changes(FACT("n", "95"), "states",
                   "{'entered':[{'state':'s.b','title':'Beyond'}],'left':[{'state':'s.a','title':'a'}]}");
    assert_changes(FACT("kind", "b"), "fields",
                   "[{'after':'b','after_words':'The second','field':'kind','title':'Kind'}]");
    assert_changes(FACT("child[1].w", "4"), "fields",
                   "[{'after':4,'after_words':'4','before':3,'before_words':'3','field':'w','of':'child/1',"
                   "'title':'Weight'}]");
    assert_changes(FACT("child[1].w", ""), "fields",
                   "[{'before':3,'before_words':'3','field':'w','of':'child/1','title':'Weight'}]");
    assert_changes(FACT("worker", "w1"), "fields",
                   "[{'after':'w1','after_words':'w1','field':'worker','title':'Worker'}]");
}

static void several_facts_hold_together(void **state)
{
    (void)state;
    opens(&bench, NULL);
    struct fact facts[] = {{TEXT("n"), TEXT("2")}, {TEXT("when"), TEXT("2026-03-01")}};
    assert_changes(
        facts, 2, "fields",
        "[{'after':2,'after_words':'2','before':1,'before_words':'1','field':'n','title':'Number'},"
        "{'after':'2026-03-01','after_words':'1 March 2026','field':'when','title':'when'},"
        "{'after':3,'after_words':'3','before':2,'before_words':'2','computed':true,'field':'next',"
        "'title':'Next'}]");
    struct fact wrong[] = {{TEXT("n"), TEXT("two")}, {TEXT("x"), TEXT("1")}};
    assert_int_equal(supposed(wrong, 2)->refused.count, 2); /* every mistake is told at once */
}

static void what_cannot_be_so_is_refused(void **state)
{
    (void)state;
    opens(&bench, "{'child':[{'w':3}]}");
    bench.areas[0] = (struct area){.name = TEXT("wcc"), .from = DATE_NONE, .until = DATE_NONE};
    bench.world.areas = bench.areas;
    bench.world.area_count = 1;
    assert_refused("x", "1", "There is no field “x” in this workflow.");
    assert_refused("n", "two", "Number: This must be a number.");
    assert_refused("n", "100", "Number: Less than a hundred.");
    assert_refused("next", "3", "Next is worked out from other fields, and cannot be set.");
    assert_refused("child", "[]", "Children is a list; set a field of one of its items, such as child[1].w.");
    assert_refused("child[2].w", "3", "This case has no child/2.");
    assert_refused("child[1].x", "3", "“x” is no part of Children.");
    assert_refused("kids[1].x", "3", "There is no list “kids” in this workflow.");
    assert_refused("child[x].w", "3",
                   "“child[x].w” is no field; an item's is written as unborn[1].expected_date.");
    assert_refused("child[1]", "3",
                   "“child[1]” is no field; an item's is written as unborn[1].expected_date.");
    assert_refused("]child[1.w", "3",
                   "“]child[1.w” is no field; an item's is written as unborn[1].expected_date.");
    assert_refused("child[1].", "3",
                   "“child[1].” is no field; an item's is written as unborn[1].expected_date.");
    assert_refused("area", "moon", "There is no area “moon” here.");
    assert_changes(FACT("area", "wcc"), "fields",
                   "[{'after':'wcc','after_words':'wcc','field':'area','title':'Area'}]");
}

#define TEST(name, yaml) cmocka_unit_test_prestate_setup_teardown(name, begin, end, (void *)(yaml))

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(events_become_possible_and_impossible, whole),
        TEST(what_depends_on_it_follows, whole),
        TEST(several_facts_hold_together, whole),
        TEST(what_cannot_be_so_is_refused, whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* A case is offered to another area and taken over there: what may be, what stands in the way, what becomes
 * of its worker, its tasks and its deadlines, and what is told of all that before. */
#include "support.h"

#include "engine/explain.h"
#include "engine/moving.h"
#include "engine/what_if.h"

static struct bench bench;

static const date closed_days[] = {20468, 20469}; /* 15 and 16 January 2026 */
static const struct text of_lbhf[] = {{"lbhf", 4}};
static const struct calendar office = {.name = {"office", 6}, .known_from = 0, .known_until = 40000};
static const struct calendar office_there = {.name = {"office-lbhf", 11},
                                             .holidays = closed_days,
                                             .count = 2,
                                             .known_from = 0,
                                             .known_until = 40000,
                                             .extends = {"office", 6},
                                             .areas = of_lbhf,
                                             .area_count = 1};
static const struct calendar *const calendars[] = {&office, &office_there};

static const char yaml[] = "calendar: office\n"
                           "roles: {worker: Worker, lead: {title: Lead, includes: [worker]}}\n"
                           "fields: {n: {type: number, default: 0}}\n"
                           "rules:\n"
                           "  eligible: {title: Can be helped, gives: yes/no, default: true}\n"
                           "  pace: {title: Time between looks, gives: duration, default: 10 days}\n"
                           "  broken: {gives: duration, default: 1 day}\n"
                           "events: {open: {}, end: {}, go: {}, deadline.set.overridden: {roles: [lead]}, "
                           "move: {roles: [lead]}, move.accepted: {title: Welcome, roles: "
                           "[lead]}}\n"
                           "states:\n"
                           "  a:\n"
                           "    tasks:\n"
                           "      call: {title: Call, due: 2 days}\n"
                           "      visit: {}\n"
                           "      meet: {title: Meet, optional: true, when: case.area == \"wcc\"}\n"
                           "      greet: {title: Greet, optional: true, when: case.area == \"lbhf\"}\n"
                           "    deadlines:\n"
                           "      look: {title: Look again, due: 10 working days}\n"
                           "      plain: {due: 5 days}\n"
                           "      by_area: {due: \"case.area == \\\"lbhf\\\" and days(84) or months(3)\"}\n"
                           "      set: {due: 10 working days}\n"
                           "    after: {30 days: b}\n"
                           "    on:\n"
                           "      end: stop\n"
                           "      go: {requires: [{rule: eligible}]}\n"
                           "      move.accepted: {actions: [{assign: {n: = data.n + 1}}]}\n"
                           "      move.declined: {actions: [{assign: {n: = data.n + 10}}]}\n"
                           "  b: {}\n"
                           "  stop: {type: final}\n";

static int begin(void **state)
{
    (void)state;
    bench_begin(&bench, yaml);
    bench.areas[0] = (struct area){.name = TEXT("wcc"), .from = DATE_NONE, .until = day("2026-06-30")};
    bench.areas[1] = (struct area){.name = TEXT("lbhf"), .from = DATE_NONE, .until = DATE_NONE};
    bench.areas[2] = (struct area){.name = TEXT("rbkc"), .from = DATE_NONE, .until = day("2025-12-31")};
    bench.world.area_count = 3;
    bench.world.calendars = calendars;
    bench.world.calendar_count = 2;
    bench.fake.answer_area = "wcc";
    must(&bench, "{'event':'open','area':'wcc'}");
    must(&bench, "{'event':'allocate','data':{'worker':'bea'}}");
    must(&bench, "{'event':'task.call.assigned','data':{'worker':'bea'}}");
    must(&bench, "{'event':'task.visit.assigned','data':{'worker':'cy'}}");
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

static void offer(void)
{
    must(&bench, "{'event':'move','actor':'ann','data':{'to':'lbhf','reason':' She lives there. '}}");
}

/* --- the offer ---------------------------------------------------------------------- */

static void an_offer_changes_nothing_but_that_it_stands(void **state)
{
    (void)state;
    offer();
    assert_document(&bench, "moving",
                    "{'to':'lbhf','at':1767603600000,'by':'ann','reason':'She lives there.'}");
    assert_document(&bench, "area", "'wcc'");
    assert_document(&bench, "worker", "'bea'");
    assert_ledger(&bench, "");
    assert_int_equal(bench.plan->changes.count, 1);
    assert_text(moving_to(subject_of(&bench)), "lbhf");
}

static void what_cannot_be_offered_is_said(void **state)
{
    (void)state;
    refuses("{'event':'move','data':{'reason':'x'}}", "form: Say to which area.");
    assert_text(bench.plan->unmet.at[0].field, "to");
    refuses("{'event':'move','data':{'to':'wcc','reason':'x'}}", "form: This case is in “wcc” already.");
    refuses("{'event':'move','data':{'to':'lbhg','reason':'x'}}",
            "form: There is no area “lbhg” here; did you mean “lbhf”?");
    refuses("{'event':'move','data':{'to':'elsewhere','reason':'x'}}",
            "form: There is no area “elsewhere” here.");
    refuses("{'event':'move','data':{'to':'rbkc','reason':'x'}}",
            "form: “rbkc” does not serve cases on this day.");
    refuses("{'event':'move','data':{'to':'lbhf','reason':' '}}", "form: Say why the case moves.");
    assert_text(bench.plan->unmet.at[0].field, "reason");
    refuses("{'event':'move','role':'worker','data':{'to':'lbhf','reason':'x'}}", "role: This is for: Lead.");
    offer();
    refuses(
        "{'event':'move','data':{'to':'rbkc','reason':'x'}}",
        "not-now: This case is offered to “lbhf” already; that is accepted, declined or withdrawn first.");
}

static void without_an_offer_there_is_nothing_to_answer(void **state)
{
    (void)state;
    static const char none[] = "not-now: This case is not offered to another area.";
    refuses("{'event':'move.accepted'}", none);
    refuses("{'event':'move.declined'}", none);
    refuses("{'event':'move.withdrawn'}", none);
}

static void it_can_be_declined_and_withdrawn(void **state)
{
    (void)state;
    offer();
    must(&bench, "{'event':'move.declined','actor':'dee','data':{'reason':'No room.'}}");
    assert_document(&bench, "moving", "nothing");
    assert_document(&bench, "area", "'wcc'");
    assert_document(&bench, "data.n", "10"); /* the workflow hears of it */
    offer();
    must(&bench, "{'event':'move.withdrawn','actor':'ann'}");
    assert_document(&bench, "moving", "nothing");
}

static void closing_ends_an_offer(void **state)
{
    (void)state;
    offer();
    must(&bench, "{'event':'end'}");
    assert_document(&bench, "moving", "nothing");
    refuses("{'event':'move','data':{'to':'lbhf','reason':'x'}}", "closed: This case is closed.");
    must(&bench, "{'event':'reopen'}");
    refuses("{'event':'move.accepted'}", "not-now: This case is not offered to another area.");
}

/* --- taking over ----------------------------------------------------------------------- */

static void who_takes_over_has_another_case_worker_and_other_rules(void **state)
{
    (void)state;
    offer();
    must(&bench, "{'event':'deadline.set.overridden','data':{'due':'2026-01-20','reason':'x'}}");
    bench.now = at("2026-01-08T09:00Z"); /* the beginnings stay, so what is due follows from the 5th */
    (void)until(&bench, "2026-01-08T09:00Z");
    must(&bench, "{'event':'move.accepted','actor':'dee','data':{'worker':'eve'}}");
    assert_document(&bench, "area", "'lbhf'");
    assert_document(&bench, "worker", "'eve'");
    assert_document(&bench, "moving", "nothing");
    assert_document(&bench, "tasks.call.worker", "nothing"); /* bea does not work here */
    assert_document(&bench, "tasks.visit.worker", "'cy'");
    assert_document(&bench, "data.n", "1");
    assert_ledger(&bench, "look moved 2026-01-19→2026-01-21 | by_area moved 2026-04-05→2026-03-30");
    assert_text(bench.plan->ledger.at[0].because, "move.accepted");
    assert_text(bench.plan->ledger.at[0].fact, "area");
    assert_document(&bench, "deadlines.look.from", "1767603600000");
    assert_document(&bench, "timers",
                    "[{'due':1770195600000,'kind':'after','name':'after.a.1','order':1,'state':'a'}]");
}

static void nobody_takes_over_alone(void **state)
{
    (void)state;
    offer();
    refuses("{'event':'move.accepted','actor':'ann'}",
            "role: You offered this case; somebody else, of “lbhf”, takes it over.");
    refuses("{'event':'move.accepted','actor':'dee','data':{'worker':7}}",
            "form: Say to which worker, or leave it out.");
    must(&bench, "{'event':'move.accepted','actor':'dee'}");
    assert_document(&bench, "worker", "nothing");
}

static void an_area_that_has_left_takes_nothing_over_but_can_be_left(void **state)
{
    (void)state;
    must(&bench, "{'event':'move','actor':'ann','data':{'to':'lbhf','reason':'x'}}");
    bench.areas[1].until = day("2026-01-31");
    (void)until(&bench, "2026-02-10T09:00Z");
    refuses("{'event':'move.accepted','actor':'dee'}",
            "not-now: “lbhf” does not serve cases any more; take the offer back, and offer the case "
            "elsewhere.");
    must(&bench, "{'event':'move.withdrawn'}");
    bench.areas[1].until = DATE_NONE;
    (void)until(&bench, "2026-07-15T09:00Z"); /* wcc left with June: its cases can be moved on */
    offer();
    must(&bench, "{'event':'move.accepted','actor':'dee'}");
    assert_document(&bench, "area", "'lbhf'");
}

/* --- what would be ----------------------------------------------------------------------- */

static const char would[] =
    "{'to':'lbhf','deadlines':["
    "{'deadline':'look','title':'Look again','change':'moved','before':'2026-01-19','after':'2026-01-21',"
    "'because':'move.accepted'},"
    "{'deadline':'by_area','title':'by_area','change':'moved','before':'2026-04-05','after':'2026-03-30','"
    "because':"
    "'move.accepted'},"
    "{'deadline':'set','title':'set','change':'moved','before':'2026-01-19','after':'2026-01-21','because':"
    "'move.accepted'}],"
    "'tasks':[{'task':'call','title':'Call','change':'assigned','due':'2026-01-07'},"
    "{'task':'meet','title':'Meet','change':'withheld'},{'task':'greet','title':'Greet','change':'offered'}],"
    "'rules':[{'rule':'eligible','title':'Can be helped','before':true,'after':false,'why':'Lives "
    "outside.'},"
    "{'rule':'pace','title':'Time between looks','before':'P10D','before_words':'10 days',"
    "'after':'P11D','after_words':'11 days'}],"
    "'events':[{'event':'go','title':'go','change':'impossible','met':[],'unmet':[{'code':'rule','text':'"
    "Lives "
    "outside.'}]}]}";

static const struct explained *explained_of(const struct explanation *explanation, const char *event)
{
    vector_each(const struct explained, one, &explanation->events)
    {
        if (text_is(one->event, event)) {
            return one;
        }
    }
    return NULL;
}

static void what_is_gained_and_lost_is_told_before(void **state)
{
    (void)state;
    bench.fake.answer.sentence = TEXT("Lives outside.");
    bench.fake.longer_area = "lbhf";
    offer();
    assert_notes(&bench, "would", would);
    struct json answer = plan_answer(&bench.arena, bench.plan);
    assert_json(&bench, *json_member_of(&answer, "would"), would);
    struct explain_request request = {.actor = TEXT("dee"), .roles = ~(role_set)0, .now = bench.now};
    struct explanation *explanation =
        explain_build(&bench.arena, &bench.world, subject_of(&bench), &request, &bench.rules);
    const struct explained *accepted = explained_of(explanation, "move.accepted");
    assert_non_null(accepted);
    assert_int_equal(accepted->outcome, OUTCOME_DONE);
    assert_text(accepted->title, "Welcome");
    assert_json(&bench, accepted->would, would);
    assert_text(explained_of(explanation, "move.declined")->title, "Do not take the case over");
    assert_int_equal(explained_of(explanation, "move")->outcome, OUTCOME_REFUSED);
    /* What was said comes to be. */
    must(&bench, "{'event':'move.accepted','actor':'dee'}");
    assert_ledger(&bench,
                  "look moved 2026-01-19→2026-01-21 | by_area moved 2026-04-05→2026-03-30 | set moved "
                  "2026-01-19→2026-01-21");
    refuses("{'event':'go'}", "rule: Lives outside.");
}

static void without_an_offer_no_answer_is_explained(void **state)
{
    (void)state;
    struct explain_request request = {.actor = TEXT("dee"), .roles = ~(role_set)0, .now = bench.now};
    struct explanation *explanation =
        explain_build(&bench.arena, &bench.world, subject_of(&bench), &request, &bench.rules);
    assert_null(explained_of(explanation, "move.accepted"));
    assert_null(explained_of(explanation, "move.withdrawn"));
    assert_int_equal(explained_of(explanation, "move")->outcome, OUTCOME_DONE);
    assert_int_equal(explained_of(explanation, "move")->would.type, JSON_NULL);
}

static void what_the_workflow_would_refuse_is_told_too(void **state)
{
    (void)state;
    bench_end(&bench);
    bench_begin(&bench, "events: {open: {}}\ninitial: a\nstates: {a: {on: {move.accepted: {requires: [{if: "
                        "false, else: Not here.}]}}}}\n");
    bench.areas[0] = (struct area){.name = TEXT("wcc"), .from = DATE_NONE, .until = DATE_NONE};
    bench.areas[1] = (struct area){.name = TEXT("lbhf"), .from = DATE_NONE, .until = DATE_NONE};
    bench.world.area_count = 2;
    must(&bench, "{'event':'open','area':'wcc'}");
    offer();
    assert_notes(&bench, "would", "{'to':'lbhf','unmet':[{'code':'requires','text':'Not here.'}]}");
    refuses("{'event':'move.accepted','actor':'dee'}", "requires: Not here.");
}

static void supposing_another_area_counts_by_its_calendar(void **state)
{
    (void)state;
    struct explain_request request = {.actor = TEXT("dee"), .roles = ~(role_set)0, .now = bench.now};
    struct fact fact = {TEXT("area"), TEXT("lbhf")};
    struct what_if *what =
        what_if_build(&bench.arena, &bench.world, subject_of(&bench), &request, &fact, 1, &bench.rules);
    assert_int_equal(what->refused.count, 0);
    const struct json *deadlines = json_member_of(&what->changes, "deadlines");
    assert_int_equal(deadlines->count, 3);
    assert_text(json_get_text(&deadlines->elements[0], "after"), "2026-01-21");
}

static void a_damaged_offer_is_told(void **state)
{
    (void)state;
    static const char *const damaged[] = {"{'opened':1,'moving':[]}", "{'opened':1,'moving':{'to':'x'}}",
                                          "{'opened':1,'moving':{'at':5}}"};
    for (size_t i = 0; i < sizeof damaged / sizeof *damaged; i++) {
        struct json document = json_of(&bench.arena, damaged[i]);
        struct subject subject;
        struct error error;
        assert_int_equal(subject_read(&bench.arena, bench.definition, &document, &subject, &error),
                         STATUS_CORRUPT);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_offer_changes_nothing_but_that_it_stands),
        TEST(what_cannot_be_offered_is_said),
        TEST(without_an_offer_there_is_nothing_to_answer),
        TEST(it_can_be_declined_and_withdrawn),
        TEST(closing_ends_an_offer),
        TEST(who_takes_over_has_another_case_worker_and_other_rules),
        TEST(nobody_takes_over_alone),
        TEST(an_area_that_has_left_takes_nothing_over_but_can_be_left),
        TEST(what_is_gained_and_lost_is_told_before),
        TEST(without_an_offer_no_answer_is_explained),
        TEST(what_the_workflow_would_refuse_is_told_too),
        TEST(supposing_another_area_counts_by_its_calendar),
        TEST(a_damaged_offer_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

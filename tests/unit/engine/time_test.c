/* Timers, and what time alone brings: in which order, as whom, and that it never fails for ever. It is
 * Monday, 5 January 2026, 09:00 when the case opens. */
#include "support.h"

static struct bench bench;

static int begin(void **state)
{
    bench_begin(&bench, *state);
    opens(&bench, NULL);
    return 0;
}

static int end(void **state)
{
    (void)state;
    bench_end(&bench);
    return 0;
}

static const char waiting[] = "fields: {d: {type: date}, log: {type: text}}\n"
                              "rules: {pause: {gives: duration, default: 2 days}}\n"
                              "events: {open: {}, set: {}, go: {}, ping: {}, stop: {}, long: {}}\n"
                              "initial: s\n"
                              "states:\n"
                              "  s:\n"
                              "    on: {go: t, set: {actions: [{assign: {d: 2026-01-08}}]}, ping: {actions: "
                              "[{log: ((event.data.n))}]},\n"
                              "         stop: {actions: [{cancel: mine}]}}\n"
                              "    entry:\n"
                              "      - {send: ping, in: 3 days, id: mine, data: {n: 1}}\n"
                              "      - {send: ping, in: 3 days, id: mine, data: {n: 2}}\n"
                              "      - {send: ping, in: = data.d, id: never}\n"
                              "      - {send: ping, in: = date(\"2026-01-20\"), data: {n: 3}}\n"
                              "    after:\n"
                              "      = rules.pause(): {actions: [{log: paused}]}\n"
                              "      = data.d + days(1): {actions: [{log: on the day}]}\n"
                              "      1 month: t\n"
                              "  t: {after: {P1D: s}}\n";

static void timers_run_from_when_their_state_is_entered(void **state)
{
    (void)state;
    assert_document(
        &bench, "timers",
        "[{'data':{'n':1},'due':1767862800000,'id':'mine','kind':'send','name':'ping','order':1,'state':'s'},"
        "{'data':{'n':2},'due':1767862800000,'id':'mine','kind':'send','name':'ping','order':2,'state':'s'},"
        "{'data':{'n':3},'due':1768867200000,'kind':'send','name':'ping','order':3,'state':'s'},"
        "{'due':1767776400000,'kind':'after','name':'after.s.1','order':4,'state':'s'},"
        "{'due':1770282000000,'kind':'after','name':'after.s.3','order':5,'state':'s'}]");
    assert_instant(subject_next_due(subject_of(&bench)), "2026-01-07T09:00:00Z");
}

static void they_come_when_they_are_due(void **state)
{
    (void)state;
    bench.now = at("2026-01-12T15:00Z"); /* late */
    struct plan *plan = next_in_time(&bench);
    assert_text(plan->event, "after.s.1");
    assert_instant(plan->happened, "2026-01-07T09:00:00Z");
    assert_instant(plan->recorded, "2026-01-12T15:00:00Z");
    assert_notes(&bench, "log", "['paused']");
    next_in_time(&bench); /* of two at once the one that was started first */
    assert_notes(&bench, "log", "['1']");
    next_in_time(&bench);
    assert_notes(&bench, "log", "['2']");
    assert_instant(subject_next_due(subject_of(&bench)), "2026-01-20T00:00:00Z");
    assert_int_equal(until(&bench, "2026-02-05T08:59Z"), 1);
    assert_int_equal(until(&bench, "2026-02-05T09:00Z"), 1);
    assert_in(&bench, "t");
}

static void leaving_a_state_stops_its_timers_but_not_what_was_sent(void **state)
{
    (void)state;
    bench.now = at("2026-01-06T09:00Z");
    must(&bench, "{'event':'go'}");
    assert_int_equal(subject_of(&bench)->timers.count, 4);
    assert_int_equal(until(&bench, "2026-01-07T09:00Z"), 1);
    assert_in(&bench, "s");
    assert_instant(subject_of(&bench)->configuration.at[0].entered, "2026-01-07T09:00:00Z");
}

static void cancelling_takes_all_of_an_id(void **state)
{
    (void)state;
    must(&bench, "{'event':'stop'}");
    assert_int_equal(subject_of(&bench)->timers.count, 3);
    until(&bench, "2026-01-19T09:00Z");
    assert_notes(&bench, "log", "['paused']");
}

static const char sending[] =
    "fields: {log: {type: text, default: x}}\n"
    "states:\n"
    "  s:\n"
    "    on:\n"
    "      go: {actions: [{send: late}, {raise: soon}, {assign: {log: went}}]}\n"
    "      soon: {guard: data.log == \"went\", actions: [{assign: {log: soon}}]}\n"
    "      late: {guard: data.log == \"soon\", actions: [{assign: {log: late}}]}\n"
    "      far: {actions: [{send: go, in: 100000 days}, {send: go, in: 100000 days}]}\n"
    "      over: {actions: [{send: go, in: 366000 days}, {send: go, in: 366000 days}]}\n";

static void what_is_sent_at_once_comes_after_what_is_raised(void **state)
{
    (void)state;
    must(&bench, "{'event':'go'}");
    assert_document(&bench, "data.log", "'late'");
    assert_document(&bench, "timers", "nothing");
}

static void a_timer_beyond_the_years_fails_the_event(void **state)
{
    (void)state;
    must(&bench, "{'event':'far'}");
    bench.now = at("9998-01-01T00:00Z");
    until(&bench, "9998-01-01T00:00Z");
    assert_int_equal(does(&bench, "{'event':'over'}"), OUTCOME_FAILED);
    assert_string_equal(bench.plan->failure.message, "go would come after the year 9999");
}

static const char many[] =
    "states:\n"
    "  s:\n"
    "    on: {go: {actions: [{send: ping, in: 1 day}, {send: ping, in: 1 day}, {raise: go, data: "
    "{x: 1}}]}, ping: {}}\n";

static void there_are_so_many_timers(void **state)
{
    (void)state;
    assert_int_equal(does(&bench, "{'event':'go'}"), OUTCOME_FAILED);
    assert_string_equal(bench.plan->failure.message,
                        "more than 1000 timers would run, the last of them ping");
}

/* --- as whom, and what comes of it ---------------------------------------------------------- */

static const char failing[] = "roles: {lead: Lead}\n"
                              "rules: {endless: {gives: yes/no, default: true}}\n"
                              "messages: {hello: {to: lead, text: Hello}}\n"
                              "states:\n"
                              "  s:\n"
                              "    deadlines: {x: {due: 1 day}}\n"
                              "    after: {P1D: {actions: [{notify: hello}, {raise: round}]}}\n"
                              "    on:\n"
                              "      round: {actions: [{raise: round}]}\n"
                              "      deadline.x.overdue: {roles: [lead], target: t}\n"
                              "  t: {}\n";

/* A timer whose plan fails passes without effect, and does not come again. */
static void a_timer_that_fails_passes_without_effect(void **state)
{
    (void)state;
    bench.now = at("2026-01-06T09:00Z");
    struct plan *plan = next_in_time(&bench);
    assert_int_equal(plan->outcome, OUTCOME_DONE);
    assert_text(plan->event, "after.s.1");
    assert_int_equal(plan->messages.count, 0);
    assert_notes(
        &bench, "failed",
        "['the workflow goes round for ever: after 1000 steps the transition of s on line 10 is still "
        "taken']");
    assert_notes(&bench, "transitions", "nothing"); /* none of them was taken after all */
    assert_document(&bench, "timers", "nothing");
    assert_instant(subject_next_due(subject_of(&bench)), "2026-01-07T00:00:00Z");
}

/* Time acts as `system`, which has no role: a transition for a role is not taken, and the entry says so. */
static void time_cannot_be_refused(void **state)
{
    (void)state;
    until(&bench, "2026-01-06T09:00Z");
    assert_int_equal(until(&bench, "2026-01-07T00:00Z"), 1);
    assert_in(&bench, "s");
    assert_notes(&bench, "dropped", "['This is for: Lead.']");
    assert_document(&bench, "deadlines.x.status", "'overdue'");
}

static const char stuck[] = "fields: {n: {type: number}}\n"
                            "states:\n"
                            "  s:\n"
                            "    after: {P1D: {guard: rules.endless(), target: t}, P2D: u}\n"
                            "  t: {}\n"
                            "  u: {tasks: {call: {due: nil + 1}}}\n"
                            "rules: {endless: {gives: yes/no, default: true}}\n";

/* A budget that is spent, and a formula that fails after the step: both leave the timer behind. */
static void a_rule_that_is_cut_off_leaves_it_behind(void **state)
{
    (void)state;
    bench.now = at("2026-01-08T09:00Z");
    next_in_time(&bench);
    assert_notes(&bench, "failed", "['plugins/x/init.lua:1: cut off']");
    next_in_time(&bench);
    assert_notes(&bench, "failed", "['attempt to perform arithmetic on a nil value']");
    assert_in(&bench, "s");
    assert_true(subject_next_due(subject_of(&bench)) == INSTANT_NONE);
}

/* --- strands --------------------------------------------------------------------------------- */

static const char strands[] = "fields: {child: {type: list, of: {born: date}}}\n"
                              "forms: {f: {fields: [child]}}\n"
                              "events: {open: {}, more: {form: f}, grown: {}, ping: {}}\n"
                              "states:\n"
                              "  s:\n"
                              "    on: {more: {}}\n"
                              "    each: child\n"
                              "    states:\n"
                              "      young:\n"
                              "        entry: [{send: ping, in: 5 days}]\n"
                              "        after: {= item.born + months(1): old}\n"
                              "        on: {grown: old, ping: {actions: [{assign: {born: 2026-01-01}}]}}\n"
                              "      old: {type: final}\n";

static void a_strands_timer_is_its_own(void **state)
{
    (void)state;
    must(&bench, "{'event':'more','data':{'child':[{'born':'2025-12-10'},{'born':'2025-12-20'},{}]}}");
    assert_in(&bench, "s[1].young s[2].young s[3].young");
    assert_int_equal(until(&bench, "2026-01-10T00:00Z"), 1);
    assert_in(&bench, "s[1].old s[2].young s[3].young");
    must(&bench, "{'event':'grown','of':'child/2'}");
    assert_int_equal(until(&bench, "2026-01-10T09:00Z"),
                     3); /* what each has sent; nobody is left of two to hear it */
    assert_document(
        &bench, "data.child",
        "[{'born':'2025-12-10','id':1},{'born':'2025-12-20','id':2},{'born':'2026-01-01','id':3}]");
    assert_true(subject_next_due(subject_of(&bench)) == INSTANT_NONE);
}

static const char closing[] = "states:\n"
                              "  s:\n"
                              "    tasks: {call: {due: 1 day, repeat: 1 week}}\n"
                              "    deadlines: {x: {due: 1 day}}\n"
                              "    entry: [{send: ping, in: 1 day}]\n"
                              "    on: {end: stop, ping: {}}\n"
                              "    after: {P1D: stop}\n"
                              "  stop: {type: final}\n"
                              "deadlines: {y: {due: 1 year}}\n"
                              "tasks: {z: {}}\n";

static void a_closed_case_has_no_time(void **state)
{
    (void)state;
    must(&bench, "{'event':'end'}");
    assert_true(subject_of(&bench)->closed == bench.now);
    assert_true(subject_next_due(subject_of(&bench)) == INSTANT_NONE);
    assert_document(&bench, "timers", "nothing");
    assert_document(&bench, "deadlines", "nothing");
    assert_document(&bench, "tasks", "nothing");
    assert_in(&bench, "stop");
    assert_int_equal(does(&bench, "{'event':'end'}"), OUTCOME_REFUSED);
    assert_unmet(&bench, "closed: This case is closed.");
    must(&bench, "{'event':'note','data':{'text':'after all'}}");
}

#define TEST(name, yaml) cmocka_unit_test_prestate_setup_teardown(name, begin, end, (void *)(yaml))

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(timers_run_from_when_their_state_is_entered, waiting),
        TEST(they_come_when_they_are_due, waiting),
        TEST(leaving_a_state_stops_its_timers_but_not_what_was_sent, waiting),
        TEST(cancelling_takes_all_of_an_id, waiting),
        TEST(what_is_sent_at_once_comes_after_what_is_raised, sending),
        TEST(a_timer_beyond_the_years_fails_the_event, sending),
        TEST(there_are_so_many_timers, many),
        TEST(a_timer_that_fails_passes_without_effect, failing),
        TEST(time_cannot_be_refused, failing),
        TEST(a_rule_that_is_cut_off_leaves_it_behind, stuck),
        TEST(a_strands_timer_is_its_own, strands),
        TEST(a_closed_case_has_no_time, closing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* When what cannot be done now can be: by time alone, on the case as it stands, and as its own timers leave
 * it. */
#include "support.h"

#include "engine/explain.h"

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

static const struct explained *explained(const char *event)
{
    struct subject *subject = subject_of(&bench);
    struct json before = subject_write(&bench.arena, subject);
    struct explain_request request = {.actor = TEXT("ann"), .roles = ~(role_set)0, .now = bench.now};
    struct explanation *explanation =
        explain_build(&bench.arena, &bench.world, subject, &request, &bench.rules);
    assert_string_equal(written(&bench, subject_write(&bench.arena, subject)), written(&bench, before));
    assert_int_equal(bench.fake.begun, bench.fake.ended);
    vector_each(const struct explained, one, &explanation->events)
    {
        if (text_is(one->event, event)) {
            return one;
        }
    }
    fail_msg("%s is not explained", event);
    return NULL;
}

static void add_when(struct buffer *out, struct moment when)
{
    char text[MOMENT_TEXT_SIZE];
    buffer_string(out, when.kind == MOMENT_NONE ? "never" : moment_write(when, text));
}

/* "WHEN: CODE WHEN, CODE WHEN": of the event, then of each thing unmet. */
static void assert_when(const char *event, const char *expected)
{
    const struct explained *one = explained(event);
    struct buffer out;
    buffer_init(&out, &bench.arena);
    add_when(&out, one->when);
    vector_each(const struct unmet, unmet, &one->unmet)
    {
        buffer_printf(&out, "%s%s ", unmet == one->unmet.at ? ": " : ", ", unmet->code);
        add_when(&out, unmet->when);
    }
    assert_text(buffer_result(&out), expected);
}

/* The same of a command that is refused. */
static void assert_refused_until(const char *command, const char *expected)
{
    struct buffer out;
    buffer_init(&out, &bench.arena);
    assert_int_equal(does(&bench, command), OUTCOME_REFUSED);
    vector_each(const struct unmet, unmet, &bench.plan->unmet)
    {
        buffer_printf(&out, "%s%s ", unmet == bench.plan->unmet.at ? "" : ", ", unmet->code);
        add_when(&out, unmet->when);
    }
    assert_text(buffer_result(&out), expected);
}

static const char conditions[] =
    "roles: {worker: Worker, lead: Lead}\n"
    "fields:\n"
    "  n: {type: number, default: 1}\n"
    "  d: date\n"
    "  ripe: {type: yes/no, value: = today > date(\"2026-02-01\")}\n"
    "rules: {fine: {gives: yes/no}, broken: {gives: yes/no}, endless: {gives: yes/no}}\n"
    "forms: {f: {fields: [d]}}\n"
    "events: {open: {}, day: {}, hour: {}, far: {}, last: {}, both: {}, half: {}, computed: {}, rule: {},\n"
    "         asks: {}, endless: {}, fixed: {}, guarded: {}, filled: {form: f}, task: {}}\n"
    "initial: a\n"
    "states:\n"
    "  a:\n"
    "    on:\n"
    "      day: {requires: [{if: today > date(\"2026-02-01\"), else: Too early.}]}\n"
    "      hour: {requires: [{if: now - hours(10) > date(\"2026-01-07\"), else: Too early.}]}\n"
    "      far: {requires: [{if: today > date(\"2028-03-15\"), else: Too early.}]}\n"
    "      last: {requires: [{if: today > date(\"2028-03-14\"), else: Too early.}]}\n"
    "      both:\n"
    "        requires:\n"
    "          - {if: today > date(\"2026-02-01\"), else: Too early.}\n"
    "          - {if: today > date(\"2026-03-01\"), else: Much too early.}\n"
    "      half:\n"
    "        requires:\n"
    "          - {if: today > date(\"2026-02-01\"), else: Too early.}\n"
    "          - {if: data.n > 1, else: Too few.}\n"
    "      computed: {requires: [{if: data.ripe, else: Not ripe.}]}\n"
    "      rule: {requires: [{rule: fine}]}\n"
    "      endless: {requires: [{rule: endless}]}\n"
    "      fixed: {requires: [{if: data.n > 1, else: Too few.}]}\n"
    "      guarded: {guard: today > date(\"2026-02-01\")}\n"
    "      filled: {requires: [{if: today > data.d, else: Before the day.}]}\n"
    "      task: {target: b, requires: [{if: today > date(\"2026-02-01\"), else: Too early.}]}\n"
    "    tasks: {sign: {required: true}}\n"
    "  b: {}\n";

static void a_condition_holds_from_a_day_on(void **state)
{
    (void)state;
    opens(&bench, NULL);
    assert_when("day", "2026-02-02: requires 2026-02-02");
    assert_when("both", "2026-03-02: requires 2026-02-02, requires 2026-03-02");
    assert_when("half", "never: requires 2026-02-02, requires never");
    assert_when("computed", "2026-02-02: requires 2026-02-02");
    assert_when("fixed", "never: requires never");
    assert_when("guarded", "2026-02-02: guard 2026-02-02");
    assert_when("task", "never: requires 2026-02-02, task never"); /* a person must do the task */
}

static void one_that_reads_the_clock_holds_from_a_minute_on(void **state)
{
    (void)state;
    opens(&bench, NULL);
    assert_when("hour", "2026-01-07T10:01:00Z: requires 2026-01-07T10:01:00Z");
}

static void nobody_looks_beyond_the_horizon(void **state)
{
    (void)state;
    opens(&bench, NULL);
    assert_when("last", "2028-03-15: requires 2028-03-15"); /* 800 days on */
    assert_when("far", "never: requires never");
}

static void a_plugin_is_asked_about_each_day(void **state)
{
    (void)state;
    opens(&bench, NULL);
    bench.fake.answer = (struct rule_answer){.plugin = TEXT("x"), .sentence = TEXT("Not yet.")};
    bench.fake.answer_from = at("2026-04-05T14:30:30Z");
    assert_when("rule", "2026-04-05T14:31:00Z: rule 2026-04-05T14:31:00Z");
    assert_when("endless", "never");
    bench.fake.answer_from = 0;
    assert_when("rule", "never: rule never");
}

/* The workflow's own answer is the same every day. */
static void a_default_is_asked_once_more(void **state)
{
    (void)state;
    opens(&bench, NULL);
    size_t asked = bench.fake.asked;
    bench.fake.answer = (struct rule_answer){.sentence = TEXT("No.")};
    assert_refused_until("{'event':'rule'}", "rule never");
    assert_int_equal(bench.fake.asked,
                     asked + 6); /* now, once ahead, and what is shown; the bench plans twice */
}

static void a_refusal_says_when_too(void **state)
{
    (void)state;
    opens(&bench, NULL);
    assert_refused_until("{'event':'both'}", "requires 2026-02-02, requires 2026-03-02");
    assert_refused_until("{'event':'guarded'}", "guard 2026-02-02");
    assert_refused_until("{'event':'filled','data':{'d':'2026-05-04'}}", "requires 2026-05-05");
    assert_document(&bench, "data", "{\"n\":1}");
    assert_int_equal(bench.fake.begun, bench.fake.ended);
}

static void what_is_accepted_is_asked_nothing_more(void **state)
{
    (void)state;
    opens(&bench, NULL);
    size_t begun = bench.fake.begun, asked = bench.fake.asked;
    must(&bench, "{'event':'filled','data':{'d':'2025-05-04'}}");
    assert_int_equal(bench.fake.begun, begun + 2); /* the bench plans twice */
    assert_int_equal(bench.fake.asked, asked + 4); /* the requirement, and the computed field that is shown */
}

/* --- time that moves the case ------------------------------------------------------------- */

static const char timers[] =
    "events: {open: {}, go: {}, here: {}, soon: {}, later: {}, due: {}, tick: {}, stay: {}}\n"
    "initial: s\n"
    "states:\n"
    "  s:\n"
    "    initial: a\n"
    "    states:\n"
    "      a:\n"
    "        after: {5 days: b}\n"
    "        deadlines: {visit: {due: 3 days}}\n"
    "        on:\n"
    "          here: {requires: [{if: today > date(\"2026-03-01\"), else: Too early.}]}\n"
    "          soon: {requires: [{if: today > date(\"2026-01-06\"), else: Too early.}]}\n"
    "          due: {guard: In(\"s.z\")}\n"
    "          deadline.visit.overdue: {actions: [{send: {event: tick, in: 1 hours}}]}\n"
    "          tick: {target: z}\n"
    "      b: {on: {go: z}, after: {2 days: c}}\n"
    "      c: {on: {later: z}}\n"
    "      z: {on: {stay: {}, due: {}}}\n";

static void a_timer_leads_there(void **state)
{
    (void)state;
    opens(&bench, NULL);
    /* overdue at the end of the third day, an hour later a tick, and there is `stay` */
    assert_when("stay", "2026-01-09T01:00:00Z: not-now 2026-01-09T01:00:00Z");
    assert_when("due", "2026-01-09T01:00:00Z: guard 2026-01-09T01:00:00Z");
    assert_refused_until("{'event':'stay'}", "not-now 2026-01-09T01:00:00Z");
    /* and then the case is not in `a` any more, whatever the day */
    assert_when("here", "never: requires 2026-03-02");
    assert_when("soon", "2026-01-07: requires 2026-01-07");
    assert_when("go", "never: not-now never");
    assert_when("tick", "never");
}

/* At one moment a timer leads there and the next away again. */
static const char passage[] = "events: {open: {}, go: {}, late: {}}\n"
                              "initial: a\n"
                              "states:\n"
                              "  a: {after: {5 days: b}, tasks: {t: {required: true}}, on: {late: c}}\n"
                              "  b: {after: {0 hours: c}, on: {go: a}}\n"
                              "  c: {on: {late: a}}\n";

static void what_passes_within_a_moment_is_nothing(void **state)
{
    (void)state;
    opens(&bench, NULL);
    assert_when("go", "never: not-now never");
    assert_when("late", "never: task never"); /* a timer does not go over a required task either */
    must(&bench, "{'event':'task.t.done'}");
    assert_when("go", "never: not-now never");
    assert_when("late", "never");
}

static const char many[] = "events: {open: {}, go: {}}\n"
                           "initial: a\n"
                           "states:\n"
                           "  a:\n"
                           "    on:\n"
                           "      go:\n"
                           "        requires:\n"
                           "          - {if: today > date(\"2126-02-01\"), else: One.}\n"
                           "          - {if: today > date(\"2126-02-01\"), else: Two.}\n"
                           "          - {if: today > date(\"2126-02-01\"), else: Three.}\n"
                           "          - {if: today > date(\"2026-02-01\"), else: Four.}\n";

static void questions_are_counted(void **state)
{
    (void)state;
    opens(&bench, NULL);
    size_t asked = bench.fake.asked;
    assert_refused_until("{'event':'go'}", "requires never, requires never, requires never, requires never");
    assert_int_equal(bench.fake.asked, asked + 2 * (4 + EXPLAIN_REFUSAL_LIMIT));
    assert_when("go", "never: requires never, requires never, requires never, requires 2026-02-02");
}

static const char chain[] = "events: {open: {}, go: {}, later: {}}\n"
                            "initial: a\n"
                            "states:\n"
                            "  a: {after: {5 days: b}}\n"
                            "  b: {after: {20 days: c}}\n"
                            "  c: {after: {900 days: d}, on: {go: a}}\n"
                            "  d: {on: {later: a}}\n";

static void timers_follow_one_another_up_to_the_horizon(void **state)
{
    (void)state;
    opens(&bench, NULL);
    assert_when("go", "2026-01-30T09:00:00Z: not-now 2026-01-30T09:00:00Z");
    assert_when("later", "never: not-now never");
}

static const char loop[] = "events: {open: {}, never: {}}\n"
                           "initial: a\n"
                           "states:\n"
                           "  a: {after: {1 hours: b}}\n"
                           "  b: {after: {1 hours: a}}\n"
                           "  c: {on: {never: a}}\n";

static void timers_that_never_end_are_left(void **state)
{
    (void)state;
    opens(&bench, NULL);
    assert_when("never", "never: not-now never");
    assert_in_range(bench.fake.begun, 0, 3 * EXPLAIN_TIMER_STEPS);
    size_t begun = bench.fake.begun;
    assert_refused_until("{'event':'never'}", "not-now never");
    assert_in_range(bench.fake.begun, begun, begun + 2 * (2 * EXPLAIN_REFUSAL_STEPS + 4));
}

#define TEST(name, yaml) cmocka_unit_test_prestate_setup_teardown(name, begin, end, (void *)(yaml))

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_condition_holds_from_a_day_on, conditions),
        TEST(one_that_reads_the_clock_holds_from_a_minute_on, conditions),
        TEST(nobody_looks_beyond_the_horizon, conditions),
        TEST(a_plugin_is_asked_about_each_day, conditions),
        TEST(a_default_is_asked_once_more, conditions),
        TEST(a_refusal_says_when_too, conditions),
        TEST(what_is_accepted_is_asked_nothing_more, conditions),
        TEST(a_timer_leads_there, timers),
        TEST(what_passes_within_a_moment_is_nothing, passage),
        TEST(questions_are_counted, many),
        TEST(timers_follow_one_another_up_to_the_horizon, chain),
        TEST(timers_that_never_end_are_left, loop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

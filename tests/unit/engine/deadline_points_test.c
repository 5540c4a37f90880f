/* Points of deadlines: what is overdue from the start, prompts on working days, the fact that moved one, and
 * who may override it. It is Monday, 5 January 2026, 09:00 when the case opens. */
#include "support.h"

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

/* Many dates that have passed already are one alert, and not one for each. */
static void what_is_overdue_from_the_start_alerts_once(void **state)
{
    (void)state;
    opens(&bench, "{'d':'2025-12-01'}");
    assert_document(&bench, "deadlines.a.status", "'late'");
    assert_document(&bench, "deadlines.b.status", "'overdue'");
    assert_document(&bench, "deadlines.c.status", "'overdue'");
    assert_int_equal(bench.plan->messages.count, 1);
    assert_text(bench.plan->messages.at[0].text, "Please look now.");
}

static const char alerting[] = "roles: {lead: Lead}\n"
                               "fields: {d: {type: date}}\n"
                               "messages: {alert: {to: lead, urgent: true, text: Please look now.}}\n"
                               "states:\n"
                               "  s:\n"
                               "    deadlines:\n"
                               "      a: {due: data.d + days(1), late: 2 days}\n"
                               "      b: {due: data.d + days(2)}\n"
                               "      c: {due: data.d + days(3)}\n"
                               "    on: {deadline.*: {actions: [{notify: alert}]}}\n";

/* A date that falls on a free day stands; what prompts for it comes on the working day before. */
static void a_free_day_is_prompted_for_before(void **state)
{
    (void)state;
    opens(&bench, "{'d':'2026-01-11'}"); /* a Sunday */
    assert_document(&bench, "deadlines.plain.due", "'2026-01-11'");
    assert_document(&bench, "deadlines.plain.warn_at", "nothing");
    assert_document(&bench, "deadlines.warned.warn_at", "1767916800000"); /* Friday the 9th */
    assert_document(&bench, "deadlines.hours.warn_at",
                    "1768060800000"); /* 16:00 on the 10th, as it is said */
    const struct subject *subject = subject_of(&bench);
    assert_true(deadline_act_by(&bench.world, subject, &subject->deadlines.at[0]) == day("2026-01-09"));
    assert_int_equal(until(&bench, "2026-01-09T00:00Z"), 1);
    assert_document(&bench, "deadlines.warned.status", "'warned'");
    until(&bench, "2026-01-12T00:00Z");
    assert_document(&bench, "deadlines.plain.status", "'overdue'");
}

static const char prompting[] = "fields: {d: {type: date}}\n"
                                "states:\n"
                                "  s:\n"
                                "    deadlines:\n"
                                "      plain: {due: data.d}\n"
                                "      warned: {due: data.d, warn: 1 day}\n"
                                "      hours: {due: data.d, warn: 8 hours}\n";

/* Where a rule gives nothing there is no such point; another area may give one, while the date stays. */
static void another_area_has_points_of_its_own(void **state)
{
    (void)state;
    bench.areas[0] = (struct area){.name = TEXT("one"), .from = DATE_NONE, .until = DATE_NONE};
    bench.areas[1] = (struct area){.name = TEXT("two"), .from = DATE_NONE, .until = DATE_NONE};
    bench.world.area_count = 2;
    must(&bench, "{'event':'open','area':'one','data':{'d':'2026-01-13'}}");
    assert_document(&bench, "deadlines.x.warn_at", "nothing");
    assert_document(&bench, "deadlines.x.late_at", "nothing");
    must(&bench, "{'event':'move','actor':'ann','data':{'to':'two','reason':'x'}}");
    must(&bench, "{'event':'move.accepted','actor':'bea'}");
    assert_document(&bench, "deadlines.x.due", "'2026-01-13'");
    assert_document(&bench, "deadlines.x.warn_at", "1767916800000"); /* Friday the 9th */
    assert_document(&bench, "deadlines.x.late_at", "1768521600000"); /* as the 15th ends */
    until(&bench, "2026-01-16T00:00Z");
    assert_document(&bench, "deadlines.x.status", "'late'");
    must(&bench, "{'event':'move','actor':'ann','data':{'to':'one','reason':'x'}}");
    must(&bench, "{'event':'move.accepted','actor':'bea'}");
    assert_document(&bench, "deadlines.x.status", "'late'"); /* what has been told stays told */
}

/* It is overdue where nothing more comes of it, and taken over where it is late by then. */
static void what_is_late_there_is_late_at_once(void **state)
{
    (void)state;
    bench.areas[0] = (struct area){.name = TEXT("one"), .from = DATE_NONE, .until = DATE_NONE};
    bench.areas[1] = (struct area){.name = TEXT("two"), .from = DATE_NONE, .until = DATE_NONE};
    bench.world.area_count = 2;
    must(&bench, "{'event':'open','area':'one','data':{'d':'2026-01-06'}}");
    until(&bench, "2026-01-20T09:00Z");
    assert_document(&bench, "deadlines.x.status", "'overdue'");
    must(&bench, "{'event':'move','actor':'ann','data':{'to':'two','reason':'x'}}");
    must(&bench, "{'event':'move.accepted','actor':'bea'}");
    assert_document(&bench, "deadlines.x.status", "'late'");
    assert_ledger(&bench, "x late 2026-01-06→2026-01-06");
    assert_document(&bench, "deadlines.x.warn_at", "nothing");
}

static const char by_area[] = "fields: {d: {type: date}}\n"
                              "states:\n"
                              "  s:\n"
                              "    deadlines:\n"
                              "      x:\n"
                              "        due: data.d\n"
                              "        warn: 'case.area == \"two\" and working_days(2) or nil'\n"
                              "        late: 'case.area == \"two\" and working_days(2) or nil'\n";

/* --- by whom it is moved ------------------------------------------------------------------- */

static void the_ledger_names_the_fact(void **state)
{
    (void)state;
    opens(&bench, "{'d':'2026-03-02'}");
    assert_string_equal(bench.plan->ledger.at[0].fact.size ? "some" : "none", "none");
    must(&bench, "{'event':'set','data':{'d':'2026-03-03'}}");
    assert_int_equal(bench.plan->ledger.count, 2);
    assert_text(bench.plan->ledger.at[0].because, "set");
    assert_text(bench.plan->ledger.at[0].fact, "data.d");
    assert_text(bench.plan->ledger.at[1].fact, "data.d");
}

static const char overriding[] =
    "roles: {worker: Worker, manager: Manager}\n"
    "fields: {d: {type: date}}\n"
    "forms: {f: {fields: [d]}}\n"
    "events: {open: {}, set: {form: f}, deadline.x.overridden: {roles: [manager]}}\n"
    "states: {s: {tasks: {call: {due: 1 day}}, deadlines: {x: {title: The date, due: data.d}, y: {due: "
    "data.d}}, on: {set: {}}}}\n";

static void a_manager_overrides_a_deadline(void **state)
{
    (void)state;
    opens(&bench, "{'d':'2026-03-02'}");
    bench.command.role = TEXT("worker");
    bench.command.all_roles = false;
    does(&bench, "{'event':'deadline.x.overridden','data':{'due':'2026-04-01'},'role':'worker'}");
    assert_unmet(&bench, "role: This is for: Manager. | form: Say why.");
    does(&bench, "{'event':'deadline.y.overridden','data':{'reason':'x'},'role':'manager'}");
    assert_unmet(&bench, "role: Nobody may override “y”: the workflow gives this to no role.");
    does(&bench, "{'event':'deadline.x.overridden','data':{'due':'1 April','reason':'x'},'role':'manager'}");
    assert_unmet(&bench, "form: This must be a date that exists, such as 2026-12-28.");
    must(&bench, "{'event':'deadline.x.overridden','data':{'due':'2026-04-01','reason':'The court said "
                 "so.'},'role':'manager'}");
    assert_ledger(&bench, "x overridden 2026-03-02→2026-04-01");
    must(&bench, "{'event':'set','data':{'d':'2026-05-01'},'role':'worker'}");
    assert_ledger(&bench, "y moved 2026-03-02→2026-05-01"); /* and the one of x stands */
    until(&bench, "2026-04-02T00:00Z");
    assert_document(&bench, "deadlines.x.status", "'overdue'");
    must(&bench,
         "{'event':'deadline.x.overridden','data':{'reason':'Not needed any more.'},'role':'manager'}");
    assert_ledger(&bench, "x overridden 2026-04-01→2026-04-01");
    does(&bench, "{'event':'deadline.x.overridden','data':{'reason':'Again.'},'role':'manager'}");
    assert_unmet(&bench, "not-now: There is no open deadline “The date”.");
}

#define TEST(name, yaml) cmocka_unit_test_prestate_setup_teardown(name, begin, end, (void *)(yaml))

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_is_overdue_from_the_start_alerts_once, alerting),
        TEST(a_free_day_is_prompted_for_before, prompting),
        TEST(another_area_has_points_of_its_own, by_area),
        TEST(what_is_late_there_is_late_at_once, by_area),
        TEST(the_ledger_names_the_fact, overriding),
        TEST(a_manager_overrides_a_deadline, overriding),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

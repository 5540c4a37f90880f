/* Deadlines: when they are due, how they move, what meets them, and what time brings of them. It is Monday, 5
 * January 2026, 09:00 when the case opens. */
#include "support.h"

#include <stdio.h>

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

/* --- when it is due ------------------------------------------------------------------- */

static const char *due_of(const char *keys)
{
    bench_end(&bench);
    char yaml[512];
    (void)snprintf(yaml, sizeof yaml, "fields: {d: {type: date}}\nstates: {s: {deadlines: {x: {%s}}}}\n",
                   keys);
    bench_begin(&bench, yaml);
    opens(&bench, "{'d':'2026-03-02'}");
    const struct subject *subject = subject_of(&bench);
    assert_int_equal(subject->deadlines.count, 1);
    static char text[MOMENT_TEXT_SIZE];
    return moment_write(subject->deadlines.at[0].due, text);
}

static void a_duration_counts_from_the_beginning(void **state)
{
    (void)state;
    assert_string_equal(due_of("due: 10 days"), "2026-01-15");
    assert_string_equal(due_of("due: 10 days, from: same day"), "2026-01-14");
    assert_string_equal(due_of("due: 1 month"), "2026-02-05");
    assert_string_equal(due_of("due: 10 working days"), "2026-01-19");
    assert_string_equal(due_of("due: 1 working day, from: same day"), "2026-01-05");
    assert_string_equal(due_of("due: 36 hours"), "2026-01-06T21:00:00Z");
    assert_string_equal(due_of("due: 36 hours, from: same day"), "2026-01-06T21:00:00Z");
    assert_string_equal(due_of("due: 0 days"), "2026-01-05");
    assert_string_equal(due_of("due: 0 working days, from: same day"), "2026-01-05");
    assert_string_equal(due_of("due: 0 hours"), "2026-01-05T09:00:00Z");
}

static void a_formula_gives_a_date_an_instant_or_a_duration(void **state)
{
    (void)state;
    assert_string_equal(due_of("due: data.d + days(3)"), "2026-03-05");
    assert_string_equal(due_of("due: data.d"), "2026-03-02");
    assert_string_equal(due_of("due: days(3)"), "2026-01-08");
    assert_string_equal(due_of("due: '\"2 weeks\"'"), "2026-01-19"); /* a text is read as a duration */
    assert_string_equal(due_of("due: nil"), "");
}

static void a_date_rolls_to_a_working_day(void **state)
{
    (void)state;
    assert_string_equal(due_of("due: 5 days"), "2026-01-10"); /* a Saturday */
    assert_string_equal(due_of("due: 5 days, roll: none"), "2026-01-10");
    assert_string_equal(due_of("due: 5 days, roll: forward"), "2026-01-12");
    assert_string_equal(due_of("due: 5 days, roll: back"), "2026-01-09");
    assert_string_equal(due_of("due: 4 days, roll: forward"), "2026-01-09");
    assert_string_equal(due_of("due: 120 hours, roll: forward"),
                        "2026-01-10T09:00:00Z"); /* an instant stays */
}

static void it_is_not_before_a_date(void **state)
{
    (void)state;
    assert_string_equal(due_of("due: 5 days, not_before: data.d"), "2026-03-02");
    assert_string_equal(due_of("due: 5 days, not_before: data.d - months(3)"), "2026-01-10");
    assert_string_equal(due_of("due: 5 days, not_before: nil"), "2026-01-10");
    assert_string_equal(due_of("due: 5 days, not_before: days(12), roll: forward"),
                        "2026-01-19"); /* then it rolls */
    assert_string_equal(due_of("due: 5 days, not_before: days(12), roll: back"),
                        "2026-01-19"); /* not to before that date */
    assert_string_equal(due_of("due: 5 days, not_before: days(4), roll: back"), "2026-01-09");
    assert_string_equal(due_of("due: 5 days, not_before: days(5), roll: back"), "2026-01-12");
    assert_string_equal(due_of("due: nil, not_before: data.d"), "");
}

/* --- its points ------------------------------------------------------------------------ */

static const char points[] =
    "fields: {d: {type: date}}\n"
    "forms: {f: {fields: [d]}}\n"
    "events: {open: {}, set: {form: f}, go: {}, meet: {}, back: {}}\n"
    "initial: s\n"
    "states:\n"
    "  s:\n"
    "    deadlines: {x: {due: data.d, warn: 2 working days, late: 1 week, met_by: meet}}\n"
    "    on: {set: {}, meet: {}, go: t, deadline.x.overdue: {actions: [{log: overdue}]},\n"
    "         deadline.x.met: {actions: [{log: met}]}}\n"
    "  t: {on: {back: s}}\n";

static void points_come_in_their_order(void **state)
{
    (void)state;
    opens(&bench, NULL);
    assert_document(&bench, "deadlines", "{'x':{'from':1767603600000,'status':'pending'}}");
    assert_ledger(&bench, "");
    must(&bench, "{'event':'set','data':{'d':'2026-01-19'}}");
    assert_ledger(&bench, "x opened →2026-01-19");
    const struct deadline_state *x = &subject_of(&bench)->deadlines.at[0];
    assert_instant(x->warn_at, "2026-01-15T00:00:00Z");    /* the start of that day */
    assert_instant(x->overdue_at, "2026-01-20T00:00:00Z"); /* the day has ended */
    assert_instant(x->late_at, "2026-01-27T00:00:00Z");
    assert_int_equal(until(&bench, "2026-01-15T00:00Z"), 1);
    assert_text(bench.plan->event, "deadline.x.warned");
    assert_instant(bench.plan->happened, "2026-01-15T00:00:00Z");
    assert_document(&bench, "deadlines.x.status", "'warned'");
    assert_int_equal(until(&bench, "2026-01-19T23:59Z"), 0);
    assert_int_equal(until(&bench, "2026-01-20T00:00Z"), 1);
    assert_ledger(&bench, "x overdue 2026-01-19→2026-01-19");
    assert_notes(&bench, "log", "['overdue']");
    assert_document(&bench, "deadlines.x.breached", "true");
    assert_int_equal(until(&bench, "2026-03-01"), 1);
    assert_text(bench.plan->event, "deadline.x.late");
    assert_document(&bench, "deadlines.x.status", "'late'");
    assert_true(subject_next_due(subject_of(&bench)) == INSTANT_NONE);
}

static void a_met_deadline_is_met_in_time_or_late(void **state)
{
    (void)state;
    opens(&bench, "{'d':'2026-01-19'}");
    bench.now = at("2026-01-19T23:59Z");
    struct text before = bench.document;
    uint64_t version = bench.version;
    must(&bench, "{'event':'meet'}");
    assert_ledger(&bench, "x met 2026-01-19→2026-01-19");
    assert_notes(&bench, "log", "['met']");
    assert_document(&bench, "deadlines", "nothing");
    bench.document = before; /* and once more, a minute later, before time has said so */
    bench.version = version;
    bench.now = at("2026-01-20T00:00Z");
    must(&bench, "{'event':'meet'}");
    assert_ledger(&bench, "x met-late 2026-01-19→2026-01-19");
    assert_true(bench.plan->after->deadlines.at[0].breached);
    until(&bench, "2026-06-01");
    assert_document(&bench, "deadlines", "nothing"); /* what is met stays met */
}

static void after_it_was_overdue_it_is_met_late(void **state)
{
    (void)state;
    opens(&bench, "{'d':'2026-01-19'}");
    until(&bench, "2026-02-01");
    must(&bench, "{'event':'meet'}");
    assert_ledger(&bench, "x met-late 2026-01-19→2026-01-19");
}

/* An entry made late is judged by when it happened. */
static void a_late_entry_meets_in_time(void **state)
{
    (void)state;
    opens(&bench, "{'d':'2026-01-19'}");
    bench.now = at("2026-02-10T09:00Z");
    must(&bench, "{'event':'meet','at':'2026-01-18T10:00Z'}");
    assert_ledger(&bench, "x met 2026-01-19→2026-01-19");
}

/* … but cannot clear a breach that time has told already. */
static void a_late_entry_does_not_clear_a_breach(void **state)
{
    (void)state;
    opens(&bench, "{'d':'2026-01-19'}");
    until(&bench, "2026-02-10T09:00Z");
    must(&bench, "{'event':'meet','at':'2026-01-18T10:00Z'}");
    assert_ledger(&bench, "x met-late 2026-01-19→2026-01-19");
}

static void leaving_its_state_voids_it(void **state)
{
    (void)state;
    opens(&bench, "{'d':'2026-01-19'}");
    must(&bench, "{'event':'go'}");
    assert_ledger(&bench, "x void 2026-01-19→2026-01-19");
    assert_document(&bench, "deadlines", "nothing");
    bench.now = at("2026-01-06T09:00Z");
    must(&bench, "{'event':'back'}");
    assert_ledger(&bench, "x opened →2026-01-19");
    assert_document(&bench, "deadlines.x.from", "1767690000000");
}

static void it_moves_with_its_facts(void **state)
{
    (void)state;
    opens(&bench, "{'d':'2026-01-19'}");
    until(&bench, "2026-01-20T09:00Z");
    assert_document(&bench, "deadlines.x.status", "'overdue'");
    must(&bench, "{'event':'set','data':{'d':'2026-02-16'}}");
    assert_ledger(&bench, "x moved 2026-01-19→2026-02-16");
    assert_document(&bench, "deadlines.x.status", "'pending'"); /* all its points lie ahead again */
    assert_document(&bench, "deadlines.x.breached", "true");    /* but a breach stays one */
    assert_int_equal(until(&bench, "2026-02-12T00:00Z"), 1);
    must(&bench, "{'event':'set','data':{'d':null}}");
    assert_ledger(&bench, "x moved 2026-02-16→");
    assert_true(subject_next_due(subject_of(&bench)) == INSTANT_NONE);
    must(&bench, "{'event':'set','data':{'d':'2026-02-16'}}");
    must(&bench, "{'event':'set','data':{'d':'2026-02-16'}}");
    assert_ledger(&bench, ""); /* the same is no change */
    must(&bench, "{'event':'meet'}");
    assert_ledger(&bench, "x met 2026-02-16→2026-02-16");
}

#define INDIRECT                                                                                             \
    "fields: {inside: {type: yes/no, value: = In(\"b\")}, there: {type: yes/no, value: = data.inside}}\n"    \
    "deadlines: {x: {due: '(data.there and days(1) or days(3))'}}\n"                                         \
    "states:\n"                                                                                              \
    "    a: {on: {go: b}}\n"                                                                                 \
    "    b: {on: {back: a}}\n"

/* A computed field has changed with what it reads, though no field was written. */
static void it_moves_with_what_a_computed_field_reads(void **state)
{
    (void)state;
    opens(&bench, "{}");
    must(&bench, "{'event':'go'}");
    assert_ledger(&bench, "x moved 2026-01-08→2026-01-06");
    must(&bench, "{'event':'back'}");
    assert_ledger(&bench, "x moved 2026-01-06→2026-01-08");
}

#define INDIRECT_ITEM                                                                                        \
    "fields: {kids: {type: list, of: {late: {type: yes/no, value: = In(\"p.q.b\")}}}}\n"                     \
    "forms: {kids: {fields: [kids]}}\n"                                                                      \
    "states:\n"                                                                                              \
    "    p:\n"                                                                                               \
    "        type: parallel\n"                                                                               \
    "        states:\n"                                                                                      \
    "            q: {states: {a: {on: {go: b, more: {form: kids}}}, b: {}}}\n"                               \
    "            r: {each: kids, states: {s: {deadlines: {x: {due: '(item.late and days(1) or "              \
    "days(3))'}}}}}\n"

static void so_it_does_with_an_item_that_computes(void **state)
{
    (void)state;
    opens(&bench, "{}");
    must(&bench, "{'event':'more','data':{'kids':[{}]}}");
    must(&bench, "{'event':'go'}");
    assert_ledger(&bench, "x[1] moved 2026-01-08→2026-01-06");
}

/* A date that has passed when it is known: it is overdue at once, without a warning that comes too late. */
static void a_date_in_the_past_is_overdue_at_once(void **state)
{
    (void)state;
    opens(&bench, "{'d':'2026-01-03'}");
    assert_ledger(&bench, "x opened →2026-01-03 | x overdue 2026-01-03→2026-01-03");
    assert_document(&bench, "deadlines.x.status", "'overdue'");
    assert_int_equal(until(&bench, "2026-01-05T09:00Z"), 0);
    bench.document = (struct text){0};
    bench.version = 0;
    opens(&bench, "{'d':'2026-01-06'}"); /* the warning has passed, the date has not */
    assert_int_equal(until(&bench, "2026-01-05T09:00Z"), 1);
    assert_text(bench.plan->event, "deadline.x.warned");
}

/* --- what meets it ------------------------------------------------------------------------- */

static const char meeting[] =
    "fields: {d: {type: date}, n: {type: number, default: 0}}\n"
    "forms: {f: {fields: [d]}}\n"
    "events: {open: {}, seen: {form: f}, tick: {}}\n"
    "milestones: {two: {when: data.n > 1}}\n"
    "states:\n"
    "  s:\n"
    "    tasks: {call: {}}\n"
    "    deadlines:\n"
    "      next: {due: data.d + days(30), met_by: [seen, task.call.done], repeat: true}\n"
    "      twice: {due: 60 days, met_by: two}\n"
    "    on: {seen: {}, tick: {actions: [{assign: {n: = data.n + 1}}]}}\n";

/* Judged against its value before the event, which also moves it; then the next one opens. */
static void the_event_that_moves_it_meets_the_one_before(void **state)
{
    (void)state;
    opens(&bench, "{'d':'2026-01-05'}");
    bench.now = at("2026-02-10T09:00Z"); /* it was due on 4 February */
    must(&bench, "{'event':'seen','data':{'d':'2026-02-10'}}");
    assert_ledger(&bench, "next met-late 2026-02-04→2026-02-04 | next opened →2026-03-12");
    assert_document(&bench, "deadlines.next.breached", "nothing");
    assert_document(&bench, "deadlines.next.from", "1770714000000");
}

static void a_task_or_a_milestone_meets_it(void **state)
{
    (void)state;
    opens(&bench, "{'d':'2026-01-05'}");
    must(&bench, "{'event':'task.call.done'}");
    assert_ledger(&bench, "next met 2026-02-04→2026-02-04 | next opened →2026-02-04");
    must(&bench, "{'event':'tick'}");
    assert_ledger(&bench, "");
    must(&bench, "{'event':'tick'}");
    assert_ledger(&bench, "twice met 2026-03-06→2026-03-06");
    must(&bench, "{'event':'tick'}");
    assert_ledger(&bench, "");
}

/* What meets a deadline by its own being met, again and again, is a loop, and told as one. */
static void a_deadline_that_feeds_itself_is_an_error(void **state)
{
    (void)state;
    opens(&bench, NULL);
    assert_int_equal(does(&bench, "{'event':'go'}"), OUTCOME_FAILED);
    assert_string_equal(
        bench.plan->failure.message,
        "more than 1000 internal events come of one, the last of them deadline.x.met: the workflow feeds "
        "itself");
}

static const char feeding[] =
    "states:\n"
    "  s:\n"
    "    deadlines: {x: {due: 1 week, met_by: [go, deadline.x.met], repeat: true}}\n"
    "    on: {go: {}}\n";

/* --- strands ------------------------------------------------------------------------------------ */

static const char strands[] =
    "fields: {child: {type: list, of: {born: date}}, pet: {type: list, of: {born: date}}}\n"
    "forms: {all: {fields: [child, pet]}}\n"
    "events: {open: {}, all: {form: all}, seen: {}, end: {}}\n"
    "states:\n"
    "  s:\n"
    "    type: parallel\n"
    "    on: {all: {}, seen: {}}\n"
    "    states:\n"
    "      children:\n"
    "        each: child\n"
    "        deadlines: {whole: {due: 1 year, met_by: seen}}\n"
    "        states:\n"
    "          here: {deadlines: {look: {due: item.born + days(10), met_by: seen}}, on: {end: gone}}\n"
    "          gone: {type: final}\n"
    "      pets: {each: pet, states: {here: {deadlines: {feed: {due: item.born + days(1), met_by: "
    "seen}}}}}\n";

static void every_strand_has_its_own(void **state)
{
    (void)state;
    opens(&bench, NULL);
    must(&bench,
         "{'event':'all','data':{'child':[{'born':'2026-01-01'},{}],'pet':[{},{'born':'2026-01-04'}]}}");
    assert_ledger(&bench, "look[1] opened →2026-01-11 | feed[2] opened →2026-01-05");
    must(&bench, "{'event':'all','data':{'child':[{'id':2,'born':'2026-01-02'}]}}");
    assert_ledger(&bench, "look[2] opened →2026-01-12");
    must(&bench, "{'event':'end','of':'child/1'}");
    assert_ledger(&bench, "look[1] void 2026-01-11→2026-01-11");
}

/* An event told to one item meets that item's, and what belongs to the whole; items of another list are
 * others. */
static void an_event_meets_those_of_the_item_it_is_told_to(void **state)
{
    (void)state;
    opens(&bench, NULL);
    must(&bench, "{'event':'all','data':{'child':[{'born':'2026-01-01'},{'born':'2026-01-02'}],"
                 "'pet':[{'born':'2026-01-03'},{'born':'2026-01-04'}]}}");
    must(&bench, "{'event':'seen','of':'child/2'}");
    assert_ledger(&bench, "whole met 2027-01-05→2027-01-05 | look[2] met 2026-01-12→2026-01-12");
    must(&bench, "{'event':'seen'}");
    assert_ledger(&bench, "look[1] met 2026-01-11→2026-01-11 | feed[1] met-late 2026-01-04→2026-01-04 | "
                          "feed[2] met 2026-01-05→2026-01-05");
}

/* --- ties and faults ------------------------------------------------------------------------------ */

static const char ties[] =
    "fields: {n: {type: number}}\n"
    "states:\n"
    "  s:\n"
    "    tasks: {b-task: {due: 1 week}, a-task: {due: 1 week}}\n"
    "    deadlines: {zebra: {due: 1 week, warn: 1 day}, ant: {due: 1 week, warn: 1 day}}\n"
    "    after: {P8D: {actions: [{log: after}]}}\n";

/* At one instant: deadlines before tasks before timers, each in the order of the file, whatever their names.
 */
static void at_one_instant_the_order_of_the_file_holds(void **state)
{
    (void)state;
    static const char *const expected[] = {
        "deadline.zebra.warned", "deadline.ant.warned",     "deadline.zebra.overdue",
        "deadline.ant.overdue",  "deadline.b-task.overdue", "deadline.a-task.overdue",
    };
    opens(&bench, NULL);
    bench.now = at("2026-02-01T09:00Z");
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        assert_text(next_in_time(&bench)->event, expected[i]);
    }
    assert_instant(next_in_time(&bench)->happened, "2026-01-13T09:00:00Z");
    assert_notes(&bench, "log", "['after']");
}

static void a_formula_that_fails_fails_the_event_and_says_where(void **state)
{
    (void)state;
    assert_int_equal(does(&bench, "{'event':'open'}"), OUTCOME_FAILED);
    assert_string_equal(bench.plan->failure.message, "attempt to perform arithmetic on a nil value");
    assert_string_equal(bench.plan->failure.place, "w.yaml: due of x");
}

static void a_formula_that_gives_no_time_fails_it_too(void **state)
{
    (void)state;
    assert_int_equal(does(&bench, "{'event':'open'}"), OUTCOME_FAILED);
    assert_string_equal(bench.plan->failure.message,
                        "a time is a date, an instant or a duration; this gave a number");
    bench_end(&bench);
    bench_begin(&bench, "states: {s: {deadlines: {x: {due: 1 week, warn: date(\"2026-01-01\")}}}}\n");
    assert_int_equal(does(&bench, "{'event':'open'}"), OUTCOME_FAILED);
    assert_string_equal(bench.plan->failure.message, "a warning or lateness of x is not a duration");
}

#define TEST(name, yaml) cmocka_unit_test_prestate_setup_teardown(name, begin, end, (void *)(yaml))
#define NO_WORKFLOW "states: {s: {}}\n"

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_duration_counts_from_the_beginning, NO_WORKFLOW),
        TEST(a_formula_gives_a_date_an_instant_or_a_duration, NO_WORKFLOW),
        TEST(a_date_rolls_to_a_working_day, NO_WORKFLOW),
        TEST(it_is_not_before_a_date, NO_WORKFLOW),
        TEST(points_come_in_their_order, points),
        TEST(a_met_deadline_is_met_in_time_or_late, points),
        TEST(after_it_was_overdue_it_is_met_late, points),
        TEST(a_late_entry_meets_in_time, points),
        TEST(a_late_entry_does_not_clear_a_breach, points),
        TEST(leaving_its_state_voids_it, points),
        TEST(it_moves_with_its_facts, points),
        TEST(it_moves_with_what_a_computed_field_reads, INDIRECT),
        TEST(so_it_does_with_an_item_that_computes, INDIRECT_ITEM),
        TEST(a_date_in_the_past_is_overdue_at_once, points),
        TEST(the_event_that_moves_it_meets_the_one_before, meeting),
        TEST(a_task_or_a_milestone_meets_it, meeting),
        TEST(a_deadline_that_feeds_itself_is_an_error, feeding),
        TEST(every_strand_has_its_own, strands),
        TEST(an_event_meets_those_of_the_item_it_is_told_to, strands),
        TEST(at_one_instant_the_order_of_the_file_holds, ties),
        TEST(a_formula_that_fails_fails_the_event_and_says_where,
             "states: {s: {deadlines: {x: {due: nil + 1}}}}\n"),
        TEST(a_formula_that_gives_no_time_fails_it_too,
             "fields: {n: {type: number, default: 2}}\nstates: {s: {deadlines: {x: {due: data.n}}}}\n"),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Tasks: opened with their state or added by hand, worked on, ended, opened again; and left behind. */
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

static void refuses(const char *command, const char *unmet)
{
    if (does(&bench, command) != OUTCOME_REFUSED) {
        fail_msg("%s: %s", command, written(&bench, plan_answer(&bench.arena, bench.plan)));
    }
    assert_unmet(&bench, unmet);
}

static const char plain[] =
    "roles: {worker: Worker, lead: {title: Lead, includes: [worker]}}\n"
    "fields: {mood: {type: text}, n: {type: number}}\n"
    "forms: {feel: {fields: [{mood: {required: true}}]}, more: {fields: [{note: {type: text}}]}}\n"
    "events: {open: {}, go: {}, back: {}, set: {}, task.sign.skipped: {roles: [lead]}}\n"
    "initial: a\n"
    "states:\n"
    "  a:\n"
    "    tasks:\n"
    "      call: {title: Call them, role: worker, due: 2 days}\n"
    "      sign: {role: worker, form: [feel, more]}\n"
    "      ring: {role: lead, optional: true, when: data.n == 1}\n"
    "    on: {go: b, set: {actions: [{assign: {n: 1}}]}, task.call.done: {actions: [{assign: {mood: "
    "called}}]}}\n"
    "  b: {on: {back: a}}\n"
    "on: {allocate: {guard: task(\"call\").done and task(\"sign\").open}}\n";

static void tasks_open_with_their_state(void **state)
{
    (void)state;
    assert_document(&bench, "tasks.call", "{'due':'2026-01-07','open':true,'opened':1767603600000}");
    assert_document(&bench, "tasks.sign", "{'open':true,'opened':1767603600000}");
    assert_document(&bench, "tasks.ring", "nothing");
    must(&bench, "{'event':'go'}");
    assert_document(&bench, "tasks.call",
                    "{'ended':'cancelled','ended_at':1767603600000,'ended_by':'ann',"
                    "'due':'2026-01-07','opened':1767603600000}");
    bench.now = at("2026-01-06T09:00Z");
    must(&bench, "{'event':'back'}");
    assert_document(&bench, "tasks.call", "{'due':'2026-01-08','open':true,'opened':1767690000000}");
}

static void a_task_is_done_once(void **state)
{
    (void)state;
    must(&bench, "{'event':'task.call.done','role':'worker'}");
    assert_document(&bench, "tasks.call",
                    "{'done_at':1767603600000,'done_by':'ann','due':'2026-01-07','ended':'done',"
                    "'ended_at':1767603600000,'ended_by':'ann','opened':1767603600000,'times':1}");
    assert_document(&bench, "data.mood", "'called'"); /* the statechart heard of it */
    assert_document(&bench, "deadlines", "nothing");
    assert_ledger(&bench, "call met 2026-01-07→2026-01-07");
    refuses("{'event':'task.call.done'}", "task: There is no open task “Call them”.");
}

static void a_tasks_forms_are_asked(void **state)
{
    (void)state;
    refuses("{'event':'task.sign.done'}", "form: mood: An answer is needed.");
    refuses("{'event':'task.sign.done','data':{'mood':'well','other':1}}", "form: other is not asked here.");
    must(&bench, "{'event':'task.sign.done','data':{'mood':'well','note':'x'}}");
    assert_document(&bench, "data.mood", "'well'");
}

static void acts_have_roles(void **state)
{
    (void)state;
    refuses("{'event':'task.ring.added','role':'worker'}",
            "role: This is for: Lead. | task: ring cannot be added now.");
    refuses("{'event':'task.call.done','role':'nobody'}", "role: This is for: Worker.");
    must(&bench, "{'event':'task.call.done','role':'lead'}"); /* includes worker */
    /* a right of its own where one is declared */
    refuses("{'event':'task.sign.skipped','role':'worker','data':{'reason':'ill'}}",
            "role: This is for: Lead.");
    must(&bench, "{'event':'task.sign.skipped','role':'lead','data':{'reason':'ill'}}");
    assert_document(&bench, "tasks.sign.ended", "'skipped'");
}

static void ending_without_doing_needs_a_reason(void **state)
{
    (void)state;
    refuses("{'event':'task.call.cancelled'}", "form: Say why.");
    refuses("{'event':'task.call.skipped','data':{'reason':''}}", "form: Say why.");
    assert_text(bench.plan->unmet.at[0].field, "reason");
    must(&bench, "{'event':'task.call.cancelled','data':{'reason':'moved'}}");
    assert_document(&bench, "tasks.call.ended", "'cancelled'");
    assert_document(&bench, "tasks.call.times", "nothing");
    assert_ledger(&bench, "call void 2026-01-07→2026-01-07");
}

static void a_task_is_given_to_a_worker(void **state)
{
    (void)state;
    refuses("{'event':'task.call.assigned'}", "form: Say to whom.");
    must(&bench, "{'event':'task.call.assigned','data':{'worker':'bea'}}");
    assert_document(&bench, "tasks.call.worker", "'bea'");
    must(&bench, "{'event':'task.call.done'}");
    refuses("{'event':'task.call.assigned','data':{'worker':'bea'}}",
            "task: There is no open task “Call them”.");
}

static void an_optional_task_is_added_where_it_may_be(void **state)
{
    (void)state;
    refuses("{'event':'task.ring.added'}", "task: ring cannot be added now.");
    refuses("{'event':'task.call.added'}", "task: Call them is open already.");
    must(&bench, "{'event':'set'}");
    assert_document(&bench, "tasks.ring", "nothing"); /* not by itself */
    must(&bench, "{'event':'task.ring.added'}");
    assert_document(&bench, "tasks.ring.open", "true");
    refuses("{'event':'task.ring.added'}", "task: ring is open already.");
    must(&bench, "{'event':'task.ring.done'}");
    must(&bench, "{'event':'task.ring.added'}"); /* as often as it is needed */
    must(&bench, "{'event':'go'}");
    refuses("{'event':'task.ring.added'}", "task: ring cannot be added now.");
    refuses("{'event':'task.sign.added'}", "task: sign cannot be added now.");
}

static void an_act_that_is_none_is_unknown(void **state)
{
    (void)state;
    assert_int_equal(does(&bench, "{'event':'task.call.eaten'}"), OUTCOME_UNKNOWN);
    assert_int_equal(does(&bench, "{'event':'task.nap.done'}"), OUTCOME_UNKNOWN);
    assert_int_equal(does(&bench, "{'event':'task.call'}"), OUTCOME_UNKNOWN);
    assert_int_equal(does(&bench, "{'event':'task.'}"), OUTCOME_UNKNOWN);
}

/* --- when ------------------------------------------------------------------------- */

static const char sometimes[] = "fields: {n: {type: number, default: 0}}\n"
                                "states:\n"
                                "  a:\n"
                                "    tasks: {call: {when: data.n > 1}, sign: {when: data.n > 2}}\n"
                                "    on: {go: b, up: {actions: [{assign: {n: = data.n + 1}}]},\n"
                                "         zero: {actions: [{assign: {n: 0}}]}}\n"
                                "  b: {on: {back: a}}\n"
                                "tasks: {watch: {when: data.n > 1}}\n";

static void a_task_opens_once_its_condition_holds(void **state)
{
    (void)state;
    must(&bench, "{'event':'up'}");
    assert_document(&bench, "tasks", "nothing");
    must(&bench, "{'event':'up'}");
    assert_document(&bench, "tasks.call.open", "true");
    assert_document(&bench, "tasks.watch.open", "true");
    assert_document(&bench, "tasks.sign", "nothing");
}

static void and_once_only_in_a_stay(void **state)
{
    (void)state;
    must(&bench, "{'event':'up'}");
    must(&bench, "{'event':'up'}");
    must(&bench, "{'event':'task.call.done'}");
    must(&bench, "{'event':'task.watch.done'}");
    must(&bench, "{'event':'zero'}");
    must(&bench, "{'event':'up'}");
    must(&bench, "{'event':'up'}");
    assert_document(&bench, "tasks.call.open", "nothing");
    assert_document(&bench, "tasks.watch.open", "nothing");
    must(&bench, "{'event':'go'}");
    must(&bench, "{'event':'back'}"); /* a new stay; the workflow's own stays as it is */
    assert_document(&bench, "tasks.call.open", "true");
    assert_document(&bench, "tasks.watch.open", "nothing");
}

/* --- again ------------------------------------------------------------------------- */

static const char repeating[] = "events: {open: {}, go: {}, back: {}}\n"
                                "states:\n"
                                "  a:\n"
                                "    tasks:\n"
                                "      call: {repeat: true, limit: 3}\n"
                                "      ring: {repeat: 1 week, due: 2 days}\n"
                                "      seek: {repeat: 1 week, optional: true}\n"
                                "    on: {go: b}\n"
                                "  b: {on: {back: a}}\n";

static void a_repeating_task_opens_again_so_often(void **state)
{
    (void)state;
    must(&bench, "{'event':'task.call.done'}");
    assert_document(&bench, "tasks.call.open", "true");
    assert_document(&bench, "tasks.call.times", "1");
    must(&bench,
         "{'event':'task.call.skipped','data':{'reason':'ill'}}"); /* opens again, and does not count */
    assert_document(&bench, "tasks.call.open", "true");
    must(&bench, "{'event':'task.call.done'}");
    must(&bench, "{'event':'task.call.done'}");
    assert_document(&bench, "tasks.call.open", "nothing");
    assert_document(&bench, "tasks.call.times", "3");
}

static void in_a_new_stay_it_is_counted_anew(void **state)
{
    (void)state;
    for (int stay = 0; stay < 2; stay++) {
        for (int i = 0; i < 3; i++) {
            assert_document(&bench, "tasks.call.open", "true");
            must(&bench, "{'event':'task.call.done'}");
        }
        assert_document(&bench, "tasks.call.open", "nothing");
        must(&bench, "{'event':'go'}");
        must(&bench, "{'event':'back'}");
    }
}

static void a_cancelled_one_does_not(void **state)
{
    (void)state;
    must(&bench, "{'event':'task.call.cancelled','data':{'reason':'no more'}}");
    assert_document(&bench, "tasks.call.open", "nothing");
}

static void a_rhythm_waits_before_it_opens_again(void **state)
{
    (void)state;
    must(&bench, "{'event':'task.ring.done'}");
    assert_document(&bench, "tasks.ring", "nothing");
    assert_int_equal(until(&bench, "2026-01-12T08:59Z"), 0);
    assert_int_equal(until(&bench, "2026-01-12T09:00Z"), 1);
    assert_text(bench.plan->event, "task.ring.added");
    assert_document(&bench, "tasks.ring", "{'due':'2026-01-14','open':true,'opened':1768208400000}");
    must(&bench, "{'event':'task.ring.done'}");
    must(&bench, "{'event':'go'}"); /* the next time does not come */
    assert_document(&bench, "timers", "nothing");
}

/* Added by hand while its next time waits: there is one such task, and one such wait. */
static void a_task_added_by_hand_is_the_next_time(void **state)
{
    (void)state;
    must(&bench, "{'event':'task.seek.added'}");
    must(&bench, "{'event':'task.seek.done'}");
    must(&bench, "{'event':'task.seek.added'}");
    must(&bench, "{'event':'task.seek.assigned','data':{'worker':'bea'}}");
    until(&bench, "2026-02-12T09:00Z");
    assert_document(&bench, "tasks.seek", "{'open':true,'opened':1767603600000,'worker':'bea'}");
    must(&bench, "{'event':'task.seek.done'}");
    assert_document(&bench, "timers", "[{'due':1771491600000,'kind':'task','name':'seek','order':2}]");
}

/* --- four eyes ---------------------------------------------------------------------- */

static const char eyes[] = "states:\n"
                           "  a:\n"
                           "    tasks:\n"
                           "      write: {title: Write it, repeat: true}\n"
                           "      check: {not_by: write}\n"
                           "      send: {same_as: write}\n";

static void who_wrote_may_not_check(void **state)
{
    (void)state;
    must(&bench, "{'event':'task.write.done','actor':'ann'}");
    refuses("{'event':'task.check.done','actor':'ann'}",
            "task: Somebody else than who did “Write it” must do this.");
    must(&bench, "{'event':'task.check.done','actor':'bea'}");
}

static void who_wrote_must_send(void **state)
{
    (void)state;
    must(&bench, "{'event':'task.write.done','actor':'ann'}");
    must(&bench, "{'event':'task.write.done','actor':'cem'}"); /* the last one counts */
    refuses("{'event':'task.send.done','actor':'ann'}", "task: Whoever did “Write it” must do this.");
    must(&bench, "{'event':'task.send.done','actor':'cem'}");
}

static void nobody_is_held_to_what_is_not_done(void **state)
{
    (void)state;
    must(&bench, "{'event':'task.check.done','actor':'ann'}");
    must(&bench, "{'event':'task.send.done','actor':'ann'}");
}

static const char eyes_of_each[] =
    "fields: {child: {type: list, of: {name: text}}}\n"
    "states:\n"
    "  s:\n"
    "    each: child\n"
    "    states:\n"
    "      a: {tasks: {read: {}, write: {title: Write it}, check: {not_by: write, same_as: read}}}\n";

/* Said of all strands at once, it is held to what was done in each. */
static void each_strand_has_eyes_of_its_own(void **state)
{
    (void)state;
    bench.document = (struct text){0};
    bench.version = 0;
    opens(&bench, "{'child':[{},{}]}");
    must(&bench, "{'event':'task.write.done','actor':'bea','of':'child/1'}");
    must(&bench, "{'event':'task.write.done','actor':'ann','of':'child/2'}");
    refuses("{'event':'task.check.done','actor':'ann'}",
            "task: Somebody else than who did “Write it” must do this.");
    must(&bench, "{'event':'task.read.done','actor':'cem','of':'child/2'}");
    refuses(
        "{'event':'task.check.done','actor':'ann','of':'child/2'}",
        "task: Somebody else than who did “Write it” must do this. | task: Whoever did “read” must do this.");
    must(&bench, "{'event':'task.check.done','actor':'ann','of':'child/1'}");
}

/* --- leaving with work open ------------------------------------------------------------ */

static const char leaving[] =
    "roles: {worker: Worker, lead: Lead}\n"
    "states:\n"
    "  a:\n"
    "    tasks: {call: {title: Call, required: true, role: worker, due: 2 days}, sign: {required: true}, "
    "rest: {}}\n"
    "    on:\n"
    "      go: b\n"
    "      drop: {target: b, open_tasks: cancel}\n"
    "      hand: {target: b, open_tasks: ask}\n"
    "      pass: {target: b, override: [lead]}\n"
    "      stay: {}\n"
    "    states: {c: {on: {inside: d}}, d: {}}\n"
    "  b: {}\n"
    "on: {allocate: {guard: task(\"call\").open and task(\"sign\").open and task(\"rest\").open}}\n";

static void required_work_holds_the_case(void **state)
{
    (void)state;
    refuses("{'event':'go'}",
            "task: A task is still to be done: Call. | task: A task is still to be done: sign.");
    assert_text(bench.plan->unmet.at[0].who, "Worker");
    must(&bench, "{'event':'stay'}");
    must(&bench, "{'event':'inside'}"); /* its state is not left */
    must(&bench, "{'event':'task.call.done'}");
    refuses("{'event':'go'}", "task: A task is still to be done: sign.");
    must(&bench, "{'event':'task.sign.done'}");
    must(&bench, "{'event':'go'}");
    assert_document(&bench, "tasks.rest.ended", "'cancelled'");
}

static void unless_the_transition_cancels_it(void **state)
{
    (void)state;
    must(&bench, "{'event':'drop'}");
    assert_document(&bench, "tasks.call.ended", "'cancelled'");
    assert_in(&bench, "b");
}

static void or_each_is_settled(void **state)
{
    (void)state;
    refuses("{'event':'hand'}",
            "task: A task is still to be done: Call. | task: A task is still to be done: sign.");
    refuses("{'event':'hand','tasks':{'call':{'how':'done','reason':'so'}}}",
            "task: A task is still to be done: sign.");
    must(&bench,
         "{'event':'hand','tasks':{'call':{'how':'done','reason':'by phone'},"
         "'sign':{'how':'handed-on','reason':'to the lead'},'rest':{'how':'cancelled','reason':'no'}}}");
    assert_document(&bench, "tasks.call.ended", "'done'");
    assert_document(&bench, "tasks.sign.ended", "'handed-on'");
    assert_document(&bench, "tasks.rest.ended", "'cancelled'");
    assert_ledger(&bench, "call met 2026-01-07→2026-01-07");
}

static void or_an_exception_is_let_through(void **state)
{
    (void)state;
    refuses("{'event':'pass'}",
            "task: A task is still to be done: Call. | task: A task is still to be done: sign.");
    assert_true(bench.plan->unmet.at[0].may_override);
    refuses("{'event':'pass','role':'worker','override':'she moved'}",
            "task: A task is still to be done: Call. | task: A task is still to be done: sign.");
    must(&bench, "{'event':'pass','role':'lead','override':{'reason':'she moved','until':'2026-03-01'}}");
    assert_document(&bench, "exceptions",
                    "[{'at':1767603600000,'by':'ann','event':'pass','reason':'she moved','unmet':"
                    "'A task is still to be done: Call.','until':'2026-03-01'},"
                    "{'at':1767603600000,'by':'ann','event':'pass','reason':'she moved','unmet':"
                    "'A task is still to be done: sign.','until':'2026-03-01'}]");
    refuses("{'event':'go','override':'x'}", "not-now: “go” is not possible at this point.");
}

/* --- strands --------------------------------------------------------------------------- */

static const char strands[] =
    "fields: {child: {type: list, of: {name: text}}, pet: {type: list, of: {name: text}}}\n"
    "forms: {more: {fields: [child, pet]}}\n"
    "events: {open: {form: more}}\n"
    "states:\n"
    "  s:\n"
    "    type: parallel\n"
    "    states:\n"
    "      children:\n"
    "        each: child\n"
    "        states: {young: {tasks: {weigh: {}, play: {optional: true}}, on: {task.weigh.done: old}}, old: "
    "{}}\n"
    "      pets: {each: pet, states: {here: {}}}\n"
    "      family: {tasks: {count: {form: more}}}\n";

static void every_strand_has_its_own(void **state)
{
    (void)state;
    must(&bench, "{'event':'task.count.done','data':{'child':[{},{}],'pet':[{},{}]}}");
    assert_in(&bench, "s.children[1].young s.children[2].young s.pets[1].here s.pets[2].here s.family");
    assert_document(&bench, "tasks",
                    "{'weigh[1]':{'open':true,'opened':1767603600000},"
                    "'weigh[2]':{'open':true,'opened':1767603600000}}");
    refuses("{'event':'task.weigh.done','of':'pet/1'}", "task: There is no open task “weigh”.");
    must(&bench, "{'event':'task.weigh.done','of':'child/2'}");
    assert_in(&bench, "s.children[1].young s.children[2].old s.pets[1].here s.pets[2].here s.family");
    must(&bench, "{'event':'task.weigh.done'}");
    assert_in(&bench, "s.children[1].old s.children[2].old s.pets[1].here s.pets[2].here s.family");
}

static void one_is_added_to_the_strand_that_is_named(void **state)
{
    (void)state;
    must(&bench, "{'event':'task.count.done','data':{'child':[{},{}],'pet':[{}]}}");
    refuses("{'event':'task.play.added'}", "task: play cannot be added now.");
    refuses("{'event':'task.play.added','of':'pet/1'}", "task: play cannot be added now.");
    must(&bench, "{'event':'task.play.added','of':'child/2'}");
    assert_document(&bench, "tasks.play[2].open", "true");
    assert_document(&bench, "tasks.play[1]", "nothing");
}

#define TEST(name, yaml) cmocka_unit_test_prestate_setup_teardown(name, begin, end, (void *)(yaml))

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(tasks_open_with_their_state, plain),
        TEST(a_task_is_done_once, plain),
        TEST(a_tasks_forms_are_asked, plain),
        TEST(acts_have_roles, plain),
        TEST(ending_without_doing_needs_a_reason, plain),
        TEST(a_task_is_given_to_a_worker, plain),
        TEST(an_optional_task_is_added_where_it_may_be, plain),
        TEST(an_act_that_is_none_is_unknown, plain),
        TEST(a_task_opens_once_its_condition_holds, sometimes),
        TEST(and_once_only_in_a_stay, sometimes),
        TEST(a_repeating_task_opens_again_so_often, repeating),
        TEST(in_a_new_stay_it_is_counted_anew, repeating),
        TEST(a_cancelled_one_does_not, repeating),
        TEST(a_rhythm_waits_before_it_opens_again, repeating),
        TEST(a_task_added_by_hand_is_the_next_time, repeating),
        TEST(who_wrote_may_not_check, eyes),
        TEST(who_wrote_must_send, eyes),
        TEST(nobody_is_held_to_what_is_not_done, eyes),
        TEST(each_strand_has_eyes_of_its_own, eyes_of_each),
        TEST(required_work_holds_the_case, leaving),
        TEST(unless_the_transition_cancels_it, leaving),
        TEST(or_each_is_settled, leaving),
        TEST(or_an_exception_is_let_through, leaving),
        TEST(every_strand_has_its_own, strands),
        TEST(one_is_added_to_the_strand_that_is_named, strands),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

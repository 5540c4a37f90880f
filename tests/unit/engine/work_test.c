/* Settling open work: what a command says of the tasks that its transition leaves. */
#include "support.h"

static struct bench bench;

static const char yaml[] =
    "roles: {worker: Worker, lead: Lead}\n"
    "fields: {mood: {type: text}, n: {type: number}, child: {type: list, of: {weight: number}}}\n"
    "forms: {feel: {title: Feelings, fields: [{mood: {required: true}}]}, weigh: {fields: "
    "[{child.weight: {required: true}}]}}\n"
    "events: {open: {}, end: {}, ask: {}, go: {}, in: {}, on: {}, task.sign.done: {roles: [lead]}}\n"
    "states:\n"
    "  a:\n"
    "    tasks:\n"
    "      call: {title: Call them, required: true, role: worker, due: 2 days, form: feel}\n"
    "      rest: {title: Have a rest}\n"
    "      ring: {optional: true}\n"
    "      sign: {not_by: look}\n"
    "      look: {}\n"
    "    deadlines: {heard: {due: 5 days, met_by: task.call.done}}\n"
    "    on:\n"
    "      ask: {target: b, open_tasks: ask, requires: [{if: data.mood == \"well\" or data.n == 1, else: Too "
    "sad.}]}\n"
    "      go: {target: b}\n"
    "      in: {target: a.f, open_tasks: ask}\n"
    "      on: {actions: [{raise: go}]}\n"
    "      end: {target: stop, open_tasks: ask}\n"
    "    states: {e: {tasks: {tidy: {}}}, f: {}}\n"
    "  b: {on: {in: s, end: stop}}\n"
    "  s: {each: child, on: {ask: {target: b, open_tasks: ask}}, states: {x: {tasks: {weigh: {title: Weigh, "
    "required: true, form: weigh}}}}}\n"
    "  stop: {type: final}\n"
    "tasks: {file: {title: Keep the file, required: true}}\n";

static int begin(void **state)
{
    (void)state;
    bench_begin(&bench, yaml);
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

static void what_is_done_is_done_with_its_answers(void **state)
{
    (void)state;
    must(&bench,
         "{'event':'ask','tasks':{'call':{'how':'done','reason':'by phone','data':{'mood':'well'}}}}");
    assert_in(&bench, "b");
    assert_document(&bench, "data.mood", "'well'"); /* in time for what is required */
    assert_notes(&bench, "settled", "[{'task':'call','how':'done','reason':'by phone'}]");
    assert_ledger(&bench, "heard met 2026-01-10→2026-01-10 | call met 2026-01-07→2026-01-07");
}

static void its_form_is_asked(void **state)
{
    (void)state;
    refuses("{'event':'ask','tasks':{'call':{'how':'done','reason':'so'}}}",
            "form: mood: An answer is needed.");
    assert_text(bench.plan->unmet.at[0].field, "tasks.call.mood");
    refuses("{'event':'ask','tasks':{'call':{'how':'done','reason':'so','data':{'mood':7,'x':1}}}}",
            "form: x is not asked here. | form: mood: This must be a text.");
    refuses("{'event':'ask','tasks':{'call':{'how':'done','reason':'so','data':{'mood':'ill'}}}}",
            "requires: Too sad.");
}

static void what_is_not_done_is_noted(void **state)
{
    (void)state;
    must(&bench, "{'event':'end','tasks':{'call':{'how':'handed-on','reason':'moved','to':'Bea at LBHF'},"
                 "'rest':{'how':'cancelled','reason':' no time '},'file':{'how':'done','reason':'kept'}}}");
    assert_notes(&bench, "settled",
                 "[{'task':'call','how':'handed-on','reason':'moved','to':'Bea at LBHF'},"
                 "{'task':'file','how':'done','reason':'kept'},"
                 "{'task':'rest','how':'cancelled','reason':'no time'}]");
    assert_ledger(&bench, "call void 2026-01-07→2026-01-07 | heard void 2026-01-10→2026-01-10");
}

static void it_says_what_to_do(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"{'cal':{'how':'done','reason':'x'}}", "form: There is no task “cal”; did you mean “call”?"},
        {"{'zzzzzz':{'how':'done','reason':'x'}}", "form: There is no task “zzzzzz”."},
        {"{'call[':{'how':'done','reason':'x'}}", "form: There is no task “call[”; did you mean “call”?"},
        {"{'ring':{'how':'done','reason':'x'}}",
         "form: “ring” is not open, so there is nothing to settle: leave it out."},
        {"{'call[1]':{'how':'cancelled','reason':'x'}}",
         "form: “Call them” is not open, so there is nothing to settle: leave it out."},
        {"{'call':'done'}", "form: Say how “Call them” is settled: done, cancelled or handed-on."},
        {"{'call':{'how':'skipped','reason':'x'}}",
         "form: Say how “Call them” is settled: done, cancelled or handed-on."},
        {"{'call':{'how':'cancelled','reason':' '}}",
         "form: Say why “Call them” is settled like this: a reason is needed."},
        {"{'call':{'how':'cancelled','reason':'x','to':'bea'}}",
         "form: “to” names whom “Call them” was handed to, and goes with handed-on."},
        {"{'call':{'how':'handed-on','reason':'x','to':''}}",
         "form: “to” names whom “Call them” was handed to, and goes with handed-on."},
        {"{'call':{'how':'cancelled','reason':'x','data':{}}}",
         "form: “data” is what “Call them” was answered, a group of answers, and goes with done."},
        {"{'call':{'how':'cancelled','reason':'x','why':'y'}}",
         "form: A task is settled by “how” and “reason”, and perhaps “to” and “data”; “why” is none of "
         "them."},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        refuses(arena_printf(&bench.arena, "{'event':'end','tasks':%s}", cases[i][0]), cases[i][1]);
        assert_true(text_starts(bench.plan->unmet.at[0].field, TEXT("tasks.")));
    }
}

static void only_where_it_is_asked(void **state)
{
    (void)state;
    refuses("{'event':'go','tasks':{'call':{'how':'cancelled','reason':'x'}}}",
            "task: A task is still to be done: Call them.");
    refuses("{'event':'on','tasks':{'call':{'how':'cancelled','reason':'x'}}}",
            "form: “Call them” is not left by this event: settle it by one of its own, such as "
            "task.call.done.");
    assert_text(bench.plan->unmet.at[0].field, "tasks.call");
    refuses("{'event':'in','tasks':{'call':{'how':'cancelled','reason':'x'},"
            "'tidy':{'how':'done','reason':'x'}}}",
            "form: “Call them” is not left by this event: settle it by one of its own, such as "
            "task.call.done.");
    must(&bench,
         "{'event':'in','tasks':{'tidy':{'how':'done','reason':'x'}}}"); /* what is not required, too */
    assert_in(&bench, "a.f");
}

static void who_may_not_do_it_may_not_say_that_it_is_done(void **state)
{
    (void)state;
    must(&bench, "{'event':'task.look.done'}");
    refuses("{'event':'end','role':'worker','tasks':{'sign':{'how':'done','reason':'x'}}}",
            "role: This is for: Lead. | task: Somebody else than who did “look” must do this.");
    refuses("{'event':'end','role':'lead','tasks':{'call':{'how':'done','reason':'x','data':{'mood':'w'}}}}",
            "role: This is for: Worker.");
}

/* Work that belongs to the whole case is left when it closes. */
static void closing_leaves_what_is_the_roots(void **state)
{
    (void)state;
    must(&bench, "{'event':'task.call.done','data':{'mood':'well'}}");
    must(&bench, "{'event':'go'}");
    refuses("{'event':'end'}", "task: A task is still to be done: Keep the file.");
    must(&bench, "{'event':'task.file.done'}");
    must(&bench, "{'event':'end'}");
    assert_in(&bench, "stop");
}

static void each_strand_has_its_own(void **state)
{
    (void)state;
    bench_end(&bench);
    bench_begin(&bench, yaml);
    opens(&bench, "{'child':[{'weight':1},{'weight':2},{'weight':3}],'mood':'well'}");
    must(&bench, "{'event':'task.call.done'}");
    must(&bench, "{'event':'go'}");
    must(&bench, "{'event':'in'}");
    refuses("{'event':'ask','tasks':{'weigh[2]':{'how':'done','reason':'x','data':{'weight':5}}}}",
            "task: A task is still to be done: Weigh. | task: A task is still to be done: Weigh.");
    must(&bench, "{'event':'ask','tasks':{'weigh[2]':{'how':'done','reason':'x','data':{'weight':5}},"
                 "'weigh':{'how':'cancelled','reason':'y'}}}");
    assert_document(&bench, "data.child", "[{'id':1,'weight':1},{'id':2,'weight':5},{'id':3,'weight':3}]");
    assert_notes(&bench, "settled",
                 "[{'task':'weigh[1]','how':'cancelled','reason':'y'},"
                 "{'task':'weigh[3]','how':'cancelled','reason':'y'},"
                 "{'task':'weigh[2]','how':'done','reason':'x'}]");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_done_is_done_with_its_answers, begin, end),
        cmocka_unit_test_setup_teardown(its_form_is_asked, begin, end),
        cmocka_unit_test_setup_teardown(what_is_not_done_is_noted, begin, end),
        cmocka_unit_test_setup_teardown(it_says_what_to_do, begin, end),
        cmocka_unit_test_setup_teardown(only_where_it_is_asked, begin, end),
        cmocka_unit_test_setup_teardown(who_may_not_do_it_may_not_say_that_it_is_done, begin, end),
        cmocka_unit_test_setup_teardown(closing_leaves_what_is_the_roots, begin, end),
        cmocka_unit_test_setup_teardown(each_strand_has_its_own, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

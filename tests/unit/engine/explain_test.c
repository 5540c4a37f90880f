/* What can be done now, by whom, and why the rest cannot: the same reasons that a plan would give, and
 * nothing done. */
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

static struct explanation *explained(role_set roles)
{
    struct subject *subject = subject_of(&bench);
    struct json before = subject_write(&bench.arena, subject);
    struct explain_request request = {.actor = TEXT("ann"), .roles = roles, .now = bench.now};
    struct explanation *explanation =
        explain_build(&bench.arena, &bench.world, subject, &request, &bench.rules);
    assert_string_equal(written(&bench, subject_write(&bench.arena, subject)), written(&bench, before));
    return explanation;
}

/* "event outcome [code: text …]" a line, for an actor with ROLE ("": every role). */
static void assert_explained(const char *role, const char *expected)
{
    struct buffer out;
    role_set roles = role[0] ? definition_role(bench.definition, text_of(role)) : ~(role_set)0;
    buffer_init(&out, &bench.arena);
    vector_each(const struct explained, one, &explained(roles)->events)
    {
        buffer_printf(&out, "%.*s%s%.*s %s", TEXT_ARGS(one->event), one->of.size ? " of " : "",
                      TEXT_ARGS(one->of), outcome_name(one->outcome));
        vector_each(const struct unmet, unmet, &one->unmet)
        {
            buffer_printf(&out, " [%s: %.*s]", unmet->code, TEXT_ARGS(unmet->text));
        }
        buffer_byte(&out, '\n');
    }
    assert_text(buffer_result(&out), expected);
}

static const char whole[] =
    "roles: {worker: Worker, lead: {title: Lead, includes: [worker]}}\n"
    "fields: {n: {type: number, default: 1}, m: {type: number}}\n"
    "rules: {eligible: {gives: yes/no, default: true}, broken: {gives: yes/no, default: true}}\n"
    "forms: {f: {title: Numbers, fields: [m]}, g: {fields: [n]}}\n"
    "events:\n"
    "  open: {}\n"
    "  go: {title: Go on, roles: [lead]}\n"
    "  back: {}\n"
    "  never: {}\n"
    "  ask: {}\n"
    "  fill: {form: f}\n"
    "  own: {form: f}\n"
    "  bad: {}\n"
    "  allocate: {roles: [lead]}\n"
    "  note: {}\n"
    "  undo: {}\n"
    "initial: a\n"
    "states:\n"
    "  a:\n"
    "    tasks:\n"
    "      call: {title: Call, role: lead, form: [f, g]}\n"
    "      ring: {optional: true}\n"
    "      sing: {optional: true, when: data.n > 1}\n"
    "      sign: {required: true}\n"
    "    on:\n"
    "      go: {target: b, requires: [{if: data.n > 1, else: Too few., who: lead, override: lead}]}\n"
    "      never: {guard: data.n > 5}\n"
    "      ask: {requires: [{rule: eligible}]}\n"
    "      fill: {guard: data.m > 5}\n"
    "      own: {form: g}\n"
    "      bad: {requires: [{rule: broken}]}\n"
    "  b: {on: {back: a}}\n";

static void every_event_is_explained_in_the_order_of_the_file(void **state)
{
    (void)state;
    opens(&bench, NULL);
    bench.fake.answer = (struct rule_answer){.sentence = TEXT("Lives outside.")};
    assert_explained("", "go refused [requires: Too few.] [task: A task is still to be done: sign.]\n"
                         "back refused [not-now: “back” is not possible at this point.]\n"
                         "never refused [guard: “never” does not apply as things stand.]\n"
                         "ask refused [rule: Lives outside.]\n"
                         "fill done\n" /* its form may make the guard hold */
                         "own done\n"
                         "bad failed\n"
                         "allocate done\n"
                         "undo done\n"
                         "task.call.done done\n"
                         "task.sign.done done\n"
                         "task.ring.added done\n"
                         "task.sing.added refused [task: sing cannot be added now.]\n");
    bench.fake.answer.holds = true;
    assert_explained(
        "worker", "go refused [role: This is for: Lead.] [requires: Too few.] [task: A task is still to be "
                  "done: sign.]\n"
                  "back refused [not-now: “back” is not possible at this point.]\n"
                  "never refused [guard: “never” does not apply as things stand.]\n"
                  "ask done\n"
                  "fill done\n"
                  "own done\n"
                  "bad failed\n"
                  "allocate refused [role: This is for: Lead.]\n"
                  "undo done\n"
                  "task.call.done refused [role: This is for: Lead.]\n"
                  "task.sign.done done\n"
                  "task.ring.added done\n"
                  "task.sing.added refused [task: sing cannot be added now.]\n");
}

static void it_says_who_and_what_to_fill_in(void **state)
{
    (void)state;
    opens(&bench, NULL);
    struct explanation *explanation = explained(~(role_set)0);
    struct json json = explanation_json(&bench.arena, subject_of(&bench), explanation);
    assert_json(
        &bench, json.elements[0],
        "{'event':'go','outcome':'refused','title':'Go on','unmet':[{'code':'requires','override':true,"
        "'override_by':'Lead','seen':{'n':1},'text':'Too few.','who':'Lead'},{'code':'task','text':"
        "'A task is still to be done: sign.'}],'who':'Lead'}");
    assert_json(&bench, json.elements[4],
                "{'event':'fill','forms':['f'],'outcome':'done','title':'fill','unmet':[]}");
    assert_json(&bench, json.elements[5],
                "{'event':'own','forms':['g'],'outcome':'done','title':'own','unmet':[]}");
    assert_json(&bench, json.elements[9],
                "{'event':'task.call.done','forms':['f','g'],'outcome':'done','title':'Call','unmet':[],'who'"
                ":'Lead'}");
}

/* What explain says is what a plan does. */
static void a_plan_does_as_explained(void **state)
{
    (void)state;
    opens(&bench, NULL);
    struct text document = bench.document;
    struct explanation *explanation = explained(~(role_set)0);
    vector_each(const struct explained, one, &explanation->events)
    {
        if (one->form_count || text_is(one->event, "allocate") || text_is(one->event, "undo")) {
            continue; /* needs answers, or the journal */
        }
        bench.document = document;
        bench.version = 1;
        enum outcome outcome =
            does(&bench, arena_printf(&bench.arena, "{'event':'%.*s'}", TEXT_ARGS(one->event)));
        assert_string_equal(outcome_name(outcome), outcome_name(one->outcome));
        assert_int_equal(bench.plan->unmet.count, one->unmet.count);
        for (size_t i = 0; i < one->unmet.count; i++) {
            assert_string_equal(
                written(&bench, unmet_json(&bench.arena, bench.definition, &bench.plan->unmet.at[i])),
                written(&bench, unmet_json(&bench.arena, bench.definition, &one->unmet.at[i])));
        }
    }
}

static void events_that_none_declares_are_known_by_their_transitions(void **state)
{
    (void)state;
    opens(&bench, NULL);
    assert_explained("", "stop done\ngo done\nback refused [not-now: “back” is not possible at this "
                         "point.]\ntask.y.done done\n");
}

static const char undeclared[] =
    "initial: a\n"
    "states: {a: {on: {go: b, up.*: b, task.x.done: b}, tasks: {y: {}}}, b: {on: {back: a, go: a}, "
    "tasks: {x: {}}}}\n"
    "on: {stop: {}}\n";

static void open_work_of_a_strand_says_whose_it_is(void **state)
{
    (void)state;
    opens(&bench, "{'child':[{},{}]}");
    must(&bench, "{'event':'task.weigh.done','of':'child/1'}");
    assert_explained("", "seen done\ntask.weigh.done of child/2 done\n");
}

static const char strands[] =
    "fields: {child: {type: list, of: {name: text}}}\n"
    "events: {open: {}, seen: {}}\n"
    "states: {s: {each: child, states: {x: {tasks: {weigh: {}}, on: {seen: {}}}}}}\n";

static void a_closed_case_takes_nothing(void **state)
{
    (void)state;
    opens(&bench, NULL);
    must(&bench, "{'event':'end'}");
    assert_explained("", "end refused [closed: This case is closed.]\nreopen done\nnote done\n");
}

static const char reopening[] =
    "roles: {worker: Worker, lead: {title: Lead, includes: [worker]}}\n"
    "fields: {n: {type: number, default: 1}, m: {type: number}}\n"
    "forms: {why: {fields: [m]}}\n"
    "events: {open: {}, end: {}, correct: {roles: [worker]}, reopen: {title: Open again, roles: [worker]}}\n"
    "initial: s\n"
    "on: {reopen: {target: s, form: why, roles: [lead], requires: [{if: data.n > 1, else: Too soon.}, "
    "{if: data.m > 1, else: Not asked yet.}]}}\n"
    "states: {s: {on: {end: stop}}, stop: {type: final}}\n";

static void a_reopening_has_its_roles_form_and_requirements(void **state)
{
    (void)state;
    opens(&bench, NULL);
    assert_explained("", "end done\ncorrect done\n");
    must(&bench, "{'event':'end'}");
    assert_explained("worker", "end refused [closed: This case is closed.]\n"
                               "correct done\n"
                               "reopen refused [role: This is for: Lead.] [requires: Too soon.]\n"
                               "note done\n");
    struct explanation *explanation = explained(~(role_set)0);
    struct json json = explanation_json(&bench.arena, subject_of(&bench), explanation);
    assert_json(&bench, json.elements[2],
                "{'event':'reopen','title':'Open again','outcome':'refused','who':'Lead','forms':['why'],"
                "'unmet':[{'code':'requires','text':'Too soon.','seen':{'n':1}}]}");
}

static const char asking[] =
    "fields: {n: {type: number, default: 1}, m: {type: number}}\n"
    "forms: {why: {fields: [m, {o: {type: number}}]}}\n"
    "events: {open: {}, end: {form: why}, go: {}}\n"
    "initial: s\n"
    "states:\n"
    "  s:\n"
    "    on:\n"
    "      end: {target: stop, requires: [{if: data.m > 1, else: Not asked yet.}, {if: event.data.o > 1, "
    "else: "
    "Nor this.},\n"
    "        {if: data.m > 1 and event.data.o > 1, else: Nor both.},\n"
    "        {if: data.n > 1, else: Too few.}, {if: data.n > 1 and data.m > 1, else: Both.}]}\n"
    "      go: {target: stop, form: why, requires: [{if: data.m > 1, else: Not asked yet.}]}\n"
    "  stop: {type: final}\n";

static void what_the_events_own_form_asks_stands_against_nothing_yet(void **state)
{
    (void)state;
    opens(&bench, NULL);
    assert_explained("", "end refused [requires: Too few.] [requires: Both.]\ngo done\n");
    must(&bench, "{'event':'go','data':{'m':2}}"); /* as it was said */
}

static void a_case_that_closed_as_it_opened_has_nowhere_to_go_back_to(void **state)
{
    (void)state;
    opens(&bench, NULL);
    assert_explained("", "reopen refused [not-now: It is not known where this case stood before it was "
                         "closed, and the workflow does not say where to go on.]\n"
                         "note done\n");
}

static const char linking[] =
    "roles: {worker: Worker, lead: Lead}\n"
    "events: {open: {}, go: {}, link: {title: Link, roles: [worker]}, linked: {}, merge: {roles: [lead]}, "
    "unmerge: {roles: [lead]}}\n"
    "initial: s\n"
    "states: {s: {on: {go: {}, link: {requires: [{if: not In(\"s\"), else: Not here.}]}}}}\n";

static void links_and_merging_are_told_where_they_are_declared(void **state)
{
    (void)state;
    bench.known[bench.known_count++] = (struct known_record){.asked = TEXT("C-2"),
                                                             .reference = TEXT("C-2"),
                                                             .workflow = TEXT("w"),
                                                             .opened = bench.now,
                                                             .closed = INSTANT_NONE};
    opens(&bench, NULL);
    assert_explained("worker", "go done\n"
                               "link refused [requires: Not here.]\n"
                               "merge refused [role: This is for: Lead.]\n");
    must(&bench, "{'event':'merge','data':{'into':'C-2'}}");
    assert_explained("worker", "go refused [closed: This case was merged into C-2; work goes on there.]\n"
                               "unmerge refused [role: This is for: Lead.]\n");
    assert_explained("lead", "go refused [closed: This case was merged into C-2; work goes on there.]\n"
                             "unmerge done\n");
}

static const char closing[] = "events: {open: {}, end: {}}\ninitial: s\n"
                              "states: {s: {on: {end: stop}, tasks: {t: {}}}, stop: {type: final}}\n";

static const char acts[] =
    "roles: {worker: Worker, lead: {title: Lead, includes: [worker]}, boss: Boss}\n"
    "fields: {child: {type: list, of: {n: number}}, few: {type: yes/no, default: true}}\n"
    "forms: {f: {fields: [child]}}\n"
    "events: {open: {form: f}, task.call.skipped: {title: Leave out the call, roles: [boss]}, go: {roles: "
    "[worker]}}\n"
    "initial: s\n"
    "states:\n"
    "  s:\n"
    "    on: {go: {target: s, roles: [lead]}}\n"
    "    tasks: {call: {title: Call, role: worker}}\n"
    "    each: child\n"
    "    initial: a\n"
    "    states:\n"
    "      a: {tasks: {ring: {title: Ring, optional: true}, sing: {optional: true, when: item.n > 1}}}\n";

static void optional_tasks_and_rights_of_their_own_are_explained(void **state)
{
    (void)state;
    opens(&bench, "{'child':[{'n':1},{'n':2}]}");
    must(&bench, "{'event':'task.ring.added','of':'child/1'}");
    assert_explained("lead", "go done\n"
                             "task.call.done done\n"
                             "task.call.skipped refused [role: This is for: Boss.]\n"
                             "task.ring.done of child/1 done\n"
                             "task.ring.added of child/2 done\n"
                             "task.sing.added of child/1 refused [task: sing cannot be added now.]\n"
                             "task.sing.added of child/2 done\n");
    struct explanation *explanation = explained(~(role_set)0);
    struct json json = explanation_json(&bench.arena, subject_of(&bench), explanation);
    /* both the event and its transition must allow it */
    assert_string_equal(written(&bench, *json_member_of(&json.elements[0], "who")), "\"Lead\"");
    assert_json(&bench, json.elements[2],
                "{'event':'task.call.skipped','outcome':'done','title':'Leave out the call','unmet':[],"
                "'who':'Boss'}");
}

#define TEST(name, yaml) cmocka_unit_test_prestate_setup_teardown(name, begin, end, (void *)(yaml))

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_event_is_explained_in_the_order_of_the_file, whole),
        TEST(it_says_who_and_what_to_fill_in, whole),
        TEST(a_plan_does_as_explained, whole),
        TEST(events_that_none_declares_are_known_by_their_transitions, undeclared),
        TEST(open_work_of_a_strand_says_whose_it_is, strands),
        TEST(a_closed_case_takes_nothing, closing),
        TEST(a_reopening_has_its_roles_form_and_requirements, reopening),
        TEST(what_the_events_own_form_asks_stands_against_nothing_yet, asking),
        TEST(a_case_that_closed_as_it_opened_has_nowhere_to_go_back_to,
             "initial: s\nstates: {s: {type: final}}\n"),
        TEST(links_and_merging_are_told_where_they_are_declared, linking),
        TEST(optional_tasks_and_rights_of_their_own_are_explained, acts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

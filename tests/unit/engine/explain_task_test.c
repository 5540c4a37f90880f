/* What follows from an act on a task is explained with it: what its transitions require, as a plan would say.
 */
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

static struct explanation *explained(const char *role)
{
    role_set roles = role[0] ? definition_role(bench.definition, text_of(role)) : ~(role_set)0;
    struct subject *subject = subject_of(&bench);
    struct json before = subject_write(&bench.arena, subject);
    struct explain_request request = {.actor = TEXT("ann"), .roles = roles, .now = bench.now};
    struct explanation *explanation =
        explain_build(&bench.arena, &bench.world, subject, &request, &bench.rules);
    assert_string_equal(written(&bench, subject_write(&bench.arena, subject)), written(&bench, before));
    return explanation;
}

static void assert_explained(const char *role, const char *event, const char *expected)
{
    struct buffer out;
    buffer_init(&out, &bench.arena);
    vector_each(const struct explained, one, &explained(role)->events)
    {
        if (!text_is(one->event, event)) {
            continue;
        }
        buffer_string(&out, outcome_name(one->outcome));
        vector_each(const struct unmet, unmet, &one->unmet)
        {
            buffer_printf(&out, " [%s: %.*s]", unmet->code, TEXT_ARGS(unmet->text));
        }
        buffer_byte(&out, ' ');
    }
    assert_text(buffer_result(&out), arena_printf(&bench.arena, "%s ", expected));
}

static const char acts[] =
    "roles: {worker: Worker, lead: {title: Lead, includes: [worker]}}\n"
    "fields: {n: {type: number, default: 1}, m: {type: number}}\n"
    "forms: {f: {fields: [m]}}\n"
    "events: {open: {}, set: {}, task.call.skipped: {}, task.call.cancelled: {}}\n"
    "initial: a\n"
    "states:\n"
    "  a:\n"
    "    tasks:\n"
    "      call: {role: worker, required: true}\n"
    "      read: {form: f}\n"
    "      free: {}\n"
    "      sure: {}\n"
    "      ring: {optional: true}\n"
    "    on:\n"
    "      set: {actions: [{assign: {n: 2}}]}\n"
    "      task.call.done: {target: b, roles: lead, requires: [{if: data.n > 1, else: Too few., override: "
    "lead}]}\n"
    "      task.call.skipped: {target: b}\n"
    "      task.call.cancelled: {requires: [{if: 'not task(\"call\").open', else: It is open.}]}\n"
    "      task.read.done: {requires: [{if: data.m > 1, else: Not asked yet.}, {if: event.data.m > 1, else: "
    "Nor this.}, {if: data.n > 1, else: Too few.}]}\n"
    "      task.free.done: {guard: data.n > 1, requires: [{if: data.n > 2, else: Never.}]}\n"
    "      task.sure.done: {target: b}\n"
    "      task.ring.added: {requires: [{if: data.n > 1, else: Too few.}]}\n"
    "  b: {}\n";

static void what_the_transition_requires_stands_against_the_act(void **state)
{
    (void)state;
    opens(&bench, NULL);
    assert_explained("worker", "task.call.done", "refused [role: This is for: Lead.] [requires: Too few.]");
    assert_explained("lead", "task.call.done", "refused [requires: Too few.]");
    assert_explained("lead", "task.ring.added", "refused [requires: Too few.]");
    assert_explained("lead", "task.free.done", "done"); /* no guard holds: it moves nothing */
    /* The task itself has ended by then; another one that is required has not. */
    assert_explained("lead", "task.call.skipped", "done");
    assert_explained("lead", "task.call.cancelled", "done");
    assert_explained("lead", "task.sure.done", "refused [task: A task is still to be done: call.]");
    must(&bench, "{'event':'set'}");
    assert_explained("lead", "task.call.done", "done");
    assert_explained("lead", "task.ring.added", "done");
    assert_explained("lead", "task.free.done", "refused [requires: Never.]");
}

/* Its form's answers are not known yet; what does not hang on them is. */
static void what_the_form_will_say_stands_against_nothing(void **state)
{
    (void)state;
    opens(&bench, NULL);
    assert_explained("", "task.read.done", "refused [requires: Too few.]");
    must(&bench, "{'event':'set'}");
    assert_explained("", "task.read.done", "done");
    assert_int_equal(does(&bench, "{'event':'task.read.done','data':{'m':1}}"), OUTCOME_REFUSED);
    assert_unmet(&bench, "requires: Not asked yet. | requires: Nor this.");
    must(&bench, "{'event':'task.read.done','data':{'m':2}}");
}

static void who_may_is_of_both(void **state)
{
    (void)state;
    opens(&bench, NULL);
    vector_each(const struct explained, one, &explained("")->events)
    {
        if (text_is(one->event, "task.call.done")) {
            assert_int_equal(one->roles, 2); /* the lead alone */
        }
    }
}

/* What explain says is what a plan does. */
static void a_plan_does_as_explained(void **state)
{
    (void)state;
    opens(&bench, NULL);
    struct text document = bench.document;
    vector_each(const struct explained, one, &explained("")->events)
    {
        if (one->form_count) {
            continue;
        }
        bench.document = document;
        bench.version = 1;
        enum outcome outcome =
            does(&bench,
                 arena_printf(&bench.arena, "{'event':'%.*s','data':{'reason':'x'}}", TEXT_ARGS(one->event)));
        assert_string_equal(outcome_name(outcome), outcome_name(one->outcome));
        assert_int_equal(bench.plan->unmet.count, one->unmet.count);
    }
}

static const char strands[] =
    "fields: {child: {type: list, of: {n: number}}}\n"
    "events: {open: {}}\n"
    "states: {s: {each: child, states: {x: {tasks: {weigh: {required: true}}, on: {task.weigh.done: {target: "
    "y, requires: [{if: item.n > 1, else: Too light.}]}}}, y: {}}}}\n";

static void each_strand_is_asked_of_its_own_item(void **state)
{
    (void)state;
    opens(&bench, "{'child':[{'n':1},{'n':2}]}");
    assert_explained("", "task.weigh.done", "refused [requires: Too light.] done");
}

#define TEST(name, yaml) cmocka_unit_test_prestate_setup_teardown(name, begin, end, (void *)(yaml))

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_the_transition_requires_stands_against_the_act, acts),
        TEST(what_the_form_will_say_stands_against_nothing, acts),
        TEST(who_may_is_of_both, acts),
        TEST(a_plan_does_as_explained, acts),
        TEST(each_strand_is_asked_of_its_own_item, strands),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

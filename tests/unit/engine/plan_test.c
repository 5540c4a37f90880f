/* A command becomes a plan: its outcome, what it refuses, what leaves the case, what plugins may do; and the
 * answer. */
#include "support.h"

#include <string.h>

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

static void refuses(const char *command, const char *unmet)
{
    if (does(&bench, command) != OUTCOME_REFUSED) {
        fail_msg("%s: %s", command, written(&bench, plan_answer(&bench.arena, bench.plan)));
    }
    assert_unmet(&bench, unmet);
}

static void fails(const char *command, const char *sentence)
{
    assert_string_equal(outcome_name(does(&bench, command)), "failed");
    assert_string_equal(bench.plan->failure.message, sentence);
}

/* --- opening and outcomes ------------------------------------------------------------------- */

static const char plain[] =
    "roles: {worker: Worker, lead: {title: Lead, includes: [worker]}, boss: {title: Boss, includes: "
    "[lead]}}\n"
    "fields: {n: {type: number, default: 1}, secret: {type: text, sensitive: true}}\n"
    "rules:\n"
    "  eligible: {title: May they, gives: yes/no, default: true}\n"
    "  broken: {gives: yes/no, default: true}\n"
    "events: {open: {roles: [worker]}, go: {title: Go on, roles: [worker]}, back: {}, ask: {}, pair: {}, "
    "must: {},\n"
    "         shaky: {}, tied: {}, declared: {}, allocate: {roles: [lead]}, note: {roles: [lead]}, in: {}}\n"
    "initial: a\n"
    "states:\n"
    "  a:\n"
    "    on:\n"
    "      go: b\n"
    "      ask: {requires: [{rule: eligible, override: lead}], target: b}\n"
    "      pair:\n"
    "        requires:\n"
    "          - {if: data.n == 2, else: It is not two., who: worker}\n"
    "          - {if: data.secret == \"x\", else: It is not known., who: lead}\n"
    "        override: [lead]\n"
    "      must: {requires: [{if: data.n == 2, else: It must be two., override: never}], override: [lead]}\n"
    "      shaky: {requires: [{if: nil + 1, else: Nobody knows.}]}\n"
    "      tied: {requires: [{rule: broken}]}\n"
    "      in: {actions: [{raise: tied}, {raise: pair}, {raise: go}]}\n"
    "      allocate: {guard: data.n == 1, actions: [{assign: {n: 5}}]}\n"
    "  b: {on: {back: {roles: [boss], target: a}}}\n";

static void opening_makes_a_case(void **state)
{
    (void)state;
    bench.now = at("2026-01-05T12:00Z");
    must(&bench, "{'event':'open','area':'wcc','at':'2026-01-02T09:00Z','data':{'n':3}}");
    const struct plan *plan = bench.plan;
    assert_instant(plan->happened, "2026-01-02T09:00:00Z");
    assert_instant(plan->recorded, "2026-01-05T12:00:00Z");
    assert_int_equal(plan->before.type, JSON_NULL);
    assert_json(&bench, plan->document,
                "{'area':'wcc','configuration':{'a':1767344400000},'data':{'n':3},'opened':1767344400000}");
    assert_json(&bench, plan->changes,
                "[{'after':'wcc','path':['area']},{'after':{'a':1767344400000},'path':['configuration']},"
                "{'after':{'n':3},'path':['data']},{'after':1767344400000,'path':['opened']}]");
    assert_int_equal(plan->after->version, 1);
    must(&bench, "{'event':'go','recorded':'2026-01-05T11:00Z'}");
    assert_instant(bench.plan->recorded, "2026-01-05T11:00:00Z");
}

static void only_who_may_opens(void **state)
{
    (void)state;
    refuses("{'event':'open','role':'stranger'}", "role: This is for: Worker.");
    must(&bench, "{'event':'open','role':'boss'}");
}

static void an_event_that_nobody_knows_is_unknown(void **state)
{
    (void)state;
    opens(&bench, NULL);
    assert_string_equal(outcome_name(does(&bench, "{'event':'dance'}")), "unknown");
    assert_int_equal(bench.plan->unmet.count, 0);
    assert_json(
        &bench, plan_answer(&bench.arena, bench.plan),
        "{'case':'C-1','configuration':['a'],'data':{'n':1},'event':'dance','outcome':'unknown','unmet':[],"
        "'version':1}");
}

static void an_answer_says_what_is_so(void **state)
{
    (void)state;
    opens(&bench, NULL);
    assert_json(
        &bench, plan_answer(&bench.arena, bench.plan),
        "{'case':'C-1','configuration':['a'],'data':{'n':1},'event':'open','outcome':'done','unmet':[],"
        "'version':1}");
    assert_json(&bench, subject_answer(&bench.arena, subject_of(&bench)),
                "{'case':'C-1','configuration':['a'],'data':{'n':1},'event':null,'outcome':'done','unmet':[],"
                "'version':1}");
    (void)does(&bench, "{'event':'pair','role':'worker'}");
    assert_json(
        &bench, plan_answer(&bench.arena, bench.plan),
        "{'case':'C-1','configuration':['a'],'data':{'n':1},'event':'pair','outcome':'refused','unmet':["
        "{'code':'requires','override':true,'override_by':'Lead','seen':{'n':1},'text':'It is not "
        "two.','who':'Worker'},"
        "{'code':'requires','override':true,'override_by':'Lead','text':'It is not "
        "known.','who':'Lead'}],'version':1}");
    (void)does(&bench, "{'event':'tied'}");
    assert_json(
        &bench, plan_answer(&bench.arena, bench.plan),
        "{'case':'C-1','configuration':['a'],'data':{'n':1},'error':'plugins/x/init.lua:1: it is broken',"
        "'event':'tied','outcome':'failed','unmet':[],'version':1}");
}

static void all_outcomes_have_names(void **state)
{
    (void)state;
    assert_string_equal(outcome_name(OUTCOME_DONE), "done");
    assert_string_equal(outcome_name(OUTCOME_REFUSED), "refused");
    assert_string_equal(outcome_name(OUTCOME_UNKNOWN), "unknown");
    assert_string_equal(outcome_name(OUTCOME_FAILED), "failed");
}

/* --- who and what is required ------------------------------------------------------------------ */

static void roles_include_and_refuse(void **state)
{
    (void)state;
    opens(&bench, NULL);
    refuses("{'event':'go','role':'stranger'}", "role: This is for: Worker.");
    assert_text(bench.plan->unmet.at[0].who, "Worker");
    must(&bench, "{'event':'go','role':'stranger lead'}"); /* several, of which one includes the worker */
    refuses("{'event':'back','role':'lead'}", "role: This is for: Boss.");
    must(&bench, "{'event':'back','role':'boss'}");
    bench.command.origin = ORIGIN_IMPORT; /* for an import roles do not hold */
    must(&bench, "{'event':'go','role':'stranger'}");
}

static void not_now_and_guard_are_told_apart(void **state)
{
    (void)state;
    opens(&bench, NULL);
    refuses("{'event':'back'}", "not-now: “back” is not possible at this point.");
    refuses("{'event':'declared'}", "not-now: “declared” is not possible at this point.");
    must(&bench, "{'event':'go'}");
    refuses("{'event':'go'}", "not-now: “Go on” is not possible at this point."); /* by its title */
    refuses("{'event':'go','role':'stranger'}", "not-now: “Go on” is not possible at this point.");
}

static void a_rule_is_asked_and_its_sentence_told(void **state)
{
    (void)state;
    opens(&bench, NULL);
    bench.fake.answer = (struct rule_answer){.holds = false, .sentence = TEXT("Lives outside.")};
    refuses("{'event':'ask','role':'worker'}", "rule: Lives outside.");
    assert_true(bench.plan->unmet.at[0].may_override);
    assert_json(&bench, bench.plan->transcript, "[{'call':'eligible','gave':false}]");
    bench.fake.answer.sentence = (struct text){0};
    refuses("{'event':'ask'}", "rule: May they: no.");
    must(&bench, "{'event':'ask','role':'lead','override':'a hard case'}");
    assert_document(
        &bench, "exceptions",
        "[{'at':1767603600000,'by':'ann','event':'ask','reason':'a hard case','unmet':'May they: no.'}]");
    must(&bench, "{'event':'back','role':'boss'}");
    bench.fake.answer.holds = true;
    must(&bench, "{'event':'ask','override':'not needed'}"); /* what is met is no exception */
    assert_int_equal(subject_of(&bench)->exceptions.count, 1);
}

static void an_exception_needs_a_role_and_a_reason(void **state)
{
    (void)state;
    opens(&bench, NULL);
    refuses("{'event':'pair','role':'worker','override':'I say so'}",
            "requires: It is not two. | requires: It is not known.");
    must(&bench, "{'event':'pair','role':'lead','override':'I say so'}");
    assert_int_equal(subject_of(&bench)->exceptions.count, 2);
    refuses("{'event':'must','override':'I say so'}", "requires: It must be two.");
    assert_false(bench.plan->unmet.at[0].may_override);
}

static void a_condition_that_fails_inside_is_unmet(void **state)
{
    (void)state;
    opens(&bench, NULL);
    refuses("{'event':'shaky'}", "requires: Nobody knows.");
    assert_notes(&bench, "errors",
                 "[{'line':21,'message':'attempt to perform arithmetic on a nil value','what':'requires'}]");
}

static void a_rule_that_fails_fails_the_plan(void **state)
{
    (void)state;
    opens(&bench, NULL);
    fails("{'event':'tied'}", "plugins/x/init.lua:1: it is broken");
    fails("{'event':'in'}", "plugins/x/init.lua:1: it is broken"); /* of an internal event too */
}

/* The engine's own events, with a right of their own where one is declared. */
static void allocate_and_note_are_the_engines_own(void **state)
{
    (void)state;
    opens(&bench, NULL);
    refuses("{'event':'allocate','role':'worker','data':{'worker':'bea'}}", "role: This is for: Lead.");
    refuses("{'event':'allocate','role':'lead'}", "form: Say to which worker.");
    refuses("{'event':'allocate','data':{'worker':7}}", "form: Say to which worker.");
    must(&bench, "{'event':'allocate','role':'lead','data':{'worker':'bea'}}");
    assert_document(&bench, "worker", "'bea'");
    assert_document(&bench, "data.n", "5"); /* the statechart heard of it */
    must(&bench, "{'event':'allocate','data':{'worker':null}}");
    assert_document(&bench, "worker", "nothing");
    refuses("{'event':'note','role':'worker'}", "role: This is for: Lead.");
    must(&bench, "{'event':'note','role':'lead','data':{'text':'so'}}");
}

static void what_is_not_done_leaves_no_trace(void **state)
{
    (void)state;
    refuses("{'event':'open','role':'stranger'}", "role: This is for: Worker.");
    assert_int_equal(bench.plan->document.type, JSON_NULL);
    assert_int_equal(bench.plan->after->configuration.count, 0);
    assert_int_equal(bench.plan->after->version, 0);
    assert_text(bench.plan->after->reference, "C-1");
    assert_int_equal(bench.plan->next_id, 100);
}

/* --- what leaves the case ------------------------------------------------------------------------ */

static const char leaving[] =
    "roles: {lead: Lead}\n"
    "fields: {parent: {type: person}, n: {type: number, default: 0}, story: {type: long text},\n"
    "         child: {type: list, of: {name: text}}}\n"
    "messages:\n"
    "  staff: {to: lead, subject: About ((data.n)), text: It is ((data.n)) after ((event.name)) of "
    "((event.data.by)).}\n"
    "  client: {to: parent, client: true, text: Hello., while: data.n < 3}\n"
    "  later: {to: lead, text: Later., at: = date(\"2026-02-01\")}\n"
    "  each: {to: lead, text: It is ((item.name)).}\n"
    "events: {open: {}, go: {}, up: {}, tell: {}, many: {}, more: {}, much: {}, far: {}}\n"
    "initial: s\n"
    "states:\n"
    "  s:\n"
    "    on:\n"
    "      go:\n"
    "        actions: [{notify: staff}, {notify: client}, {notify: later}, {raise: up}, {assign: {n: = "
    "data.n + 1}}]\n"
    "      up: {actions: [{assign: {n: = data.n + 1}}]}\n"
    "      tell: {actions: [{tell: parent, event: name.changed, data: {name: = data.n}}, {tell: earlier, "
    "event: go}]}\n"
    "      much: {actions: [{tell: parent, event: name.changed, data: {a: = data.story, b: = data.story, c: "
    "= data.story}},\n"
    "                       {assign: {n: 9}}]}\n"
    "      error.execution: {actions: [{assign: {n: -1}}]}\n"
    "      many: {actions: [{notify: staff}, {raise: more}]}\n"
    "      more: {guard: data.n < 100, actions: [{notify: staff}, {raise: more}, {assign: {n: = data.n + "
    "1}}]}\n"
    "      far: t\n"
    "  t: {each: child, states: {x: {entry: [{notify: each}]}}}\n";

/* The event as it was, the case as it will stand. */
static void messages_are_written_from_the_case_as_it_will_stand(void **state)
{
    (void)state;
    opens(&bench, "{'parent':'P-7'}");
    must(&bench, "{'event':'go','data':{'by':'train'}}");
    assert_int_equal(bench.plan->messages.count, 3);
    const struct outgoing *first = &bench.plan->messages.at[0], *second = first + 1, *third = first + 2;
    assert_text(first->subject_line, "About 2");
    assert_text(first->text, "It is 2 after go of train.");
    assert_int_equal(first->person.size, 0);
    assert_true(first->at == INSTANT_NONE);
    assert_text(second->person, "P-7");
    assert_instant(third->at, "2026-02-01T00:00:00Z");
    must(&bench, "{'event':'go'}"); /* now it is 4: `while` does not hold */
    assert_int_equal(bench.plan->messages.count, 2);
}

static void nobody_is_written_to_who_is_not_known(void **state)
{
    (void)state;
    opens(&bench, NULL);
    must(&bench, "{'event':'go'}");
    assert_int_equal(bench.plan->messages.count, 2);
}

static void an_import_is_quiet(void **state)
{
    (void)state;
    bench.quiet = true;
    opens(&bench, "{'parent':'P-7'}");
    must(&bench, "{'event':'go'}");
    assert_int_equal(bench.plan->messages.count, 0);
}

static void a_message_may_speak_of_an_item(void **state)
{
    (void)state;
    opens(&bench, "{'child':[{'name':'Ann'},{'name':'Bea'}]}");
    must(&bench, "{'event':'far'}");
    assert_int_equal(bench.plan->messages.count, 2);
    assert_text(bench.plan->messages.at[1].text, "It is Bea.");
    assert_int_equal(bench.plan->messages.at[1].item, 2);
}

static void one_event_sends_so_many(void **state)
{
    (void)state;
    opens(&bench, NULL);
    fails("{'event':'many'}", "one event would send more than 100 messages");
}

static void another_record_is_told(void **state)
{
    (void)state;
    opens(&bench, "{'parent':'P-7'}");
    must(&bench, "{'event':'tell'}"); /* the link `earlier` leads nowhere */
    assert_int_equal(bench.plan->told.count, 1);
    const struct told *told = &bench.plan->told.at[0];
    assert_int_equal(told->id, 0);
    assert_text(told->reference, "P-7");
    assert_text(told->event, "name.changed");
    assert_json(&bench, told->data, "{'name':0}");
}

/* What could never be read again as a command is not told. */
static void what_is_told_is_no_longer_than_a_command(void **state)
{
    (void)state;
    char *story = arena_alloc(&bench.arena, 30001);
    memset(story, 'x', 30000);
    story[30000] = '\0';
    opens(&bench, arena_printf(&bench.arena, "{'parent':'P-7','story':'%s'}", story));
    must(&bench, "{'event':'much'}");
    assert_int_equal(bench.plan->told.count, 0);
    assert_document(&bench, "data.n", "-1");
    assert_notes(&bench, "errors",
                 "[{'line':19,'message':'name.changed would tell more than 65536 bytes to another record'}]");
}

/* --- plugins ------------------------------------------------------------------------------------------ */

static const char plugged[] =
    "roles: {lead: Lead}\n"
    "fields: {n: {type: number}}\n"
    "messages: {hello: {to: lead, text: Hello}}\n"
    "events: {open: {}, go: {}, raised: {}, missing: {}}\n"
    "initial: s\n"
    "states:\n"
    "  s: {on: {go: {target: t, actions: [{call: act}]}, missing: {actions: [{call: missing}]}}}\n"
    "  t: {on: {raised: {actions: [{assign: {n: = event.data.n}}]}, error.execution: {actions: [{assign: {n: "
    "-1}}]}}}\n";

static void give(const struct effect *effects, size_t count)
{
    bench.fake.effects = effects;
    bench.fake.effect_count = count;
}

static void an_action_gives_effects(void **state)
{
    (void)state;
    const struct effect effects[] = {
        {.kind = EFFECT_ASSIGN, .name = TEXT("n"), .value = json_integer(3)},
        {.kind = EFFECT_NOTIFY, .name = TEXT("hello"), .value = json_null()},
        {.kind = EFFECT_LOG, .name = TEXT("was here"), .value = json_null()},
        {.kind = EFFECT_RAISE, .name = TEXT("raised"), .value = json_of(&bench.arena, "{'n':4}")},
    };
    opens(&bench, NULL);
    give(effects, 3);
    must(&bench, "{'event':'go'}");
    assert_document(&bench, "data.n", "3");
    assert_int_equal(bench.plan->messages.count, 1);
    assert_notes(&bench, "log", "['was here']");
    bench.document = (struct text){0};
    bench.version = 0;
    opens(&bench, NULL);
    give(effects, 4);
    must(&bench, "{'event':'go'}");
    assert_document(&bench, "data.n", "4");
}

static void effects_are_checked_before_they_are_believed(void **state)
{
    (void)state;
    static const struct {
        enum effect_kind kind;
        const char *name, *sentence;
    } wrong[] = {
        {EFFECT_ASSIGN, "m", "a plugin would assign m: the workflow has no such field"},
        {EFFECT_ASSIGN, "n", "a plugin would assign n: This must be a number."},
        {EFFECT_RAISE, "nothing", "a plugin would raise nothing, which the workflow does not know"},
        {EFFECT_NOTIFY, "bye", "a plugin would send bye, which is no message of the workflow"},
        {EFFECT_TASK, "rest", "a plugin would open the task rest, which the workflow does not have"},
        {EFFECT_DEADLINE, "end", "a plugin would set the deadline end to what is no date"},
    };
    opens(&bench, NULL);
    struct text before = bench.document;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct effect effect = {
            .kind = wrong[i].kind, .name = text_of(wrong[i].name), .value = json_boolean(true)};
        bench.document = before;
        bench.version = 1;
        give(&effect, 1);
        assert_int_equal(does(&bench, "{'event':'go'}"), OUTCOME_FAILED);
        assert_string_equal(bench.plan->failure.message, wrong[i].sentence);
        assert_true(text_equal(bench.document, before));
    }
}

static void a_plugin_may_refuse(void **state)
{
    (void)state;
    const struct effect effect = {
        .kind = EFFECT_REFUSE, .name = TEXT("Not on a Monday."), .value = json_null()};
    opens(&bench, NULL);
    give(&effect, 1);
    refuses("{'event':'go'}", "rule: Not on a Monday.");
}

static void an_action_that_no_plugin_has_fails_as_an_action(void **state)
{
    (void)state;
    opens(&bench, NULL);
    must(&bench, "{'event':'missing'}");
    assert_notes(&bench, "errors", "[{'line':8,'message':'no plugin has the action “missing”'}]");
}

static void a_hook_is_run_when_a_state_is_entered(void **state)
{
    (void)state;
    const struct effect effect = {.kind = EFFECT_ASSIGN, .name = TEXT("n"), .value = json_integer(7)};
    const struct plugin plugin = {.name = TEXT("x")};
    opens(&bench, NULL);
    bench.fake.hooked = "state.entered.t";
    bench.world.plugins = &plugin;
    bench.world.plugin_count = 1;
    bench.fake.hook_status = STATUS_SCRIPT;
    fails("{'event':'go'}", "plugins/x/init.lua:9: the hook failed");
    bench.fake.hook_status = STATUS_OK;
    give(&effect, 1);
    must(&bench, "{'event':'go'}");
    assert_document(&bench, "data.n", "7");
}

#define TEST(name, yaml) cmocka_unit_test_prestate_setup_teardown(name, begin, end, (void *)(yaml))

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(opening_makes_a_case, plain),
        TEST(only_who_may_opens, plain),
        TEST(an_event_that_nobody_knows_is_unknown, plain),
        TEST(an_answer_says_what_is_so, plain),
        TEST(all_outcomes_have_names, plain),
        TEST(roles_include_and_refuse, plain),
        TEST(not_now_and_guard_are_told_apart, plain),
        TEST(a_rule_is_asked_and_its_sentence_told, plain),
        TEST(an_exception_needs_a_role_and_a_reason, plain),
        TEST(a_condition_that_fails_inside_is_unmet, plain),
        TEST(a_rule_that_fails_fails_the_plan, plain),
        TEST(allocate_and_note_are_the_engines_own, plain),
        TEST(what_is_not_done_leaves_no_trace, plain),
        TEST(messages_are_written_from_the_case_as_it_will_stand, leaving),
        TEST(nobody_is_written_to_who_is_not_known, leaving),
        TEST(an_import_is_quiet, leaving),
        TEST(a_message_may_speak_of_an_item, leaving),
        TEST(one_event_sends_so_many, leaving),
        TEST(another_record_is_told, leaving),
        TEST(what_is_told_is_no_longer_than_a_command, leaving),
        TEST(an_action_gives_effects, plugged),
        TEST(effects_are_checked_before_they_are_believed, plugged),
        TEST(a_plugin_may_refuse, plugged),
        TEST(an_action_that_no_plugin_has_fails_as_an_action, plugged),
        TEST(a_hook_is_run_when_a_state_is_entered, plugged),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

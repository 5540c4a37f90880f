/* What a plugin wants, done: tasks, deadlines, items' fields, messages in its own words; and what it may not.
 */
#include "support.h"

#include <string.h>

static struct bench bench;
static struct plugin plugin = {.name = {"north", 5}, .file = {"plugins/north/init.lua", 22}};

static const char workflow[] =
    "roles: {lead: Lead}\n"
    "fields:\n"
    "  n: {type: number, default: 0}\n"
    "  twice: {type: number, value: = data.n * 2}\n"
    "  name: {type: text, identifying: true}\n"
    "  who: {type: person}\n"
    "  unborn: {type: list, of: {seen: number}}\n"
    "forms: {start: {fields: [name, unborn]}}\n"
    "messages:\n"
    "  hello: {to: lead, subject: Hello, text: A text}\n"
    "  client: {to: who, client: true, text: A text}\n"
    "events: {open: {form: start}, go: {}, seen: {}, on: {}, deadline.report.overridden: {roles: lead}}\n"
    "initial: s\n"
    "states:\n"
    "  s:\n"
    "    type: parallel\n"
    "    on: {on: t, go: {actions: [{call: act}]}}\n"
    "    states:\n"
    "      work:\n"
    "        deadlines: {report: {due: 2 weeks}, fixed: {due: 1 week}}\n"
    "        tasks: {call: {optional: true, repeat: true, limit: 1}}\n"
    "      births:\n"
    "        each: unborn\n"
    "        initial: due\n"
    "        states: {due: {on: {seen: {actions: [{call: act}]}}, tasks: {plan: {optional: true}}}}\n"
    "  t: {tasks: {later: {optional: true}}}\n";

static int begin(void **state)
{
    bench_begin(&bench, *state);
    plugin.goes_on = false;
    bench.world.plugins = &plugin;
    bench.world.plugin_count = 1;
    opens(&bench, "{'name':'Zebedee','unborn':[{'seen':1},{'seen':1}]}");
    return 0;
}

static int end(void **state)
{
    (void)state;
    bench_end(&bench);
    return 0;
}

static struct effect effect; /* what the action gives */

static void give(enum effect_kind kind, const char *name, struct json value)
{
    effect =
        (struct effect){.kind = kind, .name = text_of(name), .value = value, .plugin = &plugin, .line = 7};
    bench.fake.effects = &effect;
    bench.fake.effect_count = 1;
}

/* The event is not done, and nothing of the case is another. */
static void errs(const char *message)
{
    struct text before = bench.document;
    assert_string_equal(outcome_name(does(&bench, "{'event':'go'}")), "failed");
    if (!strstr(bench.plan->failure.message, message)) {
        fail_msg("%s\ninstead of %s", bench.plan->failure.message, message);
    }
    assert_true(text_equal(before, bench.document));
}

static void a_task_is_opened(void **state)
{
    (void)state;
    give(EFFECT_TASK, "call", json_null());
    must(&bench, "{'event':'go'}");
    assert_document(&bench, "tasks.call.open", "true");
    must(&bench, "{'event':'go'}"); /* it is open: it stays so */
    must(&bench, "{'event':'task.call.done'}");
    errs("the plugin north would open the task call, which was done as often as it may be");
    give(EFFECT_TASK, "later", json_null());
    errs("the plugin north would open the task later, whose state the case is not in");
    give(EFFECT_TASK, "nothing", json_null());
    errs("the plugin north would open the task nothing, which the workflow does not have");
}

static void in_a_strand_it_is_the_items(void **state)
{
    (void)state;
    give(EFFECT_TASK, "plan", json_null());
    must(&bench, "{'event':'seen','of':'unborn/2'}");
    assert_document(&bench, "tasks.plan[2].open", "true");
    assert_document(&bench, "tasks.plan[1]", "nothing");
    give(EFFECT_ASSIGN, "seen", json_integer(4));
    must(&bench, "{'event':'seen','of':'unborn/2'}");
    assert_document(&bench, "data.unborn", "[{\"id\":1,\"seen\":1},{\"id\":2,\"seen\":4}]");
}

static void a_deadline_is_set(void **state)
{
    (void)state;
    give(EFFECT_DEADLINE, "report", json_string(TEXT("2026-03-02")));
    must(&bench, "{'event':'go'}");
    assert_ledger(&bench, "report overridden 2026-01-19→2026-03-02");
    give(EFFECT_DEADLINE, "fixed", json_string(TEXT("2026-03-02")));
    errs("the plugin north would set the deadline fixed, and the workflow lets nobody override it");
    must(&bench, "{'event':'on'}");
}

static void one_that_is_over_is_not(void **state)
{
    (void)state;
    give(EFFECT_DEADLINE, "report", json_null());
    errs("the plugin north would set the deadline report to what is no date");
    bench.fake.hooked = "state.entered.t";
    give(EFFECT_DEADLINE, "report", json_string(TEXT("2026-03-02")));
    assert_string_equal(outcome_name(does(&bench, "{'event':'on'}")), "failed");
    assert_string_equal(bench.plan->failure.message,
                        "the plugin north would set the deadline report, which is not open");
    assert_string_equal(bench.plan->failure.place, "plugins/north/init.lua:7");
}

static void a_value_is_never_told(void **state)
{
    (void)state;
    give(EFFECT_ASSIGN, "unborn", json_of(&bench.arena, "[{'Zebedee':1}]"));
    errs("the plugin north would assign unborn: this value does not fit the field");
    assert_null(strstr(bench.plan->failure.message, "Zebedee"));
}

/* Where the manifest lets the event go on, nothing of what the plugin wanted is done: not what comes before
 * the mistake either, nor are numbers used up. */
static void one_that_is_left_out_does_nothing(void **state)
{
    (void)state;
    struct effect wants[] = {
        {EFFECT_ASSIGN, TEXT("n"), json_integer(9), &plugin, 3},
        {EFFECT_ASSIGN, TEXT("who"), json_string(TEXT("Ann Example")), &plugin, 4},
        {EFFECT_ASSIGN, TEXT("unborn"), json_of(&bench.arena, "[{'seen':1}]"), &plugin, 5},
        {EFFECT_NOTIFY, TEXT("hello"), json_null(), &plugin, 6},
        {EFFECT_TASK, TEXT("call"), json_null(), &plugin, 7},
        {EFFECT_DEADLINE, TEXT("report"), json_string(TEXT("2026-03-02")), &plugin, 8},
        {EFFECT_REFUSE, TEXT("No."), json_null(), &plugin, 9},
        {EFFECT_TASK, TEXT("later"), json_null(), &plugin, 10},
    };
    plugin.goes_on = true;
    bench.fake.effects = wants;
    bench.fake.effect_count = sizeof wants / sizeof *wants;
    must(&bench, "{'event':'go'}");
    assert_document(&bench, "data.n", "0");
    assert_document(&bench, "data.who", "nothing");
    assert_document(&bench, "data.unborn", "[{\"id\":1,\"seen\":1},{\"id\":2,\"seen\":1}]");
    assert_document(&bench, "tasks.call", "nothing");
    assert_int_equal(bench.plan->messages.count + bench.plan->told.count + bench.plan->ledger.count, 0);
    assert_notes(&bench, "log",
                 "['the plugin north would open the task later, whose state the case is not in; it was left "
                 "out.']");
    wants[7].name = TEXT("call"); /* all of it fits now, and the refusal is one */
    assert_string_equal(outcome_name(does(&bench, "{'event':'go'}")), "refused");
}

static void a_computed_field_is_not_assigned(void **state)
{
    (void)state;
    give(EFFECT_ASSIGN, "twice", json_integer(4));
    errs("the plugin north would assign twice, which is computed");
}

static void a_round_names_who_turns_it(void **state)
{
    (void)state;
    give(EFFECT_RAISE, "go", json_null());
    errs("is still taken, and the plugin north raises events in it");
}

/* --- messages --- */

static void words(const char *subject, const char *text)
{
    bench.fake.words = (struct message_words){.subject_given = subject != NULL,
                                              .text_given = text != NULL,
                                              .subject = text_of(subject ? subject : ""),
                                              .text = text_of(text ? text : ""),
                                              .plugin = &plugin};
    give(EFFECT_NOTIFY, "hello", json_null());
}

static void a_message_in_a_boroughs_words(void **state)
{
    (void)state;
    words("Look", NULL);
    must(&bench, "{'event':'go'}");
    assert_text(bench.plan->messages.at[0].subject_line, "Look");
    assert_text(bench.plan->messages.at[0].text, "A text");
    words(NULL, "Another");
    must(&bench, "{'event':'go'}");
    assert_text(bench.plan->messages.at[0].subject_line, "Hello");
    assert_text(bench.plan->messages.at[0].text, "Another");
}

static void one_that_tells_who_it_is(void **state)
{
    (void)state;
    words("About Zebedee", NULL);
    assert_string_equal(outcome_name(does(&bench, "{'event':'go'}")), "failed");
    assert_string_equal(
        bench.plan->failure.message,
        "The plugin north would write name into the message hello: a message to staff carries a "
        "reference and a link, and nothing that identifies");
    words(NULL, "Zebedee waits");
    assert_string_equal(outcome_name(does(&bench, "{'event':'go'}")), "failed");
}

static void a_plugin_that_fails_at_a_message(void **state)
{
    (void)state;
    words(NULL, NULL);
    bench.fake.words.left_out = TEXT("It failed.");
    must(&bench, "{'event':'go'}");
    assert_text(bench.plan->messages.at[0].text, "A text");
    assert_notes(&bench, "log", "['It failed.']");
    bench.fake.words_status = STATUS_SCRIPT;
    assert_string_equal(outcome_name(does(&bench, "{'event':'go'}")), "failed");
    assert_string_equal(bench.plan->failure.message, "the words failed");
}

#define TEST(name) cmocka_unit_test_prestate_setup_teardown(name, begin, end, (void *)workflow)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_task_is_opened),
        TEST(in_a_strand_it_is_the_items),
        TEST(a_deadline_is_set),
        TEST(one_that_is_over_is_not),
        TEST(a_value_is_never_told),
        TEST(a_message_in_a_boroughs_words),
        TEST(one_that_is_left_out_does_nothing),
        TEST(a_computed_field_is_not_assigned),
        TEST(a_round_names_who_turns_it),
        TEST(one_that_tells_who_it_is),
        TEST(a_plugin_that_fails_at_a_message),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

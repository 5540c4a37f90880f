/* A borough's own words for messages, and its own answers to the rows of a report. */
#include "support.h"

#include <string.h>

static struct ground ground;

static int set_up(void **state)
{
    (void)state;
    ground_init(&ground, ground_workflow, ground_case);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    ground_deinit(&ground);
    return 0;
}

/* "SUBJECT | TEXT", what is not given as "-"; or how it failed. */
static const char *tell(const char *message)
{
    struct message_words words;
    ground_begin(&ground);
    enum status status =
        ground.rules.api->message(ground.rules.self, text_of(message), &ground.scope, &words, &ground.error);
    const char *said = status != STATUS_OK
                           ? arena_printf(&ground.arena, "%s: %s", status_name(status), ground.error.message)
                           : arena_printf(&ground.arena, "%.*s | %.*s%s%.*s",
                                          TEXT_ARGS(words.subject_given ? words.subject : TEXT("-")),
                                          TEXT_ARGS(words.text_given ? words.text : TEXT("-")),
                                          words.left_out.size ? " | " : "", TEXT_ARGS(words.left_out));
    ground_end(&ground);
    return said;
}

static void test_words(void **state)
{
    (void)state;
    ground_plugin(&ground, "rbkc",
                  "return { messages = {\n"
                  "  plain = 'Please look.',\n"
                  "  both = { subject = 'Look', text = 'Now.' },\n"
                  "  line = { subject = 'Look' },\n"
                  "  asked = function(case, event) return case.reference .. ' waits.' end,\n"
                  "  some = function(case) return { text = words(today) } end,\n"
                  "  none = function() end,\n"
                  "} }");
    assert_string_equal(tell("plain"), "- | Please look.");
    assert_string_equal(tell("both"), "Look | Now.");
    assert_string_equal(tell("line"), "Look | -");
    assert_string_equal(tell("asked"), "- | C-17 waits.");
    assert_string_equal(
        ground_transcript(&ground),
        "[{\"call\":\"messages.asked\",\"gave\":{\"text\":\"C-17 waits.\"},\"plugin\":\"rbkc\","
        "\"version\":\"1.0.0\"}]");
    assert_string_equal(tell("some"), "- | 5 January 2026");
    assert_string_equal(tell("none"), "- | -");
    assert_string_equal(tell("unknown"), "- | -");
}

static void test_the_area_is_asked_first(void **state)
{
    (void)state;
    static const struct text workflows[] = {{"small", 5}};
    ground_plugin(&ground, "rbkc", "return { messages = { own = 'Ours.', left = function() end } }");
    struct plugin *shared =
        ground_plugin(&ground, "shared", "return { messages = { own = 'Shared.', left = 'Shared.' } }");
    shared->workflows = workflows;
    shared->workflow_count = 1;
    assert_string_equal(tell("own"), "- | Ours.");
    assert_string_equal(tell("left"), "- | Shared.");
}

static void test_wrong_words(void **state)
{
    (void)state;
    ground_plugin(&ground, "rbkc",
                  "return { messages = {\n"
                  "  number = function() return 3 end,\n"
                  "  empty = function() return '' end,\n"
                  "  long = function() return ('x'):rep(4001) end,\n"
                  "  odd = function()\n"
                  "    return { txet = 'a' } end,\n"
                  "  secret = function(case) return { [case.data.name] = 'a' } end,\n"
                  "  part = function() return { subject = {} } end,\n"
                  "  raises = function(case) return nil .. case.data.name end,\n"
                  "} }");
    assert_string_equal(tell("number"),
                        "script: The plugin rbkc failed in messages.number: the text of a message "
                        "is a text of at most 4000 bytes, and a number stands there.");
    assert_string_equal(ground.error.place, "plugins/rbkc/init.lua:2");
    assert_string_equal(tell("empty"),
                        "script: The plugin rbkc failed in messages.empty: the text of a message is "
                        "a text of at most 4000 bytes, and a text stands there.");
    assert_string_equal(tell("long"),
                        "script: The plugin rbkc failed in messages.long: the text of a message is a "
                        "text of at most 4000 bytes, and a longer one stands there.");
    assert_string_equal(tell("odd"),
                        "script: The plugin rbkc failed in messages.odd: a message has subject and "
                        "text, and no txet.");
    assert_string_equal(ground.error.place, "plugins/rbkc/init.lua:5");
    assert_null(strstr(tell("secret"), "Zebedee"));
    assert_string_equal(tell("part"),
                        "script: The plugin rbkc failed in messages.part: the subject of a message is "
                        "a text of at most 4000 bytes, and a table stands there.");
    assert_non_null(strstr(tell("raises"), "script: The plugin rbkc failed in messages.raises: "));
}

static void test_a_plugin_that_is_left_out(void **state)
{
    (void)state;
    struct plugin *plugin =
        ground_plugin(&ground, "rbkc", "return { messages = { a = function() while true do end end } }");
    assert_non_null(strstr(tell("a"), "cut_off: The plugin rbkc was cut off in messages.a"));
    plugin->goes_on = true;
    assert_non_null(strstr(tell("a"), "- | - | The plugin rbkc was cut off in messages.a"));
}

/* --- measures --- */

static const char *measure(const char *row)
{
    struct value value = {.kind = VALUE_NOTHING};
    bool told = true;
    ground_begin(&ground);
    enum status status = ground.rules.api->measure(ground.rules.self, text_of(row), &ground.scope, &told,
                                                   &value, &ground.error);
    struct text words = value_words(&ground.arena, &value);
    ground_end(&ground);
    return status != STATUS_OK
               ? arena_printf(&ground.arena, "%s: %s", status_name(status), ground.error.message)
           : told ? arena_printf(&ground.arena, "%s: %.*s", value_kind_words(value.kind), TEXT_ARGS(words))
                  : "not told";
}

static void test_measures(void **state)
{
    (void)state;
    ground_plugin(&ground, "rbkc",
                  "return { measures = {\n"
                  "  ['work.visits'] = function(case) return case.data.missed * 2 end,\n"
                  "  ['work.all'] = function(case) return case.opened ~= nil end,\n"
                  "  ['work.long'] = function(case) return today - date('2026-01-01') end,\n"
                  "  ['work.none'] = function() end,\n"
                  "  ['work.text'] = function() return 'many' end,\n"
                  "  ['work.bad'] = function() return nil + 1 end,\n"
                  "} }");
    assert_string_equal(measure("work.visits"), "a number: 6");
    assert_string_equal(measure("work.all"), "a yes or no: yes");
    assert_string_equal(measure("work.long"), "a duration: 4 days");
    assert_string_equal(measure("work.none"), "not told");
    assert_string_equal(measure("work.unknown"), "not told");
    assert_string_equal(
        measure("work.text"),
        "script: The plugin rbkc failed in measures.work.text: a measure gives yes or no, a number "
        "or a duration, and gave a text.");
    assert_string_equal(ground.error.place, "plugins/rbkc/init.lua:6");
    assert_non_null(strstr(measure("work.bad"), "script: The plugin rbkc failed in measures.work.bad: "));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_words, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_the_area_is_asked_first, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_wrong_words, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_plugin_that_is_left_out, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_measures, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

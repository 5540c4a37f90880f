/* Checks: expressions that Lua refuses, plugins that do not load or hold what is not known. */
#include "script/declared.h"
#include "support.h"

#include <string.h>

static struct ground ground;
static struct findings findings;

static int set_up(void **state)
{
    (void)state;
    ground_init(&ground, ground_workflow, ground_case);
    findings_init(&findings, &ground.arena);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    ground_deinit(&ground);
    return 0;
}

static const char *said(void)
{
    struct buffer out;
    buffer_init(&out, &ground.arena);
    vector_each(struct finding, finding, &findings.list)
    {
        buffer_printf(&out, "%s%.*s:%u:%u %s: %.*s", out.size ? "\n" : "", TEXT_ARGS(finding->file),
                      finding->place.line, finding->place.column,
                      finding->severity == SEVERITY_ERROR ? "error" : "warning", TEXT_ARGS(finding->message));
    }
    buffer_byte(&out, '\0');
    return out.at;
}

static const char *check(const char *code)
{
    ground.world.plugin_count = ground.world.area_count = 0;
    struct plugin *plugin = ground_plugin(&ground, "rbkc", code);
    findings_init(&findings, &ground.arena);
    script_check_plugin(ground.script, &ground.arena, &ground.world, plugin, &findings);
    return said();
}

static void test_a_good_definition(void **state)
{
    (void)state;
    assert_true(ground.definition->expression_count >= 5);
    script_check_definition(ground.script, ground.definition, &findings);
    assert_string_equal(said(), "");
}

static void test_an_expression_that_lua_refuses(void **state)
{
    (void)state;
    static const struct expression wrong = {.source = {"1 +", 3}, .place = {4, 9}};
    static const struct expression closed = {.source = {"1) + (2", 7}, .place = {5, 9}};
    static const struct expression commented = {.source = {"1 -- one", 8}, .place = {6, 9}};
    const struct expression *all[] = {&wrong, &closed, &commented};
    struct definition definition = *ground.definition;
    definition.expressions = all;
    definition.expression_count = 3;
    script_check_definition(ground.script, &definition, &findings);
    assert_string_equal(
        said(), "small.yaml:4:9 error: Lua does not take this expression: unexpected symbol near ')'");
}

static void test_a_good_plugin(void **state)
{
    (void)state;
    assert_string_equal(
        check("return { rules = { eligible = function() end, missed_contacts = 2 },\n"
              "actions = { a = function() end }, on = { ['state.entered.service'] = function() end },\n"
              "forms = {}, messages = {}, channels = {}, calendars = {}, measures = {} }"),
        "");
    assert_string_equal(check("return {}"), "");
    assert_string_equal(check(""), "");
}

static void test_bad_plugins(void **state)
{
    (void)state;
    assert_string_equal(
        check("return {\n  rules = {\n  a = = 1\n}}"),
        "plugins/rbkc/init.lua:3:1 error: The plugin rbkc failed in init.lua: unexpected symbol near '='");
    assert_string_equal(
        check("local a = nil\nlocal b = a.c\nreturn {}"),
        "plugins/rbkc/init.lua:2:1 error: The plugin rbkc failed in init.lua: attempt to index a nil value "
        "(local 'a')");
    assert_string_equal(check("rules = {}"),
                        "plugins/rbkc/init.lua:0:0 error: The plugin rbkc failed in init.lua: its code "
                        "must end with `return { … }`, and gave an empty value");
    assert_string_equal(check("return {\n  rulse = {},\n}"),
                        "plugins/rbkc/init.lua:2:3 error: A plugin has no part rulse");
    assert_true(text_is(findings.list.at[0].hint, "Did you mean rules?"));
    assert_true(text_is(findings.list.at[0].source, "  rulse = {},"));
    assert_string_equal(check("return {\n  rules = 3,\n}"),
                        "plugins/rbkc/init.lua:2:3 error: rules is a number, not a table");
    assert_string_equal(check("return {\n  rules = { eligable = function() end },\n}"),
                        "plugins/rbkc/init.lua:2:13 warning: No workflow asks for the rule eligable");
    assert_string_equal(check("return {\n  rules = { eligible = {} },\n  actions = { a = 3 },\n}"),
                        "plugins/rbkc/init.lua:3:15 error: actions.a is a number, not a function\n"
                        "plugins/rbkc/init.lua:2:13 error: rules.eligible is a table, not a function");
    assert_string_equal(check("return {\n  on = { function() end },\n}"),
                        "plugins/rbkc/init.lua:2:3 error: on must have names");
    assert_string_equal(
        check("while true do end"),
        "plugins/rbkc/init.lua:1:1 error: The plugin rbkc was cut off in init.lua: it took more than 1000000 "
        "instructions");
    assert_string_equal(
        check("return { [1] = {} }"),
        "plugins/rbkc/init.lua:0:0 error: the name of a part must be a text, and a number stands there");
}

static void test_parts_by_their_meaning(void **state)
{
    (void)state;
    assert_string_equal(
        check("return {\n  forms = { a = {} },\n  calendars = { b = {} },\n  pages = { c = 1 },\n}"),
        "plugins/rbkc/init.lua:3:3 error: Calendars are no code\n"
        "plugins/rbkc/init.lua:2:3 error: A plugin has no forms: they stand in the workflow\n"
        "plugins/rbkc/init.lua:4:3 error: A plugin has no pages yet");
    assert_string_equal(check("return {\n  channels = { post = { send = function() end } },\n}"), "");
    assert_string_equal(check("return {\n  channels = { post = function() end },\n}"),
                        "plugins/rbkc/init.lua:2:16 error: channels.post is no table with a function send");
    assert_string_equal(
        check("return {\n  messages = { hello = 'Hello.', odd = 3,\n    bad = { txet = 'a' },\n"
              "    worse = { text = 3 } },\n}"),
        "plugins/rbkc/init.lua:3:5 warning: No workflow sends the message bad\n"
        "plugins/rbkc/init.lua:3:5 error: messages.bad has no txet\n"
        "plugins/rbkc/init.lua:2:34 error: messages.odd is a number, not a text\n"
        "plugins/rbkc/init.lua:4:5 warning: No workflow sends the message worse\n"
        "plugins/rbkc/init.lua:4:5 error: messages.worse.text is a number, not a text");
    assert_string_equal(
        check("return {\n  measures = { ['work.visits'] = function() end, ['work.none'] = function() end,\n"
              "    ['work.both'] = function() end, visits = 3 },\n}"),
        "plugins/rbkc/init.lua:3:37 error: measures.visits is a number, not a function\n"
        "plugins/rbkc/init.lua:3:7 warning: No workflow counts the row work.both\n"
        "plugins/rbkc/init.lua:2:52 warning: No workflow counts the row work.none");
    assert_string_equal(
        check("return { on = {\n  ['state.entered.service.work'] = function() end,\n"
              "  ['state.entered.servcie'] = function() end, ['entered.service'] = function() end } }"),
        "plugins/rbkc/init.lua:3:49 warning: No workflow comes to the point entered.service\n"
        "plugins/rbkc/init.lua:3:5 warning: No workflow comes to the point state.entered.servcie");
}

/* What is no finding: every kind of name that code gives a value to, in every place that looks like another.
 */
static void test_names_that_are_known(void **state)
{
    (void)state;
    assert_string_equal(
        check(
            "--[[ nothing here ]] --[==[ nor\n ]] here ]==]\n"
            "local a <const>, b = 1, \"c\\\"d\"\n"
            "local function f(x, ...) return x, g, ... end\n"
            "function g(y) return y.z, y:w(), y['v'] end\n"
            "h, i = 0x1F, 1.5e3\n"
            "local t = { k = h, ['m'] = i, n = function(o) p = o return { q = p } end, [[r]], [=[ ]] ]=] }\n"
            "for j = 1, 2 do local l = j .. '' end\n"
            "for s, u in pairs(t) do goto done ::done:: end\n"
            "return { rules = { eligible = function() return a == b and f() and today ~= settings.x and _ENV "
            "end } }"),
        "");
}

static void test_names_that_nothing_gives_a_value_to(void **state)
{
    (void)state;
    assert_string_equal(
        check("local lives = 1\nreturn { rules = {\n"
              "  eligible = function(case)\n"
              "    --[[ é ]] return livse == 1 or tody > now or string.gmatcher('a')\n  end\n} }"),
        "plugins/rbkc/init.lua:4:22 warning: Nothing gives livse a value: it is nil\n"
        "plugins/rbkc/init.lua:4:36 warning: Nothing gives tody a value: it is nil\n"
        "plugins/rbkc/init.lua:4:57 warning: string has no gmatcher here");
    assert_true(text_is(findings.list.at[0].hint, "Did you mean lives?"));
    assert_true(text_is(findings.list.at[1].hint, "Did you mean today?"));
    assert_string_equal(check("local t = { x = y }\nreturn {}"),
                        "plugins/rbkc/init.lua:1:17 warning: Nothing gives y a value: it is nil");
    assert_string_equal(
        check("return {} --[[ open"),
        "plugins/rbkc/init.lua:1:1 error: The plugin rbkc failed in init.lua: unfinished long "
        "comment (starting at line 1) near <eof>");
}

/* Names of a test's own, one of each that has gone out of use. */
static void test_what_is_deprecated(void **state)
{
    (void)state;
    static const struct declared names[] = {
        {.name = "old", .gives = "any", .about = "Old.", .instead = "new"},
        {.name = "new", .gives = "any", .about = "New."},
    };
    static const struct declared members[] = {
        {.name = "was", .gives = "any", .about = "Was.", .instead = "case.is"},
        {.name = "is", .gives = "any", .about = "Is."},
    };
    static const struct declared_table all[] = {
        {.kind = DECLARED_NAMES, .name = "names", .about = "Names.", DECLARED_ROWS(names)},
        {.kind = DECLARED_MEMBERS, .name = "Case", .named = "case", .about = "It.", DECLARED_ROWS(members)},
    };
    static const struct declared_table *const tables[] = {&all[0], &all[1], NULL};
    struct source source = {
        .file = TEXT("init.lua"),
        .bytes = TEXT("local a = new\nlocal function f(case)\n  return case.is, case.was, old\nend"),
        .findings = &findings};
    code_check(&ground.arena, &source, tables);
    assert_string_equal(said(),
                        "init.lua:3:24 warning: was is deprecated\ninit.lua:3:29 warning: old is deprecated");
    assert_true(text_is(findings.list.at[0].hint, "Write case.is"));
    assert_true(text_is(findings.list.at[1].hint, "Write new"));
}

static void test_answers(void **state)
{
    (void)state;
    struct plugin *plugin = ground_plugin(
        &ground, "rbkc", "return { rules = { eligible = function() end, missed_contacts = 2 } }");
    assert_true(script_plugin_answers(ground.script, &ground.world, plugin, TEXT("eligible")));
    assert_true(script_plugin_answers(ground.script, &ground.world, plugin, TEXT("missed_contacts")));
    assert_false(script_plugin_answers(ground.script, &ground.world, plugin, TEXT("review_every")));
    plugin->code = TEXT("return 3");
    plugin->digest.bytes[0] ^= 1;
    assert_false(script_plugin_answers(ground.script, &ground.world, plugin, TEXT("eligible")));
    plugin->code = (struct text){0};
    assert_false(script_plugin_answers(ground.script, &ground.world, plugin, TEXT("eligible")));
}

/* More definitions than are kept: each still gives its own answers. */
static void test_the_cache_gives_way(void **state)
{
    (void)state;
    static struct definition definitions[100];
    static struct expression expressions[100];
    for (int round = 0; round < 2; round++) {
        for (uint32_t i = 0; i < 100; i++) {
            definitions[i] = *ground.definition;
            definitions[i].digest.bytes[0] = (unsigned char)i;
            expressions[i] = (struct expression){.source = text_printf(&ground.arena, "data.missed + %u", i)};
            ground.subject.definition = &definitions[i];
            struct value value;
            ground_begin(&ground);
            assert_int_equal(ground.rules.api->evaluate(ground.rules.self, &expressions[i], &ground.scope,
                                                        &value, &ground.error),
                             STATUS_OK);
            ground_end(&ground);
            assert_int_equal(value.json.integer, 3 + i);
        }
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_a_good_definition, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_an_expression_that_lua_refuses, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_good_plugin, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_bad_plugins, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_parts_by_their_meaning, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_names_that_are_known, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_names_that_nothing_gives_a_value_to, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_what_is_deprecated, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_answers, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_the_cache_gives_way, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Plugins: fresh for each plan, kept apart, their actions and hooks, and what they see of a case. */
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

static void test_fresh_for_each_plan(void **state)
{
    (void)state;
    ground_plugin(&ground, "rbkc",
                  "times = 0\n"
                  "local kept = 0\n"
                  "return { rules = { missed_contacts = function()\n"
                  "  times = times + 1\n"
                  "  kept = kept + 10\n"
                  "  return times + kept\n"
                  "end } }");
    ground_expect(&ground, "rules.missed_contacts()", "a number: 11");
    ground_expect(&ground, "rules.missed_contacts()", "a number: 11");
    ground_expect(&ground, "rules.missed_contacts() + rules.missed_contacts()", "a number: 33");
}

static void test_kept_apart(void **state)
{
    (void)state;
    ground_plugin(&ground, "rbkc",
                  "months = nil\n"
                  "secret = 7\n"
                  "return { rules = { missed_contacts = function() return months and 1 or 2 end } }");
    ground_plugin(&ground, "lbhf",
                  "return { rules = { missed_contacts = function() return (secret or 0) + (months and 100 or "
                  "200) end } }");
    ground_begin(&ground);
    struct value value;
    assert_int_equal(ground_evaluate(&ground, "rules.missed_contacts()", &value), STATUS_OK);
    assert_int_equal(value.json.integer, 1);
    ground.subject.area = TEXT("lbhf");
    assert_int_equal(ground_evaluate(&ground, "rules.missed_contacts()", &value), STATUS_OK);
    assert_int_equal(value.json.integer, 100);
    ground_end(&ground);
}

/* What is read of a case in one question is no more there in the next. */
static void test_proxies_are_not_kept(void **state)
{
    (void)state;
    ground_plugin(&ground, "rbkc",
                  "local kept\n"
                  "return { rules = { missed_contacts = function(case)\n"
                  "  kept = kept or case.data.unborn\n"
                  "  return #kept\n"
                  "end } }");
    ground_begin(&ground);
    struct value value;
    assert_int_equal(ground_evaluate(&ground, "rules.missed_contacts() + rules.missed_contacts()", &value),
                     STATUS_OK);
    assert_int_equal(value.json.integer, 4);
    assert_int_equal(ground_evaluate(&ground, "rules.missed_contacts()", &value), STATUS_SCRIPT);
    assert_string_equal(ground.error.message,
                        "The plugin rbkc failed in rules.missed_contacts: what a case holds "
                        "cannot be kept from one call to the next.");
    ground_end(&ground);
}

static void test_no_case_while_loading(void **state)
{
    (void)state;
    ground_plugin(&ground, "rbkc", "local n = count('needs')\nreturn { rules = { missed_contacts = n } }");
    ground_expect(
        &ground, "rules.missed_contacts()",
        "script: The plugin rbkc failed in init.lua: there is no case here: ask within a rule, an action or "
        "a hook.");
}

static void test_what_a_plugin_sees(void **state)
{
    (void)state;
    struct plugin *plugin = ground_plugin(
        &ground, "rbkc",
        "local function list(case)\n"
        "  local out = {}\n"
        "  for i, child in ipairs(case.data.unborn) do out[#out + 1] = i .. ':' .. tostring(child.expected) "
        "end\n"
        "  for _, task in ipairs(case.tasks) do out[#out + 1] = task.name .. (task.open and '+' or '-') end\n"
        "  for name, value in pairs(settings) do out[#out + 1] = name .. '=' .. tostring(value) end\n"
        "  for name in pairs(case.data.unborn[1]) do out[#out + 1] = name end\n"
        "  out[#out + 1] = case.workflow .. #case.deadlines .. actor.roles[1]\n"
        "  return table.concat(out, ' ')\n"
        "end\n"
        "return { rules = { kind_words = list } }");
    assert_int_equal(
        json_read(&ground.arena, TEXT("{\"b\":2,\"a\":\"x\"}"), &plugin->settings, &ground.error), STATUS_OK);
    ground.scope.roles = definition_role(ground.definition, TEXT("worker"));
    ground_expect(
        &ground, "rules.kind_words()",
        "a text: 1:2026-06-01 2:2026-09-01 decide- plan+ a=x b=2 id expected born half small0worker");
}

static void test_settings_are_declared(void **state)
{
    (void)state;
    ground_plugin(&ground, "rbkc", "return { rules = { missed_contacts = settings.nothing } }");
    ground_expect(&ground, "rules.missed_contacts()",
                  "script: The plugin rbkc failed in init.lua: the manifest declares no setting nothing.");
}

static void test_the_case_is_read_only(void **state)
{
    (void)state;
    ground_plugin(
        &ground, "rbkc",
        "return { rules = { missed_contacts = function(case) case.data.missed = 9 return 1 end } }");
    ground_expect(
        &ground, "rules.missed_contacts()",
        "script: The plugin rbkc failed in rules.missed_contacts: what a case holds is only read here: give "
        "back assign { … } to change it.");
}

/* --- actions and hooks --- */

static const char *act(const char *action)
{
    struct effects effects = {0};
    ground_begin(&ground);
    enum status status =
        ground.rules.api->act(ground.rules.self, text_of(action), &ground.scope, &effects, &ground.error);
    ground_end(&ground);
    if (status != STATUS_OK) {
        return arena_printf(&ground.arena, "%s: %s", status_name(status), ground.error.message);
    }
    static const char *const kinds[] = {"assign", "raise", "notify", "refuse", "log", "task", "deadline"};
    struct buffer out;
    buffer_init(&out, &ground.arena);
    vector_each(struct effect, effect, &effects.list)
    {
        buffer_printf(&out, "%s %.*s ", kinds[effect->kind], TEXT_ARGS(effect->name));
        json_write(&effect->value, &out);
        buffer_string(&out, "; ");
    }
    buffer_byte(&out, '\0');
    return out.at;
}

static void test_actions(void **state)
{
    (void)state;
    ground_plugin(
        &ground, "rbkc",
        "return { actions = {\n"
        "  all = function(case, event) return {\n"
        "    assign { visits = case.data.missed + 1, order = case.data.order + days(1), never = nil },\n"
        "    raise('checked', { clear = true, list = { 1, 2 }, on = today }), raise 'plain',\n"
        "    notify 'told', refuse 'Not today.', log 'Looked.',\n"
        "  } end,\n"
        "  one = function() return log 'One.' end,\n"
        "  none = function() end,\n"
        "  number = function() return 3 end,\n"
        "  list = function() return { 3 } end,\n"
        "  odd = function() return { effect = 'delete', name = 'x' } end,\n"
        "  field = function() return assign { nothing = 1 } end,\n"
        "  mixed = function() return assign { 1, visits = 2 } end,\n"
        "  empty = function() return refuse '' end,\n"
        "  looped = function() local t = {} t.t = t return assign { visits = t } end,\n"
        "  called = function() return assign { visits = print } end,\n"
        "  closed = function() return assign { visits = function() end } end,\n"
        "  many = function() local t = {} for i = 1, 101 do t[i] = log 'x' end return t end,\n"
        "} }");
    assert_string_equal(
        act("all"),
        "assign order \"2026-02-01\"; assign visits 4; raise checked "
        "{\"clear\":true,\"list\":[1,2],\"on\":\"2026-01-05\"}; raise plain null; notify told null; refuse "
        "Not today. null; log Looked. null; ");
    assert_string_equal(act("one"), "log One. null; ");
    assert_string_equal(
        ground_transcript(&ground),
        "[{\"call\":\"actions.one\",\"gave\":[{\"effect\":\"log\",\"name\":\"One.\"}],\"plugin\":\"rbkc\","
        "\"version\":\"1.0.0\"}]");
    assert_string_equal(act("none"), "");
    assert_string_equal(act("nothing"), "not_found: No plugin of this case has the action nothing.");
    assert_string_equal(act("number"),
                        "script: The plugin rbkc failed in actions.number: it must give effects (assign, "
                        "raise, open_task, set_deadline, notify, refuse, log), and gave a number.");
    assert_string_equal(ground.error.place, "plugins/rbkc/init.lua:9");
    assert_string_equal(
        act("list"), "script: The plugin rbkc failed in actions.list: it must give effects (assign, raise, "
                     "open_task, set_deadline, notify, refuse, log), and gave a number as number 1 of its "
                     "list.");
    assert_string_equal(act("odd"),
                        "script: The plugin rbkc failed in actions.odd: there is no such effect; there are "
                        "assign, raise, open_task, set_deadline, notify, refuse, log.");
    assert_string_equal(act("field"),
                        "script: The plugin rbkc failed in actions.field: it assigns nothing, which is no "
                        "field of the workflow.");
    assert_string_equal(act("mixed"),
                        "script: The plugin rbkc failed in actions.mixed: a table must have either names or "
                        "positions from 1 on.");
    assert_string_equal(
        act("empty"),
        "script: The plugin rbkc failed in actions.empty: refuse takes a text of at most 500 bytes.");
    assert_string_equal(act("looped"),
                        "script: The plugin rbkc failed in actions.looped: a table is too deep.");
    assert_string_equal(act("called"), ""); /* there is no print: nothing is assigned */
    assert_string_equal(
        act("closed"),
        "script: The plugin rbkc failed in actions.closed: a function is no value that can be kept.");
    assert_string_equal(act("many"),
                        "script: The plugin rbkc failed in actions.many: it gave more than 100 effects.");
}

/* The third thing that an action is handed is the data of its call. */
static void test_data_of_a_call(void **state)
{
    (void)state;
    struct effects effects = {0};
    ground_plugin(&ground, "rbkc",
                  "return { actions = { a = function(case, event, data) return assign { visits = "
                  "data.minutes } end } }");
    assert_int_equal(json_read(&ground.arena, TEXT("{\"minutes\":7}"), &effects.given, &ground.error),
                     STATUS_OK);
    ground_begin(&ground);
    assert_int_equal(
        ground.rules.api->act(ground.rules.self, TEXT("a"), &ground.scope, &effects, &ground.error),
        STATUS_OK);
    ground_end(&ground);
    assert_int_equal(effects.list.at[0].value.integer, 7);
}

static void test_tasks_and_deadlines(void **state)
{
    (void)state;
    ground_plugin(&ground, "rbkc",
                  "return { actions = {\n"
                  "  task = function() return open_task 'visit' end,\n"
                  "  date = function(case) return { set_deadline('a', case.data.order),\n"
                  "    set_deadline('b', case.opened), set_deadline('c', '2026-03-01') } end,\n"
                  "  wrong = function()\n"
                  "    return {\n"
                  "      log 'First.',\n"
                  "      set_deadline('a', 'soon'),\n"
                  "    }\n"
                  "  end,\n"
                  "  named = function() return { notify = 'x' } end,\n"
                  "  gap = function() return { log 'x', [3] = log 'y' } end,\n"
                  "} }");
    assert_string_equal(act("task"), "task visit null; ");
    assert_string_equal(act("date"),
                        "deadline a \"2026-01-31\"; deadline b \"2026-01-05\"; deadline c \"2026-03-01\"; ");
    assert_string_equal(
        act("wrong"),
        "script: The plugin rbkc failed in actions.wrong: set_deadline takes a deadline and its "
        "date: set_deadline(\"report\", today + days(5)); a text stands for the date.");
    assert_string_equal(ground.error.place, "plugins/rbkc/init.lua:8");
    assert_string_equal(
        act("named"), "script: The plugin rbkc failed in actions.named: it must give one effect or a list of "
                      "them, and gave a table with other names or gaps.");
    assert_string_equal(ground.error.place, "plugins/rbkc/init.lua:11");
    assert_string_equal(act("gap"),
                        "script: The plugin rbkc failed in actions.gap: it must give one effect or a list of "
                        "them, and gave a table with other names or gaps.");
}

static enum status hook(struct effects *effects)
{
    *effects = (struct effects){0};
    return ground.rules.api->hook(ground.rules.self, TEXT("state.entered.service"), &ground.scope, effects,
                                  &ground.error);
}

static void test_hooks(void **state)
{
    (void)state;
    static const struct text workflows[] = {{"small", 5}};
    struct effects effects;
    struct plugin *first = ground_plugin(
        &ground, "rbkc",
        "return { on = { ['state.entered.service'] = function() return { log 'A', case.x } end } }");
    struct plugin *second = ground_plugin(
        &ground, "other", "return { on = { ['state.entered.service'] = function() return log 'B' end } }");
    second->workflows = workflows;
    second->workflow_count = 1;
    ground_begin(&ground);
    assert_int_equal(hook(&effects), STATUS_SCRIPT);
    ground_end(&ground);
    assert_string_equal(ground.error.message,
                        "The plugin rbkc failed in on.state.entered.service: attempt to index a "
                        "nil value (global 'case').");
    first->goes_on = true;
    ground_begin(&ground);
    assert_int_equal(hook(&effects), STATUS_OK);
    ground_end(&ground);
    assert_int_equal(effects.list.count, 2);
    assert_int_equal(effects.list.at[0].kind, EFFECT_LOG);
    assert_non_null(strstr(effects.list.at[0].name.at, "The plugin rbkc failed in on.state.entered.service"));
    assert_true(text_is(effects.list.at[1].name, "B"));
    assert_non_null(strstr(ground_transcript(&ground), "\"failed\":\"raised\""));
}

/* A plugin that is cut off in a hook and may be gone on without leaves the others their budget, and is not
 * asked again. */
static void test_hook_goes_on_when_cut_off(void **state)
{
    (void)state;
    static const struct text workflows[] = {{"small", 5}};
    struct effects effects;
    struct plugin *first = ground_plugin(
        &ground, "rbkc", "return { on = { ['state.entered.service'] = function() while true do end end } }");
    struct plugin *second = ground_plugin(
        &ground, "other", "return { on = { ['state.entered.service'] = function() return log 'B' end } }");
    first->goes_on = true;
    second->workflows = workflows;
    second->workflow_count = 1;
    ground_begin(&ground);
    assert_int_equal(hook(&effects), STATUS_OK);
    assert_int_equal(effects.list.count, 2);
    assert_true(text_is(effects.list.at[1].name, "B"));
    assert_int_equal(hook(&effects), STATUS_OK);
    assert_int_equal(effects.list.count, 1);
    struct value value;
    assert_int_equal(ground_evaluate(&ground, "data.missed", &value), STATUS_OK);
    ground_end(&ground);
    assert_non_null(strstr(ground_transcript(&ground), "\"failed\":\"cut off\""));
}

/* With `refuse` what somebody asked a rule or an action for is not there, and the engine is told whose fault
 * it is; with `go on` a rule has given no answer, and an action has no effects: both leave a line. */
static void test_rules_and_actions_that_fail(void **state)
{
    (void)state;
    struct plugin *plugin = ground_plugin(&ground, "rbkc",
                                          "return { rules = { missed_contacts = function() error 'R' end },\n"
                                          "  actions = { welcome = function() error 'A' end } }");
    for (int goes_on = 0; goes_on < 2; goes_on++) {
        struct effects effects = {0};
        struct value value;
        plugin->goes_on = goes_on;
        ground_begin(&ground);
        assert_int_equal(ground_evaluate(&ground, "rules.missed_contacts()", &value),
                         goes_on ? STATUS_OK : STATUS_SCRIPT);
        assert_int_equal(ground.rules.api->plugin_failed(ground.rules.self), !goes_on);
        assert_int_equal(
            ground.rules.api->act(ground.rules.self, TEXT("welcome"), &ground.scope, &effects, &ground.error),
            goes_on ? STATUS_OK : STATUS_SCRIPT);
        assert_int_equal(ground_evaluate(&ground, "data.missed + {}", &value), STATUS_SCRIPT);
        assert_false(ground.rules.api->plugin_failed(ground.rules.self)); /* the workflow's own mistake */
        ground_end(&ground);
        assert_int_equal(effects.list.count, goes_on);
        if (goes_on) {
            assert_int_equal(effects.list.at[0].kind, EFFECT_LOG);
            assert_true(text_is(effects.list.at[0].name, "The plugin rbkc failed in actions.welcome: A."));
            assert_non_null(strstr(ground_transcript(&ground),
                                   "\"left_out\":\"The plugin rbkc failed in rules.missed_contacts: R.\""));
        }
    }
}

/* A plugin whose rule is cut off and left out is not asked again, and the others have their budget back. */
static void test_a_rule_that_is_cut_off_is_left_out_once(void **state)
{
    (void)state;
    struct plugin *plugin = ground_plugin(
        &ground, "rbkc", "return { rules = { missed_contacts = function() while true do end end } }");
    struct value value;
    plugin->goes_on = true;
    ground_begin(&ground);
    assert_int_equal(ground_evaluate(&ground, "rules.missed_contacts() + rules.missed_contacts()", &value),
                     STATUS_OK);
    ground_end(&ground);
    const char *told = strstr(ground_transcript(&ground), "left_out");
    assert_non_null(told);
    assert_null(strstr(told + 1, "left_out"));
}

/* Who fails answers for it by its own manifest, whoever asked. */
static void test_the_fault_is_whose_it_is(void **state)
{
    (void)state;
    static const struct text workflows[] = {{"small", 5}};
    struct effects effects = {0};
    struct plugin *asks = ground_plugin(&ground, "rbkc",
                                        "return { on = { ['state.entered.service'] = function() return "
                                        "log(words(rules.missed_contacts())) end } }");
    struct plugin *fails =
        ground_plugin(&ground, "other", "return { rules = { missed_contacts = function() error 'R' end } }");
    fails->workflows = workflows;
    fails->workflow_count = 1;
    asks->goes_on = true;
    ground_begin(&ground);
    assert_int_equal(hook(&effects), STATUS_SCRIPT);
    assert_true(ground.rules.api->plugin_failed(ground.rules.self));
    asks->goes_on = false;
    fails->goes_on = true;
    assert_int_equal(hook(&effects), STATUS_OK);
    ground_end(&ground);
    assert_int_equal(effects.list.count, 1);
    assert_non_null(strstr(ground_transcript(&ground), "left_out"));
}

/* Each type of setting as Lua has it. */
static void test_settings_by_type(void **state)
{
    (void)state;
    struct plugin *plugin =
        ground_plugin(&ground, "rbkc",
                      "local s = settings\n"
                      "local words = s.name .. s.count + 1 .. s.fee * 2 .. #s.kinds .. s.kinds[2]\n"
                      "  .. tostring(s.on) .. tostring(date(s.since) + duration(s.every))\n"
                      "return { rules = { kind_words = words } }");
    assert_int_equal(json_read(&ground.arena,
                               TEXT("{\"count\":2,\"every\":\"2 weeks\",\"fee\":12.5,\"kinds\":[\"a\",\"b\"],"
                                    "\"name\":\"01\",\"on\":true,\"since\":\"2026-01-01\"}"),
                               &plugin->settings, &ground.error),
                     STATUS_OK);
    ground_expect(&ground, "rules.kind_words()", "a text: 01325.02btrue2026-01-15");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_fresh_for_each_plan, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_kept_apart, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_proxies_are_not_kept, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_no_case_while_loading, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_what_a_plugin_sees, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_settings_are_declared, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_the_case_is_read_only, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_actions, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_data_of_a_call, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_tasks_and_deadlines, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_hooks, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_hook_goes_on_when_cut_off, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_rules_and_actions_that_fail, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_rule_that_is_cut_off_is_left_out_once, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_the_fault_is_whose_it_is, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_settings_by_type, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

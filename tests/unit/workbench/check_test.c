#include "support.h"

#include "workbench/check.h"

static struct arena arena;

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_deinit(&arena);
    return 0;
}

static const char asks[] =
    "workflow: w\n"
    "calendar: holydays\n"
    "rules:\n"
    "  eligible: {title: Eligible, gives: yes/no}\n"
    "  every: {title: Every, gives: duration, default: 3 months}\n"
    "events: {open: {title: O}, go: {title: G}}\n"
    "initial: a\n"
    "states: {a: {on: {go: {target: b, requires: [{rule: eligible}]}, note: {}}}, b: {}}\n";

/* A plugin answers the rules whose names stand in its version. */
static bool answers(void *self, const struct world *world, const struct plugin *plugin, struct text rule)
{
    struct text rest = plugin->version, name;
    (void)self, (void)world;
    while (rest.size && text_split(&rest, ' ', &name)) {
        if (text_equal(name, rule)) {
            return true;
        }
    }
    return false;
}

static const struct rule_answers all_answers = {answers, NULL};

static const char *check(const struct world *world, const struct rule_answers *rule_answers)
{
    static struct findings findings;
    struct buffer out;
    findings_init(&findings, &arena);
    workbench_check(world, rule_answers, &findings);
    findings_sort(&findings);
    buffer_init(&out, &arena);
    findings_print(&findings, &out);
    return text_copy(&arena, buffer_result(&out)).at;
}

static struct world *world_of(const char *yaml)
{
    return support_world(&arena, &yaml, 1);
}

static const char *const plain = "workflow: w\nevents: {open: {title: O}}\ninitial: a\nstates: {a: {}}\n";

static void a_world_in_order_has_no_findings(void **state)
{
    (void)state;
    assert_string_equal(check(world_of(plain), &all_answers), "");
}

static void a_rule_that_nothing_answers_is_an_error(void **state)
{
    (void)state;
    struct world *world = world_of(asks);
    struct calendar calendar = {.name = TEXT("holydays")};
    const struct calendar *calendars[] = {&calendar};
    world->calendars = calendars;
    world->calendar_count = 1;
    assert_string_equal(
        check(world, &all_answers),
        "w.yaml:4:3: error: the rule “eligible” has no default, and there is no plugin to answer it\n"
        "  |   eligible: {title: Eligible, gives: yes/no}\n"
        "  |   ^\n"
        "  hint: give it a `default`, or answer it in a plugin's init.lua\n");
    assert_string_equal(check(world, NULL), "");
    struct plugin plugins[] = {{.name = TEXT("rbkc"), .version = TEXT("other eligible")},
                               {.name = TEXT("west"), .version = TEXT("other")}};
    struct area areas[] = {
        {.name = TEXT("rbkc"), .from = DATE_NONE, .until = DATE_NONE, .plugin = 0},
        {.name = TEXT("wcc"), .from = DATE_NONE, .until = DATE_NONE, .plugin = 1},
        {.name = TEXT("none"), .from = DATE_NONE, .until = DATE_NONE, .plugin = DEFINITION_NONE}};
    world->plugins = plugins;
    world->plugin_count = count_of(plugins);
    world->areas = areas;
    world->area_count = count_of(areas);
    assert_non_null(strstr(
        check(world, &all_answers),
        "error: the rule “eligible” has no default, and nothing answers it for wcc (plugin west), none\n"));
    world->area_count = 1;
    assert_string_equal(check(world, &all_answers), "");
}

static void a_plugin_of_the_workflow_answers_for_every_area(void **state)
{
    (void)state;
    struct world *world = world_of(asks);
    struct text workflow = TEXT("w"), another = TEXT("another");
    struct plugin plugins[] = {
        {.name = TEXT("p"), .version = TEXT("eligible"), .workflows = &another, .workflow_count = 1}};
    struct area areas[] = {
        {.name = TEXT("wcc"), .from = DATE_NONE, .until = DATE_NONE, .plugin = DEFINITION_NONE}};
    world->plugins = plugins;
    world->plugin_count = 1;
    world->areas = areas;
    world->area_count = 1;
    assert_non_null(strstr(check(world, &all_answers), "nothing answers it for wcc"));
    plugins[0].workflows = &workflow;
    assert_null(strstr(check(world, &all_answers), "eligible"));
}

static void a_calendar_must_be_there(void **state)
{
    (void)state;
    struct world *world = world_of(asks);
    assert_non_null(strstr(check(world, NULL), "w.yaml:2:1: error: there is no calendar “holydays”\n"
                                               "  | calendar: holydays\n"));
    struct calendar calendars[] = {{.name = TEXT("holidays")}, {.name = TEXT("holydays")}};
    const struct calendar *list[] = {&calendars[0], &calendars[1]};
    world->calendars = list;
    world->calendar_count = 1;
    assert_non_null(strstr(check(world, NULL), "hint: did you mean “holidays”?"));
    world->calendar_count = 2;
    assert_string_equal(check(world, NULL), "");
}

static void two_plugins_for_one_area_are_told(void **state)
{
    (void)state;
    struct world *world = world_of(plain);
    struct plugin plugins[] = {{.name = TEXT("one"), .file = TEXT("plugins/one/init.lua")},
                               {.name = TEXT("two"), .file = TEXT("plugins/two/init.lua")}};
    struct area areas[] = {{.name = TEXT("a"), .from = DATE_NONE, .until = 100, .plugin = 0},
                           {.name = TEXT("a"), .from = 100, .until = DATE_NONE, .plugin = 1}};
    world->plugins = plugins;
    world->plugin_count = 2;
    world->areas = areas;
    world->area_count = 2;
    assert_string_equal(check(world, NULL),
                        "plugins/two/init.lua: warning: the plugins “one” and “two” both serve the area “a”; "
                        "only the first is asked\n"
                        "  hint: take the area out of one manifest, or give each its dates\n");
    areas[1].from = 101;
    assert_string_equal(check(world, NULL), "");
    areas[1].from = 100;
    areas[1].plugin = 0;
    assert_string_equal(check(world, NULL), "");
}

static void a_definition_is_found_by_its_file(void **state)
{
    (void)state;
    struct world *world = world_of(plain);
    assert_ptr_equal(workbench_definition(world, TEXT("w.yaml")), world->definitions[0]);
    assert_null(workbench_definition(world, TEXT("v.yaml")));
}

static void findings_become_json(void **state)
{
    (void)state;
    struct findings findings;
    findings_init(&findings, &arena);
    findings_add(&findings, &(struct finding){.severity = SEVERITY_ERROR,
                                              .file = TEXT("f"),
                                              .place = {3, 4},
                                              .message = TEXT("m"),
                                              .hint = TEXT("h"),
                                              .source = TEXT("ok \xFF no")});
    findings_add(&findings,
                 &(struct finding){.severity = SEVERITY_WARNING, .file = TEXT("g"), .message = TEXT("n")});
    struct json json = findings_json(&arena, &findings);
    struct text text = json_to_text(&arena, &json);
    assert_string_equal(
        text_copy(&arena, text).at,
        "[{\"column\":4,\"file\":\"f\",\"hint\":\"h\",\"line\":3,\"message\":\"m\",\"severity\":\"error\","
        "\"source\":\"ok \"},"
        "{\"column\":0,\"file\":\"g\",\"line\":0,\"message\":\"n\",\"severity\":\"warning\"}]");
}

int main(void)
{
#define with(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        with(a_world_in_order_has_no_findings),
        with(a_rule_that_nothing_answers_is_an_error),
        with(a_plugin_of_the_workflow_answers_for_every_area),
        with(a_calendar_must_be_there),
        with(two_plugins_for_one_area_are_told),
        with(a_definition_is_found_by_its_file),
        with(findings_become_json),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Scenarios read: what is a scenario, and every mistake with its place. */
#include "support.h"

#include "workbench/scenario.h"

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

struct file {
    const char *path, *content;
};

static struct scenarios scenarios;

/* The findings of these files, as "file:line:column: message" a line each. */
static const char *read_files(const struct file *files, size_t count)
{
    struct json object = json_object();
    struct findings findings;
    struct buffer out;
    findings_init(&findings, &arena);
    for (size_t i = 0; i < count; i++) {
        json_set(&arena, &object, text_of(files[i].path), json_string(text_of(files[i].content)));
    }
    scenarios_read(&arena, &object, zone_utc(), &findings, &scenarios);
    findings_sort(&findings);
    buffer_init(&out, &arena);
    for (size_t i = 0; i < findings.list.count; i++) {
        const struct finding *one = &findings.list.at[i];
        buffer_printf(&out, "%.*s:%u:%u: %.*s\n", TEXT_ARGS(one->file), one->place.line, one->place.column,
                      TEXT_ARGS(one->message));
    }
    return text_copy(&arena, buffer_result(&out)).at;
}
#define read_all(...)                                                                                        \
    read_files((const struct file[]){__VA_ARGS__},                                                           \
               sizeof((const struct file[]){__VA_ARGS__}) / sizeof(struct file))

static const char *read_step(const char *step)
{
    return read_all({"s.yaml", arena_printf(&arena, "scenario: S\nstory:\n  - %s\n", step)});
}

static void what_is_none_is_left_alone(void **state)
{
    (void)state;
    assert_string_equal(read_all({"w.yaml", "workflow: w\nnothing: else\n"}, {"x.yaml", "{{"},
                                 {"y.lua", "scenario: S"},
                                 {"z.yaml", "scenario: S\nstory: [{given: All}]\n"}),
                        "");
    assert_int_equal(scenarios.list.count, 1);
    assert_string_equal(scenarios.list.at[0]->source.file.at, "z.yaml");
    struct json files = json_object();
    json_set(&arena, &files, TEXT("w.yaml"), json_string(TEXT("workflow: w\n")));
    json_set(&arena, &files, TEXT("s.yml"), json_string(TEXT("story: []\n")));
    json_set(&arena, &files, TEXT("b.yaml"), json_string(TEXT("[")));
    struct json others = scenarios_left_out(&arena, &files);
    assert_int_equal(others.count, 2);
    assert_null(json_member_of(&others, "s.yml"));
}

static void the_file(void **state)
{
    (void)state;
    assert_string_equal(read_all({"s.yaml", "scenario: S\nworkflw: w\nstory: []\n"}),
                        "s.yaml:2:1: a scenario has no key “workflw”\n");
    assert_string_equal(read_all({"s.yaml", "workflow: w\nstory: []\n"}),
                        "s.yaml:1:1: a scenario says its title\n");
    assert_string_equal(read_all({"s.yaml", "scenario: S\n"}), "s.yaml:1:1: a scenario tells a story\n");
    assert_string_equal(read_all({"s.yaml", "scenario: S\nclock: 2026-02-30\nstory: {}\n"}),
                        "s.yaml:2:8: “clock” is not a time that exists\n"
                        "s.yaml:3:8: “story” is a map, and should be a list of steps\n");
    assert_string_equal(read_all({"s.yaml", "scenario: [S]\nabout:\nstory: [x]\n"}),
                        "s.yaml:1:11: “scenario” is a list, and should be a text\n"
                        "s.yaml:2:7: “about” says nothing\n"
                        "s.yaml:3:9: a step is a text, and should be a map\n");
    assert_string_equal(read_all({"s.yaml", "scenario: S\nscenario: T\nstory: []\n"}),
                        "s.yaml:2:1: \"scenario\" stands here twice, first on line 1\n");
    assert_true(scenarios.list.at[0]->is_wrong);
}

static void people_and_cases(void **state)
{
    (void)state;
    assert_string_equal(
        read_all({"s.yaml", "scenario: S\nstory: []\npeople:\n  Ann: worker\n  Bea: [worker, lead]\n"
                            "  Cat: {roles: lead, area: north}\n  Dee: {name: Dee D}\n"
                            "cases: {one: {area: north, data: {x: 1}}, two: }\n"}),
        "");
    const struct scenario *scenario = scenarios.list.at[0];
    assert_int_equal(scenario->people.count, 4);
    assert_int_equal(scenario->people.at[1].role_count, 2);
    assert_string_equal(scenario->people.at[2].area.at, "north");
    assert_null(scenario->people.at[2].answers);
    assert_non_null(scenario->people.at[3].answers);
    assert_int_equal(scenario->cases.count, 2);
    assert_string_equal(read_all({"s.yaml", "scenario: S\nstory: []\npeople: [Ann]\ncases: one\n"}),
                        "s.yaml:3:9: “people” is a list, and should be a map of names\n"
                        "s.yaml:4:8: “cases” is a text, and should be a list\n");
    assert_string_equal(
        read_all({"s.yaml",
                  "scenario: S\nstory: []\npeople: {A: {roles: x, name: y}}\ncases: {a: {dat: {}}, b: "
                  "{data: 1}}\n"}),
        "s.yaml:3:24: a user has no key “name”\ns.yaml:4:13: a case has no key “dat”\n"
        "s.yaml:4:33: “data” is a text, and should be a map of answers\n");
}

static void steps(void **state)
{
    (void)state;
    static const char *const table[][2] = {
        {"{given: One, when: Two}", "3:18: a step says one sentence, and “when” is the second"},
        {"{evnt: go}", "3:6: a step has no key “evnt”"},
        {"{event: [go]}", "3:13: “event” is a list, and should be a text"},
        {"{override: Because}", "3:6: “override” belongs to an event, and this step has none"},
        {"{outcome: done}", "3:6: “outcome” is what became of an event, and this step has none"},
        {"{event: go, outcome: don}", "3:26: “outcome” cannot be “don”"},
        {"{at: 2026-13-01T00:00}", "3:10: “at” is not a time that exists"},
        {"{wait: soon}", "3:12: "},
        {"{event: go, if_match: 0}", "3:27: “if_match” is a version, 1 or more"},
        {"{event: go, data: [x]}", "3:23: “data” is a list, and should be a map"},
        {"{event: go, case: {area: x}}", "3:23: beside an event “case” names the case"},
        {"{case: {aera: x}}", "3:13: `case` has no key “aera”"},
        {"{case: {closed: perhaps}}", "3:21: “closed” cannot be “perhaps”"},
        {"{case: {version: x}}", "3:22: “version” is a whole number"},
        {"{case: {links: x}}", "3:20: “links” is a text, and should be a map"},
        {"{tasks: {a: opne}}", "3:17: “a” cannot be “opne”"},
        {"{tasks: {a: {done: maybe}}}", "3:24: “done” cannot be “maybe”"},
        {"{tasks: {a: {doen: yes}}}", "3:18: `a` has no key “doen”"},
        {"{event: go, tasks: {a: {how: lost, reason: R}}}", "3:34: “how” cannot be “lost”"},
        {"{deadlines: {a: 2026-02-30}}", "3:21: “a” is not a date that exists"},
        {"{deadlines: {a: {status: gone}}}", "3:30: “status” cannot be “gone”"},
        {"{deadlines: {a: {breached: 2}}}", "3:32: “breached” cannot be “2”"},
        {"{ledger: [{deadlin: a}]}", "3:16: `ledger` has no key “deadlin”"},
        {"{ledger: [{before: x}]}", "3:24: “before” cannot be “x”"},
        {"{messages: [{txt: a}]}", "3:18: `messages` has no key “txt”"},
        {"{history: [{when: x}]}", "3:17: `history` has no key “when”"},
        {"{reached: {a: x}}", "3:19: “a” cannot be “x”"},
        {"{without: {states: x}}", "3:16: `without` has no key “states”"},
        {"{explain: [x]}", "3:15: “explain” is a list, and should be a map"},
        {"{explain: {a: unknown}}", "3:19: “a” cannot be “unknown”"},
        {"{in: []}", "3:10: “in” states nothing"},
        {"{event: go, unmet: [{codes: x}]}", "3:26: `unmet` has no key “codes”"},
    };
    size_t wrong = 0;
    for (size_t i = 0; i < count_of(table); i++) {
        const char *found = read_step(table[i][0]);
        const char *expected = arena_printf(&arena, "s.yaml:%s", table[i][1]);
        if (strncmp(found, expected, strlen(expected)) != 0) {
            print_error("of %s expected %s, found %s\n", table[i][0], expected, found);
            wrong++;
        }
    }
    assert_int_equal(wrong, 0);
    assert_string_equal(read_step("{event: go, messages: [], unmet: none, tasks: [a], case: x, without: a}"),
                        "");
}

static void beginnings(void **state)
{
    (void)state;
    assert_string_equal(read_all({"a/s.yaml", "scenario: S\nbegins: base\nstory: []\n"},
                                 {"a/base.yaml", "scenario: B\nworkflow: w\narea: n\nstory: []\n"}),
                        "");
    const struct scenario *scenario = scenarios_of_file(&scenarios, TEXT("a/s.yaml"));
    assert_string_equal(scenario->before->title.at, "B");
    assert_string_equal(scenario_workflow(scenario).at, "w");
    assert_string_equal(scenario_area(scenario).at, "n");
    assert_string_equal(read_all({"a/s.yaml", "scenario: S\nbegins: base\nstory: []\n"},
                                 {"b/base.yaml", "scenario: B\nstory: []\n"}),
                        "a/s.yaml:2:9: there is no scenario “base” beside this one\n");
    assert_string_equal(
        read_all({"s.yaml", "scenario: S\nbegins: t\nstory: []\n"},
                 {"t.yaml", "scenario: T\ncases: {a: {begins: s}}\nstory: []\n"}),
        "s.yaml:2:9: the scenarios that this begins with go round in a circle, or are more than 16\n"
        "t.yaml:2:21: the scenarios that this begins with go round in a circle, or are more than 16\n");
    assert_string_equal(
        read_all({"s.yaml", "scenario: S\nbegins: s\nstory: []\n"}),
        "s.yaml:2:9: the scenarios that this begins with go round in a circle, or are more than 16\n");
}

int main(void)
{
#define with(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        with(what_is_none_is_left_alone),
        with(the_file),
        with(people_and_cases),
        with(steps),
        with(beginnings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

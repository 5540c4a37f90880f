/* Tests of plugins: which there are, what holds, what differs, and what ends each. The stage is a stand-in.
 */
#include "support.h"

#include "script/kit.h"

#include <string.h>

struct bench {
    struct ground ground;
    struct stage stage;
    const char *answer; /* of every question, as JSON */
    enum status status;
    size_t asked;
    struct json told;
    struct error error;
};

static enum status answer(void *self, struct arena *arena, struct text verb, const struct json *asked,
                          struct json *given, struct error *error)
{
    struct bench *bench = self;
    (void)verb, (void)asked;
    bench->asked++;
    if (bench->status != STATUS_OK) {
        return error_set(error, bench->status, "the stage says no");
    }
    return json_read(arena, text_of(bench->answer), given, error);
}

static int begin(void **state)
{
    static struct bench bench;
    bench = (struct bench){.answer = "{\"outcome\":\"done\",\"case\":\"C-1\"}"};
    bench.stage = (struct stage){answer, &bench};
    ground_init(&bench.ground, ground_workflow, ground_case);
    *state = &bench;
    return 0;
}

static int finish(void **state)
{
    ground_deinit(&((struct bench *)*state)->ground);
    return 0;
}

static enum status run(struct bench *bench, const char *code, size_t index)
{
    struct plugin file = {.name = TEXT("x"), .file = TEXT("x_test.lua"), .code = text_of(code)};
    file.digest = digest_of(file.code);
    return script_test(bench->ground.script, &bench->ground.arena, &bench->ground.world, &file, index,
                       &bench->stage, &bench->told, &bench->error);
}

static const struct json *failure(struct bench *bench, uint32_t index)
{
    const struct json *failures = json_member_of(&bench->told, "failures");
    assert_non_null(failures);
    assert_true(index < failures->count);
    return &failures->elements[index];
}

static void expect_failure(struct bench *bench, uint32_t index, int line, const char *expected,
                           const char *got)
{
    const struct json *one = failure(bench, index);
    assert_int_equal(json_get_integer(one, "line", 0), line);
    assert_string_equal(text_copy(&bench->ground.arena, json_get_text(one, "expected")).at, expected);
    assert_string_equal(text_copy(&bench->ground.arena, json_get_text(one, "got")).at, got);
}

static void lists_tests(void **state)
{
    struct bench *bench = *state;
    const char *code = "test('one', function() end)\n\ntest('two', function() end)";
    assert_int_equal(run(bench, code, TEST_LIST), STATUS_OK);
    const struct json *tests = json_member_of(&bench->told, "tests");
    assert_int_equal(tests->count, 2);
    assert_int_equal(json_get_integer(&tests->elements[1], "line", 0), 3);
    assert_true(text_is(json_get_text(&tests->elements[1], "title"), "two"));
}

static void runs_the_one_that_is_wanted(void **state)
{
    struct bench *bench = *state;
    const char *code = "n = (n or 0) + 1\ntest('a', function() a_case {} n = 7 end)\n"
                       "test('b', function() expect(n):is(1) end)";
    assert_int_equal(run(bench, code, 0), STATUS_OK);
    assert_int_equal(bench->asked, 1);
    assert_int_equal(run(bench, code, 1), STATUS_OK);
    assert_int_equal(bench->asked, 1);
    assert_int_equal(json_member_of(&bench->told, "failures")->count, 0);
}

static void shows_what_differs(void **state)
{
    struct bench *bench = *state;
    assert_int_equal(run(bench, "test('a', function()\n  expect(months(2)):is(weeks(8))\nend)", 0),
                     STATUS_OK);
    expect_failure(bench, 0, 2, "8 weeks", "2 months");
    assert_true(text_is(json_get_text(failure(bench, 0), "code"), "expect(months(2)):is(weeks(8))"));
    assert_int_equal(
        run(bench, "test('a', function()\n  expect({a={1, 2}, b=3}):is {a={1, 4}, b=3, c=true}\nend)", 0),
        STATUS_OK);
    expect_failure(bench, 0, 2, "4", "2");
    assert_true(text_is(json_get_text(failure(bench, 0), "what"), "a[2]"));
    expect_failure(bench, 1, 2, "yes", "nothing");
    assert_int_equal(run(bench,
                         "test('a', function() expect('a bc'):contains('b') expect({1,2}):contains(2)\n"
                         "expect({}):is {} expect('P2M'):is(months(2)) expect(1):is_not(2) end)",
                         0),
                     STATUS_OK);
    assert_int_equal(json_member_of(&bench->told, "failures")->count, 0);
    assert_int_equal(run(bench, "test('a', function() expect(2):is_not(2) end)", 0), STATUS_OK);
    expect_failure(bench, 0, 1, "not 2", "2");
}

static void expects_of_answers(void **state)
{
    struct bench *bench = *state;
    const char *refuses =
        "test('a', function() local case = a_case { x = 1 }\nexpect(case:send('e')):refuses('No.') end)";
    bench->answer = "{\"outcome\":\"done\",\"case\":\"C-1\",\"unmet\":[]}";
    assert_int_equal(run(bench, refuses, 0), STATUS_OK);
    expect_failure(bench, 0, 2, "refused: No.", "done");
    const char *opens = "test('a', function() a_case {} end)";
    bench->answer = "{\"outcome\":\"refused\",\"unmet\":[{\"text\":\"No.\"}]}";
    assert_int_equal(run(bench, opens, 0), STATUS_OK);
    expect_failure(bench, 0, 1, "the case opens", "No.");
    const char *rule =
        "test('a', function()\nlocal case = a_case {}\nexpect(case:rule('r')):refuses('No.')\nend)";
    bench->answer = "{\"outcome\":\"done\",\"answer\":false,\"sentence\":\"Not so.\"}";
    assert_int_equal(run(bench, rule, 0), STATUS_OK);
    expect_failure(bench, 0, 3, "No.", "Not so.");
    const char *effects = "test('a', function()\nexpect(a_case {}:action('x')):gives { assign { b = 1, a = 2 "
                          "}, log 'l' }\nend)";
    bench->answer =
        "{\"outcome\":\"done\",\"effects\":[{\"effect\":\"assign\",\"name\":\"a\",\"value\":2},"
        "{\"effect\":\"assign\",\"name\":\"b\",\"value\":1},{\"effect\":\"log\",\"name\":\"k\"}]}";
    assert_int_equal(run(bench, effects, 0), STATUS_OK);
    expect_failure(bench, 0, 2, "l", "k");
    assert_int_equal(json_member_of(&bench->told, "failures")->count, 1);
}

static void ends_what_goes_wrong(void **state)
{
    struct bench *bench = *state;
    assert_int_equal(run(bench, "test('a', function()\nwhile true do end\nend)", 0), STATUS_CUT_OFF);
    assert_string_equal(bench->error.place, "x_test.lua:2");
    assert_int_equal(run(bench, "test('a', function()\nwhile true do a_case {} end\nend)", 0),
                     STATUS_CUT_OFF);
    assert_string_equal(bench->error.place, "x_test.lua:2");
    assert_int_equal(run(bench, "test('a', function()\nlocal x\nx.y = 1 end)", 0), STATUS_SCRIPT);
    assert_string_equal(bench->error.place, "x_test.lua:3");
    assert_int_equal(run(bench, "test('a')", TEST_LIST), STATUS_SCRIPT);
    assert_int_equal(run(bench, "test(", TEST_LIST), STATUS_SCRIPT);
    bench->status = STATUS_INVALID;
    assert_int_equal(run(bench, "test('a', function()\na_case {}\nend)", 0), STATUS_SCRIPT);
    assert_string_equal(bench->error.message, "the stage says no");
    assert_string_equal(bench->error.place, "x_test.lua:2");
    bench->status = STATUS_IO;
    assert_int_equal(run(bench, "test('a', function() a_case {} end)", 0), STATUS_IO);
}

/* A test that cannot fail is none. */
static void what_expects_nothing_is_told(void **state)
{
    struct bench *bench = *state;
    const char *code = "test('a', function()\nlocal e = expect(1)\nexpect(2):is(2)\nend)";
    assert_int_equal(run(bench, code, 0), STATUS_SCRIPT);
    assert_string_equal(bench->error.message, "nothing is expected: write expect(…):is(…)");
    assert_string_equal(bench->error.place, "x_test.lua:2");
    code = "test('a', function() local e = expect(1) e:is(1) e:is_not(2) end)";
    assert_int_equal(run(bench, code, 0), STATUS_OK);
    code = "test('a', function()\ntest('b', function() end)\nend)";
    assert_int_equal(run(bench, code, 0), STATUS_SCRIPT);
    assert_string_equal(bench->error.message, "test() stands for itself, not within another test");
}

static void holds_few_enough(void **state)
{
    struct bench *bench = *state;
    assert_int_equal(run(bench, "for i = 1, 201 do test('a', function() end) end", TEST_LIST), STATUS_SCRIPT);
    assert_int_equal(run(bench, "for i = 1, 200 do test('a', function() end) end", TEST_LIST), STATUS_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(lists_tests, begin, finish),
        cmocka_unit_test_setup_teardown(runs_the_one_that_is_wanted, begin, finish),
        cmocka_unit_test_setup_teardown(shows_what_differs, begin, finish),
        cmocka_unit_test_setup_teardown(expects_of_answers, begin, finish),
        cmocka_unit_test_setup_teardown(ends_what_goes_wrong, begin, finish),
        cmocka_unit_test_setup_teardown(what_expects_nothing_is_told, begin, finish),
        cmocka_unit_test_setup_teardown(holds_few_enough, begin, finish),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

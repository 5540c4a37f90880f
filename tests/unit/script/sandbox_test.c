/* The sandbox: what is not there, and what the bounded functions give. */
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

/* What the Lua EXPRESSION gives inside of a plugin, as text. */
static const char *in_plugin(const char *expression)
{
    ground.world.plugin_count = ground.world.area_count = 0;
    ground_plugin(&ground, "rbkc",
                  arena_printf(&ground.arena,
                               "return { rules = { kind_words = function(case, event) return %s end } }",
                               expression));
    return ground_say(&ground, "rules.kind_words()");
}

static void expect(const char *expression, const char *expected)
{
    assert_string_equal(in_plugin(expression), arena_printf(&ground.arena, "a text: %s", expected));
}

static void expect_fault(const char *expression, const char *expected)
{
    assert_string_equal(
        in_plugin(expression),
        arena_printf(&ground.arena, "script: The plugin rbkc failed in rules.kind_words: %s.", expected));
}

static void test_what_is_not_there(void **state)
{
    (void)state;
    static const char *const names[] = {"io",
                                        "os",
                                        "debug",
                                        "package",
                                        "require",
                                        "load",
                                        "loadstring",
                                        "dofile",
                                        "loadfile",
                                        "pcall",
                                        "xpcall",
                                        "coroutine",
                                        "rawset",
                                        "rawget",
                                        "rawequal",
                                        "rawlen",
                                        "getmetatable",
                                        "setmetatable",
                                        "collectgarbage",
                                        "print",
                                        "_G",
                                        "next",
                                        "utf8",
                                        "warn",
                                        "data",
                                        "math.random",
                                        "math.randomseed",
                                        "string.dump",
                                        "string.gmatch",
                                        "string.pack",
                                        "table.move",
                                        "math.sin"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *said = in_plugin(arena_printf(&ground.arena, "tostring(%s)", names[i]));
        if (strcmp(said, "a text: nil") != 0) {
            fail_msg("%s: %s", names[i], said);
        }
    }
}

static void test_shared_tables_cannot_be_changed(void **state)
{
    (void)state;
    ground_plugin(&ground, "rbkc", "string.upper = nil\nreturn {}");
    ground_expect(&ground, "rules.kind_words()",
                  "script: The plugin rbkc failed in init.lua: this table is only read.");
    expect("string.upper('a')", "A");
    expect("('a'):upper()", "A");
    expect_fault("(function() settings.a = 1 end)()",
                 "what a case holds is only read here: give back assign { … } to change it");
}

static void test_no_addresses(void **state)
{
    (void)state;
    expect_fault("tostring({})", "a table has no text");
    expect_fault("tostring(words)", "a function has no text");
    expect_fault("tostring(case)", "the case has no text");
    expect_fault("string.format('%s', {})", "format() takes texts and numbers, and a table stands there");
    expect_fault("string.format('%p', 'x')", "format() has no %p here");
    expect_fault("string.format('%5.3p', 'x')", "format() has no %p here");
    expect_fault("(function() local t = { [{}] = 1 } for k in pairs(t) do end end)()",
                 "pairs() needs keys that are numbers or texts, and one is a table");
    expect("string.format('%d%% of %s', 5, 'x')", "5% of x");
    expect("string.format('%5.2f|%q', 1.5, 'a')", " 1.50|\"a\"");
}

static void test_values_and_texts(void **state)
{
    (void)state;
    expect("type(today) .. type(now) .. type(days(1)) .. type(case) .. type(case.data.unborn) .. type(1)",
           "dateinstantdurationcaselistnumber");
    expect("tostring(today) .. tostring(now) .. tostring(months(3)) .. tostring(nil) .. tostring(1.5)",
           "2026-01-052026-01-05T09:00:00ZP3Mnil1.5");
    expect("words(today) .. ', ' .. words(months(3)) .. ', ' .. words(true)",
           "5 January 2026, 3 months, yes");
    expect("tostring(duration('12 weeks') == weeks(12))", "true");
    expect_fault("tostring(duration('soon'))",
                 "duration() was not given a length of time such as \"12 weeks\" or \"P3M\"");
    expect("tostring(tonumber('12') + 1)", "13");
    expect("select(2, 'a', 'b')", "b");
    expect_fault("tostring(assert(nil, 'Nothing there.'))", "Nothing there");
    expect_fault("tostring(assert(false))", "an assertion does not hold");
    expect("assert('x')", "x");
    expect_fault("error({})",
                 "it raised an error, whose words are kept back since they may hold what a case holds");
}

static void test_tables(void **state)
{
    (void)state;
    expect("(function() local t = { 3, 1, 2 } table.sort(t) return table.concat(t, ',') end)()", "1,2,3");
    expect("(function() local t = { 3, 1, 2, 9, 4 } table.sort(t, function(a, b) return a > b end)"
           " return table.concat(t, ',') end)()",
           "9,4,3,2,1");
    expect("(function() local t = {} for i = 1, 300 do t[i] = { i % 3, i } end"
           " table.sort(t, function(a, b) return a[1] < b[1] end)"
           " for i = 2, 300 do if t[i - 1][1] == t[i][1] and t[i - 1][2] > t[i][2] then return 'unstable' "
           "end end"
           " return 'stable' .. t[1][1] .. t[300][1] end)()",
           "stable02");
    expect("(function() local t = { 'a', 'c' } table.insert(t, 2, 'b') table.insert(t, 'd')"
           " return table.concat(t) .. table.remove(t, 1) .. table.remove(t) .. #t end)()",
           "abcdad2");
    expect("tostring(table.remove({}))", "nil");
    expect("table.concat({ table.unpack({ 1, 2, 3 }) }, '-')", "1-2-3");
    expect_fault("table.insert({}, 5, 'x')", "insert() was given a position outside of the list");
    expect_fault("table.concat({ {} })", "concat() joins texts and numbers, and the list holds a table");
    expect_fault("table.sort(3)", "a table is needed, and a number stands there");
    expect_fault("table.sort({ 1, 'x' })", "attempt to compare string with number");
    expect_fault("table.unpack(case.data.unborn)", "a table is needed, and a list stands there");
}

static void test_pairs(void **state)
{
    (void)state;
    expect("(function() local o = '' for k, v in pairs({ b = 1, a = 2, [2] = 'y', [1] = 'x' }) do o = o .. k "
           ".. v end"
           " return o end)()",
           "1x2ya2b1");
    expect(
        "(function() local o, t = '', { a = 1, b = 2, c = 3 } for k in pairs(t) do o = o .. k t.b = nil end"
        " return o end)()",
        "ac");
    expect("(function() local o = '' for k in pairs(case.data) do o = o .. ' ' .. k end return o end)()",
           " name story lives_in removed_by missed cost agreed order other kind kinds parent twice unborn");
    expect(
        "(function() local o = '' for i, v in ipairs(case.data.kinds) do o = o .. i .. v end return o end)()",
        "1one2two");
    expect(
        "(function() local o = '' for i, v in pairs(case.data.kinds) do o = o .. i .. v end return o end)()",
        "1one2two");
    expect_fault("pairs(nil)", "pairs() cannot go through an empty value");
    expect_fault("pairs(today)", "pairs() cannot go through a date");
}

static void test_patterns(void **state)
{
    (void)state;
    expect("string.match('W8 4PT', '^%u%d+')", "W8");
    expect("string.match('key = value', '(%w+)%s*=%s*(%w+)')", "key");
    expect("select(2, string.match('key = value', '(%w+)%s*=%s*(%w+)'))", "value");
    expect("tostring(string.match('abc', '%d'))", "nil");
    expect("string.match('[x]', '%[(.-)%]')", "x");
    expect("string.match('a-b_c', '[%w_-]+')", "a-b_c");
    expect("string.match('xyz', '[^x]+')", "yz");
    expect("string.match('aab', 'a?a?a?b$')", "aab");
    expect("string.match(']]', '[]]+')", "]]");
    expect("string.match('f5', '[a-f][0-9]')", "f5");
    expect("string.match('hello', 'l+', 4)", "l");
    expect("tostring(string.match('', '.'))", "nil");
    expect("tostring(string.match('abc', 'c', 9))", "nil");
    expect("table.concat({ string.find('hello', 'l+') }, ',')", "3,4");
    expect("table.concat({ string.find('a.b', '.', 1, true) }, ',')", "2,2");
    expect("tostring(string.find('a.b', 'x', 1, true))", "nil");
    expect("table.concat({ string.find('key=1', '(%a+)=(%d)') }, ',')", "1,5,key,1");
    expect("(string.gsub('a b  c', '%s+', '-'))", "a-b-c");
    expect("table.concat({ string.gsub('abc', '', '.') }, ' ')", ".a.b.c. 4");
    expect("(string.gsub('aaa', '^a', 'b'))", "baa");
    expect("string.rep('ab', 3, '-') .. string.rep('x', 0) .. string.rep('y', -1)", "ab-ab-ab");
    expect("string.reverse('abc') .. string.char(65) .. string.len('abc') .. string.byte('A')", "cbaA365");
    expect_fault("string.match('x', '%b()')", "a pattern has %b, which is not taken here");
    expect_fault("string.match('x', '(x)%1')", "a pattern has %1, which is not taken here");
    expect_fault("string.match('x', '[x')", "a set in a pattern has no ]");
    expect_fault("string.match('x', 'x%')", "a pattern ends with %");
    expect_fault("string.match('x', '(x')", "a capture in a pattern is not closed");
    expect_fault("string.match('x', 'x)')", "a pattern has a ) too many");
    expect_fault("string.match('x', '()x')", "a pattern has (), which is not taken here");
    expect_fault("string.match(string.rep('x', 200), string.rep('x?', 200))", "a pattern is too complicated");
    expect_fault("string.match('x', string.rep('(x?)', 17))", "a pattern has more than 16 captures");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_what_is_not_there, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_shared_tables_cannot_be_changed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_no_addresses, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_values_and_texts, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_tables, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_pairs, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_patterns, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

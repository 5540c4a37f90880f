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
                                        "xpcall",
                                        "coroutine",
                                        "collectgarbage",
                                        "print",
                                        "_G",
                                        "utf8",
                                        "warn",
                                        "data",
                                        "math.random",
                                        "math.randomseed",
                                        "string.dump",
                                        "string.unpack",
                                        "string.packsize",
                                        "string.pack",
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
    expect_fault("string.match('x', '[x')", "a set in a pattern has no ]");
    expect_fault("string.match('x', 'x%')", "a pattern ends with %");
    expect_fault("string.match('x', '(x')", "a capture in a pattern is not closed");
    expect_fault("string.match('x', 'x)')", "a pattern has a ) too many");
    expect_fault("string.match(string.rep('x', 300), string.rep('x?', 300))", "a pattern is too complicated");
    expect_fault("string.match('x', string.rep('(x?)', 33))", "a pattern has more than 32 captures");
}

/* The rest of the manual's patterns. What each gives was taken from Lua 5.4 itself. */
static void test_patterns_of_the_manual(void **state)
{
    (void)state;
    expect("string.match('f(a(b)c)d', '%b()')", "(a(b)c)");
    expect("tostring(string.match('f(a(b', '%b()'))", "nil");
    expect("(string.gsub('THE (quick) fox', '%f[%a]%a+', 'w'))", "w (w) w");
    expect("table.concat({ string.find('a.b', '%f[%w]%w') }, ',')", "1,1");
    expect("string.match('say \"it\\'s\" now', '([\"\\']).-%1')", "\"");
    expect("string.match('abcabc', '(a)(b)(c)%1%2%3') .. 'x'", "ax");
    expect("table.concat({ string.match('hello', '()ll()') }, ',')", "3,5");
    expect("(string.gsub('hello world', '(%w+)', '<%1>'))", "<hello> <world>");
    expect("(string.gsub('hello', '', '-'))", "-h-e-l-l-o-");
    expect("(string.gsub('abc', '%w*', 'x'))", "x");
    expect("(string.gsub('abc', 'b*', 'x'))", "xaxcx");
    expect("(string.gsub('abc def', '%w+', '%0 %0%%', 1))", "abc abc% def");
    expect("string.gsub('abc', '^a', '') .. (string.gsub('aaa', '^a', 'b'))", "bcbaa");
    expect("(string.gsub('$name is $age', '%$(%w+)', { name = 'N', age = 3 }))", "N is 3");
    expect("(string.gsub('$name $x', '%$(%w+)', { name = false }))", "$name $x");
    expect("(string.gsub('ab', '%w', function(c) return c == 'a' and 1.5 end))", "1.5b");
    expect("(function() local o = {} for k, v in string.gmatch('a=1, b=2', '(%w+)=(%w+)') do"
           " o[#o + 1] = k .. v end return table.concat(o, ' ') end)()",
           "a1 b2");
    expect("(function() local o = {} for w in ('abc'):gmatch('b*') do o[#o + 1] = '[' .. w .. ']' end"
           " return table.concat(o) end)()",
           "[][b][]");
    expect("(function() local n = 0 for w in ('^a^a'):gmatch('^a') do n = n + 1 end return n .. '' end)()",
           "2");
    expect("(function() for a, b in ('xy'):gmatch('()(.)', 2) do return a .. b end end)()", "2y");
    expect("(function() for a in ('xy'):gmatch('.', 9) do return 'some' end return 'none' end)()", "none");
    expect_fault("string.match('x', '%b(')", "a pattern has %b without two characters behind it");
    expect_fault("string.match('x', '%fx')", "a pattern has %f without a set behind it");
    expect_fault("string.match('x', '%1')", "a pattern has %1, and there is no such capture before it");
    expect_fault("string.match('x', '(x%1)')", "a pattern has %1, and there is no such capture before it");
    expect_fault("string.gsub('x', 'x', '%2')", "there is no capture %2 in the pattern");
    expect_fault("string.gsub('x', 'x', '%x')",
                 "gsub() was given % before neither a digit nor % in what it puts in");
    expect_fault("string.gsub('x', 'x', function() return {} end)",
                 "gsub() puts in texts and numbers, and was given a table");
    expect_fault("string.gsub('x', 'x', true)",
                 "gsub() puts in a text, or what a table or a function has, and was given a yes or no");
}

static void test_metatables(void **state)
{
    (void)state;
    expect("(function() local C = {} C.__index = C function C.hi(self) return 'hi ' .. self.name end"
           " local o = setmetatable({ name = 'x' }, C)"
           " return o:hi() .. tostring(getmetatable(o) == C) .. tostring(getmetatable('') == nil) end)()",
           "hi xtruetrue");
    expect("tostring(setmetatable({}, { __tostring = function() return 'T' end }))", "T");
    expect("(function() local mt = {} local t = setmetatable({}, mt)"
           " mt.__index = function() return 'late' end return tostring(t.x) end)()",
           "nil");
    expect("tostring(getmetatable(setmetatable(setmetatable({}, {}), nil)))", "nil");
    static const char *const refused[] = {"__gc", "__mode", "__close", "__metatable", "__name", "__pairs"};
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        expect_fault(arena_printf(&ground.arena, "setmetatable({}, { %s = 'k' })", refused[i]),
                     arena_printf(&ground.arena, "a metatable may not have %s here", refused[i]));
    }
    expect_fault("setmetatable(string, {})", "this table is only read");
    expect_fault("setmetatable(_ENV, {})", "this table keeps its metatable");
    expect_fault("setmetatable({}, 3)",
                 "setmetatable() takes a table and its metatable, and a number stands there");
    expect("tostring(getmetatable(string)) .. tostring(getmetatable(case)) .. tostring(getmetatable(_ENV))",
           "nilnilnil");
    expect_fault("tostring(setmetatable({}, { __tostring = function() return {} end }))",
                 "what __tostring gives must be a text, and a table stands there");
}

/* What all plugins share cannot be written to by any function that writes to tables. */
static void test_raw_writing(void **state)
{
    (void)state;
    static const char *const ways[] = {"table.insert(math, 1)", "table.sort(string)",
                                       "table.move({ 1 }, 1, 1, 1, table)", "rawset(math, 'pi', 3)",
                                       "table.remove(string, 0)"};
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        expect_fault(ways[i], "this table is only read");
    }
    expect("(function() local t = rawset({}, 'a', 'b') return t.a .. rawlen({ 1 }) ..\n"
           "tostring(rawget(t, 'z')) .. tostring(rawequal(t, t)) end)()",
           "b1niltrue");
    expect_fault("rawset({}, nil, 1)", "a table has no place for that key");
    expect_fault("rawset({}, 0 / 0, 1)", "a table has no place for that key");
}

static void test_next(void **state)
{
    (void)state;
    expect("(function() local o, k, v = '', next({ b = 1, a = 2, [3] = 4 }) return k .. v end)()", "34");
    expect("(function() local t, o, k, v = { b = 1, a = 2, [3] = 4, [1.5] = 0 }, ''"
           " k, v = next(t) while k do o = o .. k .. '=' .. v .. ' ' k, v = next(t, k) end return o end)()",
           "1.5=0 3=4 a=2 b=1 ");
    expect("tostring(next({}))", "nil");
    expect_fault("next({ [{}] = 1 })", "next() needs keys that are numbers or texts, and one is a table");
}

static void test_pcall(void **state)
{
    (void)state;
    expect("(function() local ok, why = pcall(function() error('No.') end)"
           " return tostring(ok) .. why end)()",
           "falseplugin:1: No.");
    expect("(function() local ok, a, b = pcall(function(x) return x, 'b' end, 'a') return a .. b end)()",
           "ab");
    expect("(function() local ok, why = pcall(function() return case.nothing end)"
           " return why .. tostring(case.reference) end)()",
           "plugin:1: case has no member nothingC-17");
    expect("(function() local ok, why = pcall(error) return why end)()",
           "it raised an error, whose words are kept back since they may hold what a case holds");
    ground.world.plugin_count = ground.world.area_count = 0;
    ground_plugin(&ground, "rbkc",
                  "return { rules = { kind_words = function() return 'x' .. tostring(pcall(function()\n"
                  "while true do end end)) end } }");
    ground_expect(&ground, "rules.kind_words()",
                  "cut_off: The plugin rbkc was cut off in rules.kind_words: it took more than 1000000 "
                  "instructions.");
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
        cmocka_unit_test_setup_teardown(test_patterns_of_the_manual, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_metatables, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_raw_writing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_next, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_pcall, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

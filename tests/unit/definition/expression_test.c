/* Expressions: Lua's grammar, no more and no less than one expression of it; what they read; and what is said
 * when it is not one. */
#include "support.h"

#include "definition/expression.h"

#include <stdio.h>
#include <string.h>

static struct arena arena;
static struct expression expression;
static struct error error;
static struct place at;

static int begin(void **state)
{
    (void)state;
    arena_init(&arena);
    return 0;
}

static int end(void **state)
{
    (void)state;
    arena_deinit(&arena);
    return 0;
}

static enum status read_with(const char *source, const struct text *further, size_t count)
{
    expression = (struct expression){0};
    error = (struct error){0};
    at = (struct place){0};
    return expression_read(&arena, text_of(source), (struct place){7, 11}, further, count, &expression, &at,
                           &error);
}

static void takes(const char *source)
{
    if (read_with(source, NULL, 0) != STATUS_OK) {
        fail_msg("%s: %u: %s", source, at.column, error.message);
    }
    assert_text(expression.source, source);
    assert_int_equal(expression.place.line, 7);
    assert_int_equal(expression.place.column, 11);
}

/* OFFSET is in characters from the start. */
static void refuses(const char *source, unsigned offset, const char *words)
{
    if (read_with(source, NULL, 0) == STATUS_OK) {
        fail_msg("%s is taken", source);
    }
    if (!strstr(error.message, words) || at.line != 7 || at.column != 11 + offset) {
        fail_msg("%s: %u: %s", source, at.column - 11, error.message);
    }
}

static void takes_what_lua_takes(void **state)
{
    (void)state;
    takes("1");
    takes("0x1F + 0xA.8p1 + 3.5e-2 + .5 + 3. + 1e10");
    takes("'a' .. \"b\" .. [[c]] .. [==[d]]e]==]");
    takes("'\\a\\n\\x41\\065\\u{48}\\z  \\'\\\\' == \"\\\"\"");
    takes("nil == true or false ~= not nil");
    takes("-2 ^ -2 * 3 // 4 % 5 / 6");
    takes("1 << 2 >> 3 & 4 | 5 ~ 6 ~ ~7");
    takes("#data.goals > 0 and data.goals[1].goal ~= ''");
    takes("(data.missed)");
    takes("{1, 2, x = 3, ['y'] = 4, [data.missed] = 5,}");
    takes("{}");
    takes("{data.missed == 1}");
    takes("data.story:upper():sub(1, 2)");
    takes("data.story:rep{2}");
    takes("math.max(1, 2, data.missed)");
    takes("string.format('%d', 1)");
    takes("tostring(today):sub(1, 4)");
    takes("(\"x\"):rep(3)");
    takes("event.data[data.consent]");
    takes("  \n\t1\r\n ");
    takes("date\"2026-12-28\" + weeks(4)");
    takes("2026-1-1");
    takes("earliest(item.birth_date + working_days(10), item.conference_date + months(3))");
    takes("1 < 2 == (3 >= 4)");
    takes("a"
          "ctor.roles.lead");
}

static void names_have_their_form(void **state)
{
    (void)state;
    refuses("dta.missed", 0, "there is no \"dta\": did you mean \"data\"?");
    refuses("1 + foo", 4, "there is no \"foo\"");
    refuses("print(1)", 0, "there is no \"print\"");
    refuses("os.time()", 0, "there is no \"os\"");
    refuses("math.random()", 5, "\"math\" has no \"random\"");
    refuses("math.mx(1)", 5, "did you mean math.max?");
    refuses("math", 4, "ends where \".\" and a name");
    refuses("math[1]", 4, "\"[\" stands where");
    refuses("today()", 5, "\"today\" is a value, not a function");
    refuses("financial_year", 0, "is not called");
    refuses("weeks + 1", 0, "\"weeks\" is not called");
    refuses("rules", 0, "\"rules\" stands alone");
    refuses("rules.eligible and 1", 14, "\"rules.eligible\" is not asked");
    refuses("data.", 5, "the expression ends where a name should");
    refuses("data.end", 5, "\"end\" cannot stand");
    refuses("data.1", 4, "");
}

static void speaks_of_slips(void **state)
{
    (void)state;
    refuses("data.x = 1", 7, "a comparison is written ==");
    refuses("data.x != 1", 7, "written ~=");
    refuses("data.x && data.y", 7, "write \"and\"");
    refuses("data.x || data.y", 7, "write \"or\"");
    refuses("!data.x", 0, "write \"not\"");
    refuses("data.x ? 1 : 2", 7, "A and B or C");
    refuses("data.x -- why", 7, "comment");
    refuses("data.x == \xE2\x80\x9Cgiven\xE2\x80\x9D", 10, "straight quotes");
    refuses("data.x \xE2\x89\xA4 3", 7, "<=");
    refuses("data.x > 2026-12-28", 9, "date(\"2026-12-28\")");
    refuses("if data.x then 1 else 2 end", 0, "A and B or C");
    refuses("function() return 1 end", 0, "\"function\" cannot stand");
    refuses("return 1", 0, "\"return\" cannot stand");
    refuses("...", 0, "there are no arguments");
    refuses("1; 2", 1, "one value");
    refuses("1 2", 2, "\"2\" stands where the end");
    refuses("f(", 0, "there is no \"f\"");
    refuses("weeks(", 6, "the expression ends where a value");
    refuses("weeks(4", 7, "ends where \")\"");
    refuses("(1", 2, "ends where \")\"");
    refuses("1)", 1, "\")\" stands where the end");
    refuses("{1, 2", 5, "ends where \"}\"");
    refuses("{[1] 2}", 5, "where \"=\"");
    refuses("data[1", 6, "ends where \"]\"");
    refuses("data.x:", 7, "a name");
    refuses("data.x:upper", 12, "where \"(\"");
    refuses("'abc", 0, "is not closed");
    refuses("'a\nb'", 0, "is not closed");
    refuses("[[abc]", 0, "is not closed");
    refuses("'\\q'", 2, "a backslash");
    refuses("'\\300'", 5, "a backslash");
    refuses("'\\u{D800}'", 8, "a backslash");
    refuses("'\\xZ'", 3, "a backslash");
    refuses("3abc", 0, "a number is not written like this");
    refuses("1..2", 0, "a number is not written like this");
    refuses("0x", 0, "a number is not written like this");
    refuses("1e", 0, "a number is not written like this");
    refuses("'a':upper()", 3, "\":\" stands where the end");
    refuses("data.\xC3\xA9", 5, "\"\xC3\xA9\" cannot stand");
    refuses("'\xC3\xA9' == $", 7, "\"$\" cannot stand");
    refuses("1 +", 3, "ends where a value");
    refuses("and", 0, "\"and\" stands where a value");
    refuses("", 0, "an expression is missing");
    refuses("  ", 0, "an expression is missing");
    refuses("data.x =< 1", 7, "a comparison is written ==");
}

static void nested(char open, char close, unsigned depth, char *out)
{
    memset(out, open, depth);
    out[depth] = '1';
    memset(out + depth + 1, close, depth);
    out[2 * depth + 1] = '\0';
}

static void holds_its_limits(void **state)
{
    (void)state;
    static char source[2 * EXPRESSION_SIZE_LIMIT];
    nested('(', ')', EXPRESSION_DEPTH_LIMIT - 1, source);
    takes(source);
    nested('(', ')', EXPRESSION_DEPTH_LIMIT, source);
    refuses(source, EXPRESSION_DEPTH_LIMIT, "nested more than 64 deep");
    assert_int_equal(error.status, STATUS_LIMIT);
    source[0] = '1';
    for (size_t i = 1; i < 2000; i += 2) {
        memcpy(source + i, "+1", 3);
    }
    takes(source);
    nested('{', '}', 2000, source);
    refuses(source, EXPRESSION_DEPTH_LIMIT, "nested more than 64 deep");
    memset(source, '-', 2000);
    for (size_t i = 0; i < 2000; i += 2) {
        source[i] = ' ';
    }
    source[2000] = '\0';
    refuses(source, 2 * EXPRESSION_DEPTH_LIMIT + 1, "nested more than 64 deep");
    memset(source, ' ', EXPRESSION_SIZE_LIMIT);
    source[0] = '1';
    source[EXPRESSION_SIZE_LIMIT] = '\0';
    takes(source);
    source[EXPRESSION_SIZE_LIMIT] = ' ';
    source[EXPRESSION_SIZE_LIMIT + 1] = '\0';
    refuses(source, 0, "longer than 4096 bytes");
    assert_int_equal(error.status, STATUS_LIMIT);
}

/* --- reads --- */

static const struct read *only(const char *source)
{
    takes(source);
    assert_int_equal(expression.read_count, 1);
    return &expression.reads[0];
}

static void assert_read(const struct read *read, enum read_kind kind, const char *function, const char *name,
                        const char *member, const char *bytes)
{
    assert_int_equal(read->kind, kind);
    assert_text(read->function, function);
    assert_text(read->name, name);
    assert_text(read->member, member);
    assert_text(text_part(expression.source, read->start, read->size), bytes);
    assert_int_equal(read->place.line, 7);
    assert_int_equal(read->place.column, 11 + read->start);
}

static void knows_what_is_read(void **state)
{
    (void)state;
    assert_read(only("data.consent == 'given'"), READ_DATA, "", "consent", "", "data.consent");
    assert_read(only("#data.unborn[1].name"), READ_DATA, "", "unborn", "", "data.unborn");
    assert_read(only("data[ 'consent' ]"), READ_DATA, "", "consent", "", "data[ 'consent' ]");
    assert_read(only("data[1 + 1].x"), READ_DATA, "", "", "", "data[1 + 1]");
    assert_read(only("not data"), READ_DATA, "", "", "", "data");
    assert_read(only("item.birth_date"), READ_ITEM, "", "birth_date", "", "item.birth_date");
    assert_read(only("event.recorded > 1"), READ_EVENT, "", "recorded", "", "event.recorded");
    assert_read(only("event.data.attended == 'held'"), READ_EVENT, "", "data", "attended",
                "event.data.attended");
    assert_read(only("event.data"), READ_EVENT, "", "data", "", "event.data");
    assert_read(only("case.worker ~= nil"), READ_CASE, "", "worker", "", "case.worker");
    assert_read(only("case.links.earlier ~= nil"), READ_CASE, "", "links", "earlier", "case.links.earlier");
    assert_read(only("#case.links.sibling[1]"), READ_CASE, "", "links", "sibling", "case.links.sibling");
    assert_read(only("case.links"), READ_CASE, "", "links", "", "case.links");
    assert_read(only("actor.roles.lead"), READ_ACTOR, "", "roles", "", "actor.roles");
    assert_read(only("today + 1"), READ_NOW, "", "today", "", "today");
    assert_read(only("financial_year()"), READ_NOW, "financial_year", "", "", "financial_year()");
    assert_read(only("financial_year(  )"), READ_NOW, "financial_year", "", "", "financial_year(  )");
    assert_read(only("rules.missed_contacts() + 1"), READ_RULE, "", "missed_contacts", "",
                "rules.missed_contacts()");
    assert_read(only("In('service.review')"), READ_STATE, "In", "service.review", "", "In('service.review')");
    assert_read(only("In[[closed]]"), READ_STATE, "In", "closed", "", "In[[closed]]");
    assert_read(only("entered(\"a\") + 1"), READ_STATE, "entered", "a", "", "entered(\"a\")");
    assert_read(only("reached('engaged')"), READ_MILESTONE, "reached", "engaged", "", "reached('engaged')");
    assert_read(only("task('decide').due"), READ_TASK, "task", "decide", "due", "task('decide').due");
    assert_read(only("first('needs').substance == 1"), READ_ANSWERS, "first", "needs", "substance",
                "first('needs').substance");
    assert_read(only("last('needs')"), READ_ANSWERS, "last", "needs", "", "last('needs')");
    assert_read(only("answers('needs')[1].at"), READ_ANSWERS, "answers", "needs", "", "answers('needs')");
    assert_read(only("count('needs') > 3"), READ_ANSWERS, "count", "needs", "", "count('needs')");
    takes("weeks(4)");
    assert_int_equal(expression.read_count, 0);
}

static void knows_computed_arguments(void **state)
{
    (void)state;
    takes("In('a' .. data.x)");
    assert_int_equal(expression.read_count, 2);
    assert_read(&expression.reads[0], READ_STATE, "In", "", "", "In('a' .. data.x)");
    assert_read(&expression.reads[1], READ_DATA, "", "x", "", "data.x");
    takes("financial_year(data.x)");
    assert_read(&expression.reads[0], READ_DATA, "", "x", "", "data.x");
    assert_int_equal(expression.read_count, 1);
    takes("rules.r(item.a, today)");
    assert_int_equal(expression.read_count, 3);
    assert_read(&expression.reads[0], READ_RULE, "", "r", "", "rules.r(item.a, today)");
    assert_read(&expression.reads[2], READ_NOW, "", "today", "", "today");
}

static void takes_further_names(void **state)
{
    (void)state;
    const struct text further[] = {TEXT("saved"), TEXT("count")};
    assert_int_equal(read_with("saved - count", further, 2), STATUS_OK);
    assert_read(&expression.reads[0], READ_NAME, "", "saved", "", "saved");
    assert_read(&expression.reads[1], READ_NAME, "", "count", "", "count");
    assert_int_equal(read_with("saves - 1", further, 2), STATUS_INVALID);
    assert_non_null(strstr(error.message, "did you mean \"saved\"?"));
}

static void decodes_names_in_strings(void **state)
{
    (void)state;
    assert_read(only("reached('\\065\\x62\\u{E9}\\n')"), READ_MILESTONE, "reached", "Ab\xC3\xA9\n", "",
                "reached('\\065\\x62\\u{E9}\\n')");
    assert_read(only("reached[=[\n]]]=]"), READ_MILESTONE, "reached", "]]", "", "reached[=[\n]]]=]");
    assert_read(only("reached('a\\z   b')"), READ_MILESTONE, "reached", "ab", "", "reached('a\\z   b')");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(takes_what_lua_takes, begin, end),
        cmocka_unit_test_setup_teardown(names_have_their_form, begin, end),
        cmocka_unit_test_setup_teardown(speaks_of_slips, begin, end),
        cmocka_unit_test_setup_teardown(holds_its_limits, begin, end),
        cmocka_unit_test_setup_teardown(knows_what_is_read, begin, end),
        cmocka_unit_test_setup_teardown(knows_computed_arguments, begin, end),
        cmocka_unit_test_setup_teardown(takes_further_names, begin, end),
        cmocka_unit_test_setup_teardown(decodes_names_in_strings, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

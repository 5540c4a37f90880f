/* What the reader takes and what it refuses. The cases follow the public suites of JSON parsing: each is one
 * rule of RFC 8259, kept or broken. */
#include "support.h"

#include "base/json.h"

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

/* The size of a literal, NULs in it and all. */
#define BYTES(literal)                                                                                       \
    {                                                                                                        \
        literal, sizeof(literal) - 1                                                                         \
    }

static const struct {
    struct text text, canonical;
} taken[] = {{BYTES("null"), BYTES("null")},
             {BYTES("true"), BYTES("true")},
             {BYTES("false"), BYTES("false")},
             {BYTES(" \t\r\n[ \t\r\n] \t\r\n"), BYTES("[]")},
             {BYTES("[null, 1, \"1\", {}]"), BYTES("[null,1,\"1\",{}]")},
             {BYTES("[1\n]"), BYTES("[1]")},
             {BYTES("[[]   ]"), BYTES("[[]]")},
             {BYTES("{}"), BYTES("{}")},
             {BYTES("{ \"a\" : 1 , \"b\" : [ 2 ] }"), BYTES("{\"a\":1,\"b\":[2]}")},
             {BYTES("{\"b\":1,\"a\":2}"), BYTES("{\"a\":2,\"b\":1}")},
             {BYTES("{\"\":0}"), BYTES("{\"\":0}")},
             {BYTES("{\"a\\u0000b\":1}"), BYTES("{\"a\\u0000b\":1}")},
             {BYTES("{\"a\":1,\"A\":2}"), BYTES("{\"A\":2,\"a\":1}")},
             {BYTES("{\"\\u0062\":1,\"a\":2}"), BYTES("{\"a\":2,\"b\":1}")},
             /* by UTF-8 bytes, where UTF-16 would have it otherwise */
             {BYTES("{\"\xF0\x9F\x98\x80\":1,\"\xEF\xBF\xBD\":2}"),
              BYTES("{\"\xEF\xBF\xBD\":2,\"\xF0\x9F\x98\x80\":1}")},
             /* numbers */
             {BYTES("0"), BYTES("0")},
             {BYTES("-0"), BYTES("0")},
             {BYTES("-0.0"), BYTES("0")},
             {BYTES("0e1"), BYTES("0")},
             {BYTES("0e+1"), BYTES("0")},
             {BYTES("-1"), BYTES("-1")},
             {BYTES("-123"), BYTES("-123")},
             {BYTES("2.0"), BYTES("2")},
             {BYTES("1E22"), BYTES("1e+22")},
             {BYTES("1E-2"), BYTES("0.01")},
             {BYTES("1E+2"), BYTES("100")},
             {BYTES("123e45"), BYTES("1.23e+47")},
             {BYTES("123.456e78"), BYTES("1.23456e+80")},
             {BYTES("123.456789"), BYTES("123.456789")},
             {BYTES("20e1"), BYTES("200")},
             {BYTES("0.1"), BYTES("0.1")},
             {BYTES("-0.1"), BYTES("-0.1")},
             {BYTES("1e-400"), BYTES("0")},
             {BYTES("-0.000000000000000000000000000000000000000000000000000000000000000000000000000001"),
              BYTES("-1e-78")},
             {BYTES("9007199254740993"), BYTES("9007199254740993")},
             {BYTES("9223372036854775807"), BYTES("9223372036854775807")},
             {BYTES("-9223372036854775808"), BYTES("-9223372036854775808")},
             {BYTES("9223372036854775808"), BYTES("9223372036854776000")},
             {BYTES("-9223372036854775809"), BYTES("-9223372036854775808")},
             {BYTES("9999999999999999999"), BYTES("10000000000000000000")},
             {BYTES("18446744073709551616"), BYTES("18446744073709552000")},
             {BYTES("100000000000000000000"), BYTES("100000000000000000000")},
             {BYTES("1.7976931348623157e308"), BYTES("1.7976931348623157e+308")},
             {BYTES("4.9e-324"), BYTES("5e-324")},
             /* strings */
             {BYTES("\"\""), BYTES("\"\"")},
             {BYTES("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\""), BYTES("\"\\\"\\\\/\\b\\f\\n\\r\\t\"")},
             {BYTES("\"\\u0060\\u012a\\u12AB\""), BYTES("\"`\xC4\xAA\xE1\x8A\xAB\"")},
             {BYTES("\"\\ud83d\\ude39\\ud83d\\udc8d\""), BYTES("\"\xF0\x9F\x98\xB9\xF0\x9F\x92\x8D\"")},
             {BYTES("\"\\uDBFF\\uDFFF\""), BYTES("\"\xF4\x8F\xBF\xBF\"")},
             {BYTES("\"\\uD800\\uDC00\""), BYTES("\"\xF0\x90\x80\x80\"")},
             {BYTES("\"\\u0000\\u001F\\u007F\""), BYTES("\"\\u0000\\u001f\x7F\"")},
             {BYTES("\"\\uFFFF\\u2028\\uFEFF\""), BYTES("\"\xEF\xBF\xBF\xE2\x80\xA8\xEF\xBB\xBF\"")},
             {BYTES("\"\\\\u0000\""), BYTES("\"\\\\u0000\"")},
             {BYTES("\"\x7F\xC2\x80\xED\x9F\xBF\xEE\x80\x80\xF4\x8F\xBF\xBF\""),
              BYTES("\"\x7F\xC2\x80\xED\x9F\xBF\xEE\x80\x80\xF4\x8F\xBF\xBF\"")},
             {BYTES("\"a/*b*/c/*d//e\""), BYTES("\"a/*b*/c/*d//e\"")},
             {BYTES("\"12345678\\n12345678\xC3\xA9"
                    "12345678\\\"\""),
              BYTES("\"12345678\\n12345678\xC3\xA9"
                    "12345678\\\"\"")}};

static const struct text refused[] = {
    /* nothing, or not one value */
    BYTES(""), BYTES(" "), BYTES("\0"), BYTES("1 2"), BYTES("[]["), BYTES("[]x"), BYTES("{}}"), BYTES("[1]]"),
    BYTES("{\"a\":true} \"x\""), BYTES("1]"), BYTES("\"a\" \"b\""), BYTES("[]\0"), BYTES("[],"),
    BYTES("null\f"),
    /* not of JSON */
    BYTES("\xEF\xBB\xBF{}"), BYTES("\xEF\xBB\xBF"), BYTES("\xFF\xFE[\0]\0"), BYTES("\0[\0]"), BYTES("\xA0"),
    BYTES("\xE2\x81\xA0"), BYTES("[\f]"), BYTES("[\v1]"), BYTES("[\xC2\xA0]"), BYTES("/**/1"), BYTES("[1]//"),
    BYTES("[1]#"), BYTES("<.>"), BYTES("*"), BYTES("'a'"), BYTES("`a`"), BYTES("nul"), BYTES("nulll"),
    BYTES("tru"), BYTES("truE"), BYTES("True"), BYTES("fals"), BYTES("None"), BYTES("undefined"),
    BYTES("NaN"), BYTES("-NaN"), BYTES("Infinity"), BYTES("-Infinity"), BYTES("[nan]"), BYTES("a"),
    BYTES("\xC3\xA5"), BYTES("[tru\xE2\x82\xAC]"), BYTES("(1)"),
    /* lists */
    BYTES("["), BYTES("[1"), BYTES("[1,"), BYTES("[,"), BYTES("[,]"), BYTES("[,1]"), BYTES("[1,]"),
    BYTES("[1,,2]"), BYTES("[1,,]"), BYTES("[\"\",]"), BYTES("[1 true]"), BYTES("[1:2]"), BYTES("[\"\": 1]"),
    BYTES("[1}"), BYTES("[3[4]]"), BYTES("[a"), BYTES("[*]"), BYTES("[\"a\",\n4\n,1,"), BYTES("[1,\n1\n,1"),
    BYTES("[{}"), BYTES("[\"\"\"\"]"), BYTES("]"), BYTES("[\xFF]"),
    /* objects */
    BYTES("{"), BYTES("{]"), BYTES("}"), BYTES("{\"a\""), BYTES("{\"a\":"), BYTES("{\"a\":1"),
    BYTES("{\"a\":1,"), BYTES("{\"a\":1,}"), BYTES("{\"a\":1,,}"), BYTES("{\"a\":1,,\"b\":2}"),
    BYTES("{,\"a\":1}"), BYTES("{,}"), BYTES("{\"a\" 1}"), BYTES("{\"a\",1}"), BYTES("{\"a\"::1}"),
    BYTES("{:1}"), BYTES("{a:1}"), BYTES("{'a':1}"), BYTES("{1:1}"), BYTES("{null:null}"), BYTES("{\"a\":}"),
    BYTES("{\"a\":1 \"b\":2}"), BYTES("{\"a\":1]"), BYTES("{\"a\":1}#{}"), BYTES("{[: \"x\"}\n"),
    BYTES("{\"a\":/*x*/1}"), BYTES("{\"a\"}"), BYTES("{9999E9999:1}"),
    BYTES("{\xF0\x9F\x87\xA8\xF0\x9F\x87\xAD}"), BYTES("{\"a\": true, truth}"),
    /* a name twice, however it is written */
    BYTES("{\"a\":1,\"a\":1}"), BYTES("{\"a\":1,\"b\":2,\"a\":3}"), BYTES("{\"b\":1,\"a\":2,\"b\":3}"),
    BYTES("{\"a\":1,\"\\u0061\":2}"), BYTES("{\"\":1,\"\":2}"), BYTES("[{\"x\":{\"k\":1,\"k\":2}}]"),
    /* numbers */
    BYTES("-"), BYTES("+1"), BYTES("++1"), BYTES("--1"), BYTES("- 1"), BYTES("-a"), BYTES("-]"), BYTES("01"),
    BYTES("-01"), BYTES("00"), BYTES("-00"), BYTES("012.5"), BYTES(".5"), BYTES("-.5"), BYTES("1."),
    BYTES("-1."), BYTES("0."), BYTES("1.e1"), BYTES("2.e+3"), BYTES("0.e1"), BYTES("1e"), BYTES("1e+"),
    BYTES("1E-"), BYTES("0e"), BYTES("0E+"), BYTES("1.0e"), BYTES("1.0e+"), BYTES("1eE2"), BYTES("9.e+"),
    BYTES("0.1.2"), BYTES("0.3e"), BYTES("1.2a-3"), BYTES("1.8011670033376514H-308"), BYTES("0x1"),
    BYTES("0x42"), BYTES("1_000"), BYTES("1 000.0"), BYTES("1,5"), BYTES("1a"), BYTES("1+2"), BYTES("1e1.5"),
    BYTES("0b1"), BYTES("1f"), BYTES("123\0"), BYTES("\xEF\xBC\x91"), BYTES("1e309"), BYTES("-1e309"),
    BYTES("1e999999999999"), BYTES("123\xE5"), BYTES("1e1\xE5"), BYTES("0\xE5"),
    /* strings */
    BYTES("\""), BYTES("\"a"), BYTES("\"\\"), BYTES("\"\\\""), BYTES("\"\\a\""), BYTES("\"\\x00\""),
    BYTES("\"\\'\""), BYTES("\"\\0\""), BYTES("\"\\U0041\""), BYTES("\"\\\0\""), BYTES("\"\\\x01\""),
    BYTES("\"\\ \""), BYTES("\"\\\xC3\xA9\""), BYTES("\"\\\xF0\x9F\x8C\x80\""), BYTES("\"\\u\""),
    BYTES("\"\\u1\""), BYTES("\"\\u12\""), BYTES("\"\\u123\""), BYTES("\"\\u00A"), BYTES("\"\\u00G0\""),
    BYTES("\"\\u 123\""), BYTES("\"\\u-123\""), BYTES("\"\\u+123\""), BYTES("\"\\u00@1\""),
    BYTES("\"\\u00`1\""), BYTES("\"\\u\xEF\xBC\x91\""), BYTES("\"\n\""), BYTES("\"\t\""), BYTES("\"\0\""),
    BYTES("\"a\0b\""), BYTES("\"\x1F\""), BYTES("\"new\nline\""), BYTES("\"1234567\x01\""), BYTES("\"a'"),
    BYTES("\\n"), BYTES("\"\\\\\\\""), BYTES("[\"a"), BYTES("[\"a\\"), BYTES("{\"a"),
    BYTES("\xE2\x80\x9C"
          "a\xE2\x80\x9D"),
    /* half pairs */
    BYTES("\"\\uD800\""), BYTES("\"\\uDBFF\""), BYTES("\"\\uDC00\""), BYTES("\"\\uDFFF\""),
    BYTES("\"\\uD834x\""), BYTES("\"\\uD834\\n\""), BYTES("\"\\uD834\\uD834\""), BYTES("\"\\uD834\\u0041\""),
    BYTES("\"\\uD834\\uE000\""), BYTES("\"\\uDD1E\\uD834\""), BYTES("\"\\uDC00\\uDC00\""),
    BYTES("\"\\uDFFF\\uDFFF\""), BYTES("\"\\uD834\\u\""), BYTES("\"\\uD834\\uDD1\""), BYTES("\"\\uD834\\\""),
    BYTES("\"\\uD834"), BYTES("\"\\uD834\\uDC0"), BYTES("\"\\uD834/uDC00\""), BYTES("\"\\uD834\\UDC00\""),
    BYTES("{\"\\uD800\":1}"),
    /* not UTF-8 */
    BYTES("\"\x80\""), BYTES("\"\xFF\""), BYTES("\"\xC0\xAF\""), BYTES("\"\xC0\x80\""), BYTES("\"\xC1\xBF\""),
    BYTES("\"\xE0\x80\xAF\""), BYTES("\"\xF0\x80\x80\xAF\""), BYTES("\"\xFC\x80\x80\x80\x80\x80\""),
    BYTES("\"\xED\xA0\x80\""), BYTES("\"\xED\xB0\x80\""), BYTES("\"\xED\xA0\xB4\xED\xB4\x9E\""),
    BYTES("\"\xF4\x90\x80\x80\""), BYTES("\"\xF5\x80\x80\x80\""), BYTES("\"\xC3\""), BYTES("\"\xC3"),
    BYTES("\"\xE2\x82\""), BYTES("\"\xE2\x82"), BYTES("\"\xF0\x9F\x98\""), BYTES("\"\xF0\x9F\x98"),
    BYTES("\"\xE9\""), BYTES("\"\xE6\x97\xA5\xD1\x88\xFA\""), BYTES("{\"\xB9\":\"0\",}"),
    BYTES("[\"a\xE5\"]"), BYTES("\"\\u0041\xE5\""), BYTES("\"1234567\xFF\""),
    BYTES("\"12345678\xFF"
          "12345678\"")};

static void what_is_taken(void **state)
{
    (void)state;
    for (size_t i = 0; i < count_of(taken); i++) {
        struct json value;
        struct error error = {0};
        if (support_read_exactly(&arena, taken[i].text, &value, &error) != STATUS_OK) {
            fail_msg("%s: %s: %s", taken[i].text.at, error.place, error.message);
        }
        assert_text_at(json_to_text(&arena, &value), taken[i].canonical, __FILE__, __LINE__);
    }
}

static void what_is_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < count_of(refused); i++) {
        struct json value = json_integer(42);
        struct error error = {0};
        if (support_read_exactly(&arena, refused[i], &value, &error) != STATUS_INVALID) {
            fail_msg("taken, or refused for another reason: %s", refused[i].at);
        }
        assert_int_equal(error.status, STATUS_INVALID);
        assert_true(error.message[0] && error.place[0]);
        assert_true(text_is_utf8(text_of(error.message)));
        assert_int_equal(value.integer, 42);
        assert_int_equal(json_read(&arena, refused[i], &value, NULL), STATUS_INVALID);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_taken),
        cmocka_unit_test(what_is_refused),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

#include "support.h"

#include "base/json.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

/* RFC 8785, appendix B, and the edges of each form. The bits stand for the double, so that no reader has a
 * say. */
static void reals_as_ecmascript_writes_them(void **state)
{
    (void)state;
    static const struct {
        uint64_t bits;
        const char *text;
    } cases[] = {
        {0x0000000000000000, "0"},
        {0x8000000000000000, "0"},
        {0x0000000000000001, "5e-324"},
        {0x8000000000000001, "-5e-324"},
        {0x7fefffffffffffff, "1.7976931348623157e+308"},
        {0xffefffffffffffff, "-1.7976931348623157e+308"},
        {0x4340000000000000, "9007199254740992"},
        {0xc340000000000000, "-9007199254740992"},
        {0x4430000000000000, "295147905179352830000"},
        {0x44b52d02c7e14af5, "9.999999999999997e+22"},
        {0x44b52d02c7e14af6, "1e+23"},
        {0x44b52d02c7e14af7, "1.0000000000000001e+23"},
        {0x444b1ae4d6e2ef4e, "999999999999999700000"},
        {0x444b1ae4d6e2ef4f, "999999999999999900000"},
        {0x444b1ae4d6e2ef50, "1e+21"},
        {0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7"},
        {0x3eb0c6f7a0b5ed8d, "0.000001"},
        {0x41b3de4355555553, "333333333.3333332"},
        {0x41b3de4355555554, "333333333.33333325"},
        {0x41b3de4355555555, "333333333.3333333"},
        {0x41b3de4355555556, "333333333.3333334"},
        {0x41b3de4355555557, "333333333.33333343"},
        {0xbecbf647612f3696, "-0.0000033333333333333333"},
        {0x43143ff3c1cb0959, "1424953923781206.2"},
        /* powers of two whose shortest text is not the nearest of its length */
        {0x3d30000000000000, "5.684341886080802e-14"},
        {0x0010000000000000, "2.2250738585072014e-308"},
        /* where doubles lose precision */
        {0x0000000000000002, "1e-323"},
        {0x0000000000000003, "1.5e-323"},
        {0x000fffffffffffff, "2.225073858507201e-308"},
        {0x3ff8000000000000, "1.5"},
        {0x3fb999999999999a, "0.1"},
        {0x3fd3333333333334, "0.30000000000000004"},
        {0x3feffffffffffffe, "0.9999999999999998"},
        {0x430c6bf526340001, "1000000000000000.1"},
    };
    for (size_t i = 0; i < count_of(cases); i++) {
        struct json value = {.type = JSON_REAL};
        memcpy(&value.real, &cases[i].bits, sizeof value.real);
        assert_text_at(json_to_text(&arena, &value), text_of(cases[i].text), __FILE__, __LINE__);
    }
}

/* Reads back as REAL, and no shorter text does: %.*e of one digit less gives another number. */
static void assert_shortest(double real)
{
    struct json value = {.type = JSON_REAL, .real = real};
    struct text text = json_to_text(&arena, &value);
    char copy[64], shorter[64];
    snprintf(copy, sizeof copy, "%.*s", TEXT_ARGS(text));
    assert_true(strtod(copy, NULL) == real);
    int digits = 0, trailing_zeros = 0;
    for (const char *at = copy; *at && *at != 'e'; at++) {
        if (*at >= '0' && *at <= '9' && (digits || *at != '0')) {
            digits++;
            trailing_zeros = *at == '0' ? trailing_zeros + 1 : 0;
        }
    }
    digits -= strchr(copy, '.') ? 0 : trailing_zeros;
    assert_true(digits >= 1 && digits <= DBL_DECIMAL_DIG);
    if (digits > 1) {
        snprintf(shorter, sizeof shorter, "%.*e", digits - 2, real);
        assert_true(strtod(shorter, NULL) != real);
    }
}

static void reals_are_the_shortest(void **state)
{
    (void)state;
    struct random_seeded seeded;
    struct random random = random_of_seed(&seeded, 8785);
    for (int round = 0; round < 20000; round++) {
        arena_reset(&arena);
        double real;
        do {
            random_fill(&random, &real, sizeof real);
        } while (!isfinite(real));
        assert_shortest(real);
        double decimal = (double)(int64_t)random_below(&random, 1000000000) /
                         (double[]){3, 10, 100, 1000, 1e6, 1e7}[random_below(&random, 6)];
        assert_shortest(decimal + 0.5);
    }
}

static void write_infinity(void *self)
{
    (void)self;
    struct json value = {.type = JSON_REAL, .real = -INFINITY};
    json_to_text(&arena, &value);
}

static void no_text_for_infinity(void **state)
{
    (void)state;
    assert_aborts(write_infinity, NULL);
}

static void integers_are_exact(void **state)
{
    (void)state;
    static const struct {
        int64_t integer;
        const char *text;
    } cases[] = {
        {0, "0"},
        {9, "9"},
        {-10, "-10"},
        {9007199254740993, "9007199254740993"},
        {INT64_MAX, "9223372036854775807"},
        {INT64_MIN, "-9223372036854775808"},
    };
    for (size_t i = 0; i < count_of(cases); i++) {
        struct json value = json_integer(cases[i].integer);
        assert_text_at(json_to_text(&arena, &value), text_of(cases[i].text), __FILE__, __LINE__);
    }
}

/* Each byte of ASCII, at each place among eight. */
static void the_least_escapes(void **state)
{
    (void)state;
    for (unsigned byte = 0; byte < 0x80; byte++) {
        static const char *const short_ones[0x80] = {
            ['\b'] = "\\b", ['\t'] = "\\t", ['\n'] = "\\n",  ['\f'] = "\\f",
            ['\r'] = "\\r", ['"'] = "\\\"", ['\\'] = "\\\\",
        };
        char escape[8] = {(char)byte};
        if (short_ones[byte]) {
            snprintf(escape, sizeof escape, "%s", short_ones[byte]);
        } else if (byte < 0x20) {
            snprintf(escape, sizeof escape, "\\u%04x", byte);
        }
        for (size_t place = 0; place < 10; place++) {
            char bytes[] = "0123456789";
            bytes[place] = (char)byte;
            struct buffer buffer;
            buffer_init(&buffer, &arena);
            json_write_string((struct text){bytes, 10}, &buffer);
            struct text expected = text_printf(&arena, "\"%.*s%s%s\"", (int)place, "0123456789", escape,
                                               &"0123456789"[place + 1]);
            assert_text_at(buffer_result(&buffer), expected, __FILE__, __LINE__);
        }
    }
}

static void strings_of_any_kind(void **state)
{
    (void)state;
    struct buffer buffer;
    buffer_init(&buffer, &arena);
    json_write_string((struct text){0}, &buffer);
    json_write_string(TEXT("\"\"\n\n"), &buffer);
    json_write_string(TEXT("\xC3\xA9\xE2\x80\xA8\xF0\x9F\x98\x80/\x7F"), &buffer);
    assert_text(buffer_result(&buffer),
                "\"\"\"\\\"\\\"\\n\\n\"\"\xC3\xA9\xE2\x80\xA8\xF0\x9F\x98\x80/\x7F\"");
}

static void for_people(void **state)
{
    (void)state;
    struct json value = support_read(&arena, "{\"b\":[1,{\"c\":null},[]],\"a\":{},\"d\":\"x\"}");
    struct buffer buffer;
    buffer_init(&buffer, &arena);
    json_write_pretty(&value, &buffer);
    assert_text(buffer_result(&buffer), "{\n"
                                        "  \"a\": {},\n"
                                        "  \"b\": [\n"
                                        "    1,\n"
                                        "    {\n"
                                        "      \"c\": null\n"
                                        "    },\n"
                                        "    []\n"
                                        "  ],\n"
                                        "  \"d\": \"x\"\n"
                                        "}");
}

/* A value has one text, and a text one value. */
static void texts_and_values_are_one_to_one(void **state)
{
    (void)state;
    struct random_seeded seeded;
    struct random random = random_of_seed(&seeded, 1);
    for (int round = 0; round < 3000; round++) {
        arena_reset(&arena);
        struct json value = support_value(&arena, &random, 5, false), again, pretty;
        struct text text = json_to_text(&arena, &value);
        struct error error = {0};
        if (json_read(&arena, text, &again, &error) != STATUS_OK) {
            fail_msg("%s: %s: %.*s", error.place, error.message, TEXT_ARGS(text));
        }
        assert_true(json_equal(&value, &again));
        assert_text_at(json_to_text(&arena, &again), text, __FILE__, __LINE__);
        struct buffer buffer;
        buffer_init(&buffer, &arena);
        json_write_pretty(&value, &buffer);
        assert_int_equal(json_read(&arena, buffer_result(&buffer), &pretty, &error), STATUS_OK);
        assert_true(json_equal(&value, &pretty));
        struct json copy = json_copy(&arena, value);
        assert_true(json_equal(&value, &copy));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reals_as_ecmascript_writes_them),
        cmocka_unit_test(reals_are_the_shortest),
        cmocka_unit_test(no_text_for_infinity),
        cmocka_unit_test(integers_are_exact),
        cmocka_unit_test(the_least_escapes),
        cmocka_unit_test(strings_of_any_kind),
        cmocka_unit_test(for_people),
        cmocka_unit_test(texts_and_values_are_one_to_one),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

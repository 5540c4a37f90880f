/* Values and moments: what they are as JSON, as words and as conditions. */
#include "support.h"

static struct arena arena;

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

static struct moment on(const char *text)
{
    return (struct moment){.kind = MOMENT_DATE, .day = day(text)};
}

static struct moment when(const char *text)
{
    return (struct moment){.kind = MOMENT_INSTANT, .at = at(text)};
}

static const struct moment no_moment = {.kind = MOMENT_NONE};

static void moments_are_equal_when_kind_and_time_are(void **state)
{
    (void)state;
    assert_true(moment_equal(no_moment, no_moment));
    assert_true(moment_equal(on("2026-01-05"), on("2026-01-05")));
    assert_false(moment_equal(on("2026-01-05"), on("2026-01-06")));
    assert_true(moment_equal(when("2026-01-05T09:00Z"), when("2026-01-05T09:00Z")));
    assert_false(moment_equal(when("2026-01-05T09:00Z"), when("2026-01-05T09:01Z")));
    assert_false(moment_equal(on("2026-01-05"), when("2026-01-05T00:00Z")));
    assert_false(moment_equal(no_moment, on("2026-01-05")));
}

static void a_moment_is_read_as_it_is_written(void **state)
{
    (void)state;
    static const char *const texts[] = {"2026-12-28", "2026-01-05T09:00:00Z", "2026-01-05T09:00:00.276Z",
                                        "0001-01-01", "9999-12-31",           "9999-12-31T23:59:59.999Z"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        char text[MOMENT_TEXT_SIZE];
        struct moment moment = moment_read(zone_utc(), text_of(texts[i]));
        assert_string_equal(moment_write(moment, text), texts[i]);
    }
    char text[MOMENT_TEXT_SIZE] = "left over";
    assert_string_equal(moment_write(no_moment, text), "");
}

static void what_is_no_moment_reads_as_none(void **state)
{
    (void)state;
    static const char *const texts[] = {"", "soon", "2026-02-30", "2026-13-01", "2026-01-05T25:00Z", "12"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        assert_int_equal(moment_read(zone_utc(), text_of(texts[i])).kind, MOMENT_NONE);
    }
}

static void a_date_ends_with_its_day(void **state)
{
    (void)state;
    assert_instant(moment_end(on("2026-01-05"), zone_utc()), "2026-01-06T00:00:00Z");
    assert_instant(moment_end(when("2026-01-05T09:00Z"), zone_utc()), "2026-01-05T09:00:00Z");
    assert_instant(moment_end(no_moment, zone_utc()), "none");
}

static struct value number(double real)
{
    return (struct value){.kind = VALUE_NUMBER, .json = json_real(real)};
}

static struct value one_of_each(enum value_kind kind)
{
    struct value value = {.kind = kind};
    switch (kind) {
    case VALUE_NOTHING:
        break;
    case VALUE_BOOLEAN:
        value.boolean = true;
        break;
    case VALUE_NUMBER:
        return number(2.5);
    case VALUE_TEXT:
        value.text = TEXT("so");
        break;
    case VALUE_DATE:
        value.day = day("2026-12-28");
        break;
    case VALUE_INSTANT:
        value.at = at("2026-01-05T09:00Z");
        break;
    case VALUE_DURATION:
        value.duration = (struct duration){.months = 3};
        break;
    case VALUE_JSON:
        value.json = json_of(&arena, "[1,{'a':2}]");
        break;
    }
    return value;
}

static void each_kind_has_its_json_and_words(void **state)
{
    (void)state;
    static const struct {
        const char *json, *words, *kind;
    } expected[] = {
        [VALUE_NOTHING] = {"null", "nothing", "nothing"},
        [VALUE_BOOLEAN] = {"true", "yes", "a yes or no"},
        [VALUE_NUMBER] = {"2.5", "2.5", "a number"},
        [VALUE_TEXT] = {"\"so\"", "so", "a text"},
        [VALUE_DATE] = {"\"2026-12-28\"", "28 December 2026", "a date"},
        [VALUE_INSTANT] = {"\"2026-01-05T09:00:00Z\"", "2026-01-05T09:00:00Z", "an instant"},
        [VALUE_DURATION] = {"\"P3M\"", "3 months", "a duration"},
        [VALUE_JSON] = {"[1,{\"a\":2}]", "[1,{\"a\":2}]", "a list or group"},
    };
    for (enum value_kind kind = VALUE_NOTHING; kind <= VALUE_JSON; kind++) {
        struct value value = one_of_each(kind);
        struct json json = value_json(&arena, &value);
        assert_text(json_to_text(&arena, &json), expected[kind].json);
        assert_text(value_words(&arena, &value), expected[kind].words);
        assert_string_equal(value_kind_words(kind), expected[kind].kind);
    }
    struct value no = {.kind = VALUE_BOOLEAN, .boolean = false};
    assert_text(value_words(&arena, &no), "no");
    struct value three = number(3.0);
    assert_text(value_words(&arena, &three), "3");
}

static void every_month_has_its_name(void **state)
{
    (void)state;
    static const char *const names[] = {"January",   "February", "March",    "April",
                                        "May",       "June",     "July",     "August",
                                        "September", "October",  "November", "December"};
    for (int month = 1; month <= 12; month++) {
        struct value value = {.kind = VALUE_DATE, .day = date_of(2026, month, 1)};
        assert_text(value_words(&arena, &value), arena_printf(&arena, "1 %s 2026", names[month - 1]));
    }
}

/* LANGUAGE 23. */
static void a_condition_is_yes_no_a_date_or_nothing(void **state)
{
    (void)state;
    static const int holds[] = {
        [VALUE_NOTHING] = 0, [VALUE_BOOLEAN] = 1, [VALUE_NUMBER] = -1,   [VALUE_TEXT] = -1,
        [VALUE_DATE] = 1,    [VALUE_INSTANT] = 1, [VALUE_DURATION] = -1, [VALUE_JSON] = -1};
    for (enum value_kind kind = VALUE_NOTHING; kind <= VALUE_JSON; kind++) {
        struct value value = one_of_each(kind);
        struct error error = {0};
        bool answer = true;
        enum status status = value_condition(&value, &answer, &error);
        assert_int_equal(status, holds[kind] < 0 ? STATUS_SCRIPT : STATUS_OK);
        assert_int_equal(answer, holds[kind] == 1);
        if (status != STATUS_OK) {
            assert_string_equal(
                error.message,
                arena_printf(&arena, "a condition gives yes or no, a date or nothing; this one gave %s",
                             value_kind_words(kind)));
        }
    }
    struct value zero = number(0);
    bool answer;
    assert_int_equal(value_condition(&zero, &answer, NULL), STATUS_SCRIPT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(moments_are_equal_when_kind_and_time_are),
        cmocka_unit_test(a_moment_is_read_as_it_is_written),
        cmocka_unit_test(what_is_no_moment_reads_as_none),
        cmocka_unit_test(a_date_ends_with_its_day),
        cmocka_unit_test(each_kind_has_its_json_and_words),
        cmocka_unit_test(every_month_has_its_name),
        cmocka_unit_test(a_condition_is_yes_no_a_date_or_nothing),
    };
    return cmocka_run_group_tests(tests, begin, end);
}

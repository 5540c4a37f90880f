#include "support.h"

#include "time/duration.h"

#include <stdlib.h>
#include <string.h>

static const int64_t SECOND = 1000, MINUTE = 60000, HOUR = 3600000;

static int set_up(void **state)
{
    struct arena *arena = memory_new(sizeof *arena);
    arena_init(arena);
    *state = arena;
    return 0;
}

static int tear_down(void **state)
{
    arena_deinit(*state);
    free(*state);
    return 0;
}

static struct duration read_ok(const char *text)
{
    struct duration duration = {0};
    struct error error = {0};
    if (duration_read(text_of(text), &duration, &error) != STATUS_OK) {
        fail_msg("\"%s\": %s", text, error.message);
    }
    return duration;
}

static void assert_reads(const char *text, int32_t months, int32_t days, int32_t working_days,
                         int64_t milliseconds)
{
    struct duration found = read_ok(text);
    if (!duration_equal(found, (struct duration){months, days, working_days, milliseconds, false})) {
        fail_msg("\"%s\" is %d months, %d days, %d working days, %lld ms", text, found.months, found.days,
                 found.working_days, (long long)found.milliseconds);
    }
}

static void reads_iso(void **state)
{
    (void)state;
    assert_reads("P3M", 3, 0, 0, 0);
    assert_reads("PT36H", 0, 0, 0, 36 * HOUR);
    assert_reads("P1Y2M10DT2H30M", 14, 10, 0, 2 * HOUR + 30 * MINUTE);
    assert_reads("P2W", 0, 14, 0, 0);
    assert_reads("P1W2D", 0, 9, 0, 0);
    assert_reads("PT1M", 0, 0, 0, MINUTE);
    assert_reads("PT0.25S", 0, 0, 0, 250);
    assert_reads("PT1,5S", 0, 0, 0, 1500);
    assert_reads("PT0.0019S", 0, 0, 0, 1);
    assert_reads("PT0S", 0, 0, 0, 0);
    assert_reads("-P1M3D", -1, -3, 0, 0);
    assert_reads("P1M-3D", 1, -3, 0, 0);
    assert_reads("-P1M-3D", -1, 3, 0, 0);
    assert_reads("+P1D", 0, 1, 0, 0);
    assert_reads("PT-1.5S", 0, 0, 0, -1500);
    assert_reads(" P1D\n", 0, 1, 0, 0);
}

static void reads_words(void **state)
{
    (void)state;
    assert_reads("3 months", 3, 0, 0, 0);
    assert_reads("10 working days", 0, 0, 10, 0);
    assert_reads("1 working day", 0, 0, 1, 0);
    assert_reads("250 ms", 0, 0, 0, 250);
    assert_reads("250ms", 0, 0, 0, 250);
    assert_reads("1 week and 2 days", 0, 9, 0, 0);
    assert_reads("1 week, 2 days", 0, 9, 0, 0);
    assert_reads("1 week, and 2 days", 0, 9, 0, 0);
    assert_reads("2 hours 30 minutes", 0, 0, 0, 2 * HOUR + 30 * MINUTE);
    assert_reads("1 s", 0, 0, 0, SECOND);
    assert_reads("1 sec", 0, 0, 0, SECOND);
    assert_reads("90 seconds", 0, 0, 0, 90 * SECOND);
    assert_reads("5 min", 0, 0, 0, 5 * MINUTE);
    assert_reads("5 mins", 0, 0, 0, 5 * MINUTE);
    assert_reads("2 h", 0, 0, 0, 2 * HOUR);
    assert_reads("a week", 0, 7, 0, 0);
    assert_reads("an hour", 0, 0, 0, HOUR);
    assert_reads("one year and a day", 12, 1, 0, 0);
    assert_reads("a year and a working day", 12, 0, 1, 0);
    assert_reads("2 years", 24, 0, 0, 0);
    assert_reads("3 Months", 3, 0, 0, 0);
    assert_reads("10  working\tdays", 0, 0, 10, 0);
    assert_reads("-3 days", 0, -3, 0, 0);
    assert_reads("-1 month 2 days", -1, 2, 0, 0);
    assert_reads("0 days", 0, 0, 0, 0);
    assert_reads("1 millisecond", 0, 0, 0, 1);
}

static void refuses_what_is_none(void **state)
{
    (void)state;
    static const char *const wrong[] = {"",
                                        " ",
                                        "P",
                                        "PT",
                                        "-P",
                                        "P3",
                                        "3M",
                                        "P3m",
                                        "P1DT",
                                        "P1M1Y",
                                        "P1D1D",
                                        "P1.5D",
                                        "P1,5M",
                                        "PT1.S",
                                        "PT.5S",
                                        "PT1H1H",
                                        "P1H",
                                        "PT1D",
                                        "PP1D",
                                        "P1D!",
                                        "P--1D",
                                        "- P1D",
                                        "P1DT1HT1M",
                                        "3",
                                        "months",
                                        "3 mnths",
                                        "1.5 s",
                                        "1 s 1.5 s",
                                        "3 months,",
                                        "3 months and",
                                        ", 3 months",
                                        "3 days, 4 days",
                                        "1 s and 1 sec",
                                        "working days",
                                        "3 working",
                                        "3 working weeks",
                                        "ten days",
                                        "and 3 days",
                                        "3 days 4",
                                        "- 3 days",
                                        "--3 days",
                                        "3 days,, 2 weeks",
                                        "1 weekday",
                                        "a",
                                        "a 3 days",
                                        "9999999999999999999999 days",
                                        "3 dayss",
                                        "hs",
                                        "1 hs",
                                        "\xff\xfe",
                                        "3 d\xc3\xa4ys",
                                        "3 abcdefghijklmnopqrstuvwxyz"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct duration duration = {.months = 77};
        struct error error = {0};
        if (duration_read(text_of(wrong[i]), &duration, &error) != STATUS_INVALID) {
            fail_msg("\"%s\" was taken", wrong[i]);
        }
        assert_int_equal(duration.months, 77);
        assert_non_null(strstr(error.message, "10 working days"));
    }
    assert_int_equal(duration_read(text_of("nonsense"), &(struct duration){0}, NULL), STATUS_INVALID);
}

static void a_message_quotes_the_text_at_whole_characters(void **state)
{
    (void)state;
    char text[122] = "x";
    for (size_t i = 0; i < 60; i++) {
        memcpy(text + 1 + 2 * i, "é", 2);
    }
    struct error error = {0};
    duration_read((struct text){text, 121}, &(struct duration){0}, &error);
    assert_true(text_is_utf8(text_of(error.message)));
    duration_read(TEXT("3 mnths"), &(struct duration){0}, &error);
    assert_string_equal(
        error.message,
        "\"3 mnths\" is not a length of time: the units are ms, seconds, minutes, hours, days, working "
        "days, weeks, months and years. Write it like \"3 months\", \"10 working days\", \"2 hours 30 "
        "minutes\" or \"P3M\"");
}

static void holds_to_the_limits(void **state)
{
    (void)state;
    static const char *const beyond[] = {"1201 months",
                                         "P101Y",
                                         "366001 days",
                                         "-366001 days",
                                         "366001 working days",
                                         "PT8784001H",
                                         "PT31622400000.001S",
                                         "99999999999999 years",
                                         "-99999999999999 h",
                                         "P100Y1M",
                                         "99999999999999 weeks, 99999999999999 days"};
    for (size_t i = 0; i < sizeof beyond / sizeof *beyond; i++) {
        struct duration duration;
        struct error error = {0};
        if (duration_read(text_of(beyond[i]), &duration, &error) != STATUS_LIMIT) {
            fail_msg("\"%s\" was not beyond the limits", beyond[i]);
        }
    }
    assert_reads("100 years", 1200, 0, 0, 0);
    assert_reads("-366000 days", 0, -366000, 0, 0);
    assert_reads("366000 working days", 0, 0, 366000, 0);
    assert_reads("PT31622400000S", 0, 0, 0, INT64_C(31622400000000));
}

static void writes_iso_or_words(void **state)
{
    static const struct {
        const char *read, *written, *words;
    } cases[] = {
        {"3 months", "P3M", "3 months"},
        {"7 days", "P7D", "1 week"},
        {"10 days", "P10D", "10 days"},
        {"28 days", "P28D", "4 weeks"},
        {"14 months", "P1Y2M", "1 year 2 months"},
        {"10 working days", "10 working days", "10 working days"},
        {"PT2H30M", "PT2H30M", "2 hours 30 minutes"},
        {"PT36H", "PT36H", "36 hours"},
        {"1 month and 1 working day", "1 month 1 working day", "1 month 1 working day"},
        {"PT0.25S", "PT0.250S", "250 milliseconds"},
        {"-PT0.25S", "PT-0.250S", "-250 milliseconds"},
        {"PT-90.001S", "PT-1M-30.001S", "-1 minute -30 seconds -1 millisecond"},
        {"0 days", "P0D", "0 days"},
        {"-10 working days", "-10 working days", "-10 working days"},
        {"P1M-3D", "P1M-3D", "1 month -3 days"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct duration duration = read_ok(cases[i].read);
        struct text written = duration_write(*state, duration), words = duration_words(*state, duration);
        if (!text_is(written, cases[i].written) || !text_is(words, cases[i].words)) {
            fail_msg("\"%s\" was written \"%.*s\", \"%.*s\"", cases[i].read, TEXT_ARGS(written),
                     TEXT_ARGS(words));
        }
    }
}

static void what_is_written_is_read_again(void **state)
{
    uint32_t seed = 1;
    for (int i = 0; i < 20000; i++) {
        int64_t numbers[4];
        for (int n = 0; n < 4; n++) {
            seed = seed * 1664525u + 1013904223u;
            numbers[n] = seed >> 31 ? (int64_t)(seed >> 8) % 2401 - 1200 : 0;
        }
        struct duration duration = {(int32_t)numbers[0], (int32_t)numbers[1], (int32_t)numbers[2],
                                    numbers[3] * (i % 2 ? 1 : 1237), false};
        struct text texts[] = {duration_write(*state, duration), duration_words(*state, duration)};
        for (int t = 0; t < 2; t++) {
            struct duration again;
            if (duration_read(texts[t], &again, NULL) != STATUS_OK || !duration_equal(again, duration)) {
                fail_msg("\"%.*s\" is read otherwise", TEXT_ARGS(texts[t]));
            }
        }
        arena_reset(*state);
    }
}

/* Nothing at all keeps what it was counted in, through writing and reading again. */
static void none_is_counted_in_something(void **state)
{
    static const char *const civil[] = {"0 days", "P0D", "0 weeks", "0 months", "0 working days", "P0DT0S"};
    static const char *const timed[] = {"0 hours", "PT0S", "0 ms", "0 min"};
    for (size_t i = 0; i < sizeof civil / sizeof *civil; i++) {
        struct duration none = read_ok(civil[i]);
        assert_true(duration_is_zero(none) && duration_is_civil(none));
        assert_true(text_is(duration_write(*state, none), "P0D"));
        assert_true(duration_is_civil(duration_added(read_ok("PT0S"), none)));
    }
    for (size_t i = 0; i < sizeof timed / sizeof *timed; i++) {
        struct duration none = read_ok(timed[i]);
        assert_true(duration_is_zero(none) && !duration_is_civil(none));
        assert_true(text_is(duration_write(*state, none), "PT0S"));
    }
    assert_true(duration_is_civil(duration_times(read_ok("1 month"), 0)));
    assert_false(duration_is_civil(duration_times(read_ok("1 hour"), 0)));
    assert_true(duration_equal(read_ok("0 days"), read_ok("0 hours")));
}

static void arithmetic_never_overflows(void **state)
{
    (void)state;
    struct duration most = {INT32_MAX, INT32_MAX, INT32_MAX, INT64_MAX, false};
    struct duration least = duration_negated(most);
    assert_true(duration_equal(duration_added(most, most), most));
    assert_true(duration_equal(duration_added(least, least), least));
    assert_true(duration_is_zero(duration_added(most, least)));
    assert_true(duration_equal(duration_times(most, 3), most));
    assert_true(duration_equal(duration_times(most, INT32_MIN), least));
    assert_true(duration_equal(duration_times(least, -7), most));
    assert_true(duration_is_zero(duration_times(most, 0)));
    assert_true(duration_equal(duration_added(read_ok("1 month"), read_ok("-3 days")), read_ok("P1M-3D")));
    assert_true(duration_equal(duration_times(read_ok("2 weeks"), 3), read_ok("42 days")));
    assert_false(duration_equal(read_ok("1 day"), read_ok("PT24H")));
    assert_false(duration_is_zero(read_ok("1 working day")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_iso),
        cmocka_unit_test(reads_words),
        cmocka_unit_test(refuses_what_is_none),
        cmocka_unit_test(a_message_quotes_the_text_at_whole_characters),
        cmocka_unit_test(holds_to_the_limits),
        cmocka_unit_test_setup_teardown(writes_iso_or_words, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_written_is_read_again, set_up, tear_down),
        cmocka_unit_test_setup_teardown(none_is_counted_in_something, set_up, tear_down),
        cmocka_unit_test(arithmetic_never_overflows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

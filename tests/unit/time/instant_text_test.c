#include "support.h"

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

static const struct zone *london(void)
{
    return zone_of(&arena, made_zone(&arena, 0, "GMT0BST,M3.5.0/1,M10.5.0"));
}

static void writes_utc(void **state)
{
    (void)state;
    assert_instant(0, "1970-01-01T00:00:00Z");
    assert_instant(-1, "1969-12-31T23:59:59.999Z");
    assert_instant(INT64_C(1767603600000), "2026-01-05T09:00:00Z");
    assert_instant(INT64_C(1767603600276), "2026-01-05T09:00:00.276Z");
    assert_instant(INT64_C(1767603600005), "2026-01-05T09:00:00.005Z");
    assert_instant(INSTANT_FIRST, "0001-01-01T00:00:00Z");
    assert_instant(INSTANT_LAST, "9999-12-31T23:59:59.999Z");
    assert_instant(INSTANT_LAST + 1, "");
    assert_instant(INSTANT_FIRST - 1, "");
    assert_instant(INSTANT_NONE, "");
    assert_instant(INT64_MAX, "");
}

static void reads_what_is_right(void **state)
{
    (void)state;
    static const struct {
        const char *text, *utc;
    } cases[] = {
        {"2026-01-05T09:00:00Z", "2026-01-05T09:00:00Z"},
        {"2026-07-05t09:00:00z", "2026-07-05T09:00:00Z"},
        {"2026-07-05T09:00:00+01:00", "2026-07-05T08:00:00Z"},
        {"2026-07-05 09:00-05:30", "2026-07-05T14:30:00Z"},
        {"2026-07-05T09:00:00-00:00", "2026-07-05T09:00:00Z"},
        {"2026-01-01T00:30+01:00", "2025-12-31T23:30:00Z"},
        {"2026-01-05T09:00:00.2769Z", "2026-01-05T09:00:00.276Z"},
        {"2026-01-05T09:00:00.5Z", "2026-01-05T09:00:00.500Z"},
        {"2026-01-05T09:00:00.000000000000000000000000000000001Z", "2026-01-05T09:00:00Z"},
        {"1969-12-31T23:59:59.9999Z", "1969-12-31T23:59:59.999Z"},
        {"2026-01-05T10:00", "2026-01-05T10:00:00Z"},
        {"2026-07-05T10:00", "2026-07-05T09:00:00Z"}, /* summer time in London */
        {"2026-07-05 10:00:00.5", "2026-07-05T09:00:00.500Z"},
        {"2026-07-05", "2026-07-04T23:00:00Z"},
        {"2026-01-05", "2026-01-05T00:00:00Z"},
        {"9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"},
        {"0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_instant(instant_read(london(), text_of(cases[i].text)), cases[i].utc);
    }
}

static void refuses_the_rest(void **state)
{
    (void)state;
    static const char *const wrong[] = {"",
                                        "2026",
                                        "2026-01",
                                        "2026-01-0",
                                        "2026-01-05T",
                                        "2026-01-05Z",
                                        "2026-01-05T1",
                                        "2026-01-05T10",
                                        "2026-01-05T10:",
                                        "2026-01-05T10:0",
                                        "2026-01-05T10:00:",
                                        "2026-01-05T10:00:0",
                                        "2026-01-05T10:00:60Z",
                                        "2026-01-05T23:59:60Z",
                                        "2026-01-05T24:00:00Z",
                                        "2026-01-05T10:60:00Z",
                                        "2026-01-05T10:00:00.",
                                        "2026-01-05T10:00:00.Z",
                                        "2026-01-05T10:00:00,5Z",
                                        "2026-01-05T10:00.5Z",
                                        "2026-01-05T10:00:00+1",
                                        "2026-01-05T10:00+01",
                                        "2026-01-05T10:00+0100",
                                        "2026-01-05T10:00+24:00",
                                        "2026-01-05T10:00+01:60",
                                        "2026-01-05T10:00ZZ",
                                        "2026-01-05T10:00+01:00Z",
                                        "2026-01-05T10:00 Z",
                                        "2026-02-30T10:00Z",
                                        "2026-01-05X10:00Z",
                                        "2026-01-05  10:00Z",
                                        " 2026-01-05T10:00Z",
                                        "2026-01-05T10:00Z ",
                                        "2026-01-05T-1:00Z",
                                        "10000-01-01T00:00Z",
                                        "0000-12-31T00:00Z",
                                        "0001-01-01T00:00+00:01",
                                        "9999-12-31T23:59-00:01"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        if (instant_read(london(), text_of(wrong[i])) != INSTANT_NONE) {
            fail_msg("\"%s\" was taken", wrong[i]);
        }
    }
    assert_int_equal(instant_read(zone_utc(), (struct text){0}), INSTANT_NONE);
    /* The start of the first day is before the first instant, where clocks are ahead of UTC. */
    const struct zone *east = zone_of(&arena, made_zone(&arena, 3600, ""));
    assert_int_equal(instant_read(east, TEXT("0001-01-01")), INSTANT_NONE);
}

static void what_is_written_is_read_again(void **state)
{
    (void)state;
    for (instant when = INSTANT_FIRST; when <= INSTANT_LAST - INT64_C(1234567891);
         when += INT64_C(1234567891)) {
        char text[INSTANT_TEXT_SIZE];
        instant_write(when, text);
        if (instant_read(zone_utc(), text_of(text)) != when) {
            fail_msg("%s is read otherwise", text);
        }
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {TEST(writes_utc), TEST(reads_what_is_right), TEST(refuses_the_rest),
                                       TEST(what_is_written_is_read_again)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

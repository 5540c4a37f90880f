#include "support.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

static const instant SECOND = 1000, HOUR = 3600000, DAY = 86400000;

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

static void assert_instant_like_libc(const struct zone *zone, const char *tz, instant when)
{
    time_t seconds = (time_t)(when / SECOND - (when % SECOND < 0));
    struct tm tm;
    localtime_r(&seconds, &tm);
    struct local_time found = zone_local(zone, when);
    struct civil civil = date_civil(found.day);
    if (tm.tm_gmtoff != zone_offset(zone, when) || tm.tm_mday != civil.day || tm.tm_mon + 1 != civil.month ||
        tm.tm_year + 1900 != civil.year ||
        (tm.tm_hour * 60 + tm.tm_min) * 60 + tm.tm_sec != found.milliseconds / SECOND) {
        char text[INSTANT_TEXT_SIZE];
        fail_msg("%s: at %s the offset is %d, libc says %ld", tz, instant_write(when, text),
                 zone_offset(zone, when), tm.tm_gmtoff);
    }
}

/* ZONE against libc's idea of the zone TZ, from one instant to another, by STEP, and to the second where the
 * offset changes. */
static void assert_like_libc(const struct zone *zone, const char *tz, instant from, instant until,
                             instant step)
{
    setenv("TZ", tz, 1);
    tzset();
    for (instant when = from; when < until; when += step) {
        assert_instant_like_libc(zone, tz, when);
        instant low = when - step, high = when;
        int32_t before = zone_offset(zone, low);
        if (before == zone_offset(zone, high)) {
            continue;
        }
        while (high - low > SECOND) {
            instant middle = low + (high - low) / 2;
            *(zone_offset(zone, middle) == before ? &low : &high) = middle;
        }
        for (instant near = low - 3 * SECOND; near <= high + 3 * SECOND; near += SECOND / 2) {
            assert_instant_like_libc(zone, tz, near);
        }
    }
}

static void london_is_as_libc_has_it(void **state)
{
    (void)state;
    const struct zone *zone = system_zone(&arena, "Europe/London");
    assert_true(text_is(zone_name(zone), "Test/Zone"));
    assert_like_libc(zone, "Europe/London", at("1970-01-01T00:00:00Z"), at("2060-01-01T00:00:00Z"), 5 * HOUR);
    assert_like_libc(zone, "Europe/London", at("1840-01-01T00:00:00Z"), at("1970-01-01T00:00:00Z"),
                     31 * HOUR - 1);
    assert_like_libc(zone, "Europe/London", at("2300-01-01T00:00:00Z"), at("2310-01-01T00:00:00Z"), 5 * HOUR);
    assert_like_libc(zone, "Europe/London", at("2026-03-29T00:00:00Z"), at("2026-03-29T02:00:00Z"), SECOND);
    assert_like_libc(zone, "Europe/London", at("2037-10-25T00:00:00Z"), at("2037-10-25T02:00:00Z"), SECOND);
    assert_like_libc(zone, "Europe/London", at("2038-03-28T00:00:00Z"), at("2038-03-28T02:00:00Z"), SECOND);
}

static void other_zones_are_as_libc_has_them(void **state)
{
    (void)state;
    static const char *const names[] = {"Europe/Dublin", "America/New_York",   "America/Sao_Paulo",
                                        "Pacific/Apia",  "Australia/Sydney",   "Asia/Kathmandu",
                                        "America/Nuuk",  "Africa/Casablanca",  "Etc/GMT+12",
                                        "Asia/Gaza",     "Australia/Lord_Howe"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const struct zone *zone = system_zone(&arena, names[i]);
        assert_like_libc(zone, names[i], at("1900-01-01T00:00:00Z"), at("2100-01-01T00:00:00Z"), 29 * HOUR);
    }
}

/* glibc reads the same rules. */
static void rules_are_as_libc_has_them(void **state)
{
    (void)state;
    static const char *const rules[] = {"GMT0BST,M3.5.0/1,M10.5.0",
                                        "EST5EDT,M3.2.0,M11.1.0",
                                        "AEST-10AEDT,M10.1.0,M4.1.0/3",
                                        "IST-1GMT0,M10.5.0,M3.5.0/1",
                                        "<-03>3<-02>,M3.5.0/-2,M10.5.0/-1",
                                        "AAA0BBB,J60/0,J300",
                                        "AAA0BBB,59/0,300/23:59:59",
                                        "AAA0BBB-2:30,J59/3,J365/1",
                                        "<+0545>-5:45",
                                        "UTC0",
                                        "AAA+3:30:15BBB,M1.1.6,M12.4.3/24",
                                        "EET-2EEST,M3.4.4/50,M10.4.4/50",
                                        "AAA0BBB,364/0,M2.5.1"};
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        const struct zone *zone = zone_of(&arena, made_zone(&arena, 0, rules[i]));
        assert_like_libc(zone, rules[i], at("2023-01-01T00:00:00Z"), at("2026-12-31T00:00:00Z"), HOUR);
        assert_like_libc(zone, rules[i], at("2090-01-01T00:00:00Z"), at("2122-12-31T00:00:00Z"), 23 * HOUR);
    }
}

static void summer_time_may_last_all_year(void **state)
{
    (void)state;
    const struct zone *zone = zone_of(&arena, made_zone(&arena, 0, "XXX3EDT4,0/0,J365/23"));
    for (instant when = at("2023-12-30T00:00:00Z"); when < at("2024-01-03T00:00:00Z"); when += HOUR / 4) {
        assert_int_equal(zone_offset(zone, when), -4 * 3600);
    }
    assert_int_equal(zone_offset(zone, at("2024-12-31T12:00:00Z")), -4 * 3600);
}

static void times_of_day_may_be_a_week_away(void **state)
{
    (void)state;
    const struct zone *zone = zone_of(&arena, made_zone(&arena, 0, "AAA0BBB,J1/-167,J180/167"));
    /* Summer starts 167 hours before 1 January. */
    assert_int_equal(zone_offset(zone, at("2023-12-25T00:59:59Z")), 0);
    assert_int_equal(zone_offset(zone, at("2023-12-25T01:00:00Z")), 3600);
    assert_int_equal(zone_offset(zone, at("2024-07-05T21:59:59Z")), 3600);
    assert_int_equal(zone_offset(zone, at("2024-07-05T22:00:00Z")), 0);
}

/* The file has two changes of its own and then the rule of London. */
static const struct zone *small_zone(void)
{
    const int64_t times[] = {at("2020-03-29T01:00:00Z") / SECOND, at("2020-10-25T01:00:00Z") / SECOND};
    return zone_of(&arena, made_zone_with(&arena, 0, "GMT0BST,M3.5.0/1,M10.5.0", times, 2));
}

static void the_table_comes_first_and_then_the_rule(void **state)
{
    (void)state;
    const struct zone *zone = small_zone();
    assert_int_equal(zone_offset(zone, at("2019-07-01T00:00:00Z")), 0); /* before the first change */
    assert_int_equal(zone_offset(zone, at("2020-03-29T00:59:59.999Z")), 0);
    assert_int_equal(zone_offset(zone, at("2020-03-29T01:00:00Z")), 3600);
    assert_int_equal(zone_offset(zone, at("2020-10-25T00:59:59.999Z")), 3600);
    assert_int_equal(zone_offset(zone, at("2020-10-25T01:00:00Z")), 0);
    assert_int_equal(zone_offset(zone, at("2021-07-01T00:00:00Z")), 3600);
    assert_int_equal(zone_offset(zone, at("9999-07-01T00:00:00Z")), 3600);
    const struct zone *south = zone_of(&arena, made_zone(&arena, 0, "AEST-10AEDT,M10.1.0,M4.1.0/3"));
    assert_int_equal(zone_offset(south, at("0001-01-01T00:00:00Z")),
                     11 * 3600); /* no change before it in the years */
    assert_int_equal(zone_offset(zone, INT64_MAX), 0);
    assert_int_equal(zone_offset(zone, INT64_MIN), 0);
    const int64_t last[] = {at("2020-07-01T00:00:00Z") / SECOND};
    const struct zone *endless = zone_of(&arena, made_zone_with(&arena, 0, "", last, 1));
    assert_int_equal(zone_offset(endless, at("2050-01-01T00:00:00Z")), 3600);
    assert_instant(zone_instant(endless, local("2050-01-01", 0, 30)), "2049-12-31T23:30:00Z");
    const struct zone *abrupt = zone_of(&arena, made_zone_with(&arena, 0, "UTC0", last, 1));
    assert_int_equal(zone_offset(abrupt, at("2020-07-01T00:00:00Z")), 3600); /* the table's last word */
    assert_int_equal(zone_offset(abrupt, at("2020-07-01T00:00:01Z")), 0);
    assert_instant(zone_instant(abrupt, local("2020-07-01", 0, 30)), "2020-07-01T00:30:00Z");
    assert_instant(zone_instant(abrupt, local("2020-07-01", 12, 0)), "2020-07-01T12:00:00Z");
    const struct zone *by_type = zone_of(&arena, made_zone(&arena, -1800, ""));
    assert_int_equal(zone_offset(by_type, at("2050-01-01T00:00:00Z")), -1800);
}

static void changes_may_be_at_any_64_bits(void **state)
{
    (void)state;
    const int64_t times[] = {INT64_MIN, INT64_MIN + 1, 0, INT64_MAX};
    const struct zone *zone = zone_of(&arena, made_zone_with(&arena, 0, "", times, 4));
    assert_int_equal(zone_offset(zone, INT64_MIN), 0);
    assert_int_equal(zone_offset(zone, 0), 3600);
    assert_int_equal(zone_day_start(zone, DATE_FIRST), INSTANT_FIRST);
    assert_int_equal(zone_day_end(zone, DATE_LAST), INSTANT_LAST + 1 - HOUR);
}

static void a_skipped_time_is_as_if_the_clock_had_not_moved(void **state)
{
    (void)state;
    const struct zone *zone = small_zone();
    for (int year = 2020; year <= 2026; year += 6) { /* by the table, by the rule */
        const char *sunday = year == 2020 ? "2020-03-29" : "2026-03-29";
        instant change = zone_instant(zone, local(sunday, 2, 0));
        assert_int_equal(change % DAY, HOUR);
        assert_int_equal(zone_instant(zone, local(sunday, 0, 59)), change - 60 * SECOND);
        assert_int_equal(zone_instant(zone, local(sunday, 1, 0)), change);
        assert_int_equal(zone_instant(zone, local(sunday, 1, 30)), change + HOUR / 2); /* shown as 02:30 */
        assert_int_equal(zone_local(zone, zone_instant(zone, local(sunday, 1, 30))).milliseconds,
                         2 * HOUR + HOUR / 2);
        assert_int_equal(zone_instant(zone, local(sunday, 2, 30)), change + HOUR / 2);
    }
}

static void a_time_that_comes_twice_is_the_first(void **state)
{
    (void)state;
    const struct zone *zone = small_zone();
    assert_instant(zone_instant(zone, local("2020-10-25", 0, 59)), "2020-10-24T23:59:00Z");
    assert_instant(zone_instant(zone, local("2020-10-25", 1, 0)), "2020-10-25T00:00:00Z");
    assert_instant(zone_instant(zone, local("2020-10-25", 1, 59)), "2020-10-25T00:59:00Z");
    assert_instant(zone_instant(zone, local("2020-10-25", 2, 0)), "2020-10-25T02:00:00Z");
    assert_instant(zone_instant(zone, local("2026-10-25", 1, 30)), "2026-10-25T00:30:00Z");
    assert_instant(zone_instant(zone, local("2026-10-25", 2, 0)), "2026-10-25T02:00:00Z");
}

/* Each local time, looked for by trying all instants near it. */
static void assert_found_as_by_trying(const struct zone *zone, instant from, instant until)
{
    enum { STEP = 15 * 60 * 1000 };
    for (instant wanted = from; wanted < until; wanted += STEP) { /* local time, as if in UTC */
        struct local_time asked = zone_local(zone_utc(), wanted);
        instant first = INSTANT_NONE, last_before = INSTANT_NONE;
        for (instant when = wanted - 26 * HOUR; when <= wanted + 26 * HOUR && first == INSTANT_NONE;
             when += STEP) {
            struct local_time shown = zone_local(zone, when);
            if (shown.day == asked.day && shown.milliseconds == asked.milliseconds) {
                first = when;
            } else if (shown.day < asked.day ||
                       (shown.day == asked.day && shown.milliseconds < asked.milliseconds)) {
                last_before = when;
            }
        }
        instant expected = first != INSTANT_NONE ? first : wanted - zone_offset(zone, last_before) * SECOND;
        if (zone_instant(zone, asked) != expected) {
            char text[INSTANT_TEXT_SIZE], other[INSTANT_TEXT_SIZE];
            fail_msg("local %s is at %s", instant_write(wanted, text),
                     instant_write(zone_instant(zone, asked), other));
        }
    }
}

static void local_times_are_found_as_by_trying(void **state)
{
    (void)state;
    assert_found_as_by_trying(small_zone(), at("2020-03-28T00:00:00Z"), at("2020-03-31T00:00:00Z"));
    assert_found_as_by_trying(small_zone(), at("2020-10-24T00:00:00Z"), at("2020-10-27T00:00:00Z"));
    const struct zone *zone = system_zone(&arena, "Europe/London");
    assert_found_as_by_trying(zone, at("2026-03-28T00:00:00Z"), at("2026-03-31T00:00:00Z"));
    assert_found_as_by_trying(zone, at("2096-10-27T00:00:00Z"), at("2096-10-30T00:00:00Z"));
    assert_found_as_by_trying(system_zone(&arena, "America/Sao_Paulo"), at("2018-11-03T00:00:00Z"),
                              at("2018-11-06T00:00:00Z"));
    assert_found_as_by_trying(system_zone(&arena, "Pacific/Apia"), at("2011-12-28T00:00:00Z"),
                              at("2012-01-02T00:00:00Z"));
    assert_found_as_by_trying(system_zone(&arena, "Australia/Lord_Howe"), at("2026-04-03T00:00:00Z"),
                              at("2026-04-07T00:00:00Z"));
}

static void days_meet_without_gap_or_overlap(void **state)
{
    (void)state;
    const struct zone *zones[] = {system_zone(&arena, "Europe/London"),
                                  system_zone(&arena, "America/Sao_Paulo"),
                                  system_zone(&arena, "Pacific/Apia"), small_zone(), zone_utc()};
    for (size_t i = 0; i < sizeof zones / sizeof *zones; i++) {
        for (date d = day("2009-01-01"); d < day("2030-01-01"); d++) {
            instant start = zone_day_start(zones[i], d), end = zone_day_end(zones[i], d);
            assert_int_equal(end, zone_day_start(zones[i], d + 1));
            assert_true(start <= end);
            if (start < end) {
                assert_int_equal(zone_date(zones[i], start), d);
                assert_int_equal(zone_date(zones[i], end - 1), d);
                assert_true(zone_date(zones[i], start - 1) < d);
            }
        }
    }
}

static void a_day_without_midnight_starts_later(void **state)
{
    (void)state;
    const struct zone *zone = system_zone(&arena, "America/Sao_Paulo");
    assert_instant(zone_day_start(zone, day("2018-11-04")), "2018-11-04T03:00:00Z");
    assert_int_equal(zone_local(zone, zone_day_start(zone, day("2018-11-04"))).milliseconds, HOUR);
    assert_instant(zone_day_end(zone, day("2018-11-04")), "2018-11-05T02:00:00Z");
    /* 23:00 came twice on the 17th, midnight once. */
    assert_instant(zone_day_end(zone, day("2018-02-17")), "2018-02-18T03:00:00Z");
}

/* A change from 23:30 to 00:30: the next day starts at the change, as half past midnight. */
static void a_change_may_jump_over_midnight(void **state)
{
    (void)state;
    const int64_t times[] = {at("2020-05-01T23:30:00Z") / SECOND, at("2020-09-01T23:30:00Z") / SECOND};
    const struct zone *zone = zone_of(&arena, made_zone_with(&arena, 0, "", times, 2));
    assert_instant(zone_day_start(zone, day("2020-05-02")), "2020-05-01T23:30:00Z");
    assert_int_equal(zone_local(zone, zone_day_start(zone, day("2020-05-02"))).milliseconds, HOUR / 2);
    assert_instant(zone_instant(zone, local("2020-05-02", 0, 0)),
                   "2020-05-02T00:00:00Z"); /* shown as 01:00 */
    /* And back, from 00:30 to 23:30 of the day before: midnight comes twice, the first one counts. */
    assert_instant(zone_day_start(zone, day("2020-09-02")), "2020-09-01T23:00:00Z");
}

static void a_day_that_was_left_out_is_empty(void **state)
{
    (void)state;
    const struct zone *zone = system_zone(&arena, "Pacific/Apia"); /* which had no 30 December 2011 */
    assert_instant(zone_day_start(zone, day("2011-12-30")), "2011-12-30T10:00:00Z");
    assert_instant(zone_day_end(zone, day("2011-12-30")), "2011-12-30T10:00:00Z");
    assert_instant(zone_day_start(zone, day("2011-12-31")), "2011-12-30T10:00:00Z");
    assert_int_equal(zone_date(zone, at("2011-12-30T09:59:59Z")), day("2011-12-29"));
    assert_int_equal(zone_date(zone, at("2011-12-30T10:00:00Z")), day("2011-12-31"));
}

static void past_the_years_there_is_nothing(void **state)
{
    (void)state;
    const struct zone *zone = small_zone();
    assert_int_equal(zone_date(zone, INSTANT_NONE), DATE_NONE);
    assert_int_equal(zone_date(zone, INT64_MAX), DATE_NONE);
    assert_int_equal(zone_date(zone, INSTANT_LAST + 1), DATE_NONE);
    assert_int_equal(zone_date(zone, INSTANT_FIRST), DATE_FIRST);
    assert_int_equal(zone_date(zone, INSTANT_LAST), DATE_LAST);
    assert_int_equal(zone_date(zone_of(&arena, made_zone(&arena, 3600, "")), INSTANT_LAST), DATE_NONE);
    assert_int_equal(zone_instant(zone, (struct local_time){DATE_NONE, 0}), INSTANT_NONE);
    assert_int_equal(
        zone_instant(zone_of(&arena, made_zone(&arena, 3600, "")), (struct local_time){DATE_FIRST, 0}),
        INSTANT_NONE);
    assert_int_equal(zone_day_start(zone, DATE_NONE), INSTANT_NONE);
    assert_int_equal(zone_day_end(zone, DATE_NONE), INSTANT_NONE);
    assert_int_equal(zone_day_end(zone_utc(), DATE_LAST), INSTANT_LAST + 1);
    assert_int_equal(zone_day_start(zone_utc(), DATE_FIRST), INSTANT_FIRST);
    assert_true(text_is(zone_name(zone_utc()), "UTC"));
}

static enum status read_bytes(struct text bytes, struct error *error)
{
    const struct zone *zone = NULL;
    enum status status = zone_read(&arena, TEXT("Bad/Zone"), bytes, &zone, error);
    assert_true((status == STATUS_OK) == (zone != NULL));
    return status;
}

static void a_cut_file_is_an_error_at_every_length(void **state)
{
    (void)state;
    const int64_t times[] = {0, 5000, 10000};
    struct text whole = made_zone_with(&arena, 0, "GMT0BST,M3.5.0/1,M10.5.0", times, 3);
    assert_int_equal(read_bytes(whole, NULL), STATUS_OK);
    for (size_t size = 0; size < whole.size; size++) {
        struct error error = {0};
        char *exact = memory_new(size); /* so that a byte too far is seen */
        memcpy(exact, whole.at, size);
        assert_int_equal(read_bytes((struct text){exact, size}, &error), STATUS_INVALID);
        assert_non_null(strstr(error.message, "Bad/Zone"));
        free(exact);
    }
}

static void damage_never_harms(void **state)
{
    (void)state;
    const int64_t times[] = {0, 5000, 10000};
    struct text whole = made_zone_with(&arena, 0, "GMT0BST,M3.5.0/1,M10.5.0", times, 3);
    char *copy = memory_new(whole.size);
    for (size_t i = 0; i < whole.size; i++) {
        for (int byte = 0; byte < 256; byte++) {
            struct arena own;
            const struct zone *zone = NULL;
            arena_init(&own);
            memcpy(copy, whole.at, whole.size);
            copy[i] = (char)byte;
            if (zone_read(&own, TEXT("Bad/Zone"), (struct text){copy, whole.size}, &zone, NULL) ==
                STATUS_OK) {
                zone_local(zone, at("2026-07-01T00:00:00Z"));
                zone_instant(zone, (struct local_time){DATE_LAST, 0});
                zone_day_start(zone, DATE_FIRST);
            }
            arena_deinit(&own);
        }
    }
    free(copy);
}

static struct text with_byte(struct text bytes, size_t place, char byte)
{
    char *copy = arena_copy(&arena, bytes.at, bytes.size);
    copy[place] = byte;
    return (struct text){copy, bytes.size};
}

static void assert_refused(struct text bytes, const char *why)
{
    struct error error = {0};
    assert_int_equal(read_bytes(bytes, &error), STATUS_INVALID);
    if (!strstr(error.message, why)) {
        fail_msg("not \"%s\": %s", why, error.message);
    }
}

static void what_is_wrong_is_said(void **state)
{
    (void)state;
    const int64_t times[] = {0, 5000};
    const int64_t disordered[] = {5000, 5000};
    struct text whole = made_zone_with(&arena, 0, "UTC0", times, 2);
    const size_t second = 44 + 6 + 4, types = second + 44 + 2 * 8;
    assert_refused(TEXT(""), "ends too early");
    assert_refused(with_byte(whole, 0, 'X'), "not a time zone file");
    assert_refused(with_byte(whole, 4, '\0'), "version 1");
    assert_refused(with_byte(whole, second, 'X'), "not a time zone file");
    assert_refused(with_byte(whole, second + 31, 1), "leap seconds");
    assert_refused(with_byte(whole, second + 39, 0), "header is damaged");
    assert_refused(with_byte(whole, second + 23, 1), "header is damaged");
    assert_refused(with_byte(whole, second + 32, 127), "ends too early");
    assert_refused(with_byte(whole, types, 2), "offset that it does not have");
    assert_refused(with_byte(whole, types + 2, 1), "more than a day");
    assert_refused(with_byte(whole, types + 2 + 4, 2), "without a name");
    assert_refused(with_byte(whole, types + 2 + 5, 4), "without a name");
    assert_refused(made_zone_with(&arena, 0, "UTC0", disordered, 2), "not in order");
    char *large = arena_zero(&arena, ZONE_FILE_LIMIT + 1);
    assert_int_equal(read_bytes((struct text){large, ZONE_FILE_LIMIT + 1}, NULL), STATUS_LIMIT);
}

static void a_rule_is_read_strictly(void **state)
{
    (void)state;
    static const char *const wrong[] = {"GM0",
                                        "GMT",
                                        "0",
                                        "<GMT0",
                                        "<G>0",
                                        "GMT25",
                                        "GMT0:60",
                                        "GMT0:0:60",
                                        "GMT0BST",
                                        "GMT0BST,M3.5.0",
                                        "GMT0BST,M13.5.0,M10.5.0",
                                        "GMT0BST,M0.5.0,M10.5.0",
                                        "GMT0BST,M3.6.0,M10.5.0",
                                        "GMT0BST,M3.0.0,M10.5.0",
                                        "GMT0BST,M3.5.7,M10.5.0",
                                        "GMT0BST,J0,J5",
                                        "GMT0BST,J366,J5",
                                        "GMT0BST,366,5",
                                        "GMT0BST,M3.5.0/168,M10.5.0",
                                        "GMT0BST,M3.5.0/-168,M10.5.0",
                                        "GMT0BST,M3.5.0/,M10.5.0",
                                        "GMT0BST,M3.5.0,M10.5.0 ",
                                        "GMT0BST,M3.5.0,M10.5.0,",
                                        "GMT0BST,M3.5,M10.5.0",
                                        "GMT0BST,M3.5.0;M10.5.0",
                                        "GMT--1",
                                        "GMT+-1",
                                        "GMT0B,M3.5.0,M10.5.0",
                                        "GMT0BST25,M3.5.0,M10.5.0",
                                        "GMT0\n",
                                        ":London",
                                        "GMT0000"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        if (read_bytes(made_zone(&arena, 0, wrong[i]), NULL) != STATUS_INVALID) {
            fail_msg("the rule \"%s\" was taken", wrong[i]);
        }
    }
    assert_refused(made_zone(&arena, 0, "GMT0BST"), "when summer time starts");
    assert_refused(made_zone(&arena, 0, "GMT0B"), "name for summer time");
    assert_refused(made_zone(&arena, 0, "GMT"), "a name and an offset");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(london_is_as_libc_has_it),
        TEST(other_zones_are_as_libc_has_them),
        TEST(rules_are_as_libc_has_them),
        TEST(summer_time_may_last_all_year),
        TEST(times_of_day_may_be_a_week_away),
        TEST(the_table_comes_first_and_then_the_rule),
        TEST(changes_may_be_at_any_64_bits),
        TEST(a_skipped_time_is_as_if_the_clock_had_not_moved),
        TEST(a_time_that_comes_twice_is_the_first),
        TEST(local_times_are_found_as_by_trying),
        TEST(days_meet_without_gap_or_overlap),
        TEST(a_day_without_midnight_starts_later),
        TEST(a_change_may_jump_over_midnight),
        TEST(a_day_that_was_left_out_is_empty),
        TEST(past_the_years_there_is_nothing),
        TEST(a_cut_file_is_an_error_at_every_length),
        TEST(damage_never_harms),
        TEST(what_is_wrong_is_said),
        TEST(a_rule_is_read_strictly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

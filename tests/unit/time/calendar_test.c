#include "support.h"

#include "time/calendar.h"

#include <ctype.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>

/* The published list, and beside it what it means, worked out day by day in the simplest way there is. */
enum { YEARS_FIRST = 2012, YEARS_LAST = 2028, HOLIDAYS_MOST = 200, DAYS_MOST = 20 * 366 };

static struct arena arena;
static date holidays[HOLIDAYS_MOST];
static struct calendar england = {.holidays = holidays};
static date first, last;        /* of the days that are tried */
static bool works[DAYS_MOST];   /* by days since first */
static date working[DAYS_MOST]; /* all working days, in order */
static int working_before[DAYS_MOST + 1];

static void read_holidays(void)
{
    json_error_t problem;
    json_t *root = json_load_file(SOURCE_DIR "/tests/data/bank-holidays.england-and-wales.json", 0, &problem);
    assert_non_null(root);
    json_t *events = json_object_get(json_object_get(root, "england-and-wales"), "events");
    for (size_t i = 0; i < json_array_size(events); i++) {
        assert_true(england.count < HOLIDAYS_MOST);
        holidays[england.count++] =
            day(json_string_value(json_object_get(json_array_get(events, i), "date")));
    }
    json_decref(root);
    assert_int_equal(england.count, 140);
}

static bool is_holiday(date d)
{
    for (size_t i = 0; i < england.count; i++) {
        if (holidays[i] == d) {
            return true;
        }
    }
    return false;
}

static int prepare(void **state)
{
    (void)state;
    arena_init(&arena);
    read_holidays();
    first = england.known_from = date_of(YEARS_FIRST, 1, 1);
    last = england.known_until = date_of(YEARS_LAST, 12, 31);
    int count = 0, weekday = 6; /* 2012 began on a Sunday */
    for (date d = first; d <= last; d++, weekday = (weekday + 1) % 7) {
        works[d - first] = weekday < 5 && !is_holiday(d);
        working_before[d - first] = count;
        if (works[d - first]) {
            working[count++] = d;
        }
    }
    working_before[last - first + 1] = count;
    return 0;
}

static int finish(void **state)
{
    (void)state;
    arena_deinit(&arena);
    return 0;
}

static int brute_count(date a, date b)
{
    return a <= b ? working_before[b + 1 - first] - working_before[a + 1 - first]
                  : -(working_before[a - first] - working_before[b - first]);
}

static void every_day_is_told_apart(void **state)
{
    (void)state;
    for (date d = first; d <= last; d++) {
        assert_int_equal(calendar_is_working(&england, d), works[d - first]);
    }
    assert_false(calendar_is_working(&england, day("2026-12-28"))); /* the substitute for Boxing Day */
    assert_true(calendar_is_working(&england, day("2026-12-29")));
    assert_false(calendar_is_working(&england, day("2026-12-25")));
    assert_true(calendar_is_working(calendar_weekdays(), day("2026-12-28")));
    assert_false(calendar_is_working(calendar_weekdays(), day("2026-12-26")));
}

static void assert_counted(date a, date b)
{
    int found = calendar_count(&england, a, b);
    if (found != brute_count(a, b)) {
        char from[DATE_TEXT_SIZE], until[DATE_TEXT_SIZE];
        fail_msg("from %s to %s are %d, not %d", date_write(a, from), date_write(b, until), brute_count(a, b),
                 found);
    }
}

/* All pairs that are near each other, and of those far apart one in 89, each time others. */
static void pairs_of_dates_are_counted(void **state)
{
    (void)state;
    for (date a = first; a <= last; a++) {
        for (date b = a > first + 45 ? a - 45 : first; b <= last && b <= a + 45; b++) {
            assert_counted(a, b);
        }
        for (date b = first + a % 89; b <= last; b += 89) {
            assert_counted(a, b);
        }
    }
}

static void assert_added(date a, int days)
{
    int index = days > 0 ? working_before[a + 1 - first] + days - 1 : working_before[a - first] + days;
    if (index < 0 || index >= working_before[last - first + 1]) {
        return; /* leads out of the years that are tried */
    }
    date found = calendar_add(&england, a, days);
    if (found != working[index]) {
        char from[DATE_TEXT_SIZE], to[DATE_TEXT_SIZE], other[DATE_TEXT_SIZE];
        fail_msg("%s and %d working days are %s, not %s", date_write(a, from), days,
                 date_write(working[index], to), date_write(found, other));
    }
    assert_int_equal(calendar_count(&england, a, found), days);
}

static void working_days_are_added(void **state)
{
    (void)state;
    for (date a = first; a <= last; a++) {
        assert_int_equal(calendar_add(&england, a, 0), a);
        for (int days = 1; days <= 40; days++) {
            assert_added(a, days);
            assert_added(a, -days);
        }
        for (int days = 41 + a % 97; days < 4400; days += 97) {
            assert_added(a, days);
            assert_added(a, -days);
        }
    }
}

static void christmas_of_2026(void **state)
{
    (void)state;
    assert_date(calendar_add(&england, day("2026-12-24"), 1), "2026-12-29");
    assert_date(calendar_add(&england, day("2026-12-25"), 1), "2026-12-29");
    assert_date(calendar_add(&england, day("2026-12-24"), 10), "2027-01-12");
    assert_date(calendar_add(&england, day("2026-12-29"), -1), "2026-12-24");
    assert_date(calendar_add(&england, day("2026-12-28"), -1), "2026-12-24");
    assert_date(calendar_add(calendar_weekdays(), day("2026-12-24"), 1), "2026-12-25");
}

/* The line that stands for EVENT in the plugin's file. */
static const char *holiday_line(const json_t *event)
{
    const char *notes = json_string_value(json_object_get(event, "notes"));
    char *line = arena_printf(
        &arena, "  %s: \"%s%s%s%s\"\n", json_string_value(json_object_get(event, "date")),
        json_string_value(json_object_get(event, "title")), *notes ? " (" : "", notes, *notes ? ")" : "");
    if (*notes) {
        char *note = strrchr(line, '(') + 1;
        *note = (char)tolower(*note);
    }
    return line;
}

static void the_shipped_calendar_is_the_published_list(void **state)
{
    (void)state;
    json_t *root = json_load_file(SOURCE_DIR "/tests/data/bank-holidays.england-and-wales.json", 0, NULL);
    json_t *events = json_object_get(json_object_get(root, "england-and-wales"), "events");
    FILE *file = fopen(SOURCE_DIR "/plugins/england-and-wales/calendars/england-and-wales.yaml", "r");
    assert_non_null(file);
    char line[200];
    bool knows_years = false;
    do {
        assert_non_null(fgets(line, sizeof line, file));
        knows_years = knows_years || strcmp(line, "known: {from: 2012-01-01, until: 2028-12-31}\n") == 0;
    } while (strcmp(line, "holidays:\n") != 0);
    assert_true(knows_years);
    for (size_t i = 0; i < json_array_size(events); i++) {
        assert_non_null(fgets(line, sizeof line, file));
        assert_string_equal(line, holiday_line(json_array_get(events, i)));
    }
    assert_null(fgets(line, sizeof line, file));
    fclose(file);
    json_decref(root);
}

static void a_holiday_at_a_weekend_takes_no_working_day(void **state)
{
    (void)state;
    const date weekend[] = {day("2026-08-01"), day("2026-08-02"), day("2026-08-04")};
    const struct calendar calendar = {.holidays = weekend, .count = 3};
    assert_int_equal(calendar_count(&calendar, day("2026-07-31"), day("2026-08-07")), 4);
    assert_date(calendar_add(&calendar, day("2026-07-31"), 2), "2026-08-05");
    assert_date(calendar_add(&calendar, day("2026-08-05"), -2), "2026-07-31");
}

static void a_long_run_of_holidays_is_crossed(void **state)
{
    (void)state;
    enum { RUN = 400 };
    date run[RUN];
    for (int i = 0; i < RUN; i++) {
        run[i] = day("2026-01-01") + i;
    }
    const struct calendar calendar = {.holidays = run, .count = RUN};
    assert_date(calendar_add(&calendar, day("2025-12-31"), 1), "2027-02-05");
    assert_date(calendar_add(&calendar, day("2027-02-05"), -1), "2025-12-31");
}

static void outside_the_published_years_it_guesses(void **state)
{
    (void)state;
    assert_true(calendar_guesses(&england, day("2011-12-31")));
    assert_false(calendar_guesses(&england, day("2012-01-01")));
    assert_false(calendar_guesses(&england, day("2028-12-31")));
    assert_true(calendar_guesses(&england, day("2029-01-01")));
    assert_true(calendar_is_working(&england, day("2029-01-01"))); /* a Monday, and no list yet */
    assert_false(calendar_guesses(calendar_weekdays(), DATE_FIRST));
    assert_false(calendar_guesses(calendar_weekdays(), DATE_LAST));
}

static void past_the_years_there_is_no_date(void **state)
{
    (void)state;
    assert_int_equal(calendar_add(&england, DATE_LAST, 1), DATE_NONE);
    assert_int_equal(calendar_add(&england, DATE_FIRST, -1), DATE_NONE);
    assert_int_equal(calendar_add(&england, DATE_FIRST, INT32_MAX), DATE_NONE);
    assert_int_equal(calendar_add(&england, DATE_LAST, INT32_MIN), DATE_NONE);
    assert_int_equal(calendar_add(&england, DATE_NONE, 1), DATE_NONE);
    assert_int_equal(calendar_add(&england, DATE_NONE, 0), DATE_NONE);
    assert_date(calendar_add(calendar_weekdays(), DATE_FIRST, 1), "0001-01-02");
    assert_date(calendar_add(calendar_weekdays(), day("0001-01-02"), -1), "0001-01-01");
    assert_date(calendar_add(calendar_weekdays(), day("9999-12-30"), 1), "9999-12-31");
    int32_t all = calendar_count(calendar_weekdays(), DATE_FIRST, DATE_LAST);
    assert_int_equal(all, (DATE_LAST - DATE_FIRST) / 7 * 5 + (DATE_LAST - DATE_FIRST) % 7);
    assert_int_equal(calendar_add(calendar_weekdays(), DATE_FIRST, all), DATE_LAST);
    assert_int_equal(calendar_add(calendar_weekdays(), DATE_LAST, -all), DATE_FIRST);
    assert_int_equal(calendar_add(calendar_weekdays(), DATE_LAST, -all - 1), DATE_NONE);
}

static struct duration lasting(const char *text)
{
    struct duration duration;
    assert_int_equal(duration_read(text_of(text), &duration, NULL), STATUS_OK);
    return duration;
}

static void a_date_and_a_duration(void **state)
{
    (void)state;
    assert_date(date_add(&england, day("2026-01-31"), lasting("1 month and 1 day")), "2026-03-01");
    assert_date(date_add(&england, day("2026-11-24"), lasting("1 month and 1 working day")), "2026-12-29");
    assert_date(date_add(&england, day("2026-03-05"), lasting("-10 weeks")), "2025-12-25");
    assert_date(date_add(&england, day("2026-03-05"), lasting("PT72H")), "2026-03-05");
    assert_int_equal(date_add(&england, DATE_LAST, lasting("1 day")), DATE_NONE);
    assert_int_equal(date_add(&england, DATE_NONE, lasting("1 working day")), DATE_NONE);
    assert_int_equal(date_add(&england, 0, (struct duration){.months = INT32_MAX, .days = -INT32_MAX}),
                     DATE_NONE);
}

static void an_instant_and_a_duration(void **state)
{
    (void)state;
    const struct zone *zone = zone_of(&arena, made_zone(&arena, 0, "GMT0BST,M3.5.0/1,M10.5.0"));
    const struct {
        const char *from, *lasting, *to;
    } cases[] = {
        {"2026-03-28T09:00:00Z", "1 day",
         "2026-03-29T08:00:00Z"}, /* nine by the clock, summer time from then */
        {"2026-03-28T09:00:00Z", "24 hours", "2026-03-29T09:00:00Z"},
        {"2026-03-28T01:30:00Z", "1 day", "2026-03-29T01:30:00Z"}, /* 01:30 was skipped */
        {"2026-01-31T09:00:00Z", "3 months", "2026-04-30T08:00:00Z"},
        {"2026-12-24T15:30:00Z", "1 working day", "2026-12-29T15:30:00Z"},
        {"2026-12-24T15:30:00Z", "1 working day and 2 hours", "2026-12-29T17:30:00Z"},
        {"2026-10-25T01:30:00Z", "1 s",
         "2026-10-25T01:30:01Z"}, /* the second 01:30, and it stays the second */
        {"2026-10-25T01:30:00Z", "0 days", "2026-10-25T01:30:00Z"},
        {"2026-06-01T23:30:00Z", "1 day", "2026-06-02T23:30:00Z"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_instant(instant_add(&england, zone, at(cases[i].from), lasting(cases[i].lasting)),
                       cases[i].to);
    }
    assert_int_equal(instant_add(&england, zone, INSTANT_NONE, lasting("1 day")), INSTANT_NONE);
    assert_int_equal(instant_add(&england, zone, INSTANT_NONE, lasting("1 s")), INSTANT_NONE);
    assert_int_equal(instant_add(&england, zone, INSTANT_LAST, lasting("1 ms")), INSTANT_NONE);
    assert_int_equal(instant_add(&england, zone, INSTANT_LAST, lasting("1 day")), INSTANT_NONE);
    assert_int_equal(instant_add(&england, zone, 0, (struct duration){.milliseconds = INT64_MAX}),
                     INSTANT_NONE);
    assert_int_equal(instant_add(&england, zone, 0, (struct duration){.milliseconds = -INT64_MAX}),
                     INSTANT_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_day_is_told_apart),
        cmocka_unit_test(pairs_of_dates_are_counted),
        cmocka_unit_test(working_days_are_added),
        cmocka_unit_test(christmas_of_2026),
        cmocka_unit_test(the_shipped_calendar_is_the_published_list),
        cmocka_unit_test(a_holiday_at_a_weekend_takes_no_working_day),
        cmocka_unit_test(a_long_run_of_holidays_is_crossed),
        cmocka_unit_test(outside_the_published_years_it_guesses),
        cmocka_unit_test(past_the_years_there_is_no_date),
        cmocka_unit_test(a_date_and_a_duration),
        cmocka_unit_test(an_instant_and_a_duration),
    };
    return cmocka_run_group_tests(tests, prepare, finish);
}

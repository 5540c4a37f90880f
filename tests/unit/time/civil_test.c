#include "support.h"

#include <string.h>

static void every_day_follows_the_one_before(void **state)
{
    (void)state;
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    date expected = DATE_FIRST;
    int weekday = (int)date_weekday(DATE_FIRST);
    assert_int_equal(weekday, MONDAY); /* 0001-01-01 */
    for (int year = 1; year <= 9999; year++) {
        bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
        for (int month = 1; month <= 12; month++) {
            int length = lengths[month - 1] + (is_leap && month == 2);
            for (int d = 1; d <= length; d++, expected++, weekday = (weekday + 1) % 7) {
                struct civil civil = date_civil(expected);
                if (date_of(year, month, d) != expected || civil.year != year || civil.month != month ||
                    civil.day != d || (int)date_weekday(expected) != weekday) {
                    fail_msg("%04d-%02d-%02d is wrong", year, month, d);
                }
            }
            assert_int_equal(date_of(year, month, length + 1), DATE_NONE);
        }
    }
    assert_int_equal(expected - 1, DATE_LAST);
}

static void known_days(void **state)
{
    (void)state;
    assert_int_equal(day("1970-01-01"), 0);
    assert_int_equal(day("2000-03-01"), 11017);
    assert_int_equal(day("1969-12-31"), -1);
    assert_int_equal(date_weekday(day("2026-12-28")), MONDAY);
    assert_int_equal(date_weekday(day("1969-12-28")), SUNDAY);
}

static void reads_only_a_full_date(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "",           "2026-12-2",  "2026-12-280", "2026/12/28", "2026-1-28 ", " 2026-12-28", "26-12-28",
        "2026-13-01", "2026-00-10", "2026-02-29",  "2100-02-29", "2026-04-31", "2026-06-00",  "0000-01-01",
        "-001-01-01", "2026-+1-01", "20x6-01-01",  "2026-01-0x", "2026-01- 1", "+2026-01-1"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        if (date_read(text_of(wrong[i])) != DATE_NONE) {
            fail_msg("\"%s\" was taken", wrong[i]);
        }
    }
    assert_int_equal(date_read((struct text){0}), DATE_NONE);
    assert_date(date_read(TEXT("2024-02-29")), "2024-02-29");
    assert_date(date_read(TEXT("0001-01-01")), "0001-01-01");
    assert_date(date_read(TEXT("9999-12-31")), "9999-12-31");
    assert_date(DATE_NONE, "");
    assert_date(DATE_LAST + 1, "");
}

static void months_clamp_to_the_last_day(void **state)
{
    (void)state;
    assert_date(date_add_months(day("2026-01-31"), 1), "2026-02-28");
    assert_date(date_add_months(day("2026-03-29"), 1), "2026-04-29");
    assert_date(date_add_months(day("2028-01-31"), 1), "2028-02-29");
    assert_date(date_add_months(day("2026-03-31"), -1), "2026-02-28");
    assert_date(date_add_months(day("2026-01-15"), -1), "2025-12-15");
    assert_date(date_add_months(day("2026-12-15"), 1), "2027-01-15");
    assert_date(date_add_months(day("2024-02-29"), 12), "2025-02-28");
    assert_date(date_add_months(day("2024-02-29"), -48), "2020-02-29");
    assert_date(date_add_months(day("2024-05-05"), 0), "2024-05-05");
}

static void past_the_years_there_is_no_date(void **state)
{
    (void)state;
    assert_int_equal(date_add_months(DATE_LAST, 1), DATE_NONE);
    assert_int_equal(date_add_months(DATE_FIRST, -1), DATE_NONE);
    assert_int_equal(date_add_months(DATE_FIRST, INT32_MAX), DATE_NONE);
    assert_int_equal(date_add_months(DATE_LAST, INT32_MIN), DATE_NONE);
    assert_int_equal(date_add_months(DATE_NONE, 1), DATE_NONE);
    assert_int_equal(date_add_days(DATE_LAST, 1), DATE_NONE);
    assert_int_equal(date_add_days(DATE_FIRST, -1), DATE_NONE);
    assert_int_equal(date_add_days(0, INT64_MAX), DATE_NONE);
    assert_int_equal(date_add_days(0, INT64_MIN), DATE_NONE);
    assert_int_equal(date_add_days(DATE_NONE, 5), DATE_NONE);
    assert_int_equal(date_add_days(DATE_FIRST, (int64_t)DATE_LAST - DATE_FIRST), DATE_LAST);
    assert_int_equal(date_of(10000, 1, 1), DATE_NONE);
    assert_int_equal(date_of(0, 12, 31), DATE_NONE);
    assert_int_equal(date_of(2026, 13, 1), DATE_NONE);
    assert_int_equal(date_of(2026, -1, 1), DATE_NONE);
    assert_int_equal(date_civil(DATE_NONE).month, 0);
}

static void the_financial_year_begins_in_april(void **state)
{
    (void)state;
    assert_date(date_financial_year(day("2026-03-31")), "2025-04-01");
    assert_date(date_financial_year(day("2026-04-01")), "2026-04-01");
    assert_date(date_financial_year(day("2026-12-31")), "2026-04-01");
    assert_int_equal(date_financial_year(DATE_FIRST), DATE_NONE);
    assert_int_equal(date_financial_year(DATE_NONE), DATE_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_day_follows_the_one_before),
        cmocka_unit_test(known_days),
        cmocka_unit_test(reads_only_a_full_date),
        cmocka_unit_test(months_clamp_to_the_last_day),
        cmocka_unit_test(past_the_years_there_is_no_date),
        cmocka_unit_test(the_financial_year_begins_in_april),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

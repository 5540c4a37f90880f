/* Dates, instants and durations in expressions: every operator, and each of them beside an empty value
 * (LANGUAGE 23, 25). */
#include "support.h"

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

static void test_making(void **state)
{
    (void)state;
    ground_expect(&ground, "date(2026, 12, 28)", "a date: 28 December 2026");
    ground_expect(&ground, "date(\"2026-12-28\")", "a date: 28 December 2026");
    ground_expect(&ground, "date(data.order)", "a date: 31 January 2026");
    ground_expect(&ground, "date(\"2026-02-30\")",
                  "script: date() was not given a day such as \"2026-12-28\" or 2026, 12, 28");
    ground_expect(&ground, "date(2026, 2, 30)",
                  "script: date() was not given a day such as \"2026-12-28\" or 2026, 12, 28");
    ground_expect(&ground, "hours(36)", "a duration: 36 hours");
    ground_expect(&ground, "days(3)", "a duration: 3 days");
    ground_expect(&ground, "weeks(2)", "a duration: 2 weeks");
    ground_expect(&ground, "months(3)", "a duration: 3 months");
    ground_expect(&ground, "years(1)", "a duration: 1 year");
    ground_expect(&ground, "working_days(10)", "a duration: 10 working days");
    ground_expect(&ground, "days(1.5)", "script: days() takes a whole number, and a number stands there");
    ground_expect(&ground, "days(nil)",
                  "script: days() takes a whole number, and an empty value stands there");
    ground_expect(&ground, "days(data.name)", "script: days() takes a whole number, and a text stands there");
    ground_expect(&ground, "years(101)", "script: a duration can be at most 1200 months or 366000 days long");
    ground_expect(&ground, "days(1 << 40)", "script: days() was given a number that is too large");
    ground_expect(&ground, "financial_year()", "a date: 1 April 2025");
    ground_expect(&ground, "today", "a date: 5 January 2026");
    ground_expect(&ground, "now", "an instant: 2026-01-05T09:00:00Z");
}

static void test_adding(void **state)
{
    (void)state;
    ground_expect(&ground, "data.order + months(1)", "a date: 28 February 2026");
    ground_expect(&ground, "months(1) + data.order", "a date: 28 February 2026");
    ground_expect(&ground, "data.order - weeks(4)", "a date: 3 January 2026");
    ground_expect(&ground, "data.other + working_days(2)", "a date: 28 December 2026");
    ground_expect(&ground, "now + days(1)", "a date: 6 January 2026");
    ground_expect(&ground, "now + working_days(5)", "a date: 12 January 2026");
    ground_expect(&ground, "now + days(0)", "a date: 5 January 2026");
    ground_expect(&ground, "now + weeks(0)", "a date: 5 January 2026");
    ground_expect(&ground, "now - months(0)", "a date: 5 January 2026");
    ground_expect(&ground, "working_days(0) + now", "a date: 5 January 2026");
    ground_expect(&ground, "now + days(1) * 0", "a date: 5 January 2026");
    ground_expect(&ground, "now + (days(2) - days(2))", "a date: 5 January 2026");
    ground_expect(&ground, "now + (today - today)", "a date: 5 January 2026");
    ground_expect(&ground, "now + hours(0)", "an instant: 2026-01-05T09:00:00Z");
    ground_expect(&ground, "now - (hours(24) - hours(24))", "an instant: 2026-01-05T09:00:00Z");
    ground_expect(&ground, "now - months(1)", "a date: 5 December 2025");
    ground_expect(&ground, "now + hours(36)", "an instant: 2026-01-06T21:00:00Z");
    ground_expect(&ground, "now + (days(1) + hours(1))", "an instant: 2026-01-06T10:00:00Z");
    ground_expect(&ground, "months(1) + days(3)", "a duration: 1 month 3 days");
    ground_expect(&ground, "2 * months(3)", "a duration: 6 months");
    ground_expect(&ground, "months(3) * 2", "a duration: 6 months");
    ground_expect(&ground, "-days(3) + days(5)", "a duration: 2 days");
    ground_expect(&ground, "data.other - data.order", "a duration: 327 days");
    ground_expect(&ground, "now - entered(\"service\")", "a duration: -24 hours");
    ground_expect(&ground, "data.order - now", "a duration: 26 days");
    ground_expect(&ground, "data.order + hours(1)",
                  "script: a date has no hours: add days, weeks, months or working days to it");
    ground_expect(&ground, "data.order + data.other", "script: a date cannot be added to a date");
    ground_expect(&ground, "data.order + 1", "script: a date cannot be added to a number");
    ground_expect(&ground, "days(1) - data.order", "script: a duration cannot be reduced by a date");
    ground_expect(&ground, "months(3) * 1.5",
                  "script: a duration's factor() takes a whole number, and a number stands there");
    ground_expect(&ground, "data.order * 2", "script: a date cannot be multiplied by a number");
    ground_expect(&ground, "-data.order", "script: only a duration or a number can be negated, not a date");
    ground_expect(&ground, "date(9999, 12, 31) + days(1)",
                  "script: a date lies outside of the years 1 to 9999");
    ground_expect(&ground, "days(366000) + days(1)",
                  "script: a duration can be at most 1200 months or 366000 days long");
    ground_expect(&ground, "months(1200) * 1000000",
                  "script: a duration can be at most 1200 months or 366000 days long");
}

static void test_adding_to_nothing(void **state)
{
    (void)state;
    ground_expect(&ground, "data.never + months(1)", "nothing: nothing");
    ground_expect(&ground, "months(1) + data.never", "nothing: nothing");
    ground_expect(&ground, "data.never - weeks(4)", "nothing: nothing");
    ground_expect(&ground, "data.never - data.order", "nothing: nothing");
    ground_expect(&ground, "data.order - data.never", "nothing: nothing");
    ground_expect(&ground, "data.never - data.never", "nothing: nothing");
    ground_expect(&ground, "entered(\"closed\") + days(1)", "nothing: nothing");
    ground_expect(&ground, "data.visits + 1",
                  "script: an empty value cannot be added to a number (data.visits is empty)");
    ground_expect(&ground, "1 - data.visits",
                  "script: a number cannot be reduced by an empty value (data.visits is empty)");
    ground_expect(&ground, "data.visits * 2",
                  "script: attempt to perform arithmetic on a nil value (field 'visits')");
}

static void test_comparing(void **state)
{
    (void)state;
    ground_expect(&ground, "data.order < data.other", "a yes or no: yes");
    ground_expect(&ground, "data.order > data.other", "a yes or no: no");
    ground_expect(&ground, "data.order <= data.order", "a yes or no: yes");
    ground_expect(&ground, "data.order >= data.other", "a yes or no: no");
    ground_expect(&ground, "data.order == date(\"2026-01-31\")", "a yes or no: yes");
    ground_expect(&ground, "data.order ~= data.other", "a yes or no: yes");
    ground_expect(&ground, "now < data.order", "a yes or no: yes");
    ground_expect(&ground, "now == today", "a yes or no: yes");
    ground_expect(&ground, "now + hours(1) <= today", "a yes or no: yes");
    ground_expect(&ground, "now < now + hours(1)", "a yes or no: yes");
    ground_expect(&ground, "now == now + hours(1)", "a yes or no: no");
    ground_expect(&ground, "data.other - data.order > days(300)", "a yes or no: yes");
    ground_expect(&ground, "days(1) == hours(24)", "a yes or no: no");
    ground_expect(&ground, "days(1) <= hours(24)", "a yes or no: yes");
    ground_expect(&ground, "months(3) < years(1)", "a yes or no: yes");
    ground_expect(&ground, "working_days(5) > working_days(4)", "a yes or no: yes");
    ground_expect(
        &ground, "months(1) < days(31)",
        "script: these durations cannot be compared: months, working days and days are not the same length "
        "every time");
    ground_expect(&ground, "data.order < 3", "script: a date cannot be compared with a number");
    ground_expect(&ground, "data.order < days(1)", "script: a date cannot be compared with a duration");
    ground_expect(&ground, "data.order == days(1)", "a yes or no: no");
    ground_expect(&ground, "data.order == 3", "a yes or no: no");
}

static void test_comparing_with_nothing(void **state)
{
    (void)state;
    static const char *const operators[] = {"<", "<=", ">", ">="};
    static const char *const sides[][2] = {{"data.never", "data.order"}, {"data.order", "data.never"},
                                           {"data.never", "data.never"}, {"now", "data.never"},
                                           {"days(1)", "data.never"},    {"data.never", "data.visits"}};
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++) {
        for (size_t j = 0; j < sizeof sides / sizeof *sides; j++) {
            const char *source =
                arena_printf(&ground.arena, "%s %s %s", sides[j][0], operators[i], sides[j][1]);
            ground_expect(&ground, source, "a yes or no: no");
        }
    }
    ground_expect(&ground, "data.never == data.order", "a yes or no: no");
    ground_expect(&ground, "data.never ~= data.order", "a yes or no: yes");
    ground_expect(&ground, "data.never == nil", "a yes or no: yes");
    ground_expect(&ground, "data.visits >= 3",
                  "script: a number cannot be compared with an empty value (data.visits is empty)");
    ground_expect(&ground, "data.visits < 3",
                  "script: an empty value cannot be compared with a number (data.visits is empty)");
}

static void test_extremes(void **state)
{
    (void)state;
    ground_expect(&ground, "earliest(data.other, data.order)", "a date: 31 January 2026");
    ground_expect(&ground, "latest(data.other, data.order)", "a date: 24 December 2026");
    ground_expect(&ground, "earliest(data.never, data.order)", "a date: 31 January 2026");
    ground_expect(&ground, "latest(data.order, data.never)", "a date: 31 January 2026");
    ground_expect(&ground, "earliest(data.never)", "nothing: nothing");
    ground_expect(&ground, "earliest()", "nothing: nothing");
    ground_expect(&ground, "earliest(now, data.order)", "an instant: 2026-01-05T09:00:00Z");
    ground_expect(&ground, "earliest(today, now)", "a date: 5 January 2026");
    ground_expect(&ground, "latest(now, today)", "an instant: 2026-01-05T09:00:00Z");
    ground_expect(&ground, "not_before(data.order, data.other)", "a date: 24 December 2026");
    ground_expect(&ground, "not_before(data.other, data.order)", "a date: 24 December 2026");
    ground_expect(&ground, "not_before(data.other, data.never)", "a date: 24 December 2026");
    ground_expect(&ground, "not_before(data.never, data.other)", "nothing: nothing");
    ground_expect(&ground, "earliest(data.order, 3)",
                  "script: earliest() takes dates and instants, and a number stands there");
}

static void test_calendar_is_the_workflows(void **state)
{
    (void)state;
    date holidays[] = {date_of(2026, 12, 25), date_of(2026, 12, 28)};
    struct calendar calendar = {.name = TEXT("england-and-wales"), .holidays = holidays, .count = 2};
    const struct calendar *calendars[] = {&calendar};
    struct definition definition = *ground.definition;
    definition.calendar = calendar.name;
    ground.world.calendars = calendars;
    ground.world.calendar_count = 1;
    ground.subject.definition = &definition;
    ground_expect(&ground, "data.other + working_days(1)", "a date: 29 December 2026");
    ground_expect(&ground, "data.other + days(1)", "a date: 25 December 2026");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_making, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_adding, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_adding_to_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_comparing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_comparing_with_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_extremes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_calendar_is_the_workflows, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Calendars as data: holidays, what they extend, office hours, and what is wrong in them. */
#include "support.h"

#include "definition/calendar_file.h"

#include <string.h>

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

static const struct calendar *read(const char *yaml, struct findings *findings)
{
    findings_init(findings, &arena);
    struct source source = {TEXT("c.yaml"), text_of(yaml), findings};
    const struct node *root = node_read(&arena, &source);
    assert_non_null(root);
    return calendar_read(&arena, root, &source);
}

static const char base[] = "calendar: base\nknown: {from: 2026-01-01, until: 2026-12-31}\n"
                           "holidays: {2026-12-28: Substitute, 2026-12-25: Christmas}\n";

static void holidays_stand_in_order(void **state)
{
    (void)state;
    struct findings findings;
    const struct calendar *calendar = read(base, &findings);
    assert_non_null(calendar);
    assert_int_equal(calendar->count, 2);
    assert_true(calendar->holidays[0] == date_of(2026, 12, 25));
    assert_true(calendar_guesses(calendar, date_of(2027, 1, 1)));
}

static void an_area_has_days_of_its_own_besides(void **state)
{
    (void)state;
    struct findings findings;
    const struct calendar *general = read(base, &findings);
    const struct calendar *own =
        read("calendar: here\nextends: base\nareas: [rbkc, wcc]\n"
             "holidays: {2026-12-28: The same, 2026-12-29: The town hall is closed}\n",
             &findings);
    assert_non_null(own);
    const struct calendar *both = calendar_extended(&arena, own, general);
    assert_int_equal(both->count, 3);
    assert_int_equal(both->area_count, 2);
    assert_false(calendar_is_working(both, date_of(2026, 12, 29)));
    assert_true(calendar_is_working(general, date_of(2026, 12, 29)));
    assert_true(calendar_add(both, date_of(2026, 12, 24), 1) == date_of(2026, 12, 30));
    assert_true(both->known_until == date_of(2026, 12, 31));
}

static instant when(const char *text)
{
    return instant_read(zone_utc(), text_of(text));
}

static void an_office_is_open_in_its_hours(void **state)
{
    (void)state;
    struct findings findings;
    const struct calendar *calendar = read("calendar: here\nextends: base\nareas: [rbkc]\n"
                                           "hours:\n"
                                           "  - {since: 2025-01-01, opens: \"9:00\", closes: \"17:00\"}\n"
                                           "  - {since: 2026-04-01, opens: \"08:30\", closes: \"17:30\"}\n",
                                           &findings);
    assert_non_null(calendar);
    assert_true(calendar_is_open(calendar, zone_utc(), when("2026-03-31T09:00Z")));
    assert_false(calendar_is_open(calendar, zone_utc(), when("2026-03-31T08:45Z")));
    assert_true(calendar_is_open(calendar, zone_utc(), when("2026-04-01T08:45Z")));
    assert_false(calendar_is_open(calendar, zone_utc(), when("2026-04-01T17:30Z")));
    assert_false(calendar_is_open(calendar, zone_utc(), when("2026-04-04T10:00Z"))); /* a Saturday */
    assert_true(calendar_is_open(calendar, zone_utc(), when("2024-12-31T23:00Z")));  /* before any hours */
}

static void assert_wrong(const char *yaml, const char *message)
{
    struct findings findings;
    assert_null(read(yaml, &findings));
    struct buffer out;
    buffer_init(&out, &arena);
    findings_print(&findings, &out);
    buffer_byte(&out, '\0');
    struct text text = buffer_result(&out);
    if (!strstr(text.at, message)) {
        fail_msg("“%s” is not in:\n%s", message, text.at);
    }
}

static void what_is_wrong_is_told(void **state)
{
    (void)state;
    assert_wrong("calendar: c\nextends: base\n", "lists the areas in which it holds");
    assert_wrong("calendar: c\nextends: base\nareas: rbkc\n", "lists the areas in which it holds");
    assert_wrong("calendar: c\nextends: base\nareas: [[a]]\n", "an area is a name");
    assert_wrong("calendar: c\nextends: base\nareas: [a]\nhours: {a: b}\n", "office hours are a list");
    assert_wrong(
        "calendar: c\nextends: base\nareas: [a]\nhours: [{since: 2026-01-01, opens: 9, closes: 17}]\n",
        "this is not a time of day");
    assert_wrong("calendar: c\nextends: base\nareas: [a]\nhours: [{since: 2026-01-01, opens: \"25:00\", "
                 "closes: \"17:00\"}]\n",
                 "this is not a time of day");
    assert_wrong("calendar: c\nextends: base\nareas: [a]\nhours: [{since: 2026-01-01, opens: \"17:00\", "
                 "closes: \"9:00\"}]\n",
                 "the office closes before it opens");
    assert_wrong("calendar: c\nextends: base\nareas: [a]\nhours: [{since: soon, opens: \"9:00\", closes: "
                 "\"17:00\"}]\n",
                 "since is not a date");
    assert_wrong("calendar: c\nextends: base\nareas: [a]\nhours:\n"
                 "  - {since: 2026-01-01, opens: \"9:00\", closes: \"17:00\"}\n"
                 "  - {since: 2025-01-01, opens: \"9:00\", closes: \"17:00\"}\n",
                 "these hours begin before those above");
    assert_wrong("calendar: c\nknown: {from: 2026-01-01, until: 2026-12-31}\n", "lists its holidays");
    assert_wrong("calendar: c\nextend: base\nholidays: {}\n", "a calendar has no “extend”");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(holidays_stand_in_order, begin, end),
        cmocka_unit_test_setup_teardown(an_area_has_days_of_its_own_besides, begin, end),
        cmocka_unit_test_setup_teardown(an_office_is_open_in_its_hours, begin, end),
        cmocka_unit_test_setup_teardown(what_is_wrong_is_told, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

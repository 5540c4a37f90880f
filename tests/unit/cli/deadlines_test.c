/* Deadlines as people read them, the story of one, and the calendar, which a strict parser reads back. */
#include "support.h"

static int set_up(void **state)
{
    static struct fake fake;
    fake_init(&fake);
    *state = &fake;
    return 0;
}

static int tear_down(void **state)
{
    fake_deinit(*state);
    return 0;
}

/* --- the table ------------------------------------------------------------------------- */

static void a_table_in_words(void **state)
{
    struct fake *fake = *state;
    fake_can(fake,
             {"GET /v1/cases/C-1/deadlines", 200,
              "{\"case\":\"C-1\",\"version\":4,\"items\":["
              "{\"deadline\":\"m\",\"title\":\"Meet\",\"status\":\"met\",\"open\":false,"
              "\"due\":\"2026-01-02\",\"met\":\"2026-01-01T09:00:00Z\",\"days\":-60},"
              "{\"deadline\":\"a\",\"title\":\"After\",\"status\":\"pending\",\"open\":true,"
              "\"due\":\"2031-12-12\",\"days\":3,\"working_days\":2,\"guess\":true,"
              "\"published_until\":\"2028-12-31\"},"
              "{\"deadline\":\"b\",\"title\":\"Bank\",\"status\":\"warned\",\"open\":true,\"breached\":true,"
              "\"due\":\"2026-12-28\",\"days\":1,\"falls_on\":\"bank holiday\",\"act_by\":\"2026-12-24\","
              "\"fixed\":true},"
              "{\"deadline\":\"n\",\"title\":\"None\",\"status\":\"pending\",\"open\":true},"
              "{\"deadline\":\"t\",\"title\":\"Time\",\"status\":\"pending\",\"open\":true,"
              "\"due\":\"2027-03-02T10:00:00Z\",\"days\":0},"
              "{\"deadline\":\"o\",\"title\":\"Over\",\"status\":\"late\",\"open\":true,"
              "\"due\":\"2026-06-23\",\"days\":-5,\"working_days\":-1}]}",
              NULL});
    assert_int_equal(fake_run(fake, "deadlines", "C-1"), 0);
    assert_string_equal(
        fake->out_text,
        "DUE                    WHEN               DEADLINE  TITLE  STATUS\n"
        "Tue 23 Jun 2026        1 working day ago  o         Over   OVERDUE, late\n"
        "Mon 28 Dec 2026        tomorrow           b         Bank   due soon, was overdue before\n"
        "    28 Dec 2026 is a bank holiday; act by Thu 24 Dec 2026. (set by hand)\n"
        "Tue 2 Mar 2027 10:00Z  today              t         Time   pending\n"
        "Fri 12 Dec 2031        in 2 working days  a         After  pending\n"
        "    (a guess: bank holidays after 2028 are not published yet)\n"
        "                                          n         None   pending\n"
        "Fri 2 Jan 2026                            m         Meet   met, 1 Jan 2026\n");
}

static void what_has_moved(void **state)
{
    struct fake *fake = *state;
    fake_can(fake,
             {"GET /v1/moves?area=wcc", 200,
              "{\"done\":true,\"moved\":2,\"items\":["
              "{\"case\":\"C-1\",\"deadline\":\"look\",\"title\":\"Look\",\"at\":\"2026-03-02T09:00:00Z\","
              "\"before\":\"2026-12-24\",\"after\":\"2026-12-29\",\"because\":\"calendar or rules\"},"
              "{\"case\":\"C-2\",\"deadline\":\"look[1]\",\"title\":\"Look\",\"at\":\"2026-03-02T09:00:00Z\","
              "\"before\":\"2026-12-24\",\"because\":\"rules.look()\"}]}",
              NULL});
    assert_int_equal(fake_run(fake, "deadlines", "--moved", "--area", "wcc"), 0);
    assert_string_equal(
        fake->out_text,
        "WHEN               CASE  DEADLINE  TITLE  WAS              IS               WHY\n"
        "2026-03-02 09:00Z  C-1   look      Look   Thu 24 Dec 2026  Tue 29 Dec 2026  calendar or rules\n"
        "2026-03-02 09:00Z  C-2   look[1]   Look   Thu 24 Dec 2026  no date          rules.look()\n");
}

static void nothing_has_moved(void **state)
{
    struct fake *fake = *state;
    fake_can(fake, {"GET /v1/moves", 200, "{\"done\":true,\"moved\":0,\"items\":[]}", NULL});
    assert_int_equal(fake_run(fake, "deadlines", "--moved"), 0);
    assert_string_equal(fake->out_text, "No deadline has moved.\n");
}

static void what_does_not_go_together(void **state)
{
    static const char *const wrong[][5] = {{"deadlines", "--why", "x", NULL},
                                           {"deadlines", "--as-at", "2026-03-03", NULL},
                                           {"deadlines", "C-1", "--area", "wcc", NULL},
                                           {"deadlines", "C-1", "--ics", "--json", NULL},
                                           {"deadlines", "C-1", "--moved", NULL},
                                           {"deadlines", "--moved", "--ics", NULL},
                                           {"deadlines", "--moved", "--within", "1 day", NULL},
                                           {"tasks", "--as-at", "2026-03-03", NULL},
                                           {"history", "C-1", "--as-recorded", "--as-happened", NULL}};
    struct fake *fake = *state;
    for (size_t i = 0; i < count_of(wrong); i++) {
        assert_int_equal(fake_run(fake, wrong[i][0], wrong[i][1], wrong[i][2], wrong[i][3]), 2);
        assert_string_equal(fake_requests(fake), "");
    }
}

static void the_past_is_announced(void **state)
{
    struct fake *fake = *state;
    fake_can(fake,
             {"GET /v1/cases/C-1/deadlines?as-at=2026-03-03", 200,
              "{\"as_at\":\"2026-03-03\",\"erased\":1,\"items\":[]}", NULL},
             {"GET /v1/cases/C-1/tasks?as-at=2026-03-03T", 200,
              "{\"as_at\":\"2026-03-03T10:00:00Z\",\"items\":[]}", NULL});
    assert_int_equal(fake_run(fake, "deadlines", "C-1", "--as-at", "2026-03-03"), 0);
    assert_string_equal(fake->out_text,
                        "As it was known at the end of 3 March 2026.\n"
                        "1 entry recorded since then has been erased: what it changed stands as it is now.\n"
                        "No deadline.\n");
    assert_int_equal(fake_run(fake, "tasks", "C-1", "--as-at", "2026-03-03T10:00"), 0);
    assert_string_equal(fake->out_text, "As it was known at 10:00Z on 3 March 2026.\nNo open task.\n");
    assert_int_equal(fake_run(fake, "deadlines", "C-1", "--as-at", "2026-03-03", "--json"), 0);
    assert_string_equal(fake->out_text, "");
}

/* --- the story of one ---------------------------------------------------------------------- */

static void why_it_is_due_then(void **state)
{
    struct fake *fake = *state;
    fake_can(
        fake,
        {"GET /v1/cases/C-1/ledger?deadline=c%5B1%5D", 200,
         "{\"items\":[{\"seq\":4,\"deadline\":\"c[1]\",\"title\":\"Conference\",\"change\":\"opened\","
         "\"after\":\"2026-06-23\",\"because\":\"engage\",\"because_title\":\"Start\",\"actor\":\"ann\","
         "\"happened\":\"2026-03-02T10:00:00Z\",\"recorded\":\"2026-03-05T10:00:00Z\",\"origin\":\"person\"},"
         "{\"seq\":5,\"deadline\":\"c[1]\",\"title\":\"Conference\",\"change\":\"moved\",\"before\":\"2026-"
         "06-23\","
         "\"after\":\"2026-06-09\",\"because\":\"date.moved\",\"because_title\":\"Change the date\","
         "\"fact_title\":\"Expected date\",\"happened\":\"2026-03-06T10:00:00Z\","
         "\"recorded\":\"2026-03-06T10:00:00Z\",\"origin\":\"person\","
         "\"corrected\":{\"by\":7,\"out\":true,\"reason\":\"Misread\"}},"
         "{\"seq\":6,\"deadline\":\"c[1]\",\"change\":\"overdue\",\"before\":\"2026-06-09\","
         "\"after\":\"2026-06-09\",\"because\":\"deadline.c.overdue\",\"origin\":\"time\","
         "\"happened\":\"2026-06-10T00:00:00Z\",\"recorded\":\"2026-06-10T00:00:00Z\"},"
         "{\"seq\":7,\"deadline\":\"c[1]\",\"change\":\"void\",\"before\":\"2026-06-09\","
         "\"because\":\"correct\",\"origin\":\"person\",\"actor\":\"ann\",\"reason\":\"Misread\","
         "\"happened\":\"2026-06-10T00:00:00Z\",\"recorded\":\"2026-06-10T00:00:00Z\"}]}",
         NULL},
        {"GET /v1/cases/C-1/ledger", 404, "{\"detail\":\"C-1 has had no deadline “x”.\"}", NULL});
    assert_int_equal(fake_run(fake, "deadlines", "C-1", "--why", "c[1]"), 0);
    assert_string_equal(
        fake->out_text,
        "C-1 c[1] — Conference\n"
        "\n"
        "2026-03-02 10:00Z  opened, due Tue 23 Jun 2026\n"
        "                  because of Start (engage); by ann (recorded 2026-03-05 10:00Z)\n"
        "2026-03-06 10:00Z  moved: Tue 23 Jun 2026 → Tue 9 Jun 2026 (14 days earlier)\n"
        "                  because of Change the date (date.moved), which changed: Expected date\n"
        "                  (made in error, see 7: Misread)\n"
        "2026-06-10 00:00Z  OVERDUE: it was due Tue 9 Jun 2026; that it was missed stays on record\n"
        "                  by time\n"
        "2026-06-10 00:00Z  no longer applies: what it was for has ended\n"
        "                  because of a correction; by ann; reason: Misread\n");
    assert_int_equal(fake_run(fake, "deadlines", "C-1", "--why", "x"), 1);
    assert_int_equal(fake_run(fake, "deadlines", "C-1", "--why", "c[1]", "--json"), 0);
    assert_holds(fake->out_text, "{\"actor\":\"ann\",\"after\":\"2026-06-23\"");
}

/* --- the calendar: a strict reader of RFC 5545 ------------------------------------------------ */

enum { LINES = 200 };

struct calendar_read {
    char text[20000]; /* unfolded, LF between lines */
    char *lines[LINES];
    size_t count;
};

/* §3.1: lines end in CRLF, have at most 75 octets, and go on behind CRLF and a blank; no character is cut. */
static void unfold(const char *raw, struct calendar_read *read)
{
    size_t at = 0, octets = 0;
    for (const char *byte = raw; *byte; byte++) {
        assert_true(*byte != '\n'); /* only behind a CR */
        if (*byte != '\r') {
            assert_true((unsigned char)*byte >= ' ' && *byte != 0x7F);
            assert_true(++octets <= 75);
            read->text[at++] = *byte;
            continue;
        }
        assert_true(*++byte == '\n');
        octets = 0;
        if (byte[1] == ' ') {
            byte++;
            octets = 1;
            assert_true(((unsigned char)byte[1] & 0xC0) != 0x80);
            assert_true(byte[1] != '\r');
        } else {
            read->text[at++] = '\n';
        }
    }
    read->text[at] = '\0';
    assert_true(at > 0 && read->text[at - 1] == '\n');
    read->count = 0;
    for (char *line = strtok(read->text, "\n"); line; line = strtok(NULL, "\n")) {
        assert_true(read->count < LINES);
        assert_non_null(strchr(line, ':'));
        read->lines[read->count++] = line;
    }
}

static bool is_digits(const char *text, size_t count)
{
    return strspn(text, "0123456789") >= count;
}

static void is_utc(const char *value)
{
    assert_int_equal(strlen(value), 16);
    assert_true(is_digits(value, 8) && value[8] == 'T' && is_digits(value + 9, 6) && value[15] == 'Z');
}

/* The value of the one line of NAME between FROM and TO; NULL: there is none. */
static const char *value_of(const struct calendar_read *read, size_t from, size_t to, const char *name)
{
    const char *value = NULL;
    int depth = 0;
    for (size_t i = from + 1; i < to; i++) {
        depth -= strncmp(read->lines[i], "END:", 4) == 0;
        if (depth == 0 && strncmp(read->lines[i], name, strlen(name)) == 0 &&
            strchr(":;", read->lines[i][strlen(name)])) {
            assert_null(value);
            value = strchr(read->lines[i], ':') + 1;
        }
        depth += strncmp(read->lines[i], "BEGIN:", 6) == 0;
    }
    return value;
}

static size_t end_of(const struct calendar_read *read, size_t from)
{
    char end[40] = "END:";
    (void)strcat(end, read->lines[from] + strlen("BEGIN:"));
    for (size_t i = from + 1; i < read->count; i++) {
        if (strcmp(read->lines[i], end) == 0) {
            return i;
        }
    }
    fail_msg("%s has no end", read->lines[from]);
    return 0;
}

static void check_alarm(const struct calendar_read *read, size_t from)
{
    size_t to = end_of(read, from);
    assert_string_equal(value_of(read, from, to, "ACTION"), "DISPLAY");
    assert_non_null(value_of(read, from, to, "DESCRIPTION"));
    is_utc(value_of(read, from, to, "TRIGGER"));
}

/* §3.6.1: what an event must have, and once. Gives its end. */
static size_t check_event(const struct calendar_read *read, size_t from)
{
    size_t to = end_of(read, from);
    assert_string_equal(read->lines[from], "BEGIN:VEVENT");
    assert_non_null(value_of(read, from, to, "UID"));
    is_utc(value_of(read, from, to, "DTSTAMP"));
    assert_true(is_digits(value_of(read, from, to, "SEQUENCE"), 1));
    const char *start = value_of(read, from, to, "DTSTART");
    assert_non_null(start);
    if (strlen(start) == 8) {
        assert_true(is_digits(start, 8));
        assert_non_null(strstr(read->lines[from + 4], "DTSTART;VALUE=DATE:"));
    } else {
        is_utc(start);
    }
    for (size_t i = from + 1; i < to; i++) {
        if (strcmp(read->lines[i], "BEGIN:VALARM") == 0) {
            check_alarm(read, i);
        }
    }
    return to;
}

/* §3.4, §3.6. Gives how many events there are, and where they begin. */
static size_t check_calendar(const char *raw, struct calendar_read *read, size_t *events)
{
    size_t count = 0;
    unfold(raw, read);
    assert_string_equal(read->lines[0], "BEGIN:VCALENDAR");
    assert_string_equal(read->lines[read->count - 1], "END:VCALENDAR");
    assert_string_equal(value_of(read, 0, read->count - 1, "VERSION"), "2.0");
    assert_non_null(value_of(read, 0, read->count - 1, "PRODID"));
    for (size_t i = 1; i < read->count - 1; i++) {
        if (strncmp(read->lines[i], "BEGIN:", 6) == 0) {
            events[count++] = i;
            i = check_event(read, i);
        }
    }
    assert_true(count > 0);
    return count;
}

#define LONG_REFERENCE                                                                                        \
    "Fälle aus dem alten Verfahren, übernommen; Nummer 4711 \\\\ mit Anhängen und weiteren Blättern aus " \
    "den Jahren davor und danach soweit noch vorhanden"

static void a_calendar_is_strictly_one(void **state)
{
    struct fake *fake = *state;
    static struct calendar_read read;
    size_t events[LINES];
    fake_can(fake,
             {"GET /v1/deadlines", 200,
              "{\"items\":[{\"case\":\"C-1\",\"version\":4,\"deadline\":\"baby[1]\",\"title\":\"A name\","
              "\"status\":\"pending\",\"open\":true,\"due\":\"2026-12-28\",\"worker\":\"ann\","
              "\"warn\":\"2026-12-24T00:00:00Z\"},"
              "{\"case\":\"" LONG_REFERENCE "\",\"version\":9,\"deadline\":\"t\",\"open\":true,"
              "\"due\":\"2026-03-02T10:00:00.250Z\"},"
              "{\"case\":\"C-3\",\"deadline\":\"n\",\"open\":true}]}",
              NULL});
    assert_int_equal(fake_run(fake, "deadlines", "--ics"), 0);
    assert_int_equal(check_calendar(fake->out_text, &read, events), 2);
    size_t first = events[0], first_end = end_of(&read, first);
    assert_string_equal(value_of(&read, first, first_end, "DTSTART"), "20261228");
    assert_string_equal(value_of(&read, first, first_end, "SUMMARY"), "C-1 deadline");
    assert_string_equal(value_of(&read, first, first_end, "SEQUENCE"), "4");
    assert_string_equal(value_of(&read, first, first_end, "STATUS"), "CONFIRMED");
    assert_holds(fake->out_text, "TRIGGER;VALUE=DATE-TIME:20261224T000000Z\r\n");
    size_t second = events[1];
    assert_string_equal(value_of(&read, second, end_of(&read, second), "DTSTART"), "20260302T100000Z");
    assert_string_equal(value_of(&read, second, end_of(&read, second), "SUMMARY"),
                        "Fälle aus dem alten Verfahren\\, übernommen\\; Nummer 4711 \\\\ mit Anhängen und "
                        "weiteren Blättern aus den Jahren davor und danach soweit noch vorhanden deadline");
    static const char *const never[] = {"A name", "baby", "ann"};
    for (size_t i = 0; i < count_of(never); i++) {
        assert_null(strstr(fake->out_text, never[i]));
    }
}

static void a_moved_one_is_the_same_event(void **state)
{
    struct fake *fake = *state;
    static struct calendar_read read;
    size_t events[LINES];
    char uids[2][100];
    static const char *const starts[] = {"20260623", "20260609"}, *const sequences[] = {"4", "5"};
    static const char *const statuses[] = {"CONFIRMED", "CANCELLED"};
    static const struct canned answers[][1] = {
        {{"GET /v1/cases/c-1/deadlines?closed=1", 200,
          "{\"case\":\"C-1\",\"version\":4,\"items\":[{\"deadline\":\"c[1]\",\"open\":true,"
          "\"due\":\"2026-06-23\"}]}",
          NULL}},
        {{"GET /v1/cases/c-1/deadlines?closed=1", 200,
          "{\"case\":\"C-1\",\"version\":5,\"items\":[{\"deadline\":\"c[1]\",\"open\":false,"
          "\"status\":\"void\",\"due\":\"2026-06-09\",\"warn\":\"2026-06-01T00:00:00Z\"}]}",
          NULL}}};
    for (size_t i = 0; i < 2; i++) {
        fake->canned = answers[i];
        fake->canned_count = 1;
        assert_int_equal(fake_run(fake, "deadlines", "c-1", "--ics"), 0);
        assert_int_equal(check_calendar(fake->out_text, &read, events), 1);
        size_t end = end_of(&read, events[0]);
        (void)strcpy(uids[i], value_of(&read, events[0], end, "UID"));
        assert_string_equal(value_of(&read, events[0], end, "DTSTART"), starts[i]);
        assert_string_equal(value_of(&read, events[0], end, "SEQUENCE"), sequences[i]);
        assert_string_equal(value_of(&read, events[0], end, "STATUS"), statuses[i]);
    }
    assert_string_equal(uids[0], uids[1]);
    assert_null(strstr(fake->out_text, "VALARM")); /* what is called off rings no bell */
}

static void no_deadline_is_no_calendar(void **state)
{
    struct fake *fake = *state;
    fake_can(fake, {"GET /v1/deadlines", 200, "{\"items\":[]}", NULL});
    assert_int_equal(fake_run(fake, "deadlines", "--ics"), 0);
    assert_string_equal(fake->out_text, "");
    assert_holds(fake->err_text, "no calendar");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_table_in_words, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_has_moved, set_up, tear_down),
        cmocka_unit_test_setup_teardown(nothing_has_moved, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_does_not_go_together, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_past_is_announced, set_up, tear_down),
        cmocka_unit_test_setup_teardown(why_it_is_due_then, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_calendar_is_strictly_one, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_moved_one_is_the_same_event, set_up, tear_down),
        cmocka_unit_test_setup_teardown(no_deadline_is_no_calendar, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

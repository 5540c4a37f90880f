/* The synthetic caseload, replayed: every line of it is done, and the reports say what the service published.
 */
#include "replay.h"

#include "report/report.h"

static struct replay *whole;

static int begin(void **state)
{
    (void)state;
    whole = replay_new("action-for-change");
    struct text rest = replay_file(&whole->arena, "workflows/action-for-change/caseload/caseload.jsonl"),
                line;
    size_t number = 0;
    while (rest.size && text_split(&rest, '\n', &line) && line.size) {
        struct json answer;
        number++;
        if (replay_line(whole, line, &answer) != OUTCOME_DONE) {
            struct text words = json_to_text(&whole->turn, &answer);
            print_error("line %zu is not done: %.*s\n%.*s\n", number, TEXT_ARGS(line), TEXT_ARGS(words));
            return -1;
        }
    }
    replay_until(whole, instant_read(whole->world.zone, TEXT("2016-07-01T12:00")));
    return number > 1000 ? 0 : -1;
}

static int end(void **state)
{
    (void)state;
    replay_free(whole);
    return 0;
}

static struct report run(struct arena *arena, const char *name, const char *as_at)
{
    struct report report;
    struct error error;
    struct report_query query = {.name = text_of(name),
                                 .as_at = date_read(text_of(as_at)),
                                 .known_at = DATE_NONE,
                                 .now = INSTANT_NONE};
    if (report_run(arena, whole->store, &whole->world, &whole->rules, &query, &report, &error) != STATUS_OK) {
        fail_msg("%s: %s", error.place, error.message);
    }
    assert_int_equal(report.faults + report.unread + report.erased, 0);
    return report;
}

static const struct report_row *row(const struct report *report, const char *name)
{
    for (size_t i = 0; i < report->measure->row_count; i++) {
        if (text_is(report->measure->rows[i].name, name)) {
            return &report->rows[i];
        }
    }
    fail_msg("there is no row %s", name);
    return NULL;
}

static void assert_row(const struct report *report, const char *name, int64_t value, uint64_t denominator)
{
    const struct report_row *found = row(report, name);
    if (found->value.type != JSON_INTEGER || found->value.integer != value ||
        (found->has_denominator ? found->denominator : 0) != denominator) {
        fail_msg("%s is %lld of %llu", name, (long long)found->value.integer,
                 (unsigned long long)found->denominator);
    }
}

static void it_gives_the_published_figures(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct report report = run(&arena, "performance", "2016-01-31");
    assert_row(&report, "referrals", 51, 0);
    assert_row(&report, "engaged", 45, 51);
    assert_row(&report, "completed", 5, 45);
    assert_row(&report, "substance", 7, 29);
    assert_row(&report, "mental_health", 20, 33);
    assert_row(&report, "domestic_abuse", 2, 18);
    assert_row(&report, "prevented", 7, 0);
    assert_row(&report, "saved", 210000, 0);
    assert_row(&report, "net", 103250, 0);
    arena_deinit(&arena);
}

static void it_reads_as_a_table(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct report report = run(&arena, "performance", "2016-01-31");
    struct text words = text_copy(&arena, report_text(&arena, &report));
    assert_string_equal(
        words.at,
        "Performance report\n"
        "As at 31 January 2016, as known at the end of that day. Cases opened since 1 February 2014.\n"
        "\n"
        "Referrals                                                        51\n"
        "Engaged                                                          45  of 51 (88%)\n"
        "Completed                                                         5  of 45 (11%)\n"
        "Substance misuse: reduced at the latest review                    7  of 29 (24%)\n"
        "Untreated mental health: in services at the latest review        20  of 33 (61%)\n"
        "Domestic abuse: still reported at the latest review               2  of 18 (11%)\n"
        "Pregnancies prevented this financial year                         7\n"
        "Proceedings avoided                                        £210,000\n"
        "Total savings                                              £103,250\n"
        "\n"
        "Assumed\n"
        "Cost of one set of care proceedings                          30,000  One prevented pregnancy is "
        "counted as one avoided set.\n"
        "Cost of the programme in 2015/16                            106,750\n");
    arena_deinit(&arena);
}

static void it_tells_of_the_one_later_pregnancy(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct report report = run(&arena, "referrals", "2016-01-31");
    assert_row(&report, "all", 51, 0);
    assert_row(&report, "social_work", 30, 51);
    assert_row(&report, "professional", 14, 51);
    assert_row(&report, "self", 7, 51);
    assert_row(&report, "waiting", 2, 51);
    assert_row(&report, "not_taken_on", 4, 51);
    assert_row(&report, "pregnancies", 1, 51);
    assert_row(&report, "stayed", 1, 1);
    assert_row(&report, "came_home", 1, 51);
    arena_deinit(&arena);
}

/* What the report said at an earlier date, had it been run then; and on the day after the last line. */
static void it_can_be_asked_as_at_any_date(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct report report = run(&arena, "performance", "2014-01-31");
    assert_row(&report, "referrals", 0, 0);
    report = run(&arena, "performance", "2014-02-10");
    assert_row(&report, "referrals", 1, 0);
    assert_row(&report, "engaged", 0, 1);
    report = run(&arena, "performance", "2015-03-31");
    assert_row(&report, "prevented", 0, 0);
    assert_true(row(&report, "referrals")->value.integer < 51);
    report = run(&arena, "performance", "2016-06-30");
    assert_row(&report, "prevented", 0, 0); /* another financial year */
    assert_row(&report, "referrals", 51, 0);
    arena_deinit(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_gives_the_published_figures),
        cmocka_unit_test(it_reads_as_a_table),
        cmocka_unit_test(it_tells_of_the_one_later_pregnancy),
        cmocka_unit_test(it_can_be_asked_as_at_any_date),
    };
    return cmocka_run_group_tests(tests, begin, end);
}

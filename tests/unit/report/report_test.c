/* Reports over cases in a store: what is counted, among which, as at which date, by which version; and how it
 * is told. */
#include "support.h"

#define FIELDS                                                                                               \
    "fields:\n"                                                                                              \
    "  n: {type: number}\n"                                                                                  \
    "  good: {type: yes/no}\n"                                                                               \
    "  best: {type: yes/no}\n"                                                                               \
    "  fails: {type: yes/no}\n"                                                                              \
    "initial: open\n"

#define LITTLE                                                                                               \
    "workflow: little\n" FIELDS "states:\n"                                                                  \
    "  open: {}\n"                                                                                           \
    "measures:\n"                                                                                            \
    "  all:\n"                                                                                               \
    "    title: All of it\n"                                                                                 \
    "    since: 2026-01-02\n"                                                                                \
    "    assumes:\n"                                                                                         \
    "      cost: {title: Cost, value: 1.5, about: A guess.}\n"                                               \
    "    rows:\n"                                                                                            \
    "      net: {value: = both + cost, unit: GBP}\n"                                                         \
    "      best: {count: data.best, of: good}\n"                                                             \
    "      cases: {count: true}\n"                                                                           \
    "      good: {count: data.good, of: cases}\n"                                                            \
    "      sum: {sum: data.n}\n"                                                                             \
    "      half: {median: data.n, of: data.good}\n"                                                          \
    "      both: {value: = good + cases}\n"                                                                  \
    "  faulty:\n"                                                                                            \
    "    rows:\n"                                                                                            \
    "      cases: {count: true}\n"                                                                           \
    "      no: {count: data.fails}\n"                                                                        \
    "      text: {sum: data.n}\n"                                                                            \
    "  days:\n"                                                                                              \
    "    rows:\n"                                                                                            \
    "      waited: {title: Days waited, median: today}\n"

static struct site *site;
static const struct definition *little;

static int set_up(void **state)
{
    (void)state;
    site = site_new();
    little = site_workflow(site, LITTLE);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    site_free(site);
    return 0;
}

static const char *document(const char *opened, const char *data)
{
    return arena_printf(&site->arena, "{\"opened\":%lld,\"configuration\":{\"open\":1},\"data\":%s}",
                        (long long)noon(opened), data);
}

/* A case that was opened on a day, with its data, and typed at once. */
static void opens(int64_t number, const char *on, const char *data)
{
    site_entry(site, little, number, noon(on), noon(on), document(on, data));
}

static void nothing_is_a_report_too(void **state)
{
    (void)state;
    struct report report = site_report_as_at(site, "all", "2026-02-01");
    assert_string_equal(report_figures(site, &report),
                        "net=1.5 best=0/0 cases=0 good=0/0 sum=0 half=null/0 both=0");
}

static void rows_count_among_one_another(void **state)
{
    (void)state;
    opens(1, "2026-01-05", "{\"n\":1,\"good\":true,\"best\":true}");
    opens(2, "2026-01-06", "{\"n\":4,\"good\":true,\"best\":false}");
    opens(3, "2026-01-07", "{\"n\":2.5,\"good\":false,\"best\":true}"); /* the best, but not of the good */
    opens(4, "2026-01-08", "{\"good\":true}");                          /* no number */
    struct report report = site_report_as_at(site, "all", "2026-02-01");
    assert_string_equal(report_figures(site, &report),
                        "net=8.5 best=1/3 cases=4 good=3/4 sum=7.5 half=2.5/3 both=7");
    assert_int_equal(report.cases, 4);
    assert_int_equal(report.faults, 0);
}

static void only_what_was_there_and_known_counts(void **state)
{
    (void)state;
    opens(1, "2026-01-01", "{\"good\":true}"); /* before `since` */
    opens(2, "2026-01-05", "{\"n\":1,\"good\":false}");
    site_entry(site, little, 2, noon("2026-01-10"), noon("2026-01-10"),
               document("2026-01-05", "{\"n\":1,\"good\":true}"));
    site_entry(site, little, 2, noon("2026-01-08"), noon("2026-01-12"), /* late: Thursday of last week */
               document("2026-01-05", "{\"n\":5,\"good\":true}"));
    site_entry(site, little, 3, noon("2026-01-09"), noon("2026-01-20"), document("2026-01-09", "{\"n\":7}"));
    struct {
        const char *as_at, *known_at, *figures;
        uint64_t later;
    } wanted[] = {
        {"2026-01-04", NULL, "net=1.5 best=0/0 cases=0 good=0/0 sum=0 half=null/0 both=0", 0},
        {"2026-01-05", NULL, "net=2.5 best=0/0 cases=1 good=0/1 sum=1 half=null/0 both=1", 0},
        {"2026-01-09", NULL, "net=2.5 best=0/0 cases=1 good=0/1 sum=1 half=null/0 both=1", 1},
        {"2026-01-09", "2026-01-12", "net=2.5 best=0/0 cases=1 good=0/1 sum=5 half=null/0 both=1", 1},
        {"2026-01-09", "2026-01-20", "net=3.5 best=0/0 cases=2 good=0/2 sum=12 half=null/0 both=2", 0},
        {"2026-01-10", NULL, "net=3.5 best=0/1 cases=1 good=1/1 sum=1 half=1/1 both=2", 1},
        {"2026-02-01", NULL, "net=4.5 best=0/1 cases=2 good=1/2 sum=12 half=5/1 both=3", 0},
    };
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        struct report report;
        struct error error;
        struct report_query query = {.name = TEXT("all"),
                                     .as_at = day(wanted[i].as_at),
                                     .known_at = wanted[i].known_at ? day(wanted[i].known_at) : DATE_NONE,
                                     .now = INSTANT_NONE};
        assert_int_equal(site_report(site, &query, &report, &error), STATUS_OK);
        assert_string_equal(report_figures(site, &report), wanted[i].figures);
        assert_int_equal(report.recorded_later, wanted[i].later);
        assert_int_equal(report.known_at, query.known_at == DATE_NONE ? query.as_at : query.known_at);
    }
}

/* One that was merged into another is counted there, from the day on; taken apart, it counts again. */
static void what_was_merged_is_not_counted(void **state)
{
    (void)state;
    static const char merged[] = "{\"opened\":%lld,\"closed\":%lld,\"configuration\":{\"open\":1},"
                                 "\"data\":{\"n\":1},\"links\":{\"merged_into\":[\"C-2\"]}}";
    long long on = (long long)noon("2026-01-05");
    opens(1, "2026-01-05", "{\"n\":1}");
    opens(2, "2026-01-05", "{\"n\":4}");
    site_entry(site, little, 1, noon("2026-01-08"), noon("2026-01-08"),
               arena_printf(&site->arena, merged, on, (long long)noon("2026-01-08")));
    site_entry(site, little, 1, noon("2026-01-10"), noon("2026-01-10"), document("2026-01-05", "{\"n\":1}"));
    static const char *const days[] = {"2026-01-07", "2026-01-08", "2026-01-09", "2026-01-10"};
    static const uint64_t counted[] = {2, 1, 1, 2};
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        assert_int_equal(site_report_as_at(site, "all", days[i]).cases, counted[i]);
    }
}

static void since_counts_its_own_day(void **state)
{
    (void)state;
    opens(1, "2026-01-01", "{}");
    opens(2, "2026-01-02", "{}");
    struct report report = site_report_as_at(site, "all", "2026-01-05");
    assert_int_equal(report.cases, 1);
}

/* Today needs no journal, and says the same as the journal does. */
static void today_is_as_it_stands(void **state)
{
    (void)state;
    opens(1, "2026-01-05", "{\"n\":1,\"good\":true}");
    struct report report;
    struct error error;
    struct report_query query = {
        .name = TEXT("all"), .as_at = DATE_NONE, .known_at = DATE_NONE, .now = noon("2026-01-05") + 1};
    assert_int_equal(site_report(site, &query, &report, &error), STATUS_OK);
    assert_int_equal(report.as_at, day("2026-01-05"));
    struct report again = site_report_as_at(site, "all", "2026-01-05");
    assert_string_equal(report_figures(site, &report), report_figures(site, &again));
    query.now = INSTANT_NONE;
    assert_int_equal(site_report(site, &query, &report, &error), STATUS_INVALID);
}

static void an_area_is_the_one_of_that_time(void **state)
{
    (void)state;
    long long opened = (long long)noon("2026-01-05");
    site_entry(site, little, 1, noon("2026-01-05"), noon("2026-01-05"),
               arena_printf(&site->arena,
                            "{\"opened\":%lld,\"configuration\":{\"open\":1},\"area\":\"east\"}", opened));
    site_entry(site, little, 1, noon("2026-01-09"), noon("2026-01-09"),
               arena_printf(&site->arena,
                            "{\"opened\":%lld,\"configuration\":{\"open\":1},\"area\":\"west\"}", opened));
    struct report report;
    struct error error;
    struct report_query query = {.name = TEXT("all"),
                                 .area = TEXT("east"),
                                 .as_at = day("2026-01-08"),
                                 .known_at = DATE_NONE,
                                 .now = INSTANT_NONE};
    assert_int_equal(site_report(site, &query, &report, &error), STATUS_OK);
    assert_int_equal(report.cases, 1);
    query.as_at = day("2026-01-09");
    assert_int_equal(site_report(site, &query, &report, &error), STATUS_OK);
    assert_int_equal(report.cases, 0);
}

static void more_cases_than_a_page(void **state)
{
    (void)state;
    for (int64_t i = 1; i <= 2 * REPORT_PAGE + 1; i++) {
        opens(i, "2026-01-05", "{\"n\":2,\"good\":true}");
    }
    struct report report = site_report_as_at(site, "all", "2026-01-05");
    assert_string_equal(report_figures(site, &report),
                        "net=403.5 best=0/201 cases=201 good=201/201 sum=402 half=2/201 both=402");
}

static void answers_that_fail_are_told(void **state)
{
    (void)state;
    opens(1, "2026-01-05", "{\"n\":1}");
    opens(2, "2026-01-05", "{\"n\":\"x\"}");
    struct report report = site_report_as_at(site, "faulty", "2026-01-05");
    assert_string_equal(report_figures(site, &report), "cases=2 no=0 text=1");
    assert_int_equal(report.faults, 3);
    assert_string_equal(text_copy(&site->arena, report.first_fault).at, "no: it failed");
}

static void durations_are_days(void **state)
{
    (void)state;
    opens(1, "2026-01-05", "{}");
    struct report report = site_report_as_at(site, "days", "2026-01-05");
    assert_string_equal(report_figures(site, &report), "waited=4.5");
    struct text words = text_copy(&site->arena, report_text(&site->arena, &report));
    assert_string_equal(
        words.at, "days\nAs at 5 January 2026, as known at the end of that day.\n\nDays waited  4.5 days\n");
}

static void what_is_erased_is_counted_as_far_as_it_is_there(void **state)
{
    (void)state;
    struct error error;
    opens(1, "2026-01-05", "{\"n\":1}");
    int64_t entry = site_entry(site, little, 1, noon("2026-01-09"), noon("2026-01-09"),
                               document("2026-01-05", "{\"n\":2}"));
    const struct store_api *api = site->store->api;
    assert_int_equal(api->begin(site->store, &error), STATUS_OK);
    assert_int_equal(api->erase(site->store, entry, &error), STATUS_OK);
    assert_int_equal(api->commit(site->store, &error), STATUS_OK);
    struct report report = site_report_as_at(site, "all", "2026-01-08");
    assert_int_equal(report.erased, 1);
    assert_string_equal(report_figures(site, &report),
                        "net=2.5 best=0/0 cases=1 good=0/1 sum=2 half=null/0 both=1");
    report = site_report_as_at(site, "all", "2026-01-09");
    assert_int_equal(report.erased, 0);
}

/* --- versions and names ------------------------------------------------------------ */

static void an_older_version_answers_with_its_own_rows(void **state)
{
    (void)state;
    static const char *const newer = "workflow: little\n" FIELDS "states:\n"
                                     "  begun: {}\n"
                                     "  open: {}\n"
                                     "measures:\n"
                                     "  all:\n"
                                     "    rows:\n"
                                     "      cases: {count: true}\n"
                                     "      good: {count: data.best}\n"
                                     "      half: {sum: data.n}\n";
    static const char *const oldest = "workflow: little\ninitial: gone\nstates:\n  gone: {}\n";
    opens(1, "2026-01-05", "{\"n\":1,\"good\":true}");
    const struct definition *old = site_workflow(site, oldest);
    site_workflow(site, newer);
    /* The document of the first version fits the newest: it answers the newest one's question. */
    struct report report = site_report_as_at(site, "all", "2026-01-05");
    assert_string_equal(report_figures(site, &report), "cases=1 good=0 half=1");
    /* That of the oldest does not, and it has no such report. */
    site_entry(site, old, 2, noon("2026-01-05"), noon("2026-01-05"),
               "{\"opened\":1,\"configuration\":{\"gone\":1}}");
    report = site_report_as_at(site, "all", "2026-01-05");
    assert_int_equal(report.unread, 1);
    assert_string_equal(report_figures(site, &report), "cases=1 good=0 half=1");
}

static void rows_of_another_version_are_matched_by_name_and_kind(void **state)
{
    (void)state;
    opens(1, "2026-01-05", "{\"n\":1,\"good\":true}");
    site_workflow(site, "workflow: little\n"
                        "fields: {best: {type: yes/no}, n: {type: number}}\n"
                        "initial: begun\n"
                        "states: {begun: {}}\n"
                        "measures:\n"
                        "  all:\n"
                        "    rows:\n"
                        "      good: {count: data.best}\n"
                        "      half: {sum: data.n}\n");
    struct report report = site_report_as_at(site, "all", "2026-01-05");
    /* Its own row `good`, among its own `cases`; its `half` is a median, and not this sum. */
    assert_string_equal(report_figures(site, &report), "good=1 half=0");
    assert_int_equal(report.cases, 1);
}

static void a_name_must_be_one_reports(void **state)
{
    (void)state;
    struct report report;
    struct error error;
    struct report_query query = {.name = TEXT("al"), .as_at = day("2026-01-05"), .known_at = DATE_NONE};
    assert_int_equal(site_report(site, &query, &report, &error), STATUS_NOT_FOUND);
    assert_string_equal(error.message, "there is no report “al”; did you mean “all”?");
    query.name = TEXT("wholly-other");
    assert_int_equal(site_report(site, &query, &report, &error), STATUS_NOT_FOUND);
    assert_string_equal(error.message, "there is no report “wholly-other”");
    site_workflow(
        site,
        "workflow: other\ninitial: a\nstates: {a: {}}\nmeasures: {all: {rows: {cases: {count: true}}}}\n");
    query.name = TEXT("all");
    assert_int_equal(site_report(site, &query, &report, &error), STATUS_INVALID);
    assert_string_equal(error.message, "both little and other have a report “all”; say of which workflow");
    query.workflow = TEXT("other");
    assert_int_equal(site_report(site, &query, &report, &error), STATUS_OK);
    assert_ptr_equal(report.definition, site->definitions[1]);
    assert_int_equal(report_list(&site->arena, &site->world).count, 4);
}

/* --- telling -------------------------------------------------------------------------- */

static void it_is_told_as_a_table(void **state)
{
    (void)state;
    opens(1, "2026-01-05", "{\"n\":1234567.25,\"good\":true}");
    opens(2, "2026-01-06", "{\"n\":-2345678.25,\"good\":true,\"best\":true}");
    opens(3, "2026-01-06", "{}");
    site_entry(site, little, 4, noon("2026-01-06"), noon("2026-01-09"), document("2026-01-06", "{}"));
    struct report report = site_report_as_at(site, "all", "2026-01-06");
    struct text words = text_copy(&site->arena, report_text(&site->arena, &report));
    assert_string_equal(
        words.at,
        "All of it\n"
        "As at 6 January 2026, as known at the end of that day. Cases opened since 2 January 2026.\n"
        "\n"
        "net          £6.50\n"
        "best             1  of 2 (50%)\n"
        "cases            3\n"
        "good             2  of 3 (67%)\n"
        "sum     -1,111,111\n"
        "half   -555,555.50  of 2\n"
        "both             5\n"
        "\n"
        "Assumed\n"
        "Cost          1.50  A guess.\n"
        "\n"
        "1 case opened by then was recorded only later and is not counted; --known-at takes a later day.\n");
}

static void it_is_told_as_data(void **state)
{
    (void)state;
    opens(1, "2026-01-05", "{\"n\":3,\"good\":true}");
    struct report report;
    struct error error;
    struct report_query query = {
        .name = TEXT("all"), .as_at = day("2026-01-05"), .known_at = day("2026-01-09"), .now = INSTANT_NONE};
    assert_int_equal(site_report(site, &query, &report, &error), STATUS_OK);
    struct json json = report_json(&site->arena, &report);
    struct text words = text_copy(&site->arena, json_to_text(&site->arena, &json));
    assert_string_equal(words.at,
                        "{\"as_at\":\"2026-01-05\",\"assumptions\":[{\"about\":\"A "
                        "guess.\",\"name\":\"cost\",\"title\":\"Cost\",\"value\":1.5}],"
                        "\"cases\":1,\"known_at\":\"2026-01-09\",\"name\":\"all\",\"rows\":["
                        "{\"name\":\"net\",\"title\":\"net\",\"unit\":\"GBP\",\"value\":3.5},"
                        "{\"denominator\":1,\"name\":\"best\",\"title\":\"best\",\"value\":0},"
                        "{\"name\":\"cases\",\"title\":\"cases\",\"value\":1},"
                        "{\"denominator\":1,\"name\":\"good\",\"title\":\"good\",\"value\":1},"
                        "{\"name\":\"sum\",\"title\":\"sum\",\"value\":3},"
                        "{\"denominator\":1,\"name\":\"half\",\"title\":\"half\",\"value\":3},"
                        "{\"name\":\"both\",\"title\":\"both\",\"value\":2}],"
                        "\"since\":\"2026-01-02\",\"title\":\"All of it\",\"workflow\":\"little\"}");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

/* A plugin that tells rows of its own: a case of its area counts by what it says, one of another by the
 * workflow. */
static enum status tell(void *self, struct text row, const struct scope *scope, bool *told,
                        struct value *value, struct error *error)
{
    struct text says = json_text(json_get(&scope->subject->data, TEXT("best")));
    (void)self;
    *told = says.size != 0;
    if (text_is(says, "fails")) {
        return error_set(error, STATUS_SCRIPT, "the plugin failed");
    }
    *value = text_is(row, "all.sum") ? (struct value){.kind = VALUE_NUMBER, .json = json_integer(100)}
                                     : (struct value){.kind = VALUE_BOOLEAN, .boolean = text_is(says, "yes")};
    return STATUS_OK;
}

static void a_plugin_tells_its_own(void **state)
{
    (void)state;
    static struct rules_api api;
    static const struct plugin plugin = {.name = {"north", 5}};
    api = *site->rules.api;
    api.measure = tell;
    site->rules.api = &api;
    opens(1, "2026-01-05", "{\"n\":1,\"good\":true,\"best\":true}");     /* nothing is told of it */
    opens(2, "2026-01-06", "{\"n\":1,\"good\":false,\"best\":\"yes\"}"); /* good by the plugin */
    opens(3, "2026-01-07", "{\"n\":1,\"good\":true,\"best\":\"no\"}");   /* does not count at all */
    struct report report = site_report_as_at(site, "all", "2026-02-01");
    assert_string_equal(report_figures(site, &report),
                        "net=6.5 best=1/2 cases=3 good=2/3 sum=3 half=1/2 both=5"); /* no plugin: not asked */
    site->world.plugins = &plugin;
    site->world.plugin_count = 1;
    report = site_report_as_at(site, "all", "2026-02-01");
    assert_string_equal(report_figures(site, &report),
                        "net=5.5 best=2/2 cases=2 good=2/2 sum=201 half=1/2 both=4");
    uint64_t faults = report.faults;
    opens(4, "2026-01-08", "{\"n\":1,\"best\":\"fails\"}");
    report = site_report_as_at(site, "all", "2026-02-01");
    assert_true(report.faults > faults);
    assert_non_null(strstr(report.first_fault.at, "must give a number")); /* yes or no, for a median */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(nothing_is_a_report_too),
        TEST(rows_count_among_one_another),
        TEST(only_what_was_there_and_known_counts),
        TEST(what_was_merged_is_not_counted),
        TEST(since_counts_its_own_day),
        TEST(today_is_as_it_stands),
        TEST(an_area_is_the_one_of_that_time),
        TEST(more_cases_than_a_page),
        TEST(answers_that_fail_are_told),
        TEST(durations_are_days),
        TEST(what_is_erased_is_counted_as_far_as_it_is_there),
        TEST(an_older_version_answers_with_its_own_rows),
        TEST(rows_of_another_version_are_matched_by_name_and_kind),
        TEST(a_name_must_be_one_reports),
        TEST(it_is_told_as_a_table),
        TEST(it_is_told_as_data),
        TEST(a_plugin_tells_its_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

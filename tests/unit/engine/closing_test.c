/* Closing and reopening: what ends, what begins anew, what stays, and what the document keeps of it. The way
 * back through the states is in tests/scenario/clauses_reopen_test.c. */
#include "support.h"

static struct bench bench;

static const char yaml[] =
    "roles: {worker: Worker, lead: Lead}\n"
    "fields: {mood: {type: text}, why: {type: text}}\n"
    "forms: {feel: {fields: [mood]}, again: {fields: [{why: {required: true}}]}}\n"
    "events: {open: {}, end: {}, feel: {form: feel}, call: {}, reopen: {title: Open it again, form: again, "
    "roles: [lead]}}\n"
    "states:\n"
    "  a:\n"
    "    tasks: {ring: {due: 3 days}, read: {}}\n"
    "    deadlines: {visit: {due: 5 days, met_by: call}}\n"
    "    on: {end: stop, feel: {}, call: {}}\n"
    "  stop: {type: final}\n"
    "tasks: {file: {}}\n"
    "deadlines: {review: {due: 10 days}}\n"
    "milestones: {felt: {when: data.mood == \"well\"}}\n"
    "measures: {m: {rows: {calls: {count: task(\"ring\").open}}}}\n";

static int begin(void **state)
{
    (void)state;
    bench_begin(&bench, yaml);
    opens(&bench, NULL);
    return 0;
}

static int end(void **state)
{
    (void)state;
    bench_end(&bench);
    return 0;
}

static void closing_keeps_where_the_case_stood(void **state)
{
    (void)state;
    assert_document(&bench, "stood", "nothing");
    must(&bench, "{'event':'end'}");
    assert_document(&bench, "stood", "['a']");
    assert_document(&bench, "tasks.file", "nothing");
    assert_document(&bench, "deadlines", "nothing");
    must(&bench, "{'event':'reopen','data':{'why':'a mistake'}}");
    assert_document(&bench, "stood", "nothing");
    assert_document(&bench, "closed", "nothing");
    assert_document(&bench, "data.why", "'a mistake'");
}

static void work_begins_anew_and_what_was_reached_stays(void **state)
{
    (void)state;
    must(&bench, "{'event':'feel','data':{'mood':'well'}}");
    must(&bench, "{'event':'end'}");
    bench.now = at("2026-02-02T09:00Z");
    must(&bench, "{'event':'reopen','data':{'why':'a mistake'}}");
    assert_document(&bench, "tasks.ring.due", "'2026-02-05'");
    assert_document(&bench, "tasks.file.opened", "1770022800000"); /* of the root too */
    assert_document(&bench, "deadlines.visit.due", "'2026-02-07'");
    assert_document(&bench, "deadlines.review.due", "'2026-02-12'");
    assert_document(&bench, "milestones.felt", "1767603600000");
    assert_document(&bench, "configuration", "{'a':1770022800000}");
    assert_int_equal(until(&bench, "2026-02-06T09:00Z"), 1); /* the task is overdue */
}

static void it_is_refused_like_any_event(void **state)
{
    (void)state;
    assert_int_equal(does(&bench, "{'event':'reopen'}"), OUTCOME_REFUSED);
    assert_unmet(&bench, "not-now: This case is not closed.");
    must(&bench, "{'event':'end'}");
    assert_int_equal(does(&bench, "{'event':'reopen'}"), OUTCOME_REFUSED);
    assert_unmet(&bench, "form: why: An answer is needed.");
    assert_int_equal(does(&bench, "{'event':'reopen','role':'worker','data':{'why':'x'}}"), OUTCOME_REFUSED);
    assert_unmet(&bench, "role: This is for: Lead.");
    must(&bench, "{'event':'reopen','role':'lead','data':{'why':'x'}}");
}

/* Documents of cases that were closed before it was kept have none. */
static void where_nobody_knows_is_said(void **state)
{
    (void)state;
    bench.document =
        TEXT("{\"closed\":1767603600000,\"configuration\":{\"stop\":1767603600000},\"opened\":1}");
    assert_int_equal(does(&bench, "{'event':'reopen','data':{'why':'x'}}"), OUTCOME_REFUSED);
    assert_unmet(&bench, "not-now: It is not known where this case stood before it was closed, and the "
                         "workflow does not say where to go on.");
}

static void what_stood_is_read_with_suspicion(void **state)
{
    (void)state;
    static const struct {
        const char *stood, *error;
    } cases[] = {
        {"{}", "the document's stood is not a list"},
        {"['b']", "the document's stood holds b, which w does not have"},
        {"[1]", "the document's stood holds , which w does not have"},
        {"['stop']", "the document's stood is no configuration of w"},
        {"['a','stop']", "the document's stood is no configuration of w"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct error error;
        struct subject subject;
        struct json document = json_of(
            &bench.arena,
            arena_printf(&bench.arena, "{'closed':1,'configuration':{'stop':1},'stood':%s}", cases[i].stood));
        assert_int_equal(subject_read(&bench.arena, bench.definition, &document, &subject, &error),
                         STATUS_CORRUPT);
        assert_string_equal(error.message, cases[i].error);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(closing_keeps_where_the_case_stood, begin, end),
        cmocka_unit_test_setup_teardown(work_begins_anew_and_what_was_reached_stays, begin, end),
        cmocka_unit_test_setup_teardown(it_is_refused_like_any_event, begin, end),
        cmocka_unit_test_setup_teardown(where_nobody_knows_is_said, begin, end),
        cmocka_unit_test_setup_teardown(what_stood_is_read_with_suspicion, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

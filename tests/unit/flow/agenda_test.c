/* What one record causes on another: written with it, run later as a command of its own, once. */
#include "support.h"

static const char yaml[] = "fields: {parent: {type: person}, partner: {type: person}}\n"
                           "forms: {f: {fields: [parent, partner]}}\n"
                           "events: {open: {}, lose: {}, set: {form: f}, cheer: {}, never: {}, many: {}}\n"
                           "states:\n"
                           "  a:\n"
                           "    on:\n"
                           "      set: {}\n"
                           "      cheer: {actions: [{tell: parent, event: cheer, data: {mood: good}}, {tell: "
                           "partner, event: cheer, data: {mood: better}}]}\n"
                           "      lose: {actions: [{assign: {parent: P-99}}]}\n"
                           "      never: {actions: [{tell: parent, event: never}, {tell: partner, event: "
                           "cheer, data: {mood: best}}]}\n";

static struct site site;

static int begin(void **state)
{
    (void)state;
    site_begin(&site, yaml);
    return 0;
}

static int end(void **state)
{
    (void)state;
    assert_verified(&site);
    site_end(&site);
    return 0;
}

static struct json data_of(const char *reference)
{
    struct json document;
    assert_int_equal(json_read(&site.arena, loaded(&site, reference).document, &document, NULL), STATUS_OK);
    const struct json *data = json_member_of(&document, "data");
    return data ? *data : json_null();
}

static void a_name_makes_a_person(void **state)
{
    (void)state;
    must(&site, "{'event':'open','workflow':'w','data':{'parent':'Ann Lee','partner':'Bea'}}");
    assert_json(&site, data_of("C-1"), "{'parent':'P-2','partner':'P-3'}");
    assert_int_equal(counts(&site).agenda, 2);
    assert_int_equal(counts(&site).people, 0);
    assert_int_equal(let_time_pass(&site), 2);
    assert_int_equal(counts(&site).agenda, 0);
    assert_int_equal(counts(&site).people, 2);
    struct stored_subject ann = loaded(&site, "P-2");
    assert_int_equal(ann.kind, SUBJECT_PERSON);
    assert_text(ann.name, "Ann Lee");
    assert_text(ann.workflow, "person");
    assert_json(&site, data_of("P-3"), "{'name':'Bea'}");
    assert_int_equal(let_time_pass(&site), 0);
    assert_text(must(&site, "{'event':'open','workflow':'w'}")->reference_of, "C-4"); /* numbers go on */
}

static void a_record_is_told(void **state)
{
    (void)state;
    must(&site, "{'event':'open','workflow':'w','data':{'parent':'Ann','partner':'Bea'}}");
    must(&site, "{'event':'cheer','case':'C-1'}"); /* before they are even there */
    assert_int_equal(let_time_pass(&site), 4);
    assert_json(&site, data_of("P-2"), "{'mood':'good','name':'Ann'}");
    assert_json(&site, data_of("P-3"), "{'mood':'better','name':'Bea'}");
    assert_entries(&site, "P-2", "open cheer");
    must(&site, "{'event':'cheer','case':'C-1'}");
    let_time_pass(&site);
    assert_entries(&site, "P-2", "open cheer cheer"); /* the second has a key of its own */
}

static void what_cannot_be_told_is_set_aside(void **state)
{
    (void)state;
    must(&site, "{'event':'open','workflow':'w','data':{'partner':'Bea'}}");
    must(&site, "{'event':'lose','case':'C-1'}");
    let_time_pass(&site);
    must(&site, "{'event':'cheer','case':'C-1'}");
    assert_int_equal(let_time_pass(&site), 2);
    assert_int_equal(faults.agenda_failures, 1);
    assert_text(faults.agenda_failed, "there is no case “P-99”");
    assert_json(&site, data_of("P-2"), "{'mood':'better','name':'Bea'}"); /* the other was told */
    assert_int_equal(counts(&site).agenda, 0);
    assert_int_equal(let_time_pass(&site), 0); /* and it does not come again */
}

static void what_is_refused_is_set_aside_with_its_sentence(void **state)
{
    (void)state;
    must(&site, "{'event':'open','workflow':'w','data':{'parent':'Ann','partner':'Bea'}}");
    let_time_pass(&site);
    must(&site, "{'event':'never','case':'C-1'}");
    let_time_pass(&site);
    assert_int_equal(faults.agenda_failures, 1);
    assert_text(faults.agenda_failed, "“never” is not possible at this point.");
    assert_json(&site, data_of("P-3"), "{'mood':'best','name':'Bea'}");
    assert_entries(&site, "P-2", "open");
}

/* A row that can't be read is set aside like one that can't be done; those behind it are run. */
static void a_damaged_row_does_not_hold_up_the_rest(void **state)
{
    (void)state;
    static const char *const damages[] = {"{", "{\"event\":7}", "[]",
                                          "{\"event\":\"cheer\",\"case\":\"P-2\",\"x\":1}"};
    must(&site, "{'event':'open','workflow':'w','data':{'parent':'Ann','partner':'Bea'}}");
    let_time_pass(&site);
    for (size_t i = 0; i < sizeof damages / sizeof *damages; i++) {
        must(&site, "{'event':'cheer','case':'C-1'}");
        faults.agenda_instead = damages[i];
        assert_int_equal(let_time_pass(&site), 2);
        assert_int_equal(faults.agenda_failures, i + 1);
        assert_int_equal(counts(&site).agenda, 0);
    }
    assert_text(faults.agenda_failed, "a command has no “x”");
    assert_entries(&site, "P-2", "open");
    assert_entries(&site, "P-3", "open cheer cheer cheer cheer");
}

static void what_a_damaged_record_is_told_is_set_aside(void **state)
{
    (void)state;
    must(&site, "{'event':'open','workflow':'w','data':{'parent':'Ann','partner':'Bea'}}");
    let_time_pass(&site);
    faults.damage = "P-2";
    faults.document = "[]";
    must(&site, "{'event':'cheer','case':'C-1'}");
    assert_int_equal(let_time_pass(&site), 2);
    assert_int_equal(faults.agenda_failures, 1);
    assert_text(faults.agenda_failed, "a subject's document is not a group");
    faults.damage = NULL;
    assert_json(&site, data_of("P-3"), "{'mood':'better','name':'Bea'}");
}

/* A refusal writes nothing: no person is made of it. */
static void what_is_refused_tells_nobody(void **state)
{
    (void)state;
    assert_job(does(&site, "{'event':'open','workflow':'w','data':{'parent':'Ann','partner':7}}"),
               "ok refused");
    assert_int_equal(counts(&site).agenda, 0);
    assert_int_equal(let_time_pass(&site), 0);
}

static void one_turn_takes_so_many(void **state)
{
    (void)state;
    struct error error;
    size_t done;
    must(&site, "{'event':'open','workflow':'w','data':{'parent':'Ann','partner':'Bea'}}");
    assert_int_equal(flow_turn_of_time(site.flow, 1, &done, &error), STATUS_OK);
    assert_int_equal(done, 1);
    assert_int_equal(counts(&site).agenda, 1);
}

static void what_a_person_was_told_says_who_told_it(void **state)
{
    (void)state;
    set_clock(&site, "2026-01-05T12:00Z");
    must(&site, "{'event':'open','workflow':'w','data':{'parent':'Ann'},'at':'2026-01-02T10:00Z'}");
    set_clock(&site, "2026-01-05T13:00Z");
    let_time_pass(&site);
    assert_instant(loaded(&site, "P-2").opened,
                   "2026-01-02T10:00:00Z"); /* it happened when the case was opened */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_name_makes_a_person, begin, end),
        cmocka_unit_test_setup_teardown(a_record_is_told, begin, end),
        cmocka_unit_test_setup_teardown(what_cannot_be_told_is_set_aside, begin, end),
        cmocka_unit_test_setup_teardown(what_is_refused_is_set_aside_with_its_sentence, begin, end),
        cmocka_unit_test_setup_teardown(a_damaged_row_does_not_hold_up_the_rest, begin, end),
        cmocka_unit_test_setup_teardown(what_a_damaged_record_is_told_is_set_aside, begin, end),
        cmocka_unit_test_setup_teardown(what_is_refused_tells_nobody, begin, end),
        cmocka_unit_test_setup_teardown(one_turn_takes_so_many, begin, end),
        cmocka_unit_test_setup_teardown(what_a_person_was_told_says_who_told_it, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Two records: links on both sides, one merged into the other and taken apart again, a new episode of the
 * same person; and what the journal keeps of what was looked up. */
#include "support.h"

static const char yaml[] = "fields: {parent: {type: person}, seen: {type: number, default: 0}}\n"
                           "forms: {f: {fields: [parent]}}\n"
                           "events: {open: {form: f}, end: {}, set: {form: f}, greet: {}, hello: {}}\n"
                           "states:\n"
                           "  a:\n"
                           "    tasks: {call: {due: 3 days}}\n"
                           "    deadlines: {visit: {due: 5 days}}\n"
                           "    after: {4 days: b}\n"
                           "    on: {end: stop, set: {}, greet: {actions: [{tell: sibling, event: hello}]}}\n"
                           "  b: {on: {end: stop}}\n"
                           "  stop: {type: final}\n"
                           "on: {merged: {actions: [{assign: {seen: = data.seen + 1}}]}, hello: {actions: "
                           "[{assign: {seen: = data.seen + 10}}]}}\n";

static struct site site;

static int begin(void **state)
{
    (void)state;
    site_begin(&site, yaml);
    must(&site, "{'event':'open','workflow':'w'}");
    must(&site, "{'event':'open','workflow':'w'}");
    return 0;
}

static int end(void **state)
{
    (void)state;
    assert_verified(&site);
    site_end(&site);
    return 0;
}

static struct json part_of(const char *reference, const char *part)
{
    struct json document;
    assert_int_equal(json_read(&site.arena, loaded(&site, reference).document, &document, NULL), STATUS_OK);
    const struct json *found = json_member_of(&document, part);
    return found ? *found : json_null();
}

static void refuses(const char *command, const char *sentence)
{
    struct job *job = does(&site, command);
    assert_job(job, "ok refused");
    assert_text(json_get_text(&json_member_of(&job->answer, "unmet")->elements[0], "text"), sentence);
}

/* --- links ------------------------------------------------------------------------- */

static void both_sides_have_the_link(void **state)
{
    (void)state;
    must(&site, "{'event':'link','case':'C-2','data':{'kind':'earlier','to':'C-1'}}");
    assert_json(&site, part_of("C-2", "links"), "{'earlier':['C-1']}");
    assert_int_equal(let_time_pass(&site), 1);
    assert_json(&site, part_of("C-1", "links"), "{'later':['C-2']}");
    must(&site, "{'event':'unlink','case':'C-1','data':{'kind':'later','to':'C-2'}}");
    let_time_pass(&site);
    assert_json(&site, part_of("C-1", "links"), "null");
    assert_json(&site, part_of("C-2", "links"), "null");
    assert_entries(&site, "C-1", "open linked unlink");
    assert_entries(&site, "C-2", "open link unlinked");
}

static void siblings_are_told(void **state)
{
    (void)state;
    must(&site, "{'event':'open','workflow':'w'}");
    must(&site, "{'event':'link','case':'C-1','data':{'kind':'sibling','to':'C-2'}}");
    must(&site, "{'event':'link','case':'C-1','data':{'kind':'sibling','to':'C-3'}}");
    let_time_pass(&site);
    must(&site, "{'event':'greet','case':'C-1'}");
    assert_int_equal(let_time_pass(&site), 2);
    assert_json(&site, part_of("C-2", "data"), "{'seen':10}");
    assert_json(&site, part_of("C-3", "data"), "{'seen':10}");
}

static void what_is_not_there_is_not_linked(void **state)
{
    (void)state;
    refuses("{'event':'link','case':'C-1','data':{'kind':'sibling','to':'C-9'}}",
            "There is no record “C-9”.");
    refuses("{'event':'link','case':'C-1','data':{'kind':'sibling','to':'C-1'}}",
            "A record cannot be linked to itself.");
    must(&site, "{'event':'merge','case':'C-1','data':{'into':'C-2'}}");
    must(&site, "{'event':'open','workflow':'w'}");
    refuses("{'event':'link','case':'C-3','data':{'kind':'sibling','to':'C-1'}}",
            "C-1 was merged into C-2: name that one.");
}

/* A reference that its opener chose is the one that stands in the link. */
static void a_chosen_reference_is_linked(void **state)
{
    (void)state;
    must(&site, "{'event':'open','workflow':'w','case':'old/7'}");
    must(&site, "{'event':'link','case':'C-1','data':{'kind':'related','to':'old/7'}}");
    let_time_pass(&site);
    assert_json(&site, part_of("C-1", "links"), "{'related':['old/7']}");
    assert_json(&site, part_of("old/7", "links"), "{'related':['C-1']}");
}

/* --- merging ------------------------------------------------------------------------- */

static bool count_row(void *self, const struct task_row *row, const struct row_case *of)
{
    (void)row;
    (void)of;
    ++*(size_t *)self;
    return true;
}

static bool count_deadline(void *self, const struct deadline_row *row, const struct row_case *of)
{
    (void)of;
    *(size_t *)self += row->open;
    return true;
}

static void assert_work(const char *reference, size_t tasks, size_t deadlines)
{
    struct error error;
    struct text cursor;
    size_t found = 0, open = 0;
    struct store_query query = {
        .subject = text_of(reference), .due_before = INSTANT_NONE, .include_closed = true, .limit = 100};
    const struct store_api *api = site.store->api;
    assert_int_equal(api->tasks(site.store, &site.arena, &query, count_row, &found, &cursor, &error),
                     STATUS_OK);
    assert_int_equal(api->deadlines(site.store, &site.arena, &query, count_deadline, &open, &cursor, &error),
                     STATUS_OK);
    assert_int_equal(found, tasks);
    assert_int_equal(open, deadlines);
}

static void nothing_of_what_was_merged_is_due(void **state)
{
    (void)state;
    assert_work("C-1", 1, 2);
    must(&site, "{'event':'merge','case':'C-1','data':{'into':'C-2'}}");
    assert_work("C-1", 0, 0);
    let_time_pass(&site);
    assert_json(&site, part_of("C-2", "links"), "{'merged_from':['C-1']}");
    assert_json(&site, part_of("C-2", "data"), "{'seen':1}");
    struct stored_subject gone = loaded(&site, "C-1");
    assert_instant(gone.closed, "2026-01-05T09:00:00Z");
    assert_instant(gone.due, "none");
    assert_text(gone.state, "a");
    refuses("{'event':'set','case':'C-1'}", "This case was merged into C-2; work goes on there.");
    refuses("{'event':'merge','case':'C-2','data':{'into':'C-1'}}",
            "C-1 was merged into C-2: name that one.");
    set_clock(&site, "2026-01-20T09:00Z");
    let_time_pass(&site);
    assert_entries(&site, "C-1", "open merge");
}

static void taken_apart_it_is_as_it_was_and_late(void **state)
{
    (void)state;
    must(&site, "{'event':'merge','case':'C-1','data':{'into':'C-2'}}");
    let_time_pass(&site);
    set_clock(&site, "2026-01-09T10:00Z");
    must(&site, "{'event':'unmerge','case':'C-1'}");
    assert_work("C-1", 1, 2);
    assert_instant(loaded(&site, "C-1").closed, "none");
    let_time_pass(&site);
    assert_json(&site, part_of("C-1", "links"), "null");
    assert_json(&site, part_of("C-2", "links"), "null");
    assert_entries(&site, "C-1", "open merge unmerge deadline.call.overdue after.a.1");
    assert_text(loaded(&site, "C-1").state, "b");
    must(&site, "{'event':'end','case':'C-1'}");
}

static void people_are_merged_too(void **state)
{
    (void)state;
    must(&site, "{'event':'set','case':'C-1','data':{'parent':'Ann'}}");
    must(&site, "{'event':'set','case':'C-2','data':{'parent':'Anne'}}");
    let_time_pass(&site);
    refuses("{'event':'merge','case':'P-4','data':{'into':'C-1'}}",
            "C-1 is of another kind: a record is merged into one of the same workflow.");
    must(&site, "{'event':'merge','case':'P-4','data':{'into':'P-3'}}");
    let_time_pass(&site);
    refuses("{'event':'cheer','case':'P-4'}", "This record was merged into P-3; work goes on there.");
    assert_json(&site, part_of("P-3", "links"), "{'merged_from':['P-4']}");
}

/* --- reopening ------------------------------------------------------------------------ */

static void a_reopened_case_is_in_the_lists_again(void **state)
{
    (void)state;
    must(&site, "{'event':'end','case':'C-1'}");
    assert_work("C-1", 0, 0);
    assert_int_equal(counts(&site).open_cases, 1);
    set_clock(&site, "2026-02-02T09:00Z");
    must(&site, "{'event':'reopen','case':'C-1'}");
    assert_work("C-1", 1, 2);
    assert_int_equal(counts(&site).open_cases, 2);
    assert_instant(loaded(&site, "C-1").due, "2026-02-06T00:00:00Z");
    set_clock(&site, "2026-02-06T09:00Z");
    let_time_pass(&site);
    assert_text(loaded(&site, "C-1").state, "b");
}

/* --- a new episode -------------------------------------------------------------------- */

static bool last_content(void *self, const struct stored_entry *row)
{
    assert_int_equal(json_read(&site.arena, text_copy(&site.arena, row->content), self, NULL), STATUS_OK);
    return false;
}

static void a_new_case_of_the_same_person_is_linked(void **state)
{
    (void)state;
    struct error error;
    struct json content;
    must(&site, "{'event':'set','case':'C-1','data':{'parent':'Ann'}}");
    let_time_pass(&site);
    must(&site, "{'event':'end','case':'C-1'}");
    set_clock(&site, "2026-09-05T09:00Z");
    struct job *job = must(&site, "{'event':'open','workflow':'w','data':{'parent':'P-3'}}");
    assert_text(job->reference_of, "C-4");
    assert_json(&site, *json_member_of(&job->answer, "known"),
                "[{'case':'C-1','open':false,'part':'parent','person':'P-3'}]");
    let_time_pass(&site);
    assert_json(&site, part_of("C-4", "links"), "{'earlier':['C-1']}");
    assert_json(&site, part_of("C-1", "links"), "{'later':['C-4']}"); /* closed as it is */
    assert_int_equal(site.store->api->entries(site.store, &site.arena, loaded(&site, "C-4").id, 0,
                                              last_content, &content, &error),
                     STATUS_OK);
    assert_json(&site, *json_member_of(&content, "given"),
                "{'episodes':[{'closed':1767603600000,'opened':1767603600000,'part':'parent','person':'P-3',"
                "'reference':'C-1'}],'known':[{'asked':'P-3','kind':'person','opened':1767603600000,"
                "'reference':'P-3','workflow':'person'}]}");
    job = must(&site, "{'event':'open','workflow':'w','data':{'parent':'P-3'}}");
    assert_json(&site, *json_member_of(&job->answer, "known"),
                "[{'case':'C-4','open':true,'part':'parent','person':'P-3'},"
                "{'case':'C-1','open':false,'part':'parent','person':'P-3'}]");
}

static void a_person_who_is_not_there_is_not_taken(void **state)
{
    (void)state;
    refuses("{'event':'set','case':'C-1','data':{'parent':'P-99'}}", "parent: There is no person P-99.");
    refuses("{'event':'open','workflow':'w','data':{'parent':'P-1'}}", "parent: There is no person P-1.");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(both_sides_have_the_link),
        TEST(siblings_are_told),
        TEST(what_is_not_there_is_not_linked),
        TEST(a_chosen_reference_is_linked),
        TEST(nothing_of_what_was_merged_is_due),
        TEST(taken_apart_it_is_as_it_was_and_late),
        TEST(people_are_merged_too),
        TEST(a_reopened_case_is_in_the_lists_again),
        TEST(a_new_case_of_the_same_person_is_linked),
        TEST(a_person_who_is_not_there_is_not_taken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

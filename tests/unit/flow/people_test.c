/* What commands leave in the store of who has a part in a case, and of exceptions. */
#include "support.h"

#include <stdio.h>

static const char yaml[] =
    "roles: {lead: Lead}\n"
    "fields:\n"
    "  parent: {type: person}\n"
    "  partner: {type: person}\n"
    "  note: {type: text}\n"
    "  children: {type: list, of: {name: {type: text}, father: {type: person}}}\n"
    "forms: {f: {fields: [parent, partner, note, children]}}\n"
    "events: {open: {form: f}, set: {form: f}, go: {}}\n"
    "initial: a\n"
    "states: {a: {on: {set: {}, go: {requires: [{if: data.note, else: No note.}], override: lead}}}}\n";

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

#define expect_episodes(person, words) expect_episodes_at((person), (words), __FILE__, __LINE__)
static void expect_episodes_at(const char *person, const char *words, const char *file, int line)
{
    struct episode_row rows[8];
    struct error error;
    char found[256] = "";
    size_t count = 0;
    assert_int_equal(STATUS_OK, site.store->api->episodes(site.store, &site.arena, text_of(person), TEXT(""),
                                                          rows, 8, &count, &error));
    for (size_t i = 0; i < count; i++) {
        size_t used = strlen(found);
        (void)snprintf(found + used, sizeof found - used, "%s%.*s %.*s", i ? ", " : "",
                       TEXT_ARGS(rows[i].reference), TEXT_ARGS(rows[i].part));
    }
    if (strcmp(found, words) != 0) {
        print_error("%s: \"%s\" is not \"%s\"\n", person, found, words);
        _fail(file, line);
    }
}

static void parts_follow_the_fields(void **state)
{
    (void)state;
    must(&site, "{'event':'open','workflow':'w','data':{'parent':'Ada','children':[{'father':'P-2'},"
                "{'name':'Bo'}]}}");
    let_time_pass(&site);
    expect_episodes("P-2", "C-1 children[1].father, C-1 parent");
    must(&site, "{'event':'set','case':'C-1','data':{'note':'P-2','partner':'P-2'}}");
    expect_episodes("P-2", "C-1 children[1].father, C-1 parent, C-1 partner");
    must(&site, "{'event':'set','case':'C-1','data':{'partner':null,'children':[{'id':2,'father':'P-2'}]}}");
    expect_episodes("P-2", "C-1 children[1].father, C-1 children[2].father, C-1 parent");
    must(&site, "{'event':'set','case':'C-1','data':{'parent':'Bea','children':[{'id':1,'father':null}]}}");
    let_time_pass(&site);
    expect_episodes("P-2", "C-1 children[2].father");
    expect_episodes("P-3", "C-1 parent");
}

static void whoever_was_merged_is_answered_for_by_who_stands(void **state)
{
    (void)state;
    must(&site, "{'event':'open','workflow':'w','data':{'parent':'Ada'}}");
    must(&site, "{'event':'open','workflow':'w','data':{'parent':'Ada'}}");
    must(&site, "{'event':'open','workflow':'w','data':{'parent':'Ada'}}");
    let_time_pass(&site);
    must(&site, "{'event':'merge','case':'P-2','data':{'into':'P-4'}}");
    let_time_pass(&site);
    must(&site, "{'event':'merge','case':'P-4','data':{'into':'P-6'}}");
    let_time_pass(&site);
    must(&site, "{'event':'open','workflow':'w','data':{'parent':'P-2','children':[{'father':'P-4'}]}}");
    struct job *job = must(&site, "{'event':'set','case':'C-7','data':{'partner':'P-4'}}");
    assert_json(&site, *json_member_of(&job->answer, "data"),
                "{'children':[{'father':'P-6','id':1}],'parent':'P-6','partner':'P-6'}");
}

static bool gather(void *self, const struct exception_row *row, const struct row_case *of)
{
    char *found = self;
    size_t used = strlen(found);
    (void)snprintf(found + used, 256 - used, "%.*s/%u %.*s %.*s %.*s; ", TEXT_ARGS(of->reference), row->place,
                   TEXT_ARGS(row->event), TEXT_ARGS(row->unmet), TEXT_ARGS(row->reason));
    return true;
}

static void exceptions_are_kept_once(void **state)
{
    struct store_query query = {
        .due_before = INSTANT_NONE, .overdue_at = INSTANT_NONE, .limit = 9, .include_closed = true};
    struct error error;
    struct text cursor;
    char found[256] = "";
    (void)state;
    must(&site, "{'event':'open','workflow':'w'}");
    must(&site, "{'event':'go','case':'C-1','override':'told'}");
    must(&site, "{'event':'go','case':'C-1','override':'again'}");
    must(&site, "{'event':'set','case':'C-1','data':{'note':'n'}}");
    assert_int_equal(STATUS_OK, site.store->api->exceptions(site.store, &site.arena, &query, gather, found,
                                                            &cursor, &error));
    assert_string_equal("C-1/1 go No note. again; C-1/0 go No note. told; ", found);
}

static bool gather_person(void *self, const struct stored_subject *row)
{
    char *found = self;
    size_t used = strlen(found);
    (void)snprintf(found + used, 256 - used, "%.*s ", TEXT_ARGS(row->reference));
    return true;
}

#define expect_alike(key, words) expect_alike_at((key), (words), __FILE__, __LINE__)
static void expect_alike_at(const char *key, const char *words, const char *file, int line)
{
    struct error error;
    struct text keys[] = {text_of(key)};
    char found[256] = "";
    assert_int_equal(
        STATUS_OK, site.store->api->alike(site.store, &site.arena, keys, 1, 9, gather_person, found, &error));
    if (strcmp(found, words) != 0) {
        print_error("%s: \"%s\" is not \"%s\"\n", key, found, words);
        _fail(file, line);
    }
}

static void a_person_is_found_by_the_present_name(void **state)
{
    (void)state;
    must(&site, "{'event':'open','workflow':'person','data':{'name':'Ada Byron'}}");
    must(&site, "{'event':'open','workflow':'w','data':{'parent':'Ada King'}}");
    let_time_pass(&site);
    expect_alike("nada", "P-1 P-3 ");
    expect_alike("nbyron", "P-1 ");
    must(&site, "{'event':'rename','case':'P-1','data':{'name':'Ada Lovelace'}}");
    expect_alike("nbyron", "");
    expect_alike("sLAVALAC", "P-1 ");
    expect_alike("nada", "P-1 P-3 ");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(parts_follow_the_fields, begin, end),
        cmocka_unit_test_setup_teardown(whoever_was_merged_is_answered_for_by_who_stands, begin, end),
        cmocka_unit_test_setup_teardown(a_person_is_found_by_the_present_name, begin, end),
        cmocka_unit_test_setup_teardown(exceptions_are_kept_once, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

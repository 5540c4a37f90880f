/* Messages that wait for their time: stopped by what their `while` does not allow any more, and by
 * corrections. */
#include "support.h"

static const char yaml[] =
    "roles: {worker: Worker}\n"
    "fields: {n: {type: number, default: 0}, when: {type: date}}\n"
    "forms: {f: {fields: [n, when]}}\n"
    "events: {open: {form: f}, set: {form: f}, go: {}, loud: {}, later: {}}\n"
    "messages: {hello: {to: worker, text: Hello.},\n"
    "           soon: {to: worker, at: = data.when, while: In(\"a\"), text: Soon.}}\n"
    "states:\n"
    "  a:\n"
    "    on: {set: {}, loud: {actions: [{notify: hello}]}, later: {actions: [{notify: soon}]}, go: b}\n"
    "  b: {}\n";

static struct site site;

static int begin(void **state)
{
    (void)state;
    site_begin(&site, yaml);
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

static bool keep_first(void *self, const struct stored_entry *entry)
{
    *(struct text *)self = text_copy(&site.arena, entry->content);
    return false;
}

/* A member of the newest entry's notes. */
static void assert_note(const char *name, const char *expected)
{
    struct error error;
    struct json content;
    struct text text = {0};
    struct store *store = site.store;
    int64_t subject = loaded(&site, "C-1").id;
    assert_int_equal(store->api->entries(store, &site.arena, subject, 0, keep_first, &text, &error),
                     STATUS_OK);
    assert_int_equal(json_read(&site.arena, text, &content, &error), STATUS_OK);
    const struct json *note = json_get(json_member_of(&content, "notes"), text_of(name));
    if (!note) {
        assert_string_equal(expected, "nothing");
        return;
    }
    assert_json(&site, *note, expected);
}

static size_t waiting_in_outbox(void)
{
    struct error error;
    struct outbox_row rows[8];
    size_t count = 0;
    assert_int_equal(site.store->api->outbox(site.store, 0, 8, &site.arena, rows, &count, &error), STATUS_OK);
    return count;
}

static void a_message_that_may_not_go_any_more_is_stopped_at_once(void **state)
{
    (void)state;
    must(&site, "{'event':'set','case':'C-1','data':{'n':1,'when':'2026-02-01'}}");
    must(&site, "{'event':'later','case':'C-1'}");
    must(&site, "{'event':'loud','case':'C-1'}");
    assert_int_equal(waiting_in_outbox(), 2);
    must(&site, "{'event':'go','case':'C-1'}");
    assert_int_equal(waiting_in_outbox(), 1);
    assert_note("stopped", "[{'at':1769904000000,'key':'3/0','message':'soon'}]");
    must(&site, "{'event':'undo','case':'C-1'}");
    assert_int_equal(waiting_in_outbox(), 1); /* it does not come back */
    assert_note("stopped", "nothing");
}

static void a_message_that_has_left_is_not_stopped(void **state)
{
    (void)state;
    must(&site, "{'event':'set','case':'C-1','data':{'n':1,'when':'2026-01-06'}}");
    must(&site, "{'event':'later','case':'C-1'}");
    set_clock(&site, "2026-01-06T00:00:00Z");
    must(&site, "{'event':'go','case':'C-1'}");
    assert_note("stopped", "nothing");
    assert_int_equal(waiting_in_outbox(), 1);
}

static void a_correction_stops_what_would_not_wait_and_names_what_has_gone(void **state)
{
    (void)state;
    must(&site, "{'event':'set','case':'C-1','data':{'n':1,'when':'2026-02-01'}}");
    must(&site, "{'event':'later','case':'C-1'}");
    must(&site, "{'event':'loud','case':'C-1'}");
    must(&site, "{'event':'correct','case':'C-1','data':{'entry':4,'reason':'x'}}");
    assert_note("follows", "{'messages':['hello']}");
    assert_note("stopped", "nothing");
    assert_int_equal(waiting_in_outbox(), 2);
    must(&site, "{'event':'correct','case':'C-1','data':{'entry':3,'reason':'x'}}");
    assert_note("follows", "{'messages':['hello']}"); /* what waited has not gone */
    assert_int_equal(waiting_in_outbox(), 1);
}

static void only_so_many_wait(void **state)
{
    (void)state;
    must(&site, "{'event':'set','case':'C-1','data':{'when':'2026-02-01'}}");
    for (int i = 0; i < SUBJECT_WAITING_LIMIT; i++) {
        must(&site, "{'event':'later','case':'C-1'}");
    }
    assert_job(does(&site, "{'event':'later','case':'C-1'}"), "ok failed");
    must(&site, "{'event':'loud','case':'C-1'}");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_message_that_may_not_go_any_more_is_stopped_at_once, begin, end),
        cmocka_unit_test_setup_teardown(a_message_that_has_left_is_not_stopped, begin, end),
        cmocka_unit_test_setup_teardown(a_correction_stops_what_would_not_wait_and_names_what_has_gone, begin,
                                        end),
        cmocka_unit_test_setup_teardown(only_so_many_wait, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Drafts: whose they are, when they end, what bounds them; and that no journal has one. */
#include "support.h"

#include "flow/draft.h"

#include <string.h>

static const char yaml[] = "fields: {n: {type: number}, unborn: {type: list, of: {due: {type: date}}}}\n"
                           "forms: {f: {fields: [n]}}\n"
                           "events: {open: {}, set: {form: f}, up: {}}\n"
                           "initial: a\n"
                           "states:\n"
                           "  a: {on: {set: {}, up: {}}}\n";

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

/* DATA with ' for "; NULL throws it away. */
static struct job *drafts(const char *user, const char *event, const char *of, const char *data)
{
    struct json json = json_null();
    char *text = data ? arena_copy(&site.arena, data, strlen(data)) : NULL;
    for (char *quote = text; quote && (quote = strchr(quote, '\'')); quote++) {
        *quote = '"';
    }
    if (text) {
        assert_int_equal(json_read(&site.arena, text_of(text), &json, NULL), STATUS_OK);
    }
    struct job *job = arena_new(&site.arena, struct job);
    *job = (struct job){.kind = JOB_DRAFT,
                        .command = {.subject = TEXT("C-1"),
                                    .event = text_of(event),
                                    .of = text_of(of),
                                    .actor = text_of(user),
                                    .data = json},
                        .arena = &site.arena};
    assert_int_equal(turn(&site, &job, 1), STATUS_OK);
    return job;
}

/* What USER's draft holds, ' for "; "" when there is none. */
static const char *kept(const char *user, const char *event, const char *of)
{
    struct error error;
    struct draft draft = {.subject = 1, .event = text_of(event), .of = text_of(of), .user = text_of(user)};
    enum status status = draft_load(site.store, &site.arena, &draft, &error);
    if (status == STATUS_NOT_FOUND) {
        return "";
    }
    assert_int_equal(status, STATUS_OK);
    return text_copy(&site.arena, json_to_text(&site.arena, &draft.data)).at;
}

static size_t count_of(const char *user)
{
    struct error error;
    struct drafts drafts;
    assert_int_equal(drafts_load(site.store, &site.arena, text_of(user), &drafts, &error), STATUS_OK);
    return drafts.list.count;
}

static void a_draft_is_kept_as_it_was_typed(void **state)
{
    (void)state;
    struct job *job = drafts("ann", "set", "", "{'n':'half','what':[1]}");
    assert_job(job, "ok done");
    assert_json(&site, job->answer, "{'saved':1767603600000,'version':1}");
    assert_string_equal(kept("ann", "set", ""), "{\"n\":\"half\",\"what\":[1]}");
    must(&site, "{'event':'up','case':'C-1'}");
    set_clock(&site, "2026-01-05T10:00:00Z");
    job = drafts("ann", "set", "", "{'n':2}");
    assert_json(&site, job->answer, "{'saved':1767607200000,'version':1}"); /* begun on 1, and it stays so */
    assert_string_equal(kept("ann", "set", ""), "{\"n\":2}");
    assert_entries(&site, "C-1", "open up");
    assert_int_equal(loaded(&site, "C-1").version, 2);
}

static void everybody_has_their_own(void **state)
{
    (void)state;
    drafts("ann", "set", "", "{'n':1}");
    drafts("bea", "set", "", "{'n':2}");
    drafts("ann b", "set", "unborn/1", "{'n':3}");
    assert_string_equal(kept("ann", "set", ""), "{\"n\":1}");
    assert_string_equal(kept("bea", "set", ""), "{\"n\":2}");
    assert_string_equal(kept("cy", "set", ""), "");
    assert_string_equal(kept("", "set", ""), "");
    assert_int_equal(count_of("ann"), 1);
    assert_int_equal(count_of("cy"), 0);
    assert_int_equal(count_of(""), 0);
    /* nor can anybody be reached by a name that runs into another's */
    assert_string_equal(kept("b", "set", "unborn/1 ann"), "");
    assert_string_equal(kept("b", "set unborn/1", "ann"), "");
    assert_job(drafts("b", "set", "unborn/1 ann", "{'n':4}"), "invalid -");
    assert_string_equal(kept("ann b", "set", "unborn/1"), "{\"n\":3}");
}

static void what_is_done_ends_the_draft_of_whoever_did_it(void **state)
{
    (void)state;
    drafts("ann", "set", "", "{'n':1}");
    drafts("ann", "up", "", "{}");
    drafts("bea", "set", "", "{'n':2}");
    assert_job(does(&site, "{'event':'set','case':'C-1','actor':'ann','data':{'n':'no'}}"), "ok refused");
    assert_string_equal(kept("ann", "set", ""), "{\"n\":1}");
    struct job *dry = job_of(&site, "{'event':'set','case':'C-1','actor':'ann','data':{'n':5}}");
    dry->kind = JOB_DRY;
    assert_int_equal(turn(&site, &dry, 1), STATUS_OK);
    assert_string_equal(kept("ann", "set", ""), "{\"n\":1}");
    must(&site, "{'event':'set','case':'C-1','actor':'ann','data':{'n':5}}");
    assert_string_equal(kept("ann", "set", ""), "");
    assert_string_equal(kept("ann", "up", ""), "{}");
    assert_string_equal(kept("bea", "set", ""), "{\"n\":2}");
    assert_int_equal(count_of("ann"), 1);
}

static void whoever_asks_in_anothers_name_ends_his_own(void **state)
{
    (void)state;
    drafts("op", "up", "", "{}");
    struct job *job = job_of(&site, "{'event':'up','case':'C-1','actor':'ann'}");
    job->user = TEXT("op");
    assert_int_equal(turn(&site, &job, 1), STATUS_OK);
    assert_string_equal(kept("op", "up", ""), "");
}

static void an_import_ends_nobodys(void **state)
{
    (void)state;
    drafts("ann", "up", "", "{}");
    struct job *job = job_of(&site, "{'event':'up','case':'C-1','actor':'ann'}");
    job->command.origin = ORIGIN_IMPORT;
    assert_int_equal(turn(&site, &job, 1), STATUS_OK);
    assert_job(job, "ok done");
    assert_string_equal(kept("ann", "up", ""), "{}");
}

static void it_ends_with_the_event_or_not_at_all(void **state)
{
    (void)state;
    drafts("ann", "up", "", "{}");
    struct job *job = job_of(&site, "{'event':'up','case':'C-1','actor':'ann'}");
    faults.fail_commit = 1;
    faults.status = STATUS_IO;
    assert_int_equal(turn(&site, &job, 1), STATUS_IO);
    assert_int_equal(loaded(&site, "C-1").version, 1);
    assert_string_equal(kept("ann", "up", ""), "{}");
}

static void whoever_had_none_may_begin_one(void **state)
{
    (void)state;
    must(&site, "{'event':'up','case':'C-1','actor':'ann'}");
    drafts("ann", "up", "", "{}");
    must(&site, "{'event':'up','case':'C-1','actor':'ann'}");
    assert_string_equal(kept("ann", "up", ""), "");
}

/* What was seen in a turn that does not stand is not known. */
static void a_draft_that_comes_back_is_seen(void **state)
{
    (void)state;
    drafts("ann", "up", "", "{}");
    struct job discard = {
        .kind = JOB_DRAFT,
        .command = {.subject = TEXT("C-1"), .event = TEXT("up"), .actor = TEXT("ann"), .data = json_null()},
        .arena = &site.arena};
    struct job *jobs[] = {&discard, job_of(&site, "{'event':'set','case':'C-1','actor':'ann'}")};
    faults.fail_commit = 1;
    faults.status = STATUS_IO;
    assert_int_equal(turn(&site, jobs, 2), STATUS_IO);
    assert_string_equal(kept("ann", "up", ""), "{}");
    must(&site, "{'event':'up','case':'C-1','actor':'ann'}");
    assert_string_equal(kept("ann", "up", ""), "");
}

static void one_can_be_thrown_away(void **state)
{
    (void)state;
    drafts("ann", "set", "", "{'n':1}");
    assert_job(drafts("bea", "set", "", NULL), "not_found -");
    assert_job(drafts("ann", "set", "", NULL), "ok done");
    assert_string_equal(kept("ann", "set", ""), "");
    assert_job(drafts("ann", "set", "", NULL), "not_found -");
    assert_int_equal(count_of("ann"), 0);
}

static void there_are_bounds(void **state)
{
    (void)state;
    char *large = arena_alloc(&site.arena, DRAFT_LIMIT + 1);
    memset(large, ' ', DRAFT_LIMIT);
    large[DRAFT_LIMIT] = 0;
    const char begins[] = "{'n':'", ends[] = "'}";
    memcpy(large, begins, sizeof begins - 1);
    memset(large + sizeof begins - 1, 'x', DRAFT_LIMIT - sizeof begins - sizeof ends + 2);
    memcpy(large + DRAFT_LIMIT - sizeof ends + 1, ends, sizeof ends - 1);
    assert_job(drafts("ann", "set", "", large), "ok done");
    char *larger = arena_alloc(&site.arena, DRAFT_LIMIT + 2);
    memcpy(larger, large, sizeof begins - 1);
    larger[sizeof begins - 1] = 'x';
    memcpy(larger + sizeof begins, large + sizeof begins - 1, DRAFT_LIMIT - sizeof begins + 2);
    struct job *job = drafts("ann", "set", "", larger);
    assert_job(job, "limit -");
    assert_string_equal(job->error.message, "The draft has 65537 bytes; one holds at most 65536.");
    for (int i = 1; i < DRAFTS_LIMIT; i++) {
        assert_job(drafts("ann", "set", arena_printf(&site.arena, "unborn/%d", i), "{}"), "ok done");
    }
    assert_job(drafts("ann", "up", "", "{}"), "limit -");
    assert_job(drafts("ann", "set", "unborn/7", "{'n':7}"), "ok done"); /* one that is there goes on */
    assert_job(drafts("bea", "up", "", "{}"), "ok done");
    assert_int_equal(count_of("ann"), DRAFTS_LIMIT);
}

int main(void)
{
#define WITH(test) cmocka_unit_test_setup_teardown(test, begin, end)
    const struct CMUnitTest tests[] = {
        WITH(a_draft_is_kept_as_it_was_typed),
        WITH(everybody_has_their_own),
        WITH(what_is_done_ends_the_draft_of_whoever_did_it),
        WITH(whoever_asks_in_anothers_name_ends_his_own),
        WITH(an_import_ends_nobodys),
        WITH(it_ends_with_the_event_or_not_at_all),
        WITH(whoever_had_none_may_begin_one),
        WITH(a_draft_that_comes_back_is_seen),
        WITH(one_can_be_thrown_away),
        WITH(there_are_bounds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

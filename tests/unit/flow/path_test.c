/* One job's way, and many jobs' turn: keys, versions, refusals, what fails alone and what fails together. */
#include "support.h"

static const char yaml[] = "fields: {n: {type: number, default: 0}}\n"
                           "forms: {f: {fields: [n]}}\n"
                           "events: {open: {}, set: {form: f}, up: {}, go: {}, back: {}, loop: {}}\n"
                           "initial: a\n"
                           "states:\n"
                           "  a:\n"
                           "    on: {set: {}, up: {actions: [{assign: {n: = data.n + 1}}]}, go: {target: b, "
                           "requires: [{if: data.n > 0, else: Not yet.}]},\n"
                           "         loop: {actions: [{raise: loop}]}}\n"
                           "    after: {1 day: {actions: [{assign: {n: = data.n + 100}}]}}\n"
                           "  b: {on: {back: a}}\n";

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

#define OPEN "{'event':'open','workflow':'w'}"

static void a_command_is_kept_and_answered(void **state)
{
    (void)state;
    struct job *job = must(&site, "{'event':'open','workflow':'w','data':{'n':2},'area':'wcc'}");
    assert_text(job->reference_of, "C-1");
    assert_int_equal(job->subject_of, 1);
    assert_int_equal(job->version, 1);
    assert_json(&site, job->answer,
                "{'case':'C-1','configuration':['a'],'data':{'n':2},'event':'open','outcome':'done','unmet':["
                "],'version':1}");
    job = must(&site, "{'event':'up','case':'C-1'}");
    assert_int_equal(job->version, 2);
    struct stored_subject stored = loaded(&site, "C-1");
    assert_text(stored.state, "a");
    assert_text(stored.area, "wcc");
    assert_int_equal(stored.version, 2);
    assert_instant(stored.due, "2026-01-06T09:00:00Z");
    assert_entries(&site, "C-1", "open up");
}

static void what_is_not_done_says_why_and_keeps_nothing(void **state)
{
    (void)state;
    must(&site, OPEN);
    assert_job(does(&site, "{'event':'go','case':'C-1'}"), "ok refused");
    assert_job(does(&site, "{'event':'dance','case':'C-1'}"), "ok unknown");
    assert_job(does(&site, "{'event':'loop','case':'C-1'}"), "ok failed");
    struct job *job = does(&site, "{'event':'up','case':'C-9'}");
    assert_job(job, "not_found -");
    assert_string_equal(job->error.message, "there is no case “C-9”");
    job = does(&site, "{'event':'open','workflow':'v'}");
    assert_job(job, "invalid -");
    assert_string_equal(job->error.message, "there is no workflow “v” here");
    job = does(&site, "{'event':'up','case':'C-1','at':'2026-01-05T09:00:00.001Z'}");
    assert_job(job, "invalid -");
    assert_string_equal(job->error.message, "“at” is in the future");
    assert_entries(&site, "C-1", "open");
    assert_int_equal(counts(&site).cases, 1);
}

/* --- keys and versions -------------------------------------------------------------------- */

static void the_same_key_has_the_same_answer(void **state)
{
    (void)state;
    struct job *opened = must(&site, "{'event':'open','workflow':'w','key':'o'}");
    struct job *first = must(&site, "{'event':'up','case':'C-1','key':'k'}");
    must(&site, "{'event':'up','case':'C-1'}");
    must(&site, "{'event':'go','case':'C-1'}");
    set_clock(&site, "2026-03-01T09:00Z");
    struct job *again = must(&site, "{'event':'up','case':'C-1','key':'k'}");
    assert_true(again->repeated && !first->repeated);
    assert_true(json_equal(&again->answer, &first->answer));
    assert_int_equal(again->version, 2);
    assert_text(again->reference_of, "C-1");
    again = must(&site, "{'event':'open','workflow':'w','key':'o'}");
    assert_true(again->repeated && json_equal(&again->answer, &opened->answer));
    assert_entries(&site, "C-1", "open up up go");
    assert_int_equal(counts(&site).cases, 1);
}

static void the_same_key_for_another_command_is_wrong(void **state)
{
    (void)state;
    must(&site, OPEN);
    must(&site, "{'event':'up','case':'C-1','key':'k'}");
    struct job *job = does(&site, "{'event':'set','case':'C-1','key':'k'}");
    assert_job(job, "exists -");
    assert_string_equal(job->error.message, "the key “k” stands for another command");
    assert_job(does(&site, "{'event':'up','case':'C-1','key':'k','data':{}}"), "exists -");
    assert_entries(&site, "C-1", "open up");
}

static void only_what_was_done_spends_its_key(void **state)
{
    (void)state;
    must(&site, OPEN);
    assert_job(does(&site, "{'event':'go','case':'C-1','key':'k'}"), "ok refused");
    assert_job(does(&site, "{'event':'loop','case':'C-1','key':'k'}"), "ok failed");
    assert_job(does(&site, "{'event':'up','case':'C-9','key':'k'}"), "not_found -");
    assert_job(does(&site, "{'event':'up','case':'C-1','key':'k','if_match':7}"), "conflict -");
    struct job *job = must(&site, "{'event':'up','case':'C-1','key':'k'}");
    assert_false(job->repeated);
}

static void a_stale_version_conflicts(void **state)
{
    (void)state;
    must(&site, OPEN);
    must(&site, "{'event':'up','case':'C-1','if_match':1}");
    struct job *job = does(&site, "{'event':'up','case':'C-1','if_match':1}");
    assert_job(job, "conflict -");
    assert_int_equal(job->version, 2);
    assert_string_equal(job->error.message, "the case is at version 2, not 1");
    set_clock(&site, "2026-01-07T09:00Z"); /* what time brought meanwhile counts too */
    assert_job(does(&site, "{'event':'up','case':'C-1','if_match':2}"), "conflict -");
    assert_entries(&site, "C-1", "open up after.a.1");
    must(&site, "{'event':'up','case':'C-1','if_match':3}");
}

/* --- a turn --------------------------------------------------------------------------------- */

static size_t answered_before_commit, answered;

static void note_answer(struct job *job)
{
    (void)job;
    answered++;
    answered_before_commit += faults.commits == 0;
}

static struct job **jobs_of(const char *const *commands, size_t count)
{
    struct job **jobs = arena_array(&site.arena, struct job *, count);
    answered = answered_before_commit = 0;
    faults.commits = faults.applies = faults.rollbacks = 0;
    for (size_t i = 0; i < count; i++) {
        jobs[i] = job_of(&site, commands[i]);
        jobs[i]->done = note_answer;
    }
    return jobs;
}

static void each_sees_what_those_before_it_did(void **state)
{
    (void)state;
    static const char *const commands[] = {
        "{'event':'open','workflow':'w','case':'mine'}",
        "{'event':'go','case':'mine'}",
        "{'event':'up','case':'mine','key':'k'}",
        "{'event':'up','case':'mine','key':'k'}",
        "{'event':'go','case':'mine'}",
        "{'event':'up','case':'nobody'}",
        "{'event':'back','case':'mine'}",
    };
    static const char *const expected[] = {"ok done", "ok refused",  "ok done", "ok done",
                                           "ok done", "not_found -", "ok done"};
    struct job **jobs = jobs_of(commands, 7);
    assert_int_equal(turn(&site, jobs, 7), STATUS_OK);
    for (size_t i = 0; i < 7; i++) {
        assert_job(jobs[i], expected[i]);
    }
    assert_true(jobs[3]->repeated);
    assert_int_equal(answered, 7);
    assert_int_equal(answered_before_commit, 0);
    assert_int_equal(faults.commits, 1);
    assert_entries(&site, "mine", "open up go back");
}

static void a_taken_reference_leaves_the_others_alone(void **state)
{
    (void)state;
    static const char *const commands[] = {
        "{'event':'open','workflow':'w','case':'one','key':'a'}",
        "{'event':'open','workflow':'w','case':'one','key':'b'}",
        "{'event':'open','workflow':'w','case':'two','key':'c'}",
        "{'event':'open','workflow':'w','case':'C-7','key':'d'}",
        "{'event':'up','case':'one','key':'e'}",
    };
    static const char *const expected[] = {"ok done", "exists -", "ok done", "invalid -", "ok done"};
    struct job **jobs = jobs_of(commands, 5);
    assert_int_equal(turn(&site, jobs, 5), STATUS_OK);
    for (size_t i = 0; i < 5; i++) {
        assert_job(jobs[i], expected[i]);
    }
    assert_string_equal(jobs[1]->error.message, "The reference one is taken; choose another");
    assert_int_equal(counts(&site).cases, 2);
    assert_entries(&site, "one", "open up");
    must(&site, "{'event':'open','workflow':'w','case':'three','key':'b'}"); /* its key was not spent */
}

static void a_long_list_takes_several_turns(void **state)
{
    (void)state;
    enum { COUNT = 150 };
    const char *commands[COUNT];
    for (size_t i = 0; i < COUNT; i++) {
        commands[i] = i ? "{'event':'up','case':'C-1'}" : OPEN;
    }
    struct job **jobs = jobs_of(commands, COUNT);
    assert_int_equal(turn(&site, jobs, COUNT), STATUS_OK);
    assert_int_equal(faults.commits, 3); /* 64, 64, 22 */
    assert_int_equal(answered, COUNT);
    assert_int_equal(jobs[COUNT - 1]->version, COUNT);
}

/* Planning has its time too: then the turn ends with what it has. */
static uint64_t elapse(void *self)
{
    struct site *of = self;
    return of->clock.elapsed += FLOW_PLANNING_NANOSECONDS + 1;
}

static instant now_of(void *self)
{
    const struct site *of = self;
    return of->clock.at;
}

static void a_turn_that_takes_long_ends_early(void **state)
{
    (void)state;
    static const char *const commands[] = {OPEN, "{'event':'up','case':'C-1'}",
                                           "{'event':'up','case':'C-1'}"};
    struct flow_options options = {.store = site.store,
                                   .world = &site.world,
                                   .rules = fake_rules(&site.fake),
                                   .clock = {now_of, elapse, &site},
                                   .random = random_of_seed(&site.seeded, 7)};
    struct flow *flow = flow_new(&options);
    struct error error;
    struct job **jobs = jobs_of(commands, 3);
    assert_int_equal(flow_turn(flow, jobs, 3, &error), STATUS_OK);
    assert_int_equal(faults.commits, 3);
    assert_int_equal(jobs[2]->version, 3);
    flow_free(flow);
}

/* --- when the store fails ---------------------------------------------------------------------- */

static void an_apply_that_fails_rolls_back_and_runs_them_singly(void **state)
{
    (void)state;
    static const char *const commands[] = {OPEN, OPEN, OPEN};
    struct job **jobs = jobs_of(commands, 3);
    faults.fail_apply = 2;
    faults.status = STATUS_LIMIT;
    assert_int_equal(turn(&site, jobs, 3), STATUS_OK);
    for (size_t i = 0; i < 3; i++) {
        assert_job(jobs[i], "ok done");
    }
    assert_int_equal(faults.rollbacks, 1);
    assert_int_equal(faults.commits, 3);
    assert_int_equal(answered, 3);
    assert_int_equal(counts(&site).cases, 3);
}

static void who_makes_a_batch_fail_fails_alone(void **state)
{
    (void)state;
    static const char *const commands[] = {OPEN, "{'event':'open','workflow':'w','case':'bad'}", OPEN};
    struct job **jobs = jobs_of(commands, 3);
    faults.fail_alias = "bad";
    faults.status = STATUS_LIMIT;
    assert_int_equal(turn(&site, jobs, 3), STATUS_OK);
    assert_job(jobs[0], "ok done");
    assert_job(jobs[1], "limit -");
    assert_string_equal(jobs[1]->error.message, "the store was made to fail");
    assert_job(jobs[2], "ok done");
    assert_int_equal(answered, 3);
    assert_int_equal(faults.rollbacks, 2);
    assert_int_equal(counts(&site).cases, 2);
}

static void a_full_disk_fails_the_batch_and_no_more(void **state)
{
    (void)state;
    static const char *const commands[] = {OPEN, OPEN};
    struct job **jobs = jobs_of(commands, 2);
    faults.fail_commit = 1;
    faults.status = STATUS_FULL;
    assert_int_equal(turn(&site, jobs, 2), STATUS_OK); /* singly they fit */
    assert_job(jobs[0], "ok done");
    assert_job(jobs[1], "ok done");
    jobs = jobs_of(commands, 1);
    faults.fail_commit = 2; /* neither together nor singly */
    assert_int_equal(turn(&site, jobs, 1), STATUS_OK);
    assert_job(jobs[0], "ok done");
    assert_int_equal(counts(&site).cases, 3);
}

/* The disk does not say whether it was written: nobody is answered, and the process must stop. */
static void after_an_io_error_nobody_is_answered(void **state)
{
    (void)state;
    static const char *const commands[] = {OPEN, OPEN};
    struct job **jobs = jobs_of(commands, 2);
    faults.fail_commit = 1;
    faults.status = STATUS_IO;
    assert_int_equal(turn(&site, jobs, 2), STATUS_IO);
    assert_int_equal(answered, 0);
    faults.fail_apply = 1;
    faults.status = STATUS_CORRUPT;
    assert_int_equal(turn(&site, jobs, 2), STATUS_CORRUPT);
    assert_int_equal(answered, 0);
}

/* A store that can't be read stops the turn; a document that is damaged is its case's fault alone. */
static void a_store_that_cannot_be_read_is_told(void **state)
{
    (void)state;
    static const char *const commands[] = {"{'event':'up','case':'C-1'}", "{'event':'up','case':'C-1'}"};
    must(&site, OPEN);
    struct job **jobs = jobs_of(commands, 2);
    faults.fail_load = 2;
    faults.status = STATUS_IO;
    struct error error;
    assert_int_equal(flow_turn(site.flow, jobs, 2, &error), STATUS_IO);
    assert_string_equal(error.message, "the store was made to fail");
    assert_int_equal(answered, 0);
    faults.fail_load = 1;
    faults.status = STATUS_CORRUPT;
    assert_int_equal(turn(&site, jobs, 2), STATUS_CORRUPT);
}

static void a_damaged_case_fails_alone(void **state)
{
    (void)state;
    static const char *const documents[] = {"{", "[]", "{\"configuration\":{\"gone\":1}}"};
    static const char *const commands[] = {"{'event':'up','case':'C-1'}", "{'event':'up','case':'C-2'}",
                                           "{'event':'up','case':'C-1'}"};
    must(&site, OPEN);
    must(&site, OPEN);
    for (size_t i = 0; i < sizeof documents / sizeof *documents; i++) {
        struct job **jobs = jobs_of(commands, 3);
        faults.damage = "C-2";
        faults.document = documents[i];
        assert_int_equal(turn(&site, jobs, 3), STATUS_OK);
        assert_job(jobs[0], "ok done");
        assert_job(jobs[1], "corrupt -");
        assert_job(jobs[2], "ok done");
        assert_int_equal(answered, 3);
    }
    set_clock(&site, "2026-01-07T09:00Z"); /* time holds it */
    assert_int_equal(let_time_pass(&site), 2);
    assert_int_equal(let_time_pass(&site), 0);
    assert_true(loaded(&site, "C-2").held && !loaded(&site, "C-1").held);
    faults.damage = NULL;
}

/* --- dry runs --------------------------------------------------------------------------------------- */

static struct job *dry(const char *command)
{
    struct job *job = job_of(&site, command);
    job->kind = JOB_DRY;
    assert_int_equal(turn(&site, &job, 1), STATUS_OK);
    return job;
}

static void a_dry_run_tells_and_changes_nothing(void **state)
{
    (void)state;
    must(&site, "{'event':'open','workflow':'w','data':{'n':3}}");
    set_clock(&site, "2026-01-06T10:00Z"); /* a timer is due */
    struct job *job = dry("{'event':'up','case':'C-1','key':'k'}");
    assert_job(job, "ok done");
    assert_json(&site, job->answer,
                "{'case':'C-1','configuration':['a'],'data':{'n':104},'event':'up','outcome':'done','unmet':["
                "],'version':3}");
    assert_json(&site, job->details,
                "{'at':'2026-01-06T10:00:00Z','changes':[{'after':104,'before':103,'path':['data','n']}],'"
                "deadlines':[],'fields':[{'after':104,'after_words':'104','before':103,'before_words':'103',"
                "'field':'n','title':'n'}],'messages':[],'notes':{'transitions':[{'event':'up','from':'a',"
                "'line':8}]},'states':{'entered':[],'left':[]},'tasks':[],'told':[]}");
    assert_int_equal(faults.applies, 1);
    assert_entries(&site, "C-1", "open");
    job = must(&site, "{'event':'up','case':'C-1','key':'k'}"); /* the key is not spent */
    assert_false(job->repeated);
    assert_int_equal(job->version, 3);
    assert_job(dry("{'event':'go','case':'C-1','if_match':2}"), "conflict -");
    assert_job(dry("{'event':'back','case':'C-1'}"), "ok refused");
}

static void a_dry_opening_takes_no_number(void **state)
{
    (void)state;
    struct job *job = dry("{'event':'open','workflow':'w','case':'mine'}");
    assert_job(job, "ok done");
    assert_text(job->reference_of, "mine");
    job = dry(OPEN);
    assert_text(job->reference_of, "C-1");
    assert_int_equal(counts(&site).cases, 0);
    assert_text(must(&site, OPEN)->reference_of, "C-1");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_command_is_kept_and_answered, begin, end),
        cmocka_unit_test_setup_teardown(what_is_not_done_says_why_and_keeps_nothing, begin, end),
        cmocka_unit_test_setup_teardown(the_same_key_has_the_same_answer, begin, end),
        cmocka_unit_test_setup_teardown(the_same_key_for_another_command_is_wrong, begin, end),
        cmocka_unit_test_setup_teardown(only_what_was_done_spends_its_key, begin, end),
        cmocka_unit_test_setup_teardown(a_stale_version_conflicts, begin, end),
        cmocka_unit_test_setup_teardown(each_sees_what_those_before_it_did, begin, end),
        cmocka_unit_test_setup_teardown(a_taken_reference_leaves_the_others_alone, begin, end),
        cmocka_unit_test_setup_teardown(a_long_list_takes_several_turns, begin, end),
        cmocka_unit_test_setup_teardown(a_turn_that_takes_long_ends_early, begin, end),
        cmocka_unit_test_setup_teardown(an_apply_that_fails_rolls_back_and_runs_them_singly, begin, end),
        cmocka_unit_test_setup_teardown(who_makes_a_batch_fail_fails_alone, begin, end),
        cmocka_unit_test_setup_teardown(a_full_disk_fails_the_batch_and_no_more, begin, end),
        cmocka_unit_test_setup_teardown(after_an_io_error_nobody_is_answered, begin, end),
        cmocka_unit_test_setup_teardown(a_store_that_cannot_be_read_is_told, begin, end),
        cmocka_unit_test_setup_teardown(a_damaged_case_fails_alone, begin, end),
        cmocka_unit_test_setup_teardown(a_dry_run_tells_and_changes_nothing, begin, end),
        cmocka_unit_test_setup_teardown(a_dry_opening_takes_no_number, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

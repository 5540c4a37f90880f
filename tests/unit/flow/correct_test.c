/* Putting right: an entry made in error, other answers, another time, undoing, and all of it taken back. */
#include "support.h"

static const char yaml[] =
    "roles: {worker: Worker, lead: Lead}\n"
    "fields: {n: {type: number, default: 0}, when: {type: date}, who: {type: person}}\n"
    "forms: {f: {fields: [n, when, who]}, own: {fields: [{m: {type: number}}]}}\n"
    "events: {open: {form: f}, set: {form: f}, up: {}, visit: {}, go: {}, back: {}, end: {}, loud: {}, "
    "later: {},\n"
    "         task.call.done: {}, correct: {roles: [lead, worker]}}\n"
    "messages: {hello: {to: worker, text: Hello.}}\n"
    "initial: a\n"
    "states:\n"
    "  a:\n"
    "    tasks: {call: {due: 2 days}}\n"
    "    deadlines: {seen: {due: 3 days, met_by: visit}, dated: {due: data.when + days(10)}}\n"
    "    on: {set: {}, visit: {}, up: {actions: [{assign: {n: = data.n + 1}}]},\n"
    "         loud: {actions: [{notify: hello}]},\n"
    "         go: {target: b, requires: [{if: data.n > 0, else: Not yet.}]}}\n"
    "  b:\n"
    "    after: {2 days: c}\n"
    "    on: {back: a, end: done, up: {actions: [{assign: {n: = data.n + 1}}]}}\n"
    "  c: {on: {back: a, end: done}}\n"
    "  done: {type: final}\n";

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

static void assert_at(const char *states)
{
    assert_text(loaded(&site, "C-1").state, states);
}

/* A member of the data, as JSON; "nothing". */
static void assert_data(const char *name, const char *expected)
{
    struct json document;
    struct error error;
    struct stored_subject stored = loaded(&site, "C-1");
    assert_int_equal(json_read(&site.arena, stored.document, &document, &error), STATUS_OK);
    const struct json *value = json_get(json_member_of(&document, "data"), text_of(name));
    if (!value) {
        assert_string_equal(expected, "nothing");
        return;
    }
    assert_json(&site, *value, expected);
}

static void assert_refused(const char *command, const char *sentence)
{
    struct job *job = does(&site, command);
    assert_job(job, "ok refused");
    const struct json *unmet = json_member_of(&job->answer, "unmet");
    assert_text(json_get_text(&unmet->elements[0], "text"), sentence);
}

/* A member of the newest entry's notes. */
static void assert_note(const char *reference, const char *name, const char *expected);

static bool keep_first(void *self, const struct stored_entry *entry)
{
    *(struct text *)self = text_copy(&site.arena, entry->content);
    return false;
}

static void assert_note(const char *reference, const char *name, const char *expected)
{
    struct error error;
    struct json content;
    struct text text = {0};
    struct store *store = site.store;
    int64_t subject = loaded(&site, reference).id;
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

#define CORRECT(rest) "{'event':'correct','case':'C-1','data':{" rest ",'reason':'By mistake.'}}"

/* --- an entry made in error --------------------------------------------------------------- */

static void what_it_changed_is_as_if_it_had_not_been(void **state)
{
    (void)state;
    must(&site, "{'event':'up','case':'C-1'}");
    must(&site, "{'event':'up','case':'C-1'}");
    must(&site, "{'event':'up','case':'C-1'}");
    assert_data("n", "3");
    struct job *job = must(&site, CORRECT("'entry':3"));
    assert_json(&site, *json_member_of(&job->answer, "data"), "{'n':2}");
    assert_data("n", "2");
    assert_entries(&site, "C-1", "open up up up correct");
    assert_note("C-1", "corrects", "3");
    assert_note("C-1", "follows", "{'fields':[{'after':2,'before':3,'field':'n'}]}");
    assert_refused(CORRECT("'entry':3"), "This entry is marked as made in error already.");
}

static void states_are_left_and_time_comes_anew(void **state)
{
    (void)state;
    must(&site, "{'event':'up','case':'C-1'}");
    must(&site, "{'event':'go','case':'C-1'}");
    set_clock(&site, "2026-01-09T09:00:00Z");
    let_time_pass(&site);
    assert_at("c");
    must(&site, CORRECT("'entry':3"));
    assert_at("a");
    assert_note("C-1", "follows", "{'entered':['a'],'left':['c']}");
    /* its task has been open all along, and what was missed has been missed */
    struct json document;
    struct error error;
    struct stored_subject stored = loaded(&site, "C-1");
    assert_int_equal(json_read(&site.arena, stored.document, &document, &error), STATUS_OK);
    const struct json *call = json_member_of(json_member_of(&document, "deadlines"), "call");
    assert_text(json_get_text(call, "status"), "overdue");
    assert_text(json_get_text(call, "due"), "2026-01-07");
    assert_true(json_get_boolean(call, "breached", false));
    assert_int_equal(counts(&site).tasks, 1);
}

static void a_deadline_met_by_mistake_is_open_from_its_first_day(void **state)
{
    (void)state;
    must(&site, "{'event':'visit','case':'C-1'}");
    must(&site, CORRECT("'entry':2"));
    struct json document;
    struct error error;
    struct stored_subject stored = loaded(&site, "C-1");
    assert_int_equal(json_read(&site.arena, stored.document, &document, &error), STATUS_OK);
    const struct json *seen = json_member_of(json_member_of(&document, "deadlines"), "seen");
    assert_text(json_get_text(seen, "due"), "2026-01-08");
    assert_text(json_get_text(seen, "status"), "pending");
}

static void messages_that_are_gone_are_named(void **state)
{
    (void)state;
    must(&site, "{'event':'loud','case':'C-1'}");
    must(&site, "{'event':'loud','case':'C-1'}");
    uint64_t before = counts(&site).outbox;
    must(&site, CORRECT("'entry':2"));
    assert_note("C-1", "follows", "{'messages':['hello']}");
    assert_int_equal(counts(&site).outbox, before);
}

static void a_later_entry_that_would_have_been_refused_hinders(void **state)
{
    (void)state;
    must(&site, "{'event':'up','case':'C-1'}");
    must(&site, "{'event':'go','case':'C-1'}");
    assert_refused(CORRECT("'entry':2"), "Entry 3 (go) would not have been possible: Not yet.");
    assert_at("b");
    must(&site, "{'event':'correct','case':'C-1','data':{'entry':2,'reason':'Not she.'},'override':'Both "
                "were wrong.'}");
    assert_at("a");
    assert_note("C-1", "let_go", "[{'entry':3,'event':'go','why':'Not yet.'}]");
    /* the entry that was let go stays so when the story is told again */
    must(&site, "{'event':'up','case':'C-1'}");
    must(&site, "{'event':'up','case':'C-1'}");
    must(&site, CORRECT("'entry':5"));
    assert_at("a");
    assert_data("n", "1");
}

/* --- other answers, another time ------------------------------------------------------------ */

static void other_answers_are_written_in_their_place(void **state)
{
    (void)state;
    must(&site, "{'event':'set','case':'C-1','data':{'n':5,'when':'2026-02-01'}}");
    must(&site, "{'event':'up','case':'C-1'}");
    must(&site, CORRECT("'entry':2,'data':{'n':7}"));
    assert_data("n", "8");
    assert_data("when", "'2026-02-01'");
    must(&site, CORRECT("'entry':2,'data':{'n':1,'when':null}"));
    assert_data("n", "2");
    assert_data("when", "nothing");
    assert_refused(CORRECT("'entry':2,'data':{'n':'x'}"),
                   "Entry 2 (set) would not have been possible: n: This must be a number.");
}

static void another_time_moves_what_ran_from_it(void **state)
{
    (void)state;
    set_clock(&site, "2026-01-07T09:00:00Z");
    must(&site, "{'event':'up','case':'C-1'}");
    must(&site, "{'event':'go','case':'C-1'}"); /* and on the 9th it would be in c */
    set_clock(&site, "2026-01-08T12:00:00Z");
    must(&site, CORRECT("'entry':2,'at':'2026-01-06T08:00'"));
    must(&site, CORRECT("'entry':3,'at':'2026-01-06T09:00'"));
    assert_at("c");
    assert_note("C-1", "follows", "{'entered':['c'],'left':['b']}");
}

static void the_opening_keeps_its_people(void **state)
{
    (void)state;
    must(&site, "{'event':'open','workflow':'w','case':'X','data':{'who':'A parent'}}");
    let_time_pass(&site);
    uint64_t people = counts(&site).people;
    must(&site, "{'event':'up','case':'X'}");
    must(&site, "{'event':'correct','case':'X','data':{'entry':1,'data':{'n':10},'reason':'Counted anew.'}}");
    let_time_pass(&site);
    assert_int_equal(counts(&site).people, people);
    must(&site,
         "{'event':'correct','case':'X','data':{'entry':1,'data':{'who':'Another'},'reason':'Not she.'}}");
    let_time_pass(&site);
    assert_int_equal(counts(&site).people, people + 1);
    struct json document;
    struct error error;
    struct stored_subject stored = loaded(&site, "X");
    assert_int_equal(json_read(&site.arena, stored.document, &document, &error), STATUS_OK);
    assert_json(&site, *json_member_of(&document, "data"), "{'n':1,'who':'P-4'}");
}

/* --- undoing ---------------------------------------------------------------------------------- */

static void the_last_move_is_undone(void **state)
{
    (void)state;
    must(&site, "{'event':'up','case':'C-1'}");
    must(&site, "{'event':'go','case':'C-1'}");
    must(&site, "{'event':'up','case':'C-1'}");
    must(&site, "{'event':'correct','case':'C-1','data':{'entry':4,'reason':'Twice.'}}");
    must(&site, "{'event':'undo','case':'C-1'}");
    assert_at("a");
    assert_note("C-1", "corrects", "3");
    assert_refused("{'event':'undo','case':'C-1'}", "Nobody has moved this case yet.");
}

static void an_end_is_undone_and_all_is_as_it_was(void **state)
{
    (void)state;
    must(&site, "{'event':'up','case':'C-1'}");
    must(&site, "{'event':'go','case':'C-1'}");
    struct text before = loaded(&site, "C-1").document;
    must(&site, "{'event':'end','case':'C-1'}");
    assert_true(loaded(&site, "C-1").closed != INSTANT_NONE);
    must(&site, "{'event':'undo','case':'C-1','data':{'reason':'The wrong case.'}}");
    struct stored_subject stored = loaded(&site, "C-1");
    assert_true(stored.closed == INSTANT_NONE);
    assert_true(text_equal(stored.document, before));
    assert_instant(stored.due, "2026-01-07T09:00:00Z");
    set_clock(&site, "2026-01-08T09:00:00Z");
    let_time_pass(&site);
    assert_at("c");
}

static void a_correction_is_itself_put_right(void **state)
{
    (void)state;
    must(&site, "{'event':'up','case':'C-1'}");
    must(&site, "{'event':'go','case':'C-1'}");
    must(&site, "{'event':'undo','case':'C-1'}");
    assert_at("a");
    must(&site, CORRECT("'entry':4"));
    assert_at("b");
    must(&site, CORRECT("'entry':5"));
    assert_at("a");
    assert_entries(&site, "C-1", "open up go undo correct correct");
}

static void what_was_put_right_before_stays_right(void **state)
{
    (void)state;
    must(&site, "{'event':'set','case':'C-1','data':{'n':1}}");
    must(&site, "{'event':'set','case':'C-1','data':{'n':2}}");
    must(&site, CORRECT("'entry':2,'data':{'n':7}"));
    assert_data("n", "2");
    must(&site, CORRECT("'entry':3"));
    assert_data("n", "7");
    must(&site, CORRECT("'entry':4"));
    assert_data("n", "1");
}

static void what_happened_before_the_opening_can_be_put_right(void **state)
{
    (void)state;
    must(&site, "{'event':'up','case':'C-1','at':'2026-01-02T10:00'}");
    must(&site, "{'event':'up','case':'C-1'}");
    must(&site, CORRECT("'entry':2"));
    assert_data("n", "1");
    must(&site, CORRECT("'entry':1,'data':{'n':5}"));
    assert_data("n", "6");
    must(&site, CORRECT("'entry':3,'at':'2026-01-01T09:00'"));
    assert_data("n", "6");
}

static void the_opening_stays_before_what_followed_it(void **state)
{
    (void)state;
    must(&site, "{'event':'visit','case':'C-1'}");
    set_clock(&site, "2026-01-07T09:00:00Z");
    assert_refused(CORRECT("'entry':1,'at':'2026-01-06T09:00'"),
                   "It was opened before entry 2 (visit), which happened on 2026-01-05.");
    must(&site, CORRECT("'entry':1,'at':'2026-01-04T09:00'"));
}

/* --- late, and elsewhere ------------------------------------------------------------------------ */

static void a_late_entry_is_placed_when_the_story_is_told_again(void **state)
{
    (void)state;
    set_clock(&site, "2026-01-12T09:00:00Z");
    let_time_pass(&site); /* the visit is overdue since the 9th */
    must(&site, "{'event':'visit','case':'C-1','at':'2026-01-07T10:00'}");
    assert_note("C-1", "follows", "nothing");
    must(&site, "{'event':'up','case':'C-1'}");
    must(&site, CORRECT("'entry':4,'at':'2026-01-07T11:00'"));
    assert_data("n", "1");
}

static void what_belongs_to_another_case_goes_there(void **state)
{
    (void)state;
    must(&site, "{'event':'open','workflow':'w'}");
    must(&site, "{'event':'set','case':'C-1','data':{'n':9},'actor':'worker-1'}");
    set_clock(&site, "2026-01-06T09:00:00Z");
    must(&site, CORRECT("'entry':2,'to':'C-2'"));
    let_time_pass(&site);
    assert_data("n", "0");
    assert_entries(&site, "C-1", "open set correct");
    assert_entries(&site, "C-2", "open set");
    struct json document;
    struct error error;
    struct stored_subject stored = loaded(&site, "C-2");
    assert_int_equal(json_read(&site.arena, stored.document, &document, &error), STATUS_OK);
    assert_json(&site, *json_member_of(json_member_of(&document, "data"), "n"), "9");
    assert_refused(CORRECT("'entry':1,'to':'C-2'"),
                   "A case cannot be taken back; give the opening other answers, or end the case.");
    must(&site, "{'event':'up','case':'C-1'}");
    assert_refused(CORRECT("'entry':4,'to':'C-9'"), "There is no case “C-9”.");
    must(&site, "{'event':'up','case':'C-2'}");
    must(&site, "{'event':'go','case':'C-2'}");
    must(&site, "{'event':'visit','case':'C-1'}");
    assert_refused(CORRECT("'entry':5,'to':'C-2'"),
                   "C-2 would refuse it: “visit” is not possible at this point.");
}

static void assert_n_of(const char *reference, const char *expected)
{
    struct json document;
    struct error error;
    struct stored_subject stored = loaded(&site, reference);
    assert_int_equal(json_read(&site.arena, stored.document, &document, &error), STATUS_OK);
    assert_json(&site, *json_member_of(json_member_of(&document, "data"), "n"), expected);
}

static void a_move_to_another_case_is_taken_back_there_too(void **state)
{
    (void)state;
    must(&site, "{'event':'open','workflow':'w'}");
    must(&site, "{'event':'set','case':'C-1','data':{'n':9},'actor':'worker-1'}");
    set_clock(&site, "2026-01-06T09:00:00Z");
    must(&site, CORRECT("'entry':2,'to':'C-2'"));
    let_time_pass(&site);
    assert_n_of("C-2", "9");
    must(&site, CORRECT("'entry':3")); /* it was here after all */
    let_time_pass(&site);
    assert_n_of("C-1", "9");
    assert_n_of("C-2", "0");
    assert_entries(&site, "C-2", "open set correct");
    must(&site, CORRECT("'entry':4")); /* no, there */
    let_time_pass(&site);
    assert_n_of("C-1", "0");
    assert_n_of("C-2", "9");
    assert_entries(&site, "C-2", "open set correct correct");
    must(&site, CORRECT("'entry':5"));
    let_time_pass(&site);
    assert_n_of("C-1", "9");
    assert_n_of("C-2", "0");
    assert_refused("{'event':'correct','case':'C-2','data':{'entry':3,'reason':'R.'}}",
                   "Another record told this; put it right there.");
    assert_refused("{'event':'correct','case':'C-2','data':{'entry':'told/1/3','reason':'R.'}}",
                   "Say which entry of the history was made in error, by its number.");
}

static void what_hangs_on_it_there_hinders_taking_it_back(void **state)
{
    (void)state;
    must(&site, "{'event':'open','workflow':'w'}");
    must(&site, "{'event':'set','case':'C-1','data':{'n':9}}");
    must(&site, CORRECT("'entry':2,'to':'C-2'"));
    let_time_pass(&site);
    must(&site, "{'event':'go','case':'C-2'}");
    assert_refused(CORRECT("'entry':3"),
                   "C-2 would refuse it: Entry 3 (go) would not have been possible: Not yet.");
    assert_n_of("C-1", "0");
    must(&site, "{'event':'correct','case':'C-1','override':'It is so.','data':{'entry':3,'reason':'R.'}}");
    let_time_pass(&site);
    assert_n_of("C-1", "9");
    assert_n_of("C-2", "0");
    assert_text(loaded(&site, "C-2").state, "a");
}

/* --- what cannot be ------------------------------------------------------------------------------- */

static void what_cannot_be_put_right_says_so(void **state)
{
    (void)state;
    set_clock(&site, "2026-01-12T09:00:00Z");
    let_time_pass(&site);
    assert_refused(CORRECT("'entry':2"),
                   "Time brought this entry; put right what it followed from, and it follows anew.");
    assert_refused(CORRECT("'entry':99"), "Say which entry of the history was made in error, by its number.");
    assert_refused("{'event':'correct','case':'C-1','data':{'entry':1,'data':{'n':1}}}", "Say why.");
    assert_refused(CORRECT("'entry':1,'mood':1"), "mood is not asked here.");
    assert_refused(CORRECT("'entry':1,'at':'2027-01-01T09:00'"),
                   "This must be a time that exists and has passed.");
    must(&site, "{'event':'up','case':'C-1'}");
    struct job *job = does(&site, "{'event':'correct','case':'C-1','role':'nobody','data':{'entry':4,"
                                  "'reason':'x'}}");
    assert_job(job, "ok refused");
    assert_data("n", "1");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_it_changed_is_as_if_it_had_not_been, begin, end),
        cmocka_unit_test_setup_teardown(states_are_left_and_time_comes_anew, begin, end),
        cmocka_unit_test_setup_teardown(a_deadline_met_by_mistake_is_open_from_its_first_day, begin, end),
        cmocka_unit_test_setup_teardown(messages_that_are_gone_are_named, begin, end),
        cmocka_unit_test_setup_teardown(a_later_entry_that_would_have_been_refused_hinders, begin, end),
        cmocka_unit_test_setup_teardown(other_answers_are_written_in_their_place, begin, end),
        cmocka_unit_test_setup_teardown(another_time_moves_what_ran_from_it, begin, end),
        cmocka_unit_test_setup_teardown(the_opening_keeps_its_people, begin, end),
        cmocka_unit_test_setup_teardown(the_last_move_is_undone, begin, end),
        cmocka_unit_test_setup_teardown(an_end_is_undone_and_all_is_as_it_was, begin, end),
        cmocka_unit_test_setup_teardown(a_correction_is_itself_put_right, begin, end),
        cmocka_unit_test_setup_teardown(what_was_put_right_before_stays_right, begin, end),
        cmocka_unit_test_setup_teardown(what_happened_before_the_opening_can_be_put_right, begin, end),
        cmocka_unit_test_setup_teardown(the_opening_stays_before_what_followed_it, begin, end),
        cmocka_unit_test_setup_teardown(a_late_entry_is_placed_when_the_story_is_told_again, begin, end),
        cmocka_unit_test_setup_teardown(what_belongs_to_another_case_goes_there, begin, end),
        cmocka_unit_test_setup_teardown(a_move_to_another_case_is_taken_back_there_too, begin, end),
        cmocka_unit_test_setup_teardown(what_hangs_on_it_there_hinders_taking_it_back, begin, end),
        cmocka_unit_test_setup_teardown(what_cannot_be_put_right_says_so, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* What time brings: before a command, by itself, in its order; and the cases that it leaves alone. */
#include "support.h"

static const char yaml[] =
    "fields: {log: {type: text, default: x}, n: {type: number, default: 0}}\n"
    "events: {open: {}, set: {}, stop: {}, ping: {}}\n"
    "initial: a\n"
    "states:\n"
    "  a:\n"
    "    after: {2 days: {actions: [{assign: {log: after}}]}, 1 day: {actions: [{assign: {log: sooner}}]}}\n"
    "    deadlines: {x: {due: 1 day, warn: 1 day}}\n"
    "    on: {set: {actions: [{assign: {log: set}}]}, stop: stop}\n"
    "  stop: {type: final}\n";

static struct site site;

static int begin(void **state)
{
    site_begin(&site, *state ? *state : yaml);
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

static instant next_due(void)
{
    struct error error;
    instant due;
    assert_int_equal(flow_next_due(site.flow, &due, &error), STATUS_OK);
    return due;
}

struct times {
    VECTOR(instant)
    happened;
    VECTOR(instant)
    recorded;
};

static bool note_times(void *self, const struct stored_entry *row)
{
    struct times *times = self;
    vector_push(&site.arena, &times->happened, row->happened);
    vector_push(&site.arena, &times->recorded, row->recorded);
    return true;
}

static struct times times_of(int64_t subject)
{
    struct error error;
    struct times times = {0};
    assert_int_equal(
        site.store->api->entries(site.store, &site.arena, subject, 0, note_times, &times, &error), STATUS_OK);
    return times;
}

static void time_comes_before_a_command(void **state)
{
    (void)state;
    must(&site, OPEN);
    set_clock(&site, "2026-01-08T12:00Z");
    must(&site, "{'event':'set','case':'C-1'}");
    assert_entries(&site, "C-1", "open deadline.x.warned after.a.2 deadline.x.overdue after.a.1 set");
    struct times times = times_of(1); /* newest first */
    static const char *const happened[] = {"2026-01-08T12:00:00Z", "2026-01-07T09:00:00Z",
                                           "2026-01-07T00:00:00Z", "2026-01-06T09:00:00Z",
                                           "2026-01-05T00:00:00Z", "2026-01-05T09:00:00Z"};
    for (size_t i = 0; i < 6; i++) {
        assert_instant(times.happened.at[i], happened[i]);
        assert_instant(times.recorded.at[i], i == 5 ? "2026-01-05T09:00:00Z" : "2026-01-08T12:00:00Z");
    }
}

/* A late entry lets happen what was due by its own time, and no more. */
static void a_late_entry_comes_in_its_place(void **state)
{
    (void)state;
    must(&site, OPEN);
    set_clock(&site, "2026-01-08T12:00Z");
    must(&site, "{'event':'set','case':'C-1','at':'2026-01-06T12:00Z'}");
    assert_entries(&site, "C-1", "open deadline.x.warned after.a.2 set");
    let_time_pass(&site);
    assert_entries(&site, "C-1", "open deadline.x.warned after.a.2 set deadline.x.overdue after.a.1");
}

static void a_refused_command_lets_time_stand(void **state)
{
    (void)state;
    must(&site, OPEN);
    set_clock(&site, "2026-01-06T12:00Z");
    assert_job(does(&site, "{'event':'ping','case':'C-1'}"), "ok refused");
    assert_entries(&site, "C-1", "open deadline.x.warned after.a.2");
}

static void time_comes_by_itself(void **state)
{
    (void)state;
    struct error error;
    size_t done;
    must(&site, OPEN);
    must(&site, "{'event':'open','workflow':'w','at':'2026-01-05T08:00Z'}");
    let_time_pass(&site); /* the warning has passed already */
    assert_instant(next_due(), "2026-01-06T08:00:00Z");
    assert_int_equal(let_time_pass(&site), 0);
    set_clock(&site, "2026-01-06T08:30Z");
    assert_int_equal(let_time_pass(&site), 1); /* the second alone */
    assert_entries(&site, "C-2", "open deadline.x.warned after.a.2");
    assert_instant(next_due(), "2026-01-06T09:00:00Z");
    set_clock(&site, "2026-01-10T00:00Z");
    assert_int_equal(flow_turn_of_time(site.flow, 1, &done, &error), STATUS_OK);
    assert_int_equal(done, 1); /* at most so many cases at a time, each with all that is due */
    assert_entries(&site, "C-1", "open deadline.x.warned after.a.2 deadline.x.overdue after.a.1");
    let_time_pass(&site);
    assert_true(next_due() == INSTANT_NONE);
    assert_instant(flow_now(site.flow), "2026-01-10T00:00:00Z");
}

static void a_closed_case_is_left_alone(void **state)
{
    (void)state;
    must(&site, OPEN);
    must(&site, "{'event':'stop','case':'C-1'}");
    set_clock(&site, "2026-03-01T00:00Z");
    assert_int_equal(let_time_pass(&site), 0);
    assert_int_equal(counts(&site).open_cases, 0);
}

/* --- a replay: held until it is released -------------------------------------------------------- */

static struct job *replayed(const char *command)
{
    struct job *job = job_of(&site, command);
    job->held = true;
    job->command.origin = ORIGIN_IMPORT;
    assert_int_equal(turn(&site, &job, 1), STATUS_OK);
    assert_job(job, "ok done");
    return job;
}

static void a_held_case_lives_in_its_own_time(void **state)
{
    (void)state;
    set_clock(&site, "2026-06-01T09:00Z");
    replayed("{'event':'open','workflow':'w','case':'old','at':'2025-01-06T09:00Z'}");
    assert_true(loaded(&site, "old").held);
    assert_int_equal(counts(&site).held, 1);
    assert_int_equal(let_time_pass(&site), 0);
    assert_true(next_due() == INSTANT_NONE);
    replayed("{'event':'set','case':'old','at':'2025-01-07T12:00Z'}");
    assert_entries(&site, "old", "open deadline.x.warned after.a.2 set");
    struct times times = times_of(1);
    assert_instant(times.recorded.at[1], "2025-01-07T09:00:00Z"); /* recorded when it happened */
    assert_instant(times.recorded.at[0], "2025-01-07T12:00:00Z");
    assert_int_equal(let_time_pass(&site), 0);
    struct job release = {.kind = JOB_TIME,
                          .reference = TEXT("old"),
                          .until = at("2025-01-08T00:00Z"),
                          .held = true,
                          .release = true,
                          .arena = &site.arena};
    struct job *jobs[] = {&release};
    assert_int_equal(turn(&site, jobs, 1), STATUS_OK);
    assert_job(&release, "ok done");
    assert_false(loaded(&site, "old").held);
    assert_entries(&site, "old", "open deadline.x.warned after.a.2 set deadline.x.overdue");
    assert_instant(next_due(), "2025-01-08T09:00:00Z");
    assert_int_equal(let_time_pass(&site), 1);
    assert_entries(&site, "old", "open deadline.x.warned after.a.2 set deadline.x.overdue after.a.1");
}

static void bringing_a_case_to_a_time_keeps_it_held(void **state)
{
    (void)state;
    set_clock(&site, "2026-06-01T09:00Z");
    replayed("{'event':'open','workflow':'w','case':'old','at':'2025-01-06T09:00Z'}");
    struct job job = {
        .kind = JOB_TIME, .subject = 1, .until = at("2025-01-07T10:00Z"), .held = true, .arena = &site.arena};
    struct job *jobs[] = {&job};
    assert_int_equal(turn(&site, jobs, 1), STATUS_OK);
    assert_int_equal(job.version, 3);
    assert_text(job.reference_of, "old");
    assert_true(loaded(&site, "old").held);
    assert_int_equal(let_time_pass(&site), 0);
}

/* --- what time cannot move ------------------------------------------------------------------------- */

static const char failing[] = "events: {open: {}, go: {}}\n"
                              "states: {a: {after: {1 day: b}}, b: {deadlines: {x: {due: nil + 1}}}}\n";

/* A timer that fails passes; a case that can't even be read by this world is held, and named in the log. */
static void a_timer_that_fails_passes(void **state)
{
    (void)state;
    must(&site, OPEN);
    set_clock(&site, "2026-01-07T09:00Z");
    assert_int_equal(let_time_pass(&site), 1);
    assert_entries(&site, "C-1", "open after.a.1");
    assert_text(loaded(&site, "C-1").state, "a");
    assert_true(next_due() == INSTANT_NONE);
}

static void a_case_of_an_unknown_version_is_held(void **state)
{
    (void)state;
    struct world other = site.world;
    must(&site, OPEN);
    must(&site, OPEN);
    other.by_digest = (struct map){0};
    flow_set_world(site.flow, &other);
    assert_ptr_equal(flow_world(site.flow), &other);
    set_clock(&site, "2026-01-07T09:00Z");
    assert_int_equal(let_time_pass(&site), 2);
    assert_int_equal(let_time_pass(&site), 0);
    assert_true(loaded(&site, "C-1").held && loaded(&site, "C-2").held);
    struct job *job = does(&site, "{'event':'go','case':'C-1'}");
    assert_job(job, "unsupported -");
    flow_set_world(site.flow, &site.world);
}

static const char many[] =
    "fields: {n: {type: number, default: 0}}\n"
    "events: {open: {}, see: {}}\n"
    "states: {a: {on: {see: {}}, after: {1 hour: {target: a, reenter: true, actions: [{assign: {n: = "
    "data.n + 1}}]}}}}\n";

/* More than FLOW_CATCH_UP_LIMIT timers lie before the command: it is not taken before them (LANGUAGE 27). */
static void a_command_waits_for_all_that_was_due(void **state)
{
    (void)state;
    must(&site, OPEN);
    set_clock(&site, "2026-03-01T09:00Z"); /* 1,320 hours */
    struct job *job = does(&site, "{'event':'see','case':'C-1'}");
    assert_job(job, "busy -");
    assert_string_equal(job->error.message,
                        "C-1 is still catching up with the time that has passed; try again");
    assert_int_equal(job->version, 1 + FLOW_CATCH_UP_LIMIT);
    must(&site, "{'event':'see','case':'C-1'}");
    struct json document;
    assert_int_equal(json_read(&site.arena, loaded(&site, "C-1").document, &document, NULL), STATUS_OK);
    assert_int_equal(json_get_integer(json_member_of(&document, "data"), "n", 0), 1320);
    set_clock(&site, "2026-05-01T09:00Z"); /* by itself, it comes in several turns */
    assert_int_equal(let_time_pass(&site), 2);
    assert_int_equal(loaded(&site, "C-1").version, 1 + 1320 + 1 + 61 * 24);
}

#define TEST(name, yaml) cmocka_unit_test_prestate_setup_teardown(name, begin, end, (void *)(yaml))

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(time_comes_before_a_command, yaml),
        TEST(a_late_entry_comes_in_its_place, yaml),
        TEST(a_refused_command_lets_time_stand, yaml),
        TEST(time_comes_by_itself, yaml),
        TEST(a_closed_case_is_left_alone, yaml),
        TEST(a_held_case_lives_in_its_own_time, yaml),
        TEST(bringing_a_case_to_a_time_keeps_it_held, yaml),
        TEST(a_timer_that_fails_passes, failing),
        TEST(a_case_of_an_unknown_version_is_held, yaml),
        TEST(a_command_waits_for_all_that_was_due, many),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

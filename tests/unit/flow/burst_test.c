/* Some thousand deadlines that fall due in the same second: none comes early, none is lost, none comes twice,
 * a restart in the middle or not; and whoever sends a command meanwhile is answered in the next round. */
#include "support.h"

#include "base/thread.h"
#include "flow/queue.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char yaml[] = "fields: {n: {type: number, default: 0}, m: {type: number, default: 0}}\n"
                           "events: {open: {}, set: {}}\n"
                           "states:\n"
                           "  a:\n"
                           "    deadlines: {x: {due: 1 day}}\n"
                           "    on:\n"
                           "      set: {actions: [{assign: {m: = data.m + 1}}]}\n"
                           "      deadline.x.overdue: {actions: [{assign: {n: = data.n + 1}}]}\n";

enum { CASES = 3000, ROUNDS_BEFORE_THE_RESTART = 20, SHARE = FLOW_BATCH_LIMIT / FLOW_TIME_SHARE };

static struct site site;

/* --- a site on disk, that can be closed and opened again ------------------------------------ */

static char folder[64];

static void open_site(bool create)
{
    struct error error;
    struct random random = random_system();
    if (store_open(folder, create, &random, &site.store, &error) != STATUS_OK) {
        fail_msg("%s", error.message);
    }
    struct flow_options options = {.store = site.store,
                                   .world = &site.world,
                                   .rules = {fake_rules(&site.fake).api, &site.fake},
                                   .clock = clock_of_virtual(&site.clock),
                                   .random = random_of_seed(&site.seeded, 7)};
    site.flow = flow_new(&options);
}

static void close_site(void)
{
    flow_free(site.flow);
    store_close(site.store);
}

static int begin_on_disk(void **state)
{
    (void)state;
    site_begin(&site, yaml);
    close_site();
    (void)snprintf(folder, sizeof folder, "/tmp/caseway-burst-XXXXXX");
    assert_non_null(mkdtemp(folder));
    open_site(true);
    return 0;
}

static void remove_folder(void)
{
    DIR *directory = opendir(folder);
    assert_non_null(directory);
    for (struct dirent *entry = readdir(directory); entry; entry = readdir(directory)) {
        char path[512];
        (void)snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        (void)unlink(path);
    }
    (void)closedir(directory);
    assert_int_equal(rmdir(folder), 0);
}

static int end_on_disk(void **state)
{
    (void)state;
    assert_verified(&site);
    site_end(&site);
    remove_folder();
    return 0;
}

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

/* --- all at once ------------------------------------------------------------------------------- */

/* They are opened over the morning, and what they have to keep ends at the same midnight. */
static void open_all(void)
{
    struct job *jobs[CASES];
    for (size_t i = 0; i < CASES; i++) {
        jobs[i] = job_of(&site, "{'event':'open','workflow':'w'}");
    }
    for (size_t i = 0; i < CASES; i += FLOW_BATCH_LIMIT) {
        size_t rest = CASES - i;
        site.clock.at += 1000;
        assert_int_equal(turn(&site, &jobs[i], rest < FLOW_BATCH_LIMIT ? rest : FLOW_BATCH_LIMIT), STATUS_OK);
    }
}

static size_t turn_of_time(void)
{
    struct error error;
    size_t done;
    assert_int_equal(flow_turn_of_time(site.flow, SHARE, &done, &error), STATUS_OK);
    return done;
}

/* One round of the engine: somebody's command for CASE, then time's share. */
static size_t round_with(size_t number)
{
    must(&site, arena_printf(&site.arena, "{'event':'set','case':'C-%zu'}", number));
    return turn_of_time();
}

static void each_was_overdue_once_and_in_time(instant due)
{
    struct json document;
    struct error error;
    for (size_t i = 1; i <= CASES; i++) {
        const char *reference = arena_printf(&site.arena, "C-%zu", i);
        struct stored_subject stored = loaded(&site, reference);
        assert_int_equal(json_read(&site.arena, stored.document, &document, &error), STATUS_OK);
        const struct json *data = json_member_of(&document, "data");
        if (json_get_integer(data, "n", 0) != 1 || stored.due != INSTANT_NONE) {
            fail_msg("%s: %.*s", reference, TEXT_ARGS(stored.document));
        }
        assert_int_equal(stored.version, 2 + (uint64_t)json_get_integer(data, "m", 0));
    }
    assert_true(due <= site.clock.at);
}

struct overdue {
    size_t times;
    instant happened;
};

static bool note_overdue(void *self, const struct stored_entry *row)
{
    struct overdue *overdue = self;
    if (strstr(text_copy(&site.arena, row->content).at, "deadline.x.overdue")) {
        overdue->times++;
        overdue->happened = row->happened;
    }
    return true;
}

static void none_is_early_lost_or_twice_across_a_restart(void **state)
{
    (void)state;
    struct error error;
    instant midnight = at("2026-01-07T00:00:00Z");
    size_t done = 0, rounds = 0;
    open_all();
    site.clock.at = midnight - 1;
    assert_int_equal(turn_of_time(), 0);
    site.clock.at = midnight;
    for (; rounds < ROUNDS_BEFORE_THE_RESTART; rounds++) {
        size_t by_time = round_with(CASES - rounds); /* far from where time is */
        assert_int_equal(by_time, SHARE);
        done += by_time;
    }
    close_site();
    open_site(false);
    for (size_t by_time; (by_time = round_with(1 + rounds % CASES)); rounds++) {
        done += by_time;
        site.clock.at += 20;
    }
    assert_int_equal(done + ROUNDS_BEFORE_THE_RESTART, CASES); /* those fired before their commands */
    each_was_overdue_once_and_in_time(midnight);
    for (int64_t subject = 1; subject <= CASES; subject += 97) {
        struct overdue overdue = {0};
        assert_int_equal(
            site.store->api->entries(site.store, &site.arena, subject, 0, note_overdue, &overdue, &error),
            STATUS_OK);
        assert_int_equal(overdue.times, 1);
        assert_true(overdue.happened == midnight);
    }
}

/* --- who asks meanwhile --------------------------------------------------------------------------- */

enum { ASKED = 40 };

/* All of it on the engine's thread, but `asked` under the lock. */
static struct asking {
    struct queue *queue;
    struct job *jobs[ASKED];
    size_t asked, applied, longest;
    lock lock;
    condition told;
} asking;

static void ask_next(struct job *job)
{
    (void)job;
    size_t since = faults.applies - asking.applied;
    asking.longest = asking.asked > 1 && since > asking.longest ? since : asking.longest;
    asking.applied = faults.applies;
    lock_take(&asking.lock);
    size_t next = asking.asked++;
    condition_wake(&asking.told);
    lock_give(&asking.lock);
    if (next < ASKED) {
        (void)queue_submit(asking.queue, asking.jobs[next]);
    }
}

static void on_stopped(void *self, const struct error *error)
{
    (void)self, (void)error;
    abort();
}

/* Each command is sent as soon as the one before is answered, while time has thousands waiting. */
static void who_asks_meanwhile_is_answered_in_the_next_round(void **state)
{
    (void)state;
    struct error error;
    open_all();
    site.clock.at = at("2026-01-07T00:00:00Z");
    asking = (struct asking){.queue = queue_new(site.flow, on_stopped, NULL)};
    lock_init(&asking.lock);
    condition_init(&asking.told);
    for (size_t i = 0; i < ASKED; i++) {
        asking.jobs[i] = job_of(&site, "{'event':'set','case':'C-1'}");
        asking.jobs[i]->arena = arena_new(&site.arena, struct arena);
        arena_init(asking.jobs[i]->arena);
        asking.jobs[i]->done = ask_next;
    }
    asking.asked = 1;
    assert_int_equal(queue_submit(asking.queue, asking.jobs[0]), STATUS_OK);
    assert_int_equal(queue_start(asking.queue, &error), STATUS_OK);
    lock_take(&asking.lock);
    while (asking.asked <= ASKED) {
        condition_wait(&asking.told, &asking.lock);
    }
    lock_give(&asking.lock);
    queue_stop(asking.queue);
    queue_free(asking.queue);
    for (size_t i = 0; i < ASKED; i++) {
        assert_job(asking.jobs[i], "ok done");
        arena_deinit(asking.jobs[i]->arena);
    }
    assert_in_range(asking.longest, 2, SHARE + 1); /* itself, and no more of time than its share */
    condition_deinit(&asking.told);
    lock_deinit(&asking.lock);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(none_is_early_lost_or_twice_across_a_restart, begin_on_disk,
                                        end_on_disk),
        cmocka_unit_test_setup_teardown(who_asks_meanwhile_is_answered_in_the_next_round, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

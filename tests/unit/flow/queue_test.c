/* The engine thread's shell: many submit, each is answered once after its commit, and nothing that was taken
 * is lost. */
#include "support.h"

#include "base/thread.h"
#include "flow/queue.h"

#include <string.h>
#include <time.h>

static const char yaml[] =
    "fields: {n: {type: number, default: 0}}\n"
    "events: {open: {}, up: {}}\n"
    "states: {a: {on: {up: {actions: [{assign: {n: = data.n + 1}}]}}, after: {1 day: {actions: [{assign: {n: "
    "1000}}]}}}}\n";

enum { SUBMITTERS = 8, EACH = 100 };

static struct site site;
static struct queue *queue;

/* Guards what the engine thread tells the test. */
static lock told_lock;
static condition told;
static size_t answered, stopped;

static void on_stopped(void *self, const struct error *error)
{
    (void)self;
    (void)error;
    lock_take(&told_lock);
    stopped++;
    condition_wake_all(&told);
    lock_give(&told_lock);
}

static void on_done(struct job *job)
{
    (void)job;
    lock_take(&told_lock);
    answered++;
    condition_wake_all(&told);
    lock_give(&told_lock);
}

static void wait_for(const size_t *number, size_t wanted)
{
    lock_take(&told_lock);
    while (*number < wanted) {
        if (!condition_wait_for(&told, &told_lock, 20000)) {
            break;
        }
    }
    size_t found = *number;
    lock_give(&told_lock);
    assert_int_equal(found, wanted);
}

static int begin(void **state)
{
    (void)state;
    lock_init(&told_lock);
    condition_init(&told);
    answered = stopped = 0;
    site_begin(&site, yaml);
    must(&site, "{'event':'open','workflow':'w'}");
    queue = queue_new(site.flow, on_stopped, NULL);
    return 0;
}

static int end(void **state)
{
    (void)state;
    queue_stop(queue);
    queue_free(queue);
    assert_verified(&site);
    site_end(&site);
    condition_deinit(&told);
    lock_deinit(&told_lock);
    return 0;
}

static void start(void)
{
    struct error error;
    assert_int_equal(queue_start(queue, &error), STATUS_OK);
}

struct submitter {
    thread thread;
    struct arena arenas[EACH];
    struct job jobs[EACH];
    size_t refused;
};

static void make_jobs(struct submitter *submitter)
{
    for (size_t i = 0; i < EACH; i++) {
        arena_init(&submitter->arenas[i]);
        submitter->jobs[i] = (struct job){.command = {.subject = TEXT("C-1"),
                                                      .event = TEXT("up"),
                                                      .all_roles = true,
                                                      .at = INSTANT_NONE,
                                                      .recorded = INSTANT_NONE,
                                                      .override_until = DATE_NONE},
                                          .arena = &submitter->arenas[i],
                                          .done = on_done};
    }
}

static void submit_all(void *self)
{
    struct submitter *submitter = self;
    for (size_t i = 0; i < EACH; i++) {
        submitter->refused += queue_submit(queue, &submitter->jobs[i]) != STATUS_OK;
    }
}

static void free_jobs(struct submitter *submitter)
{
    for (size_t i = 0; i < EACH; i++) {
        arena_deinit(&submitter->arenas[i]);
    }
}

static int64_t number_in(const struct json *answer)
{
    return json_get_integer(json_member_of(answer, "data"), "n", -1);
}

static void many_threads_submit_and_each_is_answered_once(void **state)
{
    (void)state;
    static struct submitter submitters[SUBMITTERS];
    static bool seen[SUBMITTERS * EACH + 1];
    struct error error;
    memset(seen, 0, sizeof seen);
    start();
    for (size_t s = 0; s < SUBMITTERS; s++) {
        submitters[s] = (struct submitter){0};
        make_jobs(&submitters[s]);
        assert_int_equal(thread_start(&submitters[s].thread, "submitter", submit_all, &submitters[s], &error),
                         STATUS_OK);
    }
    for (size_t s = 0; s < SUBMITTERS; s++) {
        thread_join(submitters[s].thread);
        assert_int_equal(submitters[s].refused, 0);
    }
    wait_for(&answered, SUBMITTERS * EACH);
    for (size_t s = 0; s < SUBMITTERS; s++) {
        int64_t last = 0;
        for (size_t i = 0; i < EACH; i++) {
            int64_t number = number_in(&submitters[s].jobs[i].answer);
            assert_job(&submitters[s].jobs[i], "ok done");
            assert_true(number > last && number <= SUBMITTERS * EACH); /* in the order of whoever submits */
            assert_false(seen[number]);
            seen[number] = true;
            last = number;
        }
        free_jobs(&submitters[s]);
    }
}

static void stopping_finishes_what_was_taken(void **state)
{
    (void)state;
    static struct submitter one;
    struct job late = {.arena = &site.arena};
    one = (struct submitter){0};
    make_jobs(&one);
    submit_all(&one); /* before there is a thread */
    start();
    queue_stop(queue);
    assert_int_equal(answered, EACH);
    assert_int_equal(number_in(&one.jobs[EACH - 1].answer), EACH);
    assert_int_equal(queue_submit(queue, &late), STATUS_STOPPED);
    queue_stop(queue); /* twice is once */
    free_jobs(&one);
}

/* Whatever was taken at the last moment too: the thread may be waiting, waking or working then. */
static void nothing_is_lost_at_the_last_moment(void **state)
{
    (void)state;
    static struct submitter one;
    one = (struct submitter){0};
    make_jobs(&one);
    for (size_t i = 0; i < EACH; i++) {
        struct queue *short_lived = queue_new(site.flow, on_stopped, NULL);
        struct error error;
        assert_int_equal(queue_start(short_lived, &error), STATUS_OK);
        struct timespec pause = {.tv_nsec = (long)(i % 5) * 100000};
        (void)nanosleep(&pause, NULL);
        assert_int_equal(queue_submit(short_lived, &one.jobs[i]), STATUS_OK);
        queue_stop(short_lived);
        assert_int_equal(answered, i + 1);
        queue_free(short_lived);
    }
    free_jobs(&one);
}

static void a_full_queue_is_busy(void **state)
{
    (void)state;
    static struct job jobs[QUEUE_LIMIT + 1];
    for (size_t i = 0; i < QUEUE_LIMIT; i++) {
        jobs[i] =
            (struct job){.command = {.event = TEXT("up"), .at = INSTANT_NONE, .override_until = DATE_NONE},
                         .arena = &site.arena,
                         .done = on_done};
        assert_int_equal(queue_submit(queue, &jobs[i]), STATUS_OK);
    }
    assert_int_equal(queue_submit(queue, &jobs[QUEUE_LIMIT]), STATUS_BUSY);
    start();
    wait_for(&answered, QUEUE_LIMIT);
    jobs[QUEUE_LIMIT] = jobs[0];
    assert_int_equal(queue_submit(queue, &jobs[QUEUE_LIMIT]), STATUS_OK); /* there is room again */
    wait_for(&answered, QUEUE_LIMIT + 1);
    assert_job(&jobs[0], "not_found -");
}

/* What falls due while nobody asks is brought by the thread itself. */
static void time_comes_between(void **state)
{
    (void)state;
    static struct submitter one;
    one = (struct submitter){0};
    make_jobs(&one);
    set_clock(&site, "2026-01-07T09:00Z");
    start();
    assert_int_equal(queue_submit(queue, &one.jobs[0]), STATUS_OK);
    wait_for(&answered, 1);
    queue_stop(queue);
    assert_entries(&site, "C-1", "open after.a.1 up");
    free_jobs(&one);
}

static void a_store_that_fails_for_good_stops_the_thread(void **state)
{
    (void)state;
    static struct submitter one;
    one = (struct submitter){0};
    make_jobs(&one);
    faults.fail_commit = 1;
    faults.status = STATUS_IO;
    assert_int_equal(queue_submit(queue, &one.jobs[0]), STATUS_OK);
    start();
    wait_for(&stopped, 1);
    assert_int_equal(answered, 0);
    queue_stop(queue);
    assert_int_equal(queue_submit(queue, &one.jobs[1]), STATUS_STOPPED);
    assert_int_equal(stopped, 1);
    free_jobs(&one);
}

static void a_port_runs_a_job_here_or_there(void **state)
{
    (void)state;
    static struct submitter one;
    one = (struct submitter){0};
    make_jobs(&one);
    struct flow_port direct = flow_direct_port(site.flow);
    assert_int_equal(direct.submit(direct.self, &one.jobs[0]), STATUS_OK);
    assert_int_equal(answered, 1); /* before it returned */
    faults.fail_commit = 1;
    faults.status = STATUS_IO;
    assert_int_equal(direct.submit(direct.self, &one.jobs[1]), STATUS_OK);
    assert_job(&one.jobs[1], "io -");
    assert_int_equal(answered, 2);
    start();
    struct flow_port port = queue_port(queue);
    assert_int_equal(port.submit(port.self, &one.jobs[2]), STATUS_OK);
    wait_for(&answered, 3);
    assert_job(&one.jobs[2], "ok done");
    free_jobs(&one);
}

static size_t between;

static void note_between(void *self)
{
    lock_take(&told_lock);
    between += *(size_t *)self;
    condition_wake_all(&told);
    lock_give(&told_lock);
}

/* What is asked for last takes the place of what has not been called yet; after the end nothing is called. */
static void something_is_called_between_turns(void **state)
{
    (void)state;
    size_t one = 1, two = 2;
    between = 0;
    queue_between(queue, note_between, &one);
    queue_between(queue, note_between, &two);
    start();
    wait_for(&between, 2);
    queue_between(queue, note_between, &one);
    wait_for(&between, 3);
    queue_stop(queue);
    queue_between(queue, note_between, &one);
    assert_int_equal(between, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(many_threads_submit_and_each_is_answered_once, begin, end),
        cmocka_unit_test_setup_teardown(stopping_finishes_what_was_taken, begin, end),
        cmocka_unit_test_setup_teardown(nothing_is_lost_at_the_last_moment, begin, end),
        cmocka_unit_test_setup_teardown(a_full_queue_is_busy, begin, end),
        cmocka_unit_test_setup_teardown(time_comes_between, begin, end),
        cmocka_unit_test_setup_teardown(something_is_called_between_turns, begin, end),
        cmocka_unit_test_setup_teardown(a_store_that_fails_for_good_stops_the_thread, begin, end),
        cmocka_unit_test_setup_teardown(a_port_runs_a_job_here_or_there, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

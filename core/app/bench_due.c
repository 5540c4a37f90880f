/* Many deadlines that fall due in the same second: how long until all are worked off, and how long somebody's
 * commands wait meanwhile. The cases are opened some days ago and held, and then released at once, so that
 * the second comes for all of them together; the engine thread works as it does in a server. */
#include "app/bench.h"

#include "base/thread.h"

#include <stdio.h>
#include <stdlib.h>

enum { DAYS_AGO = 7, ALONE = 500 /* commands that are timed with nothing due */, WAITS_LIMIT = 1000000 };

/* --- one command after the other ------------------------------------------------------------ */

struct waiting {
    struct bench *bench;
    struct queue *queue;
    lock lock;
    condition told;
    bool answered;
    VECTOR(double)
    seconds;
};

static void answered(struct job *job)
{
    struct waiting *waiting = job->owner;
    lock_take(&waiting->lock);
    waiting->answered = true;
    condition_wake(&waiting->told);
    lock_give(&waiting->lock);
}

static void store_failed(void *self, const struct error *error)
{
    (void)self;
    fprintf(stderr, "caseway bench: %s\n", error->message);
    abort();
}

static enum status ask_once(struct waiting *waiting, struct error *error)
{
    struct arena arena;
    struct job job;
    struct bench *bench = waiting->bench;
    arena_init(&arena);
    bench_next_command(bench, &arena, &job);
    job.done = answered;
    job.owner = waiting;
    waiting->answered = false;
    uint64_t began = clock_elapsed(&bench->app->clock);
    enum status status = queue_submit(waiting->queue, &job);
    if (status == STATUS_OK) {
        lock_take(&waiting->lock);
        while (!waiting->answered) {
            condition_wait(&waiting->told, &waiting->lock);
        }
        lock_give(&waiting->lock);
        status = job.status;
    }
    double seconds = (double)(clock_elapsed(&bench->app->clock) - began) / 1e9;
    vector_push(&bench->arena, &waiting->seconds, seconds);
    if (status != STATUS_OK || job.outcome != OUTCOME_DONE) {
        status = error_set(error, STATUS_INVALID, "a command was not done: %s", job.error.message);
    }
    arena_deinit(&arena);
    return status;
}

/* Whether nothing is due any more, as a connection sees it that only reads. */
static enum status is_drained(struct waiting *waiting, struct store *reader, bool *drained,
                              struct error *error)
{
    int64_t subject;
    size_t count = 0;
    struct bench *bench = waiting->bench;
    enum status status = reader->api->read_begin(reader, error);
    if (status == STATUS_OK) {
        instant now = clock_now(&bench->app->clock);
        status = reader->api->due(reader, now, 1, &bench->arena, &subject, &count, error);
        reader->api->read_end(reader);
    }
    *drained = count == 0;
    return status;
}

/* Asks until ENOUGH were answered, or, when that is 0, until nothing is due. */
static enum status ask_on(struct waiting *waiting, struct store *reader, size_t enough, struct error *error)
{
    bool ended = false;
    enum status status = queue_start(waiting->queue, error);
    while (status == STATUS_OK && !ended && waiting->seconds.count < WAITS_LIMIT) {
        status = ask_once(waiting, error);
        if (status == STATUS_OK && enough == 0) {
            status = is_drained(waiting, reader, &ended, error);
        } else {
            ended = waiting->seconds.count >= enough;
        }
    }
    queue_stop(waiting->queue);
    return status;
}

static enum status time_commands(struct bench *bench, struct store *reader, size_t enough,
                                 struct bench_waits *waits, struct error *error)
{
    struct waiting waiting = {.bench = bench, .queue = queue_new(bench->app->flow, store_failed, NULL)};
    lock_init(&waiting.lock);
    condition_init(&waiting.told);
    uint64_t began = clock_elapsed(&bench->app->clock);
    enum status status = ask_on(&waiting, reader, enough, error);
    waits->all = (double)(clock_elapsed(&bench->app->clock) - began) / 1e9;
    for (size_t i = 0; i < waiting.seconds.count; i++) {
        waits->worst = waiting.seconds.at[i] > waits->worst ? waiting.seconds.at[i] : waits->worst;
    }
    waits->median = bench_median(waiting.seconds.at, waiting.seconds.count);
    queue_free(waiting.queue);
    condition_deinit(&waiting.told);
    lock_deinit(&waiting.lock);
    return status;
}

/* --- the second comes ------------------------------------------------------------------------- */

static enum status release(struct bench *bench, const int64_t *subjects, size_t count, struct error *error)
{
    struct stored_subject stored;
    struct store *store = bench->app->store;
    enum status status = store->api->begin(store, error);
    if (status != STATUS_OK) {
        return status;
    }
    status = store->api->load_id(store, &bench->arena, subjects[0], &stored, error);
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        status = store->api->hold(store, subjects[i], false, stored.due, error);
    }
    if (status != STATUS_OK) {
        store->api->rollback(store);
        return status;
    }
    return store->api->commit(store, error);
}

enum status bench_due(struct bench *bench, struct bench_due_result *result, struct error *error)
{
    struct store *reader = NULL;
    int64_t *subjects = arena_array(&bench->arena, int64_t, bench->due);
    instant opened = clock_now(&bench->app->clock) - (instant)DAYS_AGO * 24 * 60 * 60 * 1000;
    enum status status = bench_fill_held(bench, opened, subjects, bench->due, error);
    if (status == STATUS_OK) {
        status = store_reader(bench->app->store, &reader, error);
    }
    if (status == STATUS_OK) {
        status = time_commands(bench, reader, ALONE, &result->alone, error);
    }
    if (status == STATUS_OK) {
        status = release(bench, subjects, bench->due, error);
    }
    if (status == STATUS_OK) {
        status = time_commands(bench, reader, 0, &result->meanwhile, error);
    }
    if (reader) {
        store_close(reader);
    }
    return status;
}

/* --- nothing is due ----------------------------------------------------------------------------- */

enum status bench_idle(struct bench *bench, double *seconds, struct error *error)
{
    enum { TURNS = 301 };
    double *taken = arena_array(&bench->arena, double, TURNS);
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < TURNS; i++) {
        size_t done;
        uint64_t began = clock_elapsed(&bench->app->clock);
        status = flow_turn_of_time(bench->app->flow, FLOW_BATCH_LIMIT / FLOW_TIME_SHARE, &done, error);
        taken[i] = (double)(clock_elapsed(&bench->app->clock) - began) / 1e9;
    }
    *seconds = bench_median(taken, TURNS);
    return status;
}

#include "support.h"

#include "base/clock.h"
#include "base/thread.h"

#include <string.h>

struct shared {
    lock lock;
    condition condition;
    int count;
    bool open;
    char name[32];
};

static void prepare(struct shared *shared)
{
    *shared = (struct shared){0};
    lock_init(&shared->lock);
    condition_init(&shared->condition);
}

static void put_away(struct shared *shared)
{
    condition_deinit(&shared->condition);
    lock_deinit(&shared->lock);
}

enum { THREADS = 4, ROUNDS = 20000 };

static void count(void *self)
{
    struct shared *shared = self;
    for (int i = 0; i < ROUNDS; i++) {
        lock_take(&shared->lock);
        shared->count++;
        lock_give(&shared->lock);
    }
}

static void a_lock_lets_one_in(void **state)
{
    (void)state;
    struct shared shared;
    prepare(&shared);
    thread threads[THREADS];
    for (int i = 0; i < THREADS; i++) {
        assert_int_equal(thread_start(&threads[i], "counter", count, &shared, NULL), STATUS_OK);
    }
    for (int i = 0; i < THREADS; i++) {
        thread_join(threads[i]);
    }
    assert_int_equal(shared.count, THREADS * ROUNDS);
    put_away(&shared);
}

static void tell_name(void *self)
{
    struct shared *shared = self;
    pthread_getname_np(pthread_self(), shared->name, sizeof shared->name);
}

static void threads_have_names(void **state)
{
    (void)state;
    static const char *const names[][2] = {{"engine", "engine"},
                                           {"a name that is too long", "a name that is "}};
    for (size_t i = 0; i < count_of(names); i++) {
        struct shared shared;
        prepare(&shared);
        thread started;
        assert_int_equal(thread_start(&started, names[i][0], tell_name, &shared, NULL), STATUS_OK);
        thread_join(started);
        assert_string_equal(shared.name, names[i][1]);
        put_away(&shared);
    }
}

static void wait_to_be_let_in(void *self)
{
    struct shared *shared = self;
    lock_take(&shared->lock);
    while (!shared->open) {
        condition_wait(&shared->condition, &shared->lock);
    }
    shared->count++;
    condition_wake(&shared->condition);
    lock_give(&shared->lock);
}

static void all_are_woken(void **state)
{
    (void)state;
    struct shared shared;
    prepare(&shared);
    thread threads[THREADS];
    for (int i = 0; i < THREADS; i++) {
        assert_int_equal(thread_start(&threads[i], "waiter", wait_to_be_let_in, &shared, NULL), STATUS_OK);
    }
    lock_take(&shared.lock);
    shared.open = true;
    condition_wake_all(&shared.condition);
    /* Waits well beyond what is needed, and is woken each time one came through. */
    while (shared.count < THREADS) {
        assert_true(condition_wait_for(&shared.condition, &shared.lock, 60000));
    }
    lock_give(&shared.lock);
    for (int i = 0; i < THREADS; i++) {
        thread_join(threads[i]);
    }
    put_away(&shared);
}

static void waiting_ends(void **state)
{
    (void)state;
    struct shared shared;
    prepare(&shared);
    struct clock clock = clock_system();
    lock_take(&shared.lock);
    assert_false(condition_wait_for(&shared.condition, &shared.lock, 0));
    /* Nearly a second, so that the nanoseconds run over. */
    uint64_t started = clock_elapsed(&clock);
    while (condition_wait_for(&shared.condition, &shared.lock, 999)) {
    }
    uint64_t waited = clock_elapsed(&clock) - started;
    assert_true(waited >= UINT64_C(999000000) && waited < UINT64_C(30000000000));
    lock_give(&shared.lock);
    put_away(&shared);
}

/* The longest wait there is must not be taken for one that is over. */
static void waiting_for_ever(void **state)
{
    (void)state;
    struct shared shared;
    prepare(&shared);
    thread started;
    lock_take(&shared.lock);
    shared.open = true;
    assert_int_equal(thread_start(&started, "waker", wait_to_be_let_in, &shared, NULL), STATUS_OK);
    while (shared.count == 0) {
        assert_true(condition_wait_for(&shared.condition, &shared.lock, UINT64_MAX));
    }
    lock_give(&shared.lock);
    thread_join(started);
    put_away(&shared);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_lock_lets_one_in), cmocka_unit_test(threads_have_names),
        cmocka_unit_test(all_are_woken),      cmocka_unit_test(waiting_ends),
        cmocka_unit_test(waiting_for_ever),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

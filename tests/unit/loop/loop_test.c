#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/thread.h"
#include "loop/loop.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { MANY = 20000, POSTERS = 3 };

struct notes {
    struct loop *loop;
    int seen[8];
    size_t count;
    struct loop_timer *timer;
    bool here;
};

static int set_up(void **state)
{
    struct notes *notes = memory_new(sizeof *notes);
    *notes = (struct notes){0};
    struct error error;
    assert_int_equal(loop_new(&notes->loop, &error), STATUS_OK);
    *state = notes;
    return 0;
}

static int tear_down(void **state)
{
    struct notes *notes = *state;
    loop_free(notes->loop);
    free(notes);
    return 0;
}

static void note(struct notes *notes, int what)
{
    assert_true(notes->count < 8);
    notes->seen[notes->count++] = what;
}

static void note_one(void *self)
{
    note(self, 1);
}

static void note_two_and_post(void *self)
{
    struct notes *notes = self;
    note(notes, 2);
    notes->here = loop_is_here(notes->loop);
    loop_post(notes->loop, note_one, notes);
    loop_stop(notes->loop);
}

static void posts_run_in_order(void **state)
{
    struct notes *notes = *state;
    loop_post(notes->loop, note_one, notes);
    loop_post(notes->loop, note_two_and_post, notes);
    assert_false(loop_is_here(notes->loop));
    loop_run(notes->loop);
    assert_int_equal(notes->count, 3);
    assert_int_equal(notes->seen[0], 1);
    assert_int_equal(notes->seen[1], 2);
    assert_int_equal(notes->seen[2], 1);
    assert_true(notes->here);
    assert_false(loop_is_here(notes->loop));
}

static void a_stop_before_the_run_and_a_second_run(void **state)
{
    struct notes *notes = *state;
    loop_post(notes->loop, note_one, notes);
    loop_stop(notes->loop);
    loop_run(notes->loop);
    assert_int_equal(notes->count, 1);
    loop_post(notes->loop, note_one, notes);
    loop_stop(notes->loop);
    loop_run(notes->loop);
    assert_int_equal(notes->count, 2);
}

static void what_is_never_run_is_dropped(void **state)
{
    struct notes *notes = *state;
    loop_post(notes->loop, note_one, notes);
    assert_int_equal(notes->count, 0);
}

struct poster {
    struct loop *loop;
    struct counting *counting;
    int number;
};

struct counting {
    struct loop *loop;
    int next[POSTERS];
    int total;
};

struct mark {
    struct counting *counting;
    int poster, number;
};

static void count_mark(void *self)
{
    struct mark *mark = self;
    struct counting *counting = mark->counting;
    assert_int_equal(mark->number, counting->next[mark->poster]++);
    free(mark);
    if (++counting->total == POSTERS * MANY) {
        loop_stop(counting->loop);
    }
}

static void post_many(void *self)
{
    struct poster *poster = self;
    for (int i = 0; i < MANY; i++) {
        struct mark *mark = memory_new(sizeof *mark);
        *mark = (struct mark){poster->counting, poster->number, i};
        loop_post(poster->loop, count_mark, mark);
    }
}

static void many_threads_post(void **state)
{
    struct notes *notes = *state;
    struct counting counting = {.loop = notes->loop};
    struct poster posters[POSTERS];
    thread threads[POSTERS];
    struct error error;
    for (int i = 0; i < POSTERS; i++) {
        posters[i] = (struct poster){notes->loop, &counting, i};
        assert_int_equal(thread_start(&threads[i], "poster", post_many, &posters[i], &error), STATUS_OK);
    }
    loop_run(notes->loop);
    for (int i = 0; i < POSTERS; i++) {
        thread_join(threads[i]);
        assert_int_equal(counting.next[i], MANY);
    }
}

static void stop_loop(void *self)
{
    struct notes *notes = self;
    note(notes, 9);
    loop_stop(notes->loop);
}

static void again_once(void *self)
{
    struct notes *notes = self;
    note(notes, 3);
    if (notes->count < 3) {
        loop_timer_again(notes->timer, 1);
    } else {
        loop_timer_free(notes->timer);
    }
}

static void timers_fire_in_order(void **state)
{
    struct notes *notes = *state;
    uint64_t before = loop_now(notes->loop);
    struct loop_timer *last = loop_timer_start(notes->loop, 40, stop_loop, notes);
    struct loop_timer *never = loop_timer_start(notes->loop, 5, note_one, notes);
    notes->timer = loop_timer_start(notes->loop, 0, again_once, notes);
    loop_timer_stop(never);
    loop_run(notes->loop);
    assert_true(loop_now(notes->loop) >= before + 40);
    assert_int_equal(notes->count, 4);
    assert_int_equal(notes->seen[2], 3);
    assert_int_equal(notes->seen[3], 9);
    loop_timer_free(last);
    loop_timer_free(NULL);
    /* `never` is left to loop_free. */
}

static void caught(void *self, int number)
{
    struct notes *notes = self;
    note(notes, number);
    if (notes->count == 2) {
        loop_stop(notes->loop);
    } else {
        kill(getpid(), SIGINT);
    }
}

static void signals_are_caught(void **state)
{
    struct notes *notes = *state;
    struct error error;
    assert_int_equal(loop_signal(notes->loop, SIGTERM, caught, notes, &error), STATUS_OK);
    assert_int_equal(loop_signal(notes->loop, SIGINT, caught, notes, &error), STATUS_OK);
    kill(getpid(), SIGTERM);
    loop_run(notes->loop);
    assert_int_equal(notes->seen[0], SIGTERM);
    assert_int_equal(notes->seen[1], SIGINT);
}

static void a_signal_that_cannot_be_caught(void **state)
{
    struct notes *notes = *state;
    struct error error = {0};
    assert_int_equal(loop_signal(notes->loop, SIGKILL, caught, notes, &error), STATUS_IO);
    assert_string_equal(error.message, "The signal 9 cannot be caught: invalid argument");
}

static void a_broken_pipe_does_not_end_the_process(void **state)
{
    (void)state;
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    close(ends[0]);
    assert_int_equal(write(ends[1], "x", 1), -1);
    close(ends[1]);
}

static void saw(void *self, struct text name)
{
    struct notes *notes = self;
    if (text_is(name, "saved")) {
        notes->here = true;
        loop_stop(notes->loop);
    }
}

static void sees_what_is_saved(void **state)
{
    struct notes *notes = *state;
    struct loop_watch *watch, *none;
    struct error error;
    char folder[] = "/tmp/loop-XXXXXX", path[64];
    assert_non_null(mkdtemp(folder));
    assert_int_equal(loop_watch_start(notes->loop, folder, saw, notes, &watch, &error), STATUS_OK);
    assert_int_equal(loop_watch_start(notes->loop, "/nowhere/at/all", saw, notes, &none, &error),
                     STATUS_NOT_FOUND);
    snprintf(path, sizeof path, "%s/saved", folder);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fclose(file);
    loop_run(notes->loop);
    assert_true(notes->here);
    loop_watch_free(watch);
    loop_watch_free(NULL);
    unlink(path);
    rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(sees_what_is_saved, set_up, tear_down),
        cmocka_unit_test_setup_teardown(posts_run_in_order, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_stop_before_the_run_and_a_second_run, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_never_run_is_dropped, set_up, tear_down),
        cmocka_unit_test_setup_teardown(many_threads_post, set_up, tear_down),
        cmocka_unit_test_setup_teardown(timers_fire_in_order, set_up, tear_down),
        cmocka_unit_test_setup_teardown(signals_are_caught, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_signal_that_cannot_be_caught, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_broken_pipe_does_not_end_the_process, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* What was posted waits in a list under a lock; a wake-up is sent for the first of a list only. The loop
 * takes the whole list at once and gives an empty one back, so that posting asks for no memory once both have
 * grown. */
#include "loop/loop.h"

#include "base/insist.h"
#include "base/thread.h"

#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <uv.h>

struct posted {
    void (*run)(void *self);
    void *self;
};

struct posted_list {
    struct posted *at;
    size_t count, room;
};

struct loop {
    uv_loop_t uv;
    uv_async_t wake;
    lock lock; /* guards `posted` */
    struct posted_list posted;
    struct posted_list running; /* the loop's own */
    atomic_bool runs;
    pthread_t thread; /* who runs it, while `runs` */
};

struct loop_timer {
    uv_timer_t uv;
    void (*fired)(void *self);
    void *self;
};

struct loop_signal {
    uv_signal_t uv;
    void (*caught)(void *self, int number);
    void *self;
};

struct loop_watch {
    uv_fs_event_t uv;
    void (*changed)(void *self, struct text name);
    void *self;
};

static void run_posted(uv_async_t *wake)
{
    struct loop *loop = wake->data;
    lock_take(&loop->lock);
    struct posted_list list = loop->posted;
    loop->posted = loop->running;
    loop->running = (struct posted_list){0};
    lock_give(&loop->lock);
    for (size_t i = 0; i < list.count; i++) {
        list.at[i].run(list.at[i].self);
    }
    list.count = 0;
    loop->running = list;
}

enum status loop_new(struct loop **made, struct error *error)
{
    struct loop *loop = memory_new(sizeof *loop);
    *loop = (struct loop){0};
    int code = uv_loop_init(&loop->uv);
    if (!code) {
        code = uv_async_init(&loop->uv, &loop->wake, run_posted);
        if (code) {
            insist(uv_loop_close(&loop->uv) == 0);
        }
    }
    if (code) {
        free(loop);
        return error_set(error, status_of_errno(-code), "The event loop cannot be made: %s",
                         uv_strerror(code));
    }
    loop->wake.data = loop;
    lock_init(&loop->lock);
    signal(SIGPIPE, SIG_IGN);
    *made = loop;
    return STATUS_OK;
}

/* Timers, signals and watches are allocated with their handle first, so that freeing the handle frees them.
 */
static void free_handle(uv_handle_t *handle)
{
    free(handle);
}

static void close_left_over(uv_handle_t *handle, void *argument)
{
    struct loop *loop = argument;
    if (uv_is_closing(handle)) {
        return;
    }
    bool ours = handle->type == UV_TIMER || handle->type == UV_SIGNAL || handle->type == UV_FS_EVENT;
    insist(ours || handle == (uv_handle_t *)&loop->wake);
    uv_close(handle, ours ? free_handle : NULL);
}

void loop_free(struct loop *loop)
{
    if (!loop) {
        return;
    }
    insist(!loop->runs);
    uv_walk(&loop->uv, close_left_over, loop);
    uv_run(&loop->uv, UV_RUN_DEFAULT);
    insist(uv_loop_close(&loop->uv) == 0);
    lock_deinit(&loop->lock);
    free(loop->posted.at);
    free(loop->running.at);
    free(loop);
}

void loop_run(struct loop *loop)
{
    insist(!loop->runs);
    loop->thread = pthread_self();
    loop->runs = true;
    uv_run(&loop->uv, UV_RUN_DEFAULT);
    loop->runs = false;
}

static void stop_now(void *self)
{
    struct loop *loop = self;
    uv_stop(&loop->uv);
}

void loop_stop(struct loop *loop)
{
    loop_post(loop, stop_now, loop);
}

void loop_post(struct loop *loop, void (*run)(void *self), void *self)
{
    lock_take(&loop->lock);
    struct posted_list *list = &loop->posted;
    if (list->count == list->room) {
        list->room = list->room ? list->room * 2 : 64;
        list->at = memory_grow(list->at, list->room * sizeof *list->at);
    }
    list->at[list->count++] = (struct posted){.run = run, .self = self};
    bool first = list->count == 1;
    lock_give(&loop->lock);
    if (first) {
        insist(uv_async_send(&loop->wake) == 0);
    }
}

bool loop_is_here(const struct loop *loop)
{
    return loop->runs && pthread_equal(loop->thread, pthread_self());
}

uint64_t loop_now(const struct loop *loop)
{
    return uv_now(&loop->uv);
}

static void timer_fired(uv_timer_t *handle)
{
    struct loop_timer *timer = (struct loop_timer *)handle;
    timer->fired(timer->self);
}

struct loop_timer *loop_timer_start(struct loop *loop, uint64_t milliseconds, void (*fired)(void *self),
                                    void *self)
{
    struct loop_timer *timer = memory_new(sizeof *timer);
    *timer = (struct loop_timer){.fired = fired, .self = self};
    insist(uv_timer_init(&loop->uv, &timer->uv) == 0);
    loop_timer_again(timer, milliseconds);
    return timer;
}

void loop_timer_again(struct loop_timer *timer, uint64_t milliseconds)
{
    /* The loop's time is that of its last round; before it runs that may be long ago. */
    uv_update_time(timer->uv.loop);
    insist(uv_timer_start(&timer->uv, timer_fired, milliseconds, 0) == 0);
}

void loop_timer_stop(struct loop_timer *timer)
{
    insist(uv_timer_stop(&timer->uv) == 0);
}

void loop_timer_free(struct loop_timer *timer)
{
    if (timer) {
        uv_close((uv_handle_t *)&timer->uv, free_handle);
    }
}

static void signal_caught(uv_signal_t *handle, int number)
{
    struct loop_signal *caught = (struct loop_signal *)handle;
    caught->caught(caught->self, number);
}

enum status loop_signal(struct loop *loop, int number, void (*caught)(void *self, int number), void *self,
                        struct error *error)
{
    struct loop_signal *made = memory_new(sizeof *made);
    *made = (struct loop_signal){.caught = caught, .self = self};
    int code = uv_signal_init(&loop->uv, &made->uv);
    if (code) {
        free(made);
    } else {
        code = uv_signal_start(&made->uv, signal_caught, number);
        if (code) {
            uv_close((uv_handle_t *)&made->uv, free_handle);
        }
    }
    return code ? error_set(error, status_of_errno(-code), "The signal %d cannot be caught: %s", number,
                            uv_strerror(code))
                : STATUS_OK;
}

static void folder_changed(uv_fs_event_t *handle, const char *name, int events, int code)
{
    struct loop_watch *watch = (struct loop_watch *)handle;
    (void)events;
    if (code == 0) {
        watch->changed(watch->self, name ? text_of(name) : (struct text){0});
    }
}

enum status loop_watch_start(struct loop *loop, const char *folder,
                             void (*changed)(void *self, struct text name), void *self,
                             struct loop_watch **made, struct error *error)
{
    struct loop_watch *watch = memory_new(sizeof *watch);
    *watch = (struct loop_watch){.changed = changed, .self = self};
    insist(uv_fs_event_init(&loop->uv, &watch->uv) == 0);
    int code = uv_fs_event_start(&watch->uv, folder_changed, folder, 0);
    if (code) {
        uv_close((uv_handle_t *)&watch->uv, free_handle);
        return error_set(error, status_of_errno(-code), "%s cannot be watched: %s", folder,
                         uv_strerror(code));
    }
    *made = watch;
    return STATUS_OK;
}

void loop_watch_free(struct loop_watch *watch)
{
    if (watch) {
        uv_close((uv_handle_t *)&watch->uv, free_handle);
    }
}

struct uv_loop_s *loop_uv(struct loop *loop)
{
    return &loop->uv;
}

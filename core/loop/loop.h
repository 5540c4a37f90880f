/* The event loop: libuv, wrapped. One thread runs it and owns all that hangs on it: sockets, timers, signals;
 * it never waits elsewhere.
 *
 * Only loop_post() and loop_stop() may be called from any thread; all else belongs to the thread that runs
 * the loop, or, before loop_run(), to whoever made it. Times are milliseconds of a clock that is not set
 * back. */
#ifndef CASEWAY_LOOP_LOOP_H
#define CASEWAY_LOOP_LOOP_H

#include "base/error.h"

struct loop;
struct loop_timer;
struct uv_loop_s;

/* A loop that does not run yet. From then on the process ignores SIGPIPE: a peer that went away is a failed
 * write, not the end. */
enum status loop_new(struct loop **made, struct error *error);
/* Closes what hangs on it still, timers and signals too, and frees it. It must not run, and nobody may post
 * any more; what was posted and never run is dropped. NULL is allowed. */
void loop_free(struct loop *loop);

/* Runs until loop_stop(). May be run again afterwards. */
void loop_run(struct loop *loop);
/* Any thread: loop_run() returns once all that was posted before is done. Before loop_run() it makes that
 * return at once. */
void loop_stop(struct loop *loop);

/* Any thread: RUN(SELF) is called soon on the loop's thread, in the order of posting. */
void loop_post(struct loop *loop, void (*run)(void *self), void *self);
/* Whether the caller is the thread that runs the loop now. */
bool loop_is_here(const struct loop *loop);
/* The time as this round of the loop began. */
uint64_t loop_now(const struct loop *loop);

/* FIRED(SELF) is called once, MILLISECONDS from now. The timer is the caller's until loop_timer_free(), which
 * FIRED may call. */
struct loop_timer *loop_timer_start(struct loop *loop, uint64_t milliseconds, void (*fired)(void *self),
                                    void *self);
/* Sets it anew, whether it waits, has fired or was stopped. */
void loop_timer_again(struct loop_timer *timer, uint64_t milliseconds);
void loop_timer_stop(struct loop_timer *timer);
/* NULL is allowed. */
void loop_timer_free(struct loop_timer *timer);

/* CAUGHT(SELF, NUMBER) is called on the loop's thread whenever the process is sent the signal NUMBER (SIGINT,
 * SIGTERM, …), in place of what the signal does otherwise; until loop_free(). */
enum status loop_signal(struct loop *loop, int number, void (*caught)(void *self, int number), void *self,
                        struct error *error);

/* CHANGED(SELF, NAME) is called when something in FOLDER was made, written, renamed or removed: NAME, the
 * file's, or the empty text where the system does not say. Folders below it are not seen. Until
 * loop_watch_free(), which CHANGED must not call. */
struct loop_watch;
enum status loop_watch_start(struct loop *loop, const char *folder,
                             void (*changed)(void *self, struct text name), void *self,
                             struct loop_watch **made, struct error *error);
/* NULL is allowed. */
void loop_watch_free(struct loop_watch *watch);

/* libuv's own loop, for http and outbox, which hang their sockets on it and close them before loop_free(). */
struct uv_loop_s *loop_uv(struct loop *loop);

#endif

/* `caseway serve`: open, run the loop until a signal or a failure, then finish what was accepted and close.
 */
#include "app/app.h"
#include "app/watch.h"

#include "base/log.h"

#include <signal.h>

/* From here each step is taken once the one before is through: the wire stops taking, exchanges are answered,
 * then the loop ends; the queue finishes what it took when the parts are stopped. */
static void wire_stopped(void *self)
{
    struct app *app = self;
    loop_stop(app->loop);
}

static void stop_on_signal(void *self, int number)
{
    struct app *app = self;
    static bool stopping;
    if (stopping) { /* a second one: whoever sends it does not want to wait for slow peers */
        loop_stop(app->loop);
        return;
    }
    stopping = true;
    log_write(LOG_INFO, "app", "signal %d: finishing what was accepted", number);
    http_server_stop(app->http, wire_stopped, app);
}

static enum status catch_signals(struct app *app, struct error *error)
{
    enum status status = loop_signal(app->loop, SIGINT, stop_on_signal, app, error);
    return status == STATUS_OK ? loop_signal(app->loop, SIGTERM, stop_on_signal, app, error) : status;
}

enum status app_serve(struct app *app, const char *listen, bool watch, struct error *error)
{
    app->listen = listen;
    enum status status = app_open(app, true, error);
    if (status != STATUS_OK) {
        return status;
    }
    status = catch_signals(app, error);
    if (status == STATUS_OK) {
        app->watch = watch_new(app);
    }
    if (status == STATUS_OK && watch) {
        watch_look(app->watch);
    }
    if (status == STATUS_OK) {
        log_write(LOG_INFO, "app", "serving %s on http://%s (port %u) and %s/caseway.sock; stop with Ctrl-C",
                  app->folder, app->listen, http_server_port(app->http), app->folder);
        loop_run(app->loop);
    }
    watch_stop(app->watch);
    app_close(app);
    if (status == STATUS_OK) {
        log_write(LOG_INFO, "app", "stopped");
    }
    return status;
}

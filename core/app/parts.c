/* The order in which a site is opened and closed, as one table. See app.h. */
#include "app/app.h"
#include "app/watch.h"

#include "base/log.h"
#include "script/meter.h"

#include <string.h>
#include <unistd.h>

enum { READ_WORKERS = 2 };

/* --- store, world, rules, flow -------------------------------------------------------- */

static enum status start_store(struct app *app, struct error *error)
{
    return store_open(app->folder, false, &app->random, &app->store, error);
}

static void stop_store(struct app *app)
{
    store_close(app->store);
    app->store = NULL;
}

static enum status start_world(struct app *app, struct error *error)
{
    struct findings findings;
    struct buffer out;
    findings_init(&findings, &app->world_arena);
    enum status status = site_world(&app->world_arena, &app->files, app->folder, app->store, app->clock,
                                    &app->settings, &app->world, &findings, error);
    if (status != STATUS_OK && findings.errors) {
        buffer_init(&out, &app->world_arena);
        findings_print(&findings, &out);
        fwrite(out.at, 1, out.size, stderr);
    }
    return status;
}

static void stop_world(struct app *app)
{
    app->world = NULL;
    watch_free(app->watch);
    app->watch = NULL;
    arena_reset(&app->world_arena);
}

static enum status start_rules(struct app *app, struct error *error)
{
    (void)error;
    app->meter = script_meter_new();
    struct script_options options = {.clock = &app->clock, .meter = app->meter};
    app->script = script_new(&options);
    return STATUS_OK;
}

static void stop_rules(struct app *app)
{
    script_free(app->script);
    script_meter_free(app->meter);
    app->script = NULL;
    app->meter = NULL;
}

static enum status start_flow(struct app *app, struct error *error)
{
    (void)error;
    struct flow_options options = {app->store, app->world, script_rules(app->script), app->clock,
                                   app->random};
    app->flow = flow_new(&options);
    return app->serving ? STATUS_OK : app_settle(app, error);
}

static void stop_flow(struct app *app)
{
    flow_free(app->flow);
    app->flow = NULL;
}

/* --- threads, api, wire ------------------------------------------------------------------ */

enum { EXIT_FAILED = 3 };

/* Whether the last commit is on disk is in doubt, so nobody may be answered any more, and nothing is closed
 * in order: the next process finds what stands, and keys resolve the doubt. */
static void store_failed(void *self, const struct error *error)
{
    (void)self;
    log_write(LOG_ERROR, "app", "the store failed: %s; stopping at once", error->message);
    _exit(EXIT_FAILED);
}

static enum status start_queue(struct app *app, struct error *error)
{
    if (!app->serving) {
        return STATUS_OK;
    }
    app->queue = queue_new(app->flow, store_failed, app);
    return STATUS_OK == queue_start(app->queue, error) ? STATUS_OK : error->status;
}

static void stop_queue(struct app *app)
{
    if (app->queue) {
        queue_stop(app->queue);
        queue_free(app->queue);
        app->queue = NULL;
    }
}

static enum status start_api(struct app *app, struct error *error)
{
    struct api_options options = {
        .store = app->store,
        .world = app->world,
        .port = app->queue ? queue_port(app->queue) : flow_direct_port(app->flow),
        .clock = app->clock,
        .random = app->random,
        .workshop = &app->workshop,
        .readers = app->serving ? READ_WORKERS : 0,
    };
    return api_new(&options, &app->api, error);
}

static void stop_api(struct app *app)
{
    api_free(app->api);
    app->api = NULL;
}

static enum status start_loop(struct app *app, struct error *error)
{
    return app->serving ? loop_new(&app->loop, error) : STATUS_OK;
}

static void stop_loop(struct app *app)
{
    loop_free(app->loop);
    app->loop = NULL;
}

static void door_handle(void *self, struct exchange *exchange)
{
    api_handle(((struct app *)self)->api, exchange);
}

static bool door_authenticate(void *self, struct arena *arena, struct text token, struct principal *principal)
{
    return api_authenticate(((struct app *)self)->api, arena, token, principal);
}

static void door_count(void *self, int status)
{
    api_count(((struct app *)self)->api, status);
}

/* "127.0.0.1:8080" or "[::1]:8080" told apart. */
static bool split_listen(struct arena *arena, const char *listen, const char **address, unsigned *port)
{
    int64_t number;
    const char *colon = strrchr(listen, ':');
    if (!colon || colon == listen || !text_integer(text_of(colon + 1), &number) || number < 0 ||
        number > 65535) {
        return false;
    }
    struct text host = {listen, (size_t)(colon - listen)};
    if (host.at[0] == '[' && host.at[host.size - 1] == ']') {
        host = text_part(host, 1, host.size - 2);
    }
    *address = arena_copy(arena, host.at, host.size);
    *port = (unsigned)number;
    return true;
}

static enum status start_http(struct app *app, struct error *error)
{
    struct http_options options = {.loop = app->loop, .clock = app->clock, .socket_user = "operator"};
    options.door = (struct http_door){door_handle, door_authenticate, door_count, app};
    if (!app->serving) {
        return STATUS_OK;
    }
    if (!app->listen) {
        app->listen = text_copy(&app->arena, app->settings.listen).at;
    }
    if (!split_listen(&app->arena, app->listen, &options.address, &options.port)) {
        return error_set(error, STATUS_INVALID, "“%s” is not an address to listen on; write 127.0.0.1:8080",
                         app->listen);
    }
    options.socket_path = arena_printf(&app->arena, "%s/caseway.sock", app->folder);
    return http_server_start(&options, &app->http, error);
}

/* The server has stopped with the loop (serve.c); what is left is its memory. */
static void stop_http(struct app *app)
{
    http_server_free(app->http);
    app->http = NULL;
}

/* --- the table ------------------------------------------------------------------------------ */

static const struct part {
    enum status (*start)(struct app *app, struct error *error);
    void (*stop)(struct app *app);
} parts[] = {
    {start_store, stop_store}, {start_world, stop_world}, {start_rules, stop_rules}, {start_flow, stop_flow},
    {start_loop, stop_loop},   {start_queue, stop_queue}, {start_api, stop_api},     {start_http, stop_http},
};
enum { PART_COUNT = sizeof parts / sizeof *parts };

enum status app_open(struct app *app, bool serving, struct error *error)
{
    app->serving = serving;
    for (size_t i = 0; i < PART_COUNT; i++) {
        enum status status = parts[i].start(app, error);
        if (status != STATUS_OK) {
            while (i-- > 0) {
                parts[i].stop(app);
            }
            return status;
        }
    }
    return STATUS_OK;
}

enum status app_open_bare(struct app *app, struct error *error)
{
    struct api_options options = {.clock = app->clock, .random = app->random, .workshop = &app->workshop};
    return api_new(&options, &app->api, error);
}

void app_close(struct app *app)
{
    struct error error;
    if (!app->store) {
        api_free(app->api);
        app->api = NULL;
        return;
    }
    if (!app->serving && app_settle(app, &error) != STATUS_OK) {
        log_write(LOG_ERROR, "app", "%s", error.message);
    }
    for (size_t i = PART_COUNT; i-- > 0;) {
        parts[i].stop(app);
    }
}

void app_reload(struct app *app)
{
    struct error error;
    struct findings findings;
    const struct world *world;
    findings_init(&findings, &app->world_arena);
    enum status status = site_world(&app->world_arena, &app->files, app->folder, app->store, app->clock,
                                    &app->settings, &world, &findings, &error);
    if (status != STATUS_OK) {
        log_write(LOG_ERROR, "app", "%s", error.message);
        return;
    }
    app->world = world;
    flow_set_world(app->flow, world);
    api_set_world(app->api, world);
}

enum { SETTLE_STEP = 256 };

enum status app_settle(struct app *app, struct error *error)
{
    size_t done = 1;
    enum status status = STATUS_OK;
    while (status == STATUS_OK && done > 0) {
        status = flow_turn_of_time(app->flow, SETTLE_STEP, &done, error);
    }
    return status;
}

/* What app lends the command line: it opens a site when a request needs one, or asks the server that has it
 * open. */
#include "app/app.h"

#include "base/log.h"
#include "cli/cli.h"

#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* What a socket's path may be long (sockaddr_un); a longer one is no live server's. */
enum { SOCKET_PATH_LIMIT = 107 };

static const char *user_name(void)
{
    const struct passwd *user = getpwuid(geteuid());
    return user ? user->pw_name : NULL;
}

static enum status use_site(void *self, const char *folder, struct error *error)
{
    struct app *app = self;
    (void)error;
    app->folder = arena_copy(&app->arena, folder, strlen(folder));
    return STATUS_OK;
}

/* Checks, tests, scenarios and simulations are about files, and so are areas that are posted: they need no
 * site. */
static bool needs_site(const struct exchange *exchange)
{
    struct text path = exchange->request.path;
    return !text_starts(path, TEXT("/v1/checks")) && !text_starts(path, TEXT("/v1/scenarios")) &&
           !text_starts(path, TEXT("/v1/plugin-tests")) && !text_starts(path, TEXT("/v1/simulations")) &&
           !(text_starts(path, TEXT("/v1/areas")) && text_is(exchange->request.method, "POST"));
}

static enum status connect_live(struct app *app, struct error *error)
{
    const char *path = arena_printf(&app->arena, "%s/caseway.sock", app->folder);
    if (strlen(path) > SOCKET_PATH_LIMIT) {
        return error_set(error, STATUS_NOT_FOUND, "the path of the socket is too long");
    }
    return http_client_connect(path, text_of(user_name()), &app->client, error);
}

static enum status open_site(struct app *app, struct error *error)
{
    struct error none;
    if (app->client || app->store) {
        return STATUS_OK;
    }
    if (connect_live(app, &none) == STATUS_OK) {
        return STATUS_OK;
    }
    const char *settings = arena_printf(&app->arena, "%s/site.yaml", app->folder);
    if (!app->files.exists(app->files.self, settings, NULL)) {
        return error_set(error, STATUS_NOT_FOUND, "%s is no site; make one with: caseway init %s",
                         app->folder, app->folder);
    }
    if (app->api) { /* of checks, without a site */
        api_free(app->api);
        app->api = NULL;
    }
    return app_open(app, false, error);
}

static void answered(struct exchange *exchange)
{
    *(bool *)exchange->owner = true;
}

static enum status ask(void *self, struct exchange *exchange, struct error *error)
{
    struct app *app = self;
    enum status status = STATUS_OK;
    bool done = false;
    if (needs_site(exchange)) {
        status = open_site(app, error);
    } else if (!app->api) {
        status = app_open_bare(app, error);
    }
    if (status != STATUS_OK) {
        return status;
    }
    if (app->client && needs_site(exchange)) {
        return http_client_ask(app->client, exchange, error);
    }
    exchange->owner = &done;
    exchange->done = answered;
    exchange->request.authenticated = true;
    exchange->request.principal = access_operator(exchange->request.principal.user);
    api_handle(app->api, exchange);
    if (!done) {
        return error_set(error, STATUS_IO, "the store failed; nothing was answered");
    }
    return STATUS_OK;
}

static enum status init(void *self, const char *folder, struct buffer *told, struct error *error)
{
    struct app *app = self;
    return site_init(&app->arena, &app->files, folder, &app->random, told, error);
}

static enum status serve(void *self, const char *listen, bool watch, struct error *error)
{
    return app_serve(self, listen, watch, error);
}

static int bench(void *self, int argc, char **argv)
{
    return app_bench(self, argc, argv);
}

static FILE *open_file(void *self, const char *path, const char *mode)
{
    (void)self;
    return fopen(path, mode);
}

/* What site.yaml says, also while a live server has the site open, and where there is no site what a
 * simulation takes, so that a time is shown in the zone that it was read in. */
static const struct zone *zone(void *self)
{
    struct app *app = self;
    struct findings findings;
    struct error error;
    struct text yaml;
    struct site_settings settings = site_settings_default();
    if (app->world || app->zone) {
        return app->world ? app->world->zone : app->zone;
    }
    findings_init(&findings, &app->arena);
    const char *path = arena_printf(&app->arena, "%s/site.yaml", app->folder);
    if (app->files.read(app->files.self, &app->arena, path, SITE_FILE_LIMIT, &yaml, &error) == STATUS_OK) {
        site_settings_read(&app->arena, TEXT("site.yaml"), yaml, &settings, &findings);
    }
    app->zone = zone_load(&app->arena, &app->files, settings.zone_name, &findings);
    return app->zone;
}

static size_t terminal_width(void)
{
    struct winsize size;
    return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

void app_host(struct app *app, struct cli_host *host)
{
    *host = (struct cli_host){
        .use_site = use_site,
        .ask = ask,
        .init = init,
        .serve = serve,
        .bench = bench,
        .run_tool = app_run_tool,
        .open_file = open_file,
        .zone = zone,
        .self = app,
        .files = app->files,
        .clock = app->clock,
        .in = stdin,
        .out = stdout,
        .err = stderr,
        .out_is_terminal = isatty(STDOUT_FILENO) != 0,
        .err_is_terminal = isatty(STDERR_FILENO) != 0,
        .width = terminal_width(),
        .site = getenv("CASEWAY_SITE"),
        .user = user_name(),
    };
}

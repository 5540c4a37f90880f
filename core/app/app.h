/* The composition root: the only room that knows every other. It hands clock, randomness, files and threads
 * to the rooms, starts them in order and stops them in the other (parts.c), and lends the command line what
 * it may not know (host.c). */
#ifndef CASEWAY_APP_APP_H
#define CASEWAY_APP_APP_H

#include "api/api.h"
#include "app/site.h"
#include "base/files.h"
#include "engine/stage.h"
#include "flow/queue.h"
#include "http/client.h"
#include "http/server.h"
#include "script/script.h"
#include "workbench/check.h"

/* Everything that lives as long as the process, or as long as a site is open. NULL or zero: not started. */
struct app {
    struct arena arena;       /* the process's */
    struct arena world_arena; /* what the world is made of */
    struct clock clock;
    struct random random;
    struct files files;
    const char *folder;      /* of the site */
    const struct zone *zone; /* that times are shown in where no world is open here */
    struct workshop workshop;
    struct rule_answers answers; /* … lends these */
    struct test_runner tests;    /* … and this */
    struct http_client *client;  /* a live server is asked instead of a site that is opened here */

    struct store *store;
    struct site_settings settings;
    const struct world *world;
    struct script *script;
    struct script_meter *meter; /* of the engine's host */
    struct flow *flow;
    struct queue *queue;
    struct api *api;
    struct loop *loop;
    struct http_server *http;

    struct watch *watch; /* of what is put into force while it serves; NULL: it does not */
    bool serving;        /* with threads, loop and wire; else one thread, on demand */
    const char *listen;  /* ADDR:PORT */
};

/* The process: its exit status. */
int app_main(int argc, char **argv);

/* --- parts.c --- */
/* Opens the site in app->folder: for serving, or for requests of this process alone. On failure all that was
 * started is stopped. */
enum status app_open(struct app *app, bool serving, struct error *error);
/* Without a site: for checks and simulations. */
enum status app_open_bare(struct app *app, struct error *error);
void app_close(struct app *app);
/* Reads the site's files again, where one thread does all; what was in force stays when they have mistakes.
 */
void app_reload(struct app *app);
/* Lets time and the agenda bring what is due by now. */
enum status app_settle(struct app *app, struct error *error);

/* --- workshop.c, tool.c, host.c, serve.c, bench.c --- */
enum status app_run_tool(void *self, struct arena *arena, const char *const *argv, unsigned milliseconds,
                         size_t limit, struct text *out, struct error *error);
struct workshop app_workshop(struct app *app);
struct cli_host;
void app_host(struct app *app, struct cli_host *host);
enum status app_serve(struct app *app, const char *listen, bool watch, struct error *error);
int app_bench(struct app *app, int argc, char **argv);

#endif

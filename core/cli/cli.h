/* The command line: arguments become requests, responses become text. Begin to read at cli_run() in run.c.
 *
 * It knows no back door: all that it does about a case is a request of the api's (api/api.h), handed to
 * `ask`. What it cannot do itself app lends it as a `cli_host`. The exit status is a contract: see enum
 * cli_exit in cli/command.h. One call, one thread; nothing is kept between calls. */
#ifndef CASEWAY_CLI_CLI_H
#define CASEWAY_CLI_CLI_H

#include "api/api.h"
#include "base/files.h"

#include <stdio.h>

/* What app lends the command line. All of it is borrowed for the call of cli_run(). */
struct cli_host {
    /* The folder of the site that is meant; called once, before all others, with --site, CASEWAY_SITE or "."
     * (in this order). It opens nothing. */
    enum status (*use_site)(void *self, const char *folder, struct error *error);
    /* Answers a request, in process or over the site's socket; it returns when the response is there, and
     * does not call `done`. Opens the site when a request needs one (all but those under /v1/checks,
     * /v1/scenarios and /v1/simulations, and a POST under /v1/areas): STATUS_NOT_FOUND with "this folder is
     * no site; …" when there is none. The exchange's arena is begun by the caller. */
    enum status (*ask)(void *self, struct exchange *exchange, struct error *error);
    /* Makes a site in FOLDER and says in TOLD, as lines for people, what it made and what to do next. */
    enum status (*init)(void *self, const char *folder, struct buffer *told, struct error *error);
    /* Serves the site until it is told to stop. LISTEN is "ADDR:PORT", or NULL for what the site says. WATCH:
     * saved plugins and workflows are put into force. */
    enum status (*serve)(void *self, const char *listen, bool watch, struct error *error);
    /* `bench` with the arguments behind the verb; prints to `out` itself, and gives the exit status. */
    int (*bench)(void *self, int argc, char **argv);
    /* Runs another program, ARGV up to NULL, looked up in PATH, for at most so many MILLISECONDS, and takes
     * at most LIMIT bytes of what it prints to OUT, in ARENA; it is handed nothing to read. STATUS_NOT_FOUND:
     * there is no such program. STATUS_CUT_OFF: it was ended. Its exit status is its own. */
    enum status (*run_tool)(void *self, struct arena *arena, const char *const *argv, unsigned milliseconds,
                            size_t limit, struct text *out, struct error *error);
    /* fopen(): for what is streamed. NULL with errno when it cannot be. */
    FILE *(*open_file)(void *self, const char *path, const char *mode);
    /* The zone that times are shown in: the site's, or where there is none a simulation's; NULL: UTC. */
    const struct zone *(*zone)(void *self);
    void *self;

    struct files files;
    struct clock clock;
    FILE *in, *out, *err;
    bool out_is_terminal, err_is_terminal;
    size_t width;     /* columns of the terminal; 0: 80 */
    const char *site; /* CASEWAY_SITE; NULL: it is not set */
    const char *user; /* who holds this terminal; NULL: nobody knows */
};

/* Runs one command line; gives the exit status. */
int cli_run(const struct cli_host *host, int argc, char *const *argv);

#endif

/* The process: what it is handed by the machine, and the command line. See app.h. */
#include "app/app.h"

#include "base/log.h"
#include "cli/cli.h"

#include <stdlib.h>
#include <sys/stat.h>

static enum log_level log_level(void)
{
    const char *name = getenv("CASEWAY_LOG");
    struct text level = text_of(name ? name : "info");
    return text_is(level, "debug")     ? LOG_DEBUG
           : text_is(level, "warning") ? LOG_WARNING
           : text_is(level, "error")   ? LOG_ERROR
                                       : LOG_INFO;
}

int app_main(int argc, char **argv)
{
    struct app app = {
        .clock = clock_system(), .random = random_system(), .files = files_system(), .folder = "."};
    struct cli_host host;
    umask(S_IRWXG | S_IRWXO); /* what a site holds is for its owner alone */
    arena_init(&app.arena);
    arena_init(&app.world_arena);
    log_start(stderr, log_level(), app.clock);
    app.workshop = app_workshop(&app);
    app_host(&app, &host);
    int exit_status = cli_run(&host, argc, argv);
    http_client_free(app.client);
    app_close(&app);
    arena_deinit(&app.world_arena);
    arena_deinit(&app.arena);
    return exit_status;
}

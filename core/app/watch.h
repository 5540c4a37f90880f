/* `serve --watch`: files of the site that are saved are checked and put into force, or, with errors, are not.
 *
 * The loop's thread sees what changes and waits until it is quiet; the engine's thread reads, checks and
 * exchanges the world between two turns. Worlds that were in force stay in memory until the end: answers
 * under way lean on them, and whoever watches is at work on a plugin, not serving a borough. */
#ifndef CASEWAY_APP_WATCH_H
#define CASEWAY_APP_WATCH_H

#include "app/app.h"

enum {
    WATCH_QUIET_MILLISECONDS = 100, /* without a change, before the files are read */
    WATCH_FOLDERS_LIMIT = 500,      /* of a site, that are watched */
    WATCH_WORLDS_LIMIT = 1000       /* that are put into force before the server wants to be started again */
};

struct watch;

/* Before the loop runs. */
enum status watch_start(struct app *app, struct watch **made, struct error *error);
/* Once the loop has ended: sees nothing more. NULL is allowed. */
void watch_stop(struct watch *watch);
/* Gives back the worlds, once nobody leans on them. NULL is allowed. */
void watch_free(struct watch *watch);

#endif

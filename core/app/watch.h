/* What is put into force while a server runs: with `serve --watch` the site's files that are saved, without
 * it what was promoted. They are checked first and, with errors, are not.
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

struct watch *watch_new(struct app *app);
/* Begins to look for files that are saved. Before the loop runs. */
void watch_look(struct watch *watch);
/* Any thread: has the files read, before the engine's next turn. */
void watch_reload(struct watch *watch);
/* Once the loop has ended: sees nothing more. NULL is allowed. */
void watch_stop(struct watch *watch);
/* Gives back the worlds, once nobody leans on them. NULL is allowed. */
void watch_free(struct watch *watch);

#endif

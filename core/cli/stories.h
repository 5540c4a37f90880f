/* Scenario files found on the disk, and what they lean on: the workflows, plugins and calendars nearest above
 * them, else the site's. Private to this room. */
#ifndef CASEWAY_CLI_STORIES_H
#define CASEWAY_CLI_STORIES_H

#include "cli/sources.h"

enum { STORIES_LIMIT = 2000 }; /* scenario files of one run */

/* Paths of scenarios, in the order in which they were found. */
struct story_files {
    VECTOR(struct text)
    list;
};

/* Adds the scenarios at PATH: a scenario, or a folder in which they are looked for. CLI_FAILED, and it is
 * said, when it cannot be read. A file that is named is taken whatever it is; in a folder, files that say
 * `scenario` or `story`, and whatever lies in a folder “scenarios” and cannot be read. */
int stories_find(struct cli *cli, struct story_files *stories, const char *path);
/* Whether PATH is a scenario that can be read. */
bool stories_is(struct cli *cli, const char *path);
/* The folder that FILE lies in. */
const char *stories_folder(struct cli *cli, struct text file);
/* Adds to SOURCES those of STORIES that lie in FOLDER, what they begin with, and what they lean on. *ALONE:
 * there are no plugins, neither above it nor at the site. */
int stories_add_context(struct cli *cli, struct sources *sources, const struct story_files *stories,
                        const char *folder, bool *alone);

#endif

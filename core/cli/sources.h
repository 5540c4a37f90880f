/* Files that a check, a simulation or a run of scenarios is about: gathered from the disk, sent with the
 * request, and the findings that come back. Private to this room.
 *
 * A folder with a manifest.yaml is a plugin: its manifest, init.lua and calendars are taken. Of any other
 * folder all .yaml files are, and the folders below it, without those of tests, without hidden ones, and
 * without those of scenarios unless the folder is named. */
#ifndef CASEWAY_CLI_SOURCES_H
#define CASEWAY_CLI_SOURCES_H

#include "cli/ask.h"

enum {
    SOURCES_LIMIT = 500,                   /* files of one request */
    SOURCES_BYTES_LIMIT = 6 * 1024 * 1024, /* of all of them */
    SOURCES_DEPTH_LIMIT = 8,               /* of folders below the one that is named */
    SOURCES_ABOVE_LIMIT = 32               /* folders above a workflow in which plugins/ is looked for */
};

struct sources {
    struct json files; /* {path: content}: what is sent */
    struct map named;  /* the files that the user named, and not just what they lean on */
    size_t bytes;
    struct findings findings; /* about what could not be sent */
};

void sources_init(struct cli *cli, struct sources *sources);
/* Adds the file or folder PATH; NAMED: the user asked about it. CLI_FAILED, and it is said, when it cannot be
 * read. */
int sources_add(struct cli *cli, struct sources *sources, const char *path, bool named);
/* The folder of the plugin that PATH is, or is the manifest or code of; NULL when it is none. */
const char *sources_plugin_of(struct cli *cli, const char *path);
/* Adds what the workflow or plugin at PATH leans on: the nearest folder FOLDER ("plugins") at or above it,
 * and `calendars` beside that. */
int sources_add_nearest(struct cli *cli, struct sources *sources, const char *path, const char *folder);

/* PATH without "./" before it, so that a file has one name however it was found. */
const char *sources_plain(const char *path);
/* FOLDER/NAME; the folder above PATH, NULL above the root; whether there is a file (a folder) at PATH. */
const char *sources_below(struct cli *cli, const char *folder, struct text name);
const char *sources_above(struct cli *cli, const char *path);
bool sources_has(struct cli *cli, const char *path, bool wants_folder);
bool sources_is_yaml(struct text name);

/* Adds the findings of a reply ("findings") to SOURCES; warnings about files that were not named are left
 * out. */
void sources_take_findings(struct cli *cli, struct sources *sources, const struct reply *reply);
/* As people read them, in order; or one a line as JSON. */
struct text sources_findings_text(struct cli *cli, struct sources *sources, bool json);

#endif

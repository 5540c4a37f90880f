/* A site: its folder as files, its settings, its world. */
#ifndef CASEWAY_APP_SITE_H
#define CASEWAY_APP_SITE_H

#include "app/world.h"
#include "base/random.h"
#include "store/store.h"

enum { SITE_FILE_LIMIT = 1024 * 1024, SITE_FILES_LIMIT = 2000, SITE_DEPTH_LIMIT = 6 };

/* All YAML and Lua files below the site's workflows/, plugins/ and calendars/ (and site.yaml) as an object
 * {path: content}; paths are relative to FOLDER. STATUS_NOT_FOUND when FOLDER is no site. */
enum status site_files(struct arena *arena, const struct files *files, const char *folder, struct json *found,
                       struct error *error);

/* The site's world, with every version that open cases of STORE are pinned to; it is kept in STORE, whose
 * number it then has. Findings that are warnings go on; an error is STATUS_INVALID and FINDINGS say what. */
enum status site_world(struct arena *arena, const struct files *files, const char *folder,
                       struct store *store, struct clock clock, struct site_settings *settings,
                       const struct world **world, struct findings *findings, struct error *error);

/* Makes a site in FOLDER (which must not be one yet): what is shipped, site.yaml, an empty store, and a first
 * user with a token, which is written into TOLD as a person reads it. */
enum status site_init(struct arena *arena, const struct files *files, const char *folder,
                      const struct random *random, struct buffer *told, struct error *error);

enum { SITE_FORMER_LIMIT = 100 };
/* Writes FILES ({path: content}) in the place of PLUGIN's folder, at once: they are laid beside it first,
 * with what no version counts (a README), then the two folders change their names. *FORMER is then the folder
 * in which the plugin's former files stand, of the site; nothing deletes it. STATUS_LIMIT when
 * SITE_FORMER_LIMIT of that version stand there already. */
enum status site_install(struct arena *arena, const struct files *files, const char *folder,
                         const struct plugin *plugin, const struct json *content, struct text *former,
                         struct error *error);

/* What is shipped, compiled in: {path: content} pairs. */
struct shipped_file {
    const char *path;
    const unsigned char *bytes;
    size_t size;
};
extern const struct shipped_file shipped_files[];
extern const size_t shipped_count;

#endif

/* A world from files: workflows, plugins and calendars, told apart by what they say they are, not by where
 * they lie. */
#ifndef CASEWAY_APP_WORLD_H
#define CASEWAY_APP_WORLD_H

#include "base/files.h"
#include "engine/world.h"
#include "store/store.h"

/* What a site says besides: site.yaml, read. */
struct site_settings {
    struct text title;
    struct text zone_name; /* "Europe/London" when nobody says */
    struct text link;      /* what a case's link begins with */
    struct text listen;    /* ADDR:PORT */
    struct json plugins;   /* an object: plugin → its settings, an object */
    struct json grants; /* an object: plugin → what it is granted, an array of texts ("http example.org") */
};

struct site_settings site_settings_default(void);
/* Reads site.yaml; false when a finding is an error. */
bool site_settings_read(struct arena *arena, struct text file, struct text bytes,
                        struct site_settings *settings, struct findings *findings);

/* The zone of that name from the machine's zone files; UTC, with a warning, where it is not there. */
const struct zone *zone_load(struct arena *arena, const struct files *files, struct text name,
                             struct findings *findings);

/* A world of FILES, an object {path: content}. Findings name the paths. OLDER holds further versions of
 * workflows, sources by digest (an object), to which cases are pinned; JSON_NULL for none. NULL when a
 * finding is an error. Everything lives in ARENA. */
const struct world *world_build(struct arena *arena, const struct json *files, const struct json *older,
                                const struct site_settings *settings, const struct zone *zone,
                                struct findings *findings);
/* The world's `read_plugin`. */
enum status world_read_plugin(struct arena *arena, const struct world *world, struct text name,
                              struct text files, struct plugin *plugin, struct error *error);
/* The store's number for the versions of WORLD's plugins together, in *SET: 0 when it has none, unless KEEP
 * makes it one (within a batch). */
enum status world_plugin_set(struct arena *arena, struct store *store, const struct world *world, bool keep,
                             int64_t *set, struct error *error);
/* The path of site.yaml among FILES, wherever its folder is; empty when there is none. */
struct text site_file(const struct json *files);
/* The parts that WORLD is made of, for the store to keep: calls KEEP for each with kind, name, digest and
 * content. CONTENT is then the world's own canonical text, whose digest is world->digest. */
typedef bool (*world_keep)(void *self, struct text kind, struct text name, const struct digest *digest,
                           struct text content);
bool world_parts(struct arena *arena, const struct world *world, world_keep keep, void *self,
                 struct text *content);
/* World NUMBER again, of the parts that STORE keeps: what a journal's entry was planned in. FILES is for the
 * zone. STATUS_NOT_FOUND when the store does not keep it whole (it was kept before it was kept so),
 * STATUS_UNSUPPORTED when this program cannot read it any more. Within a read, or on the writer. */
enum status world_again(struct arena *arena, const struct files *files, struct store *store, int64_t number,
                        const struct world **world, struct error *error);

#endif

/* The world: all that a plan may lean on besides the case and the command; an immutable snapshot, known by
 * its hash.
 *
 * Built by app from a site's folder and store, or by the workbench from files; never changed after, so any
 * thread may read it. It holds every definition that some open case is pinned to, and which of them is the
 * present one of each workflow. */
#ifndef CASEWAY_ENGINE_WORLD_H
#define CASEWAY_ENGINE_WORLD_H

#include "definition/definition.h"
#include "time/calendar.h"
#include "time/zone.h"

enum { PLUGIN_HASH_SIZE = 16 };

/* A borough, or any body whose rules differ. Membership is dated: it is served on days from `from` to
 * `until`, both with it. */
struct area {
    struct text name, title;
    date from, until; /* DATE_NONE: open on that side */
    uint16_t plugin;  /* in world->plugins, or DEFINITION_NONE */
};

/* Something that a plugin asks for in its manifest and an admin grants in site.yaml: "mail", "http
 * example.org". What is not granted is not there. */
struct permission {
    struct text capability, for_what; /* for_what: the host or the secret; empty for the rest */
    bool granted;
};

/* A plugin as the engine sees it: its name on decisions; what is in it is for script. */
struct plugin {
    struct text name, version, title;
    struct digest digest; /* of `files`; not of its settings, which are the site's */
    struct text files; /* its manifest, code and data, as canonical JSON: path in its folder → content; what
                          the store keeps of it */
    const struct permission *permissions;
    size_t permission_count;
    const struct text *areas; /* it answers for */
    size_t area_count;
    const struct text *workflows; /* it answers for, whatever the area */
    size_t workflow_count;
    struct text file;     /* of its code, for messages: "plugins/rbkc/init.lua" */
    struct text code;     /* init.lua; empty for a plugin that is data alone */
    struct json settings; /* an object */
    bool goes_on;         /* a failure of its hooks lets the transition go on (`on_failure: go on`) */
};

struct world;
/* Reads an older version of the plugin NAME from the FILES that the store kept of it, with WORLD's settings
 * and grants. STATUS_UNSUPPORTED when this program cannot read it any more. */
typedef enum status (*plugin_reader)(struct arena *arena, const struct world *world, struct text name,
                                     struct text files, struct plugin *plugin, struct error *error);

struct world {
    struct digest digest;
    int64_t number; /* the store's, once it is kept there; 0 before */
    const struct zone *zone;
    const struct definition *const *definitions;
    size_t definition_count;
    struct map current;   /* workflow name → index of its present definition */
    struct map by_digest; /* lower-case hex → index */
    const struct calendar *const *calendars;
    size_t calendar_count;
    const struct area *areas;
    size_t area_count;
    const struct plugin *plugins;
    size_t plugin_count;
    int64_t plugin_set; /* the store's number for these versions together; 0: it keeps none */
    plugin_reader read_plugin;
    struct text link; /* what `case.link` begins with: "https://…/cases/"; may be empty */
    /* What it was made of besides definitions and plugins, for the store to keep: */
    struct json calendar_files; /* an object: path → content, of those in no plugin */
    struct json site;           /* an object: what the site says of its plugins */
};

/* The present definition of WORKFLOW, or the one of that digest (hex); NULL when there is none. */
const struct definition *world_current(const struct world *world, struct text workflow);
const struct definition *world_definition(const struct world *world, struct text digest_hex);
/* The calendar of that name; weekdays alone when there is none (the empty name too). */
const struct calendar *world_calendar(const struct world *world, struct text name);
/* The same as it is in AREA: one that extends it there, if there is one. */
const struct calendar *world_area_calendar(const struct world *world, struct text name, struct text area);
/* The area of that name if it is served on DAY; NULL when not. */
const struct area *world_area(const struct world *world, struct text name, date day);
const struct plugin *world_plugin(const struct world *world, struct text name);
/* What names PLUGIN's very version on a decision and for people: the first PLUGIN_HASH_SIZE hex digits of its
 * digest. The world of the entry has it whole. */
struct text plugin_hash(struct arena *arena, const struct plugin *plugin);
/* Whether PLUGIN asks for CAPABILITY ("http"), FOR_WHAT ("example.org", or empty), and was granted it.
 * Whoever does something for a plugin asks this first. */
bool plugin_may(const struct plugin *plugin, const char *capability, struct text for_what);

#endif

/* Shadows: a new version of a plugin that is asked beside the installed one, on live events, and decides
 * nothing.
 *
 * A shadow's files stand in the store, so it outlives a restart and no half of it can. When a plan has asked
 * the plugin, it is made a second time in a world that differs by the shadow alone: after the commit and
 * after the answer, under a budget of its own, and thrown away but for what differs. A shadow that fails or
 * overruns is a difference like another. Corrections, imports, dry runs and what a changed world moves are
 * not asked a second time.
 *
 * Operational: values of the store, outside of the journal.
 *   space "shadow"        NAME → {"at","by","files"}
 *   space "shadow counts" NAME → {"asked": {RULE: N}, "differed": {RULE: N}, "next"}
 *   space "shadow NAME"   number → a difference: {"at","case","entry","event","is","rule","was"} */
#ifndef CASEWAY_FLOW_SHADOW_H
#define CASEWAY_FLOW_SHADOW_H

#include "flow/flow.h"

enum {
    SHADOWS_LIMIT = 16,               /* plugins that have one */
    SHADOW_FILES_LIMIT = 1024 * 1024, /* bytes of one's files, as canonical JSON */
    SHADOW_DIFFERENCES_LIMIT = 1000,  /* kept of one plugin; the oldest give way */
    SHADOW_ANSWER_LIMIT = 4 * 1024,   /* bytes of an answer that are kept; of a longer one its length is */
    SHADOW_PARTS_LIMIT = 20           /* parts of a document that one difference names */
};

/* The rule under which a difference of the whole plan stands: its outcome, its deadlines, its changes. */
#define SHADOW_OUTCOME "outcome"

#define SHADOW_SPACE TEXT("shadow")
#define SHADOW_COUNTS TEXT("shadow counts")

/* --- for readers, on any connection -------------------------------------------------------- */

/* The shadow of PLUGIN: {"at","by","files"}; STATUS_NOT_FOUND when it has none. */
enum status shadow_read(struct store *store, struct arena *arena, struct text plugin, struct json *shadow,
                        struct error *error);
/* {"asked": {RULE: N}, "differed": {RULE: N}, "next"}, {} when it was never asked. */
enum status shadow_counts(struct store *store, struct arena *arena, struct text plugin, struct json *counts,
                          struct error *error);
/* The differences that are kept, oldest first, an array. */
enum status shadow_differences(struct store *store, struct arena *arena, struct text plugin,
                               struct json *differences, struct error *error);
/* Of a plugin's FILES ({path: content}) those that decide: not its tests and stories. Canonical JSON, as the
 * world keeps a plugin's. */
struct text shadow_sealed(struct arena *arena, const struct json *files);

/* --- the flow's own ------------------------------------------------------------------------- */

struct loaded;
struct shadows;

/* The space of a plugin's differences. */
struct text shadow_space(struct arena *arena, struct text plugin);

/* A JOB_SHADOW: command.subject names the plugin, and command.event is `put` (data: {"files"}) or `drop`.
 * What it had differed in is forgotten. */
enum status shadow_run(struct flow *flow, struct job *job, struct error *error);
/* Reads which plugins have a shadow, within a turn; flow->shadows is NULL when none has. */
enum status shadow_load(struct flow *flow, struct error *error);
/* Keeps what is needed to ask again, if PLAN has asked a plugin that has a shadow. COMMAND is NULL for what
 * time brings. Before anything of the plan is applied. */
void shadow_note(struct flow *flow, const struct loaded *loaded, const struct command *command,
                 const struct given *given, const struct plan *plan);
/* What was noted does not stand, or was asked. */
void shadow_forget(struct flow *flow);
/* Asks all that was noted, and keeps what differs, in a transaction of its own. STATUS_IO or STATUS_CORRUPT:
 * the store failed. */
enum status shadow_turn(struct flow *flow, struct error *error);
void shadow_free(struct flow *flow);

/* --- shadow_compare.c ------------------------------------------------------------------------ */

/* What one plan said: {"outcome","why","deadlines","lines"}, and its document. */
struct shadow_side {
    struct json said, document;
};

/* Of PLAN, copied into ARENA; LINES are those of its transcript that PLUGIN gave. */
struct shadow_side shadow_side_of(struct arena *arena, const struct plan *plan, struct text plugin);
/* Given each question that was asked (by its rule, SHADOW_OUTCOME at last) with both answers, in order;
 * DIFFERS when they are not the same. */
typedef void (*shadow_each)(void *self, struct text rule, bool differs, struct json was, struct json is);
void shadow_compare(struct arena *arena, const struct shadow_side *was, const struct shadow_side *is,
                    shadow_each each, void *self);

#endif

/* One job's way, within a turn's transaction: key, version, load, time, plan, apply, answer. Private to
 * flow/. */
#ifndef CASEWAY_FLOW_PATH_H
#define CASEWAY_FLOW_PATH_H

#include "engine/correct.h"
#include "flow/flow.h"
#include "store/pinned.h"

enum {
    FLOW_SHELF_LIMIT = 64,     /* versions that are kept beside the world's, from turn to turn */
    FLOW_DRAFTERS_LIMIT = 1000 /* users of whom it is known whether they have drafts */
};

struct flow {
    struct flow_options options;
    const struct world *world;
    const struct world *followed; /* the world that all open cases have followed; NULL: not known */
    struct arena arena;           /* of the turn */
    struct arena shelf_arena;
    uint64_t plans;     /* of commands, so far: for the sample that is planned twice */
    struct shelf shelf; /* versions that the world does not hold; cleared between turns when it is full */
    struct arena drafters_arena;
    struct shadows *shadows; /* of plugins (shadow.c); NULL: none has one */
    bool shadows_known;      /* else they are read when the next turn begins */
    struct map
        drafters; /* user → 1: may have drafts, 0: has none (draft.c); what is not in it is not known */
};

static inline struct store *store_of(const struct flow *flow)
{
    return flow->options.store;
}

/* Runs JOB and fills in its answer. Anything but STATUS_OK: the store failed, and the turn must be rolled
 * back. */
enum status path_run(struct flow *flow, struct job *job, struct error *error);

/* A subject that a plan can be made on, as the store has it. */
struct loaded {
    struct stored_subject stored;
    struct json document;
    struct subject *subject;
    const struct world *world; /* the flow's, with the plugins that the subject keeps */
    bool damaged; /* its document, or its version, is: that is this subject's fault alone, not the store's */
};

/* --- load.c: what goes wrong is the job's error and the status -------------------------- */

/* The subject that JOB is for; a new one for an `open`. */
enum status path_load(struct flow *flow, struct job *job, struct loaded *loaded);
enum status path_load_new(struct flow *flow, struct job *job, struct loaded *loaded);
/* Loads the subject of a stored row: its definition, document and state. STATUS_CORRUPT or
 * STATUS_UNSUPPORTED when one of them cannot be read. */
enum status path_read(struct flow *flow, const struct stored_subject *stored, struct json *document,
                      struct subject *subject, struct error *error);
/* Another copy of a subject that was loaded, in ARENA, to be planned on again; a new one where DOCUMENT is
 * JSON_NULL. NULL when it cannot be read. */
struct subject *path_subject(struct arena *arena, const struct definition *definition,
                             const struct stored_subject *stored, const struct json *document);
/* The flow's world, with the plugins that SUBJECT keeps. */
enum status path_world(struct flow *flow, const struct subject *subject, const struct world **world,
                       struct error *error);
/* Puts SUBJECT's data into ANSWER as it is shown at present in WORLD, with what is computed. */
void path_show_data(struct flow *flow, const struct world *world, const struct subject *subject,
                    struct json *answer);
/* --- story.c ------------------------------------------------------------------------------ */

/* --- twice.c ------------------------------------------------------------------------------ */

/* Insists for a sample that PLAN, of COMMAND on LOADED, comes out the same a second time; nothing where
 * asserts are left out. */
void path_plan_twice(struct flow *flow, const struct loaded *loaded, const struct command *command,
                     const struct given *given, const struct plan *plan);

/* The plan of the job's command. A failure is the job's. */
enum status path_plan(struct flow *flow, struct job *job, struct loaded *loaded, struct given *given,
                      struct plan **plan);

/* An entry of a journal as a story has it; what it holds lives in ARENA. STATUS_INVALID when it is damaged.
 */
enum status path_entry(struct arena *arena, const struct zone *zone, const struct stored_entry *stored,
                       struct story_entry *entry, struct error *error);
/* What stands outside of the subject and must not be guessed; REPLAYED is the time in a replay. */
struct given path_given(struct flow *flow, const struct job *job, instant replayed);
/* The answer that the command of ENTRY had: the subject folded back to it. */
enum status path_answer_again(struct flow *flow, struct job *job, const struct stored_key *key,
                              struct error *error);

#endif

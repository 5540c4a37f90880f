/* One job's way, within a turn's transaction: key, version, load, time, plan, apply, answer. Private to
 * flow/. */
#ifndef CASEWAY_FLOW_PATH_H
#define CASEWAY_FLOW_PATH_H

#include "flow/flow.h"
#include "store/pinned.h"

enum { FLOW_SHELF_LIMIT = 64 /* versions that are kept beside the world's, from turn to turn */ };

struct flow {
    struct flow_options options;
    const struct world *world;
    struct arena arena; /* of the turn */
    struct arena shelf_arena;
    struct shelf shelf; /* versions that the world does not hold; cleared between turns when it is full */
};

/* Runs JOB and fills in its answer. Anything but STATUS_OK: the store failed, and the turn must be rolled
 * back. */
enum status path_run(struct flow *flow, struct job *job, struct error *error);

/* Loads the subject of a stored row: its definition, document and state. STATUS_CORRUPT or
 * STATUS_UNSUPPORTED when one of them cannot be read. */
enum status path_read(struct flow *flow, const struct stored_subject *stored, struct json *document,
                      struct subject *subject, struct error *error);
/* Puts SUBJECT's data into ANSWER as it is shown at present, with what is computed. */
void path_show_data(struct flow *flow, const struct subject *subject, struct json *answer);
/* The answer that the command of ENTRY had: the subject folded back to it. */
enum status path_answer_again(struct flow *flow, struct job *job, const struct stored_key *key,
                              struct error *error);

#endif

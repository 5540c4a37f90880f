/* Drafts: what somebody has half written into an event's form, kept until the event is done or it is thrown
 * away.
 *
 * Operational: no journal, export or message holds one, and no plan reads one. A draft belongs to a record,
 * an event (with its item) and a user; nobody else's is ever given. It is kept as it was typed: that answers
 * are valid is asked when the event is sent. The event that its user does takes it away, in the same
 * transaction; a refusal leaves it.
 *
 * Two values of the store each: space "drafts of USER", name "SUBJECT EVENT ITEM", so that a user's are found
 * without reading them; and space "draft SUBJECT", name "EVENT ITEM USER", which holds the answers. */
#ifndef CASEWAY_FLOW_DRAFT_H
#define CASEWAY_FLOW_DRAFT_H

#include "base/vector.h"
#include "flow/flow.h"

enum {
    DRAFT_LIMIT = 64 * 1024, /* bytes of a draft's answers, as canonical JSON */
    DRAFTS_LIMIT = 100       /* drafts of one user */
};

/* Plain data in the arena it was read into. */
struct draft {
    int64_t subject;
    struct text event, of, user; /* of: "unborn/2"; empty: all */
    instant saved;               /* the last time */
    uint64_t version;            /* of the record, when it was begun */
    struct json data;            /* an object; JSON_NULL in a list */
};

struct drafts {
    VECTOR(struct draft)
    list;
};

/* Reads the draft that DRAFT's first four members name. STATUS_NOT_FOUND when there is none, STATUS_CORRUPT
 * when it cannot be read. On any connection, within a read. */
enum status draft_load(struct store *store, struct arena *arena, struct draft *draft, struct error *error);
/* All of USER's, without what stands in them, by record and event. */
enum status drafts_load(struct store *store, struct arena *arena, struct text user, struct drafts *drafts,
                        struct error *error);

/* A JOB_DRAFT, within a turn's transaction: keeps the command's data as the draft of its event, item and
 * actor, over what was there; or, where it has none (JSON_NULL), throws the draft away. The answer is
 * {"saved": milliseconds, "version"}. Of the job's own: NOT_FOUND (no such record, or no draft to throw
 * away), INVALID, LIMIT. */
enum status draft_run(struct flow *flow, struct job *job, struct error *error);
/* The event of JOB is done: the drafts that its actor and its user had of it are gone. The store is asked
 * once whether a user has any, and then no more while there is none: the flow is the one that writes them. */
enum status draft_end(struct flow *flow, const struct job *job, int64_t subject, struct error *error);
/* What is known of who has drafts is not: one was begun, or a turn was rolled back. */
void draft_forget(struct flow *flow);

#endif

/* Replay: the journal's decisions made again, each with the world that it was made in, and held against what
 * was written then.
 *
 * It changes nothing. A decision is the plan of one entry: its command on the document as it stood before, in
 * the entry's world, with the plugins that the case was pinned to. It must give the document that the entry's
 * changes give, to the byte, and ask the plugins for the same answers. What cannot be made again is counted
 * and passed over: an entry that was erased, or whose call was cut off by the watchdog, or whose world the
 * store does not keep. */
#ifndef CASEWAY_FLOW_REPLAY_H
#define CASEWAY_FLOW_REPLAY_H

#include "engine/rules.h"
#include "store/store.h"

enum { REPLAY_LINES_LIMIT = 100 /* differences that are listed; all are counted */ };

struct replay_options {
    struct store *store; /* within a read, or the writer */
    struct rules rules;
    const struct zone *zone;
    /* World NUMBER as it was; it must outlive the replay. STATUS_NOT_FOUND and STATUS_UNSUPPORTED pass its
     * entries over. */
    enum status (*world)(void *self, int64_t number, const struct world **world, struct error *error);
    void *self;
};

struct replayed {
    uint64_t subjects, entries, passed_over, faults;
    struct json lines; /* an array of {case, entry, event, rule, recorded, now}: `rule` is the plugin's call
                          that differs, or `path` what differs in the document */
};

/* Replays the journal of REFERENCE, or all of them when that is empty. RESULT lives in ARENA. */
enum status replay_run(struct arena *arena, const struct replay_options *options, struct text reference,
                       struct replayed *result, struct error *error);

#endif

/* The hand-written loop that `caseway bench` measures the engine against: the very statements of an advance,
 * on the shipped schema, with nothing around them. It plans nothing, reads no JSON and hashes nothing: it is
 * what a programmer would write who wanted just these rows to change.
 *
 * The chains it leaves do not verify: it is for a store that is thrown away. Engine thread. */
#ifndef CASEWAY_STORE_BARE_H
#define CASEWAY_STORE_BARE_H

#include "store/store.h"

struct bare_work {
    const int64_t *subjects; /* which to advance, in this order, again from the first when they are used up;
                                all must be there */
    size_t subject_count;
    uint64_t advances;
    size_t batch;         /* advances of one commit */
    struct text document; /* canonical JSON: what every subject's document becomes */
    struct text content;  /* of every entry */
    struct text state;    /* of every subject */
    struct text keys; /* what the keys begin with; a number follows; empty: no keys are asked for and spent */
    instant now;      /* of every entry; due times follow it */
    size_t due_every; /* every how many advances the next due time changes; 0: never */
    size_t task_every;     /* … a task is deleted and another written */
    size_t deadline_every; /* … a deadline is written */
};

/* For each: key SELECT, subject SELECT, key INSERT, subject UPDATE, entry INSERT, the rows; begin and commit
 * as the store does them. */
enum status store_bare(struct store *writer, const struct bare_work *work, struct error *error);

#endif

/* A document as it stood: the changes of entries that do not count are undone, from the newest to the oldest.
 *
 * Entries that do not count need not be the newest: a visit of Monday that was typed on Thursday counts on
 * Tuesday, what happened on Wednesday does not. So a change is undone at its path, unless an entry behind it
 * that counts has written that path, or one above or below it: what that entry wrote stands. Pure. */
#ifndef CASEWAY_REPORT_FOLD_H
#define CASEWAY_REPORT_FOLD_H

#include "base/clock.h"
#include "base/json.h"

struct fold_entry {
    instant happened, recorded;
    struct json changes; /* as json_diff gives them; JSON_NULL: gone, and so it cannot be undone */
};

/* An entry counts when it happened, and was recorded, before these. */
struct fold_bounds {
    instant happened, recorded;
};

bool fold_counts(const struct fold_bounds *bounds, instant happened, instant recorded);

/* Folds DOCUMENT back over ENTRIES (COUNT of them, newest first; those older than the oldest that does not
 * count may be left out). Copies what it changes, in ARENA. STATUS_CORRUPT when the changes do not fit the
 * document, which is then as it was. */
enum status fold_back(struct arena *arena, struct json *document, const struct fold_entry *entries,
                      size_t count, const struct fold_bounds *bounds, struct error *error);

#endif

/* A subject's document as it stood, or as it was known: folded back from how it stands now, along its
 * journal (fold.h). Reads the store, within the caller's read; writes nothing. */
#ifndef CASEWAY_REPORT_PAST_H
#define CASEWAY_REPORT_PAST_H

#include "report/fold.h"
#include "store/store.h"

/* What the journal tells of the subject as at the bounds. */
struct past {
    bool opened;           /* there is a first entry, and … */
    bool opened_by_then;   /* … it had happened, … */
    bool recorded_by_then; /* … and was recorded */
    instant known_since;   /* when the first entry was recorded; INSTANT_NONE */
    uint64_t version;      /* of the newest entry that counts; 0: none does */
    uint64_t erased;       /* entries that would have to be undone and cannot be: what they changed stands */
};

/* Folds DOCUMENT, of subject SUBJECT, back to BOUNDS. When its first entry does not count, DOCUMENT is left
 * as it is. The result lives in ARENA. STATUS_CORRUPT when the journal does not fit the document. */
enum status past_fold(struct arena *arena, struct store *store, int64_t subject,
                      const struct fold_bounds *bounds, struct json *document, struct past *past,
                      struct error *error);

#endif

/* The marks that corrections leave on the entries of a case (engine/correct.h), for reads. Private to api/.
 */
#ifndef CASEWAY_API_MARKS_H
#define CASEWAY_API_MARKS_H

#include "api/parts.h"
#include "engine/correct.h"

struct marks {
    struct story story; /* of those that are not corrections, only when they happened */
    struct story_mark *at;
};

/* The marks of FOUND's journal on entries from SINCE on, as they were known at its `as-at`. What corrects an
 * entry stands behind it, so the journal is read back to SINCE and no further. A correction beyond
 * STORY_LIMIT cannot be made, so no more than those are looked at. They live in the call's arena. */
enum status marks_read(struct call *call, const struct case_read *found, uint64_t since, struct marks *marks,
                       struct error *error);
/* Whether CONTENT, which is canonical JSON, has PART: so that not every entry has to be read whole. */
bool content_has(struct text content, struct text part);
/* The mark on entry SEQ; NULL: it stands as it is. */
const struct story_mark *marks_of(const struct marks *marks, uint64_t seq);
/* Puts "corrected" into ITEM, if entry SEQ is: {by, out, data, happened, moved, reason}. */
void marks_show(struct arena *arena, const struct marks *marks, uint64_t seq, struct json *item);
/* "Expected date, Review every": the FACTS of a ledger's line of deadline NAME by their titles, where they
 * have one. */
struct text titles_of_facts(struct arena *arena, const struct definition *definition, struct text deadline,
                            struct text facts);

#endif

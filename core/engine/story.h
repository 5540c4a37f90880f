/* The workings of a correction, shared by the files that make one: story.c (what the journal says once its
 * corrections are heard), correct.c (the plan), retell.c (the story told again), follows.c (what differs).
 * Private to engine/. */
#ifndef CASEWAY_ENGINE_STORY_H
#define CASEWAY_ENGINE_STORY_H

#include "engine/correct.h"
#include "engine/planning.h"

/* Where an entry is in the story, and when it happened as the corrections say. */
struct telling {
    size_t index;
    instant happened;
};

struct tellings {
    VECTOR(struct telling)
    list;
};

/* A later entry that the story, told rightly, would have refused. */
struct untold {
    size_t index;
    struct text why;
};

/* A correction on its way to a plan. */
struct correcting {
    struct planning planning;   /* of the correction itself: its actor, its roles, its plan */
    const struct json *present; /* the document as it stands */
    const struct story *story;  /* the new correction is not in it */
    struct story_mark *marks;   /* with the new correction */
    size_t target;              /* the entry that is put right */
    size_t from;                /* the first entry that is told again */
    struct json document;       /* the story so far … */
    struct subject *subject;    /* … as a subject */
    int64_t next_id;
    size_t times; /* points of time that were told */
    VECTOR(struct untold)
    untold;
    VECTOR(struct text)
    messages; /* names of those that the story, told rightly, writes */
};

/* The last entry by which somebody moved the case and which stands; story->count when there is none. */
size_t story_last_move(const struct story *story, const struct story_mark *marks);
/* From where the story must be told again once TARGET is put right, so that nothing is told before what
 * happened earlier. */
size_t story_from(const struct story *story, const struct story_mark *marks, size_t target);
/* The first entry that would come to lie before the opening, where the opening is given another time;
 * story->count when there is none. */
size_t story_before_opening(const struct story *story, const struct story_mark *marks);
/* The entries from FROM that are told again, in the order in which they happened. */
void story_order(struct arena *arena, const struct story *story, const struct story_mark *marks, size_t from,
                 struct tellings *tellings);
/* The entry that is concerned at last when TARGET, perhaps a correction itself, is put right. */
size_t story_concerned(const struct story *story, size_t target);

/* The case to which the correction TARGET told something: an entry that it moved there, or that this is taken
 * back, and so on. Empty: TARGET is no such correction. */
struct text story_told_to(const struct story *story, size_t target);
/* The entry that came of what entry SEQ of subject ID told, by the key that the path gave it; story->count
 * when there is none. ORIGIN is "told/ID/SEQ". */
size_t story_told_by(const struct story *story, struct text origin);

/* Folds the document back, and tells the story again up to now. False when the plan has failed. */
bool retell(struct correcting *correcting);

/* Writes what follows into the plan's notes, and its ledger; PRESENT is the subject as it stands. */
void follows_note(struct correcting *correcting, const struct subject *present);
/* Messages that wait, and that the story, told rightly, would not have, are stopped; nothing begins to wait.
 */
void waiting_correct(struct correcting *correcting, const struct subject *present);
/* Whether MESSAGE was stopped that often. */
bool waiting_is_stopped(const struct correcting *correcting, struct text message, size_t times);
/* Rows of work lists are told by a subject: what the story, told rightly, does not have any more is ended in
 * AFTER, which has been written already. */
void follows_end_rows(struct correcting *correcting, const struct subject *present, struct subject *after);

#endif

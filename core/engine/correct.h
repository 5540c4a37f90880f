/* Putting right: a case's story told again as it should have been told (LANGUAGE 8, 26, 27).
 *
 * `correct` marks an entry of the journal as made in error, or gives it other answers or another time; `undo`
 * marks the last entry by which somebody moved the case. Nothing is rewritten: the marks stand in entries of
 * their own, so that each of them can itself be put right, and the plan's change leads from the document as
 * it stands to the one that the story would have led to.
 *
 * The document is folded back to the moment before the first entry that is concerned. From there the commands
 * of the journal are planned again, in the order in which they happened, time bringing in between what it
 * brings: so states, tasks, deadlines and milestones stand as they would. No entry or exit action runs
 * backwards, no message goes; what was sent or told already is named. Rules, calendars and areas are the
 * present ones. Pure, as plan.h. */
#ifndef CASEWAY_ENGINE_CORRECT_H
#define CASEWAY_ENGINE_CORRECT_H

#include "engine/plan.h"

enum {
    STORY_LIMIT = 5000,     /* entries of a journal that can be put right */
    STORY_TIME_LIMIT = 5000 /* points of time that one correction tells again */
};

/* An entry as the journal has it. */
struct story_entry {
    uint64_t seq;
    enum command_origin origin;
    struct command command; /* as it was taken */
    instant happened, recorded;
    struct json changes;  /* JSON_NULL: erased */
    struct json notes;    /* JSON_NULL: none */
    struct json messages; /* names of those that were written; JSON_NULL: none */
    struct json given;    /* what stood outside of the case, as flow handed it in; JSON_NULL: nothing */
};

/* All of them, oldest first: entry N is at N - 1. */
struct story {
    const struct story_entry *entries;
    size_t count;
};

/* What has become of an entry, as the corrections after it say. */
struct story_mark {
    uint64_t by;       /* the entry that says so; 0: it stands as it is */
    bool out;          /* it was made in error */
    struct json data;  /* what it should have said, over what it said; JSON_NULL: as it said */
    instant happened;  /* when it took place */
    struct text moved; /* the case that it belongs to; empty: this one */
};

/* True for the events that need the story: `correct` and `undo`. */
bool is_correction(struct text event);
/* One mark for each entry of STORY, in ARENA. */
struct story_mark *story_marks(struct arena *arena, const struct zone *zone, const struct story *story);

/* Plans the correction COMMAND on SUBJECT, as plan_build() does. The plan's notes tell what is put right
 * (`corrects`) and what follows from it (`follows`): states left and entered, fields, messages that are gone
 * already, entries that would have been refused. These refuse the correction (code `story`), unless the
 * command lets them go with a reason. */
struct plan *plan_correct(struct arena *arena, const struct world *world, struct subject *subject,
                          const struct json *document, const struct command *command,
                          const struct given *given, const struct story *story, const struct rules *rules);
/* A correction that would tell an entry to another case, which turns out not to take it, is refused after
 * all: PLAN changes nothing, and PRESENT stands. */
void plan_take_back(struct arena *arena, struct plan *plan, struct subject *present, const char *code,
                    struct text sentence);

#endif

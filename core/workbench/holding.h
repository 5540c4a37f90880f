/* What a step states, held against what stands after it. Private to this room.
 *
 * What stands is gathered once for each step, and the case's past only when it is asked for: a closed task or
 * deadline is not in the case's document, so it is told from the journal. */
#ifndef CASEWAY_WORKBENCH_HOLDING_H
#define CASEWAY_WORKBENCH_HOLDING_H

#include "workbench/playing.h"

/* An entry of the case's journal, with the case's document before and after it. */
struct past_entry {
    instant happened, recorded;
    bool stands;        /* no correction has marked it as made in error */
    instant took_place; /* when it happened, as the corrections say */
    struct json content;
    struct json before, after;
};

/* How a deadline stands, or stood when it ended. */
struct past_deadline {
    struct text label, status;
    struct moment due;
    bool open, breached;
};

/* How a task stands, or ended. */
struct past_task {
    struct text label;
    struct text status; /* open done skipped cancelled handed-on */
    struct moment due;
    struct text worker, by;
    instant ended;
    int64_t times; /* that it was done */
    instant done;  /* the last time; INSTANT_NONE */
};

struct past {
    VECTOR(struct past_entry)
    entries; /* oldest first */
    VECTOR(struct past_deadline)
    deadlines;
    VECTOR(struct past_task)
    tasks;
};

struct holding {
    struct play *play;
    const struct step *step;
    const struct acting *acting;
    const struct happened *happened;
    bool has_case;
    struct standing stands;  /* where there is a case */
    struct json messages;    /* of this step and case: an array of what the outbox has */
    const struct past *past; /* NULL: not asked for yet */
};

/* Holds all that STEP states; REFERENCE is its case, empty when there is none. */
void step_hold(struct play *play, const struct step *step, const struct acting *acting,
               const struct happened *happened, struct text reference);

/* The past of the case; NULL when it failed operationally. */
const struct past *holding_past(struct holding *holding);
const struct past_task *past_task(const struct past *past, struct text label);
const struct past_deadline *past_deadline(const struct past *past, struct text label);
/* Reads the past of the case (past.c). */
enum status past_read(struct play *play, const struct standing *stands, struct past *past,
                      struct error *error);

/* A difference at NODE. */
void holding_differs(struct holding *holding, const struct node *node, const char *part, struct text name,
                     struct text expected, struct text stood);
/* "there is no such state; did you mean “x”?" */
struct text holding_unknown(struct holding *holding, const char *what, struct text name,
                            const struct text *choices, size_t count);
/* NODE's texts: one, or those of a list. */
size_t node_texts(const struct node *node);
const struct node *node_text_at(const struct node *node, size_t i);

/* One for each key. */
void hold_outcome(struct holding *holding, const struct node *node); /* NODE may be NULL: it must be done */
void hold_unmet(struct holding *holding, const struct node *node);
void hold_in(struct holding *holding, const struct node *node);
void hold_configuration(struct holding *holding, const struct node *node);
void hold_data(struct holding *holding, const struct node *node);
void hold_case(struct holding *holding, const struct node *node);
void hold_tasks(struct holding *holding, const struct node *node);
void hold_deadlines(struct holding *holding, const struct node *node);
void hold_ledger(struct holding *holding, const struct node *node);
void hold_messages(struct holding *holding, const struct node *node);
void hold_history(struct holding *holding, const struct node *node);
void hold_reached(struct holding *holding, const struct node *node);
void hold_without(struct holding *holding, const struct node *node);
void hold_explain(struct holding *holding, const struct node *node);
void hold_would(struct holding *holding, const struct node *node);
void hold_report(struct holding *holding, const struct node *node);
void hold_exceptions(struct holding *holding, const struct node *node);

/* What `unmet` states of a list of refusals, at NODE. */
void hold_unmet_list(struct holding *holding, const struct node *node, const char *part, struct text name,
                     const struct json *unmet);
/* "refused: No worker has been chosen." */
struct text outcome_shown(struct holding *holding, const struct json *answer);
bool is_in(const struct holding *holding, struct text path);
/* When the milestone (with its item: "born[1]") was reached; INSTANT_NONE. */
instant holding_reached(const struct holding *holding, struct text name);
struct text configuration_shown(struct holding *holding);

#endif

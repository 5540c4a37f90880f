/* A subject as it stands: a case, a person or the site; read from its document, changed by a plan, written
 * back.
 *
 * The document is canonical JSON in words of the definition (paths and names, never indices), so it can be
 * read by a person, folded backwards by the journal, and taken up by another version of the workflow. The
 * struct is what a plan works on: it lives in the plan's arena and belongs to it. Everything that a rule may
 * ask about a case stands here: no plan reads a journal.
 *
 * Configuration: all active states, compound ones too, in document order; within an `each` state by strand. A
 * node is a state and the item whose strand it is in (0: none). The strand itself is the node (each state,
 * item). */
#ifndef CASEWAY_ENGINE_SUBJECT_H
#define CASEWAY_ENGINE_SUBJECT_H

#include "engine/value.h"
#include "engine/world.h"

enum subject_kind { SUBJECT_CASE, SUBJECT_PERSON, SUBJECT_SITE };

struct node_id {
    uint16_t state;
    uint32_t item;
};

struct active {
    struct node_id node;
    instant entered;
};

struct remembered {
    struct node_id history; /* the history state, and its strand */
    const struct node_id *nodes;
    size_t count;
};

enum task_end { TASK_NOT_ENDED, TASK_DONE, TASK_SKIPPED, TASK_CANCELLED, TASK_HANDED_ON };

/* One for each task and item that was ever opened in the case; a repeating one is opened again in place. */
struct task_state {
    const struct task *task;
    uint32_t item;
    bool open;
    instant opened;
    struct moment due;
    struct text worker;  /* to whom it was given; empty: whoever has the role */
    enum task_end ended; /* the last time, while it is not open or open again */
    instant ended_at;
    struct text ended_by;
    instant done_at; /* the last time that it was done */
    struct text done_by;
    uint32_t times; /* that it was done */
};

enum deadline_status {
    DEADLINE_PENDING,
    DEADLINE_WARNED,
    DEADLINE_OVERDUE,
    DEADLINE_LATE,
    DEADLINE_MET,
    DEADLINE_MET_LATE,
    DEADLINE_VOID,
    DEADLINE_OVERRIDDEN
};

/* One for each deadline and item; of a task with a `due` too. Open while its status is one of the first four.
 */
struct deadline_state {
    const struct deadline *deadline; /* or NULL, and then a task's */
    const struct task *task;
    uint32_t item;
    enum deadline_status status;
    instant from;                         /* when its state or task began */
    struct moment due;                    /* MOMENT_NONE: a fact that the formula needs is not there yet */
    instant warn_at, overdue_at, late_at; /* when each point comes; INSTANT_NONE: never, or behind it */
    instant met_at;
    bool breached; /* it was overdue once: stays */
    bool fixed;    /* somebody gave it its date, over the formula */
};

enum timer_kind { TIMER_AFTER, TIMER_SEND, TIMER_TASK };

struct timer {
    enum timer_kind kind;
    struct text name;    /* the event: of the transition, or sent; the task's name */
    struct text id;      /* send */
    struct node_id node; /* after: the state that it belongs to; task: its item */
    instant due;
    struct json data; /* send; JSON_NULL: none */
    uint64_t order;   /* among equals: the order of starting */
};

struct milestone_state {
    const struct milestone *milestone;
    uint32_t item;
    instant at;
};

/* A form's answers: {"at","by","data"[,"of"]} each, JSON. */
struct records {
    const struct form *form;
    uint32_t count;
    struct json first, last;
    struct json all; /* an array, where the definition keeps them whole (form->kept_whole), else JSON_NULL */
};

struct state_entry {
    struct node_id node;
    instant at;
};

struct subject {
    int64_t id;
    enum subject_kind kind;
    struct text reference; /* "C-17", "P-18", or what the opener chose */
    struct text area, worker;
    instant opened, closed; /* closed: INSTANT_NONE while open */
    uint64_t version;       /* entries in its journal; 0: not opened yet */
    const struct definition *definition;
    struct json data;       /* an object: the fields */
    struct json numbers;    /* an object: list field → the last id given out */
    struct json exceptions; /* an array: the register of overrides */
    struct json links;      /* an object: kind → references (links.h) */
    struct json moving;  /* an object: the offer to another area that is under way (moving.h); else empty */
    struct json waiting; /* an object: messages that can still be stopped (waiting.c) */
    VECTOR(struct active)
    configuration;
    VECTOR(struct remembered)
    histories;
    VECTOR(struct task_state)
    tasks;
    VECTOR(struct deadline_state)
    deadlines;
    VECTOR(struct timer)
    timers;
    VECTOR(struct milestone_state)
    milestones;
    VECTOR(struct records)
    records;
    VECTOR(struct state_entry)
    entered; /* the last entry to states that an expression asks entered() of */
    VECTOR(struct node_id)
    ended; /* finals in which strands ended: such an item does not begin again */
    VECTOR(struct node_id)
    stood; /* of a closed case: the atomic states that it was in before, to be reopened in */
    uint64_t timers_started; /* for timer.order */
    int64_t world;           /* the number of the world that it was last planned in */
    int64_t plugins; /* the set of plugins' versions that it keeps (world->plugin_set); 0: the present */
};

/* A subject that has not been opened: version 0, empty, pinned to DEFINITION. */
void subject_init(struct subject *subject, const struct definition *definition);
/* Reads DOCUMENT of DEFINITION. STATUS_CORRUPT when it is not one (a state that is not there, a wrong type):
 * never a crash. ARENA holds the result, which also borrows DOCUMENT. `id`, `kind`, `reference` and `version`
 * are the caller's to set. */
enum status subject_read(struct arena *arena, const struct definition *definition,
                         const struct json *document, struct subject *subject, struct error *error);
/* The document; shares values with SUBJECT. */
struct json subject_write(struct arena *arena, const struct subject *subject);

/* Puts a task's or a deadline's state, which must not be there, into its place: the order of the file,
 * deadlines before those of tasks, then by item. So a subject stands the same whether it was read or has just
 * been planned on, and what comes at one instant comes in that order. Gives where it is, until the next is
 * added. */
struct task_state *subject_add_task(struct arena *arena, struct subject *subject, struct task_state state);
struct deadline_state *subject_add_deadline(struct arena *arena, struct subject *subject,
                                            struct deadline_state state);

/* --- asking ------------------------------------------------------------------ */
/* "service.pre-birth[2].expected"; the strand itself is "service.pre-birth[2]". */
struct text node_path(struct arena *arena, const struct definition *definition, struct node_id node);
/* Whether STATE is active: in strand ITEM, or in any when ITEM is 0. */
bool subject_in(const struct subject *subject, uint16_t state, uint32_t item);
/* When STATE was last entered; INSTANT_NONE when never, or when nobody asks entered() of it and it is not
 * active. */
instant subject_entered(const struct subject *subject, uint16_t state, uint32_t item);
/* ITEM 0 asks for the one outside of strands, or else the first there is. NULL when there is none. */
const struct task_state *subject_task(const struct subject *subject, const struct task *task, uint32_t item);
const struct records *subject_records(const struct subject *subject, const struct form *form);
/* When the milestone was first reached; INSTANT_NONE. */
instant subject_reached(const struct subject *subject, struct text milestone);
/* The item of LIST with that id, or NULL. */
const struct json *subject_item(const struct subject *subject, const struct field *list, uint32_t item);
/* The active atomic states as the answer shows them: a JSON array of paths, in document order (LANGUAGE 4).
 */
struct json subject_configuration(struct arena *arena, const struct subject *subject);
/* "conference[1]", "decide". */
struct text deadline_label(struct arena *arena, const struct deadline_state *state);
bool deadline_is_open(const struct deadline_state *state);
/* Its formula counts in working days. */
bool deadline_counts_working_days(const struct deadline_state *state);
/* The last working day on which an open one can still be met: its date, or the working day before it.
 * DATE_NONE for what is no date. */
date deadline_act_by(const struct world *world, const struct subject *subject,
                     const struct deadline_state *state);
/* Its date was counted in working days and lies where no holidays are published yet: it is a guess. */
bool deadline_is_guess(const struct world *world, const struct subject *subject,
                       const struct deadline_state *state);
const char *deadline_status_name(enum deadline_status status);
const char *task_end_name(enum task_end end);

/* The next thing that time alone brings: INSTANT_NONE when there is none. */
instant subject_next_due(const struct subject *subject);

#endif

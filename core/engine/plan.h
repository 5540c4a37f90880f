/* The plan: what a command will change, worked out without changing anything.
 *
 * plan_build(world, subject, command, given, rules) → plan is pure: no clock, disk, network, randomness or
 * global; the same inputs give the same plan, byte for byte, for ever. The statechart step is SCXML's (W3C
 * Recommendation of 1 September 2015, Appendix D); where the code follows it the comment names the procedure.
 * A refusal is an answer: it lists every unmet requirement. */
#ifndef CASEWAY_ENGINE_PLAN_H
#define CASEWAY_ENGINE_PLAN_H

#include "engine/command.h"
#include "engine/rules.h"

enum {
    PLAN_STEP_LIMIT = 1000,      /* microsteps of one command: more is a loop, and an error that names it */
    PLAN_QUEUE_LIMIT = 1000,     /* internal events of one command */
    PLAN_MESSAGE_LIMIT = 100,    /* messages and tells of one command */
    SUBJECT_TIMER_LIMIT = 1000,  /* timers of one subject */
    SUBJECT_ITEM_LIMIT = 200,    /* items of one list field */
    SUBJECT_WAITING_LIMIT = 100, /* messages of one subject that wait for their time */
    SUBJECT_RECORD_LIMIT = 500,  /* records of one form that are kept with the case for answers() */
    SUBJECT_DOCUMENT_LIMIT = 1024 * 1024 /* bytes of a subject's document */
};

enum outcome { OUTCOME_DONE, OUTCOME_REFUSED, OUTCOME_UNKNOWN, OUTCOME_FAILED };

/* Why not, in a sentence; who can change it; and the earliest moment at which time alone makes it true. */
struct unmet {
    const char *code; /* not-now guard requires rule role task form closed story */
    struct text text;
    struct text field; /* code form: whose answer is not valid; code task: how the command settles it */
    struct text who;   /* titles of roles, "Worker or Programme lead"; may be empty */
    struct moment when;
    struct json seen;  /* the fields that the condition read, with their values; JSON_NULL: none */
    bool may_override; /* by the roles in `override` */
    role_set override;
    const struct requirement *requirement; /* that is not met, asked on behalf of `source`; NULL: another */
    struct node_id source;
};

struct outgoing {
    const struct message *message;
    struct text subject_line, text; /* the templates, filled in */
    struct text person;             /* the reference, when it goes to a person */
    instant at;                     /* not before; INSTANT_NONE: at once */
    uint32_t item;
};

/* A command for another record, to be written to the agenda. Its key is made of this entry by the store. */
struct told {
    int64_t id; /* a record to make; 0 when `reference` names one that is there */
    struct text reference;
    struct text workflow; /* of a record to make */
    struct text event;
    struct json data;
    bool moved; /* it happened here by mistake, and is told as it was: */
    struct text of, actor;
    instant happened;
    bool takes_back;     /* a correction there of what a correction here had told; ACTOR makes it … */
    struct text lets_go; /* … and lets go what it would undo, for this reason; may be empty */
};

/* One line of the deadlines' ledger: before, after and why. */
struct ledger_line {
    struct text deadline; /* its label */
    const char *change;   /* opened moved warned overdue late met met-late void overridden */
    struct moment before, after;
    struct text because; /* the event */
    struct text fact;    /* of one that moved: which of the formula's reads did it; may be empty */
};

/* A record that the command names, as it stands; ASKED is how the command names it. */
struct known_record {
    struct text asked, reference;
    enum subject_kind kind;
    struct text workflow;
    instant opened, closed;  /* closed: INSTANT_NONE while open */
    struct text merged_into; /* empty: it was not merged */
};

/* A part that a person whom the command names has in a case of its workflow. */
struct known_episode {
    struct text person, reference, part; /* part: the field that names the person, "children[2].father" */
    struct text area;
    instant opened, closed;
    bool merged;
};

/* What stands outside of the subject's document and must not be guessed: handed in by flow, kept with the
 * entry. */
struct given {
    instant now;                      /* the clock: when it is recorded, unless the command says */
    int64_t next_id;                  /* the first free subject number, for people that the command makes */
    bool quiet;                       /* no message is sent (an import) */
    const struct known_record *known; /* of what command_names() tells, those that are there */
    size_t known_count;
    /* Of an `open`: the cases of the people whom it names, newest first. */
    const struct known_episode *episodes;
    size_t episode_count;
};

struct plan {
    enum outcome outcome;
    struct error failure; /* of OUTCOME_FAILED */
    VECTOR(struct unmet)
    unmet;
    struct text event; /* its name */
    instant happened, recorded;
    struct subject *after;        /* as it will stand; as it stands, unless the outcome is done */
    struct json data;             /* its data as it is shown: with computed fields, unless time brought it */
    struct json before, document; /* the documents; `before` is JSON_NULL for a new subject */
    struct json changes;          /* json_diff of the two */
    struct json transcript;       /* an array */
    /* An object: transitions taken, internal events dropped, exceptions let through, log lines,
     * messages that were stopped. */
    struct json notes;
    VECTOR(struct outgoing)
    messages;
    VECTOR(struct told)
    told;
    VECTOR(struct ledger_line)
    ledger;
    const struct given *given; /* what it leaned on */
    int64_t next_id;           /* given->next_id plus the records to make */
};

/* Plans COMMAND on SUBJECT (which it takes over and changes: read it anew for another plan). DOCUMENT is what
 * SUBJECT was read from, JSON_NULL for a new one. Everything lives in ARENA. Gives the plan; operating
 * failures of rules are in it (OUTCOME_FAILED). */
struct plan *plan_build(struct arena *arena, const struct world *world, struct subject *subject,
                        const struct json *document, const struct command *command, const struct given *given,
                        const struct rules *rules);

/* Plans what time alone brings next: the timer or point of a deadline that subject_next_due() tells, which
 * must not be after given->now. */
struct plan *plan_time(struct arena *arena, const struct world *world, struct subject *subject,
                       const struct json *document, const struct given *given, const struct rules *rules);

/* Plans what the present world makes of SUBJECT although nothing happened to it: a calendar, a rule or a
 * setting is another one now, and deadlines follow. The plan is done; its ledger tells what moved, and it
 * need not be kept when plan_is_idle(). */
struct plan *plan_world(struct arena *arena, const struct world *world, struct subject *subject,
                        const struct json *document, const struct given *given, const struct rules *rules);
/* Nothing but the number of the world differs. */
bool plan_is_idle(const struct plan *plan);
const char *outcome_name(enum outcome outcome);
/* The answer, as every front end gives it: {event, outcome, case, configuration, data, unmet, version};
 * `version` is the one the subject has when the plan is committed. */
struct json plan_answer(struct arena *arena, const struct plan *plan);
/* An answer about a subject to which nothing happens (a start, a wait): "event":null. Its data is as the
 * document has it; computed_data() has more. */
struct json subject_answer(struct arena *arena, const struct subject *subject);
struct json unmet_json(struct arena *arena, const struct definition *definition, const struct unmet *unmet);

#endif

/* A workflow, read and resolved: what the engine runs, the report counts and the pages show.
 *
 * Made once by definition_read() and never changed after, so any thread may read it; it lives in the arena it
 * was made in, with its source. Names are resolved to indices and pointers; states are in document order, so
 * that a state's descendants are the indices after it up to `last`. A title that is not given is the name; a
 * transition's stays empty. Whatever a person wrote keeps its place. A definition is named by the digest of
 * its source: cases are pinned to it. */
#ifndef CASEWAY_DEFINITION_DEFINITION_H
#define CASEWAY_DEFINITION_DEFINITION_H

#include "base/digest.h"
#include "base/map.h"
#include "definition/node.h"
#include "definition/operand.h"
#include "time/civil.h"

enum {
    DEFINITION_STATE_LIMIT = 4096,
    DEFINITION_ROLE_LIMIT = 64,
    DEFINITION_EXPRESSION_LIMIT = 16384,
    DEFINITION_EVENT_LIMIT = 4096,
    DEFINITION_LIST_LIMIT = 1024, /* a field's options, a form's fields, a report's assumptions and rows, a
                                     transition's targets */
    DEFINITION_NONE = UINT16_MAX  /* no such index */
};

/* --- the case's file ------------------------------------------------------- */

enum field_type {
    FIELD_TEXT,      /* JSON: a string, one line */
    FIELD_LONG_TEXT, /* a string */
    FIELD_NUMBER,    /* a number */
    FIELD_MONEY,     /* a number with at most two decimals, held as it is said and rounded to pence */
    FIELD_YES_NO,    /* a boolean; "yes" and "no" are taken */
    FIELD_DATE,      /* "2026-12-28" */
    FIELD_CHOICE,    /* the name of an option */
    FIELD_CHOICES,   /* a list of them, in the order of the options, none twice */
    FIELD_PERSON,    /* a reference of a person ("P-7"); a name alone makes a new person record */
    FIELD_LIST       /* a list of groups, each with an `id` counted from 1 and never used again */
};

struct option {
    struct text name, title;
};

/* Where IF does not hold, ELSE is what to say. */
struct check {
    const struct expression *condition;
    struct text otherwise;
};

struct fields {
    const struct field *at;
    size_t count;
    struct map by_name;
    bool computed; /* one of them is, or one of a list's items */
};

struct field {
    struct text name, title, about;
    enum field_type type;
    const struct option *options;
    size_t option_count;
    bool options_are_areas;            /* `options: areas`: what the plugins serve, and `elsewhere` */
    struct fields of;                  /* of a list: its groups' fields */
    struct operand initial;            /* `default` */
    const struct expression *computed; /* `value: = …`: never written, always this */
    const struct check *checks;
    size_t check_count;
    bool sensitive, identifying, banner, required;
    const struct field *list; /* the list that a group's field belongs to */
    uint16_t index;           /* in its `fields` */
    struct place place;
};

/* A place in a form: a field of the workflow, a field of a list's items, or a field of the form's own (kept
 * in the record alone). */
struct form_field {
    const struct field *field;
    bool own;
    bool required;
    const struct expression *required_if; /* required only where this holds */
    const struct expression *when;        /* shown, and taken, only where this holds */
    struct text help;
    struct place place;
};

struct form {
    struct text name, title, about;
    const struct form_field *fields;
    size_t count;
    bool remembered; /* some expression asks for its records: the first and the last stay with the case */
    bool kept_whole; /* … for answers(FORM): all of them do */
    struct place place;
};

struct role {
    struct text name, title;
    role_set includes; /* itself and all that it includes, however far */
};

struct event_declaration {
    struct text name, title, about;
    const struct form *form; /* NULL: free data */
    role_set roles;
    struct place place;
};

enum rule_gives { GIVES_YES_NO, GIVES_DURATION, GIVES_NUMBER, GIVES_TEXT, GIVES_DATE };

struct rule_declaration {
    struct text name, title, about;
    enum rule_gives gives;
    struct operand otherwise; /* `default` (a duration stands as text) */
    struct place place;
};

struct milestone {
    struct text name, title;
    const struct expression *when;
    /* Where it was declared: it can be reached only while that is active; 0 for the workflow. */
    uint16_t state;
    struct place place;
};

/* --- what is done ---------------------------------------------------------- */

enum action_kind {
    ACTION_ASSIGN,
    ACTION_RAISE,
    ACTION_SEND,
    ACTION_CANCEL,
    ACTION_NOTIFY,
    ACTION_TELL,
    ACTION_CALL,
    ACTION_LOG,
    ACTION_IF
};

struct block {
    const struct action *actions;
    size_t count;
};

struct assignment {
    const struct field *field; /* a field of a list's items means the strand's item */
    struct operand value;
};

struct action {
    enum action_kind kind;
    /* The event of raise, send, tell; the send's id of cancel; the message; the plugin's action. */
    struct text name;
    struct text id; /* send: by which it can be cancelled; may be empty */
    const struct assignment *assignments;
    size_t assignment_count;
    struct when_due in;                 /* send */
    const struct message *message;      /* notify */
    struct text to;                     /* tell: a person field or a link */
    struct operand data;                /* raise, send, tell: what the event carries; absent: nothing */
    struct template text;               /* log */
    const struct expression *condition; /* if */
    struct block then, otherwise;
    struct place place;
};

struct requirement {
    const struct expression *condition; /* or NULL, and then `rule` */
    uint16_t rule;                      /* in definition->rules */
    struct text otherwise;              /* the sentence */
    role_set who;                       /* who can change it */
    role_set override;                  /* who may let an exception through; empty: see override_given */
    bool override_given, never;         /* said here (else the transition's holds); `override: never` */
    struct place place;
};

enum trigger { TRIGGER_EVENT, TRIGGER_ALWAYS, TRIGGER_AFTER, TRIGGER_DONE };

/* What becomes of required open tasks in the states that a transition leaves. */
enum open_tasks { OPEN_TASKS_REFUSE, OPEN_TASKS_CANCEL, OPEN_TASKS_ASK };

struct transition {
    enum trigger trigger;
    struct text event; /* a name, `*`, or `name.*`; for TRIGGER_AFTER the timer's name, which is after.PATH.N
                          for the Nth key (from 1) of that state's `after`; for TRIGGER_DONE done.state.PATH;
                          for TRIGGER_ALWAYS "always" */
    struct when_due delay; /* TRIGGER_AFTER */
    uint16_t source;
    const uint16_t *targets; /* states; none: nothing is left */
    size_t target_count;
    struct text title;
    const struct expression *guard;
    const struct requirement *requirements;
    size_t requirement_count;
    struct block actions;
    const struct form *form; /* its own, over the event's */
    role_set roles, override;
    bool reenter;
    enum open_tasks open_tasks;
    uint16_t index; /* in definition->transitions: document order */
    struct place place;
};

/* --- work and time --------------------------------------------------------- */

struct task {
    struct text name, title, about;
    role_set role;
    struct when_due due;
    bool required, optional;
    const struct expression *when;
    bool repeats;           /* `repeat: true`, or a rhythm */
    struct when_due rhythm; /* the next opens so long after the last was done; not given: at once */
    uint32_t limit;         /* of repeats; 0: none */
    const struct form *const *forms;
    size_t form_count;
    struct text not_by, same_as; /* names of tasks, or empty */
    bool remembered;             /* it is asked for after it has ended: its end stays with the case */
    uint16_t state;              /* whose it is; 0: the workflow's */
    uint16_t index;
    struct place place;
};

enum deadline_roll { ROLL_NONE, ROLL_FORWARD, ROLL_BACK };

struct deadline {
    struct text name, title, about;
    struct when_due due;
    struct when_due warn, late; /* so long before and after it; a duration or an expression for one */
    const struct text *met_by;  /* event names, task.NAME.done, or a milestone */
    size_t met_by_count;
    bool from_same_day;      /* the first day counts: `from: same day`, not `from: next day` */
    enum deadline_roll roll; /* `roll: none`, `forward` or `back` */
    const struct expression *not_before;
    bool repeats;
    uint16_t state; /* whose it is; 0: the workflow's */
    uint16_t index;
    struct place place;
};

enum state_kind { STATE_ATOMIC, STATE_COMPOUND, STATE_PARALLEL, STATE_FINAL, STATE_HISTORY };

/* Where a compound state begins, and where a history that remembers nothing leads: states and what is done on
 * the way. */
struct initial {
    const uint16_t *targets;
    size_t count;
    struct block actions;
};

struct state {
    struct text name, path; /* "review.between"; the root's is empty */
    struct text title, about;
    enum state_kind kind;
    bool deep; /* of a history */
    uint16_t index, parent,
        last;       /* itself; the root is its own parent; its last descendant, itself when it has none */
    uint16_t depth; /* the root's is 0 */
    const uint16_t *children; /* without histories, in document order */
    size_t child_count;
    const uint16_t *histories;
    size_t history_count;
    struct initial initial;   /* of compound states and histories; of an `each`, where a strand begins */
    const struct field *each; /* the list: one strand for each of its items; NULL */
    uint16_t strand; /* the nearest `each` state that this is inside of (not itself), or DEFINITION_NONE */
    const struct transition *transitions; /* all triggers, in document order */
    size_t transition_count;
    bool remembered; /* some expression asks entered() of it: its last entry stays with the case */
    struct block entry, exit;
    const struct task *const *tasks;
    size_t task_count;
    const struct deadline *const *deadlines;
    size_t deadline_count;
    struct place place;
};

/* --- messages and measures ------------------------------------------------- */

struct message {
    struct text name, title, channel;
    role_set to;
    const struct field *person; /* instead of roles */
    bool client, urgent;
    struct template subject, text;
    const struct expression *only_while; /* `while` */
    struct operand at;
    struct place place;
};

struct assumption {
    struct text name, title, about;
    struct json value; /* a number */
};

enum row_kind { ROW_COUNT, ROW_SUM, ROW_MEDIAN, ROW_VALUE };

struct measure_row {
    struct text name, title, about, unit;
    enum row_kind kind;
    const struct expression *expression; /* NULL for `count: true` */
    const struct expression *of;         /* the cases that are counted among; or … */
    uint16_t of_row;                     /* … those of another row; DEFINITION_NONE for neither */
    struct place place;
};

struct measure {
    struct text name, title, about;
    date since; /* DATE_NONE: from the first case */
    const struct assumption *assumptions;
    size_t assumption_count;
    const struct measure_row *rows;
    size_t row_count;
    struct place place;
};

/* --- the whole ------------------------------------------------------------- */

struct definition {
    struct text name, title, about, calendar;
    struct text file;   /* as it was named when it was read */
    struct text source; /* its bytes */
    struct digest digest;
    const struct role *roles;
    size_t role_count;
    struct fields fields;
    const struct form *forms;
    size_t form_count;
    const struct event_declaration *events;
    size_t event_count;
    bool events_closed; /* `events:` stands: nothing else can happen */
    const struct rule_declaration *rules;
    size_t rule_count;
    const struct milestone *milestones;
    size_t milestone_count;
    const struct state *states; /* [0] is the root */
    size_t state_count;
    const struct transition *transitions; /* all of them, in document order */
    size_t transition_count;
    const struct task *tasks;
    size_t task_count;
    const struct deadline *deadlines;
    size_t deadline_count;
    const struct message *messages;
    size_t message_count;
    const struct measure *measures;
    size_t measure_count;
    const struct expression *const *expressions;
    size_t expression_count;
    struct map states_by_path, forms_by_name, events_by_name, rules_by_name, milestones_by_name,
        tasks_by_name, deadlines_by_name, messages_by_name, measures_by_name, roles_by_name;
};

/* Reads the workflow that ROOT (of node_read) is; SOURCE says its file name, its bytes and where findings go.
 * NULL when a finding is an error. The bytes are copied; everything lives in ARENA, with ROOT's. All errors
 * of the file are found in one run. Warnings are of sense: what is allowed and probably not meant. */
const struct definition *definition_read(struct arena *arena, const struct node *root,
                                         const struct source *source);

/* Look-ups; NULL or DEFINITION_NONE when there is no such thing. */
uint16_t definition_state(const struct definition *definition, struct text path);
const struct form *definition_form(const struct definition *definition, struct text name);
const struct event_declaration *definition_event(const struct definition *definition, struct text name);
const struct task *definition_task(const struct definition *definition, struct text name);
const struct deadline *definition_deadline(const struct definition *definition, struct text name);
const struct field *definition_field(const struct definition *definition, struct text name);
/* A field by its path: "consent", "unborn.expected_date". */
const struct field *definition_field_path(const struct definition *definition, struct text path);
const struct option *field_option(const struct field *field, struct text name);
/* The roles of that name with all that it includes; 0 when there is none. */
role_set definition_role(const struct definition *definition, struct text name);
/* The names of ROLES, joined by blanks, in ARENA. */
struct text definition_role_names(struct arena *arena, const struct definition *definition, role_set roles);
/* True when the workflow knows of such an event: declared, or the engine's own, or some transition would take
 * it. */
bool definition_knows(const struct definition *definition, struct text event);
/* True when NAME matches PATTERN: the same, `*`, or `name.*` (name itself and all below it; SCXML 3.12.1). */
bool event_matches(struct text pattern, struct text name);
/* True when A is B or above it. */
static inline bool state_contains(const struct state *a, uint16_t b)
{
    return a->index <= b && b <= a->last;
}

#endif

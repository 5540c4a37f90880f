/* What the engine asks of whoever evaluates: script/, behind one const vtable. The engine knows no Lua.
 *
 * One `struct rules` serves one thread. A plan brackets its questions with begin and end; plugins start
 * afresh at each begin, so nothing that they keep outlives the plan. Every call is bounded; a call that fails
 * gives STATUS_SCRIPT (it raised, or gave what cannot be) or STATUS_CUT_OFF (its budget), with an error that
 * names file, line and what was wrong, never what a case holds.
 *
 * Transcript: what each plugin call answered, or that it was cut off, is appended as JSON
 * ({"call","hash","plugin","version","gave"|"failed"|"left_out"}) to the array given to begin. `left_out` is
 * why a plugin's rule that failed was passed over, as its manifest has it. */
#ifndef CASEWAY_ENGINE_RULES_H
#define CASEWAY_ENGINE_RULES_H

#include "engine/scope.h"

/* A rule's yes or no, with its reason. */
struct rule_answer {
    bool holds;
    struct text sentence; /* why not; may be empty */
    struct text plugin;   /* who said so; empty: the workflow's default */
};

/* What a plugin's action or hook wants to happen. */
enum effect_kind {
    EFFECT_ASSIGN,
    EFFECT_RAISE,
    EFFECT_NOTIFY,
    EFFECT_REFUSE,
    EFFECT_LOG,
    EFFECT_TASK,    /* opens it */
    EFFECT_DEADLINE /* gives it another date */
};

struct effect {
    enum effect_kind kind;
    struct text name; /* the field, event, message, task or deadline; the sentence of a refusal; the line of a
                         log */
    struct json value;           /* assign: the value; raise: its data; deadline: its date, as text */
    const struct plugin *plugin; /* whose it is; NULL: not told */
    uint32_t line;               /* of its code, where it was made; 0: not known */
};

/* A message in a borough's own words. */
struct message_words {
    bool subject_given, text_given; /* what is not given stays as the workflow has it */
    struct text subject, text;
    struct text left_out; /* not empty: the plugin failed and its manifest lets the event go on; why */
    const struct plugin *plugin;
};

struct effects {
    struct json given; /* in: the `data` of the `call`; JSON_NULL: none */
    VECTOR(struct effect)
    list;
};

/* One question asked for its own sake: to try a plugin out. */
enum inquiry_kind {
    INQUIRY_RULE,
    INQUIRY_ACTION,
    INQUIRY_HOOK,
    INQUIRY_MEASURE,
    INQUIRY_NOTHING /* a call of nothing: what every call costs */
};

struct inquiry {
    enum inquiry_kind kind;
    struct text name;   /* the rule, the action, the hook's point, the row "REPORT.ROW" */
    struct text plugin; /* asked in the place of the area's own; empty: whoever answers for the case */
    bool timed;         /* somebody measures: instructions are not counted one by one */
};

struct inquiry_answer {
    struct value value;           /* a rule's or a measure's; nothing: it says nothing */
    struct text sentence, plugin; /* a rule's reason, and who gave it; empty: the workflow's default */
    struct text file; /* of the code of the plugin that gave it, or failed to; empty: of none, or measured */
    uint32_t line;    /* where the rule's function begins; 0: the plugin keeps the answer itself */
    struct effects effects; /* an action's or a hook's */
    uint64_t instructions;  /* of Lua that it took, making the plugin's table with it */
};

struct rules_api {
    /* A plan begins: its values live in ARENA, its calls are written to TRANSCRIPT (an array, or NULL). */
    void (*begin)(void *self, struct arena *arena, const struct world *world, struct json *transcript);
    void (*end)(void *self);
    /* The value of EXPRESSION, which belongs to scope->subject's definition. */
    enum status (*evaluate)(void *self, const struct expression *expression, const struct scope *scope,
                            struct value *value, struct error *error);
    /* Asks rule NAME as a yes or no with a reason (a requirement's `rule`). */
    enum status (*ask)(void *self, const struct rule_declaration *rule, const struct scope *scope,
                       struct rule_answer *answer, struct error *error);
    /* Runs a plugin's action (`call`). STATUS_NOT_FOUND when no plugin has it. */
    enum status (*act)(void *self, struct text action, const struct scope *scope, struct effects *effects,
                       struct error *error);
    /* Runs the hooks that plugins keep for POINT ("state.entered.review"); none is fine. */
    enum status (*hook)(void *self, struct text point, const struct scope *scope, struct effects *effects,
                        struct error *error);
    /* Asks INQUIRY. STATUS_NOT_FOUND when nobody has it, or there is no such plugin. */
    enum status (*inquire)(void *self, const struct inquiry *inquiry, const struct scope *scope,
                           struct inquiry_answer *answer, struct error *error);
    /* The words of this case's plugin for MESSAGE, by name; may be NULL: nobody has any. */
    enum status (*message)(void *self, struct text message, const struct scope *scope,
                           struct message_words *words, struct error *error);
    /* What this case's plugin tells of a report's row ("outcomes.engaged"); *TOLD is false when it says
     * nothing of it. May be NULL: nobody does. */
    enum status (*measure)(void *self, struct text row, const struct scope *scope, bool *told,
                           struct value *value, struct error *error);
    /* Whether the last question failed since a plugin did, whose manifest does not let events go on without
     * it: then the event is not done. May be NULL: no plugin ever does. */
    bool (*plugin_failed)(void *self);
};

struct rules {
    const struct rules_api *api;
    void *self;
};

#endif

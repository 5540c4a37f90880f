/* What the engine asks of whoever evaluates: script/, behind one const vtable. The engine knows no Lua.
 *
 * One `struct rules` serves one thread. A plan brackets its questions with begin and end; plugins start
 * afresh at each begin, so nothing that they keep outlives the plan. Every call is bounded; a call that fails
 * gives STATUS_SCRIPT (it raised, or gave what cannot be) or STATUS_CUT_OFF (its budget), with an error that
 * names file, line and what was wrong, never what a case holds.
 *
 * Transcript: what each plugin call answered, or that it was cut off, is appended as JSON
 * ({"call","hash","plugin","version","gave"|"failed"}) to the array given to begin. */
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
enum effect_kind { EFFECT_ASSIGN, EFFECT_RAISE, EFFECT_NOTIFY, EFFECT_REFUSE, EFFECT_LOG };

struct effect {
    enum effect_kind kind;
    struct text name;  /* the field, event or message; the sentence of a refusal; the line of a log */
    struct json value; /* assign: the value; raise: its data */
};

struct effects {
    VECTOR(struct effect)
    list;
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
};

struct rules {
    const struct rules_api *api;
    void *self;
};

#endif

/* What a rule says of a case, as people are told it: for comparing areas, and before a case moves between
 * them. */
#ifndef CASEWAY_ENGINE_RULE_TOLD_H
#define CASEWAY_ENGINE_RULE_TOLD_H

#include "engine/rules.h"

struct rule_told {
    struct json value;  /* as JSON has it; null: nothing */
    struct text words;  /* "yes", "3 months", "nothing" */
    struct text why;    /* its sentence; empty: it gave none, or failed and this is why */
    struct text plugin; /* who said so; empty: the workflow's default */
    struct text
        place; /* of the code that decides, "plugins/rbkc/init.lua:7"; empty: not asked for, or of none */
};

/* Asks RULE of SUBJECT at NOW, as if EVENT happened, for every role, outside of any begin and end; with its
 * place if PLACED. TOLD is in ARENA. An error is the rule's own (it wants an item, say, or is broken); `why`,
 * and the place if there is one, tell it then. */
enum status rule_tell(struct arena *arena, const struct world *world, const struct rules *rules,
                      const struct rule_declaration *rule, const struct subject *subject, const char *event,
                      instant now, bool placed, struct rule_told *told);

#endif

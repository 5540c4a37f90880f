/* Rules without a script: they evaluate a handful of expressions, so that the engine can be tested alone.
 *
 * Understood are: true false nil, numbers, "texts", data.NAME, item.NAME, event.name, event.data.NAME,
 * case.links.KIND, case.area, now, today, In("PATH"), entered("PATH"),
 * reached("NAME"), task("NAME").open, date("…"), days(N), months(N),
 * working_days(N), hours(N), rules.NAME(), {["NAME"] = …}, and + - == ~= < > and or not over them. A computed
 * field is asked. nil + 1 raises, as in Lua. The rules `broken` and `endless` always fail: the one raises,
 * the other is cut off. */
#ifndef CASEWAY_TESTS_ENGINE_SUPPORT_RULES_H
#define CASEWAY_TESTS_ENGINE_SUPPORT_RULES_H

#include "engine/rules.h"

struct fake {
    struct arena *arena;
    const struct world *world;
    struct json *transcript;
    size_t begun, ended, asked;
    struct rule_answer answer;    /* of every rule that is asked as a yes or no */
    instant answer_from;          /* … which is yes from then on; 0: as it says */
    const char *answer_area;      /* … which is yes in that area; NULL: in none */
    const char *longer_area;      /* … where a duration that a rule gives has a day more; NULL: in none */
    const struct effect *effects; /* of every action that is called */
    size_t effect_count;
    const char *hooked;         /* the point at which `effects` come from a hook instead; NULL: at none */
    enum status hook_status;    /* of that hook */
    struct message_words words; /* of every message */
    enum status words_status;
};

struct rules fake_rules(struct fake *fake);

#endif

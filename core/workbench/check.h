/* What can only be seen over a whole world: a workflow with its plugins, areas and calendars. Each file has
 * been read by then (definition/, script/), with findings of its own; here they are held against one another.
 * Pure but for what `answers` asks. */
#ifndef CASEWAY_WORKBENCH_CHECK_H
#define CASEWAY_WORKBENCH_CHECK_H

#include "engine/world.h"

/* Asked of whoever reads plugins (script/): whether PLUGIN, one of WORLD's, has an answer to RULE. */
struct rule_answers {
    bool (*answers)(void *self, const struct world *world, const struct plugin *plugin, struct text rule);
    void *self;
};

/* Adds findings of sense over WORLD's present definitions: errors for what would fail when it runs (a rule
 * without default that some area's plugin does not answer, a calendar that is not there), warnings for what
 * is probably not meant. ANSWERS may be NULL: rules are then not looked at. */
void workbench_check(const struct world *world, const struct rule_answers *answers,
                     struct findings *findings);

/* The present definition that was read from FILE, as it was named then; NULL when there is none. */
const struct definition *workbench_definition(const struct world *world, struct text file);

/* Findings as the api gives them: an array of {file, line, column, severity, message, hint, source}; line and
 * column are 0 for a file as a whole, `hint` and `source` are left out where there is none. */
struct json findings_json(struct arena *arena, const struct findings *findings);

#endif

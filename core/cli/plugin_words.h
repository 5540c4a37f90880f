/* What stands in the files of a new plugin. Private to this room. */
#ifndef CASEWAY_CLI_PLUGIN_WORDS_H
#define CASEWAY_CLI_PLUGIN_WORDS_H

#include "cli/command.h"
#include "definition/definition.h"

enum plugin_kind { KIND_RULE, KIND_ACTION, KIND_HOOK, KIND_MESSAGE, KIND_CALENDAR, KIND_MEASURE, KIND_COUNT };

struct plugin_words {
    enum plugin_kind kind;
    struct text name, area;
    const struct definition *workflow; /* whose cases it is for; NULL: none is known */
};

/* "rule", …; and back: KIND_COUNT when there is no such kind. */
const char *plugin_kind_name(enum plugin_kind kind);
enum plugin_kind plugin_kind_of(struct text name);

/* The row that a measure is shown for, "REPORT.ROW": the first that counts; empty: the workflow has none. */
struct text plugin_words_row(struct arena *arena, const struct plugin_words *words);
struct text plugin_words_manifest(struct arena *arena, const struct plugin_words *words);
struct text plugin_words_code(struct arena *arena, const struct plugin_words *words); /* empty: it has none */
struct text plugin_words_calendar(struct arena *arena, const struct plugin_words *words); /* the same */
struct text plugin_words_readme(struct arena *arena, const struct plugin_words *words);
struct text plugin_words_test(struct arena *arena, const struct plugin_words *words);

#endif

/* Between manifest.c, manifest_settings.c and manifest_permissions.c. */
#ifndef CASEWAY_SCRIPT_MANIFEST_H
#define CASEWAY_SCRIPT_MANIFEST_H

#include "script/script.h"

struct reader {
    struct arena *arena;
    const struct source *source;
};

/* True for a lower-case word, of letters, digits, hyphens and underscores, at most 64 long. */
bool manifest_is_name(struct text name);
/* Finds fault with the keys of MAP that are none of KNOWN (COUNT of them, at most eleven). */
void manifest_known(const struct reader *reader, const struct node *map, const char *what,
                    const char *const *known, size_t count);
/* A scalar's text, copied; or a finding and the empty text. */
struct text manifest_text(const struct reader *reader, const struct node *node, const char *what);
/* The texts of a list; WHAT names it in findings. */
const struct text *manifest_texts(const struct reader *reader, const struct node *node, const char *what,
                                  size_t *count);
/* What NODE, the map `capabilities`, asks for; none of it is granted. */
void manifest_capabilities(const struct reader *reader, const struct node *node, struct plugin *plugin);
/* The settings that DECLARED (or NULL) names, as GIVEN (or JSON_NULL) has them, else their defaults, else
 * null. */
struct json manifest_settings(const struct reader *reader, const struct node *declared, struct json given);

#endif

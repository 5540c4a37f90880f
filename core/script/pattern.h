/* The matcher of Lua's patterns; see pattern.c for what is taken. */
#ifndef CASEWAY_SCRIPT_PATTERN_H
#define CASEWAY_SCRIPT_PATTERN_H

#include "base/text.h"

#include <lua.h>

enum { CAPTURE_LIMIT = 32, OPEN = -1, POSITION = -2 };

struct capture {
    const char *at;
    ptrdiff_t size; /* OPEN until its bracket closes; POSITION for () */
};

struct matcher {
    lua_State *lua;
    struct text subject, pattern;
    struct capture captures[CAPTURE_LIMIT];
    int count, depth;
    size_t steps;
};

static inline const char *subject_end(const struct matcher *matcher)
{
    return matcher->subject.at + matcher->subject.size;
}

/* The end of what matches just at AT, or NULL. PATTERN is the part of the matcher's pattern to match: all of
 * it, or what stands behind ^. The captures are then the matcher's. Raises when the pattern is wrong, or the
 * budget is spent. */
const char *pattern_match(struct matcher *matcher, const char *at, const char *pattern);
/* True when the pattern begins with ^. */
static inline bool pattern_is_anchored(const struct matcher *matcher)
{
    return matcher->pattern.size && matcher->pattern.at[0] == '^';
}
/* The end of the first match from *AT on, which becomes its start; NULL when there is none. Raises
 * as pattern_match() does. */
const char *pattern_search(struct matcher *matcher, const char **at);

#endif

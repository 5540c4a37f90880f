/* The matcher of Lua's patterns; see pattern.c for what is taken. */
#ifndef CASEWAY_SCRIPT_PATTERN_H
#define CASEWAY_SCRIPT_PATTERN_H

#include "base/text.h"

#include <lua.h>

enum { CAPTURE_LIMIT = 16, OPEN = -1 };

struct capture {
    const char *at;
    ptrdiff_t size; /* OPEN until its bracket closes */
};

struct matcher {
    lua_State *lua;
    struct text subject, pattern;
    struct capture captures[CAPTURE_LIMIT];
    int count, depth;
    unsigned steps;
};

static inline const char *subject_end(const struct matcher *matcher)
{
    return matcher->subject.at + matcher->subject.size;
}

/* The end of the first match from *AT on, which becomes its start; NULL when there is none. The captures are
 * then the matcher's. Raises when the pattern is wrong, or the budget is spent. */
const char *pattern_search(struct matcher *matcher, const char **at);

#endif

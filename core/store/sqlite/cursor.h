/* Where a page of a list ended: what the next one is sorted behind, written so that nobody takes it for more
 * than a token. */
#ifndef CASEWAY_STORE_SQLITE_CURSOR_H
#define CASEWAY_STORE_SQLITE_CURSOR_H

#include "base/error.h"

struct cursor {
    char list;     /* 's', 't' or 'd': whose it is */
    int64_t order; /* time; 0 for subjects */
    int64_t subject;
    struct text name; /* of the task or deadline; empty for subjects */
};

struct text cursor_write(struct arena *arena, const struct cursor *cursor);
/* STATUS_INVALID when TEXT is not a cursor of LIST. The empty text is the start of the list. */
enum status cursor_read(struct arena *arena, struct text text, char list, struct cursor *cursor,
                        struct error *error);

#endif

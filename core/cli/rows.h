/* Lists that a reply holds, page after page, and their rows. Private to this room. */
#ifndef CASEWAY_CLI_ROWS_H
#define CASEWAY_CLI_ROWS_H

#include "cli/print.h"

/* A list that is asked for. */
struct listing {
    struct text path;
    struct text query;  /* without a cursor */
    const char *cursor; /* the parameter that takes the cursor; NULL: "cursor" */
    bool whole;         /* the list comes whole: it has no pages */
    bool by_due;        /* a whole list that is told by due time */
    int64_t limit;      /* rows at most; 0: all */
    /* Given each row in turn; it lives until this returns. With --json rows are said as they are, and this is
     * not called, unless `takes_json`. */
    void (*row)(struct cli *cli, const struct json *row, void *self);
    void *self;
    bool takes_json;
};

enum { LISTING_LIMIT = 100, LISTING_LIMIT_MOST = 1000000 };

/* The rows of a reply's body, {"items": […]}; NULL when there are none. */
const struct json *reply_rows(const struct json *body);
/* ROWS in the order of their due times, those without one last. */
struct json rows_by_due(struct arena *arena, const struct json *rows);
/* Asks for page after page. CLI_DONE with *COUNT, how many rows there were, and *MORE, whether there are
 * further ones. */
int listing_run(struct cli *cli, const struct listing *listing, int64_t *count, bool *more);
/* Runs the listing, whose rows are put into TABLE, and says it: NONE (a sentence) when it is empty, and when
 * there is more. The exit status. */
int listing_say(struct cli *cli, const struct listing *listing, const struct table *table, const char *none);
/* Reads --limit and --all into LISTING->limit. */
int listing_read_limit(struct cli *cli, struct listing *listing);
#define LISTING_OPTIONS                                                                                      \
    {"limit", "N", "so many rows at most; 100 without it, and all of them with --json"},                     \
        {"all", NULL, "all rows"},                                                                           \
    {                                                                                                        \
        "json", NULL, "one row a line, as JSON"                                                              \
    }

/* The text of the first of NAMES (up to NULL) that ROW has; a list's texts are joined by blanks. */
struct text row_text(struct cli *cli, const struct json *row, const char *const *names);

#endif

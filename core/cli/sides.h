/* Two texts side by side, as a difference is read: a row of a name and the two, wrapped within the terminal.
 * Private to this room. */
#ifndef CASEWAY_CLI_SIDES_H
#define CASEWAY_CLI_SIDES_H

#include "cli/command.h"

enum { SIDES_COLUMNS = 3 };

struct sides_row {
    struct text cells[SIDES_COLUMNS];
};

struct sides {
    VECTOR(struct sides_row)
    rows;
};

/* Adds a row; an empty cell is left blank. */
void sides_add(struct cli *cli, struct sides *sides, struct text what, struct text left, struct text right);
/* Writes the rows to OUT, indented; a first column in which nothing stands is left out. */
void sides_say(const struct cli *cli, const struct sides *sides, struct buffer *out);

#endif

/* See sides.h. */
#include "cli/sides.h"

enum { CELL_LEAST = 8 };

struct columns {
    size_t widths[SIDES_COLUMNS];
};

static void fit(struct columns *columns, const struct sides_row *row)
{
    for (size_t i = 0; i < SIDES_COLUMNS; i++) {
        size_t size = text_characters(row->cells[i]);
        columns->widths[i] = size > columns->widths[i] ? size : columns->widths[i];
    }
}

/* The second and the third share what the terminal has beside the first column. */
static void narrow(const struct cli *cli, struct columns *columns)
{
    size_t width = cli->host->width ? cli->host->width : CLI_WIDTH;
    size_t taken = columns->widths[0] + 8;
    size_t left = width > taken + 2 * CELL_LEAST ? width - taken : 2 * CELL_LEAST;
    size_t *expected = &columns->widths[1], *stood = &columns->widths[2];
    if (*expected + *stood <= left) {
        return;
    }
    if (*expected > left / 2) {
        *expected = *stood < left / 2 ? left - *stood : left / 2;
    }
    *stood = *expected + *stood > left ? left - *expected : *stood;
}

/* Takes what fits into WIDTH off the front of REST: up to a blank where there is one, else behind a point or
 * a slash. */
static struct text take_line(struct text *rest, size_t width)
{
    size_t size = 0, count = 0, blank = 0, point = 0;
    while (size < rest->size && count < width && rest->at[size] != '\n') {
        size_t step = text_character(text_part(*rest, size, SIZE_MAX));
        point = rest->at[size] == '.' || rest->at[size] == '/' ? size + 1 : point;
        size += step ? step : 1;
        count++;
        blank = size < rest->size && rest->at[size] == ' ' ? size : blank;
    }
    bool whole = size == rest->size || rest->at[size] == '\n' || rest->at[size] == ' ';
    size = whole ? size : blank ? blank : point ? point : size;
    struct text line = text_part(*rest, 0, size);
    *rest = text_trim(text_part(*rest, size, SIZE_MAX));
    return line;
}

static void say_row(struct buffer *out, const struct columns *columns, struct sides_row row)
{
    while (row.cells[0].size || row.cells[1].size || row.cells[2].size) {
        size_t gap = 4;
        for (size_t i = 0; i < SIDES_COLUMNS; i++) {
            if (columns->widths[i] == 0) {
                continue;
            }
            struct text line = take_line(&row.cells[i], columns->widths[i]);
            if (line.size) {
                buffer_printf(out, "%*s%.*s", (int)gap, "", TEXT_ARGS(line));
                gap = 0;
            }
            gap += columns->widths[i] - text_characters(line) + 2;
        }
        buffer_byte(out, '\n');
    }
}

void sides_add(struct cli *cli, struct sides *sides, struct text what, struct text left, struct text right)
{
    struct sides_row row = {{text_trim(what), text_trim(left), text_trim(right)}};
    vector_push(&cli->arena, &sides->rows, row);
}

void sides_say(const struct cli *cli, const struct sides *sides, struct buffer *out)
{
    struct columns columns = {{0}};
    vector_each(const struct sides_row, row, &sides->rows)
    {
        fit(&columns, row);
    }
    narrow(cli, &columns);
    vector_each(const struct sides_row, row, &sides->rows)
    {
        say_row(out, &columns, *row);
    }
}

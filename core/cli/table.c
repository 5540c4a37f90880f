/* Tables of texts. See print.h. */
#include "cli/print.h"

#include "base/insist.h"

void table_init(struct table *table, struct cli *cli, size_t columns, const char *const *titles)
{
    insist(columns > 0 && columns <= TABLE_COLUMNS);
    *table = (struct table){.cli = cli, .columns = columns, .titles = titles};
}

void table_add(struct table *table, struct text cell)
{
    char *copy = arena_copy(&table->cli->arena, cell.at, cell.size);
    for (size_t i = 0; i < cell.size; i++) {
        copy[i] = (unsigned char)copy[i] < ' ' ? ' ' : copy[i];
    }
    vector_push(&table->cli->arena, &table->cells, (struct text){copy, cell.size});
}

void table_add_note(struct table *table, struct text note)
{
    if (note.size) {
        struct table_note below = {table->cells.count, text_copy(&table->cli->arena, note)};
        vector_push(&table->cli->arena, &table->notes, below);
    }
}

/* 0 for a column in which nothing stands. */
static size_t width_of(const struct table *table, size_t column)
{
    size_t width = 0;
    for (size_t i = column; i < table->cells.count; i += table->columns) {
        size_t size = text_characters(table->cells.at[i]);
        width = size > width ? size : width;
    }
    size_t title = text_characters(text_of(table->titles[column]));
    return width == 0 ? 0 : title > width ? title : width;
}

static void add_row(struct buffer *out, const struct table *table, const struct text *cells,
                    const size_t *widths)
{
    size_t gap = 0;
    for (size_t i = 0; i < table->columns; i++) {
        if (widths[i] == 0) {
            continue;
        }
        if (cells[i].size) {
            buffer_printf(out, "%*s%.*s", (int)gap, "", TEXT_ARGS(cells[i]));
            gap = 0;
        }
        gap += widths[i] - text_characters(cells[i]) + 2;
    }
    buffer_byte(out, '\n');
}

void table_say(const struct table *table)
{
    size_t widths[TABLE_COLUMNS];
    struct text titles[TABLE_COLUMNS];
    struct buffer out;
    size_t noted = 0;
    buffer_init(&out, &table->cli->arena);
    for (size_t i = 0; i < table->columns; i++) {
        widths[i] = width_of(table, i);
        titles[i] = text_of(table->titles[i]);
    }
    if (table->cells.count) {
        add_row(&out, table, titles, widths);
    }
    for (size_t i = 0; i + table->columns <= table->cells.count; i += table->columns) {
        add_row(&out, table, &table->cells.at[i], widths);
        for (; noted < table->notes.count && table->notes.at[noted].cells <= i + table->columns; noted++) {
            buffer_printf(&out, "    %.*s\n", TEXT_ARGS(table->notes.at[noted].text));
        }
    }
    cli_put(table->cli, buffer_result(&out));
}

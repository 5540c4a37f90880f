/* The declarations in words: a page of reference, and stubs for the Lua language server. */
#include "script/declared.h"

static void write_code(struct buffer *out, const char *text)
{
    for (; *text; text++) { /* a bar would end the table's cell */
        if (*text == '|') {
            buffer_byte(out, '\\');
        }
        buffer_byte(out, *text);
    }
}

static void write_row(struct buffer *out, const struct declared_table *table, const struct declared *row)
{
    bool library = table->kind == DECLARED_LIBRARY && table != &declared_lua;
    buffer_printf(out, "| `%s%s%s", library ? table->name : "", library ? "." : "", row->name);
    if (row->takes) {
        buffer_byte(out, '(');
        write_code(out, row->takes);
        buffer_byte(out, ')');
    }
    buffer_string(out, "` | ");
    if (row->gives) {
        buffer_byte(out, '`');
        write_code(out, row->gives);
        buffer_byte(out, '`');
    }
    buffer_printf(out, " | %s", row->about);
    if (row->since > 1) {
        buffer_printf(out, " From API %u on.", row->since);
    }
    if (row->instead) {
        buffer_printf(out, " Deprecated: write %s.", row->instead);
    }
    buffer_string(out, " |\n");
}

static void write_title(struct buffer *out, const struct declared_table *table)
{
    switch (table->kind) {
    case DECLARED_PARTS:
        buffer_string(out, "## What `init.lua` returns\n");
        break;
    case DECLARED_NAMES:
        buffer_string(out, "## Names\n");
        break;
    case DECLARED_MEMBERS:
        buffer_printf(out, "## `%s`\n", table->name);
        break;
    case DECLARED_LIBRARY:
        buffer_printf(out, table == &declared_lua ? "## %s's own\n" : "### `%s`\n", table->name);
        break;
    }
}

struct text script_reference(struct arena *arena)
{
    struct buffer out;
    buffer_init(&out, arena);
    for (size_t i = 0; declared_all[i]; i++) {
        const struct declared_table *table = declared_all[i];
        write_title(&out, table);
        buffer_printf(&out, "%s\n\n| name | gives | |\n|---|---|---|\n", table->about);
        for (size_t j = 0; j < table->count; j++) {
            write_row(&out, table, &table->at[j]);
        }
        buffer_byte(&out, '\n');
    }
    return buffer_result(&out);
}

/* --- stubs ------------------------------------------------------------------- */

/* "---@param day? Date" for each of TAKES, and their names to NAMES. */
static void write_parameters(struct buffer *out, const char *takes, struct buffer *names)
{
    struct text rest = text_of(takes), one;
    while (rest.size && text_split(&rest, ',', &one)) {
        one = text_trim(one);
        size_t colon = text_find(one, ':');
        struct text name = text_part(one, 0, colon), type = text_trim(text_part(one, colon + 1, SIZE_MAX));
        buffer_printf(out, "---@param %.*s %.*s\n", TEXT_ARGS(name), TEXT_ARGS(type));
        name.size -= text_ends(name, TEXT("?"));
        buffer_printf(names, "%s%.*s", names->size ? ", " : "", TEXT_ARGS(name));
    }
}

static void write_name(struct buffer *out, struct arena *arena, const struct declared *row)
{
    buffer_printf(out, "\n---%s\n", row->about);
    if (row->instead) {
        buffer_printf(out, "---@deprecated write %s\n", row->instead);
    }
    if (!row->takes) {
        buffer_printf(out, "---@type %s\n%s = nil\n", row->gives, row->name);
        return;
    }
    struct buffer names;
    buffer_init(&names, arena);
    write_parameters(out, row->takes, &names);
    if (row->gives) {
        buffer_printf(out, "---@return %s\n", row->gives);
    }
    buffer_printf(out, "function %s(%.*s) end\n", row->name, TEXT_ARGS(buffer_result(&names)));
}

static void write_class(struct buffer *out, const struct declared_table *table)
{
    bool parts = table->kind == DECLARED_PARTS;
    buffer_printf(out, "\n---%s\n---@class %s\n", table->about, table->name);
    for (size_t i = 0; i < table->count; i++) {
        const struct declared *row = &table->at[i];
        buffer_printf(out, "---@field %s%s %s %s%s%s\n", row->name, parts ? "?" : "", row->gives,
                      row->instead ? "Deprecated: write " : "", row->instead ? row->instead : "",
                      row->instead ? "." : row->about);
    }
    if (table == &declared_record) {
        buffer_string(out, "---@field [string] any A field of the form.\n");
    }
    if (table == &declared_date || table == &declared_instant) {
        buffer_printf(out, "---@operator add(Duration): Date\n---@operator sub(Duration): Date\n");
    }
}

struct text script_stubs(struct arena *arena)
{
    struct buffer out;
    buffer_init(&out, arena);
    buffer_printf(
        &out,
        "---@meta\n-- What a Caseway plugin finds, for the Lua language server. API %d.\n\n"
        "---What should happen: made by assign, raise, open_task, set_deadline, notify, refuse and log.\n"
        "---@class Effect\n\n---A length of time.\n---@class Duration\n---@operator add(Duration): Duration\n"
        "---@operator sub(Duration): Duration\n---@operator mul(integer): Duration\n---@operator unm: "
        "Duration\n\n"
        "---@alias Rule string|number|boolean|Date|Duration|fun(case: Case, event: Event, ...: any): any, "
        "string?\n"
        "---@alias Act fun(case: Case, event: Event, data: any): Effect|Effect[]|nil\n"
        "---@alias Words string|{subject?: string, text?: string}|fun(case: Case, event: Event): any\n"
        "---@alias Tell fun(case: Case): boolean|number|Duration|nil\n",
        SCRIPT_API);
    for (size_t i = 0; declared_all[i]; i++) {
        const struct declared_table *table = declared_all[i];
        if (table->kind == DECLARED_MEMBERS || table->kind == DECLARED_PARTS) {
            write_class(&out, table);
        }
    }
    for (size_t i = 0; i < declared_names.count; i++) {
        write_name(&out, arena, &declared_names.at[i]);
    }
    return buffer_result(&out);
}

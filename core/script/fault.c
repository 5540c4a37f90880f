/* What went wrong, told without telling what a case holds.
 *
 * Lua's own messages name fields and kinds, never values. What code says itself, through error(), may have
 * been put together from a case; it is passed on only when it stands in the code word for word. Names that
 * are computed are treated alike (fault_quote).
 *
 * Chunks are called "expression" and "plugin" inside Lua, so that a message's beginning, "plugin:12: ", can
 * be told from its rest. */
#include "script/host.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Raises the message behind the place of the code that called. */
_Noreturn static void raise_message(lua_State *lua, const char *message)
{
    luaL_where(lua, 1);
    lua_pushstring(lua, message);
    lua_concat(lua, 2);
    lua_error(lua);
    abort();
}

void fault_raise(lua_State *lua, const char *format, ...)
{
    struct error error;
    va_list arguments;
    va_start(arguments, format);
    error_vset(&error, STATUS_SCRIPT, format, arguments);
    va_end(arguments);
    raise_message(lua, error.message);
}

void fault_empty(lua_State *lua, const char *format, ...)
{
    struct error error;
    va_list arguments;
    va_start(arguments, format);
    error_vset(&error, STATUS_SCRIPT, format, arguments);
    va_end(arguments);
    host_of(lua)->context.empty_met = true;
    raise_message(lua, error.message);
}

void fault_again(lua_State *lua)
{
    lua_pushlightuserdata(lua, &host_of(lua)->fault);
    lua_error(lua);
    abort();
}

bool text_is_plain(struct text text, bool one_line)
{
    for (size_t i = 0; i < text.size; i++) {
        unsigned char byte = (unsigned char)text.at[i];
        if (byte == 0x7F || (byte < ' ' && (one_line || (byte != '\n' && byte != '\t')))) {
            return false;
        }
    }
    return true;
}

static bool stands_in(struct text whole, struct text part)
{
    return part.size <= whole.size && (!part.size || memmem(whole.at, whole.size, part.at, part.size));
}

/* The code that runs at the moment. */
static struct text running(const struct context *context)
{
    if (context->expression) {
        return context->expression->source;
    }
    return context->plugin ? context->plugin->code : (struct text){0};
}

struct text fault_quote(lua_State *lua, struct text name)
{
    budget_charge_bytes(lua, running(&host_of(lua)->context).size);
    bool plain = stands_in(running(&host_of(lua)->context), name);
    return plain && name.size <= 100 ? name : TEXT("…");
}

uint32_t fault_line(struct text message, struct text *rest)
{
    size_t colon = text_find(message, ':');
    *rest = message;
    if (!text_is(text_part(message, 0, colon), "plugin") &&
        !text_is(text_part(message, 0, colon), "expression")) {
        return 0;
    }
    uint32_t line = 0;
    size_t at = colon + 1;
    while (at < message.size && isdigit((unsigned char)message.at[at]) && line < 100000000) {
        line = line * 10 + (uint32_t)(message.at[at++] - '0');
    }
    if (at + 1 < message.size && message.at[at] == ':' && message.at[at + 1] == ' ') {
        *rest = text_part(message, at + 2, message.size);
        return line;
    }
    return 0;
}

/* " (data.missed is empty)": the reads of the expression that find nothing. */
static void add_empty_reads(const struct context *context, char *message, size_t room)
{
    const struct expression *expression = context->expression;
    if (!context->empty_met || !expression || !context->scope) {
        return;
    }
    const struct scope *scope = context->scope;
    const char *before = " (";
    size_t size = strlen(message);
    for (size_t i = 0; i < expression->read_count; i++) {
        const struct read *read = &expression->reads[i];
        const struct json *holder = read->kind == READ_DATA ? &scope->subject->data
                                    : read->kind == READ_ITEM && scope->list
                                        ? subject_item(scope->subject, scope->list, scope->item)
                                        : NULL;
        const struct field *field =
            read->kind == READ_DATA ? definition_field(scope->subject->definition, read->name) : NULL;
        if (holder && read->name.size && !(field && field->computed) &&
            json_is_null(json_get(holder, read->name)) && size + read->size + 16 < room) {
            size += (size_t)snprintf(message + size, room - size, "%s%.*s is empty", before, (int)read->size,
                                     expression->source.at + read->start);
            before = ", ";
        }
    }
    if (*before == ',' && size + 2 < room) {
        snprintf(message + size, room - size, ")");
    }
}

static void place_fault(const struct script *host, uint32_t line, struct error *error)
{
    const struct context *context = &host->context;
    uint32_t traced_line = host->traced_line;
    if (context->expression && context->scope) {
        error_place(error, "%.*s:%u:%u", TEXT_ARGS(context->scope->subject->definition->file),
                    context->expression->place.line, context->expression->place.column);
    } else if (context->plugin && (line = line ? line : context->line ? context->line : traced_line)) {
        error_place(error, "%.*s:%u", TEXT_ARGS(context->plugin->file), line);
    } else if (context->plugin) {
        error_place(error, "%.*s", TEXT_ARGS(context->plugin->file));
    }
}

enum status fault_cut(struct script *host, struct error *error)
{
    struct text words = budget_words(host->arena, &host->budget);
    return error_set(error, STATUS_CUT_OFF, "The scripts of this command were cut off: they took %.*s.",
                     TEXT_ARGS(words));
}

enum status fault_take(struct script *host, int result, struct error *error)
{
    lua_State *lua = host->lua;
    struct error mine = {0};
    if (result == LUA_ERRMEM && !host->budget.use.cut) {
        host->budget.use.cut = CUT_MEMORY;
    }
    if (lua_touserdata(lua, -1) == &host->fault) {
        mine = host->fault;
    } else if (host->budget.use.cut) {
        fault_cut(host, &mine);
        place_fault(host, host->budget.use.line, &mine);
    } else {
        struct text message = {0};
        if (lua_type(lua, -1) == LUA_TSTRING) {
            message.at = lua_tolstring(lua, -1, &message.size);
        } else {
            message = TEXT("it raised what is not a text");
        }
        uint32_t line = fault_line(message, &message);
        error_set(&mine, STATUS_SCRIPT, "%.*s", TEXT_ARGS(message));
        add_empty_reads(&host->context, mine.message, sizeof mine.message);
        place_fault(host, line, &mine);
    }
    lua_pop(lua, 1);
    if (error) {
        *error = mine;
    }
    return mine.status;
}

/* Answers, values and times in words. See print.h. */
#include "cli/print.h"

#include "engine/value.h"

const char *print_when(struct cli *cli, struct arena *arena, struct text when)
{
    enum { MINUTE = 60000, HOUR = 60 * MINUTE };
    char day[DATE_TEXT_SIZE];
    const struct zone *zone = cli->host->zone ? cli->host->zone(cli->host->self) : NULL;
    instant at = text_find(when, 'T') < when.size ? instant_read(zone_utc(), when) : INSTANT_NONE;
    if (at == INSTANT_NONE) {
        return text_copy(arena, when).at;
    }
    struct local_time local = zone_local(zone ? zone : zone_utc(), at);
    int hour = (int)(local.milliseconds / HOUR), minute = (int)(local.milliseconds / MINUTE % 60);
    return arena_printf(arena, "%s %02d:%02d%s", date_write(local.day, day), hour, minute, zone ? "" : "Z");
}

const char *print_day(struct cli *cli, struct arena *arena, struct text when)
{
    const char *whole = print_when(cli, arena, when);
    return text_copy(arena, text_part(text_of(whole), 0, DATE_TEXT_SIZE - 1)).at;
}

const char *print_when_words(struct cli *cli, struct arena *arena, struct text when)
{
    const char *whole = print_when(cli, arena, when);
    struct text text = text_of(whole), day = text_part(text, 0, DATE_TEXT_SIZE - 1);
    struct value value = {.kind = VALUE_DATE, .day = date_read(day)};
    if (value.day == DATE_NONE) {
        return whole;
    }
    struct text words = value_words(arena, &value), rest = text_part(text, day.size, text.size);
    return arena_printf(arena, "%.*s%s%.*s", TEXT_ARGS(words), rest.size ? "," : "", TEXT_ARGS(rest));
}

/* --- values ---------------------------------------------------------------------------- */

static void add_flat(struct buffer *out, struct text text)
{
    for (size_t i = 0; i < text.size; i++) {
        char byte = text.at[i];
        buffer_byte(out, byte == '\n' || byte == '\t' || byte == '\r' ? ' ' : byte);
    }
}

static void add_members(struct buffer *out, const struct json *group)
{
    for (uint32_t i = 0; i < group->count; i++) {
        buffer_string(out, i ? ", " : "");
        add_flat(out, group->members[i].name);
        buffer_byte(out, ' ');
        print_value(out, &group->members[i].value);
    }
}

void print_value(struct buffer *out, const struct json *value)
{
    if (json_is_null(value)) {
        buffer_string(out, "—");
    } else if (value->type == JSON_BOOLEAN) {
        buffer_string(out, value->boolean ? "yes" : "no");
    } else if (value->type == JSON_STRING) {
        add_flat(out, json_text(value));
    } else if (value->type == JSON_ARRAY) {
        print_joined(out, value, "; ");
    } else if (value->type == JSON_OBJECT) {
        add_members(out, value);
    } else {
        json_write(value, out);
    }
}

void print_joined(struct buffer *out, const struct json *list, const char *separator)
{
    if (!list || list->type != JSON_ARRAY) {
        print_value(out, list);
        return;
    }
    for (uint32_t i = 0; i < list->count; i++) {
        buffer_string(out, i ? separator : "");
        print_value(out, &list->elements[i]);
    }
}

/* --- answers ------------------------------------------------------------------------------ */

void print_configuration(struct buffer *out, const struct json *configuration)
{
    if (!configuration || configuration->count == 0) {
        buffer_string(out, "nowhere");
    } else {
        print_joined(out, configuration, ", ");
    }
}

void print_outcome(struct buffer *out, const struct json *answer)
{
    struct text error = json_get_text(answer, "error");
    buffer_text(out, json_get_text(answer, "outcome"));
    if (error.size) {
        buffer_string(out, ", ");
        add_flat(out, error);
    }
    const struct json *configuration = json_member_of(answer, "configuration");
    if (configuration && configuration->count) {
        buffer_string(out, ", in ");
        print_configuration(out, configuration);
    }
    buffer_byte(out, '\n');
}

/* --- paragraphs ------------------------------------------------------------------------------ */

static void wrap_line(struct buffer *out, struct text line, size_t indent, size_t width)
{
    struct text word;
    size_t at = 0;
    while (text_split(&line, ' ', &word)) {
        size_t size = text_characters(word);
        if (at && at + 1 + size > width) {
            buffer_byte(out, '\n');
            at = 0;
        }
        buffer_printf(out, "%*s%.*s", at ? 1 : (int)indent, "", TEXT_ARGS(word));
        at += (at ? 1 : indent) + size;
    }
    buffer_byte(out, '\n');
}

void print_wrapped(const struct cli *cli, struct buffer *out, struct text paragraph, size_t indent)
{
    struct text line;
    size_t width = cli->host->width ? cli->host->width : CLI_WIDTH;
    while (text_split(&paragraph, '\n', &line)) {
        wrap_line(out, line, indent, width);
    }
}

void print_trace(struct buffer *out, const struct json *answer)
{
    struct text rest = json_get_text(answer, "trace"), line;
    const char *before = "  at ";
    while (rest.size && text_split(&rest, '\n', &line)) {
        buffer_printf(out, "%s%.*s\n", before, TEXT_ARGS(line));
        before = "  called from ";
    }
}

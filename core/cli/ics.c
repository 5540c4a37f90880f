/* Deadlines as a calendar (iCalendar, RFC 5545).
 *
 * A calendar leaves the service: it lies on telephones and on other people's servers. So an event is opaque:
 * the case's reference and the word “deadline”, never a title, a name, or what a deadline is called; its UID
 * is a digest. The same deadline has the same UID for good, and SEQUENCE is the case's version, which only
 * grows: a date that has moved moves in the calendar, too. */
#include "cli/deadlines.h"

#include "base/digest.h"

enum { FOLD_AT = 75 }; /* octets of a line, without its end (RFC 5545 §3.1) */

/* A content line: folded before an octet would be too many, never within a character. */
static void add_line(struct buffer *out, struct text line)
{
    size_t room = FOLD_AT;
    while (line.size > room) {
        size_t size = room;
        while (size > 0 && ((unsigned char)line.at[size] & 0xC0) == 0x80) {
            size--;
        }
        size = size ? size : room;
        buffer_text(out, text_part(line, 0, size));
        buffer_string(out, "\r\n ");
        line = text_part(line, size, line.size);
        room = FOLD_AT - 1; /* the blank counts */
    }
    buffer_text(out, line);
    buffer_string(out, "\r\n");
}

static void add_text(struct buffer *out, const char *line)
{
    add_line(out, text_of(line));
}

/* TEXT of RFC 5545 §3.3.11. */
static struct text escaped(struct arena *arena, struct text plain)
{
    struct buffer text;
    buffer_init(&text, arena);
    for (size_t i = 0; i < plain.size; i++) {
        char byte = plain.at[i];
        bool control = (unsigned char)byte < ' ' || byte == 0x7F;
        buffer_string(&text, byte == '\\' || byte == ';' || byte == ',' ? "\\" : "");
        buffer_byte(&text, control ? ' ' : byte);
    }
    return buffer_result(&text);
}

/* "20260302T100000Z". */
static struct text utc(struct arena *arena, instant at)
{
    struct buffer text;
    char written[INSTANT_TEXT_SIZE];
    buffer_init(&text, arena);
    instant whole = at - at % 1000;
    for (const char *byte = instant_write(whole, written); *byte; byte++) {
        buffer_string(&text, *byte == '-' || *byte == ':' ? "" : (char[]){*byte, '\0'});
    }
    return buffer_result(&text);
}

static struct text uid(struct arena *arena, const struct json *deadline)
{
    const struct text parts[] = {json_get_text(deadline, "case"), TEXT("\n"),
                                 json_get_text(deadline, "deadline")};
    struct digest digest = digest_of_parts(parts, sizeof parts / sizeof *parts);
    return text_printf(arena, "%.*s@caseway", TEXT_ARGS(text_part(digest_hex(arena, &digest), 0, 32)));
}

static bool add_start(struct buffer *out, struct text due)
{
    struct arena *arena = out->arena;
    date day = date_read(due);
    instant at = day == DATE_NONE ? instant_read(zone_utc(), due) : INSTANT_NONE;
    if (day != DATE_NONE) {
        struct civil civil = date_civil(day);
        add_line(out, text_printf(arena, "DTSTART;VALUE=DATE:%04d%02d%02d", (int)civil.year, (int)civil.month,
                                  (int)civil.day));
    } else if (at != INSTANT_NONE) {
        add_line(out, text_printf(arena, "DTSTART:%.*s", TEXT_ARGS(utc(arena, at))));
    }
    return day != DATE_NONE || at != INSTANT_NONE;
}

static void add_alarm(struct buffer *out, instant warn, struct text words)
{
    struct arena *arena = out->arena;
    add_text(out, "BEGIN:VALARM");
    add_text(out, "ACTION:DISPLAY");
    add_line(out, text_printf(arena, "TRIGGER;VALUE=DATE-TIME:%.*s", TEXT_ARGS(utc(arena, warn))));
    add_line(out, text_printf(arena, "DESCRIPTION:%.*s", TEXT_ARGS(words)));
    add_text(out, "END:VALARM");
}

void ics_begin(struct buffer *out)
{
    add_text(out, "BEGIN:VCALENDAR");
    add_text(out, "VERSION:2.0");
    add_text(out, "PRODID:-//Caseway//Deadlines//EN");
    add_text(out, "CALSCALE:GREGORIAN");
    add_text(out, "METHOD:PUBLISH");
}

void ics_add(struct buffer *out, const struct json *deadline, instant now)
{
    struct arena *arena = out->arena;
    bool open = json_get_boolean(deadline, "open", true);
    size_t before = out->size;
    instant warn = instant_read(zone_utc(), json_get_text(deadline, "warn"));
    struct text words =
        text_printf(arena, "%.*s deadline", TEXT_ARGS(escaped(arena, json_get_text(deadline, "case"))));
    add_text(out, "BEGIN:VEVENT");
    add_line(out, text_printf(arena, "UID:%.*s", TEXT_ARGS(uid(arena, deadline))));
    add_line(out, text_printf(arena, "DTSTAMP:%.*s", TEXT_ARGS(utc(arena, now))));
    add_line(out, text_printf(arena, "SEQUENCE:%lld", (long long)json_get_integer(deadline, "version", 0)));
    if (!add_start(out, json_get_text(deadline, "due"))) {
        out->size = before;
        return;
    }
    add_line(out, text_printf(arena, "SUMMARY:%.*s", TEXT_ARGS(words)));
    add_text(out, open ? "STATUS:CONFIRMED" : "STATUS:CANCELLED");
    add_text(out, "TRANSP:TRANSPARENT");
    if (open && warn != INSTANT_NONE) {
        add_alarm(out, warn, words);
    }
    add_text(out, "END:VEVENT");
}

int ics_say(struct cli *cli, struct buffer *out)
{
    struct buffer empty;
    buffer_init(&empty, &cli->arena);
    ics_begin(&empty);
    if (out->size == empty.size) {
        cli_complain(cli, "there is no deadline with a date, and so no calendar");
        return CLI_DONE;
    }
    add_text(out, "END:VCALENDAR");
    struct text whole = buffer_result(out);
    fwrite(whole.at, 1, whole.size, cli->host->out);
    return CLI_DONE;
}

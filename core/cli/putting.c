/* What a correction put right and what followed from it, in words: from an entry of the history, or from the
 * details of a dry run. */
#include "cli/putting.h"

static void add_let_go(struct buffer *out, const struct json *notes)
{
    const struct json *gone = json_member_of(notes, "let_go");
    for (uint32_t i = 0; gone && gone->type == JSON_ARRAY && i < gone->count; i++) {
        const struct json *one = &gone->elements[i];
        buffer_printf(out, "      let go: entry %lld (%.*s), which would not have been possible: %.*s\n",
                      (long long)json_get_integer(one, "entry", 0), TEXT_ARGS(json_get_text(one, "event")),
                      TEXT_ARGS(json_get_text(one, "why")));
    }
}

static void add_messages(struct buffer *out, const struct json *notes)
{
    const struct json *messages = json_member_of(json_member_of(notes, "follows"), "messages");
    if (messages && messages->count) {
        buffer_string(out, "      sent already, and not to be called back: ");
        print_joined(out, messages, ", ");
        buffer_byte(out, '\n');
    }
}

static void add_reason(struct buffer *out, const struct json *data)
{
    const struct json *reason = json_member_of(data, "reason");
    if (!json_is_null(reason)) {
        buffer_string(out, ": ");
        print_value(out, reason);
    }
}

void print_correction(struct buffer *out, const struct json *notes, const struct json *data)
{
    long long entry = (long long)json_get_integer(notes, "corrects", 0);
    struct text to = json_get_text(data, "to");
    const struct json *answers = json_member_of(data, "data");
    struct text at = json_get_text(data, "at");
    if (entry == 0) {
        return;
    }
    if (to.size) {
        buffer_printf(out, "      entry %lld belongs to %.*s, and is told there", entry, TEXT_ARGS(to));
    } else if (answers || at.size) {
        buffer_printf(out, "      puts entry %lld right", entry);
    } else {
        buffer_printf(out, "      entry %lld was made in error", entry);
    }
    add_reason(out, data);
    buffer_byte(out, '\n');
    add_let_go(out, notes);
    add_messages(out, notes);
}

void print_corrected(struct cli *cli, struct buffer *out, const struct json *row)
{
    const struct json *corrected = json_member_of(row, "corrected"), *data = json_member_of(row, "data");
    const struct json *rightly = json_member_of(corrected, "data");
    struct text happened = json_get_text(corrected, "happened");
    long long by = (long long)json_get_integer(corrected, "by", 0);
    for (uint32_t i = 0; rightly && rightly->type == JSON_OBJECT && i < rightly->count; i++) {
        const struct json *said = json_get(data, rightly->members[i].name);
        buffer_printf(out, "      %.*s: ", TEXT_ARGS(rightly->members[i].name));
        print_value(out, said);
        buffer_string(out, ", rightly ");
        print_value(out, &rightly->members[i].value);
        buffer_printf(out, " (see %lld)\n", by);
    }
    if (happened.size) {
        buffer_printf(out, "      it happened, rightly, at %s (see %lld)\n",
                      print_when(cli, &cli->arena, happened), by);
    }
}

void print_mark(struct buffer *out, const struct json *row)
{
    const struct json *corrected = json_member_of(row, "corrected");
    struct text moved = json_get_text(corrected, "moved");
    if (!corrected) {
        return;
    }
    if (moved.size) {
        buffer_printf(out, " (belongs to %.*s", TEXT_ARGS(moved));
    } else {
        buffer_printf(out, " (%s",
                      json_get_boolean(corrected, "out", false) ? "made in error" : "put right since");
    }
    buffer_printf(out, ", see %lld", (long long)json_get_integer(corrected, "by", 0));
    add_reason(out, corrected);
    buffer_byte(out, ')');
}

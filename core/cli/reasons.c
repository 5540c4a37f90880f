/* Why not, as people read it. See print.h. */
#include "cli/print.h"

static void add_seen(struct buffer *out, const struct json *seen)
{
    for (uint32_t i = 0; seen && seen->type == JSON_OBJECT && i < seen->count; i++) {
        struct json name = json_string(seen->members[i].name);
        buffer_string(out, i ? ", " : " (");
        print_value(out, &name);
        buffer_string(out, " is ");
        print_value(out, &seen->members[i].value);
        buffer_string(out, i + 1 == seen->count ? ")" : "");
    }
}

/* What to write for an answer, unless the sentence begins with its name, or it is an option of its own. */
static void add_field(struct buffer *out, struct text field, struct text sentence)
{
    bool option = text_is(field, "of") || text_is(field, "area");
    if (field.size && !option && !text_starts(sentence, field)) {
        buffer_printf(out, " (%.*s=…)", TEXT_ARGS(field));
    }
}

void print_reason(struct cli *cli, struct buffer *out, const struct json *reason)
{
    const struct json *text = json_member_of(reason, "text"), *who = json_member_of(reason, "who");
    struct text when = json_get_text(reason, "when");
    print_value(out, text);
    add_seen(out, json_member_of(reason, "seen"));
    add_field(out, json_get_text(reason, "field"), json_text(text));
    if (json_text(who).size) {
        buffer_string(out, " Who can change it: ");
        print_value(out, who);
        buffer_byte(out, '.');
    }
    if (when.size) {
        buffer_printf(out, " Time alone changes it: from %s.", print_when_words(cli, &cli->arena, when));
    }
    if (json_get_boolean(reason, "override", false)) {
        const struct json *by = json_member_of(reason, "override_by");
        buffer_string(out, " An exception may be made");
        if (json_text(by).size) {
            buffer_string(out, " by ");
            print_value(out, by);
        }
        buffer_string(out, ", with a reason.");
    }
}

void print_unmet(struct cli *cli, struct buffer *out, const struct json *answer)
{
    const struct json *unmet = json_member_of(answer, "unmet");
    for (uint32_t i = 0; unmet && unmet->type == JSON_ARRAY && i < unmet->count; i++) {
        buffer_string(out, "  • ");
        print_reason(cli, out, &unmet->elements[i]);
        buffer_byte(out, '\n');
    }
}

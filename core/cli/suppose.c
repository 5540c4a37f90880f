/* What would differ if. See suppose.h. */
#include "cli/suppose.h"

static const struct json none = {.type = JSON_ARRAY};

static const struct json *list_of(const struct json *object, const char *name)
{
    const struct json *list = json_member_of(object, name);
    return list && list->type == JSON_ARRAY ? list : &none;
}

static void add_reasons(struct cli *cli, struct buffer *out, const struct json *list, bool met)
{
    const char *what = met ? "      no longer: " : "      • ";
    for (uint32_t i = 0; i < list->count; i++) {
        buffer_string(out, what);
        if (met) { /* who could have changed it does not matter any more */
            print_value(out, json_member_of(&list->elements[i], "text"));
        } else {
            print_reason(cli, out, &list->elements[i]);
        }
        buffer_byte(out, '\n');
    }
}

static void add_event(struct cli *cli, struct buffer *out, const struct json *one, bool with_met)
{
    struct text of = json_get_text(one, "of"), title = json_get_text(one, "title");
    buffer_printf(out, "  %.*s", TEXT_ARGS(json_get_text(one, "event")));
    if (of.size) {
        buffer_printf(out, " --of %.*s", TEXT_ARGS(of));
    }
    if (title.size) {
        buffer_printf(out, " — %.*s", TEXT_ARGS(title));
    }
    buffer_byte(out, '\n');
    if (with_met) {
        add_reasons(cli, out, list_of(one, "met"), true);
    }
    add_reasons(cli, out, list_of(one, "unmet"), false);
}

static void add_events(struct cli *cli, struct buffer *out, const struct json *events, const char *change,
                       const char *heading)
{
    bool any = false;
    for (uint32_t i = 0; i < events->count; i++) {
        const struct json *one = &events->elements[i];
        if (text_is(json_get_text(one, "change"), change)) {
            buffer_string(out, any ? "" : heading);
            add_event(cli, out, one, text_is(text_of(change), "reasons"));
            any = true;
        }
    }
}

void suppose_add(struct cli *cli, struct buffer *out, const struct json *changes, struct text reference)
{
    const struct json *events = list_of(changes, "events");
    print_fields(out, list_of(changes, "fields"));
    print_states(out, json_member_of(changes, "states"), reference);
    print_tasks(cli, out, list_of(changes, "tasks"));
    print_deadlines(cli, out, list_of(changes, "deadlines"));
    add_events(cli, out, events, "possible", "Possible then:\n");
    add_events(cli, out, events, "impossible", "Not possible any more:\n");
    add_events(cli, out, events, "reasons", "Still not possible:\n");
}

void suppose_say(struct cli *cli, const struct json *body)
{
    struct buffer out;
    buffer_init(&out, &cli->arena);
    buffer_string(&out, "If that were so; nothing is kept:\n");
    size_t empty = out.size;
    suppose_add(cli, &out, json_member_of(body, "changes"), json_get_text(body, "case"));
    buffer_string(&out, out.size == empty ? "  Nothing would change.\n" : "");
    cli_put(cli, buffer_result(&out));
}

/* What would differ, as people read it. See print.h; it is made by engine/difference.c. */
#include "cli/print.h"

static const struct json *element(const struct json *list, uint32_t index)
{
    return list && list->type == JSON_ARRAY && index < list->count ? &list->elements[index] : NULL;
}

/* The title, or the name where there is none, and of which item it is. */
static void add_title(struct buffer *out, const struct json *one, const char *name)
{
    const struct json *title = json_member_of(one, "title"), *of = json_member_of(one, "of");
    print_value(out, json_text(title).size ? title : json_member_of(one, name));
    if (of) {
        buffer_string(out, " (");
        print_value(out, of);
        buffer_byte(out, ')');
    }
}

/* --- states, fields ------------------------------------------------------------------- */

static void add_states(struct buffer *out, const struct json *list, const char *verb, struct text reference)
{
    for (uint32_t i = 0; element(list, i); i++) {
        if (i == 0) {
            buffer_printf(out, "  %.*s would %s ", TEXT_ARGS(reference), verb);
        }
        buffer_string(out, i == 0 ? "" : i + 1 == list->count ? " and " : ", ");
        buffer_string(out, "“");
        add_title(out, element(list, i), "state");
        buffer_string(out, "”");
    }
    buffer_string(out, element(list, 0) ? ".\n" : "");
}

void print_states(struct buffer *out, const struct json *states, struct text reference)
{
    add_states(out, json_member_of(states, "left"), "leave", reference);
    add_states(out, json_member_of(states, "entered"), "enter", reference);
}

static void add_side(struct buffer *out, const struct json *one, const char *words, const char *plain)
{
    const struct json *said = json_member_of(one, words);
    print_value(out, said ? said : json_member_of(one, plain));
}

void print_fields(struct buffer *out, const struct json *fields)
{
    const struct json *one;
    for (uint32_t i = 0; (one = element(fields, i)); i++) {
        buffer_string(out, "  ");
        add_title(out, one, "field");
        buffer_string(out, ": ");
        add_side(out, one, "before_words", "before");
        buffer_string(out, " → ");
        add_side(out, one, "after_words", "after");
        buffer_string(out, json_get_boolean(one, "computed", false) ? " (worked out)\n" : "\n");
    }
}

/* --- tasks, deadlines -------------------------------------------------------------------- */

static const char *task_words(struct arena *arena, struct text change, struct text worker)
{
    return text_is(change, "handed-on")                      ? "handed on"
           : text_is(change, "offered")                      ? "can be added"
           : text_is(change, "withheld")                     ? "cannot be added any more"
           : text_is(change, "assigned") && worker.size == 0 ? "given to nobody"
                                                             : text_copy(arena, change).at;
}

void print_tasks(struct cli *cli, struct buffer *out, const struct json *tasks)
{
    const struct json *one;
    for (uint32_t i = 0; (one = element(tasks, i)); i++) {
        struct text change = json_get_text(one, "change"), due = json_get_text(one, "due"),
                    worker = json_get_text(one, "worker");
        buffer_string(out, "  Task “");
        add_title(out, one, "task");
        buffer_printf(out, "”: %s", task_words(&cli->arena, change, worker));
        if (due.size) {
            buffer_printf(out, ", by %s", print_when_words(cli, &cli->arena, due));
        }
        if (worker.size) {
            buffer_printf(out, ", %s%.*s", text_is(change, "assigned") ? "to " : "", TEXT_ARGS(worker));
        }
        buffer_byte(out, '\n');
    }
}

static const char *change_words(struct text change)
{
    static const struct {
        const char *change, *words;
    } known[] = {{"opened", "set"},         {"void", "falls away"}, {"met", "met"},
                 {"met-late", "met, late"}, {"moved", "moves"},     {"warned", "warned of"},
                 {"overdue", "overdue"},    {"late", "late"}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (text_is(change, known[i].change)) {
            return known[i].words;
        }
    }
    return "changes";
}

void print_deadlines(struct cli *cli, struct buffer *out, const struct json *deadlines)
{
    const struct json *one;
    for (uint32_t i = 0; (one = element(deadlines, i)); i++) {
        struct text change = json_get_text(one, "change"), before = json_get_text(one, "before"),
                    after = json_get_text(one, "after");
        bool moved = text_is(change, "moved");
        buffer_string(out, "  Deadline “");
        add_title(out, one, "deadline");
        buffer_printf(out, "”: %s", change_words(change));
        if (moved && before.size) {
            buffer_printf(out, " from %s", print_when_words(cli, &cli->arena, before));
        }
        if (moved && after.size) {
            buffer_printf(out, " to %s", print_when_words(cli, &cli->arena, after));
        } else if (moved) {
            buffer_string(out, ", and has no date any more");
        } else if (after.size && text_is(change, "opened")) {
            buffer_printf(out, " for %s", print_when_words(cli, &cli->arena, after));
        }
        buffer_byte(out, '\n');
    }
}

/* --- what leaves the case -------------------------------------------------------------------- */

static void add_indented(struct buffer *out, struct text text)
{
    struct text line;
    while (text_split(&text, '\n', &line)) {
        buffer_printf(out, "      %.*s\n", TEXT_ARGS(line));
    }
}

void print_messages(struct buffer *out, const struct json *messages)
{
    const struct json *one;
    for (uint32_t i = 0; (one = element(messages, i)); i++) {
        struct text subject = json_get_text(one, "subject");
        buffer_printf(out, "  Message to %s", json_get_boolean(one, "client", false) ? "the client " : "");
        print_value(out, json_member_of(one, "to"));
        buffer_string(out, json_get_boolean(one, "urgent", false) ? ", urgent" : "");
        buffer_string(out, subject.size ? ": " : "");
        buffer_text(out, subject);
        buffer_byte(out, '\n');
        add_indented(out, json_get_text(one, "text"));
    }
}

void print_told(struct buffer *out, const struct json *told)
{
    const struct json *one;
    for (uint32_t i = 0; (one = element(told, i)); i++) {
        const struct json *data = json_member_of(one, "data");
        bool opens = text_is(json_get_text(one, "event"), "open");
        buffer_printf(out, "  %s %.*s", opens ? "Makes the record" : "Tells",
                      TEXT_ARGS(json_get_text(one, "record")));
        if (!opens) {
            buffer_printf(out, " “%.*s”", TEXT_ARGS(json_get_text(one, "event")));
        }
        if (data && data->type == JSON_OBJECT && data->count) {
            buffer_string(out, ": ");
            print_value(out, data);
        }
        buffer_byte(out, '\n');
    }
}

static void add_notes(struct buffer *out, const struct json *list, const char *what, const char *member)
{
    const struct json *one;
    for (uint32_t i = 0; (one = element(list, i)); i++) {
        const struct json *said = one->type == JSON_OBJECT ? json_member_of(one, member) : one;
        buffer_printf(out, "  %s: ", what);
        print_value(out, said ? said : one);
        buffer_byte(out, '\n');
    }
}

static void add_transitions(struct buffer *out, const struct json *list)
{
    const struct json *one;
    for (uint32_t i = 0; (one = element(list, i)); i++) {
        struct text from = json_get_text(one, "from");
        buffer_printf(out, "  Taken: %.*s of %s%.*s%s, line %lld\n", TEXT_ARGS(json_get_text(one, "event")),
                      from.size ? "“" : "the workflow", TEXT_ARGS(from), from.size ? "”" : "",
                      (long long)json_get_integer(one, "line", 0));
    }
}

void print_notes(struct buffer *out, const struct json *notes)
{
    add_transitions(out, json_member_of(notes, "transitions"));
    add_notes(out, json_member_of(notes, "stopped"), "Message stopped", "message");
    add_notes(out, json_member_of(notes, "dropped"), "Dropped", "event");
    add_notes(out, json_member_of(notes, "errors"), "Failed inside", "message");
    add_notes(out, json_member_of(notes, "log"), "Log", "text");
}

/* What changed, in words: from the difference of two documents of a case (engine/subject.h). */
#include "cli/print.h"

static struct text step(const struct json *change, uint32_t index)
{
    const struct json *path = json_member_of(change, "path");
    return path && index < path->count ? json_text(&path->elements[index]) : (struct text){0};
}

static const struct json *before_of(const struct json *change)
{
    return json_member_of(change, "before");
}

static const struct json *after_of(const struct json *change)
{
    return json_member_of(change, "after");
}

static void add_line(struct buffer *out, struct text name, const struct json *before,
                     const struct json *after)
{
    buffer_printf(out, "      %.*s: ", TEXT_ARGS(name));
    if (!json_is_null(before)) {
        print_value(out, before);
        buffer_string(out, " → ");
    }
    print_value(out, after);
    buffer_byte(out, '\n');
}

/* A state that has a state below it among CHANGES, entered or left like itself, goes without saying. */
static bool goes_without_saying(const struct json *changes, struct text path, bool entered)
{
    for (uint32_t i = 0; i < changes->count; i++) {
        const struct json *change = &changes->elements[i];
        struct text other = step(change, 1);
        bool below = text_is(step(change, 0), "configuration") && text_starts(other, path) &&
                     other.size > path.size && (other.at[path.size] == '.' || other.at[path.size] == '[');
        if (below && (after_of(change) != NULL) == entered) {
            return true;
        }
    }
    return false;
}

/* Before and after of a whole configuration, or of one state in it, as json_diff has them. */
static void add_moves(struct buffer *out, const struct json *changes)
{
    static const char *const words[] = {"left", "entered"};
    for (int entered = 0; entered < 2; entered++) {
        bool any = false;
        for (uint32_t i = 0; i < changes->count; i++) {
            const struct json *change = &changes->elements[i];
            struct text path = step(change, 1);
            if (!text_is(step(change, 0), "configuration") || path.size == 0 ||
                (after_of(change) != NULL) != (entered == 1) ||
                goes_without_saying(changes, path, entered == 1)) {
                continue;
            }
            buffer_printf(out, "%s%.*s", any ? ", " : arena_printf(out->arena, "      %s ", words[entered]),
                          TEXT_ARGS(path));
            any = true;
        }
        buffer_string(out, any ? "\n" : "");
    }
}

static void add_field(struct buffer *out, const struct json *change)
{
    struct text name = step(change, 1);
    const struct json *before = before_of(change), *after = after_of(change);
    if (name.size) {
        add_line(out, name, before, after);
        return;
    }
    for (uint32_t i = 0; after && after->type == JSON_OBJECT && i < after->count; i++) {
        const struct json_member *member = &after->members[i];
        add_line(out, member->name, before ? json_get(before, member->name) : NULL, &member->value);
    }
}

/* A task or deadline: only what became of it, and when it is due. */
static void add_work(struct buffer *out, const struct json *change, const char *kind,
                     const char *const *parts)
{
    struct text name = step(change, 1), part = step(change, 2);
    for (; *parts; parts++) {
        bool whole = part.size == 0;
        if (!whole && !text_is(part, *parts)) {
            continue;
        }
        const struct json *before = whole ? json_member_of(before_of(change), *parts) : before_of(change);
        const struct json *after = whole ? json_member_of(after_of(change), *parts) : after_of(change);
        if (!json_is_null(after) && (!before || !json_equal(before, after))) {
            struct text label = text_printf(out->arena, "%s %.*s, %s", kind, TEXT_ARGS(name), *parts);
            add_line(out, label, before, after);
        }
    }
}

void print_changes(struct buffer *out, const struct json *changes)
{
    static const char *const deadline_parts[] = {"status", "due", NULL};
    static const char *const task_parts[] = {"ended", "due", "worker", NULL};
    if (!changes || changes->type != JSON_ARRAY) {
        return;
    }
    add_moves(out, changes);
    for (uint32_t i = 0; i < changes->count; i++) {
        const struct json *change = &changes->elements[i];
        struct text part = step(change, 0);
        if (text_is(part, "data")) {
            add_field(out, change);
        } else if (text_is(part, "worker") || text_is(part, "area")) {
            add_line(out, part, before_of(change), after_of(change));
        } else if (text_is(part, "deadlines") && step(change, 1).size) {
            add_work(out, change, "deadline", deadline_parts);
        } else if (text_is(part, "tasks") && step(change, 1).size) {
            add_work(out, change, "task", task_parts);
        }
    }
}

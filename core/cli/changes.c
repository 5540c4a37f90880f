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

/* What became of a task or deadline: one PART of it, before and after. */
static void add_part(struct buffer *out, const struct json *change, const char *kind, const char *part)
{
    struct text name = step(change, 1), at = step(change, 2);
    bool whole = at.size == 0;
    if (!whole && !text_is(at, part)) {
        return;
    }
    const struct json *before = whole ? json_member_of(before_of(change), part) : before_of(change);
    const struct json *after = whole ? json_member_of(after_of(change), part) : after_of(change);
    bool goes_without_saying = !before && text_is(json_text(after), "pending");
    if (json_is_null(after) || (before && json_equal(before, after)) || goes_without_saying) {
        return;
    }
    bool speaks_for_itself = text_is(text_of(part), "status") || text_is(text_of(part), "ended");
    struct text label = text_printf(out->arena, "%s %.*s%s%s", kind, TEXT_ARGS(name),
                                    speaks_for_itself ? "" : ", ", speaks_for_itself ? "" : part);
    add_line(out, label, before, after);
}

static void add_split(struct arena *arena, struct json *split, const struct json *change,
                      const struct json *side, const char *name)
{
    const struct json *path = json_member_of(change, "path");
    for (uint32_t i = 0; side && side->type == JSON_OBJECT && i < side->count; i++) {
        struct json one = json_object(), longer = json_array();
        json_append(arena, &longer, path->elements[0]);
        json_append(arena, &longer, json_string(side->members[i].name));
        json_set(arena, &one, TEXT("path"), longer);
        json_set(arena, &one, text_of(name), side->members[i].value);
        json_append(arena, split, one);
    }
}

/* A part that is new, or gone, as a whole ("data" of a case that opens) is split into what stands in it. */
static struct json split_parts(struct arena *arena, const struct json *changes)
{
    static const char *const parts[] = {"configuration", "data", "deadlines", "tasks"};
    struct json split = json_array();
    for (uint32_t i = 0; i < changes->count; i++) {
        const struct json *change = &changes->elements[i];
        bool whole = false;
        for (size_t p = 0; p < sizeof parts / sizeof *parts; p++) {
            whole =
                whole || (text_is(step(change, 0), parts[p]) && json_member_of(change, "path")->count == 1);
        }
        if (whole) {
            add_split(arena, &split, change, before_of(change), "before");
            add_split(arena, &split, change, after_of(change), "after");
        } else {
            json_append(arena, &split, *change);
        }
    }
    return split;
}

static bool has_part(const struct json *changes, const char *part)
{
    for (uint32_t i = 0; i < changes->count; i++) {
        if (text_is(step(&changes->elements[i], 0), part)) {
            return true;
        }
    }
    return false;
}

/* An offer to another area begins with its reason, and ends; that it ends with the move goes without saying.
 */
static void add_moving(struct buffer *out, const struct json *changes, const struct json *change)
{
    const struct json *before = before_of(change), *after = after_of(change);
    if (step(change, 1).size == 0 && after) {
        buffer_printf(out, "      offered to %.*s: %.*s\n", TEXT_ARGS(json_get_text(after, "to")),
                      TEXT_ARGS(json_get_text(after, "reason")));
    } else if (step(change, 1).size == 0 && before && !has_part(changes, "area")) {
        buffer_printf(out, "      no longer offered to %.*s\n", TEXT_ARGS(json_get_text(before, "to")));
    }
}

void print_changes(struct buffer *out, const struct json *changes)
{
    if (!changes || changes->type != JSON_ARRAY) {
        return;
    }
    struct json split = split_parts(out->arena, changes);
    add_moves(out, &split);
    for (uint32_t i = 0; i < split.count; i++) {
        const struct json *change = &split.elements[i];
        struct text part = step(change, 0);
        if (text_is(part, "data")) {
            add_line(out, step(change, 1), before_of(change), after_of(change));
        } else if (text_is(part, "moving")) {
            add_moving(out, &split, change);
        } else if (text_is(part, "worker") || text_is(part, "area")) {
            add_line(out, part, before_of(change), after_of(change));
        } else if (text_is(part, "deadlines")) {
            add_part(out, change, "deadline", "status");
            add_part(out, change, "deadline", "due");
        } else if (text_is(part, "tasks")) {
            add_part(out, change, "task", "ended");
            add_part(out, change, "task", "worker");
        }
    }
}

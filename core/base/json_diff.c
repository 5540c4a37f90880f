/* The difference of two values, and the way back and forth along it.
 *
 * Invariant of following: an object is changed only after it was copied in this call; since changes come in
 * order of their paths, the objects that two neighbours both lead through are copied once. */
#include "base/insist.h"
#include "base/json.h"

#include <string.h>

/* The way from the top to where the comparison stands, innermost first. */
struct step {
    const struct step *above;
    struct text name;
};

static struct json path_of(struct arena *arena, const struct step *step)
{
    struct json path = json_array();
    for (const struct step *each = step; each; each = each->above) {
        path.count++;
    }
    if (path.count) {
        path.elements = arena_alloc(arena, path.count * sizeof *path.elements);
    }
    for (uint32_t i = path.count; step; step = step->above) {
        path.elements[--i] = json_string(step->name);
    }
    return path;
}

static void add_change(struct arena *arena, const struct step *step, const struct json *before,
                       const struct json *after, struct json *changes)
{
    struct json change = json_object();
    if (after) {
        json_set(arena, &change, TEXT("after"), *after);
    }
    if (before) {
        json_set(arena, &change, TEXT("before"), *before);
    }
    json_set(arena, &change, TEXT("path"), path_of(arena, step));
    json_append(arena, changes, change);
}

static void compare(struct arena *arena, const struct step *step, const struct json *before,
                    const struct json *after, struct json *changes);

/* Walks the members of both in their common order. */
static void compare_members(struct arena *arena, const struct step *above, const struct json *before,
                            const struct json *after, struct json *changes)
{
    insist((before->members || !before->count) && (after->members || !after->count));
    uint32_t i = 0, j = 0;
    while (i < before->count || j < after->count) {
        int order = i == before->count  ? 1
                    : j == after->count ? -1
                                        : text_compare(before->members[i].name, after->members[j].name);
        const struct json *old = order <= 0 ? &before->members[i].value : NULL;
        const struct json *new = order >= 0 ? &after->members[j].value : NULL;
        struct step step = {above, old ? before->members[i].name : after->members[j].name};
        compare(arena, &step, old, new, changes);
        i += order <= 0;
        j += order >= 0;
    }
}

static void compare(struct arena *arena, const struct step *step, const struct json *before,
                    const struct json *after, struct json *changes)
{
    if (before && after && before->type == JSON_OBJECT && after->type == JSON_OBJECT) {
        if (before->members != after->members || before->count != after->count) {
            compare_members(arena, step, before, after, changes);
        }
    } else if (before && after ? !json_equal(before, after) : before != after) {
        add_change(arena, step, before, after, changes);
    }
}

void json_diff(struct arena *arena, const struct json *before, const struct json *after, struct json *changes)
{
    insist(changes->type == JSON_ARRAY);
    compare(arena, NULL, before, after, changes);
}

/* --- following --- */

static enum status corrupt(struct error *error, const char *what)
{
    return error_set(error, STATUS_CORRUPT, "The changes cannot be followed: %s", what);
}

/* How many names both paths begin with. */
static uint32_t shared_steps(const struct json *a, const struct json *b)
{
    uint32_t i = 0;
    while (i < a->count && i < b->count && json_equal(&a->elements[i], &b->elements[i])) {
        i++;
    }
    return i;
}

static bool is_change(const struct json *change)
{
    const struct json *path = json_member_of(change, "path");
    if (!path || path->type != JSON_ARRAY) {
        return false;
    }
    for (uint32_t i = 0; i < path->count; i++) {
        if (path->elements[i].type != JSON_STRING) {
            return false;
        }
    }
    return true;
}

static void set_or_unset(struct arena *arena, struct json *object, struct text name, const struct json *to)
{
    if (to) {
        json_set(arena, object, name, *to);
    } else {
        json_unset(object, name);
    }
}

/* Puts TO at PATH below VALUE; the objects on the way are copied, but for the first OURS of them, which are.
 */
static enum status put(struct arena *arena, struct json *value, const struct json *path, uint32_t ours,
                       const struct json *to, struct error *error)
{
    if (path->count == 0) {
        *value = to ? *to : json_null();
        return STATUS_OK;
    }
    for (uint32_t i = 0; i < path->count; i++) {
        if (!value || value->type != JSON_OBJECT) {
            return corrupt(error, "a path leads through what is not a group");
        }
        if (i >= ours) {
            *value = json_shallow(arena, *value);
        }
        struct text name = json_text(&path->elements[i]);
        if (i + 1 == path->count) {
            set_or_unset(arena, value, name, to);
        } else {
            value = json_get_mutable(value, name);
        }
    }
    return STATUS_OK;
}

static enum status follow(struct arena *arena, struct json *value, const struct json *changes, bool back,
                          struct error *error)
{
    if (changes->type != JSON_ARRAY) {
        return corrupt(error, "they are not a list");
    }
    struct json result = *value;
    const struct json *last = NULL;
    for (uint32_t i = 0; i < changes->count; i++) {
        const struct json *change = &changes->elements[back ? changes->count - 1 - i : i];
        if (!is_change(change)) {
            return corrupt(error, "one of them has no path of names");
        }
        const struct json *path = json_member_of(change, "path");
        /* The last path led through one object more than it shares names with this one, unless it ended
         * there. */
        uint32_t ours = 0;
        if (last && last->count) {
            uint32_t shared = shared_steps(last, path);
            ours = shared < last->count ? shared + 1 : last->count;
        }
        enum status status =
            put(arena, &result, path, ours, json_member_of(change, back ? "before" : "after"), error);
        if (status != STATUS_OK) {
            return status;
        }
        last = path;
    }
    *value = result;
    return STATUS_OK;
}

enum status json_undo(struct arena *arena, struct json *value, const struct json *changes,
                      struct error *error)
{
    return follow(arena, value, changes, true, error);
}

enum status json_redo(struct arena *arena, struct json *value, const struct json *changes,
                      struct error *error)
{
    return follow(arena, value, changes, false, error);
}

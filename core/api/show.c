/* Parts of a case as people and programs read them: instants are RFC 3339, names come with titles, and what
 * is empty is left out. */
#include "api/parts.h"

#include "engine/links.h"
#include "engine/moving.h"

#include <inttypes.h>

void show_text(struct arena *arena, struct json *object, const char *name, struct text text)
{
    if (text.size) {
        json_set(arena, object, text_of(name), json_string(text));
    }
}

static struct text instant_text(struct arena *arena, instant at)
{
    char text[INSTANT_TEXT_SIZE];
    return text_copy(arena, text_of(instant_write(at, text)));
}

void show_instant(struct arena *arena, struct json *object, const char *name, instant at)
{
    if (at != INSTANT_NONE) {
        show_text(arena, object, name, instant_text(arena, at));
    }
}

void show_moment(struct arena *arena, struct json *object, const char *name, struct moment moment)
{
    char text[MOMENT_TEXT_SIZE];
    show_text(arena, object, name, text_copy(arena, text_of(moment_write(moment, text))));
}

static bool is_one_of(struct text text, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (text_is(text, names[i])) {
            return true;
        }
    }
    return false;
}

/* The document keeps instants as numbers. What is not one is told by its key, save where keys are names. */
struct json show_part(struct arena *arena, struct text part, struct text key, struct json value)
{
    static const char *const as_they_are[] = {"data", "numbers", "links", "started", "world"};
    static const char *const instants_alone[] = {"configuration", "milestones", "entered"};
    static const char *const counted[] = {"count", "times", "order", "item"};
    if (is_one_of(part, as_they_are, sizeof as_they_are / sizeof *as_they_are)) {
        return value;
    }
    bool all = is_one_of(part, instants_alone, sizeof instants_alone / sizeof *instants_alone);
    if (value.type == JSON_INTEGER && (all || !is_one_of(key, counted, sizeof counted / sizeof *counted))) {
        struct text text = instant_text(arena, value.integer);
        return text.size ? json_string(text) : value;
    }
    if (value.type == JSON_OBJECT) {
        struct json shown = json_object();
        for (uint32_t i = 0; i < value.count; i++) {
            const struct json_member *member = &value.members[i];
            bool said = text_is(member->name, "data") && !all;
            json_set(arena, &shown, member->name,
                     said ? member->value : show_part(arena, part, member->name, member->value));
        }
        return shown;
    }
    if (value.type == JSON_ARRAY) {
        struct json shown = json_array();
        for (uint32_t i = 0; i < value.count; i++) {
            json_append(arena, &shown, show_part(arena, part, key, value.elements[i]));
        }
        return shown;
    }
    return value;
}

static struct json show_change(struct arena *arena, const struct json *change)
{
    struct json json = json_object();
    const struct json *path = json_member_of(change, "path");
    bool named = path && path->type == JSON_ARRAY && path->count > 0;
    struct text part = named ? json_text(&path->elements[0]) : (struct text){0};
    struct text key = named ? json_text(&path->elements[path->count - 1]) : (struct text){0};
    bool said = false;
    for (uint32_t i = 1; named && i < path->count; i++) {
        said = said || (text_is(json_text(&path->elements[i]), "data") && text_is(part, "records"));
    }
    static const char *const sides[] = {"before", "after"};
    for (size_t i = 0; i < sizeof sides / sizeof *sides; i++) {
        const struct json *value = json_member_of(change, sides[i]);
        if (value) {
            json_set(arena, &json, text_of(sides[i]), said ? *value : show_part(arena, part, key, *value));
        }
    }
    if (path) {
        json_set(arena, &json, TEXT("path"), *path);
    }
    return json;
}

struct json show_changes(struct arena *arena, const struct json *changes)
{
    struct json shown = json_array();
    for (uint32_t i = 0; changes && changes->type == JSON_ARRAY && i < changes->count; i++) {
        json_append(arena, &shown, show_change(arena, &changes->elements[i]));
    }
    return shown;
}

struct text show_event_title(const struct definition *definition, struct text event)
{
    const struct event_declaration *declared = definition_event(definition, event);
    if (declared && declared->title.size) {
        return declared->title;
    }
    if (moving_event_is(event)) {
        return moving_title(event);
    }
    size_t kind = text_find(event, '.'), last = event.size;
    while (last > kind + 1 && event.at[last - 1] != '.') {
        last--;
    }
    if (last <= kind + 1) {
        return event;
    }
    struct text name = text_part(event, kind + 1, last - kind - 2);
    const struct task *task = text_starts(event, TEXT("task.")) ? definition_task(definition, name) : NULL;
    const struct deadline *deadline =
        text_starts(event, TEXT("deadline.")) ? definition_deadline(definition, name) : NULL;
    struct text title = task ? task->title : deadline ? deadline->title : (struct text){0};
    return title.size ? title : event;
}

void show_of(struct arena *arena, struct json *json, const struct definition *definition, uint16_t state,
             uint32_t item)
{
    uint16_t each = definition->states[state].strand;
    each = each == DEFINITION_NONE && definition->states[state].each ? state : each;
    if (item && each != DEFINITION_NONE) {
        struct text list = definition->states[each].each->name;
        show_text(arena, json, "of", text_printf(arena, "%.*s/%" PRIu32, TEXT_ARGS(list), item));
    }
}

static struct text label(struct arena *arena, struct text name, uint32_t item)
{
    return item ? text_printf(arena, "%.*s[%" PRIu32 "]", TEXT_ARGS(name), item) : name;
}

static struct json show_task(struct arena *arena, const struct definition *definition,
                             const struct task_state *state)
{
    const struct task *task = state->task;
    struct json json = json_object(), forms = json_array();
    show_text(arena, &json, "task", label(arena, task->name, state->item));
    show_text(arena, &json, "title", task->title);
    show_text(arena, &json, "role", definition_role_names(arena, definition, task->role));
    show_text(arena, &json, "worker", state->worker);
    show_text(arena, &json, "event", text_printf(arena, "task.%.*s.done", TEXT_ARGS(task->name)));
    show_instant(arena, &json, "opened", state->opened);
    show_moment(arena, &json, "due", state->due);
    show_of(arena, &json, definition, task->state, state->item);
    json_set(arena, &json, TEXT("required"), json_boolean(task->required));
    for (size_t i = 0; i < task->form_count; i++) {
        json_append(arena, &forms, json_string(task->forms[i]->name));
    }
    json_set(arena, &json, TEXT("forms"), forms);
    return json;
}

struct json show_tasks(struct arena *arena, const struct subject *subject)
{
    struct json tasks = json_array();
    bool merged = link_merged_into(subject).size > 0;
    vector_each(const struct task_state, state, &subject->tasks)
    {
        if (state->open && !merged) {
            json_append(arena, &tasks, show_task(arena, subject->definition, state));
        }
    }
    return tasks;
}

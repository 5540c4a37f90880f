/* The events that a workflow names, held against those that can happen: where `events` stands it closes the
 * list, save for the engine's own, and those name tasks, deadlines and states that exist. */
#include "definition/events.h"
#include "definition/reader.h"

void use_event(struct reader *reader, struct text event, struct place place, bool pattern)
{
    vector_push(reader->arena, &reader->uses,
                (struct event_use){.name = event, .place = place, .pattern = pattern});
}

/* Words of letters, digits, `-` and `_`, joined by dots; the last may be `*` where patterns are taken. */
static bool is_event_name(struct text name, bool pattern)
{
    struct text rest = name, part = {0};
    bool good = name.size > 0;
    while (good && text_split(&rest, '.', &part)) {
        bool star = text_is(part, "*") && pattern && part.at + 1 == name.at + name.size;
        good = part.size > 0;
        for (size_t i = 0; i < part.size && !star; i++) {
            char byte = part.at[i];
            good = good && (byte == '-' || byte == '_' || (byte >= '0' && byte <= '9') ||
                            ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z'));
        }
    }
    return good;
}

static void unknown_part(struct reader *reader, const struct event_use *use, const char *what,
                         struct text word, const struct text *choices, size_t count)
{
    wrong(reader, use->place, did_you_mean(reader, word, choices, count), "\"%.*s\": there is no %s \"%.*s\"",
          TEXT_ARGS(text_shown(use->name)), what, TEXT_ARGS(text_shown(word)));
}

static void check_act(struct reader *reader, const struct event_use *use, struct text act,
                      const char *const *acts)
{
    struct text choices[8];
    size_t count = 0;
    for (; acts[count]; count++) {
        choices[count] = text_of(acts[count]);
    }
    if (!event_word_is(act, acts) && !(use->pattern && text_is(act, "*"))) {
        unknown_part(reader, use, acts == event_task_acts ? "act of a task" : "turn of a deadline", act,
                     choices, count);
    }
}

/* task.NAME.done and its like, with the names of all tasks or deadlines to choose from. */
static void check_of_task(struct reader *reader, const struct event_use *use, bool task, struct text middle,
                          struct text act)
{
    const struct definition *definition = reader->definition;
    if (task ? definition_task(definition, middle) != NULL : event_has_deadline(definition, middle)) {
        check_act(reader, use, act, task ? event_task_acts : event_deadline_acts);
        return;
    }
    if (reader_is_full(reader)) {
        wrong(reader, use->place, NULL, "there is no such task or deadline");
        return;
    }
    size_t count = 0;
    struct text *names =
        arena_array(reader->arena, struct text, definition->task_count + definition->deadline_count);
    for (size_t i = 0; i < definition->task_count; i++) {
        if (task || definition->tasks[i].due.given) {
            names[count++] = definition->tasks[i].name;
        }
    }
    for (size_t i = 0; i < definition->deadline_count && !task; i++) {
        names[count++] = definition->deadlines[i].name;
    }
    unknown_part(reader, use, task ? "task" : "deadline", middle, names, count);
}

static void check_own(struct reader *reader, const struct event_use *use)
{
    struct text middle, act, name = use->name;
    bool all = use->pattern && text_ends(name, TEXT(".*"));
    if (event_take_apart(name, "task.", &middle, &act)) {
        check_of_task(reader, use, true, middle, act);
    } else if (event_take_apart(name, "deadline.", &middle, &act)) {
        check_of_task(reader, use, false, middle, act);
    } else if (text_starts(name, TEXT("done.state.")) && !all && !event_own_known(reader->definition, name)) {
        struct text path = text_part(name, sizeof "done.state." - 1, name.size);
        unknown_part(reader, use, "state", path, NULL, 0);
    } else if ((text_starts(name, TEXT("task.")) || text_starts(name, TEXT("deadline."))) && !all) {
        wrong(reader, use->place, "task.NAME.done, deadline.NAME.overdue",
              "\"%.*s\" does not say what happened", TEXT_ARGS(text_shown(name)));
    }
}

/* Each declared event and all above it: a.b.c, a.b, a. */
static void index_families(struct reader *reader)
{
    for (size_t i = 0; i < reader->definition->event_count; i++) {
        struct text name = reader->definition->events[i].name;
        for (size_t end = name.size; end > 0; end--) {
            if (end == name.size || name.at[end] == '.') {
                map_add(reader->arena, &reader->event_families, text_part(name, 0, end), 0);
            }
        }
    }
}

/* Named in `events`, or a pattern that takes some of them. */
static bool is_declared(const struct reader *reader, struct text name)
{
    if (!text_ends(name, TEXT(".*"))) {
        return definition_event(reader->definition, name) != NULL;
    }
    return map_get(&reader->event_families, text_part(name, 0, name.size - 2)) != MAP_NONE;
}

static void check_declared(struct reader *reader, const struct event_use *use)
{
    const struct definition *definition = reader->definition;
    struct text_list names = NAMES_OF(reader, definition->events, definition->event_count);
    const char *hint = did_you_mean(reader, use->name, names.at, names.count);
    wrong(reader, use->place, hint ? hint : "declare it in \"events\"",
          "there is no event \"%.*s\" in \"events\"", TEXT_ARGS(text_shown(use->name)));
}

static void check_use(struct reader *reader, const struct event_use *use)
{
    const struct definition *definition = reader->definition;
    bool every = use->pattern && (text_is(use->name, "*") || text_is(use->name, "done.*"));
    if (every) {
        return;
    }
    if (use->met_by && map_get(&definition->milestones_by_name, use->name) != MAP_NONE) {
        return;
    }
    if (!is_event_name(use->name, use->pattern)) {
        wrong(reader, use->place,
              "use words of letters, digits, \"-\" and \"_\", joined by dots; \"*\" stands last",
              "\"%.*s\" cannot be the name of an event", TEXT_ARGS(text_shown(use->name)));
    } else if (event_is_own(use->name)) {
        check_own(reader, use);
    } else if (definition->events_closed && !is_declared(reader, use->name)) {
        check_declared(reader, use);
    }
}

void resolve_events(struct reader *reader)
{
    index_families(reader);
    vector_each(struct event_use, use, &reader->uses)
    {
        check_use(reader, use);
    }
}

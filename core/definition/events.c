/* Names of events: which there are, and which a pattern takes. */
#include "definition/events.h"

#include "definition/link_kinds.h"

bool event_matches(struct text pattern, struct text name)
{
    if (text_is(pattern, "*") || text_equal(pattern, name)) {
        return true;
    }
    if (!text_ends(pattern, TEXT(".*"))) {
        return false;
    }
    struct text above = text_part(pattern, 0, pattern.size - 2);
    return text_starts(name, above) && (name.size == above.size || name.at[above.size] == '.');
}

bool event_is_own(struct text name)
{
    static const char *const words[] = {"open",          "allocate",       "reopen",       "undo",
                                        "correct",       "note",           "move",         "move.accepted",
                                        "move.declined", "move.withdrawn", "plugins.moved"};
    static const char *const families[] = {"task.", "deadline.", "done.state.", "error."};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (text_is(name, words[i])) {
            return true;
        }
    }
    for (size_t i = 0; i < sizeof families / sizeof *families; i++) {
        if (text_starts(name, text_of(families[i]))) {
            return true;
        }
    }
    return link_event_is(name);
}

bool event_take_apart(struct text name, const char *family, struct text *middle, struct text *act)
{
    struct text head = text_of(family);
    if (!text_starts(name, head)) {
        return false;
    }
    struct text rest = text_part(name, head.size, name.size);
    size_t dot = text_find(rest, '.');
    *middle = text_part(rest, 0, dot);
    *act = text_part(rest, dot + 1, rest.size);
    return dot < rest.size;
}

bool event_word_is(struct text word, const char *const *words)
{
    for (; *words; words++) {
        if (text_is(word, *words)) {
            return true;
        }
    }
    return false;
}

const char *const event_task_acts[] = {"done", "skipped", "cancelled", "assigned", "added", NULL};
const char *const event_deadline_acts[] = {"warned", "overdue", "late", "met", "overridden", NULL};

bool event_has_deadline(const struct definition *definition, struct text name)
{
    const struct task *task = definition_task(definition, name);
    return definition_deadline(definition, name) || (task && task->due.given);
}

bool event_own_known(const struct definition *definition, struct text name)
{
    struct text middle, act;
    if (event_take_apart(name, "task.", &middle, &act)) {
        return event_word_is(act, event_task_acts) && definition_task(definition, middle);
    }
    if (event_take_apart(name, "deadline.", &middle, &act)) {
        return event_word_is(act, event_deadline_acts) && event_has_deadline(definition, middle);
    }
    if (text_starts(name, TEXT("done.state."))) {
        struct text path = text_part(name, sizeof "done.state." - 1, name.size);
        return path.size && definition_state(definition, path) != DEFINITION_NONE;
    }
    return event_is_own(name) && !text_starts(name, TEXT("task.")) && !text_starts(name, TEXT("deadline."));
}

bool definition_knows(const struct definition *definition, struct text event)
{
    if (definition_event(definition, event) || event_own_known(definition, event)) {
        return true;
    }
    for (size_t i = 0; !definition->events_closed && i < definition->transition_count; i++) {
        if (definition->transitions[i].trigger == TRIGGER_EVENT &&
            event_matches(definition->transitions[i].event, event)) {
            return true;
        }
    }
    return false;
}

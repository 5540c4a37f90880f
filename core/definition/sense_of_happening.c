/* What a workflow waits for and what never comes: a warning of a deadline that has none, a task that nobody
 * can add, a `cancel` without its `send`, a deadline that is met by what nothing takes. */
#include "definition/events.h"
#include "definition/reader.h"

struct happening {
    struct reader *reader;
    struct map patterns; /* the events of all transitions */
    struct map ids;      /* of what is sent */
};

static void warn_of_deadline(struct reader *reader, const struct transition *transition)
{
    const struct definition *definition = reader->definition;
    struct text name, act;
    if (!event_take_apart(transition->event, "deadline.", &name, &act)) {
        return;
    }
    int32_t index = map_get(&definition->deadlines_by_name, name);
    const struct deadline *deadline = index == MAP_NONE ? NULL : &definition->deadlines[index];
    bool warned = text_is(act, "warned") && !(deadline && deadline->warn.given);
    if (warned || (text_is(act, "late") && !(deadline && deadline->late.given))) {
        source_warning(reader->source, transition->place,
                       warned ? "give the deadline a \"warn\": 3 working days"
                              : "give the deadline a \"late\": 3 working days",
                       "\"%.*s\" never happens", TEXT_ARGS(text_shown(transition->event)));
    }
}

static void warn_of_adding(struct reader *reader, const struct transition *transition)
{
    struct text name, act;
    if (!event_take_apart(transition->event, "task.", &name, &act) || !text_is(act, "added")) {
        return;
    }
    const struct task *task = definition_task(reader->definition, name);
    if (task && !task->optional) {
        source_warning(reader->source, transition->place, "only a task with optional: true is added",
                       "\"%.*s\" never happens", TEXT_ARGS(text_shown(transition->event)));
    }
}

/* --- what is sent, and what is cancelled --- */

typedef void look_at_action(struct happening *happening, const struct action *action);

static void look_through(struct happening *happening, const struct block *block, look_at_action *look)
{
    for (size_t i = 0; i < block->count; i++) {
        look(happening, &block->actions[i]);
        look_through(happening, &block->actions[i].then, look);
        look_through(happening, &block->actions[i].otherwise, look);
    }
}

static void look_through_all(struct happening *happening, look_at_action *look)
{
    const struct definition *definition = happening->reader->definition;
    for (size_t i = 0; i < definition->state_count; i++) {
        look_through(happening, &definition->states[i].entry, look);
        look_through(happening, &definition->states[i].exit, look);
        look_through(happening, &definition->states[i].initial.actions, look);
    }
    for (size_t i = 0; i < definition->transition_count; i++) {
        look_through(happening, &definition->transitions[i].actions, look);
    }
}

static void note_id(struct happening *happening, const struct action *action)
{
    if (action->kind == ACTION_SEND && action->id.size) {
        map_add(happening->reader->arena, &happening->ids, action->id, 0);
    }
}

static void warn_of_cancel(struct happening *happening, const struct action *action)
{
    if (action->kind == ACTION_CANCEL && map_get(&happening->ids, action->name) == MAP_NONE) {
        source_warning(happening->reader->source, action->place,
                       "give the \"send\" this id: {send: an event, in: a time, id: a name}",
                       "nothing is sent with the id \"%.*s\"", TEXT_ARGS(text_shown(action->name)));
    }
}

/* --- what meets a deadline --- */

static bool comes(struct happening *happening, struct text event)
{
    const struct definition *definition = happening->reader->definition;
    return event_is_own(event) || definition_event(definition, event) || text_ends(event, TEXT("*")) ||
           map_get(&definition->milestones_by_name, event) != MAP_NONE ||
           event_is_taken(happening->reader->arena, &happening->patterns, event);
}

static void warn_of_meeting(struct happening *happening, const struct deadline *deadline)
{
    for (size_t i = 0; i < deadline->met_by_count; i++) {
        if (!comes(happening, deadline->met_by[i])) {
            source_warning(happening->reader->source, deadline->place,
                           "name it in an \"on\"; {} records it and moves nothing",
                           "no state takes \"%.*s\", which should meet \"%.*s\"",
                           TEXT_ARGS(text_shown(deadline->met_by[i])), TEXT_ARGS(text_shown(deadline->name)));
        }
    }
}

void warn_of_what_never_happens(struct reader *reader)
{
    const struct definition *definition = reader->definition;
    struct happening happening = {.reader = reader, .patterns = event_patterns(reader)};
    for (size_t i = 0; i < definition->transition_count; i++) {
        warn_of_deadline(reader, &definition->transitions[i]);
        warn_of_adding(reader, &definition->transitions[i]);
    }
    look_through_all(&happening, note_id);
    look_through_all(&happening, warn_of_cancel);
    for (size_t i = 0; i < definition->deadline_count; i++) {
        warn_of_meeting(&happening, &definition->deadlines[i]);
    }
}

/* What a person may do to a deadline: override it, with a reason. `deadline.NAME.overridden` with `due` gives
 * it another date, which stands until its state begins again, whatever the facts do; without `due` it is
 * over.
 *
 * A legal limit is not to be moved by whoever likes: the act belongs to the roles that `events:` declares for
 * it, and without such a declaration to nobody. */
#include "engine/planning.h"

bool deadline_act_read(const struct definition *definition, struct text event, struct text *name)
{
    static const struct text head = {"deadline.", 9}, tail = {".overridden", 11};
    if (event.size <= head.size + tail.size || !text_starts(event, head) ||
        !text_equal(text_part(event, event.size - tail.size, tail.size), tail)) {
        return false;
    }
    *name = text_part(event, head.size, event.size - head.size - tail.size);
    const struct task *task = definition_task(definition, *name);
    return definition_deadline(definition, *name) || (task && task->due.given);
}

static struct text title_of(const struct definition *definition, struct text name)
{
    const struct deadline *deadline = definition_deadline(definition, name);
    const struct task *task = definition_task(definition, name);
    return deadline ? deadline->title : task->title;
}

static bool is_meant(const struct planning *planning, const struct deadline_state *state, struct text name)
{
    struct text own = state->deadline ? state->deadline->name : state->task->name;
    uint16_t whose = state->deadline ? state->deadline->state : state->task->state;
    return deadline_is_open(state) && text_equal(own, name) &&
           strand_is_meant(planning->definition, planning->event_list, planning->event_item, whose,
                           state->item);
}

/* The date that `due` gives; DATE_NONE for none. False when it is not one. */
static bool read_due(struct planning *planning, date *due)
{
    const struct json *given = json_get(&planning->event.data, TEXT("due"));
    *due = given ? date_read(json_text(given)) : DATE_NONE;
    if (given && *due == DATE_NONE) {
        planning_unmet(planning, "form", "This must be a date that exists, such as 2026-12-28.")->field =
            TEXT("due");
        return false;
    }
    return true;
}

static bool check(struct planning *planning, struct text name, date *due)
{
    const struct event_declaration *declared = definition_event(planning->definition, planning->event.name);
    struct text title = title_of(planning->definition, name);
    bool valid = true;
    if (!declared || declared->roles == 0) {
        planning_unmet(planning, "role", "Nobody may override “%.*s”: the workflow gives this to no role.",
                       TEXT_ARGS(title));
        return false;
    }
    valid = require_roles(planning, declared->roles);
    if (text_trim(json_get_text(&planning->event.data, "reason")).size == 0) {
        planning_unmet(planning, "form", "Say why.")->field = TEXT("reason");
        valid = false;
    }
    return read_due(planning, due) && valid;
}

bool deadline_act(struct planning *planning, struct text name)
{
    date due;
    bool some = false;
    if (!check(planning, name, &due)) {
        return false;
    }
    for (size_t i = 0; i < planning->subject->deadlines.count; i++) {
        struct deadline_state *state = &planning->subject->deadlines.at[i];
        if (is_meant(planning, state, name)) {
            deadline_override(planning, state, due);
            some = true;
        }
    }
    if (!some) {
        planning_unmet(planning, "not-now", "There is no open deadline “%.*s”.",
                       TEXT_ARGS(title_of(planning->definition, name)));
        return false;
    }
    return run_event(planning, true);
}

/* See moving.h. */
#include "engine/moving.h"

#include "engine/records.h"

static const struct {
    const char *event, *title;
} events[] = {{"move", "Offer the case to another area"},
              {"move.accepted", "Take the case over"},
              {"move.declined", "Do not take the case over"},
              {"move.withdrawn", "Take the offer back"}};

enum { EVENTS = sizeof events / sizeof *events };

static size_t index_of(struct text event)
{
    size_t i = 0;
    while (i < EVENTS && !text_is(event, events[i].event)) {
        i++;
    }
    return i;
}

bool moving_event_is(struct text event)
{
    return index_of(event) < EVENTS;
}

enum moving_side moving_side(struct text event)
{
    bool answers = text_is(event, "move.accepted") || text_is(event, "move.declined");
    return answers ? MOVING_THERE : text_is(event, "note") ? MOVING_BOTH : MOVING_HERE;
}

struct text moving_title(struct text event)
{
    size_t i = index_of(event);
    return i < EVENTS ? text_of(events[i].title) : event;
}

struct text moving_to(const struct subject *subject)
{
    return json_get_text(&subject->moving, "to");
}

bool moving_is_whole(const struct json *moving)
{
    return moving->count == 0 ||
           (json_get_text(moving, "to").size && json_get_integer(moving, "at", INSTANT_NONE) != INSTANT_NONE);
}

bool moving_is_served(const struct planning *planning, struct text area)
{
    date today = zone_date(planning->world->zone, planning->now);
    return area.size == 0 || planning->world->area_count == 0 ||
           world_area(planning->world, area, today) != NULL;
}

/* --- what stands against it ------------------------------------------------------------ */

static void may_accept(struct planning *planning)
{
    const struct subject *subject = planning->subject;
    struct text to = moving_to(subject), by = json_get_text(&subject->moving, "by");
    if (!moving_is_served(planning, to)) {
        planning_unmet(
            planning, "not-now",
            "“%.*s” does not serve cases any more; take the offer back, and offer the case elsewhere.",
            TEXT_ARGS(to));
    }
    if (by.size && text_equal(by, planning->actor) && planning->command->origin != ORIGIN_IMPORT) {
        planning_unmet(planning, "role", "You offered this case; somebody else, of “%.*s”, takes it over.",
                       TEXT_ARGS(to));
    }
}

void moving_may(struct planning *planning, struct text event)
{
    struct text to = moving_to(planning->subject);
    if (text_is(event, "move")) {
        if (to.size) {
            planning_unmet(planning, "not-now",
                           "This case is offered to “%.*s” already; that is accepted, declined or withdrawn "
                           "first.",
                           TEXT_ARGS(to));
        }
    } else if (to.size == 0) {
        planning_unmet(planning, "not-now", "This case is not offered to another area.");
    } else if (text_is(event, "move.accepted")) {
        may_accept(planning);
    }
}

static void refuse(struct planning *planning, const char *field, struct text sentence)
{
    planning_unmet(planning, "form", "%.*s", TEXT_ARGS(sentence))->field = text_of(field);
}

static struct text unserved(struct planning *planning, struct text to)
{
    const struct world *world = planning->world;
    struct text *names = arena_array(planning->arena, struct text, world->area_count);
    for (size_t i = 0; i < world->area_count; i++) {
        names[i] = world->areas[i].name;
    }
    struct text near = text_nearest(to, names, world->area_count);
    bool known = text_equal(near, to);
    return known ? text_printf(planning->arena, "“%.*s” does not serve cases on this day.", TEXT_ARGS(to))
           : near.size ? text_printf(planning->arena, "There is no area “%.*s” here; did you mean “%.*s”?",
                                     TEXT_ARGS(to), TEXT_ARGS(near))
                       : text_printf(planning->arena, "There is no area “%.*s” here.", TEXT_ARGS(to));
}

/* --- the events --------------------------------------------------------------------------- */

static bool take_offer(struct planning *planning)
{
    struct subject *subject = planning->subject;
    struct arena *arena = planning->arena;
    struct text to = text_trim(json_get_text(&planning->event.data, "to"));
    struct text reason = text_trim(json_get_text(&planning->event.data, "reason"));
    if (to.size == 0) {
        refuse(planning, "to", TEXT("Say to which area."));
    } else if (text_equal(to, subject->area)) {
        refuse(planning, "to", text_printf(arena, "This case is in “%.*s” already.", TEXT_ARGS(to)));
    } else if (!moving_is_served(planning, to)) {
        refuse(planning, "to", unserved(planning, to));
    }
    if (reason.size == 0) {
        refuse(planning, "reason", TEXT("Say why the case moves."));
    }
    if (planning->plan->unmet.count) {
        return false;
    }
    json_set(arena, &subject->moving, TEXT("to"), json_string(to));
    json_set(arena, &subject->moving, TEXT("at"), json_integer(planning->now));
    json_set(arena, &subject->moving, TEXT("reason"), json_string(reason));
    if (planning->actor.size) {
        json_set(arena, &subject->moving, TEXT("by"), json_string(planning->actor));
    }
    return true;
}

/* What was given to the old worker is anybody's who has the role. */
static void free_tasks(struct subject *subject, struct text worker)
{
    vector_each(struct task_state, task, &subject->tasks)
    {
        if (task->open && worker.size && text_equal(task->worker, worker)) {
            task->worker = (struct text){0};
        }
    }
}

static bool take_accepted(struct planning *planning)
{
    struct subject *subject = planning->subject;
    const struct json *worker = json_member_of(&planning->event.data, "worker");
    if (worker && worker->type != JSON_STRING && worker->type != JSON_NULL) {
        refuse(planning, "worker", TEXT("Say to which worker, or leave it out."));
        return false;
    }
    free_tasks(subject, subject->worker);
    subject->area = moving_to(subject);
    subject->worker = worker ? text_trim(json_text(worker)) : (struct text){0};
    subject->moving = json_object();
    planning->touched.owner = planning->touched.area = true;
    return true;
}

bool moving_take(struct planning *planning)
{
    struct text event = planning->event.name;
    bool done = false;
    moving_may(planning, event);
    if (planning->plan->unmet.count) {
        return false;
    }
    if (text_is(event, "move")) {
        done = take_offer(planning);
    } else if (text_is(event, "move.accepted")) {
        done = take_accepted(planning);
    } else {
        planning->subject->moving = json_object();
        done = true;
    }
    return done && run_event(planning, true);
}

void moving_foresee(struct planning *planning)
{
    const struct rules *rules = planning->rules;
    if (moving_to(planning->subject).size == 0) {
        return; /* the workflow closed it at once */
    }
    rules->api->end(rules->self);
    json_set(planning->arena, &planning->plan->notes, TEXT("would"),
             moving_would(planning->arena, planning->world, planning->subject, planning->now, rules));
    rules->api->begin(rules->self, planning->arena, planning->world, &planning->plan->transcript);
}

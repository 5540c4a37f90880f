/* Deadlines as people and programs read them: besides what the document says, how far off the date is, in
 * the days that its formula counts, and what is to be said of a date on which nobody works. */
#include "api/parts.h"

#include "engine/links.h"

static const struct calendar *calendar_of(const struct world *world, const struct subject *subject)
{
    return world_area_calendar(world, subject->definition->calendar, subject->area);
}

static void show_date(struct arena *arena, struct json *json, const char *name, date day)
{
    char text[DATE_TEXT_SIZE];
    show_text(arena, json, name, text_copy(arena, text_of(date_write(day, text))));
}

/* How many days it is until the date, fewer than none when it has passed. */
static void show_days(struct arena *arena, struct json *json, const struct world *world,
                      const struct subject *subject, const struct deadline_state *state, instant now)
{
    const struct moment *due = &state->due;
    date today = zone_date(world->zone, now);
    date day = due->kind == MOMENT_INSTANT ? zone_date(world->zone, due->at) : due->day;
    if (due->kind == MOMENT_NONE || today == DATE_NONE || day == DATE_NONE) {
        return;
    }
    json_set(arena, json, TEXT("days"), json_integer(day - today));
    if (deadline_counts_working_days(state)) {
        json_set(arena, json, TEXT("working_days"),
                 json_integer(calendar_count(calendar_of(world, subject), today, day)));
    }
}

/* A legal date stands on whatever day it falls; to be acted upon it must be known by the working day before.
 */
static void show_free_day(struct arena *arena, struct json *json, const struct world *world,
                          const struct subject *subject, const struct deadline_state *state)
{
    date day = state->due.day, act_by = deadline_act_by(world, subject, state);
    if (!deadline_is_open(state) || act_by == DATE_NONE || act_by == day) {
        return;
    }
    enum weekday weekday = date_weekday(day);
    const char *what = weekday == SATURDAY ? "Saturday" : weekday == SUNDAY ? "Sunday" : "bank holiday";
    show_text(arena, json, "falls_on", text_of(what));
    show_date(arena, json, "act_by", act_by);
}

static void show_guess(struct arena *arena, struct json *json, const struct world *world,
                       const struct subject *subject, const struct deadline_state *state)
{
    const struct calendar *calendar = calendar_of(world, subject);
    if (deadline_is_guess(world, subject, state)) {
        json_set(arena, json, TEXT("guess"), json_boolean(true));
        if (calendar->known_until != DATE_NONE && state->due.day > calendar->known_until) {
            show_date(arena, json, "published_until", calendar->known_until);
        }
    }
}

struct json show_deadline(struct arena *arena, const struct world *world, const struct subject *subject,
                          const struct deadline_state *state, instant now)
{
    struct json json = json_object();
    uint16_t of = state->deadline ? state->deadline->state : state->task->state;
    show_text(arena, &json, "deadline", deadline_label(arena, state));
    show_text(arena, &json, "title", state->deadline ? state->deadline->title : state->task->title);
    show_text(arena, &json, "status", text_of(deadline_status_name(state->status)));
    show_instant(arena, &json, "from", state->from);
    show_moment(arena, &json, "due", state->due);
    show_instant(arena, &json, "warn", state->warn_at);
    show_instant(arena, &json, "met", state->met_at);
    show_of(arena, &json, subject->definition, of, state->item);
    bool merged = link_merged_into(subject).size > 0;
    json_set(arena, &json, TEXT("open"), json_boolean(deadline_is_open(state) && !merged));
    json_set(arena, &json, TEXT("breached"), json_boolean(state->breached));
    show_days(arena, &json, world, subject, state, now);
    show_free_day(arena, &json, world, subject, state);
    show_guess(arena, &json, world, subject, state);
    if (state->fixed) {
        json_set(arena, &json, TEXT("fixed"), json_boolean(true));
    }
    return json;
}

struct json show_deadlines(struct arena *arena, const struct world *world, const struct subject *subject,
                           instant now)
{
    struct json deadlines = json_array();
    vector_each(const struct deadline_state, state, &subject->deadlines)
    {
        json_append(arena, &deadlines, show_deadline(arena, world, subject, state, now));
    }
    return deadlines;
}

/* Free days that become known on the way: the play goes on in another world, in which a calendar has them,
 * and open cases follow it as they do when a site loads a new list. */
#include "workbench/playing.h"

#include <stdlib.h>

static int compare_days(const void *a, const void *b)
{
    date one = *(const date *)a, other = *(const date *)b;
    return (one > other) - (one < other);
}

/* CALENDAR with the days of NODE besides. */
static const struct calendar *with_days(struct arena *arena, const struct calendar *calendar,
                                        const struct node *node)
{
    struct calendar *more = arena_new(arena, struct calendar);
    size_t added = node->kind == NODE_LIST ? node->count : 1, kept = 0;
    date *days = arena_array(arena, date, calendar->count + added);
    for (size_t i = 0; i < calendar->count; i++) {
        days[i] = calendar->holidays[i];
    }
    for (size_t i = 0; i < added; i++) {
        const struct node *day = node->kind == NODE_LIST ? &node->elements[i] : node;
        days[calendar->count + i] = date_read(text_trim(day->scalar));
    }
    qsort(days, calendar->count + added, sizeof *days, compare_days);
    for (size_t i = 0; i < calendar->count + added; i++) {
        if (kept == 0 || days[kept - 1] != days[i]) {
            days[kept++] = days[i];
        }
    }
    *more = *calendar;
    more->holidays = days;
    more->count = kept;
    return more;
}

static void unknown(struct play *play, struct place place, struct text name)
{
    const struct world *world = play->options->world;
    struct text *names = arena_array(play->arena, struct text, world->calendar_count);
    for (size_t i = 0; i < world->calendar_count; i++) {
        names[i] = world->calendars[i]->name;
    }
    struct text near = text_nearest(name, names, world->calendar_count);
    play_differs(play, place, TEXT("calendar"), name,
                 near.size
                     ? text_printf(play->arena, "there is no calendar of that name; did you mean “%.*s”?",
                                   TEXT_ARGS(near))
                     : TEXT("there is no calendar of that name"));
}

/* NAME, and those that stand for it in some areas. */
static bool add_days(struct play *play, const struct calendar **calendars, struct text name,
                     const struct node *days)
{
    bool found = false;
    for (size_t i = 0; i < play->options->world->calendar_count; i++) {
        bool is_it = text_equal(calendars[i]->name, name);
        if (is_it || text_equal(calendars[i]->extends, name)) {
            calendars[i] = with_days(play->arena, calendars[i], days);
        }
        found = found || is_it;
    }
    return found;
}

bool play_calendar(struct play *play, const struct step *step)
{
    const struct node *node = node_get(step->node, "calendar");
    struct world *world = arena_new(play->arena, struct world);
    if (!node) {
        return true;
    }
    *world = *play->options->world;
    const struct calendar **calendars =
        arena_array(play->arena, const struct calendar *, world->calendar_count);
    for (size_t i = 0; i < world->calendar_count; i++) {
        calendars[i] = world->calendars[i];
    }
    for (uint32_t i = 0; i < node->count; i++) {
        if (!add_days(play, calendars, node->entries[i].key, &node->entries[i].value)) {
            unknown(play, node->entries[i].place, node->entries[i].key);
            return false;
        }
    }
    world->calendars = calendars;
    world->number++;
    play->lent.world = world;
    enum status status = trial_change_world(&play->trial, world, play->error);
    play->status = status == STATUS_OK ? play->status : status;
    return status == STATUS_OK && play_time(play, node->place, play->trial.clock.at);
}

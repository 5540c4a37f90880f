/* See calendar_file.h. */
#include "definition/calendar_file.h"

#include <stdlib.h>

static void refuse_unknown(const struct node *root, const struct source *source)
{
    static const char *const known[] = {"calendar", "title",   "about", "known",
                                        "holidays", "extends", "areas", "hours"};
    for (uint32_t i = 0; i < root->count; i++) {
        const struct node_entry *entry = &root->entries[i];
        size_t k = 0;
        while (k < sizeof known / sizeof *known && !text_is(entry->key, known[k])) {
            k++;
        }
        if (k == sizeof known / sizeof *known) {
            source_error(source, entry->place,
                         "a calendar has: calendar, title, about, known, holidays, extends, areas, hours",
                         "a calendar has no “%.*s”", TEXT_ARGS(entry->key));
        }
    }
}

static date read_date(const struct source *source, const struct node *node, struct place otherwise,
                      const char *what)
{
    date day = node && node->kind == NODE_SCALAR ? date_read(node->scalar) : DATE_NONE;
    if (day == DATE_NONE) {
        source_error(source, node ? node->place : otherwise, "write it as 2026-12-28", "%s is not a date",
                     what);
    }
    return day;
}

static int compare_dates(const void *a, const void *b)
{
    date one = *(const date *)a, two = *(const date *)b;
    return one < two ? -1 : one > two;
}

static bool read_holidays(struct arena *arena, const struct node *holidays, const struct source *source,
                          struct calendar *calendar)
{
    if (!holidays || holidays->kind != NODE_MAP) {
        struct place place = holidays ? holidays->place : (struct place){1, 1};
        source_error(source, place, "holidays: {2026-12-28: Boxing Day (substitute day)}",
                     "a calendar lists its holidays, a date and a title each");
        return false;
    }
    date *days = arena_array(arena, date, holidays->count);
    for (uint32_t i = 0; i < holidays->count; i++) {
        const struct node_entry *entry = &holidays->entries[i];
        days[i] = date_read(entry->key);
        if (days[i] == DATE_NONE) {
            source_error(source, entry->place, "write it as 2026-12-28", "“%.*s” is not a date that exists",
                         TEXT_ARGS(entry->key));
        } else if (days[i] < calendar->known_from || days[i] > calendar->known_until) {
            source_error(source, entry->place, "widen `known`, or leave the day out",
                         "%.*s lies outside of the years that the calendar says it knows",
                         TEXT_ARGS(entry->key));
        }
    }
    qsort(days, holidays->count, sizeof *days, compare_dates);
    calendar->holidays = days;
    calendar->count = holidays->count;
    return true;
}

/* --- one of some areas ------------------------------------------------------------------ */

static void read_areas(struct arena *arena, const struct node *areas, const struct source *source,
                       struct calendar *calendar)
{
    if (!areas || areas->kind != NODE_LIST || areas->count == 0) {
        source_error(source, areas ? areas->place : (struct place){1, 1}, "areas: [rbkc]",
                     "a calendar that extends another lists the areas in which it holds");
        return;
    }
    struct text *names = arena_array(arena, struct text, areas->count);
    for (uint32_t i = 0; i < areas->count; i++) {
        const struct node *area = &areas->elements[i];
        if (area->kind != NODE_SCALAR) {
            source_error(source, area->place, "areas: [rbkc]", "an area is a name");
            return;
        }
        names[i] = area->scalar;
    }
    calendar->areas = names;
    calendar->area_count = areas->count;
}

/* "9:00", "17:30" as minutes of a day; -1 when it is none. */
static int32_t read_minute(const struct source *source, const struct node *node, struct place otherwise)
{
    int64_t hour = -1, minute = -1;
    struct text text = node && node->kind == NODE_SCALAR ? node->scalar : (struct text){0};
    size_t colon = text_find(text, ':');
    bool read = colon < text.size && text.size - colon == 3 &&
                text_integer(text_part(text, 0, colon), &hour) &&
                text_integer(text_part(text, colon + 1, 2), &minute);
    if (!read || hour < 0 || hour > 24 || minute < 0 || minute > 59 || hour * 60 + minute > 24 * 60) {
        source_error(source, node ? node->place : otherwise, "write it as \"9:00\", in quotes",
                     "this is not a time of day");
        return -1;
    }
    return (int32_t)(hour * 60 + minute);
}

static bool read_hour(const struct node *node, const struct source *source, date after,
                      struct office_hours *hours)
{
    hours->since = read_date(source, node_get(node, "since"), node->place, "since");
    hours->opens = read_minute(source, node_get(node, "opens"), node->place);
    hours->closes = read_minute(source, node_get(node, "closes"), node->place);
    if (hours->since == DATE_NONE || hours->opens < 0 || hours->closes < 0) {
        return false;
    }
    if (hours->opens >= hours->closes) {
        source_error(source, node->place, NULL, "the office closes before it opens");
        return false;
    }
    if (after != DATE_NONE && hours->since <= after) {
        source_error(source, node->place, "begin with the oldest", "these hours begin before those above");
        return false;
    }
    return true;
}

static void read_hours(struct arena *arena, const struct node *hours, const struct source *source,
                       struct calendar *calendar)
{
    if (!hours) {
        return;
    }
    if (hours->kind != NODE_LIST) {
        source_error(source, hours->place, "hours: [{since: 2026-04-01, opens: \"9:00\", closes: \"17:00\"}]",
                     "office hours are a list, the oldest first");
        return;
    }
    date after = DATE_NONE;
    struct office_hours *list = arena_array(arena, struct office_hours, hours->count);
    for (uint32_t i = 0; i < hours->count; i++) {
        if (!read_hour(&hours->elements[i], source, after, &list[i])) {
            return;
        }
        after = list[i].since;
    }
    calendar->hours = list;
    calendar->hour_count = hours->count;
}

static void read_known(const struct node *root, const struct source *source, struct calendar *calendar)
{
    const struct node *known = node_get(root, "known");
    if (!known && calendar->extends.size) {
        calendar->known_from = DATE_FIRST;
        calendar->known_until = DATE_LAST;
        return;
    }
    calendar->known_from = read_date(source, node_get(known, "from"), root->place, "known: from");
    calendar->known_until = read_date(source, node_get(known, "until"), root->place, "known: until");
}

const struct calendar *calendar_read(struct arena *arena, const struct node *root,
                                     const struct source *source)
{
    size_t errors = source->findings->errors;
    struct calendar *calendar = arena_new(arena, struct calendar);
    const struct node *name = node_get(root, "calendar"), *title = node_get(root, "title");
    const struct node *extends = node_get(root, "extends"), *holidays = node_get(root, "holidays");
    refuse_unknown(root, source);
    if (!name || name->kind != NODE_SCALAR || name->scalar.size == 0) {
        source_error(source, root->place, "calendar: england-and-wales", "a calendar says its name");
        return NULL;
    }
    calendar->name = name->scalar;
    calendar->title = title && title->kind == NODE_SCALAR ? title->scalar : name->scalar;
    calendar->extends = extends && extends->kind == NODE_SCALAR ? extends->scalar : (struct text){0};
    read_known(root, source, calendar);
    if (calendar->extends.size) {
        read_areas(arena, node_get(root, "areas"), source, calendar);
    }
    read_hours(arena, node_get(root, "hours"), source, calendar);
    if (source->findings->errors == errors && (holidays || calendar->extends.size == 0)) {
        read_holidays(arena, holidays, source, calendar);
    }
    return source->findings->errors == errors ? calendar : NULL;
}

const struct calendar *calendar_extended(struct arena *arena, const struct calendar *calendar,
                                         const struct calendar *base)
{
    struct calendar *extended = arena_new(arena, struct calendar);
    date *days = arena_array(arena, date, calendar->count + base->count);
    size_t count = 0, own = 0, other = 0;
    *extended = *calendar;
    while (own < calendar->count || other < base->count) {
        bool takes_own = other == base->count ||
                         (own < calendar->count && calendar->holidays[own] <= base->holidays[other]);
        date day = takes_own ? calendar->holidays[own++] : base->holidays[other++];
        if (count == 0 || days[count - 1] != day) {
            days[count++] = day;
        }
    }
    extended->holidays = days;
    extended->count = count;
    extended->known_from = calendar->known_from > base->known_from ? calendar->known_from : base->known_from;
    extended->known_until =
        calendar->known_until < base->known_until ? calendar->known_until : base->known_until;
    return extended;
}

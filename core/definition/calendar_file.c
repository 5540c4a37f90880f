/* See calendar_file.h. */
#include "definition/calendar_file.h"

#include <stdlib.h>

static bool is_key(struct text key)
{
    return text_is(key, "calendar") || text_is(key, "title") || text_is(key, "about") ||
           text_is(key, "known") || text_is(key, "holidays");
}

static void refuse_unknown(const struct node *root, const struct source *source)
{
    for (uint32_t i = 0; i < root->count; i++) {
        const struct node_entry *entry = &root->entries[i];
        if (!is_key(entry->key)) {
            source_error(source, entry->place, "a calendar has: calendar, title, about, known, holidays",
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

const struct calendar *calendar_read(struct arena *arena, const struct node *root,
                                     const struct source *source)
{
    size_t errors = source->findings->errors;
    struct calendar *calendar = arena_new(arena, struct calendar);
    const struct node *name = node_get(root, "calendar"), *title = node_get(root, "title");
    const struct node *known = node_get(root, "known");
    refuse_unknown(root, source);
    if (!name || name->kind != NODE_SCALAR || name->scalar.size == 0) {
        source_error(source, root->place, "calendar: england-and-wales", "a calendar says its name");
        return NULL;
    }
    calendar->name = name->scalar;
    calendar->title = title && title->kind == NODE_SCALAR ? title->scalar : name->scalar;
    calendar->known_from = read_date(source, node_get(known, "from"), root->place, "known: from");
    calendar->known_until = read_date(source, node_get(known, "until"), root->place, "known: until");
    if (source->findings->errors == errors) {
        read_holidays(arena, node_get(root, "holidays"), source, calendar);
    }
    return source->findings->errors == errors ? calendar : NULL;
}

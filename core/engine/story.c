/* What a journal says once its corrections are heard: which entries stand, with which answers, and in which
 * order they happened. See correct.h.
 *
 * A correction may be put right itself; it has then said nothing. So corrections are heard from the newest:
 * whether one counts is known before those that it concerns. */
#include "engine/story.h"

bool is_correction(struct text event)
{
    return text_is(event, "correct") || text_is(event, "undo");
}

static bool is_corrective(const struct story_entry *entry)
{
    return entry->origin != ORIGIN_TIME && is_correction(entry->command.event);
}

/* The entry that the correction ENTRY is about, as an index; COUNT when its notes do not say. */
static size_t corrected_by(const struct story *story, const struct story_entry *entry)
{
    int64_t seq = json_get_integer(&entry->notes, "corrects", 0);
    return seq >= 1 && (uint64_t)seq < entry->seq ? (size_t)seq - 1 : story->count;
}

size_t story_concerned(const struct story *story, size_t target)
{
    while (target < story->count && is_corrective(&story->entries[target])) {
        target = corrected_by(story, &story->entries[target]);
    }
    return target;
}

struct text story_told_to(const struct story *story, size_t target)
{
    struct text to = {0};
    while (target < story->count && is_corrective(&story->entries[target])) {
        to = json_get_text(&story->entries[target].command.data, "to");
        target = corrected_by(story, &story->entries[target]);
    }
    return to;
}

size_t story_told_by(const struct story *story, struct text origin)
{
    size_t i = 0;
    for (; i < story->count; i++) {
        const struct story_entry *entry = &story->entries[i];
        if (entry->origin == ORIGIN_RECORD && text_starts(entry->command.key, origin) &&
            text_starts(text_part(entry->command.key, origin.size, SIZE_MAX), TEXT("/"))) {
            break;
        }
    }
    return i;
}

/* Entries that a correction let go, since the story as it told it would have refused them. */
static void let_go(const struct story *story, struct story_mark *marks, const struct story_entry *entry)
{
    const struct json *gone = json_get(&entry->notes, TEXT("let_go"));
    for (uint32_t i = 0; gone && gone->type == JSON_ARRAY && i < gone->count; i++) {
        int64_t seq = json_get_integer(&gone->elements[i], "entry", 0);
        if (seq >= 1 && (size_t)seq <= story->count && !marks[seq - 1].by) {
            marks[seq - 1].by = entry->seq;
            marks[seq - 1].out = true;
        }
    }
}

static void apply_mark(struct story_mark *mark, uint64_t by, const struct json *data, instant happened,
                       struct text moved)
{
    mark->by = by;
    mark->out = data->type == JSON_NULL && happened == INSTANT_NONE;
    mark->data = *data;
    mark->moved = moved;
    if (happened != INSTANT_NONE) {
        mark->happened = happened;
    }
}

/* What entry ENTRY says of the one it corrects. */
static void hear(const struct zone *zone, const struct story *story, struct story_mark *marks,
                 const struct story_entry *entry)
{
    size_t target = corrected_by(story, entry);
    if (target >= story->count) {
        return;
    }
    if (!marks[target].by) {
        struct json none = json_null();
        const struct json *said = &entry->command.data;
        const struct json *data = json_get(said, TEXT("data"));
        instant happened = instant_read(zone, json_get_text(said, "at"));
        apply_mark(&marks[target], entry->seq, data ? data : &none, happened, json_get_text(said, "to"));
    }
    let_go(story, marks, entry);
}

struct story_mark *story_marks(struct arena *arena, const struct zone *zone, const struct story *story)
{
    struct story_mark *marks = arena_array(arena, struct story_mark, story->count);
    for (size_t i = 0; i < story->count; i++) {
        marks[i].data = json_null();
        marks[i].happened = story->entries[i].happened;
    }
    for (size_t i = story->count; i-- > 0;) {
        if (is_corrective(&story->entries[i]) && !marks[i].out) {
            hear(zone, story, marks, &story->entries[i]);
        }
    }
    return marks;
}

/* Whether what is active differs since ENTRY. */
static bool moved(const struct story_entry *entry)
{
    for (uint32_t i = 0; entry->changes.type == JSON_ARRAY && i < entry->changes.count; i++) {
        const struct json *path = json_get(&entry->changes.elements[i], TEXT("path"));
        if (path && path->count && text_is(json_text(&path->elements[0]), "configuration")) {
            return true;
        }
    }
    return false;
}

size_t story_last_move(const struct story *story, const struct story_mark *marks)
{
    for (size_t i = story->count; i-- > 1;) {
        const struct story_entry *entry = &story->entries[i];
        if (entry->origin != ORIGIN_TIME && !is_corrective(entry) && !marks[i].out && moved(entry)) {
            return i;
        }
    }
    return story->count;
}

/* --- the order in which it is told ---------------------------------------------------- */

static bool is_told(const struct story_entry *entry, const struct story_mark *mark)
{
    return entry->origin != ORIGIN_TIME && !is_corrective(entry) && !mark->out;
}

/* When the entries before FROM were over. The opening does not count: it is the first whatever happened
 * before it, such as a visit that led to it. */
static instant over_at(const struct story_mark *marks, size_t from)
{
    instant over = INSTANT_NONE;
    for (size_t i = 1; i < from; i++) {
        bool later = over == INSTANT_NONE || marks[i].happened > over;
        over = later ? marks[i].happened : over;
    }
    return over;
}

/* FROM, or earlier when entry I asks for it: nothing is told before what happened earlier; and what an
 * earlier correction put right is told again as well, since its change is folded back with all the rest. */
static size_t from_of(const struct story *story, const struct story_mark *marks, size_t from, size_t i)
{
    if (is_corrective(&story->entries[i])) {
        size_t concerned = story_concerned(story, i);
        return concerned < from ? concerned : from;
    }
    while (is_told(&story->entries[i], &marks[i]) && from > 1 && marks[i].happened < over_at(marks, from)) {
        from--;
    }
    return from;
}

size_t story_from(const struct story *story, const struct story_mark *marks, size_t target)
{
    size_t from = target, last;
    do {
        last = from;
        for (size_t i = last; i < story->count; i++) {
            from = from_of(story, marks, from, i);
        }
    } while (from < last);
    return from;
}

size_t story_before_opening(const struct story *story, const struct story_mark *marks)
{
    for (size_t i = 1; i < story->count; i++) {
        bool was_behind = marks[i].happened >= story->entries[0].happened;
        if (is_told(&story->entries[i], &marks[i]) && was_behind && marks[i].happened < marks[0].happened) {
            return i;
        }
    }
    return story->count;
}

void story_order(struct arena *arena, const struct story *story, const struct story_mark *marks, size_t from,
                 struct tellings *tellings)
{
    for (size_t i = from; i < story->count; i++) {
        if (!is_told(&story->entries[i], &marks[i])) {
            continue;
        }
        struct telling telling = {i, marks[i].happened};
        vector_push(arena, &tellings->list, telling);
        size_t at = tellings->list.count - 1;
        size_t first = tellings->list.at[0].index == 0;
        for (; at > first && tellings->list.at[at - 1].happened > telling.happened; at--) {
            tellings->list.at[at] = tellings->list.at[at - 1];
        }
        tellings->list.at[at] = telling;
    }
}

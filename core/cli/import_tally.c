/* Counts by name. See import.h. */
#include "cli/import.h"

#include <inttypes.h>

void tally_add(struct tally *tally, struct text name)
{
    int32_t index = map_get(&tally->names, name);
    if (index != MAP_NONE) {
        tally->entries.at[index].count++;
        return;
    }
    if (tally->entries.count == TALLY_NAMES) {
        tally->others++;
        return;
    }
    struct text kept = text_copy(tally->arena, name);
    map_add(tally->arena, &tally->names, kept, (int32_t)tally->entries.count);
    vector_push(tally->arena, &tally->entries, (struct tally_entry){kept, 1});
}

/* The next after LAST in order of count, and of the first time; NULL at the end. */
static const struct tally_entry *next(const struct tally *tally, const struct tally_entry *last)
{
    const struct tally_entry *best = NULL;
    vector_each(const struct tally_entry, entry, &tally->entries)
    {
        bool comes_after =
            !last || entry->count < last->count || (entry->count == last->count && entry > last);
        if (comes_after && (!best || entry->count > best->count)) {
            best = entry;
        }
    }
    return best;
}

void tally_print(struct tally *tally, struct buffer *out, const char *indent)
{
    const struct tally_entry *entry = NULL;
    while ((entry = next(tally, entry)) != NULL) {
        buffer_printf(out, "%s%8" PRIu64 "  %.*s\n", indent, entry->count, TEXT_ARGS(entry->name));
    }
    if (tally->others) {
        buffer_printf(out, "%s%8" PRIu64 "  others\n", indent, tally->others);
    }
}

struct json tally_json(struct arena *arena, const struct tally *tally)
{
    struct json object = json_object();
    vector_each(const struct tally_entry, entry, &tally->entries)
    {
        json_set(arena, &object, entry->name, json_integer((int64_t)entry->count));
    }
    return object;
}

/* See link_kinds.h. */
#include "definition/link_kinds.h"

#include "base/insist.h"

static const struct {
    const char *name, *back;
    bool by_hand;
} kinds[] = {
#define X(kind, name, back, by_hand) [kind] = {name, back, by_hand},
    LINK_KINDS(X)
#undef X
};

bool link_kind_read(struct text name, enum link_kind *kind)
{
    for (*kind = 0; *kind < LINK_KIND_COUNT; (*kind)++) {
        if (text_is(name, kinds[*kind].name)) {
            return true;
        }
    }
    return false;
}

const char *link_kind_name(enum link_kind kind)
{
    insist(kind < LINK_KIND_COUNT);
    return kinds[kind].name;
}

const char *link_kind_back(enum link_kind kind)
{
    insist(kind < LINK_KIND_COUNT);
    return kinds[kind].back;
}

bool link_kind_is_by_hand(enum link_kind kind)
{
    insist(kind < LINK_KIND_COUNT);
    return kinds[kind].by_hand;
}

static const char *const events[] = {"link",   "unlink",   "merge",  "unmerge",
                                     "linked", "unlinked", "merged", "unmerged"};
enum { EVENT_COUNT = sizeof events / sizeof *events, FIRST_TOLD = 4 };

static size_t place_of(struct text event)
{
    size_t i = 0;
    while (i < EVENT_COUNT && !text_is(event, events[i])) {
        i++;
    }
    return i;
}

bool link_event_is(struct text event)
{
    return place_of(event) < EVENT_COUNT;
}

bool link_event_is_told(struct text event)
{
    size_t place = place_of(event);
    return place >= FIRST_TOLD && place < EVENT_COUNT;
}

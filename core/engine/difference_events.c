/* How what can be done differs between two standings of one case. See difference.h. */
#include "engine/difference.h"
#include "engine/explaining.h"

static const struct explained *same_of(const struct explanation *explanation, const struct explained *other)
{
    vector_each(const struct explained, one, &explanation->events)
    {
        if (text_equal(one->event, other->event) && text_equal(one->of, other->of)) {
            return one;
        }
    }
    return NULL;
}

/* The reasons of ONE that are none of OTHER's. */
static struct json reasons_alone(struct arena *arena, const struct definition *definition,
                                 const struct explained *one, const struct explained *other)
{
    struct json list = json_array();
    for (size_t i = 0; one && i < one->unmet.count; i++) {
        const struct unmet *unmet = &one->unmet.at[i];
        bool both = false;
        for (size_t n = 0; other && n < other->unmet.count; n++) {
            both = both || text_equal(other->unmet.at[n].text, unmet->text);
        }
        if (!both) {
            json_append(arena, &list, unmet_json(arena, definition, unmet));
        }
    }
    return list;
}

/* Adds how an event differs, of which one of BEFORE and AFTER may be NULL: it is not there. */
static void add_event(struct arena *arena, const struct definition *definition,
                      const struct explained *before, const struct explained *after, struct json *list)
{
    bool could = before && before->outcome == OUTCOME_DONE, can = after && after->outcome == OUTCOME_DONE;
    struct json met = reasons_alone(arena, definition, before, after);
    struct json unmet = reasons_alone(arena, definition, after, before);
    if (could == can && (!before || !after || met.count + unmet.count == 0)) {
        return;
    }
    struct json one = explained_name(arena, after ? after : before);
    const char *change = can == could ? "reasons" : can ? "possible" : "impossible";
    json_set(arena, &one, TEXT("change"), json_string(text_of(change)));
    json_set(arena, &one, TEXT("met"), met);
    json_set(arena, &one, TEXT("unmet"), unmet);
    json_append(arena, list, one);
}

struct json difference_events(struct arena *arena, const struct definition *definition,
                              const struct explanation *was, const struct explanation *is)
{
    struct json list = json_array();
    vector_each(const struct explained, after, &is->events)
    {
        add_event(arena, definition, same_of(was, after), after, &list);
    }
    vector_each(const struct explained, before, &was->events)
    {
        if (!same_of(is, before)) {
            add_event(arena, definition, before, NULL, &list);
        }
    }
    return list;
}

/* A new episode: a case is opened for a person who had one before. The case that ended last in the same part
 * becomes `earlier`, and whoever opens sees every case that the person has or had here. */
#include "engine/records.h"

/* The name of a part without the numbers of items: children[2].father is children.father, since the first
 * child of one case need not be the first of the next. */
static struct text without_items(struct arena *arena, struct text part)
{
    size_t open = text_find(part, '[');
    struct text rest = text_part(part, open, part.size);
    size_t close = text_find(rest, ']');
    if (close == rest.size) {
        return part;
    }
    struct text below = text_part(rest, close + 1, rest.size);
    return text_printf(arena, "%.*s%.*s", (int)open, part.at, TEXT_ARGS(below));
}

struct person_here {
    struct text person, part;
};

struct opening {
    struct planning *planning;
    VECTOR(struct person_here)
    people; /* whom the new case names */
};

static void add_people(struct opening *opening, const struct fields *fields, const struct json *data,
                       const char *list)
{
    struct arena *arena = opening->planning->arena;
    for (size_t i = 0; i < fields->count; i++) {
        const struct field *field = &fields->at[i];
        const struct json *value = json_get(data, field->name);
        if (field->type == FIELD_PERSON && json_text(value).size) {
            struct text part = text_printf(arena, "%s%.*s", list, TEXT_ARGS(field->name));
            vector_push(arena, &opening->people, (struct person_here){json_text(value), part});
        }
        for (uint32_t n = 0; field->type == FIELD_LIST && value && n < value->count; n++) {
            add_people(opening, &field->of, &value->elements[n],
                       arena_printf(arena, "%.*s.", TEXT_ARGS(field->name)));
        }
    }
}

static bool is_same_part(struct arena *arena, const struct person_here *here,
                         const struct known_episode *episode)
{
    return text_equal(here->person, episode->person) &&
           text_equal(here->part, without_items(arena, episode->part));
}

/* The store gives the newest first; of equals the one that closed last. */
static const struct known_episode *newest_closed(const struct planning *planning,
                                                 const struct person_here *here)
{
    const struct known_episode *newest = NULL;
    for (size_t i = 0; i < planning->given->episode_count; i++) {
        const struct known_episode *episode = &planning->given->episodes[i];
        bool closed = episode->closed != INSTANT_NONE && !episode->merged;
        if (closed && is_same_part(planning->arena, here, episode) &&
            (!newest || episode->closed > newest->closed)) {
            newest = episode;
        }
    }
    return newest;
}

static void note(struct planning *planning, const struct known_episode *episode)
{
    struct json json = json_object();
    struct arena *arena = planning->arena;
    json_set(arena, &json, TEXT("case"), json_string(episode->reference));
    json_set(arena, &json, TEXT("person"), json_string(episode->person));
    json_set(arena, &json, TEXT("part"), json_string(episode->part));
    if (episode->area.size) {
        json_set(arena, &json, TEXT("area"), json_string(episode->area));
    }
    json_set(arena, &json, TEXT("open"), json_boolean(episode->closed == INSTANT_NONE));
    planning_note(planning, "known", json);
}

void episodes_take(struct planning *planning)
{
    const struct given *given = planning->given;
    struct opening opening = {.planning = planning};
    if (given->episode_count == 0) {
        return;
    }
    add_people(&opening, &planning->definition->fields, &planning->subject->data, "");
    for (size_t i = 0; i < opening.people.count; i++) {
        const struct known_episode *earlier = newest_closed(planning, &opening.people.at[i]);
        if (earlier && !link_is_there(planning->subject, LINK_EARLIER, earlier->reference) &&
            link_add(planning, LINK_EARLIER, earlier->reference)) {
            link_tell(planning, "linked", LINK_EARLIER, earlier->reference);
        }
    }
    for (size_t i = 0; i < given->episode_count; i++) {
        if (!given->episodes[i].merged) {
            note(planning, &given->episodes[i]);
        }
    }
}

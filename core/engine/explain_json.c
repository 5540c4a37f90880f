/* An explanation as JSON. See explain.h. */
#include "engine/explaining.h"

static struct json forms_json(struct arena *arena, const struct explained *explained)
{
    struct json forms = json_array();
    for (size_t i = 0; i < explained->form_count; i++) {
        json_append(arena, &forms, json_string(explained->forms[i]->name));
    }
    return forms;
}

struct json explained_name(struct arena *arena, const struct explained *explained)
{
    struct json name = json_object();
    json_set(arena, &name, TEXT("event"), json_string(explained->event));
    json_set(arena, &name, TEXT("title"), json_string(explained->title));
    if (explained->of.size) {
        json_set(arena, &name, TEXT("of"), json_string(explained->of));
    }
    return name;
}

static struct json explained_json(struct arena *arena, const struct definition *definition,
                                  const struct explained *explained)
{
    struct json one = explained_name(arena, explained);
    struct json unmet = json_array();
    vector_each(const struct unmet, reason, &explained->unmet)
    {
        json_append(arena, &unmet, unmet_json(arena, definition, reason));
    }
    json_set(arena, &one, TEXT("outcome"), json_string(text_of(outcome_name(explained->outcome))));
    json_set(arena, &one, TEXT("unmet"), unmet);
    if (explained->form_count) {
        json_set(arena, &one, TEXT("forms"), forms_json(arena, explained));
    }
    if (explained->roles) {
        struct text who = roles_words(arena, definition, explained->roles);
        json_set(arena, &one, TEXT("who"), json_string(who));
    }
    if (explained->when.kind != MOMENT_NONE) {
        json_set(arena, &one, TEXT("when"), moment_json(arena, explained->when));
    }
    return one;
}

struct json explanation_json(struct arena *arena, const struct subject *subject,
                             const struct explanation *explanation)
{
    struct json list = json_array();
    vector_each(const struct explained, explained, &explanation->events)
    {
        json_append(arena, &list, explained_json(arena, subject->definition, explained));
    }
    return list;
}

/* See names.h. */
#include "engine/names.h"

#include "base/map.h"
#include "definition/link_kinds.h"

struct naming {
    struct arena *arena;
    const struct definition *definition;
    struct command_names *names;
    struct map seen;
};

bool is_person_reference(struct text text)
{
    int64_t number;
    return text_starts(text, TEXT("P-")) && text_integer(text_part(text, 2, text.size - 2), &number) &&
           number > 0;
}

static bool has_person(const struct fields *fields, struct text name)
{
    for (size_t i = 0; i < fields->count; i++) {
        const struct field *field = &fields->at[i];
        if ((field->type == FIELD_PERSON && text_equal(field->name, name)) ||
            (field->type == FIELD_LIST && has_person(&field->of, name))) {
            return true;
        }
    }
    return false;
}

/* NAME is that of a person field: of the workflow, of a list's items, or of a form's own. */
static bool is_person_field(const struct definition *definition, struct text name)
{
    bool found = has_person(&definition->fields, name);
    for (size_t f = 0; f < definition->form_count && !found; f++) {
        const struct form *form = &definition->forms[f];
        for (size_t i = 0; i < form->count && !found; i++) {
            const struct field *field = form->fields[i].field;
            found = form->fields[i].own && ((field->type == FIELD_PERSON && text_equal(field->name, name)) ||
                                            (field->type == FIELD_LIST && has_person(&field->of, name)));
        }
    }
    return found;
}

static void name_people(struct naming *naming, struct text name, const struct json *value)
{
    struct text text = text_trim(json_text(value));
    if (is_person_reference(text) && is_person_field(naming->definition, name) &&
        map_add(naming->arena, &naming->seen, text, 0)) {
        vector_push(naming->arena, &naming->names->people, text);
    }
    for (uint32_t i = 0; value->type == JSON_ARRAY && i < value->count; i++) {
        name_people(naming, name, &value->elements[i]);
    }
    for (uint32_t i = 0; value->type == JSON_OBJECT && i < value->count; i++) {
        name_people(naming, value->members[i].name, &value->members[i].value);
    }
}

void command_names(struct arena *arena, const struct definition *definition, const struct command *command,
                   struct command_names *names)
{
    struct naming naming = {.arena = arena, .definition = definition, .names = names};
    *names = (struct command_names){0};
    if (link_event_is(command->event)) {
        const char *field = text_is(command->event, "merge") ? "into" : "to";
        struct text text = text_trim(json_get_text(&command->data, field));
        if (link_event_is_told(command->event)) {
            return;
        }
        if (text.size) {
            vector_push(arena, &names->records, text);
            return;
        }
    } /* one that names no record may be the workflow's own, with answers */
    name_people(&naming, (struct text){0}, &command->data);
    name_people(&naming, (struct text){0}, &command->tasks);
}

/* --- as data ----------------------------------------------------------------------- */

static void set_text(struct arena *arena, struct json *object, const char *name, struct text value)
{
    if (value.size) {
        json_set(arena, object, text_of(name), json_string(value));
    }
}

static void set_instant(struct arena *arena, struct json *object, const char *name, instant value)
{
    if (value != INSTANT_NONE) {
        json_set(arena, object, text_of(name), json_integer(value));
    }
}

static struct json known_json(struct arena *arena, const struct known_record *known)
{
    static const char *const kinds[] = {"case", "person", "site"};
    struct json json = json_object();
    set_text(arena, &json, "asked", known->asked);
    set_text(arena, &json, "reference", known->reference);
    set_text(arena, &json, "kind", text_of(kinds[known->kind]));
    set_text(arena, &json, "workflow", known->workflow);
    set_instant(arena, &json, "opened", known->opened);
    set_instant(arena, &json, "closed", known->closed);
    set_text(arena, &json, "merged_into", known->merged_into);
    return json;
}

static struct json episode_json(struct arena *arena, const struct known_episode *episode)
{
    struct json json = json_object();
    set_text(arena, &json, "person", episode->person);
    set_text(arena, &json, "reference", episode->reference);
    set_text(arena, &json, "part", episode->part);
    set_text(arena, &json, "area", episode->area);
    set_instant(arena, &json, "opened", episode->opened);
    set_instant(arena, &json, "closed", episode->closed);
    if (episode->merged) {
        json_set(arena, &json, TEXT("merged"), json_boolean(true));
    }
    return json;
}

struct json given_json(struct arena *arena, const struct given *given)
{
    struct json json = json_object(), known = json_array(), episodes = json_array();
    for (size_t i = 0; i < given->known_count; i++) {
        json_append(arena, &known, known_json(arena, &given->known[i]));
    }
    for (size_t i = 0; i < given->episode_count; i++) {
        json_append(arena, &episodes, episode_json(arena, &given->episodes[i]));
    }
    if (known.count) {
        json_set(arena, &json, TEXT("known"), known);
    }
    if (episodes.count) {
        json_set(arena, &json, TEXT("episodes"), episodes);
    }
    return json;
}

static instant get_instant(const struct json *json, const char *name)
{
    return json_get_integer(json, name, INSTANT_NONE);
}

static struct known_record read_known(const struct json *json)
{
    struct text kind = json_get_text(json, "kind");
    return (struct known_record){.asked = json_get_text(json, "asked"),
                                 .reference = json_get_text(json, "reference"),
                                 .kind = text_is(kind, "person") ? SUBJECT_PERSON : SUBJECT_CASE,
                                 .workflow = json_get_text(json, "workflow"),
                                 .opened = get_instant(json, "opened"),
                                 .closed = get_instant(json, "closed"),
                                 .merged_into = json_get_text(json, "merged_into")};
}

static struct known_episode read_episode(const struct json *json)
{
    return (struct known_episode){.person = json_get_text(json, "person"),
                                  .reference = json_get_text(json, "reference"),
                                  .part = json_get_text(json, "part"),
                                  .area = json_get_text(json, "area"),
                                  .opened = get_instant(json, "opened"),
                                  .closed = get_instant(json, "closed"),
                                  .merged = json_get_boolean(json, "merged", false)};
}

void given_read(struct arena *arena, const struct json *json, struct given *given)
{
    const struct json *known = json_member_of(json, "known"), *episodes = json_member_of(json, "episodes");
    size_t known_count = known && known->type == JSON_ARRAY ? known->count : 0;
    size_t episode_count = episodes && episodes->type == JSON_ARRAY ? episodes->count : 0;
    struct known_record *records = arena_array(arena, struct known_record, known_count);
    struct known_episode *parts = arena_array(arena, struct known_episode, episode_count);
    for (size_t i = 0; i < known_count; i++) {
        records[i] = read_known(&known->elements[i]);
    }
    for (size_t i = 0; i < episode_count; i++) {
        parts[i] = read_episode(&episodes->elements[i]);
    }
    given->known = records;
    given->known_count = known_count;
    given->episodes = parts;
    given->episode_count = episode_count;
}

/* People: the list of them, who is likely meant, and a record with the cases in which the person has a part.
 * What is of an area that the principal may not read is left out. */
#include "api/parts.h"

#include "store/pinned.h"

enum { EPISODES_LIMIT = 100 };

struct json person_row(struct call *call, const struct stored_subject *stored, const struct json *document)
{
    struct arena *arena = call->arena;
    const struct json *data = json_member_of(document, "data");
    const struct json *merged = json_member_of(json_member_of(document, "links"), "merged_into");
    struct json row = json_object();
    show_text(arena, &row, "person", text_copy(arena, stored->reference));
    show_text(arena, &row, "name", text_copy(arena, stored->name));
    show_text(arena, &row, "known_as", json_get_text(data, "known_as"));
    show_text(arena, &row, "born_on", json_get_text(data, "born_on"));
    show_text(arena, &row, "expected_on", json_get_text(data, "expected_on"));
    show_text(arena, &row, "area", text_copy(arena, stored->area));
    show_instant(arena, &row, "opened", stored->opened);
    show_instant(arena, &row, "closed", stored->closed);
    if (merged && merged->type == JSON_ARRAY && merged->count) {
        json_set(arena, &row, TEXT("merged_into"), merged->elements[0]);
    }
    return row;
}

/* --- who is meant -------------------------------------------------------------------- */

static bool answer_likely(struct call *call, const struct person *asked, int64_t except)
{
    struct json items;
    struct error error;
    enum status status = likely_find(call, asked, except, &items, &error);
    return status == STATUS_OK ? answer_list(call, items, (struct text){0})
                               : answer_failure(call, status, &error);
}

static bool ask_alike(struct call *call)
{
    struct person asked;
    struct text name = call_text(call, "like"), born = call_text(call, "born");
    date day = date_read(born);
    if (born.size && day == DATE_NONE) {
        return answer_problem(call, PROBLEM_BAD_REQUEST, "“born” is a date, such as 1990-12-28.");
    }
    if (call_text(call, "q").size) {
        return answer_problem(
            call, PROBLEM_BAD_REQUEST,
            "Ask with “q” for a name as it is written, or with “like” and “born” for who is "
            "meant, not both.");
    }
    person_asked(call->arena, name, day, &asked);
    if (asked.name_count == 0 && day == DATE_NONE) {
        return answer_problem(call, PROBLEM_BAD_REQUEST, "“like” is a name with at least one letter.");
    }
    return answer_likely(call, &asked, 0);
}

bool people_get(struct call *call)
{
    bool alike = json_member_of(&call->query, "like") || json_member_of(&call->query, "born");
    return alike ? ask_alike(call) : list_people(call);
}

/* --- a record -------------------------------------------------------------------------- */

static bool person_find(struct call *call, struct case_read *found)
{
    if (!case_find(call, found)) {
        return false;
    }
    return found->stored.kind == SUBJECT_PERSON ||
           !answer_problem(call, PROBLEM_NOT_FOUND, "%.*s is not a person.",
                           TEXT_ARGS(found->stored.reference));
}

bool person_likely(struct call *call)
{
    struct case_read found;
    struct person asked;
    if (!person_find(call, &found)) {
        return true;
    }
    if (found.subject.links.count && json_member_of(&found.subject.links, "merged_into")) {
        return answer_list(call, json_array(), (struct text){0}); /* that is answered already */
    }
    person_read(call->arena, &found.subject.data, &asked);
    return answer_likely(call, &asked, found.stored.id);
}

/* The titles of the states in STATES (paths joined by blanks); a path where there is none. */
static struct json state_titles(struct call *call, const struct definition *definition, struct text states)
{
    struct json titles = json_array();
    struct text rest = states, path;
    while (rest.size && text_split(&rest, ' ', &path)) {
        struct buffer plain; /* without the strand: service.pre-birth[2].expected */
        buffer_init(&plain, call->arena);
        bool within = false;
        for (size_t i = 0; i < path.size; i++) {
            within = path.at[i] == '[' || (within && path.at[i] != ']');
            if (!within && path.at[i] != ']') {
                buffer_byte(&plain, path.at[i]);
            }
        }
        uint16_t state = definition ? definition_state(definition, buffer_result(&plain)) : DEFINITION_NONE;
        struct text title = state == DEFINITION_NONE ? (struct text){0} : definition->states[state].title;
        json_append(call->arena, &titles, json_string(title.size ? title : path));
    }
    return titles;
}

/* "children[2].father" as the definition calls it: "Father". */
static struct text part_title(const struct definition *definition, struct text part)
{
    size_t bracket = text_find(part, '['), dot = text_find(part, '.');
    const struct field *list = definition ? definition_field(definition, text_part(part, 0, bracket)) : NULL;
    const struct field *field = list;
    if (list && dot < part.size) {
        int32_t index = map_get(&list->of.by_name, text_part(part, dot + 1, part.size));
        field = index == MAP_NONE ? NULL : &list->of.at[index];
    }
    return field ? field->title : (struct text){0};
}

/* The version of its workflow that the case is pinned to; none where that cannot be read, and then it goes
 * without titles. */
static enum status add_episode(struct call *call, struct shelf *shelf, const struct episode_row *row,
                               struct json *cases, struct error *error)
{
    struct arena *arena = call->arena;
    struct stored_subject stored;
    struct json json = json_object();
    const struct definition *definition = NULL;
    enum status status = call->store->api->load(call->store, arena, row->reference, &stored, error);
    if (status != STATUS_OK) {
        return status;
    }
    if (pinned_definition(shelf, call->world, call->store, stored.definition, &definition, error) !=
        STATUS_OK) {
        definition = NULL;
    }
    show_text(arena, &json, "case", row->reference);
    show_text(arena, &json, "workflow", row->workflow);
    show_text(arena, &json, "title", definition ? definition->title : (struct text){0});
    show_text(arena, &json, "part", row->part);
    show_text(arena, &json, "part_title", part_title(definition, row->part));
    show_text(arena, &json, "area", row->area);
    show_text(arena, &json, "worker", stored.worker);
    show_text(arena, &json, "state", row->state);
    json_set(arena, &json, TEXT("state_titles"), state_titles(call, definition, row->state));
    show_instant(arena, &json, "opened", row->opened);
    show_instant(arena, &json, "closed", row->closed);
    json_set(arena, &json, TEXT("merged"), json_boolean(row->merged));
    json_append(arena, cases, json);
    return STATUS_OK;
}

static enum status add_cases(struct call *call, struct text person, struct json *cases, struct error *error)
{
    struct episode_row *rows = arena_array(call->arena, struct episode_row, EPISODES_LIMIT);
    struct shelf shelf = {.arena = call->arena};
    size_t count = 0;
    *cases = json_array();
    enum status status = call->store->api->episodes(call->store, call->arena, person, (struct text){0}, rows,
                                                    EPISODES_LIMIT, &count, error);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        if (access_allows(&call->exchange->request.principal, ACT_READ, rows[i].area)) {
            status = add_episode(call, &shelf, &rows[i], cases, error);
        }
    }
    return status;
}

/* Each way to reach the person, with whether it may be used: it is safe, and has not ended. */
static struct json show_contacts(struct call *call, const struct json *data)
{
    const struct json *contacts = json_member_of(data, "contacts");
    struct json shown = json_array();
    for (uint32_t i = 0; contacts && contacts->type == JSON_ARRAY && i < contacts->count; i++) {
        struct json one = json_shallow(call->arena, contacts->elements[i]);
        struct text safe = json_get_text(&one, "safe");
        bool usable = text_is(safe, "yes") && !json_member_of(&one, "ended_on");
        json_set(call->arena, &one, TEXT("safe"), json_string(safe.size ? safe : TEXT("not-asked")));
        json_set(call->arena, &one, TEXT("usable"), json_boolean(usable));
        json_append(call->arena, &shown, one);
    }
    return shown;
}

bool person_get(struct call *call)
{
    struct case_read found;
    struct error error;
    struct json cases;
    if (!person_find(call, &found)) {
        return true;
    }
    enum status status = add_cases(call, found.stored.reference, &cases, &error);
    if (status != STATUS_OK) {
        return answer_failure(call, status, &error);
    }
    struct json json = person_row(call, &found.stored, &found.document);
    json_set(call->arena, &json, TEXT("version"), json_integer((int64_t)found.stored.version));
    json_set(call->arena, &json, TEXT("data"), found.subject.data);
    json_set(call->arena, &json, TEXT("contacts"), show_contacts(call, &found.subject.data));
    json_set(call->arena, &json, TEXT("cases"), cases);
    answer_etag(call, found.stored.version);
    return answer_json(call, 200, &json);
}

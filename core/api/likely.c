/* Who is perhaps the same person: asked by name and date of birth, of a record, or while a case is opened
 * with a name. Candidates come with reasons; only those whom the principal may read, and a record that was
 * merged leads to the one that it was merged into. */
#include "api/parts.h"

enum { CANDIDATES_LIMIT = 200, LIKELY_LIMIT = 20, MERGES_LIMIT = 10 };

struct candidate {
    struct json json;
    struct text reference;
    int points;
};

struct search {
    struct call *call;
    const struct person *asked;
    int64_t except; /* the record itself */
    VECTOR(struct candidate)
    found;
    enum status status;
    struct error *error;
};

static bool may_read(const struct call *call, struct text area)
{
    return access_allows(&call->exchange->request.principal, ACT_READ, area);
}

static struct text merged_into(const struct json *document)
{
    const struct json *references = json_member_of(json_member_of(document, "links"), "merged_into");
    return references && references->type == JSON_ARRAY && references->count
               ? json_text(&references->elements[0])
               : (struct text){0};
}

/* Where PERSON leads by merges; false when it is nowhere that may be told. */
static bool follow(struct search *search, struct stored_subject *person, struct json *document)
{
    struct call *call = search->call;
    for (int i = 0; i < MERGES_LIMIT; i++) {
        if (json_read(call->arena, person->document, document, NULL) != STATUS_OK) {
            return false;
        }
        struct text into = merged_into(document);
        if (into.size == 0) {
            return person->id != search->except && may_read(call, person->area);
        }
        search->status = call->store->api->load(call->store, call->arena, into, person, search->error);
        if (search->status != STATUS_OK) {
            search->status = search->status == STATUS_NOT_FOUND ? STATUS_OK : search->status;
            return false;
        }
    }
    return false;
}

static struct json candidate_json(struct call *call, const struct stored_subject *person,
                                  const struct json *document, struct text merged_from,
                                  const struct likeness *likeness)
{
    struct json json = person_row(call, person, document), why = json_array();
    for (size_t i = 0; i < likeness->why_count; i++) {
        json_append(call->arena, &why, json_string(likeness->why[i]));
    }
    if (merged_from.size) {
        json_append(call->arena, &why,
                    json_string(text_printf(call->arena, "%.*s was merged into it", TEXT_ARGS(merged_from))));
    }
    json_set(call->arena, &json, TEXT("likelihood"),
             json_string(text_of(likelihood_name(likeness->likelihood))));
    json_set(call->arena, &json, TEXT("why"), why);
    show_text(call->arena, &json, "merged_from", merged_from);
    return json;
}

/* Keeps the best of what leads to one record. */
static void keep(struct search *search, struct candidate candidate)
{
    vector_each(struct candidate, known, &search->found)
    {
        if (text_equal(known->reference, candidate.reference)) {
            *known = known->points < candidate.points ? candidate : *known;
            return;
        }
    }
    vector_push(search->call->arena, &search->found, candidate);
}

static bool weigh(void *self, const struct stored_subject *row)
{
    struct search *search = self;
    struct call *call = search->call;
    struct json document;
    struct person known;
    if (row->id == search->except || !may_read(call, row->area) ||
        json_read(call->arena, text_copy(call->arena, row->document), &document, NULL) != STATUS_OK) {
        return true;
    }
    person_read(call->arena, json_member_of(&document, "data"), &known);
    struct likeness likeness = person_compare(call->arena, search->asked, &known);
    if (likeness.likelihood == LIKELY_NOT) {
        return true;
    }
    struct stored_subject person = *row;
    person.document = text_copy(call->arena, row->document);
    person.reference = text_copy(call->arena, row->reference);
    struct text found = person.reference;
    if (follow(search, &person, &document)) {
        struct text from = text_equal(found, person.reference) ? (struct text){0} : found;
        keep(search, (struct candidate){candidate_json(call, &person, &document, from, &likeness),
                                        person.reference, likeness.points});
    }
    return search->status == STATUS_OK;
}

/* By points, the most first; a stable insertion, for there are few. */
static struct json sorted(struct search *search)
{
    struct json items = json_array();
    for (size_t i = 1; i < search->found.count; i++) {
        for (size_t at = i; at > 0 && search->found.at[at - 1].points < search->found.at[at].points; at--) {
            struct candidate less = search->found.at[at - 1];
            search->found.at[at - 1] = search->found.at[at];
            search->found.at[at] = less;
        }
    }
    for (size_t i = 0; i < search->found.count && i < LIKELY_LIMIT; i++) {
        json_append(search->call->arena, &items, search->found.at[i].json);
    }
    return items;
}

enum status likely_find(struct call *call, const struct person *asked, int64_t except, struct json *items,
                        struct error *error)
{
    struct search search = {.call = call, .asked = asked, .except = except, .error = error};
    struct text keys[PERSON_KEYS_LIMIT];
    size_t count = person_search_keys(call->arena, asked, keys);
    enum status status = call->store->api->alike(call->store, call->arena, keys, count, CANDIDATES_LIMIT,
                                                 weigh, &search, error);
    *items = sorted(&search);
    return status == STATUS_OK ? search.status : status;
}

/* --- while a case is opened ------------------------------------------------------------- */

static bool is_name(const struct json *value)
{
    struct text text = text_trim(json_text(value));
    return text.size > 0 && !text_starts(text, TEXT("P-"));
}

static enum status add_likely(struct call *call, const struct person *asked, struct json where,
                              struct text name, struct json *likely, struct error *error)
{
    struct json people;
    enum status status = likely_find(call, asked, 0, &people, error);
    if (status == STATUS_OK && people.count) {
        json_set(call->arena, &where, TEXT("name"), json_string(name));
        json_set(call->arena, &where, TEXT("people"), people);
        json_append(call->arena, likely, where);
    }
    return status;
}

static enum status add_named(struct call *call, const struct json *value, struct json where,
                             struct json *likely, struct error *error)
{
    struct person asked;
    if (!value || !is_name(value)) {
        return STATUS_OK;
    }
    person_asked(call->arena, json_text(value), DATE_NONE, &asked);
    return add_likely(call, &asked, where, json_text(value), likely, error);
}

static struct json where_of(struct call *call, const struct field *field, const struct field *list,
                            uint32_t place)
{
    struct json where = json_object();
    show_text(call->arena, &where, "field", field->name);
    if (list) {
        show_text(call->arena, &where, "list", list->name);
        json_set(call->arena, &where, TEXT("place"), json_integer(place));
    }
    return where;
}

/* The record of a person is opened itself. */
static bool opens_person(const struct definition *definition)
{
    return text_is(definition->name, "person");
}

static enum status likely_of_record(struct call *call, const struct json *data, struct json *likely,
                                    struct error *error)
{
    struct person asked;
    person_read(call->arena, data, &asked);
    return add_likely(call, &asked, json_object(), json_get_text(data, "name"), likely, error);
}

static enum status likely_of_items(struct call *call, const struct field *list, const struct json *items,
                                   struct json *likely, struct error *error)
{
    enum status status = STATUS_OK;
    for (uint32_t n = 0; items->type == JSON_ARRAY && n < items->count; n++) {
        for (size_t i = 0; i < list->of.count && status == STATUS_OK; i++) {
            const struct field *field = &list->of.at[i];
            if (field->type == FIELD_PERSON) {
                status = add_named(call, json_get(&items->elements[n], field->name),
                                   where_of(call, field, list, n), likely, error);
            }
        }
    }
    return status;
}

enum status likely_of_names(struct call *call, const struct definition *definition, const struct json *data,
                            struct json *likely, struct error *error)
{
    enum status status = STATUS_OK;
    *likely = json_array();
    if (opens_person(definition)) {
        return likely_of_record(call, data, likely, error);
    }
    for (size_t i = 0; i < definition->fields.count && status == STATUS_OK; i++) {
        const struct field *field = &definition->fields.at[i];
        const struct json *value = json_get(data, field->name);
        if (field->type == FIELD_PERSON) {
            status = add_named(call, value, where_of(call, field, NULL, 0), likely, error);
        } else if (field->type == FIELD_LIST && value) {
            status = likely_of_items(call, field, value, likely, error);
        }
    }
    return status;
}

bool names_somebody(const struct definition *definition, const struct json *data)
{
    for (size_t i = 0; i < definition->fields.count; i++) {
        const struct field *field = &definition->fields.at[i];
        const struct json *value = json_get(data, field->name);
        if (value && ((field->type == FIELD_PERSON && is_name(value)) || field->type == FIELD_LIST)) {
            return true;
        }
    }
    return opens_person(definition);
}

/* What the answer's fields hold now where LIKELY says that a name stood. */
static struct text record_of(const struct json *one, const struct json *answer)
{
    const struct json *data = json_member_of(answer, "data");
    const struct json *items = json_get(data, json_get_text(one, "list"));
    struct text field = json_get_text(one, "field");
    int64_t place = json_get_integer(one, "place", 0);
    if (field.size == 0) {
        return json_get_text(answer, "case"); /* itself */
    }
    if (!json_member_of(one, "list")) {
        return json_text(json_get(data, field));
    }
    return items && items->type == JSON_ARRAY && place < items->count
               ? json_text(json_get(&items->elements[place], field))
               : (struct text){0};
}

void likely_name_records(struct call *call, struct json *likely, const struct json *answer)
{
    for (uint32_t i = 0; i < likely->count; i++) {
        show_text(call->arena, &likely->elements[i], "person", record_of(&likely->elements[i], answer));
    }
}

/* GET /v1/cases/{case}, and its tasks. */
#include "api/parts.h"

#include "engine/computed.h"
#include "engine/moving.h"
#include "store/pinned.h"

enum { PEOPLE_LIMIT = 100 };

enum status case_read_stored(struct call *call, struct case_read *found, struct error *error)
{
    const struct stored_subject *stored = &found->stored;
    struct shelf shelf = {.arena = call->arena};
    const struct definition *definition;
    enum status status =
        pinned_definition(&shelf, call->world, call->store, stored->definition, &definition, error);
    if (status != STATUS_OK) {
        error_place(error, "%.*s", TEXT_ARGS(stored->reference));
        return status == STATUS_NOT_FOUND ? STATUS_UNSUPPORTED : status;
    }
    status = json_read(call->arena, stored->document, &found->document, error);
    if (status == STATUS_OK) {
        status = as_at_fold(call, found, error);
    }
    if (status == STATUS_OK) {
        status = subject_read(call->arena, definition, &found->document, &found->subject, error);
    }
    if (status != STATUS_OK) {
        return status == STATUS_NOT_FOUND ? status : as_at_unreadable(found, error);
    }
    status = pinned_world(&shelf, call->world, call->store, found->subject.plugins, &call->world, error);
    if (status != STATUS_OK) {
        return status == STATUS_NOT_FOUND ? STATUS_UNSUPPORTED : status;
    }
    as_at_restore(found);
    found->subject.id = stored->id;
    found->subject.kind = stored->kind;
    found->subject.reference = stored->reference;
    found->subject.version = stored->version;
    return STATUS_OK;
}

bool case_find(struct call *call, struct case_read *found)
{
    struct error error;
    struct store *store = call->store;
    struct text reference = call->parameters[0];
    struct stored_subject *stored = &found->stored;
    if (!call_as_at(call, &found->as_at)) {
        return false;
    }
    enum status status = store->api->load(store, call->arena, reference, stored, &error);
    if (status == STATUS_NOT_FOUND ||
        (status == STATUS_OK &&
         !access_reads(&call->exchange->request.principal, stored->area, stored->offered))) {
        return !answer_no_case(call, reference);
    }
    if (status == STATUS_OK) {
        status = case_read_stored(call, found, &error);
    }
    return status == STATUS_OK || !answer_failure(call, status, &error);
}

/* --- people ------------------------------------------------------------------------------ */

struct people {
    struct call *call;
    struct json found; /* reference → {reference, name} */
    enum status status;
    struct error error;
};

static void add_person(struct people *people, struct text reference)
{
    struct stored_subject person;
    struct call *call = people->call;
    if (people->status != STATUS_OK || reference.size == 0 || people->found.count >= PEOPLE_LIMIT ||
        json_get(&people->found, reference)) {
        return;
    }
    enum status status = call->store->api->load(call->store, call->arena, reference, &person, &people->error);
    if (status == STATUS_OK && person.kind == SUBJECT_PERSON) {
        struct json json = json_object();
        show_text(call->arena, &json, "reference", person.reference);
        show_text(call->arena, &json, "name", person.name);
        json_set(call->arena, &people->found, reference, json);
    } else if (status != STATUS_OK && status != STATUS_NOT_FOUND) {
        people->status = status;
    }
}

/* Those whom the person fields of DATA name, in lists too. */
static void add_people(struct people *people, const struct fields *fields, const struct json *data)
{
    for (size_t i = 0; i < fields->count; i++) {
        const struct field *field = &fields->at[i];
        const struct json *value = json_get(data, field->name);
        if (!value) {
            continue;
        }
        if (field->type == FIELD_PERSON) {
            add_person(people, json_text(value));
        }
        for (uint32_t n = 0; field->type == FIELD_LIST && value->type == JSON_ARRAY && n < value->count;
             n++) {
            add_people(people, &field->of, &value->elements[n]);
        }
    }
}

/* --- what is computed ------------------------------------------------------------------------ */

/* Those of DATA that are always their expression. */
static struct json show_computed(struct arena *arena, const struct subject *subject, const struct json *data)
{
    struct json computed = json_object();
    const struct fields *fields = &subject->definition->fields;
    for (size_t i = 0; i < fields->count; i++) {
        const struct json *value = fields->at[i].computed ? json_get(data, fields->at[i].name) : NULL;
        if (value) {
            json_set(arena, &computed, fields->at[i].name, *value);
        }
    }
    return computed;
}

/* --- the case ------------------------------------------------------------------------------------ */

static struct json show_milestones(struct arena *arena, const struct json *document)
{
    const struct json *milestones = json_member_of(document, "milestones");
    return milestones ? show_part(arena, TEXT("milestones"), (struct text){0}, *milestones) : json_object();
}

/* The offer under way, and what it would change. */
static struct json show_moving(struct call *call, const struct subject *subject)
{
    struct json moving = show_part(call->arena, TEXT("moving"), (struct text){0}, subject->moving);
    json_set(call->arena, &moving, TEXT("would"),
             moving_would(call->arena, call->world, subject, call_now(call), &call->rules));
    return moving;
}

static struct json show_case(struct call *call, const struct case_read *found)
{
    struct arena *arena = call->arena;
    const struct stored_subject *stored = &found->stored;
    const struct subject *subject = &found->subject;
    struct json json = json_object();
    show_text(arena, &json, "case", stored->reference);
    show_text(arena, &json, "workflow", stored->workflow);
    show_text(arena, &json, "title", subject->definition->title);
    show_text(arena, &json, "definition", stored->definition);
    show_text(arena, &json, "name", stored->name);
    show_text(arena, &json, "area", stored->area);
    show_text(arena, &json, "worker", stored->worker);
    show_instant(arena, &json, "opened", stored->opened);
    show_instant(arena, &json, "closed", stored->closed);
    show_instant(arena, &json, "due", stored->due);
    json_set(arena, &json, TEXT("version"), json_integer((int64_t)stored->version));
    json_set(arena, &json, TEXT("configuration"), subject_configuration(arena, subject));
    struct json data = computed_data(arena, call->world, subject, found->as_at.now, &call->rules);
    json_set(arena, &json, TEXT("data"), data);
    json_set(arena, &json, TEXT("computed"), show_computed(arena, subject, &data));
    json_set(arena, &json, TEXT("tasks"), show_tasks(arena, subject));
    json_set(arena, &json, TEXT("deadlines"), show_deadlines(arena, call->world, subject, found->as_at.now));
    json_set(arena, &json, TEXT("milestones"), show_milestones(arena, &found->document));
    json_set(arena, &json, TEXT("exceptions"),
             show_part(arena, TEXT("exceptions"), (struct text){0}, subject->exceptions));
    const struct json *records = json_member_of(&found->document, "records");
    if (records) {
        json_set(arena, &json, TEXT("records"),
                 show_part(arena, TEXT("records"), (struct text){0}, *records));
    }
    if (subject->links.count) {
        json_set(arena, &json, TEXT("links"), subject->links);
    }
    if (stored->offered.size) {
        json_set(arena, &json, TEXT("moving"), show_moving(call, subject));
    }
    return json;
}

bool case_get(struct call *call)
{
    struct case_read found;
    if (!case_find(call, &found)) {
        return true;
    }
    struct people people = {.call = call, .found = json_object()};
    add_people(&people, &found.subject.definition->fields, &found.subject.data);
    if (people.status != STATUS_OK) {
        return answer_failure(call, people.status, &people.error);
    }
    struct json json = show_case(call, &found);
    json_set(call->arena, &json, TEXT("people"), people.found);
    return answer_case(call, &found, json);
}

bool case_tasks(struct call *call)
{
    struct case_read found;
    return !case_find(call, &found) ||
           answer_case_list(call, &found, show_tasks(call->arena, &found.subject), (struct text){0});
}

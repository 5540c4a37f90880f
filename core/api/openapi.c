/* GET /v1/openapi.json: the door described (OpenAPI 3.1), made from the routing table, so that what is
 * described is what is there. */
#include "api/openapi.h"

#include "api/schemas.h"
#include "base/insist.h"

struct parameter {
    const char *name, *about;
};

static const struct parameter parameters[] = {
    {"area", "Only what belongs to this area."},
    {"areas", "The areas to compare, with commas between; all that are served without it."},
    {"at", "On this day, or at this time; now without it."},
    {"before", "The cursor that the page before gave."},
    {"case", "The case's reference, such as C-17."},
    {"all", "Those that have ended, and those of closed cases, too."},
    {"born", "A date of birth: who is likely meant by it, and by `like`."},
    {"clock", "replay: each case lives through its own time, and time is not brought to now."},
    {"closed", "Closed ones too."},
    {"offered", "Those that are offered to this area, wherever they are; `any`: to any."},
    {"cursor", "The cursor that the page before gave."},
    {"definition", "The version with this digest, instead of the present one."},
    {"dry-run", "Says what would happen, and changes nothing."},
    {"due", "Something is due by then: a date, a time, or how long from now (2 weeks)."},
    {"event", "This event alone."},
    {"if", "A fact to suppose, field=value; may be said several times: `changes` tells what would differ."},
    {"finish", "Ends a replay: each line is {\"case\": REFERENCE}, and is brought to `until`."},
    {"like", "A name as somebody said or wrote it: who is likely meant."},
    {"limit", "So many at most."},
    {"of", "Which item of a list it is about, such as unborn/2."},
    {"overdue", "Only those that have passed."},
    {"person", "The person's reference."},
    {"rule", "The rule of the case's workflow that is asked."},
    {"action", "The plugin's action that is asked."},
    {"measure", "The row of a report that is asked for, such as performance.engaged."},
    {"hook", "The point whose hooks are asked, such as state.entered.review."},
    {"plugin", "This plugin, in the place of the one that serves the case's area."},
    {"q",
     "A reference, the beginning of a person's name, or all of its words; of cases: of a person who has a "
     "part in it."},
    {"role", "As somebody in this role; of tasks: those for this role."},
    {"simulation", "The simulation's id."},
    {"replay", "Makes the decisions of the journal again, too."},
    {"state", "Only cases that are in this state, or in one below it."},
    {"until", "Where a replay ends; now without it."},
    {"versions", "With the versions of each workflow, and how many cases stand on each."},
    {"within", "Ends by then: a date, a time, or how long from now (2 weeks)."},
    {"worker", "Only what is this worker's."},
    {"workflow", "Only of this workflow."},
    {"name", "The report's name."},
    {"as-at",
     "As it was known at the end of this day, or at this time; a report counts what had happened by then."},
    {"deadline", "This deadline alone, such as conference[1]."},
    {"order", "recorded (without it), or happened: by when it took place."},
    {"known-at", "Counts what was recorded by the end of this day; as-at without it."},
};

const char *openapi_parameter(struct text name)
{
    for (size_t i = 0; i < sizeof parameters / sizeof *parameters; i++) {
        if (text_is(name, parameters[i].name)) {
            return parameters[i].about;
        }
    }
    return NULL;
}

static struct json text_json(const char *text)
{
    return json_string(text_of(text));
}

static struct json with_one(struct arena *arena, const char *name, struct json value)
{
    struct json object = json_object();
    json_set(arena, &object, text_of(name), value);
    return object;
}

static struct json reference(struct arena *arena, const char *part, const char *name)
{
    return with_one(arena, "$ref", json_string(text_printf(arena, "#/components/%s/%s", part, name)));
}

static void add_parameter(struct arena *arena, struct json *list, struct text name, const char *in)
{
    const char *about = openapi_parameter(name);
    struct json json = json_object();
    insist(about);
    json_set(arena, &json, TEXT("name"), json_string(name));
    json_set(arena, &json, TEXT("in"), text_json(in));
    json_set(arena, &json, TEXT("description"), text_json(about));
    json_set(arena, &json, TEXT("schema"), with_one(arena, "type", text_json("string")));
    if (text_is(text_of(in), "path")) {
        json_set(arena, &json, TEXT("required"), json_boolean(true));
    }
    json_append(arena, list, json);
}

static void add_path_parameters(struct arena *arena, struct json *list, const struct route *route)
{
    struct text rest = text_of(route->pattern), segment;
    while (text_split(&rest, '/', &segment)) {
        if (segment.size && segment.at[0] == '{') {
            add_parameter(arena, list, text_part(segment, 1, segment.size - 2), "path");
        }
    }
}

static struct json show_parameters(struct arena *arena, const struct route *route)
{
    struct json list = json_array();
    struct text rest = text_of(route->query), name;
    add_path_parameters(arena, &list, route);
    while (rest.size && text_split(&rest, ' ', &name)) {
        add_parameter(arena, &list, name, "query");
    }
    if (route->act == ACT_WRITE || route->act == ACT_OPEN) {
        json_append(arena, &list, reference(arena, "parameters", "IdempotencyKey"));
    }
    if (route->act == ACT_WRITE) {
        json_append(arena, &list, reference(arena, "parameters", "IfMatch"));
    }
    return list;
}

static struct json content(struct arena *arena, const char *type, const char *schema)
{
    return with_one(arena, type, with_one(arena, "schema", reference(arena, "schemas", schema)));
}

static struct json described(struct arena *arena, const char *description)
{
    return with_one(arena, "description", text_json(description));
}

/* What an answer is; every operation may also end in a problem. */
static struct json show_responses(struct arena *arena, const struct route *route)
{
    struct json responses = json_object(), good = described(arena, route->summary);
    bool text = route->gives && text_is(text_of(route->gives), "Text");
    const char *type = text ? "text/plain" : route->lines ? "application/x-ndjson" : "application/json";
    if (route->gives) {
        json_set(arena, &good, TEXT("content"), content(arena, type, route->gives));
    }
    json_set(arena, &responses, text_of(route->created ? "201" : route->gives ? "200" : "204"), good);
    json_set(arena, &responses, TEXT("default"), reference(arena, "responses", "Problem"));
    return responses;
}

static struct json show_operation(struct arena *arena, const struct route *route)
{
    struct json operation = described(arena, route->summary), list = show_parameters(arena, route);
    json_set(arena, &operation, TEXT("responses"), show_responses(arena, route));
    if (list.count) {
        json_set(arena, &operation, TEXT("parameters"), list);
    }
    if (route->takes) {
        const char *type = route->lines ? "application/x-ndjson" : "application/json";
        json_set(arena, &operation, TEXT("requestBody"),
                 with_one(arena, "content", content(arena, type, route->takes)));
    }
    if (route->open) {
        json_set(arena, &operation, TEXT("security"), json_array());
    }
    return operation;
}

static struct json show_paths(struct arena *arena)
{
    struct json paths = json_object();
    for (size_t i = 0; i < route_count; i++) {
        char method[8] = {0};
        const struct route *route = &routes[i];
        struct text path = text_of(route->pattern);
        for (size_t n = 0; route->method[n] && n < sizeof method - 1; n++) {
            method[n] = (char)(route->method[n] - 'A' + 'a');
        }
        const struct json *there = json_get(&paths, path);
        struct json operations = there ? *there : json_object();
        json_set(arena, &operations, text_copy(arena, text_of(method)), show_operation(arena, route));
        json_set(arena, &paths, path, operations);
    }
    return paths;
}

/* What every operation shares: headers, problems, and how one says who one is. */
static const char shared[] =
    "{\"parameters\":{"
    "\"IdempotencyKey\":{\"name\":\"Idempotency-Key\",\"in\":\"header\",\"schema\":{\"maxLength\":200,"
    "\"type\":\"string\"},"
    "\"description\":\"Makes a repeat harmless: the first answer is given again.\"},"
    "\"IfMatch\":{\"name\":\"If-Match\",\"in\":\"header\",\"schema\":{\"type\":\"string\"},"
    "\"description\":\"The version that this was decided on, in quotes: 412 when the case has moved on.\"}},"
    "\"responses\":{\"Problem\":{\"description\":\"A problem (RFC 9457)\","
    "\"content\":{\"application/problem+json\":{\"schema\":{\"$ref\":\"#/components/schemas/Problem\"}}}}},"
    "\"securitySchemes\":{\"bearer\":{\"scheme\":\"bearer\",\"type\":\"http\"}}}";

static struct json show_components(struct arena *arena)
{
    struct error error;
    struct json components;
    enum status status = json_read(arena, text_of(shared), &components, &error);
    insist(status == STATUS_OK);
    json_set(arena, &components, TEXT("schemas"), schemas_all(arena));
    return components;
}

bool openapi_get(struct call *call)
{
    struct arena *arena = call->arena;
    struct json document = json_object(), info = json_object(), security = json_array();
    json_append(arena, &security, with_one(arena, "bearer", json_array()));
    json_set(arena, &document, TEXT("openapi"), text_json("3.1.0"));
    json_set(arena, &document, TEXT("security"), security);
    json_set(arena, &document, TEXT("components"), show_components(arena));
    json_set(arena, &info, TEXT("title"), text_json("Caseway"));
    json_set(arena, &info, TEXT("version"), text_json(CASEWAY_VERSION));
    json_set(arena, &document, TEXT("info"), info);
    json_set(arena, &document, TEXT("paths"), show_paths(arena));
    return answer_json(call, 200, &document);
}

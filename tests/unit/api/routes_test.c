/* Paths, escapes and parameters; and that every route can be described. */
#include "support.h"

#include "api/openapi.h"

static void escapes(void **state)
{
    struct door *door = *state;
    static const struct {
        const char *encoded;
        bool form;
        const char *decoded; /* NULL: not taken */
    } rows[] = {
        {"C-17", false, "C-17"}, {"%43-17", false, "C-17"},  {"a%2Fb", false, "a/b"}, {"a+b", false, "a+b"},
        {"a+b", true, "a b"},    {"%c3%A9", false, "é"},     {"", false, ""},         {"%", false, NULL},
        {"%4", false, NULL},     {"%4g", false, NULL},       {"%00", false, NULL},    {"%0a", true, NULL},
        {"%7f", false, NULL},    {"%ff", false, NULL},       {"%c3", false, NULL},    {"\xff", false, NULL},
        {"%%41", false, NULL},   {"%ed%a0%80", false, NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct text decoded;
        bool taken = url_decode(&door->arena, text_of(rows[i].encoded), rows[i].form, &decoded);
        if (taken != (rows[i].decoded != NULL) || (taken && !text_is(decoded, rows[i].decoded))) {
            fail_msg("%s", rows[i].encoded);
        }
    }
    assert_true(text_is(url_encode(&door->arena, TEXT("a/b é~")), "a%2Fb%20%C3%A9~"));
}

static void parameters(void **state)
{
    struct door *door = *state;
    static const struct {
        const char *query, *json; /* NULL: not taken */
    } rows[] = {
        {"", "{}"},
        {"a=1", "{\"a\":\"1\"}"},
        {"a=1&b=two+words&c", "{\"a\":\"1\",\"b\":\"two words\",\"c\":\"\"}"},
        {"a=1=2", "{\"a\":\"1=2\"}"},
        {"&&a=%26&", "{\"a\":\"&\"}"},
        {"a=1&a=2", NULL},
        {"a=1&%61=2", NULL},
        {"a=%zz", NULL},
        {"%zz=1", NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct json values;
        struct error error;
        bool taken = url_query(&door->arena, text_of(rows[i].query), &values, &error);
        if (taken != (rows[i].json != NULL) ||
            (taken && !text_is(json_to_text(&door->arena, &values), rows[i].json))) {
            fail_msg("%s", rows[i].query);
        }
    }
}

static void what_matches(void **state)
{
    struct door *door = *state;
    static const struct {
        const char *method, *path, *pattern, *first, *allow;
    } rows[] = {
        {"GET", "/v1/cases", "/v1/cases", "", ""},
        {"HEAD", "/v1/cases", "/v1/cases", "", ""},
        {"POST", "/v1/cases", "/v1/cases", "", ""},
        {"GET", "/v1/cases/C-1", "/v1/cases/{case}", "C-1", ""},
        {"GET", "/v1/cases/a%2Fb/history", "/v1/cases/{case}/history", "a/b", ""},
        {"DELETE", "/v1/cases", NULL, "", "POST, GET, HEAD"},
        {"PUT", "/v1/cases/C-1/events", NULL, "", "POST"},
        {"get", "/v1/cases", NULL, "", "POST, GET, HEAD"},
        {"GET", "/v1/cases/", NULL, "", ""},
        {"GET", "/v1/cases//history", NULL, "", ""},
        {"GET", "/v1/cases/C-1/other", NULL, "", ""},
        {"GET", "/v1", NULL, "", ""},
        {"GET", "/", NULL, "", ""},
        {"GET", "", NULL, "", ""},
        {"GET", "v1/cases", NULL, "", ""},
        {"GET", "/V1/cases", NULL, "", ""},
        {"DELETE", "/v1/simulations/7", "/v1/simulations/{simulation}", "7", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        bool invalid;
        struct text found[ROUTE_PARAMETERS] = {{0}}, allow = {0};
        const struct route *route =
            route_find(&door->arena, text_of(rows[i].method), text_of(rows[i].path), found, &allow, &invalid);
        if ((route != NULL) != (rows[i].pattern != NULL) || invalid ||
            (route && strcmp(route->pattern, rows[i].pattern) != 0) || !text_is(found[0], rows[i].first) ||
            !text_is(allow, rows[i].allow)) {
            fail_msg("%s %s", rows[i].method, rows[i].path);
        }
    }
}

static void a_path_with_a_broken_escape(void **state)
{
    struct door *door = *state;
    struct reply reply = door_get(door, "/v1/cases/%zz", "");
    assert_int_equal(reply.status, 400);
    assert_string_equal(at(door, &reply.json, "type"), "\"/problems/bad-request\"");
}

static void every_parameter_is_described(void **state)
{
    (void)state;
    for (size_t i = 0; i < route_count; i++) {
        struct text rest = text_of(routes[i].query), name;
        while (rest.size && text_split(&rest, ' ', &name)) {
            if (!openapi_parameter(name)) {
                fail_msg("%s: %.*s", routes[i].pattern, TEXT_ARGS(name));
            }
        }
        if (!(routes[i].run && routes[i].summary && routes[i].kind <= ROUTE_READ)) {
            fail_msg("%s", routes[i].pattern);
        }
        /* A command is read where it comes in, a read holds a transaction: neither may stand for the other.
         */
        assert_true(routes[i].kind == ROUTE_READ ? routes[i].body_limit == 0 : true);
    }
}

/* Every "$ref" below VALUE leads somewhere. */
static void follow(struct door *door, const struct json *document, const struct json *value)
{
    for (uint32_t i = 0; value->type == JSON_ARRAY && i < value->count; i++) {
        follow(door, document, &value->elements[i]);
    }
    for (uint32_t i = 0; value->type == JSON_OBJECT && i < value->count; i++) {
        const struct json_member *member = &value->members[i];
        if (!text_is(member->name, "$ref")) {
            follow(door, document, &member->value);
            continue;
        }
        struct text rest = json_text(&member->value), step;
        const struct json *there = document;
        assert_true(text_split(&rest, '/', &step) && text_is(step, "#"));
        while (there && text_split(&rest, '/', &step)) {
            there = json_get(there, step);
        }
        if (!there) {
            fail_msg("%.*s", TEXT_ARGS(json_text(&member->value)));
        }
    }
}

static void the_description_has_every_route(void **state)
{
    struct door *door = *state;
    struct reply reply =
        door_ask(door, &(struct ask){.method = "GET", .path = "/v1/openapi.json", .unknown = true});
    assert_int_equal(reply.status, 200);
    assert_string_equal(at(door, &reply.json, "openapi"), "\"3.1.0\"");
    const struct json *paths = json_member_of(&reply.json, "paths");
    size_t operations = 0;
    for (uint32_t i = 0; i < paths->count; i++) {
        operations += paths->members[i].value.count;
    }
    assert_int_equal(operations, route_count);
    for (size_t i = 0; i < route_count; i++) {
        assert_non_null(json_get(paths, text_of(routes[i].pattern)));
    }
    follow(door, &reply.json, &reply.json);
    const struct json *schemas = json_member_of(json_member_of(&reply.json, "components"), "schemas");
    static const char *const named[] = {"Command", "Answer", "Problem", "Case", "Unmet"};
    for (size_t i = 0; i < sizeof named / sizeof *named; i++) {
        assert_non_null(json_member_of(schemas, named[i]));
    }
}

int main(void)
{
#define WITH_DOOR(test) cmocka_unit_test_setup_teardown(test, door_setup, door_teardown)
    const struct CMUnitTest tests[] = {
        WITH_DOOR(escapes),
        WITH_DOOR(parameters),
        WITH_DOOR(what_matches),
        WITH_DOOR(a_path_with_a_broken_escape),
        cmocka_unit_test(every_parameter_is_described),
        WITH_DOOR(the_description_has_every_route),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

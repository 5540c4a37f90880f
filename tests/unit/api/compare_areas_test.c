/* Areas: which there are, and the same state in several of them. */
#include "support.h"

#include <stdio.h>
#include <string.h>

static const struct principal in_rbkc = {
    .user = {"dee", 3}, .roles = {"worker lead", 11}, .areas = {"rbkc", 4}};

#define SPLIT                                                                                                \
    "workflow: split\\nfields: {home: {type: choice, title: Home, options: areas}, n: {type: number, "       \
    "title: "                                                                                                \
    "N}}\\ninitial: a\\nstates:\\n  a:\\n    deadlines: {look: {title: Look, due: 'case.area == "            \
    "\\\"wcc\\\" "                                                                                           \
    "and days(1) or days(2)'}, same: {title: Same, due: 3 days}}\\n    tasks: {only: {title: Only, when: "   \
    "'case.area == \\\"wcc\\\"'}}\\n    on:\\n      go: {target: b, requires: [{if: 'data.n ~= nil', else: " \
    "Say n.}, {if: 'case.area == \\\"wcc\\\"', else: Not here.}]}\\n  b: {type: final}\\n"
#define FILES "{\"files\":{\"split.yaml\":\"" SPLIT "\"}}"

static struct reply compare(struct door *door, const char *query)
{
    return door_ask(
        door,
        &(struct ask){.method = "POST", .path = "/v1/areas/differences", .query = query, .body = FILES});
}

static void areas_are_listed(void **state)
{
    struct door *door = *state;
    struct reply reply = door_get(door, "/v1/areas", NULL);
    assert_int_equal(reply.status, 200);
    assert_string_equal(at(door, &reply.json, "items.1.served"), "true");
    assert_string_equal(at(door, &reply.json, "items.2"), "");
    struct reply posted = door_post(door, "/v1/areas", FILES);
    assert_int_equal(posted.status, 200);
    assert_string_equal(at(door, &posted.json, "items.0.area"), at(door, &reply.json, "items.0.area"));
}

/* The row of NAME, by its index; -1: there is none. */
static int row_of(struct door *door, const struct reply *reply, const char *name)
{
    char path[32], quoted[64];
    (void)snprintf(quoted, sizeof quoted, "\"%s\"", name);
    for (int i = 0; i < 100; i++) {
        (void)snprintf(path, sizeof path, "rows.%d.name", i);
        if (strcmp(at(door, &reply->json, path), quoted) == 0) {
            return i;
        }
    }
    return -1;
}

static void expect_row(struct door *door, const struct reply *reply, const char *name, const char *member,
                       const char *expected)
{
    char path[100];
    (void)snprintf(path, sizeof path, "rows.%d.%s", row_of(door, reply, name), member);
    assert_string_equal(at(door, &reply->json, path), expected);
}

static void what_differs_is_told(void **state)
{
    struct door *door = *state;
    struct reply reply = compare(door, "areas=wcc,rbkc&at=2026-03-02");
    assert_int_equal(reply.status, 200);
    assert_string_equal(at(door, &reply.json, "workflow"), "\"split\"");
    assert_string_equal(at(door, &reply.json, "at"), "\"2026-03-02\"");
    assert_string_equal(at(door, &reply.json, "areas.1.area"), "\"rbkc\"");
    expect_row(door, &reply, "look", "kind", "\"deadline\"");
    expect_row(door, &reply, "look", "state", "\"a\"");
    expect_row(door, &reply, "look", "differs", "true");
    expect_row(door, &reply, "look", "cells.wcc.value", "\"2026-03-03\"");
    expect_row(door, &reply, "look", "cells.rbkc.words", "\"4 March 2026\"");
    expect_row(door, &reply, "same", "differs", "false");
    expect_row(door, &reply, "only", "cells.wcc.words", "\"open\"");
    expect_row(door, &reply, "only", "cells.rbkc", "");
    expect_row(door, &reply, "only", "differs", "true");
    expect_row(door, &reply, "go", "cells.wcc.unmet", "[\"Say n.\"]");
    expect_row(door, &reply, "go", "cells.rbkc.unmet", "[\"Say n.\",\"Not here.\"]");
}

static void facts_are_supposed(void **state)
{
    struct door *door = *state;
    struct reply reply = compare(door, "areas=wcc,rbkc&state=a&if=n%3D1");
    assert_int_equal(reply.status, 200);
    expect_row(door, &reply, "go", "cells.wcc.words", "\"possible\"");
    expect_row(door, &reply, "go", "cells.wcc.unmet", "");
    expect_row(door, &reply, "go", "cells.rbkc.words", "\"not possible\"");
}

static void what_cannot_be_compared_is_said(void **state)
{
    struct door *door = *state;
    static const struct {
        const char *query;
        int status;
        const char *part;
    } wrong[] = {
        {"areas=wcc", 422, "only one is named"},
        {"areas=wcc,rbck", 404, "did you mean “rbkc”?"},
        {"areas=wcc,rbkc,wcc,rbkc,wcc,rbkc,wcc", 400, "At most 6 areas"},
        {"state=x", 404, "has no state “x”"},
        {"workflow=x", 404, "no workflow “x”"},
        {"at=soon", 400, "is a day or a time"},
        {"if=n", 400, "is field=value"},
        {"if=m%3D1", 422, "“m” is no field"},
        {"if=home%3Dnowhere", 422, "home: This must be one of"},
        {"case=C-1", 400, "case"},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct reply reply = compare(door, wrong[i].query);
        assert_int_equal(reply.status, wrong[i].status);
        assert_non_null(strstr(reply.text.at, wrong[i].part));
    }
    struct reply broken =
        door_post(door, "/v1/areas/differences", "{\"files\":{\"a.yaml\":\"workflow: a\\n\"}}");
    assert_int_equal(broken.status, 422);
    assert_string_equal(at(door, &broken.json, "findings.0.file"), "\"a.yaml\"");
}

static void a_case_stands_in_for_the_standard_one(void **state)
{
    struct door *door = *state;
    door_case(door, "{\"workflow\":\"help\",\"area\":\"wcc\",\"data\":{\"consent\":\"given\"}}");
    struct reply reply = door_get(door, "/v1/areas/differences", "case=C-1");
    assert_int_equal(reply.status, 200);
    assert_string_equal(at(door, &reply.json, "case"), "\"C-1\"");
    expect_row(door, &reply, "engage", "cells.wcc.words", "\"possible\"");
    expect_row(door, &reply, "engage", "cells.rbkc.words", "\"possible\"");
    assert_int_equal(door_get(door, "/v1/areas/differences", "case=C-9").status, 404);
    struct reply hidden = door_ask(
        door,
        &(struct ask){.method = "GET", .path = "/v1/areas/differences", .query = "case=C-1", .as = &in_rbkc});
    assert_int_equal(hidden.status, 404);
    struct reply unmoved = door_get(door, "/v1/cases/C-1", NULL);
    assert_string_equal(at(door, &unmoved.json, "area"), "\"wcc\"");
    assert_string_equal(at(door, &unmoved.json, "version"), "1");
}

static void files_are_for_whoever_holds_the_site(void **state)
{
    struct door *door = *state;
    static const char *const paths[] = {"/v1/areas", "/v1/areas/differences"};
    for (size_t i = 0; i < 2; i++) {
        struct ask ask = {.method = "POST", .path = paths[i], .body = FILES, .as = &in_rbkc};
        assert_int_equal(door_ask(door, &ask).status, 403);
        assert_int_equal(door_post(door, paths[i], "{}").status, 400);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(areas_are_listed, door_setup, door_teardown),
        cmocka_unit_test_setup_teardown(what_differs_is_told, door_setup, door_teardown),
        cmocka_unit_test_setup_teardown(facts_are_supposed, door_setup, door_teardown),
        cmocka_unit_test_setup_teardown(what_cannot_be_compared_is_said, door_setup, door_teardown),
        cmocka_unit_test_setup_teardown(a_case_stands_in_for_the_standard_one, door_setup, door_teardown),
        cmocka_unit_test_setup_teardown(files_are_for_whoever_holds_the_site, door_setup, door_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

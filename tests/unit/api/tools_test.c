/* Checks and simulations: for whoever holds the site, and for nobody else. And reports. */
#include "support.h"

#include <stdio.h>

#define SMALL "workflow: small\\ninitial: a\\nstates: {a: {on: {go: b}}, b: {type: final}}\\n"

static const struct principal worker = {.user = {"ann", 3}, .all_roles = true};

static void files_are_checked(void **state)
{
    struct door *door = *state;
    struct reply good = door_post(door, "/v1/checks", "{\"files\":{\"small.yaml\":\"" SMALL "\"}}");
    assert_int_equal(good.status, 200);
    assert_string_equal(at(door, &good.json, "errors"), "0");
    struct reply bad = door_post(
        door, "/v1/checks",
        "{\"files\":{\"bad.yaml\":\"workflow: bad\\ninitial: a\\nstates: {a: {on: {go: c}}}\\n\"}}");
    assert_int_equal(bad.status, 200);
    assert_string_equal(at(door, &bad.json, "errors"), "1");
    assert_string_equal(at(door, &bad.json, "findings.0.file"), "\"bad.yaml\"");
    assert_string_equal(at(door, &bad.json, "findings.0.line"), "3");
    assert_string_equal(at(door, &bad.json, "findings.0.severity"), "\"error\"");
}

static void what_is_sense_is_found_too(void **state)
{
    struct door *door = *state;
    struct reply reply = door_post(door, "/v1/checks",
                                   "{\"files\":{\"small.yaml\":\"workflow: small\\ncalendar: nowhere\\n"
                                   "initial: a\\nstates: {a: {}}\\n\"}}");
    assert_int_equal(reply.status, 200);
    assert_non_null(strstr(reply.text.at, "nowhere"));
}

static void files_that_are_none(void **state)
{
    struct door *door = *state;
    static const char *const bodies[] = {
        "{}", "{\"files\":[]}", "{\"files\":{}}", "{\"files\":{\"a\":1}}", "x", ""};
    static const char *const paths[] = {"/v1/checks", "/v1/simulations", "/v1/scenarios"};
    for (size_t p = 0; p < 3; p++) {
        for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
            assert_int_equal(door_post(door, paths[p], bodies[i]).status, 400);
        }
        struct ask ask = {
            .method = "POST", .path = paths[p], .body = "{\"files\":{\"a\":\"\"}}", .as = &worker};
        assert_int_equal(door_ask(door, &ask).status, 403);
    }
}

#define STORY(title, more)                                                                                   \
    "scenario: " title "\\nworkflow: small\\nstory: [{event: open, in: a}, {event: go" more "}]\\n"

static void scenarios_are_told(void **state)
{
    struct door *door = *state;
    struct reply reply = door_post(door, "/v1/scenarios",
                                   "{\"files\":{\"small.yaml\":\"" SMALL "\",\"s/good.yaml\":\"" STORY(
                                       "Good", ", in: b") "\","
                                                          "\"s/bad.yaml\":\"" STORY("Bad", ", in: a") "\"}}");
    assert_int_equal(reply.status, 200);
    assert_string_equal(at(door, &reply.json, "errors"), "0");
    assert_string_equal(at(door, &reply.json, "scenarios.0.file"), "\"s/bad.yaml\"");
    assert_string_equal(at(door, &reply.json, "scenarios.0.ok"), "false");
    assert_string_equal(at(door, &reply.json, "scenarios.0.failures.0.what"), "\"in\"");
    assert_string_equal(at(door, &reply.json, "scenarios.0.failures.0.stood"), "\"b\"");
    assert_string_equal(at(door, &reply.json, "scenarios.1.ok"), "true");
    assert_string_equal(at(door, &reply.json, "scenarios.1.steps"), "2");
}

static void only_those_that_are_asked_for(void **state)
{
    struct door *door = *state;
    const char files[] =
        "\"files\":{\"small.yaml\":\"" SMALL
        "\",\"s/good.yaml\":\"" STORY("Good", ", in: b") "\","
                                                         "\"s/bad.yaml\":\"" STORY("Bad", ", inn: a") "\"}";
    struct reply reply = door_post(door, "/v1/scenarios",
                                   arena_printf(&door->arena, "{%s,\"scenarios\":[\"s/good.yaml\"]}", files));
    assert_string_equal(at(door, &reply.json, "scenarios.0.scenario"), "\"Good\"");
    assert_string_equal(at(door, &reply.json, "errors"), "0");
    reply =
        door_post(door, "/v1/scenarios",
                  arena_printf(&door->arena, "{%s,\"scenarios\":[\"s/bad.yaml\",\"small.yaml\"]}", files));
    assert_string_equal(at(door, &reply.json, "errors"), "1");
    assert_string_equal(at(door, &reply.json, "findings.0.file"), "\"s/bad.yaml\"");
    assert_string_equal(at(door, &reply.json, "scenarios.0.error"), "\"it has errors\"");
    assert_string_equal(at(door, &reply.json, "scenarios.0.ok"), "false");
    assert_string_equal(at(door, &reply.json, "scenarios.1.file"), "\"small.yaml\"");
    assert_string_equal(at(door, &reply.json, "scenarios.1.ok"), "false");
    reply = door_post(door, "/v1/scenarios", "{\"files\":{\"a\":\"\"},\"scenarios\":1}");
    assert_int_equal(reply.status, 400);
    reply = door_post(door, "/v1/scenarios",
                      "{\"files\":{\"w.yaml\":\"workflow: [\",\"s.yaml\":\"" STORY("Good", "") "\"}}");
    assert_string_equal(at(door, &reply.json, "scenarios.0.error"),
                        "\"the workflows or plugins that it needs have errors\"");
}

static void checks_know_scenarios(void **state)
{
    struct door *door = *state;
    struct reply reply = door_post(door, "/v1/checks",
                                   "{\"files\":{\"small.yaml\":\"" SMALL
                                   "\",\"s/bad.yaml\":\"" STORY("Bad", ", in: c, outcom: done") "\"}}");
    assert_string_equal(at(door, &reply.json, "errors"), "2");
    assert_string_equal(at(door, &reply.json, "findings.0.file"), "\"s/bad.yaml\"");
}

static struct reply begin(struct door *door, const char *further)
{
    const char *body = arena_printf(
        &door->arena, "{\"files\":{\"small.yaml\":\"" SMALL "\"},\"workflow\":\"small\"%s}", further);
    return door_post(door, "/v1/simulations", body);
}

static void a_simulation_from_its_beginning_to_its_end(void **state)
{
    struct door *door = *state;
    struct reply begun = begin(door, ",\"at\":\"2026-01-05T09:00\"");
    assert_int_equal(begun.status, 201);
    assert_true(text_is(begun.location, "/v1/simulations/1"));
    assert_string_equal(at(door, &begun.json, "id"), "\"1\"");
    struct reply go = door_post(door, "/v1/simulations/1", "{\"event\":\"go\"}");
    assert_int_equal(go.status, 200);
    assert_true(text_is(go.type, "application/x-ndjson"));
    assert_non_null(strstr(go.text.at, "\"event\":null"));
    assert_non_null(strstr(go.text.at, "\"event\":\"go\""));
    assert_non_null(strstr(go.text.at, "2026-01-05T09:00:00Z"));
    struct reply bad = door_post(door, "/v1/simulations/1", "x");
    assert_int_equal(bad.status, 200);
    assert_non_null(strstr(bad.text.at, "\"outcome\":\"failed\""));
    assert_int_equal(door_post(door, "/v1/simulations/1", "{}\n{}").status, 400);
    struct ask end = {.method = "DELETE", .path = "/v1/simulations/1"};
    struct reply ended = door_ask(door, &end);
    assert_int_equal(ended.status, 204);
    assert_int_equal(ended.text.size, 0);
    assert_int_equal(door_ask(door, &end).status, 404);
    assert_int_equal(door_post(door, "/v1/simulations/1", "{}").status, 404);
    assert_int_equal(door_post(door, "/v1/simulations/x", "{}").status, 404);
    end.as = &worker;
    assert_int_equal(door_ask(door, &end).status, 403);
}

static void a_simulation_that_cannot_begin(void **state)
{
    struct door *door = *state;
    assert_int_equal(begin(door, ",\"at\":\"soon\"").status, 422);
    assert_int_equal(
        door_post(door, "/v1/simulations", "{\"files\":{\"s.yaml\":\"" SMALL "\"},\"workflow\":\"other\"}")
            .status,
        422);
    struct reply bad = door_post(door, "/v1/simulations",
                                 "{\"files\":{\"s.yaml\":\"workflow: small\\n\"},\"workflow\":\"small\"}");
    assert_int_equal(bad.status, 422);
    assert_string_equal(at(door, &bad.json, "findings.0.file"), "\"s.yaml\"");
    /* A workflow may be named by its file. */
    assert_int_equal(
        door_post(door, "/v1/simulations", "{\"files\":{\"s.yaml\":\"" SMALL "\"},\"workflow\":\"s.yaml\"}")
            .status,
        201);
}

static void so_many_simulations(void **state)
{
    struct door *door = *state;
    for (int i = 0; i < SIMULATIONS_LIMIT; i++) {
        assert_int_equal(begin(door, "").status, 201);
    }
    struct reply full = begin(door, "");
    assert_int_equal(full.status, 503);
    assert_int_equal(door_ask(door, &(struct ask){.method = "DELETE", .path = "/v1/simulations/7"}).status,
                     204);
    struct reply next = begin(door, "");
    assert_true(text_is(next.location, "/v1/simulations/65"));
}

static void reports(void **state)
{
    struct door *door = *state;
    static const struct principal in_wcc = {.user = {"cy", 2}, .roles = {"worker", 6}, .areas = {"wcc", 3}};
    door_case(door, "{\"area\":\"wcc\",\"data\":{\"consent\":\"given\"}}");
    door_case(door, "{\"area\":\"rbkc\",\"data\":{\"consent\":\"given\"}}");
    assert_int_equal(door_post(door, "/v1/cases/C-1/events", "{\"event\":\"engage\"}").status, 200);
    struct reply list = door_get(door, "/v1/reports", "");
    assert_string_equal(at(door, &list.json, "items.0.name"), "\"numbers\"");
    struct reply all = door_get(door, "/v1/reports/numbers", "");
    assert_int_equal(all.status, 200);
    assert_string_equal(at(door, &all.json, "as_at"), "\"2026-03-02\"");
    assert_string_equal(at(door, &all.json, "rows.0.value"), "2");
    assert_string_equal(at(door, &all.json, "rows.1.value"), "1");
    struct reply before = door_get(door, "/v1/reports/numbers", "as-at=2026-03-01");
    assert_string_equal(at(door, &before.json, "rows.0.value"), "0");
    struct ask ask = {.method = "GET", .path = "/v1/reports/numbers", .query = "area=wcc", .as = &in_wcc};
    struct reply mine = door_ask(door, &ask);
    assert_string_equal(at(door, &mine.json, "rows.0.value"), "1");
    ask.query = "";
    assert_int_equal(door_ask(door, &ask).status, 403);
    ask.query = "area=rbkc";
    assert_int_equal(door_ask(door, &ask).status, 403);
    assert_int_equal(door_get(door, "/v1/reports/other", "").status, 404);
    assert_int_equal(door_get(door, "/v1/reports/numbers", "as-at=then").status, 400);
    assert_int_equal(door_get(door, "/v1/reports/numbers", "known-at=2026-02-30").status, 400);
}

int main(void)
{
#define WITH_DOOR(test) cmocka_unit_test_setup_teardown(test, door_setup, door_teardown)
    const struct CMUnitTest tests[] = {
        WITH_DOOR(files_are_checked),
        WITH_DOOR(what_is_sense_is_found_too),
        WITH_DOOR(files_that_are_none),
        WITH_DOOR(scenarios_are_told),
        WITH_DOOR(only_those_that_are_asked_for),
        WITH_DOOR(checks_know_scenarios),
        WITH_DOOR(a_simulation_from_its_beginning_to_its_end),
        WITH_DOOR(a_simulation_that_cannot_begin),
        WITH_DOOR(so_many_simulations),
        WITH_DOOR(reports),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Drafts over the door: who may keep one, what it tells, and that nobody sees another's. */
#include "support.h"

#include <stdio.h>
#include <stdlib.h>

static const struct principal ann = {.user = {"ann", 3}, .roles = {"worker", 6}};
static const struct principal bea = {.user = {"bea", 3}, .roles = {"lead", 4}};
static const struct principal in_wcc = {
    .user = {"ann", 3}, .roles = {"worker lead", 11}, .areas = {"wcc", 3}};
static const struct principal nobody = {.user = {"ann", 3}};

#define DECIDE "/v1/cases/C-1/drafts/task.decide.done"
#define AGREED "/v1/cases/C-1/drafts/agreed"

static struct reply put(struct door *door, const struct principal *as, const char *path, const char *body)
{
    return door_ask(door, &(struct ask){.method = "PUT", .path = path, .body = body, .as = as});
}

static struct reply get(struct door *door, const struct principal *as, const char *path)
{
    return door_ask(door, &(struct ask){.method = "GET", .path = path, .as = as});
}

static struct reply discard(struct door *door, const struct principal *as, const char *path)
{
    return door_ask(door, &(struct ask){.method = "DELETE", .path = path, .as = as});
}

static struct reply send(struct door *door, const struct principal *as, const char *body)
{
    return door_ask(door,
                    &(struct ask){.method = "POST", .path = "/v1/cases/C-1/events", .body = body, .as = as});
}

static void a_draft_is_there_the_next_time(void **state)
{
    struct door *door = *state;
    door_case(door, "{}");
    struct reply kept = put(door, &ann, AGREED, "{\"data\":{\"consent\":\"gi\",\"shoes\":7}}");
    assert_int_equal(kept.status, 200);
    assert_string_equal(at(door, &kept.json, "unknown"), "[\"shoes\"]");
    struct reply found = get(door, &ann, AGREED);
    assert_int_equal(found.status, 200);
    assert_string_equal(at(door, &found.json, "data"), "{\"consent\":\"gi\",\"shoes\":7}");
    assert_string_equal(at(door, &found.json, "title"), "\"The parent agrees\"");
    assert_string_equal(at(door, &found.json, "saved"), "\"2026-03-02T09:00:00Z\"");
    assert_string_equal(at(door, &found.json, "begun_on"), "1");
    assert_string_equal(at(door, &found.json, "version"), "1");
    assert_string_equal(at(door, &found.json, "note"), "");
    struct reply list = get(door, &ann, "/v1/drafts");
    assert_string_equal(at(door, &list.json, "items.0.event"), "\"agreed\"");
    assert_string_equal(at(door, &list.json, "items.0.case"), "\"C-1\"");
    assert_string_equal(at(door, &list.json, "items.0.data"), "");
    assert_int_equal(discard(door, &ann, AGREED).status, 204);
    assert_int_equal(get(door, &ann, AGREED).status, 404);
    assert_int_equal(discard(door, &ann, AGREED).status, 404);
}

static void nobody_sees_anothers(void **state)
{
    struct door *door = *state;
    door_case(door, "{}");
    put(door, &ann, AGREED, "{\"data\":{\"consent\":\"given\"}}");
    assert_int_equal(get(door, &bea, AGREED).status, 404);
    assert_int_equal(get(door, NULL, AGREED).status, 404); /* nor does whoever holds the site */
    assert_int_equal(discard(door, &bea, AGREED).status, 404);
    assert_string_equal(at(door, &(struct json[]){get(door, &bea, "/v1/drafts").json}[0], "items"), "[]");
    struct reply history = get(door, &bea, "/v1/cases/C-1/history");
    assert_null(strstr(history.text.at, "\"given\""));
    assert_int_equal(get(door, &ann, AGREED).status, 200);
}

static void it_ends_when_it_is_sent(void **state)
{
    struct door *door = *state;
    door_case(door, "{}");
    put(door, &ann, AGREED, "{\"data\":{\"consent\":\"given\"}}");
    assert_int_equal(send(door, &ann, "{\"event\":\"agreed\",\"data\":{\"consent\":\"maybe\"}}").status, 422);
    assert_int_equal(get(door, &ann, AGREED).status, 200);
    assert_int_equal(send(door, &ann, "{\"event\":\"agreed\",\"data\":{\"consent\":\"given\"}}").status, 200);
    assert_int_equal(get(door, &ann, AGREED).status, 404);
}

static void it_tells_that_another_did_it_meanwhile(void **state)
{
    struct door *door = *state;
    door_case(door, "{\"data\":{\"consent\":\"given\"}}");
    put(door, &ann, DECIDE, "{\"data\":{\"reason\":\"because\"}}");
    assert_int_equal(send(door, &bea, "{\"event\":\"task.decide.done\"}").status, 200);
    struct reply found = get(door, &ann, DECIDE);
    assert_int_equal(found.status, 200);
    assert_string_equal(at(door, &found.json, "note"), "\"Meanwhile this was done by bea, on 2026-03-02.\"");
    assert_string_equal(at(door, &found.json, "done_by"), "\"bea\"");
    assert_string_equal(at(door, &found.json, "done_at"), "\"2026-03-02T09:00:00Z\"");
    assert_string_equal(at(door, &found.json, "data"), "{\"reason\":\"because\"}");
    assert_string_equal(at(door, &found.json, "begun_on"), "1");
    assert_string_equal(at(door, &found.json, "version"), "2");
    struct reply list = get(door, &ann, "/v1/drafts");
    assert_string_equal(at(door, &list.json, "items.0.done_by"), "\"bea\"");
}

static void what_was_done_before_is_not_meanwhile(void **state)
{
    struct door *door = *state;
    door_case(door, "{}");
    assert_int_equal(send(door, &bea, "{\"event\":\"agreed\"}").status, 200);
    put(door, &ann, AGREED, "{\"data\":{}}");
    assert_int_equal(send(door, &bea, "{\"event\":\"task.decide.done\"}").status, 200);
    struct reply found = get(door, &ann, AGREED);
    assert_string_equal(at(door, &found.json, "begun_on"), "2");
    assert_string_equal(at(door, &found.json, "version"), "3");
    assert_string_equal(at(door, &found.json, "note"), "");
    assert_string_equal(at(door, &found.json, "done_by"), "");
}

static void it_tells_what_else_stands_against_it(void **state)
{
    struct door *door = *state;
    door_case(door, "{\"data\":{\"consent\":\"given\"}}");
    put(door, &ann, DECIDE, "{\"data\":{}}");
    put(door, &ann, AGREED, "{\"data\":{}}");
    assert_int_equal(send(door, &bea, "{\"event\":\"engage\"}").status, 200);
    assert_string_equal(at(door, &(struct json[]){get(door, &ann, DECIDE).json}[0], "note"),
                        "\"The task is not open.\"");
    assert_string_equal(at(door, &(struct json[]){get(door, &ann, AGREED).json}[0], "note"), "");
    assert_int_equal(send(door, &bea, "{\"event\":\"end\"}").status, 200);
    assert_string_equal(at(door, &(struct json[]){get(door, &ann, AGREED).json}[0], "note"),
                        "\"The case is closed.\"");
    assert_int_equal(discard(door, &ann, AGREED).status, 204);
}

static void who_may_not_send_may_not_draft(void **state)
{
    struct door *door = *state;
    door_case(door, "{\"area\":\"rbkc\"}");
    put(door, &ann, AGREED, "{\"data\":{}}");
    assert_int_equal(put(door, &in_wcc, AGREED, "{\"data\":{}}").status, 404);
    assert_int_equal(get(door, &in_wcc, AGREED).status, 404);
    assert_int_equal(discard(door, &in_wcc, AGREED).status, 404);
    assert_string_equal(at(door, &(struct json[]){get(door, &in_wcc, "/v1/drafts").json}[0], "items"), "[]");
    assert_int_equal(put(door, &nobody, AGREED, "{\"data\":{}}").status, 404);
    assert_int_equal(get(door, &nobody, "/v1/drafts").status, 403);
    assert_int_equal(get(door, &ann, AGREED).status, 200);
}

static void what_is_not_well_asked(void **state)
{
    struct door *door = *state;
    static const struct {
        const char *path, *body;
        int status;
        const char *type;
    } rows[] = {
        {AGREED, "", 400, "\"/problems/bad-request\""},
        {AGREED, "[]", 400, "\"/problems/bad-request\""},
        {AGREED, "{}", 400, "\"/problems/bad-request\""},
        {AGREED, "{\"data\":[]}", 400, "\"/problems/bad-request\""},
        {AGREED, "{\"data\":{},\"of\":\"x\"}", 400, "\"/problems/bad-request\""},
        {"/v1/cases/C-1/drafts/nothing", "{\"data\":{}}", 422, "\"/problems/unknown-event\""},
        {"/v1/cases/C-1/drafts/open", "{\"data\":{}}", 422, "\"/problems/unknown-event\""},
        {"/v1/cases/C-1/drafts/task.none.done", "{\"data\":{}}", 422, "\"/problems/unknown-event\""},
        {"/v1/cases/C-9/drafts/agreed", "{\"data\":{}}", 404, "\"/problems/not-found\""},
    };
    door_case(door, "{}");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct reply reply = put(door, &ann, rows[i].path, rows[i].body);
        if (reply.status != rows[i].status || strcmp(at(door, &reply.json, "type"), rows[i].type) != 0) {
            fail_msg("row %zu: %d %.*s", i, reply.status, TEXT_ARGS(reply.text));
        }
    }
    struct reply item = door_ask(
        door,
        &(struct ask){
            .method = "PUT", .path = AGREED, .query = "of=unborn/1", .body = "{\"data\":{}}", .as = &ann});
    assert_int_equal(item.status, 422);
    assert_string_equal(at(door, &item.json, "detail"), "\"There is no unborn/1 in this case.\"");
    assert_string_equal(at(door, &(struct json[]){get(door, &ann, "/v1/drafts").json}[0], "items"), "[]");
}

static void with_an_engine_and_workers_too(void **state)
{
    (void)state;
    struct door *door = door_open_on_disk(2);
    door_case(door, "{}");
    assert_int_equal(put(door, &ann, AGREED, "{\"data\":{\"consent\":\"given\"}}").status, 200);
    assert_int_equal(get(door, &ann, AGREED).status, 200);
    assert_int_equal(discard(door, &ann, AGREED).status, 204);
    assert_int_equal(get(door, &ann, AGREED).status, 404);
    door_close(door);
}

int main(void)
{
#define WITH_DOOR(test) cmocka_unit_test_setup_teardown(test, door_setup, door_teardown)
    const struct CMUnitTest tests[] = {
        WITH_DOOR(a_draft_is_there_the_next_time),
        WITH_DOOR(nobody_sees_anothers),
        WITH_DOOR(it_ends_when_it_is_sent),
        WITH_DOOR(it_tells_that_another_did_it_meanwhile),
        WITH_DOOR(what_was_done_before_is_not_meanwhile),
        WITH_DOOR(it_tells_what_else_stands_against_it),
        WITH_DOOR(who_may_not_send_may_not_draft),
        WITH_DOOR(what_is_not_well_asked),
        cmocka_unit_test(with_an_engine_and_workers_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Commands over the door: every answer that there is, and every way not to get one. */
#include "support.h"

#include <stdio.h>
#include <stdlib.h>

#define AGREED "{\"data\":{\"consent\":\"given\"}}"

static const struct principal worker = {.user = {"ann", 3}, .roles = {"worker", 6}};
static const struct principal lead = {.user = {"bea", 3}, .roles = {"lead", 4}};
static const struct principal in_wcc = {.user = {"cy", 2}, .roles = {"worker lead", 11}, .areas = {"wcc", 3}};
static const struct principal nobody = {.user = {"dee", 3}};

static void a_case_is_opened(void **state)
{
    struct door *door = *state;
    struct reply reply = door_post(door, "/v1/cases", "{\"workflow\":\"help\",\"area\":\"wcc\"}");
    assert_int_equal(reply.status, 201);
    assert_true(text_is(reply.location, "/v1/cases/C-1"));
    assert_true(text_is(reply.etag, "\"1\""));
    assert_true(text_is(reply.type, "application/json"));
    assert_string_equal(at(door, &reply.json, "event"), "\"open\"");
    assert_string_equal(at(door, &reply.json, "outcome"), "\"done\"");
    assert_string_equal(at(door, &reply.json, "configuration"), "[\"referral\"]");
    assert_string_equal(at(door, &reply.json, "unmet"), "[]");
    assert_string_equal(at(door, &reply.json, "version"), "1");
}

static void a_case_may_choose_its_reference(void **state)
{
    struct door *door = *state;
    struct reply reply = door_post(door, "/v1/cases", "{\"event\":\"open\",\"case\":\"2026/7\"}");
    assert_int_equal(reply.status, 201);
    assert_true(text_is(reply.location, "/v1/cases/2026%2F7"));
    assert_int_equal(door_get(door, "/v1/cases/2026%2F7", "").status, 200);
    assert_int_equal(door_post(door, "/v1/cases", "{\"case\":\"2026/7\"}").status, 422);
}

static void an_event_is_done(void **state)
{
    struct door *door = *state;
    door_case(door, AGREED);
    struct reply reply = door_post(door, "/v1/cases/C-1/events", "{\"event\":\"engage\"}");
    assert_int_equal(reply.status, 200);
    assert_true(text_is(reply.etag, "\"2\"") && reply.location.size == 0);
    assert_string_equal(at(door, &reply.json, "configuration"), "[\"service\"]");
}

static void a_refusal_is_a_problem_with_the_answer_in_it(void **state)
{
    struct door *door = *state;
    door_case(door, "{}");
    struct reply reply = door_post(door, "/v1/cases/C-1/events", "{\"event\":\"engage\"}");
    assert_int_equal(reply.status, 409);
    assert_true(text_is(reply.type, "application/problem+json"));
    assert_string_equal(at(door, &reply.json, "type"), "\"/problems/refused\"");
    assert_string_equal(at(door, &reply.json, "status"), "409");
    assert_string_equal(at(door, &reply.json, "detail"), "\"The parent has not agreed.\"");
    assert_string_equal(at(door, &reply.json, "unmet.0.code"), "\"requires\"");
    assert_string_equal(at(door, &reply.json, "outcome"), "\"refused\"");
    assert_string_equal(at(door, &reply.json, "version"), "1");
    assert_string_equal(at(door, &reply.json, "configuration"), "[\"referral\"]");
}

/* A request for case C-1, which stands in "referral" at version 1; what its answer is. */
struct row {
    struct ask ask;
    int status;
    const char *path, *value; /* a member of the answer */
};

static void run_rows(struct door *door, const struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct reply reply = door_ask(door, &rows[i].ask);
        const char *value = rows[i].path ? at(door, &reply.json, rows[i].path) : "";
        if (reply.status != rows[i].status || (rows[i].path && strcmp(value, rows[i].value) != 0)) {
            fail_msg("row %zu: %d %.*s", i, reply.status, TEXT_ARGS(reply.text));
        }
    }
}

#define EVENT(...)                                                                                           \
    {                                                                                                        \
        .method = "POST", .path = "/v1/cases/C-1/events", __VA_ARGS__                                        \
    }
#define OPEN(...)                                                                                            \
    {                                                                                                        \
        .method = "POST", .path = "/v1/cases", __VA_ARGS__                                                   \
    }
#define TYPE_OF(name) "type", "\"/problems/" name "\""

static void what_is_not_done(void **state)
{
    struct door *door = *state;
    const struct row rows[] = {
        {EVENT(.body = "{\"event\":\"nothing\"}"), 422, TYPE_OF("unknown-event")},
        {EVENT(.body = "{\"event\":\"nothing\"}"), 422, "outcome", "\"unknown\""},
        {EVENT(.body = "{\"event\":\"visit\",\"data\":{\"visits\":1}}"), 409, "unmet.0.code", "\"not-now\""},
        {EVENT(.body = "{\"event\":\"agreed\",\"data\":{\"consent\":\"maybe\"}}"), 422, TYPE_OF("form")},
        {EVENT(.body = "{\"event\":\"agreed\",\"data\":{\"consent\":\"maybe\"}}"), 422, "unmet.0.field",
         "\"consent\""},
        {EVENT(.body = "{\"event\":\"breaks\"}"), 500, TYPE_OF("failed")},
        {EVENT(.body = "{\"event\":\"breaks\"}"), 500, "outcome", "\"failed\""},
        {EVENT(.body = "{\"event\":\"engage\"}", .as = &worker), 409, "unmet.0.code", "\"role\""},
        {OPEN(.body = "{\"data\":{\"consent\":\"maybe\"}}"), 422, TYPE_OF("form")},
        {OPEN(.body = "{\"workflow\":\"other\"}"), 422, TYPE_OF("invalid")},
        {OPEN(.body = "{\"at\":\"2031-01-01\"}"), 422, TYPE_OF("invalid")},
        {EVENT(.body = "{\"event\":\"note\",\"at\":\"2031-01-01\"}"), 422, TYPE_OF("invalid")},
        {{.method = "POST", .path = "/v1/cases/C-9/events", .body = "{\"event\":\"note\"}"},
         404,
         TYPE_OF("not-found")},
    };
    door_case(door, "{}");
    run_rows(door, rows, sizeof rows / sizeof *rows);
    assert_string_equal(at(door, &(struct json[]){door_get(door, "/v1/cases/C-1", "").json}[0], "version"),
                        "1");
}

static void what_is_not_well_asked(void **state)
{
    struct door *door = *state;
    static const char engage[] = "{\"event\":\"engage\"}";
    const struct row rows[] = {
        {EVENT(.body = ""), 400, TYPE_OF("bad-request")},
        {EVENT(.body = " \n"), 400, TYPE_OF("bad-request")},
        {EVENT(.body = "{\"event\":\n }"), 400, "place", "\"2:2\""},
        {EVENT(.body = "[]"), 400, TYPE_OF("bad-request")},
        {EVENT(.body = "{}"), 400, TYPE_OF("bad-request")},
        {EVENT(.body = "{\"event\":1}"), 400, TYPE_OF("bad-request")},
        {EVENT(.body = "{\"event\":\"engage\",\"rule\":\"lead\"}"), 400, "detail",
         "\"a command has no “rule”; did you mean “role”?\""},
        {EVENT(.body = "{\"event\":\"engage\",\"at\":\"yesterday\"}"), 400, TYPE_OF("bad-request")},
        {EVENT(.body = "{\"event\":\"open\"}"), 400, TYPE_OF("bad-request")},
        {EVENT(.body = "{\"event\":\"engage\",\"case\":\"C-2\"}"), 400, TYPE_OF("bad-request")},
        {OPEN(.body = "{\"event\":\"engage\"}"), 400, TYPE_OF("bad-request")},
        {OPEN(.body = "{}", .if_match = "\"1\""), 400, TYPE_OF("bad-request")},
        {EVENT(.body = engage, .if_match = "1"), 400, TYPE_OF("bad-request")},
        {EVENT(.body = engage, .if_match = "W/\"1\""), 400, TYPE_OF("bad-request")},
        {EVENT(.body = engage, .if_match = "\"0\""), 400, TYPE_OF("bad-request")},
        {EVENT(.body = engage, .if_match = "\""), 400, TYPE_OF("bad-request")},
        {EVENT(.body = "{\"event\":\"engage\",\"if_match\":2}", .if_match = "\"1\""), 400,
         TYPE_OF("bad-request")},
        {EVENT(.body = "{\"event\":\"engage\",\"key\":\"a\"}", .key = "b"), 400, TYPE_OF("bad-request")},
        {EVENT(.body = engage, .key = "\xff"), 400, TYPE_OF("bad-request")},
        {EVENT(.body = engage, .query = "dryrun=1"), 400, "detail",
         "\"There is no parameter “dryrun” here; did you mean “dry-run”?\""},
        {EVENT(.body = engage, .query = "zzzz"), 400, "detail", "\"There is no parameter “zzzz” here.\""},
        {EVENT(.body = engage, .query = "dry-run&dry-run"), 400, TYPE_OF("bad-request")},
        {EVENT(.body = engage, .content_type = "text/plain"), 415, TYPE_OF("media-type")},
        {EVENT(.body = engage, .content_type = "application/x-ndjson"), 415, TYPE_OF("media-type")},
        {EVENT(.body = engage, .content_type = "Application/JSON; charset=utf-8"), 409, TYPE_OF("refused")},
        {EVENT(.body = engage, .unknown = true), 401, TYPE_OF("not-authenticated")},
        {{.method = "PUT", .path = "/v1/cases/C-1/events", .unknown = true},
         401,
         TYPE_OF("not-authenticated")},
        {{.method = "GET", .path = "/nothing", .unknown = true}, 401, TYPE_OF("not-authenticated")},
        {{.method = "GET", .path = "/nothing"}, 404, TYPE_OF("not-found")},
        {{.method = "PUT", .path = "/v1/cases/C-1/events"}, 405, TYPE_OF("method")},
    };
    door_case(door, "{}");
    run_rows(door, rows, sizeof rows / sizeof *rows);
    struct reply reply = door_ask(door, &(struct ask){.method = "PUT", .path = "/v1/cases/C-1/events"});
    assert_true(text_is(reply.allow, "POST"));
}

static void what_is_not_allowed(void **state)
{
    struct door *door = *state;
    static const char visit[] = "{\"event\":\"note\"}";
    const struct row rows[] = {
        {EVENT(.body = visit, .as = &nobody), 403, TYPE_OF("not-allowed")},
        {OPEN(.body = "{}", .as = &nobody), 403, TYPE_OF("not-allowed")},
        {EVENT(.body = "{\"event\":\"note\",\"actor\":\"bea\"}", .as = &worker), 403, TYPE_OF("not-allowed")},
        {EVENT(.body = "{\"event\":\"note\",\"role\":\"lead\"}", .as = &worker), 403, TYPE_OF("not-allowed")},
        {EVENT(.body = "{\"event\":\"note\",\"recorded\":\"2026-01-01\"}", .as = &worker), 403,
         TYPE_OF("not-allowed")},
        {OPEN(.body = "{}", .as = &in_wcc), 403, TYPE_OF("not-allowed")},
        {OPEN(.body = "{\"area\":\"rbkc\"}", .as = &in_wcc), 403, TYPE_OF("not-allowed")},
        {OPEN(.body = "{\"area\":\"wcc\"}", .as = &in_wcc), 201, "outcome", "\"done\""},
    };
    door_case(door, "{}");
    run_rows(door, rows, sizeof rows / sizeof *rows);
}

/* What is elsewhere and what is nowhere read alike, word for word. */
static void a_case_elsewhere_reads_as_none(void **state)
{
    struct door *door = *state;
    door_case(door, "{\"area\":\"rbkc\",\"case\":\"here\"}");
    struct ask ask = {
        .method = "POST", .path = "/v1/cases/here/events", .body = "{\"event\":\"note\"}", .as = &in_wcc};
    struct reply there = door_ask(door, &ask);
    assert_int_equal(there.status, 404);
    assert_int_equal(
        door_ask(door, &(struct ask){.method = "GET", .path = "/v1/cases/here", .as = &in_wcc}).status, 404);
    door_close(door);
    assert_int_equal(door_setup(state), 0);
    door = *state;
    struct reply nowhere = door_ask(door, &ask);
    assert_int_equal(nowhere.status, 404);
    assert_non_null(strstr(nowhere.text.at, "There is no case “here”."));
    door_case(door, "{\"area\":\"wcc\",\"case\":\"here\"}");
    assert_int_equal(door_ask(door, &ask).status, 200);
}

static void roles_are_the_principals(void **state)
{
    struct door *door = *state;
    door_case(door, AGREED);
    struct reply refused = door_ask(
        door, &(struct ask)EVENT(.body = "{\"event\":\"engage\",\"role\":\"worker\"}", .as = &in_wcc));
    assert_int_equal(refused.status, 404);
    struct reply done = door_ask(door, &(struct ask)EVENT(.body = "{\"event\":\"engage\"}", .as = &lead));
    assert_int_equal(done.status, 200);
    struct reply history = door_get(door, "/v1/cases/C-1/history", "");
    assert_string_equal(at(door, &history.json, "items.0.actor"), "\"bea\"");
    assert_string_equal(at(door, &history.json, "items.0.role"), "\"lead\"");
    assert_string_equal(at(door, &history.json, "items.1.actor"), "\"operator-1\"");
}

static void the_operator_may_name_another(void **state)
{
    struct door *door = *state;
    door_case(door, "{\"actor\":\"ann\",\"recorded\":\"2026-03-01T10:00\",\"at\":\"2026-03-01T09:00\"}");
    struct reply history = door_get(door, "/v1/cases/C-1/history", "");
    assert_string_equal(at(door, &history.json, "items.0.actor"), "\"ann\"");
    assert_string_equal(at(door, &history.json, "items.0.recorded"), "\"2026-03-01T10:00:00Z\"");
}

static void a_repeat_gives_the_first_answer(void **state)
{
    struct door *door = *state;
    struct ask ask = OPEN(.body = AGREED, .key = "\"k-1\"");
    struct reply first = door_ask(door, &ask), again = door_ask(door, &ask);
    assert_int_equal(first.status, 201);
    assert_int_equal(again.status, 201);
    assert_true(text_equal(first.location, again.location) && text_equal(first.etag, again.etag));
    assert_string_equal(at(door, &again.json, "repeated"), "true");
    assert_string_equal(at(door, &first.json, "data"), at(door, &again.json, "data"));
    ask.body = "{}";
    struct reply other = door_ask(door, &ask);
    assert_int_equal(other.status, 422);
    assert_string_equal(at(door, &other.json, "type"), "\"/problems/exists\"");
    struct reply list = door_get(door, "/v1/cases", "");
    assert_int_equal(json_member_of(&list.json, "items")->count, 1);
}

static void only_what_was_done_spends_its_key(void **state)
{
    struct door *door = *state;
    door_case(door, "{}");
    struct ask engage = EVENT(.body = "{\"event\":\"engage\"}", .key = "k-1");
    assert_int_equal(door_ask(door, &engage).status, 409);
    assert_int_equal(
        door_post(door, "/v1/cases/C-1/events", "{\"event\":\"agreed\",\"data\":{\"consent\":\"given\"}}")
            .status,
        200);
    assert_int_equal(door_ask(door, &engage).status, 200);
}

static void a_stale_version_is_told_the_present_one(void **state)
{
    struct door *door = *state;
    door_case(door, AGREED);
    struct ask note = EVENT(.body = "{\"event\":\"note\"}", .if_match = "\"1\"");
    assert_int_equal(door_ask(door, &note).status, 200);
    struct reply stale = door_ask(door, &note);
    assert_int_equal(stale.status, 412);
    assert_string_equal(at(door, &stale.json, "type"), "\"/problems/stale\"");
    assert_string_equal(at(door, &stale.json, "version"), "2");
    assert_true(text_is(stale.etag, "\"2\""));
    note.if_match = "*";
    assert_int_equal(door_ask(door, &note).status, 200);
    note.if_match = NULL;
    note.body = "{\"event\":\"note\",\"if_match\":2}";
    assert_int_equal(door_ask(door, &note).status, 412);
}

static void a_dry_run_changes_nothing(void **state)
{
    struct door *door = *state;
    door_case(door, AGREED);
    struct reply dry =
        door_ask(door, &(struct ask)EVENT(.body = "{\"event\":\"engage\"}", .query = "dry-run", .key = "k"));
    assert_int_equal(dry.status, 200);
    assert_int_equal(dry.etag.size, 0);
    assert_string_equal(at(door, &dry.json, "configuration"), "[\"service\"]");
    assert_non_null(strstr(at(door, &dry.json, "details.changes"), "\"2026-03-02T09:00:00Z\""));
    assert_string_equal(at(door, &dry.json, "details.states.left.0.state"), "\"referral\"");
    assert_string_equal(at(door, &dry.json, "details.tasks.0.change"), "\"cancelled\"");
    assert_string_equal(at(door, &dry.json, "details.deadlines.1.title"), "\"Look again\"");
    struct reply there = door_get(door, "/v1/cases/C-1", "");
    assert_string_equal(at(door, &there.json, "version"), "1");
    struct reply opens = door_ask(door, &(struct ask)OPEN(.body = "{}", .query = "dry-run=1"));
    assert_int_equal(opens.status, 200);
    assert_int_equal(opens.location.size, 0);
    assert_int_equal(door_ask(door, &(struct ask)OPEN(.body = "{}", .query = "dry-run=0")).status, 201);
    struct reply list = door_get(door, "/v1/cases", "");
    assert_int_equal(json_member_of(&list.json, "items")->count, 2);
}

static void what_is_too_large(void **state)
{
    struct door *door = *state;
    char *body = memory_new(API_BODY_LIMIT + 2);
    door_case(door, "{}");
    memset(body, ' ', API_BODY_LIMIT + 1);
    body[API_BODY_LIMIT + 1] = '\0';
    struct reply reply = door_post(door, "/v1/cases/C-1/events", body);
    assert_int_equal(reply.status, 413);
    assert_string_equal(at(door, &reply.json, "type"), "\"/problems/too-large\"");
    body[API_BODY_LIMIT] = '\0';
    assert_int_equal(door_post(door, "/v1/cases/C-1/events", body).status, 400);
    int size = snprintf(body, 100, "{\"event\":\"note\",\"data\":{\"text\":\"");
    memset(body + size, 'x', COMMAND_DATA_LIMIT);
    memcpy(body + size + COMMAND_DATA_LIMIT, "\"}}", 4);
    assert_int_equal(door_post(door, "/v1/cases/C-1/events", body).status, 413);
    struct reply get = door_ask(door, &(struct ask){.method = "GET", .path = "/v1/cases", .body = "{}"});
    assert_int_equal(get.status, 413);
    free(body);
}

/* --- an engine that takes nothing ------------------------------------------------------------- */

static enum status refuse(void *self, struct job *job)
{
    (void)job;
    return *(enum status *)self;
}

static void when_the_engine_takes_nothing(void **state)
{
    struct door *door = *state;
    enum status status = STATUS_BUSY;
    door->api->options.port = (struct flow_port){refuse, &status};
    struct reply busy = door_post(door, "/v1/cases", "{}");
    assert_int_equal(busy.status, 503);
    assert_true(busy.retry);
    assert_string_equal(at(door, &busy.json, "type"), "\"/problems/busy\"");
    assert_int_equal(door_get(door, "/readyz", "").status, 200);
    status = STATUS_STOPPED;
    assert_int_equal(door_post(door, "/v1/cases", "{}").status, 503);
    assert_int_equal(door_get(door, "/readyz", "").status, 503);
    assert_int_equal(door_get(door, "/healthz", "").status, 200);
}

/* An engine that answers with a status of its own. */
static enum status answer_with(void *self, struct job *job)
{
    job->status = error_set(&job->error, *(enum status *)self, "it is so");
    job->done(job);
    return STATUS_OK;
}

static void what_a_failure_is_over_the_wire(void **state)
{
    struct door *door = *state;
    static const struct {
        enum status status;
        int answered;
    } rows[] = {
        {STATUS_INVALID, 422}, {STATUS_LIMIT, 413},     {STATUS_EXISTS, 422},      {STATUS_CONFLICT, 412},
        {STATUS_DENIED, 403},  {STATUS_BUSY, 503},      {STATUS_FULL, 503},        {STATUS_STOPPED, 503},
        {STATUS_IO, 500},      {STATUS_CORRUPT, 500},   {STATUS_CUT_OFF, 500},     {STATUS_SCRIPT, 500},
        {STATUS_LOCKED, 503},  {STATUS_NOT_FOUND, 404}, {STATUS_UNSUPPORTED, 501},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        enum status status = rows[i].status;
        door->api->options.port = (struct flow_port){answer_with, &status};
        struct reply reply = door_post(door, "/v1/cases", "{}");
        if (reply.status != rows[i].answered || reply.retry != (rows[i].answered == 503)) {
            fail_msg("%s: %d", status_name(status), reply.status);
        }
        assert_string_equal(at(door, &reply.json, "detail"), "\"it is so\"");
    }
}

int main(void)
{
#define WITH_DOOR(test) cmocka_unit_test_setup_teardown(test, door_setup, door_teardown)
    const struct CMUnitTest tests[] = {
        WITH_DOOR(a_case_is_opened),
        WITH_DOOR(a_case_may_choose_its_reference),
        WITH_DOOR(an_event_is_done),
        WITH_DOOR(a_refusal_is_a_problem_with_the_answer_in_it),
        WITH_DOOR(what_is_not_done),
        WITH_DOOR(what_is_not_well_asked),
        WITH_DOOR(what_is_not_allowed),
        WITH_DOOR(a_case_elsewhere_reads_as_none),
        WITH_DOOR(roles_are_the_principals),
        WITH_DOOR(the_operator_may_name_another),
        WITH_DOOR(a_repeat_gives_the_first_answer),
        WITH_DOOR(only_what_was_done_spends_its_key),
        WITH_DOOR(a_stale_version_is_told_the_present_one),
        WITH_DOOR(a_dry_run_changes_nothing),
        WITH_DOOR(what_is_too_large),
        WITH_DOOR(when_the_engine_takes_nothing),
        WITH_DOOR(what_a_failure_is_over_the_wire),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

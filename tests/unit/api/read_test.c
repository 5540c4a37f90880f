/* What can be read: a case, its work, its history, lists, workflows, numbers; by whom. */
#include "support.h"

#include <stdio.h>

#define AGREED "\"data\":{\"consent\":\"given\"}"

static const struct principal in_wcc = {.user = {"cy", 2}, .roles = {"worker lead", 11}, .areas = {"wcc", 3}};
static const struct principal in_both = {
    .user = {"dee", 3}, .roles = {"worker", 6}, .areas = {"wcc rbkc", 8}};
static const struct principal worker = {.user = {"ann", 3}, .roles = {"worker", 6}};
static const struct principal nobody = {.user = {"eve", 3}};

static void send(struct door *door, const char *reference, const char *body)
{
    char path[100];
    (void)snprintf(path, sizeof path, "/v1/cases/%s/events", reference);
    struct reply reply = door_post(door, path, body);
    if (reply.status != 200) {
        fail_msg("%d: %.*s", reply.status, TEXT_ARGS(reply.text));
    }
}

static size_t count_of(const struct reply *reply)
{
    const struct json *items = json_member_of(&reply->json, "items");
    assert_non_null(items);
    return items->count;
}

/* --- a case ----------------------------------------------------------------------------- */

static void a_case_as_it_stands(void **state)
{
    struct door *door = *state;
    static const struct {
        const char *path, *value;
    } rows[] = {
        {"case", "\"C-1\""},
        {"workflow", "\"help\""},
        {"title", "\"Help at home\""},
        {"area", "\"wcc\""},
        {"worker", "\"ann\""},
        {"opened", "\"2026-03-02T09:00:00Z\""},
        {"closed", ""},
        {"version", "4"},
        {"configuration", "[\"service\"]"},
        {"data.visits", "3"},
        {"computed.twice", "6"},
        {"tasks.0.task", "\"note\""},
        {"tasks.0.title", "\"Write a note\""},
        {"tasks.0.event", "\"task.note.done\""},
        {"tasks.0.role", "\"worker\""},
        {"tasks.0.due", "\"2026-03-09\""},
        {"tasks.0.required", "false"},
        {"tasks.1", ""},
        {"milestones.engaged", "\"2026-03-02T09:00:00Z\""},
        {"exceptions", "[]"},
        {"records.visit.count", "1"},
        {"records.visit.first.at", "\"2026-03-02T09:00:00Z\""},
        {"records.visit.first.data.visits", "3"},
        {"due", "\"2026-03-10T00:00:00Z\""},
    };
    door_case(door, "{\"area\":\"wcc\"," AGREED "}");
    send(door, "C-1", "{\"event\":\"allocate\",\"data\":{\"worker\":\"ann\"}}");
    send(door, "C-1", "{\"event\":\"engage\"}");
    send(door, "C-1", "{\"event\":\"visit\",\"data\":{\"visits\":3}}");
    struct reply reply = door_get(door, "/v1/cases/C-1", "");
    assert_int_equal(reply.status, 200);
    assert_true(text_is(reply.etag, "\"4\""));
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (strcmp(at(door, &reply.json, rows[i].path), rows[i].value) != 0) {
            fail_msg("%s: %s", rows[i].path, at(door, &reply.json, rows[i].path));
        }
    }
}

static void a_person_is_named(void **state)
{
    struct door *door = *state;
    size_t done = 1;
    struct error error;
    door_case(door, "{\"data\":{\"parent\":\"A. Parent\"}}");
    while (done) {
        assert_int_equal(flow_turn_of_time(door->flow, 10, &done, &error), STATUS_OK);
    }
    struct reply reply = door_get(door, "/v1/cases/C-1", "");
    const char *reference = json_get_text(json_member_of(&reply.json, "data"), "parent").at;
    char path[100];
    (void)snprintf(path, sizeof path, "people.%s.name", reference);
    assert_string_equal(at(door, &reply.json, path), "\"A. Parent\"");
    struct reply people = door_get(door, "/v1/cases", "workflow=person&q=a.");
    assert_int_equal(count_of(&people), 1);
    assert_string_equal(at(door, &people.json, "items.0.name"), "\"A. Parent\"");
    assert_int_equal(door_get(door, "/v1/cases/P-2", "").status, 200);
}

static void an_exception_is_shown(void **state)
{
    struct door *door = *state;
    door_case(door, "{}");
    send(door, "C-1", "{\"event\":\"engage\",\"override\":\"She said so by telephone.\"}");
    struct reply reply = door_get(door, "/v1/cases/C-1", "");
    assert_string_equal(at(door, &reply.json, "exceptions.0.reason"), "\"She said so by telephone.\"");
    assert_string_equal(at(door, &reply.json, "exceptions.0.at"), "\"2026-03-02T09:00:00Z\"");
    struct reply history = door_get(door, "/v1/cases/C-1/history", "");
    assert_non_null(strstr(at(door, &history.json, "items.0.override"), "by telephone"));
}

static void tasks_and_deadlines_of_a_case(void **state)
{
    struct door *door = *state;
    door_case(door, "{" AGREED "}");
    send(door, "C-1", "{\"event\":\"engage\"}");
    struct reply tasks = door_get(door, "/v1/cases/C-1/tasks", "");
    assert_int_equal(count_of(&tasks), 1);
    struct reply deadlines = door_get(door, "/v1/cases/C-1/deadlines", "");
    assert_int_equal(count_of(&deadlines), 2);
    assert_string_equal(at(door, &deadlines.json, "items.0.deadline"), "\"look\"");
    assert_string_equal(at(door, &deadlines.json, "items.0.due"), "\"2026-03-16\"");
    assert_string_equal(at(door, &deadlines.json, "items.0.status"), "\"pending\"");
    assert_string_equal(at(door, &deadlines.json, "items.0.title"), "\"Look again\"");
    assert_string_equal(at(door, &deadlines.json, "items.0.warn"), "\"2026-03-13T00:00:00Z\"");
    assert_string_equal(at(door, &deadlines.json, "items.0.open"), "true");
    assert_string_equal(at(door, &deadlines.json, "items.1.deadline"), "\"note\"");
}

static void what_is_not_there(void **state)
{
    struct door *door = *state;
    static const char *const paths[] = {"/v1/cases/C-9", "/v1/cases/C-9/tasks", "/v1/cases/C-9/deadlines",
                                        "/v1/cases/C-9/history", "/v1/cases/C-9/actions"};
    door_case(door, "{\"area\":\"rbkc\"}");
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        struct reply reply = door_get(door, paths[i], "");
        assert_int_equal(reply.status, 404);
        assert_true(text_is(reply.type, "application/problem+json"));
        char mine[100];
        (void)snprintf(mine, sizeof mine, "/v1/cases/C-1%s", paths[i] + strlen("/v1/cases/C-9"));
        const struct principal *others[] = {&in_wcc, &nobody};
        for (size_t n = 0; n < 2; n++) {
            assert_int_equal(
                door_ask(door, &(struct ask){.method = "GET", .path = mine, .as = others[n]}).status, 404);
        }
        assert_int_equal(door_ask(door, &(struct ask){.method = "GET", .path = mine, .as = &in_both}).status,
                         200);
    }
}

/* --- what can be done, and what was -------------------------------------------------------- */

static void what_can_be_done(void **state)
{
    struct door *door = *state;
    door_case(door, "{}");
    struct reply reply = door_get(door, "/v1/cases/C-1/actions", "event=engage");
    assert_int_equal(reply.status, 200);
    assert_int_equal(count_of(&reply), 1);
    assert_string_equal(at(door, &reply.json, "items.0.outcome"), "\"refused\"");
    assert_string_equal(at(door, &reply.json, "items.0.title"), "\"Start together\"");
    assert_string_equal(at(door, &reply.json, "items.0.unmet.0.text"), "\"The parent has not agreed.\"");
    assert_string_equal(at(door, &reply.json, "version"), "1");
    struct reply all = door_get(door, "/v1/cases/C-1/actions", "");
    assert_true(count_of(&all) >= 5);
    struct reply none = door_get(door, "/v1/cases/C-1/actions", "event=nothing");
    assert_int_equal(none.status, 404);
}

static void what_can_be_done_depends_on_who_asks(void **state)
{
    struct door *door = *state;
    door_case(door, "{" AGREED "}");
    struct ask ask = {
        .method = "GET", .path = "/v1/cases/C-1/actions", .query = "event=engage", .as = &worker};
    struct reply reply = door_ask(door, &ask);
    assert_string_equal(at(door, &reply.json, "items.0.unmet.0.code"), "\"role\"");
    ask.query = "event=engage&role=lead";
    assert_int_equal(door_ask(door, &ask).status, 403);
    ask.as = NULL;
    reply = door_ask(door, &ask);
    assert_string_equal(at(door, &reply.json, "items.0.outcome"), "\"done\"");
    ask.query = "event=engage&role=worker";
    reply = door_ask(door, &ask);
    assert_string_equal(at(door, &reply.json, "items.0.outcome"), "\"refused\"");
}

static void what_would_differ(void **state)
{
    struct door *door = *state;
    door_case(door, "{}");
    struct reply reply =
        door_get(door, "/v1/cases/C-1/actions", "if=consent%3Dgiven&if=visits%3D4&role=lead");
    assert_int_equal(reply.status, 200);
    assert_string_equal(at(door, &reply.json, "if"), "[\"consent=given\",\"visits=4\"]");
    assert_string_equal(at(door, &reply.json, "changes.events.0.event"), "\"engage\"");
    assert_string_equal(at(door, &reply.json, "changes.events.0.change"), "\"possible\"");
    assert_string_equal(at(door, &reply.json, "changes.fields.0.after_words"), "\"Given\"");
    assert_string_equal(at(door, &reply.json, "changes.fields.2"),
                        "{\"after\":8,\"after_words\":\"8\",\"before\":0,\"before_words\":\"0\",\"computed\":"
                        "true,\"field\":\"twice\",\"title\":\"Twice\"}");
    struct reply one = door_get(door, "/v1/cases/C-1/actions", "if=consent%3Dgiven&event=end");
    assert_string_equal(at(door, &one.json, "changes.events"), "[]");
    assert_int_equal(count_of(&one), 1);
    struct reply stands = door_get(door, "/v1/cases/C-1", "");
    assert_string_equal(at(door, &stands.json, "data.consent"), "\"not-asked\"");
    assert_string_equal(at(door, &stands.json, "version"), "1");
}

static void what_cannot_be_supposed_is_refused(void **state)
{
    struct door *door = *state;
    static const struct {
        const char *query;
        int status;
        const char *detail;
    } rows[] = {
        {"if=", 400, "\"“if” is field=value, such as if=consent%3Dgiven.\""},
        {"if=consent", 400, "\"“if” is field=value, such as if=consent%3Dgiven.\""},
        {"if=%3Dgiven", 400, "\"“if” is field=value, such as if=consent%3Dgiven.\""},
        {"if=consnt%3Dgiven", 422, "\"There is no field “consnt” in this workflow.\""},
        {"if=visits%3D1&if=consent%3Dlost", 422, "\"Consent: This must be one of: not-asked, given.\""},
        {"if=twice%3D4", 422, "\"Twice is worked out from other fields, and cannot be set.\""},
        {"if=visits%3D1&event=nothing", 404,
         "\"C-1 has no event “nothing” that can be explained; those of tasks are, while the task is open.\""},
    };
    door_case(door, "{}");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct reply reply = door_get(door, "/v1/cases/C-1/actions", rows[i].query);
        assert_int_equal(reply.status, rows[i].status);
        assert_string_equal(at(door, &reply.json, "detail"), rows[i].detail);
    }
    struct buffer many;
    buffer_init(&many, &door->arena);
    for (int i = 0; i < 51; i++) {
        buffer_string(&many, i ? "&if=visits%3D1" : "if=visits%3D1");
    }
    const char *query = text_copy(&door->arena, buffer_result(&many)).at;
    assert_int_equal(door_get(door, "/v1/cases/C-1/actions", query).status, 400);
}

static void what_happened(void **state)
{
    struct door *door = *state;
    door_case(door, "{" AGREED "}");
    send(door, "C-1", "{\"event\":\"engage\",\"at\":\"2026-03-02T08:00\",\"actor\":\"ann\"}");
    send(door, "C-1", "{\"event\":\"task.note.done\"}");
    struct reply reply = door_get(door, "/v1/cases/C-1/history", "");
    assert_int_equal(count_of(&reply), 3);
    assert_string_equal(at(door, &reply.json, "cursor"), "");
    assert_string_equal(at(door, &reply.json, "items.0.seq"), "3");
    assert_string_equal(at(door, &reply.json, "items.0.title"), "\"Write a note\"");
    assert_string_equal(at(door, &reply.json, "items.1.event"), "\"engage\"");
    assert_string_equal(at(door, &reply.json, "items.1.title"), "\"Start together\"");
    assert_string_equal(at(door, &reply.json, "items.1.happened"), "\"2026-03-02T08:00:00Z\"");
    assert_string_equal(at(door, &reply.json, "items.1.recorded"), "\"2026-03-02T09:00:00Z\"");
    assert_string_equal(at(door, &reply.json, "items.1.actor"), "\"ann\"");
    assert_string_equal(at(door, &reply.json, "items.1.origin"), "\"person\"");
    assert_non_null(strstr(at(door, &reply.json, "items.1.ledger"), "\"look\""));
    /* 2026-03-02T08:00:00Z in milliseconds stands nowhere. */
    assert_null(strstr(reply.text.at, "1772438400000"));
    assert_string_equal(at(door, &reply.json, "items.2.data.consent"), "\"given\"");
}

static void history_goes_page_by_page(void **state)
{
    struct door *door = *state;
    char query[100] = "limit=2";
    int64_t expected = 7;
    door_case(door, "{}");
    for (int i = 0; i < 6; i++) {
        send(door, "C-1", "{\"event\":\"note\"}");
    }
    for (;;) {
        struct reply reply = door_get(door, "/v1/cases/C-1/history", query);
        const struct json *items = json_member_of(&reply.json, "items");
        for (uint32_t i = 0; i < items->count; i++) {
            assert_int_equal(json_get_integer(&items->elements[i], "seq", 0), expected--);
        }
        struct text cursor = json_get_text(&reply.json, "cursor");
        if (cursor.size == 0) {
            break;
        }
        assert_int_equal(items->count, 2);
        (void)snprintf(query, sizeof query, "limit=2&before=%.*s", TEXT_ARGS(cursor));
    }
    assert_int_equal(expected, 0);
    static const char *const wrong[] = {"before=x", "before=0",  "before=999",
                                        "limit=0",  "limit=501", "limit=x"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_int_equal(door_get(door, "/v1/cases/C-1/history", wrong[i]).status, 400);
    }
}

static void what_was_erased_says_so(void **state)
{
    struct door *door = *state;
    door_case(door, "{" AGREED "}");
    send(door, "C-1", "{\"event\":\"note\",\"data\":{\"text\":\"secret\"}}");
    assert_int_equal(door->store->api->begin(door->store, NULL), STATUS_OK);
    assert_int_equal(door->store->api->erase(door->store, 2, NULL), STATUS_OK);
    assert_int_equal(door->store->api->commit(door->store, NULL), STATUS_OK);
    struct reply reply = door_get(door, "/v1/cases/C-1/history", "");
    assert_int_equal(reply.status, 200);
    assert_string_equal(at(door, &reply.json, "items.0.erased"), "true");
    assert_string_equal(at(door, &reply.json, "items.0.event"), "");
    assert_string_equal(at(door, &reply.json, "items.1.event"), "\"open\"");
}

/* The document's instants are numbers, and so are its counts; people read the first as times. */
static void parts_as_people_read_them(void **state)
{
    struct door *door = *state;
    static const struct {
        const char *part, *key, *value, *shown;
    } rows[] = {
        {"opened", "opened", "1772442000000", "\"2026-03-02T09:00:00Z\""},
        {"data", "visits", "1772442000000", "1772442000000"},
        {"data", "data", "{\"at\":3}", "{\"at\":3}"},
        {"numbers", "unborn", "3", "3"},
        {"started", "started", "3", "3"},
        {"world", "world", "3", "3"},
        {"configuration", "count", "1772442000000", "\"2026-03-02T09:00:00Z\""},
        {"milestones", "", "{\"data\":1772442000000}", "{\"data\":\"2026-03-02T09:00:00Z\"}"},
        {"tasks", "note", "{\"opened\":1772442000000,\"times\":3}",
         "{\"opened\":\"2026-03-02T09:00:00Z\",\"times\":3}"},
        {"tasks", "times", "3", "3"},
        {"records", "visit", "{\"count\":2,\"first\":{\"at\":1772442000000,\"data\":{\"visits\":3}}}",
         "{\"count\":2,\"first\":{\"at\":\"2026-03-02T09:00:00Z\",\"data\":{\"visits\":3}}}"},
        {"timers", "timers", "[{\"due\":1772442000000,\"item\":1,\"order\":2}]",
         "[{\"due\":\"2026-03-02T09:00:00Z\",\"item\":1,\"order\":2}]"},
        {"deadlines", "due", "\"2026-03-02\"", "\"2026-03-02\""},
        {"opened", "opened", "9223372036854775807", "9223372036854775807"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct json value;
        assert_int_equal(json_read(&door->arena, text_of(rows[i].value), &value, NULL), STATUS_OK);
        struct json shown = show_part(&door->arena, text_of(rows[i].part), text_of(rows[i].key), value);
        assert_string_equal(at(door, &shown, ""), rows[i].shown);
    }
}

/* --- lists ------------------------------------------------------------------------------------ */

static void make_cases(struct door *door)
{
    door_case(door, "{\"area\":\"wcc\"," AGREED "}");
    door_case(door, "{\"area\":\"rbkc\"," AGREED "}");
    door_case(door, "{\"area\":\"wcc\"," AGREED "}");
    door_case(door, "{" AGREED "}");
    send(door, "C-1", "{\"event\":\"engage\"}");
    send(door, "C-2", "{\"event\":\"engage\"}");
    send(door, "C-3", "{\"event\":\"engage\"}");
    send(door, "C-3", "{\"event\":\"end\"}");
    send(door, "C-2", "{\"event\":\"allocate\",\"data\":{\"worker\":\"ann\"}}");
}

static void lists_are_narrowed(void **state)
{
    struct door *door = *state;
    static const struct {
        const char *path, *query;
        size_t count;
        const struct principal *as;
    } rows[] = {
        {"/v1/cases", "", 3, NULL},
        {"/v1/cases", "closed=1", 4, NULL},
        {"/v1/cases", "closed", 4, NULL},
        {"/v1/cases", "closed=no", 3, NULL},
        {"/v1/cases", "area=wcc", 1, NULL},
        {"/v1/cases", "area=wcc&closed=1", 2, NULL},
        {"/v1/cases", "area=nowhere", 0, NULL},
        {"/v1/cases", "worker=ann", 1, NULL},
        {"/v1/cases", "state=service", 2, NULL},
        {"/v1/cases", "state=referral", 1, NULL},
        {"/v1/cases", "workflow=help", 3, NULL},
        {"/v1/cases", "workflow=person", 0, NULL},
        {"/v1/cases", "q=c-2", 1, NULL},
        {"/v1/cases", "due=2026-03-04", 1, NULL},
        {"/v1/cases", "due=1+day", 0, NULL},
        {"/v1/cases", "due=2026-03-20", 3, NULL},
        {"/v1/tasks", "", 3, NULL},
        {"/v1/tasks", "role=lead", 1, NULL},
        {"/v1/tasks", "area=rbkc", 1, NULL},
        {"/v1/tasks", "worker=ann", 1, NULL},
        {"/v1/tasks", "due=2026-03-05", 1, NULL},
        {"/v1/tasks", "due=2+weeks", 3, NULL},
        {"/v1/deadlines", "", 5, NULL},
        {"/v1/deadlines", "overdue", 0, NULL},
        {"/v1/deadlines", "within=2+days", 1, NULL},
        {"/v1/deadlines", "within=2026-03-09", 3, NULL},
        {"/v1/deadlines", "area=wcc", 2, NULL},
        {"/v1/deadlines", "worker=ann", 2, NULL},
        {"/v1/cases", "", 1, &in_wcc},
        {"/v1/cases", "closed=1", 2, &in_wcc},
        {"/v1/cases", "", 2, &in_both},
        {"/v1/cases", "area=rbkc", 1, &in_both},
        {"/v1/tasks", "", 1, &in_wcc},
        {"/v1/tasks", "", 2, &in_both},
        {"/v1/deadlines", "", 2, &in_wcc},
        {"/v1/deadlines", "", 4, &in_both},
    };
    make_cases(door);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct reply reply = door_ask(
            door,
            &(struct ask){.method = "GET", .path = rows[i].path, .query = rows[i].query, .as = rows[i].as});
        if (reply.status != 200 || count_of(&reply) != rows[i].count) {
            fail_msg("row %zu: %d %.*s", i, reply.status, TEXT_ARGS(reply.text));
        }
    }
}

static void rows_say_what_they_are(void **state)
{
    struct door *door = *state;
    make_cases(door);
    struct reply cases = door_get(door, "/v1/cases", "q=C-2");
    assert_string_equal(at(door, &cases.json, "items.0.case"), "\"C-2\"");
    assert_string_equal(at(door, &cases.json, "items.0.workflow"), "\"help\"");
    assert_string_equal(at(door, &cases.json, "items.0.area"), "\"rbkc\"");
    assert_string_equal(at(door, &cases.json, "items.0.worker"), "\"ann\"");
    assert_string_equal(at(door, &cases.json, "items.0.state"), "\"service\"");
    assert_string_equal(at(door, &cases.json, "items.0.opened"), "\"2026-03-02T09:00:00Z\"");
    assert_string_equal(at(door, &cases.json, "items.0.version"), "3");
    struct reply tasks = door_get(door, "/v1/tasks", "area=rbkc");
    assert_string_equal(at(door, &tasks.json, "items.0.task"), "\"note\"");
    assert_string_equal(at(door, &tasks.json, "items.0.case"), "\"C-2\"");
    assert_string_equal(at(door, &tasks.json, "items.0.worker"), "\"ann\"");
    assert_string_equal(at(door, &tasks.json, "items.0.due"), "\"2026-03-09\"");
    struct reply deadlines = door_get(door, "/v1/deadlines", "area=rbkc");
    assert_string_equal(at(door, &deadlines.json, "items.1.deadline"), "\"look\"");
    assert_string_equal(at(door, &deadlines.json, "items.1.status"), "\"pending\"");
    assert_string_equal(at(door, &deadlines.json, "items.1.breached"), "false");
}

static void what_has_passed_is_overdue(void **state)
{
    struct door *door = *state;
    make_cases(door);
    door->clock.at += INT64_C(10) * 86400000;
    struct reply reply = door_get(door, "/v1/deadlines", "overdue=1");
    assert_int_equal(count_of(&reply), 3);
    assert_string_equal(at(door, &reply.json, "items.0.case"), "\"C-4\"");
}

/* Page by page, by 1 and by 2, with areas that are picked out and without: each row once. */
static void lists_go_page_by_page(void **state)
{
    struct door *door = *state;
    static const char *const paths[] = {"/v1/cases", "/v1/tasks", "/v1/deadlines"};
    static const size_t totals[2][3] = {{9, 9, 9}, {6, 6, 6}};
    for (int i = 0; i < 9; i++) {
        door_case(door, i % 3 == 0 ? "{}" : i % 3 == 1 ? "{\"area\":\"wcc\"}" : "{\"area\":\"rbkc\"}");
    }
    for (size_t who = 0; who < 2; who++) {
        for (size_t p = 0; p < 3; p++) {
            for (int limit = 1; limit <= 4; limit++) {
                char query[400];
                size_t seen = 0;
                bool known[10] = {false};
                struct text cursor = {0};
                do {
                    (void)snprintf(query, sizeof query, "limit=%d&cursor=%.*s", limit, TEXT_ARGS(cursor));
                    struct reply reply = door_ask(door, &(struct ask){.method = "GET",
                                                                      .path = paths[p],
                                                                      .query = query,
                                                                      .as = who ? &in_both : NULL});
                    assert_int_equal(reply.status, 200);
                    const struct json *items = json_member_of(&reply.json, "items");
                    assert_true(items->count <= (size_t)limit);
                    for (uint32_t i = 0; i < items->count; i++, seen++) {
                        struct text reference = json_get_text(&items->elements[i], "case");
                        int number = reference.at[2] - '0';
                        assert_false(known[number]);
                        known[number] = true;
                    }
                    cursor = json_get_text(&reply.json, "cursor");
                } while (cursor.size);
                assert_int_equal(seen, totals[who][p]);
            }
        }
    }
}

static void lists_that_are_not_well_asked(void **state)
{
    struct door *door = *state;
    static const struct {
        const char *path, *query;
        int status;
        const struct principal *as;
    } rows[] = {
        {"/v1/cases", "limit=0", 400, NULL},
        {"/v1/cases", "limit=501", 400, NULL},
        {"/v1/cases", "cursor=zz", 400, NULL},
        {"/v1/cases", "cursor=00", 400, NULL},
        {"/v1/cases", "due=soon", 400, NULL},
        {"/v1/cases", "stat=service", 400, NULL},
        {"/v1/cases", "role=lead", 400, NULL},
        {"/v1/tasks", "state=service", 400, NULL},
        {"/v1/deadlines", "within=x", 400, NULL},
        {"/v1/deadlines", "due=1+day", 400, NULL},
        {"/v1/cases", "area=rbkc", 403, &in_wcc},
        {"/v1/tasks", "area=rbkc", 403, &in_wcc},
        {"/v1/deadlines", "area=rbkc", 403, &in_wcc},
        {"/v1/cases", "", 403, &nobody},
        {"/v1/verify", "", 403, &worker},
        {"/v1/workflows", "", 403, &nobody},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct reply reply = door_ask(
            door,
            &(struct ask){.method = "GET", .path = rows[i].path, .query = rows[i].query, .as = rows[i].as});
        if (reply.status != rows[i].status) {
            fail_msg("row %zu: %d %.*s", i, reply.status, TEXT_ARGS(reply.text));
        }
    }
    struct reply near = door_get(door, "/v1/cases", "stat=service");
    assert_non_null(strstr(near.text.at, "did you mean “state”?"));
}

/* --- the rest --------------------------------------------------------------------------------- */

static void workflows_for_front_ends(void **state)
{
    struct door *door = *state;
    struct reply reply = door_get(door, "/v1/workflows", "workflow=help");
    assert_int_equal(reply.status, 200);
    assert_int_equal(count_of(&reply), 1);
    assert_string_equal(at(door, &reply.json, "items.0.name"), "\"help\"");
    assert_string_equal(at(door, &reply.json, "items.0.events.1.title"), "\"Start together\"");
    assert_string_equal(at(door, &reply.json, "items.0.events.1.role"), "\"lead\"");
    assert_string_equal(at(door, &reply.json, "items.0.events.0.form"), "\"referral\"");
    assert_string_equal(at(door, &reply.json, "items.0.forms.1.fields.0"),
                        "{\"name\":\"visits\",\"required\":true}");
    assert_string_equal(at(door, &reply.json, "items.0.fields.1.options.1"),
                        "{\"name\":\"given\",\"title\":\"Given\"}");
    assert_string_equal(at(door, &reply.json, "items.0.fields.0.type"), "\"person\"");
    assert_string_equal(at(door, &reply.json, "items.0.fields.3.value"), "\"data.visits * 2\"");
    assert_string_equal(at(door, &reply.json, "items.0.states.2.final"), "true");
    assert_string_equal(at(door, &reply.json, "items.0.roles.1"), "{\"name\":\"lead\",\"title\":\"Lead\"}");
    assert_string_equal(at(door, &reply.json, "areas.0.area"), "\"wcc\"");
    char query[200];
    struct text digest = json_get_text(&json_member_of(&reply.json, "items")->elements[0], "definition");
    (void)snprintf(query, sizeof query, "definition=%.*s", TEXT_ARGS(digest));
    struct reply same = door_get(door, "/v1/workflows", query);
    assert_int_equal(count_of(&same), 1);
    struct reply all = door_get(door, "/v1/workflows", "");
    assert_int_equal(count_of(&all), 2);
    assert_int_equal(door_get(door, "/v1/workflows", "workflow=other").status, 404);
    assert_int_equal(door_get(door, "/v1/workflows", "definition=00").status, 404);
}

static void versions_are_counted(void **state)
{
    struct door *door = *state;
    static const struct principal held = {.user = {"cy", 2}, .roles = {"worker", 6}, .areas = {"wcc", 3}};
    const struct store_api *api = door->store->api;
    const struct definition *help = world_current(door->world, TEXT("help"));
    struct digest older = digest_of(TEXT("workflow: help\nstates: {a: {}}\n")), unused = digest_of(TEXT("x"));
    struct error error;
    struct reply plain = door_get(door, "/v1/workflows", "workflow=help");
    assert_string_equal(at(door, &plain.json, "items.0.present"), "true");
    assert_string_equal(at(door, &plain.json, "items.0.versions"), "");
    door_case(door, "{}");
    assert_int_equal(api->begin(door->store, &error), STATUS_OK);
    api->keep_part(door->store, TEXT("workflow"), TEXT("help"), &help->digest, help->source, &error);
    api->keep_part(door->store, TEXT("workflow"), TEXT("help"), &older,
                   TEXT("workflow: help\nstates: {a: {}}\n"), &error);
    api->keep_part(door->store, TEXT("workflow"), TEXT("help"), &unused, TEXT("x"), &error);
    assert_int_equal(api->commit(door->store, &error), STATUS_OK);
    struct reply reply = door_get(door, "/v1/workflows", "workflow=help&versions");
    assert_string_equal(at(door, &reply.json, "items.0.versions.1"), ""); /* those that nobody stands on */
    assert_string_equal(at(door, &reply.json, "items.0.versions.0.open"), "1");
    assert_string_equal(at(door, &reply.json, "items.0.versions.0.closed"), "0");
    assert_string_equal(at(door, &reply.json, "items.0.versions.0.present"), "true");
    const char *query =
        arena_printf(&door->arena, "definition=%.*s", TEXT_ARGS(digest_hex(&door->arena, &older)));
    struct reply kept = door_get(door, "/v1/workflows", query);
    assert_int_equal(kept.status, 200);
    assert_string_equal(at(door, &kept.json, "items.0.present"), "false");
    query = arena_printf(&door->arena, "definition=%.*s", TEXT_ARGS(digest_hex(&door->arena, &unused)));
    assert_int_equal(door_get(door, "/v1/workflows", query).status, 404);
    struct ask ask = {.method = "GET", .path = "/v1/workflows", .query = "versions", .as = &held};
    assert_int_equal(door_ask(door, &ask).status, 403);
    ask.query = "";
    assert_int_equal(door_ask(door, &ask).status, 200);
}

static void chains_are_walked(void **state)
{
    struct door *door = *state;
    make_cases(door);
    struct reply reply = door_get(door, "/v1/verify", "");
    assert_int_equal(reply.status, 200);
    assert_string_equal(at(door, &reply.json, "first_fault"), "");
    assert_string_equal(at(door, &reply.json, "subjects"), "4");
    assert_string_equal(at(door, &reply.json, "entries"), "9");
    assert_string_equal(at(door, &reply.json, "faults"), "0");
}

static void numbers(void **state)
{
    struct door *door = *state;
    make_cases(door);
    api_count(door->api, 200);
    api_count(door->api, 204);
    api_count(door->api, 503);
    api_count(door->api, 9999);
    struct reply reply = door_get(door, "/metrics", "");
    assert_int_equal(reply.status, 200);
    static const char *const lines[] = {
        "caseway_requests_total{class=\"2xx\"} 2\n",
        "caseway_requests_total{class=\"5xx\"} 1\n",
        "caseway_requests_total{class=\"4xx\"} 0\n",
        "\ncaseway_cases 4\n",
        "\ncaseway_cases_open 3\n",
        "\ncaseway_entries 9\n",
        "\ncaseway_commands_in_flight 0\n",
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        if (!strstr(reply.text.at, lines[i])) {
            fail_msg("%s in %.*s", lines[i], TEXT_ARGS(reply.text));
        }
    }
    assert_int_equal(
        door_ask(door, &(struct ask){.method = "GET", .path = "/metrics", .unknown = true}).status, 401);
}

static void life_and_readiness_are_for_all(void **state)
{
    struct door *door = *state;
    static const char *const paths[] = {"/healthz", "/readyz", "/v1/openapi.json"};
    for (size_t i = 0; i < 3; i++) {
        struct reply reply =
            door_ask(door, &(struct ask){.method = "GET", .path = paths[i], .unknown = true});
        assert_int_equal(reply.status, 200);
    }
}

static void a_head_is_a_get(void **state)
{
    struct door *door = *state;
    door_case(door, "{}");
    struct reply reply = door_ask(door, &(struct ask){.method = "HEAD", .path = "/v1/cases/C-1"});
    assert_int_equal(reply.status, 200);
    assert_true(text_is(reply.etag, "\"1\""));
}

static void without_a_site(void **state)
{
    struct door *door = *state, bare = *door;
    struct error error;
    struct api_options options = door->api->options;
    options.store = NULL;
    options.world = NULL;
    assert_int_equal(api_new(&options, &bare.api, &error), STATUS_OK);
    static const char *const paths[] = {"/v1/cases", "/v1/cases/C-1", "/v1/tasks", "/v1/verify"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        struct reply reply = door_get(&bare, paths[i], "");
        assert_int_equal(reply.status, 503);
        assert_string_equal(at(&bare, &reply.json, "type"), "\"/problems/no-site\"");
        assert_false(reply.retry);
    }
    assert_int_equal(door_post(&bare, "/v1/cases", "{}").status, 503);
    assert_int_equal(door_get(&bare, "/healthz", "").status, 200);
    assert_int_equal(door_get(&bare, "/readyz", "").status, 503);
    assert_int_equal(door_get(&bare, "/metrics", "").status, 200);
    struct reply workflows = door_get(&bare, "/v1/workflows", "");
    assert_int_equal(count_of(&workflows), 0);
    api_free(bare.api);
    door->arena = bare.arena;
}

static void a_token_is_known(void **state)
{
    struct door *door = *state;
    struct error error;
    struct text token;
    struct principal principal;
    struct user user = {.name = TEXT("ann"), .roles = TEXT("worker")};
    struct random random = random_system();
    struct api *api;
    assert_int_equal(door->store->api->begin(door->store, &error), STATUS_OK);
    assert_int_equal(access_keep_user(door->store, &door->arena, &user, &error), STATUS_OK);
    assert_int_equal(access_new_token(door->store, &door->arena, &random, user.name, &token, &error),
                     STATUS_OK);
    assert_int_equal(door->store->api->commit(door->store, &error), STATUS_OK);
    assert_false(api_authenticate(door->api, &door->arena, token, &principal)); /* read at its start */
    assert_int_equal(api_new(&door->api->options, &api, &error), STATUS_OK);
    assert_true(api_authenticate(api, &door->arena, token, &principal));
    assert_true(text_is(principal.user, "ann"));
    assert_false(api_authenticate(api, &door->arena, TEXT("other"), &principal));
    api_free(api);
}

int main(void)
{
#define WITH_DOOR(test) cmocka_unit_test_setup_teardown(test, door_setup, door_teardown)
    const struct CMUnitTest tests[] = {
        WITH_DOOR(a_case_as_it_stands),
        WITH_DOOR(a_person_is_named),
        WITH_DOOR(an_exception_is_shown),
        WITH_DOOR(tasks_and_deadlines_of_a_case),
        WITH_DOOR(what_is_not_there),
        WITH_DOOR(what_can_be_done),
        WITH_DOOR(what_can_be_done_depends_on_who_asks),
        WITH_DOOR(what_would_differ),
        WITH_DOOR(what_cannot_be_supposed_is_refused),
        WITH_DOOR(what_happened),
        WITH_DOOR(history_goes_page_by_page),
        WITH_DOOR(what_was_erased_says_so),
        WITH_DOOR(parts_as_people_read_them),
        WITH_DOOR(lists_are_narrowed),
        WITH_DOOR(rows_say_what_they_are),
        WITH_DOOR(what_has_passed_is_overdue),
        WITH_DOOR(lists_go_page_by_page),
        WITH_DOOR(lists_that_are_not_well_asked),
        WITH_DOOR(workflows_for_front_ends),
        WITH_DOOR(versions_are_counted),
        WITH_DOOR(chains_are_walked),
        WITH_DOOR(numbers),
        WITH_DOOR(life_and_readiness_are_for_all),
        WITH_DOOR(a_head_is_a_get),
        WITH_DOOR(without_a_site),
        WITH_DOOR(a_token_is_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

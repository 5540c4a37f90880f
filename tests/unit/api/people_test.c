/* People: lists, who is likely meant, a record with its cases, what an opening says of names that are known,
 * and the register of exceptions; by whom. */
#include "support.h"

#include <stdio.h>

static const struct principal in_wcc = {.user = {"cy", 2}, .roles = {"worker lead", 11}, .areas = {"wcc", 3}};
static const struct principal in_rbkc = {.user = {"ed", 2}, .roles = {"worker", 6}, .areas = {"rbkc", 4}};
static const struct principal worker = {.user = {"ann", 3}, .roles = {"worker", 6}};

static void settle(struct door *door)
{
    size_t done = 1;
    struct error error;
    while (done) {
        assert_int_equal(flow_turn_of_time(door->flow, 10, &done, &error), STATUS_OK);
    }
}

static void open_named(struct door *door, const char *area, const char *name)
{
    char body[200];
    (void)snprintf(body, sizeof body, "{\"area\":\"%s\",\"data\":{\"parent\":\"%s\"}}", area, name);
    door_case(door, body);
    settle(door);
}

static void born(struct door *door, const char *reference, const char *day)
{
    char path[100], body[100];
    (void)snprintf(path, sizeof path, "/v1/cases/%s/events", reference);
    (void)snprintf(body, sizeof body, "{\"event\":\"born.changed\",\"data\":{\"born_on\":\"%s\"}}", day);
    assert_int_equal(door_post(door, path, body).status, 200);
}

/* Merges FROM into INTO behind the engine's back: what it leaves in the document and the store. */
static void merge(struct door *door, const char *from, const char *into)
{
    struct store *store = door->store;
    struct store_change change = {.merged_changed = true, .merged_into = text_of(into)};
    struct error error;
    struct json document, links = json_object(), references = json_array();
    assert_int_equal(store->api->load(store, &door->arena, text_of(from), &change.subject, &error),
                     STATUS_OK);
    assert_int_equal(json_read(&door->arena, change.subject.document, &document, &error), STATUS_OK);
    json_append(&door->arena, &references, json_string(text_of(into)));
    json_set(&door->arena, &links, TEXT("merged_into"), references);
    json_set(&door->arena, &document, TEXT("links"), links);
    change.subject.document = json_to_text(&door->arena, &document);
    change.subject.closed = DOOR_NOW;
    change.expected_version = change.subject.version++;
    change.content = TEXT("{\"changes\":[]}");
    change.world = 1;
    assert_int_equal(store->api->begin(store, &error), STATUS_OK);
    assert_int_equal(store->api->apply(store, &change, &error), STATUS_OK);
    assert_int_equal(store->api->commit(store, &error), STATUS_OK);
}

/* The values of MEMBER in the items, joined by blanks. */
static const char *column(struct door *door, const struct reply *reply, const char *member)
{
    const struct json *items = json_member_of(&reply->json, "items");
    struct buffer out;
    buffer_init(&out, &door->arena);
    assert_non_null(items);
    for (uint32_t i = 0; i < items->count; i++) {
        buffer_string(&out, i ? " " : "");
        buffer_text(&out, json_get_text(&items->elements[i], member));
    }
    buffer_byte(&out, '\0');
    return buffer_result(&out).at;
}

static const char *people(struct door *door, const char *query)
{
    struct reply reply = door_get(door, "/v1/people", query);
    assert_int_equal(reply.status, 200);
    return column(door, &reply, "person");
}

static void people_are_listed(void **state)
{
    struct door *door = *state;
    open_named(door, "wcc", "Ada Byron");
    open_named(door, "rbkc", "Grace Hopper");
    assert_string_equal(people(door, ""), "P-2 P-4");
    assert_string_equal(people(door, "q=ad"), "P-2");
    assert_string_equal(people(door, "q=hopper+grace"), "P-4");
    assert_string_equal(people(door, "q=P-4"), "P-4");
    assert_string_equal(people(door, "q=nobody"), "");
    merge(door, "P-4", "P-2");
    assert_string_equal(people(door, ""), "P-2");
    struct reply all = door_get(door, "/v1/people", "closed=1&limit=1");
    assert_string_equal(column(door, &all, "person"), "P-2");
    assert_true(json_get_text(&all.json, "cursor").size > 0);
    all = door_get(door, "/v1/people", "closed=1");
    assert_string_equal(at(door, &all.json, "items.1.merged_into"), "\"P-2\"");
    struct ask ask = {.method = "GET", .path = "/v1/people", .as = &in_wcc};
    struct reply none = door_ask(door, &ask);
    assert_string_equal(column(door, &none, "person"), "");
}

static void somebody_is_meant(void **state)
{
    struct door *door = *state;
    open_named(door, "wcc", "Mohammed Hussain");
    open_named(door, "wcc", "Mohammed Hussain");
    open_named(door, "wcc", "Amina Hussain");
    born(door, "P-4", "1990-03-04");
    struct reply reply = door_get(door, "/v1/people", "like=Hussein,+Muhamed&born=1990-04-03");
    assert_int_equal(reply.status, 200);
    assert_string_equal(column(door, &reply, "person"), "P-4 P-2");
    assert_string_equal(column(door, &reply, "likelihood"), "likely possible");
    assert_string_equal(
        at(door, &reply.json, "items.0.why"),
        "[\"sounds like Mohammed Hussain\",\"born the same day if day and month were swapped\"]");
    assert_string_equal(people(door, "born=1990-03-04"), "P-4");
    assert_string_equal(people(door, "like=nobody"), "");
    static const char *const wrong[] = {"like=x&born=soon", "like=x&q=y", "like=", "like=%21", "born="};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_int_equal(door_get(door, "/v1/people", wrong[i]).status, 400);
    }
    struct ask ask = {.method = "GET", .path = "/v1/people", .query = "like=Mohammed+Hussain", .as = &in_wcc};
    reply = door_ask(door, &ask);
    assert_string_equal(column(door, &reply, "person"), "");
    ask.as = &worker;
    reply = door_ask(door, &ask);
    assert_string_equal(column(door, &reply, "person"), "P-2 P-4");
}

static void a_merged_record_leads_on(void **state)
{
    struct door *door = *state;
    open_named(door, "wcc", "Ada Byron");
    open_named(door, "wcc", "Ada King");
    open_named(door, "wcc", "Ada Lovelace");
    merge(door, "P-4", "P-2");
    struct reply reply = door_get(door, "/v1/people", "like=Ada+King");
    assert_string_equal(column(door, &reply, "person"), "P-2");
    assert_string_equal(at(door, &reply.json, "items.0.merged_from"), "\"P-4\"");
    assert_string_equal(at(door, &reply.json, "items.0.why"),
                        "[\"the same name\",\"P-4 was merged into it\"]");
    reply = door_get(door, "/v1/people/P-4/likely", "");
    assert_string_equal(column(door, &reply, "person"), "");
    reply = door_get(door, "/v1/people/P-2/likely", ""); /* what was merged into it is not another */
    assert_string_equal(column(door, &reply, "person"), "");
    merge(door, "P-2", "P-4"); /* a circle, which the engine refuses, leads nowhere */
    assert_string_equal(people(door, "like=Ada+King"), "");
    merge(door, "P-6", "P-99");
    assert_string_equal(people(door, "like=Ada+Lovelace"), "");
}

/* Of two ways to one record the likelier counts. */
static void the_best_way_is_told(void **state)
{
    struct door *door = *state;
    open_named(door, "wcc", "Ada King");
    open_named(door, "wcc", "Ada Kinge");
    born(door, "P-4", "1990-03-04");
    merge(door, "P-2", "P-4");
    struct reply reply = door_get(door, "/v1/people", "like=Ada+King&born=1990-03-04");
    assert_string_equal(column(door, &reply, "person"), "P-4");
    assert_string_equal(column(door, &reply, "likelihood"), "likely");
    assert_string_equal(at(door, &reply.json, "items.0.merged_from"), "");
}

static void others_are_perhaps_the_same(void **state)
{
    struct door *door = *state;
    open_named(door, "wcc", "Ada Byron");
    open_named(door, "wcc", "Byron, Ada");
    struct reply reply = door_get(door, "/v1/people/P-2/likely", "");
    assert_string_equal(column(door, &reply, "person"), "P-4");
    assert_string_equal(at(door, &reply.json, "items.0.why"), "[\"the same name\"]");
    assert_int_equal(door_get(door, "/v1/people/C-1/likely", "").status, 404);
    assert_int_equal(door_get(door, "/v1/people/P-99/likely", "").status, 404);
    struct ask ask = {.method = "GET", .path = "/v1/people/P-2/likely", .as = &in_wcc};
    assert_int_equal(door_ask(door, &ask).status, 404);
}

static void a_record_has_its_cases(void **state)
{
    struct door *door = *state;
    static const struct {
        const char *path, *value;
    } rows[] = {
        {"person", "\"P-2\""},
        {"name", "\"Ada Byron\""},
        {"data.name", "\"Ada Byron\""},
        {"cases.0.case", "\"C-3\""},
        {"cases.0.area", "\"rbkc\""},
        {"cases.1.case", "\"C-1\""},
        {"cases.1.part", "\"parent\""},
        {"cases.1.part_title", "\"Parent\""},
        {"cases.1.title", "\"Help at home\""},
        {"cases.1.state", "\"service\""},
        {"cases.1.state_titles", "[\"service\"]"},
        {"cases.1.opened", "\"2026-03-02T09:00:00Z\""},
        {"cases.1.closed", ""},
        {"cases.1.merged", "false"},
        {"cases.2", ""},
        {"contacts.0.safe", "\"yes\""},
        {"contacts.0.usable", "true"},
        {"contacts.1.safe", "\"not-asked\""},
        {"contacts.1.usable", "false"},
        {"contacts.2.usable", "false"},
        {"contacts.3", ""},
    };
    open_named(door, "wcc", "Ada Byron");
    open_named(door, "rbkc", "P-2");
    assert_int_equal(
        door_post(door, "/v1/cases/C-1/events", "{\"event\":\"engage\",\"override\":\"told\"}").status, 200);
    assert_int_equal(
        door_post(
            door, "/v1/cases/P-2/events",
            "{\"event\":\"contact.added\",\"data\":{\"contacts\":[{\"kind\":\"phone\",\"safe\":\"yes\"},"
            "{\"kind\":\"post\"},{\"kind\":\"text\",\"safe\":\"no\",\"ended_on\":\"2026-03-01\"}]}}")
            .status,
        200);
    struct reply reply = door_get(door, "/v1/people/P-2", "");
    assert_int_equal(reply.status, 200);
    assert_true(text_is(reply.etag, "\"2\""));
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (strcmp(at(door, &reply.json, rows[i].path), rows[i].value) != 0) {
            fail_msg("%s: %s", rows[i].path, at(door, &reply.json, rows[i].path));
        }
    }
    assert_int_equal(door_get(door, "/v1/people/C-1", "").status, 404);
}

/* A person of an area is read there; the person's cases elsewhere are not told. */
static void cases_elsewhere_are_left_out(void **state)
{
    struct door *door = *state;
    static const char person[] = "{\"workflow\":\"person\",\"area\":\"wcc\",\"data\":{\"name\":\"Ada\"}}";
    assert_int_equal(door_post(door, "/v1/cases", person).status, 201);
    open_named(door, "rbkc", "P-1");
    open_named(door, "wcc", "P-1");
    struct ask ask = {.method = "GET", .path = "/v1/people/P-1", .as = &in_wcc};
    struct reply reply = door_ask(door, &ask);
    assert_int_equal(reply.status, 200);
    assert_string_equal(at(door, &reply.json, "cases.0.case"), "\"C-3\"");
    assert_string_equal(at(door, &reply.json, "cases.1"), "");
    ask.as = &in_rbkc;
    assert_int_equal(door_ask(door, &ask).status, 404);
    ask = (struct ask){.method = "GET", .path = "/v1/people", .query = "like=ada", .as = &in_wcc};
    reply = door_ask(door, &ask);
    assert_string_equal(column(door, &reply, "person"), "P-1");
    ask.as = &in_rbkc;
    reply = door_ask(door, &ask);
    assert_string_equal(column(door, &reply, "person"), "");
}

static void cases_are_found_by_name(void **state)
{
    struct door *door = *state;
    open_named(door, "wcc", "Ada Byron");
    open_named(door, "rbkc", "Grace Hopper");
    struct reply reply = door_get(door, "/v1/cases", "q=byron+ada");
    assert_string_equal(column(door, &reply, "case"), "C-1");
    reply = door_get(door, "/v1/cases", "q=gra");
    assert_string_equal(column(door, &reply, "case"), "C-3");
    reply = door_get(door, "/v1/cases", "q=gra&area=wcc");
    assert_string_equal(column(door, &reply, "case"), "");
    struct ask ask = {.method = "GET", .path = "/v1/cases", .query = "q=byron+ada", .as = &in_wcc};
    reply = door_ask(door, &ask); /* who may read no person may not ask for a case by one */
    assert_string_equal(column(door, &reply, "case"), "");
    ask.query = "q=C-1";
    reply = door_ask(door, &ask);
    assert_string_equal(column(door, &reply, "case"), "C-1");
}

static void an_opening_tells_who_is_known(void **state)
{
    struct door *door = *state;
    struct ask ask = {.method = "POST",
                      .path = "/v1/cases",
                      .body = "{\"workflow\":\"help\",\"data\":{\"parent\":\"Byron, Ada\"}}"};
    struct reply reply = door_ask(door, &ask);
    assert_int_equal(reply.status, 201);
    assert_string_equal(at(door, &reply.json, "likely"), "");
    settle(door);
    reply = door_ask(door, &ask);
    assert_int_equal(reply.status, 201);
    settle(door);
    assert_string_equal(at(door, &reply.json, "likely.0.field"), "\"parent\"");
    assert_string_equal(at(door, &reply.json, "likely.0.person"), "\"P-4\"");
    assert_string_equal(at(door, &reply.json, "likely.0.people.0.person"), "\"P-2\"");
    assert_string_equal(at(door, &reply.json, "likely.0.people.1"), "");
    ask.query = "dry-run=1";
    reply = door_ask(door, &ask);
    assert_int_equal(reply.status, 200);
    assert_string_equal(at(door, &reply.json, "likely.0.people.1.person"), "\"P-4\"");
    assert_string_equal(at(door, &reply.json, "likely.0.person"), ""); /* which is not there */
    ask.query = NULL;
    ask.as = &worker;
    reply = door_ask(door, &ask);
    assert_string_equal(at(door, &reply.json, "likely.0.people.0.person"), "\"P-2\"");
    ask.body = "{\"workflow\":\"help\",\"area\":\"wcc\",\"data\":{\"parent\":\"Byron, Ada\"}}";
    ask.as = &in_wcc;
    reply = door_ask(door, &ask);
    assert_int_equal(reply.status, 201);
    assert_string_equal(at(door, &reply.json, "likely"), "");
    ask = (struct ask){.method = "POST",
                       .path = "/v1/cases",
                       .body = "{\"workflow\":\"person\",\"data\":{\"name\":\"Ada Byron\"}}"};
    reply = door_ask(door, &ask);
    assert_string_equal(at(door, &reply.json, "likely.0.person"), at(door, &reply.json, "case"));
    ask.body = "{\"workflow\":\"help\",\"data\":{\"parent\":\"P-2\"}}";
    reply = door_ask(door, &ask);
    assert_string_equal(at(door, &reply.json, "likely"), "");
}

static void exceptions_are_listed(void **state)
{
    struct door *door = *state;
    door_case(door, "{\"area\":\"wcc\"}");
    door_case(door, "{\"area\":\"rbkc\"}");
    static const char *const commands[] = {
        "{\"event\":\"engage\",\"override\":{\"reason\":\"told\",\"until\":\"2026-03-02\"}}",
        "{\"event\":\"engage\",\"override\":\"once\"}"};
    assert_int_equal(door_post(door, "/v1/cases/C-1/events", commands[0]).status, 200);
    assert_int_equal(door_post(door, "/v1/cases/C-2/events", commands[1]).status, 200);
    struct reply reply = door_get(door, "/v1/exceptions", "");
    assert_string_equal(column(door, &reply, "case"), "C-2 C-1");
    assert_string_equal(at(door, &reply.json, "items.1.reason"), "\"told\"");
    assert_string_equal(at(door, &reply.json, "items.1.until"), "\"2026-03-02\"");
    assert_string_equal(at(door, &reply.json, "items.1.unmet"), "\"The parent has not agreed.\"");
    assert_string_equal(at(door, &reply.json, "items.1.event"), "\"engage\"");
    assert_string_equal(at(door, &reply.json, "items.1.at"), "\"2026-03-02T09:00:00Z\"");
    assert_string_equal(at(door, &reply.json, "items.0.until"), "");
    door->clock.at += INT64_C(86400000);
    reply = door_get(door, "/v1/exceptions", "");
    assert_string_equal(column(door, &reply, "case"), "C-2");
    reply = door_get(door, "/v1/exceptions", "all=1");
    assert_string_equal(column(door, &reply, "case"), "C-2 C-1");
    reply = door_get(door, "/v1/exceptions", "case=C-1");
    assert_string_equal(column(door, &reply, "case"), "C-1");
    assert_int_equal(door_get(door, "/v1/exceptions", "case=C-99").status, 404);
    struct ask ask = {.method = "GET", .path = "/v1/exceptions", .query = "all=1", .as = &in_rbkc};
    reply = door_ask(door, &ask);
    assert_string_equal(column(door, &reply, "case"), "C-2");
    ask.query = "case=C-1"; /* elsewhere: as if it were not there */
    assert_int_equal(door_ask(door, &ask).status, 404);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(people_are_listed, door_setup, door_teardown),
        cmocka_unit_test_setup_teardown(somebody_is_meant, door_setup, door_teardown),
        cmocka_unit_test_setup_teardown(a_merged_record_leads_on, door_setup, door_teardown),
        cmocka_unit_test_setup_teardown(the_best_way_is_told, door_setup, door_teardown),
        cmocka_unit_test_setup_teardown(others_are_perhaps_the_same, door_setup, door_teardown),
        cmocka_unit_test_setup_teardown(a_record_has_its_cases, door_setup, door_teardown),
        cmocka_unit_test_setup_teardown(cases_elsewhere_are_left_out, door_setup, door_teardown),
        cmocka_unit_test_setup_teardown(cases_are_found_by_name, door_setup, door_teardown),
        cmocka_unit_test_setup_teardown(an_opening_tells_who_is_known, door_setup, door_teardown),
        cmocka_unit_test_setup_teardown(exceptions_are_listed, door_setup, door_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

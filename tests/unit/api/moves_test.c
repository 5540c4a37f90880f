/* What a change of the world has moved, page by page: only what is open still, and whose case may be seen. */
#include "support.h"

static const struct principal in_rbkc = {.user = {"ed", 2}, .roles = {"worker", 6}, .areas = {"rbkc", 4}};

static void keep(struct door *door, const char *moves)
{
    struct error error;
    struct store *store = door->store;
    assert_int_equal(store->api->begin(store, &error), STATUS_OK);
    assert_int_equal(store->api->set_value(store, TEXT("world"), TEXT("followed"), text_of(moves), &error),
                     STATUS_OK);
    assert_int_equal(store->api->commit(store, &error), STATUS_OK);
}

#define LINE(of)                                                                                             \
    "{\"after\":\"2026-03-05\",\"at\":1772442000000,\"because\":\"calendar or "                              \
    "rules\",\"before\":\"2026-03-03\","                                                                     \
    "\"case\":\"" of "\",\"deadline\":\"decide\"}"

static void three_cases(struct door *door)
{
    door_case(door, "{\"area\":\"wcc\"}");
    door_case(door, "{\"area\":\"rbkc\"}");
    door_case(door, "{\"area\":\"wcc\"}");
    keep(door, "{\"done\":true,\"lines\":[" LINE("C-1") "," LINE("C-2") "," LINE("C-3") "," LINE(
                   "C-99") "],"
                           "\"moved\":4,\"world\":7}");
}

static void nothing_has_moved_yet(void **state)
{
    struct door *door = *state;
    struct reply reply = door_get(door, "/v1/moves", "");
    assert_int_equal(reply.status, 200);
    assert_string_equal(at(door, &reply.json, "items"), "[]");
    assert_string_equal(at(door, &reply.json, "moved"), "0");
    assert_string_equal(at(door, &reply.json, "done"), "false");
}

static void what_has_moved_is_told_with_its_reason(void **state)
{
    struct door *door = *state;
    three_cases(door);
    struct reply reply = door_get(door, "/v1/moves", "area=rbkc&workflow=help");
    assert_string_equal(at(door, &reply.json, "items.0.case"), "\"C-2\"");
    assert_string_equal(at(door, &reply.json, "items.0.area"), "\"rbkc\"");
    assert_string_equal(at(door, &reply.json, "items.0.deadline"), "\"decide\"");
    assert_string_equal(at(door, &reply.json, "items.0.title"), "\"Decide\"");
    assert_string_equal(at(door, &reply.json, "items.0.before"), "\"2026-03-03\"");
    assert_string_equal(at(door, &reply.json, "items.0.after"), "\"2026-03-05\"");
    assert_string_equal(at(door, &reply.json, "items.0.because"), "\"calendar or rules\"");
    assert_string_equal(at(door, &reply.json, "items.0.at"), "\"2026-03-02T09:00:00Z\"");
    assert_string_equal(at(door, &reply.json, "items.1"), "");
    assert_string_equal(at(door, &reply.json, "moved"), "4");
    assert_string_equal(at(door, &reply.json, "done"), "true");
    reply = door_get(door, "/v1/moves", "worker=nobody");
    assert_string_equal(at(door, &reply.json, "items"), "[]");
    reply = door_get(door, "/v1/moves", "workflow=other");
    assert_string_equal(at(door, &reply.json, "items"), "[]");
}

static void what_is_over_is_left_out(void **state)
{
    struct door *door = *state;
    three_cases(door);
    assert_int_equal(door_post(door, "/v1/cases/C-1/events", "{\"event\":\"task.decide.done\"}").status, 200);
    struct reply reply = door_get(door, "/v1/moves", "");
    assert_string_equal(at(door, &reply.json, "items.0.case"), "\"C-2\"");
    assert_string_equal(at(door, &reply.json, "items.1.case"), "\"C-3\"");
    assert_string_equal(at(door, &reply.json, "items.2"), "");
}

static void it_comes_in_pages_of_one_world(void **state)
{
    struct door *door = *state;
    three_cases(door);
    struct reply reply = door_get(door, "/v1/moves", "limit=2");
    assert_string_equal(at(door, &reply.json, "items.1.case"), "\"C-2\"");
    assert_string_equal(at(door, &reply.json, "items.2"), "");
    assert_string_equal(at(door, &reply.json, "cursor"), "\"7.2\"");
    reply = door_get(door, "/v1/moves", "limit=2&cursor=7.2");
    assert_string_equal(at(door, &reply.json, "items.0.case"), "\"C-3\"");
    assert_string_equal(at(door, &reply.json, "items.1"), "");
    assert_string_equal(at(door, &reply.json, "cursor"), "");
    reply = door_get(door, "/v1/moves", "cursor=7.99");
    assert_string_equal(at(door, &reply.json, "items"), "[]");
    static const char *const wrong[] = {"cursor=8.2", "cursor=7.-1", "cursor=7", "cursor=x.y", "limit=0"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_int_equal(door_get(door, "/v1/moves", wrong[i]).status, 400);
    }
}

static void whoever_is_held_to_an_area_sees_its_cases(void **state)
{
    struct door *door = *state;
    three_cases(door);
    struct ask ask = {.method = "GET", .path = "/v1/moves", .as = &in_rbkc};
    struct reply reply = door_ask(door, &ask);
    assert_string_equal(at(door, &reply.json, "items.0.case"), "\"C-2\"");
    assert_string_equal(at(door, &reply.json, "items.1"), "");
    ask.query = "area=wcc";
    assert_int_equal(door_ask(door, &ask).status, 403);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, door_setup, door_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {TEST(nothing_has_moved_yet),
                                       TEST(what_has_moved_is_told_with_its_reason),
                                       TEST(what_is_over_is_left_out), TEST(it_comes_in_pages_of_one_world),
                                       TEST(whoever_is_held_to_an_area_sees_its_cases)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

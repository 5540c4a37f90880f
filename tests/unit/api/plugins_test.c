/* What is installed, what a rule says of a case, and what rules cost. */
#include "support.h"

static const struct principal stranger = {.user = {"eve", 3}};

static void nothing_is_installed(void **state)
{
    struct door *door = *state;
    struct reply reply = door_get(door, "/v1/plugins", "");
    assert_int_equal(reply.status, 200);
    assert_string_equal(at(door, &reply.json, "items"), "[]");
    assert_int_equal(
        door_ask(door, &(struct ask){.method = "GET", .path = "/v1/plugins", .as = &stranger}).status, 403);
}

static const char *path_of(struct door *door, const char *what)
{
    return arena_printf(&door->arena, "/v1/cases/%s/%s", door_case(door, "{}"), what);
}

static void one_thing_is_asked(void **state)
{
    struct door *door = *state;
    const char *path = path_of(door, "ask");
    assert_int_equal(door_get(door, path, "").status, 400);
    assert_int_equal(door_get(door, path, "rule=a&hook=b").status, 400);
    assert_int_equal(door_get(door, path, "rule=nobody-has-it").status, 404);
    assert_int_equal(door_get(door, path, "hook=state.entered.x&plugin=nobody").status, 404);
    assert_int_equal(door_get(door, "/v1/cases/C-999/ask", "rule=a").status, 404);
    struct reply reply = door_get(door, path, "hook=state.entered.nowhere"); /* which may be: none is fine */
    assert_int_equal(reply.status, 200);
    assert_string_equal(at(door, &reply.json, "effects"), "[]");
    assert_int_equal(
        door_ask(door, &(struct ask){.method = "GET", .path = path, .query = "rule=a", .as = &stranger})
            .status,
        404);
}

static void what_rules_cost(void **state)
{
    struct door *door = *state;
    const char *path = path_of(door, "rule-costs");
    struct reply reply = door_get(door, path, "");
    assert_int_equal(reply.status, 200);
    assert_string_not_equal(at(door, &reply.json, "bare"), "");
    assert_int_equal(door_get(door, "/v1/cases/C-999/rule-costs", "").status, 404);
    assert_int_equal(door_get(door, path, "plugin=nobody").status, 404);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(nothing_is_installed, door_setup, door_teardown),
        cmocka_unit_test_setup_teardown(one_thing_is_asked, door_setup, door_teardown),
        cmocka_unit_test_setup_teardown(what_rules_cost, door_setup, door_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Moves and shadows at the door: for whoever holds the site, of plugins that are installed. What they do is
 * told by tests/scenario/plugins.py and shadow.py. */
#include "support.h"

static const struct principal worker = {.user = {"ed", 2}, .all_roles = true};

static void they_are_for_whoever_holds_the_site(void **state)
{
    struct door *door = *state;
    static const char *const asked[][2] = {{"GET", "/v1/plugin-moves"},
                                           {"PUT", "/v1/plugins/x/shadow"},
                                           {"DELETE", "/v1/plugins/x/shadow"},
                                           {"GET", "/v1/plugins/x/differences"},
                                           {"POST", "/v1/plugins/x/promotion"}};
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
        struct reply reply =
            door_ask(door, &(struct ask){.method = asked[i][0], .path = asked[i][1], .as = &worker});
        assert_int_equal(reply.status, 403);
    }
}

static void a_shadow_stands_beside_what_is_installed(void **state)
{
    struct door *door = *state;
    static const char *const asked[][2] = {{"PUT", "/v1/plugins/x/shadow"},
                                           {"DELETE", "/v1/plugins/x/shadow"},
                                           {"GET", "/v1/plugins/x/differences"},
                                           {"POST", "/v1/plugins/x/promotion"}};
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
        struct ask ask = {.method = asked[i][0], .path = asked[i][1]};
        ask.body = i == 0 ? "{\"files\":{\"manifest.yaml\":\"\"}}" : NULL;
        assert_int_equal(door_ask(door, &ask).status, 404);
    }
}

static void live_cases_alone_are_looked_at(void **state)
{
    struct door *door = *state;
    door_case(door, "{\"area\":\"wcc\"}");
    door_case(door, "{\"area\":\"rbkc\"}");
    struct reply reply = door_get(door, "/v1/plugin-moves", "");
    assert_int_equal(reply.status, 200);
    assert_string_equal(at(door, &reply.json, "items"), "[]");
    assert_string_equal(at(door, &reply.json, "looked"), "2");
    reply = door_get(door, "/v1/plugin-moves", "area=rbkc");
    assert_string_equal(at(door, &reply.json, "looked"), "1");
    reply = door_get(door, "/v1/plugin-moves", "limit=1");
    assert_string_equal(at(door, &reply.json, "looked"), "1");
    assert_true(at(door, &reply.json, "cursor")[0] != '\0');
    reply = door_get(door, "/v1/plugin-moves", "case=C-1");
    assert_string_equal(at(door, &reply.json, "looked"), "1");
    assert_int_equal(door_get(door, "/v1/plugin-moves", "case=C-99").status, 404);
    assert_int_equal(door_get(door, "/v1/plugin-moves", "plugin=none").status, 404);
    assert_int_equal(door_get(door, "/v1/plugin-moves", "cursor=x").status, 400);
    assert_int_equal(door_get(door, "/v1/plugin-moves", "limit=0").status, 400);
}

#define AT_A_DOOR(test) cmocka_unit_test_setup_teardown(test, door_setup, door_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {AT_A_DOOR(they_are_for_whoever_holds_the_site),
                                       AT_A_DOOR(a_shadow_stands_beside_what_is_installed),
                                       AT_A_DOOR(live_cases_alone_are_looked_at)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

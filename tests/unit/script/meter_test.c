/* What plugins cost: counted by plugin, the slowest kept, and no more plugins than it has room for. */
#include "script/meter.h"

#include "support.h"

#include <string.h>

static const char *told(struct arena *arena, struct script_meter *meter)
{
    struct json json = script_meter_json(meter, arena);
    return text_copy(arena, json_to_text(arena, &json)).at;
}

static void test_by_plugin(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct script_meter *meter = script_meter_new();
    assert_string_equal(told(&arena, meter), "{}");
    script_meter_note(meter, TEXT("north"), 1000, false);
    script_meter_note(meter, TEXT("north"), 5000, true);
    script_meter_note(meter, TEXT("south"), 0, false);
    struct json json = script_meter_json(meter, &arena);
    const struct json *north = json_member_of(&json, "north"), *south = json_member_of(&json, "south");
    assert_int_equal(json_get_integer(north, "calls", -1), 2);
    assert_int_equal(json_get_integer(north, "failures", -1), 1);
    assert_int_equal(json_get_integer(south, "calls", -1), 1);
    assert_int_equal(json_get_integer(south, "failures", -1), 0);
    assert_non_null(strstr(told(&arena, meter), "\"mean\":3,\"worst\":5}"));
    script_meter_free(meter);
    arena_deinit(&arena);
}

static void test_no_more_than_it_has_room_for(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct script_meter *meter = script_meter_new();
    for (int i = 0; i <= METER_LIMIT; i++) {
        script_meter_note(meter, text_printf(&arena, "plugin-%d", i), 1000, false);
    }
    script_meter_note(meter, TEXT("plugin-0"), 1000, false);
    struct json json = script_meter_json(meter, &arena);
    assert_int_equal(json.count, METER_LIMIT);
    assert_null(json_member_of(&json, "plugin-64"));
    assert_int_equal(json_get_integer(json_member_of(&json, "plugin-0"), "calls", -1), 2);
    script_meter_free(meter);
    arena_deinit(&arena);
}

/* Through a host: a call that fails is counted as one, and the whole of a call as its time. */
static void test_a_host_notes_its_calls(void **state)
{
    (void)state;
    struct ground ground;
    struct clock clock = clock_system();
    ground_init(&ground, ground_workflow, ground_case);
    ground_plugin(&ground, "rbkc", "return { rules = { missed_contacts = function() error 'R' end } }");
    struct script_meter *meter = script_meter_new();
    struct script *script = script_new(&(struct script_options){.clock = &clock, .meter = meter});
    struct rules before = ground.rules;
    ground.rules = script_rules(script);
    ground_expect(&ground, "rules.missed_contacts()",
                  "script: The plugin rbkc failed in rules.missed_contacts: R.");
    struct json json = script_meter_json(meter, &ground.arena);
    const struct json *cost = json_member_of(&json, "rbkc");
    assert_int_equal(json_get_integer(cost, "failures", -1), 1);
    assert_true(json_get_integer(cost, "calls", -1) >= 1);
    ground.rules = before;
    script_free(script);
    script_meter_free(meter);
    ground_deinit(&ground);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_by_plugin),
        cmocka_unit_test(test_no_more_than_it_has_room_for),
        cmocka_unit_test(test_a_host_notes_its_calls),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

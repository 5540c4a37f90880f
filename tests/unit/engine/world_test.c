/* Looking things up in a world. */
#include "support.h"

static struct arena arena;

static int begin(void **state)
{
    (void)state;
    arena_init(&arena);
    return 0;
}

static int end(void **state)
{
    (void)state;
    arena_deinit(&arena);
    return 0;
}

static void definitions_are_found_by_name_and_by_digest(void **state)
{
    (void)state;
    struct definition old = {.name = TEXT("w")}, new = {.name = TEXT("w")};
    const struct definition *const definitions[] = {&old, &new};
    struct world world = {.definitions = definitions, .definition_count = 2};
    assert_null(world_current(&world, TEXT("w")));
    map_add(&arena, &world.current, TEXT("w"), 1);
    map_add(&arena, &world.by_digest, TEXT("00ff"), 0);
    map_add(&arena, &world.by_digest, TEXT("11ff"), 1);
    assert_ptr_equal(world_current(&world, TEXT("w")), &new);
    assert_null(world_current(&world, TEXT("v")));
    assert_ptr_equal(world_definition(&world, TEXT("00ff")), &old);
    assert_ptr_equal(world_definition(&world, TEXT("11ff")), &new);
    assert_null(world_definition(&world, TEXT("22ff")));
}

static void an_unknown_calendar_is_the_weekdays(void **state)
{
    (void)state;
    struct calendar one = {.name = TEXT("one")}, two = {.name = TEXT("two")};
    const struct calendar *const calendars[] = {&one, &two};
    struct world world = {.calendars = calendars, .calendar_count = 2};
    assert_ptr_equal(world_calendar(&world, TEXT("two")), &two);
    assert_ptr_equal(world_calendar(&world, TEXT("three")), calendar_weekdays());
    assert_ptr_equal(world_calendar(&world, TEXT("")), calendar_weekdays());
}

/* Membership is dated, both days with it; a borough that comes back has two rows. */
static void an_area_is_served_on_its_days(void **state)
{
    (void)state;
    const struct area areas[] = {
        {.name = TEXT("east"), .from = day("2024-04-01"), .until = day("2025-03-31")},
        {.name = TEXT("east"), .from = day("2026-04-01"), .until = DATE_NONE},
        {.name = TEXT("west"), .from = DATE_NONE, .until = DATE_NONE},
    };
    struct world world = {.areas = areas, .area_count = 3};
    assert_null(world_area(&world, TEXT("east"), day("2024-03-31")));
    assert_ptr_equal(world_area(&world, TEXT("east"), day("2024-04-01")), &areas[0]);
    assert_ptr_equal(world_area(&world, TEXT("east"), day("2025-03-31")), &areas[0]);
    assert_null(world_area(&world, TEXT("east"), day("2025-04-01")));
    assert_ptr_equal(world_area(&world, TEXT("east"), day("2026-04-01")), &areas[1]);
    assert_ptr_equal(world_area(&world, TEXT("west"), DATE_FIRST), &areas[2]);
    assert_ptr_equal(world_area(&world, TEXT("west"), DATE_LAST), &areas[2]);
    assert_null(world_area(&world, TEXT("north"), day("2026-01-01")));
}

static void a_plugin_is_found_by_name(void **state)
{
    (void)state;
    const struct plugin plugins[] = {{.name = TEXT("rbkc")}, {.name = TEXT("wcc")}};
    struct world world = {.plugins = plugins, .plugin_count = 2};
    assert_ptr_equal(world_plugin(&world, TEXT("wcc")), &plugins[1]);
    assert_null(world_plugin(&world, TEXT("lbhf")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(definitions_are_found_by_name_and_by_digest),
        cmocka_unit_test(an_unknown_calendar_is_the_weekdays),
        cmocka_unit_test(an_area_is_served_on_its_days),
        cmocka_unit_test(a_plugin_is_found_by_name),
    };
    return cmocka_run_group_tests(tests, begin, end);
}

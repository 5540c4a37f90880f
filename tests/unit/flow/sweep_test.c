/* Cases follow a world that has changed, although nothing happens to them. */
#include "support.h"

static const char yaml[] =
    "calendar: c\n"
    "fields: {n: {type: number}}\n"
    "rules: {gap: {title: Gap, gives: number, default: 1}}\n"
    "events: {open: {}, end: {}}\n"
    "states:\n"
    "  s: {deadlines: {look: {due: 3 working days}, plain: {due: 3 days}}, on: {end: done}}\n"
    "  done: {type: final}\n";

static struct site site;
static date free_days[2];
static struct calendar calendar;
static const struct calendar *calendars[] = {&calendar};

static int begin(void **state)
{
    (void)state;
    calendar = (struct calendar){
        .name = TEXT("c"), .holidays = free_days, .known_from = DATE_FIRST, .known_until = DATE_LAST};
    site_begin(&site, yaml);
    site.world.calendars = calendars;
    site.world.calendar_count = 1;
    site.world.number = 1;
    return 0;
}

static int end(void **state)
{
    (void)state;
    assert_verified(&site);
    site_end(&site);
    return 0;
}

static size_t follow(size_t limit)
{
    struct error error;
    size_t done, turns = 0;
    do {
        assert_int_equal(flow_turn_of_world(site.flow, limit, &done, &error), STATUS_OK);
        turns += done;
    } while (done);
    return turns;
}

/* Another world, with a holiday on DAY. */
static const struct world *with_holiday(date day)
{
    struct world *world = arena_new(&site.arena, struct world);
    free_days[0] = day;
    calendar.count = 1;
    *world = site.world;
    world->number = site.world.number + 1;
    return world;
}

static const struct json *look_of(const char *reference)
{
    struct json *document = arena_new(&site.arena, struct json);
    struct error error;
    struct stored_subject stored = loaded(&site, reference);
    assert_int_equal(json_read(&site.arena, stored.document, document, &error), STATUS_OK);
    return json_member_of(json_member_of(document, "deadlines"), "look");
}

static void a_new_holiday_moves_what_it_touches_and_lists_it(void **state)
{
    struct error error;
    struct json moves;
    (void)state;
    for (int i = 0; i < 5; i++) {
        must(&site, "{'event':'open','workflow':'w'}");
    }
    must(&site, "{'event':'end','case':'C-5'}");
    assert_text(json_get_text(look_of("C-1"), "due"), "2026-01-08");
    assert_int_equal(follow(2), 2);
    assert_entries(&site, "C-1", "open");
    flow_set_world(site.flow, with_holiday(date_of(2026, 1, 7)));
    assert_int_equal(follow(2), 2); /* four open cases, two a turn */
    assert_text(json_get_text(look_of("C-1"), "due"), "2026-01-09");
    assert_text(json_get_text(look_of("C-4"), "due"), "2026-01-09");
    assert_entries(&site, "C-1", "open world.changed");
    assert_entries(&site, "C-5", "open end");
    assert_int_equal(flow_moves(site.store, &site.arena, &moves, &error), STATUS_OK);
    assert_int_equal(json_get_integer(&moves, "moved", 0), 4);
    assert_json(
        &site, json_member_of(&moves, "lines")->elements[0],
        "{'after':'2026-01-09','at':1767603600000,'because':'calendar or rules','before':'2026-01-08',"
        "'case':'C-1','deadline':'look'}");
    assert_int_equal(follow(2), 0);
}

static void what_it_does_not_touch_has_no_entry(void **state)
{
    (void)state;
    must(&site, "{'event':'open','workflow':'w'}");
    flow_set_world(site.flow, with_holiday(date_of(2026, 2, 2)));
    assert_int_equal(follow(10), 1);
    assert_entries(&site, "C-1", "open");
}

/* Another flow goes on where the one before stopped. */
static void it_goes_on_after_a_restart(void **state)
{
    (void)state;
    struct error error;
    size_t done;
    for (int i = 0; i < 4; i++) {
        must(&site, "{'event':'open','workflow':'w'}");
    }
    const struct world *world = with_holiday(date_of(2026, 1, 7));
    flow_set_world(site.flow, world);
    assert_int_equal(flow_turn_of_world(site.flow, 2, &done, &error), STATUS_OK);
    assert_entries(&site, "C-2", "open world.changed");
    assert_entries(&site, "C-3", "open");
    struct flow_options options = {.store = site.store,
                                   .world = world,
                                   .rules = fake_rules(&site.fake),
                                   .clock = clock_of_virtual(&site.clock),
                                   .random = random_of_seed(&site.seeded, 8)};
    flow_free(site.flow);
    site.flow = flow_new(&options);
    assert_int_equal(follow(2), 1);
    assert_entries(&site, "C-2", "open world.changed");
    assert_entries(&site, "C-4", "open world.changed");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_new_holiday_moves_what_it_touches_and_lists_it, begin, end),
        cmocka_unit_test_setup_teardown(what_it_does_not_touch_has_no_entry, begin, end),
        cmocka_unit_test_setup_teardown(it_goes_on_after_a_restart, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

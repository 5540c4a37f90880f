/* The three boroughs' plugins as they are shipped: whom each takes on, and what differs. */
#include "support.h"

#include "base/files.h"

static struct ground ground;

static const char workflow[] = "workflow: action-for-change\n"
                               "rules:\n"
                               "  eligible: {title: Eligible, gives: yes/no}\n"
                               "  review_every: {title: Every, gives: duration, default: 3 months}\n"
                               "  conference_before: {title: Before, gives: duration, default: 10 weeks}\n"
                               "  missed_contacts: {title: Missed, gives: number, default: 3}\n"
                               "  partner: {title: Partner, gives: yes/no}\n"
                               "  shared_services: {title: Shared, gives: yes/no, default: no}\n"
                               "  review_escalates: {title: Escalates, gives: duration, default: = nil}\n"
                               "  sharing_form: {title: Sharing, gives: yes/no, default: no}\n"
                               "  specialist_days: {title: Days, gives: number, default: = nil}\n"
                               "  out_of_hours: {title: Out of hours, gives: yes/no, default: no}\n"
                               "  refer_to: {title: Refer to, gives: text, default: = nil}\n"
                               "fields:\n"
                               "  removed_by: {type: text, title: Removed by}\n"
                               "  lives_in: {type: text, title: Lives in}\n"
                               "events: {open: {title: Open}}\n"
                               "initial: a\n"
                               "states: {a: {}}\n";

static struct text read_file(const char *path)
{
    struct files files = files_system();
    struct text content;
    struct error error;
    if (files.read(files.self, &ground.arena, path, 1 << 20, &content, &error) != STATUS_OK) {
        fail_msg("%s: %s", path, error.message);
    }
    return content;
}

static void add_borough(const char *name)
{
    struct findings findings;
    findings_init(&findings, &ground.arena);
    const char *folder = arena_printf(&ground.arena, "%s/plugins/%s", SOURCE_DIR, name);
    struct source source = {.file = text_printf(&ground.arena, "%s/manifest.yaml", folder),
                            .bytes = read_file(arena_printf(&ground.arena, "%s/manifest.yaml", folder)),
                            .findings = &findings};
    struct text code = read_file(arena_printf(&ground.arena, "%s/init.lua", folder));
    struct text file = text_printf(&ground.arena, "plugins/%s/init.lua", name);
    struct manifest manifest;
    assert_true(manifest_read(&ground.arena, &source, file, code, json_null(), &manifest));
    assert_int_equal(findings.list.count, 0);
    size_t place = ground.world.plugin_count++;
    ground.plugins[place] = manifest.plugin;
    assert_true(manifest.area_count <= 1);
    if (manifest.area_count) {
        ground.areas[ground.world.area_count] = manifest.areas[0];
        ground.areas[ground.world.area_count++].plugin = (uint16_t)place;
    }
    script_check_plugin(ground.script, &ground.arena, &ground.world, &ground.plugins[place], &findings);
    assert_int_equal(findings.list.count, 0);
}

static int set_up(void **state)
{
    (void)state;
    ground_init(&ground, workflow, "{\"opened\":1767603600000}");
    add_borough("action-for-change");
    add_borough("rbkc");
    add_borough("lbhf");
    add_borough("wcc");
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    ground_deinit(&ground);
    return 0;
}

static void expect(const char *area, const char *data, const char *expected)
{
    ground.subject.area = text_of(area);
    assert_int_equal(json_read(&ground.arena, text_of(data), &ground.subject.data, &ground.error), STATUS_OK);
    assert_string_equal(ground_ask(&ground, "eligible"), expected);
}

static void test_kensington_and_chelsea(void **state)
{
    (void)state;
    expect("rbkc", "{\"removed_by\":\"wcc\",\"lives_in\":\"lbhf\"}", "yes");
    expect("rbkc", "{\"removed_by\":\"rbkc\",\"lives_in\":\"elsewhere\"}",
           "no: The parent does not live in one of the three boroughs.");
    expect("rbkc", "{\"removed_by\":\"elsewhere\",\"lives_in\":\"rbkc\"}",
           "no: The child was not removed by one of the three boroughs.");
    expect("rbkc", "{\"lives_in\":\"rbkc\"}", "no: It is not recorded which borough removed the child.");
    expect("rbkc", "{}", "no: It is not recorded where the parent lives.");
    ground_expect(&ground, "rules.review_every()", "a duration: 3 months");
    ground_expect(&ground, "rules.conference_before()", "a duration: 10 weeks");
    ground_expect(&ground, "rules.missed_contacts()", "a number: 3");
    ground_expect(&ground, "rules.partner(\"lbhf\")", "a yes or no: yes");
    ground_expect(&ground, "rules.partner(\"elsewhere\")", "a yes or no: no");
    ground_expect(&ground, "rules.shared_services()", "a yes or no: no");
    ground_expect(&ground, "rules.review_escalates()", "nothing: nothing");
    ground_expect(&ground, "rules.specialist_days()", "a number: 5");
}

static void test_hammersmith_and_fulham(void **state)
{
    (void)state;
    expect("lbhf", "{\"removed_by\":\"elsewhere\",\"lives_in\":\"lbhf\"}", "yes");
    expect("lbhf", "{\"removed_by\":\"lbhf\",\"lives_in\":\"rbkc\"}",
           "no: The parent does not live in Hammersmith and Fulham.");
    expect("lbhf", "{}", "no: It is not recorded where the parent lives.");
    ground_expect(&ground, "rules.review_every()", "a duration: 12 weeks");
    ground_expect(&ground, "rules.conference_before()", "a duration: 10 weeks");
    ground_expect(&ground, "rules.missed_contacts()", "a number: 2");
    ground_expect(&ground, "rules.review_escalates()", "a duration: 5 working days");
    ground_expect(&ground, "rules.specialist_days()", "nothing: nothing");
}

static void test_westminster(void **state)
{
    (void)state;
    expect("wcc", "{\"lives_in\":\"wcc\"}", "yes");
    expect("wcc", "{\"lives_in\":\"rbkc\"}", "yes");
    expect("wcc", "{\"lives_in\":\"lbhf\"}",
           "no: The parent does not live in a borough that Westminster lists.");
    ground.subject.opened = zone_day_start(zone_utc(), date_of(2018, 3, 31));
    expect("wcc", "{\"lives_in\":\"lbhf\"}", "yes");
    ground.subject.opened = zone_day_start(zone_utc(), date_of(2018, 4, 1));
    expect("wcc", "{\"lives_in\":\"lbhf\"}",
           "no: The parent does not live in a borough that Westminster lists.");
    ground_expect(&ground, "rules.review_every()", "a duration: 3 months");
    ground_expect(&ground, "rules.conference_before()", "a duration: 14 weeks");
    ground_expect(&ground, "rules.review_escalates()", "nothing: nothing");
    ground_expect(&ground, "rules.specialist_days()", "a number: 2");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_kensington_and_chelsea, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_hammersmith_and_fulham, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_westminster, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

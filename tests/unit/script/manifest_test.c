/* Manifests: what is read, and where each mistake is found. */
#include "support.h"

#include <string.h>

static struct arena arena;

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_deinit(&arena);
    return 0;
}

static struct findings findings;

static bool read(const char *yaml, const char *settings, struct manifest *manifest)
{
    findings_init(&findings, &arena);
    struct source source = {.file = TEXT("manifest.yaml"), .bytes = text_of(yaml), .findings = &findings};
    struct json given;
    struct error error;
    assert_int_equal(json_read(&arena, text_of(settings), &given, &error), STATUS_OK);
    return manifest_read(&arena, &source, TEXT("plugins/a/init.lua"), TEXT("return {}"), given, manifest);
}

/* "3:7 MESSAGE" of the only finding. */
static const char *fault(const char *yaml, const char *settings)
{
    struct manifest manifest;
    assert_false(read(yaml, settings, &manifest));
    if (findings.list.count != 1) {
        struct buffer out;
        buffer_init(&out, &arena);
        findings_print(&findings, &out);
        print_error("%.*s", TEXT_ARGS(buffer_result(&out)));
    }
    assert_int_equal(findings.list.count, 1);
    const struct finding *finding = &findings.list.at[0];
    return arena_printf(&arena, "%u:%u %.*s", finding->place.line, finding->place.column,
                        TEXT_ARGS(finding->message));
}

#define HEAD "name: a\nversion: 1.0.0\napi: 1\n"

static void test_whole(void **state)
{
    (void)state;
    struct manifest manifest;
    assert_true(read(HEAD "title: An area\n"
                          "about: Words.\n"
                          "areas:\n"
                          "  one: The first\n"
                          "  two: {title: The second, from: 2014-02-01, until: 2018-03-31}\n"
                          "workflows: [small, other]\n"
                          "calendars: [mine]\n"
                          "capabilities: {http: [example.org], mail: true, secrets: [key, other]}\n"
                          "on_failure: go on\n"
                          "settings:\n"
                          "  count: {type: number, title: How many, default: 3}\n"
                          "  every: {type: duration, default: 12 weeks}\n"
                          "  since: {type: date, default: 2026-01-01}\n"
                          "  name: {type: text, default: 01}\n"
                          "  on: {type: yes/no, default: yes}\n"
                          "  nothing: {type: text}\n"
                          "  fee: {type: money, default: 12.50}\n"
                          "  round: {type: money, default: 3}\n"
                          "  kinds: {type: list, default: [one, 2]}\n"
                          "  none: {type: list}\n",
                     "{\"count\":5,\"on\":false,\"none\":[]}", &manifest));
    const struct plugin *plugin = &manifest.plugin;
    assert_true(text_is(plugin->name, "a") && text_is(plugin->version, "1.0.0") &&
                text_is(plugin->title, "An area"));
    assert_true(text_is(plugin->file, "plugins/a/init.lua") && text_is(plugin->code, "return {}"));
    assert_true(plugin->goes_on);
    assert_int_equal(manifest.area_count, 2);
    assert_true(text_is(plugin->areas[1], "two") && text_is(manifest.areas[0].title, "The first"));
    assert_int_equal(manifest.areas[0].from, DATE_NONE);
    assert_int_equal(manifest.areas[1].from, date_of(2014, 2, 1));
    assert_int_equal(manifest.areas[1].until, date_of(2018, 3, 31));
    assert_int_equal(manifest.areas[1].plugin, DEFINITION_NONE);
    assert_int_equal(plugin->workflow_count, 2);
    assert_true(text_is(plugin->workflows[1], "other"));
    assert_int_equal(plugin->permission_count, 4);
    static const char *const words[] = {"http example.org", "mail", "secret key", "secret other"};
    for (size_t i = 0; i < 4; i++) {
        assert_true(text_is(permission_words(&arena, &plugin->permissions[i]), words[i]));
        assert_false(plugin->permissions[i].granted);
    }
    assert_int_equal(manifest.calendar_count, 1);
    struct text settings = json_to_text(&arena, &plugin->settings);
    assert_string_equal(
        arena_printf(&arena, "%.*s", TEXT_ARGS(settings)),
        "{\"count\":5,\"every\":\"12 weeks\",\"fee\":12.5,\"kinds\":[\"one\",2],\"name\":\"01\",\"none\":[],"
        "\"nothing\":null,\"on\":false,\"round\":3,\"since\":\"2026-01-01\"}");
}

/* A grant is of one thing: of another host it is none. */
static void test_grants(void **state)
{
    (void)state;
    struct manifest manifest;
    struct plugin *plugin = &manifest.plugin;
    struct json grants, unasked, none = json_null();
    assert_true(
        read(HEAD "capabilities: {http: [a.org, b.org], mail: true, secrets: [mail]}\n", "null", &manifest));
    plugin_grant(&arena, plugin, &none, &unasked);
    assert_false(plugin_may(plugin, "mail", (struct text){0}));
    assert_int_equal(
        json_read(&arena, TEXT("[\"http b.org\",\"pages\",\"mail\",\"http c.org\"]"), &grants, NULL),
        STATUS_OK);
    plugin_grant(&arena, plugin, &grants, &unasked);
    assert_true(plugin_may(plugin, "mail", (struct text){0}));
    assert_true(plugin_may(plugin, "http", TEXT("b.org")));
    assert_false(plugin_may(plugin, "http", TEXT("a.org")));
    assert_false(plugin_may(plugin, "http", TEXT("c.org")));
    assert_false(plugin_may(plugin, "http", (struct text){0}));
    assert_false(plugin_may(plugin, "pages", (struct text){0}));
    assert_false(plugin_may(plugin, "secrets", TEXT("mail")));
    assert_int_equal(unasked.count, 2);
    assert_true(text_is(json_text(&unasked.elements[1]), "http c.org"));
}

static void test_digest_is_of_all(void **state)
{
    (void)state;
    struct manifest first, second;
    const char *yaml = HEAD "settings: {count: {type: number, default: 3}}\n";
    assert_true(read(yaml, "null", &first));
    assert_true(read(yaml, "null", &second));
    assert_true(digest_equal(&first.plugin.digest, &second.plugin.digest));
    assert_true(read(yaml, "{\"count\":4}", &second)); /* settings are the site's, not the version's */
    assert_true(digest_equal(&first.plugin.digest, &second.plugin.digest));
    assert_true(read(HEAD "settings: {count: {type: number, default: 3}} \n", "null", &second));
    assert_false(digest_equal(&first.plugin.digest, &second.plugin.digest));
    struct source source = {.file = TEXT("m"), .bytes = text_of(yaml), .findings = &findings};
    assert_true(manifest_read(&arena, &source, TEXT("i"), TEXT("return { }"), json_null(), &second));
    assert_false(digest_equal(&first.plugin.digest, &second.plugin.digest));
    struct json data;
    struct digest before = second.plugin.digest;
    assert_int_equal(json_read(&arena, TEXT("{\"calendars/a.yaml\":\"calendar: a\"}"), &data, NULL),
                     STATUS_OK);
    plugin_seal(&arena, &second.plugin, source.bytes, &data);
    assert_false(digest_equal(&before, &second.plugin.digest));
    struct digest of_files = digest_of(second.plugin.files);
    assert_true(digest_equal(&of_files, &second.plugin.digest));
}

static void test_mistakes(void **state)
{
    (void)state;
    static const struct {
        const char *yaml, *settings, *expected;
    } cases[] = {
        {"version: 1.0.0\napi: 1\n", "null", "1:1 a manifest says its name"},
        {"name: a\napi: 1\n", "null", "1:1 a manifest says its version"},
        {"name: a\nversion: 1\n", "null", "1:1 a manifest says its api"},
        {"name: A b\nversion: 1\napi: 1\n", "null", "1:7 A b cannot be the name of a plugin"},
        {"name: [a]\nversion: 1\napi: 1\n", "null", "1:7 name must be a text, and a list stands here"},
        {"name: a\nversion: 1\napi: 2\n", "null",
         "3:6 this plugin is written for API 2, and this Caseway takes up to API 1"},
        {"name: a\nversion: 1\napi: 0\n", "null", "3:6 api must be a whole number from 1"},
        {"name: a\nversion: 1\napi: one\n", "null", "3:6 api must be a whole number from 1"},
        {"- a\n", "null", "1:1 a manifest is a map of keys, and a list stands here"},
        {HEAD "area: {a: A}\n", "null", "4:1 a manifest has no key area"},
        {HEAD "areas: [a]\n", "null", "4:8 areas must be a map of names to titles, and a list stands here"},
        {HEAD "areas: {elsewhere: A}\n", "null", "4:9 elsewhere cannot be the name of an area"},
        {HEAD "areas: {a: {titel: A}}\n", "null", "4:13 an area has no key titel"},
        {HEAD "areas: {a: {from: soon}}\n", "null", "4:19 from must be a date"},
        {HEAD "areas: {a: {from: 2018-01-02, until: 2018-01-01}}\n", "null",
         "4:12 the area a ends before it begins"},
        {HEAD "workflows: small\n", "null", "4:12 workflows must be a list, and a text stands here"},
        {HEAD "capabilities: {files: true}\n", "null", "4:16 capabilities has no key files"},
        {HEAD "capabilities: {mail: always}\n", "null", "4:22 the capability mail is asked for with `true`"},
        {HEAD "capabilities: {http: true}\n", "null",
         "4:22 this capability must be a list, and a text stands here"},
        {HEAD "on_failure: maybe\n", "null", "4:13 on_failure is `refuse` or `go on`"},
        {HEAD "settings: [a]\n", "null", "4:11 settings must be a map, and a list stands here"},
        {HEAD "settings: {a: 3}\n", "null", "4:12 the setting a must say its type"},
        {HEAD "settings: {a: {type: colour}}\n", "null", "4:22 a setting has no such type"},
        {HEAD "settings: {a: {type: number, default: three}}\n", "null", "4:39 this default is not a number"},
        {HEAD "settings: {a: {type: date, default: soon}}\n", "null", "4:37 this default is not a date"},
        {HEAD "settings: {a: {type: duration, default: soon}}\n", "null",
         "4:41 this default is not a duration"},
        {HEAD "settings: {a: {type: yes/no, default: perhaps}}\n", "null",
         "4:39 this default is not yes or no"},
        {HEAD "settings: {a: {type: money, default: 1.005}}\n", "null",
         "4:38 this default is not an amount of money with at most two decimals"},
        {HEAD "settings: {a: {type: list, default: {b: c}}}\n", "null",
         "4:37 this default is not a list of texts or numbers"},
        {HEAD "settings: {a: {type: list}}\n", "{\"a\":[[1]]}",
         "4:12 the setting a must be a list of texts or numbers, and the site gives a list"},
        {HEAD "settings: {a: {type: money}}\n", "{\"a\":\"12\"}",
         "4:12 the setting a must be an amount of money with at most two decimals, and the site gives a "
         "text"},
        {HEAD "settings: {a: {type: number}}\n", "{\"a\":\"x\"}",
         "4:12 the setting a must be a number, and the site gives a text"},
        {HEAD "settings: {a: {type: number}}\n", "{\"b\":1}",
         "0:0 the site gives a setting b, which this manifest does not declare"},
        {HEAD, "{\"b\":1}", "0:0 the site gives a setting b, which this manifest does not declare"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_string_equal(fault(cases[i].yaml, cases[i].settings), cases[i].expected);
    }
}

static void test_all_in_one_reading(void **state)
{
    (void)state;
    struct manifest manifest;
    assert_false(read("name: A\nversion: [1]\napi: x\nareas: 3\nsettigns: {}\n", "null", &manifest));
    assert_int_equal(findings.list.count, 5);
    assert_false(read("", "null", &manifest));
    assert_false(read("name: [", "null", &manifest));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_whole, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_grants, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_digest_is_of_all, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_mistakes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_all_in_one_reading, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* The engine with this host, over the shipped workflow and the boroughs' plugins: a story, planned step by
 * step. */
#include "support.h"

#include "base/files.h"
#include "engine/plan.h"

#include <string.h>

enum { DAY = 86400000 };

static struct arena arena;
static struct findings findings;
static struct plugin plugins[4];
static struct area areas[3];
static const struct definition *definition;
static struct world world;
static struct script *script;
static struct rules rules;
static struct json document;
static struct text area;
static uint64_t version;
static instant now;
static struct plan *plan;

static struct text read_file(const char *path)
{
    struct files files = files_system();
    struct text content;
    struct error error;
    const char *whole = arena_printf(&arena, "%s/%s", SOURCE_DIR, path);
    if (files.read(files.self, &arena, whole, 1 << 20, &content, &error) != STATUS_OK) {
        fail_msg("%s", error.message);
    }
    return content;
}

static void add_borough(const char *name)
{
    struct source source = {.file = text_of(name),
                            .bytes = read_file(arena_printf(&arena, "plugins/%s/manifest.yaml", name)),
                            .findings = &findings};
    struct text code = read_file(arena_printf(&arena, "plugins/%s/init.lua", name));
    struct manifest manifest;
    assert_true(manifest_read(&arena, &source, text_of(name), code, json_null(), &manifest));
    size_t place = world.plugin_count++;
    plugins[place] = manifest.plugin;
    if (manifest.area_count) {
        areas[world.area_count] = manifest.areas[0];
        areas[world.area_count++].plugin = (uint16_t)place;
    }
}

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena);
    findings_init(&findings, &arena);
    struct source source = {.file = TEXT("workflow.yaml"),
                            .bytes = read_file("workflows/action-for-change/workflow.yaml"),
                            .findings = &findings};
    const struct node *root = node_read(&arena, &source);
    definition = root ? definition_read(&arena, root, &source) : NULL;
    assert_non_null(definition);
    world = (struct world){.zone = zone_utc(),
                           .definitions = &definition,
                           .definition_count = 1,
                           .areas = areas,
                           .plugins = plugins};
    add_borough("action-for-change");
    add_borough("rbkc");
    add_borough("lbhf");
    add_borough("wcc");
    script = script_new(NULL);
    rules = script_rules(script);
    document = json_null();
    version = 0;
    now = 1767603600000;
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    script_free(script);
    arena_deinit(&arena);
    return 0;
}

static void send(const char *event, const char *actor, const char *role, const char *data)
{
    struct error error;
    struct subject *subject = arena_new(&arena, struct subject);
    if (version) {
        assert_int_equal(subject_read(&arena, definition, &document, subject, &error), STATUS_OK);
    } else {
        subject_init(subject, definition);
        subject->area = area;
    }
    subject->id = 1;
    subject->reference = TEXT("C-1");
    subject->version = version;
    struct command command = {.event = text_of(event),
                              .workflow = definition->name,
                              .area = area,
                              .actor = text_of(actor),
                              .role = text_of(role),
                              .at = INSTANT_NONE,
                              .recorded = INSTANT_NONE,
                              .override_until = DATE_NONE};
    assert_int_equal(json_read(&arena, text_of(data), &command.data, &error), STATUS_OK);
    struct given given = {.now = now, .next_id = 2};
    plan = plan_build(&arena, &world, subject, &document, &command, &given, &rules);
    if (plan->outcome == OUTCOME_FAILED) {
        fail_msg("%s: %s [%s]", event, plan->failure.message, plan->failure.place);
    }
    if (plan->outcome == OUTCOME_DONE) {
        document = plan->document;
        version = plan->after->version;
    }
}

static const char *first_unmet(void)
{
    return plan->unmet.count ? arena_printf(&arena, "%.*s", TEXT_ARGS(plan->unmet.at[0].text)) : "";
}

static const char *due_of(const char *label)
{
    vector_each(struct deadline_state, state, &plan->after->deadlines)
    {
        char text[MOMENT_TEXT_SIZE];
        if (text_is(deadline_label(&arena, state), label)) {
            return arena_printf(&arena, "%s", moment_write(state->due, text));
        }
    }
    return "none";
}

static void begin_in(const char *name, const char *lives_in)
{
    area = text_of(name);
    send("open", "worker-1", "worker",
         arena_printf(
             &arena, "{\"parent\":\"A parent\",\"route\":\"self\",\"removed_by\":\"%s\",\"lives_in\":\"%s\"}",
             name, lives_in));
    assert_int_equal(plan->outcome, OUTCOME_DONE);
    now += 7 * DAY;
    send("task.first-meeting.done", "lead-1", "lead",
         "{\"consent\":\"given\",\"substance\":\"none\",\"mental_health\":\"none\",\"domestic_abuse\":"
         "\"no\"}");
    assert_int_equal(plan->outcome, OUTCOME_DONE);
    send("allocate", "lead-1", "lead", "{\"worker\":\"worker-1\"}");
    assert_int_equal(plan->outcome, OUTCOME_DONE);
    send("engage", "lead-1", "lead", "null");
}

static void test_every_expression_compiles(void **state)
{
    (void)state;
    size_t errors = findings.errors;
    script_check_definition(script, definition, &findings);
    for (size_t i = 0; i < world.plugin_count; i++) {
        script_check_plugin(script, &arena, &world, &plugins[i], &findings);
    }
    assert_int_equal(findings.errors, errors);
    assert_int_equal(findings.warnings, 0);
}

static void test_lives_outside(void **state)
{
    (void)state;
    begin_in("rbkc", "elsewhere");
    assert_int_equal(plan->outcome, OUTCOME_REFUSED);
    assert_string_equal(first_unmet(), "The parent does not live in one of the three boroughs.");
    struct text transcript = json_to_text(&arena, &plan->transcript);
    assert_non_null(memmem(transcript.at, transcript.size, "\"plugin\":\"action-for-change\"", 28));
}

static void test_reviews_differ_by_borough(void **state)
{
    (void)state;
    begin_in("rbkc", "rbkc");
    assert_int_equal(plan->outcome, OUTCOME_DONE);
    assert_string_equal(due_of("next-review"), "2026-04-12");
    tear_down(state);
    set_up(state);
    begin_in("lbhf", "lbhf");
    assert_int_equal(plan->outcome, OUTCOME_DONE);
    assert_string_equal(due_of("next-review"), "2026-04-06");
}

static void test_conferences_differ_by_borough(void **state)
{
    (void)state;
    static const struct {
        const char *name, *due;
    } boroughs[] = {{"rbkc", "2026-06-23"}, {"wcc", "2026-05-26"}};
    for (size_t i = 0; i < 2; i++) {
        tear_down(state);
        set_up(state);
        begin_in(boroughs[i].name, boroughs[i].name);
        send("pregnancy.recorded", "worker-1", "worker", "{\"unborn\":[{\"expected_date\":\"2026-09-01\"}]}");
        assert_int_equal(plan->outcome, OUTCOME_DONE);
        assert_string_equal(due_of("conference[1]"), boroughs[i].due);
        assert_string_equal(due_of("birth-plan[1]"), "2026-08-04");
        send("date.moved", "worker-1", "worker", "{\"expected_date\":\"2026-09-15\"}");
        assert_int_equal(plan->outcome, OUTCOME_DONE);
        assert_string_equal(due_of("birth-plan[1]"), "2026-08-18");
    }
}

/* Two contacts missed bring up a review in one borough, three in the other. */
static void test_drifting(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        int missed;
    } boroughs[] = {{"lbhf", 2}, {"rbkc", 3}};
    uint16_t due = definition_state(definition, TEXT("service.review.due"));
    for (size_t i = 0; i < 2; i++) {
        tear_down(state);
        set_up(state);
        begin_in(boroughs[i].name, boroughs[i].name);
        for (int missed = 1; missed <= boroughs[i].missed; missed++) {
            assert_false(subject_in(plan->after, due, 0));
            now += 7 * DAY;
            send("task.session.done", "worker-1", "worker", "{\"attended\":\"missed\"}");
            assert_int_equal(plan->outcome, OUTCOME_DONE);
        }
        assert_true(subject_in(plan->after, due, 0));
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_every_expression_compiles, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_lives_outside, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_reviews_differ_by_borough, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_conferences_differ_by_borough, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_drifting, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

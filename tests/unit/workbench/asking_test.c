/* One rule asked of a case for its own sake: what is supposed, what is told of it, and what it costs. */
#include "support.h"

#include "workbench/asking.h"

#include <string.h>

/* What stands behind the questions: it notes them, and answers. */
static struct {
    size_t begun, ended, inquired;
    enum inquiry_kind kind;
    int64_t visits; /* as the subject that was asked about had them */
    bool with_event;
    enum status status;
    struct json *calls;
} fake;

static void fake_begin(void *self, struct arena *arena, const struct world *world, struct json *transcript)
{
    (void)self, (void)arena, (void)world;
    fake.begun++;
    fake.calls = transcript;
}

static void fake_end(void *self)
{
    (void)self;
    fake.ended++;
}

static enum status fake_inquire(void *self, const struct inquiry *inquiry, const struct scope *scope,
                                struct inquiry_answer *answer, struct error *error)
{
    struct arena *arena = self;
    fake.inquired++;
    fake.kind = inquiry->kind;
    fake.visits = json_get_integer(&scope->subject->data, "visits", -1);
    fake.with_event = scope->event != NULL;
    *answer = (struct inquiry_answer){.value = {.kind = VALUE_BOOLEAN, .boolean = true},
                                      .sentence = TEXT("So it is."),
                                      .plugin = TEXT("north"),
                                      .instructions = 7};
    if (fake.calls) {
        struct error ignored;
        struct text calls =
            TEXT("[{\"call\":\"actions.act\",\"gave\":[{\"effect\":\"log\",\"name\":\"a\"}]},"
                 "{\"call\":\"rules.may\",\"gave\":[1]},{\"call\":\"actions.act\",\"failed\":1}]");
        assert_int_equal(json_read(arena, calls, fake.calls, &ignored), STATUS_OK);
    }
    return fake.status == STATUS_OK ? STATUS_OK : error_set(error, fake.status, "it failed");
}

static const struct rules_api api = {.begin = fake_begin, .end = fake_end, .inquire = fake_inquire};

static struct arena arena;
static struct definition definition;
static struct field fields[2];
static struct rule_declaration rules_declared[1];
static struct subject subject;
static struct world world;
static struct error error;

static int begin(void **state)
{
    (void)state;
    arena_init(&arena);
    memset(&fake, 0, sizeof fake);
    memset(&definition, 0, sizeof definition);
    fields[0] = (struct field){.name = TEXT("visits"), .type = FIELD_NUMBER};
    fields[1] = (struct field){.name = TEXT("twice"), .type = FIELD_NUMBER, .computed = (void *)&definition};
    definition.name = TEXT("small");
    definition.fields.at = fields;
    definition.fields.count = 2;
    map_add(&arena, &definition.fields.by_name, TEXT("visits"), 0);
    map_add(&arena, &definition.fields.by_name, TEXT("twice"), 1);
    rules_declared[0].name = TEXT("may");
    definition.rules = rules_declared;
    definition.rule_count = 1;
    subject = (struct subject){.definition = &definition, .data = json_object()};
    json_set(&arena, &subject.data, TEXT("visits"), json_integer(3));
    return 0;
}

static int end(void **state)
{
    (void)state;
    arena_deinit(&arena);
    return 0;
}

static enum status ask(struct asking *asking, const char *supposed, struct json *answer)
{
    struct rules rules = {.api = &api, .self = &arena};
    assert_int_equal(json_read(&arena, text_of(supposed), &asking->supposed, &error), STATUS_OK);
    return asking_answer(&arena, &world, &subject, asking, &rules, answer, &error);
}

static void a_rule_is_told(void **state)
{
    (void)state;
    struct json answer;
    struct asking asking = {.inquiry = {.kind = INQUIRY_RULE, .name = TEXT("may")}};
    assert_int_equal(ask(&asking, "null", &answer), STATUS_OK);
    assert_true(json_member_of(&answer, "answer")->boolean);
    assert_true(text_is(json_get_text(&answer, "words"), "yes"));
    assert_true(text_is(json_get_text(&answer, "sentence"), "So it is."));
    assert_true(text_is(json_get_text(&answer, "plugin"), "north"));
    assert_int_equal(json_get_integer(&answer, "instructions", 0), 7);
    assert_int_equal(json_member_of(&answer, "calls")->count, 3);
    assert_null(json_member_of(&answer, "effects"));
    assert_int_equal(fake.visits, 3);
    assert_false(fake.with_event);
    assert_int_equal(fake.begun, fake.ended);
}

static void an_actions_effects_are_its_own(void **state)
{
    (void)state;
    struct json answer;
    struct asking asking = {.inquiry = {.kind = INQUIRY_ACTION, .name = TEXT("act")},
                            .event = {.name = TEXT("seen")}};
    assert_int_equal(ask(&asking, "null", &answer), STATUS_OK);
    assert_int_equal(json_member_of(&answer, "effects")->count, 1);
    assert_null(json_member_of(&answer, "answer"));
    assert_true(fake.with_event);
}

static void a_measure_is_told_as_a_value(void **state)
{
    (void)state;
    struct json answer;
    struct asking asking = {.inquiry = {.kind = INQUIRY_MEASURE, .name = TEXT("work.busy")}};
    assert_int_equal(ask(&asking, "null", &answer), STATUS_OK);
    assert_true(text_is(json_get_text(&answer, "measure"), "work.busy"));
    assert_true(json_member_of(&answer, "answer")->boolean);
    assert_null(json_member_of(&answer, "effects"));
}

static void what_is_supposed_is_so_there_alone(void **state)
{
    (void)state;
    struct json answer;
    struct asking asking = {.inquiry = {.kind = INQUIRY_RULE, .name = TEXT("may")}};
    assert_int_equal(ask(&asking, "{\"visits\":9}", &answer), STATUS_OK);
    assert_int_equal(fake.visits, 9);
    assert_int_equal(json_get_integer(&subject.data, "visits", 0), 3);
    fake.inquired = 0;
    assert_int_equal(ask(&asking, "{\"nothing\":9}", &answer), STATUS_INVALID);
    assert_string_equal(error.message, "the workflow small has no field nothing that can be supposed");
    assert_int_equal(ask(&asking, "{\"twice\":9}", &answer), STATUS_INVALID);
    assert_int_equal(fake.inquired, 0);
    assert_int_equal(fake.begun, fake.ended);
}

static void what_fails_is_the_status(void **state)
{
    (void)state;
    struct json answer = json_null();
    struct asking asking = {.inquiry = {.kind = INQUIRY_HOOK, .name = TEXT("x")}};
    fake.status = STATUS_CUT_OFF;
    assert_int_equal(ask(&asking, "null", &answer), STATUS_CUT_OFF);
    assert_int_equal(answer.type, JSON_NULL);
    assert_int_equal(fake.begun, fake.ended);
}

static void each_rule_is_timed(void **state)
{
    (void)state;
    struct json answer;
    struct rules rules = {.api = &api, .self = &arena};
    struct asking_bench bench = {
        .world = &world, .subject = &subject, .rules = &rules, .clock = clock_system()};
    assert_int_equal(asking_bench(&arena, &bench, &answer, &error), STATUS_OK);
    assert_int_equal(fake.inquired, 2 * ASKING_ROUNDS);
    assert_int_equal(fake.begun, fake.ended);
    const struct json *items = json_member_of(&answer, "items");
    assert_int_equal(items->count, 1);
    assert_true(text_is(json_get_text(&items->elements[0], "rule"), "may"));
    assert_true(text_is(json_get_text(&items->elements[0], "plugin"), "north"));
    fake.status = STATUS_SCRIPT;
    assert_int_equal(asking_bench(&arena, &bench, &answer, &error), STATUS_SCRIPT);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_rule_is_told),
        TEST(an_actions_effects_are_its_own),
        TEST(a_measure_is_told_as_a_value),
        TEST(what_is_supposed_is_so_there_alone),
        TEST(what_fails_is_the_status),
        TEST(each_rule_is_timed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

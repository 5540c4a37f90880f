/* What an expression sees: data by its types, item, event, case, actor, and the questions about the case's
 * course. */
#include "support.h"

static struct ground ground;

static int set_up(void **state)
{
    (void)state;
    ground_init(&ground, ground_workflow, ground_case);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    ground_deinit(&ground);
    return 0;
}

static void test_data(void **state)
{
    (void)state;
    ground_expect(&ground, "data.name", "a text: Zebedee");
    ground_expect(&ground, "data.missed", "a number: 3");
    ground_expect(&ground, "data.missed + 1", "a number: 4");
    ground_expect(&ground, "data.cost", "a number: 12.5");
    ground_expect(&ground, "data.agreed", "a yes or no: yes");
    ground_expect(&ground, "data.kind == \"one\"", "a yes or no: yes");
    ground_expect(&ground, "data.parent", "a text: P-7");
    ground_expect(&ground, "#data.kinds", "a number: 2");
    ground_expect(&ground, "data.kinds[2]", "a text: two");
    ground_expect(&ground, "data.kinds", "a list or group: [\"one\",\"two\"]");
    ground_expect(&ground, "data.never", "nothing: nothing");
    ground_expect(&ground, "data.twice", "a number: 6");
    ground_expect(&ground, "#data.unborn", "a number: 2");
    ground_expect(&ground, "data.unborn[1].expected", "a date: 1 June 2026");
    ground_expect(&ground, "data.unborn[2].id", "a number: 2");
    ground_expect(&ground, "data.unborn[2].half", "a date: 14 April 2026");
    ground_expect(&ground, "data.unborn[1].half", "a date: 12 January 2026");
    ground_expect(&ground, "data.unborn[3]", "nothing: nothing");
    ground_expect(&ground, "data.unborn[\"first\"]",
                  "script: a list is read by position, [1], and its length is told by #");
    ground_expect(&ground, "data.nmae", "script: the workflow small has no field nmae");
    ground_expect(&ground, "data.unborn[1].nmae", "script: the list unborn has no field nmae");
    ground_expect(&ground, "data[data.story]", "script: the workflow small has no field …");
}

static void test_damaged_data(void **state)
{
    (void)state;
    struct error error;
    assert_int_equal(
        json_read(&ground.arena,
                  TEXT("{\"order\":\"soon\",\"missed\":\"three\",\"agreed\":1,\"name\":[],\"unborn\":{}}"),
                  &ground.subject.data, &error),
        STATUS_OK);
    ground_expect(&ground, "data.order", "script: the field order does not hold a date");
    ground_expect(&ground, "data.missed", "script: the field missed does not hold a number");
    ground_expect(&ground, "data.agreed", "script: the field agreed does not hold yes or no");
    ground_expect(&ground, "data.name", "script: the field name does not hold a text");
    ground_expect(&ground, "data.unborn", "script: the field unborn does not hold a list");
}

static void test_item(void **state)
{
    (void)state;
    ground_expect(&ground, "item", "nothing: nothing");
    ground.scope.list = definition_field(ground.definition, TEXT("unborn"));
    ground.scope.item = 2;
    ground_expect(&ground, "item.expected - weeks(4)", "a date: 4 August 2026");
    ground_expect(&ground, "item.id", "a number: 2");
    ground_expect(&ground, "item.born", "nothing: nothing");
    ground_expect(&ground, "item.half", "a date: 14 April 2026");
    ground_expect(&ground, "data.unborn[1].half", "a date: 12 January 2026");
    ground_expect(&ground, "item.nmae", "script: the list unborn has no field nmae");
    ground.scope.item = 9;
    ground_expect(&ground, "item.expected", "nothing: nothing");
}

static void set_event(const char *data)
{
    static const struct form *forms[1];
    forms[0] = definition_form(ground.definition, TEXT("needs"));
    ground.event = (struct event){.name = TEXT("go"),
                                  .at = 1767603600000,
                                  .recorded = 1767690000000,
                                  .actor = TEXT("lead-1"),
                                  .of = TEXT("unborn/2"),
                                  .forms = forms,
                                  .form_count = 1};
    assert_int_equal(json_read(&ground.arena, text_of(data), &ground.event.data, &ground.error), STATUS_OK);
    ground.scope.event = &ground.event;
}

static void test_event(void **state)
{
    (void)state;
    ground_expect(&ground, "event.name", "nothing: nothing");
    ground_expect(&ground, "event.data.order", "nothing: nothing");
    set_event(
        "{\"order\":\"2026-01-31\",\"kind\":\"two\",\"free\":{\"a\":[1,2]},\"free_date\":\"2026-01-31\"}");
    ground_expect(&ground, "event.data.order + days(1)", "a date: 1 February 2026");
    ground_expect(&ground, "event.data.kind", "a text: two");
    ground_expect(&ground, "event.data.free.a[2]", "a number: 2");
    ground_expect(&ground, "event.data.free_date", "a text: 2026-01-31");
    ground_expect(&ground, "event.data.nothing", "nothing: nothing");
    ground_expect(&ground, "event.name", "a text: go");
    ground_expect(&ground, "event.at", "an instant: 2026-01-05T09:00:00Z");
    ground_expect(&ground, "event.recorded", "an instant: 2026-01-06T09:00:00Z");
    ground_expect(&ground, "event.actor", "a text: lead-1");
    ground_expect(&ground, "event.of", "a text: unborn/2");
    ground_expect(&ground, "event.when", "script: event has no member when");
    set_event("null");
    ground_expect(&ground, "event.data.order", "nothing: nothing");
}

/* A shell and a page send texts; what does not fit is left to the form to refuse. */
static void test_answers_as_they_came(void **state)
{
    (void)state;
    static const struct form *forms[1];
    struct form_field places[] = {{.field = definition_field(ground.definition, TEXT("agreed"))},
                                  {.field = definition_field(ground.definition, TEXT("missed"))},
                                  {.field = definition_field(ground.definition, TEXT("order"))},
                                  {.field = definition_field(ground.definition, TEXT("unborn"))}};
    struct form form = {.name = TEXT("all"), .fields = places, .count = 4};
    set_event(
        "{\"agreed\":\"no\",\"missed\":\"3\",\"order\":\"soon\",\"unborn\":[{\"expected\":\"2026-06-01\"}]}");
    forms[0] = &form;
    ground.event.forms = forms;
    ground_expect(&ground, "event.data.agreed", "a yes or no: no");
    ground_expect(&ground, "event.data.missed + 1", "a number: 4");
    ground_expect(&ground, "event.data.order", "a text: soon");
    ground_expect(&ground, "event.data.unborn[1].expected", "a date: 1 June 2026");
    set_event("{\"agreed\":\"perhaps\",\"missed\":\"three\",\"unborn\":3}");
    ground.event.forms = forms;
    ground_expect(&ground, "event.data.agreed", "a text: perhaps");
    ground_expect(&ground, "event.data.missed", "a text: three");
    ground_expect(&ground, "event.data.unborn", "a number: 3");
}

static void test_case_and_actor(void **state)
{
    (void)state;
    ground_expect(&ground, "case.reference", "a text: C-17");
    ground_expect(&ground, "case.link", "a text: https://example.org/cases/C-17");
    ground_expect(&ground, "case.area", "a text: rbkc");
    ground_expect(&ground, "case.worker ~= nil", "a yes or no: yes");
    ground_expect(&ground, "case.opened", "an instant: 2026-01-05T09:00:00Z");
    ground_expect(&ground, "case.closed", "nothing: nothing");
    ground_expect(&ground, "case.version", "a number: 4");
    ground_expect(&ground, "case.id", "a number: 17");
    ground_expect(&ground, "case.nmae", "script: case has no member nmae");
    ground_expect(&ground, "case", "script: the case is no value that can be kept");
    ground.subject.worker = (struct text){0};
    ground_expect(&ground, "case.worker ~= nil", "a yes or no: no");
    ground.scope.roles = definition_role(ground.definition, TEXT("lead"));
    set_event("{}");
    ground_expect(&ground, "actor.id", "a text: lead-1");
    ground_expect(&ground, "#actor.roles", "a number: 2");
    ground_expect(&ground, "actor.roles.lead", "a yes or no: yes");
    ground_expect(&ground, "actor.roles[1]", "a text: worker");
    ground_expect(&ground, "actor.roles.nobody", "script: actor.roles has no member nobody");
    ground.scope.roles = definition_role(ground.definition, TEXT("worker"));
    ground_expect(&ground, "actor.roles.lead", "a yes or no: no");
}

static void test_links(void **state)
{
    (void)state;
    ground_expect(&ground, "case.links.earlier", "nothing: nothing");
    ground_expect(&ground, "case.links.earlier ~= nil", "a yes or no: no");
    struct json links;
    assert_int_equal(json_read(&ground.arena, TEXT("{\"earlier\":[\"C-2\",\"C-3\"]}"), &links, NULL),
                     STATUS_OK);
    ground.subject.links = links;
    ground_expect(&ground, "case.links.earlier ~= nil", "a yes or no: yes");
    ground_expect(&ground, "case.links.earlier[2]", "a text: C-3");
    ground_expect(&ground, "#case.links.earlier", "a number: 2");
    ground_expect(&ground, "case.links.later", "nothing: nothing");
    ground_expect(&ground, "case.links[\"fri\" .. \"end\"]", "script: case.links has no member …");
    ground_expect(&ground, "case.links", "script: the links is no value that can be kept");
    ground.subject.links = json_object();
}

static void test_states(void **state)
{
    (void)state;
    ground_expect(&ground, "In(\"service\")", "a yes or no: yes");
    ground_expect(&ground, "In(\"referral\")", "a yes or no: no");
    ground_expect(&ground, "In(\"service.birth.expected\")", "a yes or no: yes");
    ground_expect(&ground, "entered(\"service.work\")", "an instant: 2026-01-06T09:00:00Z");
    ground_expect(&ground, "entered(\"closed\")", "nothing: nothing");
    ground_expect(&ground, "reached(\"engaged\")", "an instant: 2026-01-06T09:00:00Z");
    ground_expect(&ground, "reached(\"completed\")", "nothing: nothing");
    ground.scope.list = definition_field(ground.definition, TEXT("unborn"));
    ground.scope.item = 1;
    ground_expect(&ground, "In(\"service.birth.expected\")", "a yes or no: no");
    ground_expect(&ground, "In(\"service.work\")", "a yes or no: yes");
    ground_expect(&ground, "task(\"plan\").open", "a yes or no: no");
    ground_expect(&ground, "task(\"decide\").by", "a text: lead-1");
    ground.scope.item = 2;
    ground_expect(&ground, "In(\"service.birth.expected\")", "a yes or no: yes");
    ground_expect(&ground, "task(\"plan\").open", "a yes or no: yes");
    ground_expect(&ground, "In(\"servise\")",
                  "script: In() was given servise, and the workflow has no such state");
    ground_expect(&ground, "In(data.name)", "script: In() was given …, and the workflow has no such state");
    ground_expect(&ground, "reached(\"nothing\")", "script: the workflow has no milestone nothing");
}

static void test_tasks(void **state)
{
    (void)state;
    ground_expect(&ground, "task(\"decide\").done", "an instant: 2026-01-06T09:00:00Z");
    ground_expect(&ground, "task(\"decide\").at", "an instant: 2026-01-05T09:00:00Z");
    ground_expect(&ground, "task(\"decide\").due", "a date: 6 January 2026");
    ground_expect(&ground, "task(\"decide\").open", "a yes or no: no");
    ground_expect(&ground, "task(\"plan\").open", "a yes or no: yes");
    ground_expect(&ground, "task(\"visit\").open", "a yes or no: no");
    ground_expect(&ground, "task(\"visit\").done", "nothing: nothing");
    ground_expect(&ground, "task(\"visit\").due + days(1)", "nothing: nothing");
    ground_expect(&ground, "task(\"nothing\").due", "script: the workflow has no task nothing");
    ground_expect(&ground, "task(\"visit\").nothing", "script: a task has no member nothing");
}

static void test_records(void **state)
{
    (void)state;
    ground_expect(&ground, "first(\"needs\").kind", "a text: one");
    ground_expect(&ground, "last(\"needs\").kind", "a text: two");
    ground_expect(&ground, "last(\"needs\").order + days(1)", "a date: 1 February 2026");
    ground_expect(&ground, "first(\"needs\").order", "nothing: nothing");
    ground_expect(&ground, "last(\"needs\").at + months(3)", "a date: 6 April 2026");
    ground_expect(&ground, "first(\"needs\").by", "a text: lead-1");
    ground_expect(&ground, "count(\"needs\")", "a number: 2");
    ground_expect(&ground, "last(\"quiet\").visits", "nothing: nothing");
    ground_expect(&ground, "last(\"quiet\").at + months(3)", "nothing: nothing");
    ground_expect(&ground, "last(\"quiet\")", "nothing: nothing");
    ground_expect(&ground, "count(\"quiet\")", "a number: 0");
    ground_expect(&ground, "#answers(\"session\")", "a number: 2");
    ground_expect(&ground, "answers(\"session\")[2].missed", "a number: 5");
    ground_expect(&ground, "answers(\"session\")[2].at", "an instant: 2026-01-06T09:00:00Z");
    ground_expect(&ground, "#answers(\"quiet\")", "a number: 0");
    ground_expect(
        &ground, "answers(\"needs\")[1]",
        "script: the records of needs are not kept whole with the case: an expression of the workflow must "
        "ask for answers() of it by name");
    ground_expect(&ground, "first(\"needs\").nothing", "script: the form needs has no field nothing");
    ground_expect(&ground, "first(\"nothing\").at", "script: the workflow has no form nothing");
}

static void test_further_names(void **state)
{
    (void)state;
    struct named_value further[] = {
        {TEXT("prevented"), {.kind = VALUE_NUMBER, .json = json_integer(7)}},
        {TEXT("proceedings"), {.kind = VALUE_NUMBER, .json = json_integer(30000)}},
    };
    ground.scope.further = further;
    ground.scope.further_count = 2;
    ground_expect(&ground, "prevented * proceedings", "a number: 210000");
}

static void test_results(void **state)
{
    (void)state;
    ground_expect(&ground, "1 / 0",
                  "script: a computation gave no finite number (was something divided by zero?)");
    ground_expect(&ground, "0 / 0",
                  "script: a computation gave no finite number (was something divided by zero?)");
    ground_expect(&ground, "7 // 2", "a number: 3");
    ground_expect(&ground, "7 / 2", "a number: 3.5");
    ground_expect(&ground, "4 / 2", "a number: 2");
    ground_expect(&ground, "data.missed // 0", "script: attempt to divide by zero");
    ground_expect(&ground, "\"a\" .. 1", "a text: a1");
    ground_expect(&ground, "\"10\" + 1",
                  "script: attempt to perform arithmetic on a string value (constant '10')");
    ground_expect(&ground, "data.name .. data.story", "a text: ZebedeeHeard.");
    ground_expect(&ground, "string.upper(data.name)", "a text: ZEBEDEE");
    ground_expect(&ground, "tostring(data.order)", "a text: 2026-01-31");
    ground_expect(&ground, "math.max(1, data.missed)", "a number: 3");
    ground_expect(&ground, "string.sub(\"\xC3\xA9\", 1, 1)", "script: a text was cut within a character");
    ground_expect(&ground, "data.name.first.second", "script: attempt to index a nil value (field 'first')");
}

static void test_place(void **state)
{
    (void)state;
    struct value value;
    ground_begin(&ground);
    assert_int_equal(ground_evaluate(&ground, "data.name + 1", &value), STATUS_SCRIPT);
    ground_end(&ground);
    assert_string_equal(ground.error.place, "small.yaml:12:5");
    ground.subject.data = json_object();
    ground_begin(&ground);
    assert_int_equal(ground_evaluate(&ground, "data.twice", &value), STATUS_SCRIPT);
    ground_end(&ground);
    assert_string_equal(ground.error.message,
                        "attempt to perform arithmetic on a nil value (field 'missed')");
    const struct expression *twice = definition_field(ground.definition, TEXT("twice"))->computed;
    assert_string_equal(ground.error.place, arena_printf(&ground.arena, "small.yaml:%u:%u", twice->place.line,
                                                         twice->place.column));
}

/* A field that is computed from itself ends at the depth, not in the stack. */
static void test_depth(void **state)
{
    (void)state;
    struct field *field = (struct field *)definition_field(ground.definition, TEXT("twice"));
    struct expression itself = {.source = TEXT("data.twice + 1"), .index = 900};
    field->computed = &itself;
    ground_expect(&ground, "data.twice",
                  "script: computed fields and rules ask for one another more than 16 deep");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_data, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_damaged_data, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_item, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_event, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_answers_as_they_came, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_case_and_actor, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_links, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_states, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_tasks, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_records, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_further_names, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_results, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_place, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_depth, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

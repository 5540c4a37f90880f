#include "support.h"

#include "workbench/simulate.h"

struct stage {
    struct arena arena;
    struct store *store;
    struct simulation *simulation;
    struct buffer out;
};

static int set_up(void **state)
{
    static struct stage stage;
    stage = (struct stage){0};
    arena_init(&stage.arena);
    *state = &stage;
    return 0;
}

static int tear_down(void **state)
{
    struct stage *stage = *state;
    simulation_free(stage->simulation);
    if (stage->store) {
        store_close(stage->store);
    }
    arena_deinit(&stage->arena);
    return 0;
}

static void begin_all(struct stage *stage, const char *const *yaml, size_t count)
{
    struct error error;
    struct world *world = support_world(&stage->arena, yaml, count);
    assert_int_equal(store_open_memory(&stage->store, &error), STATUS_OK);
    struct simulation_options options = {.world = world,
                                         .workflow = world->definitions[0]->name,
                                         .area = TEXT("wcc"),
                                         .at = instant_read(zone_utc(), TEXT("2026-01-05T09:00:00Z")),
                                         .store = stage->store,
                                         .rules = support_rules()};
    assert_int_equal(simulation_new(&options, &stage->simulation, &error), STATUS_OK);
}

static void begin(struct stage *stage, const char *yaml)
{
    begin_all(stage, &yaml, 1);
}

/* What LINE is answered with. */
static const char *say(struct stage *stage, const char *line)
{
    struct error error;
    buffer_init(&stage->out, &stage->arena);
    enum status status = simulation_line(stage->simulation, text_of(line), &stage->out, &error);
    if (status != STATUS_OK) {
        print_error("%s: %s\n", status_name(status), error.message);
    }
    assert_int_equal(status, STATUS_OK);
    return text_copy(&stage->arena, buffer_result(&stage->out)).at;
}

/* The same, in short: "event outcome [configuration] now, error" an answer a line. */
static const char *brief(struct stage *stage, const char *line)
{
    struct text rest = text_of(say(stage, line)), answer_text;
    struct buffer out;
    buffer_init(&out, &stage->arena);
    while (rest.size && text_split(&rest, '\n', &answer_text) && answer_text.size) {
        struct json answer;
        assert_int_equal(json_read(&stage->arena, answer_text, &answer, NULL), STATUS_OK);
        assert_non_null(json_member_of(&answer, "unmet"));
        assert_non_null(json_member_of(&answer, "version"));
        assert_non_null(json_member_of(&answer, "data"));
        struct text event = json_get_text(&answer, "event"), error = json_get_text(&answer, "error");
        assert_true(event.size || json_member_of(&answer, "event")->type == JSON_NULL);
        buffer_printf(&out, "%s%.*s %.*s %.*s %.*s", out.size ? " | " : "",
                      TEXT_ARGS(event.size ? event : TEXT("-")), TEXT_ARGS(json_get_text(&answer, "outcome")),
                      TEXT_ARGS(json_to_text(&stage->arena, json_member_of(&answer, "configuration"))),
                      TEXT_ARGS(text_part(json_get_text(&answer, "now"), 8, 99)));
        if (error.size) {
            buffer_printf(&out, " %.*s", TEXT_ARGS(error));
        }
    }
    return text_copy(&stage->arena, buffer_result(&out)).at;
}

static const char simple[] = "workflow: w\n"
                             "roles: {lead: Lead}\n"
                             "fields: {x: number}\n"
                             "events:\n"
                             "  open: {title: Open}\n"
                             "  go: {title: Go}\n"
                             "  back: {title: Back, roles: [lead]}\n"
                             "  never: {title: Never}\n"
                             "initial: a\n"
                             "states:\n"
                             "  a: {on: {go: b}}\n"
                             "  b: {on: {back: a, never: {target: a, guard: 'false'}}}\n";

static void the_start_is_answered_before_the_first_line(void **state)
{
    begin(*state, simple);
    assert_string_equal(say(*state, "{\"event\":\"go\"}"),
                        "{\"case\":\"C-1\",\"configuration\":[\"a\"],\"data\":{},\"event\":null,\"now\":"
                        "\"2026-01-05T09:00:00Z\",\"outcome\":\"done\",\"unmet\":[],\"version\":1}\n"
                        "{\"case\":\"C-1\",\"configuration\":[\"b\"],\"data\":{},\"event\":\"go\",\"now\":"
                        "\"2026-01-05T09:00:00Z\",\"outcome\":\"done\",\"unmet\":[],\"version\":2}\n");
    assert_string_equal(brief(*state, "{\"event\":\"back\"}"), "back done [\"a\"] 05T09:00:00Z");
}

static void an_empty_line_starts_once(void **state)
{
    begin(*state, simple);
    assert_string_equal(brief(*state, ""), "- done [\"a\"] 05T09:00:00Z");
    assert_string_equal(brief(*state, "  \r\n"), "");
    assert_string_equal(brief(*state, "{\"event\":\"go\"}"), "go done [\"b\"] 05T09:00:00Z");
}

static void a_first_open_opens_with_its_data(void **state)
{
    begin(*state, simple);
    const char *answer = say(*state, "{\"event\":\"open\",\"case\":\"A-1\",\"data\":{\"x\":3}}");
    assert_string_equal(
        answer, "{\"case\":\"A-1\",\"configuration\":[\"a\"],\"data\":{\"x\":3},\"event\":\"open\",\"now\":"
                "\"2026-01-05T09:00:00Z\",\"outcome\":\"done\",\"unmet\":[],\"version\":1}\n");
}

static void refused_and_unknown_are_answers(void **state)
{
    begin(*state, simple);
    brief(*state, "{\"event\":\"go\"}");
    assert_string_equal(brief(*state, "{\"event\":\"never\"}"), "never refused [\"b\"] 05T09:00:00Z");
    assert_string_equal(brief(*state, "{\"event\":\"go\"}"), "go refused [\"b\"] 05T09:00:00Z");
    assert_string_equal(brief(*state, "{\"event\":\"fly\"}"), "fly unknown [\"b\"] 05T09:00:00Z");
}

static void no_role_means_every_role(void **state)
{
    begin(*state, simple);
    brief(*state, "{\"event\":\"go\"}");
    assert_string_equal(brief(*state, "{\"event\":\"back\",\"role\":\"stranger\"}"),
                        "back refused [\"b\"] 05T09:00:00Z");
    assert_string_equal(brief(*state, "{\"event\":\"back\",\"role\":\"lead\"}"),
                        "back done [\"a\"] 05T09:00:00Z");
    brief(*state, "{\"event\":\"go\"}");
    assert_string_equal(brief(*state, "{\"event\":\"back\"}"), "back done [\"a\"] 05T09:00:00Z");
}

static void bad_lines_fail_and_the_simulation_goes_on(void **state)
{
    static const struct {
        const char *line, *answer;
    } bad[] = {
        {"{\"event\":", "- failed [\"a\"] 05T09:00:00Z the line is no JSON, at 1:10: "},
        {"\xFF", "- failed [\"a\"] 05T09:00:00Z the line is no JSON, at 1:1: "},
        {"[]", "- failed [\"a\"] 05T09:00:00Z a command is a JSON object"},
        {"7", "- failed [\"a\"] 05T09:00:00Z a command is a JSON object"},
        {"{}", "- failed [\"a\"] 05T09:00:00Z a command says which “event” it is"},
        {"{\"event\":\"go\",\"evnt\":1}",
         "- failed [\"a\"] 05T09:00:00Z a command has no “evnt”; did you mean “event”?"},
        {"{\"event\":3}", "- failed [\"a\"] 05T09:00:00Z “event” must be a text"},
        {"{\"wait\":3}", "- failed [\"a\"] 05T09:00:00Z “wait” must be a duration"},
        {"{\"wait\":\"soon\"}", "- failed [\"a\"] 05T09:00:00Z "},
        {"{\"wait\":\"-1 day\"}", "- failed [\"a\"] 05T09:00:00Z “wait” leads back"},
        {"{\"wait\":\"P1D\",\"event\":\"go\"}", "- failed [\"a\"] 05T09:00:00Z a line that waits has “wait”"},
        {"{\"event\":\"go\",\"at\":\"2026-01-07\",\"recorded\":\"2026-01-06\"}",
         "- failed [\"a\"] 05T09:00:00Z it is `recorded` before it happened"},
        {"{\"event\":\"go\",\"case\":\"none\"}", "go failed [] 05T09:00:00Z "},
        {"{\"event\":\"open\",\"workflow\":\"none\"}", "open failed [] 05T09:00:00Z "},
        {"{\"event\":\"go\",\"if_match\":9}", "go failed [\"a\"] 05T09:00:00Z "},
    };
    begin(*state, simple);
    brief(*state, "");
    for (size_t i = 0; i < count_of(bad); i++) {
        const char *answer = brief(*state, bad[i].line);
        if (!text_starts(text_of(answer), text_of(bad[i].answer))) {
            assert_string_equal(answer, bad[i].answer);
        }
    }
    assert_string_equal(brief(*state, "{\"event\":\"go\"}"), "go done [\"b\"] 05T09:00:00Z");
}

static void a_first_line_that_is_bad_still_starts(void **state)
{
    begin(*state, simple);
    const char *answer = brief(*state, "nonsense");
    assert_true(
        text_starts(text_of(answer), TEXT("- done [\"a\"] 05T09:00:00Z | - failed [\"a\"] 05T09:00:00Z ")));
}

static void a_form_that_wants_answers_refuses_the_start(void **state)
{
    begin(
        *state,
        "workflow: w\nfields: {x: {type: number, required: true}}\nforms: {f: {title: F, fields: [x]}}\n"
        "events: {open: {title: Open, form: f}, go: {title: Go}}\ninitial: a\nstates: {a: {on: {go: {}}}}\n");
    assert_string_equal(brief(*state, "{\"event\":\"go\"}"),
                        "- refused [] 05T09:00:00Z | go failed [] 05T09:00:00Z there is no case yet: begin "
                        "with an “open” and its data");
    assert_string_equal(brief(*state, "{\"event\":\"open\",\"data\":{\"x\":1}}"),
                        "open done [\"a\"] 05T09:00:00Z");
    assert_string_equal(brief(*state, "{\"event\":\"go\"}"), "go done [\"a\"] 05T09:00:00Z");
}

static void several_cases_go_by_their_names(void **state)
{
    begin(*state, simple);
    assert_string_equal(brief(*state, "{\"event\":\"open\",\"case\":\"A\"}"),
                        "open done [\"a\"] 05T09:00:00Z");
    brief(*state, "{\"event\":\"open\",\"case\":\"B\"}");
    assert_string_equal(brief(*state, "{\"event\":\"go\"}"), "go done [\"b\"] 05T09:00:00Z");
    assert_string_equal(brief(*state, "{\"wait\":\"P1D\",\"case\":\"A\"}"), "- done [\"a\"] 06T09:00:00Z");
    assert_string_equal(brief(*state, "{\"wait\":\"PT1S\"}"), "- done [\"b\"] 06T09:00:01Z");
    assert_string_equal(brief(*state, "{\"event\":\"go\",\"case\":\"A\"}"), "go done [\"b\"] 06T09:00:01Z");
    assert_true(text_starts(text_of(brief(*state, "{\"event\":\"open\",\"case\":\"A\"}")),
                            TEXT("open failed [\"b\"] ")));
}

static void a_first_line_names_the_case_that_starts(void **state)
{
    begin(*state, simple);
    assert_string_equal(say(*state, "{\"event\":\"fly\",\"case\":\"X-9\"}"),
                        "{\"case\":\"X-9\",\"configuration\":[\"a\"],\"data\":{},\"event\":null,\"now\":"
                        "\"2026-01-05T09:00:00Z\",\"outcome\":\"done\",\"unmet\":[],\"version\":1}\n"
                        "{\"case\":\"X-9\",\"configuration\":[\"a\"],\"data\":{},\"event\":\"fly\",\"now\":"
                        "\"2026-01-05T09:00:00Z\",\"outcome\":\"unknown\",\"unmet\":[],\"version\":1}\n");
}

/* --- time ------------------------------------------------------------------------------------ */

static const char timed[] = "workflow: w\n"
                            "events: {open: {title: Open}, note.taken: {title: N}}\n"
                            "initial: a\n"
                            "states:\n"
                            "  a: {after: {10 ms: b}, on: {note.taken: {}}}\n"
                            "  b: {after: {1 month: c}, on: {note.taken: {}}}\n"
                            "  c: {after: {2 days: d}, on: {note.taken: {}}}\n"
                            "  d: {on: {note.taken: {}}}\n";

static void a_wait_fires_what_is_due_on_the_way(void **state)
{
    begin(*state, timed);
    assert_string_equal(brief(*state, ""), "- done [\"a\"] 05T09:00:00Z");
    assert_string_equal(brief(*state, "{\"wait\":\"9 ms\"}"), "- done [\"a\"] 05T09:00:00.009Z");
    assert_string_equal(brief(*state, "{\"wait\":\"1 ms\"}"), "- done [\"b\"] 05T09:00:00.010Z");
    assert_string_equal(brief(*state, "{\"wait\":\"P1M1D\"}"), "- done [\"c\"] 06T09:00:00.010Z");
    assert_string_equal(brief(*state, "{\"wait\":\"P10Y\"}"), "- done [\"d\"] 06T09:00:00.010Z");
}

static void a_wait_says_what_was_waited(void **state)
{
    begin(*state, timed);
    brief(*state, "");
    assert_string_equal(
        say(*state, "{\"wait\":\"3 months\"}"),
        "{\"case\":\"C-1\",\"configuration\":[\"d\"],\"data\":{},\"event\":null,\"now\":\"2026-04-05T09:00:"
        "00Z\",\"outcome\":\"done\",\"unmet\":[],\"version\":4,\"wait\":\"3 months\"}\n");
}

static void a_time_still_to_come_moves_the_clock(void **state)
{
    begin(*state, timed);
    brief(*state, "");
    assert_string_equal(brief(*state, "{\"event\":\"note.taken\",\"at\":\"2026-02-10\"}"),
                        "note.taken done [\"d\"] 10T00:00:00Z");
    assert_string_equal(brief(*state, "{\"event\":\"note.taken\",\"at\":\"2026-02-01\"}"),
                        "note.taken done [\"d\"] 10T00:00:00Z");
}

static void a_late_entry_moves_the_clock_to_when_it_is_typed(void **state)
{
    begin(*state, timed);
    brief(*state, "");
    assert_string_equal(
        brief(*state, "{\"event\":\"note.taken\",\"at\":\"2026-01-06\",\"recorded\":\"2026-02-06\"}"),
        "note.taken done [\"c\"] 06T00:00:00Z");
}

static void what_is_due_at_once_has_fired_in_the_answer(void **state)
{
    begin(*state, "workflow: w\nevents: {open: {title: O}, go: {title: G}}\ninitial: a\n"
                  "states: {a: {on: {go: b}}, b: {after: {0 ms: c}}, c: {}}\n");
    brief(*state, "");
    assert_string_equal(brief(*state, "{\"event\":\"go\"}"), "go done [\"c\"] 05T09:00:00Z");
}

static void time_that_does_not_come_to_rest_is_told(void **state)
{
    begin(*state, "workflow: w\nevents: {open: {title: O}, go: {title: G}}\ninitial: a\n"
                  "states: {a: {on: {go: b}}, b: {after: {0 ms: {target: b, reenter: true}}}}\n");
    brief(*state, "");
    const char *answer = brief(*state, "{\"event\":\"go\"}");
    assert_true(text_starts(
        text_of(answer),
        TEXT("go failed [\"b\"] 05T09:00:00Z time does not come to rest at 2026-01-05T09:00:00Z")));
}

static void the_clock_ends_with_the_years(void **state)
{
    begin(*state, simple);
    brief(*state, "");
    brief(*state, "{\"wait\":\"P7900Y\"}");
    for (int i = 0; i < 80; i++) {
        brief(*state, "{\"wait\":\"P100Y\"}");
    }
    assert_non_null(
        strstr(brief(*state, "{\"wait\":\"P100Y\"}"), "the clock goes no further than the year 9999"));
}

static void the_same_lines_give_the_same_answers(void **state)
{
    static const char *const lines[] = {"{\"event\":\"go\"}", "{\"wait\":\"P3D\"}", "{\"event\":\"back\"}"};
    const char *first[count_of(lines)];
    struct stage *stage = *state;
    begin(stage, simple);
    for (size_t i = 0; i < count_of(lines); i++) {
        first[i] = say(stage, lines[i]);
    }
    simulation_free(stage->simulation);
    store_close(stage->store);
    begin(stage, simple);
    for (size_t i = 0; i < count_of(lines); i++) {
        assert_string_equal(say(stage, lines[i]), first[i]);
    }
}

static void a_workflow_that_is_not_there_is_not_found(void **state)
{
    struct stage *stage = *state;
    struct error error;
    const char *yaml = simple;
    struct simulation_options options = {.world = support_world(&stage->arena, &yaml, 1),
                                         .workflow = TEXT("x")};
    assert_int_equal(simulation_new(&options, &stage->simulation, &error), STATUS_NOT_FOUND);
    assert_null(stage->simulation);
}

int main(void)
{
#define with(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        with(the_start_is_answered_before_the_first_line),
        with(an_empty_line_starts_once),
        with(a_first_open_opens_with_its_data),
        with(refused_and_unknown_are_answers),
        with(no_role_means_every_role),
        with(bad_lines_fail_and_the_simulation_goes_on),
        with(a_first_line_that_is_bad_still_starts),
        with(a_form_that_wants_answers_refuses_the_start),
        with(several_cases_go_by_their_names),
        with(a_first_line_names_the_case_that_starts),
        with(a_wait_fires_what_is_due_on_the_way),
        with(a_wait_says_what_was_waited),
        with(a_time_still_to_come_moves_the_clock),
        with(a_late_entry_moves_the_clock_to_when_it_is_typed),
        with(what_is_due_at_once_has_fired_in_the_answer),
        with(time_that_does_not_come_to_rest_is_told),
        with(the_clock_ends_with_the_years),
        with(the_same_lines_give_the_same_answers),
        with(a_workflow_that_is_not_there_is_not_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

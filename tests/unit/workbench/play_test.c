/* Scenarios told: each key of a step, holding and not holding; people, cases, beginnings. */
#include "support.h"

#include "script/script.h"
#include "workbench/play.h"

struct stage {
    struct arena arena;
    struct world *world;
    const char *files[4][2]; /* path, content: further scenarios */
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
    arena_deinit(&((struct stage *)*state)->arena);
    return 0;
}

static const char workflow[] =
    "workflow: w\n"
    "roles: {worker: Worker, lead: {title: Lead, includes: [worker]}, boss: Boss}\n"
    "fields:\n"
    "  n: {type: number, title: N, default: 0}\n"
    "  t: {type: text, title: T}\n"
    "  d: {type: date, title: D}\n"
    "  flag: {type: yes/no, title: F}\n"
    "  c: {type: choice, title: C, options: {none: None, a: A}}\n"
    "  p: {type: person, title: P}\n"
    "  twice: {type: number, title: Twice, value: = data.n * 2}\n"
    "  items: {type: list, title: Items, of: {on_day: date, kept: yes/no, note: text}}\n"
    "forms:\n"
    "  start: {title: Start, fields: [n, t, d, flag, c, p, items]}\n"
    "  more: {title: More, fields: [items, n]}\n"
    "  done: {title: Done, fields: [t]}\n"
    "events:\n"
    "  open: {title: Open, form: start}\n"
    "  go: {title: Go on}\n"
    "  back: {title: Go back, roles: [lead]}\n"
    "  more: {title: More, form: more}\n"
    "  shout: {title: Shout}\n"
    "  end: {title: End}\n"
    "  shut: {title: Shut}\n"
    "milestones:\n"
    "  began: {title: Began, when: In(\"b\")}\n"
    "  ended: {title: Ended, when: In(\"z\")}\n"
    "initial: a\n"
    "states:\n"
    "  a:\n"
    "    tasks:\n"
    "      call: {title: Call, role: worker, due: 1 week, form: done}\n"
    "      note: {title: Note, role: worker, required: true}\n"
    "      extra: {title: Extra, role: lead, optional: true}\n"
    "    deadlines: {first: {title: First, due: 2 weeks, warn: 1 week, met_by: go}}\n"
    "    on:\n"
    "      go: {target: b, requires: [{if: data.n > 0, else: N is not there., who: worker}], open_tasks: "
    "ask}\n"
    "      more: {}\n"
    "      shut: {requires: [{if: data.n > 5, else: N is small., override: boss}]}\n"
    "      shout: {actions: [{notify: loud}]}\n"
    "      deadline.first.warned: {actions: [{notify: loud}]}\n"
    "      deadline.first.overdue: {actions: [{notify: loud}]}\n"
    "  b:\n"
    "    type: parallel\n"
    "    states:\n"
    "      left: {initial: one, states: {one: {}, two: {}}}\n"
    "      right: {each: items, initial: fresh, states: {fresh: {tasks: {look: {title: Look, role: lead, "
    "due: 3 "
    "days}}}}}\n"
    "    on:\n"
    "      back: {target: a}\n"
    "      more: {}\n"
    "      end: z\n"
    "  z: {type: final}\n"
    "rules:\n"
    "  pace: {title: Pace, gives: duration, default: '= case.area == \"south\" and weeks(12) or months(3)'}\n"
    "  same: {title: Same, gives: number, default: 1}\n"
    "measures: {m: {title: M, rows: {all: {title: All, count: true}}}}\n"
    "messages:\n"
    "  loud: {to: lead, urgent: true, subject: Loud, text: 'It is ((data.n)) o clock'}\n"
    "  soft: {to: worker, subject: Soft, text: Soft}\n";

static const char person[] =
    "workflow: person\n"
    "fields: {name: {type: text, title: Name, required: true}, born_on: {type: date, "
    "title: Born}}\n"
    "forms: {person: {title: Person, fields: [name, born_on]}}\n"
    "events: {open: {title: Open, form: person}, renamed: {title: R, form: person}}\n"
    "initial: known\n"
    "states: {known: {on: {renamed: {}}}}\n";

/* The scenario "s.yaml", read with those beside it; wrong when findings are errors, which are then shown. */
static struct scenario *read(struct stage *stage, const char *yaml, const char **wrong)
{
    static const char *const yamls[] = {workflow, person};
    struct json files = json_object();
    struct findings findings;
    struct scenarios *scenarios = arena_new(&stage->arena, struct scenarios);
    struct buffer out;
    stage->world = support_world(&stage->arena, yamls, 2);
    findings_init(&findings, &stage->arena);
    json_set(&stage->arena, &files, TEXT("s.yaml"), json_string(text_of(yaml)));
    for (size_t i = 0; i < 4 && stage->files[i][0]; i++) {
        json_set(&stage->arena, &files, text_of(stage->files[i][0]),
                 json_string(text_of(stage->files[i][1])));
    }
    scenarios_read(&stage->arena, &files, zone_utc(), &findings, scenarios);
    for (size_t i = 0; i < scenarios->list.count; i++) {
        scenario_check(&stage->arena, stage->world, scenarios->list.at[i]);
    }
    buffer_init(&out, &stage->arena);
    findings_sort(&findings);
    findings_print(&findings, &out);
    *wrong = findings.errors ? text_copy(&stage->arena, buffer_result(&out)).at : NULL;
    return scenarios_of_file(scenarios, TEXT("s.yaml"));
}

/* Of "m", always the same; it says what it was asked in the row that nothing is told in. */
static enum status count(struct arena *arena, const struct play_options *options,
                         const struct play_report *question, struct json *report, struct error *error)
{
    struct text rows = TEXT("[{\"name\":\"all\",\"value\":2},{\"name\":\"some\",\"value\":1.5,"
                            "\"denominator\":2},{\"name\":\"none\",\"value\":null}]");
    struct json list;
    assert_non_null(options->store);
    if (!text_is(question->name, "m")) {
        return error_set(error, STATUS_NOT_FOUND, "There is no report %.*s.", TEXT_ARGS(question->name));
    }
    assert_true(question->as_at == DATE_NONE || question->as_at == date_of(2026, 3, 31));
    assert_true(question->known_at == DATE_NONE || question->known_at == date_of(2026, 4, 1));
    assert_true(text_is(question->workflow, "w"));
    assert_true(question->area.size == 0 || text_is(question->area, "north"));
    assert_int_equal(json_read(arena, rows, &list, error), STATUS_OK);
    *report = json_object();
    json_set(arena, report, TEXT("rows"), list);
    return STATUS_OK;
}

static const struct play_reports reports = {count};

static struct json play(struct stage *stage, const struct scenario *scenario)
{
    struct json answer;
    struct error error;
    struct clock clock = clock_system();
    struct script *script = script_new(&(struct script_options){.clock = &clock});
    struct play_options options = {
        .world = stage->world, .rules = script_rules(script), .reports = &reports, .verbose = true};
    assert_int_equal(store_open_memory(&options.store, &error), STATUS_OK);
    enum status status = scenario_play(&stage->arena, &options, scenario, &answer, &error);
    if (status != STATUS_OK) {
        print_error("%s: %s\n", status_name(status), error.message);
    }
    assert_int_equal(status, STATUS_OK);
    store_close(options.store);
    script_free(script);
    return answer;
}

/* What does not hold, "line what: expected, stood" a line each; "" when all does; findings when it cannot be
 * read. */
static const char *told(struct stage *stage, const char *yaml)
{
    const char *wrong;
    struct scenario *scenario = read(stage, yaml, &wrong);
    struct buffer out;
    if (wrong) {
        return wrong;
    }
    struct json answer = play(stage, scenario);
    const struct json *failures = json_member_of(&answer, "failures");
    buffer_init(&out, &stage->arena);
    for (uint32_t i = 0; i < failures->count; i++) {
        const struct json *one = &failures->elements[i];
        buffer_printf(&out, "%d %.*s: %.*s, %.*s\n", (int)json_get_integer(one, "line", -1),
                      TEXT_ARGS(json_get_text(one, "what")), TEXT_ARGS(json_get_text(one, "expected")),
                      TEXT_ARGS(json_get_text(one, "stood")));
    }
    assert_true(json_get_boolean(&answer, "ok", false) == (failures->count == 0));
    return text_copy(&stage->arena, buffer_result(&out)).at;
}

/* A story of these steps, after an open with n = 2 at 2026-01-05T09:00; its steps begin at line 6. */
static const char *steps_told(struct stage *stage, const char *steps)
{
    return told(stage,
                arena_printf(&stage->arena,
                             "scenario: S\nworkflow: w\nclock: 2026-01-05T09:00\nstory:\n"
                             "  - {event: open, actor: worker, data: {n: 2, c: none, t: 01, flag: yes}}\n%s",
                             steps));
}

static void expect(struct stage *stage, const char *steps, const char *expected)
{
    const char *stood = steps_told(stage, steps);
    if (strcmp(stood, expected) != 0) {
        print_error("of\n%sexpected\n%sstood\n%s", steps, expected, stood);
    }
    assert_string_equal(stood, expected);
}

static void outcomes(void **state)
{
    expect(*state, "  - {event: back, outcome: refused}\n", "");
    expect(*state, "  - {event: back}\n",
           "6 outcome: done, refused: “Go back” is not possible at this point.\n");
    expect(*state, "  - {event: more, outcome: refused}\n", "6 outcome: refused, done\n");
    expect(*state, "  - {event: fly, outcome: unknown}\n", "");
    expect(*state, "  - {event: more, if_match: 9, outcome: failed}\n", "");
    expect(*state, "  - {event: more, if_match: 9}\n",
           "6 outcome: done, failed: the case is at version 1, not 9\n");
    expect(*state, "  - {event: shot, outcome: unknown}\n  - {event: go, unmet: [task]}\n", "");
}

static void refusals(void **state)
{
    static const char zero[] = "scenario: S\nworkflow: w\nstory:\n  - {event: open}\n";
    struct stage *stage = *state;
    struct arena *arena = &stage->arena;
#define WITH(step) told(stage, arena_printf(arena, "%s%s", zero, step))
    assert_string_equal(WITH("  - {event: go, unmet: N is not there.}\n"), "");
    assert_string_equal(WITH("  - {event: go, unmet: [requires, {code: task}]}\n"), "");
    assert_string_equal(WITH("  - {event: go, unmet: [{text: N is not there., who: Worker, when: none}]}\n"),
                        "");
    assert_string_equal(WITH("  - {event: go, unmet: [{code: requires, who: Lead}]}\n"),
                        "5 unmet: {code: requires, who: Lead}, {code: requires, who: Worker}, "
                        "{code: task, who: Worker}\n");
    assert_string_equal(
        WITH("  - {event: go, unmet: [Something else.]}\n"),
        "5 unmet: Something else., N is not there. (Worker) A task is still to be done: Note. (Worker)\n");
    assert_string_equal(
        WITH("  - {event: go, unmet: none}\n"),
        "5 unmet: none, N is not there. (Worker) A task is still to be done: Note. (Worker)\n");
    assert_string_equal(WITH("  - {event: more, unmet: [Something.]}\n"),
                        "5 unmet: Something., nothing is unmet\n");
    assert_string_equal(WITH("  - {event: more, unmet: []}\n"), "");
#undef WITH
}

#define GO "  - {event: go, tasks: {note: {how: done, reason: It is.}}}\n"

static void where_it_stands(void **state)
{
    expect(*state, "  - {in: a}\n" GO "  - {in: [b, b.left, b.left.one, b.right]}\n", "");
    expect(*state, "  - {in: b}\n", "6 in: b, a\n");
    expect(*state, "  - {in: [a, b.left.two]}\n", "6 in: b.left.two, a\n");
    expect(*state, "  - {configuration: [a]}\n" GO "  - {configuration: [b.left.one, b.right]}\n", "");
    expect(*state, GO "  - {configuration: [b.right, b.left.one]}\n",
           "7 configuration: b.right, b.left.one, b.left.one, b.right\n");
    expect(*state, "  - {event: more, data: {items: [{note: x}]}}\n" GO "  - {in: 'b.right[1].fresh'}\n", "");
    expect(*state, GO "  - {in: 'b.right[1].fresh'}\n", "7 in: b.right[1].fresh, b.left.one, b.right\n");
    expect(*state, "  - {in: q.x}\n",
           "s.yaml:6:10: error: there is no state “q.x”\n  |   - {in: q.x}\n"
           "  |          ^\n");
}

static void data(void **state)
{
    expect(*state, "  - {data: {n: 2, t: 01, flag: yes, c: none, twice: 4, d: none, items: []}}\n", "");
    expect(*state, "  - {data: {n: 3, t: 1, flag: no, c: a, twice: 5, d: 2026-01-01}}\n",
           "6 data.n: 3, 2\n6 data.t: 1, 01\n6 data.flag: no, yes\n6 data.c: a, none\n"
           "6 data.twice: 5, 4\n6 data.d: 2026-01-01, none\n");
    expect(*state, "  - {data: {n: none, items: none}}\n", "6 data.n: none, 2\n");
    const char items[] = "  - {event: more, data: {items: [{on_day: 2026-02-01, kept: no}, {note: yes}]}}\n";
    struct stage *stage = *state;
#define ITEMS(statement) arena_printf(&stage->arena, "%s  - {data: {items: %s}}\n", items, statement)
    expect(*state, ITEMS("[{on_day: 2026-02-01}, {note: yes}]"), "");
    expect(*state, ITEMS("[{id: 2, note: yes}]"), "");
    expect(*state, ITEMS("[{kept: yes}, {note: no}, {note: x}]"),
           "7 data.items[1].kept: yes, no\n7 data.items[2].note: no, yes\n"
           "7 data.items[3]: {note: x}, none\n");
    expect(*state, ITEMS("[{id: 3, note: yes}]"), "7 data.items[3]: {id: 3, note: yes}, none\n");
    expect(*state, ITEMS("none"),
           "7 data.items: none, {id: 1, kept: no, on_day: 2026-02-01}, {id: 2, note: yes}\n");
#undef ITEMS
}

static void the_case(void **state)
{
    expect(
        *state,
        "  - {event: allocate, data: {worker: mary}}\n"
        "  - case: {reference: C-1, workflow: w, area: none, worker: mary, opened: 2026-01-05, closed: no, "
        "version: 2}\n",
        "");
    expect(*state,
           "  - case: {reference: C-2, workflow: v, area: x, worker: mary, opened: 2026-01-06, closed: yes, "
           "version: 2, links: {earlier: one}}\n",
           "6 case.reference: C-2, C-1\n6 case.workflow: v, w\n6 case.area: x, none\n6 case.worker: mary, "
           "none\n6 case.opened: 2026-01-06, 2026-01-05 09:00\n6 case.closed: yes, no\n6 case.version: 2, 1\n"
           "6 case.links.earlier: one, none\n");
    expect(*state,
           GO "  - {event: end, at: 2026-01-07T10:00}\n  - {case: {closed: yes}}\n  - {case: {closed: "
              "2026-01-07}}\n"
              "  - {case: {closed: no}}\n",
           "10 case.closed: no, 2026-01-07 10:00\n");
}

static void exceptions(void **state)
{
    expect(*state,
           "  - {exceptions: none}\n  - {event: shut, actor: boss, override: It is late.}\n"
           "  - {event: shut, actor: boss, at: 2026-01-06T10:00, override: {reason: Again., until: "
           "2026-02-01}}\n"
           "  - {exceptions: [{event: shut, by: boss, reason: It is late., text: N is small., until: none}, "
           "{reason: "
           "Again., until: 2026-02-01}]}\n"
           "  - {exceptions: [shut, shut]}\n  - {exceptions: {reason: Again.}}\n",
           "");
    expect(*state, "  - {exceptions: shut}\n", "6 exceptions: shut, none\n");
#define SHUT "  - {event: shut, actor: boss, override: It is late.}\n"
    expect(*state, SHUT "  - {exceptions: [{by: ann}]}\n",
           "7 exceptions: {by: ann}, {by: boss, event: shut}\n");
    expect(*state, SHUT "  - {exceptions: [{by: boss}, shut]}\n", "7 exceptions: shut, none\n");
    expect(*state, SHUT "  - {exceptions: none}\n", "7 exceptions: none, {event: shut}\n");
#undef SHUT
}

static void what_a_move_would_change(void **state)
{
    static const char north[] = "scenario: S\nworkflow: w\narea: north\nclock: 2026-01-05T09:00\nstory:\n"
                                "  - {event: open}\n";
    static const char offer[] = "  - {event: move, data: {to: south, reason: Moved.}}\n";
    struct stage *stage = *state;
    struct arena *arena = &stage->arena;
#define WOULD(what) told(stage, arena_printf(arena, "%s%s  - {would: {%s}}\n", north, offer, what))
    assert_string_equal(
        WOULD("rules: {pace: 12 weeks}, deadlines: none, tasks: [], events: none, unmet: none"), "");
    assert_string_equal(WOULD("rules: {pace: {before: 3 months, after: 84 days}, same: none}"), "");
    assert_string_equal(WOULD("rules: [pace]"), "");
    assert_string_equal(WOULD("rules: {pace: 3 months, same: 2, place: 1}"),
                        "8 would.rules.pace: 3 months, 12 weeks\n8 would.rules.same: 2, no difference\n"
                        "8 would.rules.place: 1, the workflow has nothing of that name\n");
    assert_string_equal(WOULD("rules: {pace: {before: 1 day, why: So.}}"),
                        "8 would.rules.pace.before: 1 day, 3 months\n8 would.rules.pace.why: So., none\n");
    assert_string_equal(WOULD("deadlines: [first], tasks: {call: opened}, events: {go: impossible}"),
                        "8 would.deadlines.first: differs, no difference\n"
                        "8 would.tasks.call: opened, no difference\n"
                        "8 would.events.go: impossible, no difference\n");
    assert_string_equal(WOULD("deadlines: {frist: none}"),
                        "8 would.deadlines.frist: none, the workflow has nothing of that name\n");
    assert_true(text_starts(text_of(WOULD("rules: none")), TEXT("8 would.rules: none, {after: P84D")));
    assert_string_equal(told(stage, arena_printf(arena, "%s  - {would: {rules: [pace]}}\n", north)),
                        "7 would: {rules: pace}, the case is not offered to another area\n");
    assert_string_equal(
        told(stage, arena_printf(arena,
                                 "%s  - {event: move, data: {to: south, reason: Moved.}, would: "
                                 "{rules: {pace: 12 weeks}}}\n",
                                 north)),
        "");
    assert_non_null(strstr(WOULD("rule: none"), "did you mean “rules”?"));
    assert_non_null(strstr(WOULD("rules: {pace: {aftr: 1}}"), "did you mean “after”?"));
#undef WOULD
}

static void what_reports_count(void **state)
{
    expect(*state, "  - {report: {m: {all: 2, some: 1.5, none: none}}}\n", "");
    expect(
        *state,
        "  - {event: more, report: {m: {as_at: 2026-03-31, known_at: 2026-04-01, area: north, workflow: w, "
        "some: {value: 1.5, of: 2}}}}\n",
        "");
    expect(*state, "  - {report: {m: {all: none, some: {value: 1, of: 3}, none: 0, al: 2}}}\n",
           "6 report.m.all: none, 2\n6 report.m.some.value: 1, 1.5\n6 report.m.some.of: 3, 2\n"
           "6 report.m.none: 0, none\n6 report.m.al: 2, there is no row of that name; did you mean “all”?\n");
    expect(*state, "  - {report: {n: {all: 2}}}\n", "6 report.n: is counted, There is no report n.\n");
    struct stage *stage = *state;
    assert_non_null(strstr(steps_told(stage, "  - {report: {m: {as_at: 2026-02-30}}}\n"),
                           "“2026-02-30” is not a date that exists"));
    assert_non_null(strstr(steps_told(stage, "  - {report: {m: {some: {vale: 1}}}}\n"), "“value”?"));
    assert_non_null(strstr(steps_told(stage, "  - {report: {m: 1}}\n"), "should be a map"));
    assert_non_null(strstr(steps_told(stage, "  - {report: {}}\n"), "“report” states nothing"));
}

static void days_that_become_known(void **state)
{
    struct stage *stage = *state;
    expect(stage, "  - {calendar: {office: [2026-01-06]}}\n",
           "6 calendar: office, there is no calendar of that name\n");
    assert_non_null(strstr(steps_told(stage, "  - {calendar: {office: [2026-02-30, x]}}\n"),
                           "“2026-02-30” is not a date that exists"));
    assert_non_null(
        strstr(steps_told(stage, "  - {calendar: {office: 1}}\n"), "“1” is not a date that exists"));
    assert_non_null(strstr(steps_told(stage, "  - {calendar: 2026-01-06}\n"), "should be a map"));
}

static void tasks(void **state)
{
    expect(*state, "  - {tasks: [call, note]}\n  - {tasks: {call: open, extra: none, note: {due: none}}}\n",
           "");
    expect(*state, "  - {tasks: extra}\n", "6 tasks.extra: open, none\n");
    expect(*state, "  - {tasks: {call: 2026-01-12, note: 2026-01-12}}\n",
           "6 tasks.note: 2026-01-12, no date yet\n");
    const char acts[] = "  - {event: task.call.assigned, data: {worker: mary}}\n"
                        "  - {tasks: {call: {worker: mary, open: yes, done: no, times: 0}}}\n"
                        "  - {event: task.call.done, actor: mary, at: 2026-01-06T10:00, data: {t: x}}\n"
                        "  - {event: task.note.cancelled, data: {reason: Because.}}\n"
                        "  - {event: task.extra.added}\n"
                        "  - {event: task.extra.skipped, data: {reason: Because.}}\n";
    struct stage *stage = *state;
#define ACTS(statement) arena_printf(&stage->arena, "%s  - {tasks: {%s}}\n", acts, statement)
    expect(*state, ACTS("call: done, note: cancelled, extra: skipped"), "");
    expect(*state, ACTS("call: {done: 2026-01-06, by: mary, times: 1, due: 2026-01-12}, note: none"), "");
    expect(*state, ACTS("call: open, note: done, extra: cancelled"),
           "12 tasks.call: open, done\n12 tasks.note: done, cancelled\n12 tasks.extra: cancelled, skipped\n");
    expect(
        *state, ACTS("call: {done: no, by: ann, times: 2, due: none, open: yes}"),
        "12 tasks.call.done: no, 2026-01-06 10:00\n12 tasks.call.by: ann, mary\n12 tasks.call.times: 2, 1\n"
        "12 tasks.call.due: none, 2026-01-12\n12 tasks.call.open: yes, done\n");
#undef ACTS
    expect(*state, GO "  - {tasks: {note: done, call: cancelled}}\n", "");
    expect(*state,
           "  - {event: go, tasks: {note: {how: handed-on, reason: R.}}}\n  - {tasks: {note: handed-on}}\n",
           "");
    expect(*state, "  - {event: go, tasks: {note: open}}\n",
           "6 outcome: done, refused: A task is still to be done: Note. (Worker)\n");
}

static void deadlines(void **state)
{
    expect(*state, "  - {deadlines: {first: 2026-01-19, call: 2026-01-12}}\n  - {deadlines: first}\n", "");
    expect(*state, "  - {deadlines: {first: 2026-01-20}}\n", "6 deadlines.first: 2026-01-20, 2026-01-19\n");
    expect(*state, "  - {deadlines: {first: pending, look: none}}\n", "");
    expect(*state, "  - {deadlines: {first: none}}\n", "6 deadlines.first: none, pending\n");
    expect(*state, "  - {wait: 10 days, deadlines: {first: warned, call: overdue}}\n", "");
    expect(*state,
           "  - {wait: 3 weeks}\n  - {deadlines: {first: {status: overdue, breached: yes, due: "
           "2026-01-19}}}\n" GO
           "  - {deadlines: {first: met-late, call: void}}\n  - {deadlines: {first: {breached: no}}}\n",
           "10 deadlines.first.breached: no, yes\n");
    expect(*state,
           GO "  - {deadlines: {first: met}}\n  - {deadlines: {first: 2026-01-19}}\n"
              "  - {deadlines: {first: void, call: 2026-01-12}}\n",
           "9 deadlines.first: void, met\n9 deadlines.call: 2026-01-12, void\n");
    expect(*state, "  - {deadlines: {first: {status: late, due: 2026-01-18}}}\n",
           "6 deadlines.first.status: late, pending\n6 deadlines.first.due: 2026-01-18, 2026-01-19\n");
}

static void the_ledger(void **state)
{
    expect(*state,
           GO "  - {ledger: [{deadline: call, change: opened, after: 2026-01-12, because: open}, "
              "{deadline: first, change: met, before: 2026-01-19}]}\n",
           "");
    expect(*state, GO "  - {ledger: {change: void, deadline: call}}\n", "");
    expect(*state, GO "  - {ledger: [{deadline: first, change: met}, {deadline: first, change: opened}]}\n",
           "7 ledger: {change: opened, deadline: first}, {after: 2026-01-19, because: open, change: opened, "
           "deadline: first}, {after: 2026-01-19, because: go, before: 2026-01-19, change: met, deadline: "
           "first}\n");
    expect(
        *state, "  - {ledger: [{deadline: first, before: 2026-01-01}]}\n",
        "6 ledger: {before: 2026-01-01, deadline: first}, {after: 2026-01-19, because: open, change: opened, "
        "deadline: first}\n");
}

static void messages(void **state)
{
    const char wait[] = "  - wait: 3 weeks\n    messages: "; /* it is warned, then overdue */
    struct stage *stage = *state;
    expect(*state,
           "  - {event: shout, messages: loud}\n  - {messages: none}\n  - {event: more, messages: []}\n", "");
    expect(*state, "  - {event: shout, messages: [loud, loud]}\n", "6 messages: loud, loud\n");
    expect(*state, "  - {event: shout, messages: none}\n", "6 messages: none, loud\n");
    expect(*state, "  - {event: more, messages: soft}\n", "6 messages: soft, nothing was sent\n");
    expect(*state, "  - {event: shout, messages: [{to: worker, text: is 3}, {urgent: no}]}\n",
           "6 messages: {text: is 3, to: worker}, {message: loud, text: It is 2 o clock, to: lead}\n"
           "6 messages: {urgent: no}, {message: loud, urgent: yes}\n");
#define WAIT(messages) arena_printf(&stage->arena, "%s%s\n", wait, messages)
    expect(*state, WAIT("[loud, loud]"), "");
    expect(*state, WAIT("[{message: loud, to: lead, urgent: yes, subject: Loud, text: is 2 o}, loud]"), "");
    expect(*state, WAIT("loud"), "7 messages: loud as often as it is listed, loud, loud\n");
    expect(*state, WAIT("[loud, loud, loud]"), "7 messages: loud, loud, loud\n");
#undef WAIT
}

static void history_and_milestones(void **state)
{
    expect(*state,
           GO "  - {event: back, actor: lead, at: 2026-01-06T11:00}\n"
              "  - history: [open, {event: back, actor: lead, at: 2026-01-06, recorded: '2026-01-06T11:00', "
              "role: lead}]\n",
           "");
    expect(*state, GO "  - {history: [go, open]}\n", "7 history: open, none\n");
    expect(*state, GO "  - {history: {event: go, actor: ann}}\n",
           "7 history: {actor: ann, event: go}, {actor: worker, event: open}, {actor: none, event: go}\n");
    expect(*state, GO "  - {reached: began}\n  - {reached: {began: 2026-01-05, ended: no}}\n", "");
    expect(*state, GO "  - {reached: {began: none, ended: yes}}\n",
           "7 reached.began: none, 2026-01-05 09:00\n7 reached.ended: yes, no\n");
    expect(*state, GO "  - {reached: [began, ended]}\n  - {reached: {began: 2026-01-06}}\n",
           "7 reached.ended: yes, no\n");
}

static void without(void **state)
{
    expect(*state, "  - {without: [b, extra, loud, ended, look]}\n", "");
    expect(*state, "  - {without: a}\n", "6 without: no a, an active state\n");
    expect(*state, "  - {without: [note, first]}\n",
           "6 without: no note, an open task\n6 without: no first, an open deadline\n");
    expect(*state, "  - {event: shout, without: loud}\n", "6 without: no loud, a message of this step\n");
    expect(*state, GO "  - {without: began}\n", "7 without: no began, reached\n");
    expect(*state, "  - {without: nothing-such}\n",
           "6 without: no nothing-such, the workflow has nothing of that name\n");
    expect(*state,
           "  - without: {in: b, tasks: [extra], deadlines: look, messages: soft, reached: began, data: d}\n",
           "");
    expect(*state, "  - without: {in: a, tasks: [note], deadlines: call, data: [n, d]}\n",
           "6 without.in: no a, an active state\n6 without.tasks: no note, an open task\n"
           "6 without.deadlines: no call, an open deadline\n6 without.data: no n, 2\n");
}

static void what_can_be_done(void **state)
{
    expect(*state, "  - explain: {more: done, go: refused, task.note.done: done, back: {unmet: not-now}}\n",
           "");
    expect(*state, "  - explain: {more: refused, go: {outcome: done, unmet: [Other.]}}\n",
           "6 explain.more: refused, done\n"
           "6 explain.go: done, refused: A task is still to be done: Note. (Worker)\n"
           "6 explain.go: Other., A task is still to be done: Note. (Worker)\n");
    expect(*state,
           GO
           "  - {actor: worker, explain: {back: {unmet: role}}}\n  - {actor: lead, explain: {back: done}}\n"
           "  - {explain: {back: {who: Boss, when: 2026-01-01}}}\n",
           "9 explain.back.who: Boss, Lead\n9 explain.back.when: 2026-01-01, none\n");
    expect(*state, "  - {explain: {task.extra.done: done}}\n",
           "6 explain.task.extra.done: done, there is no such event; an act on a task is there while it is "
           "open\n");
}

static void time_passes(void **state)
{
    expect(*state,
           "  - {at: 2026-01-08T10:00, event: more}\n  - {wait: 2 days}\n  - {until: 2026-01-11T00:00}\n"
           "  - {at: 2026-01-12T00:00}\n  - {at: 2026-01-10T10:00, event: more}\n"
           "  - {history: [{event: more, at: '2026-01-08T10:00Z'}, {event: more, at: 2026-01-10, recorded: "
           "2026-01-12}]}\n",
           "");
    expect(*state, "  - {until: 2026-01-04T10:00}\n",
           "6 until: 2026-01-04 10:00, it is 2026-01-05 09:00 already\n");
    expect(*state, "  - {at: 2026-01-04T10:00}\n",
           "6 at: 2026-01-04 10:00, it is 2026-01-05 09:00 already\n");
    expect(*state,
           "  - {at: 2026-01-06T10:00, recorded: 2026-01-07T10:00, event: more}\n"
           "  - {history: {event: more, at: '2026-01-06T10:00', recorded: '2026-01-07T10:00'}}\n",
           "");
    expect(*state, "  - {wait: 100 years}\n  - {in: a}\n", "");
}

static void who_acts(void **state)
{
    expect(*state,
           GO "  - {event: back, actor: worker, outcome: refused}\n"
              "  - {event: back, actor: anybody, role: worker, outcome: refused}\n"
              "  - {event: back, actor: anybody}\n",
           "");
    struct stage *stage = *state;
    const char head[] =
        "scenario: S\nworkflow: w\nclock: 2026-01-05T09:00\narea: north\n"
        "people: {Ann: worker, Bea: [boss, lead], Cat: {roles: lead, area: south}, Dee: {name: Dee "
        "D, born_on: 1990-01-01}}\nstory:\n  - {event: open, actor: Ann, data: {n: 1, p: Dee}}\n" GO;
#define STEP(step) told(stage, arena_printf(&stage->arena, "%s%s", head, step))
    assert_string_equal(STEP("  - {event: back, actor: Ann, outcome: refused, unmet: role}\n"), "");
    assert_string_equal(
        STEP("  - {event: back, actor: Bea, role: boss, outcome: refused}\n"
             "  - {event: back, actor: Bea, data: {x: 1}}\n"
             "  - {data: {p: Dee}}\n"
             "  - {case: Dee, data: {name: Dee D, born_on: 1990-01-01}}\n"
             "  - {event: renamed, data: {name: Dee E}}\n  - {data: {name: Dee E}, case: Dee}\n"),
        "");
    assert_string_equal(STEP("  - {event: back, actor: Cat, unmet: [area]}\n"), "");
    assert_string_equal(STEP("  - {event: back, actor: Ann, role: lead}\n"),
                        "9 role: lead, Ann does not have it\n");
    assert_non_null(strstr(STEP("  - {event: back, actor: Anne}\n"), "there is no user or role “Anne”\n"));
    assert_non_null(strstr(STEP("  - {event: back, actor: Anne}\n"), "did you mean “Ann”?"));
    assert_string_equal(STEP("  - {data: {p: Ann}}\n"), "9 data.p: Ann, P-1\n");
#undef STEP
}

static void cases(void **state)
{
    struct stage *stage = *state;
    assert_string_equal(
        told(stage, "scenario: S\nworkflow: w\ncases: {his: {data: {n: 1}}, hers: {area: north, data: {n: "
                    "2}}, new: }\n"
                    "story:\n  - {data: {n: 1}}\n  - {case: hers, data: {n: 2}}\n  - {case: {area: north}}\n"
                    "  - {event: open, case: new, data: {n: 3}}\n  - {data: {n: 3}}\n"
                    "  - {event: open, case: fourth, data: {n: 4}}\n  - {case: his, data: {n: 4}}\n"),
        "11 data.n: 4, 1\n");
    assert_string_equal(told(stage, "scenario: S\nworkflow: w\ncases: [one, two]\nstory:\n"
                                    "  - {event: open, case: one}\n  - {case: two, in: a}\n"),
                        "6 case: two, there is no such case yet\n");
    assert_non_null(
        strstr(told(stage, "scenario: S\nworkflow: w\ncases: [one]\nstory: [{case: ones, in: a}]\n"),
               "there is no case “ones”\n"));
    assert_string_equal(told(stage, "scenario: S\nworkflow: w\nstory: [{event: go}]\n"),
                        "3 case: a case that is open, there is none yet: begin with “event: open”\n");
    assert_string_equal(told(stage, "scenario: S\nworkflow: w\nstory: [{in: a}]\n"),
                        "3 in: a, there is no case\n");
    assert_string_equal(
        told(stage, "scenario: S\nworkflow: w\ncases: {one: {data: {n: many}}}\nstory: [{in: a}]\n"),
        "3 one: is opened before the story, N: This must be a number.\n");
}

#define BASE                                                                                                 \
    "scenario: Base\nworkflow: w\nclock: 2026-02-02T09:00\nstory:\n"                                         \
    "  - {event: open, data: {n: 5}, deadlines: {first: 2026-02-16}}\n"                                      \
    "  - {at: 2026-02-03T10:00, event: more}\n"

static void beginnings(void **state)
{
    struct stage *stage = *state;
    stage->files[0][0] = "base.yaml";
    stage->files[0][1] = BASE;
    stage->files[1][0] = "deep/base.yaml";
    stage->files[1][1] = "scenario: Another\nstory: []\n";
    assert_string_equal(
        told(stage, "scenario: S\nbegins: base\nstory: [{data: {n: 5}, history: [open, more]}]\n"), "");
    assert_string_equal(
        told(stage, "scenario: S\nbegins: base\nclock: 2026-02-04T00:00\nstory: [{at: 2026-02-04T00:00}]\n"),
        "");
    assert_string_equal(told(stage, "scenario: S\nbegins: base\nclock: 2026-02-03T00:00\nstory: [{in: a}]\n"),
                        "3 clock: 2026-02-03 00:00, it is 2026-02-03 10:00 already\n");
    assert_string_equal(told(stage,
                             "scenario: S\nworkflow: w\nclock: 2026-03-01T00:00\n"
                             "cases: {one: {begins: base, area: north}, two: {begins: base}}\nstory:\n"
                             "  - {case: one, deadlines: {first: {due: 2026-02-16, status: overdue}}}\n"
                             "  - {case: {area: north, opened: 2026-02-02}}\n"
                             "  - {case: two, history: [open, more]}\n  - {case: {opened: 2026-02-02}}\n"
                             "  - {at: 2026-02-28T00:00, event: more}\n"
                             "  - {history: {event: more, recorded: 2026-03-01}}\n"),
                        "");
    stage->files[0][1] = BASE "  - {in: b}\n";
    assert_string_equal(told(stage, "scenario: S\nbegins: base\nstory: [{in: a}]\n"),
                        "2 begins: “Base” holds, it does not, at base.yaml:7: in should be b, and was a\n");
    stage->files[0][1] = "scenario: Base\nstroy: []\nstory: []\n";
    assert_non_null(strstr(told(stage, "scenario: S\nbegins: base\nstory: [{in: a}]\n"), "“stroy”"));
}

static void a_story_stops_where_it_does_not_hold(void **state)
{
    struct stage *stage = *state;
    const char *wrong;
    struct scenario *scenario =
        read(stage,
             "scenario: S\nworkflow: w\nstory:\n  - {given: All, event: open, data: {n: 2}}\n"
             "  - {event: more}\n  - {in: b, data: {n: 3}}\n  - {in: b}\n",
             &wrong);
    struct json answer = play(stage, scenario);
    struct text text = json_to_text(&stage->arena, &answer);
    assert_string_equal(
        text_copy(&stage->arena, text).at,
        "{\"failures\":[{\"expected\":\"b\",\"line\":6,\"sentence\":\"given "
        "All\",\"stood\":\"a\",\"what\":\"in\"},"
        "{\"expected\":\"3\",\"line\":6,\"sentence\":\"given All\",\"stood\":\"2\",\"what\":\"data.n\"}],"
        "\"file\":\"s.yaml\",\"ok\":false,\"scenario\":\"S\",\"steps\":4,\"told\":["
        "{\"case\":\"C-1\",\"event\":\"open\",\"line\":4,\"now\":\"2026-01-05 09:00\",\"outcome\":\"done\","
        "\"sentence\":\"given All\"},"
        "{\"case\":\"C-1\",\"event\":\"more\",\"line\":5,\"now\":\"2026-01-05 09:00\",\"outcome\":\"done\"},"
        "{\"case\":\"C-1\",\"line\":6,\"now\":\"2026-01-05 09:00\"}]}");
}

int main(void)
{
#define with(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        with(outcomes),
        with(refusals),
        with(where_it_stands),
        with(data),
        with(the_case),
        with(exceptions),
        with(what_a_move_would_change),
        with(what_reports_count),
        with(days_that_become_known),
        with(tasks),
        with(deadlines),
        with(the_ledger),
        with(messages),
        with(history_and_milestones),
        with(without),
        with(what_can_be_done),
        with(time_passes),
        with(who_acts),
        with(cases),
        with(beginnings),
        with(a_story_stops_where_it_does_not_hold),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* The parts of a workflow, each in all its forms: values by their fields' types, rules, forms, tasks,
 * deadlines, actions, messages, measures; and the places of expressions wherever they stand. */
#include "support.h"

#include <stdio.h>
#include <string.h>

static struct loaded loaded;
static const struct definition *definition;

static int end(void **state)
{
    (void)state;
    unload(&loaded);
    loaded = (struct loaded){0};
    return 0;
}

static void loads(const char *part)
{
    load_part(&loaded, part);
    definition = loaded.definition;
    if (!definition) {
        fail_msg("%s", found(&loaded));
    }
}

static void assert_json(const struct json *value, const char *expected)
{
    assert_non_null(value);
    assert_text(json_to_text(&loaded.arena, value), expected);
}

/* --- fields --- */

static void assert_default(const char *field, const char *expected)
{
    assert_json(definition_field(definition, text_of(field))->initial.literal, expected);
}

static void types_values_by_their_field(void **state)
{
    (void)state;
    loads("fields:\n"
          "  a: {type: text, default: no}\n"
          "  b: {type: text, default: 01}\n"
          "  c: {type: yes/no, default: no}\n"
          "  d: {type: number, default: -2.5}\n"
          "  e: {type: money, default: 12.50}\n"
          "  f: {type: date, default: 2026-02-28}\n"
          "  g: {type: choices, options: {yes: Y, no: N, 01: One}, default: [01, yes, yes]}\n"
          "  h: {type: choices, options: [x, y], default: y}\n"
          "  i: {type: list, of: {n: number, t: text}, default: [{n: 1, t: 2}, {t: on}]}\n"
          "  j: {type: text, default: ~}\n"
          "  k: {type: choice, options: areas, default: elsewhere}\n"
          "  l: {type: number, default: = 1 + 1}\n"
          "  m: {type: number, value: = data.d * 2, check: {if: data.m < 10, else: Too much.}, banner: yes, "
          "required: no}\n"
          "  n: {type: long text, default: \"a\\nb\"}\n"
          "  o: {type: number, default: \"7\"}\n"
          "  p: {type: person, required: yes, identifying: true}\n");
    static const char *const expected[] = {"\"no\"",
                                           "\"01\"",
                                           "false",
                                           "-2.5",
                                           "12.5",
                                           "\"2026-02-28\"",
                                           "[\"yes\",\"01\"]",
                                           "[\"y\"]",
                                           "[{\"n\":1,\"t\":\"2\"},{\"t\":\"on\"}]",
                                           "null",
                                           "\"elsewhere\""};
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        assert_default((char[]){(char)('a' + i), '\0'}, expected[i]);
    }
    assert_text(definition_field(definition, TEXT("l"))->initial.expression->source, "1 + 1");
    const struct field *m = definition_field(definition, TEXT("m"));
    assert_text(m->computed->source, "data.d * 2");
    assert_int_equal(m->check_count, 1);
    assert_text(m->checks[0].otherwise, "Too much.");
    assert_true(m->banner && !m->required);
    assert_default("n", "\"a\\nb\"");
    assert_default("o", "7");
    assert_true(definition_field(definition, TEXT("p"))->required &&
                definition_field(definition, TEXT("p"))->identifying);
}

static void refuses_field(const char *field, unsigned column, const char *words)
{
    char part[512];
    snprintf(part, sizeof part, "fields:\n  f: %s\n", field);
    load_part(&loaded, part);
    assert_null(loaded.definition);
    assert_found(&loaded, 3, column, words);
    assert_int_equal(loaded.findings.errors, 1);
    unload(&loaded);
    loaded = (struct loaded){0};
}

static void refuses_values_of_other_types(void **state)
{
    (void)state;
    refuses_field("{type: yes/no, default: maybe}", 30, "should be yes or no");
    refuses_field("{type: number, default: 01}", 30, "should be a number");
    refuses_field("{type: number, default: [1]}", 30, "should be a number");
    refuses_field("{type: money, default: 1.234}", 29, "at most two decimals");
    refuses_field("{type: money, default: 1e2}", 29, "at most two decimals");
    refuses_field("{type: date, default: 2026-02-29}", 28, "a date like 2026-12-28");
    refuses_field("{type: text, default: {a: b}}", 28, "should be a text");
    refuses_field("{type: text, default: }", 28, "should be something");
    refuses_field("{type: choices, options: [a, b], default: [a, c]}", 52, "has no option \"c\"");
    refuses_field("{type: choice, options: [a, a]}", 34, "stands here twice");
    refuses_field("{type: choice, options: {}}", 30, "offers nothing");
    refuses_field("{type: choice, options: here}", 30, "a map of names and titles");
    refuses_field("{type: list, of: {a: text}, default: {a: b}}", 43, "a list of maps");
    refuses_field("{type: list, of: {a: text}, default: [{b: c}]}", 45, "has no field \"b\"");
    refuses_field("{type: list, of: {id: text}}", 24, "an \"id\" of its own");
    refuses_field("{type: list}", 3, "does not say what it is of");
    refuses_field("{title: F}", 3, "has no type");
    refuses_field("txt", 6, "there is no type \"txt\"");
    refuses_field("choice", 3, "has no options");
    refuses_field("[text]", 6, "is a list, and should be a map");
    refuses_field("{type: number, default: 1, value: = 1}", 30, "is always that");
    refuses_field("{type: text, sensitive: maybe}", 30, "neither yes nor no");
}

/* --- expressions and their places --- */

static const struct expression *guard(size_t transition)
{
    return definition->transitions[transition].guard;
}

static void finds_places_in_any_scalar(void **state)
{
    (void)state;
    loads("fields: {x: number, y: number}\n"
          "states:\n"
          "  s:\n"
          "    on:\n"
          "      a: {guard: data.x > 1 and data.y > 2}\n"
          "      b: {guard: \"data.x > 1 and data.y > 2\"}\n"
          "      c: {guard: 'tostring(''a'') == ''b'' or data.y > 2'}\n"
          "      d: {guard: \"tostring(\\\"a\\\") == 'b' or data.y > 2\"}\n"
          "      e:\n"
          "        guard: data.x > 1\n"
          "          and data.y > 2\n"
          "      f:\n"
          "        guard: >\n"
          "          data.x > 1\n"
          "          and data.y > 2\n"
          "      g:\n"
          "        guard: |-   \n"
          "\n"
          "          data.x > 1\n"
          "            and data.y > 2\n"
          "      h: {guard: =   data.x > 1}\n"
          "      i: {guard: \"'\xC3\xA9' == '' or data.x > 1\"}\n");
    static const struct place places[] = {{6, 33},  {7, 34},  {8, 47},  {9, 45}, {12, 15},
                                          {16, 15}, {21, 17}, {22, 22}, {23, 32}};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        const struct read *read = &guard(i)->reads[guard(i)->read_count - 1];
        if (read->place.line != places[i].line || read->place.column != places[i].column) {
            fail_msg("%zu: %u:%u", i, read->place.line, read->place.column);
        }
    }
    assert_int_equal(guard(7)->place.column, 22);
    assert_text(guard(7)->source, "data.x > 1");
    assert_int_equal(guard(6)->place.line, 20);
}

static void says_where_an_expression_is_wrong(void **state)
{
    (void)state;
    load_part(&loaded,
              "fields: {x: number}\nstates:\n  s:\n    on:\n      a: {guard: \"data.x = 1\"}\n      b:\n     "
              "   guard: >-\n"
              "          data.x > 1\n          and x > 2\n      c: {actions: [{assign: {x: =  data.y}}]}\n");
    assert_hint(&loaded, 6, 26, "\"=\" cannot stand here", "a comparison is written ==");
    assert_hint(&loaded, 10, 15, "there is no \"x\"", "a field is read as data.x");
    assert_found(&loaded, 11, 37, "there is no field \"y\"");
    assert_int_equal(loaded.findings.errors, 3);
}

/* --- templates --- */

static void takes_templates_apart(void **state)
{
    (void)state;
    loads("fields: {x: text}\n"
          "states:\n"
          "  s:\n"
          "    entry:\n"
          "      - {log: \"a ((data.x)) b ((tostring((')) ((' .. data.x))))\"}\n"
          "      - {log: plain}\n"
          "      - log: >\n"
          "          ((data.x)) and (this)\n"
          "      - {log: \"((data.x))((case.id))\"}\n");
    const struct action *actions = definition->states[1].entry.actions;
    assert_int_equal(actions[0].text.count, 4);
    assert_text(actions[0].text.parts[0].literal, "a ");
    assert_text(actions[0].text.parts[1].expression->source, "data.x");
    assert_text(actions[0].text.parts[3].expression->source, "tostring((')) ((' .. data.x))");
    assert_int_equal(actions[1].text.count, 1);
    assert_int_equal(actions[2].text.count, 2);
    assert_text(actions[2].text.parts[1].literal, " and (this)");
    assert_int_equal(actions[3].text.count, 2);
}

static void refuses_templates(void **state)
{
    (void)state;
    load_part(&loaded,
              "states:\n  s:\n    entry:\n      - {log: \"a ((case.id) b\"}\n      - {log: \"a )) b\"}\n"
              "      - {log: \"(())\"}\n      - {log: \"((case.x)) ((1 +))\"}\n      - {log: \"(('a\"}\n");
    assert_found(&loaded, 5, 18, "\"((\" is not closed");
    assert_found(&loaded, 6, 18, "\"))\" closes nothing");
    assert_found(&loaded, 7, 18, "an expression is missing");
    assert_found(&loaded, 8, 18, "\"case\" has no \"x\"");
    assert_found(&loaded, 8, 32, "ends where a value");
    assert_found(&loaded, 9, 16, "\"((\" is not closed");
    assert_int_equal(loaded.findings.errors, 6);
}

/* --- actions --- */

static void reads_actions(void **state)
{
    (void)state;
    loads("fields: {who: person, n: number}\n"
          "states:\n"
          "  s:\n"
          "    exit: {raise: once}\n"
          "    entry:\n"
          "      - {raise: {event: a.b, data: {x: 1, y: [no, = data.n + 1], z: {w: \"q\\\"\", v: ~}}}}\n"
          "      - {raise: a, data: {plain: [1, no, 2.5]}}\n"
          "      - {send: {event: a, in: 3 days, id: timer, data: \"= {n = data.n}\"}}\n"
          "      - {send: a, in: = weeks(data.n), id: other}\n"
          "      - {cancel: timer}\n"
          "      - {tell: {to: who, event: told, data: {n: = data.n}}}\n"
          "      - {tell: sibling, event: told}\n"
          "      - {call: borough.check, data: {a: b}}\n"
          "      - {if: data.n > 1, then: {cancel: timer}, else: [{log: a}, {log: b}]}\n"
          "      - assign: {n: ~}\n");
    const struct action *actions = definition->states[1].entry.actions;
    assert_int_equal(definition->states[1].entry.count, 10);
    assert_int_equal(definition->states[1].exit.count, 1);
    assert_text(actions[0].name, "a.b");
    assert_text(
        actions[0].data.expression->source,
        "{[\"x\"] = 1, [\"y\"] = {\"no\", (data.n + 1)}, [\"z\"] = {[\"w\"] = \"q\\034\", [\"v\"] = nil}}");
    assert_int_equal(actions[0].data.expression->read_count, 1);
    assert_json(actions[1].data.literal, "{\"plain\":[1,\"no\",2.5]}");
    assert_text(actions[2].id, "timer");
    assert_int_equal(actions[2].in.duration.days, 3);
    assert_text(actions[2].data.expression->source, "{n = data.n}");
    assert_text(actions[3].in.expression->source, "weeks(data.n)");
    assert_int_equal(actions[4].kind, ACTION_CANCEL);
    assert_text(actions[5].to, "who");
    assert_text(actions[5].name, "told");
    assert_text(actions[6].to, "sibling");
    assert_text(actions[7].name, "borough.check");
    assert_int_equal(actions[8].then.count, 1);
    assert_int_equal(actions[8].otherwise.count, 2);
    assert_json(actions[9].assignments[0].value.literal, "null");
}

static void refuses_actions(void **state)
{
    (void)state;
    load_part(
        &loaded,
        "fields: {n: number, c: {type: number, value: = 1}, l: {type: list, of: {a: text}}}\nstates:\n  s:\n "
        "   entry:\n"
        "      - {rais: x}\n      - {raise: {evnt: x}}\n      - {raise: {data: {a: = data.q}, event: x}}\n"
        "      - {send: x, after: 3 days}\n      - {tell: n, event: e}\n      - {tell: who}\n      - {if: "
        "data.n}\n"
        "      - {assign: {c: 1}}\n      - {assign: {a: 1}}\n      - {assign: {l.a: 1}}\n      - {assign: "
        "x}\n      - x\n      - {}\n");
    assert_hint(&loaded, 6, 10, "there is no action \"rais\"", "\"raise\"");
    assert_hint(&loaded, 7, 18, "has no key \"evnt\"", "\"event\"");
    assert_found(&loaded, 7, 17, "\"event\" is missing");
    assert_found(&loaded, 8, 30, "there is no field \"q\"");
    assert_found(&loaded, 9, 19, "has no key \"after\"");
    assert_found(&loaded, 10, 16, "is not a person");
    assert_found(&loaded, 11, 16, "needs \"to\" and \"event\"");
    assert_found(&loaded, 12, 9, "\"if\" does nothing");
    assert_found(&loaded, 13, 19, "is computed");
    assert_found(&loaded, 14, 19, "there is no field \"a\"");
    assert_found(&loaded, 15, 19, "no item is meant here");
    assert_found(&loaded, 16, 18, "should be a map");
    assert_found(&loaded, 17, 9, "an action is a map");
    assert_found(&loaded, 18, 9, "an action is a map");
    assert_int_equal(loaded.findings.errors, 14);
}

/* --- forms, tasks, deadlines --- */

static void reads_forms(void **state)
{
    (void)state;
    loads("fields: {a: {type: text, required: true}, b: {type: list, of: {c: date}}}\n"
          "forms:\n"
          "  one: {fields: a}\n"
          "  two:\n"
          "    fields:\n"
          "      - a: {required: no, when: data.a ~= nil, help: Say why.}\n"
          "      - b.c: {required: 'data.a == \"x\"'}\n"
          "      - note: {type: choice, options: {yes: Y}, required: true, title: A note}\n"
          "  three: {fields: [a]}\n"
          "milestones: {m: {when: 'answers(\"three\")[1] ~= nil and count(\"one\") > 1'}}\n");
    const struct form *two = definition_form(definition, TEXT("two"));
    assert_true(definition_form(definition, TEXT("one"))->fields[0].required);
    assert_false(two->fields[0].required);
    assert_text(two->fields[0].help, "Say why.");
    assert_text(two->fields[0].when->source, "data.a ~= nil");
    assert_text(two->fields[1].required_if->source, "data.a == \"x\"");
    assert_true(two->fields[2].required && two->fields[2].own);
    assert_text(two->fields[2].field->title, "A note");
    assert_true(definition_form(definition, TEXT("three"))->kept_whole);
    assert_false(definition_form(definition, TEXT("one"))->kept_whole);
    unload(&loaded);
    loads("fields: {a: text}\nforms: {one: {fields: a}, two: {fields: [a]}}\nmilestones: {m: {when: "
          "answers(data.a) ~= nil}}\n");
    assert_true(definition->forms[0].kept_whole && definition->forms[1].kept_whole);
}

static void reads_tasks(void **state)
{
    (void)state;
    loads("roles: {w: W, l: {includes: w}}\n"
          "rules: {every: {gives: duration, default: = weeks(2)}, t: {gives: text, default: 01}, d: {gives: "
          "date, default: 2026-01-01}}\n"
          "tasks:\n"
          "  a: {role: [w, l], due: PT36H, repeat: 2 weeks, limit: 3, when: data ~= nil}\n"
          "  b: {repeat: = rules.every(), not_by: a, same_as: a, required: no}\n"
          "  c: {repeat: no, due: case.opened + weeks(1), optional: yes}\n"
          "states: {s: {}}\n");
    const struct task *a = definition_task(definition, TEXT("a")),
                      *b = definition_task(definition, TEXT("b"));
    assert_int_equal(a->role, 3);
    assert_text(a->title, "a");
    assert_int_equal(a->due.duration.milliseconds, INT64_C(36) * 3600 * 1000);
    assert_true(a->repeats && a->rhythm.given);
    assert_int_equal(a->rhythm.duration.days, 14);
    assert_int_equal(a->limit, 3);
    assert_text(b->rhythm.expression->source, "rules.every()");
    assert_text(b->not_by, "a");
    assert_false(b->due.given);
    assert_false(definition_task(definition, TEXT("c"))->repeats);
    assert_int_equal(definition->states[0].task_count, 3);
    assert_int_equal(definition_role(definition, TEXT("l")), 3);
    assert_text(definition->rules[0].otherwise.expression->source, "weeks(2)");
    assert_json(definition->rules[1].otherwise.literal, "\"01\"");
}

static void refuses_tasks(void **state)
{
    (void)state;
    load_part(&loaded, "tasks:\n  a: {limit: 3, not_by: a, same_as: bb}\n  b: {due: 1 day, limit: x, repeat: "
                       "yes}\n  c d: {}\n"
                       "deadlines:\n  b: {due: 1 day}\n  e: {due: 1 day, not_before: today, late: now + "
                       "days(1), from: Monday}\n"
                       "states: {s: {tasks: {a: {}}, deadlines: {e: {due: 1 day}}, milestones: {m: {}}}, t: "
                       "{tasks: [x]}}\n");
    assert_found(&loaded, 3, 14, "this task has none");
    assert_found(&loaded, 3, 3, "names itself");
    assert_hint(&loaded, 3, 3, "there is no task \"bb\"", "\"b\"");
    assert_found(&loaded, 4, 26, "a whole number from 1");
    assert_found(&loaded, 5, 3, "cannot be the name of a task");
    assert_found(&loaded, 7, 3, "with a \"due\" already");
    assert_found(&loaded, 8, 31, "\"today\" may not stand");
    assert_found(&loaded, 8, 44, "\"now\" may not stand");
    assert_hint(&loaded, 8, 65, "cannot be \"Monday\"", "next day, same day");
    assert_found(&loaded, 9, 22, "there is a task \"a\" already");
    assert_found(&loaded, 9, 42, "there is a deadline \"e\" already");
    assert_found(&loaded, 9, 73, "has no \"when\"");
    assert_found(&loaded, 9, 93, "should be a map");
    assert_int_equal(loaded.findings.errors, 13);
}

static void reads_deadlines(void **state)
{
    (void)state;
    loads("deadlines:\n"
          "  a: {due: 26 weeks, warn: 1 week, late: = weeks(2), met_by: [x, m], from: same day, roll: back, "
          "not_before: case.opened, repeat: yes}\n"
          "milestones: {m: {when: case.closed ~= nil}}\n"
          "events: {x: {}}\n"
          "states: {s: {on: {x: {}}}}\n");
    const struct deadline *a = definition_deadline(definition, TEXT("a"));
    assert_true(a->from_same_day && a->repeats);
    assert_int_equal(a->roll, ROLL_BACK);
    assert_int_equal(a->warn.duration.days, 7);
    assert_text(a->late.expression->source, "weeks(2)");
    assert_int_equal(a->met_by_count, 2);
    assert_text(a->not_before->source, "case.opened");
    assert_int_equal(definition->states[0].deadline_count, 1);
}

/* --- requirements, messages, measures --- */

static void reads_requirements(void **state)
{
    (void)state;
    loads("roles: {w: W, l: L}\n"
          "rules: {r: {gives: yes/no}}\n"
          "states:\n"
          "  s:\n"
          "    on:\n"
          "      x:\n"
          "        override: l\n"
          "        roles: w\n"
          "        requires:\n"
          "          - {if: case.worker, else: No, override: never}\n"
          "          - {rule: r, override: [w, l], who: [w]}\n"
          "          - {rule: r}\n"
          "      y: {requires: {if: case.worker, else: No worker.}}\n");
    const struct transition *x = &definition->transitions[0];
    assert_int_equal(x->override, 2);
    assert_int_equal(x->roles, 1);
    assert_true(x->requirements[0].never && x->requirements[0].override_given);
    assert_text(x->requirements[0].otherwise, "No");
    assert_int_equal(x->requirements[1].override, 3);
    assert_int_equal(x->requirements[1].who, 1);
    assert_false(x->requirements[2].override_given);
    assert_int_equal(definition->transitions[1].requirement_count, 1);
}

static void knows_the_item_in_a_message(void **state)
{
    (void)state;
    static const char messages[] =
        "messages: {m: {to: w, text: \"((item.a))\", while: item.a ~= nil, at: = item.a}}\n";
    static const char head[] = "roles: {w: W}\nfields: {l: {type: list, of: {a: date}}}\n";
    char part[1024];
    snprintf(part, sizeof part, "%s%sstates: {s: {each: l, states: {t: {entry: {notify: m}}}}}\n", head,
             messages);
    loads(part);
    assert_nothing_found(&loaded);
    unload(&loaded);
    snprintf(part, sizeof part,
             "%s%sstates: {s: {each: l, entry: {notify: m}, states: {t: {entry: {notify: m}}}}}\n", head,
             messages);
    load_part(&loaded, part);
    assert_int_equal(loaded.findings.errors, 3);
    assert_found(&loaded, 4, 32, "\"item\" is known only inside");
}

static void reads_measures(void **state)
{
    (void)state;
    loads("measures:\n"
          "  m:\n"
          "    assumes: {a-b: {value: 1.5}, c: {value: 2}}\n"
          "    rows:\n"
          "      one: {value: = two + c, unit: GBP, about: Why}\n"
          "      two: {count: true}\n"
          "      three: {sum: case.version, of: two}\n"
          "      four: {median: case.version, of: reached(\"x\")}\n"
          "      five: {count: yes, of: three}\n"
          "milestones: {x: {when: case.closed ~= nil}}\n");
    const struct measure *m = &definition->measures[0];
    assert_int_equal(m->since, DATE_NONE);
    assert_int_equal(m->row_count, 5);
    assert_text(m->rows[0].about, "Why");
    assert_int_equal(m->rows[0].expression->reads[1].kind, READ_NAME);
    assert_int_equal(m->rows[2].kind, ROW_SUM);
    assert_int_equal(m->rows[2].of_row, 1);
    assert_int_equal(m->rows[3].kind, ROW_MEDIAN);
    assert_text(m->rows[3].of->source, "reached(\"x\")");
    assert_null(m->rows[4].expression);
    assert_true(m->assumptions[0].value.real > 1.4 && m->assumptions[0].value.real < 1.6);
}

/* --- roles, the whole --- */

static void holds_the_limit_of_roles(void **state)
{
    (void)state;
    struct arena arena;
    struct buffer yaml;
    arena_init(&arena);
    buffer_init(&yaml, &arena);
    buffer_string(&yaml, "workflow: w\nstates: {s: {}}\nroles:\n");
    for (int i = 0; i < DEFINITION_ROLE_LIMIT; i++) {
        buffer_printf(&yaml, i ? "  r%d: {includes: [r%d]}\n" : "  r%d: R\n", i, i - 1);
    }
    load_tree_of(&loaded, buffer_result(&yaml));
    definition = definition_read(&loaded.arena, loaded.root, &loaded.source);
    assert_non_null(definition);
    assert_true(definition_role(definition, TEXT("r63")) == UINT64_MAX);
    assert_true(definition_role(definition, TEXT("r62")) == UINT64_MAX >> 1);
    unload(&loaded);
    buffer_string(&yaml, "  more: M\n");
    load_tree_of(&loaded, buffer_result(&yaml));
    assert_null(definition_read(&loaded.arena, loaded.root, &loaded.source));
    assert_found(&loaded, DEFINITION_ROLE_LIMIT + 4, 3, "more than 64 roles");
    arena_deinit(&arena);
}

/* HEAD, COUNT numbered entries by FORMAT, and TAIL: read. */
static void load_many(const char *head, const char *format, unsigned count, const char *tail)
{
    struct arena arena;
    struct buffer yaml;
    arena_init(&arena);
    buffer_init(&yaml, &arena);
    buffer_string(&yaml, head);
    for (unsigned i = 0; i < count; i++) {
        buffer_printf(&yaml, "%sn%u%s", i ? ", " : "", i, format);
    }
    buffer_string(&yaml, tail);
    load_tree_of(&loaded, buffer_result(&yaml));
    definition = definition_read(&loaded.arena, loaded.root, &loaded.source);
    loaded.source.bytes = (struct text){0};
    arena_deinit(&arena);
}

static void holds_its_other_limits(void **state)
{
    (void)state;
    static const struct {
        const char *head, *format, *tail, *words;
        unsigned limit;
    } limits[] = {
        {"workflow: w\nstates: {s: {}}\nfields: {f: {type: choice, options: {", ": T", "}}}\n",
         "\"options\" holds more than 1024", DEFINITION_LIST_LIMIT},
        {"workflow: w\nstates: {s: {}}\nmeasures: {m: {rows: {", ": {count: true}", "}}}\n",
         "\"rows\" holds more than 1024", DEFINITION_LIST_LIMIT},
        {"workflow: w\nstates: {s: {}}\nevents: {", ": {}", "}\n", "\"events\" holds more than 4096",
         DEFINITION_EVENT_LIMIT},
    };
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
        load_many(limits[i].head, limits[i].format, limits[i].limit, limits[i].tail);
        assert_non_null(definition);
        unload(&loaded);
        load_many(limits[i].head, limits[i].format, limits[i].limit + 1, limits[i].tail);
        assert_null(definition);
        assert_non_null(strstr(found(&loaded), limits[i].words));
        unload(&loaded);
    }
    load_many("workflow: w\nfields: {x: number}\nstates: {s: {on: {", ": {guard: data.x > 1}",
              DEFINITION_EXPRESSION_LIMIT, "}}}\n");
    assert_non_null(definition);
    assert_int_equal(definition->expression_count, DEFINITION_EXPRESSION_LIMIT);
    unload(&loaded);
    load_many("workflow: w\nfields: {x: number}\nstates: {s: {on: {", ": {guard: data.x > 1}",
              DEFINITION_EXPRESSION_LIMIT + 2, "}}}\n");
    assert_null(definition);
    assert_int_equal(loaded.findings.errors, 1);
}

static void is_refused_for_errors_of_its_file_alone(void **state)
{
    (void)state;
    load_tree(&loaded, "workflow: w\nstates: {s: {}}\nstates: {}\n");
    assert_non_null(loaded.root);
    assert_null(definition_read(&loaded.arena, loaded.root, &loaded.source));
    unload(&loaded);
    load_tree(&loaded, "workflow: w\nstates: {s: {}}\n");
    struct source other = loaded.source;
    other.file = TEXT("other.yaml");
    source_error(&other, (struct place){1, 1}, NULL, "something");
    assert_non_null(definition_read(&loaded.arena, loaded.root, &loaded.source));
}

static void matches_patterns(void **state)
{
    (void)state;
    assert_true(event_matches(TEXT("a.b"), TEXT("a.b")));
    assert_false(event_matches(TEXT("a"), TEXT("a.b")));
    assert_true(event_matches(TEXT("*"), TEXT("a.b")));
    assert_true(event_matches(TEXT("a.*"), TEXT("a.b.c")));
    assert_true(event_matches(TEXT("a.*"), TEXT("a")));
    assert_false(event_matches(TEXT("a.*"), TEXT("ab")));
    assert_false(event_matches(TEXT("a.*"), TEXT("b.a")));
}

static void needs_its_parts(void **state)
{
    (void)state;
    load(&loaded, "title: T\n");
    assert_found(&loaded, 1, 1, "the workflow has no name");
    assert_found(&loaded, 1, 1, "the workflow has no states");
    unload(&loaded);
    load(&loaded, "workflow: w\nstates: {}\n");
    assert_found(&loaded, 2, 9, "has no states");
    unload(&loaded);
    load(&loaded, "- workflow\n");
    assert_found(&loaded, 1, 1, "is a list, and should be a map");
    unload(&loaded);
    load(&loaded, "workflow: w\nstates: {s: {}}\nroles: [a]\nfields: x\nforms: ~\nevents: [x]\nrules: "
                  "1\nmessages: []\nmeasures: []\n"
                  "milestones: []\ntasks: x\ndeadlines: x\non: x\ninitial: {}\n");
    assert_int_equal(loaded.findings.errors, 12);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(types_values_by_their_field, end),
        cmocka_unit_test_teardown(refuses_values_of_other_types, end),
        cmocka_unit_test_teardown(finds_places_in_any_scalar, end),
        cmocka_unit_test_teardown(says_where_an_expression_is_wrong, end),
        cmocka_unit_test_teardown(takes_templates_apart, end),
        cmocka_unit_test_teardown(refuses_templates, end),
        cmocka_unit_test_teardown(reads_actions, end),
        cmocka_unit_test_teardown(refuses_actions, end),
        cmocka_unit_test_teardown(reads_forms, end),
        cmocka_unit_test_teardown(reads_tasks, end),
        cmocka_unit_test_teardown(refuses_tasks, end),
        cmocka_unit_test_teardown(reads_deadlines, end),
        cmocka_unit_test_teardown(reads_requirements, end),
        cmocka_unit_test_teardown(knows_the_item_in_a_message, end),
        cmocka_unit_test_teardown(reads_measures, end),
        cmocka_unit_test_teardown(holds_the_limit_of_roles, end),
        cmocka_unit_test_teardown(holds_its_other_limits, end),
        cmocka_unit_test_teardown(is_refused_for_errors_of_its_file_alone, end),
        cmocka_unit_test_teardown(matches_patterns, end),
        cmocka_unit_test_teardown(needs_its_parts, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

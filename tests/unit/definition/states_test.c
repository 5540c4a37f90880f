/* States and transitions in small charts: targets, beginnings, histories, strands, the order of transitions;
 * and sense. */
#include "support.h"

#include <string.h>

static struct loaded loaded;

static int end(void **state)
{
    (void)state;
    unload(&loaded);
    return 0;
}

static const struct state *state_of(const char *path)
{
    assert_non_null(loaded.definition);
    uint16_t index = definition_state(loaded.definition, text_of(path));
    assert_int_not_equal(index, DEFINITION_NONE);
    return &loaded.definition->states[index];
}

static uint16_t index_of(const char *path)
{
    return state_of(path)->index;
}

static void loads(const char *yaml)
{
    load(&loaded, yaml);
    if (!loaded.definition) {
        fail_msg("%s", found(&loaded));
    }
}

static void assert_targets(const struct transition *transition, size_t count, const char *first)
{
    assert_int_equal(transition->target_count, count);
    if (count) {
        assert_text(loaded.definition->states[transition->targets[0]].path, first);
    }
}

static void finds_targets(void **state)
{
    (void)state;
    loads("workflow: w\n"
          "on: {reset: a}\n"
          "states:\n"
          "  a: {on: {e: b.a, f: b, g: a}}\n"
          "  b:\n"
          "    on: {deeper: b.c, out: a}\n"
          "    states:\n"
          "      a: {on: {up: c, root: d, self: a, far: d}}\n"
          "      c: {on: {x: [a, {target: d}, {}]}}\n"
          "  d: {}\n");
    assert_targets(&state_of("a")->transitions[0], 1, "b.a");
    assert_targets(&state_of("a")->transitions[2], 1, "a");
    assert_targets(&state_of("b")->transitions[0], 1, "b.c");
    assert_targets(&state_of("b.a")->transitions[0], 1, "b.c");
    assert_targets(&state_of("b.a")->transitions[1], 1, "d");
    assert_targets(&state_of("b.a")->transitions[2], 1, "b.a");
    const struct state *c = state_of("b.c");
    assert_int_equal(c->transition_count, 3);
    assert_targets(&c->transitions[0], 1, "b.a");
    assert_targets(&c->transitions[1], 1, "d");
    assert_targets(&c->transitions[2], 0, NULL);
    const struct state *root = &loaded.definition->states[0];
    assert_int_equal(root->transition_count, 1);
    assert_targets(&root->transitions[0], 1, "a");
    assert_true(definition_knows(loaded.definition, TEXT("deeper")));
    assert_false(definition_knows(loaded.definition, TEXT("deepest")));
}

static void keeps_document_order_across_keys(void **state)
{
    (void)state;
    loads("workflow: w\n"
          "states:\n"
          "  a:\n"
          "    always: {target: b, guard: 1 == 2}\n"
          "    on: {x: b, y: [{target: b, guard: 1 == 2}, {target: a, reenter: true, open_tasks: ask}]}\n"
          "    after: {P3M: b, = weeks(2): [{target: b, guard: 1 == 1}, a], 250 ms: {}}\n"
          "  b: {states: {c: {type: final}}, onDone: {target: a, title: Again}, on: {z.*: {}, '*': a}}\n");
    const struct state *a = state_of("a"), *b = state_of("b");
    static const enum trigger triggers[] = {TRIGGER_ALWAYS, TRIGGER_EVENT, TRIGGER_EVENT, TRIGGER_EVENT,
                                            TRIGGER_AFTER,  TRIGGER_AFTER, TRIGGER_AFTER, TRIGGER_AFTER};
    assert_int_equal(a->transition_count, 8);
    for (size_t i = 0; i < 8; i++) {
        assert_int_equal(a->transitions[i].trigger, triggers[i]);
        assert_int_equal(a->transitions[i].index, i);
        assert_ptr_equal(&a->transitions[i], &loaded.definition->transitions[i]);
    }
    assert_true(a->transitions[3].reenter);
    assert_int_equal(a->transitions[3].open_tasks, OPEN_TASKS_ASK);
    assert_text(a->transitions[4].event, "after.a.1");
    assert_int_equal(a->transitions[4].delay.duration.months, 3);
    assert_text(a->transitions[5].event, "after.a.2");
    assert_text(a->transitions[6].event, "after.a.2");
    assert_text(a->transitions[6].delay.expression->source, "weeks(2)");
    assert_text(a->transitions[7].event, "after.a.3");
    assert_int_equal(a->transitions[7].delay.duration.milliseconds, 250);
    assert_text(b->transitions[0].event, "done.state.b");
    assert_text(b->transitions[0].title, "Again");
    assert_text(b->transitions[1].event, "z.*");
    assert_int_equal(b->transitions[1].trigger, TRIGGER_EVENT);
}

static void knows_where_states_begin(void **state)
{
    (void)state;
    loads("workflow: w\n"
          "initial: {target: b.p.r.s, actions: [{log: begun}]}\n"
          "states:\n"
          "  a: {on: {x: c}}\n"
          "  b:\n"
          "    states:\n"
          "      h: {type: history}\n"
          "      p:\n"
          "        type: parallel\n"
          "        states:\n"
          "          q: {initial: b.p.q.v, states: {u: {}, v: {}}}\n"
          "          r: {states: {s: {}, t: {}}}\n"
          "  c:\n"
          "    initial: [c.p.x.b, c.p.y.b]\n"
          "    on: {back: b.h, deep: c.p.g}\n"
          "    states:\n"
          "      p:\n"
          "        type: parallel\n"
          "        states:\n"
          "          x: {states: {a: {}, b: {}}}\n"
          "          y: {states: {a: {}, b: {}}}\n"
          "          g: {history: deep, target: {target: [c.p.x.b, c.p.y.b], actions: [{log: x}]}}\n"
          "          k: {type: history}\n");
    const struct state *root = &loaded.definition->states[0], *c = state_of("c"), *h = state_of("b.h");
    assert_int_equal(root->initial.targets[0], index_of("b.p.r.s"));
    assert_int_equal(root->initial.actions.count, 1);
    assert_int_equal(state_of("b")->initial.targets[0], index_of("b.p"));
    assert_int_equal(state_of("b")->child_count, 1);
    assert_int_equal(state_of("b")->histories[0], h->index);
    assert_int_equal(state_of("b.p")->initial.count, 0);
    assert_int_equal(state_of("b.p.q")->initial.targets[0], index_of("b.p.q.v"));
    assert_int_equal(h->kind, STATE_HISTORY);
    assert_false(h->deep);
    assert_int_equal(h->initial.targets[0], index_of("b.p"));
    assert_int_equal(c->initial.count, 2);
    assert_int_equal(c->initial.targets[1], index_of("c.p.y.b"));
    assert_true(state_of("c.p.g")->deep);
    assert_int_equal(state_of("c.p.g")->initial.count, 2);
    assert_int_equal(state_of("c.p.g")->initial.actions.count, 1);
    assert_int_equal(state_of("c.p.k")->initial.count, 2);
    assert_int_equal(state_of("c.p")->child_count, 2);
}

static void knows_strands(void **state)
{
    (void)state;
    loads("workflow: w\n"
          "fields: {children: {type: list, of: {born: date, name: text}}, name: text}\n"
          "states:\n"
          "  s:\n"
          "    each: children\n"
          "    title: Children\n"
          "    on: {lost: s}\n"
          "    milestones: {all: {when: data.name ~= nil}}\n"
          "    states:\n"
          "      waiting:\n"
          "        on: {child.born: {target: born, guard: item.born and item.id > 1, actions: [{assign: "
          "{name: = item.name}}]}}\n"
          "        milestones: {named: {title: Named, when: item.name ~= nil}}\n"
          "        after: {= item.born + weeks(2): born}\n"
          "      born: {on: {back: h, up: s.waiting}}\n"
          "      h: {type: history, history: deep}\n");
    const struct state *s = state_of("s"), *waiting = state_of("s.waiting");
    assert_int_equal(s->kind, STATE_PARALLEL);
    assert_text(s->each->name, "children");
    assert_int_equal(s->strand, DEFINITION_NONE);
    assert_int_equal(s->initial.targets[0], waiting->index);
    assert_int_equal(waiting->strand, s->index);
    const struct assignment *name = &waiting->transitions[0].actions.actions[0].assignments[0];
    assert_ptr_equal(name->field, definition_field_path(loaded.definition, TEXT("children.name")));
    assert_int_equal(loaded.definition->milestones[1].state, waiting->index);
    assert_int_equal(loaded.definition->milestone_count, 2);
    assert_targets(&state_of("s.born")->transitions[0], 1, "s.h");
}

static void holds_the_limit_of_states(void **state)
{
    (void)state;
    struct arena arena;
    struct buffer yaml;
    arena_init(&arena);
    buffer_init(&yaml, &arena);
    buffer_string(&yaml, "workflow: w\nstates:\n");
    for (int i = 1; i < DEFINITION_STATE_LIMIT; i++) {
        buffer_printf(&yaml, "  s%d: {}\n", i);
    }
    struct text most = buffer_result(&yaml);
    load_tree_of(&loaded, most);
    assert_non_null(definition_read(&loaded.arena, loaded.root, &loaded.source));
    unload(&loaded);
    buffer_string(&yaml, "  more: {}\n");
    load_tree_of(&loaded, buffer_result(&yaml));
    assert_null(definition_read(&loaded.arena, loaded.root, &loaded.source));
    assert_found(&loaded, DEFINITION_STATE_LIMIT + 2, 3, "more than 4096 states");
    arena_deinit(&arena);
}

static void warns(const char *yaml, unsigned line, unsigned column, const char *words)
{
    load(&loaded, yaml);
    assert_non_null(loaded.definition);
    assert_found(&loaded, line, column, words);
    assert_int_equal(loaded.findings.warnings, 1);
    unload(&loaded);
    loaded = (struct loaded){0};
}

static void warns_of_what_closes_a_case(void **state)
{
    (void)state;
    warns("workflow: w\nstates:\n  a: {after: {1 day: b}}\n  b: {type: final}\n", 3, 22,
          "a timer closes the case");
    warns("workflow: w\nstates:\n  a:\n    always: {target: b, guard: data}\n  b: {type: final}\n", 4, 13,
          "\"always\" closes the case");
    warns("workflow: w\nstates:\n  a:\n    tasks: {t: {due: 1 day}}\n    on: {deadline.t.overdue: b}\n  b: "
          "{type: final}\n",
          5, 30, "a timer closes the case");
    load(&loaded, "workflow: w\nstates:\n  a: {on: {x: b, y: c}, after: {1 day: c}}\n  b: {type: final}\n"
                  "  c: {states: {d: {after: {1 day: c.e}}, e: {type: final}}}\n");
    assert_nothing_found(&loaded);
}

static void warns_of_regions_that_restart(void **state)
{
    (void)state;
    static const char chart[] = "workflow: w\nstates:\n  p:\n    type: parallel\n    states:\n"
                                "      q: {on: {x: %s}, states: {s: {on: {y: %s}}, t: {}}}\n"
                                "      r: {states: {u: {}, v: {on: {z: u}}}, initial: v}\n"
                                "  o: {}\n";
    static const struct {
        const char *x, *y;
        unsigned column;
    } cases[] = {{"q", "t", 19},
                 {"p.q.t", "p.q", 45},
                 {"p.q.t", "p.r", 45},
                 {"p.q.t", "p.r.u", 45},
                 {"p.q.t", "p", 45}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena arena;
        arena_init(&arena);
        load(&loaded, arena_printf(&arena, chart, cases[i].x, cases[i].y));
        size_t expected = 0;
        vector_each(struct finding, finding, &loaded.findings.list)
        {
            expected += memmem(finding->message.at, finding->message.size, "restarts", 8) != NULL &&
                        finding->place.line == 6;
        }
        if (expected != 1) {
            fail_msg("case %zu:\n%s", i, found(&loaded));
        }
        unload(&loaded);
        arena_deinit(&arena);
    }
    load(&loaded,
         "workflow: w\nstates:\n  p:\n    type: parallel\n    on: {x: p.q.t, again: p}\n    states:\n"
         "      q: {states: {s: {on: {y: t, o: o}}, t: {}}}\n      r: {}\n  o: {}\n");
    assert_nothing_found(&loaded);
}

static void warns_of_what_is_never_reached(void **state)
{
    (void)state;
    warns("workflow: w\nstates:\n  a: {}\n  b: {states: {c: {}, d: {}}}\n", 4, 3, "nothing leads to \"b\"");
    warns("workflow: w\nstates:\n  a: {states: {c: {}, d: {on: {x: c}}}}\n", 3, 23,
          "nothing leads to \"a.d\"");
    warns("workflow: w\nevents: {x: {title: X}, y: {}, open: {}, note: {}}\nstates:\n  a: {on: {x: a}}\n", 2,
          25, "no state takes the event \"y\"");
    warns("workflow: w\nfields: {c: {type: choice, options: {a: A}}}\nstates:\n  a: {on: {x: {guard: data.c "
          "~= \"b\"}}}\n",
          4, 33, "\"c\" is never \"b\"");
    warns("workflow: w\nfields: {y: yes/no}\nforms: {f: {fields: y}}\nstates:\n  a: {on: {x: {guard: "
          "last('f').y == 'yes'}}}\n",
          5, 38, "\"y\" is never a text");
    load(&loaded,
         "workflow: w\nevents: {x.y: {}, x.z: {}}\nstates:\n  a: {on: {x.*: {target: b, guard: 1 == 1}}}\n"
         "  b: {type: parallel, states: {c: {on: {'*': d}}, e: {}}}\n  d: {}\n");
    assert_nothing_found(&loaded);
}

static void refuses_targets(void **state)
{
    (void)state;
    load(&loaded, "workflow: w\nstates:\n  a:\n    on: {x: a.h.z, y: []}\n    states: {h: {type: history, "
                  "target: b}, c: {}}\n"
                  "    initial: b\n  b: {on: {z: [a, {target: [a.c, b]}, 3]}, entry: log}\n");
    assert_found(&loaded, 4, 13, "there is no state \"a.h.z\"");
    assert_found(&loaded, 4, 23, "\"y\" has no transition");
    assert_found(&loaded, 5, 41, "there is no state \"b\" here");
    assert_found(&loaded, 6, 14, "there is no state \"b\" here");
    assert_found(&loaded, 7, 34, "cannot be active at once");
    assert_found(&loaded, 7, 39, "there is no state \"3\"");
    assert_found(&loaded, 7, 51, "an action is a map");
    assert_int_equal(loaded.findings.errors, 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(finds_targets, end),
        cmocka_unit_test_teardown(keeps_document_order_across_keys, end),
        cmocka_unit_test_teardown(knows_where_states_begin, end),
        cmocka_unit_test_teardown(knows_strands, end),
        cmocka_unit_test_teardown(holds_the_limit_of_states, end),
        cmocka_unit_test_teardown(warns_of_what_closes_a_case, end),
        cmocka_unit_test_teardown(warns_of_regions_that_restart, end),
        cmocka_unit_test_teardown(warns_of_what_is_never_reached, end),
        cmocka_unit_test_teardown(refuses_targets, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

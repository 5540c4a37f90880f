/* What stands in a state, and where its transitions lead. What is done says in the journal what led to it (a
 * `log`), so that the test knows what it has met (met.c). */
#include "generating.h"

#include <stdio.h>

/* --- where a transition may lead ---------------------------------------------------------- */

static bool contains(const struct making *making, int above, int state)
{
    for (; state >= 0; state = making->states[state].parent) {
        if (state == above) {
            return true;
        }
    }
    return false;
}

/* From SOURCE: no strand is entered from outside of it. */
static bool may_lead(const struct making *making, int source, int target)
{
    int strand = making->states[target].strand;
    return strand < 0 || making->states[source].strand == strand;
}

static void write_path(struct making *making, const char *before, int state, const char *after)
{
    buffer_printf(&making->out, "%s%.*s%s", before, TEXT_ARGS(making->states[state].path), after);
}

static int any_target(struct making *making, int source)
{
    for (int tries = 0; tries < 20; tries++) {
        int target = below(making, making->count);
        if (may_lead(making, source, target)) {
            return target;
        }
    }
    return making->states[source].parent >= 0 ? making->states[source].parent : source;
}

/* Any state inside of ABOVE (or itself), as seen from within it. */
static int any_inside(struct making *making, int above, bool histories)
{
    int found = above;
    for (int tries = 0; tries < 20; tries++) {
        int state = below(making, making->count);
        bool fits = contains(making, above, state) && (histories || !is_history(&making->states[state]));
        if (fits && making->states[state].strand == making->states[above].strand) {
            found = state;
        }
    }
    return found;
}

static const char *led_to(const struct made *state)
{
    return state->kind == DEEP ? "deep" : state->kind == SHALLOW ? "shallow" : "state";
}

/* Two states in different regions, or one anywhere; gives what it is. */
static const char *write_target(struct making *making, int source)
{
    int whole = below(making, making->count);
    const struct made *parallel = &making->states[whole];
    if (chance(making, 25) && parallel->kind == PARALLEL && parallel->child_count > 1 &&
        may_lead(making, source, whole)) {
        int first = parallel->children[0], second = parallel->children[1];
        if (!is_history(&making->states[first]) && !is_history(&making->states[second])) {
            write_path(making, "target: [", any_inside(making, first, true), ", ");
            write_path(making, "", any_inside(making, second, true), "], ");
            return "regions";
        }
    }
    int target = any_target(making, source);
    write_path(making, "target: ", target, ", ");
    return led_to(&making->states[target]);
}

/* --- what stands in a state ------------------------------------------------------------------- */

void indent(struct making *making, int depth)
{
    for (int i = 0; i < depth; i++) {
        buffer_string(&making->out, "    ");
    }
}

/* Raises and sends at most so often as its counter lets it. LED is what led to it. */
static void write_actions(struct making *making, const char *led)
{
    int counter = below(making, COUNTERS), event = below(making, GENERATED_EVENTS);
    buffer_string(&making->out, "actions: [");
    if (chance(making, 50)) {
        buffer_printf(&making->out, "{assign: {n%d: = data.n%d + 1}}, ", counter, counter);
    }
    if (chance(making, 40)) {
        buffer_printf(&making->out,
                      "{if: data.n%d < 6, then: [{assign: {n%d: = data.n%d + 1}}, {%s: e%d}]}, ", counter,
                      counter, counter, chance(making, 60) ? "raise" : "send", event);
    }
    if (chance(making, 10)) {
        buffer_printf(&making->out, "{if: data.n%d < 6, then: [{send: e%d, in: %d hours, id: x}]}, ", counter,
                      event, 1 + below(making, 30));
    }
    if (chance(making, 12)) {
        static const char *const others[] = {"{notify: m}", "{assign: {n0: = nil + 1}}",
                                             "{tell: {to: sibling, event: told}}", "{cancel: x}"};
        buffer_printf(&making->out, "%s, ", others[below(making, 4)]);
    }
    buffer_printf(&making->out, "{log: %s}]", led);
}

static void write_guard(struct making *making)
{
    int draw = below(making, 100), state = below(making, making->count);
    if (draw < 30) {
        buffer_printf(&making->out, "guard: data.n%d < %d, ", below(making, COUNTERS), 1 + below(making, 5));
    } else if (draw < 45 && !is_history(&making->states[state])) {
        buffer_printf(&making->out, "guard: '%sIn(\"%.*s\")', ", chance(making, 50) ? "not " : "",
                      TEXT_ARGS(making->states[state].path));
    } else if (draw > 96) {
        buffer_string(&making->out, "guard: nil + 1 == 2, ");
    } else if (draw > 92) {
        buffer_printf(&making->out, "guard: data.sum < %d, ", 2 + below(making, 8));
    }
}

/* What refuses an event of a person's. */
static void write_refusals(struct making *making)
{
    int draw = below(making, 100);
    if (draw < 20) {
        buffer_printf(&making->out,
                      "requires: [{if: data.n%d > %d, else: Not yet., override: lead}, "
                      "{if: data.n0 < 5, else: No more.}], ",
                      below(making, COUNTERS), below(making, 3));
    } else if (draw < 35) {
        buffer_string(&making->out, "requires: [{rule: helped, override: lead}], ");
    }
    if (chance(making, 15)) {
        buffer_string(&making->out, "roles: [lead], ");
    }
}

static const char *write_open_tasks(struct making *making)
{
    int draw = below(making, 100);
    return draw < 50 ? "open_tasks: cancel, " : draw < 75 ? "open_tasks: ask, " : "";
}

/* BY is what brings it; NULL: a person. */
static void write_transition(struct making *making, int source, const char *by)
{
    const char *led = "nowhere";
    buffer_byte(&making->out, '{');
    write_guard(making);
    if (chance(making, 80)) {
        led = write_target(making, source);
        if (chance(making, 20)) {
            buffer_string(&making->out, "reenter: true, ");
            led = "reenter";
        }
        buffer_string(&making->out, write_open_tasks(making));
    }
    if (!by) {
        write_refusals(making);
    }
    write_actions(making, by ? by : led);
    buffer_byte(&making->out, '}');
}

/* What comes by itself comes no more often than its counter lets it. */
static void write_bounded(struct making *making, const char *key, int source, const char *more,
                          const char *led)
{
    int counter = below(making, COUNTERS);
    buffer_printf(&making->out, "%s: {guard: data.n%d < 6, %s", key, counter, more);
    if (chance(making, 80)) {
        (void)write_target(making, source);
    }
    buffer_printf(&making->out, "actions: [{assign: {n%d: = data.n%d + 1}}, {log: %s}]}", counter, counter,
                  led);
}

/* A key of an `on` and where it leads: the event's, or of a family, which has the same number. What the
 * workflow itself brings is bounded. */
static void write_event(struct making *making, int source, int event)
{
    static const char *const families[GENERATED_EVENTS][2] = {{"'*'", "any"},
                                                              {"error.execution", "error"},
                                                              {"done.state.*", "done"},
                                                              {"deadline.*", "deadline"},
                                                              {"task.*", "task"}};
    if (chance(making, 12)) {
        write_bounded(making, families[event][0], source, "open_tasks: cancel, ", families[event][1]);
        return;
    }
    buffer_printf(&making->out, chance(making, 10) ? "e%d.*: [" : "e%d: [", event);
    write_transition(making, source, NULL);
    if (chance(making, 30)) {
        buffer_string(&making->out, ", ");
        write_transition(making, source, NULL);
    }
    buffer_byte(&making->out, ']');
}

static void write_on(struct making *making, int source, int depth)
{
    indent(making, depth);
    buffer_string(&making->out, "on: {");
    int first = below(making, GENERATED_EVENTS), count = below(making, 3);
    for (int i = 0; i < count; i++) {
        buffer_string(&making->out, i ? ", " : "");
        write_event(making, source, (first + i) % GENERATED_EVENTS);
    }
    buffer_string(&making->out, "}\n");
}

/* Eventless; after a time; once it is done. */
static void write_own_time(struct making *making, int source, int depth)
{
    if (chance(making, 15)) {
        indent(making, depth);
        write_bounded(making, "always", source, "", "always");
        buffer_byte(&making->out, '\n');
    }
    if (chance(making, 20)) {
        indent(making, depth);
        buffer_printf(&making->out, "after: {%d hours: ", 1 + below(making, 40));
        write_transition(making, source, "after");
        buffer_string(&making->out, ", 1 day: [");
        write_transition(making, source, "after");
        buffer_string(&making->out, ", ");
        write_transition(making, source, "after");
        buffer_string(&making->out, "]}\n");
    }
    if (has_states(making->states[source].kind) && chance(making, 50)) {
        indent(making, depth);
        write_bounded(making, "onDone", source, "", "onDone");
        buffer_byte(&making->out, '\n');
    }
}

static void write_moves(struct making *making, int depth)
{
    static const char *const keys[] = {"entry", "exit"};
    for (int i = 0; i < 2; i++) {
        if (chance(making, 20)) {
            indent(making, depth);
            buffer_printf(
                &making->out,
                "%s: [{assign: {n3: = data.n3 + 1}}, {if: data.n3 < 5, then: [{raise: e%d}]}, {log: %s}]\n",
                keys[i], below(making, GENERATED_EVENTS), keys[i]);
        }
    }
}

static void write_kind(struct making *making, int index, int depth)
{
    static const char *const kinds[] = {[PARALLEL] = "type: parallel\n",
                                        [FINAL] = "type: final\n",
                                        [EACH] = "each: item\n",
                                        [SHALLOW] = "type: history\n",
                                        [DEEP] = "type: history\n"};
    const struct made *state = &making->states[index];
    if (state->kind < sizeof kinds / sizeof *kinds && kinds[state->kind]) {
        indent(making, depth);
        buffer_string(&making->out, kinds[state->kind]);
    }
    if (state->kind == DEEP) {
        indent(making, depth);
        buffer_string(&making->out, "history: deep\n");
    }
    bool begins = state->kind == COMPOUND || (state->kind == EACH && chance(making, 50));
    if (begins && chance(making, 40)) {
        int first = state->children[below(making, state->child_count)];
        if (!is_history(&making->states[first])) {
            indent(making, depth);
            write_path(making, "initial: {target: ", any_inside(making, first, false), ", ");
            write_actions(making, "initial");
            buffer_string(&making->out, "}\n");
        }
    }
}

static void write_inside(struct making *making, int index, int depth)
{
    const struct made *state = &making->states[index];
    if (state->kind != FINAL) {
        write_on(making, index, depth);
        write_own_time(making, index, depth);
        write_work(making, state->strand >= 0, depth);
    }
    write_moves(making, depth);
    if (state->child_count) {
        indent(making, depth);
        buffer_string(&making->out, "states:\n");
        for (int i = 0; i < state->child_count; i++) {
            write_state(making, state->children[i], depth + 1);
        }
    }
}

static void write_history(struct making *making, int index, int depth)
{
    const struct made *state = &making->states[index];
    const struct made *parent = &making->states[state->parent];
    int other = parent->children[below(making, parent->child_count)];
    if (chance(making, 50) && !is_history(&making->states[other])) {
        indent(making, depth);
        buffer_printf(&making->out, "target: {target: %.*s, ", TEXT_ARGS(making->states[other].name));
        write_actions(making, "history");
        buffer_string(&making->out, "}\n");
    }
}

void write_state(struct making *making, int index, int depth)
{
    const struct made *state = &making->states[index];
    indent(making, depth);
    buffer_printf(&making->out, "%.*s:\n", TEXT_ARGS(state->name));
    write_kind(making, index, depth + 1);
    if (is_history(state)) {
        write_history(making, index, depth + 1);
    } else {
        write_inside(making, index, depth + 1);
    }
}

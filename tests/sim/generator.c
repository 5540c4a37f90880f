/* See generator.h. First the tree of states, then each is written, its transitions leading where the language
 * lets them. */
#include "generator.h"

#include <stdio.h>

enum kind { ATOMIC, COMPOUND, PARALLEL, EACH, FINAL, SHALLOW, DEEP };
/* Each of the states that may have states can bring three more beyond the limit: a child, a final, a history.
 */
enum { DEPTH_LIMIT = 4, CHILD_LIMIT = 5, COUNTERS = 4, STATE_ROOM = 4 * GENERATED_STATES + 4 };

struct made {
    enum kind kind;
    int parent; /* -1: the root */
    int strand; /* the EACH it is inside of; -1 */
    int depth;
    int children[CHILD_LIMIT + 2];
    int child_count;
    struct text name, path;
};

struct making {
    struct arena *arena;
    const struct random *random;
    struct buffer out;
    struct made states[STATE_ROOM];
    int count, tasks, deadlines;
};

static int below(struct making *making, int limit)
{
    return (int)random_below(making->random, (uint64_t)limit);
}

static bool chance(struct making *making, int percent)
{
    return below(making, 100) < percent;
}

static bool is_history(const struct made *state)
{
    return state->kind == SHALLOW || state->kind == DEEP;
}

static bool has_states(enum kind kind)
{
    return kind == COMPOUND || kind == PARALLEL || kind == EACH;
}

/* --- the tree ------------------------------------------------------------------------ */

static int add(struct making *making, int parent, enum kind kind)
{
    int index = making->count++;
    struct made *state = &making->states[index];
    const struct made *above = parent < 0 ? NULL : &making->states[parent];
    *state = (struct made){.kind = kind,
                           .parent = parent,
                           .strand = !above                ? -1
                                     : above->kind == EACH ? parent
                                                           : above->strand,
                           .depth = above ? above->depth + 1 : 1,
                           .name = text_printf(making->arena, "s%d", index)};
    state->path =
        above ? text_printf(making->arena, "%.*s.%.*s", TEXT_ARGS(above->path), TEXT_ARGS(state->name))
              : state->name;
    if (above) {
        struct made *of = &making->states[parent];
        of->children[of->child_count++] = index;
    }
    return index;
}

static enum kind any_kind(struct making *making, int depth, bool in_strand)
{
    int draw = below(making, 100);
    if (depth > DEPTH_LIMIT || making->count >= GENERATED_STATES || draw < 45) {
        return ATOMIC;
    }
    return draw < 72 ? COMPOUND : draw < 92 || in_strand ? PARALLEL : EACH;
}

static void grow(struct making *making, int index)
{
    struct made *state = &making->states[index];
    int count = 1 + below(making, state->kind == COMPOUND ? 4 : 3);
    bool in_strand = state->strand >= 0 || state->kind == EACH;
    for (int i = 0; i < count && making->count < GENERATED_STATES; i++) {
        int child = add(making, index, any_kind(making, state->depth + 1, in_strand));
        if (has_states(making->states[child].kind)) {
            grow(making, child);
        }
    }
    if (state->child_count == 0) {
        add(making, index, ATOMIC);
    }
    if (state->kind != PARALLEL && chance(making, 35)) {
        add(making, index, FINAL);
    }
    if (chance(making, 35)) {
        add(making, index, chance(making, 50) ? DEEP : SHALLOW);
    }
}

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

/* Two states in different regions, or one anywhere. */
static void write_target(struct making *making, int source)
{
    int whole = below(making, making->count);
    const struct made *parallel = &making->states[whole];
    if (chance(making, 25) && parallel->kind == PARALLEL && parallel->child_count > 1 &&
        may_lead(making, source, whole)) {
        int first = parallel->children[0], second = parallel->children[1];
        if (!is_history(&making->states[first]) && !is_history(&making->states[second])) {
            write_path(making, "target: [", any_inside(making, first, true), ", ");
            write_path(making, "", any_inside(making, second, true), "], ");
            return;
        }
    }
    write_path(making, "target: ", any_target(making, source), ", ");
}

/* --- what stands in a state ------------------------------------------------------------------- */

static void indent(struct making *making, int depth)
{
    for (int i = 0; i < depth; i++) {
        buffer_string(&making->out, "    ");
    }
}

/* Raises and sends at most so often as its counter lets it. */
static void write_actions(struct making *making)
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
    if (chance(making, 5)) {
        buffer_string(&making->out, chance(making, 50) ? "{notify: m}, " : "{assign: {n0: = nil + 1}}, ");
    }
    buffer_string(&making->out, chance(making, 5) ? "{cancel: x}]" : "{log: x}]");
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
    }
}

/* What refuses an event of a person's. */
static void write_refusals(struct making *making)
{
    if (chance(making, 10)) {
        buffer_printf(&making->out,
                      "requires: [{if: data.n%d > %d, else: Not yet., override: lead}, "
                      "{if: data.n0 < 5, else: No more.}], ",
                      below(making, COUNTERS), below(making, 3));
    }
    if (chance(making, 8)) {
        buffer_string(&making->out, "roles: [lead], ");
    }
}

static void write_transition(struct making *making, int source, bool by_person)
{
    buffer_byte(&making->out, '{');
    write_guard(making);
    if (chance(making, 80)) {
        write_target(making, source);
        buffer_string(&making->out, chance(making, 20) ? "reenter: true, " : "");
        buffer_string(&making->out, chance(making, 70) ? "open_tasks: cancel, " : "");
    }
    if (by_person) {
        write_refusals(making);
    }
    write_actions(making);
    buffer_byte(&making->out, '}');
}

/* What comes by itself comes no more often than its counter lets it. */
static void write_bounded(struct making *making, const char *key, int source, const char *more)
{
    int counter = below(making, COUNTERS);
    buffer_printf(&making->out, "%s: {guard: data.n%d < 6, %s", key, counter, more);
    if (chance(making, 80)) {
        write_target(making, source);
    }
    buffer_printf(&making->out, "actions: [{assign: {n%d: = data.n%d + 1}}]}", counter, counter);
}

/* The Nth key of an `on`, no two the same, and where it leads. What the workflow itself brings is bounded. */
static void write_event(struct making *making, int source, int event, int n)
{
    static const char *const families[] = {"'*'", "error.execution", "done.state.*", "deadline.*"};
    if (chance(making, 10)) {
        write_bounded(making, families[n % 4], source, "open_tasks: cancel, ");
        return;
    }
    buffer_printf(&making->out, chance(making, 10) ? "e%d.*: [" : "e%d: [", event);
    write_transition(making, source, true);
    if (chance(making, 30)) {
        buffer_string(&making->out, ", ");
        write_transition(making, source, true);
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
        write_event(making, source, (first + i) % GENERATED_EVENTS, i);
    }
    buffer_string(&making->out, "}\n");
}

/* Eventless; after a time; once it is done. */
static void write_own_time(struct making *making, int source, int depth)
{
    if (chance(making, 15)) {
        indent(making, depth);
        write_bounded(making, "always", source, "");
        buffer_byte(&making->out, '\n');
    }
    if (chance(making, 20)) {
        indent(making, depth);
        buffer_printf(&making->out, "after: {%d hours: ", 1 + below(making, 40));
        write_transition(making, source, false);
        buffer_string(&making->out, ", 1 day: [");
        write_transition(making, source, false);
        buffer_string(&making->out, ", ");
        write_transition(making, source, false);
        buffer_string(&making->out, "]}\n");
    }
    if (has_states(making->states[source].kind) && chance(making, 50)) {
        indent(making, depth);
        write_bounded(making, "onDone", source, "");
        buffer_byte(&making->out, '\n');
    }
}

/* A length of time, or a formula over what may change. */
static void write_due(struct making *making, bool in_strand)
{
    int state = below(making, making->count), draw = below(making, 100);
    if (draw < 30) {
        buffer_printf(&making->out, "%d days", 1 + below(making, 3));
    } else if (draw < 50) {
        buffer_printf(&making->out, "'(data.n%d > %d and days(1) or days(3))'", below(making, COUNTERS),
                      below(making, 4));
    } else if (draw < 65 && !is_history(&making->states[state])) {
        buffer_printf(&making->out, "'(In(\"%.*s\") and days(2) or nil)'",
                      TEXT_ARGS(making->states[state].path));
    } else if (draw < 80 && making->tasks) {
        buffer_printf(&making->out, "'(task(\"t%d\").open and days(1) or date(\"2026-01-09\"))'",
                      below(making, making->tasks));
    } else if (in_strand) {
        buffer_string(&making->out, "'(item.x == 3 and days(2) or days(4))'");
    } else {
        buffer_string(&making->out, "'(data.n0 == data.n1 and date(\"2026-01-07\") or days(2))'");
    }
}

static void write_work(struct making *making, bool in_strand, int depth)
{
    static const char *const repeats[] = {", repeat: true", ", repeat: 1 day", "", ""};
    if (making->tasks < GENERATED_TASKS && chance(making, 25)) {
        indent(making, depth);
        buffer_printf(&making->out, "tasks: {t%d: {due: ", making->tasks);
        write_due(making, in_strand);
        buffer_printf(&making->out, "%s%s%s}}\n", chance(making, 40) ? ", required: true" : "",
                      repeats[below(making, 4)], chance(making, 20) ? ", when: data.n0 > 1" : "");
        making->tasks++;
    }
    if (chance(making, 25)) {
        indent(making, depth);
        buffer_printf(&making->out, "deadlines: {d%d: {due: ", making->deadlines++);
        write_due(making, in_strand);
        buffer_printf(&making->out, ", warn: 1 day, met_by: e%d%s}}\n", below(making, GENERATED_EVENTS),
                      chance(making, 50) ? ", repeat: true" : "");
    }
}

static void write_moves(struct making *making, int depth)
{
    static const char *const keys[] = {"entry", "exit"};
    for (int i = 0; i < 2; i++) {
        if (chance(making, 20)) {
            indent(making, depth);
            buffer_printf(&making->out,
                          "%s: [{assign: {n3: = data.n3 + 1}}, {if: data.n3 < 5, then: [{raise: e%d}]}]\n",
                          keys[i], below(making, GENERATED_EVENTS));
        }
    }
}

static void write_state(struct making *making, int index, int depth);

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
            write_actions(making);
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
        write_actions(making);
        buffer_string(&making->out, "}\n");
    }
}

static void write_state(struct making *making, int index, int depth)
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

struct text generate_workflow(struct arena *arena, const struct random *random)
{
    struct making *making = arena_new(arena, struct making);
    making->arena = arena;
    making->random = random;
    buffer_init(&making->out, arena);
    int roots[4], count = 2 + below(making, 3);
    for (int i = 0; i < count; i++) {
        roots[i] = add(making, -1, i ? any_kind(making, 1, false) : chance(making, 50) ? COMPOUND : PARALLEL);
        if (has_states(making->states[roots[i]].kind)) {
            grow(making, roots[i]);
        }
    }
    buffer_string(
        &making->out,
        "workflow: w\n"
        "roles: {worker: Worker, lead: {title: Lead, includes: [worker]}}\n"
        "messages: {m: {to: lead, text: Something has happened.}}\n"
        "fields: {n0: {type: number, default: 0}, n1: {type: number, default: 0},\n"
        "         n2: {type: number, default: 0}, n3: {type: number, default: 0},\n"
        "         item: {type: list, of: {x: number}}}\n"
        "forms: {items: {fields: [item]}}\n"
        "events: {open: {}, more: {form: items}, reset: {}, end: {}, e0: {}, e1: {}, e2: {}, e3: {},\n"
        "         e4: {}, x: {}}\n"
        "on:\n"
        "    more: {}\n"
        "    reset: {actions: [{assign: {n0: 0, n1: 0, n2: 0, n3: 0}}]}\n"
        "    end: {target: stop, open_tasks: cancel}\n"
        "states:\n");
    for (int i = 0; i < count; i++) {
        write_state(making, roots[i], 1);
    }
    buffer_string(&making->out, "    stop: {type: final}\n");
    return buffer_result(&making->out);
}

/* --- what happens --------------------------------------------------------------------------------- */

struct text generate_command(struct arena *arena, const struct random *random, uint32_t items)
{
    uint64_t draw = random_below(random, 100);
    const char *of = "", *who = "";
    if (items && random_below(random, 3) == 0) {
        of = arena_printf(arena, ",\"of\":\"item/%d\"", 1 + (int)random_below(random, items));
    }
    if (random_below(random, 4) == 0) {
        who = random_below(random, 2) ? ",\"role\":\"worker\"" : ",\"role\":\"lead\",\"override\":\"so\"";
    }
    if (draw < 20) {
        return (struct text){0};
    }
    if (draw < 70) {
        return text_printf(arena, "{\"event\":\"e%d\"%s%s}", (int)random_below(random, GENERATED_EVENTS), of,
                           who);
    }
    if (draw < 82) {
        static const char *const acts[] = {"done", "skipped", "cancelled"};
        return text_printf(arena, "{\"event\":\"task.t%d.%s\",\"data\":{\"reason\":\"so\"}%s}",
                           (int)random_below(random, GENERATED_TASKS), acts[random_below(random, 3)], of);
    }
    if (draw < 88) {
        return text_printf(arena, "{\"event\":\"more\",\"data\":{\"item\":[{\"x\":%d},{}]}}", (int)draw);
    }
    if (draw < 97) {
        return TEXT("{\"event\":\"reset\"}");
    }
    return draw == 97   ? TEXT("{\"event\":\"nobody.knows\"}")
           : draw == 98 ? TEXT("{\"event\":\"x\"}")
                        : TEXT("{\"event\":\"end\"}");
}

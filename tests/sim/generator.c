/* See generator.h. First the tree of states, then each is written, its transitions leading where the language
 * lets them (generator_states.c). */
#include "generating.h"

int below(struct making *making, int limit)
{
    return (int)random_below(making->random, (uint64_t)limit);
}

bool chance(struct making *making, int percent)
{
    return below(making, 100) < percent;
}

bool is_history(const struct made *state)
{
    return state->kind == SHALLOW || state->kind == DEEP;
}

bool has_states(enum kind kind)
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

/* --- the file ------------------------------------------------------------------------------ */

/* Only what is declared can happen; an override of a deadline, by whom its declaration says. */
static void write_events(struct making *making)
{
    buffer_string(&making->out,
                  "events:\n"
                  "    {open: {}, more: {form: items}, visit: {form: visit}, count: {form: count},\n"
                  "     reset: {}, end: {}, e0: {}, e1: {}, e2: {}, e3: {}, e4: {}, x: {roles: lead},\n"
                  "     told: {}, undo: {}, reopen: {}, link: {}, move: {}, note: {}, allocate: {}");
    for (int i = 0; i < making->deadlines; i++) {
        buffer_printf(&making->out, ", deadline.d%d.overridden: {roles: lead}", i);
    }
    buffer_string(&making->out, "}\n");
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
    buffer_string(&making->out, "workflow: w\n"
                                "calendar: office\n"
                                "roles: {worker: Worker, lead: {title: Lead, includes: [worker]}}\n"
                                "messages: {m: {to: lead, text: Something has happened.}}\n"
                                "rules: {helped: {title: Can they be helped?, gives: yes/no, default: yes},\n"
                                "        look: {gives: duration, default: 2 days}}\n"
                                "fields: {n0: {type: number, default: 0}, n1: {type: number, default: 0},\n"
                                "         n2: {type: number, default: 0}, n3: {type: number, default: 0},\n"
                                "         sum: {type: number, value: = data.n0 + data.n1},\n"
                                "         there: {type: yes/no, value: = case.area == \"a2\"},\n"
                                "         inside: {type: yes/no, value: = In(\"s0\")},\n"
                                "         item: {type: list, of: {x: number}}}\n"
                                "forms: {items: {fields: [item]}, visit: {fields: [item.x]}, count: {fields: "
                                "[{n1: {required: true}}]}}\n"
                                "on:\n"
                                "    more: {}\n"
                                "    visit: {}\n"
                                "    count: {}\n"
                                "    reset: {actions: [{assign: {n0: 0, n1: 0, n2: 0, n3: 0}}]}\n"
                                "    end: {target: stop, open_tasks: cancel}\n");
    write_work(making, false, 0);
    buffer_string(&making->out, "states:\n");
    for (int i = 0; i < count; i++) {
        write_state(making, roots[i], 1);
    }
    buffer_string(&making->out, "    stop: {type: final}\n");
    write_events(making);
    return buffer_result(&making->out);
}

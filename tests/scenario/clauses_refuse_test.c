/* LANGUAGE 2, 6, 13, 15: `guard` chooses, `requires`, `roles` and open tasks refuse; and a refusal changes
 * nothing. */
#include "clauses.h"

/* clang-format off */
static const struct clause clauses[] = {
    {"the first whose guard holds is the one, with no fallback where it is unmet",
     "states:\n"
     "  a:\n"
     "    on:\n"
     "      go:\n"
     "        - {guard: data.n == 0, requires: [{if: data.n == 1, else: Not one.}], target: b}\n"
     "        - c\n"
     "      up: {actions: [{assign: {n: = data.n + 1}}]}\n"
     "  b: {}\n"
     "  c: {}\n",
     {IS("open", "a"), NOT("go", "a", "requires"), IS("up", "a"), IS("go", "c")}},
    {"an inner transition that is unmet is not stepped over for an outer one",
     "states:\n"
     "  a:\n"
     "    on: {go: b}\n"
     "    states: {c: {on: {go: {requires: [{if: false, else: Never.}], target: d}}}, d: {}}\n"
     "  b: {}\n",
     {IS("open", "a.c"), NOT("go", "a.c", "requires")}},
    {"in parallel regions one refusal refuses the whole, and all reasons are told",
     "states:\n"
     "  p:\n"
     "    type: parallel\n"
     "    states:\n"
     "      a: {states: {a1: {on: {go: {target: a2, actions: [" SAY("a") "]}}}, a2: {}}}\n"
     "      b: {states: {b1: {on: {go: {target: b2, requires: [{if: data.n == 1, else: Not one.}], roles: [lead]}}}, b2: {}}}\n"
     "      c: {states: {c1: {tasks: {call: {required: true}}, on: {go: c2}}, c2: {}}}\n"
     "    on: {up: {actions: [{assign: {n: 1}}]}}\n",
     {SAYS("open", "p.a.a1 p.b.b1 p.c.c1", ""), NOT("go", "p.a.a1 p.b.b1 p.c.c1", "requires task"),
      NOT("{'event':'go','role':'worker'}", "p.a.a1 p.b.b1 p.c.c1", "role requires task"), IS("up", "p.a.a1 p.b.b1 p.c.c1"),
      NOT("go", "p.a.a1 p.b.b1 p.c.c1", "task"), IS("task.call.done", "p.a.a1 p.b.b1 p.c.c1"), SAYS("go", "p.a.a2 p.b.b2 p.c.c2", "a")}},
    {"what a refused event has answered is not written",
     "forms: {f: {fields: [n]}}\n"
     "events: {open: {}, go: {form: f}, see: {}}\n"
     "states:\n"
     "  a: {on: {go: {requires: [{if: data.n > 5, else: Too few.}], target: b}, see: {guard: data.n == 0}}}\n"
     "  b: {}\n",
     {IS("open", "a"), NOT("{'event':'go','data':{'n':3}}", "a", "requires"), IS("see", "a"), IS("{'event':'go','data':{'n':6}}", "b")}},
    {"roles of the event and of the transition both hold",
     "events: {open: {}, go: {roles: [worker]}, come: {}}\n"
     "states:\n"
     "  a: {on: {go: {target: b, roles: [lead]}, come: {roles: [worker], target: b}}}\n"
     "  b: {}\n",
     {IS("open", "a"), NOT("{'event':'go','role':'nobody'}", "a", "role role"), NOT("{'event':'go','role':'worker'}", "a", "role"),
      NOT("{'event':'come','role':'nobody'}", "a", "role"), IS("{'event':'go','role':'lead'}", "b")}},
    {"an internal event that is refused is dropped, and the rest goes on",
     "events: {open: {}, go: {}, in: {}, after: {}}\n"
     "states:\n"
     "  a:\n"
     "    on:\n"
     "      go: {actions: [{raise: in}, {raise: after}]}\n"
     "      in: {target: b, requires: [{if: false, else: Never.}], actions: [" SAY("in") "]}\n"
     "      after: {actions: [" SAY("after") "]}\n"
     "  b: {}\n",
     {SAYS("open", "a", ""), SAYS("go", "a", "after")}},
    {"internal events have the actor's roles, time has none",
     "events: {open: {}, go: {}, in: {}, wait: {}}\n"
     "states:\n"
     "  a:\n"
     "    on:\n"
     "      go: {actions: [{raise: in}]}\n"
     "      wait: {actions: [{send: in, in: 1 day}]}\n"
     "      in: {roles: [lead], actions: [" SAY("in") "]}\n",
     {SAYS("open", "a", ""), SAYS("{'event':'go','role':'worker'}", "a", ""), SAYS("{'event':'go','role':'lead'}", "a", "in"),
      SAYS("{'event':'wait','role':'lead'}", "a", ""), SAYS("+2 days", "a", "")}},
    {"a requirement is let through with a reason, by who may",
     "events: {open: {}, go: {}}\n"
     "states:\n"
     "  a: {on: {go: {requires: [{if: data.n == 1, else: Not one., override: lead}], target: b}}}\n"
     "  b: {}\n",
     {IS("open", "a"), NOT("{'event':'go','override':'so','role':'worker'}", "a", "requires"), NOT("{'event':'go','role':'lead'}", "a", "requires"),
      IS("{'event':'go','override':'so','role':'lead'}", "b")}},
    {"the requirement's own override stands before the transition's, and never exists",
     "events: {open: {}, one: {}, two: {}, three: {}}\n"
     "states:\n"
     "  a:\n"
     "    on:\n"
     "      one: {override: [worker], requires: [{if: false, else: No., override: lead}]}\n"
     "      two: {override: [worker], requires: [{if: false, else: No., override: never}]}\n"
     "      three: {override: [worker], requires: [{if: false, else: No.}]}\n",
     {IS("open", "a"), NOT("{'event':'one','override':'so','role':'worker'}", "a", "requires"), IS("{'event':'one','override':'so','role':'lead'}", "a"),
      NOT("{'event':'two','override':'so'}", "a", "requires"), IS("{'event':'three','override':'so','role':'worker'}", "a")}},
    {"some of several exceptions are not enough",
     "events: {open: {}, go: {}}\n"
     "states:\n"
     "  a: {on: {go: {target: b, requires: [{if: false, else: One., override: lead}, {if: false, else: Two.}]}}}\n"
     "  b: {}\n",
     {IS("open", "a"), NOT("{'event':'go','override':'so'}", "a", "requires")}},
    {"a required task holds whoever would leave its state, and nobody else",
     "events: {open: {}, in: {}, out: {}, self: {}, drop: {}, ask: {}}\n"
     "states:\n"
     "  a:\n"
     "    tasks: {call: {required: true}}\n"
     "    on: {out: x, self: a, drop: {target: x, open_tasks: cancel}, ask: {target: x, open_tasks: ask}}\n"
     "    states: {b: {on: {in: c}}, c: {}}\n"
     "  x: {}\n",
     {IS("open", "a.b"), IS("in", "a.c"), NOT("out", "a.c", "task"), NOT("self", "a.c", "task"), NOT("ask", "a.c", "task"),
      IS("{'event':'ask','tasks':{'call':{'how':'handed-on','reason':'to Bea'}}}", "x")}},
    {"what is cancelled is let go",
     "events: {open: {}, drop: {}, back: {}}\n"
     "states:\n"
     "  a: {tasks: {call: {required: true}}, on: {drop: {target: x, open_tasks: cancel}}}\n"
     "  x: {on: {back: a}}\n",
     {IS("open", "a"), IS("drop", "x"), IS("back", "a"), IS("task.call.done", "a")}},
    {"a condition is yes or no, and no number or text",
     "events: {open: {}, one: {}, two: {}, three: {}}\n"
     "states:\n"
     "  a:\n"
     "    on:\n"
     "      one: {requires: [{if: data.n, else: A number.}]}\n"
     "      two: {requires: [{if: data.log, else: A text.}]}\n"
     "      three: {requires: [{if: today, else: A date.}]}\n",
     {IS("open", "a"), NOT("one", "a", "requires"), NOT("two", "a", "requires"), IS("three", "a")}},
    {"a plan that fails changes nothing",
     "events: {open: {}, go: {}}\n"
     "states: {a: {on: {go: {target: b, actions: [" SAY("x") "]}}}, b: {always: {actions: [" SAY("y") "]}}}\n",
     {SAYS("open", "a", ""), NOT("go", "a", "failed: the workflow goes round for ever: after 1000 steps the transition of b on line 8 is still taken")}},
};
/* clang-format on */

int main(void)
{
    return clauses_run("clauses.refuse", clauses, sizeof clauses / sizeof *clauses);
}

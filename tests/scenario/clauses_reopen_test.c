/* LANGUAGE 8: a closed case takes `reopen`, and goes back to where it stood unless the workflow says where.
 */
#include "clauses.h"

/* clang-format off */
static const struct clause clauses[] = {
    {"back to where it stood, by what each state does when it is entered",
     "states:\n"
     "  a:\n"
     "    entry: [" SAY("+a") "]\n"
     "    exit: [" SAY("-a") "]\n"
     "    on: {end: stop}\n"
     "    initial: {target: b, actions: [" SAY("never again") "]}\n"
     "    states: {b: {on: {go: c}}, c: {entry: [" SAY("+c") "], on: {go: b}}}\n"
     "  stop: {type: final, entry: [" SAY("+stop") "], exit: [" SAY("-stop") "]}\n",
     {IS("open", "a.b"), SAYS("go", "a.c", "+anever again+c"), SAYS("end", "stop", "-a+stop"),
      SAYS("note", "stop", ""), SAYS("reopen", "a.c", "-stop+a+c"), SAYS("go", "a.b", ""), SAYS("end", "stop", "-a+stop"),
      SAYS("reopen", "a.b", "-stop+a"), SAYS("end", "stop", "-a+stop")}},
    {"only one that is closed",
     "states: {a: {on: {end: stop}}, stop: {type: final}}\n",
     {IS("open", "a"), NOT("reopen", "a", "not-now"), IS("end", "stop"), NOT("end", "stop", "closed"),
      NOT("allocate", "stop", "closed"), IS("reopen", "a"), NOT("reopen", "a", "not-now"), IS("end", "stop")}},
    {"to every region that it stood in",
     "states:\n"
     "  p: {type: parallel, on: {end: stop}, states: {a: {states: {a1: {on: {one: a2}}, a2: {}}}, "
     "b: {states: {b1: {on: {two: b2}}, b2: {states: {c: {}, d: {}}}}}}}\n"
     "  stop: {type: final}\n",
     {IS("open", "p.a.a1 p.b.b1"), IS("two", "p.a.a1 p.b.b2.c"), IS("end", "stop"), IS("reopen", "p.a.a1 p.b.b2.c"),
      IS("one", "p.a.a2 p.b.b2.c"), IS("end", "stop"), IS("reopen", "p.a.a2 p.b.b2.c")}},
    {"a strand that has ended stays ended",
     "states:\n"
     "  s: {each: item, on: {end: stop}, states: {x: {entry: [" SAY("x") "], on: {born: f}}, f: {type: final}}}\n"
     "  stop: {type: final}\n",
     {IS("{'event':'open','data':{'item':[{'name':'a'},{'name':'b'}]}}", "s[1].x s[2].x"),
      IS("{'event':'born','of':'item/1'}", "s[1].f s[2].x"), IS("end", "stop"),
      SAYS("reopen", "s[1].f s[2].x", "xxx"), IS("{'event':'born','of':'item/2'}", "s[1].f s[2].f")}},
    {"where it rested before the event that closed it, not what it passed through",
     "states:\n"
     "  p: {type: parallel, onDone: stop, states: {a: {states: {a1: {on: {one: af}}, af: {type: final}}}, "
     "b: {states: {b1: {on: {two: bf}}, bf: {type: final}}}}}\n"
     "  stop: {type: final}\n",
     {IS("open", "p.a.a1 p.b.b1"), IS("one", "p.a.af p.b.b1"), IS("two", "stop"), IS("reopen", "p.a.af p.b.b1"),
      IS("two", "stop")}},
    {"or where the workflow says, when its guard holds",
     "states: {a: {on: {end: stop, set: {actions: [{assign: {n: 1}}]}}}, again: {entry: [" SAY("again") "], on: {end: stop}}, stop: {type: final}}\n"
     "on: {reopen: {target: again, guard: data.n == 1}}\n",
     {IS("open", "a"), IS("end", "stop"), SAYS("reopen", "a", ""), IS("set", "a"), IS("end", "stop"),
      SAYS("reopen", "again", "again"), IS("end", "stop"), IS("reopen", "again")}},
    {"without a target it says what is required and done on the way back",
     "events: {open: {}, end: {}, set: {}, reopen: {roles: lead}}\n"
     "states: {a: {on: {end: stop, set: {actions: [{assign: {n: 1}}]}}, entry: [" SAY("+a") "]}, stop: {type: final, exit: [" SAY("-stop") "]}}\n"
     "on: {reopen: {requires: [{if: data.n == 1, else: 'Not yet.', override: lead}], actions: [" SAY("!") "]}}\n",
     {IS("open", "a"), IS("end", "stop"), NOT("reopen", "stop", "requires"),
      NOT("{'event':'reopen','role':'worker','override':'because'}", "stop", "role requires"),
      SAYS("{'event':'reopen','role':'lead','override':'because'}", "a", "+a-stop!+a")}},
    {"from one end to another it is still known where it stood",
     "states: {a: {on: {end: {target: stop, actions: [{assign: {n: 1}}]}}}, stop: {type: final}, end: {type: final}}\n"
     "on: {reopen: {target: end, guard: data.n == 1, actions: [{assign: {n: 2}}]}}\n",
     {IS("open", "a"), IS("end", "stop"), IS("reopen", "end"), NOT("end", "end", "closed"), IS("reopen", "a")}},
    {"a case that closed as it opened stood nowhere",
     "states: {stop: {type: final}}\n",
     {IS("open", "stop"), NOT("reopen", "stop", "not-now")}},
    {"timers begin anew",
     "states: {a: {after: {3 days: b}, on: {end: stop}}, b: {}, stop: {type: final}}\n",
     {IS("open", "a"), IS("+2 days", "a"), IS("end", "stop"), IS("+9 days", "stop"), IS("reopen", "a"),
      IS("+2 days", "a"), IS("+1 day", "b")}},
    {"a state may have an event of that name for its own ends",
     "states: {a: {on: {answer: b}}, b: {on: {reopen: a, end: stop}}, stop: {type: final}}\n",
     {IS("open", "a"), NOT("reopen", "a", "not-now"), IS("answer", "b"), IS("reopen", "a"), IS("answer", "b"),
      IS("end", "stop"), IS("reopen", "b"), IS("reopen", "a")}},
};
/* clang-format on */

int main(void)
{
    return clauses_run("clauses.reopen", clauses, sizeof clauses / sizeof *clauses);
}

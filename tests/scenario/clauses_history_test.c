/* SCXML 3.10 and Appendix D: histories, shallow and deep, and what they lead to while they remember nothing.
 */
#include "clauses.h"

/* clang-format off */
static const struct clause clauses[] = {
    {"a shallow history remembers the child, and begins inside of it",
     "states:\n"
     "  a:\n"
     "    on: {away: x}\n"
     "    states:\n"
     "      h: {type: history}\n"
     "      b: {on: {go: c}}\n"
     "      c: {states: {d: {on: {in: e}}, e: {}}}\n"
     "  x: {on: {back: a.h}}\n",
     {IS("open", "a.b"), IS("go", "a.c.d"), IS("in", "a.c.e"), IS("away", "x"), IS("back", "a.c.d")}},
    {"a deep history remembers all of it",
     "states:\n"
     "  a:\n"
     "    on: {away: x}\n"
     "    states:\n"
     "      h: {type: history, history: deep}\n"
     "      b: {on: {go: c}}\n"
     "      c: {states: {d: {on: {in: e}}, e: {}}}\n"
     "  x: {on: {back: a.h}}\n",
     {IS("open", "a.b"), IS("go", "a.c.d"), IS("in", "a.c.e"), IS("away", "x"), IS("back", "a.c.e")}},
    {"it remembers the last time",
     "states:\n"
     "  a:\n"
     "    on: {away: x}\n"
     "    states: {h: {type: history}, b: {on: {go: c}}, c: {on: {go: b}}}\n"
     "  x: {on: {back: a.h}}\n",
     {IS("open", "a.b"), IS("go", "a.c"), IS("away", "x"), IS("back", "a.c"), IS("go", "a.b"),
      IS("away", "x"), IS("back", "a.b")}},
    {"while it remembers nothing its default holds, with its actions after the entry of its parent",
     "initial: x\n"
     "states:\n"
     "  a:\n"
     "    entry: [" SAY("+a") "]\n"
                              "    on: {away: x}\n"
                              "    states:\n"
                              "      h: {type: history, target: {target: c, actions: [" SAY(
                                  "?") "]}}\n"
                                       "      b: {entry: [" SAY(
                                           "+b") "], on: {go: b}}\n"
                                                 "      c: {entry: [" SAY(
                                                     "+c") "], on: {go: b}}\n"
                                                           "  x: {on: {back: {target: a.h, actions: [" SAY(
                                                               "!") "]}, in: a}}\n",
     {IS("open", "x"), SAYS("back", "a.c", "!+a?+c"), IS("go", "a.b"), SAYS("away", "x", "+b"),
      SAYS("back", "a.b", "!+a+b")}},
    {"without a default it leads where its parent begins",
     "initial: x\n"
     "states:\n"
     "  a:\n"
     "    initial: {target: a.c, actions: [" SAY("i") "]}\n"
                                                      "    states: {h: {type: history}, b: {}, c: {}}\n"
                                                      "  x: {on: {back: a.h}}\n",
     {SAYS("open", "x", ""), SAYS("back", "a.c", "i")}},
    {"a default may lie deep, or in several regions",
     "initial: x\n"
     "states:\n"
     "  a:\n"
     "    states:\n"
     "      deep: {type: history, history: deep, target: a.c.d.e}\n"
     "      b: {}\n"
     "      c: {states: {f: {}, d: {states: {g: {}, e: {}}}}}\n"
     "  p:\n"
     "    type: parallel\n"
     "    states:\n"
     "      h: {type: history, history: deep, target: [p.q.q2, p.r.r2]}\n"
     "      q: {states: {q1: {}, q2: {}}}\n"
     "      r: {states: {r1: {}, r2: {}}}\n"
     "      s: {states: {s1: {}}}\n"
     "  x: {on: {one: a.deep, two: p.h}}\n"
     "on: {x: x}\n",
     {IS("open", "x"), IS("one", "a.c.d.e"), IS("x", "x"), IS("two", "p.q.q2 p.r.r2 p.s.s1")}},
    {"a deep history of a parallel state remembers every region, a shallow one none of their children",
     "states:\n"
     "  p:\n"
     "    type: parallel\n"
     "    on: {away: x}\n"
     "    states:\n"
     "      deep: {type: history, history: deep}\n"
     "      shallow: {type: history}\n"
     "      q: {states: {q1: {on: {go: q2}}, q2: {}}}\n"
     "      r: {states: {r1: {on: {go: r2}}, r2: {}}}\n"
     "  x: {on: {one: p.deep, two: p.shallow}}\n",
     {IS("open", "p.q.q1 p.r.r1"), IS("go", "p.q.q2 p.r.r2"), IS("away", "x"), IS("one", "p.q.q2 p.r.r2"),
      IS("away", "x"), IS("two", "p.q.q1 p.r.r1")}},
    {"a history of one region leaves the others to begin",
     "states:\n"
     "  p:\n"
     "    type: parallel\n"
     "    on: {away: x}\n"
     "    states:\n"
     "      q: {states: {h: {type: history}, q1: {on: {go: q2}}, q2: {}}}\n"
     "      r: {states: {h: {type: history}, r1: {on: {go: r2}}, r2: {}}}\n"
     "  x: {on: {one: p.q.h, both: {target: [p.q.h, p.r.h]}}}\n",
     {IS("open", "p.q.q1 p.r.r1"), IS("go", "p.q.q2 p.r.r2"), IS("away", "x"), IS("one", "p.q.q2 p.r.r1"),
      IS("away", "x"), IS("both", "p.q.q2 p.r.r1")}},
    {"a state may go back to what it was from within",
     "states:\n"
     "  a:\n"
     "    on: {again: {target: a.h}, over: {target: a.h, reenter: true}}\n"
     "    entry: [" SAY(
         "+a") "]\n"
               "    states: {h: {type: history, history: deep}, b: {on: {go: c}}, c: {entry: [" SAY(
                   "+c") "]}}\n",
     /* only what is left is remembered: until then its default holds */
     {SAYS("open", "a.b", "+a"), IS("again", "a.b"), SAYS("go", "a.c", "+c"), SAYS("again", "a.b", ""), SAYS("go", "a.c", "+c"),
      SAYS("over", "a.c", "+a+c"), SAYS("again", "a.c", "+c")}},
    {"the states that it leads to are entered in document order, their parents first",
     "states:\n"
     "  a:\n"
     "    on: {away: x}\n"
     "    states:\n"
     "      h: {type: history, history: deep}\n"
     "      p:\n"
     "        type: parallel\n"
     "        entry: [" SAY(
         "+p") "]\n"
               "        states:\n"
               "          q: {entry: [" SAY("+q") "], states: {q1: {entry: [" SAY(
                   "+q1") "]}}}\n"
                          "          r: {entry: [" SAY("+r") "], states: {r1: {entry: [" SAY(
                              "+r1") "]}}}\n"
                                     "  x: {on: {back: a.h}}\n",
     {SAYS("open", "a.p.q.q1 a.p.r.r1", "+p+q+q1+r+r1"), IS("away", "x"),
      SAYS("back", "a.p.q.q1 a.p.r.r1", "+p+q+q1+r+r1")}},
    {"what is remembered outlives the states around it",
     "states:\n"
     "  a:\n"
     "    on: {away: x}\n"
     "    states: {b: {states: {h: {type: history}, c: {on: {go: d}}, d: {}}, on: {out: a.e}}, e: {}}\n"
     "  x: {on: {back: a.b.h, new: a}}\n",
     {IS("open", "a.b.c"), IS("go", "a.b.d"), IS("out", "a.e"), IS("away", "x"), IS("new", "a.b.c"),
      IS("away", "x"), IS("back", "a.b.c")}},
    {"a history around the source leaves what it does not have to, and enters nothing twice",
     "states:\n"
     "  a:\n"
     "    states:\n"
     "      h: {type: history, history: deep}\n"
     "      b:\n"
     "        entry: [" SAY("+b") "]\n"
     "        exit: [" SAY("-b") "]\n"
     "        on: {again: a.h}\n"
     "        states: {c: {on: {go: d}}, d: {on: {go: c, back: a.h}, entry: [" SAY("+d") "]}}\n"
     "  x: {on: {back: a.h}}\n"
     "on: {away: x}\n",
     {SAYS("open", "a.b.c", "+b"), SAYS("go", "a.b.d", "+d"), SAYS("away", "x", "-b"), SAYS("back", "a.b.d", "+b+d"), IS("go", "a.b.c"),
      SAYS("again", "a.b.d", "+d"), SAYS("back", "a.b.d", "+d")}},
    {"what a history comes to remember on the way out is where it leads",
     "states:\n"
     "  p:\n"
     "    type: parallel\n"
     "    entry: [" SAY("+p") "]\n"
     "    states:\n"
     "      h: {type: history, history: deep}\n"
     "      a: {on: {again: p.h}, states: {b: {on: {go: c}}, c: {}}}\n"
     "      d: {states: {e: {on: {go: f}}, f: {}}}\n",
     {SAYS("open", "p.a.b p.d.e", "+p"), IS("go", "p.a.c p.d.f"), SAYS("again", "p.a.c p.d.f", "+p")}},
};
/* clang-format on */

int main(void)
{
    return clauses_run("clauses.history", clauses, sizeof clauses / sizeof *clauses);
}

/* SCXML, Appendix D: which transitions are enabled (selectTransitions, removeConflictingTransitions), what is
 * left and entered and in which order (computeExitSet, computeEntrySet, exitStates, enterStates). */
#include "clauses.h"

/* clang-format off */
static const struct clause
    clauses[] =
        {
            {"of one state's transitions the first in document order is taken",
             "initial: a\n"
             "states:\n"
             "  a: {on: {go: [b, c]}}\n"
             "  b: {}\n"
             "  c: {}\n",
             {IS("open", "a"), IS("go", "b")}},
            {"the first whose guard holds, in document order",
             "states:\n"
             "  a: {on: {go: [{guard: data.n == 1, target: b}, {guard: data.n == 0, target: c}, b]}}\n"
             "  b: {}\n"
             "  c: {}\n",
             {IS("open", "a"), IS("go", "c")}},
            {"document order holds across patterns",
             "states:\n"
             "  a: {on: {go.*: b, go.far: c}}\n"
             "  b: {on: {go.far: c, '*': a}}\n"
             "  c: {}\n",
             {IS("open", "a"), IS("go.far", "b"), IS("go.far", "c")}},
            {"name.* takes the name and all below it, and * takes any",
             "events: {open: {}, go: {}, go.on: {}, go.on.far: {}, gone: {}}\n"
             "states:\n"
             "  a: {on: {go.*: {actions: [" SAY("x") "]}, '*': {actions: [" SAY("y") "]}}}\n",
             {SAYS("open", "a", ""), SAYS("go", "a", "x"), SAYS("go.on", "a", "x"),
              SAYS("go.on.far", "a", "x"), SAYS("gone", "a", "y")}},
            {"an inner state's transition comes before its ancestors'",
             "states:\n"
             "  a:\n"
             "    on: {go: c}\n"
             "    states:\n"
             "      b: {on: {go: {guard: data.n == 0, target: d, actions: [{assign: {n: 1}}]}}}\n"
             "      d: {on: {go: {guard: false, target: b}}}\n"
             "  c: {}\n",
             {IS("open", "a.b"), IS("go", "a.d"), IS("go", "c")}},
            {"a transition without target takes the event too",
             "states:\n"
             "  a: {on: {go: b}, states: {x: {on: {go: {}}}}}\n"
             "  b: {}\n",
             {IS("open", "a.x"), IS("go", "a.x")}},
            {"each region takes the event",
             "states:\n"
             "  p:\n"
             "    type: parallel\n"
             "    states:\n"
             "      a: {states: {a1: {on: {go: a2}}, a2: {}}}\n"
             "      b: {states: {b1: {on: {go: b2}}, b2: {}}}\n"
             "      c: {states: {c1: {}}}\n",
             {IS("open", "p.a.a1 p.b.b1 p.c.c1"), IS("go", "p.a.a2 p.b.b2 p.c.c1")}},
            {"of two that would leave the same states the first region's is taken",
             "states:\n"
             "  p:\n"
             "    type: parallel\n"
             "    states:\n"
             "      a: {states: {a1: {on: {go: {target: a2, actions: [" SAY(
                 "a") "]}}}, a2: {}}}\n"
                      "      b: {states: {b1: {on: {go: {target: x, actions: [" SAY("b") "]}}}}}\n"
                                                                                         "  x: {}\n",
             {SAYS("open", "p.a.a1 p.b.b1", ""), SAYS("go", "p.a.a2 p.b.b1", "a"), SAYS("go", "x", "b")}},
            {"the first region's is taken though it leaves them all",
             "states:\n"
             "  p:\n"
             "    type: parallel\n"
             "    states:\n"
             "      a: {states: {a1: {on: {go: {target: x, actions: [" SAY(
                 "a") "]}}}}}\n"
                      "      b: {states: {b1: {on: {go: {target: b2, actions: [" SAY("b") "]}}}, b2: {}}}\n"
                                                                                          "  x: {}\n",
             {SAYS("open", "p.a.a1 p.b.b1", ""), SAYS("go", "x", "a")}},
            {"a descendant's transition removes its ancestor's, which another region has chosen",
             "states:\n"
             "  p:\n"
             "    type: parallel\n"
             "    on: {go: {target: x, actions: [" SAY(
                 "p") "]}}\n"
                      "    states:\n"
                      "      a: {states: {a1: {}}}\n"
                      "      b: {states: {b1: {on: {go: {target: b2, actions: [" SAY("b") "]}}}, b2: {}}}\n"
                                                                                          "  x: {}\n",
             {SAYS("open", "p.a.a1 p.b.b1", ""), SAYS("go", "p.a.a1 p.b.b2", "b"), SAYS("go", "x", "p")}},
            {"a transition that two regions have chosen is taken once",
             "states:\n"
             "  p:\n"
             "    type: parallel\n"
             "    on: {go: {actions: [" SAY("p") "]}}\n"
                                                 "    states: {a: {}, b: {}, c: {on: {go: {actions: [" SAY(
                                                     "c") "]}}}}\n",
             {SAYS("open", "p.a p.b p.c", ""), SAYS("go", "p.a p.b p.c", "pc")}},
            {"what leaves nothing is in nobody's way",
             "states:\n"
             "  p:\n"
             "    type: parallel\n"
             "    states:\n"
             "      a: {on: {go: {target: x, actions: [" SAY("a") "]}}}\n"
                                                                  "      b: {on: {go: {actions: [" SAY(
                                                                      "b") "]}}}\n"
                                                                           "  x: {}\n",
             {SAYS("open", "p.a p.b", ""), SAYS("go", "x", "ab")}},
            {"states are left from the last to the first, then the actions, then entered from the first to "
             "the last",
             "states:\n"
             "  a:\n"
             "    exit: [" SAY(
                 "-a") "]\n"
                       "    type: parallel\n"
                       "    states:\n"
                       "      b: {exit: [" SAY("-b") "], states: {c: {exit: [" SAY(
                           "-c") "], on: {go: {target: x, actions: [" SAY("!") "]}}}}}\n"
                                                                               "      d: {exit: [" SAY("-d") "], states: {e: {exit: [" SAY(
                                                                                   "-e") "]}}}\n"
                                                                                         "  x:\n"
                                                                                         "    entry: [" SAY(
                                                                                             "+x") "]\n"
                                                                                                   "    "
                                                                                                   "type: "
                                                                                                   "parallel"
                                                                                                   "\n"
                                                                                                   "    "
                                                                                                   "states:\n"
                                                                                                   "      y: "
                                                                                                   "{entry: "
                                                                                                   "[" SAY(
                                                                                                       "+"
                                                                                                       "y") "], states: {y1: {entry: [" SAY("+y1") "]}}}\n"
                                                                                                                                                   "      z: {entry: [" SAY(
                                                                                                                                                       "+z") "]}\n",
             {SAYS("open", "a.b.c a.d.e", ""), SAYS("go", "x.y.y1 x.z", "-e-d-c-b-a!+x+y+y1+z")}},
            {"two regions' transitions: all exits, then all actions, then all entries",
             "states:\n"
             "  p:\n"
             "    type: parallel\n"
             "    states:\n"
             "      a:\n"
             "        states:\n"
             "          a1: {exit: [" SAY("-a1") "], on: {go: {target: a2, actions: [" SAY(
                 "!a") "]}}}\n"
                       "          a2: {entry: [" SAY(
                           "+a2") "]}\n"
                                  "      b:\n"
                                  "        states:\n"
                                  "          b1: {exit: [" SAY(
                                      "-b1") "], on: {go: {target: b2, actions: "
                                             "[" SAY("!b") "]}}}\n"
                                                           "          b2: {entry: [" SAY("+b2") "]}\n",
             {SAYS("open", "p.a.a1 p.b.b1", ""), SAYS("go", "p.a.a2 p.b.b2", "-b1-a1!a!b+a2+b2")}},
            {"a compound source stays when its target is inside of it",
             "states:\n"
             "  a:\n"
             "    entry: [" SAY(
                 "+a") "]\n"
                       "    exit: [" SAY(
                           "-a") "]\n"
                                 "    on: {in: a.c, out: {target: a.c, reenter: true}, self: a}\n"
                                 "    states: {b: {exit: [" SAY("-b") "]}, c: {entry: [" SAY(
                                     "+c") "], exit: [" SAY("-c") "]}}\n",
             {SAYS("open", "a.b", "+a"), SAYS("in", "a.c", "-b+c"), SAYS("in", "a.c", "-c+c"),
              SAYS("out", "a.c", "-c-a+a+c"), SAYS("self", "a.b", "-c-a+a")}},
            {"an atomic state that targets itself is left and entered",
             "states:\n"
             "  a: {entry: [" SAY("+") "], exit: [" SAY("-") "], on: {self: a, stay: {actions: [" SAY(
                 "!") "]}}}\n",
             {SAYS("open", "a", "+"), SAYS("self", "a", "-+"), SAYS("stay", "a", "!")}},
            {"a parallel source is left, even when its target is inside of it",
             "states:\n"
             "  p:\n"
             "    type: parallel\n"
             "    exit: [" SAY("-p") "]\n"
                                     "    on: {go: p.a.a2}\n"
                                     "    states:\n"
                                     "      a: {states: {a1: {}, a2: {}}}\n"
                                     "      b: {states: {b1: {on: {on: b2}}, b2: {}}}\n",
             {SAYS("open", "p.a.a1 p.b.b1", ""), SAYS("on", "p.a.a1 p.b.b2", ""),
              SAYS("go", "p.a.a2 p.b.b1", "-p")}},
            {"a region's own move leaves the regions beside it",
             "states:\n"
             "  p:\n"
             "    type: parallel\n"
             "    states:\n"
             "      a: {states: {a1: {on: {go: a2}}, a2: {}}}\n"
             "      b: {exit: [" SAY("-b") "], states: {b1: {on: {on: b2}}, b2: {}}}\n",
             {IS("open", "p.a.a1 p.b.b1"), IS("on", "p.a.a1 p.b.b2"), SAYS("go", "p.a.a2 p.b.b2", "")}},
            {"a target in another region restarts the whole",
             "states:\n"
             "  p:\n"
             "    type: parallel\n"
             "    exit: [" SAY("-p") "]\n"
                                     "    states:\n"
                                     "      a: {states: {a1: {on: {go: p.b.b2}}, a2: {}}}\n"
                                     "      b: {states: {b1: {}, b2: {}}}\n",
             {SAYS("open", "p.a.a1 p.b.b1", ""), SAYS("go", "p.a.a1 p.b.b2", "-p")}},
            {"a list of targets enters each, and the regions without one by their beginning",
             "initial: s\n"
             "states:\n"
             "  s: {on: {go: {target: [p.c.c2, p.a.a2]}}}\n"
             "  p:\n"
             "    type: parallel\n"
             "    states:\n"
             "      a: {states: {a1: {}, a2: {entry: [" SAY(
                 "+a2") "]}}}\n"
                        "      b: {states: {b1: {entry: [" SAY(
                            "+b1") "]}, b2: {}}}\n"
                                   "      c: {states: {c1: {}, c2: {entry: [" SAY("+c2") "]}}}\n",
             {SAYS("open", "s", ""), SAYS("go", "p.a.a2 p.b.b1 p.c.c2", "+a2+b1+c2")}},
            {"a target is entered with what is between, in document order",
             "initial: s\n"
             "states:\n"
             "  s: {on: {go: a.b.c}}\n"
             "  a:\n"
             "    entry: [" SAY(
                 "+a") "]\n"
                       "    states:\n"
                       "      z: {entry: [" SAY(
                           "+z") "]}\n"
                                 "      b: {entry: [" SAY("+b") "], states: {y: {}, c: {entry: [" SAY(
                                     "+c") "]}}}\n",
             {SAYS("open", "s", ""), SAYS("go", "a.b.c", "+a+b+c")}},
            {"the initial state may lie deep, and is done with actions",
             "initial: {target: a.b, actions: [" SAY(
                 "!") "]}\n"
                      "states:\n"
                      "  a:\n"
                      "    entry: [" SAY("+a") "]\n"
                                               "    states:\n"
                                               "      x: {}\n"
                                               "      b:\n"
                                               "        entry: [" SAY(
                                                   "+b") "]\n"
                                                         "        initial: {target: a.b.d.e, actions: [" SAY(
                                                             "?") "]}\n"
                                                                  "        states: {c: {}, d: {entry: [" SAY(
                                                                      "+d") "], states: {f: {}, e: {entry: "
                                                                            "[" SAY("+e") "]}}}}\n",
             {SAYS("open", "a.b.d.e", "!+a+b?+d+e")}},
            {"several initial states in the regions of a parallel one",
             "states:\n"
             "  a:\n"
             "    initial: [a.p.x.x2, a.p.y.y2]\n"
             "    states:\n"
             "      p:\n"
             "        type: parallel\n"
             "        states: {x: {states: {x1: {}, x2: {}}}, y: {states: {y1: {}, y2: {}}}, z: {states: "
             "{z1: {}}}}\n",
             {IS("open", "a.p.x.x2 a.p.y.y2 a.p.z.z1")}},
            {"without initial the first child is the first",
             "states: {b: {states: {d: {}, c: {}}}, a: {}}\n",
             {IS("open", "b.d")}},
            {"the way to a cousin leaves no more than it must",
             "states:\n"
             "  a:\n"
             "    exit: [" SAY("-a") "]\n"
                                     "    states:\n"
                                     "      b: {exit: [" SAY("-b") "], states: {c: {exit: [" SAY(
                                         "-c") "], on: {go: a.d.e}}}}\n"
                                               "      d: {entry: [" SAY("+d") "], states: {e: {entry: [" SAY(
                                                   "+e") "]}}}\n",
             {SAYS("open", "a.b.c", ""), SAYS("go", "a.d.e", "-c-b+d+e")}},
            {"In() sees where the other regions stand",
             "states:\n"
             "  p:\n"
             "    type: parallel\n"
             "    states:\n"
             "      a: {states: {a1: {on: {go: a2}}, a2: {}}}\n"
             "      b: {states: {b1: {on: {go: {guard: In(\"p.a.a2\"), target: b2}}}, b2: {}}}\n",
             /* both are asked before either moves */
             {IS("open", "p.a.a1 p.b.b1"), IS("go", "p.a.a2 p.b.b1"), IS("go", "p.a.a2 p.b.b2")}},
            {"a guard that fails inside counts as no",
             "states:\n"
             "  a: {on: {go: [{guard: nil + 1, target: b}, c]}}\n"
             "  b: {}\n"
             "  c: {on: {go: {guard: data.log, target: b}}}\n",
             {IS("open", "a"), IS("go", "c"), NOT("go", "c", "guard")}},
            {"the event's data is there for guards and actions",
             "states:\n"
             "  a: {on: {go: {guard: event.data.x == 3 and event.name == \"go\", target: b, actions: "
             "[{assign: {n: = event.data.x}}]}}}\n"
             "  b: {on: {go: {guard: data.n == 3, target: a}}}\n",
             {IS("open", "a"), NOT("go", "a", "guard"), IS("{'event':'go','data':{'x':3}}", "b"),
              IS("go", "a")}},
            {"an event of an inactive state is not now, one that nobody knows is unknown",
             "states: {a: {on: {go: b}}, b: {on: {back: a}}}\n",
             {IS("open", "a"), NOT("back", "a", "not-now"), NOT("up", "a", "unknown"), IS("go", "b"),
              IS("back", "a")}},
};
/* clang-format on */

int main(void)
{
    return clauses_run("clauses.select", clauses, sizeof clauses / sizeof *clauses);
}

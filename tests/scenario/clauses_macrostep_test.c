/* SCXML, Appendix D, mainEventLoop: eventless transitions, internal events, what is sent; final states; and
 * time. */
#include "clauses.h"

/* clang-format off */
static const struct clause clauses[] = {
    {"eventless transitions are taken until none is left",
     "states:\n"
     "  a: {on: {go: b}}\n"
     "  b: {entry: [" SAY(
         "b") "], always: c}\n"
              "  c: {entry: [" SAY(
                  "c") "], always: [{guard: data.n == 1, target: a}, {guard: data.n == 0, target: d}]}\n"
                       "  d: {entry: [" SAY("d") "]}\n",
     {SAYS("open", "a", ""), SAYS("go", "d", "bcd")}},
    {"eventless transitions come before internal events",
     "states:\n"
     "  a: {on: {go: b}}\n"
     "  b: {entry: [{raise: in}], always: c, on: {in: {actions: [" SAY("b") "]}}}\n"
                                                                            "  c: {on: {in: {actions: [" SAY(
                                                                                "c") "]}}}\n",
     {SAYS("open", "a", ""), SAYS("go", "c", "c")}},
    {"eventless ones of several regions are taken together",
     "states:\n"
     "  p:\n"
     "    type: parallel\n"
     "    on: {go: {actions: [{assign: {n: 1}}]}}\n"
     "    states:\n"
     "      a: {states: {a1: {always: {guard: data.n == 1, target: a2}}, a2: {}}}\n"
     "      b: {states: {b1: {always: {guard: data.n == 1 and In(\"p.a.a1\"), target: b2}}, b2: {}}}\n",
     {IS("open", "p.a.a1 p.b.b1"), IS("go", "p.a.a2 p.b.b2")}},
    {"a loop of eventless transitions is an error that names it",
     "states: {a: {on: {go: b}}, b: {always: c}, c: {always: b}}\n",
     {IS("open", "a"), NOT("go", "a",
                           "failed: the workflow goes round for ever: after 1000 steps the transition of c "
                           "on line 7 is still taken")}},
    {"an eventless transition that moves nothing is a loop too",
     "states: {a: {on: {go: b}}, b: {always: {actions: [{assign: {n: = data.n + 1}}]}}}\n",
     {IS("open", "a"), NOT("go", "a",
                           "failed: the workflow goes round for ever: after 1000 steps the transition of b "
                           "on line 7 is still taken")}},
    {"internal events are taken in the order in which they were raised",
     "states:\n"
     "  a:\n"
     "    on:\n"
     "      go: {actions: [{raise: one}, {raise: two}, " SAY(
         "go") "]}\n"
               "      one: {actions: [" SAY("1") ", {raise: three}]}\n"
                                                 "      two: {actions: [" SAY(
                                                     "2") "]}\n"
                                                          "      three: {actions: [" SAY("3") "]}\n",
     {SAYS("open", "a", ""), SAYS("go", "a", "go123")}},
    {"what is sent comes after all that is raised, in its own order",
     "states:\n"
     "  a:\n"
     "    on:\n"
     "      go: {actions: [{send: far}, {raise: near}, {send: {event: last, in: 0 ms}}]}\n"
     "      near: {actions: [" SAY("near ") ", {raise: nearer}]}\n"
                                            "      nearer: {actions: [" SAY(
                                                "nearer ") "]}\n"
                                                           "      far: {actions: [" SAY(
                                                               "far ") ", {raise: nearer}]}\n"
                                                                       "      last: {actions: [" SAY(
                                                                           "last") "]}\n",
     {SAYS("open", "a", ""), SAYS("go", "a", "near nearer far nearer last")}},
    {"what is raised on the way out or in is heard where the step has led",
     "states:\n"
     "  a: {exit: [{raise: left}], on: {go: {target: b, actions: [{raise: between}]}, left: {actions: [" SAY(
         "a") "]}}}\n"
              "  b: {entry: [{raise: entered}], on: {'*': {actions: [{assign: {log: '= data.log .. "
              "event.name .. \" \"'}}]}}}\n",
     {SAYS("open", "a", ""), SAYS("go", "b", "left between entered ")}},
    {"what nobody takes is dropped",
     "states: {a: {on: {go: {target: b, actions: [{raise: up}]}, up: b}}, b: {on: {back: a}}}\n",
     {IS("open", "a"), IS("go", "b"), IS("back", "a")}},
    {"an internal event carries its data",
     "states:\n"
     "  a: {on: {go: {actions: [{raise: in, data: {x: = event.data.y + 1}}]}, in: {actions: [{assign: {n: = "
     "event.data.x}}]},\n"
     "           end: {guard: data.n == 5, target: b}}}\n"
     "  b: {}\n",
     {IS("open", "a"), IS("{'event':'go','data':{'y':4}}", "a"), IS("end", "b")}},
    {"actions that choose: if, then, else",
     "states:\n"
     "  a:\n"
     "    on:\n"
     "      go:\n"
     "        actions:\n"
     "          - if: data.n == 0\n"
     "            then: [" SAY("x") ", {if: data.n > 0, then: [" SAY("never") "]}, " SAY(
         "y") "]\n"
              "            else: [" SAY("z") "]\n"
                                             "          - {assign: {n: = data.n + 1}}\n",
     {SAYS("open", "a", ""), SAYS("go", "a", "xy"), SAYS("go", "a", "z")}},
    {"an action that fails ends its block, stays what was done, and raises error.execution",
     "states:\n"
     "  a:\n"
     "    exit: [" SAY("1") ", {assign: {n: = nil + 1}}, " SAY(
         "never") "]\n"
                  "    on: {go: {target: b, actions: [" SAY("2") ", {if: '7', then: []}, " SAY(
                      "never") "]}}\n"
                               "  b:\n"
                               "    entry: [" SAY("3") ", {assign: {n: '= \"many\"'}}, " SAY(
                                   "never") "]\n"
                                            "    on: {error.execution: {actions: [" SAY("e") "]}}\n",
     {SAYS("open", "a", ""), SAYS("go", "b", "123eee")}},
    {"an error has its words",
     "states:\n"
     "  a: {on: {go: {actions: [{assign: {n: = \"x\"}}]}, error.*: {actions: [{assign: {log: = "
     "event.data.message}}]}}}\n",
     {IS("open", "a"), IS("go", "a"), IS("go", "a")}},

    /* --- final states ----------------------------------------------------------------- */
    {"a compound state is done when its final is entered",
     "states:\n"
     "  a:\n"
     "    onDone: {target: x, actions: [" SAY(
         "done") "]}\n"
                 "    states: {b: {on: {go: f}}, f: {type: final, entry: [" SAY("f ") "]}}\n"
                                                                                      "  x: {}\n",
     {SAYS("open", "a.b", ""), SAYS("go", "x", "f done")}},
    {"done.state.NAME is an event as others are",
     "states:\n"
     "  a:\n"
     "    on: {done.state.a.b: a.z}\n"
     "    states: {b: {states: {c: {on: {go: f}}, f: {type: final}}}, z: {}}\n",
     {IS("open", "a.b.c"), IS("go", "a.z")}},
    {"it comes after eventless transitions and what was raised before",
     "states:\n"
     "  a:\n"
     "    on: {in: {actions: [" SAY("in ") "]}}\n"
                                           "    onDone: {actions: [" SAY(
                                               "done") "]}\n"
                                                       "    states: {b: {on: {go: {target: f, actions: "
                                                       "[{raise: in}]}}}, f: {type: final}}\n",
     {SAYS("open", "a.b", ""), SAYS("go", "a.f", "in done")}},
    {"a parallel state is done when all its regions are",
     "states:\n"
     "  p:\n"
     "    type: parallel\n"
     "    onDone: {target: x, actions: [" SAY(
         "p") "]}\n"
              "    states:\n"
              "      a: {states: {a1: {on: {one: af}}, af: {type: final}}, onDone: {actions: [" SAY(
                  "a") "]}}\n"
                       "      b: {states: {b1: {on: {two: bf}}, bf: {type: final}}, onDone: {actions: [" SAY(
                           "b") "]}}\n"
                                "  x: {}\n",
     {SAYS("open", "p.a.a1 p.b.b1", ""), SAYS("two", "p.a.a1 p.b.bf", "b"), SAYS("one", "x", "ap")}},
    {"both at once: each region's first, then the whole's",
     "states:\n"
     "  p:\n"
     "    type: parallel\n"
     "    onDone: {target: x, actions: [" SAY(
         "p") "]}\n"
              "    states:\n"
              "      a: {states: {a1: {on: {go: af}}, af: {type: final}}, onDone: {actions: [" SAY(
                  "a") "]}}\n"
                       "      b: {states: {b1: {on: {go: bf}}, bf: {type: final}}, onDone: {actions: [" SAY(
                           "b") "]}}\n"
                                "  x: {}\n",
     {SAYS("open", "p.a.a1 p.b.b1", ""), SAYS("go", "x", "abp")}},
    {"a parallel state within a parallel one is done, and then the outer one, whichever ends last",
     "states:\n"
     "  p:\n"
     "    type: parallel\n"
     "    onDone: x\n"
     "    states:\n"
     "      a: {states: {a1: {on: {one: af}}, af: {type: final}}}\n"
     "      q:\n"
     "        type: parallel\n"
     "        onDone: {actions: [" SAY("q") "]}\n"
                                            "        states: {b: {states: {b1: {on: {two: bf}}, bf: {type: "
                                            "final}}}, c: {states: {cf: {type: final}}}}\n"
                                            "  x: {}\n",
     {SAYS("open", "p.a.a1 p.q.b.b1 p.q.c.cf", ""), IS("one", "p.a.af p.q.b.b1 p.q.c.cf"),
      SAYS("two", "x", "q")}},
    {"a final state at the root closes the case, where it stands",
     "states:\n"
     "  p:\n"
     "    exit: [" SAY(
         "-p") "]\n"
               "    states: {a: {on: {end: {target: stop, actions: [{raise: go}, {send: go}]}, go: {}}}}\n"
               "  stop: {type: final, entry: [" SAY("+stop") "], exit: [" SAY(
                   "never") "]}\n"
                            "on: {go: {actions: [" SAY("never") "]}}\n",
     {SAYS("open", "p.a", ""), SAYS("end", "stop", "-p+stop"), NOT("go", "stop", "closed"),
      NOT("end", "stop", "closed"), NOT("task.x.done", "stop", "unknown"), SAYS("+10 days", "stop", "")}},
    {"a case may close as it opens",
     "states: {stop: {type: final}}\n",
     {IS("open", "stop"), NOT("allocate", "stop", "closed"), IS("note", "stop")}},

    /* --- time ---------------------------------------------------------------------------- */
    {"a state is left after its time, once",
     "states:\n"
     "  a: {after: {3 days: b}}\n"
     "  b: {after: {2 days: {actions: [" SAY("b") "]}}}\n",
     {SAYS("open", "a", ""), IS("+2 days", "a"), IS("+1 day", "b"), SAYS("+1 day", "b", ""),
      SAYS("+5 days", "b", "b")}},
    {"the timer of a state that was left does not fire",
     "states:\n"
     "  a: {on: {go: b}, after: {3 days: {target: x}}}\n"
     "  b: {on: {back: a}}\n"
     "  x: {}\n",
     {IS("open", "a"), IS("+2 days", "a"), IS("go", "b"), IS("+2 days", "b"), IS("back", "a"),
      IS("+2 days", "a"), IS("+1 day", "x")}},
    {"a state that stays keeps its timers, one that is entered anew begins them anew",
     "states:\n"
     "  a:\n"
     "    on: {stay: {}, in: a.c, new: {target: a, reenter: true}}\n"
     "    after: {3 days: x}\n"
     "    states: {b: {}, c: {}}\n"
     "  x: {}\n",
     {IS("open", "a.b"), IS("+2 days", "a.b"), IS("stay", "a.b"), IS("in", "a.c"), IS("new", "a.b"),
      IS("+2 days", "a.b"), IS("+1 day", "x")}},
    {"at one time the first in document order is first",
     "states:\n"
     "  p:\n"
     "    type: parallel\n"
     "    after: {1 day: {actions: [" SAY(
         "p") "]}}\n"
              "    states:\n"
              "      a: {after: {24 hours: {actions: [" SAY("a1") "]}, P1D: {actions: [" SAY(
                  "a2") "]}}}\n"
                        "      b: {after: {1 day: {actions: [" SAY("b") "]}}}\n",
     {SAYS("open", "p.a p.b", ""), SAYS("+1 day", "p.a p.b", "pa1a2b")}},
    {"several transitions of one time: the first whose guard holds",
     "states:\n"
     "  a: {after: {1 day: [{guard: data.n == 1, target: b}, c]}, on: {set: {actions: [{assign: {n: 1}}]}}}\n"
     "  b: {}\n"
     "  c: {after: {1 day: a}}\n",
     {IS("open", "a"), IS("+1 day", "c"), IS("+1 day", "a"), IS("set", "a"), IS("+1 day", "b")}},
    {"what is sent with a delay comes wherever the case stands then",
     "states:\n"
     "  a: {on: {go: {target: b, actions: [{send: ping, in: 2 days}]}, ping: {actions: [" SAY(
         "a") "]}}}\n"
              "  b: {on: {ping: {actions: [" SAY("b") "]}}}\n",
     {SAYS("open", "a", ""), IS("go", "b"), SAYS("+1 day", "b", ""), SAYS("+1 day", "b", "b")}},
    {"what was sent can be cancelled, by its name",
     "states:\n"
     "  a:\n"
     "    on:\n"
     "      go: {actions: [{send: {event: ping, in: 2 days, id: one}}, {send: {event: ping, in: 2 days, id: "
     "two}}]}\n"
     "      stop: {actions: [{cancel: one}, {cancel: none}]}\n"
     "      ping: {actions: [" SAY("!") "]}\n",
     {IS("open", "a"), IS("go", "a"), IS("stop", "a"), SAYS("+3 days", "a", "!")}},
    {"time that was waited for in one go comes in its order",
     "states:\n"
     "  a: {entry: [{send: x, in: 5 days}, {send: y, in: 1 day}], on: {x: {actions: [" SAY(
         "x") "]}, y: {target: b, actions: [" SAY("y") "]}}}\n"
                                                       "  b: {after: {2 days: c}, on: {x: {actions: [" SAY(
                                                           "never") "]}}}\n"
                                                                    "  c: {entry: [" SAY("c") "], on: {x: "
                                                                                              "{actions: "
                                                                                              "[" SAY(
                                                                                                  "cx") "]}}}"
                                                                                                        "\n",
     {SAYS("open", "a", ""), SAYS("+10 days", "c", "yccx")}},
    {"an inner wildcard takes what time brings to the state around it",
     "states:\n"
     "  a:\n"
     "    after: {1 day: x}\n"
     "    states: {b: {on: {'*': {actions: [" SAY("b") "]}}}}\n"
                                                       "  x: {}\n",
     {SAYS("open", "a.b", ""), SAYS("+1 day", "a.b", "b")}},
};
/* clang-format on */

int main(void)
{
    return clauses_run("clauses.macrostep", clauses, sizeof clauses / sizeof *clauses);
}

/* What the standard asserts, section by section (W3C Recommendation of 1 September 2015), where the other
 * files of clauses do not say it yet; and, at the end, the conveniences of LANGUAGE 5 and 7. */
#include "clauses.h"

/* Appends the name of the event that is being taken. */
#define NAME "{assign: {log: '= data.log .. event.name .. \" \"'}}"
/* Appends X when STATE is active. */
#define SEES(state, x) "{if: 'In(\"" state "\")', then: [" SAY(x) "]}"
#define FAIL "{assign: {n: = nil + 1}}"

/* clang-format off */
static const struct clause clauses[] = {
    /* --- 3.1, 3.3, 3.6: initial states ------------------------------------------------ */
    {"3.2: the case itself may begin in several states of one parallel one",
     "initial: [p.a.a2, p.b.b2]\n"
     "states: {x: {}, p: {type: parallel, states: {a: {states: {a1: {}, a2: {}}}, b: {states: {b1: {}, b2: {}}}, c: {states: {c1: {}}}}}}\n",
     {IS("open", "p.a.a2 p.b.b2 p.c.c1")}},
    {"3.3: a target that is deep leaves the initial states around it, and what they do, aside",
     "initial: x\n"
     "states:\n"
     "  x: {on: {deep: a.b.d, go: a}}\n"
     "  a:\n"
     "    initial: {target: b, actions: [" SAY("i") "]}\n"
     "    on: {x: x}\n"
     "    states: {c: {}, b: {initial: {target: c, actions: [" SAY("j") "]}, states: {d: {}, c: {}}}}\n",
     {SAYS("open", "x", ""), SAYS("deep", "a.b.d", ""), IS("x", "x"), SAYS("go", "a.b.c", "ij")}},
    {"3.6: an initial state's actions come after the entry of its parent, before that of its children",
     "states:\n"
     "  p:\n"
     "    type: parallel\n"
     "    entry: [" SAY("+p") "]\n"
     "    states:\n"
     "      a: {entry: [" SAY("+a") "], initial: {target: p.a.c.d, actions: [" SAY("i") "]}, states: {b: {}, c: {entry: [" SAY("+c") "], states: {d: {entry: [" SAY("+d") "]}}}}}\n"
     "      e: {entry: [" SAY("+e") "], initial: {target: f, actions: [" SAY("j") "]}, states: {f: {entry: [" SAY("+f") "]}}}\n",
     {SAYS("open", "p.a.c.d p.e.f", "+p+ai+c+d+ej+f")}},

    /* --- 3.4, 3.7: final states --------------------------------------------------------- */
    {"3.7: what a final state raises as it is entered comes before done.state",
     "states:\n"
     "  a:\n"
     "    on: {'*': {actions: [" NAME "]}}\n"
     "    states: {b: {on: {go: f}}, f: {type: final, entry: [{raise: in}]}}\n",
     {SAYS("open", "a.b", ""), SAYS("go", "a.f", "in done.state.a ")}},
    {"3.7: done.state is heard wherever the case has gone since",
     "states:\n"
     "  a: {always: {guard: In(\"a.f\"), target: x}, onDone: {actions: [" SAY("never") "]}, states: {b: {on: {go: f}}, f: {type: final}}}\n"
     "  x: {on: {done.state.a: {actions: [" SAY("x") "]}}}\n",
     {SAYS("open", "a.b", ""), SAYS("go", "x", "x")}},
    {"3.7: a final state is entered and left again, and is done again",
     "states:\n"
     "  a:\n"
     "    onDone: {actions: [" SAY("done") "]}\n"
     "    on: {again: a.b}\n"
     "    states: {b: {on: {go: f}}, f: {type: final, exit: [" SAY("-f") "]}}\n",
     {SAYS("open", "a.b", ""), SAYS("go", "a.f", "done"), SAYS("again", "a.b", "-f"), SAYS("go", "a.f", "done")}},
    {"3.4: what is done in two regions at once is told in document order, the whole at last",
     "states:\n"
     "  p:\n"
     "    type: parallel\n"
     "    on: {done.state.*: {actions: [" NAME "]}}\n"
     "    states:\n"
     "      a: {states: {b: {on: {go: f}}, f: {type: final}}}\n"
     "      q:\n"
     "        type: parallel\n"
     "        states: {c: {states: {b: {on: {go: f}}, f: {type: final}}}, d: {states: {b: {on: {go: f}}, f: {type: final}}}}\n",
     {SAYS("open", "p.a.b p.q.c.b p.q.d.b", ""), SAYS("go", "p.a.f p.q.c.f p.q.d.f", "done.state.p.a done.state.p.q.c done.state.p.q.d done.state.p.q done.state.p ")}},
    {"3.4: a region that has gone on from its final state is not done any more",
     "states:\n"
     "  p:\n"
     "    type: parallel\n"
     "    onDone: x\n"
     "    states:\n"
     "      a: {on: {again: p.a.b}, states: {b: {on: {one: f}}, f: {type: final}}}\n"
     "      c: {states: {b: {on: {two: f}}, f: {type: final}}}\n"
     "  x: {}\n",
     {IS("open", "p.a.b p.c.b"), IS("one", "p.a.f p.c.b"), IS("again", "p.a.b p.c.b"), IS("two", "p.a.b p.c.f"), IS("one", "x")}},
    {"3.4: a region that is a final state is done, and leaves the others their time",
     "states:\n"
     "  p:\n"
     "    type: parallel\n"
     "    onDone: x\n"
     "    states: {f: {type: final}, a: {states: {b: {on: {go: f}}, f: {type: final}}}}\n"
     "  x: {}\n",
     {IS("open", "p.f p.a.b"), IS("go", "x")}},
    {"3.7, LANGUAGE 8: the case closes in the midst of all that follows, and nothing follows any more",
     "states:\n"
     "  a: {on: {go: {target: b, actions: [{raise: one}, {send: two}, {send: three, in: 1 day}]}}}\n"
     "  b: {always: stop, exit: [{raise: four}]}\n"
     "  stop: {type: final, entry: [" SAY("+") "]}\n"
     "on: {'*': {actions: [" SAY("never") "]}}\n",
     {SAYS("open", "a", ""), SAYS("go", "stop", "+"), SAYS("+2 days", "stop", ""), NOT("go", "stop", "closed")}},

    /* --- 3.10: histories --------------------------------------------------------------------- */
    {"3.10: a history leaves its parent's initial state, and what that does, aside",
     "initial: x\n"
     "states:\n"
     "  x: {on: {back: a.h}}\n"
     "  a:\n"
     "    entry: [" SAY("+a") "]\n"
     "    initial: {target: b, actions: [" SAY("i") "]}\n"
     "    on: {x: x}\n"
     "    states: {h: {type: history, target: {target: c, actions: [" SAY("h") "]}}, b: {}, c: {on: {go: b}}}\n",
     {SAYS("open", "x", ""), SAYS("back", "a.c", "+ah"), IS("go", "a.b"), IS("x", "x"), SAYS("back", "a.b", "+a")}},
    {"3.10: a default may be a history further in, which has a default of its own",
     "initial: x\n"
     "states:\n"
     "  x: {on: {back: a.h}}\n"
     "  a:\n"
     "    on: {x: x}\n"
     "    states:\n"
     "      h: {type: history, target: {target: a.b.k, actions: [" SAY("h") "]}}\n"
     "      c: {on: {go: a.b.e}}\n"
     "      b: {states: {k: {type: history, target: {target: d, actions: [" SAY("k") "]}}, e: {on: {go: a.c}}, d: {on: {go: e}}}}\n",
     {SAYS("open", "x", ""), SAYS("back", "a.b.d", "hk"), IS("go", "a.b.e"), IS("go", "a.c"), IS("x", "x"), SAYS("back", "a.c", "")}},
    {"3.10: it remembers what stood before the exits ran",
     "states:\n"
     "  a: {on: {x: x}, states: {h: {type: history}, b: {exit: [{raise: go}], on: {go: c}}, c: {}}}\n"
     "  x: {on: {back: a.h, go: {actions: [" SAY("x") "]}}}\n",
     {IS("open", "a.b"), SAYS("x", "x", "x"), IS("back", "a.b")}},
    {"3.10: a history may be where a state begins, and in each region its own",
     "initial: x\n"
     "states:\n"
     "  x: {on: {back: p}}\n"
     "  p:\n"
     "    type: parallel\n"
     "    on: {x: x}\n"
     "    states:\n"
     "      a: {initial: h, states: {h: {type: history, target: b}, b: {on: {one: c}}, c: {}}}\n"
     "      d: {initial: h, states: {h: {type: history, target: e}, e: {on: {two: f}}, f: {}}}\n",
     {IS("open", "x"), IS("back", "p.a.b p.d.e"), IS("two", "p.a.b p.d.f"), IS("x", "x"), IS("back", "p.a.b p.d.f"), IS("one", "p.a.c p.d.f"),
      IS("x", "x"), IS("back", "p.a.c p.d.f")}},
    {"3.10: a deep history in one region leaves the history of another alone",
     "states:\n"
     "  p:\n"
     "    type: parallel\n"
     "    on: {x: x}\n"
     "    states:\n"
     "      a: {states: {h: {type: history, history: deep}, b: {states: {c: {on: {go: d}}, d: {}}}}}\n"
     "      e: {states: {h: {type: history, history: deep}, f: {states: {g: {on: {go: k}}, k: {}}}}}\n"
     "  x: {on: {one: p.a.h, both: {target: [p.e.h, p.a.h]}}}\n",
     {IS("open", "p.a.b.c p.e.f.g"), IS("go", "p.a.b.d p.e.f.k"), IS("x", "x"), IS("both", "p.a.b.d p.e.f.k"), IS("x", "x"), IS("one", "p.a.b.d p.e.f.g"),
      IS("x", "x"), IS("both", "p.a.b.d p.e.f.g")}},

    /* --- 3.12: event descriptors -------------------------------------------------------------- */
    {"3.12: a descriptor matches by whole words, the engine's own events too",
     "events: {open: {}, e: {}, e.a: {}, ea: {}, e.ab: {}, go: {}}\n"
     "states:\n"
     "  a:\n"
     "    on: {e.a.*: {actions: [" SAY("1") "]}, e.*: {actions: [" SAY("2") "]}, error.*: {actions: [" SAY("3") "]}, go: {actions: [" FAIL "]}, '*': {actions: [" SAY("4") "]}}\n",
     {SAYS("open", "a", ""), SAYS("e.a", "a", "1"), SAYS("e.ab", "a", "2"), SAYS("e", "a", "2"), SAYS("ea", "a", "4"), SAYS("go", "a", "3")}},

    /* --- 3.13: selecting and executing transitions ------------------------------------------- */
    {"3.13: transitions of two regions that leave nothing in common are both taken, one of them an ancestor's",
     "states:\n"
     "  p:\n"
     "    type: parallel\n"
     "    states:\n"
     "      a: {on: {go: {target: p.a.c, actions: [" SAY("a") "]}}, states: {q: {type: parallel, states: {r: {}, s: {}}}, c: {}}}\n"
     "      b: {states: {d: {on: {go: {target: e, actions: [" SAY("b") "]}}}, e: {}}}\n",
     {SAYS("open", "p.a.q.r p.a.q.s p.b.d", ""), SAYS("go", "p.a.c p.b.e", "ab")}},
    {"3.13: of three, the deeper one pre-empts its ancestor's, and is pre-empted by nobody after it",
     "states:\n"
     "  p:\n"
     "    type: parallel\n"
     "    on: {go: {target: y, actions: [" SAY("p") "]}}\n"
     "    states:\n"
     "      a: {}\n"
     "      b: {on: {go: {target: x, actions: [" SAY("b") "]}}}\n"
     "      c: {states: {d: {on: {go: {target: e, actions: [" SAY("c") "]}}}, e: {}}}\n"
     "  x: {}\n"
     "  y: {}\n",
     {SAYS("open", "p.a p.b p.c.d", ""), SAYS("go", "x", "b")}},
    {"3.13: eventless transitions pre-empt one another as others do",
     "states:\n"
     "  s: {on: {go: p}}\n"
     "  p:\n"
     "    type: parallel\n"
     "    states:\n"
     "      a: {states: {b: {always: {target: c, actions: [" SAY("a") "]}}, c: {}}}\n"
     "      d: {states: {e: {always: {target: x, actions: [" SAY("d") "]}}}}\n"
     "  x: {}\n",
     {SAYS("open", "s", ""), SAYS("go", "x", "ad")}},
    {"3.13: an ancestor as target is left and entered, from its beginning",
     "states:\n"
     "  a: {entry: [" SAY("+a") "], exit: [" SAY("-a") "], states: {b: {on: {go: c}}, c: {exit: [" SAY("-c") "], on: {up: a}}}}\n",
     {SAYS("open", "a.b", "+a"), IS("go", "a.c"), SAYS("up", "a.b", "-c-a+a")}},
    {"3.13: several targets from within the parallel state restart it, where the source is not around them all",
     "states:\n"
     "  p:\n"
     "    type: parallel\n"
     "    exit: [" SAY("-p") "]\n"
     "    entry: [" SAY("+p") "]\n"
     "    states:\n"
     "      a: {on: {go: {target: [p.b.d, p.a.f]}}, states: {c: {}, f: {}}}\n"
     "      b: {states: {e: {}, d: {}}}\n"
     "      g: {states: {h: {on: {in: k}}, k: {}}}\n",
     {SAYS("open", "p.a.c p.b.e p.g.h", "+p"), IS("in", "p.a.c p.b.e p.g.k"), SAYS("go", "p.a.f p.b.d p.g.h", "-p+p")}},
    {"3.13: a compound source stays when all of several targets are inside of it",
     "states:\n"
     "  a:\n"
     "    exit: [" SAY("-a") "]\n"
     "    on: {go: {target: [a.p.c.d, a.p.e.f]}, out: {target: [a.p.c.d, a.p.e.f], reenter: true}}\n"
     "    states: {s: {}, p: {type: parallel, states: {c: {states: {b: {}, d: {}}}, e: {states: {b: {}, f: {}}}, g: {}}}}\n",
     {SAYS("open", "a.s", ""), SAYS("go", "a.p.c.d a.p.e.f a.p.g", ""), SAYS("out", "a.p.c.d a.p.e.f a.p.g", "-a")}},
    {"3.13: a transition of the workflow's own leaves all there is, and the workflow stays",
     "states: {a: {exit: [" SAY("-a") "], states: {b: {exit: [" SAY("-b") "]}}}, x: {entry: [" SAY("+x") "]}}\n"
     "on: {go: {target: x, actions: [" SAY("!") "]}}\n",
     {SAYS("open", "a.b", ""), SAYS("go", "x", "-b-a!+x"), SAYS("go", "x", "!+x")}},
    {"3.13: a region that targets itself restarts those beside it",
     "states:\n"
     "  p:\n"
     "    type: parallel\n"
     "    exit: [" SAY("-p") "]\n"
     "    states:\n"
     "      a: {on: {self: p.a}, states: {b: {on: {go: c}}, c: {}}}\n"
     "      d: {states: {e: {on: {go: f}}, f: {}}}\n",
     {SAYS("open", "p.a.b p.d.e", ""), IS("go", "p.a.c p.d.f"), SAYS("self", "p.a.b p.d.e", "-p")}},
    {"3.13: In() follows each state as it is left and entered",
     "states:\n"
     "  a: {exit: [" SEES("a", "1") ", " SEES("a.b", "no") "], states: {b: {exit: [" SEES("a.b", "2") "], on: {go: {target: x, actions: [" SEES("a", "no") ", " SEES("x", "no") "]}}}}}\n"
     "  x: {entry: [" SEES("x", "3") ", " SEES("x.y", "no") "], states: {y: {entry: [" SEES("x.y", "4") "]}}}\n",
     {SAYS("open", "a.b", ""), SAYS("go", "x.y", "2134")}},
    {"3.13: guards of one event are all asked before anything is done",
     "states:\n"
     "  p:\n"
     "    type: parallel\n"
     "    states:\n"
     "      a: {states: {b: {on: {go: {target: c, actions: [{assign: {n: 1}}]}}}, c: {}}}\n"
     "      d: {states: {e: {on: {go: {guard: data.n == 0, target: f}}}, f: {}}}\n",
     {IS("open", "p.a.b p.d.e"), IS("go", "p.a.c p.d.f")}},
    {"3.13: an inner eventless transition comes before an outer, and an outer before any event",
     "states:\n"
     "  s: {on: {go: {target: a, actions: [{raise: in}]}}}\n"
     "  a:\n"
     "    always: {guard: In(\"a.c\"), target: x, actions: [" SAY("outer ") "]}\n"
     "    on: {in: {actions: [" SAY("never") "]}}\n"
     "    states: {b: {always: {target: c, actions: [" SAY("inner ") "]}}, c: {on: {in: {actions: [" SAY("never") "]}}}}\n"
     "  x: {on: {in: {actions: [" SAY("in") "]}}}\n",
     {SAYS("open", "s", ""), SAYS("go", "x", "inner outer in")}},
    {"3.13: what is raised by initial states, histories and finals is heard in the order of entry",
     "initial: s\n"
     "states:\n"
     "  s: {exit: [{raise: one}], on: {go: {target: [p.a.h, p.c], actions: [{raise: two}]}}}\n"
     "  p:\n"
     "    type: parallel\n"
     "    on: {'*': {actions: [" NAME "]}}\n"
     "    states:\n"
     "      a: {entry: [{raise: three}], states: {h: {type: history, target: {target: b, actions: [{raise: four}]}}, b: {entry: [{raise: five}]}}}\n"
     "      c: {initial: {target: d, actions: [{raise: six}]}, states: {d: {type: final, entry: [{raise: seven}]}}}\n",
     {SAYS("open", "s", ""), SAYS("go", "p.a.b p.c.d", "one two three four five six seven done.state.p.c ")}},

    /* --- 4.9, 5.9, 5.10: errors --------------------------------------------------------------------- */
    {"4.9: an error ends its block alone, even from within a choice; the blocks after it are done",
     "states:\n"
     "  s:\n"
     "    exit: [" SAY("1") ", {if: true, then: [" FAIL ", " SAY("never") "]}, " SAY("never") "]\n"
     "    on: {go: {target: a, actions: [" FAIL "]}}\n"
     "  a:\n"
     "    entry: [" SAY("2") ", " FAIL ", " SAY("never") "]\n"
     "    initial: {target: b, actions: [" SAY("3") ", " FAIL ", " SAY("never") "]}\n"
     "    states: {b: {entry: [" SAY("4") "], on: {error.execution: {actions: [" SAY("e") "]}}}}\n",
     {SAYS("open", "s", ""), SAYS("go", "a.b", "1234eeee")}},
    {"4.9: an error in one region's actions leaves the other regions' alone",
     "states:\n"
     "  p:\n"
     "    type: parallel\n"
     "    states:\n"
     "      a: {states: {b: {on: {go: {target: c, actions: [" FAIL ", " SAY("never") "]}}}, c: {}}}\n"
     "      d: {states: {e: {on: {go: {target: f, actions: [" SAY("d") "]}}}, f: {on: {error.execution: {actions: [" SAY("e") "]}}}}}\n",
     {SAYS("open", "p.a.b p.d.e", ""), SAYS("go", "p.a.c p.d.f", "de")}},
    {"5.9.1: a guard that fails counts as no, and raises error.execution before all that the event itself brings",
     "states:\n"
     "  a: {on: {go: [{guard: nil + 1 == 2, target: x}, {target: b, actions: [{raise: in}]}]}}\n"
     "  b: {on: {'*': {actions: [" NAME "]}}}\n"
     "  x: {}\n",
     {SAYS("open", "a", ""), SAYS("go", "b", "error.execution in ")}},
    {"5.9.1: a guard that fails whenever it is asked raises its error once, and no loop",
     "states:\n"
     "  a:\n"
     "    always: {guard: nil + 1 == 2, target: x}\n"
     "    on: {go: {}, error.execution: {actions: [" SAY("e") "]}}\n"
     "  x: {}\n",
     {SAYS("open", "a", "e"), SAYS("go", "a", "e")}},
    {"5.9.1: an event that is refused raises nothing",
     "states: {a: {on: {go: {guard: nil + 1 == 2, target: x}, error.*: {actions: [" SAY("never") "]}}}, x: {}}\n",
     {SAYS("open", "a", ""), NOT("go", "a", "guard")}},
    {"3.12.1: an error that nobody takes is dropped",
     "states: {a: {on: {go: {target: b, actions: [" SAY("1") ", " FAIL "]}}}, b: {}}\n",
     {SAYS("open", "a", ""), SAYS("go", "b", "1")}},

    /* --- 6.2, 6.3: send and cancel ------------------------------------------------------------------- */
    {"6.2: what is sent to one time comes in the order of sending, the time of a state among it",
     "states:\n"
     "  a:\n"
     "    entry: [{send: one, in: 2 days}, {send: two, in: 1 day}, {send: three, in: 48 hours}]\n"
     "    after: {P2D: {actions: [" SAY("after ") "]}}\n"
     "    states: {b: {entry: [{send: four, in: 2 days}], on: {one: {actions: [" NAME "]}, two: {actions: [" NAME "]}, three: {actions: [" NAME "]}, four: {actions: [" NAME "]}}}}\n",
     {SAYS("open", "a.b", ""), SAYS("+3 days", "a.b", "two one three after four ")}},
    {"6.2: what is sent carries what was true when it was sent",
     "states:\n"
     "  a:\n"
     "    on:\n"
     "      go: {actions: [{send: {event: ping, in: 1 day, data: {x: = data.n}}}, {assign: {n: = data.n + 1}}, {send: {event: ping, data: {x: = data.n}}}]}\n"
     "      ping: {actions: [{assign: {log: '= data.log .. tostring(event.data.x)'}}]}\n",
     {SAYS("open", "a", ""), SAYS("go", "a", "1"), SAYS("+2 days", "a", "0")}},
    {"6.2: each of several that come at one time is a step of its own, with all that follows from it",
     "states:\n"
     "  a: {entry: [{send: one, in: 1 day}, {send: two, in: 1 day}], on: {one: {target: b, actions: [{raise: in}, {send: out}]}, two: {actions: [" SAY("never") "]}}}\n"
     "  b: {on: {'*': {actions: [" NAME "]}}}\n",
     {SAYS("open", "a", ""), SAYS("+1 day", "b", "in out two ")}},
    {"6.3: to cancel cancels all of that name, now and no later, and nothing else",
     "states:\n"
     "  a:\n"
     "    after: {3 days: {actions: [" SAY("after") "]}}\n"
     "    on:\n"
     "      go: {actions: [{send: {event: ping, in: 1 day, id: x}}, {send: {event: ping, in: 2 days, id: x}}, {send: {event: pong, in: 2 days, id: y}}, {send: {event: pong, in: 2 days}}]}\n"
     "      stop: {actions: [{cancel: x}]}\n"
     "      both: {actions: [{cancel: y}, {send: {event: pong, in: 1 day, id: y}}, {cancel: y}, {send: {event: pong, in: 1 day, id: y}}]}\n"
     "      ping: {actions: [" SAY("ping ") "]}\n"
     "      pong: {actions: [" SAY("pong ") "]}\n",
     {IS("open", "a"), IS("go", "a"), SAYS("stop", "a", ""), SAYS("+2 days", "a", "pong pong "), SAYS("+1 day", "a", "after"), SAYS("both", "a", ""),
      SAYS("+2 days", "a", "pong ")}},
    {"6.3: what has come already is cancelled in vain, and its name can be used again",
     "states:\n"
     "  a:\n"
     "    on:\n"
     "      go: {actions: [{send: {event: ping, in: 1 day, id: x}}]}\n"
     "      stop: {actions: [{cancel: x}]}\n"
     "      ping: {actions: [" SAY("ping") ", {cancel: x}]}\n",
     {IS("open", "a"), IS("go", "a"), SAYS("+1 day", "a", "ping"), SAYS("stop", "a", ""), IS("go", "a"), SAYS("+1 day", "a", "ping")}},
    {"6.3: one that comes at the same time can still be cancelled by the one before it",
     "states: {a: {entry: [{send: {event: one, in: 1 day}}, {send: {event: two, in: 1 day, id: x}}], on: {one: {actions: [" SAY("1") ", {cancel: x}]}, two: {actions: [" SAY("never") "]}}}}\n",
     {SAYS("open", "a", ""), SAYS("+1 day", "a", "1")}},

    /* --- LANGUAGE 5, 7: conveniences -------------------------------------------------------------------- */
    {"LANGUAGE 7: several transitions of one time are one timer",
     "states:\n"
     "  a: {after: {1 day: [{guard: data.n == 1, target: b}, {actions: [" SAY("x") "]}, {actions: [" SAY("never") "]}]}}\n"
     "  b: {}\n",
     {SAYS("open", "a", ""), SAYS("+5 days", "a", "x")}},
    {"LANGUAGE 7: one time under two keys is two timers, in their order",
     "states: {a: {after: {1 day: {actions: [" SAY("1") "]}, 24 hours: [{guard: false}, {actions: [" SAY("2") "]}], 2 hours: {actions: [" SAY("0") "]}}}}\n",
     {SAYS("open", "a", ""), SAYS("+5 days", "a", "012")}},
    {"LANGUAGE 7: a time may be computed, when the state is entered",
     "states:\n"
     "  a: {on: {more: {actions: [{assign: {n: = data.n + 1}}]}, new: a}, after: {= days(data.n + 2): b}}\n"
     "  b: {}\n",
     {IS("open", "a"), IS("more", "a"), IS("+1 day", "a"), IS("new", "a"), IS("+2 days", "a"), IS("+1 day", "b")}},
    {"LANGUAGE 7: what leads out of a state at a time stops the state's other times, of the same moment too",
     "states:\n"
     "  a: {after: {1 day: {target: b, actions: [" SAY("1") "]}, 24 hours: {target: x, actions: [" SAY("never") "]}}}\n"
     "  b: {after: {0 days: {actions: [" SAY("2") "]}}}\n"
     "  x: {}\n",
     {SAYS("open", "a", ""), SAYS("+1 day", "b", "12")}},
    {"LANGUAGE 5: a bare word, a list and {} are transitions",
     "states:\n"
     "  a: {on: {go: b, stay: {}, pick: [{guard: false, target: b}, {guard: data.n == 0}, c]}}\n"
     "  b: {on: {go: {target: a}}}\n"
     "  c: {}\n",
     {IS("open", "a"), IS("stay", "a"), IS("pick", "a"), IS("go", "b"), IS("go", "a")}},
    {"LANGUAGE 4: a word is a state beside the source before it is one of the workflow",
     "states:\n"
     "  a: {states: {c: {on: {go: b, up: d}}, b: {}}}\n"
     "  b: {}\n"
     "  d: {}\n",
     {IS("open", "a.c"), IS("go", "a.b")}},
};
/* clang-format on */

int main(void)
{
    return clauses_run("clauses.standard", clauses, sizeof clauses / sizeof *clauses);
}

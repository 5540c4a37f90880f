/* LANGUAGE 10: `each` makes a state parallel, one strand for each item of a list. */
#include "clauses.h"

/* Opens with two items, and adds one. */
#define TWO "{'event':'open','data':{'item':[{'name':'A'},{'name':'B'}]}}"
#define MORE "{'event':'more','data':{'item':[{'name':'C'}]}}"
#define FORMS "forms: {f: {fields: [item]}}\n"
#define EVENTS                                                                                               \
    "events: {open: {form: f}, more: {form: f}, go: {}, end: {}, in: {}, back: {}, ping: {}, tell: {}}\n"

/* clang-format off */
static const struct clause clauses[] = {
    {"each item has its strand, and none is atomic",
     FORMS EVENTS
     "initial: s\n"
     "states:\n"
     "  s: {on: {go: e, more: {}}}\n"
     "  e:\n"
     "    entry: [" SAY("e") "]\n"
     "    each: item\n"
     "    on: {back: s}\n"
     "    states: {a: {entry: [{assign: {log: = data.log .. item.name}}], exit: [{assign: {log: = data.log .. \"-\" .. item.id}}]}, b: {}}\n",
     {SAYS("open", "s", ""), SAYS("go", "e", "e"), IS("back", "s"), IS(MORE, "s"), SAYS("go", "e[1].a", "eC"), SAYS("back", "s", "-1")}},
    {"a new item begins at once, whether something moves or not",
     FORMS EVENTS
     "states:\n"
     "  e:\n"
     "    each: item\n"
     "    on: {more: {}}\n"
     "    states: {a: {entry: [{assign: {log: = data.log .. item.name}}], on: {go: b}}, b: {}}\n",
     {SAYS(TWO, "e[1].a e[2].a", "AB"), IS("go", "e[1].b e[2].b"), SAYS(MORE, "e[1].b e[2].b e[3].a", "C")}},
    {"an item that an action adds begins too, and goes on by itself",
     FORMS EVENTS
     "states:\n"
     "  e:\n"
     "    each: item\n"
     "    on: {in: {actions: [{assign: {item: [{name: X}]}}]}}\n"
     "    states: {a: {always: {guard: item.name == \"X\", target: b}}, b: {}}\n",
     {IS(TWO, "e[1].a e[2].a"), IS("in", "e[1].a e[2].a e[3].b"), IS("in", "e[1].a e[2].a e[3].b e[4].b")}},
    {"`of` tells an event to one strand; without it all hear",
     FORMS EVENTS
     "states:\n"
     "  e: {each: item, states: {a: {on: {go: b}}, b: {on: {go: c, back: a}}, c: {}}}\n",
     {IS(TWO, "e[1].a e[2].a"), IS("{'event':'go','of':'item/2'}", "e[1].a e[2].b"), IS("go", "e[1].b e[2].c"),
      NOT("{'event':'go','of':'item/2'}", "e[1].b e[2].c", "not-now"), NOT("{'event':'go','of':'item/3'}", "e[1].b e[2].c", "form"),
      IS("{'event':'back','of':'item/1'}", "e[1].a e[2].c")}},
    {"what stands beside each belongs to the whole, what stands within to the strand",
     FORMS EVENTS
     "states:\n"
     "  e:\n"
     "    each: item\n"
     "    on: {go: {actions: [" SAY("e") "]}, ping: {actions: [" SAY("whole") "]}}\n"
     "    states: {a: {on: {go: {actions: [{assign: {n: = (item.n or 0) + 1, log: = data.log .. item.name}}]}}}}\n",
     {SAYS(TWO, "e[1].a e[2].a", ""), SAYS("go", "e[1].a e[2].a", "AB"), SAYS("{'event':'go','of':'item/2'}", "e[1].a e[2].a", "eB"),
      SAYS("ping", "e[1].a e[2].a", "whole")}},
    {"a strand's own move leaves the others alone",
     FORMS EVENTS
     "states:\n"
     "  p:\n"
     "    type: parallel\n"
     "    states:\n"
     "      e:\n"
     "        each: item\n"
     "        exit: [" SAY("-e") "]\n"
     "        states:\n"
     "          a: {exit: [{assign: {log: = data.log .. \"-\" .. item.name}}], on: {go: p.e.b}}\n"
     "          b: {entry: [{assign: {log: = data.log .. \"+\" .. item.name}}], states: {c: {on: {in: d}}, d: {}}}\n"
     "      f: {states: {g: {on: {go: h}}, h: {}}}\n",
     {SAYS(TWO, "p.e[1].a p.e[2].a p.f.g", ""), SAYS("{'event':'go','of':'item/1'}", "p.e[1].b.c p.e[2].a p.f.h", "-A+A"),
      IS("in", "p.e[1].b.d p.e[2].a p.f.h"), SAYS("go", "p.e[1].b.d p.e[2].b.c p.f.h", "-B+B")}},
    {"what a strand raises or sends it hears itself, and the whole, but no other strand",
     FORMS EVENTS
     "states:\n"
     "  p:\n"
     "    type: parallel\n"
     "    states:\n"
     "      e:\n"
     "        each: item\n"
     "        states:\n"
     "          a: {on: {go: {actions: [{raise: in}]}, tell: {actions: [{send: in, in: 1 day}]},\n"
     "                   in: {actions: [{assign: {log: = data.log .. item.name}}]}}}\n"
     "      f: {on: {in: {actions: [" SAY("f") "]}}}\n",
     {SAYS(TWO, "p.e[1].a p.e[2].a p.f", ""), SAYS("{'event':'go','of':'item/2'}", "p.e[1].a p.e[2].a p.f", "Bf"),
      SAYS("go", "p.e[1].a p.e[2].a p.f", "AfBf"), SAYS("{'event':'tell','of':'item/1'}", "p.e[1].a p.e[2].a p.f", ""),
      SAYS("+1 day", "p.e[1].a p.e[2].a p.f", "Af")}},
    {"what the whole raises every strand hears",
     FORMS EVENTS
     "states:\n"
     "  e:\n"
     "    each: item\n"
     "    on: {go: {actions: [{raise: in}]}}\n"
     "    states: {a: {on: {in: {actions: [{assign: {log: = data.log .. item.name}}]}}}}\n",
     {SAYS(TWO, "e[1].a e[2].a", ""), SAYS("go", "e[1].a e[2].a", "AB")}},
    {"In() from outside asks whether any strand is there",
     FORMS EVENTS
     "states:\n"
     "  e:\n"
     "    each: item\n"
     "    states:\n"
     "      a: {on: {go: b}}\n"
     "      b: {}\n"
     "    on: {ping: {guard: In(\"e.b\"), actions: [" SAY("some") "]}}\n"
     "  x: {}\n",
     {SAYS(TWO, "e[1].a e[2].a", ""), NOT("ping", "e[1].a e[2].a", "guard"), IS("{'event':'go','of':'item/2'}", "e[1].a e[2].b"),
      SAYS("ping", "e[1].a e[2].b", "some")}},
    {"it is done when every strand has ended",
     FORMS EVENTS
     "states:\n"
     "  e:\n"
     "    each: item\n"
     "    on: {more: {}}\n"
     "    onDone: x\n"
     "    states: {a: {on: {end: z}}, z: {type: final}}\n"
     "  x: {}\n",
     {IS(TWO, "e[1].a e[2].a"), IS("{'event':'end','of':'item/1'}", "e[1].z e[2].a"), IS(MORE, "e[1].z e[2].a e[3].a"),
      IS("{'event':'end','of':'item/3'}", "e[1].z e[2].a e[3].z"), IS("end", "x")}},
    {"without items it is not done",
     FORMS EVENTS
     "states: {e: {each: item, onDone: x, states: {z: {type: final}}}, x: {}}\n",
     {IS("open", "e"), IS("+1 day", "e")}},
    {"a strand that begins at its end ends at once",
     FORMS EVENTS
     "states: {e: {each: item, onDone: x, states: {z: {type: final}}}, x: {}}\n",
     {IS(TWO, "x")}},
    {"items that have ended do not begin again",
     FORMS EVENTS
     "states:\n"
     "  e:\n"
     "    each: item\n"
     "    on: {back: x, more: {}}\n"
     "    states: {a: {entry: [{assign: {log: = data.log .. item.name}}], on: {end: z}}, z: {type: final}}\n"
     "  x: {on: {go: e, more: {}}}\n",
     {SAYS(TWO, "e[1].a e[2].a", "AB"), IS("{'event':'end','of':'item/1'}", "e[1].z e[2].a"), IS("back", "x"), IS(MORE, "x"),
      SAYS("go", "e[1].z e[2].a e[3].a", "BC")}},
    {"if all have ended before, it is done as it is entered",
     FORMS EVENTS
     "initial: e\n"
     "states:\n"
     "  e: {each: item, on: {back: x}, onDone: y, states: {a: {on: {end: z}}, z: {type: final}}}\n"
     "  x: {on: {go: e}}\n"
     "  y: {on: {go: e}}\n",
     {IS(TWO, "e[1].a e[2].a"), IS("end", "y"), IS("go", "y")}},
    {"a parallel state is done whichever of its regions ends last",
     FORMS EVENTS
     "states:\n"
     "  p:\n"
     "    type: parallel\n"
     "    onDone: x\n"
     "    states:\n"
     "      e: {each: item, states: {a: {on: {end: z}}, z: {type: final}}}\n"
     "      f: {states: {g: {on: {go: h}}, h: {type: final}}}\n"
     "  x: {}\n",
     {IS(TWO, "p.e[1].a p.e[2].a p.f.g"), IS("go", "p.e[1].a p.e[2].a p.f.h"), IS("end", "x")}},
    {"a strand that leads out of the whole ends all of it",
     FORMS EVENTS
     "states: {e: {each: item, exit: [" SAY("-e") "], states: {a: {on: {end: x}}}}, x: {}}\n",
     {SAYS(TWO, "e[1].a e[2].a", ""), SAYS("{'event':'end','of':'item/2'}", "x", "-e")}},
    {"a history within a strand is the strand's",
     FORMS EVENTS
     "states:\n"
     "  e:\n"
     "    each: item\n"
     "    on: {back: x}\n"
     "    initial: h\n"
     "    states:\n"
     "      h: {type: history, target: a}\n"
     "      a: {on: {go: b}}\n"
     "      b: {}\n"
     "  x: {on: {go: e, more: {}}}\n",
     {IS(TWO, "e[1].a e[2].a"), IS("{'event':'go','of':'item/2'}", "e[1].a e[2].b"), IS("back", "x"), IS(MORE, "x"),
      IS("go", "e[1].a e[2].b e[3].a")}},
    {"timers of a strand are its own",
     FORMS EVENTS
     "states:\n"
     "  e:\n"
     "    each: item\n"
     "    on: {more: {}}\n"
     "    states: {a: {after: {3 days: b}, on: {go: a}}, b: {}}\n",
     {IS(TWO, "e[1].a e[2].a"), IS("+2 days", "e[1].a e[2].a"), IS("{'event':'go','of':'item/1'}", "e[1].a e[2].a"),
      IS(MORE, "e[1].a e[2].a e[3].a"), IS("+1 day", "e[1].a e[2].b e[3].a"), IS("+2 days", "e[1].b e[2].b e[3].b")}},
    {"In() within a strand speaks of that strand",
     FORMS EVENTS
     "states:\n"
     "  e: {each: item, states: {a: {on: {go: b}}, b: {on: {in: {guard: In(\"e.a\"), target: a}, back: {guard: In(\"e.b\"), target: a}}}}}\n",
     {IS(TWO, "e[1].a e[2].a"), IS("{'event':'go','of':'item/1'}", "e[1].b e[2].a"), NOT("in", "e[1].b e[2].a", "guard"),
      IS("back", "e[1].a e[2].a")}},
    {"two states may have strands for one list",
     "forms: {f: {fields: [item]}}\n"
     "events: {open: {}, more: {}, go: {}}\n"
     "states:\n"
     "  p:\n"
     "    type: parallel\n"
     "    on: {more: {actions: [{assign: {item: [{name: A}, {name: B}]}}]}}\n"
     "    states:\n"
     "      e: {each: item, states: {a: {on: {go: b}}, b: {}}}\n"
     "      f: {each: item, states: {a: {on: {go: b}}, b: {}}}\n",
     {IS("open", "p.e p.f"), IS("more", "p.e[1].a p.e[2].a p.f[1].a p.f[2].a"),
      IS("{'event':'go','of':'item/2'}", "p.e[1].a p.e[2].b p.f[1].a p.f[2].b")}},
};
/* clang-format on */

int main(void)
{
    return clauses_run("clauses.each", clauses, sizeof clauses / sizeof *clauses);
}

/* The tasks, deadlines and milestones of a state. */
#include "generating.h"

#include <stdio.h>

/* A length of time, or a formula over what may change. */
static void write_due(struct making *making, bool in_strand)
{
    int state = below(making, making->count), draw = below(making, 100);
    if (draw < 12) {
        buffer_printf(&making->out, "%d days", 1 + below(making, 3));
    } else if (draw < 24) {
        buffer_printf(&making->out, "%d working days", 1 + below(making, 4));
    } else if (draw < 31) {
        buffer_printf(&making->out, "'(case.area == \"a%d\" and working_days(%d) or days(3))'",
                      1 + below(making, 3), 1 + below(making, 3));
    } else if (draw < 37) {
        buffer_string(&making->out, "'(case.links.sibling ~= nil and days(1) or working_days(3))'");
    } else if (draw < 42) {
        buffer_string(&making->out, "rules.look()");
    } else if (draw < 46 && !is_history(&making->states[state])) {
        buffer_printf(&making->out, "'(entered(\"%.*s\") + days(2))'", TEXT_ARGS(making->states[state].path));
    } else if (draw < 54) {
        buffer_printf(&making->out, "'(reached(\"m%d\") and days(1) or days(3))'",
                      below(making, making->milestones));
    } else if (draw < 60) {
        buffer_printf(&making->out, "'(data.n%d > %d and days(1) or days(3))'", below(making, COUNTERS),
                      below(making, 4));
    } else if (draw < 70 && !is_history(&making->states[state])) {
        buffer_printf(&making->out, "'(In(\"%.*s\") and days(2) or nil)'",
                      TEXT_ARGS(making->states[state].path));
    } else if (draw < 82 && making->tasks) {
        buffer_printf(&making->out, "'(task(\"t%d\").open and days(1) or date(\"2026-01-09\"))'",
                      below(making, making->tasks));
    } else if (in_strand) {
        buffer_string(&making->out, "'(item.x == 3 and days(2) or days(4))'");
    } else {
        static const char *const formulas[] = {"'(data.sum > 3 and days(1) or days(3))'",
                                               "'(data.there and days(1) or days(3))'",
                                               "'(data.inside and days(1) or days(3))'",
                                               "'(data.n0 == data.n1 and date(\"2026-01-07\") or days(2))'"};
        buffer_string(&making->out, formulas[below(making, 4)]);
    }
}

static void write_task(struct making *making, bool in_strand, int depth)
{
    static const char *const kinds[] = {", required: true", ", required: true", ", optional: true", ""};
    static const char *const repeats[] = {", repeat: true", ", repeat: 1 day", ", repeat: true, limit: 2", "",
                                          ""};
    indent(making, depth);
    buffer_printf(&making->out, "tasks: {t%d: {due: ", making->tasks);
    write_due(making, in_strand);
    buffer_printf(&making->out, "%s%s%s%s", kinds[below(making, 4)], repeats[below(making, 5)],
                  chance(making, 20) ? ", when: data.n0 > 1" : "", chance(making, 15) ? ", role: lead" : "");
    if (making->tasks && chance(making, 15)) {
        buffer_printf(&making->out, ", %s: t%d", chance(making, 50) ? "not_by" : "same_as",
                      below(making, making->tasks));
    }
    buffer_string(&making->out, "}}\n");
    making->tasks++;
}

static void write_deadline(struct making *making, bool in_strand, int depth)
{
    static const char *const rolls[] = {", roll: forward", ", roll: back", "", ""};
    indent(making, depth);
    buffer_printf(&making->out, "deadlines: {d%d: {due: ", making->deadlines++);
    write_due(making, in_strand);
    buffer_printf(&making->out, ", warn: 1 day%s%s%s", chance(making, 40) ? ", late: 1 day" : "",
                  chance(making, 30) ? ", from: same day" : "", rolls[below(making, 4)]);
    if (making->milestones && chance(making, 20)) {
        buffer_printf(&making->out, ", met_by: m%d", below(making, making->milestones));
    } else {
        buffer_printf(&making->out, ", met_by: e%d", below(making, GENERATED_EVENTS));
    }
    buffer_string(&making->out, chance(making, 50) ? ", repeat: true}}\n" : "}}\n");
}

void write_work(struct making *making, bool in_strand, int depth)
{
    if (depth == 0 || chance(making, 10)) { /* the whole case always has one: m0 */
        indent(making, depth);
        buffer_printf(&making->out, "milestones: {m%d: {when: data.n%d > 1}}\n", making->milestones++,
                      below(making, COUNTERS));
    }
    if (making->tasks < GENERATED_TASKS && chance(making, 25)) {
        write_task(making, in_strand, depth);
    }
    if (making->deadlines < GENERATED_DEADLINES && chance(making, 25)) {
        write_deadline(making, in_strand, depth);
    }
}

/* See met.h. */
#include "met.h"

#include <stdio.h>
#include <string.h>

static struct feature {
    const char *kind, *name;
    size_t count;
} features[] = {
    /* answers */
    {"outcome", "done", 0},
    {"outcome", "refused", 0},
    {"outcome", "unknown", 0},
    {"unmet", "not-now", 0},
    {"unmet", "guard", 0},
    {"unmet", "requires", 0},
    {"unmet", "rule", 0},
    {"unmet", "role", 0},
    {"unmet", "task", 0},
    {"unmet", "form", 0},
    {"unmet", "closed", 0},
    {"unmet", "story", 0},
    /* what led to what was done: the generator writes it into the journal */
    {"log", "state", 0},
    {"log", "regions", 0},
    {"log", "shallow", 0},
    {"log", "deep", 0},
    {"log", "reenter", 0},
    {"log", "nowhere", 0},
    {"log", "initial", 0},
    {"log", "history", 0},
    {"log", "entry", 0},
    {"log", "exit", 0},
    {"log", "always", 0},
    {"log", "after", 0},
    {"log", "onDone", 0},
    {"log", "any", 0},
    {"log", "error", 0},
    {"log", "done", 0},
    {"log", "deadline", 0},
    {"log", "task", 0},
    {"note", "transitions", 0},
    {"note", "dropped", 0},
    {"note", "errors", 0},
    {"note", "exceptions", 0},
    {"note", "let_go", 0},
    {"note", "settled", 0},
    /* deadlines, tasks and what else stands */
    {"ledger", "opened", 0},
    {"ledger", "moved", 0},
    {"ledger", "warned", 0},
    {"ledger", "overdue", 0},
    {"ledger", "late", 0},
    {"ledger", "met", 0},
    {"ledger", "met-late", 0},
    {"ledger", "void", 0},
    {"ledger", "overridden", 0},
    {"task", "opened again", 0},
    {"task", "of an item", 0},
    {"task", "done", 0},
    {"task", "skipped", 0},
    {"task", "cancelled", 0},
    {"task", "handed-on", 0},
    {"holds", "strand", 0},
    {"holds", "strand that ended", 0},
    {"holds", "memory of a history", 0},
    {"holds", "milestone", 0},
    {"holds", "timer", 0},
    {"holds", "message", 0},
    {"holds", "told", 0},
    /* events of the engine's own, done */
    {"event", "open", 0},
    {"event", "undo", 0},
    {"event", "correct", 0},
    {"event", "reopen", 0},
    {"event", "move", 0},
    {"event", "move.accepted", 0},
    {"event", "move.declined", 0},
    {"event", "move.withdrawn", 0},
    {"event", "link", 0},
    {"event", "unlink", 0},
    {"event", "merge", 0},
    {"event", "unmerge", 0},
    {"event", "note", 0},
    {"event", "allocate", 0},
    {"event", "visit", 0},
    {"event", "count", 0},
};

enum { FEATURES = sizeof features / sizeof *features };

static void meet(const char *kind, struct text name, size_t times)
{
    for (size_t i = 0; i < FEATURES; i++) {
        if (strcmp(features[i].kind, kind) == 0 && text_is(name, features[i].name)) {
            features[i].count += times;
        }
    }
}

static void meet_notes(const struct json *notes)
{
    for (uint32_t i = 0; i < notes->count; i++) {
        const struct json *list = &notes->members[i].value;
        meet("note", notes->members[i].name, list->count);
        for (uint32_t j = 0; text_is(notes->members[i].name, "log") && j < list->count; j++) {
            meet("log", json_text(&list->elements[j]), 1);
        }
    }
}

static void meet_standing(const struct plan *plan)
{
    const struct subject *after = plan->after;
    vector_each(const struct task_state, task, &after->tasks)
    {
        meet("task", TEXT("opened again"), task->open && task->times > 0);
        meet("task", TEXT("of an item"), task->item != 0);
        meet("task", text_of(task_end_name(task->ended)), task->ended != TASK_NOT_ENDED);
    }
    vector_each(const struct active, active, &after->configuration)
    {
        meet("holds", TEXT("strand"), active->node.item != 0);
    }
    meet("holds", TEXT("strand that ended"), after->ended.count);
    meet("holds", TEXT("memory of a history"), after->histories.count);
    meet("holds", TEXT("milestone"), after->milestones.count);
    meet("holds", TEXT("timer"), after->timers.count);
    meet("holds", TEXT("message"), plan->messages.count);
    meet("holds", TEXT("told"), plan->told.count);
}

void met_note(const struct plan *plan, const struct command *command)
{
    meet("outcome", text_of(outcome_name(plan->outcome)), 1);
    vector_each(const struct unmet, unmet, &plan->unmet)
    {
        meet("unmet", text_of(unmet->code), 1);
    }
    if (plan->outcome != OUTCOME_DONE) {
        return;
    }
    meet_notes(&plan->notes);
    meet_standing(plan);
    vector_each(const struct ledger_line, line, &plan->ledger)
    {
        meet("ledger", text_of(line->change), 1);
    }
    if (command) {
        meet("event", command->event, 1);
    }
}

size_t met_report(void)
{
    size_t never = 0;
    for (size_t i = 0; i < FEATURES; i++) {
        (void)fprintf(stderr, "%s%s %s %zu%s", features[i].count ? "" : "NEVER ", features[i].kind,
                      features[i].name, features[i].count, i % 6 == 5 || i + 1 == FEATURES ? "\n" : ", ");
        never += features[i].count == 0;
    }
    return never;
}

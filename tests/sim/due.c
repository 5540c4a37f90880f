/* What is due, held against what is computed from scratch: whatever the facts, the calendars and the area of
 * the case have been through. */
#include "trial.h"

/* The same case, new to another world: every formula is asked, whatever was touched. Nothing may move. */
static void from_scratch(struct trial *trial)
{
    struct json document;
    struct subject *subject = trial_subject(trial, &document);
    subject->world = OTHER_WORLD;
    struct plan *plan = trial_plan(trial, subject, &document, NULL, true);
    assert_int_equal(plan->outcome, OUTCOME_DONE);
    vector_each(const struct ledger_line, line, &plan->ledger)
    {
        char before[MOMENT_TEXT_SIZE], after[MOMENT_TEXT_SIZE];
        trial_wrong(trial, text_copy(&trial->arena, line->deadline).at,
                    text_of(moment_write(line->before, before)), text_of(moment_write(line->after, after)));
    }
}

static void in_the_ledger(struct trial *trial, struct text label, struct moment due)
{
    char is[MOMENT_TEXT_SIZE], was[MOMENT_TEXT_SIZE];
    struct moment told = {.kind = MOMENT_NONE};
    vector_each(const struct last_line, line, &trial->lines)
    {
        told = text_equal(line->deadline, label) ? line->after : told;
    }
    if (!moment_equal(told, due)) {
        trial_wrong(trial, arena_printf(&trial->arena, "the ledger of %.*s", TEXT_ARGS(label)),
                    text_of(moment_write(told, was)), text_of(moment_write(due, is)));
    }
}

size_t trial_is_due(struct trial *trial)
{
    struct json document;
    size_t count = 0;
    const struct subject *subject = trial_subject(trial, &document);
    if (subject->closed != INSTANT_NONE) {
        return 0;
    }
    from_scratch(trial);
    vector_each(const struct deadline_state, state, &subject->deadlines)
    {
        if (deadline_is_open(state) && state->due.kind != MOMENT_NONE) {
            in_the_ledger(trial, deadline_label(&trial->arena, state), state->due);
            count++;
        }
    }
    return count;
}

/* What holds of every workflow and every event, tried on thousands that chance has written (SCXML 3.11,
 * DESIGN: planning is pure). A seed that fails is told with its workflow and all that happened. */
#include "met.h"
#include "trial.h"

#include "engine/explain.h"
#include "engine/moving.h"

enum {
    WORKFLOWS = 1000,
    EVENTS = 14,
    EXPLAINED = 4 /* of so many one */,
    WORLD_CHANGES = 8 /* of so many steps one */
};

/* How often what came of it, so that the test is known to try something. */
static struct tally {
    size_t done, refused, unknown, by_time, closed, moved, strands, due, worlds, areas, corrected, reopened,
        linked;
} tally;

static struct json ledger_of(struct trial *trial, const struct plan *of)
{
    struct json lines = json_array();
    vector_each(const struct ledger_line, line, &of->ledger)
    {
        struct text text = text_printf(&trial->arena, "%.*s %s", TEXT_ARGS(line->deadline), line->change);
        json_append(&trial->arena, &lines, json_string(text));
    }
    return lines;
}

static struct json messages_of(struct trial *trial, const struct plan *of)
{
    struct json messages = json_array();
    vector_each(const struct outgoing, outgoing, &of->messages)
    {
        json_append(&trial->arena, &messages, json_string(outgoing->message->name));
        json_append(&trial->arena, &messages, json_string(outgoing->text));
        json_append(&trial->arena, &messages, json_integer(outgoing->item));
    }
    vector_each(const struct told, told, &of->told)
    {
        json_append(&trial->arena, &messages, json_string(told->reference));
        json_append(&trial->arena, &messages, json_string(told->event));
        json_append(&trial->arena, &messages, told->data);
    }
    return messages;
}

static void are_same(struct trial *trial, const char *what, const struct plan *a, const struct plan *b)
{
    assert_int_equal(a->outcome, b->outcome);
    trial_same(trial, what, a->document, b->document);
    trial_same(trial, what, a->changes, b->changes);
    trial_same(trial, what, a->notes, b->notes);
    trial_same(trial, what, plan_answer(&trial->arena, a), plan_answer(&trial->arena, b));
    trial_same(trial, what, ledger_of(trial, a), ledger_of(trial, b));
    trial_same(trial, what, messages_of(trial, a), messages_of(trial, b));
    assert_int_equal(a->next_id, b->next_id);
}

static void changes_fold_both_ways(struct trial *trial, const struct plan *of)
{
    struct error error;
    struct json nothing = json_object(), back = of->document;
    struct json before = of->before.type == JSON_NULL ? nothing : of->before, forth = before;
    assert_int_equal(json_undo(&trial->arena, &back, &of->changes, &error), STATUS_OK);
    trial_same(trial, "the document with its changes undone", back, before);
    assert_int_equal(json_redo(&trial->arena, &forth, &of->changes, &error), STATUS_OK);
    trial_same(trial, "the document before with its changes done", forth, of->document);
}

static void hold(struct trial *trial, const struct plan *of, const struct command *command)
{
    struct json document;
    bool done = of->outcome == OUTCOME_DONE;
    if (of->outcome == OUTCOME_FAILED) {
        trial_wrong(trial, "the plan", text_of(of->failure.message), TEXT("one that does not fail"));
    }
    if (done) {
        changes_fold_both_ways(trial, of);
        tally.moved += of->changes.count > 1;
        trial_keep(trial, of, command);
    } else {
        trial_same(trial, "the document that was refused", subject_write(&trial->arena, of->after),
                   of->before);
        trial_same(trial, "the document of the refusal", of->document, of->before);
        assert_int_equal(of->changes.count, 0);
        assert_int_equal(of->messages.count + of->told.count + of->ledger.count, 0);
    }
    struct subject *subject = trial_subject(trial, &document);
    trial_same(trial, "the document, written and read", subject_write(&trial->arena, subject), document);
    tally.strands += trial_is_legal(trial, subject);
    (void)trial_is_legal(trial, of->after);
}

/* Twice from its document; once with nothing known of what stands; and once on the case that was never
 * written. WORLD: it is the world that has changed, which is kept when it makes a difference. */
static const struct plan *happens(struct trial *trial, const struct command *command, bool world)
{
    struct json document;
    struct subject *subject = trial_subject(trial, &document);
    struct plan *first = trial_plan(trial, subject, &document, command, world);
    subject = trial_subject(trial, &document);
    struct plan *second = trial_plan(trial, subject, &document, command, world);
    subject = trial_subject(trial, &document);
    subject->world =
        OTHER_WORLD; /* it is new to this world: every formula is asked again, whatever was touched */
    struct plan *anew = trial_plan(trial, subject, &document, command, world);
    struct plan *lasting = trial_plan(trial, trial->lasting, &trial->lasting_document, command, world);
    are_same(trial, "planned twice", second, first);
    are_same(trial, "planned with every formula asked anew", anew, first);
    are_same(trial, "planned on the case as it stood in memory", lasting, first);
    trial->lasting = lasting->after;
    trial->lasting_document = lasting->document;
    bool idle = world && plan_is_idle(second);
    if (!idle) {
        hold(trial, second, command);
        met_note(second, command);
    }
    if (idle || (command && is_correction(command->event))) {
        /* Nothing of it is kept; or the subject has rows too that end with it. */
        trial->lasting = trial_subject(trial, &trial->lasting_document);
    }
    return second;
}

static void count(const struct plan *of, const struct command *command)
{
    bool done = of->outcome == OUTCOME_DONE;
    tally.areas += done && text_is(command->event, "move.accepted");
    tally.corrected += done && is_correction(command->event);
    tally.reopened += done && text_is(command->event, "reopen");
    tally.linked += done && text_is(command->event, "link");
}

/* Holidays or rules are others, and the case, if it is open, follows. */
static void run_world(struct trial *trial)
{
    struct json document;
    buffer_string(&trial->history, "another world\n");
    trial_change_world(trial);
    if (trial_subject(trial, &document)->closed == INSTANT_NONE) {
        tally.worlds += !plan_is_idle(happens(trial, NULL, true));
        tally.due += trial_is_due(trial);
    }
}

static void run_command(struct trial *trial, struct text text)
{
    struct error error;
    struct json json;
    struct command command;
    buffer_printf(&trial->history, "%.*s\n", TEXT_ARGS(text));
    assert_int_equal(json_read(&trial->arena, text, &json, &error), STATUS_OK);
    assert_int_equal(command_read(&trial->arena, zone_utc(), &json, &command, &error), STATUS_OK);
    command.all_roles = command.role.size == 0;
    command.actor = command.actor.size ? command.actor : TEXT("ann");
    const struct plan *of = happens(trial, &command, false);
    count(of, &command);
    tally.due += trial_is_due(trial);
    tally.done += of->outcome == OUTCOME_DONE;
    tally.refused += of->outcome == OUTCOME_REFUSED;
    tally.unknown += of->outcome == OUTCOME_UNKNOWN;
}

static void run_time(struct trial *trial)
{
    trial->now += (instant)random_below(&trial->random, 72) * 3600000;
    buffer_printf(&trial->history, "wait until %lld\n", (long long)trial->now);
    for (;;) {
        struct json document;
        instant due = subject_next_due(trial_subject(trial, &document));
        assert_true(due == subject_next_due(trial->lasting));
        if (due == INSTANT_NONE || due > trial->now) {
            return;
        }
        const struct plan *of = happens(trial, NULL, false);
        assert_int_equal(of->outcome, OUTCOME_DONE);
        tally.by_time++;
        tally.due += trial_is_due(trial);
    }
}

static bool is_one_of(struct text event, const char *const *names)
{
    while (*names && !text_is(event, *names)) {
        names++;
    }
    return *names != NULL;
}

/* Its override, which wants a reason. */
static bool is_of_a_deadline(struct text event)
{
    return text_starts(event, TEXT("deadline."));
}

/* Asking changes nothing, and what it says can be done is done (what needs no answers). */
static void explain(struct trial *trial)
{
    static const char *const with_answers[] = {"undo", "link", "move", "allocate",
                                               NULL}; /* or from the journal */
    struct json document;
    struct subject *subject = trial_subject(trial, &document);
    struct explain_request request = {.actor = TEXT("ann"), .roles = ~(role_set)0, .now = trial->now};
    const struct explanation *explanation =
        explain_build(&trial->arena, &trial->world, subject, &request, &trial->rules);
    trial_same(trial, "the document after it was explained", subject_write(&trial->arena, subject), document);
    vector_each(const struct explained, one, &explanation->events)
    {
        struct command command = {.event = one->event,
                                  .of = one->of,
                                  .all_roles = true,
                                  .actor = TEXT("ann"),
                                  .at = INSTANT_NONE,
                                  .recorded = INSTANT_NONE,
                                  .override_until = DATE_NONE};
        if (one->form_count || is_one_of(one->event, with_answers) || is_of_a_deadline(one->event)) {
            continue;
        }
        subject = trial_subject(trial, &document);
        struct plan *of = trial_plan(trial, subject, &document, &command, false);
        if (of->outcome != one->outcome) {
            trial_wrong(trial, "what was explained", one->event, text_of(outcome_name(of->outcome)));
        }
    }
}

/* One of the open tasks, as a command that settles it says it. */
static const char *any_task(struct trial *trial, const struct subject *subject)
{
    const char *found = NULL;
    vector_each(const struct task_state, task, &subject->tasks)
    {
        if (task->open && random_below(&trial->random, 2)) {
            const char *item = task->item ? arena_printf(&trial->arena, "[%u]", task->item) : "";
            found = arena_printf(&trial->arena, "%.*s%s", TEXT_ARGS(task->task->name), item);
        }
    }
    return found;
}

static void try_one(uint64_t seed)
{
    struct trial *trial = memory_new(sizeof *trial);
    trial_begin(trial, seed);
    trial->lasting = trial_subject(trial, &trial->lasting_document);
    run_command(trial, TEXT("{\"event\":\"open\",\"area\":\"a1\"}"));
    for (int i = 0; i < EVENTS; i++) {
        struct json document;
        const struct subject *subject = trial_subject(trial, &document);
        const struct json *items = json_member_of(&subject->data, "item");
        struct past past = {.items = items ? items->count : 0,
                            .entries = trial->version,
                            .opened = subject->opened,
                            .now = trial->now,
                            .task = any_task(trial, subject),
                            .closed = subject->closed != INSTANT_NONE,
                            .moving = moving_to(subject).size > 0};
        if (random_below(&trial->random, WORLD_CHANGES) == 0) {
            run_world(trial);
            continue;
        }
        struct text text = generate_command(&trial->arena, &trial->random, &past);
        if (text.size) {
            run_command(trial, text);
        } else {
            run_time(trial);
        }
    }
    if (seed % EXPLAINED == 0) {
        explain(trial);
    }
    tally.closed += trial->lasting->closed != INSTANT_NONE;
    trial_end(trial);
    free(trial);
}

static void every_workflow_holds_to_the_statechart(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= WORKFLOWS; seed++) {
        try_one(seed);
    }
    print_message("done %zu, refused %zu, unknown %zu, by time %zu, closed %zu, moved %zu, strands %zu\n",
                  tally.done, tally.refused, tally.unknown, tally.by_time, tally.closed, tally.moved,
                  tally.strands);
    print_message("due %zu, worlds %zu, areas %zu, corrected %zu, reopened %zu, linked %zu\n", tally.due,
                  tally.worlds, tally.areas, tally.corrected, tally.reopened, tally.linked);
    assert_true(tally.moved > WORKFLOWS && tally.refused > WORKFLOWS && tally.by_time > WORKFLOWS);
    assert_true(tally.closed > WORKFLOWS / 50 && tally.unknown > WORKFLOWS / 50 && tally.strands > WORKFLOWS);
    assert_true(tally.due > WORKFLOWS && tally.worlds > WORKFLOWS / 10 && tally.areas > WORKFLOWS / 25);
    assert_true(tally.corrected > WORKFLOWS / 5 && tally.reopened > WORKFLOWS / 50 &&
                tally.linked > WORKFLOWS / 20);
    assert_int_equal(met_report(), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_workflow_holds_to_the_statechart)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* What holds of every workflow and every event, tried on thousands that chance has written (SCXML 3.11,
 * DESIGN: planning is pure). A seed that fails is told with its workflow and all that happened. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "definition/source.h"
#include "engine/explain.h"
#include "generator.h"
#include "support_rules.h"

enum { WORKFLOWS = 2000, EVENTS = 8, EXPLAINED = 4 /* of so many one */, OTHER_WORLD = 77 };

struct trial {
    struct arena arena;
    uint64_t seed;
    struct random_seeded state;
    struct random random;
    struct text yaml;
    const struct definition *definition;
    struct world world;
    struct fake fake;
    struct rules rules;
    instant now;
    struct text document;
    uint64_t version;
    struct subject *lasting; /* the same case, never written and read */
    struct json lasting_document;
    struct buffer history;
};

/* How often what came of it, so that the test is known to try something. */
static struct tally {
    size_t done, refused, unknown, by_time, closed, moved, strands;
} tally;

static void wrong(struct trial *trial, const char *what, struct text found, struct text wanted)
{
    (void)fprintf(stderr, "seed %llu\n%.*s\n%.*s\n%s:\n%.*s\nnot\n%.*s\n", (unsigned long long)trial->seed,
                  TEXT_ARGS(trial->yaml), TEXT_ARGS(buffer_result(&trial->history)), what, TEXT_ARGS(found),
                  TEXT_ARGS(wanted));
    fail();
}

static void same(struct trial *trial, const char *what, struct json found, struct json wanted)
{
    if (!json_equal(&found, &wanted)) {
        wrong(trial, what, json_to_text(&trial->arena, &found), json_to_text(&trial->arena, &wanted));
    }
}

static void begin(struct trial *trial, uint64_t seed)
{
    struct findings findings;
    *trial = (struct trial){.seed = seed};
    arena_init(&trial->arena);
    buffer_init(&trial->history, &trial->arena);
    findings_init(&findings, &trial->arena);
    trial->random = random_of_seed(&trial->state, seed);
    trial->rules = fake_rules(&trial->fake);
    trial->world.zone = zone_utc();
    trial->now = 1767603600000; /* 2026-01-05T09:00Z */
    trial->yaml = generate_workflow(&trial->arena, &trial->random);
    struct source source = {TEXT("w.yaml"), trial->yaml, &findings};
    const struct node *root = node_read(&trial->arena, &source);
    trial->definition = root ? definition_read(&trial->arena, root, &source) : NULL;
    if (!trial->definition) {
        struct buffer out;
        buffer_init(&out, &trial->arena);
        findings_print(&findings, &out);
        wrong(trial, "the workflow", buffer_result(&out), TEXT("one without errors"));
    }
}

/* --- a configuration that can be (SCXML 3.11) ------------------------------------------------- */

static bool is_active(const struct subject *subject, uint16_t state, uint32_t item)
{
    vector_each(const struct active, active, &subject->configuration)
    {
        if (active->node.state == state && active->node.item == item) {
            return true;
        }
    }
    return false;
}

static size_t active_children(const struct subject *subject, const struct state *state, uint32_t item)
{
    size_t count = 0;
    for (size_t i = 0; i < state->child_count; i++) {
        count += is_active(subject, state->children[i], item);
    }
    return count;
}

static size_t strands_of(const struct subject *subject, const struct state *each)
{
    const struct json *items = json_get(&subject->data, each->each->name);
    size_t count = 0;
    for (uint32_t i = 0; items && i < items->count; i++) {
        uint32_t id = (uint32_t)json_get_integer(&items->elements[i], "id", 0);
        count += is_active(subject, each->index, id);
    }
    return items ? items->count - count : 0;
}

static const char *what_is_wrong(const struct subject *subject, const struct active *active)
{
    const struct state *state = &subject->definition->states[active->node.state];
    uint32_t item = active->node.item;
    bool strand = state->each && item;
    bool has_parent = strand ? is_active(subject, state->index, 0)
                             : state->parent == 0 || is_active(subject, state->parent, item) ||
                                   (state->strand == DEFINITION_NONE && is_active(subject, state->parent, 0));
    if (!has_parent) {
        return "a state is active whose parent is not";
    }
    if (state->kind == STATE_HISTORY) {
        return "a history is active";
    }
    if ((state->kind == STATE_COMPOUND || strand) && active_children(subject, state, item) != 1) {
        return "a compound state has not exactly one active child";
    }
    if (state->kind == STATE_PARALLEL && !state->each &&
        active_children(subject, state, item) != state->child_count) {
        return "a region of a parallel state is not active";
    }
    if (state->each && !strand && strands_of(subject, state) != 0) {
        return "an item has no strand";
    }
    return NULL;
}

static void is_legal(struct trial *trial, const struct subject *subject)
{
    struct json configuration = subject_configuration(&trial->arena, subject);
    struct text shown = json_to_text(&trial->arena, &configuration);
    if (active_children(subject, &trial->definition->states[0], 0) != 1) {
        wrong(trial, "the configuration", shown, TEXT("one with exactly one state of the root"));
    }
    for (size_t i = 0; i < subject->configuration.count; i++) {
        const char *fault = what_is_wrong(subject, &subject->configuration.at[i]);
        if (fault && subject->closed == INSTANT_NONE) {
            wrong(trial, "the configuration", shown, text_of(fault));
        }
        tally.strands += subject->configuration.at[i].node.item != 0;
    }
}

/* --- planning ------------------------------------------------------------------------------------- */

static struct subject *read_subject(struct trial *trial, struct json *document)
{
    struct error error;
    struct subject *subject = arena_new(&trial->arena, struct subject);
    *document = json_null();
    if (trial->version == 0) {
        subject_init(subject, trial->definition);
    } else if (json_read(&trial->arena, trial->document, document, &error) != STATUS_OK ||
               subject_read(&trial->arena, trial->definition, document, subject, &error) != STATUS_OK) {
        wrong(trial, "the document", text_of(error.message), TEXT("read"));
    }
    subject->id = 1;
    subject->reference = TEXT("C-1");
    subject->version = trial->version;
    return subject;
}

/* COMMAND, or what time brings when it is NULL. */
static struct plan *plan(struct trial *trial, struct subject *subject, const struct json *document,
                         const struct command *command)
{
    struct given given = {.now = trial->now, .next_id = 100};
    if (command) {
        return plan_build(&trial->arena, &trial->world, subject, document, command, &given, &trial->rules);
    }
    return plan_time(&trial->arena, &trial->world, subject, document, &given, &trial->rules);
}

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
    return messages;
}

static void are_same(struct trial *trial, const char *what, const struct plan *a, const struct plan *b)
{
    assert_int_equal(a->outcome, b->outcome);
    same(trial, what, a->document, b->document);
    same(trial, what, a->changes, b->changes);
    same(trial, what, a->notes, b->notes);
    same(trial, what, plan_answer(&trial->arena, a), plan_answer(&trial->arena, b));
    same(trial, what, ledger_of(trial, a), ledger_of(trial, b));
    same(trial, what, messages_of(trial, a), messages_of(trial, b));
    assert_int_equal(a->next_id, b->next_id);
}

static void changes_fold_both_ways(struct trial *trial, const struct plan *of)
{
    struct error error;
    struct json nothing = json_object(), back = of->document;
    struct json before = of->before.type == JSON_NULL ? nothing : of->before, forth = before;
    assert_int_equal(json_undo(&trial->arena, &back, &of->changes, &error), STATUS_OK);
    same(trial, "the document with its changes undone", back, before);
    assert_int_equal(json_redo(&trial->arena, &forth, &of->changes, &error), STATUS_OK);
    same(trial, "the document before with its changes done", forth, of->document);
}

static void hold(struct trial *trial, const struct plan *of)
{
    struct json document;
    bool done = of->outcome == OUTCOME_DONE;
    if (of->outcome == OUTCOME_FAILED) {
        wrong(trial, "the plan", text_of(of->failure.message), TEXT("one that does not fail"));
    }
    if (done) {
        changes_fold_both_ways(trial, of);
        tally.moved += of->changes.count > 1;
        trial->document = json_to_text(&trial->arena, &of->document);
        trial->version++;
    } else {
        same(trial, "the document that was refused", subject_write(&trial->arena, of->after), of->before);
        same(trial, "the document of the refusal", of->document, of->before);
        assert_int_equal(of->changes.count, 0);
        assert_int_equal(of->messages.count + of->told.count + of->ledger.count, 0);
    }
    struct subject *subject = read_subject(trial, &document);
    same(trial, "the document, written and read", subject_write(&trial->arena, subject), document);
    is_legal(trial, subject);
    is_legal(trial, of->after);
}

/* Twice from its document; once with nothing known of what stands; and once on the case that was never
 * written. */
static const struct plan *happens(struct trial *trial, const struct command *command)
{
    struct json document;
    struct subject *subject = read_subject(trial, &document);
    struct plan *first = plan(trial, subject, &document, command);
    subject = read_subject(trial, &document);
    struct plan *second = plan(trial, subject, &document, command);
    subject = read_subject(trial, &document);
    subject->world =
        OTHER_WORLD; /* it is new to this world: every formula is asked again, whatever was touched */
    struct plan *anew = plan(trial, subject, &document, command);
    struct plan *lasting = plan(trial, trial->lasting, &trial->lasting_document, command);
    are_same(trial, "planned twice", second, first);
    are_same(trial, "planned with every formula asked anew", anew, first);
    are_same(trial, "planned on the case as it stood in memory", lasting, first);
    trial->lasting = lasting->after;
    trial->lasting_document = lasting->document;
    hold(trial, second);
    return second;
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
    command.actor = TEXT("ann");
    const struct plan *of = happens(trial, &command);
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
        instant due = subject_next_due(read_subject(trial, &document));
        assert_true(due == subject_next_due(trial->lasting));
        if (due == INSTANT_NONE || due > trial->now) {
            return;
        }
        const struct plan *of = happens(trial, NULL);
        assert_int_equal(of->outcome, OUTCOME_DONE);
        tally.by_time++;
    }
}

/* Asking changes nothing, and what it says can be done is done (what needs no answers). */
static void explain(struct trial *trial)
{
    struct json document;
    struct subject *subject = read_subject(trial, &document);
    struct explain_request request = {.actor = TEXT("ann"), .roles = ~(role_set)0, .now = trial->now};
    const struct explanation *explanation =
        explain_build(&trial->arena, &trial->world, subject, &request, &trial->rules);
    same(trial, "the document after it was explained", subject_write(&trial->arena, subject), document);
    vector_each(const struct explained, one, &explanation->events)
    {
        struct command command = {.event = one->event,
                                  .of = one->of,
                                  .all_roles = true,
                                  .actor = TEXT("ann"),
                                  .at = INSTANT_NONE,
                                  .recorded = INSTANT_NONE,
                                  .override_until = DATE_NONE};
        if (one->form_count) {
            continue;
        }
        subject = read_subject(trial, &document);
        struct plan *of = plan(trial, subject, &document, &command);
        if (of->outcome != one->outcome) {
            wrong(trial, "what was explained", one->event, text_of(outcome_name(of->outcome)));
        }
    }
}

static void try_one(uint64_t seed)
{
    struct trial *trial = memory_new(sizeof *trial);
    begin(trial, seed);
    trial->lasting = read_subject(trial, &trial->lasting_document);
    run_command(trial, TEXT("{\"event\":\"open\"}"));
    for (int i = 0; i < EVENTS; i++) {
        struct json document;
        const struct subject *subject = read_subject(trial, &document);
        const struct json *items = json_member_of(&subject->data, "item");
        struct text text = generate_command(&trial->arena, &trial->random, items ? items->count : 0);
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
    arena_deinit(&trial->arena);
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
    assert_true(tally.moved > WORKFLOWS && tally.refused > WORKFLOWS && tally.by_time > WORKFLOWS);
    assert_true(tally.closed > WORKFLOWS / 50 && tally.unknown > WORKFLOWS / 50 && tally.strands > WORKFLOWS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_workflow_holds_to_the_statechart)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

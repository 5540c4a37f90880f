/* Action for Change, the workflow that is shipped, read in depth: every part of the language at work, with
 * all indices resolved. */
#include "support.h"

#include <string.h>

static struct loaded loaded;
static const struct definition *definition;

static int begin(void **state)
{
    (void)state;
    load_file(&loaded, "tests/data/language/action-for-change.yaml");
    assert_nothing_found(&loaded);
    definition = loaded.definition;
    assert_non_null(definition);
    return 0;
}

static int end(void **state)
{
    (void)state;
    unload(&loaded);
    return 0;
}

static const struct state *state_of(const char *path)
{
    uint16_t index = definition_state(definition, text_of(path));
    assert_int_not_equal(index, DEFINITION_NONE);
    return &definition->states[index];
}

static void has_its_heading(void **state)
{
    (void)state;
    assert_text(definition->name, "action-for-change");
    assert_text(definition->title, "Action for Change");
    assert_text(definition->calendar, "england-and-wales");
    assert_true(text_starts(definition->about, TEXT("For parents")) &&
                text_ends(definition->about, TEXT("choice.")));
    assert_text(definition->file, "tests/data/language/action-for-change.yaml");
    struct digest digest = digest_of(loaded.source.bytes);
    assert_true(digest_equal(&definition->digest, &digest));
    assert_true(text_equal(definition->source, loaded.source.bytes));
}

static void has_roles_that_include(void **state)
{
    (void)state;
    assert_int_equal(definition->role_count, 4);
    assert_text(definition->roles[1].title, "Programme lead");
    assert_int_equal(definition_role(definition, TEXT("worker")), 1);
    assert_int_equal(definition_role(definition, TEXT("lead")), 3);
    assert_int_equal(definition_role(definition, TEXT("manager")), 7);
    assert_int_equal(definition_role(definition, TEXT("duty")), 8);
    assert_int_equal(definition_role(definition, TEXT("nobody")), 0);
}

static void has_fields(void **state)
{
    (void)state;
    assert_int_equal(definition->fields.count, 18);
    const struct field *consent = definition_field(definition, TEXT("consent"));
    assert_int_equal(consent->type, FIELD_CHOICE);
    assert_text(consent->title, "Agreement to take part");
    assert_int_equal(consent->option_count, 4);
    assert_text(field_option(consent, TEXT("given"))->title, "Given");
    assert_null(field_option(consent, TEXT("gone")));
    assert_text(json_text(consent->initial.literal), "not-asked");
    assert_null(consent->initial.expression);
    assert_true(definition_field(definition, TEXT("lives_in"))->options_are_areas);
    assert_true(definition_field(definition, TEXT("loss"))->banner);
    assert_true(definition_field(definition, TEXT("story"))->sensitive);
    assert_int_equal(definition_field(definition, TEXT("story"))->type, FIELD_LONG_TEXT);
    assert_int_equal(definition_field(definition, TEXT("missed"))->initial.literal->type, JSON_INTEGER);
    const struct field *goals = definition_field(definition, TEXT("goals"));
    assert_int_equal(goals->type, FIELD_LIST);
    assert_int_equal(goals->of.count, 2);
    assert_int_equal(goals->of.at[1].type, FIELD_YES_NO);
    const struct field *expected = definition_field_path(definition, TEXT("unborn.expected_date"));
    assert_int_equal(expected->type, FIELD_DATE);
    assert_ptr_equal(expected->list, definition_field(definition, TEXT("unborn")));
    assert_null(definition_field_path(definition, TEXT("unborn.name")));
    assert_null(definition_field_path(definition, TEXT("consent.name")));
    assert_null(definition_field(definition, TEXT("unborn.expected_date")));
}

static void has_forms(void **state)
{
    (void)state;
    const struct form *session = definition_form(definition, TEXT("session"));
    assert_int_equal(session->count, 2);
    assert_true(session->fields[0].own && session->fields[0].required);
    assert_text(session->fields[0].field->name, "attended");
    assert_text(session->fields[0].field->options[0].title, "Yes");
    assert_text(session->fields[1].when->source, "event.data.attended == \"held\"");
    assert_int_equal(session->fields[1].when->place.line, 56);
    assert_int_equal(session->fields[1].when->place.column, 74);
    const struct form *scan = definition_form(definition, TEXT("scan"));
    assert_false(scan->fields[0].own);
    assert_ptr_equal(scan->fields[0].field, definition_field_path(definition, TEXT("unborn.expected_date")));
    assert_false(definition_form(definition, TEXT("needs"))->kept_whole);
}

static void has_events_rules_and_milestones(void **state)
{
    (void)state;
    assert_true(definition->events_closed);
    assert_int_equal(definition->event_count, 13);
    const struct event_declaration *decline = definition_event(definition, TEXT("decline"));
    assert_text(decline->title, "Do not take on");
    assert_ptr_equal(decline->form, definition_form(definition, TEXT("ending")));
    assert_int_equal(decline->roles, 2);
    assert_int_equal(definition->rule_count, 4);
    assert_int_equal(definition->rules[0].gives, GIVES_YES_NO);
    assert_true(definition->rules[0].otherwise.literal == NULL &&
                definition->rules[0].otherwise.expression == NULL);
    assert_text(json_text(definition->rules[1].otherwise.literal), "3 months");
    assert_int_equal(definition->rules[3].otherwise.literal->integer, 3);
    assert_int_equal(definition->milestone_count, 2);
    assert_text(definition->milestones[1].when->source, "In(\"closed\") and data.outcome == \"goals-met\"");
    assert_int_equal(definition->milestones[1].state, 0);
}

static void has_states_in_document_order(void **state)
{
    (void)state;
    static const char *const paths[] = {"",
                                        "referral",
                                        "service",
                                        "service.engagement",
                                        "service.review",
                                        "service.review.between",
                                        "service.review.due",
                                        "service.pre-birth",
                                        "service.pre-birth.expected",
                                        "service.pre-birth.born",
                                        "service.pre-birth.settled",
                                        "service.pre-birth.lost",
                                        "closure",
                                        "closed"};
    static const uint16_t parents[] = {0, 0, 0, 2, 2, 4, 4, 2, 7, 7, 7, 7, 0, 0};
    static const uint16_t lasts[] = {13, 1, 11, 3, 6, 5, 6, 11, 8, 9, 10, 11, 12, 13};
    static const uint16_t depths[] = {0, 1, 1, 2, 2, 3, 3, 2, 3, 3, 3, 3, 1, 1};
    assert_int_equal(definition->state_count, 14);
    for (uint16_t i = 0; i < 14; i++) {
        const struct state *s = &definition->states[i];
        assert_text(s->path, paths[i]);
        assert_int_equal(s->index, i);
        assert_int_equal(s->parent, parents[i]);
        assert_int_equal(s->last, lasts[i]);
        assert_int_equal(s->depth, depths[i]);
        assert_int_equal(definition_state(definition, text_of(paths[i])), i);
        assert_int_equal(s->strand, i >= 8 && i <= 11 ? 7 : DEFINITION_NONE);
    }
    assert_int_equal(definition_state(definition, TEXT("engagement")), DEFINITION_NONE);
}

static void has_kinds_of_states(void **state)
{
    (void)state;
    assert_int_equal(definition->states[0].kind, STATE_COMPOUND);
    assert_int_equal(definition->states[0].initial.targets[0], 1);
    assert_int_equal(state_of("referral")->kind, STATE_ATOMIC);
    const struct state *service = state_of("service"), *birth = state_of("service.pre-birth");
    assert_int_equal(service->kind, STATE_PARALLEL);
    assert_null(service->each);
    assert_int_equal(service->child_count, 3);
    assert_int_equal(service->children[1], 4);
    assert_text(service->title, "In the service");
    assert_text(birth->title, "pre-birth");
    assert_int_equal(birth->kind, STATE_PARALLEL);
    assert_ptr_equal(birth->each, definition_field(definition, TEXT("unborn")));
    assert_int_equal(birth->initial.count, 1);
    assert_int_equal(birth->initial.targets[0], 8);
    assert_int_equal(state_of("service.pre-birth.lost")->kind, STATE_FINAL);
    assert_true(state_contains(service, 11) && state_contains(service, 2) && !state_contains(service, 12));
}

static void has_transitions(void **state)
{
    (void)state;
    const struct state *referral = state_of("referral");
    assert_int_equal(referral->transition_count, 2);
    const struct transition *engage = &referral->transitions[0], *decline = &referral->transitions[1];
    assert_text(engage->event, "engage");
    assert_int_equal(engage->trigger, TRIGGER_EVENT);
    assert_int_equal(engage->source, 1);
    assert_int_equal(engage->target_count, 1);
    assert_int_equal(engage->targets[0], 2);
    assert_int_equal(engage->requirement_count, 3);
    assert_text(engage->requirements[0].condition->source, "data.consent == \"given\"");
    assert_text(engage->requirements[0].otherwise, "The parent has not agreed to take part.");
    assert_int_equal(engage->requirements[0].who, 1);
    assert_null(engage->requirements[1].condition);
    assert_int_equal(engage->requirements[1].rule, 0);
    assert_true(engage->requirements[1].override_given);
    assert_int_equal(engage->requirements[1].override, 4);
    assert_int_equal(engage->requirements[2].rule, DEFINITION_NONE);
    assert_int_equal(decline->open_tasks, OPEN_TASKS_CANCEL);
    assert_int_equal(decline->targets[0], 12);
    const struct transition *withdrawn = &state_of("service")->transitions[1];
    assert_int_equal(withdrawn->actions.count, 1);
    assert_int_equal(withdrawn->actions.actions[0].assignment_count, 2);
    for (size_t i = 0; i < definition->transition_count; i++) {
        assert_int_equal(definition->transitions[i].index, i);
    }
    const struct transition *recorded = &state_of("service.pre-birth")->transitions[0];
    assert_int_equal(recorded->target_count, 0);
    assert_int_equal(state_of("service.pre-birth.expected")->transitions[2].targets[0], 9);
    assert_text(state_of("closure")->transitions[0].guard->source, "reached(\"engaged\")");
}

static void has_actions(void **state)
{
    (void)state;
    const struct action *notify = &state_of("referral")->entry.actions[0];
    assert_int_equal(notify->kind, ACTION_NOTIFY);
    assert_ptr_equal(notify->message, &definition->messages[0]);
    const struct state *engagement = state_of("service.engagement");
    assert_int_equal(engagement->transition_count, 2);
    const struct transition *missed = &engagement->transitions[0];
    assert_text(missed->event, "task.session.done");
    assert_text(missed->guard->source, "event.data.attended == \"missed\"");
    const struct action *assign = &missed->actions.actions[0], *choice = &missed->actions.actions[1];
    assert_text(assign->assignments[0].field->name, "missed");
    assert_text(assign->assignments[0].value.expression->source, "data.missed + 1");
    assert_int_equal(assign->assignments[0].value.expression->place.line, 118);
    assert_int_equal(assign->assignments[0].value.expression->place.column, 38);
    assert_int_equal(choice->kind, ACTION_IF);
    assert_int_equal(choice->condition->read_count, 2);
    assert_int_equal(choice->then.count, 1);
    assert_text(choice->then.actions[0].name, "review.called");
    assert_int_equal(choice->otherwise.count, 0);
    assert_int_equal(engagement->transitions[1].actions.actions[0].assignments[0].value.literal->integer, 0);
    assert_true(state_of("service.pre-birth.expected")
                    ->transitions[3]
                    .actions.actions[0]
                    .assignments[0]
                    .value.literal->boolean);
}

static void has_tasks(void **state)
{
    (void)state;
    assert_int_equal(definition->task_count, 11);
    const struct task *meeting = definition_task(definition, TEXT("first-meeting"));
    assert_int_equal(meeting->due.duration.working_days, 10);
    assert_true(meeting->due.given && meeting->due.expression == NULL && meeting->required);
    assert_int_equal(meeting->form_count, 2);
    assert_ptr_equal(meeting->forms[1], definition_form(definition, TEXT("needs")));
    assert_int_equal(meeting->state, 1);
    assert_int_equal(meeting->role, 2);
    const struct state *referral = state_of("referral");
    assert_int_equal(referral->task_count, 2);
    assert_ptr_equal(referral->tasks[1], meeting);
    const struct task *session = definition_task(definition, TEXT("session"));
    assert_true(session->repeats && !session->rhythm.given && session->limit == 0);
    assert_int_equal(session->due.duration.days, 7);
    assert_true(definition_task(definition, TEXT("therapy"))->optional);
    const struct task *review = definition_task(definition, TEXT("birth-review"));
    assert_text(review->due.expression->source,
                "earliest(item.birth_date + working_days(10), item.conference_date + months(3))");
    assert_int_equal(review->due.expression->reads[1].place.column, 67);
    assert_int_equal(definition_task(definition, TEXT("nothing")) == NULL, 1);
}

static void has_deadlines(void **state)
{
    (void)state;
    assert_int_equal(definition->deadline_count, 2);
    const struct deadline *review = definition_deadline(definition, TEXT("next-review"));
    assert_text(review->title, "Three-month review");
    assert_text(review->due.expression->source, "last(\"needs\").at + rules.review_every()");
    assert_int_equal(review->warn.duration.working_days, 10);
    assert_false(review->late.given);
    assert_int_equal(review->met_by_count, 1);
    assert_text(review->met_by[0], "task.re-assess.done");
    assert_true(review->repeats);
    assert_int_equal(review->state, 4);
    assert_ptr_equal(state_of("service.review")->deadlines[0], review);
    assert_int_equal(state_of("service.pre-birth.expected")->deadline_count, 1);
}

static void has_messages_and_measures(void **state)
{
    (void)state;
    const struct message *referral = &definition->messages[0], *soon = &definition->messages[2];
    assert_int_equal(referral->to, 2);
    assert_int_equal(referral->text.count, 5);
    assert_text(referral->text.parts[0].expression->source, "case.reference");
    assert_text(referral->text.parts[1].literal, " waits for a decision by ");
    assert_text(referral->text.parts[2].expression->source, "task('decide').due");
    assert_int_equal(referral->text.parts[2].expression->place.column, 111);
    assert_true(definition->messages[1].urgent);
    assert_true(soon->client && soon->to == 0);
    assert_ptr_equal(soon->person, definition_field(definition, TEXT("parent")));
    assert_non_null(soon->only_while);
    const struct measure *report = &definition->measures[0];
    assert_int_equal(report->since, date_of(2014, 2, 1));
    assert_int_equal(report->assumption_count, 2);
    assert_int_equal(report->assumptions[1].value.integer, 106750);
    assert_int_equal(report->row_count, 9);
    assert_int_equal(report->rows[0].kind, ROW_COUNT);
    assert_null(report->rows[0].expression);
    assert_int_equal(report->rows[1].of_row, 0);
    assert_int_equal(report->rows[3].of_row, DEFINITION_NONE);
    assert_text(report->rows[3].of->source, "first(\"needs\").substance == \"current\"");
    assert_int_equal(report->rows[8].kind, ROW_VALUE);
    assert_text(report->rows[8].unit, "GBP");
    assert_int_equal(report->rows[8].expression->reads[0].kind, READ_NAME);
}

static void knows_its_events(void **state)
{
    (void)state;
    static const char *const known[] = {"engage",
                                        "open",
                                        "task.session.done",
                                        "task.decide.skipped",
                                        "deadline.decide.overdue",
                                        "deadline.next-review.warned",
                                        "done.state.service",
                                        "error.execution",
                                        "undo",
                                        "note",
                                        "reopen",
                                        "correct",
                                        "allocate"};
    static const char *const unknown[] = {"engaged",
                                          "task.sessions.done",
                                          "task.session",
                                          "task.session.did",
                                          "deadline.therapy.met",
                                          "done.state.nowhere",
                                          "done.state.",
                                          "error",
                                          "",
                                          "task.",
                                          "undo.it"};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (!definition_knows(definition, text_of(known[i]))) {
            fail_msg("%s is not known", known[i]);
        }
    }
    for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++) {
        if (definition_knows(definition, text_of(unknown[i]))) {
            fail_msg("%s is known", unknown[i]);
        }
    }
}

static void numbers_its_expressions(void **state)
{
    (void)state;
    for (size_t i = 0; i < definition->expression_count; i++) {
        assert_int_equal(definition->expressions[i]->index, i);
        assert_true(definition->expressions[i]->place.line > 0);
    }
    assert_int_equal(definition->expression_count, 33);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(has_its_heading),
        cmocka_unit_test(has_roles_that_include),
        cmocka_unit_test(has_fields),
        cmocka_unit_test(has_forms),
        cmocka_unit_test(has_events_rules_and_milestones),
        cmocka_unit_test(has_states_in_document_order),
        cmocka_unit_test(has_kinds_of_states),
        cmocka_unit_test(has_transitions),
        cmocka_unit_test(has_actions),
        cmocka_unit_test(has_tasks),
        cmocka_unit_test(has_deadlines),
        cmocka_unit_test(has_messages_and_measures),
        cmocka_unit_test(knows_its_events),
        cmocka_unit_test(numbers_its_expressions),
    };
    return cmocka_run_group_tests(tests, begin, end);
}

/* What belongs to another area, and what does not show itself there. */
#include "support.h"

#include <stdio.h>

static const struct principal in_wcc = {.user = {"cy", 2}, .roles = {"worker lead", 11}, .areas = {"wcc", 3}};
static const struct principal in_rbkc = {
    .user = {"dee", 3}, .roles = {"worker lead", 11}, .areas = {"rbkc", 4}};

static struct reply send_as(struct door *door, const struct principal *as, const char *reference,
                            const char *body)
{
    char path[100];
    (void)snprintf(path, sizeof path, "/v1/cases/%s/events", reference);
    return door_ask(door, &(struct ask){.method = "POST", .path = path, .body = body, .as = as});
}

static void send(struct door *door, const char *reference, const char *body)
{
    struct reply reply = send_as(door, NULL, reference, body);
    if (reply.status != 200) {
        fail_msg("%d: %.*s", reply.status, TEXT_ARGS(reply.text));
    }
}

/* --- what is known ---------------------------------------------------------------------- */

static struct reply open_as(struct door *door, const struct principal *as, const char *query,
                            const char *body)
{
    return door_ask(
        door, &(struct ask){.method = "POST", .path = "/v1/cases", .query = query, .body = body, .as = as});
}

static void who_opens_is_told_of_the_cases_that_she_may_read(void **state)
{
    struct door *door = *state;
    door_case(door, "{\"workflow\":\"help\",\"area\":\"wcc\",\"data\":{\"parent\":\"Ada Wells\"}}");
    size_t done;
    struct error error;
    assert_int_equal(flow_turn_of_time(door->flow, 8, &done, &error), STATUS_OK);
    static const char here[] = "{\"workflow\":\"help\",\"area\":\"rbkc\",\"data\":{\"parent\":\"P-2\"}}";
    struct reply dry = open_as(door, &in_rbkc, "dry-run=1", here);
    assert_int_equal(dry.status, 200);
    assert_string_equal(at(door, &dry.json, "known"), "");
    assert_string_equal(at(door, &dry.json, "details.notes.known"), "");
    struct reply reply = open_as(door, &in_rbkc, NULL, here);
    assert_int_equal(reply.status, 201);
    assert_string_equal(at(door, &reply.json, "known"), "");
    struct reply history =
        door_ask(door, &(struct ask){.method = "GET", .path = "/v1/cases/C-3/history", .as = &in_rbkc});
    assert_string_equal(at(door, &history.json, "items.0.notes.known"), "");
    /* Whoever may read the other is told, and told of no third. */
    struct reply both = open_as(door, &in_wcc, NULL,
                                "{\"workflow\":\"help\",\"area\":\"wcc\",\"data\":{\"parent\":\"P-2\"}}");
    assert_string_equal(at(door, &both.json, "known.0.case"), "\"C-1\"");
    assert_string_equal(at(door, &both.json, "known.1"), "");
    struct reply all =
        open_as(door, NULL, NULL, "{\"workflow\":\"help\",\"area\":\"wcc\",\"data\":{\"parent\":\"P-2\"}}");
    assert_string_equal(at(door, &all.json, "known.2.case"), "\"C-1\"");
}

static void nothing_of_what_was_merged_is_shown_as_open(void **state)
{
    struct door *door = *state;
    door_case(door, "{\"workflow\":\"help\",\"area\":\"wcc\",\"data\":{\"consent\":\"given\"}}");
    door_case(door, "{\"workflow\":\"help\",\"area\":\"wcc\"}");
    send(door, "C-1", "{\"event\":\"engage\"}");
    struct reply open = door_get(door, "/v1/cases/C-1", NULL);
    assert_string_equal(at(door, &open.json, "tasks.0.task"), "\"note\"");
    assert_string_equal(at(door, &open.json, "deadlines.0.open"), "true");
    send(door, "C-1", "{\"event\":\"merge\",\"data\":{\"into\":\"C-2\"}}");
    struct reply merged = door_get(door, "/v1/cases/C-1", NULL);
    assert_string_equal(at(door, &merged.json, "tasks"), "[]");
    assert_string_equal(at(door, &merged.json, "deadlines.0.open"), "false");
    assert_string_equal(at(door, &merged.json, "configuration"), "[\"service\"]");
    struct reply tasks = door_get(door, "/v1/cases/C-1/tasks", NULL);
    assert_string_equal(at(door, &tasks.json, "items"), "[]");
    send(door, "C-1", "{\"event\":\"unmerge\"}");
    struct reply again = door_get(door, "/v1/cases/C-1", NULL);
    assert_string_equal(at(door, &again.json, "tasks.0.task"), "\"note\"");
}

/* --- a move ------------------------------------------------------------------------------- */

static const struct principal everywhere = {.user = {"flo", 3}, .roles = {"worker lead", 11}};
static const struct principal elsewhere = {
    .user = {"gus", 3}, .roles = {"worker lead", 11}, .areas = {"lbhf", 4}};

#define MOVE "{\"event\":\"move\",\"data\":{\"to\":\"rbkc\",\"reason\":\"She lives there.\"}}"

static struct reply read_as(struct door *door, const struct principal *as, const char *path,
                            const char *query)
{
    return door_ask(door, &(struct ask){.method = "GET", .path = path, .query = query, .as = as});
}

static void offer(struct door *door)
{
    door_case(door, "{\"workflow\":\"help\",\"area\":\"wcc\",\"data\":{\"consent\":\"given\"}}");
    assert_int_equal(send_as(door, &in_wcc, "C-1", MOVE).status, 200);
}

static void an_offered_case_can_be_read_there_and_answered(void **state)
{
    struct door *door = *state;
    static const char *const paths[] = {"/v1/cases/C-1", "/v1/cases/C-1/tasks", "/v1/cases/C-1/deadlines",
                                        "/v1/cases/C-1/history", "/v1/cases/C-1/actions"};
    door_case(door, "{\"workflow\":\"help\",\"area\":\"wcc\",\"data\":{\"consent\":\"given\"}}");
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        assert_int_equal(read_as(door, &in_rbkc, paths[i], NULL).status, 404);
    }
    assert_int_equal(send_as(door, &in_rbkc, "C-1", "{\"event\":\"move.accepted\"}").status, 404);
    assert_int_equal(send_as(door, &in_wcc, "C-1", MOVE).status, 200);
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        assert_int_equal(read_as(door, &in_rbkc, paths[i], NULL).status, 200);
        assert_int_equal(read_as(door, &elsewhere, paths[i], NULL).status, 404);
    }
    struct reply found = read_as(door, &in_rbkc, "/v1/cases/C-1", NULL);
    assert_string_equal(at(door, &found.json, "moving.to"), "\"rbkc\"");
    assert_string_equal(at(door, &found.json, "moving.by"), "\"cy\"");
    assert_string_equal(at(door, &found.json, "moving.at"), "\"2026-03-02T09:00:00Z\"");
    assert_string_equal(at(door, &found.json, "moving.would.deadlines"), "[]");
    /* What is told is what can be sent. */
    struct reply actions = read_as(door, &in_rbkc, "/v1/cases/C-1/actions", NULL);
    assert_string_equal(at(door, &actions.json, "items.0.event"), "\"move.accepted\"");
    assert_string_equal(at(door, &actions.json, "items.0.title"), "\"Take the case over\"");
    assert_string_equal(at(door, &actions.json, "items.1.event"), "\"move.declined\"");
    assert_string_equal(at(door, &actions.json, "items.2"), "");
    struct reply refused = send_as(door, &in_rbkc, "C-1", "{\"event\":\"engage\"}");
    assert_int_equal(refused.status, 403);
    assert_non_null(strstr(at(door, &refused.json, "detail"), "still in wcc"));
    assert_int_equal(send_as(door, &in_rbkc, "C-1", "{\"event\":\"move.withdrawn\"}").status, 403);
    assert_int_equal(send_as(door, &in_rbkc, "C-1", "{\"event\":\"note\",\"data\":{\"n\":1}}").status, 200);
    struct reply alone = send_as(door, &in_wcc, "C-1", "{\"event\":\"move.accepted\"}");
    assert_int_equal(alone.status, 403);
    assert_non_null(strstr(at(door, &alone.json, "detail"), "who works there"));
    struct reply accepted = send_as(door, &in_rbkc, "C-1", "{\"event\":\"move.accepted\",\"key\":\"k\"}");
    assert_int_equal(accepted.status, 200);
    assert_int_equal(read_as(door, &in_wcc, "/v1/cases/C-1", NULL).status, 404);
    struct reply again = send_as(door, &in_rbkc, "C-1", "{\"event\":\"move.accepted\",\"key\":\"k\"}");
    assert_int_equal(again.status, 200);
    assert_string_equal(at(door, &again.json, "repeated"), "true");
}

static void an_answer_ends_what_rested_on_the_offer(void **state)
{
    struct door *door = *state;
    offer(door);
    assert_int_equal(send_as(door, &in_rbkc, "C-1", "{\"event\":\"move.declined\"}").status, 200);
    assert_int_equal(read_as(door, &in_rbkc, "/v1/cases/C-1", NULL).status, 404);
    assert_int_equal(send_as(door, &in_wcc, "C-1", MOVE).status, 200);
    assert_int_equal(send_as(door, &in_wcc, "C-1", "{\"event\":\"move.withdrawn\"}").status, 200);
    assert_int_equal(read_as(door, &in_rbkc, "/v1/cases/C-1", NULL).status, 404);
    assert_int_equal(send_as(door, &in_wcc, "C-1", "{\"event\":\"move.accepted\"}").status, 409);
}

/* The offer is looked at again when the command is run. */
static void an_offer_that_is_gone_lets_nobody_in(void **state)
{
    struct door *door = *state;
    offer(door);
    struct error error;
    struct job job = {.kind = JOB_COMMAND,
                      .offered = TEXT("lbhf"),
                      .arena = &door->arena,
                      .command = {.event = TEXT("move.accepted"),
                                  .subject = TEXT("C-1"),
                                  .actor = TEXT("gus"),
                                  .all_roles = true,
                                  .at = INSTANT_NONE,
                                  .recorded = INSTANT_NONE,
                                  .override_until = DATE_NONE}};
    struct job *jobs[] = {&job};
    assert_int_equal(flow_turn(door->flow, jobs, 1, &error), STATUS_OK);
    assert_int_equal(job.status, STATUS_NOT_FOUND);
    job.offered = TEXT("rbkc");
    assert_int_equal(flow_turn(door->flow, jobs, 1, &error), STATUS_OK);
    assert_int_equal(job.status, STATUS_OK);
    assert_int_equal(job.outcome, OUTCOME_DONE);
}

static void two_people_of_all_areas_can_do_both(void **state)
{
    struct door *door = *state;
    static const struct principal other = {.user = {"hal", 3}, .roles = {"lead", 4}};
    door_case(door, "{\"workflow\":\"help\",\"area\":\"wcc\"}");
    assert_int_equal(send_as(door, &everywhere, "C-1", MOVE).status, 200);
    struct reply alone = send_as(door, &everywhere, "C-1", "{\"event\":\"move.accepted\"}");
    assert_int_equal(alone.status, 409);
    assert_string_equal(at(door, &alone.json, "unmet.0.code"), "\"role\"");
    assert_int_equal(send_as(door, &other, "C-1", "{\"event\":\"move.accepted\"}").status, 200);
    struct reply found = door_get(door, "/v1/cases/C-1", NULL);
    assert_string_equal(at(door, &found.json, "area"), "\"rbkc\"");
    assert_string_equal(at(door, &found.json, "moving"), "");
}

static const char *listed(struct door *door, const struct principal *as, const char *query)
{
    struct reply reply = read_as(door, as, "/v1/cases", query);
    struct buffer out;
    buffer_init(&out, &door->arena);
    const struct json *items = json_member_of(&reply.json, "items");
    assert_non_null(items);
    for (uint32_t i = 0; i < items->count; i++) {
        buffer_printf(&out, "%s%.*s", i ? " " : "", TEXT_ARGS(json_get_text(&items->elements[i], "case")));
    }
    return text_copy(&door->arena, buffer_result(&out)).at;
}

static void offers_are_listed_to_both_sides(void **state)
{
    struct door *door = *state;
    offer(door);
    door_case(door, "{\"workflow\":\"help\",\"area\":\"rbkc\"}");
    door_case(door, "{\"workflow\":\"help\",\"area\":\"rbkc\"}");
    send(door, "C-3", "{\"event\":\"move\",\"actor\":\"x\",\"data\":{\"to\":\"wcc\",\"reason\":\"x\"}}");
    assert_string_equal(listed(door, NULL, "offered=any"), "C-1 C-3");
    assert_string_equal(listed(door, NULL, "offered=rbkc"), "C-1");
    assert_string_equal(listed(door, NULL, "offered=rbkc&area=rbkc"), "");
    assert_string_equal(listed(door, &in_rbkc, "offered=rbkc"), "C-1");
    assert_string_equal(listed(door, &in_rbkc, "offered=any"), "C-1 C-3");
    assert_string_equal(listed(door, &in_wcc, "offered=rbkc"), "C-1"); /* theirs, under way */
    assert_string_equal(listed(door, &elsewhere, "offered=any"), "");
    assert_string_equal(listed(door, &elsewhere, "offered=rbkc"), "");
    assert_string_equal(listed(door, &in_rbkc, ""), "C-2 C-3"); /* what is offered is still elsewhere */
    assert_int_equal(send_as(door, &in_rbkc, "C-1", "{\"event\":\"move.accepted\"}").status, 200);
    assert_string_equal(listed(door, NULL, "offered=any"), "C-3");
    assert_string_equal(listed(door, &in_rbkc, ""), "C-1 C-2 C-3");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, door_setup, door_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(who_opens_is_told_of_the_cases_that_she_may_read),
        TEST(nothing_of_what_was_merged_is_shown_as_open),
        TEST(an_offered_case_can_be_read_there_and_answered),
        TEST(an_answer_ends_what_rested_on_the_offer),
        TEST(an_offer_that_is_gone_lets_nobody_in),
        TEST(two_people_of_all_areas_can_do_both),
        TEST(offers_are_listed_to_both_sides),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

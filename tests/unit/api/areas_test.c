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

#define TEST(name) cmocka_unit_test_setup_teardown(name, door_setup, door_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(who_opens_is_told_of_the_cases_that_she_may_read),
        TEST(nothing_of_what_was_merged_is_shown_as_open),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

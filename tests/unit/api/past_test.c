/* Reading the past: a case as it was known then; its history in both orders, with what corrections say of it;
 * the ledger of its deadlines. */
#include "support.h"

#include <stdio.h>

#define HOUR INT64_C(3600000)
#define DAY (24 * HOUR)
#define AGREED "\"data\":{\"consent\":\"given\"}"

static const struct principal in_wcc = {.user = {"cy", 2}, .roles = {"worker lead", 11}, .areas = {"wcc", 3}};

static void send(struct door *door, const char *reference, const char *body)
{
    char path[100];
    (void)snprintf(path, sizeof path, "/v1/cases/%s/events", reference);
    struct reply reply = door_post(door, path, body);
    if (reply.status != 200) {
        fail_msg("%d: %.*s", reply.status, TEXT_ARGS(reply.text));
    }
}

static void settle(struct door *door)
{
    size_t done = 1;
    struct error error;
    while (done) {
        assert_int_equal(flow_turn_of_time(door->flow, 10, &done, &error), STATUS_OK);
    }
}

static void holds(struct door *door, const struct reply *reply, const char *path, const char *value)
{
    if (strcmp(at(door, &reply->json, path), value) != 0) {
        fail_msg("%s: %s, not %s, in %.*s", path, at(door, &reply->json, path), value,
                 TEXT_ARGS(reply->text));
    }
}

static size_t items_of(const struct reply *reply)
{
    const struct json *items = json_member_of(&reply->json, "items");
    assert_non_null(items);
    return items->count;
}

/* Opened on Monday, engaged on Tuesday, visited on Wednesday, which was typed on Thursday. */
static void live(struct door *door)
{
    door_case(door, "{\"area\":\"wcc\"," AGREED "}");
    door->clock.at = DOOR_NOW + DAY;
    send(door, "C-1", "{\"event\":\"allocate\",\"data\":{\"worker\":\"ann\"}}");
    send(door, "C-1", "{\"event\":\"engage\"}");
    door->clock.at = DOOR_NOW + 3 * DAY;
    send(door, "C-1", "{\"event\":\"visit\",\"data\":{\"visits\":3},\"at\":\"2026-03-04T10:00:00Z\"}");
}

static void a_case_as_it_was_known(void **state)
{
    struct door *door = *state;
    live(door);
    struct reply monday = door_get(door, "/v1/cases/C-1", "as-at=2026-03-02");
    assert_int_equal(monday.status, 200);
    holds(door, &monday, "as_at", "\"2026-03-02\"");
    holds(door, &monday, "version", "1");
    holds(door, &monday, "configuration", "[\"referral\"]");
    holds(door, &monday, "worker", "");
    holds(door, &monday, "tasks.0.task", "\"decide\"");
    holds(door, &monday, "data.visits", "0");
    assert_int_equal(monday.etag.size, 0);
    struct reply wednesday = door_get(door, "/v1/cases/C-1", "as-at=2026-03-04");
    holds(door, &wednesday, "version", "3");
    holds(door, &wednesday, "worker", "\"ann\"");
    holds(door, &wednesday, "computed.twice", "0"); /* it had happened, and nobody had said so */
    struct reply today = door_get(door, "/v1/cases/C-1", "as-at=2026-03-05");
    holds(door, &today, "computed.twice", "6");
    struct reply present = door_get(door, "/v1/cases/C-1", "");
    holds(door, &present, "as_at", "");
    assert_true(text_is(present.etag, "\"4\""));
}

static void an_instant_is_taken_to_the_millisecond(void **state)
{
    struct door *door = *state;
    live(door);
    struct reply before = door_get(door, "/v1/cases/C-1", "as-at=2026-03-03T08:59:59.999Z");
    holds(door, &before, "version", "1");
    struct reply then = door_get(door, "/v1/cases/C-1", "as-at=2026-03-03T09:00:00Z");
    holds(door, &then, "version", "3");
    holds(door, &then, "as_at", "\"2026-03-03T09:00:00Z\"");
}

static void all_reads_of_a_case_know_the_past(void **state)
{
    struct door *door = *state;
    live(door);
    struct reply tasks = door_get(door, "/v1/cases/C-1/tasks", "as-at=2026-03-02");
    holds(door, &tasks, "items.0.task", "\"decide\"");
    holds(door, &tasks, "as_at", "\"2026-03-02\"");
    struct reply deadlines = door_get(door, "/v1/cases/C-1/deadlines", "as-at=2026-03-02");
    assert_int_equal(items_of(&deadlines), 1);
    holds(door, &deadlines, "items.0.deadline", "\"decide\"");
    holds(door, &deadlines, "items.0.working_days", "1");
    struct reply history = door_get(door, "/v1/cases/C-1/history", "as-at=2026-03-03&limit=2");
    assert_int_equal(items_of(&history), 2);
    holds(door, &history, "items.0.event", "\"engage\"");
    struct reply actions = door_get(door, "/v1/cases/C-1/actions", "as-at=2026-03-02&event=engage");
    holds(door, &actions, "items.0.outcome", "\"done\"");
    holds(door, &actions, "as_at", "\"2026-03-02\"");
    struct reply ledger = door_get(door, "/v1/cases/C-1/ledger", "as-at=2026-03-02");
    assert_int_equal(items_of(&ledger), 1);
}

static void what_cannot_have_been_known(void **state)
{
    struct door *door = *state;
    live(door);
    struct reply before = door_get(door, "/v1/cases/C-1", "as-at=2026-03-01");
    assert_int_equal(before.status, 404);
    holds(door, &before, "detail", "\"C-1 was not known then; it is since 2026-03-02.\"");
    assert_int_equal(door_get(door, "/v1/cases/C-1/tasks", "as-at=2026-03-01").status, 404);
    assert_int_equal(door_get(door, "/v1/cases/C-1", "as-at=2026-03-06").status, 400);
    assert_int_equal(door_get(door, "/v1/cases/C-1", "as-at=2026-02-30").status, 400);
    assert_int_equal(door_get(door, "/v1/cases/C-1", "as-at=2%20weeks").status, 400);
    assert_int_equal(door_get(door, "/v1/tasks", "as-at=2026-03-02").status, 400);
}

static bool note_number(void *self, const struct stored_entry *entry)
{
    int64_t *numbers = self;
    numbers[entry->seq] = entry->number;
    return true;
}

static void what_was_erased_is_said(void **state)
{
    struct door *door = *state;
    struct error error;
    int64_t numbers[8] = {0};
    struct stored_subject stored;
    live(door);
    struct store *store = door->store;
    assert_int_equal(store->api->load(store, &door->arena, TEXT("C-1"), &stored, &error), STATUS_OK);
    assert_int_equal(store->api->entries(store, &door->arena, stored.id, 0, note_number, numbers, &error),
                     STATUS_OK);
    assert_int_equal(store->api->begin(store, &error), STATUS_OK);
    assert_int_equal(store->api->erase(store, numbers[4], &error), STATUS_OK);
    assert_int_equal(store->api->commit(store, &error), STATUS_OK);
    struct reply tuesday = door_get(door, "/v1/cases/C-1", "as-at=2026-03-03");
    assert_int_equal(tuesday.status, 200);
    holds(door, &tuesday, "erased", "1");
    holds(door, &tuesday, "data.visits", "3"); /* what cannot be undone stands */
    struct reply today = door_get(door, "/v1/cases/C-1", "as-at=2026-03-05");
    holds(door, &today, "erased", "");
}

/* --- history ------------------------------------------------------------------------------ */

static void history_as_it_happened(void **state)
{
    struct door *door = *state;
    live(door);
    send(door, "C-1", "{\"event\":\"visit\",\"data\":{\"visits\":4},\"at\":\"2026-03-03T12:00:00Z\"}");
    struct reply recorded = door_get(door, "/v1/cases/C-1/history", "order=recorded");
    holds(door, &recorded, "items.0.seq", "5");
    holds(door, &recorded, "items.1.seq", "4");
    struct reply happened = door_get(door, "/v1/cases/C-1/history", "order=happened");
    static const char *const order[] = {"4", "5", "3", "2", "1"};
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        char path[40];
        (void)snprintf(path, sizeof path, "items.%zu.seq", i);
        holds(door, &happened, path, order[i]);
    }
    assert_int_equal(door_get(door, "/v1/cases/C-1/history", "order=told").status, 400);
}

static void pages_of_history_as_it_happened(void **state)
{
    struct door *door = *state;
    char query[100], seen[8] = "";
    const char *cursor = "";
    live(door);
    send(door, "C-1", "{\"event\":\"visit\",\"data\":{\"visits\":4},\"at\":\"2026-03-03T12:00:00Z\"}");
    do {
        (void)snprintf(query, sizeof query, "order=happened&limit=2%s%s", *cursor ? "&before=" : "", cursor);
        struct reply page = door_get(door, "/v1/cases/C-1/history", query);
        assert_int_equal(page.status, 200);
        for (size_t i = 0; i < items_of(&page); i++) {
            char path[40];
            (void)snprintf(path, sizeof path, "items.%zu.seq", i);
            (void)strcat(seen, at(door, &page.json, path));
        }
        cursor = text_copy(&door->arena, json_get_text(&page.json, "cursor")).at;
    } while (*cursor);
    assert_string_equal(seen, "45321");
    assert_int_equal(door_get(door, "/v1/cases/C-1/history", "order=happened&before=999").status, 400);
}

static void an_entry_made_in_error_is_marked(void **state)
{
    struct door *door = *state;
    live(door);
    send(door, "C-1",
         "{\"event\":\"correct\",\"data\":{\"entry\":4,\"reason\":\"Another parent.\"},\"actor\":\"ann\"}");
    struct reply history = door_get(door, "/v1/cases/C-1/history", "");
    holds(door, &history, "items.0.notes.corrects", "4");
    holds(door, &history, "items.0.corrected", "");
    holds(door, &history, "items.1.corrected.by", "5");
    holds(door, &history, "items.1.corrected.out", "true");
    holds(door, &history, "items.1.corrected.reason", "\"Another parent.\"");
    holds(door, &history, "items.2.corrected", "");
    /* On a page that the correction is not on, too. */
    struct reply first = door_get(door, "/v1/cases/C-1/history", "limit=1");
    char query[60];
    (void)snprintf(query, sizeof query, "limit=1&before=%s", json_get_text(&first.json, "cursor").at);
    struct reply second = door_get(door, "/v1/cases/C-1/history", query);
    holds(door, &second, "items.0.corrected.by", "5");
    /* The correction was not known yesterday; and it can be put right itself. */
    door->clock.at += DAY;
    send(door, "C-1", "{\"event\":\"correct\",\"data\":{\"entry\":5,\"reason\":\"It was hers.\"}}");
    struct reply now = door_get(door, "/v1/cases/C-1/history", "");
    holds(door, &now, "items.1.corrected.by", "6");
    holds(door, &now, "items.2.corrected", "");
    struct reply then = door_get(door, "/v1/cases/C-1/history", "as-at=2026-03-05");
    holds(door, &then, "items.1.corrected.by", "5");
    holds(door, &then, "items.0.corrected", "");
}

static void other_answers_and_another_time_are_both_shown(void **state)
{
    struct door *door = *state;
    live(door);
    send(door, "C-1",
         "{\"event\":\"correct\",\"data\":{\"entry\":4,\"reason\":\"Misread.\",\"data\":{\"visits\":5},"
         "\"at\":\"2026-03-03T15:00:00Z\"}}");
    struct reply history = door_get(door, "/v1/cases/C-1/history", "");
    holds(door, &history, "items.1.data.visits", "3");
    holds(door, &history, "items.1.corrected.data.visits", "5");
    holds(door, &history, "items.1.corrected.out", "false");
    holds(door, &history, "items.1.happened", "\"2026-03-04T10:00:00Z\"");
    holds(door, &history, "items.1.corrected.happened", "\"2026-03-03T15:00:00Z\"");
    send(door, "C-1", "{\"event\":\"visit\",\"data\":{\"visits\":6},\"at\":\"2026-03-03T18:00:00Z\"}");
    struct reply happened = door_get(door, "/v1/cases/C-1/history", "order=happened");
    static const char *const order[] = {"5", "6", "4", "3"}; /* the 4th became one of the 3rd, at 15:00 */
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        char path[40];
        (void)snprintf(path, sizeof path, "items.%zu.seq", i);
        holds(door, &happened, path, order[i]);
    }
}

static void an_entry_of_another_case_is_in_both(void **state)
{
    struct door *door = *state;
    live(door);
    door_case(door, "{\"area\":\"rbkc\"," AGREED "}");
    send(door, "C-2", "{\"event\":\"engage\"}");
    send(door, "C-1",
         "{\"event\":\"correct\",\"data\":{\"entry\":4,\"to\":\"C-2\",\"reason\":\"The wrong file.\"}}");
    settle(door);
    struct reply history = door_get(door, "/v1/cases/C-1/history", "");
    holds(door, &history, "items.1.corrected.moved", "\"C-2\"");
    struct reply other = door_get(door, "/v1/cases/C-2/history", "");
    holds(door, &other, "items.0.event", "\"visit\"");
    holds(door, &other, "items.0.moved_from.case", "\"C-1\"");
    holds(door, &other, "items.0.moved_from.seq", "5");
    holds(door, &other, "items.1.moved_from", "");
    struct reply theirs =
        door_ask(door, &(struct ask){.method = "GET",
                                     .path = "/v1/cases/C-2/history",
                                     .as = &(struct principal){
                                         .user = {"bo", 2}, .roles = {"worker", 6}, .areas = {"rbkc", 4}}});
    holds(door, &theirs, "items.0.moved_from", "{}"); /* of a case that they may not read: that it was */
}

/* --- the ledger ---------------------------------------------------------------------------- */

static void the_story_of_a_deadline(void **state)
{
    struct door *door = *state;
    live(door);
    door->clock.at = DOOR_NOW + 16 * DAY;
    settle(door);
    struct reply ledger = door_get(door, "/v1/cases/C-1/ledger", "deadline=look");
    assert_int_equal(items_of(&ledger), 3);
    holds(door, &ledger, "items.0.change", "\"opened\"");
    holds(door, &ledger, "items.0.after", "\"2026-03-17\"");
    holds(door, &ledger, "items.0.because_title", "\"Start together\"");
    holds(door, &ledger, "items.0.title", "\"Look again\"");
    holds(door, &ledger, "items.0.happened", "\"2026-03-03T09:00:00Z\"");
    holds(door, &ledger, "items.1.change", "\"warned\"");
    holds(door, &ledger, "items.2.change", "\"overdue\"");
    holds(door, &ledger, "items.2.origin", "\"time\"");
}

static void the_ledger_has_pages(void **state)
{
    struct door *door = *state;
    live(door);
    struct reply all = door_get(door, "/v1/cases/C-1/ledger", "");
    size_t count = items_of(&all);
    assert_true(count >= 3);
    holds(door, &all, "items.0.deadline", "\"decide\"");
    struct reply first = door_get(door, "/v1/cases/C-1/ledger", "limit=1");
    holds(door, &first, "cursor", "\"1\"");
    struct reply rest = door_get(door, "/v1/cases/C-1/ledger", "cursor=1");
    assert_int_equal(items_of(&rest), count - 1);
    holds(door, &rest, "cursor", "");
    assert_int_equal(door_get(door, "/v1/cases/C-1/ledger", "cursor=x").status, 400);
}

static void a_deadline_that_there_never_was(void **state)
{
    struct door *door = *state;
    live(door);
    struct reply reply = door_get(door, "/v1/cases/C-1/ledger", "deadline=lok");
    assert_int_equal(reply.status, 404);
    assert_non_null(strstr(at(door, &reply.json, "detail"), "no deadline “lok”; it has "));
    assert_non_null(strstr(at(door, &reply.json, "detail"), "look"));
    struct ask ask = {.method = "GET", .path = "/v1/cases/C-2/ledger", .as = &in_wcc};
    door_case(door, "{\"area\":\"rbkc\"}");
    assert_int_equal(door_ask(door, &ask).status, 404);
}

static void a_case_tells_of_deadlines_that_have_ended(void **state)
{
    struct door *door = *state;
    live(door);
    assert_int_equal(items_of(&(struct reply[]){door_get(door, "/v1/cases/C-1/deadlines", "")}[0]), 2);
    struct reply all = door_get(door, "/v1/cases/C-1/deadlines", "closed=1");
    assert_int_equal(items_of(&all), 3);
    holds(door, &all, "items.2.deadline", "\"decide\"");
    holds(door, &all, "items.2.title", "\"Decide\"");
    holds(door, &all, "items.2.status", "\"void\"");
    holds(door, &all, "items.2.due", "\"2026-03-03\"");
    holds(door, &all, "items.2.open", "false");
    holds(door, &all, "items.2.breached", "false");
    door->clock.at = DOOR_NOW + 9 * DAY; /* the note was due on the 10th */
    settle(door);
    send(door, "C-1", "{\"event\":\"task.note.done\"}");
    struct reply late = door_get(door, "/v1/cases/C-1/deadlines", "");
    holds(door, &late, "items.1.status", "\"met-late\"");
    holds(door, &late, "items.1.breached", "true");
    holds(door, &late, "items.1.met", "\"2026-03-11T09:00:00Z\"");
    struct reply then = door_get(door, "/v1/cases/C-1/deadlines", "as-at=2026-03-09");
    holds(door, &then, "items.1.status", "\"pending\"");
}

static void lists_say_how_far_off_a_date_is(void **state)
{
    struct door *door = *state;
    live(door);
    struct reply list = door_get(door, "/v1/deadlines", "");
    holds(door, &list, "items.0.deadline", "\"note\"");
    holds(door, &list, "items.0.days", "5");
    holds(door, &list, "items.0.working_days", "");
    holds(door, &list, "items.0.version", "4");
    holds(door, &list, "items.1.warn", "\"2026-03-13T00:00:00Z\"");
    struct reply cases = door_get(door, "/v1/cases", "");
    holds(door, &cases, "items.0.due", "\"2026-03-11T00:00:00Z\"");
    holds(door, &cases, "items.0.due_date", "\"2026-03-10\"");
    struct reply within = door_get(door, "/v1/cases/C-1/deadlines", "within=4%20working%20days");
    assert_int_equal(items_of(&within), 1); /* Thursday, and four are Wednesday */
    assert_int_equal(items_of(&(struct reply[]){
                         door_get(door, "/v1/cases/C-1/deadlines", "within=3%20working%20days")}[0]),
                     0);
    struct reply overdue = door_get(door, "/v1/cases/C-1/deadlines", "overdue=1");
    assert_int_equal(items_of(&overdue), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_case_as_it_was_known, door_setup, door_teardown),
        cmocka_unit_test_setup_teardown(an_instant_is_taken_to_the_millisecond, door_setup, door_teardown),
        cmocka_unit_test_setup_teardown(all_reads_of_a_case_know_the_past, door_setup, door_teardown),
        cmocka_unit_test_setup_teardown(what_cannot_have_been_known, door_setup, door_teardown),
        cmocka_unit_test_setup_teardown(what_was_erased_is_said, door_setup, door_teardown),
        cmocka_unit_test_setup_teardown(history_as_it_happened, door_setup, door_teardown),
        cmocka_unit_test_setup_teardown(pages_of_history_as_it_happened, door_setup, door_teardown),
        cmocka_unit_test_setup_teardown(an_entry_made_in_error_is_marked, door_setup, door_teardown),
        cmocka_unit_test_setup_teardown(other_answers_and_another_time_are_both_shown, door_setup,
                                        door_teardown),
        cmocka_unit_test_setup_teardown(an_entry_of_another_case_is_in_both, door_setup, door_teardown),
        cmocka_unit_test_setup_teardown(the_story_of_a_deadline, door_setup, door_teardown),
        cmocka_unit_test_setup_teardown(the_ledger_has_pages, door_setup, door_teardown),
        cmocka_unit_test_setup_teardown(a_deadline_that_there_never_was, door_setup, door_teardown),
        cmocka_unit_test_setup_teardown(a_case_tells_of_deadlines_that_have_ended, door_setup, door_teardown),
        cmocka_unit_test_setup_teardown(lists_say_how_far_off_a_date_is, door_setup, door_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

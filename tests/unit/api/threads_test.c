/* The door with threads behind it: an engine, read workers, a store on disk. Whoever got an answer reads what
 * it wrote, every exchange is answered once, and the end comes when all is answered. */
#include "support.h"

#include "base/thread.h"

#include <stdio.h>
#include <stdlib.h>

enum { CLIENTS = 4, ROUNDS = 30 };

struct client {
    struct door *door;
    struct door view; /* its own arena, the same api */
    int number;
    thread thread;
    const char *fault; /* cmocka's assertions are the main thread's */
};

static void expect(struct client *client, bool holds, const char *what)
{
    if (!holds && !client->fault) {
        client->fault = what;
    }
}

static void write_and_read(struct client *client, const char *reference, int round)
{
    char path[100];
    (void)snprintf(path, sizeof path, "/v1/cases/%s/events", reference);
    struct reply note = door_post(&client->view, path, "{\"event\":\"note\"}");
    expect(client, note.status == 200, "a note is done");
    (void)snprintf(path, sizeof path, "/v1/cases/%s", reference);
    struct reply there = door_get(&client->view, path, "");
    expect(client, there.status == 200 && text_equal(there.etag, note.etag), "what was written is read");
    expect(client, json_get_integer(&there.json, "version", 0) == round + 2, "each version once");
    (void)snprintf(path, sizeof path, "/v1/cases/%s/%s", reference, round % 2 ? "actions" : "history");
    expect(client, door_get(&client->view, path, "").status == 200, "what can be and what was");
    static const char *const lists[] = {"/v1/cases", "/v1/tasks", "/v1/deadlines", "/metrics",
                                        "/v1/reports/numbers"};
    expect(client, door_get(&client->view, lists[round % 5], "").status == 200, "a list");
}

static void run(void *self)
{
    struct client *client = self;
    char body[200];
    struct principal in_wcc = {.user = TEXT("cy"), .roles = TEXT("worker lead"), .areas = TEXT("wcc")};
    (void)snprintf(body, sizeof body,
                   "{\"area\":\"wcc\",\"case\":\"case-%d\",\"data\":{\"consent\":\"given\"}}",
                   client->number);
    struct reply opened = door_post(&client->view, "/v1/cases", body);
    expect(client, opened.status == 201, "a case is opened");
    char reference[20], path[100];
    (void)snprintf(reference, sizeof reference, "case-%d", client->number);
    for (int i = 0; i < ROUNDS; i++) {
        write_and_read(client, reference, i);
    }
    (void)snprintf(path, sizeof path, "/v1/cases/%s/events", reference);
    struct ask engage = {.method = "POST", .path = path, .body = "{\"event\":\"engage\"}", .as = &in_wcc};
    expect(client, door_ask(&client->view, &engage).status == 200, "through a worker, by area");
    struct reply import = door_ask(
        &client->view,
        &(struct ask){.method = "POST",
                      .path = "/v1/import",
                      .body = "{\"event\":\"open\"}\nx\n{\"event\":\"open\"}\n{\"event\":\"open\"}\n"});
    size_t lines = 0;
    for (size_t i = 0; i < import.text.size; i++) {
        lines += import.text.at[i] == '\n';
    }
    expect(client, import.status == 200 && lines == 4, "each line of an import is answered");
}

static void many_at_once(void **state)
{
    struct client clients[CLIENTS];
    struct door *door = door_open_on_disk(3);
    (void)state;
    for (int i = 0; i < CLIENTS; i++) {
        clients[i] = (struct client){.door = door, .view = {.api = door->api}, .number = i};
        arena_init(&clients[i].view.arena);
        assert_int_equal(thread_start(&clients[i].thread, "client", run, &clients[i], NULL), STATUS_OK);
    }
    for (int i = 0; i < CLIENTS; i++) {
        thread_join(clients[i].thread);
        arena_deinit(&clients[i].view.arena);
        if (clients[i].fault) {
            fail_msg("client %d: %s", i, clients[i].fault);
        }
    }
    struct reply verified = door_get(door, "/v1/verify", "");
    assert_string_equal(at(door, &verified.json, "faults"), "0");
    assert_string_equal(at(door, &verified.json, "subjects"), "16");
    assert_string_equal(at(door, &verified.json, "entries"), "140");
    assert_int_equal(atomic_load(&door->api->in_flight), 0);
    door_close(door);
}

/* --- an end while much is under way ---------------------------------------------------------- */

enum { UNDER_WAY = 200 };

static atomic_int answered, unavailable;

static void count_answer(struct exchange *exchange)
{
    atomic_fetch_add(&answered, 1);
    atomic_fetch_add(&unavailable, exchange->response.status == 503);
}

static void the_end_waits_for_what_was_begun(void **state)
{
    static struct exchange exchanges[UNDER_WAY];
    static const struct {
        const char *method, *path, *body;
    } asks[] = {
        {"POST", "/v1/cases", "{}"},
        {"GET", "/v1/cases", ""},
        {"POST", "/v1/import", "{\"event\":\"open\"}\n{\"event\":\"open\"}\n"},
        {"GET", "/v1/tasks", ""},
    };
    struct door *door = door_open_on_disk(2);
    (void)state;
    atomic_store(&answered, 0);
    for (size_t i = 0; i < UNDER_WAY; i++) {
        exchanges[i] = (struct exchange){.done = count_answer};
        exchanges[i].request = (struct request){.method = text_of(asks[i % 4].method),
                                                .path = text_of(asks[i % 4].path),
                                                .body = text_of(asks[i % 4].body),
                                                .principal = access_operator(TEXT("operator-1")),
                                                .authenticated = true};
        arena_init(&exchanges[i].arena);
        api_handle(door->api, &exchanges[i]);
    }
    api_free(door->api);
    door->api = NULL;
    assert_int_equal(atomic_load(&answered), UNDER_WAY);
    for (size_t i = 0; i < UNDER_WAY; i++) {
        assert_true(exchanges[i].response.status == 200 || exchanges[i].response.status == 201);
        arena_deinit(&exchanges[i].arena);
    }
    door_close(door);
}

/* A queue of reads that is full turns the next away, and answers those that it took. */
static void a_full_queue_of_reads(void **state)
{
    enum { MORE = READERS_QUEUE_LIMIT + 200 };
    struct exchange *exchanges = memory_new(MORE * sizeof *exchanges);
    struct door *door = door_open_on_disk(1);
    (void)state;
    for (int i = 0; i < 60; i++) {
        door_case(door, "{}");
    }
    atomic_store(&answered, 0);
    atomic_store(&unavailable, 0);
    for (size_t i = 0; i < MORE; i++) {
        exchanges[i] = (struct exchange){.done = count_answer};
        exchanges[i].request = (struct request){.method = TEXT("GET"),
                                                .path = TEXT("/v1/cases"),
                                                .principal = access_operator(TEXT("operator-1")),
                                                .authenticated = true};
        arena_init(&exchanges[i].arena);
        api_handle(door->api, &exchanges[i]);
    }
    door_close(door);
    assert_int_equal(atomic_load(&answered), MORE);
    assert_true(atomic_load(&unavailable) > 0 && atomic_load(&unavailable) <= 200);
    for (size_t i = 0; i < MORE; i++) {
        arena_deinit(&exchanges[i].arena);
    }
    free(exchanges);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(many_at_once),
        cmocka_unit_test(the_end_waits_for_what_was_begun),
        cmocka_unit_test(a_full_queue_of_reads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* The client: against our own server, and against servers that misbehave. */
#include "support.h"

#include "http/client.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static struct exchange exchange;

static int set_up(void **state)
{
    struct house *house = support_new();
    house->options.address = NULL;
    house->options.socket_path = support_socket(house);
    exchange = (struct exchange){0};
    arena_init(&exchange.arena);
    *state = house;
    return 0;
}

static int tear_down(void **state)
{
    arena_deinit(&exchange.arena);
    support_close(*state);
    return 0;
}

static struct http_client *connected(struct house *house, struct text user)
{
    struct http_client *client = NULL;
    struct error error = {0};
    if (http_client_connect(support_socket(house), user, &client, &error) != STATUS_OK) {
        fail_msg("%s", error.message);
    }
    return client;
}

static void ask(struct http_client *client, struct text method, struct text path)
{
    struct error error = {0};
    exchange.request.method = method;
    exchange.request.path = path;
    if (http_client_ask(client, &exchange, &error) != STATUS_OK) {
        fail_msg("%s", error.message);
    }
}

static void a_request_and_its_response(void **state)
{
    struct house *house = *state;
    support_open(house);
    struct http_client *client = connected(house, TEXT("kim"));
    exchange.request = (struct request){.query = TEXT("a=1&b"),
                                        .idempotency_key = TEXT("k-1"),
                                        .if_match = TEXT("\"3\""),
                                        .accept = TEXT("application/json"),
                                        .content_type = TEXT("text/x"),
                                        .body = TEXT("hello")};
    ask(client, TEXT("POST"), TEXT("/named"));
    const struct response *response = &exchange.response;
    assert_int_equal(response->status, 200);
    assert_text(response->content_type, "text/plain");
    assert_text(response->etag, "\"7\"");
    assert_text(response->location, "/v1/cases/C-1");
    assert_text(response->allow, "GET, POST");
    assert_false(response->retry);
    assert_text(response->body,
                "POST /named?a=1&b user=kim key=k-1 match=\"3\" accept=application/json type=text/x "
                "size=5: hello");
    http_client_free(client);
}

static void many_on_one_connection(void **state)
{
    struct house *house = *state;
    support_open(house);
    struct http_client *client = connected(house, TEXT(""));
    for (int i = 0; i < 50; i++) {
        ask(client, i % 2 ? TEXT("GET") : TEXT("DELETE"), i % 3 ? TEXT("/a") : TEXT("/later"));
        assert_holds(exchange.response.body, " user=site ");
    }
    ask(client, TEXT("HEAD"), TEXT("/named"));
    assert_int_equal(exchange.response.body.size, 0);
    assert_text(exchange.response.etag, "\"7\"");
    ask(client, TEXT("GET"), TEXT("/status/204"));
    assert_int_equal(exchange.response.status, 204);
    ask(client, TEXT("GET"), TEXT("/status/503"));
    assert_true(exchange.response.retry);
    ask(client, TEXT("GET"), TEXT("/a"));
    assert_false(exchange.response.retry);
    http_client_free(client);
}

static void large_bodies(void **state)
{
    struct house *house = *state;
    support_open(house);
    struct http_client *client = connected(house, TEXT(""));
    char *body = arena_zero(&house->arena, 8 * 1024 * 1024);
    exchange.request.body = (struct text){body, 8 * 1024 * 1024};
    ask(client, TEXT("POST"), TEXT("/v1/import"));
    assert_holds(exchange.response.body, " size=8388608: ");
    /* Too large: the server answers before it has read all, and closes; the answer arrives, and so does the
     * next. */
    ask(client, TEXT("POST"), TEXT("/a"));
    assert_int_equal(exchange.response.status, 413);
    exchange.request.body = (struct text){0};
    exchange.request.query = TEXT("67108864");
    ask(client, TEXT("GET"), TEXT("/big"));
    assert_int_equal(exchange.response.body.size, HTTP_RESPONSE_LIMIT);
    struct error error = {0};
    exchange.request.query = TEXT("67108865");
    assert_int_equal(http_client_ask(client, &exchange, &error), STATUS_LIMIT);
    assert_holds(text_of(error.message), "larger than 64 MiB");
    exchange.request.query = TEXT("1");
    ask(client, TEXT("GET"), TEXT("/big"));
    http_client_free(client);
}

static void a_connection_that_was_closed_meanwhile(void **state)
{
    struct house *house = *state;
    house->options.idle_milliseconds = 30;
    support_open(house);
    struct http_client *client = connected(house, TEXT(""));
    ask(client, TEXT("GET"), TEXT("/a"));
    usleep(150000);
    ask(client, TEXT("GET"), TEXT("/b"));
    assert_holds(exchange.response.body, "GET /b?");
    support_begin_stop(house);
    support_wait_stopped(house);
    struct error error = {0};
    assert_int_equal(http_client_ask(client, &exchange, &error), STATUS_NOT_FOUND);
    assert_holds(text_of(error.message), "No server answers on ");
    http_client_free(client);
}

static void nobody_there(void **state)
{
    struct house *house = *state;
    struct http_client *client = NULL;
    struct error error = {0};
    assert_int_equal(http_client_connect(support_socket(house), TEXT(""), &client, &error), STATUS_NOT_FOUND);
    assert_holds(text_of(error.message), "No server answers on ");
    assert_null(client);
    http_client_free(NULL);
}

static void what_has_no_place_in_a_head(void **state)
{
    struct house *house = *state;
    support_open(house);
    struct http_client *client = connected(house, TEXT("k\r\nX: y"));
    struct error error = {0};
    exchange.request = (struct request){.method = TEXT("GET"), .path = TEXT("/a")};
    assert_int_equal(http_client_ask(client, &exchange, &error), STATUS_INVALID);
    http_client_free(client);
    const struct request bad[] = {
        {.method = TEXT("GET"), .path = TEXT("/a b")},
        {.method = TEXT("GET"), .path = TEXT("/a\r\n")},
        {.method = TEXT("GET"), .path = TEXT("")},
        {.method = TEXT("G T"), .path = TEXT("/")},
        {.method = TEXT("GET"), .path = TEXT("/"), .query = TEXT("a b")},
        {.method = TEXT("GET"), .path = TEXT("/"), .idempotency_key = TEXT("a\nb")},
        {.method = TEXT("GET"), .path = TEXT("/"), .if_match = TEXT("a\rb")},
        {.method = TEXT("GET"), .path = TEXT("/"), .accept = TEXT("a\x7F")},
        {.method = TEXT("GET"), .path = TEXT("/"), .content_type = TEXT("a\tb")},
    };
    client = connected(house, TEXT(""));
    for (size_t i = 0; i < count_of(bad); i++) {
        exchange.request = bad[i];
        assert_int_equal(http_client_ask(client, &exchange, &error), STATUS_INVALID);
    }
    assert_int_equal(house->handled, 0);
    http_client_free(client);
}

static void a_socket_with_a_long_path(void **state)
{
    struct house *house = *state;
    char *folder = arena_printf(&house->arena, "%s/%0100d", house->folder, 0);
    char *command = arena_printf(&house->arena, "mkdir -p %s", folder);
    assert_int_equal(system(command), 0);
    house->options.socket_path = arena_printf(&house->arena, "%s/caseway.sock", folder);
    support_open(house);
    struct http_client *client = NULL;
    assert_int_equal(http_client_connect(house->options.socket_path, TEXT(""), &client, NULL), STATUS_OK);
    ask(client, TEXT("GET"), TEXT("/a"));
    http_client_free(client);
    support_begin_stop(house);
    support_wait_stopped(house);
    assert_int_equal(access(house->options.socket_path, F_OK), -1);
    rmdir(folder);
}

/* --- servers that misbehave: each connection is read once, told REPLY, and closed --- */

struct faker {
    int listener;
    struct text reply;
};

static void fake(void *self)
{
    struct faker *faker = self;
    char bytes[4096];
    int taken = accept(faker->listener, NULL, NULL);
    (void)!recv(taken, bytes, sizeof bytes, 0);
    for (size_t i = 0; i < faker->reply.size && send(taken, faker->reply.at + i, 1, MSG_NOSIGNAL) == 1; i++) {
    }
    close(taken);
}

/* Asks GET /a of a server that says REPLY, byte by byte. */
static enum status ask_faker(struct house *house, struct text reply, struct error *error)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    snprintf(address.sun_path, sizeof address.sun_path, "%s", support_socket(house));
    struct faker faker = {.listener = socket(AF_UNIX, SOCK_STREAM, 0), .reply = reply};
    assert_int_equal(bind(faker.listener, (struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(listen(faker.listener, 1), 0);
    thread running;
    assert_int_equal(thread_start(&running, "faker", fake, &faker, error), STATUS_OK);
    struct http_client *client = connected(house, TEXT(""));
    exchange.request = (struct request){.method = TEXT("GET"), .path = TEXT("/a")};
    enum status status = http_client_ask(client, &exchange, error);
    http_client_free(client);
    thread_join(running);
    close(faker.listener);
    unlink(support_socket(house));
    return status;
}

static void servers_that_misbehave(void **state)
{
    struct house *house = *state;
    struct error error = {0};
    assert_int_equal(ask_faker(house, TEXT(""), &error), STATUS_IO);
    assert_holds(text_of(error.message), "broke off before it had answered");
    assert_int_equal(ask_faker(house, TEXT("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc"), &error),
                     STATUS_IO);
    assert_int_equal(ask_faker(house, TEXT("HTTP/1.1 200 OK\r\nContent-"), &error), STATUS_IO);
    assert_int_equal(ask_faker(house, TEXT("SSH-2.0\r\n"), &error), STATUS_INVALID);
    assert_holds(text_of(error.message), "does not speak HTTP");
    assert_int_equal(ask_faker(house, TEXT("HTTP/1.1 200 OK\r\nContent-Length: 67108865\r\n\r\n"), &error),
                     STATUS_LIMIT);
    char *long_header = arena_alloc(&house->arena, 70000);
    memset(long_header, 'a', 70000);
    memcpy(long_header, "HTTP/1.1 200 OK\r\nX: ", 20);
    assert_int_equal(ask_faker(house, (struct text){long_header, 70000}, &error), STATUS_LIMIT);
}

static void other_forms_of_an_answer(void **state)
{
    struct house *house = *state;
    struct error error = {0};
    assert_int_equal(
        ask_faker(house,
                  TEXT("HTTP/1.1 100 Continue\r\nETag: a\r\n\r\nHTTP/1.1 201 Created\r\netag:  \"1\" "
                       "\r\nContent-Length: 2\r\n\r\nab"),
                  &error),
        STATUS_OK);
    assert_int_equal(exchange.response.status, 201);
    assert_text(exchange.response.etag, "\"1\"");
    assert_text(exchange.response.body, "ab");
    assert_int_equal(ask_faker(house, TEXT("HTTP/1.1 200 OK\r\n\r\nup to the end"), &error), STATUS_OK);
    assert_text(exchange.response.body, "up to the end");
    assert_int_equal(
        ask_faker(house,
                  TEXT("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n"),
                  &error),
        STATUS_OK);
    assert_text(exchange.response.body, "abc");
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        CASE(a_request_and_its_response),
        CASE(many_on_one_connection),
        CASE(large_bodies),
        CASE(a_connection_that_was_closed_meanwhile),
        CASE(nobody_there),
        CASE(what_has_no_place_in_a_head),
        CASE(a_socket_with_a_long_path),
        CASE(servers_that_misbehave),
        CASE(other_forms_of_an_answer),
    };
#undef CASE
    return cmocka_run_group_tests(tests, NULL, NULL);
}

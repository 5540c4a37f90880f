/* The bench over HTTP: a server of this process, its engine and loop threads, and a plain client of many
 * kept-alive connections on the caller's thread, each with one request under way at a time. */
#include "app/bench.h"

#include "base/thread.h"

#include <arpa/inet.h>
#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { REQUEST_SIZE = 1024, RESPONSE_SIZE = 64 * 1024, PATIENCE_MILLISECONDS = 10000 };

/* --- the server ------------------------------------------------------------------------ */

struct server {
    struct bench *bench;
    struct queue *queue;
    struct api *api;
    struct loop *loop;
    struct http_server *http;
    thread thread;
    bool running;
};

static void store_failed(void *self, const struct error *error)
{
    (void)self;
    fprintf(stderr, "caseway bench: %s\n", error->message);
    abort();
}

static void handle(void *self, struct exchange *exchange)
{
    api_handle(((struct server *)self)->api, exchange);
}

static bool authenticate(void *self, struct arena *arena, struct text token, struct principal *principal)
{
    return api_authenticate(((struct server *)self)->api, arena, token, principal);
}

static void run_loop(void *self)
{
    loop_run(((struct server *)self)->loop);
}

static enum status start_server(struct server *server, struct error *error)
{
    struct app *app = server->bench->app;
    server->queue = queue_new(app->flow, store_failed, server);
    struct api_options api = {.store = app->store,
                              .world = app->world,
                              .port = queue_port(server->queue),
                              .clock = app->clock,
                              .random = app->random,
                              .workshop = &app->workshop,
                              .readers = 1};
    enum status status = queue_start(server->queue, error);
    status = status == STATUS_OK ? api_new(&api, &server->api, error) : status;
    status = status == STATUS_OK ? loop_new(&server->loop, error) : status;
    struct http_options http = {.loop = server->loop, .clock = app->clock, .address = "127.0.0.1"};
    http.door = (struct http_door){handle, authenticate, NULL, server};
    status = status == STATUS_OK ? http_server_start(&http, &server->http, error) : status;
    status = status == STATUS_OK ? thread_start(&server->thread, "loop", run_loop, server, error) : status;
    server->running = status == STATUS_OK;
    return status;
}

static void wire_stopped(void *self)
{
    loop_stop(((struct server *)self)->loop);
}

static void stop_wire(void *self)
{
    struct server *server = self;
    http_server_stop(server->http, wire_stopped, server);
}

static void stop_server(struct server *server)
{
    if (server->running) {
        loop_post(server->loop, stop_wire, server);
        thread_join(server->thread);
    }
    http_server_free(server->http);
    api_free(server->api);
    queue_stop(server->queue);
    queue_free(server->queue);
    loop_free(server->loop);
}

/* --- the client ---------------------------------------------------------------------------- */

struct line {
    int socket;
    char *response; /* RESPONSE_SIZE */
    size_t received;
    bool waiting;
};

struct client {
    struct bench *bench;
    const char *token;
    struct line lines[BENCH_CONNECTIONS];
    struct pollfd polled[BENCH_CONNECTIONS];
    size_t asked, answered, all;
};

static bool connect_line(struct line *line, unsigned port, struct arena *arena)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    line->response = arena_alloc(arena, RESPONSE_SIZE);
    line->socket = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    return line->socket >= 0 && connect(line->socket, (struct sockaddr *)&address, sizeof address) == 0;
}

static bool ask(struct client *client, struct line *line)
{
    char request[REQUEST_SIZE];
    struct bench *bench = client->bench;
    static const char body[] = "{\"event\":\"task.session.done\",\"data\":{\"attended\":\"held\",\"notes\":"
                               "\"Talked about the week, housing and the next visit.\"}}";
    int64_t id = bench->engine[bench->next_engine];
    bench->next_engine = (bench->next_engine + 1) % bench->cases;
    int size = snprintf(request, sizeof request,
                        "POST /v1/cases/C-%" PRId64
                        "/events HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer %s\r\n"
                        "Idempotency-Key: bench-%" PRIu64
                        "\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s",
                        id, client->token, bench->keys++, sizeof body - 1, body);
    line->received = 0;
    line->waiting = true;
    client->asked++;
    return size > 0 && (size_t)size < sizeof request && write(line->socket, request, (size_t)size) == size;
}

/* Whether a whole response is there; *DONE: and it says 200. */
static bool is_whole(const struct line *line, bool *done)
{
    const char *end = memmem(line->response, line->received, "\r\n\r\n", 4);
    if (!end) {
        return false;
    }
    const char *length = memmem(line->response, (size_t)(end - line->response), "Content-Length: ", 16);
    size_t body = length ? strtoul(length + 16, NULL, 10) : 0;
    *done = memcmp(line->response, "HTTP/1.1 200", 12) == 0;
    return line->received >= (size_t)(end + 4 - line->response) + body;
}

/* Reads what has come; asks again when the answer is whole. False when something went wrong. */
static bool hear(struct client *client, struct line *line)
{
    bool done = false;
    ssize_t size = read(line->socket, line->response + line->received, RESPONSE_SIZE - 1 - line->received);
    if (size <= 0) {
        return false;
    }
    line->received += (size_t)size;
    line->response[line->received] = '\0';
    if (!is_whole(line, &done)) {
        return true;
    }
    if (!done) {
        fprintf(stderr, "caseway bench: %s\n", line->response);
        return false;
    }
    line->waiting = false;
    client->answered++;
    return client->asked == client->all || ask(client, line);
}

static enum status run_client(struct client *client, unsigned port, struct error *error)
{
    for (size_t i = 0; i < BENCH_CONNECTIONS; i++) {
        bool more = client->asked < client->all;
        if (!connect_line(&client->lines[i], port, &client->bench->arena) ||
            (more && !ask(client, &client->lines[i]))) {
            return error_set(error, STATUS_IO, "cannot ask the server: %s", strerror(errno));
        }
        client->polled[i] = (struct pollfd){.fd = client->lines[i].socket, .events = POLLIN};
    }
    while (client->answered < client->all) {
        if (poll(client->polled, BENCH_CONNECTIONS, PATIENCE_MILLISECONDS) <= 0) {
            return error_set(error, STATUS_IO, "the server does not answer");
        }
        for (size_t i = 0; i < BENCH_CONNECTIONS; i++) {
            if (client->polled[i].revents && !hear(client, &client->lines[i])) {
                return error_set(error, STATUS_IO, "an advance over HTTP was not done");
            }
        }
    }
    return STATUS_OK;
}

static void close_lines(struct client *client)
{
    for (size_t i = 0; i < BENCH_CONNECTIONS; i++) {
        if (client->lines[i].socket > 0) {
            close(client->lines[i].socket);
        }
    }
}

enum { TOKEN_SIZE_LIMIT = 4096 };

enum status bench_http(struct bench *bench, size_t count, double *seconds, struct error *error)
{
    struct text token;
    struct server server = {.bench = bench};
    struct client *client = arena_new(&bench->arena, struct client);
    const struct files *files = &bench->app->files;
    const char *path = arena_printf(&bench->arena, "%s/token", bench->folder);
    enum status status = files->read(files->self, &bench->arena, path, TOKEN_SIZE_LIMIT, &token, error);
    if (status == STATUS_OK) {
        status = start_server(&server, error);
    }
    if (status == STATUS_OK) {
        *client = (struct client){
            .bench = bench, .token = text_copy(&bench->arena, text_trim(token)).at, .all = count};
        uint64_t began = clock_elapsed(&bench->app->clock);
        status = run_client(client, http_server_port(server.http), error);
        *seconds = (double)(clock_elapsed(&bench->app->clock) - began) / 1e9;
        close_lines(client);
    }
    stop_server(&server);
    return status;
}

#include "support.h"

#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { ECHOED = 64, RECEIVE_SECONDS = 5 };

void support_equal(struct text text, struct text expected, const char *file, int line)
{
    if (!text_equal(text, expected)) {
        print_error("found:    %.*s\nexpected: %.*s\n", TEXT_ARGS(text), TEXT_ARGS(expected));
        _fail(file, line);
    }
}

void support_starts(struct text text, struct text expected, const char *file, int line)
{
    support_equal(text_part(text, 0, expected.size), expected, file, line);
}

bool support_holds(struct text text, const char *part)
{
    bool holds = text.size && memmem(text.at, text.size, part, strlen(part));
    if (!holds) {
        print_error("not in:\n%.*s\n", TEXT_ARGS(text));
    }
    return holds;
}

/* --- the door --- */

static void echo(struct exchange *exchange)
{
    const struct request *request = &exchange->request;
    struct buffer out;
    buffer_init(&out, &exchange->arena);
    buffer_printf(&out, "%.*s %.*s?%.*s user=%.*s", TEXT_ARGS(request->method), TEXT_ARGS(request->path),
                  TEXT_ARGS(request->query), TEXT_ARGS(request->principal.user));
    buffer_printf(&out, " key=%.*s match=%.*s accept=%.*s type=%.*s", TEXT_ARGS(request->idempotency_key),
                  TEXT_ARGS(request->if_match), TEXT_ARGS(request->accept), TEXT_ARGS(request->content_type));
    struct text part = text_part(request->body, 0, ECHOED);
    buffer_printf(&out, " size=%zu: %.*s", request->body.size, TEXT_ARGS(part));
    exchange->response =
        (struct response){.status = 200, .content_type = TEXT("text/plain"), .body = buffer_result(&out)};
}

/* The alphabet over and over. Quickly: this is often the loop's thread. */
static struct text alphabets(struct arena *arena, size_t size)
{
    char *body = arena_alloc(arena, size);
    for (size_t i = 0; i < size && i < 26; i++) {
        body[i] = (char)('a' + i);
    }
    for (size_t done = 26; done < size; done *= 2) {
        memcpy(body + done, body, done < size - done ? done : size - done);
    }
    return (struct text){body, size};
}

static void answer_by_path(struct exchange *exchange)
{
    const struct request *request = &exchange->request;
    int64_t number = 0;
    echo(exchange);
    if (text_starts(request->path, TEXT("/status/"))) {
        text_integer(text_part(request->path, 8, SIZE_MAX), &number);
        exchange->response.status = (int)number;
        exchange->response.retry = number == 503;
    } else if (text_is(request->path, "/big")) {
        text_integer(request->query, &number);
        exchange->response.body = alphabets(&exchange->arena, (size_t)number);
    } else if (text_is(request->path, "/named")) {
        exchange->response.etag = TEXT("\"7\"");
        exchange->response.location = TEXT("/v1/cases/C-1");
        exchange->response.allow = TEXT("GET, POST");
    } else if (text_is(request->path, "/injected")) {
        exchange->response.location = TEXT("/x\r\nSet-Cookie: a=b");
    }
}

static void handle(void *self, struct exchange *exchange)
{
    struct house *house = self;
    house->handled++;
    bool later = text_is(exchange->request.path, "/later"), hold = text_is(exchange->request.path, "/hold");
    if (!later && !hold) {
        answer_by_path(exchange);
        exchange->done(exchange);
        return;
    }
    lock_take(&house->lock);
    struct exchange **list = later ? &house->waiting : &house->held;
    exchange->next = *list;
    *list = exchange;
    house->held_count += hold;
    condition_wake_all(&house->changed);
    lock_give(&house->lock);
}

static void answer_list(struct exchange *list)
{
    for (struct exchange *next; list; list = next) {
        next = list->next;
        answer_by_path(list);
        list->done(list);
    }
}

static void work(void *self)
{
    struct house *house = self;
    lock_take(&house->lock);
    while (!house->closing) {
        struct exchange *list = house->waiting;
        house->waiting = NULL;
        if (list) {
            lock_give(&house->lock);
            answer_list(list);
            lock_take(&house->lock);
        } else {
            condition_wait(&house->changed, &house->lock);
        }
    }
    lock_give(&house->lock);
}

void support_wait_held(struct house *house, size_t count)
{
    lock_take(&house->lock);
    while (house->held_count < count) {
        assert_true(condition_wait_for(&house->changed, &house->lock, 5000));
    }
    lock_give(&house->lock);
}

void support_let_go(struct house *house)
{
    lock_take(&house->lock);
    struct exchange *list = house->held;
    house->held = NULL;
    house->held_count = 0;
    lock_give(&house->lock);
    answer_list(list);
}

static bool authenticate(void *self, struct arena *arena, struct text token, struct principal *principal)
{
    (void)self;
    if (!text_starts(token, TEXT("good-"))) {
        return false;
    }
    *principal = (struct principal){.user = text_copy(arena, text_part(token, 5, SIZE_MAX))};
    return true;
}

static void count(void *self, int status)
{
    struct house *house = self;
    (void)status;
    house->counted++;
}

/* --- the server --- */

struct house *support_new(void)
{
    struct house *house = memory_new(sizeof *house);
    memset(house, 0, sizeof *house);
    struct error error;
    assert_int_equal(loop_new(&house->loop, &error), STATUS_OK);
    lock_init(&house->lock);
    condition_init(&house->changed);
    arena_init(&house->arena);
    snprintf(house->folder, sizeof house->folder, "/tmp/caseway-http-XXXXXX");
    assert_non_null(mkdtemp(house->folder));
    house->options = (struct http_options){
        .loop = house->loop,
        .clock = clock_system(),
        .door = {.handle = handle, .authenticate = authenticate, .count = count, .self = house},
        .address = "127.0.0.1",
        .socket_user = "site",
    };
    return house;
}

const char *support_socket(struct house *house)
{
    return arena_printf(&house->arena, "%s/caseway.sock", house->folder);
}

static void run_loop(void *self)
{
    loop_run(self);
}

void support_open(struct house *house)
{
    struct error error = {0};
    if (http_server_start(&house->options, &house->server, &error) != STATUS_OK) {
        fail_msg("%s", error.message);
    }
    assert_int_equal(thread_start(&house->loop_thread, "loop", run_loop, house->loop, &error), STATUS_OK);
    assert_int_equal(thread_start(&house->worker, "worker", work, house, &error), STATUS_OK);
}

static void has_stopped(void *self)
{
    struct house *house = self;
    http_server_free(house->server);
    lock_take(&house->lock);
    house->stopped = true;
    condition_wake_all(&house->changed);
    lock_give(&house->lock);
}

static void stop_now(void *self)
{
    struct house *house = self;
    http_server_stop(house->server, has_stopped, house);
}

void support_begin_stop(struct house *house)
{
    loop_post(house->loop, stop_now, house);
}

void support_wait_stopped(struct house *house)
{
    lock_take(&house->lock);
    while (!house->stopped) {
        if (!condition_wait_for(&house->changed, &house->lock, 10000)) {
            print_error("the server does not stop\n");
            abort();
        }
    }
    lock_give(&house->lock);
}

void support_close(struct house *house)
{
    if (house->server) {
        if (!house->stopped) {
            support_begin_stop(house);
            support_wait_stopped(house);
        }
        loop_stop(house->loop);
        thread_join(house->loop_thread);
        lock_take(&house->lock);
        house->closing = true;
        condition_wake_all(&house->changed);
        lock_give(&house->lock);
        thread_join(house->worker);
    }
    loop_free(house->loop);
    unlink(support_socket(house));
    rmdir(house->folder);
    condition_deinit(&house->changed);
    lock_deinit(&house->lock);
    arena_deinit(&house->arena);
    free(house);
}

/* --- the wire --- */

static int patient(int made)
{
    struct timeval patience = {.tv_sec = RECEIVE_SECONDS};
    assert_int_equal(setsockopt(made, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience), 0);
    return made;
}

int support_connect(struct house *house)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((uint16_t)http_server_port(house->server)),
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int made = socket(AF_INET, SOCK_STREAM, 0);
    assert_int_equal(connect(made, (struct sockaddr *)&address, sizeof address), 0);
    return patient(made);
}

int support_connect_unix(struct house *house)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    snprintf(address.sun_path, sizeof address.sun_path, "%s", support_socket(house));
    int made = socket(AF_UNIX, SOCK_STREAM, 0);
    assert_int_equal(connect(made, (struct sockaddr *)&address, sizeof address), 0);
    return patient(made);
}

void support_send(int to, struct text bytes)
{
    while (bytes.size) {
        ssize_t sent = send(to, bytes.at, bytes.size, MSG_NOSIGNAL);
        if (sent <= 0) {
            return; /* what the server answers tells why */
        }
        bytes = text_part(bytes, (size_t)sent, SIZE_MAX);
    }
}

/* False at the end, or when nothing came in time (which fails the test). */
static bool receive_more(struct buffer *out, int from, size_t most)
{
    char bytes[65536];
    ssize_t size = recv(from, bytes, most < sizeof bytes ? most : sizeof bytes, 0);
    if (size < 0 && errno == ECONNRESET) {
        out->size = 0;
        buffer_string(out, "reset");
        return false;
    }
    if (size < 0) {
        fail_msg("nothing came: %s", strerror(errno));
    }
    buffer_add(out, bytes, (size_t)size);
    return size > 0;
}

static size_t content_length(struct text head)
{
    const char *found = memmem(head.at, head.size, "\r\nContent-Length: ", 18);
    return found ? strtoul(found + 18, NULL, 10) : 0;
}

struct text support_receive(struct house *house, int from)
{
    struct buffer out;
    buffer_init(&out, &house->arena);
    while (out.size < 4 || memcmp(out.at + out.size - 4, "\r\n\r\n", 4) != 0) {
        if (!receive_more(&out, from, 1)) {
            return buffer_result(&out);
        }
    }
    size_t whole = out.size + content_length(buffer_result(&out));
    while (out.size < whole && receive_more(&out, from, whole - out.size)) {
    }
    return buffer_result(&out);
}

struct text support_receive_all(struct house *house, int from)
{
    struct buffer out;
    buffer_init(&out, &house->arena);
    while (receive_more(&out, from, SIZE_MAX)) {
    }
    return buffer_result(&out);
}

int support_status(struct text response)
{
    return response.size > 12 ? atoi(response.at + 9) : 0;
}

struct text support_body(struct text response)
{
    const char *end = memmem(response.at, response.size, "\r\n\r\n", 4);
    return text_part(response, (size_t)(end + 4 - response.at), SIZE_MAX);
}

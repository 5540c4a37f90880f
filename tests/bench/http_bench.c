/* How many requests a second the wire alone carries: CONNECTIONS kept alive, each asking again once it is
 * answered, before a door that answers at once, or from a thread of its own in batches, as the engine does.
 *
 *   http_bench [SECONDS] [CONNECTIONS]
 *
 * The server's thread and the askers share the machine; what counts for the server is requests per second of
 * its own processor time, told beside those that went by the clock. */
#include "base/thread.h"
#include "http/server.h"

#include <netinet/in.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { CONNECTIONS_MOST = 1000 };

struct bench {
    struct loop *loop;
    struct http_server *server;
    double processor; /* seconds that the loop's thread took */
    bool later;
    lock lock;
    condition changed;
    struct exchange *waiting;
    bool over;
};

static void answer(struct exchange *exchange)
{
    exchange->response =
        (struct response){.status = 200,
                          .content_type = TEXT("application/json"),
                          .body = TEXT("{\"event\":\"visit\",\"outcome\":\"done\",\"version\":7}"),
                          .etag = TEXT("\"7\"")};
    exchange->done(exchange);
}

static void handle(void *self, struct exchange *exchange)
{
    struct bench *bench = self;
    if (!bench->later) {
        answer(exchange);
        return;
    }
    lock_take(&bench->lock);
    exchange->next = bench->waiting;
    bench->waiting = exchange;
    if (!exchange->next) {
        condition_wake(&bench->changed);
    }
    lock_give(&bench->lock);
}

static void answer_in_batches(void *self)
{
    struct bench *bench = self;
    lock_take(&bench->lock);
    while (!bench->over) {
        struct exchange *list = bench->waiting;
        bench->waiting = NULL;
        if (!list) {
            condition_wait(&bench->changed, &bench->lock);
            continue;
        }
        lock_give(&bench->lock);
        for (struct exchange *next; list; list = next) {
            next = list->next;
            answer(list);
        }
        lock_take(&bench->lock);
    }
    lock_give(&bench->lock);
}

static bool authenticate(void *self, struct arena *arena, struct text token, struct principal *principal)
{
    (void)self;
    (void)arena;
    *principal = (struct principal){.user = token};
    return true;
}

static double seconds_of(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void run_loop(void *self)
{
    struct bench *bench = self;
    loop_run(bench->loop);
    bench->processor = seconds_of(CLOCK_THREAD_CPUTIME_ID);
}

static void stopped(void *self)
{
    struct bench *bench = self;
    http_server_free(bench->server);
    loop_stop(bench->loop);
}

static void stop(void *self)
{
    struct bench *bench = self;
    http_server_stop(bench->server, stopped, bench);
}

static int connect_to(unsigned port)
{
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int made = socket(AF_INET, SOCK_STREAM, 0);
    if (made < 0 || connect(made, (struct sockaddr *)&address, sizeof address)) {
        perror("http_bench: connect");
        exit(3);
    }
    return made;
}

static void ask(int to)
{
    static const char bytes[] = "POST /v1/cases/C-17/events HTTP/1.1\r\nHost: 127.0.0.1:8080\r\n"
                                "Authorization: Bearer 0123456789abcdefghijklmnopqrstuvwxyzABCD\r\n"
                                "Idempotency-Key: 00000000-0000-0000-0000-000000000000\r\n"
                                "Content-Type: application/json\r\nAccept: application/json\r\n"
                                "User-Agent: bench/1\r\nContent-Length: 52\r\n\r\n"
                                "{\"event\":\"visit\",\"data\":{\"date\":\"2026-01-05\",\"n\":1}}";
    if (send(to, bytes, sizeof bytes - 1, MSG_NOSIGNAL) != sizeof bytes - 1) {
        perror("http_bench: send");
        exit(3);
    }
}

/* Gives how many requests were answered. Each answer arrives in one piece: it is small. */
static long ask_for(double seconds, const int *sockets, int count)
{
    int set = epoll_create1(0);
    for (int i = 0; i < count; i++) {
        struct epoll_event event = {.events = EPOLLIN, .data.fd = sockets[i]};
        epoll_ctl(set, EPOLL_CTL_ADD, sockets[i], &event);
        ask(sockets[i]);
    }
    long answered = 0;
    double end = seconds_of(CLOCK_MONOTONIC) + seconds;
    while (seconds_of(CLOCK_MONOTONIC) < end) {
        struct epoll_event events[CONNECTIONS_MOST];
        int ready = epoll_wait(set, events, count, 100);
        for (int i = 0; i < ready; i++) {
            char bytes[4096];
            if (recv(events[i].data.fd, bytes, sizeof bytes, 0) <= 0) {
                perror("http_bench: recv");
                exit(3);
            }
            ask(events[i].data.fd);
            answered++;
        }
    }
    close(set);
    return answered;
}

static void run(bool later, double seconds, int count)
{
    struct bench bench = {.later = later};
    struct error error;
    thread loop_thread, answering;
    lock_init(&bench.lock);
    condition_init(&bench.changed);
    bool begun = loop_new(&bench.loop, &error) == STATUS_OK;
    struct http_options options = {.loop = bench.loop,
                                   .clock = clock_system(),
                                   .door = {.handle = handle, .authenticate = authenticate, .self = &bench},
                                   .address = "127.0.0.1"};
    begun = begun && http_server_start(&options, &bench.server, &error) == STATUS_OK &&
            thread_start(&loop_thread, "loop", run_loop, &bench, &error) == STATUS_OK &&
            thread_start(&answering, "answers", answer_in_batches, &bench, &error) == STATUS_OK;
    if (!begun) {
        fprintf(stderr, "http_bench: %s\n", error.message);
        exit(3);
    }
    int sockets[CONNECTIONS_MOST];
    for (int i = 0; i < count; i++) {
        sockets[i] = connect_to(http_server_port(bench.server));
    }
    long answered = ask_for(seconds, sockets, count);
    for (int i = 0; i < count; i++) {
        close(sockets[i]);
    }
    loop_post(bench.loop, stop, &bench);
    thread_join(loop_thread);
    lock_take(&bench.lock);
    bench.over = true;
    condition_wake(&bench.changed);
    lock_give(&bench.lock);
    thread_join(answering);
    loop_free(bench.loop);
    printf("%s: %d connections, %.0f requests a second; %.0f for each second of the loop's thread (%.0f%% of "
           "the time)\n",
           later ? "answered by another thread" : "answered at once", count, (double)answered / seconds,
           (double)answered / bench.processor, 100 * bench.processor / seconds);
}

int main(int count, char **arguments)
{
    double seconds = count > 1 ? atof(arguments[1]) : 3;
    int connections = count > 2 ? atoi(arguments[2]) : 128;
    if (seconds <= 0 || connections < 1 || connections > CONNECTIONS_MOST) {
        fprintf(stderr, "http_bench [SECONDS] [CONNECTIONS, at most %d]\n", CONNECTIONS_MOST);
        return 2;
    }
    run(false, seconds, connections);
    run(true, seconds, connections);
    return 0;
}

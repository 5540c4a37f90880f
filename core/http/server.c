#include "base/insist.h"
#include "http/response.h"
#include "http/server_parts.h"

#include <stdio.h>
#include <stdlib.h>

enum { SWEEP_SHORTEST = 5, SWEEP_LONGEST = 250, SWEEPS_A_DEADLINE = 8 };

static char *copy_string(const char *string)
{
    if (!string) {
        return NULL;
    }
    size_t size = strlen(string) + 1;
    return memcpy(memory_new(size), string, size);
}

static void fill_in_limits(struct http_options *options)
{
    options->connections_limit =
        options->connections_limit ? options->connections_limit : HTTP_CONNECTIONS_LIMIT;
    options->bodies_limit = options->bodies_limit ? options->bodies_limit : HTTP_BODIES_LIMIT;
    options->headers_milliseconds =
        options->headers_milliseconds ? options->headers_milliseconds : HTTP_HEADERS_MILLISECONDS;
    options->body_milliseconds =
        options->body_milliseconds ? options->body_milliseconds : HTTP_BODY_MILLISECONDS;
    options->idle_milliseconds =
        options->idle_milliseconds ? options->idle_milliseconds : HTTP_IDLE_MILLISECONDS;
}

static void free_server(void *self)
{
    http_server_free(self);
}

enum status http_server_start(const struct http_options *options, struct http_server **started,
                              struct error *error)
{
    struct http_server *server = memory_new(sizeof *server);
    memset(server, 0, offsetof(struct http_server, buffer));
    server->options = *options;
    server->options.address = copy_string(options->address);
    server->options.socket_path = copy_string(options->socket_path);
    server->options.socket_user = copy_string(options->socket_user);
    server->fixed_second = -1;
    fill_in_limits(&server->options);
    server->holds = 1;
    enum status status = server_listen(server, error);
    if (status != STATUS_OK) {
        /* A listener that was opened already is closed by the loop, which then frees the server. */
        server->stopped = free_server;
        server->stopped_self = server;
        server_close_listeners(server);
        server_release(server);
        return status;
    }
    *started = server;
    return STATUS_OK;
}

unsigned http_server_port(const struct http_server *server)
{
    return server->port;
}

/* --- the end --- */

void server_release(struct http_server *server)
{
    insist(server->holds > 0);
    if (--server->holds > 0) {
        return;
    }
    loop_timer_free(server->sweeper);
    server->sweeper = NULL;
    server->stopped(server->stopped_self);
}

/* The server's own hold is let go on a later round, so that STOPPED is never called from within
 * http_server_stop(). */
static void release_later(void *self)
{
    server_release(self);
}

void http_server_stop(struct http_server *server, void (*stopped)(void *self), void *self)
{
    insist(!server->stopping);
    server->stopping = true;
    server->stopped = stopped;
    server->stopped_self = self;
    server_close_listeners(server);
    for (struct http_connection *connection = server->connections, *next; connection; connection = next) {
        next = connection->next;
        connection_wind_down(connection);
    }
    loop_post(server->options.loop, release_later, server);
}

void http_server_free(struct http_server *server)
{
    if (!server) {
        return;
    }
    insist(server->holds == 0 && !server->connections);
    for (struct http_turn *turn = server->turns, *next; turn; turn = next) {
        next = turn->next;
        arena_deinit(&turn->exchange.arena);
        free(turn);
    }
    free((char *)server->options.address);
    free((char *)server->options.socket_path);
    free((char *)server->options.socket_user);
    free(server);
}

/* --- deadlines: one timer looks at all connections, now and then --- */

static void sweep(void *self)
{
    struct http_server *server = self;
    uint64_t now = loop_now(server->options.loop);
    server->sweeping = false;
    for (struct http_connection *connection = server->connections, *next; connection; connection = next) {
        next = connection->next;
        connection_check(connection, now);
    }
    if (server->connections) {
        server_watch(server);
    }
}

static uint64_t sweep_interval(const struct http_options *options)
{
    uint64_t shortest = options->headers_milliseconds;
    shortest = options->body_milliseconds < shortest ? options->body_milliseconds : shortest;
    shortest = options->idle_milliseconds < shortest ? options->idle_milliseconds : shortest;
    uint64_t interval = shortest / SWEEPS_A_DEADLINE;
    return interval < SWEEP_SHORTEST ? SWEEP_SHORTEST : interval > SWEEP_LONGEST ? SWEEP_LONGEST : interval;
}

void server_watch(struct http_server *server)
{
    if (server->sweeping) {
        return;
    }
    server->sweeping = true;
    uint64_t interval = sweep_interval(&server->options);
    if (server->sweeper) {
        loop_timer_again(server->sweeper, interval);
    } else {
        server->sweeper = loop_timer_start(server->options.loop, interval, sweep, server);
    }
}

struct text server_fixed(struct http_server *server)
{
    int64_t second = clock_now(&server->options.clock) / 1000;
    if (second != server->fixed_second) {
        char written[HTTP_DATE_SIZE];
        http_date(second * 1000, written);
        int size =
            snprintf(server->fixed, sizeof server->fixed,
                     "Date: %s\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n", written);
        insist(size > 0 && (size_t)size < sizeof server->fixed);
        server->fixed_size = (size_t)size;
        server->fixed_second = second;
    }
    return (struct text){server->fixed, server->fixed_size};
}

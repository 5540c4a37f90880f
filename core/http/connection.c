#include "http/server_parts.h"

#include "base/insist.h"
#include "http/response.h"

#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

static void set_deadline(struct http_connection *connection, uint64_t milliseconds)
{
    connection->deadline = loop_now(connection->server->options.loop) + milliseconds;
}

/* --- the end --- */

static void closed(uv_handle_t *handle)
{
    struct http_connection *connection = handle->data;
    struct http_server *server = connection->server;
    free(connection->kept);
    free(connection);
    server->count--;
    server_release(server);
}

void connection_close(struct http_connection *connection)
{
    insist(connection->state != CONNECTION_CLOSED);
    struct http_turn *turn = connection->turn;
    if (turn && connection->state == CONNECTION_ANSWERING) {
        turn->connection = NULL; /* the door has it */
        connection->turn = NULL;
    } else if (turn && connection->state == CONNECTION_READING) {
        turn_end(turn);
    } /* what is being written ends in write_ended(), which libuv calls before closed() */
    connection->state = CONNECTION_CLOSED;
    if (connection->previous) {
        connection->previous->next = connection->next;
    } else {
        connection->server->connections = connection->next;
    }
    if (connection->next) {
        connection->next->previous = connection->previous;
    }
    uv_close(&connection->uv.handle, closed);
}

/* --- writing --- */

/* The peer is told that no more will come, and what it still sends is read and dropped: closing at once would
 * reset the connection, and the response could be lost on its way (RFC 9112 §9.6). */
static void linger(struct http_connection *connection)
{
    uv_os_fd_t file;
    connection->unread = connection_unread(connection);
    if (connection->ended || uv_fileno(&connection->uv.handle, &file) || shutdown(file, SHUT_WR)) {
        connection_close(connection);
        return;
    }
    connection->state = CONNECTION_LINGERING;
    set_deadline(connection, HTTP_LINGER_MILLISECONDS);
    connection_resume(connection);
}

static void response_left(struct http_connection *connection)
{
    bool closes = connection->turn->closes;
    turn_end(connection->turn);
    if (closes) {
        linger(connection);
        return;
    }
    connection->state = CONNECTION_READING;
    set_deadline(connection, connection->server->options.idle_milliseconds);
}

static void write_ended(uv_write_t *write, int status)
{
    struct http_turn *turn = write->data;
    struct http_connection *connection = turn->connection;
    if (connection->state == CONNECTION_CLOSED) {
        turn_end(turn);
    } else if (status) {
        connection_close(connection);
        turn_end(turn);
    } else {
        response_left(connection);
        if (connection->state == CONNECTION_READING) {
            connection_resume(connection);
        }
    }
}

/* The BYTES that were written are taken off the front. */
static void advance(uv_buf_t buffers[2], size_t bytes)
{
    for (int i = 0; i < 2; i++) {
        size_t step = bytes < buffers[i].len ? bytes : buffers[i].len;
        buffers[i].base = buffers[i].base ? buffers[i].base + step : NULL;
        buffers[i].len -= step;
        bytes -= step;
    }
}

/* At once, if the system takes all of it; else libuv goes on. */
static void write_all(struct http_connection *connection, uv_buf_t buffers[2])
{
    struct http_turn *turn = connection->turn;
    unsigned count = buffers[1].len ? 2 : 1;
    size_t size = buffers[0].len + buffers[1].len;
    int written = uv_try_write(&connection->uv.stream, buffers, count);
    if (written >= 0 && (size_t)written == size) {
        response_left(connection);
        return;
    }
    if (written > 0) {
        advance(buffers, (size_t)written);
    }
    turn->write.data = turn;
    uv_update_time(connection->uv.stream.loop); /* the door may have taken its time */
    set_deadline(connection, connection->server->options.body_milliseconds);
    if ((written < 0 && written != UV_EAGAIN) ||
        uv_write(&turn->write, &connection->uv.stream, buffers, count, write_ended)) {
        connection_close(connection);
        turn_end(turn);
        return;
    }
    connection->unread = connection_unread(connection);
}

void connection_answer(struct http_connection *connection)
{
    struct http_server *server = connection->server;
    struct http_turn *turn = connection->turn;
    const struct response *response = &turn->exchange.response;
    insist(response->status >= 200 && response->status <= 599);
    bool nothing_follows = connection->ended && connection->kept_from == connection->kept_to;
    turn->closes = turn->closes || server->stopping || nothing_follows;
    connection->state = CONNECTION_WRITING;
    struct buffer head;
    buffer_init(&head, &turn->exchange.arena);
    buffer_reserve(&head, 512);
    http_response_head(&head, response, server_fixed(server), turn->closes);
    bool with_body = http_response_has_body(response) && !text_is(turn->parser.head.method, "HEAD");
    if (server->options.door.count) {
        server->options.door.count(server->options.door.self, response->status);
    }
    uv_buf_t buffers[2] = {
        {.base = head.at, .len = head.size},
        {.base = (char *)response->body.at, .len = with_body ? response->body.size : 0},
    };
    write_all(connection, buffers);
}

void connection_refuse(struct http_connection *connection, struct http_fault fault)
{
    struct http_turn *turn = connection->turn ? connection->turn : turn_begin(connection);
    http_problem(&turn->exchange.response, &turn->exchange.arena, fault);
    turn->closes = true;
    connection_answer(connection);
}

/* --- reading --- */

static void head_came(struct http_connection *connection, bool body_came)
{
    static char words[] = "HTTP/1.1 100 Continue\r\n\r\n";
    set_deadline(connection, connection->server->options.body_milliseconds);
    if (!body_came && http_expects_continue(&connection->turn->parser.head)) {
        uv_buf_t buffer = {.base = words, .len = sizeof words - 1};
        (void)uv_try_write(&connection->uv.stream, &buffer,
                           1); /* a peer that waits in vain sends its body all the same */
    }
}

static void request_came(struct http_connection *connection)
{
    connection->state = CONNECTION_ANSWERING;
    connection->deadline = 0;
    if (turn_hand_over(connection->turn)) {
        connection_answer(connection);
    }
}

/* Takes requests out of BYTES for as long as they are answered at once; gives how many bytes were used. */
static size_t take(struct http_connection *connection, const char *bytes, size_t size)
{
    size_t at = 0;
    while (at < size && connection->state == CONNECTION_READING) {
        struct http_turn *turn = connection->turn;
        if (!turn) {
            turn = turn_begin(connection);
            set_deadline(connection, connection->server->options.headers_milliseconds);
        }
        size_t used;
        enum http_feed fed = http_parser_feed(&turn->parser, bytes + at, size - at, &used);
        at += used;
        if (!turn_count_body(turn)) {
            connection_refuse(connection,
                              (struct http_fault){503, "Too many large requests are in hand; try again."});
        } else if (fed == FEED_HEAD) {
            head_came(connection, at < size);
        } else if (fed == FEED_DONE) {
            request_came(connection);
        } else if (fed == FEED_FAULT) {
            connection_refuse(connection, turn->parser.fault);
        }
    }
    bool waits = connection->state == CONNECTION_ANSWERING || connection->state == CONNECTION_WRITING;
    return waits ? at : size;
}

static void give_buffer(uv_handle_t *handle, size_t suggested, uv_buf_t *buffer)
{
    (void)suggested;
    struct http_connection *connection = handle->data;
    *buffer = uv_buf_init(connection->server->buffer, HTTP_READ_SIZE);
}

static void stop_reading(struct http_connection *connection)
{
    connection->reading = false;
    uv_read_stop(&connection->uv.stream);
}

static void bytes_came(struct http_connection *connection, const char *bytes, size_t size)
{
    size_t used = connection->state == CONNECTION_READING ? take(connection, bytes, size) : 0;
    if (used == size || connection->state == CONNECTION_LINGERING || connection->state == CONNECTION_CLOSED) {
        return;
    }
    insist(!connection->kept);
    connection->kept = memory_new(size - used);
    memcpy(connection->kept, bytes + used, size - used);
    connection->kept_from = 0;
    connection->kept_to = (uint32_t)(size - used);
    stop_reading(connection);
}

/* The peer sends no more, but may still read (it has shut its half). */
static void end_came(struct http_connection *connection)
{
    stop_reading(connection);
    connection->ended = true;
    if (connection->state == CONNECTION_READING || connection->state == CONNECTION_LINGERING) {
        connection_close(connection);
    }
}

static void read_came(uv_stream_t *stream, ssize_t size, const uv_buf_t *buffer)
{
    struct http_connection *connection = stream->data;
    if (size > 0) {
        bytes_came(connection, buffer->base, (size_t)size);
    } else if (size == UV_EOF) {
        end_came(connection);
    } else if (size < 0) {
        connection_close(connection);
    }
}

static void take_kept(struct http_connection *connection)
{
    connection->kept_from += (uint32_t)take(connection, connection->kept + connection->kept_from,
                                            connection->kept_to - connection->kept_from);
    if (connection->kept_from == connection->kept_to && connection->state != CONNECTION_CLOSED) {
        free(connection->kept);
        connection->kept = NULL;
    }
}

void connection_resume(struct http_connection *connection)
{
    if (connection->state == CONNECTION_READING && connection->kept) {
        take_kept(connection);
    }
    bool waits = connection->state == CONNECTION_READING || connection->state == CONNECTION_LINGERING;
    if (waits && connection->ended) {
        connection_close(connection);
    } else if (waits && !connection->reading) {
        connection->reading = true;
        if (uv_read_start(&connection->uv.stream, give_buffer, read_came)) {
            connection_close(connection);
        }
    }
}

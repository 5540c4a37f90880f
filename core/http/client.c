#include "http/client.h"

#include "http/response_reader.h"
#include "http/unix_path.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

enum { READ_SIZE = 64 * 1024 };

struct http_client {
    char *path;
    struct text user;
    int socket; /* -1: to be connected anew */
    char buffer[READ_SIZE];
};

enum status http_client_connect(const char *path, struct text user, struct http_client **connected,
                                struct error *error)
{
    int made;
    enum status status = unix_path_connect(path, &made, error);
    if (status != STATUS_OK) {
        return status;
    }
    size_t size = strlen(path) + 1;
    struct http_client *client = memory_new(sizeof *client + size + user.size);
    client->path = (char *)(client + 1);
    memcpy(client->path, path, size);
    client->user = (struct text){client->path + size, user.size};
    if (user.size) {
        memcpy(client->path + size, user.at, user.size);
    }
    client->socket = made;
    *connected = client;
    return STATUS_OK;
}

static void hang_up(struct http_client *client)
{
    if (client->socket >= 0) {
        close(client->socket);
        client->socket = -1;
    }
}

void http_client_free(struct http_client *client)
{
    if (client) {
        hang_up(client);
        free(client);
    }
}

/* What could not stand in its line of a head would begin a line of its own. */
static bool fits(struct text value, bool blanks)
{
    for (size_t i = 0; i < value.size; i++) {
        unsigned char byte = (unsigned char)value.at[i];
        if (byte < ' ' || byte == 0x7F || (byte == ' ' && !blanks)) {
            return false;
        }
    }
    return true;
}

static bool add_header(struct buffer *head, const char *name, struct text value)
{
    if (value.size) {
        buffer_printf(head, "%s: %.*s\r\n", name, TEXT_ARGS(value));
    }
    return fits(value, true);
}

static enum status write_head(struct http_client *client, const struct request *request, struct buffer *head,
                              struct error *error)
{
    bool fit = request->method.size && request->path.size && fits(request->method, false) &&
               fits(request->path, false) && fits(request->query, false);
    buffer_printf(head, "%.*s %.*s%s%.*s HTTP/1.1\r\nHost: caseway\r\n", TEXT_ARGS(request->method),
                  TEXT_ARGS(request->path), request->query.size ? "?" : "", TEXT_ARGS(request->query));
    fit = add_header(head, "Caseway-Actor", client->user) && fit;
    fit = add_header(head, "Idempotency-Key", request->idempotency_key) && fit;
    fit = add_header(head, "If-Match", request->if_match) && fit;
    fit = add_header(head, "Accept", request->accept) && fit;
    fit = add_header(head, "Content-Type", request->content_type) && fit;
    buffer_printf(head, "Content-Length: %zu\r\n\r\n", request->body.size);
    return fit ? STATUS_OK
               : error_set(
                     error, STATUS_INVALID,
                     "A request's path, key and names are written in one line, without control characters");
}

/* The server closes a connection that was idle for long; it does so in between, so that shows before anything
 * is sent. */
static enum status connect_again(struct http_client *client, struct error *error)
{
    struct pollfd look = {.fd = client->socket, .events = POLLIN};
    if (client->socket >= 0 && poll(&look, 1, 0) != 0) {
        hang_up(client);
    }
    return client->socket >= 0 ? STATUS_OK : unix_path_connect(client->path, &client->socket, error);
}

/* False: the server takes no more of it; it may have answered already. */
static bool send_all(struct http_client *client, struct text head, struct text body)
{
    struct text parts[] = {head, body};
    while (parts[0].size + parts[1].size > 0) {
        struct iovec vectors[] = {{(char *)parts[0].at, parts[0].size}, {(char *)parts[1].at, parts[1].size}};
        struct msghdr message = {.msg_iov = vectors, .msg_iovlen = 2};
        ssize_t sent = sendmsg(client->socket, &message, MSG_NOSIGNAL);
        if (sent < 0 && errno != EINTR) {
            return false;
        }
        for (size_t i = 0; i < 2 && sent > 0; i++) {
            size_t step = (size_t)sent < parts[i].size ? (size_t)sent : parts[i].size;
            parts[i] = text_part(parts[i], step, SIZE_MAX);
            sent -= (ssize_t)step;
        }
    }
    return true;
}

static enum status receive(struct http_client *client, struct response_reader *reader, struct error *error)
{
    enum status status = STATUS_OK;
    while (status == STATUS_OK && !reader->whole) {
        ssize_t size = recv(client->socket, client->buffer, sizeof client->buffer, 0);
        if (size > 0) {
            status = response_reader_feed(reader, client->buffer, (size_t)size);
        } else if (size == 0 || errno != EINTR) {
            status = response_reader_end(reader);
        }
    }
    switch (status) {
    case STATUS_OK:
        return STATUS_OK;
    case STATUS_LIMIT:
        return error_set(error, status, "The server's answer is larger than 64 MiB; ask for less at once");
    case STATUS_INVALID:
        return error_set(error, status, "What answers on %s does not speak HTTP", client->path);
    default:
        return error_set(
            error, status,
            "The server on %s broke off before it had answered; whether it did what it was asked is "
            "not known",
            client->path);
    }
}

enum status http_client_ask(struct http_client *client, struct exchange *exchange, struct error *error)
{
    const struct request *request = &exchange->request;
    struct buffer head;
    buffer_init(&head, &exchange->arena);
    enum status status = write_head(client, request, &head, error);
    if (status == STATUS_OK) {
        status = connect_again(client, error);
    }
    if (status != STATUS_OK) {
        return status;
    }
    struct response_reader reader;
    response_reader_init(&reader, &exchange->arena, &exchange->response, text_is(request->method, "HEAD"),
                         HTTP_RESPONSE_LIMIT);
    bool sent = send_all(client, buffer_result(&head), request->body);
    status = receive(client, &reader, error);
    if (status != STATUS_OK || !reader.keep_alive || !sent) {
        hang_up(client);
    }
    return status;
}

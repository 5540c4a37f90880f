/* How a connection begins, and how it ends when its time is up. */
#include "base/insist.h"
#include "http/server_parts.h"

#include <linux/sockios.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

/* Whether the process at the other end of the site's socket is ours or root's: the kernel tells. */
static bool peer_is_owner(struct http_connection *connection)
{
    struct ucred peer;
    socklen_t size = sizeof peer;
    uv_os_fd_t file;
    return !uv_fileno(&connection->uv.handle, &file) &&
           !getsockopt(file, SOL_SOCKET, SO_PEERCRED, &peer, &size) &&
           (peer.uid == geteuid() || peer.uid == 0);
}

static void link_up(struct http_connection *connection)
{
    struct http_server *server = connection->server;
    connection->next = server->connections;
    if (connection->next) {
        connection->next->previous = connection;
    }
    server->connections = connection;
    server->count++;
    server->holds++;
}

static struct http_connection *accept_one(struct http_server *server, uv_stream_t *listener)
{
    struct http_connection *connection = memory_new(sizeof *connection);
    *connection = (struct http_connection){.server = server, .is_operator = listener->type == UV_NAMED_PIPE};
    uv_loop_t *loop = listener->loop;
    insist((connection->is_operator ? uv_pipe_init(loop, &connection->uv.pipe, 0)
                                    : uv_tcp_init(loop, &connection->uv.tcp)) == 0);
    connection->uv.handle.data = connection;
    link_up(connection);
    if (uv_accept(listener, &connection->uv.stream)) {
        connection_close(connection);
        return NULL;
    }
    if (!connection->is_operator) {
        (void)uv_tcp_nodelay(&connection->uv.tcp, 1); /* slower without, but right */
    }
    return connection;
}

void connection_open(struct http_server *server, uv_stream_t *listener)
{
    struct http_connection *connection = accept_one(server, listener);
    if (!connection) {
        return;
    }
    const struct http_options *options = &server->options;
    connection->deadline = loop_now(options->loop) + options->idle_milliseconds;
    server_watch(server);
    if (server->count > options->connections_limit + HTTP_REFUSED_CONNECTIONS_LIMIT) {
        connection_close(connection);
    } else if (server->count > options->connections_limit) {
        connection_refuse(connection, (struct http_fault){503, "Too many connections are open; try again."});
    } else if (connection->is_operator && !peer_is_owner(connection)) {
        connection_refuse(connection,
                          (struct http_fault){403, "The site's socket is for the user who runs the server."});
    } else {
        connection_resume(connection);
    }
}

size_t connection_unread(struct http_connection *connection)
{
    int with_system = 0;
    uv_os_fd_t file;
    if (uv_fileno(&connection->uv.handle, &file) || ioctl(file, SIOCOUTQ, &with_system)) {
        with_system = 0;
    }
    return uv_stream_get_write_queue_size(&connection->uv.stream) + (size_t)with_system;
}

/* A peer that takes its response slowly may go on for as long as it takes some of it. */
static bool peer_reads_on(struct http_connection *connection, uint64_t now)
{
    bool writes = connection->state == CONNECTION_WRITING,
         lingers = connection->state == CONNECTION_LINGERING;
    size_t before = connection->unread;
    connection->unread = connection_unread(connection);
    connection->deadline =
        now + (lingers ? HTTP_LINGER_MILLISECONDS : connection->server->options.body_milliseconds);
    return (writes || lingers) && connection->unread < before;
}

void connection_check(struct http_connection *connection, uint64_t now)
{
    if (!connection->deadline || now < connection->deadline) {
        return;
    }
    bool began = connection->state == CONNECTION_READING && connection->turn &&
                 http_parser_began(&connection->turn->parser);
    if (began) {
        connection_refuse(connection, (struct http_fault){408, "The request did not come whole in time."});
    } else if (!peer_reads_on(connection, now)) {
        connection_close(connection);
    }
}

void connection_wind_down(struct http_connection *connection)
{
    if (connection->state != CONNECTION_READING) {
        return;
    }
    if (connection->turn) {
        connection_refuse(connection, (struct http_fault){503, "The server is stopping."});
    } else {
        connection_close(connection);
    }
}

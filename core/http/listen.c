#include "http/server_parts.h"
#include "http/unix_path.h"

#include "base/insist.h"

#include <errno.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BACKLOG = 1024 };

static void connection_waits(uv_stream_t *listener, int status)
{
    if (status == 0) {
        connection_open(listener->data, listener);
    }
}

static void listener_closed(uv_handle_t *handle)
{
    server_release(handle->data);
}

void server_close_listeners(struct http_server *server)
{
    if (server->tcp.data) {
        uv_close((uv_handle_t *)&server->tcp, listener_closed);
    }
    if (server->pipe.data) {
        unlink(server->options.socket_path);
        uv_close((uv_handle_t *)&server->pipe, listener_closed);
    }
}

static enum status cannot_listen(const char *where, int code, struct error *error)
{
    return error_set(error, status_of_errno(-code), "It cannot listen on %s: %s", where, uv_strerror(code));
}

static enum status read_address(const struct http_options *options, struct sockaddr_storage *address,
                                struct error *error)
{
    const char *text = strcmp(options->address, "localhost") == 0 ? "127.0.0.1" : options->address;
    if (options->port > 65535) {
        return error_set(error, STATUS_INVALID, "A port is a number up to 65535, not %u", options->port);
    }
    if (uv_ip4_addr(text, (int)options->port, (struct sockaddr_in *)address) &&
        uv_ip6_addr(text, (int)options->port, (struct sockaddr_in6 *)address)) {
        return error_set(error, STATUS_INVALID,
                         "\"%s\" is not an address to listen on; give one like 127.0.0.1 or ::1", text);
    }
    return STATUS_OK;
}

static unsigned bound_port(const uv_tcp_t *tcp)
{
    struct sockaddr_storage bound;
    int size = sizeof bound;
    insist(uv_tcp_getsockname(tcp, (struct sockaddr *)&bound, &size) == 0);
    /* Both families have the port in the same place. */
    return ntohs(((struct sockaddr_in *)&bound)->sin_port);
}

static enum status listen_tcp(struct http_server *server, struct error *error)
{
    const struct http_options *options = &server->options;
    struct sockaddr_storage address = {0};
    enum status status = read_address(options, &address, error);
    if (status != STATUS_OK) {
        return status;
    }
    insist(uv_tcp_init(loop_uv(options->loop), &server->tcp) == 0);
    server->tcp.data = server;
    server->holds++;
    int code = uv_tcp_bind(&server->tcp, (const struct sockaddr *)&address, 0);
    if (!code) {
        code = uv_listen((uv_stream_t *)&server->tcp, BACKLOG, connection_waits);
    }
    if (code) {
        char where[128];
        snprintf(where, sizeof where, "%.100s port %u", options->address, options->port);
        return cannot_listen(where, code, error);
    }
    server->port = bound_port(&server->tcp);
    return STATUS_OK;
}

/* A socket that nobody listens on is what a killed server left. */
static enum status remove_dead_socket(const char *path, struct error *error)
{
    struct stat found;
    if (lstat(path, &found)) {
        return errno == ENOENT ? STATUS_OK : cannot_listen(path, -errno, error);
    }
    if (!S_ISSOCK(found.st_mode)) {
        return error_set(error, STATUS_EXISTS,
                         "%s stands where the site's socket should be, and is no socket; move it away", path);
    }
    int connected;
    if (unix_path_connect(path, &connected, NULL) == STATUS_OK) {
        close(connected);
        return error_set(error, STATUS_LOCKED, "Another server answers on %s; stop it first", path);
    }
    return unlink(path) ? cannot_listen(path, -errno, error) : STATUS_OK;
}

/* A socket bound to PATH that only its owner may connect to. Nobody can before it listens, so its mode is set
 * in time. */
static enum status bind_socket(const char *path, int *bound, struct error *error)
{
    struct sockaddr_un address;
    int folder;
    enum status status = unix_path_resolve(path, &address, &folder, error);
    if (status != STATUS_OK) {
        return status;
    }
    *bound = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (*bound < 0 || bind(*bound, (const struct sockaddr *)&address, sizeof address)) {
        status = cannot_listen(path, -errno, error);
    } else if (chmod(path, S_IRUSR | S_IWUSR)) {
        status = cannot_listen(path, -errno, error);
        unlink(path);
    }
    unix_path_release(folder);
    if (status != STATUS_OK && *bound >= 0) {
        close(*bound);
    }
    return status;
}

static enum status listen_socket(struct http_server *server, struct error *error)
{
    const char *path = server->options.socket_path;
    int bound;
    enum status status = remove_dead_socket(path, error);
    if (status == STATUS_OK) {
        status = bind_socket(path, &bound, error);
    }
    if (status != STATUS_OK) {
        return status;
    }
    insist(uv_pipe_init(loop_uv(server->options.loop), &server->pipe, 0) == 0);
    insist(uv_pipe_open(&server->pipe, bound) == 0);
    server->pipe.data = server;
    server->holds++;
    int code = uv_listen((uv_stream_t *)&server->pipe, BACKLOG, connection_waits);
    return code ? cannot_listen(path, code, error) : STATUS_OK;
}

enum status server_listen(struct http_server *server, struct error *error)
{
    enum status status = server->options.address ? listen_tcp(server, error) : STATUS_OK;
    if (status == STATUS_OK && server->options.socket_path) {
        status = listen_socket(server, error);
    }
    return status;
}

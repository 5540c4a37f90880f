/* HTTP/1.1 and 1.0 on the wire, over TCP and the site's socket: bytes become exchanges, responses become
 * bytes.
 *
 * http knows no resource. It hands each request to a door (api's), one at a time for each connection, and
 * writes what it is answered. On TCP whoever asks is known by `Authorization: Bearer TOKEN`; on the site's
 * socket by the kernel: the peer is the site's owner or root, and an operator, under the name in
 * `Caseway-Actor`. HEAD reaches the door as GET. What is wrong on the wire is answered here, as a problem
 * (RFC 9457), and the connection closed.
 *
 * All belongs to the loop's thread, but for an exchange's `done`, which any thread may call. Everything is
 * bounded: connections, heads, bodies (of one request and together), the time that a peer may take. An idle
 * connection holds less than 512 bytes. */
#ifndef CASEWAY_HTTP_SERVER_H
#define CASEWAY_HTTP_SERVER_H

#include "api/api.h"
#include "base/clock.h"
#include "loop/loop.h"

/* What stands behind: api, or a test's echo. */
struct http_door {
    /* Answers by calling exchange->done, at once or later. */
    void (*handle)(void *self, struct exchange *exchange);
    /* On the loop's thread, so it must not wait. PRINCIPAL's texts live in ARENA. */
    bool (*authenticate)(void *self, struct arena *arena, struct text token, struct principal *principal);
    /* A response with this status leaves; NULL: nobody counts. */
    void (*count)(void *self, int status);
    void *self;
};

enum {
    HTTP_CONNECTIONS_LIMIT = 1024,
    HTTP_BODIES_LIMIT = 32 * 1024 * 1024, /* bytes of all bodies that are held at once: 503 beyond */
    HTTP_HEADERS_MILLISECONDS = 10000,    /* from a request's first byte to the end of its head */
    HTTP_BODY_MILLISECONDS = 30000,       /* from there to the end of its body; and for a peer to read on */
    HTTP_IDLE_MILLISECONDS = 60000,       /* between requests */
    HTTP_LINGER_MILLISECONDS = 1000 /* for a peer to close, once it was told that the connection is over */
};

struct http_options {
    struct loop *loop;
    struct clock clock; /* for the Date header */
    struct http_door door;
    const char *address;     /* an IPv4 or IPv6 address, or "localhost"; NULL: no TCP */
    unsigned port;           /* 0: any free one, see http_server_port() */
    const char *socket_path; /* of the site's socket, mode 0600; NULL: none. A dead one is replaced */
    const char *socket_user; /* who asks there when Caseway-Actor is not sent */
    /* 0: those above. */
    size_t connections_limit, bodies_limit;
    uint64_t headers_milliseconds, body_milliseconds, idle_milliseconds;
};

struct http_server;

/* Listens. Strings are copied. STATUS_LOCKED: a live server answers on the socket; else what the system said,
 * with address or path. */
enum status http_server_start(const struct http_options *options, struct http_server **started,
                              struct error *error);
/* The TCP port that it listens on; 0: none. */
unsigned http_server_port(const struct http_server *server);
/* Accepts no more, closes idle connections, answers 503 to what has not come whole, finishes the exchanges
 * that the door has; then calls STOPPED(SELF), which may free the server. Once only. */
void http_server_stop(struct http_server *server, void (*stopped)(void *self), void *self);
/* After it has stopped. NULL is allowed. */
void http_server_free(struct http_server *server);

#endif

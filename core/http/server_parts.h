/* What server.c, listen.c, connection.c and turn.c share; nobody else includes this.
 *
 * A connection is where bytes come and go; a turn is one request on it, from its first byte until its
 * response has left. An idle connection has no turn. While the door has the turn (ANSWERING) the exchange is
 * not touched here, and outlives the connection if need be.
 *
 *   READING ──request whole──► ANSWERING ──done──► WRITING ──written──► READING …
 *      │ fault, deadline                              │ the last one
 *      └──────────────► WRITING (a problem) ──────────┴──► LINGERING ──peer closed, or deadline──► CLOSED
 *
 * Bytes that come while a request is in hand are kept (at most one buffer full), and reading stops until they
 * are used up. */
#ifndef CASEWAY_HTTP_SERVER_PARTS_H
#define CASEWAY_HTTP_SERVER_PARTS_H

#include "http/parser.h"
#include "http/server.h"

#include <uv.h>

enum {
    HTTP_READ_SIZE = 64 * 1024,
    HTTP_TURNS_KEPT = 128,             /* free turns, for the next requests */
    HTTP_TURN_ARENA_LIMIT = 32 * 1024, /* bytes of arena that a free turn may keep */
    HTTP_REFUSED_CONNECTIONS_LIMIT =
        64, /* beyond connections_limit, to be told 503; the rest is closed without a word */
    HTTP_FIXED_SIZE = 160
};

enum connection_state {
    CONNECTION_READING,
    CONNECTION_ANSWERING,
    CONNECTION_WRITING,
    CONNECTION_LINGERING,
    CONNECTION_CLOSED
};

struct http_turn {
    struct exchange exchange; /* its arena is the turn's too */
    struct http_parser parser;
    struct http_server *server;
    struct http_connection *connection; /* NULL: it went away while the door had the turn */
    size_t body_counted;                /* of server->bodies */
    bool handling;                      /* the door is being called */
    bool answered;                      /* and has answered before it returned */
    bool closes;                        /* the connection is over with this response */
    uv_write_t write;
    struct http_turn *next;
};

struct http_connection {
    union {
        uv_handle_t handle;
        uv_stream_t stream;
        uv_tcp_t tcp;
        uv_pipe_t pipe;
    } uv;
    struct http_server *server;
    struct http_connection *previous, *next;
    struct http_turn *turn;
    char *kept; /* bytes behind the request in hand: from kept_from up to kept_to */
    uint32_t kept_from, kept_to;
    uint64_t deadline; /* in loop_now(); 0: none */
    size_t unread; /* connection_unread() as it was when the deadline was set; while WRITING and LINGERING */
    enum connection_state state : 8;
    bool reading;     /* libuv reads for us */
    bool ended;       /* the peer sends no more */
    bool is_operator; /* on the site's socket */
};

_Static_assert(sizeof(struct http_connection) < 512, "an idle connection holds more than server.h promises");

struct http_server {
    struct http_options options; /* limits filled in; strings of our own */
    uv_tcp_t tcp;
    uv_pipe_t pipe;
    unsigned port;
    size_t holds; /* what must end before the server has stopped: listeners, connections, turns at the door */
    struct http_connection *connections;
    size_t count; /* of connections */
    size_t bodies;
    struct http_turn *turns; /* free ones */
    size_t turns_count;
    struct loop_timer *sweeper;
    bool sweeping, stopping;
    void (*stopped)(void *self);
    void *stopped_self;
    int64_t fixed_second;
    size_t fixed_size;
    char fixed[HTTP_FIXED_SIZE];
    char buffer[HTTP_READ_SIZE]; /* every read goes here */
};

/* --- server.c --- */
/* Headers that every response has. Good until the next call. */
struct text server_fixed(struct http_server *server);
/* One hold less; the last one stops the server, which may be gone then. */
void server_release(struct http_server *server);
/* Deadlines are looked at from now on, as long as there are connections. */
void server_watch(struct http_server *server);

/* --- listen.c --- */
enum status server_listen(struct http_server *server, struct error *error);
void server_close_listeners(struct http_server *server);

/* --- turn.c --- */
struct http_turn *turn_begin(struct http_connection *connection);
void turn_end(struct http_turn *turn);
/* Hands the whole request to the door. True when it was answered at once. */
bool turn_hand_over(struct http_turn *turn);
/* Counts what its body holds by now; false when all bodies together are too much. */
bool turn_count_body(struct http_turn *turn);

/* --- connection.c --- */
void connection_close(struct http_connection *connection);
/* The response of its turn is there: writes it. */
void connection_answer(struct http_connection *connection);
/* Something is wrong on the wire, or there is no room: the problem leaves, then the connection is over. */
void connection_refuse(struct http_connection *connection, struct http_fault fault);
/* Goes on: with bytes that were kept, or by reading. */
void connection_resume(struct http_connection *connection);

/* --- accept.c --- */
/* Takes the connection that waits at LISTENER. */
void connection_open(struct http_server *server, uv_stream_t *listener);
/* What was written and the peer has not taken yet, with us or with the system, in bytes. */
size_t connection_unread(struct http_connection *connection);
/* Looks at its deadline. */
void connection_check(struct http_connection *connection, uint64_t now);
/* The server stops: closes it if it is idle, refuses what has not come whole; the rest ends by itself. */
void connection_wind_down(struct http_connection *connection);

#endif

/* What the tests of http share: a server in a thread of its own, before a door that echoes, and raw sockets
 * to talk to it.
 *
 * The door answers by the path: /status/NNN that status; /big?N a body of N bytes; /named with ETag, Location
 * and Allow; /later from another thread; /hold once support_let_go() is called; /import… as /echo. All else
 * is echoed: "METHOD path?query user=NAME key=KEY match=IF-MATCH accept=ACCEPT type=CONTENT-TYPE size=BYTES:
 * BODY", the body up to 64 bytes. */
#ifndef CASEWAY_TESTS_HTTP_SUPPORT_H
#define CASEWAY_TESTS_HTTP_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/thread.h"
#include "http/server.h"

#include <stdatomic.h>

#define count_of(array) (sizeof(array) / sizeof *(array))

/* TEXT is the literal EXPECTED; TEXT begins with it; TEXT holds it somewhere. */
#define assert_text(text, expected) support_equal((text), TEXT(expected), __FILE__, __LINE__)
#define assert_starts(text, expected) support_starts((text), TEXT(expected), __FILE__, __LINE__)
#define assert_holds(text, expected) assert_true(support_holds((text), (expected)))
void support_equal(struct text text, struct text expected, const char *file, int line);
void support_starts(struct text text, struct text expected, const char *file, int line);
bool support_holds(struct text text, const char *part);

struct house {
    struct http_options options; /* set before support_open() */
    struct loop *loop;
    struct http_server *server;
    thread loop_thread, worker;
    lock lock;
    condition changed;
    struct exchange *waiting; /* for the worker */
    struct exchange *held;    /* by /hold */
    size_t held_count;
    bool closing, stopped;
    atomic_int handled, counted;
    struct arena arena; /* of the test */
    char folder[64];
};

/* A house whose server does not run yet; its socket would be at support_socket(). */
struct house *support_new(void);
const char *support_socket(struct house *house);
/* Starts the server (on 127.0.0.1, any port, unless the options say otherwise) and its threads. */
void support_open(struct house *house);
/* Asks the server to stop, from the loop; and waits until it has. */
void support_begin_stop(struct house *house);
void support_wait_stopped(struct house *house);
/* Stops what was started, and frees all. */
void support_close(struct house *house);
/* Waits until the door holds COUNT exchanges; and answers them all, from this thread. */
void support_wait_held(struct house *house, size_t count);
void support_let_go(struct house *house);

/* A socket to the server. Reading from it gives up after five seconds. */
int support_connect(struct house *house);
int support_connect_unix(struct house *house);
void support_send(int to, struct text bytes);
/* One response: its head and as much body as Content-Length says. Empty at the end of the connection; "reset"
 * when it was reset. */
struct text support_receive(struct house *house, int from);
/* All up to the end of the connection. */
struct text support_receive_all(struct house *house, int from);
int support_status(struct text response);
struct text support_body(struct text response);

#endif

/* What is bounded: the time that peers take, how many there are, what their bodies hold; and the end of the
 * server. */
#include "support.h"

#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define GET(path) "GET " path " HTTP/1.1\r\nHost: a\r\n\r\n"

static int set_up(void **state)
{
    *state = support_new();
    return 0;
}

static int tear_down(void **state)
{
    support_close(*state);
    return 0;
}

static int64_t milliseconds_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Sends BYTES and waits for the end: the status that was told, 0 for none; it came after *MILLISECONDS. */
static int status_at_end(struct house *house, struct text bytes, int64_t *milliseconds)
{
    int64_t before = milliseconds_now();
    int to = support_connect(house);
    support_send(to, bytes);
    struct text answer = support_receive_all(house, to);
    *milliseconds = milliseconds_now() - before;
    close(to);
    return support_status(answer);
}

static void deadlines(void **state)
{
    struct house *house = *state;
    house->options.headers_milliseconds = 200;
    house->options.body_milliseconds = 400;
    house->options.idle_milliseconds = 100;
    support_open(house);
    int64_t took;
    assert_int_equal(status_at_end(house, TEXT(""), &took), 0);
    assert_in_range(took, 90, 190);
    assert_int_equal(status_at_end(house, TEXT("\r\n"), &took), 0);
    assert_in_range(took, 190, 380);
    assert_int_equal(status_at_end(house, TEXT("GET /a HTTP/1.1\r\nHost:"), &took), 408);
    assert_in_range(took, 190, 380);
    assert_int_equal(
        status_at_end(house, TEXT("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\na"), &took), 408);
    assert_in_range(took, 390, 800);
    /* Idle again after a request. */
    assert_int_equal(status_at_end(house, TEXT(GET("/a")), &took), 200);
    assert_in_range(took, 90, 190);
    assert_int_equal(house->handled, 1);
}

static void a_trickle_does_not_buy_time(void **state)
{
    struct house *house = *state;
    house->options.headers_milliseconds = 200;
    support_open(house);
    int to = support_connect(house);
    int64_t before = milliseconds_now();
    support_send(to, TEXT("GET /a HTTP/1.1\r\nX: "));
    for (int i = 0; i < 30; i++) {
        support_send(to, TEXT("a"));
        usleep(10000);
    }
    assert_int_equal(support_status(support_receive(house, to)), 408);
    assert_in_range(milliseconds_now() - before, 290, 600);
    close(to);
}

static void no_deadline_while_the_door_is_asked(void **state)
{
    struct house *house = *state;
    house->options.headers_milliseconds = house->options.body_milliseconds =
        house->options.idle_milliseconds = 50;
    support_open(house);
    int to = support_connect(house);
    support_send(to, TEXT(GET("/hold")));
    support_wait_held(house, 1);
    usleep(300000);
    support_let_go(house);
    assert_int_equal(support_status(support_receive(house, to)), 200);
    close(to);
}

/* Its connection would hold up the end of the server for ever. */
static void a_peer_that_does_not_read(void **state)
{
    struct house *house = *state;
    house->options.body_milliseconds = 150;
    support_open(house);
    int to = support_connect(house);
    support_send(to, TEXT(GET("/big?60000000")));
    while (house->counted == 0) {
        usleep(1000);
    }
    support_begin_stop(house);
    support_wait_stopped(house);
    assert_true(support_receive_all(house, to).size < 60000000);
    close(to);
}

/* A small window, so that the system tells the server soon what was read. */
static void a_peer_that_reads_slowly(void **state)
{
    struct house *house = *state;
    house->options.body_milliseconds = 500;
    support_open(house);
    int64_t before = milliseconds_now();
    int to = support_connect(house), window = 65536;
    setsockopt(to, SOL_SOCKET, SO_RCVBUF, &window, sizeof window);
    support_send(to, TEXT("GET /big?20000000 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"));
    char bytes[65536];
    size_t size = 0;
    for (ssize_t step = 1; step > 0; size += (size_t)step) {
        usleep(3000);
        step = recv(to, bytes, sizeof bytes, 0);
        assert_true(step >= 0);
    }
    assert_true(size > 20000000);
    assert_true(milliseconds_now() - before > 500);
    close(to);
}

static void connections_beyond_the_limit(void **state)
{
    struct house *house = *state;
    house->options.connections_limit = 3;
    support_open(house);
    int to[4];
    for (int i = 0; i < 3; i++) {
        to[i] = support_connect(house);
        support_send(to[i], TEXT(GET("/a")));
        assert_int_equal(support_status(support_receive(house, to[i])), 200);
    }
    to[3] = support_connect(house);
    struct text answer = support_receive_all(house, to[3]);
    assert_int_equal(support_status(answer), 503);
    assert_holds(answer, "\r\nRetry-After: 1\r\n");
    close(to[3]);
    close(to[0]);
    usleep(50000);
    to[0] = support_connect(house);
    support_send(to[0], TEXT(GET("/a")));
    assert_int_equal(support_status(support_receive(house, to[0])), 200);
    for (int i = 0; i < 3; i++) {
        close(to[i]);
    }
}

static void connections_far_beyond_the_limit(void **state)
{
    struct house *house = *state;
    house->options.connections_limit = 1;
    support_open(house);
    enum { MANY = 200 };
    int to[MANY], told = 0;
    for (int i = 0; i < MANY; i++) {
        to[i] = support_connect(house);
    }
    for (int i = 1; i < MANY; i++) {
        told += support_status(support_receive(house, to[i])) == 503;
    }
    assert_in_range(told, 64, MANY - 2);
    for (int i = 0; i < MANY; i++) {
        close(to[i]);
    }
}

static void bodies_together(void **state)
{
    struct house *house = *state;
    house->options.bodies_limit = 1500000;
    support_open(house);
    char *body = arena_zero(&house->arena, 1000000);
    int first = support_connect(house), second = support_connect(house);
    support_send(first, TEXT("POST /hold HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n"));
    support_send(first, (struct text){body, 1000000});
    support_wait_held(house, 1);
    support_send(second, TEXT("POST /hold HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n"));
    support_send(second, (struct text){body, 1000000});
    assert_int_equal(support_status(support_receive(house, second)), 503);
    close(second);
    support_let_go(house);
    assert_int_equal(support_status(support_receive(house, first)), 200);
    support_send(first, TEXT("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n"));
    support_send(first, (struct text){body, 1000000});
    assert_int_equal(support_status(support_receive(house, first)), 200);
    close(first);
}

static void stopping(void **state)
{
    struct house *house = *state;
    house->options.socket_path = support_socket(house);
    support_open(house);
    int idle = support_connect(house), held = support_connect(house), half = support_connect(house);
    int gone = support_connect_unix(house);
    support_send(idle, TEXT(GET("/a")));
    support_receive(house, idle);
    support_send(half, TEXT("GET /a"));
    support_send(held, TEXT(GET("/hold") GET("/a")));
    support_send(gone, TEXT(GET("/hold")));
    support_wait_held(house, 2);
    close(gone);
    support_begin_stop(house);
    assert_int_equal(support_receive_all(house, idle).size, 0);
    assert_int_equal(support_status(support_receive_all(house, half)), 503);
    close(half);
    assert_int_equal(access(support_socket(house), F_OK), -1);
    usleep(50000);
    assert_false(house->stopped);
    support_let_go(house);
    struct text answer = support_receive_all(house, held);
    assert_holds(answer, "\r\nConnection: close\r\n");
    assert_holds(answer, "GET /hold?");
    assert_null(memmem(answer.at, answer.size, "GET /a?", 7));
    support_wait_stopped(house);
    close(idle);
    close(held);
}

static void stopping_does_not_wait_for_peers(void **state)
{
    struct house *house = *state;
    support_open(house);
    int half = support_connect(house);
    support_send(half, TEXT("GET /a"));
    support_send(half, TEXT(" "));
    usleep(20000);
    int64_t before = milliseconds_now();
    support_begin_stop(house);
    support_wait_stopped(house); /* HALF is never closed by us */
    assert_in_range(milliseconds_now() - before, 0, HTTP_LINGER_MILLISECONDS * 2);
    close(half);
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        CASE(deadlines),
        CASE(a_trickle_does_not_buy_time),
        CASE(no_deadline_while_the_door_is_asked),
        CASE(a_peer_that_does_not_read),
        CASE(a_peer_that_reads_slowly),
        CASE(connections_beyond_the_limit),
        CASE(connections_far_beyond_the_limit),
        CASE(bodies_together),
        CASE(stopping),
        CASE(stopping_does_not_wait_for_peers),
    };
#undef CASE
    return cmocka_run_group_tests(tests, NULL, NULL);
}

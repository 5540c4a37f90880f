/* What goes over a connection: requests in, responses out. */
#include "support.h"

#include <sys/socket.h>
#include <unistd.h>

#define GET(path) "GET " path " HTTP/1.1\r\nHost: a\r\n\r\n"

static int set_up(void **state)
{
    struct house *house = support_new();
    support_open(house);
    *state = house;
    return 0;
}

static int tear_down(void **state)
{
    support_close(*state);
    return 0;
}

static struct text ask_once(struct house *house, struct text bytes)
{
    int to = support_connect(house);
    support_send(to, bytes);
    struct text answer = support_receive(house, to);
    close(to);
    return answer;
}

static void a_whole_response(void **state)
{
    struct house *house = *state;
    struct text answer =
        ask_once(house, TEXT("GET /named?x=1 HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer good-kim\r\n"
                             "If-Match: \"7\"\r\nAccept: */*\r\n\r\n"));
    assert_starts(answer, "HTTP/1.1 200 OK\r\nDate: ");
    assert_holds(answer,
                 " GMT\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nContent-Type: "
                 "text/plain\r\nContent-Length: 64\r\nETag: \"7\"\r\nLocation: /v1/cases/C-1\r\nAllow: GET, "
                 "POST\r\n\r\n");
    assert_text(support_body(answer), "GET /named?x=1 user=kim key= match=\"7\" accept=*/* type= size=0: ");
}

static void who_asks(void **state)
{
    struct house *house = *state;
    assert_holds(ask_once(house, TEXT(GET("/a"))), " user= ");
    assert_holds(ask_once(house, TEXT("GET /a HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer bad\r\n\r\n")),
                 " user= ");
    /* Over TCP nobody is believed. */
    assert_holds(ask_once(house, TEXT("GET /a HTTP/1.1\r\nHost: a\r\nCaseway-Actor: kim\r\n\r\n")),
                 " user= ");
    assert_holds(ask_once(house, TEXT(GET("/status/401"))), "\r\nWWW-Authenticate: Bearer\r\n");
}

static void wire_errors_are_problems(void **state)
{
    struct house *house = *state;
    int to = support_connect(house);
    support_send(to, TEXT("GET /a HTTP/1.1\r\n\r\n"));
    struct text answer = support_receive_all(house, to);
    assert_starts(answer, "HTTP/1.1 400 Bad Request\r\n");
    assert_holds(answer, "\r\nContent-Type: application/problem+json\r\n");
    assert_holds(answer, "\r\nConnection: close\r\n");
    assert_text(support_body(answer),
                "{\"type\":\"about:blank\",\"title\":\"Bad Request\",\"status\":400,\"detail\":"
                "\"A request has one Host header; this one has none.\"}");
    assert_int_equal(house->handled, 0);
    assert_int_equal(house->counted, 1);
    close(to);
}

static void pipelined_requests_are_answered_in_order(void **state)
{
    struct house *house = *state;
    int to = support_connect(house);
    struct buffer out;
    buffer_init(&out, &house->arena);
    for (int i = 0; i < 300; i++) {
        buffer_printf(&out, "%s /%s?%d HTTP/1.1\r\nHost: a\r\n%s\r\n", i % 3 == 1 ? "POST" : "GET",
                      i % 7 == 3 ? "later" : "a", i, i % 3 == 1 ? "Content-Length: 3\r\n" : "");
        buffer_string(&out, i % 3 == 1 ? "abc" : "");
    }
    support_send(to, buffer_result(&out));
    shutdown(to, SHUT_WR);
    for (int i = 0; i < 300; i++) {
        struct text expected = text_printf(&house->arena, "%s /%s?%d user= key= match= accept= type= size=%s",
                                           i % 3 == 1 ? "POST" : "GET", i % 7 == 3 ? "later" : "a", i,
                                           i % 3 == 1 ? "3: abc" : "0: ");
        struct text body = support_body(support_receive(house, to));
        support_equal(body, expected, __FILE__, __LINE__);
    }
    assert_int_equal(support_receive(house, to).size, 0);
    close(to);
}

static void byte_at_a_time(void **state)
{
    struct house *house = *state;
    int to = support_connect(house);
    struct text bytes = TEXT(
        "POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n");
    for (size_t i = 0; i < bytes.size; i++) {
        support_send(to, text_part(bytes, i, 1));
        usleep(200);
    }
    assert_holds(support_receive(house, to), " size=3: abc");
    support_send(to, TEXT(GET("/b")));
    assert_holds(support_receive(house, to), "GET /b?");
    close(to);
}

static void large_bodies_come_and_go(void **state)
{
    struct house *house = *state;
    enum { SIZE = 8 * 1024 * 1024 };
    int to = support_connect(house);
    char *body = arena_zero(&house->arena, SIZE);
    memset(body, 'x', SIZE);
    support_send(to, TEXT("POST /v1/import HTTP/1.1\r\nHost: a\r\nContent-Length: 8388608\r\n\r\n"));
    support_send(to, (struct text){body, SIZE});
    assert_holds(support_receive(house, to), " size=8388608: xxxxxxxx");
    support_send(to, TEXT(GET("/big?20000000")));
    usleep(50000); /* so that the system's buffers are full before anything is read */
    struct text answer = support_body(support_receive(house, to));
    assert_int_equal(answer.size, 20000000);
    for (size_t i = 0; i < answer.size; i += 9973) {
        assert_int_equal(answer.at[i], 'a' + (int)(i % 26));
    }
    support_send(to, TEXT(GET("/a")));
    assert_holds(support_receive(house, to), "GET /a?");
    close(to);
}

static void a_body_too_large_is_told_before_it_is_sent(void **state)
{
    struct house *house = *state;
    int to = support_connect(house);
    support_send(to, TEXT("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 9000000\r\n\r\n"));
    char *body = arena_zero(&house->arena, 9000000);
    support_send(to, (struct text){body, 9000000});
    struct text answer = support_receive(house, to);
    assert_int_equal(support_status(answer), 413);
    assert_int_equal(support_receive(house, to).size, 0);
    close(to);
}

static void heads_have_no_body(void **state)
{
    struct house *house = *state;
    int to = support_connect(house);
    support_send(to, TEXT("HEAD /a HTTP/1.1\r\nHost: a\r\n\r\nHEAD /status/204 HTTP/1.1\r\nHost: a\r\n\r\n"
                          "GET /status/204 HTTP/1.1\r\nHost: a\r\n\r\nGET /b HTTP/1.0\r\n\r\n"));
    struct text answer = support_receive_all(house, to);
    const char *second = memmem(answer.at, answer.size, "\r\n\r\n", 4);
    struct text first = text_part(answer, 0, (size_t)(second + 4 - answer.at));
    assert_holds(first, "Content-Length: 48\r\n");
    struct text rest = text_part(answer, first.size, SIZE_MAX);
    assert_starts(rest, "HTTP/1.1 204 No Content\r\n");
    assert_holds(rest, "\r\n\r\nHTTP/1.1 204 No Content\r\n");
    assert_holds(rest, "Connection: close\r\n\r\nGET /b?");
    close(to);
}

static void continue_is_said(void **state)
{
    struct house *house = *state;
    int to = support_connect(house);
    support_send(to,
                 TEXT("POST /a HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n"));
    assert_text(support_receive(house, to), "HTTP/1.1 100 Continue\r\n\r\n");
    support_send(to, TEXT("ab"));
    assert_holds(support_receive(house, to), " size=2: ab");
    /* Not when the body is there, and not when it would be too large. */
    support_send(to,
                 TEXT("POST /a HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\nab"));
    assert_holds(support_receive(house, to), " size=2: ab");
    support_send(
        to, TEXT("POST /a HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2000000\r\n\r\n"));
    assert_int_equal(support_status(support_receive(house, to)), 413);
    close(to);
}

static void half_closed_peers_are_answered(void **state)
{
    struct house *house = *state;
    int to = support_connect(house);
    support_send(to, TEXT(GET("/hold")));
    shutdown(to, SHUT_WR);
    support_wait_held(house, 1);
    support_let_go(house);
    struct text answer = support_receive_all(house, to);
    assert_holds(answer, "GET /hold?");
    close(to);
    /* One that ends in the middle of its request is not. */
    to = support_connect(house);
    support_send(to, TEXT("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\na"));
    shutdown(to, SHUT_WR);
    assert_int_equal(support_receive_all(house, to).size, 0);
    close(to);
    assert_int_equal(house->handled, 1);
}

static void peers_that_go_away_while_they_are_answered(void **state)
{
    struct house *house = *state;
    struct linger reset = {.l_onoff = 1};
    for (int i = 0; i < 20; i++) {
        int to = support_connect(house);
        support_send(to, i % 4 < 2 ? TEXT(GET("/hold") GET("/a")) : TEXT(GET("/hold")));
        support_wait_held(house, (size_t)i + 1);
        if (i % 2) {
            setsockopt(to, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
        }
        close(to);
    }
    usleep(20000);
    support_let_go(house);
    assert_holds(ask_once(house, TEXT(GET("/a"))), "GET /a?");
}

static void requests_behind_the_last_are_dropped(void **state)
{
    struct house *house = *state;
    int to = support_connect(house);
    support_send(to, TEXT("GET /a HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n" GET("/b") GET("/b")));
    struct text answer = support_receive_all(house, to);
    assert_holds(answer, "Connection: close\r\n");
    assert_holds(answer, "GET /a?");
    assert_int_equal(house->handled, 1);
    close(to);
}

static void a_header_of_the_door_cannot_begin_a_line(void **state)
{
    struct house *house = *state;
    struct text answer = ask_once(house, TEXT(GET("/injected")));
    assert_int_equal(support_status(answer), 200);
    assert_null(memmem(answer.at, answer.size, "Set-Cookie", 10));
}

static void answers_of_two_connections_cross(void **state)
{
    struct house *house = *state;
    int slow = support_connect(house), quick = support_connect(house);
    support_send(slow, TEXT(GET("/hold")));
    support_wait_held(house, 1);
    support_send(quick, TEXT(GET("/later")));
    assert_holds(support_receive(house, quick), "GET /later?");
    support_let_go(house);
    assert_holds(support_receive(house, slow), "GET /hold?");
    close(slow);
    close(quick);
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        CASE(a_whole_response),
        CASE(who_asks),
        CASE(wire_errors_are_problems),
        CASE(pipelined_requests_are_answered_in_order),
        CASE(byte_at_a_time),
        CASE(large_bodies_come_and_go),
        CASE(a_body_too_large_is_told_before_it_is_sent),
        CASE(heads_have_no_body),
        CASE(continue_is_said),
        CASE(half_closed_peers_are_answered),
        CASE(peers_that_go_away_while_they_are_answered),
        CASE(requests_behind_the_last_are_dropped),
        CASE(a_header_of_the_door_cannot_begin_a_line),
        CASE(answers_of_two_connections_cross),
    };
#undef CASE
    return cmocka_run_group_tests(tests, NULL, NULL);
}

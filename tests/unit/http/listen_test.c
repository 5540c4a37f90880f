/* Where a server listens, and for whom. */
#include "support.h"

#include <netinet/in.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
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

static void expect_failure(struct house *house, enum status status, const char *part)
{
    struct error error = {0};
    struct http_server *server = NULL;
    assert_int_equal(http_server_start(&house->options, &server, &error), status);
    assert_holds(text_of(error.message), part);
    assert_null(server);
}

static void where_it_cannot_listen(void **state)
{
    struct house *house = *state;
    house->options.address = "nowhere";
    expect_failure(house, STATUS_INVALID, "\"nowhere\" is not an address to listen on");
    house->options.address = "127.0.0.1";
    house->options.port = 65536;
    expect_failure(house, STATUS_INVALID, "up to 65535");
    house->options.port = 0;
    support_open(house);
    house->options.port = http_server_port(house->server);
    expect_failure(house, STATUS_IO, "127.0.0.1 port ");
    house->options.address = NULL;
    house->options.socket_path = "/nowhere/at/all/caseway.sock";
    expect_failure(house, STATUS_NOT_FOUND, "/nowhere/at/all/caseway.sock");
    house->options.socket_path = house->folder;
    expect_failure(house, STATUS_EXISTS, "is no socket");
}

static void a_port_is_let_go_when_the_socket_fails(void **state)
{
    struct house *house = *state;
    house->options.socket_path = house->folder;
    expect_failure(house, STATUS_EXISTS, "is no socket");
    house->options.socket_path = NULL;
    support_open(house);
}

static void by_the_name_localhost(void **state)
{
    struct house *house = *state;
    house->options.address = "localhost";
    support_open(house);
    close(support_connect(house));
}

/* Where the machine has no IPv6 there is nothing to try. */
static void on_ipv6(void **state)
{
    struct house *house = *state;
    struct sockaddr_in6 address = {.sin6_family = AF_INET6, .sin6_addr = IN6ADDR_LOOPBACK_INIT};
    int to = socket(AF_INET6, SOCK_STREAM, 0);
    if (to < 0 || bind(to, (struct sockaddr *)&address, sizeof address)) {
        close(to);
        skip();
    }
    close(to);
    house->options.address = "::1";
    support_open(house);
    to = socket(AF_INET6, SOCK_STREAM, 0);
    address.sin6_port = htons((uint16_t)http_server_port(house->server));
    assert_int_equal(connect(to, (struct sockaddr *)&address, sizeof address), 0);
    support_send(to, TEXT(GET("/a")));
    assert_holds(support_receive(house, to), "GET /a?");
    close(to);
}

static void the_socket_is_for_its_owner(void **state)
{
    struct house *house = *state;
    house->options.socket_path = support_socket(house);
    house->options.address = NULL;
    support_open(house);
    struct stat found;
    assert_int_equal(stat(support_socket(house), &found), 0);
    assert_int_equal(found.st_mode & 07777, 0600);
    assert_int_equal(http_server_port(house->server), 0);
    int to = support_connect_unix(house);
    support_send(to, TEXT(GET("/a") "GET /a HTTP/1.1\r\nHost: a\r\nCaseway-Actor: kim\r\n\r\n"));
    assert_holds(support_receive(house, to), " user=site ");
    assert_holds(support_receive(house, to), " user=kim ");
    close(to);
    expect_failure(house, STATUS_LOCKED, "Another server answers on ");
}

/* Only root can become somebody else, and so try this. The system call itself changes the one thread that
 * makes it, not the server's. */
static void become(uid_t user)
{
    assert_int_equal(syscall(SYS_setresuid, (uid_t)-1, user, (uid_t)-1), 0);
}

static void strangers_on_the_socket(void **state)
{
    struct house *house = *state;
    if (geteuid() != 0) {
        skip();
    }
    house->options.socket_path = support_socket(house);
    support_open(house);
    assert_int_equal(chmod(support_socket(house), 0777), 0);
    assert_int_equal(chmod(house->folder, 0777), 0);
    become(65534);
    int to = support_connect_unix(house);
    become(0);
    support_send(to, TEXT(GET("/a")));
    assert_int_equal(support_status(support_receive_all(house, to)), 403);
    close(to);
    assert_int_equal(house->handled, 0);
}

static void a_dead_socket_is_replaced(void **state)
{
    struct house *house = *state;
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    snprintf(address.sun_path, sizeof address.sun_path, "%s", support_socket(house));
    int dead = socket(AF_UNIX, SOCK_STREAM, 0);
    assert_int_equal(bind(dead, (struct sockaddr *)&address, sizeof address), 0);
    close(dead);
    house->options.socket_path = support_socket(house);
    support_open(house);
    int to = support_connect_unix(house);
    support_send(to, TEXT(GET("/a")));
    assert_holds(support_receive(house, to), "GET /a?");
    close(to);
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        CASE(where_it_cannot_listen),      CASE(a_port_is_let_go_when_the_socket_fails),
        CASE(by_the_name_localhost),       CASE(on_ipv6),
        CASE(the_socket_is_for_its_owner), CASE(strangers_on_the_socket),
        CASE(a_dead_socket_is_replaced),
    };
#undef CASE
    return cmocka_run_group_tests(tests, NULL, NULL);
}

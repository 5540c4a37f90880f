#include "support.h"

#include "base/json.h"
#include "http/response.h"

static struct arena arena;

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_deinit(&arena);
    return 0;
}

static struct text head_of(struct response response, bool closes)
{
    struct buffer out;
    buffer_init(&out, &arena);
    http_response_head(&out, &response, TEXT("Date: today\r\n"), closes);
    return buffer_result(&out);
}

static void heads(void **state)
{
    (void)state;
    assert_text(
        head_of((struct response){.status = 200, .content_type = TEXT("a/b"), .body = TEXT("0123456789")},
                false),
        "HTTP/1.1 200 OK\r\nDate: today\r\nContent-Type: a/b\r\nContent-Length: 10\r\n\r\n");
    assert_text(head_of((struct response){.status = 204, .body = TEXT("x")}, true),
                "HTTP/1.1 204 No Content\r\nDate: today\r\nConnection: close\r\n\r\n");
    assert_text(head_of((struct response){.status = 304, .etag = TEXT("\"1\"")}, false),
                "HTTP/1.1 304 Not Modified\r\nDate: today\r\nETag: \"1\"\r\n\r\n");
    assert_text(
        head_of((struct response){.status = 401}, false),
        "HTTP/1.1 401 Unauthorized\r\nDate: today\r\nContent-Length: 0\r\nWWW-Authenticate: Bearer\r\n\r\n");
    assert_text(
        head_of((struct response){.status = 503, .retry = true}, false),
        "HTTP/1.1 503 Service Unavailable\r\nDate: today\r\nContent-Length: 0\r\nRetry-After: 1\r\n\r\n");
    assert_text(
        head_of((struct response){.status = 405, .allow = TEXT("GET"), .location = TEXT("/a")}, false),
        "HTTP/1.1 405 Method Not Allowed\r\nDate: today\r\nContent-Length: 0\r\nLocation: /a\r\nAllow: "
        "GET\r\n\r\n");
    assert_text(head_of((struct response){.status = 299}, false),
                "HTTP/1.1 299 \r\nDate: today\r\nContent-Length: 0\r\n\r\n");
}

static void a_header_cannot_begin_a_line(void **state)
{
    (void)state;
    assert_text(
        head_of((struct response){.status = 201, .location = TEXT("/a\r\nX: y"), .etag = TEXT("\"1\"")},
                false),
        "HTTP/1.1 201 Created\r\nDate: today\r\nContent-Length: 0\r\nETag: \"1\"\r\n\r\n");
    assert_text(head_of((struct response){.status = 201, .etag = TEXT("a\nb")}, false),
                "HTTP/1.1 201 Created\r\nDate: today\r\nContent-Length: 0\r\n\r\n");
}

static void problems(void **state)
{
    (void)state;
    struct response response;
    struct json body;
    http_problem(&response, &arena, (struct http_fault){400, "It said \"no\"."});
    assert_int_equal(response.status, 400);
    assert_false(response.retry);
    assert_text(response.content_type, "application/problem+json");
    assert_int_equal(json_read(&arena, response.body, &body, NULL), STATUS_OK);
    assert_text(json_get_text(&body, "type"), "about:blank");
    assert_text(json_get_text(&body, "title"), "Bad Request");
    assert_text(json_get_text(&body, "detail"), "It said \"no\".");
    assert_int_equal(json_get_integer(&body, "status", 0), 400);
    http_problem(&response, &arena, (struct http_fault){503, "Later."});
    assert_true(response.retry);
}

static void dates(void **state)
{
    (void)state;
    char text[HTTP_DATE_SIZE];
    http_date(INT64_C(784111777999), text);
    assert_string_equal(text, "Sun, 06 Nov 1994 08:49:37 GMT");
    http_date(0, text);
    assert_string_equal(text, "Thu, 01 Jan 1970 00:00:00 GMT");
    http_date(INT64_C(1709251199000), text);
    assert_string_equal(text, "Thu, 29 Feb 2024 23:59:59 GMT");
    http_date(-1, text);
    assert_string_equal(text, "Thu, 01 Jan 1970 00:00:00 GMT");
    http_date(INT64_MAX, text);
    assert_string_equal(text, "Thu, 01 Jan 1970 00:00:00 GMT");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(heads, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_header_cannot_begin_a_line, set_up, tear_down),
        cmocka_unit_test_setup_teardown(problems, set_up, tear_down),
        cmocka_unit_test_setup_teardown(dates, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

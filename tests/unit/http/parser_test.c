/* The parser, driven without a socket: what stands in the table is asked whole, byte by byte, and in pieces.
 */
#include "support.h"

#include "http/parser.h"

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

/* Feeds BYTES in pieces of PIECE until the request is whole or wrong. *USED: how many were taken. */
static enum http_feed feed(struct http_parser *parser, struct text bytes, size_t piece, size_t *used)
{
    enum http_feed fed = FEED_MORE;
    http_parser_init(parser, &arena);
    *used = 0;
    while (*used < bytes.size && fed != FEED_DONE && fed != FEED_FAULT) {
        size_t step, size = bytes.size - *used < piece ? bytes.size - *used : piece;
        fed = http_parser_feed(parser, bytes.at + *used, size, &step);
        *used += step;
    }
    return fed;
}

#define HOST "Host: caseway\r\n"
#define POST_TE "POST /a HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n"

/* STATUS 0: a request; -1: more is waited for. */
static const struct row {
    const char *name;
    struct text bytes;
    int status;
} rows[] = {
#define ROW(name, status, bytes)                                                                             \
    {                                                                                                        \
        name, {"" bytes, sizeof(bytes) - 1}, status                                                          \
    }
    ROW("plain", 0, "GET /a HTTP/1.1\r\n" HOST "\r\n"),
    ROW("1.0 without a host", 0, "GET /a HTTP/1.0\r\n\r\n"),
    ROW("every method", 0, "PATCH /a HTTP/1.1\r\n" HOST "\r\n"),
    ROW("put", 0, "PUT /a HTTP/1.1\r\n" HOST "\r\n"),
    ROW("delete", 0, "DELETE /a HTTP/1.1\r\n" HOST "\r\n"),
    ROW("head", 0, "HEAD /a HTTP/1.1\r\n" HOST "\r\n"),
    ROW("post without a body", 0, "POST /a HTTP/1.1\r\n" HOST "\r\n"),
    ROW("options of the server", 0, "OPTIONS * HTTP/1.1\r\n" HOST "\r\n"),
    ROW("an empty line before", 0, "\r\nGET /a HTTP/1.1\r\n" HOST "\r\n"),
    ROW("two empty lines before", 0, "\r\n\r\nGET /a HTTP/1.1\r\n" HOST "\r\n"),
    ROW("absolute target", 0, "GET http://caseway/a HTTP/1.1\r\n" HOST "\r\n"),
    ROW("upgrade ignored", 0, "GET /a HTTP/1.1\r\n" HOST "Connection: upgrade\r\nUpgrade: websocket\r\n\r\n"),
    ROW("upgrade with a body", 0,
        "POST /a HTTP/1.1\r\n" HOST "Connection: upgrade\r\nUpgrade: h2c\r\nContent-Length: 2\r\n\r\nab"),
    ROW("empty header value", 0, "GET /a HTTP/1.1\r\n" HOST "X-A:\r\nX-B: \r\n\r\n"),
    ROW("tab in a value", 0, "GET /a HTTP/1.1\r\n" HOST "X-A: a\tb\r\n\r\n"),
    ROW("latin-1 in a header that nobody reads", 0, "GET /a HTTP/1.1\r\n" HOST "X-A: \xE9\r\n\r\n"),
    ROW("length 0", 0, "POST /a HTTP/1.1\r\n" HOST "Content-Length: 0\r\n\r\n"),
    ROW("chunked, no chunks", 0, POST_TE "0\r\n\r\n"),
    ROW("chunked, a trailer", 0, POST_TE "1\r\na\r\n0\r\nX-Sum: 1\r\nHost: b\r\n\r\n"),
    ROW("chunked, an extension", 0, POST_TE "1;a=b\r\na\r\n0\r\n\r\n"),
    ROW("chunked in capitals", 0,
        "POST /a HTTP/1.1\r\n" HOST "Transfer-Encoding: Chunked\r\n\r\n1\r\na\r\n0\r\n\r\n"),
    ROW("expect", 0, "POST /a HTTP/1.1\r\n" HOST "Expect: 100-Continue\r\nContent-Length: 1\r\n\r\na"),

    ROW("nothing", -1, ""),
    ROW("half a line", -1, "GET /a HT"),
    ROW("no empty line", -1, "GET /a HTTP/1.1\r\n" HOST "\r"),
    ROW("half a body", -1, "POST /a HTTP/1.1\r\n" HOST "Content-Length: 5\r\n\r\nabcd"),
    ROW("half a chunk", -1, POST_TE "5\r\nabcd"),
    ROW("half a trailer", -1, POST_TE "0\r\nX: y\r\n"),

    /* the request line */
    ROW("three empty lines before", 400, "\r\n\r\n\r\n"),
    ROW("LF before", 400, "\nGET /a HTTP/1.1\r\n" HOST "\r\n"),
    ROW("no version", 400, "GET /a\r\n" HOST "\r\n"),
    ROW("no target", 400, "GET  HTTP/1.1\r\n" HOST "\r\n"),
    ROW("a blank before", 400, " GET /a HTTP/1.1\r\n" HOST "\r\n"),
    ROW("two blanks", 400, "GET  /a HTTP/1.1\r\n" HOST "\r\n"),
    ROW("a blank behind", 400, "GET /a HTTP/1.1 \r\n" HOST "\r\n"),
    ROW("a tab between", 400, "GET\t/a HTTP/1.1\r\n" HOST "\r\n"),
    ROW("a method that is no token", 400, "G(T /a HTTP/1.1\r\n" HOST "\r\n"),
    ROW("an unknown method", 501, "BREW /a HTTP/1.1\r\n" HOST "\r\n"),
    ROW("a small method", 501, "get /a HTTP/1.1\r\n" HOST "\r\n"),
    ROW("connect", 501, "CONNECT a:80 HTTP/1.1\r\n" HOST "\r\n"),
    ROW("trace", 501, "TRACE / HTTP/1.1\r\n" HOST "\r\n"),
    ROW("no slash", 400, "GET a HTTP/1.1\r\n" HOST "\r\n"),
    ROW("a star", 400, "GET * HTTP/1.1\r\n" HOST "\r\n"),
    ROW("absolute without a path", 400, "GET http://caseway?a HTTP/1.1\r\n" HOST "\r\n"),
    ROW("another scheme", 400, "GET ftp://caseway/a HTTP/1.1\r\n" HOST "\r\n"),
    ROW("a fragment", 400, "GET /a#b HTTP/1.1\r\n" HOST "\r\n"),
    ROW("a target beyond ASCII", 400, "GET /\xC3\xA9 HTTP/1.1\r\n" HOST "\r\n"),
    ROW("DEL in a target", 400, "GET /\x7F HTTP/1.1\r\n" HOST "\r\n"),
    ROW("HTTP/2", 505, "GET /a HTTP/2.0\r\n" HOST "\r\n"),
    ROW("HTTP/1.2", 505, "GET /a HTTP/1.2\r\n" HOST "\r\n"),
    ROW("HTTP/0.9", 505, "GET /a HTTP/0.9\r\n" HOST "\r\n"),
    ROW("the preface of HTTP/2", 505, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
    ROW("a version of letters", 400, "GET /a HTTP/1.x\r\n" HOST "\r\n"),
    ROW("a small version", 400, "GET /a http/1.1\r\n" HOST "\r\n"),
    ROW("TLS", 400, "\x16\x03\x01\x02"),

    /* lines */
    ROW("LF alone ends a line", 400, "GET /a HTTP/1.1\n" HOST "\r\n"),
    ROW("LF alone ends a header", 400, "GET /a HTTP/1.1\r\nHost: a\n\r\n"),
    ROW("LF alone ends the head", 400, "GET /a HTTP/1.1\r\n" HOST "\n"),
    ROW("CR alone", 400, "GET /a HTTP/1.1\r\n" HOST "X: a\rb\r\n\r\n"),
    ROW("CR CR LF", 400, "GET /a HTTP/1.1\r\n" HOST "X: a\r\r\n\r\n"),
    ROW("NUL", 400, "GET /a HTTP/1.1\r\n" HOST "X: a\0b\r\n\r\n"),
    ROW("NUL in a name", 400, "GET /a HTTP/1.1\r\n" HOST "X\0: a\r\n\r\n"),
    ROW("a control character", 400, "GET /a HTTP/1.1\r\n" HOST "X: a\x01\r\n\r\n"),
    ROW("DEL", 400, "GET /a HTTP/1.1\r\n" HOST "X: a\x7F\r\n\r\n"),
    ROW("obs-fold", 400, "GET /a HTTP/1.1\r\n" HOST "X: a\r\n b\r\n\r\n"),
    ROW("obs-fold by a tab", 400, "GET /a HTTP/1.1\r\n" HOST "X: a\r\n\tb\r\n\r\n"),
    ROW("a blank before the first header", 400, "GET /a HTTP/1.1\r\n Host: a\r\n\r\n"),
    ROW("a blank before the colon", 400, "GET /a HTTP/1.1\r\nHost : a\r\n\r\n"),
    ROW("no colon", 400, "GET /a HTTP/1.1\r\n" HOST "X\r\n\r\n"),
    ROW("no name", 400, "GET /a HTTP/1.1\r\n" HOST ": a\r\n\r\n"),
    ROW("a name that is no token", 400, "GET /a HTTP/1.1\r\n" HOST "X(: a\r\n\r\n"),
    ROW("a name beyond ASCII", 400, "GET /a HTTP/1.1\r\n" HOST "X\xC3\xA9: a\r\n\r\n"),

    /* hosts */
    ROW("no host", 400, "GET /a HTTP/1.1\r\n\r\n"),
    ROW("two hosts", 400, "GET /a HTTP/1.1\r\n" HOST HOST "\r\n"),
    ROW("two hosts in 1.0", 400, "GET /a HTTP/1.0\r\n" HOST HOST "\r\n"),
    ROW("an empty host", 400, "GET /a HTTP/1.1\r\nHost:\r\n\r\n"),
    ROW("a host with a blank", 400, "GET /a HTTP/1.1\r\nHost: a b\r\n\r\n"),
    ROW("a host with a path", 400, "GET /a HTTP/1.1\r\nHost: a/b\r\n\r\n"),
    ROW("a host with a user", 400, "GET /a HTTP/1.1\r\nHost: u@a\r\n\r\n"),

    /* headers that are sent once */
    ROW("two keys", 400, "POST /a HTTP/1.1\r\n" HOST "Idempotency-Key: a\r\nidempotency-key: a\r\n\r\n"),
    ROW("two authorisations", 400, "GET /a HTTP/1.1\r\n" HOST "Authorization: a\r\nAuthorization: b\r\n\r\n"),
    ROW("an empty one counts", 400,
        "POST /a HTTP/1.1\r\n" HOST "Idempotency-Key:\r\nIdempotency-Key: a\r\n\r\n"),
    ROW("a key that is not UTF-8", 400, "POST /a HTTP/1.1\r\n" HOST "Idempotency-Key: \xE9\r\n\r\n"),
    ROW("an actor with a tab", 400, "GET /a HTTP/1.1\r\n" HOST "Caseway-Actor: a\tb\r\n\r\n"),
    ROW("another expectation", 417, "POST /a HTTP/1.1\r\n" HOST "Expect: tea\r\nContent-Length: 1\r\n\r\n"),

    /* bodies */
    ROW("length and chunked", 400,
        "POST /a HTTP/1.1\r\n" HOST "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
    ROW("chunked and length", 400,
        "POST /a HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n"),
    ROW("two lengths", 400, "POST /a HTTP/1.1\r\n" HOST "Content-Length: 1\r\nContent-Length: 1\r\n\r\na"),
    ROW("a list of lengths", 400, "POST /a HTTP/1.1\r\n" HOST "Content-Length: 1, 1\r\n\r\na"),
    ROW("a negative length", 400, "POST /a HTTP/1.1\r\n" HOST "Content-Length: -1\r\n\r\n"),
    ROW("a signed length", 400, "POST /a HTTP/1.1\r\n" HOST "Content-Length: +1\r\n\r\na"),
    ROW("a hexadecimal length", 400, "POST /a HTTP/1.1\r\n" HOST "Content-Length: 0x1\r\n\r\na"),
    ROW("an empty length", 400, "POST /a HTTP/1.1\r\n" HOST "Content-Length:\r\n\r\n"),
    ROW("a blank in a length", 400, "POST /a HTTP/1.1\r\n" HOST "Content-Length: 1 1\r\n\r\na"),
    ROW("a length beyond 64 bits", 400,
        "POST /a HTTP/1.1\r\n" HOST "Content-Length: 99999999999999999999\r\n\r\n"),
    ROW("a length too large", 413, "POST /a HTTP/1.1\r\n" HOST "Content-Length: 1048577\r\n\r\n"),
    ROW("a length just not too large", -1, "POST /a HTTP/1.1\r\n" HOST "Content-Length: 1048576\r\n\r\n"),
    ROW("an import's length", -1, "POST /v1/import?a HTTP/1.1\r\n" HOST "Content-Length: 8388608\r\n\r\n"),
    ROW("an import too large", 413, "POST /v1/import HTTP/1.1\r\n" HOST "Content-Length: 8388609\r\n\r\n"),
    ROW("a put to import", 413, "PUT /v1/import HTTP/1.1\r\n" HOST "Content-Length: 1048577\r\n\r\n"),
    ROW("another coding", 400, "POST /a HTTP/1.1\r\n" HOST "Transfer-Encoding: gzip\r\n\r\n"),
    ROW("two codings", 400, "POST /a HTTP/1.1\r\n" HOST "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"),
    ROW("chunked twice", 400,
        "POST /a HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n"),
    ROW("chunked in two lines", 400,
        "POST /a HTTP/1.1\r\n" HOST
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
    ROW("identity", 400, "POST /a HTTP/1.1\r\n" HOST "Transfer-Encoding: identity\r\n\r\n"),
    ROW("an empty coding", 400, "POST /a HTTP/1.1\r\n" HOST "Transfer-Encoding:\r\n\r\n"),
    ROW("chunked and something", 400, "POST /a HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked;q=1\r\n\r\n"),
    ROW("chunked in 1.0", 400, "POST /a HTTP/1.0\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
    ROW("a chunk of no size", 400, POST_TE "\r\n"),
    ROW("a chunk of letters", 400, POST_TE "xyz\r\n"),
    ROW("a signed chunk", 400, POST_TE "+1\r\na\r\n"),
    ROW("a chunk by 0x", 400, POST_TE "0x1\r\na\r\n"),
    ROW("a blank behind a chunk's size", 400, POST_TE "1 \r\na\r\n"),
    ROW("a chunk's size by LF", 400, POST_TE "1\na\r\n"),
    ROW("a chunk's size by CR", 400, POST_TE "1\ra\r\n"),
    ROW("a chunk that is longer", 400, POST_TE "1\r\nab\r\n"),
    ROW("a chunk that ends by LF", 400, POST_TE "1\r\na\n0\r\n\r\n"),
    ROW("a chunk beyond 64 bits", 400, POST_TE "10000000000000000\r\n"),
    ROW("a chunk too large", 413, POST_TE "100001\r\n"),
    ROW("a trailer by LF", 400, POST_TE "0\r\nX: y\n\r\n"),
    ROW("a trailer with CR", 400, POST_TE "0\r\nX: y\rZ: a\r\n\r\n"),
    ROW("a trailer folded", 400, POST_TE "0\r\nX: y\r\n z\r\n\r\n"),
    ROW("a trailer that begins with a blank", 400, POST_TE "0\r\n X: y\r\n\r\n"),
    ROW("the end by LF", 400, POST_TE "0\r\n\n"),
#undef ROW
};

static void what_comes_in_and_what_goes_out(void **state)
{
    (void)state;
    const size_t pieces[] = {SIZE_MAX, 1, 2, 3, 7, 16};
    for (size_t i = 0; i < count_of(rows); i++) {
        for (size_t j = 0; j < count_of(pieces); j++) {
            struct http_parser parser;
            size_t used;
            enum http_feed fed = feed(&parser, rows[i].bytes, pieces[j], &used);
            int status = fed == FEED_DONE ? 0 : fed == FEED_FAULT ? parser.fault.status : -1;
            if (status != rows[i].status) {
                fail_msg("%s, in pieces of %zu: %d instead of %d (%s)", rows[i].name, pieces[j], status,
                         rows[i].status, fed == FEED_FAULT ? parser.fault.detail : "");
            }
            assert_true(fed != FEED_FAULT || parser.fault.detail[0]);
            assert_true(status != 0 || used == rows[i].bytes.size);
        }
    }
}

static void what_a_request_says(void **state)
{
    (void)state;
    struct text bytes = TEXT("POST http://a.example/v1/cases/C-1/events?dry-run&a=?b HTTP/1.1\r\n"
                             "Host: a.example:8080\r\n"
                             "idempotency-key:  k 1 \t\r\n"
                             "If-Match: \"1\"\r\nIf-Match: \"2\"\r\n"
                             "ACCEPT: text/html\r\nAccept: */*\r\n"
                             "Content-Type: application/json\r\n"
                             "Authorization: bearer  abc \r\n"
                             "Caseway-Actor: Zo\xC3\xAB\r\n"
                             "Content-Length: 3\r\n"
                             "\r\nabcGET ");
    for (size_t piece = 1; piece < bytes.size; piece++) {
        struct http_parser parser;
        size_t used;
        assert_int_equal(feed(&parser, bytes, piece, &used), FEED_DONE);
        assert_int_equal(used, bytes.size - 4);
        const struct http_head *head = &parser.head;
        assert_text(head->method, "POST");
        assert_text(head->path, "/v1/cases/C-1/events");
        assert_text(head->query, "dry-run&a=?b");
        assert_text(head->host, "a.example:8080");
        assert_text(head->idempotency_key, "k 1");
        assert_text(head->if_match, "\"1\", \"2\"");
        assert_text(head->accept, "text/html, */*");
        assert_text(head->content_type, "application/json");
        assert_text(head->actor, "Zo\xC3\xAB");
        assert_text(http_bearer(head), "abc");
        assert_text(((struct text){parser.body, parser.body_size}), "abc");
        assert_true(parser.keep_alive);
    }
}

static void bodies_in_chunks(void **state)
{
    (void)state;
    struct text bytes =
        TEXT(POST_TE "4\r\nWiki\r\n5;name=value\r\npedia\r\nB\r\n in \r\n\r\nchu\r\n0\r\nX: y\r\n\r\nrest");
    for (size_t piece = 1; piece <= bytes.size; piece++) {
        struct http_parser parser;
        size_t used;
        assert_int_equal(feed(&parser, bytes, piece, &used), FEED_DONE);
        assert_int_equal(used, bytes.size - 4);
        assert_text(((struct text){parser.body, parser.body_size}), "Wikipedia in \r\n\r\nchu");
    }
}

static void bearers(void **state)
{
    (void)state;
    const struct {
        struct text value, token;
    } pairs[] = {{TEXT("Bearer abc"), TEXT("abc")},
                 {TEXT("BEARER abc"), TEXT("abc")},
                 {TEXT("Bearer"), TEXT("")},
                 {TEXT("Bearer "), TEXT("")},
                 {TEXT("Basic abc"), TEXT("")},
                 {TEXT("Bearerabc"), TEXT("")},
                 {TEXT(""), TEXT("")},
                 {{0}, TEXT("")}};
    for (size_t i = 0; i < count_of(pairs); i++) {
        struct http_head head = {.authorization = pairs[i].value};
        assert_true(text_equal(http_bearer(&head), pairs[i].token));
    }
}

static bool keeps_alive(struct text bytes)
{
    struct http_parser parser;
    size_t used;
    assert_int_equal(feed(&parser, bytes, SIZE_MAX, &used), FEED_DONE);
    return parser.keep_alive;
}

static void when_the_connection_goes_on(void **state)
{
    (void)state;
    assert_true(keeps_alive(TEXT("GET / HTTP/1.1\r\n" HOST "\r\n")));
    assert_true(keeps_alive(TEXT("GET / HTTP/1.1\r\n" HOST "Connection: keep-alive\r\n\r\n")));
    assert_false(keeps_alive(TEXT("GET / HTTP/1.1\r\n" HOST "Connection: close\r\n\r\n")));
    assert_false(keeps_alive(TEXT("GET / HTTP/1.1\r\n" HOST "Connection: foo, Close\r\n\r\n")));
    assert_false(keeps_alive(TEXT("GET / HTTP/1.0\r\n" HOST "\r\n")));
    assert_false(keeps_alive(TEXT("GET / HTTP/1.0\r\n" HOST "Connection: keep-alive\r\n\r\n")));
}

/* BEFORE, COUNT bytes of FILL, AFTER. */
static struct text stretched(struct text before, char fill, size_t count, struct text after)
{
    struct buffer out;
    buffer_init(&out, &arena);
    buffer_text(&out, before);
    memset(buffer_reserve(&out, count + 1), fill, count);
    out.size += count;
    buffer_text(&out, after);
    return buffer_result(&out);
}

static int status_of(struct text bytes)
{
    struct http_parser parser;
    size_t used;
    enum http_feed fed = feed(&parser, bytes, SIZE_MAX, &used);
    return fed == FEED_DONE ? 0 : fed == FEED_FAULT ? parser.fault.status : -1;
}

static void the_limits_of_a_head(void **state)
{
    (void)state;
    const struct text rest = TEXT(" HTTP/1.1\r\n" HOST "\r\n");
    assert_int_equal(status_of(stretched(TEXT("GET /"), 'a', HTTP_TARGET_LIMIT - 1, rest)), 0);
    assert_int_equal(status_of(stretched(TEXT("GET /"), 'a', HTTP_TARGET_LIMIT, rest)), 414);
    assert_int_equal(status_of(stretched(TEXT("GET /"), 'a', 1000000, TEXT(""))), 414);
    const struct text before = TEXT("GET / HTTP/1.1\r\n" HOST "X: "), end = TEXT("\r\n\r\n");
    const size_t most = HTTP_HEADERS_LIMIT - (sizeof HOST - 1) - 5;
    assert_int_equal(status_of(stretched(before, 'a', most, end)), 0);
    assert_int_equal(status_of(stretched(before, 'a', most + 1, end)), 431);
    assert_int_equal(status_of(stretched(before, 'a', 1000000, TEXT(""))), 431);
    assert_int_equal(status_of(stretched(TEXT(POST_TE "0\r\nX: "), 'a', HTTP_HEADERS_LIMIT, end)), 431);
    const struct text actor = TEXT("GET / HTTP/1.1\r\n" HOST "Caseway-Actor: ");
    assert_int_equal(status_of(stretched(actor, 'a', HTTP_ACTOR_LIMIT, end)), 0);
    assert_int_equal(status_of(stretched(actor, 'a', HTTP_ACTOR_LIMIT + 1, end)), 400);
}

static void the_limits_of_a_body(void **state)
{
    (void)state;
    const struct text end = TEXT("\r\n0\r\n\r\n");
    assert_int_equal(status_of(stretched(TEXT(POST_TE "100000\r\n"), 'a', API_BODY_LIMIT, end)), 0);
    assert_int_equal(
        status_of(stretched(TEXT(POST_TE "100000\r\n"), 'a', API_BODY_LIMIT, TEXT("\r\n1\r\na"))), 413);
    const struct text import =
        TEXT("POST /v1/import HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n800000\r\n");
    assert_int_equal(status_of(stretched(import, 'a', API_IMPORT_BODY_LIMIT, end)), 0);
    /* What goes around the body is bounded as well. */
    assert_int_equal(
        status_of(stretched(TEXT(POST_TE "1;a="), 'a', 2 * HTTP_FRAMING_LIMIT, TEXT("\r\na\r\n0\r\n\r\n"))),
        400);
    assert_int_equal(status_of(stretched(TEXT(POST_TE), '0', 2 * HTTP_FRAMING_LIMIT, TEXT(""))), 400);
}

static void many_small_chunks(void **state)
{
    (void)state;
    struct buffer out;
    buffer_init(&out, &arena);
    buffer_string(&out, POST_TE);
    for (int i = 0; i < 100000; i++) {
        buffer_string(&out, "1\r\nx\r\n");
    }
    buffer_string(&out, "0\r\n\r\n");
    struct http_parser parser;
    size_t used;
    assert_int_equal(feed(&parser, buffer_result(&out), 1000, &used), FEED_DONE);
    assert_int_equal(parser.body_size, 100000);
}

static void whether_it_began(void **state)
{
    (void)state;
    struct http_parser parser;
    size_t used;
    feed(&parser, TEXT("\r\n"), SIZE_MAX, &used);
    assert_false(http_parser_began(&parser));
    feed(&parser, TEXT("\r\nG"), SIZE_MAX, &used);
    assert_true(http_parser_began(&parser));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_comes_in_and_what_goes_out, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_a_request_says, set_up, tear_down),
        cmocka_unit_test_setup_teardown(bodies_in_chunks, set_up, tear_down),
        cmocka_unit_test_setup_teardown(bearers, set_up, tear_down),
        cmocka_unit_test_setup_teardown(when_the_connection_goes_on, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_limits_of_a_head, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_limits_of_a_body, set_up, tear_down),
        cmocka_unit_test_setup_teardown(many_small_chunks, set_up, tear_down),
        cmocka_unit_test_setup_teardown(whether_it_began, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

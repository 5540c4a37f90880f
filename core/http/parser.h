/* From bytes to a request, without a socket.
 *
 * The head is gathered whole, passing the gate of lines byte by byte, and then read by llhttp and the gate of
 * requests; so llhttp only sees heads whose lines are beyond doubt, in one piece, and texts point into that
 * one copy. A body is unframed by llhttp as it comes. One parser reads one request; it lives in the request's
 * arena and holds nothing else. Bytes behind the request are not touched. */
#ifndef CASEWAY_HTTP_PARSER_H
#define CASEWAY_HTTP_PARSER_H

#include "http/request_gate.h"

#include <llhttp.h>

enum {
    /* What chunk sizes, extensions and trailers may have in bytes, beside HTTP_FRAMING_SHARE for each byte of
       the body. */
    HTTP_FRAMING_LIMIT = 16 * 1024,
    HTTP_FRAMING_SHARE = 8
};

enum http_stage { HTTP_STAGE_HEAD, HTTP_STAGE_BODY, HTTP_STAGE_TRAILER, HTTP_STAGE_OVER };

/* FEED_HEAD: the head is there and a body follows; feed on. FEED_DONE: the request is whole. */
enum http_feed { FEED_MORE, FEED_HEAD, FEED_DONE, FEED_FAULT };

struct http_parser {
    struct arena *arena;
    llhttp_t wire;
    struct line_gate gate;
    enum http_stage stage;
    struct buffer raw; /* the head's bytes */
    struct http_head head;
    struct text field, value; /* the header line that llhttp is in */
    bool keep_alive;          /* the peer would send another request */
    char *body;
    size_t body_size, body_room;
    size_t framing; /* bytes since the head */
    struct http_fault fault;
};

void http_parser_init(struct http_parser *parser, struct arena *arena);
/* Takes what it needs from BYTES and says how many those were. After FEED_DONE and FEED_FAULT it is not fed
 * any more; `fault` says what to answer. */
enum http_feed http_parser_feed(struct http_parser *parser, const char *bytes, size_t size, size_t *used);
/* Whether anything of a request has come yet, empty lines not counted. */
bool http_parser_began(const struct http_parser *parser);

#endif

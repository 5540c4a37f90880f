/* What a request's head says, and the gate that it passes before anybody believes it.
 *
 * llhttp tells the header lines apart; the request line and what the headers mean for us are read here,
 * strictly (RFC 9112): one Host, a body framed in one way only, `chunked` alone and only in HTTP/1.1, methods
 * that we know. A request that two readers could take for two different ones is turned away. Texts are
 * borrowed from the head's bytes, but for lists sent in several lines, joined in the arena. Pure. */
#ifndef CASEWAY_HTTP_REQUEST_GATE_H
#define CASEWAY_HTTP_REQUEST_GATE_H

#include "http/line_gate.h"

enum { HTTP_ACTOR_LIMIT = 128 /* bytes of a user's name in Caseway-Actor */ };

struct http_head {
    struct text method, path, query; /* the query without its question mark */
    bool version_1_0;
    /* Values of headers, trimmed; `at` is NULL for one that was not sent. */
    struct text host, content_length, transfer_encoding, expect;
    struct text authorization, actor, idempotency_key, if_match, accept, content_type;
    uint64_t length;   /* of the body, when content_length was sent */
    size_t body_limit; /* bytes that a body on this route may have */
};

/* The request line, without its end. False: FAULT is set. So it is with those below. */
bool request_gate_line(struct http_head *head, struct text line, struct http_fault *fault);
bool request_gate_header(struct http_head *head, struct arena *arena, struct text name, struct text value,
                         struct http_fault *fault);
/* When all header lines have passed: what they say together. */
bool request_gate_headers(struct http_head *head, struct http_fault *fault);

bool http_is_chunked(const struct http_head *head);
/* Whether a body follows, be it empty chunks. */
bool http_has_body(const struct http_head *head);
bool http_expects_continue(const struct http_head *head);
/* The token of `Authorization: Bearer TOKEN` (RFC 6750 §2.1); empty when there is none. */
struct text http_bearer(const struct http_head *head);

#endif

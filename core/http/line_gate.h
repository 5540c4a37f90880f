/* The gate that the lines of a request pass as bytes, before any parser sees them: a request's head, and the
 * trailer of a chunked body.
 *
 * It knows lines only: each ends with CR LF and nothing else does; none begins with a blank once the first is
 * over (obs-fold); none holds a control character but the tab; all of them together stay within limits. So
 * two readers of the same bytes cannot disagree on where a line ends (RFC 9112 §2.2, §5.2, §11.2). Pure;
 * bytes may come in pieces of any size. */
#ifndef CASEWAY_HTTP_LINE_GATE_H
#define CASEWAY_HTTP_LINE_GATE_H

#include "base/text.h"

enum {
    HTTP_TARGET_LIMIT = 8 * 1024,   /* bytes of a request's target: 414 beyond */
    HTTP_HEADERS_LIMIT = 16 * 1024, /* bytes of all header lines, with their ends: 431 beyond */
    HTTP_EMPTY_LINES_LIMIT = 2      /* empty lines that may stand before a request, and do not count */
};

/* Why a request is turned away on the wire: a status of HTTP and a sentence. Static storage. */
struct http_fault {
    int status;
    const char *detail;
};

enum line_gate_result { LINE_GATE_MORE, LINE_GATE_END, LINE_GATE_FAULT };

struct line_gate {
    bool first; /* in the request line, or before it */
    bool after_return;
    size_t line;    /* bytes of the line so far */
    size_t headers; /* bytes of all lines but the first */
    size_t leading; /* bytes of the empty lines before the first */
    struct http_fault fault;
};

/* At the start of a request, or of a trailer. */
void line_gate_init(struct line_gate *gate, bool trailer);
/* Looks at BYTES. END: the empty line that ends the head is over after *USED of them. MORE: all are used.
 * FAULT: `fault` says why. */
enum line_gate_result line_gate_pass(struct line_gate *gate, const char *bytes, size_t size, size_t *used);

/* Whether BYTE may stand in a token (RFC 9110 §5.6.2), and whether TEXT is one. */
bool http_is_token(struct text text);

#endif

/* A response as bytes. */
#ifndef CASEWAY_HTTP_RESPONSE_H
#define CASEWAY_HTTP_RESPONSE_H

#include "api/api.h"
#include "http/line_gate.h"

/* "Not Found"; empty for a status that is not in our table, which RFC 9112 §4 allows. */
const char *http_reason(int status);

/* Makes RESPONSE a problem (RFC 9457) that says FAULT. 503 asks to try again. */
void http_problem(struct response *response, struct arena *arena, struct http_fault fault);

enum { HTTP_DATE_SIZE = 30 };
/* An IMF-fixdate (RFC 9110 §5.6.7): "Sun, 06 Nov 1994 08:49:37 GMT". */
void http_date(instant at, char text[HTTP_DATE_SIZE]);

/* Appends the status line and headers. FIXED holds header lines that are the same for all; CLOSE: the
 * connection is over. A value that could not stand in one line is left out. */
void http_response_head(struct buffer *out, const struct response *response, struct text fixed, bool closes);
/* 204 and 304 have none, whatever RESPONSE holds. */
bool http_response_has_body(const struct response *response);

#endif

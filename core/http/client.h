/* A client for the site's socket: one request at a time, blocking, over one connection that is kept. For the
 * command line.
 *
 * A client belongs to one thread. It sets no time limit of its own: a server that is alive answers, and one
 * that dies closes. */
#ifndef CASEWAY_HTTP_CLIENT_H
#define CASEWAY_HTTP_CLIENT_H

#include "api/api.h"

enum { HTTP_RESPONSE_LIMIT = 64 * 1024 * 1024 /* bytes of a response's body */ };

struct http_client;

/* Connects to the socket at PATH and asks under the name USER (empty: the server's own), sent as
 * Caseway-Actor. STATUS_NOT_FOUND when no live server is there. Both are copied. */
enum status http_client_connect(const char *path, struct text user, struct http_client **connected,
                                struct error *error);
/* NULL is allowed. */
void http_client_free(struct http_client *client);

/* Sends exchange->request (principal left aside) and fills exchange->response, in exchange->arena; `done` is
 * not called. A connection that the server has closed meanwhile is made anew. STATUS_IO when it broke off:
 * whether the request was done is not known then. STATUS_LIMIT for a response that is too large,
 * STATUS_INVALID for a request that has no place in a head or an answer that is not HTTP. */
enum status http_client_ask(struct http_client *client, struct exchange *exchange, struct error *error);

#endif

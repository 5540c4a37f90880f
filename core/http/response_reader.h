/* From bytes to a response, without a socket: the client's half of the parser, by llhttp. Pure; bytes may
 * come in pieces of any size. */
#ifndef CASEWAY_HTTP_RESPONSE_READER_H
#define CASEWAY_HTTP_RESPONSE_READER_H

#include "api/api.h"

#include <llhttp.h>

enum { HTTP_RESPONSE_HEADERS_LIMIT = 64 * 1024 };

struct response_reader {
    struct arena *arena;
    llhttp_t wire;
    struct response *response;
    bool to_head; /* it answers a HEAD request: no body follows */
    bool whole;
    bool keep_alive;
    size_t headers; /* bytes of headers so far */
    size_t body_limit;
    struct buffer field, value, body;
    enum status status; /* why it could not be read */
};

/* What is read is filled into RESPONSE, in ARENA. */
void response_reader_init(struct response_reader *reader, struct arena *arena, struct response *response,
                          bool to_head, size_t body_limit);
/* STATUS_OK, and `whole` once all is there; STATUS_INVALID, STATUS_LIMIT. */
enum status response_reader_feed(struct response_reader *reader, const char *bytes, size_t size);
/* The server sends no more: that may be the end of the body. */
enum status response_reader_end(struct response_reader *reader);

#endif

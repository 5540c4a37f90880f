#include "http/response_reader.h"

#include <strings.h>

static int stop(struct response_reader *reader, enum status status)
{
    reader->status = status;
    return -1;
}

static int gather(struct response_reader *reader, struct buffer *buffer, const char *at, size_t size)
{
    reader->headers += size;
    if (reader->headers > HTTP_RESPONSE_HEADERS_LIMIT) {
        return stop(reader, STATUS_LIMIT);
    }
    buffer_add(buffer, at, size);
    return 0;
}

static int field_came(llhttp_t *wire, const char *at, size_t size)
{
    struct response_reader *reader = wire->data;
    return gather(reader, &reader->field, at, size);
}

static int value_came(llhttp_t *wire, const char *at, size_t size)
{
    struct response_reader *reader = wire->data;
    return gather(reader, &reader->value, at, size);
}

static struct text *place_of(struct response *response, struct text name)
{
    const struct {
        const char *name;
        struct text *place;
    } places[] = {{"content-type", &response->content_type},
                  {"etag", &response->etag},
                  {"location", &response->location},
                  {"allow", &response->allow}};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        if (name.size == strlen(places[i].name) && strncasecmp(name.at, places[i].name, name.size) == 0) {
            return places[i].place;
        }
    }
    return NULL;
}

static int header_came(llhttp_t *wire)
{
    struct response_reader *reader = wire->data;
    struct text name = buffer_result(&reader->field);
    struct text *place = place_of(reader->response, name);
    if (place) {
        *place = text_copy(reader->arena, text_trim(buffer_result(&reader->value)));
    } else if (name.size == 11 && strncasecmp(name.at, "retry-after", 11) == 0) {
        reader->response->retry = true;
    }
    reader->field.size = reader->value.size = 0;
    return 0;
}

static int headers_came(llhttp_t *wire)
{
    struct response_reader *reader = wire->data;
    reader->response->status = wire->status_code;
    reader->keep_alive = llhttp_should_keep_alive(wire);
    wire->upgrade = 0;
    if (!reader->to_head && (wire->flags & F_CONTENT_LENGTH)) {
        if (wire->content_length > reader->body_limit) {
            return stop(reader, STATUS_LIMIT);
        }
        buffer_reserve(&reader->body, (size_t)wire->content_length);
    }
    return reader->to_head && wire->status_code >= 200 ? 1 : 0;
}

static int body_came(llhttp_t *wire, const char *at, size_t size)
{
    struct response_reader *reader = wire->data;
    if (size > reader->body_limit - reader->body.size) {
        return stop(reader, STATUS_LIMIT);
    }
    buffer_add(&reader->body, at, size);
    return 0;
}

static int message_came(llhttp_t *wire)
{
    struct response_reader *reader = wire->data;
    if (wire->status_code < 200) { /* 100 Continue and its like: the answer follows */
        *reader->response = (struct response){0};
        return 0;
    }
    reader->whole = true;
    reader->response->body = buffer_result(&reader->body);
    return HPE_PAUSED;
}

void response_reader_init(struct response_reader *reader, struct arena *arena, struct response *response,
                          bool to_head, size_t body_limit)
{
    static const llhttp_settings_t settings = {
        .on_header_field = field_came,
        .on_header_value = value_came,
        .on_header_value_complete = header_came,
        .on_headers_complete = headers_came,
        .on_body = body_came,
        .on_message_complete = message_came,
    };
    *response = (struct response){0};
    *reader = (struct response_reader){
        .arena = arena, .response = response, .to_head = to_head, .body_limit = body_limit};
    buffer_init(&reader->field, arena);
    buffer_init(&reader->value, arena);
    buffer_init(&reader->body, arena);
    llhttp_init(&reader->wire, HTTP_RESPONSE, &settings);
    reader->wire.data = reader;
}

enum status response_reader_feed(struct response_reader *reader, const char *bytes, size_t size)
{
    llhttp_errno_t code = llhttp_execute(&reader->wire, bytes, size);
    if (code == HPE_OK || (code == HPE_PAUSED && reader->whole)) {
        return STATUS_OK;
    }
    return reader->status ? reader->status : STATUS_INVALID;
}

enum status response_reader_end(struct response_reader *reader)
{
    if (!reader->whole && reader->response->status) {
        (void)llhttp_finish(&reader->wire);
    }
    reader->keep_alive = false;
    return reader->whole ? STATUS_OK : STATUS_IO;
}

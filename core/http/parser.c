#include "http/parser.h"

#include <string.h>

enum { FIRST_BODY_ROOM = 16 * 1024 };

static const llhttp_settings_t *wire_settings(void);

void http_parser_init(struct http_parser *parser, struct arena *arena)
{
    *parser = (struct http_parser){.arena = arena};
    line_gate_init(&parser->gate, false);
    buffer_init(&parser->raw, arena);
}

bool http_parser_began(const struct http_parser *parser)
{
    return parser->raw.size > parser->gate.leading;
}

static enum http_feed turn_away(struct http_parser *parser, int status, const char *detail)
{
    parser->fault = (struct http_fault){status, detail};
    parser->stage = HTTP_STAGE_OVER;
    return FEED_FAULT;
}

/* What llhttp ended with is a fault; the gates may have said more closely which. */
static enum http_feed turn_away_wire(struct http_parser *parser)
{
    if (parser->fault.status) {
        return turn_away(parser, parser->fault.status, parser->fault.detail);
    }
    return turn_away(parser, 400,
                     parser->head.body_limit ? "The chunks of the body are malformed."
                                             : "A header line of the request is malformed.");
}

/* --- what llhttp tells --- */

static int field_came(llhttp_t *wire, const char *at, size_t size)
{
    struct http_parser *parser = wire->data;
    if (!parser->field.at) {
        parser->field.at = at;
    }
    parser->field.size += size;
    return 0;
}

static int value_came(llhttp_t *wire, const char *at, size_t size)
{
    struct http_parser *parser = wire->data;
    if (!parser->value.at) {
        parser->value.at = at;
    }
    parser->value.size += size;
    return 0;
}

static int header_came(llhttp_t *wire)
{
    struct http_parser *parser = wire->data;
    struct text name = parser->field, value = text_trim(parser->value);
    parser->field = parser->value = (struct text){0};
    if (parser->stage != HTTP_STAGE_HEAD) {
        return 0; /* a trailer's: read and dropped (RFC 9110 §6.5.1) */
    }
    if (!value.at) {
        value = TEXT("");
    }
    return request_gate_header(&parser->head, parser->arena, name, value, &parser->fault) ? 0 : -1;
}

/* llhttp and the gate must have understood the same body. */
static int headers_came(llhttp_t *wire)
{
    struct http_parser *parser = wire->data;
    struct http_head *head = &parser->head;
    if (!request_gate_headers(head, &parser->fault)) {
        return -1;
    }
    bool chunked = (wire->flags & F_CHUNKED) != 0, sized = (wire->flags & F_CONTENT_LENGTH) != 0;
    if (chunked != http_is_chunked(head) || sized != (head->content_length.at != NULL) ||
        (sized && wire->content_length != head->length)) {
        return -1;
    }
    parser->keep_alive = !head->version_1_0 && llhttp_should_keep_alive(wire);
    parser->stage = HTTP_STAGE_BODY;
    return 0;
}

static int chunk_begins(llhttp_t *wire)
{
    struct http_parser *parser = wire->data;
    if (wire->content_length > parser->head.body_limit - parser->body_size) {
        parser->fault = (struct http_fault){413, "The body of the request is too large for what it asks."};
        return -1;
    }
    if (wire->content_length > 0) {
        return 0;
    }
    parser->stage = HTTP_STAGE_TRAILER;
    line_gate_init(&parser->gate, true);
    return HPE_PAUSED;
}

static int body_came(llhttp_t *wire, const char *at, size_t size)
{
    struct http_parser *parser = wire->data;
    size_t limit = http_is_chunked(&parser->head) ? parser->head.body_limit : (size_t)parser->head.length;
    if (size > limit - parser->body_size) {
        return -1;
    }
    size_t wanted = parser->body_size + size;
    if (wanted > parser->body_room) {
        size_t room = parser->body_room ? parser->body_room * 2 : FIRST_BODY_ROOM;
        room = room < wanted ? wanted : room > limit ? limit : room;
        parser->body = arena_grow(parser->arena, parser->body, parser->body_room, room);
        parser->body_room = room;
    }
    memcpy(parser->body + parser->body_size, at, size);
    parser->body_size = wanted;
    return 0;
}

/* Stopping here, llhttp never comes to think of an Upgrade, which is ignored (RFC 9110 §7.8). */
static int message_came(llhttp_t *wire)
{
    struct http_parser *parser = wire->data;
    parser->stage = HTTP_STAGE_OVER;
    return HPE_PAUSED;
}

static const llhttp_settings_t *wire_settings(void)
{
    static const llhttp_settings_t settings = {
        .on_header_field = field_came,
        .on_header_value = value_came,
        .on_header_value_complete = header_came,
        .on_headers_complete = headers_came,
        .on_chunk_header = chunk_begins,
        .on_body = body_came,
        .on_message_complete = message_came,
    };
    return &settings;
}

/* --- feeding --- */

/* The head is there: the line by our own hand, then all of it by llhttp. */
static enum http_feed read_head(struct http_parser *parser)
{
    struct text head = text_part(buffer_result(&parser->raw), parser->gate.leading, SIZE_MAX);
    if (!request_gate_line(&parser->head, text_part(head, 0, text_find(head, '\r')), &parser->fault)) {
        return turn_away(parser, parser->fault.status, parser->fault.detail);
    }
    llhttp_init(&parser->wire, HTTP_REQUEST, wire_settings());
    parser->wire.data = parser;
    llhttp_errno_t code = llhttp_execute(&parser->wire, head.at, head.size);
    bool whole = code == HPE_PAUSED && llhttp_get_error_pos(&parser->wire) == head.at + head.size;
    if (whole && parser->stage == HTTP_STAGE_OVER) {
        return FEED_DONE;
    }
    return code == HPE_OK && parser->stage == HTTP_STAGE_BODY ? FEED_HEAD : turn_away_wire(parser);
}

static enum http_feed feed_head(struct http_parser *parser, const char *bytes, size_t size, size_t *used)
{
    enum line_gate_result passed = line_gate_pass(&parser->gate, bytes, size, used);
    if (passed == LINE_GATE_FAULT) {
        return turn_away(parser, parser->gate.fault.status, parser->gate.fault.detail);
    }
    buffer_add(&parser->raw, bytes, *used);
    return passed == LINE_GATE_END ? read_head(parser) : FEED_MORE;
}

/* One step through the body: as far as llhttp goes without a stop. */
static enum http_feed step_body(struct http_parser *parser, const char *bytes, size_t size, size_t *used)
{
    llhttp_errno_t code = llhttp_execute(&parser->wire, bytes, size);
    *used = size;
    if (code == HPE_PAUSED) {
        *used = (size_t)(llhttp_get_error_pos(&parser->wire) - bytes);
        llhttp_resume(&parser->wire);
    } else if (code != HPE_OK) {
        return turn_away_wire(parser);
    }
    return parser->stage == HTTP_STAGE_OVER ? FEED_DONE : FEED_MORE;
}

static enum http_feed step_trailer(struct http_parser *parser, const char *bytes, size_t size, size_t *used)
{
    size_t passed;
    enum line_gate_result result = line_gate_pass(&parser->gate, bytes, size, &passed);
    if (result == LINE_GATE_FAULT) {
        *used = passed;
        return turn_away(parser, parser->gate.fault.status, parser->gate.fault.detail);
    }
    enum http_feed fed = step_body(parser, bytes, passed, used);
    bool agreed = *used == passed && (fed == FEED_DONE) == (result == LINE_GATE_END);
    return agreed || fed == FEED_FAULT ? fed : turn_away_wire(parser);
}

enum http_feed http_parser_feed(struct http_parser *parser, const char *bytes, size_t size, size_t *used)
{
    *used = 0;
    if (parser->stage == HTTP_STAGE_HEAD) {
        return feed_head(parser, bytes, size, used);
    }
    enum http_feed fed = FEED_MORE;
    while (fed == FEED_MORE && *used < size) {
        size_t step;
        fed = (parser->stage == HTTP_STAGE_TRAILER ? step_trailer : step_body)(parser, bytes + *used,
                                                                               size - *used, &step);
        *used += step;
        parser->framing += step;
        if (fed == FEED_MORE &&
            parser->framing > HTTP_FRAMING_LIMIT + HTTP_FRAMING_SHARE * parser->body_size) {
            fed = turn_away(parser, 400, "The chunks of the body have too much around them.");
        }
    }
    return fed;
}

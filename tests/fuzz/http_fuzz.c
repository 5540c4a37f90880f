/* Any bytes as requests on one connection: each is a request or a fault, the same ones however the bytes are
 * cut; what is let through holds what the gates promise. */
#include "base/insist.h"
#include "http/parser.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct outcome {
    enum http_feed fed;
    size_t used; /* told of whole requests only: a fault is seen sooner in smaller pieces */
};

/* Up to the end of one request. PIECES cuts: each of its bytes, in turn, is the size of a piece; none: all at
 * once. */
static struct outcome read_one(struct http_parser *parser, struct arena *arena, struct text bytes,
                               struct text pieces)
{
    struct outcome outcome = {.fed = FEED_MORE};
    http_parser_init(parser, arena);
    for (size_t i = 0; outcome.used < bytes.size && outcome.fed != FEED_DONE && outcome.fed != FEED_FAULT;
         i++) {
        size_t piece = pieces.size ? (size_t)(unsigned char)pieces.at[i % pieces.size] + 1 : SIZE_MAX;
        size_t left = bytes.size - outcome.used, step;
        piece = piece < left ? piece : left;
        outcome.fed = http_parser_feed(parser, bytes.at + outcome.used, piece, &step);
        insist(step <= piece && step > 0);
        insist(outcome.fed != FEED_MORE || step == piece);
        outcome.used += step;
    }
    return outcome;
}

static void check_text(struct text text)
{
    insist(text_is_utf8(text));
    for (size_t i = 0; i < text.size; i++) {
        insist((unsigned char)text.at[i] >= ' ' || text.at[i] == '\t');
    }
}

static void check_request(const struct http_parser *parser)
{
    const struct http_head *head = &parser->head;
    insist(http_is_token(head->method) && head->path.size > 0);
    insist(head->path.at[0] == '/' || text_is(head->path, "*"));
    insist(head->version_1_0 || head->host.size > 0);
    insist(!(head->content_length.at && head->transfer_encoding.at));
    insist(!(head->version_1_0 && (parser->keep_alive || head->transfer_encoding.at)));
    insist(parser->body_size <= head->body_limit && parser->body_size <= parser->body_room);
    insist(http_is_chunked(head) || parser->body_size == head->length);
    const struct text texts[] = {head->path,         head->query,           head->host,
                                 http_bearer(head),  head->actor,           head->accept,
                                 head->content_type, head->idempotency_key, head->if_match};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        check_text(texts[i]);
    }
}

static void check_same(const struct http_parser *a, const struct http_parser *b)
{
    insist(text_equal(a->head.path, b->head.path) && text_equal(a->head.query, b->head.query));
    insist(text_equal(a->head.if_match, b->head.if_match) && text_equal(a->head.host, b->head.host));
    insist(a->keep_alive == b->keep_alive);
    insist(text_equal((struct text){a->body, a->body_size}, (struct text){b->body, b->body_size}));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;
    arena_init(&arena);
    struct text bytes = {(const char *)data, size}, pieces = text_part(bytes, 0, 16);
    while (bytes.size) {
        struct http_parser whole, cut;
        struct outcome once = read_one(&whole, &arena, bytes, (struct text){0});
        struct outcome again = read_one(&cut, &arena, bytes, pieces);
        insist(once.fed == again.fed);
        if (once.fed != FEED_DONE) {
            insist(once.fed != FEED_FAULT || (whole.fault.status >= 400 && whole.fault.status <= 505));
            insist(once.fed != FEED_FAULT ||
                   (cut.fault.status == whole.fault.status && whole.fault.detail[0]));
            break;
        }
        insist(once.used == again.used);
        check_request(&whole);
        check_same(&whole, &cut);
        bytes = text_part(bytes, once.used, SIZE_MAX);
    }
    arena_deinit(&arena);
    return 0;
}

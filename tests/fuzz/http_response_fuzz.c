/* Any bytes as a response: whole, wrong, or more is waited for; the same however the bytes are cut. */
#include "base/insist.h"
#include "http/response_reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { BODY_LIMIT = 4096 };

static enum status read_one(struct response_reader *reader, struct arena *arena, struct response *response,
                            struct text bytes, size_t piece)
{
    enum status status = STATUS_OK;
    response_reader_init(reader, arena, response, false, BODY_LIMIT);
    for (size_t at = 0; at < bytes.size && status == STATUS_OK && !reader->whole; at += piece) {
        struct text part = text_part(bytes, at, piece);
        status = response_reader_feed(reader, part.at, part.size);
    }
    return status == STATUS_OK && !reader->whole ? response_reader_end(reader) : status;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;
    struct response_reader whole, cut;
    struct response first, second;
    struct text bytes = {(const char *)data, size};
    arena_init(&arena);
    enum status once = read_one(&whole, &arena, &first, bytes, size);
    enum status again = read_one(&cut, &arena, &second, bytes, size ? data[0] % 7 + (size_t)1 : 1);
    insist(once == again);
    if (once == STATUS_OK) {
        insist(first.status == second.status && first.status >= 200 && first.body.size <= BODY_LIMIT);
        insist(text_equal(first.body, second.body) && text_equal(first.etag, second.etag));
        insist(text_equal(first.content_type, second.content_type) && first.retry == second.retry);
    }
    arena_deinit(&arena);
    return 0;
}

/* Any bytes as JSON: an error with a place, or a value that is written and read again as the same value and
 * the same text; and following a difference comes out where it should. */
#include "base/insist.h"
#include "base/json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_reading_again(struct arena *arena, const struct json *value)
{
    struct json again, pretty;
    struct text text = json_to_text(arena, value);
    insist(text_is_utf8(text));
    insist(json_read(arena, text, &again, NULL) == STATUS_OK);
    insist(json_equal(value, &again));
    insist(text_equal(json_to_text(arena, &again), text));
    struct buffer buffer;
    buffer_init(&buffer, arena);
    json_write_pretty(value, &buffer);
    insist(json_read(arena, buffer_result(&buffer), &pretty, NULL) == STATUS_OK);
    insist(json_equal(value, &pretty));
}

/* The value itself as changes, which it hardly ever is; and if it has two items, the changes from one to the
 * other. */
static void check_changes(struct arena *arena, const struct json *value)
{
    struct json result = json_object(), changes = json_array();
    (void)json_redo(arena, &result, value, NULL);
    (void)json_undo(arena, &result, value, NULL);
    if (value->type == JSON_ARRAY && value->count == 2) {
        const struct json *before = &value->elements[0], *after = &value->elements[1];
        result = *before;
        json_diff(arena, before, after, &changes);
        insist(json_redo(arena, &result, &changes, NULL) == STATUS_OK && json_equal(&result, after));
        insist(json_undo(arena, &result, &changes, NULL) == STATUS_OK && json_equal(&result, before));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;
    struct json value;
    struct error error = {0};
    arena_init(&arena);
    if (json_read(&arena, (struct text){(const char *)data, size}, &value, &error) == STATUS_OK) {
        check_reading_again(&arena, &value);
        check_changes(&arena, &value);
    } else {
        insist((error.status == STATUS_INVALID || error.status == STATUS_LIMIT) && error.message[0] &&
               error.place[0]);
    }
    arena_deinit(&arena);
    return 0;
}

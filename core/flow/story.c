/* The story of a subject, read from its journal for a correction (engine/correct.h). */
#include "flow/path.h"

#include <inttypes.h>

struct telling_back {
    struct flow *flow;
    struct story_entry *entries; /* filled from the end */
    size_t left;
    enum status status;
    struct error *error;
};

static enum command_origin origin_of(struct text name)
{
    return text_is(name, "time")     ? ORIGIN_TIME
           : text_is(name, "record") ? ORIGIN_RECORD
           : text_is(name, "import") ? ORIGIN_IMPORT
                                     : ORIGIN_PERSON;
}

static struct json part(const struct json *content, const char *name)
{
    const struct json *found = json_member_of(content, name);
    return found ? *found : json_null();
}

static enum status read_entry(struct telling_back *telling, const struct stored_entry *stored,
                              struct story_entry *entry)
{
    struct json content;
    struct arena *arena = &telling->flow->arena;
    *entry = (struct story_entry){.seq = stored->seq,
                                  .happened = stored->happened,
                                  .recorded = stored->recorded,
                                  .command = {.override_until = DATE_NONE}};
    if (stored->erased) {
        return STATUS_OK;
    }
    enum status status = json_read(arena, text_copy(arena, stored->content), &content, telling->error);
    if (status == STATUS_OK) {
        struct json command = part(&content, "command");
        status = command_read(arena, telling->flow->world->zone, &command, &entry->command, telling->error);
    }
    if (status != STATUS_OK) {
        return error_set(telling->error, STATUS_INVALID,
                         "entry %" PRIu64 " of the journal is damaged, so nothing can be told again",
                         stored->seq);
    }
    entry->origin = origin_of(json_get_text(&content, "origin"));
    entry->changes = part(&content, "changes");
    entry->notes = part(&content, "notes");
    entry->messages = part(&content, "messages");
    entry->given = part(&content, "given");
    return STATUS_OK;
}

static bool take_entry(void *self, const struct stored_entry *stored)
{
    struct telling_back *telling = self;
    if (telling->left == 0) {
        telling->status =
            error_set(telling->error, STATUS_CORRUPT, "a journal has more entries than versions");
        return false;
    }
    telling->status = read_entry(telling, stored, &telling->entries[--telling->left]);
    return telling->status == STATUS_OK;
}

enum status path_story(struct flow *flow, const struct stored_subject *stored, struct story *story,
                       struct error *error)
{
    struct store *store = flow->options.store;
    if (stored->version > STORY_LIMIT) {
        return error_set(error, STATUS_LIMIT, "%.*s has more than %d entries, too many to be told again",
                         TEXT_ARGS(stored->reference), STORY_LIMIT);
    }
    size_t count = (size_t)stored->version;
    struct telling_back telling = {.flow = flow,
                                   .entries = arena_array(&flow->arena, struct story_entry, count),
                                   .left = count,
                                   .error = error};
    enum status status = store->api->entries(store, &flow->arena, stored->id, 0, take_entry, &telling, error);
    *story = (struct story){telling.entries, count};
    if (status == STATUS_OK && telling.status == STATUS_OK && telling.left) {
        return error_set(error, STATUS_CORRUPT, "a journal has fewer entries than versions");
    }
    return status ? status : telling.status;
}

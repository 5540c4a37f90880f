/* What has become of the entries of a journal, as later corrections say (engine/correct.h). Only the
 * corrections are read; of all other entries no more than when they happened. */
#include "api/marks.h"

struct marking {
    struct call *call;
    const struct case_read *found;
    uint64_t since;
    struct story_entry *entries;
    size_t count;
    enum status status;
    struct error *error;
};

bool content_has(struct text content, struct text part)
{
    for (size_t i = 0; i + part.size <= content.size; i++) {
        i += text_find(text_part(content, i, content.size), part.at[0]);
        if (text_equal(text_part(content, i, part.size), part)) {
            return true;
        }
    }
    return false;
}

static bool may_correct(struct text content)
{
    return content_has(content, TEXT("\"event\":\"correct\"")) ||
           content_has(content, TEXT("\"event\":\"undo\""));
}

static enum status read_correction(struct marking *marking, struct text content, struct story_entry *entry)
{
    struct json json;
    struct arena *arena = marking->call->arena;
    enum status status = json_read(arena, content, &json, marking->error);
    if (status != STATUS_OK) {
        return status;
    }
    const struct json *command = json_member_of(&json, "command"), *notes = json_member_of(&json, "notes");
    const struct json *data = json_member_of(command, "data");
    struct json none = json_null();
    entry->command.event = json_get_text(command, "event");
    entry->command.data = data ? *data : none;
    entry->notes = notes ? *notes : none;
    entry->origin = text_is(json_get_text(&json, "origin"), "time") ? ORIGIN_TIME : ORIGIN_PERSON;
    return STATUS_OK;
}

static bool take(void *self, const struct stored_entry *stored)
{
    struct marking *marking = self;
    bool known = stored->recorded < marking->found->as_at.before;
    if (stored->seq < marking->since) {
        return false;
    }
    if (stored->seq == 0 || stored->seq > marking->count) {
        return true;
    }
    struct story_entry *entry = &marking->entries[stored->seq - 1];
    entry->seq = stored->seq;
    entry->happened = stored->happened;
    entry->recorded = stored->recorded;
    if (known && !stored->erased && may_correct(stored->content)) {
        marking->status = read_correction(marking, stored->content, entry);
    }
    return marking->status == STATUS_OK;
}

enum status marks_read(struct call *call, const struct case_read *found, uint64_t since, struct marks *marks,
                       struct error *error)
{
    uint64_t version = found->stored.version;
    struct store *store = call->store;
    struct marking marking = {
        .call = call, .found = found, .since = since, .status = STATUS_OK, .error = error};
    *marks = (struct marks){0};
    marking.count = (size_t)(version > STORY_LIMIT ? STORY_LIMIT + 1 : version);
    if (since > marking.count) {
        return STATUS_OK;
    }
    marking.entries = arena_array(call->arena, struct story_entry, marking.count);
    enum status status = store->api->entries(store, call->arena, found->stored.id, 0, take, &marking, error);
    status = status == STATUS_OK ? marking.status : status;
    if (status != STATUS_OK) {
        return status;
    }
    marks->story = (struct story){marking.entries, marking.count};
    marks->at = story_marks(call->arena, call->world->zone, &marks->story);
    return STATUS_OK;
}

const struct story_mark *marks_of(const struct marks *marks, uint64_t seq)
{
    bool marked = seq >= 1 && seq <= marks->story.count && marks->at[seq - 1].by;
    return marked ? &marks->at[seq - 1] : NULL;
}

void marks_show(struct arena *arena, const struct marks *marks, uint64_t seq, struct json *item)
{
    struct json json = json_object();
    const struct story_mark *mark = marks_of(marks, seq);
    if (!mark) {
        return;
    }
    const struct story_entry *by = &marks->story.entries[mark->by - 1];
    json_set(arena, &json, TEXT("by"), json_integer((int64_t)mark->by));
    json_set(arena, &json, TEXT("out"), json_boolean(mark->out));
    if (mark->data.type != JSON_NULL) {
        json_set(arena, &json, TEXT("data"), mark->data);
    }
    if (mark->happened != marks->story.entries[seq - 1].happened) {
        show_instant(arena, &json, "happened", mark->happened);
    }
    show_text(arena, &json, "moved", mark->moved);
    show_text(arena, &json, "reason", json_get_text(&by->command.data, "reason"));
    json_set(arena, item, TEXT("corrected"), json);
}

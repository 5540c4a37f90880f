/* GET /v1/cases/{case}/history: a case's entries, newest first, by when they were recorded or by when they
 * happened. What was erased says so and no more; what a later correction says of an entry stands with it. */
#include "api/marks.h"

#include <inttypes.h>
#include <stdlib.h>

/* Where an entry stands when they are told by when they happened. */
struct key {
    instant happened; /* as the corrections say */
    uint64_t seq;
    int64_t number, newer; /* newer: the number of the entry recorded after it; 0: none */
};

struct history {
    struct call *call;
    struct case_read found;
    struct marks marks;
    struct json items;
    size_t limit;
    uint64_t oldest; /* of the listed ones, by when they were recorded */
    int64_t last;    /* the number of the entry that was listed last */
    bool more;
    VECTOR(struct key)
    keys;
    int64_t newer; /* while keys are collected */
    enum status status;
    struct error error;
};

/* --- an entry ------------------------------------------------------------------------------- */

static void copy_member(struct arena *arena, struct json *to, const struct json *from, const char *name)
{
    const struct json *value = json_member_of(from, name);
    if (value) {
        json_set(arena, to, text_of(name), *value);
    }
}

/* What another case told after a correction there found that it belongs here. Its key names that case and its
 * entry: "told/ID/SEQ/N" (flow/change.c); only such a one has an actor, and
 * the correction that takes it back. */
static void show_origin(struct call *call, struct json *item, const struct json *content)
{
    struct error error;
    struct stored_subject from;
    const struct json *command = json_member_of(content, "command");
    struct text key = json_get_text(command, "key"), told, id, seq;
    int64_t subject, entry;
    bool moved = text_is(json_get_text(content, "origin"), "record") &&
                 json_get_text(command, "actor").size && !text_is(json_get_text(command, "event"), "correct");
    if (!moved || !text_split(&key, '/', &told) || !text_is(told, "told") || !text_split(&key, '/', &id) ||
        !text_split(&key, '/', &seq) || !text_integer(id, &subject) || !text_integer(seq, &entry)) {
        return;
    }
    struct json json = json_object();
    if (call->store->api->load_id(call->store, call->arena, subject, &from, &error) == STATUS_OK &&
        access_allows(&call->exchange->request.principal, ACT_READ, from.area)) {
        show_text(call->arena, &json, "case", from.reference);
        json_set(call->arena, &json, TEXT("seq"), json_integer(entry));
    }
    json_set(call->arena, item, TEXT("moved_from"), json);
}

static void show_content(struct history *history, struct json *item, const struct json *content)
{
    struct arena *arena = history->call->arena;
    const struct json *command = json_member_of(content, "command");
    const struct json *changes = json_member_of(content, "changes");
    struct text event = json_get_text(command, "event");
    show_text(arena, item, "event", event);
    show_text(arena, item, "title", show_event_title(history->found.subject.definition, event));
    static const char *const of_command[] = {"actor", "role", "of", "data", "override"};
    for (size_t i = 0; i < sizeof of_command / sizeof *of_command; i++) {
        copy_member(arena, item, command, of_command[i]);
    }
    copy_member(arena, item, content, "origin");
    copy_member(arena, item, content, "ledger");
    copy_member(arena, item, content, "notes");
    show_known_of_notes(history->call, item);
    json_set(arena, item, TEXT("changes"), show_changes(arena, changes));
    show_origin(history->call, item, content);
}

static bool add_entry(void *self, const struct stored_entry *entry)
{
    struct history *history = self;
    struct arena *arena = history->call->arena;
    struct json content, item = json_object();
    if (entry->recorded >= history->found.as_at.before) {
        return true;
    }
    if (history->items.count == history->limit) {
        history->more = true;
        return false;
    }
    json_set(arena, &item, TEXT("seq"), json_integer((int64_t)entry->seq));
    show_instant(arena, &item, "happened", entry->happened);
    show_instant(arena, &item, "recorded", entry->recorded);
    if (entry->erased) {
        json_set(arena, &item, TEXT("erased"), json_boolean(true));
    } else {
        history->status = json_read(arena, entry->content, &content, &history->error);
        if (history->status != STATUS_OK) {
            return false;
        }
        show_content(history, &item, &content);
    }
    json_append(arena, &history->items, item);
    history->oldest = entry->seq < history->oldest || !history->oldest ? entry->seq : history->oldest;
    history->last = entry->number;
    return true;
}

/* --- by when they happened ------------------------------------------------------------------- */

static bool add_key(void *self, const struct stored_entry *entry)
{
    struct history *history = self;
    const struct story_mark *mark = marks_of(&history->marks, entry->seq);
    if (entry->recorded < history->found.as_at.before) {
        struct key key = {mark ? mark->happened : entry->happened, entry->seq, entry->number, history->newer};
        vector_push(history->call->arena, &history->keys, key);
    }
    history->newer = entry->number;
    return true;
}

static int compare_keys(const void *a, const void *b)
{
    const struct key *left = a, *right = b;
    if (left->happened != right->happened) {
        return left->happened < right->happened ? 1 : -1;
    }
    return left->seq < right->seq ? 1 : -1;
}

static bool add_just_one(void *self, const struct stored_entry *entry)
{
    (void)add_entry(self, entry);
    return false;
}

static enum status list_by_happened(struct history *history, int64_t before)
{
    struct store *store = history->call->store;
    struct arena *arena = history->call->arena;
    int64_t id = history->found.stored.id;
    size_t at = 0;
    enum status status = store->api->entries(store, arena, id, 0, add_key, history, &history->error);
    if (status != STATUS_OK || history->keys.count == 0) {
        return status;
    }
    qsort(history->keys.at, history->keys.count, sizeof *history->keys.at, compare_keys);
    while (before && at < history->keys.count && history->keys.at[at].number != before) {
        at++;
    }
    if (at == history->keys.count) {
        return STATUS_NOT_FOUND;
    }
    for (at += before != 0; at < history->keys.count && !history->more && status == STATUS_OK; at++) {
        const struct key *key = &history->keys.at[at];
        status = store->api->entries(store, arena, id, key->newer, add_just_one, history, &history->error);
        status = status == STATUS_OK ? history->status : status;
    }
    return status;
}

/* --- the list ---------------------------------------------------------------------------------- */

static bool read_before(struct call *call, int64_t *before)
{
    struct text given = call_text(call, "before");
    *before = 0;
    return given.size == 0 || (text_integer(given, before) && *before > 0) ||
           !answer_problem(call, PROBLEM_BAD_REQUEST, "“before” is the cursor that the page before gave.");
}

static bool read_order(struct call *call, bool *by_happened)
{
    struct text given = call_text(call, "order");
    *by_happened = text_is(given, "happened");
    return given.size == 0 || *by_happened || text_is(given, "recorded") ||
           !answer_problem(call, PROBLEM_BAD_REQUEST, "“order” is recorded or happened.");
}

static void show_marks(struct history *history)
{
    for (uint32_t i = 0; i < history->items.count; i++) {
        struct json *item = &history->items.elements[i];
        marks_show(history->call->arena, &history->marks, (uint64_t)json_get_integer(item, "seq", 0), item);
    }
}

static enum status list(struct history *history, bool by_happened, int64_t before)
{
    struct call *call = history->call;
    const struct case_read *found = &history->found;
    enum status status = STATUS_OK;
    if (by_happened) {
        status = marks_read(call, found, 1, &history->marks, &history->error);
        status = status == STATUS_OK ? list_by_happened(history, before) : status;
    } else {
        status = call->store->api->entries(call->store, call->arena, found->stored.id, before, add_entry,
                                           history, &history->error);
        if (status == STATUS_OK && history->status == STATUS_OK && history->oldest) {
            status = marks_read(call, found, history->oldest, &history->marks, &history->error);
        }
    }
    if (status == STATUS_INVALID) {
        history->status = status;
        status = STATUS_OK;
    }
    show_marks(history);
    return status;
}

bool case_history(struct call *call)
{
    struct history history = {.call = call, .items = json_array()};
    int64_t before;
    bool by_happened;
    if (!call_limit(call, &history.limit) || !read_before(call, &before) || !read_order(call, &by_happened) ||
        !case_find(call, &history.found)) {
        return true;
    }
    enum status status = list(&history, by_happened, before);
    if (status == STATUS_NOT_FOUND) {
        return answer_problem(call, PROBLEM_BAD_REQUEST, "“before” is no entry of %.*s.",
                              TEXT_ARGS(history.found.stored.reference));
    }
    if (status == STATUS_OK && history.status != STATUS_OK) {
        error_place(&history.error, "%.*s", TEXT_ARGS(history.found.stored.reference));
        status = STATUS_CORRUPT;
    }
    if (status != STATUS_OK) {
        return answer_failure(call, status, &history.error);
    }
    struct text cursor = {0};
    if (history.more) {
        cursor = text_printf(call->arena, "%" PRId64, history.last);
    }
    return answer_case_list(call, &history.found, history.items, cursor);
}

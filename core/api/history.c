/* GET /v1/cases/{case}/history: a case's entries, newest first. What was erased says so and no more. */
#include "api/parts.h"

struct history {
    struct call *call;
    const struct definition *definition;
    struct json items;
    size_t limit;
    int64_t last; /* the number of the entry that was listed last */
    bool more;
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

static void show_content(struct history *history, struct json *item, const struct json *content)
{
    struct arena *arena = history->call->arena;
    const struct json *command = json_member_of(content, "command");
    const struct json *changes = json_member_of(content, "changes");
    struct text event = json_get_text(command, "event");
    show_text(arena, item, "event", event);
    show_text(arena, item, "title", show_event_title(history->definition, event));
    static const char *const of_command[] = {"actor", "role", "of", "data", "override"};
    for (size_t i = 0; i < sizeof of_command / sizeof *of_command; i++) {
        copy_member(arena, item, command, of_command[i]);
    }
    copy_member(arena, item, content, "origin");
    copy_member(arena, item, content, "ledger");
    copy_member(arena, item, content, "notes");
    json_set(arena, item, TEXT("changes"), show_changes(arena, changes));
}

static bool add_entry(void *self, const struct stored_entry *entry)
{
    struct history *history = self;
    struct arena *arena = history->call->arena;
    struct json content, item = json_object();
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
    history->last = entry->number;
    return true;
}

/* --- the list ---------------------------------------------------------------------------------- */

static bool read_before(struct call *call, int64_t *before)
{
    struct text given = call_text(call, "before");
    *before = 0;
    return given.size == 0 || (text_integer(given, before) && *before > 0) ||
           !answer_problem(call, PROBLEM_BAD_REQUEST, "“before” is the cursor that the page before gave.");
}

bool case_history(struct call *call)
{
    struct case_read found;
    struct history history = {.call = call, .items = json_array()};
    int64_t before;
    if (!call_limit(call, &history.limit) || !read_before(call, &before) || !case_find(call, &found)) {
        return true;
    }
    struct store *store = call->store;
    history.definition = found.subject.definition;
    enum status status =
        store->api->entries(store, call->arena, found.stored.id, before, add_entry, &history, &history.error);
    if (status == STATUS_NOT_FOUND) {
        return answer_problem(call, PROBLEM_BAD_REQUEST, "“before” is no entry of %.*s.",
                              TEXT_ARGS(found.stored.reference));
    }
    if (status == STATUS_OK && history.status != STATUS_OK) {
        error_place(&history.error, "%.*s", TEXT_ARGS(found.stored.reference));
        status = STATUS_CORRUPT;
    }
    if (status != STATUS_OK) {
        return answer_failure(call, status, &history.error);
    }
    struct text cursor = {0};
    if (history.more) {
        cursor = text_printf(call->arena, "%lld", (long long)history.last);
    }
    return answer_list(call, history.items, cursor);
}

/* See look_up.h. */
#include "flow/look_up.h"

#include "engine/names.h"

struct looking {
    struct flow *flow;
    VECTOR(struct known_record)
    known;
    VECTOR(struct known_episode)
    episodes;
};

/* Only the links of the other record are needed: its document is read, but not as its workflow's. */
static struct text merged_into(struct arena *arena, struct text document)
{
    struct json json;
    struct error ignored; /* a damaged one is told when it is loaded itself */
    if (json_read(arena, document, &json, &ignored) != STATUS_OK) {
        return (struct text){0};
    }
    const struct json *list = json_member_of(json_member_of(&json, "links"), "merged_into");
    return list && list->type == JSON_ARRAY && list->count ? json_text(&list->elements[0]) : (struct text){0};
}

/* The record that stands where INTO was merged, too; the last one of a chain that is too long. */
static enum status follow(struct flow *flow, struct text *into, struct error *error)
{
    struct stored_subject stored;
    struct text next = *into;
    struct store *store = flow->options.store;
    enum status status = STATUS_OK;
    for (int i = 0; next.size && status == STATUS_OK && i < LOOK_UP_MERGES; i++) {
        *into = next;
        status = store->api->load(store, &flow->arena, next, &stored, error);
        next = status == STATUS_OK ? merged_into(&flow->arena, stored.document) : (struct text){0};
    }
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

/* STANDING becomes the reference of the record that stands for ASKED; empty when there is none. */
static enum status look_up_record(struct looking *looking, struct text asked, struct text *standing,
                                  struct error *error)
{
    struct stored_subject stored;
    struct flow *flow = looking->flow;
    struct store *store = flow->options.store;
    *standing = (struct text){0};
    enum status status = store->api->load(store, &flow->arena, asked, &stored, error);
    if (status != STATUS_OK) {
        return status == STATUS_NOT_FOUND ? STATUS_OK : status;
    }
    struct text into = merged_into(&flow->arena, stored.document);
    status = follow(flow, &into, error);
    if (status != STATUS_OK) {
        return status;
    }
    *standing = into.size ? into : stored.reference;
    vector_push(&flow->arena, &looking->known,
                (struct known_record){.asked = asked,
                                      .reference = stored.reference,
                                      .kind = stored.kind,
                                      .workflow = stored.workflow,
                                      .opened = stored.opened,
                                      .closed = stored.closed,
                                      .merged_into = into});
    return STATUS_OK;
}

static enum status look_up_episodes(struct looking *looking, struct text person, struct text workflow,
                                    struct error *error)
{
    size_t count;
    struct flow *flow = looking->flow;
    struct store *store = flow->options.store;
    struct episode_row *rows = arena_array(&flow->arena, struct episode_row, LOOK_UP_EPISODES);
    enum status status =
        store->api->episodes(store, &flow->arena, person, workflow, rows, LOOK_UP_EPISODES, &count, error);
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        vector_push(&flow->arena, &looking->episodes,
                    (struct known_episode){.person = person,
                                           .reference = rows[i].reference,
                                           .part = rows[i].part,
                                           .area = rows[i].area,
                                           .opened = rows[i].opened,
                                           .closed = rows[i].closed,
                                           .merged = rows[i].merged});
    }
    return status;
}

enum status look_up(struct flow *flow, const struct definition *definition, const struct command *command,
                    struct given *given, struct error *error)
{
    struct command_names names;
    struct text standing;
    struct looking looking = {.flow = flow};
    enum status status = STATUS_OK;
    bool opens = text_is(command->event, "open");
    command_names(&flow->arena, definition, command, &names);
    for (size_t i = 0; i < names.records.count && status == STATUS_OK; i++) {
        status = look_up_record(&looking, names.records.at[i], &standing, error);
    }
    for (size_t i = 0; i < names.people.count && status == STATUS_OK; i++) {
        status = look_up_record(&looking, names.people.at[i], &standing, error);
        if (opens && standing.size && status == STATUS_OK) {
            status = look_up_episodes(&looking, standing, definition->name, error);
        }
    }
    given->known = looking.known.at;
    given->known_count = looking.known.count;
    given->episodes = looking.episodes.at;
    given->episode_count = looking.episodes.count;
    return status;
}

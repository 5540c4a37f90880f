/* See draft.h. */
#include "flow/draft.h"

#include "flow/path.h"

#include <inttypes.h>

/* Where the two values of a draft stand. */
struct draft_place {
    struct text users, name;  /* in the user's list */
    struct text record, body; /* what it holds */
};

/* Names are told apart by blanks, so an event or an item with one names no draft. */
static bool place_of(struct arena *arena, const struct draft *draft, struct draft_place *place)
{
    struct text event = draft->event, of = draft->of, user = draft->user;
    bool plain = text_find(event, ' ') == event.size && text_find(of, ' ') == of.size;
    if (!plain || event.size == 0 || user.size == 0) {
        return false;
    }
    *place = (struct draft_place){
        .users = text_printf(arena, "drafts of %.*s", TEXT_ARGS(user)),
        .name = text_printf(arena, "%" PRId64 " %.*s %.*s", draft->subject, TEXT_ARGS(event), TEXT_ARGS(of)),
        .record = text_printf(arena, "draft %" PRId64, draft->subject),
        .body = text_printf(arena, "%.*s %.*s %.*s", TEXT_ARGS(event), TEXT_ARGS(of), TEXT_ARGS(user))};
    return true;
}

/* --- reading ------------------------------------------------------------------------ */

static enum status no_draft(const struct draft *draft, struct error *error)
{
    return error_set(error, STATUS_NOT_FOUND, "You have no draft of “%.*s”%s%.*s here.",
                     TEXT_ARGS(draft->event), draft->of.size ? " for " : "", TEXT_ARGS(draft->of));
}

static enum status read_head(struct arena *arena, struct text value, struct draft *draft, struct error *error)
{
    struct json head;
    enum status status = json_read(arena, value, &head, error);
    if (status != STATUS_OK) {
        return error_set(error, STATUS_CORRUPT, "A draft of “%.*s” cannot be read", TEXT_ARGS(draft->event));
    }
    draft->saved = json_get_integer(&head, "saved", 0);
    draft->version = (uint64_t)json_get_integer(&head, "version", 0);
    return STATUS_OK;
}

static struct json head_json(struct arena *arena, const struct draft *draft)
{
    struct json head = json_object();
    json_set(arena, &head, TEXT("saved"), json_integer(draft->saved));
    json_set(arena, &head, TEXT("version"), json_integer((int64_t)draft->version));
    return head;
}

enum status draft_load(struct store *store, struct arena *arena, struct draft *draft, struct error *error)
{
    struct draft_place place;
    struct text head, body;
    if (!place_of(arena, draft, &place)) {
        return no_draft(draft, error);
    }
    enum status status = store->api->get_value(store, arena, place.users, place.name, &head, error);
    if (status == STATUS_OK) {
        status = store->api->get_value(store, arena, place.record, place.body, &body, error);
    }
    if (status != STATUS_OK) {
        return status == STATUS_NOT_FOUND ? no_draft(draft, error) : status;
    }
    status = read_head(arena, head, draft, error);
    if (status == STATUS_OK &&
        (json_read(arena, body, &draft->data, error) != STATUS_OK || draft->data.type != JSON_OBJECT)) {
        status =
            error_set(error, STATUS_CORRUPT, "A draft of “%.*s” cannot be read", TEXT_ARGS(draft->event));
    }
    return status;
}

enum status drafts_load(struct store *store, struct arena *arena, struct text user, struct drafts *drafts,
                        struct error *error)
{
    struct json values;
    struct text space = text_printf(arena, "drafts of %.*s", TEXT_ARGS(user));
    *drafts = (struct drafts){0};
    enum status status =
        user.size ? store->api->values(store, arena, space, &values, error) : STATUS_NOT_FOUND;
    for (uint32_t i = 0; status == STATUS_OK && i < values.count; i++) {
        struct text rest = values.members[i].name, number;
        struct draft draft = {.user = user, .data = json_null()};
        if (!text_split(&rest, ' ', &number) || !text_integer(number, &draft.subject) ||
            !text_split(&rest, ' ', &draft.event)) {
            return error_set(error, STATUS_CORRUPT, "The list of drafts cannot be read");
        }
        draft.of = rest;
        status = read_head(arena, json_text(&values.members[i].value), &draft, error);
        vector_push(arena, &drafts->list, draft);
    }
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

/* --- who has any ---------------------------------------------------------------------- */

void draft_forget(struct flow *flow)
{
    arena_reset(&flow->drafters_arena);
    flow->drafters = (struct map){0};
}

/* Whether USER may have drafts. */
static enum status has_any(struct flow *flow, struct text user, bool *any, struct error *error)
{
    struct json values;
    struct text space = text_printf(&flow->arena, "drafts of %.*s", TEXT_ARGS(user));
    enum status status = store_of(flow)->api->values(store_of(flow), &flow->arena, space, &values, error);
    if (status != STATUS_OK) {
        return status;
    }
    if (flow->drafters.count >= FLOW_DRAFTERS_LIMIT) {
        draft_forget(flow);
    }
    *any = values.count > 0;
    struct text name = text_copy(&flow->drafters_arena, user);
    (void)map_add(&flow->drafters_arena, &flow->drafters, name, *any);
    return STATUS_OK;
}

/* --- keeping -------------------------------------------------------------------------- */

static enum status fits(struct flow *flow, const struct draft *draft, struct text body, bool is_new,
                        struct error *error)
{
    struct drafts drafts;
    if (body.size > DRAFT_LIMIT) {
        return error_set(error, STATUS_LIMIT, "The draft has %zu bytes; one holds at most %d.", body.size,
                         DRAFT_LIMIT);
    }
    enum status status =
        is_new ? drafts_load(flow->options.store, &flow->arena, draft->user, &drafts, error) : STATUS_OK;
    if (is_new && status == STATUS_OK && drafts.list.count >= DRAFTS_LIMIT) {
        return error_set(error, STATUS_LIMIT,
                         "You have %d drafts already; send or throw away one of them first.", DRAFTS_LIMIT);
    }
    return status;
}

static enum status save(struct flow *flow, struct job *job, struct draft *draft,
                        const struct draft_place *place, struct error *error)
{
    struct store *store = flow->options.store;
    struct arena *arena = &flow->arena;
    struct text body = json_to_text(arena, &draft->data), head;
    enum status status = store->api->get_value(store, arena, place->users, place->name, &head, error);
    bool is_new = status == STATUS_NOT_FOUND;
    if (status == STATUS_OK) {
        status = read_head(arena, head, draft, error);
    }
    if (status == STATUS_OK || is_new) {
        status = fits(flow, draft, body, is_new, error);
    }
    draft_forget(flow);
    draft->saved = clock_now(&flow->options.clock);
    struct json json = head_json(arena, draft);
    if (status == STATUS_OK) {
        status = store->api->set_value(store, place->users, place->name, json_to_text(arena, &json), error);
    }
    if (status == STATUS_OK) {
        status = store->api->set_value(store, place->record, place->body, body, error);
    }
    job->answer = json_copy(job->arena, json);
    return status;
}

/* STATUS_NOT_FOUND when there is none. */
static enum status throw_away(struct flow *flow, const struct draft *draft, const struct draft_place *place,
                              struct error *error)
{
    struct store *store = flow->options.store;
    struct text head;
    enum status status = store->api->get_value(store, &flow->arena, place->users, place->name, &head, error);
    if (status == STATUS_NOT_FOUND) {
        return no_draft(draft, error);
    }
    if (status == STATUS_OK) {
        status = store->api->unset_value(store, place->users, place->name, error);
    }
    return status == STATUS_OK ? store->api->unset_value(store, place->record, place->body, error) : status;
}

static enum status run(struct flow *flow, struct job *job, struct error *error)
{
    struct store *store = flow->options.store;
    const struct command *command = &job->command;
    struct stored_subject stored;
    struct draft_place place;
    enum status status = store->api->load(store, &flow->arena, command->subject, &stored, error);
    if (status == STATUS_NOT_FOUND) {
        return error_set(error, status, "there is no case “%.*s”", TEXT_ARGS(command->subject));
    }
    if (status != STATUS_OK) {
        return status;
    }
    struct draft draft = {.subject = stored.id,
                          .event = command->event,
                          .of = command->of,
                          .user = command->actor,
                          .version = stored.version,
                          .data = command->data};
    bool discards = draft.data.type == JSON_NULL;
    if (!place_of(&flow->arena, &draft, &place)) {
        return discards ? no_draft(&draft, error)
                        : error_set(error, STATUS_INVALID, "A draft is somebody's, and of an event.");
    }
    return discards ? throw_away(flow, &draft, &place, error) : save(flow, job, &draft, &place, error);
}

enum status draft_run(struct flow *flow, struct job *job, struct error *error)
{
    job->status = run(flow, job, &job->error);
    switch (job->status) {
    case STATUS_OK:
    case STATUS_NOT_FOUND:
    case STATUS_INVALID:
    case STATUS_LIMIT:
        return STATUS_OK;
    default:
        *error = job->error;
        return job->status;
    }
}

static enum status end_of(struct flow *flow, const struct job *job, int64_t subject, struct text user,
                          struct error *error)
{
    struct draft_place place;
    struct draft draft = {
        .subject = subject, .event = job->command.event, .of = job->command.of, .user = user};
    int32_t known = map_get(&flow->drafters, user);
    bool any = known == 1;
    if (known == 0 || user.size == 0) {
        return STATUS_OK;
    }
    enum status status = known == MAP_NONE ? has_any(flow, user, &any, error) : STATUS_OK;
    if (status != STATUS_OK || !any || !place_of(&flow->arena, &draft, &place)) {
        return status;
    }
    status = throw_away(flow, &draft, &place, error);
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

enum status draft_end(struct flow *flow, const struct job *job, int64_t subject, struct error *error)
{
    const struct command *command = &job->command;
    if (job->kind != JOB_COMMAND || command->origin != ORIGIN_PERSON || job->held) {
        return STATUS_OK;
    }
    enum status status = end_of(flow, job, subject, command->actor, error);
    if (status == STATUS_OK && !text_equal(job->user, command->actor)) {
        status = end_of(flow, job, subject, job->user, error);
    }
    return status;
}

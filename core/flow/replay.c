/* See replay.h. A subject's entries are gathered from its head backwards, since that is how they are chained,
 * and told forwards, one decision at a time. What a decision needs lives until the next; between them only
 * the document is carried on, as text. */
#include "flow/replay.h"

#include "base/insist.h"
#include "engine/names.h"
#include "flow/path.h"

struct replaying {
    const struct replay_options *options;
    struct arena *arena; /* of the result */
    struct replayed *result;
    struct arena whole;   /* one subject's */
    struct arena turn[2]; /* one decision's, in turns: the document so far is in the other */
    const struct stored_subject *stored;
    VECTOR(struct stored_entry)
    entries;                   /* newest first */
    const struct world *world; /* of the decision */
    struct shelf shelf;
    struct error error;
};

/* One decision, as it was written. */
struct decision {
    const struct stored_entry *stored;
    struct story_entry entry;
    struct json content, before, after; /* before: JSON_NULL for an `open` */
    size_t place;                       /* in the story, from 0 */
};

static struct arena *turn_of(struct replaying *replaying, const struct decision *decision)
{
    return &replaying->turn[decision->place % 2];
}

/* --- what differs --------------------------------------------------------------------- */

static void tell(struct replaying *replaying, const struct decision *decision, const char *kind,
                 struct text what, const struct json *recorded, const struct json *now)
{
    struct json line = json_object();
    struct arena *arena = replaying->arena;
    replaying->result->faults++;
    if (replaying->result->lines.count >= REPLAY_LINES_LIMIT) {
        return;
    }
    json_set(arena, &line, TEXT("case"), json_string(text_copy(arena, replaying->stored->reference)));
    json_set(arena, &line, TEXT("entry"), json_integer((int64_t)decision->entry.seq));
    struct text event = text_copy(arena, decision->entry.command.event);
    json_set(arena, &line, TEXT("event"), json_string(event));
    json_set(arena, &line, text_of(kind), json_string(text_copy(arena, what)));
    json_set(arena, &line, TEXT("recorded"), recorded ? json_copy(arena, *recorded) : json_null());
    json_set(arena, &line, TEXT("now"), now ? json_copy(arena, *now) : json_null());
    json_append(arena, &replaying->result->lines, line);
}

static bool same(struct arena *arena, const struct json *a, const struct json *b)
{
    return text_equal(json_to_text(arena, a), json_to_text(arena, b));
}

/* The first call that was answered otherwise. */
static bool tell_calls(struct replaying *replaying, const struct decision *decision, const struct plan *plan)
{
    struct arena *arena = turn_of(replaying, decision);
    struct json none = json_array();
    const struct json *recorded = json_member_of(&decision->content, "transcript");
    recorded = recorded && recorded->type == JSON_ARRAY ? recorded : &none;
    uint32_t most = recorded->count > plan->transcript.count ? recorded->count : plan->transcript.count;
    for (uint32_t i = 0; i < most; i++) {
        const struct json *then = i < recorded->count ? &recorded->elements[i] : NULL;
        const struct json *now = i < plan->transcript.count ? &plan->transcript.elements[i] : NULL;
        if (!then || !now || !same(arena, then, now)) {
            struct text call = json_get_text(then ? then : now, "call");
            tell(replaying, decision, "rule", call, then, now);
            return true;
        }
    }
    return false;
}

static void tell_outcome(struct replaying *replaying, const struct decision *decision,
                         const struct plan *plan)
{
    struct text why = plan->outcome == OUTCOME_FAILED ? text_of(plan->failure.message)
                      : plan->unmet.count             ? plan->unmet.at[0].text
                                                      : (struct text){0};
    struct json then = json_string(TEXT("done"));
    struct json now = json_string(
        text_printf(turn_of(replaying, decision), "%s: %.*s", outcome_name(plan->outcome), TEXT_ARGS(why)));
    tell(replaying, decision, "path", TEXT("outcome"), &then, &now);
}

static void tell_document(struct replaying *replaying, const struct decision *decision,
                          const struct plan *plan)
{
    struct json changes = json_array();
    struct arena *arena = turn_of(replaying, decision);
    json_diff(arena, &decision->after, &plan->document, &changes);
    insist(changes.count > 0); /* their texts differ */
    const struct json *first = &changes.elements[0], *path = json_member_of(first, "path");
    struct buffer words;
    buffer_init(&words, arena);
    for (uint32_t i = 0; i < path->count; i++) {
        buffer_string(&words, i ? "." : "");
        buffer_text(&words, json_text(&path->elements[i]));
    }
    tell(replaying, decision, "path", buffer_result(&words), json_member_of(first, "before"),
         json_member_of(first, "after"));
}

static void compare(struct replaying *replaying, const struct decision *decision, const struct plan *plan)
{
    struct arena *arena = turn_of(replaying, decision);
    if (tell_calls(replaying, decision, plan)) {
        return;
    }
    if (plan->outcome != OUTCOME_DONE) {
        tell_outcome(replaying, decision, plan);
    } else if (!same(arena, &decision->after, &plan->document)) {
        tell_document(replaying, decision, plan);
    }
}

/* --- one decision made again ------------------------------------------------------------- */

/* What came before; corrections were refused where some of it was erased. */
static enum status story_before(struct replaying *replaying, const struct decision *decision,
                                struct story *story)
{
    struct arena *arena = turn_of(replaying, decision);
    struct story_entry *entries = arena_array(arena, struct story_entry, decision->place);
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < decision->place; i++) {
        const struct stored_entry *stored = &replaying->entries.at[replaying->entries.count - 1 - i];
        status = path_entry(arena, replaying->options->zone, stored, &entries[i], &replaying->error);
    }
    *story = (struct story){entries, decision->place};
    return status;
}

static struct command command_of(const struct decision *decision)
{
    struct command command = decision->entry.command;
    command.origin = decision->entry.origin;
    command.all_roles = command.role.size == 0;
    command.at = decision->stored->happened;
    command.recorded = decision->stored->recorded;
    return command;
}

static struct given given_of(struct replaying *replaying, const struct decision *decision)
{
    const struct stored_entry *stored = decision->stored;
    const struct json *written = &decision->entry.given;
    instant now = stored->recorded > stored->happened ? stored->recorded : stored->happened;
    struct given given = {.now = now,
                          .next_id = json_get_integer(written, "next_id", INT32_MAX),
                          .quiet = json_get_boolean(written, "quiet", false)};
    given_read(turn_of(replaying, decision), written, &given);
    return given;
}

static enum status read_subject(struct replaying *replaying, const struct decision *decision,
                                struct subject *subject)
{
    const struct definition *definition;
    const struct stored_subject *stored = replaying->stored;
    enum status status = pinned_definition(&replaying->shelf, replaying->world, replaying->options->store,
                                           stored->definition, &definition, &replaying->error);
    if (status == STATUS_OK && decision->before.type == JSON_NULL) {
        subject_init(subject, definition);
    } else if (status == STATUS_OK) {
        status = subject_read(turn_of(replaying, decision), definition, &decision->before, subject,
                              &replaying->error);
    }
    subject->id = stored->id;
    subject->kind = stored->kind;
    subject->reference = stored->reference;
    subject->version = decision->entry.seq - 1;
    return status;
}

static enum status plan_again(struct replaying *replaying, const struct decision *decision,
                              struct plan **plan)
{
    struct story story;
    struct arena *arena = turn_of(replaying, decision);
    const struct rules *rules = &replaying->options->rules;
    struct subject *subject = arena_new(arena, struct subject);
    struct command *command = arena_new(arena, struct command);
    struct given *given = arena_new(arena, struct given);
    enum status status = read_subject(replaying, decision, subject);
    if (status != STATUS_OK) {
        return status;
    }
    *command = command_of(decision);
    if (text_is(command->event, "open") != (decision->place == 0)) {
        return error_set(&replaying->error, STATUS_INVALID, "a case is opened once, and first");
    }
    *given = given_of(replaying, decision);
    if (command->origin == ORIGIN_TIME && text_is(command->event, "world.changed")) {
        given->now = decision->stored->happened;
        *plan = plan_world(arena, replaying->world, subject, &decision->before, given, rules);
    } else if (command->origin == ORIGIN_TIME) {
        instant due = subject_next_due(subject);
        if (due == INSTANT_NONE || due > given->now) {
            return error_set(&replaying->error, STATUS_INVALID, "nothing was due then");
        }
        *plan = plan_time(arena, replaying->world, subject, &decision->before, given, rules);
    } else if (is_correction(command->event) && decision->place) {
        status = story_before(replaying, decision, &story);
        if (status == STATUS_OK) {
            *plan = plan_correct(arena, replaying->world, subject, &decision->before, command, given, &story,
                                 rules);
        }
    } else {
        *plan = plan_build(arena, replaying->world, subject, &decision->before, command, given, rules);
    }
    return status;
}

static bool was_cut_off(const struct decision *decision)
{
    const struct json *lines = json_member_of(&decision->content, "transcript");
    for (uint32_t i = 0; lines && lines->type == JSON_ARRAY && i < lines->count; i++) {
        if (text_is(json_get_text(&lines->elements[i], "failed"), "cut off")) {
            return true;
        }
    }
    return false;
}

/* The entry's world with the plugins that the case kept then; to be moved it was planned in the world itself.
 */
static enum status pin(struct replaying *replaying, const struct decision *decision)
{
    struct shelf shelf = {.arena = turn_of(replaying, decision)};
    int64_t set = json_get_integer(&decision->before, "plugins", 0);
    if (text_is(decision->entry.command.event, EVENT_PLUGINS_MOVED)) {
        return STATUS_OK;
    }
    return pinned_world(&shelf, replaying->world, replaying->options->store, set, &replaying->world,
                        &replaying->error);
}

/* The store's own failures end the replay; what cannot be made again differs. */
static enum status decide(struct replaying *replaying, const struct decision *decision, struct error *error)
{
    struct plan *plan = NULL;
    const struct replay_options *options = replaying->options;
    enum status status =
        options->world(options->self, decision->stored->world, &replaying->world, &replaying->error);
    if (status == STATUS_NOT_FOUND || status == STATUS_UNSUPPORTED || was_cut_off(decision)) {
        replaying->result->passed_over++;
        return STATUS_OK;
    }
    if (status == STATUS_OK) {
        status = pin(replaying, decision);
    }
    if (status == STATUS_OK) {
        status = plan_again(replaying, decision, &plan);
    }
    if (status == STATUS_IO || status == STATUS_CORRUPT) {
        *error = replaying->error;
        return status;
    }
    if (status != STATUS_OK) {
        struct json now = json_string(text_of(replaying->error.message));
        tell(replaying, decision, "path", TEXT("outcome"), NULL, &now);
        return STATUS_OK;
    }
    compare(replaying, decision, plan);
    return STATUS_OK;
}

/* --- one subject --------------------------------------------------------------------------- */

static bool take_entry(void *self, const struct stored_entry *stored)
{
    struct replaying *replaying = self;
    struct stored_entry entry = *stored;
    entry.content = text_copy(&replaying->whole, stored->content);
    vector_push(&replaying->whole, &replaying->entries, entry);
    return true;
}

/* Reads the entry and what it made of DOCUMENT, which it replaces. False: the journal itself is damaged,
 * which is not ours to tell. */
static bool read_decision(struct replaying *replaying, struct decision *decision, struct text *document)
{
    struct arena *arena = turn_of(replaying, decision);
    struct json none = json_object();
    const struct zone *zone = replaying->options->zone;
    decision->before = json_null();
    bool read = path_entry(arena, zone, decision->stored, &decision->entry, NULL) == STATUS_OK &&
                json_read(arena, decision->stored->content, &decision->content, NULL) == STATUS_OK &&
                (!document->size || json_read(arena, *document, &decision->before, NULL) == STATUS_OK);
    decision->after = document->size ? decision->before : none;
    read = read && json_redo(arena, &decision->after, &decision->entry.changes, NULL) == STATUS_OK;
    *document = read ? json_to_text(arena, &decision->after) : *document;
    return read;
}

static enum status replay_subject(struct replaying *replaying, struct error *error)
{
    struct text document = {0};
    const struct replay_options *options = replaying->options;
    enum status status = options->store->api->entries(options->store, &replaying->whole,
                                                      replaying->stored->id, 0, take_entry, replaying, error);
    size_t count = replaying->entries.count;
    replaying->result->subjects++;
    for (size_t place = 0; status == STATUS_OK && place < count; place++) {
        struct decision decision = {.stored = &replaying->entries.at[count - 1 - place], .place = place};
        arena_reset(turn_of(replaying, &decision));
        if (decision.stored->erased || !read_decision(replaying, &decision, &document)) {
            replaying->result->passed_over += count - place;
            return STATUS_OK;
        }
        replaying->result->entries++;
        status = decide(replaying, &decision, error);
    }
    return status;
}

static enum status replay_one(struct replaying *replaying, const struct stored_subject *stored,
                              struct error *error)
{
    replaying->stored = stored;
    replaying->entries.at = NULL;
    replaying->entries.count = replaying->entries.room = 0;
    enum status status = replay_subject(replaying, error);
    arena_reset(&replaying->whole);
    return status;
}

/* --- all of them ------------------------------------------------------------------------------ */

struct page {
    struct arena arena;
    VECTOR(int64_t)
    subjects;
};

static bool add_subject(void *self, const struct stored_subject *row)
{
    struct page *page = self;
    vector_push(&page->arena, &page->subjects, row->id);
    return true;
}

static enum status replay_kind(struct replaying *replaying, enum subject_kind kind, struct error *error)
{
    struct text cursor = {0};
    struct store *store = replaying->options->store;
    enum status status;
    do {
        struct page page = {0};
        arena_init(&page.arena);
        struct store_query query = {.kind = kind,
                                    .due_before = INSTANT_NONE,
                                    .include_closed = true,
                                    .cursor = cursor,
                                    .limit = STORE_PAGE_LIMIT};
        status = store->api->subjects(store, &page.arena, &query, add_subject, &page, &cursor, error);
        cursor = text_copy(replaying->arena, cursor);
        for (size_t i = 0; status == STATUS_OK && i < page.subjects.count; i++) {
            struct stored_subject stored;
            status = store->api->load_id(store, &replaying->whole, page.subjects.at[i], &stored, error);
            status = status == STATUS_OK ? replay_one(replaying, &stored, error) : status;
        }
        arena_deinit(&page.arena);
    } while (status == STATUS_OK && cursor.size);
    return status;
}

enum status replay_run(struct arena *arena, const struct replay_options *options, struct text reference,
                       struct replayed *result, struct error *error)
{
    enum status status;
    struct stored_subject stored;
    *result = (struct replayed){.lines = json_array()};
    struct replaying replaying = {.options = options, .arena = arena, .result = result, .shelf.arena = arena};
    arena_init(&replaying.whole);
    arena_init(&replaying.turn[0]);
    arena_init(&replaying.turn[1]);
    if (reference.size) {
        status = options->store->api->load(options->store, arena, reference, &stored, error);
        status = status == STATUS_OK ? replay_one(&replaying, &stored, error) : status;
    } else {
        status = replay_kind(&replaying, SUBJECT_CASE, error);
        status = status == STATUS_OK ? replay_kind(&replaying, SUBJECT_PERSON, error) : status;
    }
    arena_deinit(&replaying.turn[1]);
    arena_deinit(&replaying.turn[0]);
    arena_deinit(&replaying.whole);
    return status;
}

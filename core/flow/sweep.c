/* After the world has changed, cases follow it: a new holiday moves the deadlines that it touches although
 * nothing happens to their cases. Begin to read at flow_turn_of_world().
 *
 * The open cases are gone through once, in pages, in idle moments. How far it came is kept after each page; a
 * page that is gone through twice moves nothing the second time. What moved is listed for whoever changed the
 * world. */
#include "flow/path.h"

static const struct text space = {"world", 5};

struct page {
    struct flow *flow;
    struct arena arena;
    VECTOR(int64_t)
    subjects;
    struct json state; /* what is kept: world, cursor, done, moved, lines */
};

enum status flow_moves(struct store *store, struct arena *arena, struct json *moves, struct error *error)
{
    struct text value;
    enum status status = store->api->get_value(store, arena, space, TEXT("followed"), &value, error);
    if (status == STATUS_NOT_FOUND) {
        *moves = json_object();
        return STATUS_OK;
    }
    return status == STATUS_OK ? json_read(arena, value, moves, error) : status;
}

static struct json begin_state(struct page *page)
{
    struct json state = json_object();
    json_set(&page->arena, &state, TEXT("world"), json_integer(page->flow->world->number));
    json_set(&page->arena, &state, TEXT("moved"), json_integer(0));
    json_set(&page->arena, &state, TEXT("lines"), json_array());
    return state;
}

/* Where it stands; false once all have followed. */
static enum status read_state(struct page *page, bool *left, struct error *error)
{
    enum status status = flow_moves(store_of(page->flow), &page->arena, &page->state, error);
    if (status != STATUS_OK) {
        return status;
    }
    if (json_get_integer(&page->state, "world", -1) != page->flow->world->number) {
        page->state = begin_state(page);
    }
    *left = !json_get_boolean(&page->state, "done", false);
    return STATUS_OK;
}

static enum status keep_state(struct page *page, struct error *error)
{
    struct store *store = store_of(page->flow);
    struct text value = json_to_text(&page->arena, &page->state);
    enum status status = store->api->begin(store, error);
    if (status != STATUS_OK) {
        return status;
    }
    status = store->api->set_value(store, space, TEXT("followed"), value, error);
    if (status != STATUS_OK) {
        store->api->rollback(store);
        return status;
    }
    return store->api->commit(store, error);
}

static bool add_subject(void *self, const struct stored_subject *row)
{
    struct page *page = self;
    vector_push(&page->arena, &page->subjects, row->id);
    return true;
}

/* The next open cases, and where the page after them begins. */
static enum status next_page(struct page *page, size_t limit, struct error *error)
{
    struct store *store = store_of(page->flow);
    struct text cursor = {0};
    struct store_query query = {.kind = SUBJECT_CASE,
                                .due_before = INSTANT_NONE,
                                .cursor = json_get_text(&page->state, "cursor"),
                                .limit = limit};
    enum status status = store->api->read_begin(store, error);
    if (status != STATUS_OK) {
        return status;
    }
    status = store->api->subjects(store, &page->arena, &query, add_subject, page, &cursor, error);
    store->api->read_end(store);
    json_set(&page->arena, &page->state, TEXT("cursor"), json_string(cursor));
    json_set(&page->arena, &page->state, TEXT("done"), json_boolean(cursor.size == 0));
    return status;
}

static void note_line(struct page *page, struct text reference, const struct json *line)
{
    struct arena *arena = &page->arena;
    struct json *lines = json_get_mutable(&page->state, TEXT("lines"));
    int64_t moved = json_get_integer(&page->state, "moved", 0) + 1;
    json_set(arena, &page->state, TEXT("moved"), json_integer(moved));
    if (!lines || lines->count >= FLOW_MOVES_LIMIT) {
        return;
    }
    struct json one = json_object();
    static const char *const members[] = {"after", "before", "deadline"};
    struct text fact = json_get_text(line, "fact");
    json_set(arena, &one, TEXT("case"), json_string(reference));
    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        const struct json *value = json_member_of(line, members[i]);
        if (value) {
            json_set(arena, &one, text_of(members[i]), *value);
        }
    }
    json_set(arena, &one, TEXT("because"), json_string(fact.size ? fact : json_get_text(line, "because")));
    json_set(arena, &one, TEXT("at"), json_integer(flow_now(page->flow)));
    json_append(arena, lines, one);
}

static void note_moves(struct page *page, const struct job *job)
{
    const struct json *deadlines = json_member_of(&job->details, "deadlines");
    for (uint32_t i = 0; deadlines && i < deadlines->count; i++) {
        if (text_is(json_get_text(&deadlines->elements[i], "change"), "moved")) {
            note_line(page, job->reference_of, &deadlines->elements[i]);
        }
    }
}

static enum status run_page(struct page *page, struct error *error)
{
    size_t count = page->subjects.count;
    struct job *jobs = arena_array(&page->arena, struct job, count);
    struct job **list = arena_array(&page->arena, struct job *, count);
    for (size_t i = 0; i < count; i++) {
        jobs[i] = (struct job){.kind = JOB_WORLD, .subject = page->subjects.at[i], .arena = &page->arena};
        list[i] = &jobs[i];
    }
    enum status status = count ? flow_turn(page->flow, list, count, error) : STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        note_moves(page, &jobs[i]);
    }
    return status;
}

enum status flow_turn_of_world(struct flow *flow, size_t limit, size_t *done, struct error *error)
{
    bool left = false;
    struct page page = {.flow = flow};
    *done = 0;
    if (flow->followed == flow->world) {
        return STATUS_OK;
    }
    arena_init(&page.arena);
    enum status status = read_state(&page, &left, error);
    if (status == STATUS_OK && left) {
        status = next_page(&page, limit, error);
        status = status == STATUS_OK ? run_page(&page, error) : status;
        status = status == STATUS_OK ? keep_state(&page, error) : status;
        *done = status == STATUS_OK;
    }
    if (status == STATUS_OK && json_get_boolean(&page.state, "done", false)) {
        flow->followed = flow->world;
    }
    arena_deinit(&page.arena);
    return status;
}

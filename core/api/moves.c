/* GET /v1/moves: which open deadlines the last change of the world (a calendar, a rule, a setting) has moved,
 * in the order in which the cases followed it. The lines are flow's (flow_moves()); each is told with its
 * deadline as it stands now, to those who may see its case. The cursor names the world, since another one
 * begins the list anew. */
#include "api/parts.h"

#include "flow/flow.h"
#include "store/pinned.h"

#include <inttypes.h>

struct moves {
    struct call *call;
    struct json all, items; /* what flow tells; the page */
    struct shelf shelf;
};

/* --- one line --------------------------------------------------------------------------- */

static bool is_asked_for(const struct moves *moves, const struct stored_subject *stored)
{
    struct call *call = moves->call;
    struct text area = call_text(call, "area"), workflow = call_text(call, "workflow");
    struct text worker = call_text(call, "worker");
    return stored->closed == INSTANT_NONE && (area.size == 0 || text_equal(area, stored->area)) &&
           (workflow.size == 0 || text_equal(workflow, stored->workflow)) &&
           (worker.size == 0 || text_equal(worker, stored->worker)) &&
           access_reads(&call->exchange->request.principal, stored->area, (struct text){0});
}

static void add_open(struct moves *moves, const struct json *line, const struct stored_subject *stored,
                     const struct subject *subject)
{
    static const char *const told[] = {"before", "after", "because"};
    struct call *call = moves->call;
    struct arena *arena = call->arena;
    vector_each(const struct deadline_state, state, &subject->deadlines)
    {
        struct text label = deadline_label(arena, state);
        if (!deadline_is_open(state) || !text_equal(label, json_get_text(line, "deadline"))) {
            continue;
        }
        struct json item = show_deadline(arena, call->world, subject, state, call_now(call));
        show_text(arena, &item, "case", stored->reference);
        show_text(arena, &item, "workflow", stored->workflow);
        show_text(arena, &item, "area", stored->area);
        show_text(arena, &item, "worker", stored->worker);
        for (size_t i = 0; i < sizeof told / sizeof *told; i++) {
            show_text(arena, &item, told[i], json_get_text(line, told[i]));
        }
        show_instant(arena, &item, "at", json_get_integer(line, "at", INSTANT_NONE));
        json_append(arena, &moves->items, json_copy(arena, item));
    }
}

/* A case that is not there any more, or whose version cannot be read, is left out. */
static void add_line(struct moves *moves, const struct json *line)
{
    struct json document;
    struct subject subject;
    struct stored_subject stored;
    const struct definition *definition;
    struct call *call = moves->call;
    struct store *store = call->store;
    struct arena *arena = call->arena;
    if (store->api->load(store, arena, json_get_text(line, "case"), &stored, NULL) == STATUS_OK &&
        is_asked_for(moves, &stored) &&
        pinned_definition(&moves->shelf, call->world, store, stored.definition, &definition, NULL) ==
            STATUS_OK &&
        json_read(arena, stored.document, &document, NULL) == STATUS_OK &&
        subject_read(arena, definition, &document, &subject, NULL) == STATUS_OK) {
        add_open(moves, line, &stored, &subject);
    }
}

/* --- the page ----------------------------------------------------------------------------- */

/* "WORLD.LINE"; false: the response is a problem. */
static bool read_cursor(struct call *call, int64_t world, int64_t *line)
{
    struct text rest = call_text(call, "cursor"), number;
    int64_t of = 0;
    *line = 0;
    if (rest.size == 0) {
        return true;
    }
    if (text_split(&rest, '.', &number) && text_integer(number, &of) && text_integer(rest, line) &&
        of == world && *line >= 0) {
        return true;
    }
    return !answer_problem(call, PROBLEM_BAD_REQUEST,
                           "This cursor is not one of the present list; ask without a cursor.");
}

/* Whether some cases have yet to follow, and what is behind the lines that are kept. */
static bool answer(struct moves *moves, struct text cursor)
{
    struct call *call = moves->call;
    struct json list = json_object();
    bool done = json_get_boolean(&moves->all, "done", false);
    json_set(call->arena, &list, TEXT("items"), moves->items);
    show_text(call->arena, &list, "cursor", cursor);
    json_set(call->arena, &list, TEXT("moved"), json_integer(json_get_integer(&moves->all, "moved", 0)));
    json_set(call->arena, &list, TEXT("done"), json_boolean(done));
    return answer_json(call, 200, &list);
}

bool list_moves(struct call *call)
{
    size_t limit;
    int64_t from;
    struct error error;
    const struct principal *principal = &call->exchange->request.principal;
    struct text area = call_text(call, "area"), cursor = {0};
    struct moves moves = {.call = call, .items = json_array(), .shelf = {.arena = call->arena}};
    if (!access_allows(principal, ACT_LIST, area)) {
        return answer_problem(call, PROBLEM_NOT_ALLOWED, "%.*s may not see what is in %.*s.",
                              TEXT_ARGS(principal->user), TEXT_ARGS(area));
    }
    enum status status = flow_moves(call->store, call->arena, &moves.all, &error);
    if (status != STATUS_OK) {
        return answer_failure(call, status, &error);
    }
    int64_t world = json_get_integer(&moves.all, "world", 0);
    if (!call_limit(call, &limit) || !read_cursor(call, world, &from)) {
        return true;
    }
    const struct json *lines = json_member_of(&moves.all, "lines");
    size_t count = lines ? lines->count : 0, i = (size_t)from;
    for (; i < count && moves.items.count < limit; i++) {
        add_line(&moves, &lines->elements[i]);
    }
    if (i < count) {
        cursor = text_printf(call->arena, "%" PRId64 ".%zu", world, i);
    }
    return answer(&moves, cursor);
}

/* Lists over many cases: a page of rows, and a cursor where the list goes on.
 *
 * A principal who is held to areas sees theirs alone. One area narrows the query itself; several are picked
 * out of the rows, page by page, at most LIST_PAGES of the store's for one of ours: such a page may be short,
 * or empty, and still have a cursor. */
#include "api/parts.h"

#include "store/pinned.h"

enum { LIST_PAGES = 20 };

struct list {
    struct call *call;
    struct store_query query;
    struct json items;
    size_t limit;
    bool picks; /* rows are picked by their area */
    struct shelf shelf;
};

typedef enum status (*list_page)(struct list *list, struct text *cursor, struct error *error);

/* --- the query ------------------------------------------------------------------------- */

static bool is_one_name(struct text names)
{
    return names.size && text_find(names, ' ') == names.size;
}

/* The words of “q” as what people are found by; empty when it may not be asked who has a part in a case. */
static struct text name_words_of(const struct list *list)
{
    struct call *call = list->call;
    struct person asked;
    struct json keys = json_array();
    bool people = access_allows(&call->exchange->request.principal, ACT_READ, (struct text){0});
    if (list->query.words.size == 0 || (list->query.kind == SUBJECT_CASE && !people)) {
        return (struct text){0};
    }
    person_asked(call->arena, list->query.words, DATE_NONE, &asked);
    for (size_t i = 0; asked.name_count && i < asked.names[0].words.count; i++) {
        struct text key = text_printf(call->arena, "n%.*s", TEXT_ARGS(asked.names[0].words.at[i]));
        json_append(call->arena, &keys, json_string(key));
    }
    return json_to_text(call->arena, &keys);
}

/* False: the response is a problem. */
static bool list_begin(struct list *list, struct call *call)
{
    const struct principal *principal = &call->exchange->request.principal;
    struct text area = call_text(call, "area");
    struct text workflow = call_text(call, "workflow");
    *list = (struct list){.call = call, .items = json_array(), .shelf = {.arena = call->arena}};
    if (!call_limit(call, &list->limit)) {
        return false;
    }
    if (!access_allows(principal, ACT_LIST, area)) {
        return !answer_problem(call, PROBLEM_NOT_ALLOWED, "%.*s may not see what is in %.*s.",
                               TEXT_ARGS(principal->user), TEXT_ARGS(area));
    }
    bool held = !principal->operator_ && principal->areas.size > 0 && area.size == 0;
    list->picks = held && !is_one_name(principal->areas);
    list->query = (struct store_query){.kind = text_is(workflow, "person") ? SUBJECT_PERSON : SUBJECT_CASE,
                                       .workflow = workflow,
                                       .area = held && !list->picks ? principal->areas : area,
                                       .worker = call_text(call, "worker"),
                                       .state = call_text(call, "state"),
                                       .words = call_text(call, "q"),
                                       .role = call_text(call, "role"),
                                       .due_before = INSTANT_NONE,
                                       .include_closed = call_flag(call, "closed"),
                                       .cursor = call_text(call, "cursor")};
    list->query.name_words = name_words_of(list);
    return true;
}

static bool is_picked(const struct list *list, struct text area, struct text offered)
{
    return !list->picks || access_reads(&list->call->exchange->request.principal, area, offered);
}

/* Adds ITEM; false once the page is full. */
static bool list_add(struct list *list, struct json item)
{
    json_append(list->call->arena, &list->items, item);
    return list->items.count < list->limit;
}

static bool list_answer(struct list *list, list_page page)
{
    struct error error;
    struct text cursor = {0};
    enum status status;
    int pages = 0;
    do {
        list->query.limit = list->picks ? STORE_PAGE_LIMIT : list->limit;
        status = page(list, &cursor, &error);
        list->query.cursor = cursor;
    } while (status == STATUS_OK && cursor.size && list->items.count < list->limit && ++pages < LIST_PAGES);
    if (status == STATUS_INVALID) {
        return answer_problem(list->call, PROBLEM_BAD_REQUEST, "%s", error.message);
    }
    return status == STATUS_OK ? answer_list(list->call, list->items, cursor)
                               : answer_failure(list->call, status, &error);
}

/* --- rows --------------------------------------------------------------------------------- */

/* A row's text is lent for the call that gives it. */
static void keep_text(struct list *list, struct json *item, const char *name, struct text text)
{
    show_text(list->call->arena, item, name, text_copy(list->call->arena, text));
}

static struct json row_of_case(struct list *list, const struct row_case *of)
{
    struct json item = json_object();
    keep_text(list, &item, "case", of->reference);
    keep_text(list, &item, "workflow", of->workflow);
    keep_text(list, &item, "area", of->area);
    return item;
}

/* What comes next may be the end of a day by which something is due: that day is what people mean. */
static void show_due_date(struct list *list, struct json *item, const struct stored_subject *row)
{
    struct arena scratch;
    struct json document;
    const struct world *world = list->call->world;
    date day = row->due == INSTANT_NONE ? DATE_NONE : zone_date(world->zone, row->due);
    if (day == DATE_NONE || zone_day_start(world->zone, day) != row->due) {
        return;
    }
    arena_init(&scratch);
    if (json_read(&scratch, row->document, &document, NULL) == STATUS_OK) {
        const struct json *deadlines = json_member_of(&document, "deadlines");
        for (uint32_t i = 0; deadlines && i < deadlines->count; i++) {
            const struct json *one = &deadlines->members[i].value;
            struct text due = json_get_text(one, "due");
            if (json_get_integer(one, "overdue_at", INSTANT_NONE) == row->due &&
                date_read(due) != DATE_NONE) {
                keep_text(list, item, "due_date", due);
                break;
            }
        }
    }
    arena_deinit(&scratch);
}

static bool add_case(void *self, const struct stored_subject *row)
{
    struct list *list = self;
    struct arena *arena = list->call->arena;
    if (!is_picked(list, row->area, list->query.offered ? row->offered : (struct text){0})) {
        return true;
    }
    struct json item = row_of_case(
        list, &(struct row_case){.reference = row->reference, .workflow = row->workflow, .area = row->area});
    keep_text(list, &item, "worker", row->worker);
    keep_text(list, &item, "offered", row->offered);
    keep_text(list, &item, "state", row->state);
    keep_text(list, &item, "name", row->name);
    show_instant(arena, &item, "opened", row->opened);
    show_instant(arena, &item, "closed", row->closed);
    show_instant(arena, &item, "due", row->due);
    show_due_date(list, &item, row);
    json_set(arena, &item, TEXT("version"), json_integer((int64_t)row->version));
    return list_add(list, item);
}

static bool add_task(void *self, const struct task_row *row, const struct row_case *of)
{
    struct list *list = self;
    struct arena *arena = list->call->arena;
    if (!is_picked(list, of->area, (struct text){0})) {
        return true;
    }
    struct json item = row_of_case(list, of);
    keep_text(list, &item, "task", row->name);
    keep_text(list, &item, "title", row->title);
    keep_text(list, &item, "role", row->role);
    keep_text(list, &item, "worker", row->worker.size ? row->worker : of->worker);
    show_instant(arena, &item, "opened", row->opened);
    show_moment(arena, &item, "due", row->due);
    json_set(arena, &item, TEXT("required"), json_boolean(row->required));
    return list_add(list, item);
}

/* What the case's own page says of the deadline, and its row does not. */
static void merge_deadline(struct list *list, struct json *item, const struct subject *subject,
                           struct text name)
{
    struct call *call = list->call;
    vector_each(const struct deadline_state, state, &subject->deadlines)
    {
        struct json whole = json_object();
        if (text_equal(deadline_label(call->arena, state), name)) {
            whole = show_deadline(call->arena, call->world, subject, state, call_now(call));
        }
        for (uint32_t i = 0; i < whole.count; i++) {
            if (!json_get(item, whole.members[i].name)) {
                json_set(call->arena, item, whole.members[i].name,
                         json_copy(call->arena, whole.members[i].value));
            }
        }
    }
}

/* How far off the date is, whether it is a guess: that needs the case. One that cannot be read is told by its
 * row alone. */
static void show_of_case(struct list *list, struct json *item, const struct deadline_row *row)
{
    struct arena scratch;
    struct json document;
    struct subject subject;
    struct stored_subject stored;
    struct call *call = list->call;
    arena_init(&scratch);
    if (call->store->api->load_id(call->store, &scratch, row->subject, &stored, NULL) == STATUS_OK) {
        const struct definition *definition;
        if (pinned_definition(&list->shelf, call->world, call->store, stored.definition, &definition, NULL) ==
                STATUS_OK &&
            json_read(&scratch, stored.document, &document, NULL) == STATUS_OK &&
            subject_read(&scratch, definition, &document, &subject, NULL) == STATUS_OK) {
            merge_deadline(list, item, &subject, row->name);
            json_set(call->arena, item, TEXT("version"), json_integer((int64_t)stored.version));
        }
    }
    arena_deinit(&scratch);
}

static bool add_deadline(void *self, const struct deadline_row *row, const struct row_case *of)
{
    struct list *list = self;
    struct arena *arena = list->call->arena;
    if (!is_picked(list, of->area, (struct text){0})) {
        return true;
    }
    struct json item = row_of_case(list, of);
    keep_text(list, &item, "deadline", row->name);
    keep_text(list, &item, "title", row->title);
    keep_text(list, &item, "worker", of->worker);
    keep_text(list, &item, "status", row->status);
    show_moment(arena, &item, "due", row->due);
    json_set(arena, &item, TEXT("open"), json_boolean(row->open));
    json_set(arena, &item, TEXT("breached"), json_boolean(row->breached));
    show_of_case(list, &item, row);
    return list_add(list, item);
}

static bool add_person(void *self, const struct stored_subject *row)
{
    struct list *list = self;
    struct json document;
    struct text text = text_copy(list->call->arena, row->document);
    if (!is_picked(list, row->area, (struct text){0}) ||
        json_read(list->call->arena, text, &document, NULL) != STATUS_OK) {
        return true;
    }
    return list_add(list, person_row(list->call, row, &document));
}

static bool add_exception(void *self, const struct exception_row *row, const struct row_case *of)
{
    struct list *list = self;
    char until[DATE_TEXT_SIZE];
    if (!is_picked(list, of->area, (struct text){0})) {
        return true;
    }
    struct json item = row_of_case(list, of);
    keep_text(list, &item, "worker", of->worker);
    show_instant(list->call->arena, &item, "at", row->at);
    keep_text(list, &item, "by", row->by);
    keep_text(list, &item, "event", row->event);
    keep_text(list, &item, "unmet", row->unmet);
    keep_text(list, &item, "reason", row->reason);
    keep_text(list, &item, "until", text_of(date_write(row->until, until)));
    return list_add(list, item);
}

/* --- the lists -------------------------------------------------------------------------------- */

static enum status page_of_cases(struct list *list, struct text *cursor, struct error *error)
{
    struct store *store = list->call->store;
    return store->api->subjects(store, list->call->arena, &list->query, add_case, list, cursor, error);
}

static enum status page_of_tasks(struct list *list, struct text *cursor, struct error *error)
{
    struct store *store = list->call->store;
    return store->api->tasks(store, list->call->arena, &list->query, add_task, list, cursor, error);
}

static enum status page_of_deadlines(struct list *list, struct text *cursor, struct error *error)
{
    struct store *store = list->call->store;
    return store->api->deadlines(store, list->call->arena, &list->query, add_deadline, list, cursor, error);
}

/* `offered=AREA`, or `any`: those too that are still elsewhere and are offered to an area of the principal's.
 */
static void ask_offered(struct list *list)
{
    const struct principal *principal = &list->call->exchange->request.principal;
    struct text offered = call_text(list->call, "offered");
    if (offered.size) {
        list->query.offered = true;
        list->query.offered_to = text_is(offered, "any") ? (struct text){0} : offered;
        list->query.area = call_text(list->call, "area");
        list->picks = !principal->operator_ && principal->areas.size > 0;
    }
}

static enum status page_of_people(struct list *list, struct text *cursor, struct error *error)
{
    struct store *store = list->call->store;
    return store->api->subjects(store, list->call->arena, &list->query, add_person, list, cursor, error);
}

static enum status page_of_exceptions(struct list *list, struct text *cursor, struct error *error)
{
    struct store *store = list->call->store;
    return store->api->exceptions(store, list->call->arena, &list->query, add_exception, list, cursor, error);
}

bool list_cases(struct call *call)
{
    struct list list;
    if (!list_begin(&list, call) || !call_moment(call, "due", &list.query.due_before)) {
        return true;
    }
    ask_offered(&list);
    return list_answer(&list, page_of_cases);
}

bool list_tasks(struct call *call)
{
    struct list list;
    return !list_begin(&list, call) || !call_moment(call, "due", &list.query.due_before) ||
           list_answer(&list, page_of_tasks);
}

bool list_deadlines(struct call *call)
{
    struct list list;
    if (!list_begin(&list, call) || !call_moment(call, "within", &list.query.due_before)) {
        return true;
    }
    list.query.overdue_at_given = call_flag(call, "overdue");
    list.query.overdue_at = call_now(call);
    return list_answer(&list, page_of_deadlines);
}

bool list_people(struct call *call)
{
    struct list list;
    if (!list_begin(&list, call)) {
        return true;
    }
    list.query.kind = SUBJECT_PERSON;
    list.query.name_words = name_words_of(&list);
    return list_answer(&list, page_of_people);
}

/* Whether the case that is asked for is there for this principal; the response is a problem when not. */
static bool may_ask_of(struct call *call, struct text reference)
{
    struct error error;
    struct stored_subject stored;
    enum status status = call->store->api->load(call->store, call->arena, reference, &stored, &error);
    if (status == STATUS_NOT_FOUND ||
        (status == STATUS_OK && !access_allows(&call->exchange->request.principal, ACT_READ, stored.area))) {
        return !answer_no_case(call, reference);
    }
    return status == STATUS_OK || !answer_failure(call, status, &error);
}

bool list_exceptions(struct call *call)
{
    struct list list;
    struct text reference = call_text(call, "case");
    if (!list_begin(&list, call) || (reference.size && !may_ask_of(call, reference))) {
        return true;
    }
    list.query.subject = reference;
    list.query.include_closed = call_flag(call, "all") || reference.size > 0;
    list.query.today = zone_date(call->world->zone, call_now(call));
    return list_answer(&list, page_of_exceptions);
}

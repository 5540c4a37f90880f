/* Lists of subjects, tasks and deadlines, a page at a time.
 *
 * A statement is asked for one row more than the page: that there is one says that the list goes on, and the
 * cursor is what the last row given is sorted by. Rows are the statement's own, lent to the caller for the
 * length of one call. */
#include "base/insist.h"
#include "store/sqlite/connection.h"
#include "store/sqlite/cursor.h"

/* One list under way. */
struct page {
    struct connection *connection;
    sqlite3_stmt *statement;
    size_t given, limit;
    struct cursor last; /* of the row given last; its name is borrowed from the row */
    bool more;
};

static enum status page_begin(struct page *page, struct store *store, enum sql which,
                              const struct store_query *query, struct error *error)
{
    *page = (struct page){.connection = connection_of(store), .limit = query->limit};
    if (query->limit == 0 || query->limit > STORE_PAGE_LIMIT) {
        return error_set(error, STATUS_INVALID, "A page has 1 to %d rows", STORE_PAGE_LIMIT);
    }
    enum status status = statement_ready(page->connection, which, &page->statement, error);
    if (status == STATUS_OK) {
        bind_text(page->statement, 7, query->workflow);
        bind_text(page->statement, 8, query->area);
        bind_text(page->statement, 9, query->worker);
        bind_text(page->statement, 10, query->state);
    }
    return status;
}

/* The next row, *ROW false when the page is full or the list ends. */
static enum status page_row(struct page *page, bool *row, struct error *error)
{
    enum status status = statement_row(page->connection, page->statement, row, "read a list", error);
    if (status == STATUS_OK && *row && page->given == page->limit) {
        page->more = true;
        *row = false;
        statement_end(page->statement);
    }
    return status;
}

static struct text page_cursor(const struct page *page, struct arena *arena)
{
    return page->more ? cursor_write(arena, &page->last) : (struct text){0};
}

/* --- subjects --- */

static enum sql subject_source(const struct store_query *query)
{
    if (query->offered) {
        return SQL_LIST_OFFERED;
    }
    if (query->words.size > 0) {
        return query->name_words.size > 0 ? SQL_LIST_NAMED : SQL_LIST_WORDS;
    }
    if (query->worker.size > 0) {
        return SQL_LIST_WORKER;
    }
    if (query->include_closed) {
        return SQL_LIST_ALL;
    }
    return query->area.size > 0 ? SQL_LIST_AREA : SQL_LIST_OPEN;
}

static void bind_subjects(const struct page *page, const struct store_query *query, int64_t after)
{
    enum subject_kind kind = query->kind;
    int64_t meant = reference_read(query->words, &kind);
    bind_integer(page->statement, 1, after);
    bind_integer(page->statement, 2, (int64_t)page->limit + 1);
    bind_integer(page->statement, 3, query->kind);
    bind_integer(page->statement, 4, query->include_closed);
    bind_instant(page->statement, 5, query->due_before);
    bind_integer(page->statement, 6, kind == query->kind ? meant : 0);
    bind_text(page->statement, 11, query->words);
    if (query->offered) {
        bind_text(page->statement, 12, query->offered_to);
    } else if (query->words.size > 0 && query->name_words.size > 0) {
        bind_text(page->statement, 12, query->name_words);
    }
}

enum status store_subjects(struct store *store, struct arena *arena, const struct store_query *query,
                           store_each_subject each, void *self, struct text *cursor, struct error *error)
{
    struct page page;
    struct cursor from;
    bool row = true;
    enum status status = cursor_read(arena, query->cursor, 's', &from, error);
    *cursor = (struct text){0}; /* which may be the query's own */
    if (status == STATUS_OK) {
        status = page_begin(&page, store, subject_source(query), query, error);
    }
    if (status != STATUS_OK) {
        return status;
    }
    bind_subjects(&page, query, from.subject);
    while ((status = page_row(&page, &row, error)) == STATUS_OK && row) {
        char room[REFERENCE_SIZE];
        struct stored_subject subject;
        status = subject_row(page.connection, page.statement, room, &subject, error);
        if (status != STATUS_OK) {
            statement_end(page.statement);
            return status;
        }
        page.given++;
        page.last = (struct cursor){.list = 's', .subject = subject.id};
        if (!each(self, &subject)) {
            page.more = true;
            statement_end(page.statement);
            break;
        }
    }
    *cursor = page_cursor(&page, arena);
    return status;
}

/* --- tasks and deadlines --- */

/* What is alike in both: columns 0 subject, 1 name, 4 and 5 the due time, 6 the order of deadlines, 9 to 13
 * the case. */
enum { COLUMN_CASE = 9 };

static struct row_case case_row(sqlite3_stmt *statement, char room[REFERENCE_SIZE])
{
    int64_t number = column_integer(statement, COLUMN_CASE);
    enum subject_kind kind =
        number == SUBJECT_PERSON || number == SUBJECT_SITE ? (enum subject_kind)number : SUBJECT_CASE;
    return (struct row_case){.reference = reference_write(room, kind, column_integer(statement, 0),
                                                          column_text(statement, COLUMN_CASE + 1)),
                             .workflow = column_text(statement, COLUMN_CASE + 2),
                             .area = column_text(statement, COLUMN_CASE + 3),
                             .worker = column_text(statement, COLUMN_CASE + 4)};
}

/* The four statements of a list: over all, of one worker, of one subject; and over all with those that are
 * not open any more. */
struct sources {
    enum sql all, worker, subject, closed_too;
};

static enum status number_of(struct store *store, struct arena *arena, struct text reference, int64_t *id,
                             struct error *error)
{
    struct stored_subject subject;
    enum status status = store_load(store, arena, reference, &subject, error);
    *id = status == STATUS_OK ? subject.id : 0;
    return status;
}

/* Chooses among SOURCES, begins the page and binds where it starts. */
static enum status rows_begin(struct page *page, struct store *store, struct arena *arena,
                              const struct sources *sources, char list, const struct store_query *query,
                              struct error *error)
{
    struct cursor from;
    int64_t subject = 0;
    enum sql which = query->include_closed ? sources->closed_too : sources->all;
    enum status status = cursor_read(arena, query->cursor, list, &from, error);
    if (status == STATUS_OK && query->subject.size > 0) {
        which = sources->subject;
        status = number_of(store, arena, query->subject, &subject, error);
    } else if (query->worker.size > 0) {
        which = sources->worker;
    }
    if (status == STATUS_OK) {
        status = page_begin(page, store, which, query, error);
    }
    if (status != STATUS_OK) {
        return status;
    }
    bind_integer(page->statement, 1, from.order);
    bind_integer(page->statement, 2, from.subject);
    bind_text(page->statement, 3, text_copy(arena, from.name));
    bind_integer(page->statement, 4, (int64_t)page->limit + 1);
    if (which == sources->subject) {
        bind_integer(page->statement, 11, subject);
    }
    return STATUS_OK;
}

/* Notes the row that is about to be lent. The name is kept in ARENA: the cursor is written when the row is
 * gone. */
static void page_note(struct page *page, struct arena *arena, char list, int64_t order)
{
    page->given++;
    page->last = (struct cursor){.list = list, .order = order, .subject = column_integer(page->statement, 0)};
    if (page->given == page->limit) {
        page->last.name = text_copy(arena, column_text(page->statement, 1));
    }
}

static void page_stop(struct page *page, struct arena *arena)
{
    page->more = true;
    page->last.name = text_copy(arena, column_text(page->statement, 1));
    statement_end(page->statement);
}

static struct task_row task_row(sqlite3_stmt *statement)
{
    return (struct task_row){
        .subject = column_integer(statement, 0),
        .name = column_text(statement, 1),
        .title = column_text(statement, 2),
        .role = column_text(statement, 3),
        .worker = column_text(statement, 4),
        .due = moment_of_columns(column_integer(statement, 5), column_integer(statement, 6)),
        .opened = column_integer(statement, 7),
        .required = column_integer(statement, 8) != 0};
}

enum status store_tasks(struct store *store, struct arena *arena, const struct store_query *query,
                        store_each_task each, void *self, struct text *cursor, struct error *error)
{
    static const struct sources sources = {SQL_TASK_LIST, SQL_TASK_LIST_WORKER, SQL_TASK_LIST_SUBJECT,
                                           SQL_TASK_LIST};
    struct page page;
    bool row = true;
    enum status status = rows_begin(&page, store, arena, &sources, 't', query, error);
    *cursor = (struct text){0};
    if (status != STATUS_OK) {
        return status;
    }
    bind_text(page.statement, 5, query->role);
    bind_instant(page.statement, 6, query->due_before);
    while ((status = page_row(&page, &row, error)) == STATUS_OK && row) {
        char room[REFERENCE_SIZE];
        struct task_row task = task_row(page.statement);
        struct row_case of = case_row(page.statement, room);
        page_note(&page, arena, 't', column_integer(page.statement, 6));
        if (!each(self, &task, &of)) {
            page_stop(&page, arena);
            break;
        }
    }
    *cursor = page_cursor(&page, arena);
    return status;
}

static struct deadline_row deadline_row(sqlite3_stmt *statement)
{
    int64_t ends = column_integer(statement, 6);
    return (struct deadline_row){
        .subject = column_integer(statement, 0),
        .name = column_text(statement, 1),
        .title = column_text(statement, 2),
        .status = column_text(statement, 3),
        .due = moment_of_columns(column_integer(statement, 4), column_integer(statement, 5)),
        .ends = ends == INT64_MAX ? INSTANT_NONE : ends,
        .open = column_integer(statement, 7) != 0,
        .breached = column_integer(statement, 8) != 0};
}

enum status store_deadlines(struct store *store, struct arena *arena, const struct store_query *query,
                            store_each_deadline each, void *self, struct text *cursor, struct error *error)
{
    static const struct sources sources = {SQL_DEADLINE_LIST, SQL_DEADLINE_LIST_WORKER,
                                           SQL_DEADLINE_LIST_SUBJECT, SQL_DEADLINE_LIST_ALL};
    struct page page;
    bool row = true;
    enum status status = rows_begin(&page, store, arena, &sources, 'd', query, error);
    *cursor = (struct text){0};
    if (status != STATUS_OK) {
        return status;
    }
    bind_integer(page.statement, 5, query->include_closed || query->subject.size > 0);
    bind_instant(page.statement, 6, query->overdue_at_given ? query->overdue_at : query->due_before);
    while ((status = page_row(&page, &row, error)) == STATUS_OK && row) {
        char room[REFERENCE_SIZE];
        struct deadline_row deadline = deadline_row(page.statement);
        struct row_case of = case_row(page.statement, room);
        page_note(&page, arena, 'd', column_integer(page.statement, 6));
        if (!each(self, &deadline, &of)) {
            page_stop(&page, arena);
            break;
        }
    }
    *cursor = page_cursor(&page, arena);
    return status;
}

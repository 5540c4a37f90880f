/* The register of exceptions over all cases: what was let through, by whom, why and until when. Each case
 * keeps its own in its document; here they stand together, so that somebody can look at all of them. */
#include "store/sqlite/connection.h"
#include "store/sqlite/cursor.h"

enum status exception_rows_write(struct connection *connection, const struct store_change *change,
                                 struct error *error)
{
    sqlite3_stmt *statement = NULL;
    enum status status = STATUS_OK;
    for (size_t i = 0; i < change->exception_count && status == STATUS_OK; i++) {
        const struct exception_row *row = &change->exceptions[i];
        status = statement_ready(connection, SQL_EXCEPTION_WRITE, &statement, error);
        if (status != STATUS_OK) {
            break;
        }
        bind_integer(statement, 1, change->subject.id);
        bind_integer(statement, 2, row->place);
        bind_integer(statement, 3, row->at);
        bind_text(statement, 4, row->by);
        bind_text(statement, 5, row->event);
        bind_text(statement, 6, row->unmet);
        bind_text(statement, 7, row->reason);
        if (row->until == DATE_NONE) {
            bind_null(statement, 8);
        } else {
            bind_integer(statement, 8, row->until);
        }
        status = statement_run(connection, statement, "write an exception", error);
    }
    return status;
}

static struct exception_row exception_row(sqlite3_stmt *statement)
{
    bool ends = sqlite3_column_type(statement, 8) != SQLITE_NULL;
    return (struct exception_row){.subject = column_integer(statement, 0),
                                  .place = (uint32_t)column_integer(statement, 2),
                                  .at = column_integer(statement, 3),
                                  .by = column_text(statement, 4),
                                  .event = column_text(statement, 5),
                                  .unmet = column_text(statement, 6),
                                  .reason = column_text(statement, 7),
                                  .until = ends ? (date)column_integer(statement, 8) : DATE_NONE};
}

static struct row_case row_case(sqlite3_stmt *statement, char room[REFERENCE_SIZE])
{
    enum { KIND = 9, ALIAS, WORKFLOW, AREA, WORKER };
    enum subject_kind kind =
        column_integer(statement, KIND) == SUBJECT_PERSON ? SUBJECT_PERSON : SUBJECT_CASE;
    return (struct row_case){
        .reference = reference_write(room, kind, column_integer(statement, 0), column_text(statement, ALIAS)),
        .workflow = column_text(statement, WORKFLOW),
        .area = column_text(statement, AREA),
        .worker = column_text(statement, WORKER)};
}

static enum status list_begin(struct store *store, struct arena *arena, const struct store_query *query,
                              sqlite3_stmt **statement, struct error *error)
{
    struct cursor from;
    struct stored_subject subject = {0};
    enum status status = cursor_read(arena, query->cursor, 'e', &from, error);
    if (status == STATUS_OK && (query->limit == 0 || query->limit > STORE_PAGE_LIMIT)) {
        status = error_set(error, STATUS_INVALID, "A page has 1 to %d rows", STORE_PAGE_LIMIT);
    }
    if (status == STATUS_OK && query->subject.size > 0) {
        status = store_load(store, arena, query->subject, &subject, error);
    }
    if (status == STATUS_OK) {
        enum sql which = subject.id ? SQL_EXCEPTION_LIST_SUBJECT : SQL_EXCEPTION_LIST;
        status = statement_ready(connection_of(store), which, statement, error);
    }
    if (status != STATUS_OK) {
        return status;
    }
    bind_integer(*statement, 1, query->cursor.size ? from.order : INT64_MAX);
    bind_integer(*statement, 2, (int64_t)query->limit + 1);
    if (subject.id) {
        bind_integer(*statement, 3, subject.id);
    }
    bind_integer(*statement, 4, query->include_closed);
    bind_integer(*statement, 5, query->today);
    bind_text(*statement, 7, query->workflow);
    bind_text(*statement, 8, query->area);
    bind_text(*statement, 9, query->worker);
    bind_text(*statement, 10, query->state);
    return STATUS_OK;
}

enum status store_exceptions(struct store *store, struct arena *arena, const struct store_query *query,
                             store_each_exception each, void *self, struct text *cursor, struct error *error)
{
    sqlite3_stmt *statement = NULL;
    struct cursor last = {.list = 'e'};
    bool row = true, more = false;
    enum status status = list_begin(store, arena, query, &statement, error);
    *cursor = (struct text){0}; /* which may be the query's own */
    if (status != STATUS_OK) {
        return status;
    }
    for (size_t given = 0; !more; given++) {
        status = statement_row(connection_of(store), statement, &row, "read the exceptions", error);
        if (status != STATUS_OK || !row) {
            return status;
        }
        more = given == query->limit;
        if (!more) {
            char room[REFERENCE_SIZE];
            struct exception_row exception = exception_row(statement);
            struct row_case of = row_case(statement, room);
            last.order = column_integer(statement, 1);
            more = !each(self, &exception, &of);
        }
    }
    statement_end(statement);
    *cursor = cursor_write(arena, &last);
    return STATUS_OK;
}

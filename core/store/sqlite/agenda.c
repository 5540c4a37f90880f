/* What time and other records bring next, and what is done to one row alone. */
#include "base/insist.h"
#include "store/sqlite/connection.h"

static enum status read_number(struct connection *connection, enum sql which, int64_t *number,
                               const char *attempt, struct error *error)
{
    sqlite3_stmt *statement = NULL;
    bool row = false;
    enum status status = statement_ready(connection, which, &statement, error);
    if (status == STATUS_OK) {
        status = statement_row(connection, statement, &row, attempt, error);
    }
    *number = row ? column_instant(statement, 0) : INSTANT_NONE;
    if (row) {
        statement_end(statement);
    }
    return status;
}

enum status subjects_count_on(struct connection *connection, struct error *error)
{
    int64_t last = 0;
    enum status status = read_number(connection, SQL_SUBJECT_LAST, &last, "find the last subject", error);
    connection->next_subject = last + 1;
    return status;
}

int64_t store_take_ids(struct store *store, size_t count)
{
    struct connection *connection = connection_of(store);
    insist(connection->writer);
    int64_t first = connection->next_subject;
    connection->next_subject += (int64_t)count;
    return first;
}

enum status store_next_due(struct store *store, instant *due, struct error *error)
{
    return read_number(connection_of(store), SQL_SUBJECT_NEXT_DUE, due, "find the next due time", error);
}

enum status store_due(struct store *store, instant now, size_t limit, struct arena *arena, int64_t *subjects,
                      size_t *count, struct error *error)
{
    struct connection *connection = connection_of(store);
    sqlite3_stmt *statement = NULL;
    bool row = true;
    (void)arena;
    *count = 0;
    enum status status = statement_ready(connection, SQL_SUBJECT_DUE, &statement, error);
    if (status != STATUS_OK) {
        return status;
    }
    bind_integer(statement, 1, now);
    bind_integer(statement, 2, (int64_t)limit);
    while (status == STATUS_OK && row) {
        status = statement_row(connection, statement, &row, "find what is due", error);
        if (row) {
            subjects[(*count)++] = column_integer(statement, 0);
        }
    }
    return status;
}

enum status store_agenda(struct store *store, size_t limit, struct arena *arena, struct agenda_row *rows,
                         size_t *count, struct error *error)
{
    struct connection *connection = connection_of(store);
    sqlite3_stmt *statement = NULL;
    bool row = true;
    *count = 0;
    enum status status = statement_ready(connection, SQL_AGENDA_LIST, &statement, error);
    if (status != STATUS_OK) {
        return status;
    }
    bind_integer(statement, 1, (int64_t)limit);
    while (status == STATUS_OK && row) {
        status = statement_row(connection, statement, &row, "read the agenda", error);
        if (row) {
            rows[(*count)++] = (struct agenda_row){.number = column_integer(statement, 0),
                                                   .subject = column_integer(statement, 1),
                                                   .command = text_copy(arena, column_text(statement, 2))};
        }
    }
    return status;
}

enum status store_outbox(struct store *store, int64_t after, size_t limit, struct arena *arena,
                         struct outbox_row *rows, size_t *count, struct error *error)
{
    struct connection *connection = connection_of(store);
    sqlite3_stmt *statement = NULL;
    bool row = true;
    *count = 0;
    enum status status = statement_ready(connection, SQL_OUTBOX_LIST, &statement, error);
    if (status != STATUS_OK) {
        return status;
    }
    bind_integer(statement, 1, after);
    bind_integer(statement, 2, (int64_t)limit);
    while (status == STATUS_OK && row) {
        status = statement_row(connection, statement, &row, "read the outbox", error);
        if (row) {
            rows[(*count)++] = (struct outbox_row){.number = column_integer(statement, 0),
                                                   .subject = column_integer(statement, 1),
                                                   .key = text_copy(arena, column_text(statement, 2)),
                                                   .content = text_copy(arena, column_text(statement, 3)),
                                                   .at = column_integer(statement, 4)};
        }
    }
    return status;
}

/* Runs WHICH for the row NUMBER; STATUS_NOT_FOUND when it touched none. */
static enum status change_one(struct connection *connection, sqlite3_stmt *statement, const char *attempt,
                              const char *what, int64_t number, struct error *error)
{
    enum status status = batch_usable(connection, error);
    if (status == STATUS_OK) {
        bind_integer(statement, 1, number);
        status = statement_run(connection, statement, attempt, error);
    }
    if (status == STATUS_OK && sqlite3_changes(connection->db) == 0) {
        status = error_set(error, STATUS_NOT_FOUND, "There is no %s %lld", what, (long long)number);
    }
    return status;
}

enum status store_agenda_fail(struct store *store, int64_t number, struct text why, struct error *error)
{
    struct connection *connection = connection_of(store);
    sqlite3_stmt *set_aside = NULL, *remove = NULL;
    insist(connection->writing);
    enum status status = statement_ready(connection, SQL_AGENDA_FAIL, &set_aside, error);
    if (status == STATUS_OK) {
        status = statement_ready(connection, SQL_AGENDA_DELETE, &remove, error);
    }
    if (status == STATUS_OK) {
        bind_text(set_aside, 2, why);
        status = change_one(connection, set_aside, "set a command aside", "command", number, error);
    }
    if (status == STATUS_OK) {
        status = change_one(connection, remove, "take a command off the agenda", "command", number, error);
    }
    return status;
}

enum status store_hold(struct store *store, int64_t subject, bool held, instant due, struct error *error)
{
    struct connection *connection = connection_of(store);
    sqlite3_stmt *statement = NULL;
    insist(connection->writer);
    seen_forget(connection, subject);
    enum status status = statement_ready(connection, SQL_SUBJECT_HOLD, &statement, error);
    if (status != STATUS_OK) {
        return status;
    }
    bind_integer(statement, 2, held);
    bind_instant(statement, 3, due);
    return change_one(connection, statement, "hold or release a subject", "subject", subject, error);
}

enum status store_erase(struct store *store, int64_t entry, struct error *error)
{
    struct connection *connection = connection_of(store);
    sqlite3_stmt *statement = NULL;
    insist(connection->writer);
    enum status status = statement_ready(connection, SQL_ENTRY_ERASE, &statement, error);
    if (status != STATUS_OK) {
        return status;
    }
    (void)sqlite3_exec(connection->db, "PRAGMA secure_delete = ON", NULL, NULL, NULL);
    status = change_one(connection, statement, "erase an entry", "entry", entry, error);
    (void)sqlite3_exec(connection->db, "PRAGMA secure_delete = FAST", NULL, NULL, NULL);
    connection->scrub = connection->scrub || status == STATUS_OK;
    return status;
}

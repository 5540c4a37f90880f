/* Statements: prepared when first asked for, bound, stepped, reset. */
#include "base/insist.h"
#include "store/sqlite/connection.h"

static const char *const texts[] = {
#define X(name, text) text,
    SQL_TABLE(X)
#undef X
};

const char *sql_text(enum sql which)
{
    insist((size_t)which < SQL_COUNT);
    return texts[which];
}

enum status statement_ready(struct connection *connection, enum sql which, sqlite3_stmt **statement,
                            struct error *error)
{
    const char *text = sql_text(which);
    sqlite3_stmt **kept = &connection->statements[which];
    if (!*kept &&
        sqlite3_prepare_v3(connection->db, text, -1, SQLITE_PREPARE_PERSISTENT, kept, NULL) != SQLITE_OK) {
        return connection_failed(connection, "read the store", error);
    }
    *statement = *kept;
    return STATUS_OK;
}

void connection_finalize(struct connection *connection)
{
    for (size_t i = 0; i < SQL_COUNT; i++) {
        (void)sqlite3_finalize(connection->statements[i]);
        connection->statements[i] = NULL;
    }
}

enum status statement_run(struct connection *connection, sqlite3_stmt *statement, const char *attempt,
                          struct error *error)
{
    int code = sqlite3_step(statement);
    insist(code != SQLITE_ROW);
    enum status status = code == SQLITE_DONE ? STATUS_OK : connection_failed(connection, attempt, error);
    (void)sqlite3_reset(statement);
    return status;
}

enum status statement_row(struct connection *connection, sqlite3_stmt *statement, bool *row,
                          const char *attempt, struct error *error)
{
    int code = sqlite3_step(statement);
    *row = code == SQLITE_ROW;
    if (*row) {
        return STATUS_OK;
    }
    enum status status = code == SQLITE_DONE ? STATUS_OK : connection_failed(connection, attempt, error);
    (void)sqlite3_reset(statement);
    return status;
}

enum status connection_run(struct connection *connection, enum sql which, const char *attempt,
                           struct error *error)
{
    sqlite3_stmt *statement = NULL;
    enum status status = statement_ready(connection, which, &statement, error);
    return status == STATUS_OK ? statement_run(connection, statement, attempt, error) : status;
}

/* A value that SQLite will not take (longer than the limit of the connection) leaves NULL bound; STRICT
 * tables then refuse the row. */
void bind_integer(sqlite3_stmt *statement, int index, int64_t number)
{
    (void)sqlite3_bind_int64(statement, index, number);
}

void bind_text(sqlite3_stmt *statement, int index, struct text text)
{
    (void)sqlite3_bind_text64(statement, index, text.size ? text.at : "", text.size, SQLITE_STATIC,
                              SQLITE_UTF8);
}

void bind_text_or_null(sqlite3_stmt *statement, int index, struct text text)
{
    if (text.size == 0) {
        bind_null(statement, index);
    } else {
        bind_text(statement, index, text);
    }
}

void bind_bytes(sqlite3_stmt *statement, int index, const void *bytes, size_t size)
{
    (void)sqlite3_bind_blob64(statement, index, size ? bytes : "", size, SQLITE_STATIC);
}

void bind_digest(sqlite3_stmt *statement, int index, const struct digest *digest)
{
    bind_bytes(statement, index, digest->bytes, DIGEST_SIZE);
}

void bind_instant(sqlite3_stmt *statement, int index, instant at)
{
    if (at == INSTANT_NONE) {
        bind_null(statement, index);
    } else {
        bind_integer(statement, index, at);
    }
}

void bind_null(sqlite3_stmt *statement, int index)
{
    (void)sqlite3_bind_null(statement, index);
}

int64_t column_integer(sqlite3_stmt *statement, int index)
{
    return sqlite3_column_int64(statement, index);
}

struct text column_text(sqlite3_stmt *statement, int index)
{
    const void *bytes = sqlite3_column_blob(statement, index);
    return (struct text){bytes, bytes ? (size_t)sqlite3_column_bytes(statement, index) : 0};
}

bool column_digest(sqlite3_stmt *statement, int index, struct digest *digest)
{
    struct text bytes = column_text(statement, index);
    if (bytes.size != DIGEST_SIZE) {
        *digest = (struct digest){{0}};
        return false;
    }
    memcpy(digest->bytes, bytes.at, DIGEST_SIZE);
    return true;
}

instant column_instant(sqlite3_stmt *statement, int index)
{
    return sqlite3_column_type(statement, index) == SQLITE_NULL ? INSTANT_NONE
                                                                : sqlite3_column_int64(statement, index);
}

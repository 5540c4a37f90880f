/* What was seen of the subjects last loaded: by the low bits of the number, the latest in each place. */
#include "store/sqlite/connection.h"

static struct seen *place_of(struct connection *connection, int64_t id)
{
    return &connection->seen[(uint64_t)id & (SEEN_COUNT - 1)];
}

void seen_note(struct connection *connection, const struct seen *seen)
{
    if (connection->writer) {
        *place_of(connection, seen->id) = *seen;
    }
}

void seen_forget(struct connection *connection, int64_t id)
{
    struct seen *place = place_of(connection, id);
    if (place->id == id) {
        place->version = 0;
    }
}

void seen_forget_all(struct connection *connection)
{
    memset(connection->seen, 0, sizeof connection->seen);
}

static enum status read_row(struct connection *connection, sqlite3_stmt *statement, int64_t id,
                            struct seen *seen, struct error *error)
{
    *seen = (struct seen){.id = id,
                          .version = (uint64_t)column_integer(statement, 0),
                          .head = column_integer(statement, 1),
                          .due = column_instant(statement, 3),
                          .closed = column_instant(statement, 5),
                          .held = column_integer(statement, 4) != 0,
                          .definition = column_integer(statement, 6)};
    bool whole = column_digest(statement, 2, &seen->hash);
    statement_end(statement);
    return whole ? STATUS_OK : row_damaged(connection, "Subject", id, error);
}

enum status seen_get(struct connection *connection, int64_t id, uint64_t version, struct seen *seen,
                     struct error *error)
{
    const struct seen *place = place_of(connection, id);
    if (place->id == id && place->version == version && version != 0) {
        *seen = *place;
        return STATUS_OK;
    }
    sqlite3_stmt *statement = NULL;
    bool row = false;
    enum status status = statement_ready(connection, SQL_SUBJECT_SEEN, &statement, error);
    if (status == STATUS_OK) {
        bind_integer(statement, 1, id);
        status = statement_row(connection, statement, &row, "look for a subject", error);
    }
    if (status != STATUS_OK) {
        return status;
    }
    if (!row) {
        return error_set(error, STATUS_NOT_FOUND, "There is no subject %lld", (long long)id);
    }
    return read_row(connection, statement, id, seen, error);
}

/* The edges of a transaction, and the copying of the log into the database.
 *
 * The writer alone copies: at WAL_PAGE_LIMIT pages after a commit, and when it is idle. What a commit said is
 * on disk before the copying begins, so a copy that finds the disk full or a reader in its way only waits for
 * the next; one that cannot read or write is a failure of the disk, and the store then takes nothing more. */
#include "base/insist.h"
#include "store/sqlite/connection.h"

static enum status refuse(struct connection *connection, enum status status, struct error *error)
{
    (void)error_set(error, status, "The store takes no more after a failure (%s); %s", status_words(status),
                    connection->broken ? "stop, and look at the disk before starting again"
                                       : "the batch must be given up");
    error_place(error, "%s", connection->path);
    return status;
}

enum status batch_usable(struct connection *connection, struct error *error)
{
    if (connection->broken) {
        return refuse(connection, STATUS_IO, error);
    }
    if (connection->given_up != STATUS_OK) {
        return refuse(connection, connection->given_up, error);
    }
    /* SQLite rolls back by itself after some failures; what came next would be written alone. */
    return connection->writing && sqlite3_get_autocommit(connection->db)
               ? refuse(connection, STATUS_IO, error)
               : STATUS_OK;
}

enum status store_begin(struct store *store, struct error *error)
{
    struct connection *connection = connection_of(store);
    insist(connection->writer && !connection->writing && !connection->reading);
    if (connection->broken) {
        return refuse(connection, STATUS_IO, error);
    }
    enum status status = connection_run(connection, SQL_BEGIN, "begin a batch", error);
    if (status == STATUS_OK) {
        connection->writing = true;
        connection->given_up = STATUS_OK;
    }
    return status;
}

void store_rollback(struct store *store)
{
    struct connection *connection = connection_of(store);
    insist(connection->writer);
    if (sqlite3_get_autocommit(connection->db) == 0) {
        (void)connection_run(connection, SQL_ROLLBACK, "roll back", NULL);
    }
    connection->writing = false;
    connection->last_entry = -1;
    seen_forget_all(connection);
    definitions_forget(connection);
}

static enum status copy_log(struct connection *connection, int mode, struct error *error)
{
    (void)sqlite3_busy_timeout(connection->db, 0); /* the engine does not wait for a reader to end */
    int code = sqlite3_wal_checkpoint_v2(connection->db, NULL, mode, NULL, NULL);
    (void)sqlite3_busy_timeout(connection->db, BUSY_MILLISECONDS);
    if (code == SQLITE_OK) {
        connection->wal_pages = 0;
        connection->scrub = connection->scrub && mode != SQLITE_CHECKPOINT_TRUNCATE;
        return STATUS_OK;
    }
    code &= 0xff;
    if (code == SQLITE_FULL || code == SQLITE_BUSY || code == SQLITE_LOCKED) {
        return STATUS_OK;
    }
    connection->broken = true;
    return connection_failed(connection, "copy the log into the database", error);
}

enum status store_commit(struct store *store, struct error *error)
{
    struct connection *connection = connection_of(store);
    insist(connection->writer && connection->writing);
    enum status status = batch_usable(connection, error);
    if (status == STATUS_OK) {
        status = connection_run(connection, SQL_COMMIT, "commit a batch", error);
        connection->broken =
            connection->broken || (status != STATUS_OK && status != STATUS_FULL && status != STATUS_BUSY);
    }
    if (status != STATUS_OK) {
        store_rollback(store);
        return status;
    }
    connection->writing = false;
    return connection->wal_pages >= WAL_PAGE_LIMIT ? copy_log(connection, SQLITE_CHECKPOINT_PASSIVE, error)
                                                   : STATUS_OK;
}

enum status store_idle(struct store *store, struct error *error)
{
    struct connection *connection = connection_of(store);
    insist(connection->writer && !connection->writing);
    if (connection->broken) {
        return refuse(connection, STATUS_IO, error);
    }
    if (connection->scrub) {
        return copy_log(connection, SQLITE_CHECKPOINT_TRUNCATE, error);
    }
    return connection->wal_pages > 0 ? copy_log(connection, SQLITE_CHECKPOINT_PASSIVE, error) : STATUS_OK;
}

enum status store_read_begin(struct store *store, struct error *error)
{
    struct connection *connection = connection_of(store);
    insist(!connection->reading);
    if (sqlite3_get_autocommit(connection->db) == 0) {
        return STATUS_OK; /* the writer within its batch: it sees that */
    }
    enum status status = connection_run(connection, SQL_BEGIN_READ, "begin to read", error);
    connection->reading = status == STATUS_OK;
    return status;
}

void store_read_end(struct store *store)
{
    struct connection *connection = connection_of(store);
    if (connection->reading) {
        connection->reading = false;
        (void)connection_run(connection, SQL_COMMIT, "end reading", NULL);
    }
}

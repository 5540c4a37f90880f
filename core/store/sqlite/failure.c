/* What SQLite's result codes mean to the house: one table. The first line that fits counts. */
#include "base/insist.h"
#include "store/sqlite/connection.h"

static const struct meaning {
    int code;
    enum status status;
    const char *advice; /* follows what the system said; may be empty */
} meanings[] = {
    {SQLITE_FULL, STATUS_FULL, "; nothing of it was kept: make room on the disk and try again"},
    {SQLITE_IOERR, STATUS_IO, "; look at the disk and the system's log before going on"},
    {SQLITE_CORRUPT, STATUS_CORRUPT, "; stop, keep a copy of the file, and restore a backup"},
    {SQLITE_NOTADB, STATUS_CORRUPT, "; restore a backup"},
    {SQLITE_SCHEMA, STATUS_CORRUPT, "; another program changed its tables: restore a backup"},
    {SQLITE_ERROR, STATUS_CORRUPT, "; its tables are not as this program made them: restore a backup"},
    {SQLITE_BUSY, STATUS_BUSY, "; another program is using the file: close it and try again"},
    {SQLITE_LOCKED, STATUS_BUSY, "; try again"},
    {SQLITE_READONLY, STATUS_DENIED, "; the file and its folder must be writable"},
    {SQLITE_PERM, STATUS_DENIED, "; the file and its folder must be readable and writable"},
    {SQLITE_CANTOPEN, STATUS_IO, "; the file and its folder must be there, readable and writable"},
    {SQLITE_CONSTRAINT_PRIMARYKEY, STATUS_EXISTS, ""},
    {SQLITE_CONSTRAINT_UNIQUE, STATUS_EXISTS, ""},
    {SQLITE_CONSTRAINT_ROWID, STATUS_EXISTS, ""},
    {SQLITE_CONSTRAINT, STATUS_INVALID, ""},
    {SQLITE_TOOBIG, STATUS_LIMIT, ""},
    {SQLITE_NOMEM, STATUS_LIMIT, "; the machine has too little memory"},
    {SQLITE_INTERRUPT, STATUS_STOPPED, ""},
    {SQLITE_PROTOCOL, STATUS_BUSY, "; try again"},
};

enum status sqlite_failed(sqlite3 *db, const char *path, const char *attempt, struct error *error)
{
    int extended = sqlite3_extended_errcode(db), code = extended & 0xff;
    insist(code != SQLITE_MISUSE && code != SQLITE_RANGE);
    const struct meaning *meaning = NULL;
    for (size_t i = 0; i < sizeof meanings / sizeof *meanings && !meaning; i++) {
        meaning = meanings[i].code == extended || meanings[i].code == code ? &meanings[i] : NULL;
    }
    enum status status = error_set(error, meaning ? meaning->status : STATUS_IO, "Cannot %s: %s (%d)%s",
                                   attempt, sqlite3_errmsg(db), extended, meaning ? meaning->advice : "");
    error_place(error, "%s", path);
    return status;
}

enum status connection_failed(struct connection *connection, const char *attempt, struct error *error)
{
    return sqlite_failed(connection->db, connection->path, attempt, error);
}

enum status row_damaged(struct connection *connection, const char *what, int64_t number, struct error *error)
{
    enum status status =
        error_set(error, STATUS_CORRUPT, "%s %lld of the store is damaged; run verify, and restore a backup",
                  what, (long long)number);
    error_place(error, "%s", connection->path);
    return status;
}

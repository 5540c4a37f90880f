/* One connection to the database: what every file of this folder shares. Private to the room; tests of faults
 * may include it.
 *
 * A statement is prepared when it is first asked for and kept as long as the connection. What is bound is
 * borrowed until the statement is run, so it must be reset before the caller's bytes go: statement_run and
 * statement_end do that. */
#ifndef CASEWAY_STORE_SQLITE_CONNECTION_H
#define CASEWAY_STORE_SQLITE_CONNECTION_H

#include "store/sqlite/sql.h"
#include "store/store.h"

#include <sqlite3.h>

enum {
    STORE_VALUE_LIMIT =
        32 * 1024 *
        1024, /* bytes of one text in the store: an entry with the documents before and after it */
    STORE_ALIAS_LIMIT = 200,  /* bytes of a reference that an opener chose */
    WAL_PAGE_LIMIT = 1000,    /* pages in the log at which the writer copies them over */
    BUSY_MILLISECONDS = 2000, /* to wait for another program that is in the file */
    SEEN_COUNT = 256          /* power of two; a batch is 64 */
};

/* What apply must know of a subject before the change, kept from its load so that it need not be asked for
 * again. True as long as the subject's version is the one noted: whatever changes these without a new version
 * forgets it. */
struct seen {
    int64_t id;
    uint64_t version; /* 0: nothing is noted here */
    int64_t head;
    struct digest hash;
    instant due, closed;
    bool held;
    int64_t definition;
};

/* Numbers of definitions and their digests, as they were met. */
struct known_definitions {
    struct known_definition *at;
    size_t count, room;
};

struct connection {
    struct store store; /* first: a store is cast to it */
    sqlite3 *db;
    char *path; /* of the database, for messages; ":memory:" */
    char *lock_path;
    int lock; /* -1: none */
    bool writer, memory;
    bool writing;         /* between begin and commit or rollback */
    enum status given_up; /* why the batch can only be rolled back; STATUS_OK */
    bool reading;         /* read_begin began a transaction */
    bool broken;          /* a commit failed in a way that leaves doubt: nothing is written any more */
    bool scrub;           /* an entry was erased: the log still holds its bytes */
    int wal_pages;
    int64_t next_subject;
    int64_t last_entry; /* -1: to be asked */
    struct known_definitions definitions;
    struct seen seen[SEEN_COUNT];
    sqlite3_stmt *statements[SQL_COUNT];
};

static inline struct connection *connection_of(struct store *store)
{
    return (struct connection *)store;
}

/* store_open through the SQLite file system VFS (NULL: the machine's). */
enum status store_open_with(const char *folder, bool create, const char *vfs, struct store **store,
                            struct error *error);
enum status store_reader_with(struct store *writer, const char *vfs, struct store **reader,
                              struct error *error);

/* --- failures (failure.c) --- */
/* The status of DB's last failure, and its sentence: "Cannot ATTEMPT: …". */
enum status sqlite_failed(sqlite3 *db, const char *path, const char *attempt, struct error *error);
enum status connection_failed(struct connection *connection, const char *attempt, struct error *error);

/* --- statements (statement.c) --- */
/* The statement, ready to be bound. */
enum status statement_ready(struct connection *connection, enum sql which, sqlite3_stmt **statement,
                            struct error *error);
/* Runs a statement that gives no rows, and resets it. ATTEMPT completes "Cannot …". */
enum status statement_run(struct connection *connection, sqlite3_stmt *statement, const char *attempt,
                          struct error *error);
/* The next row, or *ROW false at the end; the statement is reset then and on failure. */
enum status statement_row(struct connection *connection, sqlite3_stmt *statement, bool *row,
                          const char *attempt, struct error *error);
static inline void statement_end(sqlite3_stmt *statement)
{
    (void)sqlite3_reset(statement);
}
/* Runs a statement without parameters, as BEGIN. */
enum status connection_run(struct connection *connection, enum sql which, const char *attempt,
                           struct error *error);
void connection_finalize(struct connection *connection);

/* Binding. Bytes are borrowed. An instant that is none is NULL. */
void bind_integer(sqlite3_stmt *statement, int index, int64_t number);
void bind_text(sqlite3_stmt *statement, int index, struct text text);
void bind_text_or_null(sqlite3_stmt *statement, int index, struct text text); /* NULL when it is empty */
void bind_bytes(sqlite3_stmt *statement, int index, const void *bytes, size_t size);
void bind_digest(sqlite3_stmt *statement, int index, const struct digest *digest);
void bind_instant(sqlite3_stmt *statement, int index, instant at);
void bind_null(sqlite3_stmt *statement, int index);
/* Columns. Texts are the statement's until its next step. */
int64_t column_integer(sqlite3_stmt *statement, int index);
struct text column_text(sqlite3_stmt *statement, int index);
bool column_digest(sqlite3_stmt *statement, int index, struct digest *digest); /* false: another size */
instant column_instant(sqlite3_stmt *statement, int index);

/* --- subjects --- */
enum { REFERENCE_SIZE = 32 };
/* "C-17", of KIND and ID, or ALIAS if there is one. */
struct text reference_write(char room[REFERENCE_SIZE], enum subject_kind kind, int64_t id, struct text alias);
/* The number in "C-17"; 0 when TEXT is not a derived reference. Any letter case. */
int64_t reference_read(struct text text, enum subject_kind *kind);
/* A row of SQL_SUBJECT_COLUMNS. Texts are the statement's; the reference is in ROOM, or the statement's. */
enum status subject_row(struct connection *connection, sqlite3_stmt *statement, char room[REFERENCE_SIZE],
                        struct stored_subject *subject, struct error *error);
void entry_row(sqlite3_stmt *statement, struct stored_entry *entry);
enum status row_damaged(struct connection *connection, const char *what, int64_t number, struct error *error);

/* --- what was seen (seen.c) --- */
void seen_note(struct connection *connection, const struct seen *seen);
/* From memory, else from the database. STATUS_NOT_FOUND when there is no such subject. */
enum status seen_get(struct connection *connection, int64_t id, uint64_t version, struct seen *seen,
                     struct error *error);
void seen_forget(struct connection *connection, int64_t id);
void seen_forget_all(struct connection *connection);

/* --- definitions (definitions.c) --- */
enum status definition_number(struct connection *connection, struct text digest, int64_t *number,
                              struct error *error);
/* The digest lives as long as the connection, or until a rollback. */
enum status definition_digest(struct connection *connection, int64_t number, struct text *digest,
                              struct error *error);
void definitions_forget(struct connection *connection);

/* --- moments --- */
/* Where a moment stands in an order of time: midday of a date, the last of all for none. */
int64_t moment_order(struct moment moment);
struct moment moment_of_columns(int64_t kind, int64_t order);

/* --- the operations, by file; see store.h --- */
enum status change_rows_write(struct connection *connection, const struct store_change *change,
                              struct error *error); /* tasks, deadlines, agenda, outbox, and the next two */
enum status people_rows_write(struct connection *connection, const struct store_change *change,
                              struct error *error); /* parts and keys of people, merges */
enum status exception_rows_write(struct connection *connection, const struct store_change *change,
                                 struct error *error);
/* Not once the batch can only be rolled back (turn.c). */
enum status batch_usable(struct connection *connection, struct error *error);
enum status store_apply(struct store *store, struct store_change *change, struct error *error);

enum status store_load(struct store *store, struct arena *arena, struct text reference,
                       struct stored_subject *subject, struct error *error);
enum status store_load_id(struct store *store, struct arena *arena, int64_t id,
                          struct stored_subject *subject, struct error *error);
enum status store_entries(struct store *store, struct arena *arena, int64_t subject, int64_t before,
                          store_each_entry each, void *self, struct error *error);
enum status store_key(struct store *store, struct text key, struct stored_key *found, struct error *error);

/* Sets the first free subject number. */
enum status subjects_count_on(struct connection *connection, struct error *error);
int64_t store_take_ids(struct store *store, size_t count);
enum status store_due(struct store *store, instant now, size_t limit, struct arena *arena, int64_t *subjects,
                      size_t *count, struct error *error);
enum status store_next_due(struct store *store, instant *due, struct error *error);
enum status store_agenda(struct store *store, size_t limit, struct arena *arena, struct agenda_row *rows,
                         size_t *count, struct error *error);
enum status store_agenda_fail(struct store *store, int64_t number, struct text why, struct error *error);
enum status store_outbox(struct store *store, int64_t after, size_t limit, struct arena *arena,
                         struct outbox_row *rows, size_t *count, struct error *error);
enum status store_hold(struct store *store, int64_t subject, bool held, instant due, struct error *error);
enum status store_erase(struct store *store, int64_t entry, struct error *error);

enum status store_keep_part(struct store *store, struct text kind, struct text name,
                            const struct digest *digest, struct text content, struct error *error);
enum status store_keep_world(struct store *store, const struct digest *digest, struct text content,
                             instant recorded, int64_t *number, struct error *error);
enum status store_world(struct store *store, struct arena *arena, int64_t number, struct text *content,
                        struct error *error);
enum status store_part(struct store *store, struct arena *arena, struct text digest_hex, struct text *content,
                       struct error *error);
enum status store_pinned(struct store *store, struct arena *arena, struct text *digests, size_t room,
                         size_t *count, struct error *error);

enum status store_versions(struct store *store, struct arena *arena, struct version_row **rows, size_t *count,
                           struct error *error);

enum status store_set_value(struct store *store, struct text space, struct text name, struct text value,
                            struct error *error);
enum status store_unset_value(struct store *store, struct text space, struct text name, struct error *error);
enum status store_get_value(struct store *store, struct arena *arena, struct text space, struct text name,
                            struct text *value, struct error *error);
enum status store_values(struct store *store, struct arena *arena, struct text space, struct json *values,
                         struct error *error);
enum status store_counts(struct store *store, struct store_counts *counts, struct error *error);

enum status store_subjects(struct store *store, struct arena *arena, const struct store_query *query,
                           store_each_subject each, void *self, struct text *cursor, struct error *error);
enum status store_tasks(struct store *store, struct arena *arena, const struct store_query *query,
                        store_each_task each, void *self, struct text *cursor, struct error *error);
enum status store_deadlines(struct store *store, struct arena *arena, const struct store_query *query,
                            store_each_deadline each, void *self, struct text *cursor, struct error *error);
enum status store_exceptions(struct store *store, struct arena *arena, const struct store_query *query,
                             store_each_exception each, void *self, struct text *cursor, struct error *error);
enum status store_alike(struct store *store, struct arena *arena, const struct text *keys, size_t count,
                        size_t limit, store_each_subject each, void *self, struct error *error);
enum status store_episodes(struct store *store, struct arena *arena, struct text person, struct text workflow,
                           struct episode_row *rows, size_t limit, size_t *count, struct error *error);

enum status store_verify(struct store *store, struct arena *arena,
                         void (*progress)(void *self, uint64_t done, uint64_t all), void *self,
                         struct store_verified *verified, struct error *error);

enum status store_begin(struct store *store, struct error *error);
enum status store_commit(struct store *store, struct error *error);
void store_rollback(struct store *store);
enum status store_idle(struct store *store, struct error *error);
enum status store_read_begin(struct store *store, struct error *error);
void store_read_end(struct store *store);

/* Functions that the lists use: state_in(states, state), word_in(words, word); and
 * person_keys(document). */
enum status connection_add_functions(struct connection *connection, struct error *error);

#endif

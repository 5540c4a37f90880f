/* Opening and closing, and the settings that what we promise rests on: a write-ahead log, synced at every
 * commit (synchronous=FULL), copied over by the writer alone; caches that keep a writer and some readers well
 * under the memory bar; no trust in what a file's schema would have us run. */
#include "base/insist.h"
#include "store/sqlite/connection.h"
#include "store/sqlite/lock.h"
#include "store/sqlite/schema.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { SQL_LIMIT = 16 * 1024, DEPTH_LIMIT = 64, PARAMETER_LIMIT = 32 };

#define SETTINGS                                                                                             \
    "PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; "                 \
    "PRAGMA mmap_size = 0; PRAGMA recursive_triggers = OFF;"
static const char writer_settings[] =
    SETTINGS "PRAGMA page_size = 4096; PRAGMA auto_vacuum = NONE; PRAGMA secure_delete = FAST; "
             "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0; "
             "PRAGMA journal_size_limit = 16777216; PRAGMA cache_size = -32000;";
static const char memory_settings[] = SETTINGS "PRAGMA synchronous = OFF;";
static const char reader_settings[] = SETTINGS "PRAGMA query_only = ON; PRAGMA cache_size = -4000;";

static void close_connection(struct store *store);

static const struct store_api api = {
    .close = close_connection,
    .begin = store_begin,
    .commit = store_commit,
    .rollback = store_rollback,
    .apply = store_apply,
    .take_ids = store_take_ids,
    .key = store_key,
    .due = store_due,
    .next_due = store_next_due,
    .agenda = store_agenda,
    .agenda_fail = store_agenda_fail,
    .hold = store_hold,
    .keep_part = store_keep_part,
    .keep_world = store_keep_world,
    .set_value = store_set_value,
    .unset_value = store_unset_value,
    .idle = store_idle,
    .erase = store_erase,
    .read_begin = store_read_begin,
    .read_end = store_read_end,
    .load = store_load,
    .load_id = store_load_id,
    .subjects = store_subjects,
    .tasks = store_tasks,
    .deadlines = store_deadlines,
    .exceptions = store_exceptions,
    .episodes = store_episodes,
    .alike = store_alike,
    .entries = store_entries,
    .outbox = store_outbox,
    .part = store_part,
    .world = store_world,
    .pinned = store_pinned,
    .versions = store_versions,
    .get_value = store_get_value,
    .values = store_values,
    .counts = store_counts,
    .verify = store_verify,
};

/* Before SQLite is first used: no counting of memory under a lock, no file names that are URIs. Too late, it
 * does no harm. */
static void prepare_library(void)
{
    (void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    (void)sqlite3_config(SQLITE_CONFIG_URI, 0);
}

static char *path_in(const char *folder, const char *name)
{
    size_t size = strlen(folder) + strlen(name) + 2;
    char *path = memory_new(size);
    (void)snprintf(path, size, "%s/%s", folder, name);
    return path;
}

static struct connection *connection_new(char *path, bool writer)
{
    struct connection *connection = memory_new(sizeof *connection);
    memset(connection, 0, sizeof *connection);
    connection->store.api = &api;
    connection->path = path;
    connection->writer = writer;
    connection->lock = -1;
    connection->last_entry = -1;
    return connection;
}

static void close_connection(struct store *store)
{
    struct connection *connection = connection_of(store);
    if (connection->db) {
        connection_finalize(connection);
        definitions_forget(connection);
        if (!connection->writer || connection->broken) {
            (void)sqlite3_db_config(connection->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
        }
        int code = sqlite3_close(connection->db);
        insist(code == SQLITE_OK);
    }
    if (connection->lock >= 0) {
        lock_file_give(connection->lock_path, connection->lock);
    }
    free(connection->lock_path);
    free(connection->path);
    free(connection);
}

static int count_log(void *self, sqlite3 *db, const char *name, int pages)
{
    (void)db;
    (void)name;
    ((struct connection *)self)->wal_pages = pages;
    return SQLITE_OK;
}

static enum status settle(struct connection *connection, const char *settings, struct error *error)
{
    sqlite3 *db = connection->db;
    (void)sqlite3_extended_result_codes(db, 1);
    (void)sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    (void)sqlite3_busy_timeout(db, BUSY_MILLISECONDS);
    (void)sqlite3_limit(db, SQLITE_LIMIT_LENGTH, 2 * STORE_VALUE_LIMIT + 1024 * 1024);
    (void)sqlite3_limit(db, SQLITE_LIMIT_SQL_LENGTH, SQL_LIMIT);
    (void)sqlite3_limit(db, SQLITE_LIMIT_EXPR_DEPTH, DEPTH_LIMIT);
    (void)sqlite3_limit(db, SQLITE_LIMIT_VARIABLE_NUMBER, PARAMETER_LIMIT);
    (void)sqlite3_limit(db, SQLITE_LIMIT_ATTACHED, 0);
    (void)sqlite3_limit(db, SQLITE_LIMIT_TRIGGER_DEPTH, 1);
    (void)sqlite3_limit(db, SQLITE_LIMIT_WORKER_THREADS, 0);
    if (sqlite3_exec(db, settings, NULL, NULL, NULL) != SQLITE_OK) {
        return connection_failed(connection, "open the store", error);
    }
    return connection_add_functions(connection, error);
}

static enum status open_database(struct connection *connection, int flags, const char *vfs,
                                 const char *settings, struct error *error)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    (void)pthread_once(&once, prepare_library);
    int code = sqlite3_open_v2(connection->path, &connection->db, flags | SQLITE_OPEN_NOMUTEX, vfs);
    if (!connection->db) {
        return error_set(error, STATUS_LIMIT, "The machine has too little memory to open the store");
    }
    return code == SQLITE_OK ? settle(connection, settings, error)
                             : connection_failed(connection, "open the store", error);
}

static enum status open_writer(struct connection *connection, const char *vfs, struct error *error)
{
    enum status status = open_database(connection, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, vfs,
                                       connection->memory ? memory_settings : writer_settings, error);
    if (status == STATUS_OK) {
        status = schema_bring_up(connection->db, connection->path, error);
    }
    if (status == STATUS_OK) {
        (void)sqlite3_wal_hook(connection->db, count_log, connection);
        status = subjects_count_on(connection, error);
    }
    return status;
}

static enum status give(struct connection *connection, enum status status, struct store **store)
{
    if (status != STATUS_OK) {
        close_connection(&connection->store);
        return status;
    }
    *store = &connection->store;
    return STATUS_OK;
}

enum status store_open_with(const char *folder, bool create, const char *vfs, struct store **store,
                            struct error *error)
{
    struct connection *connection = connection_new(path_in(folder, "caseway.db"), true);
    connection->lock_path = path_in(folder, "caseway.lock");
    enum status status = STATUS_OK;
    if (!create && access(connection->path, F_OK) != 0) {
        status = error_set(error, STATUS_NOT_FOUND, "There is no store here; make a site with caseway init");
        error_place(error, "%s", connection->path);
    }
    if (status == STATUS_OK) {
        status = lock_file_take(connection->lock_path, &connection->lock, error);
    }
    if (status == STATUS_OK) {
        status = open_writer(connection, vfs, error);
    }
    return give(connection, status, store);
}

enum status store_open(const char *folder, bool create, const struct random *random, struct store **store,
                       struct error *error)
{
    (void)random;
    return store_open_with(folder, create, NULL, store, error);
}

enum status store_open_memory(struct store **store, struct error *error)
{
    char *path = memory_new(sizeof ":memory:");
    memcpy(path, ":memory:", sizeof ":memory:");
    struct connection *connection = connection_new(path, true);
    connection->memory = true;
    return give(connection, open_writer(connection, NULL, error), store);
}

enum status store_reader_with(struct store *writer, const char *vfs, struct store **reader,
                              struct error *error)
{
    const struct connection *of = connection_of(writer);
    insist(of->writer);
    if (of->memory) {
        return error_set(error, STATUS_UNSUPPORTED, "A store in memory has no readers beside its writer");
    }
    size_t size = strlen(of->path) + 1;
    struct connection *connection = connection_new(memcpy(memory_new(size), of->path, size), false);
    return give(connection, open_database(connection, SQLITE_OPEN_READONLY, vfs, reader_settings, error),
                reader);
}

enum status store_reader(struct store *writer, struct store **reader, struct error *error)
{
    return store_reader_with(writer, NULL, reader, error);
}

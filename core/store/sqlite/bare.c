/* The hand-written loop: SQLite's own calls and the texts of sql.h, in the order in which apply runs them. */
#include "store/bare.h"
#include "base/insist.h"
#include "store/sqlite/connection.h"

#include <stdio.h>

static const int64_t day = 86400000;

enum { KEY_SIZE = 96 };

enum { FIND_KEY, LOAD, SPEND_KEY, UPDATE, UPDATE_DUE, APPEND, DELETE_TASK, WRITE_TASK, WRITE_DEADLINE, ALL };
static const enum sql used[ALL] = {SQL_KEY_FIND,       SQL_SUBJECT_LOAD,       SQL_KEY_INSERT,
                                   SQL_SUBJECT_UPDATE, SQL_SUBJECT_UPDATE_DUE, SQL_ENTRY_INSERT,
                                   SQL_TASK_DELETE,    SQL_TASK_WRITE,         SQL_DEADLINE_WRITE};

struct loop {
    struct connection *connection;
    const struct bare_work *work;
    sqlite3_stmt *statements[ALL];
    uint64_t turn;
    int64_t id, version, head, entry;
    char key[KEY_SIZE];
    int key_size;
};

static bool every(const struct loop *loop, size_t count)
{
    return count != 0 && loop->turn % count == 0;
}

static bool run(sqlite3_stmt *statement)
{
    bool done = sqlite3_step(statement) == SQLITE_DONE;
    (void)sqlite3_reset(statement);
    return done;
}

static void text(sqlite3_stmt *statement, int index, struct text value)
{
    (void)sqlite3_bind_text(statement, index, value.at, (int)value.size, SQLITE_STATIC);
}

/* False when the key is there already. */
static bool find_key(struct loop *loop)
{
    sqlite3_stmt *statement = loop->statements[FIND_KEY];
    loop->key_size = snprintf(loop->key, sizeof loop->key, "%.*s%llu", TEXT_ARGS(loop->work->keys),
                              (unsigned long long)loop->turn);
    (void)sqlite3_bind_text(statement, 1, loop->key, loop->key_size, SQLITE_STATIC);
    return run(statement);
}

static bool load(struct loop *loop)
{
    sqlite3_stmt *statement = loop->statements[LOAD];
    (void)sqlite3_bind_int64(statement, 1, loop->id);
    if (sqlite3_step(statement) != SQLITE_ROW) {
        (void)sqlite3_reset(statement);
        return false;
    }
    for (int column = 0; column < sqlite3_column_count(statement); column++) {
        (void)sqlite3_column_blob(statement, column);
    }
    loop->version = sqlite3_column_int64(statement, 11);
    loop->head = sqlite3_column_int64(statement, 12);
    (void)sqlite3_reset(statement);
    return true;
}

static bool spend_key(struct loop *loop)
{
    static const unsigned char body[DIGEST_SIZE] = {1};
    sqlite3_stmt *statement = loop->statements[SPEND_KEY];
    (void)sqlite3_bind_text(statement, 1, loop->key, loop->key_size, SQLITE_STATIC);
    (void)sqlite3_bind_blob(statement, 2, body, sizeof body, SQLITE_STATIC);
    (void)sqlite3_bind_int64(statement, 3, loop->entry);
    return run(statement);
}

static bool update(struct loop *loop)
{
    static const unsigned char hash[DIGEST_SIZE] = {2};
    const struct bare_work *work = loop->work;
    bool due = every(loop, work->due_every);
    sqlite3_stmt *statement = loop->statements[due ? UPDATE_DUE : UPDATE];
    (void)sqlite3_bind_int64(statement, 1, loop->id);
    (void)sqlite3_bind_int64(statement, 2, loop->version);
    text(statement, 3, work->state);
    (void)sqlite3_bind_int64(statement, 4, loop->version + 1);
    (void)sqlite3_bind_int64(statement, 5, loop->entry);
    (void)sqlite3_bind_blob(statement, 6, hash, sizeof hash, SQLITE_STATIC);
    text(statement, 7, work->document);
    if (due) {
        (void)sqlite3_bind_int64(statement, 8, work->now + (int64_t)(1 + loop->turn % 28) * day);
    }
    return run(statement);
}

static bool append(struct loop *loop)
{
    static const unsigned char bytes[DIGEST_SIZE] = {3};
    const struct bare_work *work = loop->work;
    sqlite3_stmt *statement = loop->statements[APPEND];
    (void)sqlite3_bind_int64(statement, 2, loop->id);
    (void)sqlite3_bind_int64(statement, 3, loop->version + 1);
    (void)sqlite3_bind_int64(statement, 4, loop->head);
    (void)sqlite3_bind_int64(statement, 5, work->now);
    (void)sqlite3_bind_int64(statement, 6, work->now);
    (void)sqlite3_bind_int64(statement, 7, 1);
    (void)sqlite3_bind_blob(statement, 8, bytes, 16, SQLITE_STATIC);
    (void)sqlite3_bind_blob(statement, 9, bytes, sizeof bytes, SQLITE_STATIC);
    (void)sqlite3_bind_blob(statement, 10, bytes, sizeof bytes, SQLITE_STATIC);
    text(statement, 11, work->content);
    return run(statement);
}

/* Odd and even versions take turns at having the one task and the other. */
static bool change_task(struct loop *loop)
{
    static const struct text names[2] = {{"first", 5}, {"other", 5}};
    sqlite3_stmt *gone = loop->statements[DELETE_TASK], *written = loop->statements[WRITE_TASK];
    (void)sqlite3_bind_int64(gone, 1, loop->id);
    text(gone, 2, names[loop->version % 2]);
    (void)sqlite3_bind_int64(written, 1, loop->id);
    text(written, 2, names[(loop->version + 1) % 2]);
    text(written, 3, TEXT("Visit the family"));
    text(written, 4, TEXT("worker lead"));
    text(written, 5, TEXT(""));
    (void)sqlite3_bind_int64(written, 6, MOMENT_DATE);
    (void)sqlite3_bind_int64(written, 7, (loop->work->now / day + 14 + loop->id % 7) * day + day / 2);
    (void)sqlite3_bind_int64(written, 8, loop->work->now);
    (void)sqlite3_bind_int64(written, 9, 1);
    return run(gone) && run(written);
}

static bool change_deadline(struct loop *loop)
{
    sqlite3_stmt *statement = loop->statements[WRITE_DEADLINE];
    int64_t first = loop->work->now / day + 28 + loop->id % 7;
    (void)sqlite3_bind_int64(statement, 1, loop->id);
    text(statement, 2, TEXT("conference"));
    text(statement, 3, TEXT("Initial conference"));
    text(statement, 4, TEXT("pending"));
    (void)sqlite3_bind_int64(statement, 5, MOMENT_DATE);
    (void)sqlite3_bind_int64(statement, 6, first * day + day / 2);
    (void)sqlite3_bind_int64(statement, 7, (first + 1) * day);
    (void)sqlite3_bind_int64(statement, 8, 1);
    (void)sqlite3_bind_int64(statement, 9, 0);
    return run(statement);
}

static bool advance(struct loop *loop)
{
    const struct bare_work *work = loop->work;
    loop->id = work->subjects[loop->turn % work->subject_count];
    loop->entry++;
    return (work->keys.size == 0 || find_key(loop)) && load(loop) &&
           (work->keys.size == 0 || spend_key(loop)) && update(loop) && append(loop) &&
           (!every(loop, work->task_every) || change_task(loop)) &&
           (!every(loop, work->deadline_every) || change_deadline(loop));
}

static enum status failed(struct loop *loop, struct error *error)
{
    int code = sqlite3_errcode(loop->connection->db);
    if (code == SQLITE_OK || code == SQLITE_ROW || code == SQLITE_DONE) {
        return error_set(error, STATUS_INVALID,
                         "The loop must be given subjects that are there and keys that are not");
    }
    return connection_failed(loop->connection, "run the hand-written loop", error);
}

static enum status batch(struct loop *loop, struct error *error)
{
    const struct bare_work *work = loop->work;
    struct store *store = &loop->connection->store;
    enum status status = store_begin(store, error);
    for (size_t i = 0; i < work->batch && loop->turn < work->advances && status == STATUS_OK; i++) {
        status = advance(loop) ? STATUS_OK : failed(loop, error);
        loop->turn++;
    }
    if (status != STATUS_OK) {
        store_rollback(store);
        return status;
    }
    return store_commit(store, error);
}

static enum status prepare(struct loop *loop, struct error *error)
{
    struct connection *connection = loop->connection;
    for (size_t i = 0; i < ALL; i++) {
        if (sqlite3_prepare_v3(connection->db, sql_text(used[i]), -1, SQLITE_PREPARE_PERSISTENT,
                               &loop->statements[i], NULL) != SQLITE_OK) {
            return connection_failed(connection, "prepare the hand-written loop", error);
        }
    }
    sqlite3_stmt *last = NULL;
    enum status status = statement_ready(connection, SQL_ENTRY_LAST, &last, error);
    if (status == STATUS_OK && sqlite3_step(last) == SQLITE_ROW) {
        loop->entry = sqlite3_column_int64(last, 0);
        statement_end(last);
    }
    return status;
}

enum status store_bare(struct store *writer, const struct bare_work *work, struct error *error)
{
    struct loop loop = {.connection = connection_of(writer), .work = work};
    insist(work->subject_count > 0 && work->batch > 0 && loop.connection->writer);
    insist(work->keys.size < KEY_SIZE - 24);
    enum status status = prepare(&loop, error);
    while (status == STATUS_OK && loop.turn < work->advances) {
        status = batch(&loop, error);
    }
    for (size_t i = 0; i < ALL; i++) {
        (void)sqlite3_finalize(loop.statements[i]);
    }
    seen_forget_all(loop.connection); /* what apply remembers was changed behind its back */
    loop.connection->last_entry = -1;
    return status;
}

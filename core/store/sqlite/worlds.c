/* Worlds and their parts, by digest; and which definitions are still in use. */
#include "base/insist.h"
#include "base/vector.h"
#include "store/sqlite/connection.h"

enum status store_keep_part(struct store *store, struct text kind, struct text name,
                            const struct digest *digest, struct text content, struct error *error)
{
    struct connection *connection = connection_of(store);
    sqlite3_stmt *statement = NULL;
    insist(connection->writer);
    enum status status = batch_usable(connection, error);
    if (status == STATUS_OK && content.size > STORE_VALUE_LIMIT) {
        status = error_set(error, STATUS_LIMIT, "\"%.*s\" is longer than %d bytes", TEXT_ARGS(name),
                           STORE_VALUE_LIMIT);
    }
    if (status == STATUS_OK) {
        status = statement_ready(connection, SQL_PART_INSERT, &statement, error);
    }
    if (status != STATUS_OK) {
        return status;
    }
    bind_digest(statement, 1, digest);
    bind_text(statement, 2, kind);
    bind_text(statement, 3, name);
    bind_bytes(statement, 4, content.at, content.size);
    return statement_run(connection, statement, "keep a part of a world", error);
}

static enum status find_world(struct connection *connection, const struct digest *digest, int64_t *number,
                              bool *found, struct error *error)
{
    sqlite3_stmt *statement = NULL;
    enum status status = statement_ready(connection, SQL_WORLD_FIND, &statement, error);
    if (status == STATUS_OK) {
        bind_digest(statement, 1, digest);
        status = statement_row(connection, statement, found, "look for a world", error);
    }
    if (*found) {
        *number = column_integer(statement, 0);
        statement_end(statement);
    }
    return status;
}

enum status store_keep_world(struct store *store, const struct digest *digest, struct text content,
                             instant recorded, int64_t *number, struct error *error)
{
    struct connection *connection = connection_of(store);
    sqlite3_stmt *statement = NULL;
    bool found = false;
    insist(connection->writer);
    enum status status = batch_usable(connection, error);
    if (status == STATUS_OK) {
        status = find_world(connection, digest, number, &found, error);
    }
    if (status == STATUS_OK && !found) {
        status = statement_ready(connection, SQL_WORLD_INSERT, &statement, error);
    }
    if (status != STATUS_OK || found) {
        return status;
    }
    bind_digest(statement, 1, digest);
    bind_text(statement, 2, content);
    bind_integer(statement, 3, recorded);
    status = statement_run(connection, statement, "keep a world", error);
    *number = sqlite3_last_insert_rowid(connection->db);
    return status;
}

enum status store_part(struct store *store, struct arena *arena, struct text hex, struct text *content,
                       struct error *error)
{
    struct connection *connection = connection_of(store);
    sqlite3_stmt *statement = NULL;
    struct digest digest;
    bool row = false;
    if (!digest_from_hex(hex, &digest)) {
        return error_set(error, STATUS_INVALID, "\"%.*s\" is not a digest", TEXT_ARGS(text_part(hex, 0, 80)));
    }
    enum status status = statement_ready(connection, SQL_PART_LOAD, &statement, error);
    if (status == STATUS_OK) {
        bind_digest(statement, 1, &digest);
        status = statement_row(connection, statement, &row, "read a part of a world", error);
    }
    if (status == STATUS_OK && !row) {
        status = error_set(error, STATUS_NOT_FOUND, "The store keeps nothing with the digest %.*s",
                           TEXT_ARGS(hex));
    }
    if (row) {
        *content = text_copy(arena, column_text(statement, 0));
        statement_end(statement);
    }
    return status;
}

enum status store_world(struct store *store, struct arena *arena, int64_t number, struct text *content,
                        struct error *error)
{
    struct connection *connection = connection_of(store);
    sqlite3_stmt *statement = NULL;
    bool row = false;
    enum status status = statement_ready(connection, SQL_WORLD_LOAD, &statement, error);
    if (status == STATUS_OK) {
        bind_integer(statement, 1, number);
        status = statement_row(connection, statement, &row, "read a world", error);
    }
    if (status == STATUS_OK && !row) {
        status = error_set(error, STATUS_NOT_FOUND, "The store keeps no world %lld", (long long)number);
    }
    if (row) {
        *content = text_copy(arena, column_text(statement, 0));
        statement_end(statement);
    }
    return status;
}

enum status store_pinned(struct store *store, struct arena *arena, struct text *digests, size_t room,
                         size_t *count, struct error *error)
{
    struct connection *connection = connection_of(store);
    sqlite3_stmt *statement = NULL;
    bool row = true;
    *count = 0;
    enum status status = statement_ready(connection, SQL_SUBJECT_PINNED, &statement, error);
    while (status == STATUS_OK && row) {
        status = statement_row(connection, statement, &row, "read which definitions are in use", error);
        if (row && *count == room) {
            statement_end(statement);
            return error_set(error, STATUS_LIMIT, "Open cases are pinned to more than %zu definitions", room);
        }
        if (row) {
            digests[(*count)++] = text_copy(arena, column_text(statement, 0));
        }
    }
    return status;
}

enum status store_versions(struct store *store, struct arena *arena, struct version_row **rows, size_t *count,
                           struct error *error)
{
    struct connection *connection = connection_of(store);
    sqlite3_stmt *statement = NULL;
    VECTOR(struct version_row)
    list = {0};
    bool row = true;
    enum status status = statement_ready(connection, SQL_VERSION_LIST, &statement, error);
    while (status == STATUS_OK && row) {
        status = statement_row(connection, statement, &row, "list the versions of workflows", error);
        if (row) {
            struct version_row version = {.workflow = text_copy(arena, column_text(statement, 0)),
                                          .digest = text_copy(arena, column_text(statement, 1)),
                                          .since = column_instant(statement, 2),
                                          .open = (uint64_t)column_integer(statement, 3),
                                          .closed = (uint64_t)column_integer(statement, 4)};
            vector_push(arena, &list, version);
        }
    }
    *rows = list.at;
    *count = list.count;
    return status;
}

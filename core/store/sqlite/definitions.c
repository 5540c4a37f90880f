/* Definitions by number. There are few, and each is met by thousands of subjects, so each connection
 * remembers those it met. */
#include "base/insist.h"
#include "store/sqlite/connection.h"

#include <stdlib.h>

struct known_definition {
    int64_t number;
    size_t size;
    char *digest;
};

void definitions_forget(struct connection *connection)
{
    struct known_definitions *known = &connection->definitions;
    for (size_t i = 0; i < known->count; i++) {
        free(known->at[i].digest);
    }
    free(known->at);
    *known = (struct known_definitions){0};
}

static const struct known_definition *remember(struct known_definitions *known, int64_t number,
                                               struct text digest)
{
    if (known->count == known->room) {
        known->room = known->room ? known->room * 2 : 8;
        known->at = memory_grow(known->at, known->room * sizeof *known->at);
    }
    struct known_definition *one = &known->at[known->count++];
    *one = (struct known_definition){number, digest.size, memory_new(digest.size + 1)};
    if (digest.size > 0) {
        memcpy(one->digest, digest.at, digest.size);
    }
    return one;
}

static enum status insert(struct connection *connection, struct text digest, int64_t *number,
                          struct error *error)
{
    sqlite3_stmt *statement = NULL;
    enum status status = statement_ready(connection, SQL_DEFINITION_INSERT, &statement, error);
    if (status != STATUS_OK) {
        return status;
    }
    bind_text(statement, 1, digest);
    status = statement_run(connection, statement, "keep the name of a definition", error);
    *number = sqlite3_last_insert_rowid(connection->db);
    return status;
}

enum status definition_number(struct connection *connection, struct text digest, int64_t *number,
                              struct error *error)
{
    const struct known_definitions *known = &connection->definitions;
    for (size_t i = 0; i < known->count; i++) {
        if (text_equal((struct text){known->at[i].digest, known->at[i].size}, digest)) {
            *number = known->at[i].number;
            return STATUS_OK;
        }
    }
    sqlite3_stmt *statement = NULL;
    bool row = false;
    enum status status = statement_ready(connection, SQL_DEFINITION_FIND, &statement, error);
    if (status == STATUS_OK) {
        bind_text(statement, 1, digest);
        status = statement_row(connection, statement, &row, "look for a definition", error);
    }
    if (status == STATUS_OK && row) {
        *number = column_integer(statement, 0);
        statement_end(statement);
    } else if (status == STATUS_OK) {
        status = insert(connection, digest, number, error);
    }
    if (status == STATUS_OK) {
        (void)remember(&connection->definitions, *number, digest);
    }
    return status;
}

enum status definition_digest(struct connection *connection, int64_t number, struct text *digest,
                              struct error *error)
{
    const struct known_definitions *known = &connection->definitions;
    for (size_t i = 0; i < known->count; i++) {
        if (known->at[i].number == number) {
            *digest = (struct text){known->at[i].digest, known->at[i].size};
            return STATUS_OK;
        }
    }
    sqlite3_stmt *statement = NULL;
    bool row = false;
    enum status status = statement_ready(connection, SQL_DEFINITION_DIGEST, &statement, error);
    if (status == STATUS_OK) {
        bind_integer(statement, 1, number);
        status = statement_row(connection, statement, &row, "look for a definition", error);
    }
    if (status == STATUS_OK && !row) {
        status = row_damaged(connection, "Definition", number, error);
    }
    if (status == STATUS_OK) {
        const struct known_definition *one =
            remember(&connection->definitions, number, column_text(statement, 0));
        *digest = (struct text){one->digest, one->size};
        statement_end(statement);
    }
    return status;
}

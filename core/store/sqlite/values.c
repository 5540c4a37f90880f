/* Named values beside the journal, and what is counted. */
#include "base/insist.h"
#include "store/sqlite/connection.h"

/* The statement WHICH for SPACE and NAME. */
static enum status value_statement(struct connection *connection, enum sql which, struct text space,
                                   struct text name, sqlite3_stmt **statement, struct error *error)
{
    enum status status = statement_ready(connection, which, statement, error);
    if (status == STATUS_OK) {
        bind_text(*statement, 1, space);
        bind_text(*statement, 2, name);
    }
    return status;
}

enum status store_set_value(struct store *store, struct text space, struct text name, struct text value,
                            struct error *error)
{
    struct connection *connection = connection_of(store);
    sqlite3_stmt *statement = NULL;
    insist(connection->writer);
    enum status status = batch_usable(connection, error);
    if (status == STATUS_OK) {
        status = value_statement(connection, SQL_VALUE_WRITE, space, name, &statement, error);
    }
    if (status != STATUS_OK) {
        return status;
    }
    bind_text(statement, 3, value);
    return statement_run(connection, statement, "keep a value", error);
}

enum status store_unset_value(struct store *store, struct text space, struct text name, struct error *error)
{
    struct connection *connection = connection_of(store);
    sqlite3_stmt *statement = NULL;
    insist(connection->writer);
    enum status status = batch_usable(connection, error);
    if (status == STATUS_OK) {
        status = value_statement(connection, SQL_VALUE_DELETE, space, name, &statement, error);
    }
    return status == STATUS_OK ? statement_run(connection, statement, "take a value away", error) : status;
}

enum status store_get_value(struct store *store, struct arena *arena, struct text space, struct text name,
                            struct text *value, struct error *error)
{
    struct connection *connection = connection_of(store);
    sqlite3_stmt *statement = NULL;
    bool row = false;
    enum status status = value_statement(connection, SQL_VALUE_LOAD, space, name, &statement, error);
    if (status == STATUS_OK) {
        status = statement_row(connection, statement, &row, "read a value", error);
    }
    if (status == STATUS_OK && !row) {
        status = error_set(error, STATUS_NOT_FOUND, "There is no %.*s \"%.*s\"", TEXT_ARGS(space),
                           TEXT_ARGS(name));
    }
    if (row) {
        *value = text_copy(arena, column_text(statement, 0));
        statement_end(statement);
    }
    return status;
}

enum status store_values(struct store *store, struct arena *arena, struct text space, struct json *values,
                         struct error *error)
{
    struct connection *connection = connection_of(store);
    sqlite3_stmt *statement = NULL;
    bool row = true;
    *values = json_object();
    enum status status = statement_ready(connection, SQL_VALUE_LIST, &statement, error);
    if (status == STATUS_OK) {
        bind_text(statement, 1, space);
    }
    while (status == STATUS_OK && row) {
        status = statement_row(connection, statement, &row, "read values", error);
        if (row) {
            json_set(arena, values, text_copy(arena, column_text(statement, 0)),
                     json_string(text_copy(arena, column_text(statement, 1))));
        }
    }
    return status;
}

enum status store_counts(struct store *store, struct store_counts *counts, struct error *error)
{
    struct connection *connection = connection_of(store);
    sqlite3_stmt *statement = NULL;
    bool row = false;
    uint64_t *numbers[] = {&counts->cases, &counts->open_cases, &counts->people, &counts->entries,
                           &counts->tasks, &counts->agenda,     &counts->outbox, &counts->held};
    enum status status = statement_ready(connection, SQL_COUNTS, &statement, error);
    if (status == STATUS_OK) {
        status = statement_row(connection, statement, &row, "count", error);
    }
    if (row) {
        for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
            *numbers[i] = (uint64_t)column_integer(statement, (int)i);
        }
        statement_end(statement);
    }
    return status;
}

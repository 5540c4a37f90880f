/* Which person has which part in which case, and which record was merged into which.
 *
 * Both follow the documents: a change tells what of them is new and what is gone, so nothing is asked for and
 * nothing is run where no person is concerned. A person's cases are those of all who are one with the person
 * by merges, up and down. */
#include "store/sqlite/connection.h"

/* 0 when REFERENCE is not a person's. */
static int64_t person_number(struct text reference)
{
    enum subject_kind kind = SUBJECT_CASE;
    int64_t id = reference_read(reference, &kind);
    return kind == SUBJECT_PERSON ? id : 0;
}

static enum status write_parts(struct connection *connection, int64_t subject, enum sql which,
                               const struct part_row *parts, size_t count, struct error *error)
{
    sqlite3_stmt *statement = NULL;
    enum status status = STATUS_OK;
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        int64_t person = person_number(parts[i].person);
        if (person == 0) {
            continue;
        }
        status = statement_ready(connection, which, &statement, error);
        if (status == STATUS_OK) {
            bind_integer(statement, 1, person);
            bind_integer(statement, 2, subject);
            bind_text(statement, 3, parts[i].part);
            status = statement_run(connection, statement, "write a person's part", error);
        }
    }
    return status;
}

static enum status find_alias(struct connection *connection, struct text alias, int64_t *id,
                              struct error *error)
{
    sqlite3_stmt *statement = NULL;
    bool row = false;
    enum status status = statement_ready(connection, SQL_ALIAS_FIND, &statement, error);
    if (status == STATUS_OK) {
        bind_text(statement, 1, alias);
        status = statement_row(connection, statement, &row, "look for a reference", error);
    }
    if (status == STATUS_OK && row) {
        *id = column_integer(statement, 0);
        statement_end(statement);
    }
    return status;
}

static enum status write_merged(struct connection *connection, const struct store_change *change,
                                struct error *error)
{
    sqlite3_stmt *statement = NULL;
    enum subject_kind kind = SUBJECT_CASE;
    int64_t into = reference_read(change->merged_into, &kind);
    enum status status = into == 0 && change->merged_into.size > 0
                             ? find_alias(connection, change->merged_into, &into, error)
                             : STATUS_OK;
    if (status == STATUS_OK) {
        status = statement_ready(connection, into ? SQL_MERGED_WRITE : SQL_MERGED_DELETE, &statement, error);
    }
    if (status != STATUS_OK) {
        return status;
    }
    bind_integer(statement, 1, change->subject.id);
    if (into) {
        bind_integer(statement, 2, into);
    }
    return statement_run(connection, statement, "write what was merged", error);
}

enum status people_rows_write(struct connection *connection, const struct store_change *change,
                              struct error *error)
{
    int64_t subject = change->subject.id;
    enum status status = write_parts(connection, subject, SQL_PERSON_PART_DELETE, change->parts_gone,
                                     change->part_gone_count, error);
    if (status == STATUS_OK) {
        status =
            write_parts(connection, subject, SQL_PERSON_PART_WRITE, change->parts, change->part_count, error);
    }
    return status == STATUS_OK && change->merged_changed ? write_merged(connection, change, error) : status;
}

static struct episode_row episode(struct arena *arena, sqlite3_stmt *statement)
{
    char room[REFERENCE_SIZE];
    struct text reference = reference_write(room, (enum subject_kind)column_integer(statement, 1),
                                            column_integer(statement, 0), column_text(statement, 2));
    return (struct episode_row){.reference = text_copy(arena, reference),
                                .workflow = text_copy(arena, column_text(statement, 3)),
                                .part = text_copy(arena, column_text(statement, 4)),
                                .area = text_copy(arena, column_text(statement, 5)),
                                .state = text_copy(arena, column_text(statement, 6)),
                                .opened = column_integer(statement, 7),
                                .closed = column_instant(statement, 8),
                                .merged = column_integer(statement, 9) != 0};
}

enum status store_episodes(struct store *store, struct arena *arena, struct text person, struct text workflow,
                           struct episode_row *rows, size_t limit, size_t *count, struct error *error)
{
    struct connection *connection = connection_of(store);
    sqlite3_stmt *statement = NULL;
    int64_t number = person_number(person);
    *count = 0;
    if (number == 0 || limit == 0) {
        return STATUS_OK;
    }
    enum status status = statement_ready(connection, SQL_EPISODES, &statement, error);
    if (status != STATUS_OK) {
        return status;
    }
    bind_integer(statement, 1, number);
    bind_text(statement, 2, workflow);
    bind_integer(statement, 3, (int64_t)limit);
    bool row = true;
    while ((status = statement_row(connection, statement, &row, "read a person's cases", error)) ==
               STATUS_OK &&
           row && *count < limit) {
        rows[(*count)++] = episode(arena, statement);
    }
    statement_end(statement);
    return status;
}

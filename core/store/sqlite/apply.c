/* One change, written: what is checked is checked before the first write, so that a conflict, a taken
 * reference or a spent key leaves nothing of it behind and the rest of the batch can go on. Any later failure
 * leaves a half-written change in the open transaction: the connection then takes nothing more but a
 * rollback. */
#include "base/insist.h"
#include "store/chain.h"
#include "store/sqlite/connection.h"

static enum status find(struct connection *connection, enum sql which, const struct text *alias, int64_t id,
                        bool *found, struct error *error)
{
    sqlite3_stmt *statement = NULL;
    enum status status = statement_ready(connection, which, &statement, error);
    if (status != STATUS_OK) {
        return status;
    }
    if (alias) {
        bind_text(statement, 1, *alias);
    } else {
        bind_integer(statement, 1, id);
    }
    status = statement_row(connection, statement, found, "look for a subject", error);
    statement_end(statement);
    return status;
}

static enum status check_alias(struct connection *connection, struct text alias, struct error *error)
{
    enum subject_kind kind = SUBJECT_CASE;
    if (reference_read(alias, &kind) != 0) {
        return error_set(error, STATUS_INVALID,
                         "\"%.*s\" cannot be chosen as a reference: that form is given by the store; choose "
                         "another",
                         TEXT_ARGS(alias));
    }
    if (alias.size > STORE_ALIAS_LIMIT || !text_is_utf8(alias)) {
        return error_set(error, STATUS_INVALID, "A reference must be text of at most %d bytes",
                         STORE_ALIAS_LIMIT);
    }
    bool found = false;
    enum status status = find(connection, SQL_ALIAS_FIND, &alias, 0, &found, error);
    if (status == STATUS_OK && found) {
        status =
            error_set(error, STATUS_EXISTS, "The reference %.*s is taken; choose another", TEXT_ARGS(alias));
    }
    return status;
}

static enum status check_new(struct connection *connection, const struct store_change *change,
                             struct error *error)
{
    bool found = false;
    enum status status = find(connection, SQL_SUBJECT_HEAD, NULL, change->subject.id, &found, error);
    if (status == STATUS_OK && found) {
        status =
            error_set(error, STATUS_EXISTS, "There is a subject %lld already", (long long)change->subject.id);
    }
    if (status == STATUS_OK && change->alias.size > 0) {
        status = check_alias(connection, change->alias, error);
    }
    return status;
}

/* What was before the change, in SEEN; all zero for a new subject. */
static enum status check(struct connection *connection, const struct store_change *change, struct seen *seen,
                         struct error *error)
{
    insist(change->subject.id > 0 && change->subject.version == change->expected_version + 1);
    insist(change->is_new == (change->expected_version == 0));
    if (change->subject.document.size > STORE_VALUE_LIMIT || change->content.size > STORE_VALUE_LIMIT) {
        return error_set(error, STATUS_LIMIT, "A document or an entry is longer than %d bytes",
                         STORE_VALUE_LIMIT);
    }
    if (change->is_new) {
        *seen = (struct seen){.id = change->subject.id};
        return check_new(connection, change, error);
    }
    enum status status = seen_get(connection, change->subject.id, change->expected_version, seen, error);
    if (status == STATUS_OK && seen->version != change->expected_version) {
        status = error_set(error, STATUS_CONFLICT, "Subject %lld is at version %llu, not %llu any more",
                           (long long)change->subject.id, (unsigned long long)seen->version,
                           (unsigned long long)change->expected_version);
    }
    return status;
}

static enum status spend_key(struct connection *connection, const struct store_change *change,
                             struct error *error)
{
    sqlite3_stmt *statement = NULL;
    enum status status = STATUS_OK;
    if (change->key.size == 0) {
        return STATUS_OK;
    }
    status = statement_ready(connection, SQL_KEY_INSERT, &statement, error);
    if (status != STATUS_OK) {
        return status;
    }
    bind_text(statement, 1, change->key);
    bind_digest(statement, 2, &change->body);
    bind_integer(statement, 3, change->entry);
    return statement_run(connection, statement, "spend a key", error);
}

static enum status insert_subject(struct connection *connection, const struct store_change *change,
                                  int64_t definition, struct error *error)
{
    const struct stored_subject *subject = &change->subject;
    sqlite3_stmt *statement = NULL;
    enum status status = statement_ready(connection, SQL_SUBJECT_INSERT, &statement, error);
    if (status != STATUS_OK) {
        return status;
    }
    bind_integer(statement, 1, subject->id);
    bind_integer(statement, 2, subject->kind);
    bind_text_or_null(statement, 3, change->alias);
    bind_text(statement, 4, subject->workflow);
    bind_integer(statement, 5, definition);
    bind_text(statement, 6, subject->area);
    bind_text(statement, 7, subject->worker);
    bind_text(statement, 8, subject->state);
    bind_text_or_null(statement, 9, subject->name);
    bind_integer(statement, 10, subject->opened);
    bind_instant(statement, 11, subject->closed);
    bind_integer(statement, 12, (int64_t)subject->version);
    bind_integer(statement, 13, subject->head);
    bind_digest(statement, 14, &subject->hash);
    bind_instant(statement, 15, subject->due);
    bind_integer(statement, 16, subject->held);
    bind_text(statement, 17, subject->document);
    return statement_run(connection, statement, "write a subject", error);
}

static enum status update_subject(struct connection *connection, const struct store_change *change,
                                  bool due_changed, struct error *error)
{
    const struct stored_subject *subject = &change->subject;
    sqlite3_stmt *statement = NULL;
    enum status status = statement_ready(
        connection, due_changed ? SQL_SUBJECT_UPDATE_DUE : SQL_SUBJECT_UPDATE, &statement, error);
    if (status != STATUS_OK) {
        return status;
    }
    bind_integer(statement, 1, subject->id);
    bind_integer(statement, 2, (int64_t)change->expected_version);
    bind_text(statement, 3, subject->state);
    bind_integer(statement, 4, (int64_t)subject->version);
    bind_integer(statement, 5, subject->head);
    bind_digest(statement, 6, &subject->hash);
    bind_text(statement, 7, subject->document);
    if (due_changed) {
        bind_instant(statement, 8, subject->due);
    }
    status = statement_run(connection, statement, "write a subject", error);
    if (status == STATUS_OK && sqlite3_changes(connection->db) != 1) {
        status = row_damaged(connection, "Subject", subject->id, error);
    }
    return status;
}

static enum status move_subject(struct connection *connection, const struct stored_subject *subject,
                                int64_t definition, struct error *error)
{
    sqlite3_stmt *statement = NULL;
    enum status status = statement_ready(connection, SQL_SUBJECT_MOVE, &statement, error);
    if (status != STATUS_OK) {
        return status;
    }
    bind_integer(statement, 1, subject->id);
    bind_text(statement, 2, subject->area);
    bind_text(statement, 3, subject->worker);
    bind_text_or_null(statement, 4, subject->name);
    bind_instant(statement, 5, subject->closed);
    bind_integer(statement, 6, subject->held);
    bind_integer(statement, 7, definition);
    bind_text_or_null(statement, 8, subject->offered);
    return statement_run(connection, statement, "write a subject", error);
}

static enum status write_subject(struct connection *connection, const struct store_change *change,
                                 const struct seen *before, struct seen *after, struct error *error)
{
    const struct stored_subject *subject = &change->subject;
    *after = (struct seen){.id = subject->id,
                           .version = subject->version,
                           .head = subject->head,
                           .hash = subject->hash,
                           .due = subject->due,
                           .closed = subject->closed,
                           .held = subject->held};
    enum status status = definition_number(connection, subject->definition, &after->definition, error);
    if (status != STATUS_OK) {
        return status;
    }
    if (change->is_new) {
        return insert_subject(connection, change, after->definition, error);
    }
    status = update_subject(connection, change, before->due != after->due, error);
    bool moved = change->area_changed || change->worker_changed || change->name_changed ||
                 change->offered_changed || before->closed != after->closed || before->held != after->held ||
                 before->definition != after->definition;
    return status == STATUS_OK && moved ? move_subject(connection, subject, after->definition, error)
                                        : status;
}

static enum status append_entry(struct connection *connection, const struct store_change *change,
                                const struct digest *digest, int64_t previous, struct error *error)
{
    const struct stored_subject *subject = &change->subject;
    sqlite3_stmt *statement = NULL;
    enum status status = statement_ready(connection, SQL_ENTRY_INSERT, &statement, error);
    if (status != STATUS_OK) {
        return status;
    }
    bind_integer(statement, 2, subject->id);
    bind_integer(statement, 3, (int64_t)subject->version);
    bind_integer(statement, 4, previous);
    bind_integer(statement, 5, change->happened);
    bind_integer(statement, 6, change->recorded);
    bind_integer(statement, 7, change->world);
    bind_bytes(statement, 8, change->salt, sizeof change->salt);
    bind_digest(statement, 9, digest);
    bind_digest(statement, 10, &subject->hash);
    bind_text(statement, 11, change->content);
    status = statement_run(connection, statement, "append an entry", error);
    if (status == STATUS_OK && sqlite3_last_insert_rowid(connection->db) != change->entry) {
        status = row_damaged(connection, "Entry", change->entry, error);
    }
    return status;
}

static enum status last_entry(struct connection *connection, struct error *error)
{
    sqlite3_stmt *statement = NULL;
    bool row = false;
    if (connection->last_entry >= 0) {
        return STATUS_OK;
    }
    enum status status = statement_ready(connection, SQL_ENTRY_LAST, &statement, error);
    if (status == STATUS_OK) {
        status = statement_row(connection, statement, &row, "find the last entry", error);
    }
    if (status == STATUS_OK) {
        connection->last_entry = column_integer(statement, 0);
        statement_end(statement);
    }
    return status;
}

/* Everything after the checks and the key. */
static enum status write(struct connection *connection, struct store_change *change,
                         const struct seen *before, const struct digest *digest, struct error *error)
{
    struct seen after = {0};
    enum status status = write_subject(connection, change, before, &after, error);
    if (status == STATUS_OK) {
        status = append_entry(connection, change, digest, before->head, error);
    }
    if (status == STATUS_OK) {
        status = change_rows_write(connection, change, error);
    }
    if (status != STATUS_OK) {
        connection->given_up = status;
        return status;
    }
    connection->last_entry = change->entry;
    if (connection->next_subject <= change->subject.id) {
        connection->next_subject = change->subject.id + 1;
    }
    seen_note(connection, &after);
    return STATUS_OK;
}

enum status store_apply(struct store *store, struct store_change *change, struct error *error)
{
    struct connection *connection = connection_of(store);
    insist(connection->writer && connection->writing);
    struct seen before = {0};
    enum status status = batch_usable(connection, error);
    if (status == STATUS_OK) {
        status = check(connection, change, &before, error);
    }
    if (status == STATUS_OK) {
        status = last_entry(connection, error);
    }
    if (status != STATUS_OK) {
        return status;
    }
    struct digest digest = chain_digest(change->salt, change->content);
    change->entry = connection->last_entry + 1;
    change->subject.head = change->entry;
    change->subject.hash =
        chain_hash(&before.hash, change->subject.id, change->subject.version, change->recorded, &digest);
    status = spend_key(connection, change, error);
    if (status == STATUS_OK) {
        status = write(connection, change, &before, &digest, error);
    }
    return status;
}

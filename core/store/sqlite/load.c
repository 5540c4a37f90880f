/* One subject, one key, one journal. */
#include "base/insist.h"
#include "store/sqlite/connection.h"

static void keep_in(struct arena *arena, struct stored_subject *subject)
{
    struct text *texts[] = {&subject->reference, &subject->workflow, &subject->definition,
                            &subject->area,      &subject->worker,   &subject->state,
                            &subject->name,      &subject->document, &subject->offered};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        *texts[i] = text_copy(arena, *texts[i]);
    }
}

static void note(struct connection *connection, const struct stored_subject *subject, int64_t definition)
{
    seen_note(connection, &(struct seen){.id = subject->id,
                                         .version = subject->version,
                                         .head = subject->head,
                                         .hash = subject->hash,
                                         .due = subject->due,
                                         .closed = subject->closed,
                                         .held = subject->held,
                                         .definition = definition});
}

/* Steps STATEMENT, which is bound. */
static enum status load(struct connection *connection, struct arena *arena, sqlite3_stmt *statement,
                        struct stored_subject *subject, bool *found, struct error *error)
{
    char room[REFERENCE_SIZE];
    enum status status = statement_row(connection, statement, found, "load a subject", error);
    if (status != STATUS_OK || !*found) {
        return status;
    }
    status = subject_row(connection, statement, room, subject, error);
    if (status == STATUS_OK) {
        note(connection, subject, column_integer(statement, 4));
        keep_in(arena, subject);
    }
    statement_end(statement);
    return status;
}

static enum status load_number(struct connection *connection, struct arena *arena, int64_t id,
                               struct stored_subject *subject, bool *found, struct error *error)
{
    sqlite3_stmt *statement = NULL;
    enum status status = statement_ready(connection, SQL_SUBJECT_LOAD, &statement, error);
    if (status != STATUS_OK) {
        return status;
    }
    bind_integer(statement, 1, id);
    return load(connection, arena, statement, subject, found, error);
}

enum status store_load_id(struct store *store, struct arena *arena, int64_t id,
                          struct stored_subject *subject, struct error *error)
{
    bool found = false;
    enum status status = load_number(connection_of(store), arena, id, subject, &found, error);
    if (status == STATUS_OK && !found) {
        status = error_set(error, STATUS_NOT_FOUND, "There is no subject %lld", (long long)id);
    }
    return status;
}

enum status store_load(struct store *store, struct arena *arena, struct text reference,
                       struct stored_subject *subject, struct error *error)
{
    struct connection *connection = connection_of(store);
    sqlite3_stmt *statement = NULL;
    bool found = false;
    enum status status = STATUS_OK;
    enum subject_kind kind = SUBJECT_CASE;
    int64_t id = reference_read(reference, &kind);
    if (id != 0) {
        status = load_number(connection, arena, id, subject, &found, error);
        found = found && subject->kind == kind;
    } else {
        status = statement_ready(connection, SQL_SUBJECT_LOAD_ALIAS, &statement, error);
        if (status == STATUS_OK) {
            bind_text(statement, 1, reference);
            status = load(connection, arena, statement, subject, &found, error);
        }
    }
    if (status == STATUS_OK && !found) {
        status = error_set(error, STATUS_NOT_FOUND, "There is no %.*s",
                           TEXT_ARGS(reference.size ? reference : TEXT("such record")));
    }
    return status;
}

enum status store_key(struct store *store, struct text key, struct stored_key *found, struct error *error)
{
    struct connection *connection = connection_of(store);
    sqlite3_stmt *statement = NULL;
    bool row = false;
    enum status status = statement_ready(connection, SQL_KEY_FIND, &statement, error);
    if (status == STATUS_OK) {
        bind_text(statement, 1, key);
        status = statement_row(connection, statement, &row, "look for a key", error);
    }
    if (status != STATUS_OK) {
        return status;
    }
    if (!row) {
        return STATUS_NOT_FOUND;
    }
    bool whole = column_digest(statement, 0, &found->body);
    found->subject = column_integer(statement, 1);
    found->entry = column_integer(statement, 2);
    found->seq = (uint64_t)column_integer(statement, 3);
    statement_end(statement);
    return whole ? STATUS_OK : row_damaged(connection, "The key of entry", found->entry, error);
}

/* The number from which a walk begins: the subject's head, or what stands before BEFORE, which must be the
 * subject's own. */
static enum status first_entry(struct connection *connection, int64_t subject, int64_t before,
                               int64_t *number, struct error *error)
{
    sqlite3_stmt *statement = NULL;
    bool row = false;
    enum status status =
        statement_ready(connection, before ? SQL_ENTRY_LINK : SQL_SUBJECT_HEAD, &statement, error);
    if (status != STATUS_OK) {
        return status;
    }
    bind_integer(statement, 1, before ? before : subject);
    status = statement_row(connection, statement, &row, "read a journal", error);
    if (status != STATUS_OK) {
        return status;
    }
    if (!row || (before && column_integer(statement, 0) != subject)) {
        statement_end(statement);
        return before ? error_set(error, STATUS_NOT_FOUND, "The journal has no entry %lld", (long long)before)
                      : error_set(error, STATUS_NOT_FOUND, "There is no subject %lld", (long long)subject);
    }
    *number = column_integer(statement, before ? 2 : 0);
    statement_end(statement);
    return STATUS_OK;
}

enum status store_entries(struct store *store, struct arena *arena, int64_t subject, int64_t before,
                          store_each_entry each, void *self, struct error *error)
{
    struct connection *connection = connection_of(store);
    sqlite3_stmt *statement = NULL;
    int64_t number = 0;
    (void)arena;
    enum status status = first_entry(connection, subject, before, &number, error);
    if (status == STATUS_OK) {
        status = statement_ready(connection, SQL_ENTRY_LOAD, &statement, error);
    }
    while (status == STATUS_OK && number != 0) {
        struct stored_entry entry = {0};
        bool row = false;
        bind_integer(statement, 1, number);
        status = statement_row(connection, statement, &row, "read a journal", error);
        if (status == STATUS_OK && row) {
            entry_row(statement, &entry);
        }
        if (status == STATUS_OK && (entry.subject != subject || entry.previous >= number)) {
            status = row_damaged(connection, "Entry", number, error);
        }
        number = status == STATUS_OK && each(self, &entry) ? entry.previous : 0;
        statement_end(statement);
    }
    return status;
}

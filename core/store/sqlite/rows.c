/* Rows as plain structs, and the few values that are kept in another form than they are used in. */
#include "store/sqlite/connection.h"

#include <stdio.h>

enum { DAY = 86400000, MIDDAY = DAY / 2 };
static const int64_t last_of_all = INT64_MAX;

static const char kind_letters[] = {[SUBJECT_CASE] = 'C', [SUBJECT_PERSON] = 'P', [SUBJECT_SITE] = 'S'};

struct text reference_write(char room[REFERENCE_SIZE], enum subject_kind kind, int64_t id, struct text alias)
{
    if (alias.size > 0) {
        return alias;
    }
    int size = snprintf(room, REFERENCE_SIZE, "%c-%lld", kind_letters[kind], (long long)id);
    return (struct text){room, (size_t)size};
}

int64_t reference_read(struct text text, enum subject_kind *kind)
{
    int64_t id = 0;
    if (text.size < 3 || text.at[1] != '-' || text.at[2] < '1' || text.at[2] > '9' ||
        !text_integer(text_part(text, 2, text.size), &id)) {
        return 0;
    }
    for (size_t i = 0; i < sizeof kind_letters; i++) {
        if ((text.at[0] & ~0x20) == kind_letters[i]) {
            *kind = (enum subject_kind)i;
            return id;
        }
    }
    return 0;
}

enum status subject_row(struct connection *connection, sqlite3_stmt *statement, char room[REFERENCE_SIZE],
                        struct stored_subject *subject, struct error *error)
{
    int64_t kind = column_integer(statement, 1);
    *subject = (struct stored_subject){
        .id = column_integer(statement, 0),
        .workflow = column_text(statement, 3),
        .area = column_text(statement, 5),
        .worker = column_text(statement, 6),
        .state = column_text(statement, 7),
        .name = column_text(statement, 8),
        .opened = column_integer(statement, 9),
        .closed = column_instant(statement, 10),
        .version = (uint64_t)column_integer(statement, 11),
        .head = column_integer(statement, 12),
        .due = column_instant(statement, 14),
        .held = column_integer(statement, 15) != 0,
        .document = column_text(statement, 16),
        .offered = column_text(statement, 17),
    };
    if (kind < SUBJECT_CASE || kind > SUBJECT_SITE || !column_digest(statement, 13, &subject->hash)) {
        return row_damaged(connection, "Subject", subject->id, error);
    }
    subject->kind = (enum subject_kind)kind;
    subject->reference = reference_write(room, subject->kind, subject->id, column_text(statement, 2));
    return definition_digest(connection, column_integer(statement, 4), &subject->definition, error);
}

void entry_row(sqlite3_stmt *statement, struct stored_entry *entry)
{
    *entry = (struct stored_entry){
        .number = column_integer(statement, 0),
        .subject = column_integer(statement, 1),
        .seq = (uint64_t)column_integer(statement, 2),
        .previous = column_integer(statement, 3),
        .happened = column_integer(statement, 4),
        .recorded = column_integer(statement, 5),
        .world = column_integer(statement, 6),
        .erased = sqlite3_column_type(statement, 10) == SQLITE_NULL,
        .content = column_text(statement, 10),
    };
    struct text salt = column_text(statement, 7);
    if (salt.size == sizeof entry->salt) {
        memcpy(entry->salt, salt.at, sizeof entry->salt);
    }
    (void)column_digest(statement, 8, &entry->digest);
    (void)column_digest(statement, 9, &entry->hash);
}

int64_t moment_order(struct moment moment)
{
    switch (moment.kind) {
    case MOMENT_DATE:
        return (int64_t)moment.day * DAY + MIDDAY;
    case MOMENT_INSTANT:
        return moment.at;
    case MOMENT_NONE:
        break;
    }
    return last_of_all;
}

struct moment moment_of_columns(int64_t kind, int64_t order)
{
    if (kind == MOMENT_DATE) {
        return (struct moment){
            .kind = MOMENT_DATE, .day = (date)((order - MIDDAY) / DAY), .at = INSTANT_NONE};
    }
    if (kind == MOMENT_INSTANT) {
        return (struct moment){.kind = MOMENT_INSTANT, .day = DATE_NONE, .at = order};
    }
    return (struct moment){.kind = MOMENT_NONE, .day = DATE_NONE, .at = INSTANT_NONE};
}

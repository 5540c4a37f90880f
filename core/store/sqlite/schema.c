/* What is kept, and how it grew. A step that was released is never changed; a later one follows it.
 *
 * Sequential numbers are primary keys, so that new rows are appended. What every event changes (state,
 * version, head, document) is in no index; of the times only the nearest, `due`, under an index that leaves
 * out held subjects, so that time can never find one. Entries have no index at all: they are chained by
 * `previous`. An erased entry has neither salt nor content. */
#include "store/sqlite/schema.h"
#include "store/sqlite/connection.h"

#include <stdio.h>

static const char first_step[] =
    /* The definitions that subjects are pinned to, so that a subject names its own by a small number. */
    "CREATE TABLE definition (id INTEGER PRIMARY KEY, digest TEXT NOT NULL UNIQUE) STRICT;"

    "CREATE TABLE subject ("
    " id INTEGER PRIMARY KEY, kind INTEGER NOT NULL, alias TEXT, workflow TEXT NOT NULL,"
    " definition INTEGER NOT NULL, area TEXT NOT NULL, worker TEXT NOT NULL, state TEXT NOT NULL, name TEXT,"
    " opened INTEGER NOT NULL, closed INTEGER, version INTEGER NOT NULL, head INTEGER NOT NULL,"
    " hash BLOB NOT NULL, due INTEGER, held INTEGER NOT NULL, document TEXT NOT NULL) STRICT;"
    "CREATE UNIQUE INDEX subject_alias ON subject (alias) WHERE alias IS NOT NULL;"
    "CREATE INDEX subject_due ON subject (due) WHERE due IS NOT NULL AND held = 0;"
    "CREATE INDEX subject_held ON subject (held) WHERE held = 1;"
    "CREATE INDEX subject_kind ON subject (kind, closed);"
    "CREATE INDEX subject_area ON subject (area, kind) WHERE closed IS NULL;"
    "CREATE INDEX subject_worker ON subject (worker) WHERE worker <> '';"
    "CREATE INDEX subject_name ON subject (name COLLATE NOCASE) WHERE name IS NOT NULL;"
    "CREATE INDEX subject_definition ON subject (definition) WHERE closed IS NULL;"

    "CREATE TABLE entry ("
    " number INTEGER PRIMARY KEY, subject INTEGER NOT NULL, seq INTEGER NOT NULL, previous INTEGER NOT NULL,"
    " happened INTEGER NOT NULL, recorded INTEGER NOT NULL, world INTEGER NOT NULL, salt BLOB,"
    " digest BLOB NOT NULL, hash BLOB NOT NULL, content TEXT) STRICT;"

    "CREATE TABLE key (key TEXT NOT NULL PRIMARY KEY, body BLOB NOT NULL, entry INTEGER NOT NULL)"
    " STRICT, WITHOUT ROWID;"

    /* Open tasks alone. due: milliseconds, the last of all for none; midday of a date, which every zone has
       on that date. */
    "CREATE TABLE task ("
    " subject INTEGER NOT NULL, name TEXT NOT NULL, title TEXT NOT NULL, role TEXT NOT NULL,"
    " worker TEXT NOT NULL, due_kind INTEGER NOT NULL, due INTEGER NOT NULL, opened INTEGER NOT NULL,"
    " required INTEGER NOT NULL, PRIMARY KEY (subject, name)) STRICT, WITHOUT ROWID;"
    "CREATE INDEX task_due ON task (due);"
    "CREATE INDEX task_worker ON task (worker) WHERE worker <> '';"

    "CREATE TABLE deadline ("
    " subject INTEGER NOT NULL, name TEXT NOT NULL, title TEXT NOT NULL, status TEXT NOT NULL,"
    " due_kind INTEGER NOT NULL, due INTEGER NOT NULL, ends INTEGER NOT NULL, open INTEGER NOT NULL,"
    " breached INTEGER NOT NULL, PRIMARY KEY (subject, name)) STRICT, WITHOUT ROWID;"
    "CREATE INDEX deadline_ends ON deadline (ends) WHERE open = 1;"

    "CREATE TABLE agenda (number INTEGER PRIMARY KEY, subject INTEGER NOT NULL, command TEXT NOT NULL) "
    "STRICT;"
    "CREATE TABLE agenda_failed ("
    " number INTEGER PRIMARY KEY, subject INTEGER NOT NULL, command TEXT NOT NULL, why TEXT NOT NULL) STRICT;"
    "CREATE TABLE outbox ("
    " number INTEGER PRIMARY KEY, subject INTEGER NOT NULL, key TEXT NOT NULL, content TEXT NOT NULL,"
    " at INTEGER NOT NULL) STRICT;"

    "CREATE TABLE part ("
    " digest BLOB NOT NULL PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, content BLOB NOT NULL) "
    "STRICT;"
    "CREATE TABLE world ("
    " number INTEGER PRIMARY KEY, digest BLOB NOT NULL UNIQUE, content TEXT NOT NULL,"
    " recorded INTEGER NOT NULL) STRICT;"
    "CREATE TABLE value ("
    " space TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (space, name))"
    " STRICT, WITHOUT ROWID;";

/* Who has which part in which case; which record was merged into which; the register of exceptions. A site
 * that is there already has them read out of its documents, once: the store knows no definition, so whatever
 * is written where a person may stand and is the reference of one that is there counts as a part. */
#define DOCUMENT "CASE WHEN json_valid(s.document) THEN s.document ELSE '{}' END"
#define IS_PERSON(value)                                                                                     \
    value ".type = 'text' AND " value ".atom GLOB 'P-[1-9]*' AND substr(" value ".atom, 3) NOT GLOB "        \
          "'*[^0-9]*' AND EXISTS (SELECT 1 FROM subject p WHERE p.id = CAST(substr(" value ".atom, 3) "      \
          "AS INTEGER) AND p.kind = 1)"
#define PART_OF(value, name)                                                                                 \
    "INSERT OR IGNORE INTO person_part SELECT CAST(substr(" value ".atom, 3) AS INTEGER), s.id, " name       \
    " FROM subject s, json_each(" DOCUMENT ", '$.data') f"
static const char second_step[] =
    "CREATE TABLE person_part ("
    " person INTEGER NOT NULL, subject INTEGER NOT NULL, part TEXT NOT NULL,"
    " PRIMARY KEY (person, subject, part)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE merged (subject INTEGER PRIMARY KEY, into_subject INTEGER NOT NULL) STRICT;"
    "CREATE INDEX merged_into ON merged (into_subject);"
    /* until: a day, counted from 1970. */
    "CREATE TABLE exception ("
    " number INTEGER PRIMARY KEY, subject INTEGER NOT NULL, place INTEGER NOT NULL, at INTEGER NOT NULL,"
    " by TEXT NOT NULL, event TEXT NOT NULL, unmet TEXT NOT NULL, reason TEXT NOT NULL, until INTEGER,"
    " UNIQUE (subject, place)) STRICT;"

    PART_OF("f", "f.key") " WHERE s.kind = 0 AND " IS_PERSON("f") ";" PART_OF(
        "v",
        "f.key || '[' || json_extract(i.value, '$.id') || '].' || v.key") ", json_each(CASE WHEN f.type = "
                                                                          "'array' THEN f.value ELSE '[]' "
                                                                          "END) i,"
                                                                          " json_each(CASE WHEN i.type = "
                                                                          "'object' THEN i.value ELSE '{}' "
                                                                          "END) v"
                                                                          " WHERE s.kind = 0 AND "
                                                                          "json_type(i.value, '$.id') = "
                                                                          "'integer' AND " IS_PERSON(
                                                                              "v") ";"
                                                                                   "INSERT INTO exception "
                                                                                   "(subject, place, at, by, "
                                                                                   "event, unmet, reason, "
                                                                                   "until)"
                                                                                   " SELECT s.id, x.key, "
                                                                                   "ifnull(json_extract(x."
                                                                                   "value, '$.at'), 0), "
                                                                                   "ifnull(json_extract(x."
                                                                                   "value, '$.by'), ''),"
                                                                                   " ifnull(json_extract(x."
                                                                                   "value, '$.event'), ''), "
                                                                                   "ifnull(json_extract(x."
                                                                                   "value, '$.unmet'), ''),"
                                                                                   " ifnull(json_extract(x."
                                                                                   "value, '$.reason'), ''),"
                                                                                   " CAST(julianday(json_"
                                                                                   "extract(x.value, "
                                                                                   "'$.until')) - 2440587.5 "
                                                                                   "AS INTEGER)"
                                                                                   " FROM subject s, "
                                                                                   "json_each(" DOCUMENT
                                                                                   ", '$.exceptions') x "
                                                                                   "WHERE x.type = 'object'"
                                                                                   " ORDER BY 3, 1, 2;";
#undef PART_OF
#undef IS_PERSON
#undef DOCUMENT

/* So that the closed cases of each version can be counted; closing alone writes it. */
static const char third_step[] =
    "CREATE INDEX subject_definition_closed ON subject (definition) WHERE closed IS NOT NULL;";

/* What people are found by; those who are there already get theirs from their documents. */
static const char fourth_step[] =
    "CREATE TABLE person_key ("
    " key TEXT NOT NULL, person INTEGER NOT NULL, PRIMARY KEY (key, person)) STRICT, WITHOUT ROWID;"
    "INSERT OR IGNORE INTO person_key SELECT k.value, s.id"
    " FROM subject s, json_each(person_keys(s.document)) k WHERE s.kind = 1;";

/* The area that a case is offered to. Few are at a time, so they alone are in the index, in order of number;
 * nothing but an offer and its end writes it. */
static const char step_of_offers[] =
    "ALTER TABLE subject ADD COLUMN offered TEXT;"
    "CREATE INDEX subject_offered ON subject (id) WHERE offered IS NOT NULL;";

/* Messages that wait for their time can be stopped: 0 leaves at once, 1 waits, 2 is stopped. Those that wait
 * alone are in the index; one that is stopped keeps its number, so that none is ever given out again. */
static const char step_of_waiting[] = "ALTER TABLE outbox ADD COLUMN waits INTEGER NOT NULL DEFAULT 0;"
                                      "CREATE INDEX outbox_waits ON outbox (key) WHERE waits = 1;";

static const struct migration released[] = {{first_step},  {second_step},    {third_step},
                                            {fourth_step}, {step_of_offers}, {step_of_waiting}};

static enum status run(sqlite3 *db, const char *path, const char *sql, struct error *error)
{
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK) {
        return STATUS_OK;
    }
    return sqlite_failed(db, path, "set up its tables", error);
}

static enum status ask(sqlite3 *db, const char *path, const char *sql, int64_t *number, struct error *error)
{
    sqlite3_stmt *statement = NULL;
    int code = sqlite3_prepare_v2(db, sql, -1, &statement, NULL);
    if (code == SQLITE_OK) {
        code = sqlite3_step(statement);
    }
    *number = code == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : 0;
    enum status status = STATUS_OK;
    if (code != SQLITE_ROW) {
        status = sqlite_failed(db, path, "read its version", error);
    }
    sqlite3_finalize(statement);
    return status;
}

static enum status read_version(sqlite3 *db, const char *path, int64_t *version, struct error *error)
{
    int64_t application = 0, tables = 0;
    enum status status = ask(db, path, "PRAGMA user_version", version, error);
    if (status == STATUS_OK) {
        status = ask(db, path, "PRAGMA application_id", &application, error);
    }
    if (status == STATUS_OK) {
        status = ask(db, path, "SELECT count(*) FROM sqlite_schema", &tables, error);
    }
    if (status == STATUS_OK && application != STORE_APPLICATION_ID && (application != 0 || tables != 0)) {
        status = error_set(error, STATUS_INVALID,
                           "This database was not made by Caseway; name the folder of a site, or move the "
                           "file away");
        error_place(error, "%s", path);
    }
    return status;
}

static enum status take_steps(sqlite3 *db, const char *path, const struct migration *steps, size_t from,
                              size_t count, struct error *error)
{
    enum status status = run(db, path, "BEGIN IMMEDIATE", error);
    for (size_t i = from; i < count && status == STATUS_OK; i++) {
        status = run(db, path, steps[i].sql, error);
    }
    char stamp[96];
    (void)snprintf(stamp, sizeof stamp, "PRAGMA application_id = %d; PRAGMA user_version = %zu; COMMIT",
                   STORE_APPLICATION_ID, count);
    if (status == STATUS_OK) {
        status = run(db, path, stamp, error);
    }
    if (status != STATUS_OK && sqlite3_get_autocommit(db) == 0) {
        (void)sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
    }
    return status;
}

enum status schema_migrate(sqlite3 *db, const char *path, const struct migration *steps, size_t count,
                           struct error *error)
{
    int64_t version = 0;
    enum status status = read_version(db, path, &version, error);
    if (status != STATUS_OK) {
        return status;
    }
    if (version < 0 || (size_t)version > count) {
        status = error_set(error, STATUS_UNSUPPORTED,
                           "The store is of version %lld and this program knows versions up to %zu; run the "
                           "newer program that wrote it",
                           (long long)version, count);
        error_place(error, "%s", path);
        return status;
    }
    return (size_t)version == count ? STATUS_OK : take_steps(db, path, steps, (size_t)version, count, error);
}

enum status schema_bring_up(sqlite3 *db, const char *path, struct error *error)
{
    return schema_migrate(db, path, released, sizeof released / sizeof *released, error);
}

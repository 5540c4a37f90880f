/* Opening: one process, the right file, the settings that promises rest on, readers beside the writer. */
#include "base/files.h"
#include "store/sqlite/connection.h"
#include "store/sqlite/schema.h"
#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static enum status open_again(struct fixture *f, bool create, struct store **store)
{
    struct random random = random_system();
    return store_open(f->folder, create, &random, store, &f->error);
}

static void makes_only_when_asked(void **state)
{
    struct fixture f = {0};
    struct store *store = NULL;
    (void)state;
    arena_init(&f.arena);
    folder_make(f.folder);
    assert_int_equal(STATUS_NOT_FOUND, open_again(&f, false, &store));
    assert_int_not_equal(0, access(fixture_path(&f, "caseway.lock"), F_OK));
    expect_ok(&f, open_again(&f, true, &f.store));
    assert_int_equal(0, access(fixture_path(&f, "caseway.lock"), F_OK));
    open_cases(&f, 2);
    fixture_reopen(&f);
    assert_int_equal(1, loaded(&f, "C-2").version);
    store_close(f.store);
    f.store = NULL;
    assert_int_not_equal(0, access(fixture_path(&f, "caseway.lock"), F_OK));
    fixture_close(&f);
}

static void fails_where_there_is_no_folder(void **state)
{
    struct fixture f = {0};
    struct store *store = NULL;
    struct random random = random_system();
    (void)state;
    assert_int_equal(STATUS_NOT_FOUND, store_open("/nonexistent/folder", true, &random, &store, &f.error));
    assert_int_equal(STATUS_NOT_FOUND, store_open("/nonexistent/folder", false, &random, &store, &f.error));
}

static void is_held_by_one(void **state)
{
    struct fixture f;
    struct store *store = NULL;
    char process[32];
    (void)state;
    fixture_disk(&f);
    (void)snprintf(process, sizeof process, "Process %ld ", (long)getpid());
    assert_int_equal(STATUS_LOCKED, open_again(&f, false, &store));
    assert_non_null(strstr(f.error.message, process));
    pid_t child = fork();
    if (child == 0) {
        _exit(open_again(&f, true, &store) == STATUS_LOCKED ? 0 : 1);
    }
    int result = -1;
    assert_int_equal(child, waitpid(child, &result, 0));
    assert_int_equal(0, result);
    fixture_close(&f);
}

/* A process that was killed leaves its lock file and its log; neither is in the way. */
static void takes_over_from_the_dead(void **state)
{
    struct fixture f = {0};
    (void)state;
    arena_init(&f.arena);
    folder_make(f.folder);
    pid_t child = fork();
    if (child == 0) {
        if (open_again(&f, true, &f.store) == STATUS_OK) {
            open_cases(&f, 3);
            expect_ok(&f, f.store->api->begin(f.store, &f.error));
            struct store_change change = opening(&f, 4);
            expect_ok(&f, f.store->api->apply(f.store, &change, &f.error));
        }
        _exit(0);
    }
    assert_int_equal(child, waitpid(child, NULL, 0));
    assert_int_equal(0, access(fixture_path(&f, "caseway.lock"), F_OK));
    expect_ok(&f, open_again(&f, false, &f.store));
    struct store_verified result = verified(&f);
    assert_int_equal(3, result.subjects);
    assert_int_equal(0, result.faults);
    fixture_close(&f);
}

static int64_t setting(struct store *store, const char *pragma)
{
    sqlite3_stmt *statement = NULL;
    char sql[64];
    (void)snprintf(sql, sizeof sql, "PRAGMA %s", pragma);
    assert_int_equal(SQLITE_OK, sqlite3_prepare_v2(connection_of(store)->db, sql, -1, &statement, NULL));
    assert_int_equal(SQLITE_ROW, sqlite3_step(statement));
    int64_t value = sqlite3_column_int64(statement, 0);
    if (sqlite3_column_type(statement, 0) == SQLITE_TEXT) {
        value = strcmp((const char *)sqlite3_column_text(statement, 0), "wal") == 0 ? 1 : -1;
    }
    (void)sqlite3_finalize(statement);
    return value;
}

static void settles_as_promised(void **state)
{
    struct fixture f;
    struct store *reader = NULL;
    (void)state;
    fixture_disk(&f);
    expect_ok(&f, store_reader(f.store, &reader, &f.error));
    assert_int_equal(1, setting(f.store, "journal_mode"));
    assert_int_equal(2, setting(f.store, "synchronous"));
    assert_int_equal(0, setting(f.store, "wal_autocheckpoint"));
    assert_int_equal(0, setting(f.store, "trusted_schema"));
    assert_int_equal(0, setting(f.store, "mmap_size"));
    assert_int_equal(-32000, setting(f.store, "cache_size"));
    assert_int_equal(-4000, setting(reader, "cache_size"));
    assert_int_equal(1, setting(reader, "query_only"));
    assert_int_equal(STORE_APPLICATION_ID, setting(f.store, "application_id"));
    store_close(reader);
    fixture_close(&f);
}

static void readers_see_one_moment(void **state)
{
    struct fixture f;
    struct store *reader = NULL;
    struct stored_subject subject;
    (void)state;
    fixture_disk(&f);
    open_cases(&f, 1);
    expect_ok(&f, store_reader(f.store, &reader, &f.error));
    const struct store_api *api = reader->api;
    expect_ok(&f, api->read_begin(reader, &f.error));
    expect_ok(&f, api->load(reader, &f.arena, TEXT("C-1"), &subject, &f.error));
    struct store_change change = advance(&f, 1);
    apply_alone(&f, &change);
    expect_ok(&f, f.store->api->idle(f.store, &f.error)); /* the reader is not in the way, nor disturbed */
    expect_ok(&f, api->load(reader, &f.arena, TEXT("C-1"), &subject, &f.error));
    assert_int_equal(1, subject.version);
    api->read_end(reader);
    expect_ok(&f, api->read_begin(reader, &f.error));
    expect_ok(&f, api->load(reader, &f.arena, TEXT("C-1"), &subject, &f.error));
    assert_int_equal(2, subject.version);
    api->read_end(reader);
    store_close(reader);
    fixture_close(&f);
}

static void reads_on_the_writer_too(void **state)
{
    struct fixture f;
    struct store *reader = NULL;
    (void)state;
    fixture_memory(&f);
    open_cases(&f, 1);
    assert_int_equal(STATUS_UNSUPPORTED, store_reader(f.store, &reader, &f.error));
    const struct store_api *api = f.store->api;
    expect_ok(&f, api->read_begin(f.store, &f.error));
    assert_int_equal(1, loaded(&f, "C-1").version);
    api->read_end(f.store);
    struct store_change change = advance(&f, 1);
    expect_ok(&f, api->begin(f.store, &f.error));
    expect_ok(&f, api->apply(f.store, &change, &f.error));
    expect_ok(&f,
              api->read_begin(f.store, &f.error)); /* within a batch: it sees the batch, and leaves it open */
    assert_int_equal(2, loaded(&f, "C-1").version);
    api->read_end(f.store);
    expect_ok(&f, api->commit(f.store, &f.error));
    assert_int_equal(2, loaded(&f, "C-1").version);
    fixture_close(&f);
}

static void copies_the_log_by_itself(void **state)
{
    struct fixture f;
    (void)state;
    fixture_disk(&f);
    struct connection *connection = connection_of(f.store);
    int most = 0;
    for (int64_t id = 1; id <= 600; id++) {
        struct store_change change = opening(&f, id);
        apply_alone(&f, &change);
        most = connection->wal_pages > most ? connection->wal_pages : most;
    }
    assert_true(most > WAL_PAGE_LIMIT / 2 && most < WAL_PAGE_LIMIT);
    assert_true(connection->wal_pages > 0);
    expect_ok(&f, f.store->api->idle(f.store, &f.error));
    assert_int_equal(0, connection->wal_pages);
    fixture_close(&f);
}

static void run_sql(struct fixture *f, const char *sql)
{
    sqlite3 *db = NULL;
    assert_int_equal(SQLITE_OK, sqlite3_open(fixture_path(f, "caseway.db"), &db));
    assert_int_equal(SQLITE_OK, sqlite3_exec(db, sql, NULL, NULL, NULL));
    assert_int_equal(SQLITE_OK, sqlite3_close(db));
}

static void refuses_what_is_not_its_own(void **state)
{
    static const struct {
        const char *sql;
        enum status status;
    } cases[] = {
        {"CREATE TABLE other (x)", STATUS_INVALID},
        {"PRAGMA application_id = 7", STATUS_INVALID},
        {"PRAGMA application_id = 1129535321; PRAGMA user_version = 99", STATUS_UNSUPPORTED},
        {"PRAGMA application_id = 1129535321; PRAGMA user_version = -1", STATUS_UNSUPPORTED},
        {"PRAGMA application_id = 1129535321; PRAGMA user_version = 1", STATUS_CORRUPT}, /* and no tables */
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct fixture f = {0};
        arena_init(&f.arena);
        folder_make(f.folder);
        run_sql(&f, cases[i].sql);
        assert_int_equal(cases[i].status, open_again(&f, true, &f.store));
        assert_non_null(strstr(f.error.place, "caseway.db"));
        assert_null(f.store);
        fixture_close(&f);
    }
}

static void refuses_any_bytes(void **state)
{
    struct fixture f = {0};
    (void)state;
    arena_init(&f.arena);
    folder_make(f.folder);
    char bytes[8192];
    memset(bytes, 'x', sizeof bytes);
    struct files files = files_system();
    expect_ok(&f, files.write(files.self, fixture_path(&f, "caseway.db"), (struct text){bytes, sizeof bytes},
                              0600, &f.error));
    assert_int_equal(STATUS_CORRUPT, open_again(&f, true, &f.store));
    fixture_close(&f);
}

/* Steps are taken from the version that is there, whole or not at all. */
static void takes_the_steps_that_are_missing(void **state)
{
    static const struct migration steps[] = {{"CREATE TABLE one (x)"},
                                             {"CREATE TABLE two (x); INSERT INTO two SELECT x FROM one"},
                                             {"CREATE TABLE three (x); CREATE TABLE one (x)"}};
    struct error error;
    sqlite3 *db = NULL;
    (void)state;
    assert_int_equal(SQLITE_OK, sqlite3_open(":memory:", &db));
    assert_int_equal(STATUS_OK, schema_migrate(db, "memory", steps, 1, &error));
    assert_int_equal(SQLITE_OK, sqlite3_exec(db, "INSERT INTO one VALUES (5)", NULL, NULL, NULL));
    assert_int_equal(STATUS_OK, schema_migrate(db, "memory", steps, 2, &error));
    assert_int_equal(STATUS_OK, schema_migrate(db, "memory", steps, 2, &error));
    assert_int_equal(SQLITE_OK, sqlite3_exec(db, "UPDATE two SET x = x + 1", NULL, NULL, NULL));
    assert_int_equal(1, sqlite3_changes(db));
    assert_int_equal(STATUS_CORRUPT,
                     schema_migrate(db, "memory", steps, 3, &error)); /* its second half fails */
    assert_int_not_equal(SQLITE_OK, sqlite3_exec(db, "SELECT x FROM three", NULL, NULL, NULL));
    assert_int_equal(STATUS_OK, schema_migrate(db, "memory", steps, 2, &error));
    assert_int_equal(STATUS_UNSUPPORTED, schema_migrate(db, "memory", steps, 1, &error));
    assert_int_equal(SQLITE_OK, sqlite3_close(db));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(makes_only_when_asked),
        cmocka_unit_test(fails_where_there_is_no_folder),
        cmocka_unit_test(is_held_by_one),
        cmocka_unit_test(takes_over_from_the_dead),
        cmocka_unit_test(settles_as_promised),
        cmocka_unit_test(readers_see_one_moment),
        cmocka_unit_test(reads_on_the_writer_too),
        cmocka_unit_test(copies_the_log_by_itself),
        cmocka_unit_test(refuses_what_is_not_its_own),
        cmocka_unit_test(refuses_any_bytes),
        cmocka_unit_test(takes_the_steps_that_are_missing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

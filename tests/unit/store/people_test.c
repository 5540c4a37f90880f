/* Who has which part in which case, merges, who is found by what, the register of exceptions; and that a site
 * from before them is brought up from its documents. */
#include "store/sqlite/schema.h"
#include "support.h"

#include <sqlite3.h>
#include <stdio.h>
#include <unistd.h>

/* A case opened at OPENED with PERSON as PART. */
static void open_with(struct fixture *f, int64_t id, const char *person, const char *part)
{
    struct store_change change = opening(f, id);
    struct part_row row = {text_of(person), text_of(part)};
    change.parts = &row;
    change.part_count = 1;
    change.subject.opened = 1000 * id;
    apply_alone(f, &change);
}

/* "C-2 parent, C-1 partner": the person's cases. */
#define expect_episodes(f, person, workflow, words)                                                          \
    expect_episodes_at((f), (person), (workflow), (words), __LINE__)
static void expect_episodes_at(struct fixture *f, const char *person, const char *workflow, const char *words,
                               int line)
{
    struct episode_row rows[8];
    char found[256] = "";
    size_t count = 0;
    expect_ok_at(f,
                 f->store->api->episodes(f->store, &f->arena, text_of(person), text_of(workflow), rows, 8,
                                         &count, &f->error),
                 __FILE__, line);
    for (size_t i = 0; i < count; i++) {
        size_t used = strlen(found);
        (void)snprintf(found + used, sizeof found - used, "%s%.*s %.*s%s", i ? ", " : "",
                       TEXT_ARGS(rows[i].reference), TEXT_ARGS(rows[i].part),
                       rows[i].merged ? " merged" : "");
    }
    assert_text_at(text_of(found), words, __FILE__, line);
}

static void merge(struct fixture *f, int64_t id, const char *into)
{
    struct store_change change = advance(f, id);
    change.merged_changed = true;
    change.merged_into = text_of(into);
    apply_alone(f, &change);
}

static void open_person(struct fixture *f, int64_t id)
{
    struct store_change change = opening(f, id);
    change.subject.kind = SUBJECT_PERSON;
    change.subject.workflow = TEXT("person");
    change.subject.name = TEXT("Ada");
    apply_alone(f, &change);
}

static void tells_a_persons_cases(void **state)
{
    struct fixture f;
    struct episode_row rows[2];
    size_t count = 0;
    (void)state;
    fixture_memory(&f);
    open_with(&f, 1, "P-7", "partner");
    open_with(&f, 2, "P-8", "parent");
    open_with(&f, 3, "P-7", "children[2].father");
    expect_episodes(&f, "P-7", "", "C-3 children[2].father, C-1 partner");
    expect_episodes(&f, "p-7", "afc", "C-3 children[2].father, C-1 partner");
    expect_episodes(&f, "P-7", "other", "");
    expect_episodes(&f, "P-9", "", "");
    expect_episodes(&f, "C-7", "", "");
    expect_episodes(&f, "somebody", "", "");
    expect_ok(&f,
              f.store->api->episodes(f.store, &f.arena, TEXT("P-7"), TEXT(""), rows, 1, &count, &f.error));
    assert_int_equal(1, count);
    assert_text(rows[0].reference, "C-3");
    assert_text(rows[0].workflow, "afc");
    assert_text(rows[0].area, "lbhf");
    assert_text(rows[0].state, "referral");
    assert_int_equal(3000, rows[0].opened);
    assert_true(rows[0].closed == INSTANT_NONE);

    struct store_change change = advance(&f, 1);
    struct part_row gone = {TEXT("P-7"), TEXT("partner")}, fresh = {TEXT("P-8"), TEXT("partner")};
    change.parts_gone = &gone;
    change.parts = &fresh;
    change.part_gone_count = change.part_count = 1;
    change.subject.closed = 9000;
    apply_alone(&f, &change);
    expect_episodes(&f, "P-7", "", "C-3 children[2].father");
    expect_episodes(&f, "P-8", "", "C-2 parent, C-1 partner");
    fixture_close(&f);
}

static void follows_merges(void **state)
{
    struct fixture f;
    (void)state;
    fixture_memory(&f);
    for (int64_t id = 10; id <= 13; id++) {
        open_person(&f, id);
    }
    open_with(&f, 1, "P-10", "parent");
    open_with(&f, 2, "P-11", "parent");
    open_with(&f, 3, "P-12", "parent");
    open_with(&f, 4, "P-13", "parent");
    merge(&f, 12, "P-11");
    merge(&f, 11, "P-10");
    expect_episodes(&f, "P-10", "", "C-3 parent, C-2 parent, C-1 parent");
    expect_episodes(&f, "P-12", "", "C-3 parent, C-2 parent, C-1 parent");
    expect_episodes(&f, "P-13", "", "C-4 parent");
    merge(&f, 3, "C-1");
    expect_episodes(&f, "P-10", "", "C-3 parent merged, C-2 parent, C-1 parent");
    merge(&f, 11, "");
    expect_episodes(&f, "P-10", "", "C-1 parent");
    expect_episodes(&f, "P-11", "", "C-3 parent merged, C-2 parent");
    merge(&f, 10, "P-12"); /* a circle, which the engine refuses, ends all the same */
    merge(&f, 11, "P-10");
    expect_episodes(&f, "P-11", "", "C-3 parent merged, C-2 parent, C-1 parent");
    fixture_close(&f);
}

static void counts_a_case_once(void **state)
{
    struct fixture f;
    (void)state;
    fixture_memory(&f);
    open_person(&f, 10);
    open_person(&f, 11);
    open_with(&f, 1, "P-10", "parent");
    struct store_change change = advance(&f, 1);
    struct part_row rows[] = {{TEXT("P-11"), TEXT("parent")}, {TEXT("nobody"), TEXT("parent")}};
    change.parts = rows;
    change.part_count = 2;
    apply_alone(&f, &change);
    merge(&f, 11, "P-10");
    expect_episodes(&f, "P-10", "", "C-1 parent");
    fixture_close(&f);
}

static void merges_into_a_reference_of_ones_own(void **state)
{
    struct fixture f;
    (void)state;
    fixture_memory(&f);
    struct store_change change = opening(&f, 1);
    change.alias = TEXT("HF/1");
    apply_alone(&f, &change);
    open_with(&f, 2, "P-10", "parent");
    merge(&f, 2, "HF/1");
    expect_episodes(&f, "P-10", "", "C-2 parent merged");
    fixture_close(&f);
}

/* --- who is alike ------------------------------------------------------------------- */

static bool gather_person(void *self, const struct stored_subject *row)
{
    char *found = self;
    size_t used = strlen(found);
    (void)snprintf(found + used, 256 - used, "%.*s ", TEXT_ARGS(row->reference));
    return true;
}

#define expect_alike(f, limit, words, ...)                                                                   \
    expect_alike_at((f), (limit), (words), (const struct text[]){__VA_ARGS__},                               \
                    sizeof((const struct text[]){__VA_ARGS__}) / sizeof(struct text), __LINE__)
static void expect_alike_at(struct fixture *f, size_t limit, const char *words, const struct text *keys,
                            size_t count, int line)
{
    char found[256] = "";
    expect_ok_at(
        f, f->store->api->alike(f->store, &f->arena, keys, count, limit, gather_person, found, &f->error),
        __FILE__, line);
    assert_text_at(text_of(found), words, __FILE__, line);
}

static void found_by(struct fixture *f, int64_t id, const struct text *keys, size_t count)
{
    struct store_change change = opening(f, id);
    change.subject.kind = SUBJECT_PERSON;
    change.subject.workflow = TEXT("person");
    change.subject.name = TEXT("Ada Byron");
    change.keys = keys;
    change.key_count = count;
    apply_alone(f, &change);
}

static void finds_who_is_alike(void **state)
{
    struct fixture f;
    struct text keys[] = {TEXT("nada"), TEXT("nbyron"), TEXT("sADA"), TEXT("b1990-01-02")};
    (void)state;
    fixture_memory(&f);
    found_by(&f, 10, keys, 2);
    found_by(&f, 11, keys, 4);
    found_by(&f, 12, keys + 2, 1);
    expect_alike(&f, 9, "P-11 P-10 P-12 ", keys[0], keys[1], keys[2]);
    expect_alike(&f, 2, "P-11 P-10 ", keys[0], keys[1], keys[2]);
    expect_alike(&f, 9, "P-11 ", keys[3]);
    expect_alike(&f, 9, "", TEXT("nobody"));
    struct store_change change = advance(&f, 11);
    change.keys_gone = keys + 3;
    change.keys = (const struct text[]){TEXT("nking")};
    change.key_count = change.key_gone_count = 1;
    apply_alone(&f, &change);
    expect_alike(&f, 9, "", keys[3]);
    expect_alike(&f, 9, "P-11 ", TEXT("nking"));
    fixture_close(&f);
}

/* By the beginning of a name, or all its words in any order; a case by the people in it. */
static void lists_by_name(void **state)
{
    static const struct {
        enum subject_kind kind;
        const char *words, *keys, *found;
    } rows[] = {
        {SUBJECT_PERSON, "byron ada", "[\"nada\",\"nbyron\"]", "P-10 P-11 "},
        {SUBJECT_PERSON, "byron bob", "[\"nbob\",\"nbyron\"]", ""},
        {SUBJECT_PERSON, "ada b", "[\"nada\",\"nb\"]", "P-10 P-11 "},
        {SUBJECT_PERSON, "P-10", "[\"np\"]", "P-10 "},
        {SUBJECT_PERSON, "?", "[]", ""},
        {SUBJECT_CASE, "byron ada", "[\"nada\",\"nbyron\"]", "C-1 "},
        {SUBJECT_CASE, "ada", "[\"nada\"]", "C-1 "},
        {SUBJECT_CASE, "C-2", "[\"nc\"]", "C-2 "},
        {SUBJECT_CASE, "ada", "", ""},
    };
    struct fixture f;
    struct text keys[] = {TEXT("nada"), TEXT("nbyron")}, cursor;
    (void)state;
    fixture_memory(&f);
    open_with(&f, 1, "P-10", "parent");
    open_with(&f, 2, "P-12", "parent");
    found_by(&f, 10, keys, 2);
    found_by(&f, 11, keys, 2);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char found[256] = "";
        struct store_query query = query_all();
        query.kind = rows[i].kind;
        query.words = text_of(rows[i].words);
        query.name_words = text_of(rows[i].keys);
        expect_ok(&f,
                  f.store->api->subjects(f.store, &f.arena, &query, gather_person, found, &cursor, &f.error));
        if (strcmp(found, rows[i].found) != 0) {
            fail_msg("%s: %s", rows[i].words, found);
        }
    }
    fixture_close(&f);
}

/* --- exceptions ------------------------------------------------------------------ */

static bool gather_exception(void *self, const struct exception_row *row, const struct row_case *of)
{
    char *found = self;
    size_t used = strlen(found);
    (void)snprintf(found + used, 256 - used, "%.*s/%u %.*s; ", TEXT_ARGS(of->reference), row->place,
                   TEXT_ARGS(row->reason));
    return true;
}

#define expect_exceptions(f, query, words) expect_exceptions_at((f), (query), (words), __LINE__)
static void expect_exceptions_at(struct fixture *f, struct store_query query, const char *words, int line)
{
    for (query.limit = 1; query.limit <= 3; query.limit++) {
        char found[256] = "";
        struct text cursor = {0};
        do {
            query.cursor = cursor;
            expect_ok_at(f,
                         f->store->api->exceptions(f->store, &f->arena, &query, gather_exception, found,
                                                   &cursor, &f->error),
                         __FILE__, line);
        } while (cursor.size);
        assert_text_at(text_of(found), words, __FILE__, line);
    }
}

static void let_through(struct fixture *f, int64_t id, uint32_t place, const char *why, date until,
                        bool closing)
{
    struct store_change change = advance(f, id);
    struct exception_row row = {.place = place,
                                .at = 1000 * id,
                                .by = TEXT("mo"),
                                .event = TEXT("accept"),
                                .unmet = TEXT("Not yet."),
                                .reason = text_of(why),
                                .until = until};
    change.exceptions = &row;
    change.exception_count = 1;
    change.subject.closed = closing ? 9000 : INSTANT_NONE;
    apply_alone(f, &change);
}

static void keeps_the_register(void **state)
{
    struct fixture f;
    (void)state;
    fixture_memory(&f);
    open_cases(&f, 3);
    let_through(&f, 1, 0, "once", DATE_NONE, false);
    let_through(&f, 2, 0, "may", date_of(2026, 5, 31), false);
    let_through(&f, 1, 1, "june", date_of(2026, 6, 30), false);
    let_through(&f, 3, 0, "closed", DATE_NONE, true);
    struct store_query query = query_all();
    query.today = date_of(2026, 5, 31);
    expect_exceptions(&f, query, "C-1/1 june; C-2/0 may; C-1/0 once; ");
    query.today++;
    expect_exceptions(&f, query, "C-1/1 june; C-1/0 once; ");
    query.include_closed = true;
    expect_exceptions(&f, query, "C-3/0 closed; C-1/1 june; C-2/0 may; C-1/0 once; ");
    query.subject = TEXT("C-1");
    expect_exceptions(&f, query, "C-1/1 june; C-1/0 once; ");
    query.subject = TEXT("");
    query.area = TEXT("rbkc");
    expect_exceptions(&f, query, "");
    query.area = TEXT("lbhf");
    query.worker = TEXT("wanda");
    query.workflow = TEXT("afc");
    query.include_closed = false;
    expect_exceptions(&f, query, "C-1/1 june; C-1/0 once; ");
    let_through(&f, 1, 1, "july", date_of(2026, 7, 31), false); /* the same place: the row is the same */
    expect_exceptions(&f, query, "C-1/1 july; C-1/0 once; ");
    struct text cursor;
    query.subject = TEXT("C-99");
    assert_int_equal(STATUS_NOT_FOUND, f.store->api->exceptions(f.store, &f.arena, &query, gather_exception,
                                                                NULL, &cursor, &f.error));
    query.limit = 0;
    assert_int_equal(STATUS_INVALID, f.store->api->exceptions(f.store, &f.arena, &query, gather_exception,
                                                              NULL, &cursor, &f.error));
    fixture_close(&f);
}

/* --- a site from before -------------------------------------------------------------- */

static void set_document(sqlite3 *db, int64_t id, const char *document)
{
    sqlite3_stmt *statement = NULL;
    assert_int_equal(SQLITE_OK, sqlite3_prepare_v2(db, "UPDATE subject SET document = ?2 WHERE id = ?1", -1,
                                                   &statement, NULL));
    (void)sqlite3_bind_int64(statement, 1, id);
    (void)sqlite3_bind_text(statement, 2, document, -1, SQLITE_STATIC);
    assert_int_equal(SQLITE_DONE, sqlite3_step(statement));
    (void)sqlite3_finalize(statement);
}

/* Takes the store back to its first version: without the tables of this file. */
static void take_back(struct fixture *f)
{
    sqlite3 *db = NULL;
    store_close(f->store);
    assert_int_equal(SQLITE_OK, sqlite3_open(fixture_path(f, "caseway.db"), &db));
    assert_int_equal(SQLITE_OK,
                     sqlite3_exec(db,
                                  "DROP TABLE person_part; DROP TABLE merged; DROP TABLE exception; "
                                  "DROP TABLE person_key; "
                                  "DROP INDEX subject_definition_closed; "
                                  "DROP INDEX subject_offered; ALTER TABLE subject DROP COLUMN offered; "
                                  "DROP INDEX outbox_waits; ALTER TABLE outbox DROP COLUMN waits; "
                                  "PRAGMA user_version = 1",
                                  NULL, NULL, NULL));
    set_document(db, 1,
                 "{\"data\":{\"note\":\"P-99\",\"parent\":\"P-10\",\"unborn\":[{\"father\":\"P-11\",\"id\":2}"
                 ",7,{\"father\":\"P-10\"}],\"visits\":3},\"exceptions\":[{\"at\":5,\"by\":\"mo\",\"event\":"
                 "\"accept\",\"reason\":\"told\",\"unmet\":\"Not yet.\",\"until\":\"2026-05-31\"}]}");
    set_document(db, 2, "not JSON");
    set_document(db, 10, "{\"data\":{\"born_on\":\"1990-01-02\",\"name\":\"Ada\",\"names\":7}}");
    set_document(db, 11, "{\"data\":[");
    set_document(db, 3, "{\"data\":{\"parent\":\"P-11x\",\"partner\":\"P-1\"}}");
    assert_int_equal(SQLITE_OK, sqlite3_close(db));
    struct random random = random_system();
    expect_ok(f, store_open(f->folder, false, &random, &f->store, &f->error));
}

static void brings_up_an_older_site(void **state)
{
    struct fixture f;
    (void)state;
    fixture_disk(&f);
    open_cases(&f, 3);
    open_person(&f, 10);
    open_person(&f, 11);
    take_back(&f);
    expect_episodes(&f, "P-10", "", "C-1 parent");
    expect_episodes(&f, "P-11", "", "C-1 unborn[2].father");
    expect_alike(&f, 9, "P-10 ", TEXT("nada"));
    expect_alike(&f, 9, "P-10 ", TEXT("b1990-01-02"));
    expect_episodes(&f, "P-99", "", "");
    expect_episodes(&f, "P-1", "", "");
    struct store_query query = query_all();
    query.today = date_of(2026, 5, 31);
    expect_exceptions(&f, query, "C-1/0 told; ");
    query.today++;
    expect_exceptions(&f, query, "");
    fixture_close(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tells_a_persons_cases), cmocka_unit_test(follows_merges),
        cmocka_unit_test(counts_a_case_once),    cmocka_unit_test(merges_into_a_reference_of_ones_own),
        cmocka_unit_test(finds_who_is_alike),    cmocka_unit_test(lists_by_name),
        cmocka_unit_test(keeps_the_register),    cmocka_unit_test(brings_up_an_older_site),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

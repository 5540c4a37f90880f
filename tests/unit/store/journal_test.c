/* Journals: read newest first, erased lawfully, and verified: each way of altering one shows. */
#include "base/files.h"
#include "store/sqlite/connection.h"
#include "support.h"

#include <stdio.h>
#include <stdlib.h>

struct walk {
    uint64_t seqs[16];
    size_t count, stop_after;
    struct stored_entry last;
};

static bool note(void *self, const struct stored_entry *row)
{
    struct walk *walk = self;
    walk->seqs[walk->count++] = row->seq;
    walk->last = *row;
    return walk->count != walk->stop_after;
}

static void some_journals(struct fixture *f)
{
    fixture_memory(f);
    open_cases(f, 3);
    for (int64_t round = 0; round < 3; round++) {
        for (int64_t id = 1; id <= 3; id++) {
            struct store_change change = advance(f, id);
            apply_alone(f, &change);
        }
    }
}

static void reads_newest_first(void **state)
{
    struct fixture f;
    struct walk walk = {0};
    (void)state;
    some_journals(&f);
    const struct store_api *api = f.store->api;
    expect_ok(&f, api->entries(f.store, &f.arena, 2, 0, note, &walk, &f.error));
    assert_int_equal(4, walk.count);
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(4 - i, walk.seqs[i]);
    }
    assert_int_equal(2, walk.last.number);
    assert_int_equal(0, walk.last.previous);
    assert_int_equal(1000, walk.last.happened);
    assert_int_equal(1, walk.last.world);
    assert_int_equal(1, walk.last.salt[15]);
    assert_false(walk.last.erased);

    walk = (struct walk){.stop_after = 2};
    expect_ok(&f, api->entries(f.store, &f.arena, 2, 0, note, &walk, &f.error));
    assert_int_equal(2, walk.count);
    int64_t before = walk.last.number;
    walk = (struct walk){0};
    expect_ok(&f, api->entries(f.store, &f.arena, 2, before, note, &walk, &f.error));
    assert_int_equal(2, walk.count);
    assert_int_equal(2, walk.seqs[0]);
    walk = (struct walk){0};
    expect_ok(&f, api->entries(f.store, &f.arena, 2, 2, note, &walk, &f.error)); /* before the first: none */
    assert_int_equal(0, walk.count);
    assert_int_equal(STATUS_NOT_FOUND, api->entries(f.store, &f.arena, 2, 1, note, &walk, &f.error));
    assert_int_equal(STATUS_NOT_FOUND, api->entries(f.store, &f.arena, 2, 999, note, &walk, &f.error));
    assert_int_equal(STATUS_NOT_FOUND, api->entries(f.store, &f.arena, 99, 0, note, &walk, &f.error));
    fixture_close(&f);
}

static void verifies_what_is_whole(void **state)
{
    struct fixture f;
    (void)state;
    some_journals(&f);
    struct store_verified result = verified(&f);
    assert_int_equal(0, result.faults);
    assert_int_equal(3, result.subjects);
    assert_int_equal(12, result.entries);
    assert_int_equal(0, result.erased);
    assert_int_equal(0, result.first_fault.size);
    fixture_close(&f);
}

static void erases_and_still_verifies(void **state)
{
    struct fixture f;
    struct walk walk = {0};
    (void)state;
    some_journals(&f);
    expect_ok(&f, f.store->api->erase(f.store, 2, &f.error));
    assert_int_equal(STATUS_NOT_FOUND, f.store->api->erase(f.store, 99, &f.error));
    expect_ok(&f, f.store->api->entries(f.store, &f.arena, 2, 0, note, &walk, &f.error));
    assert_true(walk.last.erased);
    assert_int_equal(0, walk.last.content.size);
    assert_int_equal(0, walk.last.salt[0]);
    struct store_verified result = verified(&f);
    assert_int_equal(0, result.faults);
    assert_int_equal(1, result.erased);
    assert_int_equal(12, result.entries);
    fixture_close(&f);
}

/* Nothing of an erased entry is left in the files once the store was idle. */
static void erases_from_the_disk(void **state)
{
    struct fixture f;
    (void)state;
    fixture_disk(&f);
    struct store_change change = opening(&f, 1);
    struct buffer words;
    buffer_init(&words, &f.arena);
    buffer_string(&words, "{\"changes\":[],\"note\":\"");
    for (int i = 0; i < 600; i++) { /* within the page and on pages of its own */
        buffer_string(&words, "unforgettable ");
    }
    buffer_string(&words, "\"}");
    change.content = buffer_result(&words);
    apply_alone(&f, &change);
    change = advance(&f, 1);
    apply_alone(&f, &change);
    expect_ok(&f, f.store->api->idle(f.store, &f.error));
    expect_ok(&f, f.store->api->erase(f.store, 1, &f.error));
    expect_ok(&f, f.store->api->idle(f.store, &f.error));
    static const char *const names[] = {"caseway.db", "caseway.db-wal"};
    for (size_t i = 0; i < 2; i++) {
        struct text content = {0};
        struct files files = files_system();
        expect_ok(&f,
                  files.read(files.self, &f.arena, fixture_path(&f, names[i]), 1 << 24, &content, &f.error));
        assert_true(content.size == 0 || !memmem(content.at, content.size, "unforgettable", 13));
    }
    fixture_close(&f);
}

static void shows_every_way_of_altering(void **state)
{
    static const struct {
        const char *sql, *fault;
    } ways[] = {
        {"UPDATE entry SET content = replace(content, '1', '2') WHERE number = 5",
         "Subject 2, entry 5: its content was altered"},
        {"UPDATE entry SET salt = zeroblob(16) WHERE number = 5",
         "Subject 2, entry 5: its content was altered"},
        {"UPDATE entry SET digest = zeroblob(32) WHERE number = 5",
         "Subject 2, entry 5: its content was altered"},
        {"UPDATE entry SET hash = zeroblob(32) WHERE number = 5",
         "Subject 2, entry 5: its hash does not follow"},
        {"UPDATE entry SET recorded = recorded + 1 WHERE number = 5",
         "Subject 2, entry 5: its hash does not follow"},
        {"UPDATE entry SET seq = 9 WHERE number = 5", "Subject 2, entry 5: its place in the sequence"},
        {"UPDATE entry SET subject = 3 WHERE number = 5", "Subject 2, entry 5: it belongs to another"},
        {"UPDATE entry SET previous = 8 WHERE number = 5", "Subject 2, entry 5: the entry before it"},
        {"UPDATE entry SET previous = 0 WHERE number = 5", "Subject 2, entry 5: the entry before it"},
        {"DELETE FROM entry WHERE number = 5", "Subject 2, entry 5: it is missing"},
        {"UPDATE subject SET version = 3, head = 8, hash = (SELECT hash FROM entry WHERE number = 8) WHERE "
         "id = 2",
         "Subject 2: its document is not what"},
        {"UPDATE subject SET hash = zeroblob(32) WHERE id = 2", "Subject 2: its newest entry is not"},
        {"UPDATE subject SET hash = x'00' WHERE id = 2", "Subject 2: its hash is damaged"},
        {"UPDATE subject SET document = '{}' WHERE id = 2", "Subject 2: its document is not what"},
        {"UPDATE subject SET document = document || ' ' WHERE id = 2", "Subject 2: its document is not what"},
        {"UPDATE subject SET head = 0 WHERE id = 2", "Subject 2, entry 0: it is missing"},
        {"DELETE FROM subject WHERE id = 2", "The store has 12 entries, and the chains of its subjects 8"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        struct fixture f;
        some_journals(&f);
        assert_int_equal(SQLITE_OK, sqlite3_exec(connection_of(f.store)->db, ways[i].sql, NULL, NULL, NULL));
        struct store_verified result = verified(&f);
        if (result.faults != 1 || !text_starts(result.first_fault, text_of(ways[i].fault))) {
            fail_msg("%s: %llu, %.*s", ways[i].sql, (unsigned long long)result.faults,
                     TEXT_ARGS(result.first_fault));
        }
        fixture_close(&f);
    }
}

static void shows_contents_that_do_not_fold(void **state)
{
    static const char *const contents[] = {"", "{", "{}", "{\"changes\":7}",
                                           "{\"changes\":[{\"path\":[\"a\",\"b\"],\"after\":1}]}"};
    (void)state;
    for (size_t i = 0; i < sizeof contents / sizeof *contents; i++) {
        struct fixture f;
        fixture_memory(&f);
        struct store_change change = opening(&f, 1);
        change.content = text_of(contents[i]);
        apply_alone(&f, &change);
        struct store_verified result = verified(&f);
        assert_int_equal(1, result.faults);
        assert_true(text_starts(result.first_fault, TEXT("Subject 1")));
        fixture_close(&f);
    }
}

static void count_calls(void *self, uint64_t done, uint64_t all)
{
    uint64_t *calls = self;
    calls[0]++;
    calls[1] = done;
    calls[2] = all;
}

/* A journal much longer than a fold keeps at once: the document is carried over, and progress is told. */
static void folds_long_journals(void **state)
{
    enum { ENTRIES = 5000 };
    struct fixture f;
    uint64_t calls[3] = {0};
    struct store_verified result;
    struct arena scratch;
    (void)state;
    fixture_memory(&f);
    open_cases(&f, 1);
    arena_init(&scratch);
    struct arena kept = f.arena;
    f.arena = scratch;
    expect_ok(&f, f.store->api->begin(f.store, &f.error));
    for (int i = 1; i < ENTRIES; i++) {
        struct store_change change = advance(&f, 1);
        expect_ok(&f, f.store->api->apply(f.store, &change, &f.error));
        arena_reset(&f.arena);
    }
    expect_ok(&f, f.store->api->commit(f.store, &f.error));
    arena_deinit(&f.arena);
    f.arena = kept;
    expect_ok(&f, f.store->api->verify(f.store, &f.arena, count_calls, calls, &result, &f.error));
    assert_int_equal(0, result.faults);
    assert_int_equal(ENTRIES, result.entries);
    assert_true(calls[0] >= 2);
    assert_int_equal(ENTRIES, calls[1]);
    assert_int_equal(ENTRIES, calls[2]);
    fixture_close(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_newest_first),          cmocka_unit_test(verifies_what_is_whole),
        cmocka_unit_test(erases_and_still_verifies),   cmocka_unit_test(erases_from_the_disk),
        cmocka_unit_test(shows_every_way_of_altering), cmocka_unit_test(shows_contents_that_do_not_fold),
        cmocka_unit_test(folds_long_journals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

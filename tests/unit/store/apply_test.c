/* Changes: what they leave, and that one which cannot be made leaves nothing. */
#include "store/sqlite/connection.h"
#include "support.h"

static void opens_and_moves_on(void **state)
{
    struct fixture f;
    (void)state;
    fixture_memory(&f);
    struct store_change change = opening(&f, 17);
    change.key = TEXT("k-1");
    change.body = digest_of(TEXT("body"));
    apply_alone(&f, &change);
    assert_int_equal(1, change.entry);
    change = advance(&f, 17);
    change.subject.state = TEXT("engagement");
    change.subject.due = 5000;
    apply_alone(&f, &change);
    struct stored_subject subject = loaded(&f, "C-17");
    assert_int_equal(17, subject.id);
    assert_int_equal(2, subject.version);
    assert_int_equal(2, subject.head);
    assert_int_equal(5000, subject.due);
    assert_true(subject.closed == INSTANT_NONE);
    assert_text(subject.reference, "C-17");
    assert_text(subject.state, "engagement");
    assert_text(subject.definition, "d1");
    assert_text(subject.worker, "wanda");
    assert_text(subject.document, "{\"count\":2,\"even\":true,\"name\":\"Ada\"}");
    assert_true(digest_equal(&subject.hash, &change.subject.hash));
    assert_int_equal(0, verified(&f).faults);
    fixture_close(&f);
}

static void finds_a_spent_key(void **state)
{
    struct fixture f;
    struct stored_key key;
    (void)state;
    fixture_memory(&f);
    open_cases(&f, 3);
    struct store_change change = advance(&f, 2);
    change.key = TEXT("twice");
    change.body = digest_of(TEXT("body"));
    apply_alone(&f, &change);
    assert_int_equal(STATUS_NOT_FOUND, f.store->api->key(f.store, TEXT("once"), &key, &f.error));
    expect_ok(&f, f.store->api->key(f.store, TEXT("twice"), &key, &f.error));
    assert_true(digest_equal(&key.body, &change.body));
    assert_int_equal(2, key.subject);
    assert_int_equal(4, key.entry);
    assert_int_equal(2, key.seq);
    fixture_close(&f);
}

/* A clean refusal of CHANGE: the batch goes on and commits what else there is. */
static void refused(struct fixture *f, struct store_change *change, enum status expected)
{
    struct store_change other = advance(f, 1);
    uint64_t version = other.subject.version;
    expect_ok(f, f->store->api->begin(f->store, &f->error));
    assert_int_equal(expected, f->store->api->apply(f->store, change, &f->error));
    assert_true(f->error.message[0] != '\0');
    expect_ok(f, f->store->api->apply(f->store, &other, &f->error));
    expect_ok(f, f->store->api->commit(f->store, &f->error));
    assert_int_equal(version, loaded(f, "C-1").version);
    struct store_verified result = verified(f);
    assert_int_equal(0, result.faults);
}

static void refuses_cleanly(void **state)
{
    struct fixture f;
    struct stored_key key;
    (void)state;
    fixture_memory(&f);
    open_cases(&f, 2);
    struct store_change change = advance(&f, 2);
    change.key = TEXT("spent");
    apply_alone(&f, &change);

    change.key = TEXT("unspent"); /* planned on version 1, which is gone */
    refused(&f, &change, STATUS_CONFLICT);
    change = advance(&f, 2);
    change.key = TEXT("spent");
    refused(&f, &change, STATUS_EXISTS);
    change = opening(&f, 2); /* the number is taken */
    refused(&f, &change, STATUS_EXISTS);
    change = advance(&f, 2);
    change.subject.id = 99;
    refused(&f, &change, STATUS_NOT_FOUND);
    assert_int_equal(STATUS_NOT_FOUND, f.store->api->key(f.store, TEXT("unspent"), &key, &f.error));
    assert_int_equal(2, loaded(&f, "C-2").version);
    fixture_close(&f);
}

static void takes_references(void **state)
{
    struct fixture f;
    struct stored_subject subject;
    (void)state;
    fixture_memory(&f);
    open_cases(&f, 1);
    struct store_change change = opening(&f, 2);
    change.alias = TEXT("HF/2026/7");
    apply_alone(&f, &change);
    assert_text(loaded(&f, "HF/2026/7").reference, "HF/2026/7");
    assert_text(loaded(&f, "C-2").reference, "HF/2026/7");

    change = opening(&f, 3);
    change.alias = TEXT("HF/2026/7");
    refused(&f, &change, STATUS_EXISTS);
    static const char *const taken[] = {"C-9", "P-9", "c-12", "S-1"};
    for (size_t i = 0; i < sizeof taken / sizeof *taken; i++) {
        change.alias = text_of(taken[i]);
        refused(&f, &change, STATUS_INVALID);
    }
    change.alias = TEXT("\xff");
    refused(&f, &change, STATUS_INVALID);
    static const char *const absent[] = {"C-3", "P-1", "C-02", "C-", "", "C-99999999999999999999", "nobody"};
    for (size_t i = 0; i < sizeof absent / sizeof *absent; i++) {
        assert_int_equal(STATUS_NOT_FOUND,
                         f.store->api->load(f.store, &f.arena, text_of(absent[i]), &subject, &f.error));
    }
    fixture_close(&f);
}

static void gives_numbers(void **state)
{
    struct fixture f;
    (void)state;
    fixture_disk(&f);
    assert_int_equal(1, f.store->api->take_ids(f.store, 3));
    assert_int_equal(4, f.store->api->take_ids(f.store, 1));
    struct store_change change = opening(&f, 1);
    struct agenda_row told = {.subject = 40, .command = TEXT("{}")};
    change.agenda = &told;
    change.agenda_count = 1;
    apply_alone(&f, &change);
    fixture_reopen(&f);
    assert_int_equal(41, f.store->api->take_ids(f.store, 1));
    change = opening(&f, 60);
    apply_alone(&f, &change);
    assert_int_equal(61, f.store->api->take_ids(f.store, 1));
    fixture_close(&f);
}

static void rolls_back(void **state)
{
    struct fixture f;
    struct stored_subject subject;
    (void)state;
    fixture_memory(&f);
    open_cases(&f, 1);
    struct store_change change = advance(&f, 1), fresh = opening(&f, 2);
    change.subject.due = 7000;
    fresh.subject.definition = TEXT("d2");
    expect_ok(&f, f.store->api->begin(f.store, &f.error));
    expect_ok(&f, f.store->api->apply(f.store, &change, &f.error));
    expect_ok(&f, f.store->api->apply(f.store, &fresh, &f.error));
    f.store->api->rollback(f.store);
    assert_int_equal(1, loaded(&f, "C-1").version);
    assert_int_equal(STATUS_NOT_FOUND, f.store->api->load_id(f.store, &f.arena, 2, &subject, &f.error));

    /* Nothing of what was rolled back is remembered: neither the due time nor the definition's number. */
    change = advance(&f, 1);
    change.subject.due = 7000;
    change.subject.definition = TEXT("d3");
    apply_alone(&f, &change);
    fresh = opening(&f, 2);
    fresh.subject.definition = TEXT("d2");
    apply_alone(&f, &fresh);
    instant due;
    expect_ok(&f, f.store->api->next_due(f.store, &due, &f.error));
    assert_int_equal(7000, due);
    assert_text(loaded(&f, "C-2").definition, "d2");
    assert_text(loaded(&f, "C-1").definition, "d3");
    assert_int_equal(0, verified(&f).faults);
    fixture_close(&f);
}

static void changes_what_it_is_told_changed(void **state)
{
    struct fixture f;
    (void)state;
    fixture_memory(&f);
    struct store_change change = opening(&f, 5);
    change.subject.kind = SUBJECT_PERSON;
    change.subject.name = TEXT("Ada Lovelace");
    apply_alone(&f, &change);
    change = advance(&f, 5);
    change.subject.area = TEXT("rbkc");
    change.subject.worker = TEXT("yusuf");
    change.subject.name = TEXT("Ada King");
    change.area_changed = change.worker_changed = change.name_changed = true;
    apply_alone(&f, &change);
    struct stored_subject subject = loaded(&f, "P-5");
    assert_text(subject.area, "rbkc");
    assert_text(subject.worker, "yusuf");
    assert_text(subject.name, "Ada King");

    change = advance(&f, 5); /* closing and holding show without being told */
    change.subject.closed = 9000;
    change.subject.held = true;
    apply_alone(&f, &change);
    subject = loaded(&f, "P-5");
    assert_int_equal(9000, subject.closed);
    assert_true(subject.held);
    fixture_close(&f);
}

/* What apply remembers of 256 subjects is never another's: more subjects than that, each moved twice, without
 * a load in between. */
static void remembers_the_right_subject(void **state)
{
    enum { SUBJECTS = 600 };
    struct fixture f;
    (void)state;
    fixture_memory(&f);
    struct store_change *changes = arena_array(&f.arena, struct store_change, SUBJECTS);
    expect_ok(&f, f.store->api->begin(f.store, &f.error));
    for (int64_t id = 1; id <= SUBJECTS; id++) {
        struct store_change change = opening(&f, id);
        change.subject.due = id % 3 ? INSTANT_NONE : 1000 * id;
        expect_ok(&f, f.store->api->apply(f.store, &change, &f.error));
    }
    for (int64_t id = 1; id <= SUBJECTS; id++) {
        changes[id - 1] = advance(&f, id);
        changes[id - 1].subject.due = id % 2 ? INSTANT_NONE : 1000 * id;
    }
    for (size_t i = 0; i < SUBJECTS; i++) {
        expect_ok(&f, f.store->api->apply(f.store, &changes[i], &f.error));
    }
    expect_ok(&f, f.store->api->commit(f.store, &f.error));
    int64_t due[SUBJECTS];
    size_t count = 0;
    expect_ok(&f, f.store->api->due(f.store, 10000000, SUBJECTS, &f.arena, due, &count, &f.error));
    assert_int_equal(SUBJECTS / 2, count);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(2 * (i + 1), due[i]);
    }
    assert_int_equal(0, verified(&f).faults);
    fixture_close(&f);
}

/* After a failure in the midst of a change the batch can only be rolled back, whether SQLite did that by
 * itself already or not. */
static void gives_a_broken_batch_up(void **state)
{
    static const char *const ways[] = {"ABORT", "ROLLBACK"};
    (void)state;
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        struct fixture f;
        fixture_memory(&f);
        open_cases(&f, 2);
        struct store_change change = advance(&f, 1), other = advance(&f, 2);
        char *sql = arena_printf(&f.arena,
                                 "CREATE TEMP TRIGGER failing BEFORE INSERT ON entry WHEN NEW.subject = 1 "
                                 "BEGIN SELECT RAISE(%s, 'failing'); END",
                                 ways[i]);
        assert_int_equal(SQLITE_OK, sqlite3_exec(connection_of(f.store)->db, sql, NULL, NULL, NULL));
        expect_ok(&f, f.store->api->begin(f.store, &f.error));
        assert_int_not_equal(STATUS_OK, f.store->api->apply(f.store, &change, &f.error));
        assert_non_null(strstr(f.error.message, "failing"));
        assert_int_not_equal(STATUS_OK, f.store->api->apply(f.store, &other, &f.error));
        assert_int_not_equal(STATUS_OK, f.store->api->hold(f.store, 2, true, 1, &f.error));
        assert_int_not_equal(STATUS_OK,
                             f.store->api->set_value(f.store, TEXT("a"), TEXT("b"), TEXT("c"), &f.error));
        assert_int_not_equal(STATUS_OK, f.store->api->commit(f.store, &f.error));
        assert_int_equal(1, loaded(&f, "C-1").version);
        assert_int_equal(1, loaded(&f, "C-2").version);
        assert_false(loaded(&f, "C-2").held);
        other = advance(&f, 2);
        apply_alone(&f, &other); /* and the next batch is as any */
        assert_int_equal(0, verified(&f).faults);
        fixture_close(&f);
    }
}

/* SQLite rolled back in the midst of a batch, by a failure that was not ours: nothing is written on its own
 * then. */
static void writes_nothing_outside_of_a_batch(void **state)
{
    struct fixture f;
    (void)state;
    fixture_memory(&f);
    open_cases(&f, 1);
    struct store_change change = advance(&f, 1);
    expect_ok(&f, f.store->api->begin(f.store, &f.error));
    assert_int_equal(SQLITE_OK, sqlite3_exec(connection_of(f.store)->db, "ROLLBACK", NULL, NULL, NULL));
    assert_int_equal(STATUS_IO, f.store->api->apply(f.store, &change, &f.error));
    assert_int_equal(STATUS_IO, f.store->api->commit(f.store, &f.error));
    assert_int_equal(1, loaded(&f, "C-1").version);
    fixture_close(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(opens_and_moves_on),
        cmocka_unit_test(finds_a_spent_key),
        cmocka_unit_test(refuses_cleanly),
        cmocka_unit_test(takes_references),
        cmocka_unit_test(gives_numbers),
        cmocka_unit_test(rolls_back),
        cmocka_unit_test(changes_what_it_is_told_changed),
        cmocka_unit_test(remembers_the_right_subject),
        cmocka_unit_test(gives_a_broken_batch_up),
        cmocka_unit_test(writes_nothing_outside_of_a_batch),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

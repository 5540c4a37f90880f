/* The hand-written loop changes what an advance changes. */
#include "store/bare.h"
#include "store/sqlite/connection.h"
#include "support.h"

static void changes_the_same_rows(void **state)
{
    struct fixture f;
    struct stored_key key;
    struct store_counts counts;
    instant due;
    (void)state;
    fixture_memory(&f);
    open_cases(&f, 3);
    struct bare_work work = {.subjects = (int64_t[]){3, 1},
                             .subject_count = 2,
                             .advances = 9,
                             .batch = 4,
                             .document = TEXT("{\"x\":1}"),
                             .content = TEXT("{\"changes\":[]}"),
                             .state = TEXT("s"),
                             .keys = TEXT("bare-"),
                             .now = 1000,
                             .due_every = 2,
                             .task_every = 1,
                             .deadline_every = 3};
    expect_ok(&f, store_bare(f.store, &work, &f.error));
    struct stored_subject subject = loaded(&f, "C-3");
    assert_int_equal(6, subject.version);
    assert_int_equal(12, subject.head);
    assert_text(subject.document, "{\"x\":1}");
    assert_int_equal(5, loaded(&f, "C-1").version);
    assert_int_equal(1, loaded(&f, "C-2").version);
    expect_ok(&f, f.store->api->key(f.store, TEXT("bare-8"), &key, &f.error));
    assert_int_equal(3, key.subject);
    assert_int_equal(12, key.entry);
    expect_ok(&f, f.store->api->counts(f.store, &counts, &f.error));
    assert_int_equal(2, counts.tasks);
    assert_int_equal(12, counts.entries);
    expect_ok(&f, f.store->api->next_due(f.store, &due, &f.error));
    assert_true(due > 1000);

    assert_int_equal(STATUS_INVALID, store_bare(f.store, &work, &f.error)); /* its keys are spent */
    assert_int_equal(6, loaded(&f, "C-3").version);
    struct store_change change = opening(&f, 4); /* and the store goes on */
    apply_alone(&f, &change);
    assert_int_equal(13, change.entry);
    fixture_close(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(changes_the_same_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

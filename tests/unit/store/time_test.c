/* What time and other records bring: due times, holding, the agenda. */
#include "support.h"

static void put(struct fixture *f, int64_t id, instant due, bool held)
{
    struct store_change change = opening(f, id);
    change.subject.due = due;
    change.subject.held = held;
    apply_alone(f, &change);
}

static void expect_due(struct fixture *f, instant now, size_t limit, const int64_t *expected,
                       size_t expected_count)
{
    int64_t due[8] = {0};
    size_t count = 99;
    expect_ok(f, f->store->api->due(f->store, now, limit, &f->arena, due, &count, &f->error));
    assert_int_equal(expected_count, count);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(expected[i], due[i]);
    }
}

static instant next_due(struct fixture *f)
{
    instant due = 12345;
    expect_ok(f, f->store->api->next_due(f->store, &due, &f->error));
    return due;
}

static void gives_the_nearest_first(void **state)
{
    struct fixture f;
    (void)state;
    fixture_memory(&f);
    assert_true(next_due(&f) == INSTANT_NONE);
    put(&f, 1, 300, false);
    put(&f, 2, 100, false);
    put(&f, 3, INSTANT_NONE, false);
    put(&f, 4, -200, false);
    put(&f, 5, 1, true);
    expect_due(&f, 300, 8, (int64_t[]){4, 2, 1}, 3);
    expect_due(&f, 299, 8, (int64_t[]){4, 2}, 2);
    expect_due(&f, 300, 1, (int64_t[]){4}, 1);
    expect_due(&f, -201, 8, NULL, 0);
    assert_true(next_due(&f) == -200);
    fixture_close(&f);
}

static void never_finds_what_is_held(void **state)
{
    struct fixture f;
    (void)state;
    fixture_memory(&f);
    put(&f, 1, 100, true);
    expect_due(&f, 1000, 8, NULL, 0);
    assert_true(next_due(&f) == INSTANT_NONE);
    struct store_change change = advance(&f, 1); /* an import goes on replaying it */
    change.subject.due = 150;
    apply_alone(&f, &change);
    expect_due(&f, 1000, 8, NULL, 0);
    expect_ok(&f, f.store->api->hold(f.store, 1, false, 200, &f.error));
    expect_due(&f, 1000, 8, (int64_t[]){1}, 1);
    assert_int_equal(200, next_due(&f));
    change = advance(&f, 1); /* the due time that hold set is not forgotten */
    assert_int_equal(200, change.subject.due);
    change.subject.due = 150;
    apply_alone(&f, &change);
    assert_int_equal(150, next_due(&f));
    expect_ok(&f, f.store->api->hold(f.store, 1, true, INSTANT_NONE, &f.error));
    expect_due(&f, 1000, 8, NULL, 0);
    assert_int_equal(STATUS_NOT_FOUND, f.store->api->hold(f.store, 2, true, 1, &f.error));
    fixture_close(&f);
}

/* A load before hold, an apply after it: what apply remembered of the due time is stale and must not be used.
 */
static void holding_is_seen_by_a_change_planned_before(void **state)
{
    struct fixture f;
    (void)state;
    fixture_memory(&f);
    put(&f, 1, 100, false);
    struct store_change change = advance(&f, 1);
    expect_ok(&f, f.store->api->hold(f.store, 1, true, 500, &f.error));
    apply_alone(&f, &change);
    assert_int_equal(100, loaded(&f, "C-1").due);
    assert_false(loaded(&f, "C-1").held);
    fixture_close(&f);
}

/* What was seen within a batch that was rolled back is not believed after. */
static void forgets_a_hold_that_was_rolled_back(void **state)
{
    struct fixture f;
    (void)state;
    fixture_memory(&f);
    put(&f, 1, 100, false);
    expect_ok(&f, f.store->api->begin(f.store, &f.error));
    expect_ok(&f, f.store->api->hold(f.store, 1, false, 200, &f.error));
    struct store_change change = advance(&f, 1);
    f.store->api->rollback(f.store);
    assert_int_equal(200, change.subject.due);
    apply_alone(&f, &change);
    assert_int_equal(200, next_due(&f));
    fixture_close(&f);
}

static void runs_down_the_agenda(void **state)
{
    struct fixture f;
    struct agenda_row rows[4];
    size_t count = 0;
    (void)state;
    fixture_memory(&f);
    struct agenda_row told[3] = {{.subject = 7, .command = TEXT("{\"event\":\"a\"}")},
                                 {.subject = 8, .command = TEXT("{\"event\":\"b\"}")},
                                 {.subject = 9, .command = TEXT("{\"event\":\"c\"}")}};
    struct store_change change = opening(&f, 1);
    change.agenda = told;
    change.agenda_count = 3;
    apply_alone(&f, &change);
    expect_ok(&f, f.store->api->agenda(f.store, 2, &f.arena, rows, &count, &f.error));
    assert_int_equal(2, count);
    assert_int_equal(7, rows[0].subject);
    assert_text(rows[1].command, "{\"event\":\"b\"}");

    change = advance(&f, 1);
    change.agenda_done = rows[0].number;
    apply_alone(&f, &change);
    expect_ok(&f, f.store->api->begin(f.store, &f.error));
    expect_ok(&f, f.store->api->agenda_fail(f.store, rows[1].number, TEXT("It never can"), &f.error));
    assert_int_equal(STATUS_NOT_FOUND,
                     f.store->api->agenda_fail(f.store, rows[1].number, TEXT("Again"), &f.error));
    expect_ok(&f, f.store->api->commit(f.store, &f.error));
    expect_ok(&f, f.store->api->agenda(f.store, 4, &f.arena, rows, &count, &f.error));
    assert_int_equal(1, count);
    assert_int_equal(9, rows[0].subject);
    fixture_close(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_the_nearest_first),
        cmocka_unit_test(never_finds_what_is_held),
        cmocka_unit_test(holding_is_seen_by_a_change_planned_before),
        cmocka_unit_test(forgets_a_hold_that_was_rolled_back),
        cmocka_unit_test(runs_down_the_agenda),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

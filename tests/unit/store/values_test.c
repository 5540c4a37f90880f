/* Worlds, parts, values and counts. */
#include "support.h"

static void keeps_parts_by_digest(void **state)
{
    struct fixture f;
    struct text content;
    (void)state;
    fixture_memory(&f);
    const struct store_api *api = f.store->api;
    struct text bytes = {"a\0b\xff", 4};
    struct digest digest = digest_of(bytes), other = digest_of(TEXT("other"));
    for (int i = 0; i < 2; i++) {
        expect_ok(&f, api->keep_part(f.store, TEXT("plugin"), TEXT("hf"), &digest, bytes, &f.error));
    }
    expect_ok(&f, api->keep_part(f.store, TEXT("plugin"), TEXT("none"), &other, (struct text){0}, &f.error));
    expect_ok(&f, api->part(f.store, &f.arena, digest_hex(&f.arena, &digest), &content, &f.error));
    assert_true(text_equal(content, bytes));
    expect_ok(&f, api->part(f.store, &f.arena, digest_hex(&f.arena, &other), &content, &f.error));
    assert_int_equal(0, content.size);
    digest = digest_of(TEXT("absent"));
    assert_int_equal(STATUS_NOT_FOUND,
                     api->part(f.store, &f.arena, digest_hex(&f.arena, &digest), &content, &f.error));
    assert_int_equal(STATUS_INVALID, api->part(f.store, &f.arena, TEXT("abc"), &content, &f.error));
    fixture_close(&f);
}

static void numbers_worlds_once(void **state)
{
    struct fixture f;
    int64_t first = 0, second = 0, again = 0;
    (void)state;
    fixture_memory(&f);
    const struct store_api *api = f.store->api;
    struct digest a = digest_of(TEXT("a")), b = digest_of(TEXT("b"));
    expect_ok(&f, api->keep_world(f.store, &a, TEXT("{}"), 5, &first, &f.error));
    expect_ok(&f, api->keep_world(f.store, &b, TEXT("{\"x\":1}"), 6, &second, &f.error));
    expect_ok(&f, api->keep_world(f.store, &a, TEXT("{}"), 7, &again, &f.error));
    assert_true(first > 0 && second > 0 && first != second);
    assert_int_equal(first, again);
    fixture_close(&f);
}

static void knows_which_definitions_are_pinned(void **state)
{
    struct fixture f;
    struct text digests[4];
    size_t count = 0;
    (void)state;
    fixture_memory(&f);
    static const char *const pinned[] = {"d1", "d2", "d2", "d3"};
    for (size_t i = 0; i < 4; i++) {
        struct store_change change = opening(&f, (int64_t)i + 1);
        change.subject.definition = text_of(pinned[i]);
        change.subject.closed = i == 3 ? 5000 : INSTANT_NONE;
        apply_alone(&f, &change);
    }
    expect_ok(&f, f.store->api->pinned(f.store, &f.arena, digests, 4, &count, &f.error));
    assert_int_equal(2, count);
    assert_text(digests[0], "d1");
    assert_text(digests[1], "d2");
    assert_int_equal(STATUS_LIMIT, f.store->api->pinned(f.store, &f.arena, digests, 1, &count, &f.error));
    struct store_change change = advance(&f, 1); /* taken over to another definition */
    change.subject.definition = TEXT("d3");
    apply_alone(&f, &change);
    expect_ok(&f, f.store->api->pinned(f.store, &f.arena, digests, 4, &count, &f.error));
    assert_int_equal(2, count);
    assert_text(digests[1], "d3");
    fixture_close(&f);
}

static void tells_versions_and_who_stands_on_them(void **state)
{
    struct fixture f;
    struct version_row *rows;
    size_t count = 0;
    int64_t number;
    (void)state;
    fixture_memory(&f);
    const struct store_api *api = f.store->api;
    const char *const sources[] = {"first", "second", "nobody's"};
    struct text hex[3];
    for (size_t i = 0; i < 3; i++) {
        struct digest digest = digest_of(text_of(sources[i]));
        hex[i] = digest_hex(&f.arena, &digest);
        expect_ok(&f, api->keep_part(f.store, TEXT("workflow"), i == 2 ? TEXT("a") : TEXT("w"), &digest,
                                     text_of(sources[i]), &f.error));
        struct text world = text_printf(&f.arena, "{\"parts\":[\"%.*s\"]}", TEXT_ARGS(hex[i]));
        struct digest of_world = digest_of(world);
        expect_ok(&f, api->keep_world(f.store, &of_world, world, 100 - 10 * (int64_t)i, &number, &f.error));
    }
    struct digest plugin = digest_of(TEXT("plugin"));
    expect_ok(&f, api->keep_part(f.store, TEXT("plugin"), TEXT("w"), &plugin, TEXT("plugin"), &f.error));
    for (int64_t i = 1; i <= 4; i++) {
        struct store_change change = opening(&f, i);
        change.subject.definition = hex[i == 4];
        change.subject.closed = i == 2 ? 5000 : INSTANT_NONE;
        apply_alone(&f, &change);
    }
    expect_ok(&f, api->versions(f.store, &f.arena, &rows, &count, &f.error));
    assert_int_equal(3, count);
    assert_text(rows[0].workflow, "a");
    assert_true(text_equal(rows[1].digest, hex[1]) && text_equal(rows[2].digest, hex[0])); /* by since */
    assert_int_equal(90, rows[1].since);
    assert_int_equal(1, rows[1].open);
    assert_int_equal(0, rows[1].closed);
    assert_int_equal(2, rows[2].open);
    assert_int_equal(1, rows[2].closed);
    assert_int_equal(0, rows[0].open + rows[0].closed);
    fixture_close(&f);
}

static void keeps_values(void **state)
{
    struct fixture f;
    struct text value;
    struct json values;
    (void)state;
    fixture_memory(&f);
    const struct store_api *api = f.store->api;
    assert_int_equal(STATUS_NOT_FOUND,
                     api->get_value(f.store, &f.arena, TEXT("user"), TEXT("ada"), &value, &f.error));
    expect_ok(&f, api->set_value(f.store, TEXT("user"), TEXT("zoe"), TEXT("3"), &f.error));
    expect_ok(&f, api->set_value(f.store, TEXT("user"), TEXT("ada"), TEXT("1"), &f.error));
    expect_ok(&f, api->set_value(f.store, TEXT("user"), TEXT("ada"), TEXT("2"), &f.error));
    expect_ok(&f, api->set_value(f.store, TEXT("token"), TEXT("ada"), TEXT(""), &f.error));
    expect_ok(&f, api->get_value(f.store, &f.arena, TEXT("user"), TEXT("ada"), &value, &f.error));
    assert_text(value, "2");
    expect_ok(&f, api->values(f.store, &f.arena, TEXT("user"), &values, &f.error));
    assert_text(json_to_text(&f.arena, &values), "{\"ada\":\"2\",\"zoe\":\"3\"}");
    expect_ok(&f, api->unset_value(f.store, TEXT("user"), TEXT("ada"), &f.error));
    expect_ok(&f, api->unset_value(f.store, TEXT("user"), TEXT("nobody"), &f.error));
    expect_ok(&f, api->values(f.store, &f.arena, TEXT("user"), &values, &f.error));
    assert_text(json_to_text(&f.arena, &values), "{\"zoe\":\"3\"}");
    expect_ok(&f, api->values(f.store, &f.arena, TEXT("none"), &values, &f.error));
    assert_text(json_to_text(&f.arena, &values), "{}");
    fixture_close(&f);
}

static void counts_what_there_is(void **state)
{
    struct fixture f;
    struct store_counts counts;
    (void)state;
    fixture_memory(&f);
    open_cases(&f, 3);
    struct store_change change = opening(&f, 4);
    change.subject.kind = SUBJECT_PERSON;
    change.subject.name = TEXT("Ada");
    apply_alone(&f, &change);
    struct task_row task = {.name = TEXT("t")};
    struct agenda_row told = {.subject = 9, .command = TEXT("{}")};
    struct outbox_row message = {.subject = 1, .key = TEXT("m-1"), .content = TEXT("{}"), .at = 5};
    change = advance(&f, 1);
    change.subject.closed = 1;
    change.subject.held = true;
    change.tasks = &task;
    change.task_count = 1;
    change.agenda = &told;
    change.agenda_count = 1;
    change.outbox = &message;
    change.outbox_count = 1;
    apply_alone(&f, &change);
    expect_ok(&f, f.store->api->counts(f.store, &counts, &f.error));
    assert_int_equal(3, counts.cases);
    assert_int_equal(2, counts.open_cases);
    assert_int_equal(1, counts.people);
    assert_int_equal(5, counts.entries);
    assert_int_equal(1, counts.tasks);
    assert_int_equal(1, counts.agenda);
    assert_int_equal(1, counts.outbox);
    assert_int_equal(1, counts.held);
    fixture_close(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keeps_parts_by_digest),
        cmocka_unit_test(numbers_worlds_once),
        cmocka_unit_test(knows_which_definitions_are_pinned),
        cmocka_unit_test(tells_versions_and_who_stands_on_them),
        cmocka_unit_test(keeps_values),
        cmocka_unit_test(counts_what_there_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

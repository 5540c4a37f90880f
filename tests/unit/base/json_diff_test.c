#include "support.h"

#include "base/json.h"

#include <string.h>

static struct arena arena;

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_deinit(&arena);
    return 0;
}

static void what_is_told(void **state)
{
    (void)state;
    static const struct {
        const char *before, *after, *changes;
    } cases[] = {
        {"{\"a\":1}", "{\"a\":1}", "[]"},
        {"[1,2]", "[1,2]", "[]"},
        {"{\"a\":1}", "{\"a\":2}", "[{\"after\":2,\"before\":1,\"path\":[\"a\"]}]"},
        {"{}", "{\"a\":null}", "[{\"after\":null,\"path\":[\"a\"]}]"},
        {"{\"a\":null}", "{}", "[{\"before\":null,\"path\":[\"a\"]}]"},
        {"{\"a\":{\"b\":{\"c\":1,\"d\":2}}}", "{\"a\":{\"b\":{\"c\":1,\"d\":3}}}",
         "[{\"after\":3,\"before\":2,\"path\":[\"a\",\"b\",\"d\"]}]"},
        {"{\"a\":1,\"c\":3}", "{\"b\":2,\"c\":4}",
         "[{\"before\":1,\"path\":[\"a\"]},{\"after\":2,\"path\":[\"b\"]},"
         "{\"after\":4,\"before\":3,\"path\":[\"c\"]}]"},
        {"{\"a\":[1,{\"x\":1}]}", "{\"a\":[1,{\"x\":2}]}",
         "[{\"after\":[1,{\"x\":2}],\"before\":[1,{\"x\":1}],\"path\":[\"a\"]}]"},
        {"{\"a\":{\"b\":1}}", "{\"a\":[]}", "[{\"after\":[],\"before\":{\"b\":1},\"path\":[\"a\"]}]"},
        {"{\"a\":{}}", "{}", "[{\"before\":{},\"path\":[\"a\"]}]"},
        {"1", "{}", "[{\"after\":{},\"before\":1,\"path\":[]}]"},
        {"1", "1", "[]"},
    };
    for (size_t i = 0; i < count_of(cases); i++) {
        struct json before = support_read(&arena, cases[i].before),
                    after = support_read(&arena, cases[i].after);
        struct json changes = json_array();
        json_diff(&arena, &before, &after, &changes);
        assert_text_at(json_to_text(&arena, &changes), text_of(cases[i].changes), __FILE__, __LINE__);
    }
}

static void nothing_at_all(void **state)
{
    (void)state;
    struct json value = support_read(&arena, "{\"a\":1}"), changes = json_array();
    json_diff(&arena, NULL, &value, &changes);
    assert_text(json_to_text(&arena, &changes), "[{\"after\":{\"a\":1},\"path\":[]}]");
    struct json state_now = json_null();
    assert_int_equal(json_redo(&arena, &state_now, &changes, NULL), STATUS_OK);
    assert_true(json_equal(&state_now, &value));
    assert_int_equal(json_undo(&arena, &state_now, &changes, NULL), STATUS_OK);
    assert_true(json_is_null(&state_now));
    json_diff(&arena, &value, NULL, &changes);
    assert_int_equal(changes.count, 2);
    json_diff(&arena, NULL, NULL, &changes);
    assert_int_equal(changes.count, 2);
}

/* What is shared is not looked into; so equal members by address are equal, whatever they hold. */
static void shared_members_are_not_walked(void **state)
{
    (void)state;
    struct json value = support_read(&arena, "{\"a\":{\"b\":1}}"), copy = json_shallow(&arena, value),
                changes = json_array();
    json_set(&arena, &copy, TEXT("z"), json_null());
    json_diff(&arena, &value, &copy, &changes);
    assert_text(json_to_text(&arena, &changes), "[{\"after\":null,\"path\":[\"z\"]}]");
}

/* Some other value that has much in common with VALUE. */
static struct json varied(const struct random *random, struct json value)
{
    if (value.type != JSON_OBJECT || random_below(random, 8) == 0) {
        return random_below(random, 2) ? value : support_value(&arena, random, 3, false);
    }
    struct json result = json_shallow(&arena, value);
    for (uint32_t i = 0; i < result.count; i++) {
        result.members[i].value = varied(random, result.members[i].value);
    }
    for (uint64_t i = random_below(random, 3); i > 0; i--) {
        if (result.count && random_below(random, 2)) {
            json_unset(&result, result.members[random_below(random, result.count)].name);
        } else {
            json_set(&arena, &result, support_text(&arena, random, 2, true),
                     support_value(&arena, random, 2, false));
        }
    }
    return result;
}

static void there_and_back(void **state)
{
    (void)state;
    struct random_seeded seeded;
    struct random random = random_of_seed(&seeded, 3);
    unsigned changed = 0;
    for (int round = 0; round < 2000; round++) {
        arena_reset(&arena);
        struct json before = support_value(&arena, &random, 5, false), after = varied(&random, before);
        struct json changes = json_array(), read, forth = before, back = after;
        struct text before_text = json_to_text(&arena, &before), after_text = json_to_text(&arena, &after);
        json_diff(&arena, &before, &after, &changes);
        assert_int_equal(changes.count == 0, json_equal(&before, &after));
        changed += changes.count > 2;
        /* As they come back from the journal. */
        assert_int_equal(json_read(&arena, json_to_text(&arena, &changes), &read, NULL), STATUS_OK);
        assert_int_equal(json_redo(&arena, &forth, &read, NULL), STATUS_OK);
        assert_text_at(json_to_text(&arena, &forth), after_text, __FILE__, __LINE__);
        assert_int_equal(json_undo(&arena, &back, &read, NULL), STATUS_OK);
        assert_text_at(json_to_text(&arena, &back), before_text, __FILE__, __LINE__);
        /* And back from there; what it began with was not written over. */
        assert_int_equal(json_undo(&arena, &forth, &changes, NULL), STATUS_OK);
        assert_text_at(json_to_text(&arena, &forth), before_text, __FILE__, __LINE__);
        assert_text_at(json_to_text(&arena, &before), before_text, __FILE__, __LINE__);
        assert_text_at(json_to_text(&arena, &after), after_text, __FILE__, __LINE__);
        assert_true(json_equal(&changes, &read));
    }
    assert_true(changed > 250);
}

/* Neighbours that lead through the same objects, and those that only seem to. */
static void paths_in_any_order(void **state)
{
    (void)state;
    static const char changes_text[] = "[{\"path\":[\"a\",\"b\"],\"after\":{\"c\":0}},{\"path\":[\"a\",\"b\","
                                       "\"c\"],\"before\":0,\"after\":1},"
                                       "{\"path\":[\"a\",\"b\",\"d\"],\"after\":2},{\"path\":[\"a\",\"x\"],"
                                       "\"after\":3},{\"path\":[\"z\",\"b\"],\"after\":4},"
                                       "{\"path\":[\"a\",\"b\",\"e\"],\"after\":5}]";
    struct json changes = support_read(&arena, changes_text),
                value = support_read(&arena, "{\"a\":{},\"z\":{}}");
    struct json before = value;
    assert_int_equal(json_redo(&arena, &value, &changes, NULL), STATUS_OK);
    assert_text(json_to_text(&arena, &value),
                "{\"a\":{\"b\":{\"c\":1,\"d\":2,\"e\":5},\"x\":3},\"z\":{\"b\":4}}");
    assert_text(json_to_text(&arena, &before), "{\"a\":{},\"z\":{}}");
    struct json unchanged = support_read(&arena, changes_text);
    assert_true(json_equal(&changes, &unchanged));
    assert_int_equal(json_undo(&arena, &value, &changes, NULL), STATUS_OK);
    assert_text(json_to_text(&arena, &value), "{\"a\":{},\"z\":{}}");
}

static void damaged_changes_are_told(void **state)
{
    (void)state;
    static const char *const cases[] = {
        "{}",
        "null",
        "[1]",
        "[{}]",
        "[{\"path\":null,\"after\":1}]",
        "[{\"path\":[1],\"after\":1}]",
        "[{\"path\":[\"n\"],\"after\":1},{\"path\":[\"a\",null],\"after\":1}]",
        "[{\"path\":[\"none\",\"a\"],\"after\":1}]",
        "[{\"path\":[\"n\",\"a\"],\"after\":1}]",
        "[{\"path\":[\"l\",\"0\"],\"after\":1}]",
        "[{\"path\":[\"a\",\"b\",\"c\"],\"after\":1}]",
        "[{\"path\":[],\"after\":1},{\"path\":[\"a\"]},{\"path\":[]}]",
    };
    for (size_t i = 0; i < count_of(cases); i++) {
        struct json value = support_read(&arena, "{\"a\":{\"b\":1},\"l\":[1],\"n\":1}"),
                    before = json_copy(&arena, value);
        struct json changes = support_read(&arena, cases[i]);
        struct error error = {0};
        assert_int_equal(json_redo(&arena, &value, &changes, &error), STATUS_CORRUPT);
        assert_int_equal(error.status, STATUS_CORRUPT);
        assert_true(json_equal(&value, &before));
        assert_int_equal(json_undo(&arena, &value, &changes, NULL), STATUS_CORRUPT);
        assert_true(json_equal(&value, &before));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_told),
        cmocka_unit_test(nothing_at_all),
        cmocka_unit_test(shared_members_are_not_walked),
        cmocka_unit_test(there_and_back),
        cmocka_unit_test(paths_in_any_order),
        cmocka_unit_test(damaged_changes_are_told),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

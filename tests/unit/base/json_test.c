#include "support.h"

#include "base/json.h"

#include <math.h>
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

#define assert_json(value, expected) assert_text(json_to_text(&arena, &(value)), expected)

static void whole_reals_are_integers(void **state)
{
    (void)state;
    static const struct {
        double real;
        enum json_type type;
        int64_t integer;
    } cases[] = {
        {2.0, JSON_INTEGER, 2},
        {-0.0, JSON_INTEGER, 0},
        {0x1p53 + 2, JSON_INTEGER, (INT64_C(1) << 53) + 2},
        {-0x1p63, JSON_INTEGER, INT64_MIN},
        {0x1p63, JSON_REAL, 0},
        {-0x1.0000000000001p63, JSON_REAL, 0},
        {0.5, JSON_REAL, 0},
        {1e300, JSON_REAL, 0},
    };
    for (size_t i = 0; i < count_of(cases); i++) {
        struct json value = json_real(cases[i].real);
        assert_int_equal(value.type, cases[i].type);
        if (cases[i].type == JSON_INTEGER) {
            assert_int_equal(value.integer, cases[i].integer);
        } else {
            assert_true(value.real == cases[i].real);
        }
    }
}

static void make_infinity(void *self)
{
    (void)self;
    json_real(INFINITY);
}

static void set_in_a_list(void *self)
{
    (void)self;
    struct json list = json_array();
    json_set(&arena, &list, TEXT("a"), json_null());
}

static void append_to_an_object(void *self)
{
    (void)self;
    struct json object = json_object();
    json_append(&arena, &object, json_null());
}

static void bugs_are_found(void **state)
{
    (void)state;
    assert_aborts(make_infinity, NULL);
    assert_aborts(set_in_a_list, NULL);
    assert_aborts(append_to_an_object, NULL);
}

static void members_stand_in_order(void **state)
{
    (void)state;
    struct json object = json_object();
    json_set(&arena, &object, TEXT("b"), json_integer(1));
    json_set(&arena, &object, TEXT("a"), json_integer(2));
    json_set(&arena, &object, TEXT("bb"), json_integer(3));
    json_set(&arena, &object, TEXT(""), json_integer(4));
    json_set(&arena, &object, TEXT("\xC3\xA9"), json_integer(5));
    json_set(&arena, &object, TEXT("b"), json_boolean(true));
    assert_json(object, "{\"\":4,\"a\":2,\"b\":true,\"bb\":3,\"\xC3\xA9\":5}");
    assert_true(json_unset(&object, TEXT("b")));
    assert_false(json_unset(&object, TEXT("b")));
    assert_true(json_unset(&object, TEXT("")));
    assert_true(json_unset(&object, TEXT("\xC3\xA9")));
    assert_json(object, "{\"a\":2,\"bb\":3}");
}

/* Against a plain table: many names, set and unset in any order. */
static void many_members(void **state)
{
    (void)state;
    struct random_seeded seeded;
    struct random random = random_of_seed(&seeded, 11);
    struct json object = json_object();
    int64_t expected[500];
    memset(expected, -1, sizeof expected);
    for (int round = 0; round < 5000; round++) {
        size_t i = random_below(&random, count_of(expected));
        struct text name = text_printf(&arena, "%zu", i);
        if (random_below(&random, 3) == 0) {
            assert_int_equal(json_unset(&object, name), expected[i] >= 0);
            expected[i] = -1;
        } else {
            json_set(&arena, &object, name, json_integer(round));
            expected[i] = round;
        }
    }
    uint32_t count = 0;
    for (size_t i = 0; i < count_of(expected); i++) {
        const struct json *found = json_get(&object, text_printf(&arena, "%zu", i));
        assert_int_equal(found ? found->integer : -1, expected[i]);
        count += expected[i] >= 0;
    }
    assert_int_equal(object.count, count);
}

/* A value just read has no place to spare; growing it must not write past its end. */
static void what_was_read_can_grow(void **state)
{
    (void)state;
    struct json list = support_read(&arena, "[1,2,3,4,5]"),
                object = support_read(&arena, "{\"a\":1,\"c\":2,\"d\":3}");
    struct json neighbour = support_read(&arena, "[7]");
    for (int i = 6; i < 40; i++) {
        json_append(&arena, &list, json_integer(i));
    }
    json_set(&arena, &object, TEXT("b"), json_null());
    assert_int_equal(list.count, 39);
    for (uint32_t i = 0; i < list.count; i++) {
        assert_int_equal(list.elements[i].integer, i + 1);
    }
    assert_json(object, "{\"a\":1,\"b\":null,\"c\":2,\"d\":3}");
    assert_json(neighbour, "[7]");
}

static void appending_costs_little(void **state)
{
    (void)state;
    struct json list = json_array();
    size_t before = arena.used;
    for (int i = 0; i < 100000; i++) {
        json_append(&arena, &list, json_integer(i));
        arena_alloc(&arena, 1); /* so that it cannot grow in place */
    }
    assert_int_equal(list.elements[99999].integer, 99999);
    assert_true(arena.used - before < 100000 * (sizeof(struct json) * 4 + 16));
}

static void shallow_and_whole_copies(void **state)
{
    (void)state;
    struct json original = support_read(&arena, "{\"a\":[1,{\"x\":\"y\"}],\"b\":\"text\"}");
    struct json shallow = json_shallow(&arena, original), copy = json_copy(&arena, original);
    json_set(&arena, &shallow, TEXT("c"), json_null());
    *json_get_mutable(&shallow, TEXT("b")) = json_integer(0);
    assert_json(original, "{\"a\":[1,{\"x\":\"y\"}],\"b\":\"text\"}");
    assert_json(shallow, "{\"a\":[1,{\"x\":\"y\"}],\"b\":0,\"c\":null}");
    assert_ptr_equal(json_member_of(&shallow, "a")->elements, json_member_of(&original, "a")->elements);

    struct json *list = json_get_mutable(&original, TEXT("a"));
    *json_get_mutable(&list->elements[1], TEXT("x")) = json_null();
    list->elements[0] = json_null();
    memset((char *)(uintptr_t)json_get_text(&original, "b").at, 'X', 4);
    memset((char *)(uintptr_t)original.members[0].name.at, 'X', 1);
    assert_json(copy, "{\"a\":[1,{\"x\":\"y\"}],\"b\":\"text\"}");

    struct json list_copy = json_shallow(&arena, *list), empty = json_shallow(&arena, json_array());
    json_append(&arena, &list_copy, json_null());
    assert_int_equal(list->count, 2);
    assert_int_equal(list_copy.count, 3);
    assert_int_equal(empty.count, 0);
}

static void ways_in(void **state)
{
    (void)state;
    struct json value =
        support_read(&arena, "{\"t\":\"x\",\"i\":5,\"r\":0.5,\"b\":true,\"n\":null,\"l\":[]}");
    assert_text(json_get_text(&value, "t"), "x");
    assert_text(json_get_text(&value, "i"), "");
    assert_text(json_get_text(&value, "none"), "");
    assert_int_equal(json_get_integer(&value, "i", -1), 5);
    assert_int_equal(json_get_integer(&value, "r", -1), -1);
    assert_int_equal(json_get_integer(&value, "none", -1), -1);
    assert_true(json_get_boolean(&value, "b", false));
    assert_true(json_get_boolean(&value, "i", true));
    assert_false(json_get_boolean(&value, "none", false));
    assert_true(json_is_null(json_member_of(&value, "n")));
    assert_true(json_is_null(json_member_of(&value, "none")));
    assert_true(json_is_null(NULL));
    assert_false(json_is_null(json_member_of(&value, "l")));
    const struct json *list = json_member_of(&value, "l");
    assert_null(json_member_of(list, "t"));
    assert_null(json_member_of(NULL, "t"));
    assert_null(json_get_mutable(NULL, TEXT("t")));
    assert_null(json_get_mutable(&value, TEXT("none")));
    assert_text(json_text(NULL), "");
    assert_text(json_text(list), "");
}

static void types_have_words(void **state)
{
    (void)state;
    static const char *const words[] = {"null",   "a yes or no", "a number", "a number",
                                        "a text", "a list",      "a group"};
    for (size_t i = 0; i < count_of(words); i++) {
        assert_string_equal(json_type_words((enum json_type)i), words[i]);
    }
}

static void equal_and_not(void **state)
{
    (void)state;
    static const char *const apart[] = {
        "null",  "true",  "false",      "0",          "1",         "1.5",
        "\"\"",  "\"a\"", "\"b\"",      "[]",         "[1]",       "[2]",
        "[1,1]", "{}",    "{\"a\":1}",  "{\"a\":2}",  "{\"b\":1}", "{\"a\":1,\"b\":1}",
        "[[1]]", "[{}]",  "{\"a\":{}}", "{\"a\":[]}",
    };
    for (size_t i = 0; i < count_of(apart); i++) {
        for (size_t j = 0; j < count_of(apart); j++) {
            struct json a = support_read(&arena, apart[i]), b = support_read(&arena, apart[j]);
            assert_int_equal(json_equal(&a, &b), i == j);
            assert_true(json_equal(&a, &a));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole_reals_are_integers), cmocka_unit_test(bugs_are_found),
        cmocka_unit_test(members_stand_in_order),   cmocka_unit_test(many_members),
        cmocka_unit_test(what_was_read_can_grow),   cmocka_unit_test(appending_costs_little),
        cmocka_unit_test(shallow_and_whole_copies), cmocka_unit_test(ways_in),
        cmocka_unit_test(types_have_words),         cmocka_unit_test(equal_and_not),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

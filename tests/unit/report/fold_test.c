/* Folding back: against a history whose every state is known, and where entries that do not count lie between
 * others that do. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/random.h"
#include "base/vector.h"
#include "report/fold.h"

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

static struct json json(const char *text)
{
    struct json value = json_null();
    struct error error;
    if (json_read(&arena, text_of(text), &value, &error) != STATUS_OK) {
        fail_msg("%s: %s", error.message, text);
    }
    return value;
}

/* An entry that leads from BEFORE to AFTER. */
static struct fold_entry entry(instant happened, instant recorded, const char *before, const char *after)
{
    struct fold_entry made = {happened, recorded, json_array()};
    struct json from = json(before), to = json(after);
    json_diff(&arena, &from, &to, &made.changes);
    return made;
}

/* Folds the last of STATES back over ENTRIES (newest first) with both bounds at BEFORE. */
static const char *folded(const char *present, const struct fold_entry *entries, size_t count, instant before)
{
    struct json document = json(present);
    struct error error;
    struct fold_bounds bounds = {before, before};
    if (fold_back(&arena, &document, entries, count, &bounds, &error) != STATUS_OK) {
        return text_copy(&arena, text_of(error.message)).at;
    }
    return text_copy(&arena, json_to_text(&arena, &document)).at;
}

static void the_newest_are_undone(void **state)
{
    (void)state;
    struct fold_entry entries[] = {
        entry(30, 30, "{\"a\":2,\"b\":1}", "{\"a\":3,\"c\":{\"d\":1}}"),
        entry(20, 20, "{\"a\":1}", "{\"a\":2,\"b\":1}"),
        entry(10, 10, "{}", "{\"a\":1}"),
    };
    const char *present = "{\"a\":3,\"c\":{\"d\":1}}";
    assert_string_equal(folded(present, entries, 3, 31), present);
    assert_string_equal(folded(present, entries, 3, 30), "{\"a\":2,\"b\":1}");
    assert_string_equal(folded(present, entries, 1, 30), "{\"a\":2,\"b\":1}");
    assert_string_equal(folded(present, entries, 3, 20), "{\"a\":1}");
    assert_string_equal(folded(present, entries, 3, 5), "{}");
}

/* Monday's visit, typed on Thursday, behind Wednesday's review. */
static void a_late_entry_stands_where_it_wrote(void **state)
{
    (void)state;
    struct fold_entry entries[] = {
        entry(10, 40, "{\"needs\":\"reduced\",\"missed\":1}",
              "{\"needs\":\"reduced\",\"missed\":2,\"visit\":10}"),
        entry(30, 30, "{\"needs\":\"current\",\"missed\":0}", "{\"needs\":\"reduced\",\"missed\":1}"),
    };
    const char *present = "{\"missed\":2,\"needs\":\"reduced\",\"visit\":10}";
    struct json document = json(present);
    struct error error;
    struct fold_bounds known_late = {20, 50}, known_early = {20, 35};
    assert_int_equal(fold_back(&arena, &document, entries, 2, &known_late, &error), STATUS_OK);
    assert_string_equal(text_copy(&arena, json_to_text(&arena, &document)).at,
                        "{\"missed\":2,\"needs\":\"current\",\"visit\":10}");
    document = json(present);
    assert_int_equal(fold_back(&arena, &document, entries, 2, &known_early, &error), STATUS_OK);
    assert_string_equal(text_copy(&arena, json_to_text(&arena, &document)).at,
                        "{\"missed\":0,\"needs\":\"current\"}");
}

static void what_counts_stands_above_and_below(void **state)
{
    (void)state;
    /* The later entry, which counts, wrote below a group that the earlier one, which does not, had made. */
    struct fold_entry below[] = {
        entry(10, 40, "{\"task\":{\"open\":1,\"worker\":\"a\"}}", "{\"task\":{\"open\":0,\"worker\":\"a\"}}"),
        entry(30, 30, "{}", "{\"task\":{\"open\":1,\"worker\":\"a\"}}"),
    };
    struct json document = json("{\"task\":{\"open\":0,\"worker\":\"a\"}}");
    struct error error;
    struct fold_bounds bounds = {20, 50};
    assert_int_equal(fold_back(&arena, &document, below, 2, &bounds, &error), STATUS_OK);
    assert_string_equal(text_copy(&arena, json_to_text(&arena, &document)).at,
                        "{\"task\":{\"open\":0,\"worker\":\"a\"}}");
    /* The later entry took away the group in which the earlier one had written. */
    struct fold_entry above[] = {
        entry(10, 40, "{\"task\":{\"open\":1}}", "{}"),
        entry(30, 30, "{\"task\":{\"open\":0}}", "{\"task\":{\"open\":1}}"),
    };
    document = json("{}");
    assert_int_equal(fold_back(&arena, &document, above, 2, &bounds, &error), STATUS_OK);
    assert_string_equal(text_copy(&arena, json_to_text(&arena, &document)).at, "{}");
    /* A path that only begins with the same letters is another. */
    struct fold_entry beside[] = {
        entry(10, 40, "{\"tasks\":1}", "{\"task\":2,\"tasks\":1}"),
        entry(30, 30, "{}", "{\"tasks\":1}"),
    };
    document = json("{\"task\":2,\"tasks\":1}");
    assert_int_equal(fold_back(&arena, &document, beside, 2, &bounds, &error), STATUS_OK);
    assert_string_equal(text_copy(&arena, json_to_text(&arena, &document)).at, "{\"task\":2}");
}

static void what_is_gone_is_passed_by(void **state)
{
    (void)state;
    struct fold_entry entries[] = {
        {30, 30, json_null()},
        entry(20, 20, "{\"a\":1}", "{\"a\":2}"),
    };
    assert_string_equal(folded("{\"a\":2,\"b\":1}", entries, 2, 15), "{\"a\":1,\"b\":1}");
}

static void changes_that_do_not_fit_are_told(void **state)
{
    (void)state;
    struct fold_entry through = {30, 30, json("[{\"path\":[\"a\",\"b\"],\"before\":1}]")};
    struct fold_entry no_path = {30, 30, json("[{\"before\":1}]")};
    struct fold_entry no_list = {30, 30, json("{}")};
    const struct fold_entry *wrong[] = {&through, &no_path, &no_list};
    for (size_t i = 0; i < 3; i++) {
        struct json document = json("{\"a\":7}");
        struct error error;
        struct fold_bounds bounds = {10, 10};
        assert_int_equal(fold_back(&arena, &document, wrong[i], 1, &bounds, &error), STATUS_CORRUPT);
        assert_string_equal(text_copy(&arena, json_to_text(&arena, &document)).at, "{\"a\":7}");
    }
}

/* --- generated histories -------------------------------------------------------- */

enum { ROUNDS = 200, STEPS = 24, NAMES = 4 };

/* A random step: one to three members set or taken out, at the first or second level. */
static struct json stepped(const struct random *random, struct json from)
{
    static const char *const names[NAMES] = {"a", "b", "c", "d"};
    struct json to = json_copy(&arena, from);
    for (uint64_t n = 1 + random_below(random, 3); n > 0; n--) {
        struct text outer = text_of(names[random_below(random, NAMES)]);
        struct json *group = json_get_mutable(&to, outer);
        uint64_t what = random_below(random, 4);
        if (what == 0) {
            json_unset(&to, outer);
        } else if (what == 1) {
            json_set(&arena, &to, outer, json_integer((int64_t)random_below(random, 100)));
        } else if (group && group->type == JSON_OBJECT) {
            json_set(&arena, group, text_of(names[random_below(random, NAMES)]),
                     json_integer((int64_t)random_below(random, 100)));
        } else {
            json_set(&arena, &to, outer, json_object());
        }
    }
    return to;
}

/* In order of time, every state of a history comes back. */
static void every_state_comes_back(void **state)
{
    (void)state;
    struct random_seeded seed;
    struct random random = random_of_seed(&seed, 7);
    for (size_t round = 0; round < ROUNDS; round++) {
        struct json states[STEPS + 1];
        struct fold_entry entries[STEPS]; /* newest first */
        states[0] = json_object();
        for (size_t i = 0; i < STEPS; i++) {
            states[i + 1] = stepped(&random, states[i]);
            struct fold_entry *made = &entries[STEPS - 1 - i];
            *made = (struct fold_entry){(instant)i, (instant)i, json_array()};
            json_diff(&arena, &states[i], &states[i + 1], &made->changes);
        }
        for (size_t i = 0; i <= STEPS; i++) {
            struct json document = states[STEPS];
            struct error error;
            struct fold_bounds bounds = {(instant)i, (instant)i};
            assert_int_equal(fold_back(&arena, &document, entries, STEPS, &bounds, &error), STATUS_OK);
            assert_true(json_equal(&document, &states[i]));
        }
        arena_reset(&arena);
    }
}

/* In any order of time it never fails, and a path that only counting entries wrote is as they left it. */
static void any_order_can_be_folded(void **state)
{
    (void)state;
    struct random_seeded seed;
    struct random random = random_of_seed(&seed, 11);
    for (size_t round = 0; round < ROUNDS; round++) {
        struct json now = json_object();
        struct fold_entry entries[STEPS];
        for (size_t i = 0; i < STEPS; i++) {
            struct json next = stepped(&random, now);
            struct fold_entry *made = &entries[STEPS - 1 - i];
            bool counts = random_below(&random, 3) > 0;
            if (counts) { /* writes where nobody else does */
                next = json_copy(&arena, now);
                json_set(&arena, &next, TEXT("late"), json_integer((int64_t)i));
            }
            *made = (struct fold_entry){counts ? 0 : 10, (instant)i, json_array()};
            json_diff(&arena, &now, &next, &made->changes);
            now = next;
        }
        struct json document = now, only = json_object();
        struct error error;
        struct fold_bounds bounds = {5, STEPS};
        const struct json *late = json_member_of(&now, "late");
        if (late) {
            json_set(&arena, &only, TEXT("late"), *late);
        }
        assert_int_equal(fold_back(&arena, &document, entries, STEPS, &bounds, &error), STATUS_OK);
        assert_true(json_equal(&document, &only));
        arena_reset(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_newest_are_undone, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_late_entry_stands_where_it_wrote, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_counts_stands_above_and_below, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_gone_is_passed_by, set_up, tear_down),
        cmocka_unit_test_setup_teardown(changes_that_do_not_fit_are_told, set_up, tear_down),
        cmocka_unit_test_setup_teardown(every_state_comes_back, set_up, tear_down),
        cmocka_unit_test_setup_teardown(any_order_can_be_folded, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

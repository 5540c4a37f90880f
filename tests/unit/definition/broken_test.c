/* The mistakes that people make: each workflow in tests/data/broken has the findings that stand in the text
 * beside it, to the letter, and is none; each in tests/data/doubtful too, and is one. */
#include "support.h"

#include "base/files.h"

#include <stdio.h>
#include <string.h>

#define BROKEN "tests/data/broken"
#define DOUBTFUL "tests/data/doubtful"

static struct text expected_of(struct loaded *loaded, const char *folder, struct text name)
{
    struct files files = files_system();
    struct text expected;
    struct error error;
    const char *path = arena_printf(&loaded->arena, "%s/%s/%.*s.txt", SOURCE_DIR, folder, TEXT_ARGS(name));
    if (files.read(files.self, &loaded->arena, path, NODE_FILE_LIMIT, &expected, &error) != STATUS_OK) {
        fail_msg("%s", error.message);
    }
    return expected;
}

static void check_one(const char *folder, struct text name)
{
    struct loaded loaded;
    struct arena names;
    arena_init(&names);
    load_file(&loaded, arena_printf(&names, "%s/%.*s.yaml", folder, TEXT_ARGS(name)));
    struct text expected = expected_of(&loaded, folder, name);
    assert_int_equal(loaded.definition != NULL, strcmp(folder, DOUBTFUL) == 0);
    if (!text_is(expected, found(&loaded))) {
        fail_msg("%.*s: expected\n%.*sbut found\n%s", TEXT_ARGS(name), TEXT_ARGS(expected), found(&loaded));
    }
    unload(&loaded);
    arena_deinit(&names);
}

static unsigned check_folder(const char *folder)
{
    struct files files = files_system();
    struct arena arena;
    struct files_list list = {0};
    struct error error;
    unsigned count = 0;
    arena_init(&arena);
    if (files.list(files.self, &arena, arena_printf(&arena, "%s/%s", SOURCE_DIR, folder), &list, &error) !=
        STATUS_OK) {
        fail_msg("%s", error.message);
    }
    for (size_t i = 0; i < list.list.count; i++) {
        struct text name = list.list.at[i].name;
        if (text_ends(name, TEXT(".yaml"))) {
            check_one(folder, text_part(name, 0, name.size - 5));
            count++;
        }
    }
    arena_deinit(&arena);
    return count;
}

static void finds_what_is_wrong(void **state)
{
    (void)state;
    assert_true(check_folder(BROKEN) >= 12);
}

static void warns_of_what_makes_no_sense(void **state)
{
    (void)state;
    assert_true(check_folder(DOUBTFUL) >= 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(finds_what_is_wrong),
                                       cmocka_unit_test(warns_of_what_makes_no_sense)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

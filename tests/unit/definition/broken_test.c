/* The mistakes that people make: each workflow in tests/data/broken has the findings that stand in the text
 * beside it, to the letter. */
#include "support.h"

#include "base/files.h"

#include <stdio.h>
#include <string.h>

#define FOLDER "tests/data/broken"

static struct text expected_of(struct loaded *loaded, struct text name)
{
    struct files files = files_system();
    struct text expected;
    struct error error;
    const char *path = arena_printf(&loaded->arena, "%s/" FOLDER "/%.*s.txt", SOURCE_DIR, TEXT_ARGS(name));
    if (files.read(files.self, &loaded->arena, path, NODE_FILE_LIMIT, &expected, &error) != STATUS_OK) {
        fail_msg("%s", error.message);
    }
    return expected;
}

static void check_one(struct text name)
{
    struct loaded loaded;
    struct arena names;
    arena_init(&names);
    load_file(&loaded, arena_printf(&names, FOLDER "/%.*s.yaml", TEXT_ARGS(name)));
    struct text expected = expected_of(&loaded, name);
    assert_null(loaded.definition);
    if (!text_is(expected, found(&loaded))) {
        fail_msg("%.*s: expected\n%.*sbut found\n%s", TEXT_ARGS(name), TEXT_ARGS(expected), found(&loaded));
    }
    unload(&loaded);
    arena_deinit(&names);
}

static void finds_what_is_wrong(void **state)
{
    (void)state;
    struct files files = files_system();
    struct arena arena;
    struct files_list list = {0};
    struct error error;
    unsigned count = 0;
    arena_init(&arena);
    if (files.list(files.self, &arena, SOURCE_DIR "/" FOLDER, &list, &error) != STATUS_OK) {
        fail_msg("%s", error.message);
    }
    for (size_t i = 0; i < list.list.count; i++) {
        struct text name = list.list.at[i].name;
        if (text_ends(name, TEXT(".yaml"))) {
            check_one(text_part(name, 0, name.size - 5));
            count++;
        }
    }
    assert_true(count >= 12);
    arena_deinit(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(finds_what_is_wrong)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
